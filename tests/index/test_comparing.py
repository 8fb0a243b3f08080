"""Is A above B, did a score change, and what isn't compared."""

import dataclasses

import pytest

from danbiet.base.errors import CodedError
from danbiet.index import catalogue, comparing, standing
from danbiet.index.comparing import Verdict
from danbiet.index.framework import Level
from tests.index import made_up


def reframed(key, year, **changes):
    """A framework of one year, with elements changed: code -> fields."""
    frame = made_up.framework((year,), key)
    elements = {
        code: dataclasses.replace(one, **changes.get(code.replace(".", "_"), {}))
        for code, one in frame.elements.items()
    }
    return dataclasses.replace(frame, elements=elements)


@pytest.fixture(scope="module", autouse=True)
def _few_draws():
    """Ranks aren't looked at here."""
    usual, standing.DRAWS = standing.DRAWS, 500
    yield
    standing.DRAWS = usual


@pytest.fixture(scope="module")
def panel():
    return made_up.tables()


@pytest.fixture(scope="module")
def broken():
    """2015 and 2016: total and I in another block, I.2 on another scale, II.1 another concept, III.3 gone."""
    before = made_up.table(2015, errors=True, frame=made_up.framework((2015,)))
    frame = reframed(
        "next",
        2016,
        total={"blocks": {2016: "b"}},
        I={"blocks": {2016: "b"}},
        I_2={"blocks": {2016: "b"}, "low": 0.5, "high": 5.0},
        II_1={"concept": "something-else"},
    )
    return before, made_up.table(2016, frame=frame)


def test_a_gap_comes_with_interval_probability_and_the_assumption(panel):
    found = comparing.between_provinces(panel[-1], "01", "96", ["total"], panel)[0]
    one, other = panel[-1].value("total", "01"), panel[-1].value("total", "96")
    errors = panel[-1].error("total", "01"), panel[-1].error("total", "96")
    assert found.difference == pytest.approx(one - other)
    assert found.se == pytest.approx((errors[0] ** 2 + errors[1] ** 2) ** 0.5)
    assert found.high - found.low == pytest.approx(2 * 1.959964 * found.se, rel=1e-6)
    assert (found.correlation, found.level) == (0.0, 0.95)
    assert found.surely is (found.low > 0 or found.high < 0)


def test_turned_around_a_comparison_says_the_opposite(panel):
    there = comparing.between_provinces(panel[-1], "01", "96", None, panel)
    back = comparing.between_provinces(panel[-1], "96", "01", None, panel)
    opposite = {Verdict.ABOVE: Verdict.BELOW, Verdict.BELOW: Verdict.ABOVE, Verdict.UNSURE: Verdict.UNSURE}
    for a, b in zip(there, back, strict=True):
        assert a.difference == -b.difference
        assert a.probability == pytest.approx(1 - b.probability)
        assert opposite[a.verdict] is b.verdict


def test_a_correlation_that_is_given_narrows_a_change(panel):
    free = comparing.change(panel[-2], panel[-1], "96", "total", panel)
    tied = comparing.change(panel[-2], panel[-1], "96", "total", panel, correlation=0.5)
    assert tied.se < free.se
    assert tied.correlation == 0.5


def test_what_crosses_a_break_is_refused_with_element_years_and_why(broken):
    found = {one.element.code: one for one in comparing.between_years(*broken, "96")}
    assert found["I"].refusal.code == "IDX-206"
    assert found["I.2"].refusal.code == "IDX-205"
    assert "0.25–2.5" in found["I.2"].refusal.message("vi")
    assert "0.5–5" in found["I.2"].refusal.message("en")
    assert found["II.1"].refusal.code == "IDX-204"
    assert all(one.difference is None for one in found.values() if one.refusal)
    assert found["I.1"].difference is not None
    for word in ("I.2", "2015", "2016"):
        assert word in found["I.2"].refusal.render("en")
    with pytest.raises(CodedError) as caught:
        comparing.change(*broken, "96", "total")
    assert caught.value.code == "IDX-206"


def test_on_request_a_break_is_normalised_and_flagged(broken):
    found = comparing.change(*broken, "96", "I.2", normalised=True)
    before, after = (table.value("I.2", "96") for table in broken)
    assert found.difference == pytest.approx((after - 0.5) / 4.5 - (before - 0.25) / 2.25)
    assert found.normalised
    assert found.refusal.code == "IDX-205"
    assert found.to_json()["flag"]["code"] == "IDX-205"
    whole = comparing.change(*broken, "96", "I.1", normalised=True)
    assert not whole.normalised, "what is comparable isn't touched"
    with pytest.raises(CodedError) as caught:
        comparing.change(*broken, "96", "II.1", normalised=True)
    assert caught.value.code == "IDX-204", "another concept stays another concept"


def test_what_was_asked_otherwise_is_not_normalised_even_on_request(broken):
    with pytest.raises(CodedError) as caught:
        comparing.change(*broken, "96", "I", normalised=True)
    assert caught.value.code == "IDX-206"


def test_a_refusal_tells_the_reasons_of_the_breaks_between():
    found = comparing.earlier_twin(
        published(2020), "96", catalogue.of_year("papi", 2021).elements["III.2"], published(2021)
    )
    twin, refusal = found
    assert (twin, refusal.code) == (None, "IDX-205")
    reason = catalogue.comparison("III.2", 2021, 2020).breaks[0]
    assert reason.vi in refusal.message("vi")
    assert reason.en in refusal.render("en")
    far = comparing.between_years(published(2016), published(2019), "96", ["III.1"])[0]
    assert "2018" in far.refusal.message("en"), "the break lies in a framework between the two"


def published(year):
    """A made-up edition in the published framework of a year."""
    return made_up.table(year, frame=catalogue.of_year("papi", year))


def test_the_same_thing_under_another_code_is_compared():
    before = made_up.table(2015, frame=reframed("a", 2015, I_1={"concept": "lists"}, I_2={"concept": "other"}))
    after = made_up.table(2016, frame=reframed("b", 2016, I_1={"concept": "new"}, I_2={"concept": "lists"}))
    found = comparing.change(before, after, "96", "I.2")
    assert found.other.code == "I.1"
    assert found.difference == pytest.approx(after.value("I.2", "96") - before.value("I.1", "96"))


def test_a_missing_score_is_no_difference(panel):
    table = made_up.table(2015, missing=["96"])
    found = comparing.between_provinces(table, "01", "96", ["I"])[0]
    assert (found.difference, found.verdict, found.refusal.code) == (None, None, "IDX-203")
    assert found.to_json("en")["refused"]["code"] == "IDX-203"


def test_the_63_and_the_34_are_not_compared(panel):
    with pytest.raises(CodedError) as caught:
        comparing.between_years(panel[-1], dataclasses.replace(panel[-1], year=2025, province_set="34"), "96")
    assert caught.value.code == "IDX-207"


def test_all_elements_unless_told(panel):
    found = comparing.between_years(panel[-2], panel[-1], "96", None, panel)
    assert len(found) == 29
    assert len(comparing.levels_of(found, Level.DIMENSION)) == 6
