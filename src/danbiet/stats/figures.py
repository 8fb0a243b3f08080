"""Figures with gaps: what is missing is told apart once, here, and never counted as 0; median and mean with their n."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Centre:
    """A median or a mean, and the number of figures it rests on. ``value`` is None if there are none."""

    value: float | None
    n: int


def gaps_as_none(values: Iterable[float | None]) -> tuple[float | None, ...]:
    """The figures as plain floats, None where one is missing (None or NaN). ValueError for an infinite one."""
    out: list[float | None] = []
    for place, value in enumerate(values):
        if value is None or math.isnan(value):
            out.append(None)
        elif math.isinf(value):
            raise ValueError(f"figure {place} is infinite")
        else:
            out.append(float(value))
    return tuple(out)


def known(values: Iterable[float | None]) -> list[float]:
    """The figures that aren't missing, in their order."""
    return [value for value in gaps_as_none(values) if value is not None]


def median(values: Iterable[float | None]) -> Centre:
    """The median of the figures that are there (of an even number: the middle of the middle two)."""
    there = sorted(known(values))
    n = len(there)
    if not n:
        return Centre(None, 0)
    middle = n // 2
    return Centre(there[middle] if n % 2 else (there[middle - 1] + there[middle]) / 2, n)


def mean(values: Iterable[float | None]) -> Centre:
    """The mean of the figures that are there."""
    there = known(values)
    return Centre(math.fsum(there) / len(there), len(there)) if there else Centre(None, 0)
