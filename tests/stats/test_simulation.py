"""Rank intervals by simulation, and whether one score is above another."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stats.published import row

from danbiet.stats.groups import Group, Side
from danbiet.stats.simulation import above, apart, draws, group_chances, rank_chances, rank_intervals, reach

SCORES = [42.0, None, 45.0, 43.0, 41.0]
ERRORS = [0.5, None, 0.5, 0.5, 0.5]


def test_draws_have_the_errors_and_the_correlation_asked_for():
    drawn = draws(SCORES, ERRORS, count=40_000, correlation=0.6)
    assert drawn.shape == (40_000, 5)
    assert np.isnan(drawn[:, 1]).all()
    there = drawn[:, [0, 2, 3, 4]]
    assert there.mean(axis=0) == pytest.approx([42, 45, 43, 41], abs=0.02)
    assert there.std(axis=0) == pytest.approx([0.5] * 4, abs=0.01)
    assert np.corrcoef(there.T)[0, 1:] == pytest.approx([0.6] * 3, abs=0.02)


def test_a_matrix_says_how_errors_move_together():
    matrix = np.eye(5)
    matrix[0, 2] = matrix[2, 0] = -0.7
    drawn = draws(SCORES, ERRORS, count=40_000, correlation=matrix)
    correlations = np.corrcoef(drawn[:, [0, 2, 3, 4]].T)
    assert (correlations[0, 1], correlations[0, 2]) == pytest.approx((-0.7, 0.0), abs=0.02)
    assert rank_intervals(SCORES, ERRORS, count=100, correlation=matrix).correlation == "matrix"


def test_the_same_seed_gives_the_same_result():
    once, again = (rank_intervals(SCORES, ERRORS, count=5_000, seed=7) for _ in range(2))
    assert once == again
    assert (once.n, once.count, once.level, once.correlation, once.seed) == (4, 5_000, 0.95, "independent", 7)
    first = draws(SCORES, ERRORS, count=100, seed=7)
    assert np.array_equal(draws(SCORES, ERRORS, count=9_000, seed=7)[:100], first, equal_nan=True)


def test_missing_units_have_no_rank():
    result = rank_intervals(SCORES, ERRORS, count=2_000)
    assert (result.ranks, result.low[1], result.high[1]) == ((3, None, 1, 2, 4), None, None)


def test_two_equal_scores_share_the_ranks_evenly():
    chances = rank_chances([5.0, 5.0], [1.0, 1.0], count=20_000)
    assert chances == pytest.approx(np.full((2, 2), 0.5), abs=0.015)


def test_without_errors_ranks_are_certain_and_ties_shared():
    result = rank_intervals([9.0, 8, 8, 7], [0.0] * 4, count=50)
    assert result.low == result.high == result.ranks == (1, 2, 2, 4)


def test_errors_that_move_as_one_change_no_rank():
    result = rank_intervals([9.0, 8, 8, 7], [2.0] * 4, count=500, correlation=1.0)
    assert result.low == result.high == (1, 2, 2, 4)


@settings(max_examples=25, deadline=None)
@given(
    scores=st.lists(st.floats(1, 80), min_size=1, max_size=12),
    se=st.floats(0.01, 5),
    level=st.sampled_from([0.5, 0.9, 0.95]),
)
def test_rank_intervals_hold_what_they_say(scores, se, level):
    errors = [se] * len(scores)
    result = rank_intervals(scores, errors, count=400, level=level)
    chances = rank_chances(scores, errors, count=400)
    assert chances.sum(axis=1) == pytest.approx(np.ones(len(scores)))
    for row_, low, high in zip(chances, result.low, result.high, strict=True):
        assert 1 <= low <= high <= len(scores)
        assert row_[low - 1 : high].sum() >= level - 1e-9
        assert row_[: low - 1].sum() <= (1 - level) / 2 + 1e-9


def test_a_rank_interval_is_that_of_a_plain_count():
    """Against ranks counted one by one on the same draws, and numpy's percentile of them."""
    scores, errors = [42.0, 45.0, 43.0, 41.0, 44.5], [0.5, 1.0, 0.7, 0.2, 0.9]
    drawn = draws(scores, errors, count=3_001)
    counted = np.array([[1 + sum(other > score for other in line) for score in line] for line in drawn.tolist()])
    ends = np.percentile(counted, [2.5, 97.5], axis=0, method="inverted_cdf")
    result = rank_intervals(scores, errors, count=3_001)
    assert (list(result.low), list(result.high)) == (ends[0].tolist(), ends[1].tolist())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("year", "width", "widest", "share"), [("2019", 16, 50, 0.54), ("2022", 19, 50, 0.47), ("2023", 11, 50, 0.58)]
)
def test_the_published_totals_overlap_as_was_found(shared_folder, year, width, widest, share):
    """papi.md section 6: median widths 16, 19, 11, largest 50 to 58; 54, 47, 58 % of pairs differ."""
    totals, errors = row(shared_folder, year, "total"), row(shared_folder, year, "se")
    totals = [total if se else None for total, se in zip(totals, errors, strict=True)]
    result = rank_intervals(totals, errors)
    widths = [high - low for low, high in zip(result.low, result.high, strict=True) if low]
    assert statistics.median(widths) == pytest.approx(width, abs=1)
    assert widest <= max(widths) <= 58
    assert apart(totals, errors).share == pytest.approx(share, abs=0.005)


def test_the_chance_of_a_group():
    chances = group_chances([9.0, 8, 7, 6, None], [0.1, 0.1, 0.1, 0.1, None], side=Side.UPPER, count=500)
    assert chances[0] == {Group.HIGH: 1, Group.UPPER_MIDDLE: 0, Group.LOWER_MIDDLE: 0, Group.LOW: 0}
    assert chances[4] is None
    close = group_chances([9.0, 8, 7, 6], [5.0] * 4, count=4_000)
    assert sum(close[0].values()) == pytest.approx(1)
    assert 0.3 < close[0][Group.HIGH] < 0.5


def test_is_a_really_above_b():
    """By hand: 1 / sqrt(0.3² + 0.4²) = 2 standard errors; Φ(2) = 0.977250."""
    sure = above(44.0, 0.3, 43.0, 0.4)
    assert (sure.difference, sure.se, sure.probability) == pytest.approx((1, 0.5, 0.977250), abs=1e-6)
    assert sure.surely
    assert not above(44.0, 0.3, 43.0, 0.4, level=0.99).surely
    together = above(44.0, 0.3, 43.0, 0.4, correlation=0.5)
    assert together.se == pytest.approx(math.sqrt(0.09 + 0.16 - 0.12))
    assert above(1.0, 0.0, 1.0, 0.0).probability == 0.5


def test_how_likely_a_cut_is_reached():
    assert reach(43.0, 0.3, 44.0, 0.4) == pytest.approx(0.022750, abs=1e-6)
    assert (reach(44.0, 0.0, 44.0), reach(43.9, 0.0, 44.0)) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("values", "errors", "more"),
    [
        ([1.0, 2.0], [0.1], {}),
        ([1.0, 2.0], [0.1, None], {}),
        ([1.0, 2.0], [0.1, -0.1], {}),
        ([1.0, 2.0], [0.1, math.inf], {}),
        ([1.0, 2.0], [0.1, 0.1], {"correlation": 1.5}),
        ([1.0, 2.0], [0.1, 0.1], {"correlation": -0.5}),
        ([1.0, 2.0], [0.1, 0.1], {"correlation": np.eye(3)}),
        ([1.0, 2.0], [0.1, 0.1], {"correlation": [[1, 0.5], [0.4, 1]]}),
        ([1.0, 2.0, 3.0], [0.1] * 3, {"correlation": [[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]]}),
        ([1.0, 2.0], [0.1, 0.1], {"count": 0}),
        ([1.0, 2.0], [0.1, 0.1], {"level": 95}),
    ],
)
def test_what_can_not_be_simulated_is_refused(values, errors, more):
    with pytest.raises(ValueError):  # noqa: PT011 - each case has its own words
        rank_intervals(values, errors, **more)


def test_nothing_to_rank():
    result = rank_intervals([None, None], [None, None], count=10)
    assert (result.n, result.low, result.ranks) == (0, (None, None), (None, None))
