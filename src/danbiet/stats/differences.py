"""Difference in differences for one unit, with unit and time effects, judged by what the same reckoning finds for every
other unit, to which nothing happened.

One unit is far too few for the usual standard error: what is known of the noise is how much the other units' own
differences scatter (Conley and Taber, Review of Economics and Statistics 93, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.intervals import check_level
from danbiet.stats.panels import Flags, Floats, Panel, rank_p, reach_of


@dataclass(frozen=True, slots=True)
class Differences:
    """The effect on a unit from a time on, in points of the outcome.

    ``low`` and ``high``: effects the rank test doesn't reject at ``level``; None with too few placebos. ``p``: the
    share of units, this one among them, whose estimate is at least as large either way. ``placebos``: the estimate of
    every other unit as if it were the one. ``before``, ``after``: times used. ``cells``: outcomes used.
    ``without``: units that can't be judged, because all their times before or after are missing; they stay in the
    reckoning of the time effects.
    """

    unit: str
    first: int
    estimate: float
    low: float | None
    high: float | None
    p: float
    level: float
    placebos: dict[str, float]
    before: tuple[int, ...]
    after: tuple[int, ...]
    cells: int
    without: tuple[str, ...]


def difference_in_differences(panel: Panel, unit: str, first: int, *, level: float = 0.95) -> Differences:
    """The effect by least squares with a term for each unit, each time, and the unit from ``first`` on.

    Without gaps that is (its mean after - before) - (the others' mean after - before); missing cells are left out of
    the fit. KeyError for an unknown unit; ValueError if the unit has no outcome before or after, or nobody else has.
    """
    check_level(level)
    later = panel.after(first)
    known = panel.known
    both: Flags = np.logical_and(known[:, later].any(axis=1), known[:, ~later].any(axis=1))
    treated = panel.place(unit)
    if not both[treated]:
        raise ValueError(f"{unit} has no outcome before {first}, or none from then on")
    if both.sum() < 2:
        raise ValueError("no other unit to compare with")
    estimates = _estimates(panel.outcomes, known, later, np.flatnonzero(both))
    found = dict(zip((panel.units[row] for row in np.flatnonzero(both)), estimates.tolist(), strict=True))
    estimate = found.pop(unit)
    reach = reach_of(found.values(), level)
    return Differences(
        unit=unit,
        first=first,
        estimate=estimate,
        low=None if reach is None else estimate - reach,
        high=None if reach is None else estimate + reach,
        p=rank_p(abs(estimate), [abs(placebo) for placebo in found.values()]),
        level=level,
        placebos=found,
        before=tuple(time for time, late in zip(panel.times, later, strict=True) if not late),
        after=tuple(time for time, late in zip(panel.times, later, strict=True) if late),
        cells=int(known.sum()),
        without=tuple(name for name, judged in zip(panel.units, both.tolist(), strict=True) if not judged),
    )


def _estimates(outcomes: Floats, known: Flags, later: Flags, rows: NDArray[np.intp]) -> Floats:
    """The estimate for each of these units in turn: everything is cleared of unit and time effects once."""
    unit_of, time_of = np.nonzero(known)
    units, times = outcomes.shape
    effects = np.zeros((len(unit_of), units + times))
    effects[np.arange(len(unit_of)), unit_of] = 1
    effects[np.arange(len(unit_of)), units + time_of] = 1
    basis, sizes, _ = np.linalg.svd(effects, full_matrices=False)
    basis = basis[:, sizes > 1e-9 * sizes[0]]
    treatments = ((unit_of[:, None] == rows[None, :]) & later[time_of][:, None]).astype(np.float64)
    treatments -= basis @ (basis.T @ treatments)
    cleared = outcomes[known] - basis @ (basis.T @ outcomes[known])
    squares = (treatments**2).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(treatments.T @ cleared / squares, dtype=np.float64)
