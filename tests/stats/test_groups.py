"""Percentiles against numpy's; the quartile groups against published maps and tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stats.published import cells, row

from danbiet.stats.groups import Group, Side, percentile, quartiles

METHODS = {2: "averaged_inverted_cdf", 6: "weibull", 7: "linear"}
figures = st.lists(st.floats(1, 80), min_size=1, max_size=63)


def sizes(grouping):
    return tuple(grouping.sizes[group] for group in Group)


@pytest.mark.parametrize("kind", METHODS)
@given(values=figures, q=st.sampled_from([0, 10, 25, 37.5, 50, 75, 90, 100]))
def test_a_percentile_is_numpys(kind, values, q):
    expected = np.percentile(values, q, method=METHODS[kind])
    assert percentile(values, q, kind) == pytest.approx(float(expected), abs=1e-9)


@pytest.mark.parametrize(("kind", "expected"), [(2, 2.0), (6, 1.75), (7, 2.25)])
def test_the_types_differ_as_textbooks_say(kind, expected):
    """R: quantile(c(1,2,3,4,5,6), .25, type = 2/6/7) gives 2, 1.75, 2.25."""
    assert percentile([6, 5, 4, 3, 2, 1], 25, kind) == expected


def test_no_figures_no_percentile():
    assert percentile([None, math.nan], 50) is None


@pytest.mark.parametrize(("q", "kind"), [(-1, 7), (101, 7), (50, 5)])
def test_what_is_no_percentile_is_refused(q, kind):
    with pytest.raises(ValueError, match="percentile"):
        percentile([1.0, 2.0], q, kind)


@pytest.mark.parametrize(
    ("n", "side", "expected", "of_the_median"),
    [
        (63, Side.UPPER, (16, 16, 15, 16), Group.UPPER_MIDDLE),  # 2022 dimension 6; 2019 dimension 1 and total
        (61, Side.LOWER, (15, 15, 15, 16), Group.LOWER_MIDDLE),  # 2023 total
    ],
)
def test_published_groups_from_ranks(n, side, expected, of_the_median):
    grouping = quartiles([float(-rank) for rank in range(1, n + 1)], side=side)
    assert (sizes(grouping), grouping.n) == (expected, n)
    assert grouping.members[n // 2] is of_the_median


@pytest.mark.shared
@pytest.mark.parametrize(
    ("year", "name", "side", "expected", "legend"),
    [
        (
            "2022",
            "VI",
            Side.UPPER,
            (16, 16, 15, 16),
            ("7.8579-8.3148", "7.5189-7.8072", "7.2294-7.5173", "6.4132-7.2275"),
        ),
        ("2019", "I", Side.UPPER, (16, 16, 15, 16), None),
        ("2019", "total", Side.UPPER, (16, 16, 15, 16), None),
        ("2023", "total", Side.LOWER, (15, 15, 15, 16), ("43.9603-46.0415", "42.3966-43.9526", None, None)),
    ],
)
def test_published_groups_from_the_workbook(shared_folder, year, name, side, expected, legend):
    """The legend of the map of dimension 6 in the 2022 report; the table in the press of 2023."""
    grouping = quartiles(row(shared_folder, year, name), side=side)
    assert sizes(grouping) == expected
    for group, printed in zip(Group, legend or (), strict=False):
        low, high = grouping.legends[group]
        assert printed is None or printed == f"{low:.4f}-{high:.4f}"


@pytest.mark.shared
def test_the_first_row_of_the_workbook_is_hanoi(shared_folder):
    """What the row numbers of these tests rest on."""
    assert cells(shared_folder, "2023", 3)[0] == pytest.approx(43.960304, abs=1e-6)


@given(values=st.lists(st.none() | st.floats(1, 80), max_size=63), side=st.sampled_from(Side))
def test_groups_follow_the_scores(values, side):
    grouping = quartiles(values, side=side)
    assert [member is None for member in grouping.members] == [value is None for value in values]
    assert sum(grouping.sizes.values()) == grouping.n == sum(value is not None for value in values)
    placed = sorted((value, member.standing) for value, member in zip(values, grouping.members, strict=True) if member)
    assert [standing for _, standing in placed] == sorted(standing for _, standing in placed)
    for value, member in zip(values, grouping.members, strict=True):
        if member:
            assert grouping.group_of(value) is member
            low, high = grouping.legends[member]
            assert low <= value <= high


def test_a_score_on_a_cut_goes_to_the_stated_side():
    scores = [1.0, 2, 3, 4, 5]
    up, down = quartiles(scores, side=Side.UPPER), quartiles(scores, side=Side.LOWER)
    assert up.cuts == down.cuts == (2, 3, 4)
    assert up.members[2] is Group.UPPER_MIDDLE
    assert down.members[2] is Group.LOWER_MIDDLE
    assert (up.entry(Group.HIGH), up.entry(Group.UPPER_MIDDLE), up.entry(Group.LOW)) == (4, 3, None)


def test_nothing_to_group():
    grouping = quartiles([None, math.nan])
    assert (grouping.cuts, grouping.n, grouping.members, grouping.entry(Group.HIGH)) == ((), 0, (None, None), None)
    with pytest.raises(ValueError, match="no groups"):
        grouping.group_of(1)
