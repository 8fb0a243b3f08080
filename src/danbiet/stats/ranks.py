"""Ranks with ties as stated. A missing figure has no rank and takes none from others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal, overload

from danbiet.stats.figures import gaps_as_none

WholeTies = Literal["min", "max", "dense"]
Ties = Literal["min", "max", "dense", "mean"]


@overload
def ranks(values: Iterable[float | None], ties: WholeTies = "min") -> tuple[int | None, ...]:
    """Whole ranks."""


@overload
def ranks(values: Iterable[float | None], ties: Literal["mean"]) -> tuple[float | None, ...]:
    """Ranks that may be halves."""


def ranks(values: Iterable[float | None], ties: Ties = "min") -> tuple[float | None, ...]:
    """The rank of each figure, 1 for the highest; None where it is missing (None, NaN).

    ``ties``, for 9, 8, 8, 7: "min" 1, 2, 2, 4 · "max" 1, 3, 3, 4 · "mean" 1, 2.5, 2.5, 4 · "dense" 1, 2, 2, 3.
    ValueError for other words.
    """
    if ties not in ("min", "max", "dense", "mean"):
        raise ValueError(f"ties are min, max, mean or dense, not {ties}")
    cells = gaps_as_none(values)
    there = [-value for value in cells if value is not None]
    ordered = sorted(set(there)) if ties == "dense" else sorted(there)

    def rank(value: float) -> float:
        first, last = bisect_left(ordered, -value) + 1, bisect_right(ordered, -value)
        if ties == "mean":
            return (first + last) / 2
        return last if ties == "max" else first

    return tuple(None if value is None else rank(value) for value in cells)
