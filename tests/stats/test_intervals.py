"""Intervals, and the published ones that aren't at their stated level."""

from __future__ import annotations

import pytest
from tests.stats.published import ROWS, cells, row

from danbiet.stats.intervals import interval, level_of, quantile_of

HANOI_2023 = {"estimate": 43.960304, "se": 0.157685, "low": 43.700916, "high": 44.219692}


def test_textbook_quantiles():
    """Tables of the normal distribution and of Student's t (10 degrees of freedom: 2.228139)."""
    assert quantile_of(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert quantile_of(0.90) == pytest.approx(1.644854, abs=1e-6)
    assert quantile_of(0.95, 10) == pytest.approx(2.228139, abs=1e-6)
    assert quantile_of(0.90, 13_632) == pytest.approx(1.644965, abs=1e-6)


def test_the_published_interval_is_one_of_90_percent():
    """Hà Nội 2023 as published: labelled 95 %."""
    half = (HANOI_2023["high"] - HANOI_2023["low"]) / 2
    assert level_of(half, HANOI_2023["se"]) == pytest.approx(0.90, abs=1e-4)
    assert level_of(half, HANOI_2023["se"], df=13_632) == pytest.approx(0.90, abs=1e-5)
    assert level_of(1.644965, 1) == pytest.approx(0.90002, abs=1e-5)
    at_90 = interval(HANOI_2023["estimate"], HANOI_2023["se"], 0.90, df=13_632)
    assert (at_90.low, at_90.high) == pytest.approx((HANOI_2023["low"], HANOI_2023["high"]), abs=2e-6)
    honest = interval(HANOI_2023["estimate"], HANOI_2023["se"])
    assert (honest.low, honest.high, honest.level) == pytest.approx((43.651247, 44.269361, 0.95), abs=2e-6)
    assert honest.holds(43.7)
    assert not honest.holds(43.6)


@pytest.mark.shared
@pytest.mark.parametrize("year", ["2019", "2022", "2023"])
def test_every_published_interval_is_one_of_90_percent(shared_folder, year):
    total = ROWS[year]["total"]
    rows = zip(
        *(cells(shared_folder, year, total + step) for step in (1, 2)), row(shared_folder, year, "se"), strict=True
    )
    levels = [level_of((high - low) / 2, se) for low, high, se in rows if se]
    assert len(levels) == {"2019": 63, "2022": 58, "2023": 61}[year]
    assert levels == pytest.approx([0.90002] * len(levels), abs=2e-5)


@pytest.mark.parametrize(("half", "se"), [(1.0, 0.0), (-1.0, 1.0), (1.0, -1.0)])
def test_no_level_without_an_error(half, se):
    with pytest.raises(ValueError, match="error"):
        level_of(half, se)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    with pytest.raises(ValueError, match="level"):
        interval(1.0, 1.0, level)
