"""Targets beside made-up editions."""

import pytest

from danbiet.index import catalogue
from danbiet.index.framework import Level
from danbiet.plans import targets
from danbiet.plans.targets import Target
from danbiet.stats.groups import Group, quartiles
from tests.index import made_up

OURS = "96"
PANEL = [made_up.table(year, frame=catalogue.of_year("papi", year)) for year in (2014, 2015, 2016, 2017)]
DIMENSIONS = [one.code for one in PANEL[0].framework.level(Level.DIMENSION)]
UPPER = Group.UPPER_MIDDLE


def stated(*rows):
    return targets.stated(rows, DIMENSIONS)


def test_a_target_that_names_no_dimension_is_for_all():
    found = stated({"dimensions": [], "group": "upper_middle", "year": None, "text": "x"})
    assert [one.code for one in found] == DIMENSIONS
    assert stated({"dimensions": ["I"], "group": "nonsense", "year": 2017}) == []


def test_reached_distance_and_likelihood_agree_with_the_groups():
    found = targets.reaches(stated({"dimensions": [], "group": "upper_middle"}), PANEL, OURS, since=2016)
    assert [one.due for one in found] == [2016] * 6 + [2017] * 6
    for one in found:
        table = PANEL[one.due - 2014]
        cells = table.values[one.element.code]
        groups = quartiles(cells)
        assert one.reached is (groups.members[table.position(OURS)].standing >= UPPER.standing)
        assert one.distance == pytest.approx(one.score - groups.cuts[1])
        assert one.low < one.distance < one.high
        assert 0 <= one.likelihood <= 1
        # Where the whole interval lies on one side, so does the likelihood.
        assert (one.likelihood > 0.97) is (one.low > 0) or abs(one.likelihood - 0.975) < 0.02


def test_a_change_of_method_since_the_plans_start_is_said():
    found = targets.reaches(stated({"dimensions": ["I", "II"], "group": "upper_middle"}), PANEL, OURS, since=2016)
    assert {one.target.code: one.alike for one in found} == {"I": False, "II": True}


def test_a_target_with_a_year_of_its_own_is_told_once_in_its_own_words():
    every = {"dimensions": [], "group": "upper_middle", "year": None, "text": "mọi năm"}
    own = {"dimensions": ["I"], "group": "upper_middle", "year": 2017, "text": "riêng"}
    found = targets.reaches(stated(every, own), PANEL, OURS, since=2016)
    first = [one.target.text for one in found if one.target.code == "I" and one.due == 2017]
    assert first == ["riêng"]


def test_a_target_still_to_come_stands_beside_the_last_edition():
    [one] = targets.reaches([Target("VI", UPPER, 2020, "")], PANEL, OURS, since=2016)
    assert (one.due, one.year, one.known, one.reached) == (2020, 2017, False, None)
    assert one.likelihood is not None


def test_nothing_to_hold_against_gives_nothing():
    assert targets.reaches([Target("I", UPPER, 2017, "")], [], OURS, since=2016) == []
    [one] = targets.reaches([Target("I", UPPER, 2017, "")], PANEL, "00", since=2016)
    assert (one.score, one.reached) == (None, None)
