"""Ends of intervals, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from danbiet.stats.survey.estimate import Interval

Floats = NDArray[np.float64]


def quantiles(df: Floats, level: float) -> Floats:
    """How many standard errors reach to each side, by degrees of freedom; NaN where there are none."""
    from scipy.special import stdtrit

    different, place = np.unique(df, return_inverse=True)
    with np.errstate(invalid="ignore"):
        each = np.where(different > 0, stdtrit(np.maximum(different, 1), (1 + level) / 2), np.nan)
    return np.asarray(each[place].reshape(df.shape))


def ends(value: Floats, se: Floats, df: Floats, level: float, rules: Sequence[Interval]) -> tuple[Floats, Floats]:
    """Low and high ends, (D, K); one rule a column. NaN where there are no degrees of freedom, or a share is 0 or 1."""
    logit = np.array([rule == "logit" for rule in rules])
    normal = np.array([rule == "normal" for rule in rules])
    reach = quantiles(np.where(normal[None, :], np.inf, df), level) * se
    low, high = value - reach, value + reach
    if logit.any():
        p = value[:, logit]
        with np.errstate(divide="ignore", invalid="ignore"):
            there = np.log(p / (1 - p))
            away = reach[:, logit] / (p * (1 - p))
        low[:, logit], high[:, logit] = expit(there - away), expit(there + away)
    return low, high


def expit(x: Floats) -> Floats:
    """The inverse of the logit."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-x)))


def plain(array: Floats) -> list[list[Any]]:
    """Nested lists, None for NaN."""
    boxed = array.astype(object)
    boxed[np.isnan(array)] = None
    return list(boxed.tolist())
