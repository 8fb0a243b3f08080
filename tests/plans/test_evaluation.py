"""Did the plan work: made-up editions in which it is known what happened."""

from datetime import date

import pytest

from danbiet.base.errors import CodedError
from danbiet.index import catalogue
from danbiet.index.framework import Level
from danbiet.plans.evaluation import fieldwork, telling
from danbiet.plans.evaluation.evaluating import evaluate
from danbiet.plans.evaluation.fieldwork import Side, sides
from danbiet.plans.evaluation.outcome import outcome
from danbiet.plans.evaluation.result import Reason, Result, Verdict, digest_of
from tests.index import made_up

OURS = "96"
YEARS = range(2011, 2018)
# Enough to reject something at 5 %, and few enough to be quick.
FEW = made_up.PROVINCES[-24:]
ARRIVED = date(2016, 9, 14)


def panel(lift=0.0, years=YEARS, provinces=FEW, **more):
    """Editions in the published frameworks; ``lift``: what our province gains on each part of II, IV and VI in 2017."""
    found = []
    for year in years:
        frame = catalogue.of_year("papi", year)
        parts = [one.code for one in frame.level(Level.SUB_DIMENSION) if one.parent in ("II", "IV", "VI")]
        changed = {(code, OURS): lift for code in parts} if year == 2017 else {}
        found.append(made_up.table(year, frame=frame, provinces=provinces, changed=changed, **more))
    return found


@pytest.fixture(scope="module")
def lifted():
    """A plan after which everything comparable rose by far more than the noise."""
    return evaluate(panel(lift=0.6), OURS, 2016, arrived=ARRIVED, communes=101)


def test_fieldwork_over_the_arrival_is_no_effect():
    window = fieldwork.fieldwork().window(2016)
    assert window.side(date(2016, 9, 14)) is Side.OVER
    assert window.side(date(2016, 12, 1)) is Side.BEFORE
    assert window.side(date(2016, 7, 31)) is Side.AFTER
    assert not window.verified
    assert sides([2015, 2016, 2017], 2016, None) == {2015: Side.BEFORE, 2016: Side.OVER, 2017: Side.AFTER}
    # A year nobody noted has the months of the last one that is known.
    assert fieldwork.fieldwork().window(2031).first == date(2031, 8, 1)


def test_a_plan_that_arrived_before_the_fieldwork_is_seen_in_its_own_year():
    assert sides([2015, 2016], 2016, date(2016, 3, 1))[2016] is Side.AFTER


def test_only_what_was_measured_alike_is_followed():
    tables = {one.year: one for one in panel()}
    found = outcome(tables, [2011, 2012, 2013, 2014, 2015], [2017])
    assert {one.code.split(".")[0] for one in found.parts} == {"II", "IV", "VI"}
    assert len(found.parts) == 11
    reasons = {one.code: one.why for one in found.left_out}
    assert reasons["III.3"] == "gone"
    assert reasons["I.1"] == "break"
    assert found.years == (2011, 2012, 2013, 2014, 2015, 2017)
    sums = found.sums()[OURS]
    assert sums[2017] == pytest.approx(sum(tables[2017].value(one.code, OURS) for one in found.parts))


def test_a_part_that_only_changed_its_scale_is_brought_back_to_the_reference_years():
    tables = {year: made_up.table(year, frame=catalogue.of_year("papi", year)) for year in (2017, 2018)}
    found = outcome(tables, [2017], [2018], dimension="II")
    rescaled = [one.code for one in found.parts if one.rescaled]
    assert rescaled == ["II.1", "II.2", "II.3"]
    place = found.provinces.index(OURS)
    # Poverty lists: II.1 on 0.33-3.33 until 2017, II.2 on 0.25-2.5 from 2018.
    share = (tables[2018].value("II.2", OURS) - 0.25) / 2.25
    assert found.cells[place][1][0] == pytest.approx(0.33 + 3.0 * share)


def test_a_province_without_a_figure_is_left_out_and_named():
    tables = {one.year: one for one in panel(missing=("95",))}
    found = outcome(tables, [2014, 2015], [2017])
    assert found.incomplete == ("95",)
    assert "95" not in found.provinces


def test_an_effect_that_is_there_is_found(lifted):
    main = lifted.main
    assert lifted.verdict is Verdict.BETTER
    assert main.reasons == ()
    # Eleven parts, each lifted by 0.6; noise of one year is about 0.04 of a scale.
    assert main.did.effect == pytest.approx(11 * 0.6, abs=0.8)
    assert main.did.as_large == 1
    assert main.synthetic.effect == pytest.approx(11 * 0.6, abs=0.8)
    assert len(main.without) == 11
    assert [one.code for one in lifted.effects] == ["total", "II", "IV", "VI"]


def test_what_has_to_be_said_first_is_said(lifted):
    assert lifted.breaks == ("total", "I", "III", "V")
    assert {one.year: one.side for one in lifted.editions}[2016] == "over"
    words = " ".join(telling.first(lifted))
    assert "2016" in words
    assert "101" in words
    assert "14/9/2016" in words


def test_the_statutes_comparison_stands_apart_and_refuses_breaks(lifted):
    lines = {one.code: one for one in lifted.statute}
    assert lines["II"].change == pytest.approx(lines["II"].after - lines["II"].before)
    assert lines["I"].change is None
    assert not lines["total"].comparable


def test_a_result_survives_being_stored(lifted):
    content = lifted.to_json()
    assert Result.from_json(content) == lifted
    assert digest_of(content) == digest_of(Result.from_json(content).to_json())
    with pytest.raises(ValueError, match="not danbiet"):
        Result.from_json({**content, "schema": "x"})


def test_without_an_effect_nothing_is_told():
    told = []
    found = evaluate(panel(), OURS, 2016, arrived=ARRIVED, progress=lambda done, of: told.append((done, of)))
    assert found.verdict is Verdict.CANT_TELL
    assert Reason.WITHIN_SCATTER_DIFFERENCES in found.main.reasons
    assert told[-1] == (24, 24)
    assert telling.sentence(found).startswith("Không kết luận được")


def test_too_little_to_go_by_is_a_reason_and_no_crash():
    after = evaluate(panel(years=range(2011, 2017)), OURS, 2016, arrived=ARRIVED)
    assert after.reasons == (Reason.NO_EDITION_AFTER,)
    assert after.verdict is Verdict.CANT_TELL
    assert "chưa có bộ số liệu" in telling.sentence(after)
    short = evaluate(panel(years=(2014, 2015, 2016, 2017)), OURS, 2016, arrived=ARRIVED)
    assert Reason.FEW_TIMES_BEFORE in short.main.reasons
    gone = evaluate(panel(missing=(OURS,)), OURS, 2016, arrived=ARRIVED)
    assert gone.main.reasons == (Reason.INCOMPLETE,)


def test_missing_editions_and_unknown_provinces_are_coded():
    with pytest.raises(CodedError, match="PLAN-120"):
        evaluate(panel(years=(2014, 2015)), OURS, 2016)
    with pytest.raises(CodedError, match="PLAN-121"):
        evaluate(panel(), "01", 2016)
