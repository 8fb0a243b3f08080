"""Scenarios: what is set, what follows; the least change that reaches a target."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.index import reaching, scenarios, standing
from danbiet.index.framework import Element, Formula, Level, Term
from danbiet.index.reaching import Target, parse_target
from danbiet.index.scenarios import Setting, parse_setting
from danbiet.stats.groups import Group, percentile
from tests.index import made_up

TABLE = made_up.table(2015, errors=True)
PANEL = [TABLE]


def with_formula(relative=False):
    """I.1 from two indicators, the second reversed; a third is published and not counted."""
    frame = TABLE.framework
    terms = (Term("I.1.1", 1.5, 0, 1), Term("I.1.2", 0.75, 0, 10, reverse=True, relative=relative))
    formula = Formula(0.25, terms, True, 0.0, (2015,))
    elements = dict(frame.elements)
    elements["I.1"] = dataclasses.replace(elements["I.1"], formulas=(formula,))
    for number in (1, 2, 3):
        code = f"I.1.{number}"
        elements[code] = Element(code, Level.INDICATOR, f"made-up-{code}", code, code, parent="I.1")
    values = dict(TABLE.values)
    for number, top in ((1, 1.0), (2, 10.0), (3, 1.0)):
        values[f"I.1.{number}"] = tuple(round(top * (0.2 + 0.6 * at / 62), 4) for at in range(63))
    return dataclasses.replace(TABLE, framework=dataclasses.replace(frame, elements=elements), values=values)


def refused(code, call, *args):
    with pytest.raises(CodedError) as caught:
        call(*args)
    assert caught.value.code == code


def test_setting_a_part_moves_its_dimension_and_the_total_by_as_much():
    found = scenarios.try_out(TABLE, "96", [Setting("I.1", value=2.0)], PANEL)
    assert [one.element.code for one in found.effects] == ["total", "I", "I.1"]
    moved = 2.0 - TABLE.value("I.1", "96")
    assert all(one.moved == pytest.approx(moved) for one in found.effects)
    total = found.effects[0]
    assert total.after.rank <= total.before.rank
    assert total.after.se == total.before.se, "what is reached is measured with the same noise"
    assert total.after.rank_low <= total.after.rank <= total.after.rank_high


def test_a_percentile_is_that_of_the_provinces():
    found = scenarios.try_out(TABLE, "96", [Setting("I.1", percentile=75)], PANEL)
    assert found.changes[0].after == percentile(TABLE.values["I.1"], 75)
    assert found.to_json()["changes"][0]["percentile"] == 75


def test_an_indicator_moves_its_sub_dimension_by_the_formula():
    table = with_formula()
    found = scenarios.try_out(table, "96", [Setting("I.1.1", value=1.0), Setting("I.1.2", value=3.0)], PANEL)
    whole = found.changes[-1]
    added = 1.5 * (1.0 - 0.8) + 0.75 * ((10 - 3) / 10 - (10 - 8) / 10)
    assert whole.element.code == "I.1"
    assert whole.through == ("I.1.1", "I.1.2")
    assert whole.after == pytest.approx(min(2.5, whole.before + added))


def test_a_relative_indicator_is_flagged_and_uses_the_years_extremes():
    found = scenarios.try_out(with_formula(relative=True), "96", [Setting("I.1.2", value=2.0)], PANEL)
    assert all(one.relative for one in found.changes)
    assert found.changes[-1].after == pytest.approx(min(2.5, found.changes[-1].before + 0.75))


def test_a_formula_that_leads_off_the_scale_is_clipped_and_says_so():
    table = with_formula()
    values = {**table.values, "I.1": tuple(2.4 for _one in table.provinces)}
    delta = 2.4 - TABLE.value("I.1", "96")
    for code in ("I", "total"):
        values[code] = tuple((one or 0) + delta for one in table.values[code])
    found = scenarios.try_out(dataclasses.replace(table, values=values), "96", [Setting("I.1.1", value=1.0)])
    assert (found.changes[-1].after, found.changes[-1].clipped) == (2.5, True)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("IDX-202", "IX.1=1"), ("IDX-222", "I=5"), ("IDX-222", "total=40"), ("IDX-224", "I.1=2.6"),
        ("IDX-224", "I.1=0"), ("IDX-225", "II.1.1=0.5"), ("IDX-226", "I.1.3=0.5"), ("IDX-224", "I.1.1=1.5"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_says_why(code, text):
    table = with_formula()
    elements = {
        **table.framework.elements,
        "II.1.1": Element("II.1.1", Level.INDICATOR, "other", "II.1.1", "II.1.1", parent="II.1"),
    }
    table = dataclasses.replace(
        table,
        framework=dataclasses.replace(table.framework, elements=elements),
        values={**table.values, "II.1.1": (0.5,) * 63},
    )
    refused(code, scenarios.try_out, table, "96", [parse_setting(text)])


def test_nothing_is_set_twice():
    refused("IDX-223", scenarios.try_out, TABLE, "96", [Setting("I.1", value=2.0), Setting("i.1", value=1.0)])
    both = [Setting("I.1", value=2.0), Setting("I.1.1", value=0.5)]
    refused("IDX-223", scenarios.try_out, with_formula(), "96", both)


def test_a_missing_score_or_a_sum_that_is_none_is_refused():
    refused("IDX-203", scenarios.try_out, made_up.table(2015, missing=["96"]), "96", [Setting("I.1", value=2.0)])
    values = {**TABLE.values, "I": tuple((one or 0) + 0.1 for one in TABLE.values["I"])}
    refused("IDX-227", scenarios.try_out, dataclasses.replace(TABLE, values=values), "96", [Setting("I.1", value=2.0)])


def test_without_all_dimensions_there_is_no_total_and_it_says_why():
    values = {**TABLE.values, "VI": (None,) * 63, "total": (None,) * 63}
    found = scenarios.try_out(dataclasses.replace(TABLE, values=values), "96", [Setting("I.1", value=2.0)])
    assert [one.element.code for one in found.effects] == ["I", "I.1"]
    assert found.no_total.code == "IDX-203"


@pytest.mark.parametrize("text", ["", "I.1", "I.1=", "I.1=abc", "I.1=p101", "I.1==2", "=2", "I.1=-1", "I.1=1e9x"])
def test_settings_that_say_nothing_are_refused(text):
    refused("IDX-220", parse_setting, text)


@pytest.mark.parametrize("text", ["", "I", "I=great", "total=rank", "total=rank:", "I=rank:x"])
def test_targets_that_say_nothing_are_refused(text):
    refused("IDX-221", parse_target, text)


@given(text=st.text(max_size=20))
def test_no_text_breaks_the_readers(text):
    for read in (parse_setting, parse_target):
        try:
            written = read(text).written()
        except CodedError:
            continue
        assert read(written).written() == written


@settings(max_examples=12, deadline=None)
@given(province=st.sampled_from(TABLE.provinces), group=st.sampled_from([Group.HIGH, Group.UPPER_MIDDLE]))
def test_the_least_change_reaches_the_group_and_a_little_less_does_not(province, group):
    way = reaching.least(TABLE, province, Target("I", group=group), PANEL)
    if way.needed is None:
        assert way.most < max(TABLE.values["I"])
        return
    place = TABLE.position(province)
    field = standing.field(TABLE, "I", PANEL)

    def group_with(score):
        values = [*field.values[:place], score, *field.values[place + 1 :]]
        return standing.field_of(TABLE, field.element, tuple(values), field.errors).grouping.members[place]

    assert group_with(way.needed).standing >= group.standing
    if not way.reached:
        assert group_with(way.needed - 1e-5).standing < group.standing
        assert sum(one.change for one in way.together) == pytest.approx(way.change)
        assert all(one.possible for one in way.together)
        assert all(one.change == pytest.approx(way.change) for one in way.alone)


def weak():
    """An edition where 96 is last on dimension I."""
    return made_up.table(2015, errors=True, changed={(f"I.{number}", "96"): -0.5 for number in (1, 2, 3, 4)})


def test_a_change_in_one_part_alone_says_whether_its_range_allows_it():
    way = reaching.least(weak(), "96", Target("I", group=Group.HIGH), PANEL)
    assert not way.reached
    assert [one.element.code for one in way.alone] == ["I.1", "I.2", "I.3", "I.4"]
    assert not all(one.possible for one in way.alone)
    assert way.seen is all(one.seen for one in way.together)
    assert way.to_json()["possible"] is True


def test_to_be_likely_there_takes_more_than_to_stand_on_the_cut():
    way = reaching.least(weak(), "96", Target("I", group=Group.UPPER_MIDDLE), PANEL)
    assert way.likely > way.needed
    assert way.chance_then == pytest.approx(0.5, abs=0.02)
    assert way.chance_now < way.chance_then


def test_a_target_beyond_every_range_cannot_be_reached_and_says_so():
    way = reaching.least(TABLE, "96", Target("I", score=10.5), PANEL)
    assert (way.needed, way.change, way.together, way.reached) == (None, None, (), False)
    assert way.most == pytest.approx(10.0)


def test_the_formula_says_how_far_a_part_can_go():
    table = with_formula()
    element = table.framework.elements["I.1"]
    assert scenarios.reachable(element, 2015) == (0.25, 2.5)
    short = Formula(0.25, (Term("I.1.1", 0.5625), Term("I.1.2", 1.125)), True, 0.0, (2015,))
    assert scenarios.reachable(dataclasses.replace(element, formulas=(short,)), 2015) == (0.25, 1.9375)


def test_ranks_and_scores_are_targets_too():
    way = reaching.least(weak(), "96", Target("total", rank=10), PANEL)
    field = standing.field(weak(), "total", PANEL)
    assert way.needed == pytest.approx(sorted((one for one in field.values), reverse=True)[9], abs=2e-6)
    assert 0 < way.chance_then < 1
    assert reaching.least(TABLE, "96", Target("I.1", score=0.5), PANEL).reached
    assert reaching.least(TABLE, "96", Target("I", group=Group.LOW), PANEL).chance_now == 1.0
