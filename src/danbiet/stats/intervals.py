"""Intervals at a stated level, and the level of an interval that is only labelled with one.

Published intervals are a trap: labelled 95 %, but their half width is 1.644965 standard errors in every row, which is
the two-sided 90 % point of Student's t with some 13,600 degrees of freedom. So the standard error is what counts; the
interval is made from it here, and ``level_of`` recovers the level of a published one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval: estimate, standard error, ends, level and degrees of freedom (None: normal)."""

    estimate: float
    se: float
    low: float
    high: float
    level: float
    df: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value is inside, ends included."""
        return self.low <= value <= self.high


def check_level(level: float) -> float:
    """The level, if it is between 0 and 1. ValueError otherwise."""
    if not 0 < level < 1:
        raise ValueError(f"a level is between 0 and 1, not {level}")
    return level


def check_error(se: float) -> float:
    """The standard error, if it is a number and not negative. ValueError otherwise."""
    if not 0 <= se < float("inf"):
        raise ValueError(f"a standard error is a number of at least 0, not {se}")
    return se


@lru_cache(maxsize=256)
def quantile_of(level: float, df: float | None = None) -> float:
    """How many standard errors reach to each side of a two-sided interval: 1.959964 for 0.95.

    ``df``: degrees of freedom of Student's t; None is the normal distribution.
    """
    q = (1 + check_level(level)) / 2
    if df is None:
        return NORMAL.inv_cdf(q)
    from scipy.stats import t

    return float(t.ppf(q, df))


def level_of(half_width: float, se: float, df: float | None = None) -> float:
    """The level an interval really has: 0.90 for a half width of 1.644965 standard errors.

    ValueError if the standard error isn't above 0 or the half width is negative.
    """
    if not check_error(se) or half_width < 0:
        raise ValueError(f"no level from a half width of {half_width} and a standard error of {se}")
    if df is None:
        return 2 * NORMAL.cdf(half_width / se) - 1
    from scipy.stats import t

    return float(2 * t.cdf(half_width / se, df) - 1)


def interval(estimate: float, se: float, level: float = 0.95, df: float | None = None) -> Interval:
    """The two-sided interval of an estimate. ValueError for a negative standard error or a level outside 0 to 1."""
    reach = quantile_of(level, df) * check_error(se)
    return Interval(estimate, se, estimate - reach, estimate + reach, level, df)
