"""Synthetic control for one unit: the mixture of other units that went like it before, compared with it after.

Abadie, Diamond and Hainmueller, Journal of the American Statistical Association 105 (2010), through pysyncon. Outcomes
before are the predictors and each counts the same: a fit is one quadratic programme, and there is no outer search for
predictor weights, which with a handful of years picks one of many equal answers (and takes 3 seconds instead of 0.05).

With fewer years than donors even that programme has many solutions. A ridge makes it one: beside the mean squared gap
stands ``ridge`` times the variance between units times the sum of squared weights. On the published scores of 2011 to
2016 (two dimensions and part of a third were tried) mixtures of the first four or five years predicted the next year of
each province about equally well (within 5 to 9 %) with a ridge from 0 to 1; 0.1 is the default, the fit before stays
close and the mixture is some ten provinces, not three.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from danbiet.stats.intervals import check_level
from danbiet.stats.panels import Flags, Floats, Panel, rank_p, reach_of
from danbiet.stats.pysyncon_quietly import one_thread, synth

SHARPNESS = 100.0  # pysyncon's solver stops at a fixed absolute tolerance: this sets the scale it is met on
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fit:
    """One unit beside its mixture. ``gaps``: unit minus mixture, by time. RMSPE: root mean squared gap, in points."""

    unit: str
    weights: Mapping[str, float]
    mixture: Mapping[int, float]
    gaps: Mapping[int, float]
    rmspe_before: float
    rmspe_after: float
    effect: float  # the mean gap after

    def ratio(self, floor: float = 0.0) -> float:
        """RMSPE after over before, the latter counted as at least ``floor``; infinite for a gap after an exact fit."""
        before = max(self.rmspe_before, floor)
        if before:
            return self.rmspe_after / before
        return float("inf") if self.rmspe_after else 0.0


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """The effect on a unit by synthetic control, with the same for every donor as a placebo.

    ``p``: the share of all units, this one among them, whose ratio of RMSPE after to before is at least as large. In it
    RMSPE before counts as at least ``floor``, the median of all units': a nearly exact fit to a handful of times is
    luck, and would make any gap after look large. ``p_gap``: the same share with the size of the mean gap after, among
    placebos whose RMSPE before is at most ``limit`` times this unit's (or the floor); ``excluded`` names the others.
    ``low``, ``high``: effects the test by gaps doesn't reject at ``level``; None with too few placebos.

    ``fit_share``: this unit's RMSPE before over the standard deviation between units (below 1: nearer to its mixture
    than units are to each other). ``fit_place``: the share of units whose RMSPE before is smaller. ``left_out``: units
    with a missing outcome at a time used; they are no donors. ``times_left_out``: times at which this unit itself is
    missing.
    """

    fit: Fit
    first: int
    placebos: Mapping[str, Fit]
    p: float
    p_gap: float
    low: float | None
    high: float | None
    level: float
    limit: float
    floor: float
    excluded: tuple[str, ...]
    fit_share: float
    fit_place: float
    ridge: float
    before: tuple[int, ...]
    after: tuple[int, ...]
    left_out: tuple[str, ...]
    times_left_out: tuple[int, ...]


def synthetic_control(
    panel: Panel,
    unit: str,
    first: int,
    *,
    level: float = 0.95,
    limit: float = 2.0,
    ridge: float = 0.1,
    progress: Progress | None = None,
) -> SyntheticControl:
    """The effect on a unit from ``first`` on, and every other unit as a placebo with all others as donors.

    Placebos may draw on the unit itself, so that under no effect all units are treated alike and the rank is exact.
    ``progress`` is called with (fits done, fits in all). KeyError for an unknown unit; ValueError with fewer than two
    times before, none after, or fewer than two donors.
    """
    check_level(level)
    if ridge < 0 or limit <= 0:
        raise ValueError(f"a ridge is at least 0 and a limit above 0, not {ridge} and {limit}")
    used, times_left_out, left_out = _usable(panel, unit)
    later = used.after(first)
    if (~later).sum() < 2:
        raise ValueError(f"a mixture needs two times before {first}, not {(~later).sum()}")
    if len(used.units) < 3:
        raise ValueError("a mixture needs two donors without gaps")
    spread = float(np.sqrt(used.outcomes[:, ~later].var(axis=0).mean()))
    fits = _all(used, unit, later, ridge, spread, progress)
    floor = float(np.median([fit.rmspe_before for fit in fits.values()]))
    own = fits.pop(unit)
    near = {name: fit for name, fit in fits.items() if fit.rmspe_before <= limit * max(own.rmspe_before, floor) + 1e-12}
    reach = reach_of([fit.effect for fit in near.values()], level)
    return SyntheticControl(
        fit=own,
        first=first,
        placebos=fits,
        p=rank_p(own.ratio(floor), [fit.ratio(floor) for fit in fits.values()]),
        p_gap=rank_p(abs(own.effect), [abs(fit.effect) for fit in near.values()]),
        low=None if reach is None else own.effect - reach,
        high=None if reach is None else own.effect + reach,
        level=level,
        limit=limit,
        floor=floor,
        excluded=tuple(name for name in fits if name not in near),
        fit_share=own.rmspe_before / spread if spread else 0.0,
        fit_place=sum(fit.rmspe_before < own.rmspe_before for fit in fits.values()) / (len(fits) + 1),
        ridge=ridge,
        before=tuple(time for time, late in zip(used.times, later, strict=True) if not late),
        after=tuple(time for time, late in zip(used.times, later, strict=True) if late),
        left_out=left_out,
        times_left_out=times_left_out,
    )


def _all(
    panel: Panel, unit: str, later: Flags, ridge: float, spread: float, progress: Progress | None
) -> dict[str, Fit]:
    """The fit of the unit and of every other one, telling how far it is."""
    order = [unit, *(other for other in panel.units if other != unit)]
    fits: dict[str, Fit] = {}
    with one_thread():
        for done, name in enumerate(order, 1):
            fits[name] = _fit(panel, name, later, ridge, spread)
            if progress is not None:
                progress(done, len(order))
    return fits


def _usable(panel: Panel, unit: str) -> tuple[Panel, tuple[int, ...], tuple[str, ...]]:
    """The times at which the unit is known, and the units known at all of them; what that leaves out."""
    known = panel.known
    mine: Flags = known[panel.place(unit)]
    times = [time for time, there in zip(panel.times, mine.tolist(), strict=True) if there]
    complete: Flags = np.asarray(known[:, mine].all(axis=1), dtype=np.bool_)
    units = [name for name, whole in zip(panel.units, complete.tolist(), strict=True) if whole]
    return (
        panel.select(units, times),
        tuple(time for time, there in zip(panel.times, mine.tolist(), strict=True) if not there),
        tuple(name for name, whole in zip(panel.units, complete.tolist(), strict=True) if not whole),
    )


def _fit(panel: Panel, unit: str, later: Flags, ridge: float, spread: float) -> Fit:
    """The mixture for one unit from all the others."""
    place = panel.place(unit)
    donors = [name for name in panel.units if name != unit]
    others = np.delete(panel.outcomes, place, axis=0).T
    own = panel.outcomes[place]
    weights = _weights(others[~later], own[~later], ridge, spread)
    mixture = others @ weights
    gaps = own - mixture
    return Fit(
        unit=unit,
        weights=dict(zip(donors, weights.tolist(), strict=True)),
        mixture=dict(zip(panel.times, mixture.tolist(), strict=True)),
        gaps=dict(zip(panel.times, gaps.tolist(), strict=True)),
        rmspe_before=float(np.sqrt((gaps[~later] ** 2).mean())),
        rmspe_after=float(np.sqrt((gaps[later] ** 2).mean())),
        effect=float(gaps[later].mean()),
    )


def _weights(others: Floats, own: Floats, ridge: float, spread: float) -> Floats:
    """Weights of the donors (columns), at least 0 and of sum 1, by pysyncon.

    Outcomes are taken from the donors' mean at each time, which changes nothing as weights sum to 1 but keeps the
    figures small. The ridge is a further predictor for each donor, at 1 for it and 0 for all others. pysyncon divides
    every predictor by its standard deviation; the predictor weights given to it undo that.
    """
    import pandas as pd

    times, donors = others.shape
    if not spread:
        return np.full(donors, 1 / donors)
    middle = others.mean(axis=1)
    rows = (others - middle[:, None]) / spread
    mine = (own - middle) / spread
    if ridge:
        rows = np.vstack([rows, np.sqrt(ridge * times) * np.eye(donors)])
        mine = np.concatenate([mine, np.zeros(donors)])
    scale = np.column_stack([rows, mine]).std(axis=1, ddof=1)
    telling = scale > 1e-12  # a time at which all are equal tells nothing, and can't be divided by
    before, treated = pd.DataFrame(rows[telling]), pd.Series(mine[telling], name="treated")
    model = synth()()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the solver says when a step is clipped to the bounds
        model.fit(X0=before, X1=treated, Z0=before, Z1=treated, custom_V=scale[telling] ** 2 / times * SHARPNESS)
    weights = np.clip(np.asarray(model.W, dtype=np.float64), 0, None)
    total = float(weights.sum())
    if not np.isfinite(total) or abs(total - 1) > 1e-3:
        raise ArithmeticError(f"the solver found no mixture: weights sum to {total}")
    return np.asarray(weights / total, dtype=np.float64)
