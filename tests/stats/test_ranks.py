"""Ranks by every rule for ties, against scipy's; medians and means with their n."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from danbiet.stats.figures import mean, median
from danbiet.stats.ranks import ranks

SCIPY = {"min": "min", "max": "max", "mean": "average", "dense": "dense"}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("min", (1, 2, 2, 4)), ("max", (1, 3, 3, 4)), ("mean", (1, 2.5, 2.5, 4)), ("dense", (1, 2, 2, 3))],
)
def test_ties_as_stated(ties, expected):
    assert ranks([9, 8, 8, 7], ties) == expected


@pytest.mark.parametrize("ties", SCIPY)
@given(values=st.lists(st.integers(1, 9).map(float), min_size=1, max_size=20))
def test_ranks_are_scipys(ties, values):
    assert ranks(values, ties) == tuple(rankdata([-value for value in values], SCIPY[ties]))


def test_a_missing_score_has_no_rank_and_takes_none():
    assert ranks([3.0, None, 5.0, math.nan, 4.0]) == (3, None, 1, None, 2)


def test_other_words_for_ties_are_refused():
    with pytest.raises(ValueError, match="ties"):
        ranks([1.0], "ordinal")


def test_a_centre_says_what_it_rests_on():
    assert (median([3.0, None, 1.0]).value, median([3.0, None, 1.0]).n) == (2.0, 2)
    assert (median([3.0, 1.0, 7.0]).value, mean([3.0, 1.0, math.nan]).value) == (3.0, 2.0)
    assert (median([]).value, mean([None]).value, mean([None]).n) == (None, None, 0)


def test_an_infinite_figure_is_refused():
    with pytest.raises(ValueError, match="infinite"):
        median([1.0, math.inf])
