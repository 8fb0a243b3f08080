"""Where a province stands: medians, ranks, groups, and where each standard error comes from."""

import dataclasses

import pytest

from danbiet.base.errors import CodedError
from danbiet.index import conventions, standing, uncertainty
from danbiet.index.framework import Level
from danbiet.index.uncertainty import Source
from danbiet.stats.groups import Group, Side
from tests.index import made_up


@pytest.fixture(scope="module")
def panel():
    return made_up.tables()


def with_scores(scores, year=2015, errors=None, code="total"):
    """An edition with the scores of one element given, one a province."""
    table = made_up.table(year)
    provinces = table.provinces[: len(scores)]
    return dataclasses.replace(
        table, provinces=provinces, values={code: tuple(scores)}, errors={code: tuple(errors)} if errors else {}
    )


def test_a_standing_says_score_median_rank_group_and_how_sure():
    table = with_scores([10.0, 20.0, 30.0, 40.0, 50.0], errors=[0.1] * 5)
    found = standing.all_standings(table, "total")
    assert [one.rank for one in found] == [5, 4, 3, 2, 1]
    assert {one.median for one in found} == {30.0}
    assert {one.mean for one in found} == {30.0}
    assert [one.group for one in found] == [
        Group.LOW, Group.LOWER_MIDDLE, Group.UPPER_MIDDLE, Group.HIGH, Group.HIGH,
    ]  # fmt: skip
    assert all((one.rank_low, one.rank_high) == (one.rank, one.rank) for one in found)
    assert found[0].low == pytest.approx(10 - 1.959964 * 0.1, abs=1e-6)
    assert found[0].se_source is Source.PUBLISHED


def test_the_json_of_a_standing_is_what_the_command_line_promises(panel):
    found = standing.standings(panel[-1], "96", panel)[0].to_json()
    assert list(found) == ["code", "name", "score", "median", "rank", "n", "group", "se", "rank_low", "rank_high"]
    assert found["code"] == "total"


def test_equal_scores_share_the_best_rank_and_say_so():
    found = standing.all_standings(with_scores([1.0, 3.0, 3.0, 2.0]), "total")
    assert [(one.rank, one.tied) for one in found] == [(4, 0), (1, 1), (1, 1), (3, 0)]


def test_a_missing_score_is_no_zero():
    table = with_scores([1.0, None, 3.0, 2.0], errors=[0.1, None, 0.1, 0.1])
    missing = standing.all_standings(table, "total")[1]
    assert (missing.score, missing.rank, missing.group, missing.se, missing.rank_low) == (None,) * 5
    assert (missing.n, missing.median) == (3, 2.0)


def test_the_side_of_a_cut_is_that_of_the_year_as_published():
    scores = [float(one) for one in range(61)]
    upper = standing.field(with_scores(scores, 2022), "total").grouping
    lower = standing.field(with_scores(scores, 2023), "total").grouping
    assert (upper.side, lower.side) == (Side.UPPER, Side.LOWER)
    assert [lower.sizes[group] for group in Group] == [15, 15, 15, 16], "the press of 2024 on the 61 provinces"
    assert [upper.sizes[group] for group in Group] == [16, 15, 15, 15]


def test_a_rank_is_inside_a_wide_interval_where_provinces_are_close(panel):
    for one in standing.all_standings(panel[-1], "I.1", panel):
        assert one.rank_low is not None
        assert 1 <= one.rank_low <= one.rank_high <= one.n == 63
    widths = [one.rank_high - one.rank_low for one in standing.all_standings(panel[-1], "total", panel)]
    assert max(widths) > 5


def test_a_province_has_its_total_dimensions_and_sub_dimensions_in_order(panel):
    codes = [one.code for one in standing.standings(panel[0], "96", panel)]
    assert codes[:6] == ["total", "I", "I.1", "I.2", "I.3", "I.4"]
    assert len(codes) == 1 + 6 + 22


def test_errors_are_published_or_a_model_that_says_so(panel):
    old, new = panel[0], panel[-1]
    assert set(uncertainty.errors(new, "I", panel).counts()) == {Source.PUBLISHED}
    model = uncertainty.errors(old, "I", panel)
    assert set(model.counts()) == {Source.MODEL}
    assert model.years == (2014, 2015)
    assert "2014, 2015" in model.said()
    part = uncertainty.errors(new, "I.1", panel)
    assert set(part.counts()) == {Source.PART}
    assert part.basis == "I"


def test_without_any_stored_error_the_typical_published_ones_serve_and_say_so():
    table = made_up.table()
    found = uncertainty.errors(table, "total")
    assert set(found.counts()) == {Source.TYPICAL}
    # The mean variance of 2019, 2022 and 2023, of which six of eight dimensions carry 66 %.
    whole = (0.5907**2 + 0.8316**2 + 0.6883**2) / 3
    parts = [0.1233, 0.1342, 0.1640, 0.1987, 0.0584, 0.0767, 0.1633, 0.1733]
    share = sum(one**2 for one in parts[:6]) / sum(one**2 for one in parts)
    assert found.cells[0] == pytest.approx((whole * share) ** 0.5)


def test_a_published_error_of_zero_is_missing_and_modelled_beside_the_others():
    table = with_scores([1.0, 2.0, 3.0, 4.0], errors=[0.2, 0.0, 0.4, 0.6])
    found = uncertainty.errors(table, "total")
    assert found.sources == (Source.PUBLISHED, Source.MODEL, Source.PUBLISHED, Source.PUBLISHED)
    assert found.cells[1] == pytest.approx(((0.2**2 + 0.4**2 + 0.6**2) / 3) ** 0.5), (
        "variances are pooled by their mean"
    )
    assert found.counts() == {Source.PUBLISHED: 3, Source.MODEL: 1}
    assert "3" in found.said()


def test_without_any_error_a_rank_has_no_interval_rather_than_a_false_one():
    frame = made_up.framework()
    frame = dataclasses.replace(
        frame, index="other", elements={"total": dataclasses.replace(frame.elements["total"], concept="other")}
    )
    table = dataclasses.replace(with_scores([1.0, 2.0]), index="other", framework=frame)
    found = standing.all_standings(table, "total")[0]
    assert (found.rank, found.rank_low, found.se) == (2, None, None)
    assert standing.field(table, "total").errors.said()


def test_an_unknown_element_or_province_is_a_coded_error(panel):
    with pytest.raises(CodedError) as caught:
        standing.all_standings(panel[0], "IX", panel)
    assert caught.value.code == "IDX-202"
    with pytest.raises(CodedError) as caught:
        standing.standings(panel[0], "00", panel)
    assert caught.value.code == "IDX-201"
    assert standing.element_of(panel[0], "i.1").code == "I.1"


def test_only_what_is_published_is_shown():
    table = with_scores([1.0, 2.0])
    assert [one.code for one in standing.elements_of(table)] == ["total"]
    assert not standing.elements_of(table, (Level.INDICATOR,))


def test_conventions_are_read_strictly(tmp_path):
    assert conventions.typical("papi", "IV")[0].error == 0.1987
    path = tmp_path / "conventions.yaml"
    path.write_text(conventions.FILE.read_text("utf-8").replace("side: lower", "side: left"), "utf-8")
    with pytest.raises(CodedError) as caught:
        conventions.read(path)
    assert caught.value.code == "LAW-005"
