"""Standard errors for years that published none: a labelled model from the years that did.

What the published figures allow (totals of 2019, 2022, 2023; variances of the eight dimensions of 2019):

- **A published error is itself a very noisy estimate.** Three districts a province, one of them certain, leave some two
  degrees of freedom: the logarithms of the published errors spread by 0.50, 0.65 and 0.71, as the errors of one common
  size would by sampling alone (0.64 with two degrees of freedom). So what is pooled is the variance, by its mean: the
  mean is what stays right when the target is noisy (the loss used to choose, s²/p - ln(s²/p) - 1, is robust to that:
  Patton, Journal of Econometrics 160, 2011). The median error looks safer and isn't: predicting each of the three years
  from the other two its loss is 0.72, 3.34, 1.57, that of the mean variance 0.70, 0.96, 1.05.
- **A unit's own history says little.** Its errors of two years correlate by 0.24, -0.11 and 0.06, partly because large
  samples are large every year. A unit's mean log ratio to its years counts with weight m / (m + lag) for m years;
  ``lag`` is chosen by leaving out one year at a time, and infinite (no history) where that isn't better or a code has
  only one year (published totals: lag 3, loss 0.84 for 0.90 without; half of the errors within a factor of 1.9). That
  captures what the number of interviews would, which isn't published for every year.
- **Parts.** Sub-dimensions never had a published error. ``split`` gives them one by a rule: errors of parts are
  independent, and in proportion to how far units lie apart in each part. Checked where both levels are published (from
  the total of 2019 to its dimensions): with this rule the eight errors are off by factors that spread by 1.3 around
  their middle, with equal errors for all parts by 1.5; both come out too large rather than too small (by 1.4).
- A total of other parts (six dimensions before 2018) takes the published total's variance in proportion to its parts'.

Nothing here is a published error; ``Predicted.rule`` says so wherever it goes, and ``Check`` how far off it was.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from danbiet.stats.figures import median
from danbiet.stats.groups import percentile

LAGS = (math.inf, 18.0, 8.0, 5.0, 3.0, 2.0, 1.0)
Variances = Mapping[int, Mapping[str, float]]


class Rule(StrEnum):
    """How a predicted error came about."""

    POOLED = "pooled"  # the mean variance of the years that have errors
    HISTORY = "history"  # the same, leaning towards the unit's own years
    SCALED = "scaled"  # the total's, in proportion to other parts
    SPLIT = "split"  # a whole's error shared out to its parts


@dataclass(frozen=True, slots=True)
class PublishedError:
    """One published standard error."""

    year: int
    unit: str
    code: str
    se: float


@dataclass(frozen=True, slots=True)
class Predicted:
    """A modelled standard error. ``years``: the years it was made from. It is a model's, and to be labelled as such."""

    se: float
    rule: Rule
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """How far predictions were off, each year predicted from the others.

    ``half`` and ``nine_tenths``: that share of the published errors lay within this factor of the predicted ones.
    ``levels``: for each year, the predicted over the published root mean square. ``loss``: with the chosen ``lag``;
    ``loss_without``: without history. With a single year nothing could be left out: ``across_years`` is False, the
    factors are within that year and ``levels`` is empty.
    """

    years: tuple[int, ...]
    across_years: bool
    half: float
    nine_tenths: float
    levels: Mapping[int, float]
    lag: float
    loss: float
    loss_without: float


@dataclass(frozen=True, slots=True)
class _Fit:
    """One code's: mean variance, and each unit's multiple of it (mean 1 over the units that have a history)."""

    variance: float
    multiples: Mapping[str, float]
    newcomer: float

    def predict(self, unit: str | None) -> float:
        """The variance of a unit; of a unit without history, or None, without any."""
        return self.variance * (1.0 if unit is None else self.multiples.get(unit, self.newcomer))


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """A fitted model. ``checks`` by code."""

    checks: Mapping[str, Check]
    fits: Mapping[str, _Fit]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that had a published error in some year."""
        return tuple(self.fits)

    def predict(self, code: str, unit: str | None = None) -> Predicted:
        """The modelled error of a code that had published ones. KeyError otherwise: use ``split``."""
        check = self.checks[code]
        rule = Rule.POOLED if math.isinf(check.lag) else Rule.HISTORY
        return Predicted(math.sqrt(self.fits[code].predict(unit)), rule, check.years)

    def predict_whole(self, code: str, parts: Iterable[str], unit: str | None = None) -> Predicted:
        """The error of a sum of other parts than the published sum had: its variance in proportion to the parts'.

        ``code``: the published sum. Parts without a published error are refused (KeyError).
        """
        every = [other for other in self.fits if other != code]
        share = sum(self.fits[part].variance for part in parts) / sum(self.fits[part].variance for part in every)
        whole = self.predict(code, unit)
        return Predicted(whole.se * math.sqrt(share), Rule.SCALED, whole.years)


def fit(errors: Iterable[PublishedError]) -> ErrorModel:
    """The model from published errors. An error of 0 is a missing one and left out. ValueError if none is left."""
    by_code: dict[str, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for error in errors:
        if error.se < 0 or not math.isfinite(error.se):
            raise ValueError(f"no standard error: {error}")
        if error.se > 0:
            by_code[error.code][error.year][error.unit] = error.se**2
    if not by_code:
        raise ValueError("no published error to make a model from")
    checks = {code: _check(years) for code, years in by_code.items()}
    return ErrorModel(checks, {code: _fit(years, checks[code].lag) for code, years in by_code.items()})


def _mean(values: Iterable[float]) -> float:
    figures = list(values)
    return math.fsum(figures) / len(figures)


def _fit(years: Variances, lag: float) -> _Fit:
    """Each year weighs the same, whatever the number of its units."""
    means = {year: _mean(units.values()) for year, units in years.items()}
    history: dict[str, list[float]] = defaultdict(list)
    for year, units in years.items():
        for unit, variance in units.items():
            history[unit].append(math.log(variance / means[year]))
    centre = _mean(_mean(logs) for logs in history.values())
    raw = {
        unit: math.exp(len(logs) / (len(logs) + lag) * (_mean(logs) - centre)) if math.isfinite(lag) else 1.0
        for unit, logs in history.items()
    }
    scale = _mean(raw.values())
    return _Fit(_mean(means.values()), {unit: multiple / scale for unit, multiple in raw.items()}, 1 / scale)


def _loss(ratios: Iterable[float]) -> float:
    """The mean loss of published over predicted variances."""
    return _mean(ratio - math.log(ratio) - 1 for ratio in ratios)


def _left_out(years: Variances, lag: float) -> dict[int, list[float]]:
    """Published over predicted variances, each year predicted from the others (from itself if it is the only one)."""
    out = {}
    for year, units in years.items():
        others = {other: cells for other, cells in years.items() if other != year}
        found = _fit(others or years, lag)
        out[year] = [variance / found.predict(unit) for unit, variance in units.items()]
    return out


def _check(years: Variances) -> Check:
    """Choose how much history counts, and say how far off predictions are."""
    across = len(years) > 1

    def loss(lag: float) -> float:
        return _mean(_loss(ratios) for ratios in _left_out(years, lag).values())

    losses = {lag: loss(lag) for lag in (LAGS if across else LAGS[:1])}
    lag = min(losses, key=lambda candidate: (losses[candidate], -candidate))
    ratios = _left_out(years, lag)
    factors = [math.exp(abs(math.log(ratio)) / 2) for cells in ratios.values() for ratio in cells]
    levels = {}
    for year in years if across else ():
        others = {other: cells for other, cells in years.items() if other != year}
        levels[year] = math.sqrt(_fit(others, math.inf).variance / _mean(years[year].values()))
    return Check(
        years=tuple(sorted(years)),
        across_years=across,
        half=percentile(factors, 50) or math.nan,
        nine_tenths=percentile(factors, 90) or math.nan,
        levels=levels,
        lag=lag,
        loss=losses[lag],
        loss_without=losses[math.inf],
    )


def split(whole: Predicted | float, spreads: Mapping[str, float]) -> dict[str, Predicted]:
    """Errors of the parts of a sum whose error is known or modelled; their squares add up to its square.

    ``spreads``: for each part, the standard deviation between units of its scores (as published, noise included). A
    rule, not an estimate: parts are taken as independent and as noisy as they are spread. ValueError if a spread is
    negative or all are 0.
    """
    square = math.fsum(spread**2 for spread in spreads.values())
    if min(spreads.values(), default=0.0) < 0 or not square > 0:
        raise ValueError("the spreads of parts are at least 0, and not all 0")
    se, years = (whole.se, whole.years) if isinstance(whole, Predicted) else (float(whole), ())
    return {code: Predicted(se * spread / math.sqrt(square), Rule.SPLIT, years) for code, spread in spreads.items()}


def check_split(whole: float, spreads: Mapping[str, float], published: Mapping[str, float]) -> float:
    """How far ``split`` is off where the parts' errors are published: the typical factor (its median over parts)."""
    parts = split(whole, spreads)
    factors = [math.exp(abs(math.log(parts[code].se / se))) for code, se in published.items()]
    return median(factors).value or math.nan
