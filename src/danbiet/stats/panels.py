"""A panel: outcomes of units at times, some missing, and one time from which something was different for one unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Panel:
    """Outcomes: one row a unit, one column a time (rising); NaN is missing.

    What is compared must be one measure: the caller leaves out or normalises what crosses a break in method.
    """

    units: tuple[str, ...]
    times: tuple[int, ...]
    outcomes: Floats

    def __post_init__(self) -> None:
        shape = (len(self.units), len(self.times))
        if self.outcomes.shape != shape:
            raise ValueError(f"outcomes of {shape[0]} units at {shape[1]} times, not {self.outcomes.shape}")
        if len(set(self.units)) != len(self.units):
            raise ValueError("a unit is in the panel twice")
        if list(self.times) != sorted(set(self.times)):
            raise ValueError("times rise, and each is there once")
        if np.isinf(self.outcomes).any():
            raise ValueError("an outcome is infinite")

    @classmethod
    def of(cls, cells: Mapping[str, Mapping[int, float | None]], times: Iterable[int] | None = None) -> Panel:
        """A panel from {unit: {time: outcome or None}}; times that aren't given are those that occur."""
        every = tuple(sorted(set(times) if times is not None else {time for row in cells.values() for time in row}))
        rows = [[_cell(row.get(time)) for time in every] for row in cells.values()]
        return cls(tuple(cells), every, np.array(rows, dtype=np.float64).reshape(len(cells), len(every)))

    @property
    def known(self) -> Flags:
        """Which outcomes are there."""
        return np.asarray(~np.isnan(self.outcomes), dtype=np.bool_)

    def place(self, unit: str) -> int:
        """The row of a unit. KeyError if the panel doesn't have it."""
        try:
            return self.units.index(unit)
        except ValueError:
            raise KeyError(unit) from None

    def after(self, first: int) -> Flags:
        """Which times are from ``first`` on. ValueError unless there are times before and from then on."""
        later = np.array([time >= first for time in self.times])
        if later.all() or not later.any():
            raise ValueError(f"the panel {self.times} has no time before {first}, or none from then on")
        return later

    def select(self, units: Sequence[str] | None = None, times: Sequence[int] | None = None) -> Panel:
        """The panel of some units and times."""
        rows = [self.place(unit) for unit in (self.units if units is None else units)]
        kept = tuple(self.times if times is None else sorted(times))
        columns = [self.times.index(time) for time in kept]
        return Panel(tuple(self.units[row] for row in rows), kept, self.outcomes[np.ix_(rows, columns)])


def _cell(value: float | None) -> float:
    return math.nan if value is None else float(value)


def rank_p(value: float, placebos: Iterable[float]) -> float:
    """The share of all units, the one in question among them, whose statistic is at least as large as its own."""
    others = list(placebos)
    return (1 + sum(other >= value * (1 - 1e-12) for other in others)) / (len(others) + 1)


def reach_of(placebos: Iterable[float], level: float) -> float | None:
    """How far from an estimate its interval goes, by randomisation: effects that the rank test doesn't reject.

    ``placebos``: estimates of units with no effect. None if they are too few to reject anything at this level.
    """
    sizes = sorted((abs(placebo) for placebo in placebos), reverse=True)
    place = math.floor((1 - level) * (len(sizes) + 1) + 1e-9)
    return sizes[place - 1] if place else None
