"""What a diagnosis says: gaps with their noise, what moved the total, what survives chance."""

import dataclasses

import pytest

from danbiet.index import diagnosis, standing
from danbiet.index.comparing import Verdict
from danbiet.index.framework import Level
from danbiet.stats.groups import FROM_BELOW, Group
from tests.index import made_up


@pytest.fixture(scope="module", autouse=True)
def _few_draws():
    """Ranks aren't looked at here."""
    usual, standing.DRAWS = standing.DRAWS, 500
    yield
    standing.DRAWS = usual


@pytest.fixture(scope="module")
def panel():
    return made_up.tables((2013, 2014, 2015), changed={("I.1", "96"): -0.6, ("II.2", "96"): 0.9})


@pytest.fixture(scope="module")
def found(panel):
    return diagnosis.diagnose(panel[-1], "96", panel)


def test_every_gap_is_the_score_minus_its_reference(panel, found):
    for line in found.lines:
        score = line.standing.score
        assert line.median.difference == pytest.approx(score - line.standing.median)
        assert line.median.low < line.median.difference < line.median.high
        assert line.median.se > line.standing.se, "a cut is uncertain too"
        best = max(panel[-1].values[line.code])
        assert line.best.reference == best
        if line.above is not None:
            assert line.above.group is FROM_BELOW[line.standing.group.standing + 1]
            assert line.above.difference <= 0
        else:
            assert line.standing.group is Group.HIGH
        assert line.past.year == 2014
        assert [year for year, _score in line.trail] == [2013, 2014, 2015]


def test_strengths_and_weaknesses_survive_noise_and_chance(found):
    assert "I.1" in [one.code for one in found.weaknesses]
    assert "II.2" in [one.code for one in found.strengths]
    single = [one for one in found.of(Level.SUB_DIMENSION) if one.median.verdict is not Verdict.UNSURE]
    firm = [*found.strengths, *found.weaknesses]
    assert {one.code for one in firm} < {one.code for one in single}, "judged together, less stands than judged alone"


def test_without_real_differences_hardly_anything_is_firm():
    """All provinces the same but for noise: Holm's rule lets a false one through in one of twenty tables."""
    import random

    noise = random.Random(1)
    table = made_up.table(2015)
    cells = {code: tuple(1.5 + noise.gauss(0, 0.1) for _one in table.provinces) for code in table.values}
    even = dataclasses.replace(table, values=cells, errors=dict.fromkeys(cells, (0.1,) * 63))
    firm = [one.firm for code in ("01", "35", "96") for one in diagnosis.diagnose(even, code).lines]
    assert firm.count(Verdict.UNSURE) >= len(firm) - 1


def test_contributions_add_up_to_the_change_of_the_total(panel, found):
    assert found.before == 2014
    total = panel[-1].value("total", "96") - panel[-2].value("total", "96")
    assert found.told == pytest.approx(total, abs=1e-5)
    assert not found.not_told
    parts = [one.contribution for one in found.movers]
    assert parts == sorted(parts)


def test_across_a_break_only_what_compares_contributes_and_the_rest_is_listed(panel):
    frame = made_up.framework((2016,), "next")
    elements = dict(frame.elements)
    for code in ("total", "III", "III.1"):
        elements[code] = dataclasses.replace(elements[code], blocks={2016: "b"})
    after = made_up.table(2016, frame=dataclasses.replace(frame, elements=elements))
    found = diagnosis.diagnose(after, "96", [*panel, after])
    assert [one.code for one in found.not_told] == ["III.1"]
    assert found.total.moved.difference is None
    told = sum(
        after.value(one.code, "96") - panel[-1].value(one.code, "96")
        for one in frame.level(Level.SUB_DIMENSION)
        if one.code != "III.1"
    )
    assert found.told == pytest.approx(told)
    line = next(one for one in found.lines if one.code == "III.1")
    assert (line.past, line.past_refusal.code, line.trail) == (None, "IDX-206", ((2016, line.standing.score),))
    assert found.to_json()["contributions"]["not_told"][0]["code"] == "III.1"


def test_a_first_edition_has_no_past(panel):
    found = diagnosis.diagnose(panel[0], "96", panel)
    assert found.before is None
    assert all(one.past is None and one.moved is None for one in found.lines)
    assert found.told == 0


def test_what_is_missing_has_no_gap(panel):
    table = made_up.table(2015, missing=["96"])
    found = diagnosis.diagnose(table, "96", panel)
    assert all((one.median, one.above, one.best, one.past) == (None,) * 4 for one in found.lines)
    assert not found.strengths
    assert not found.weaknesses


def test_a_year_without_the_province_is_passed_over(panel):
    gap = dataclasses.replace(made_up.table(2014, missing=["96"]), framework=panel[0].framework)
    found = diagnosis.diagnose(panel[-1], "96", [panel[0], gap, panel[-1]])
    assert found.lines[0].past.year == 2013
    assert found.lines[0].moved.refusal.code == "IDX-203"


def test_the_best_province_has_nobody_above():
    table = made_up.table(2015, changed={("I.1", "96"): 2.0})
    line = next(one for one in diagnosis.diagnose(table, "96").lines if one.code == "I.1")
    assert (line.best.difference, line.best.province, line.above) == (0.0, "96", None)
