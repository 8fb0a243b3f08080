"""Ranks with their intervals by simulation, and whether one score is really above another.

Each draw adds a normal error to every score and ranks anew. How the errors of different units move together isn't
published, so it is stated: independent (the default), one common correlation, or a full matrix.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.change import error_of_difference
from danbiet.stats.figures import gaps_as_none
from danbiet.stats.groups import Group, Kind, Side, quartiles
from danbiet.stats.intervals import NORMAL, check_error, check_level, quantile_of
from danbiet.stats.ranks import ranks

Floats = NDArray[np.float64]
Correlation = float | Sequence[Sequence[float]] | Floats | None
SEED = 20160930
ROWS = 4_096  # draws at a time: some 2 MB for 63 units, whatever the count


@dataclass(frozen=True, slots=True)
class RankIntervals:
    """Ranks and their intervals, in the order of the figures; None where a figure is missing.

    ``low`` is the better end (the smaller number). ``n``: units ranked. ``correlation`` says what was assumed of the
    errors: "independent", "common 0.3" or "matrix".
    """

    low: tuple[int | None, ...]
    high: tuple[int | None, ...]
    ranks: tuple[int | None, ...]
    n: int
    count: int
    level: float
    correlation: str
    seed: int


@dataclass(frozen=True, slots=True)
class Above:
    """Whether a is above b: the difference a - b, its interval, the probability that it is above 0.

    ``surely``: the interval lies wholly above 0.
    """

    difference: float
    se: float
    low: float
    high: float
    probability: float
    surely: bool
    level: float
    correlation: float


@dataclass(frozen=True, slots=True)
class Apart:
    """How many pairs of units differ beyond noise at a level; ``share`` is None without a pair."""

    differing: int
    pairs: int
    share: float | None
    level: float
    correlation: float


def _known(values: Iterable[float | None], errors: Iterable[float | None]) -> tuple[list[int], Floats, Floats, int]:
    """The places, scores and errors of units whose score is there, and the number of all units."""
    scores, noise = gaps_as_none(values), gaps_as_none(errors)
    if len(scores) != len(noise):
        raise ValueError(f"{len(scores)} figures, but {len(noise)} errors")
    places, estimates, spreads = [], [], []
    for place, (score, se) in enumerate(zip(scores, noise, strict=True)):
        if score is None:
            continue
        if se is None:
            raise ValueError(f"figure {place} has no standard error: publish, model or leave it out, never assume 0")
        places.append(place)
        estimates.append(score)
        spreads.append(check_error(se))
    return places, np.array(estimates), np.array(spreads), len(scores)


def _named(correlation: Correlation) -> str:
    """What is assumed of the errors, as results repeat it."""
    if correlation is None:
        return "independent"
    if isinstance(correlation, int | float):
        return f"common {correlation:g}" if correlation else "independent"
    return "matrix"


def _root(correlation: Sequence[Sequence[float]] | Floats, places: list[int], units: int) -> Floats:
    """A root of the correlation matrix of the units that are there. ValueError if it isn't a correlation matrix."""
    matrix = np.asarray(correlation, dtype=np.float64)
    if matrix.shape != (units, units):
        raise ValueError(f"a correlation matrix of {units} units is {units} by {units}, not {matrix.shape}")
    part = matrix[np.ix_(places, places)]
    if not (np.allclose(part, part.T) and np.allclose(np.diag(part), 1) and np.all(np.abs(part) <= 1 + 1e-9)):
        raise ValueError("a correlation matrix is symmetric, has ones on its diagonal and nothing beyond -1 to 1")
    values, vectors = np.linalg.eigh(part)
    if len(values) and values.min() < -1e-8:
        raise ValueError("the correlation matrix isn't positive semidefinite: no errors can move together like this")
    return np.asarray(vectors * np.sqrt(np.clip(values, 0, None)), dtype=np.float64)


def _batches(estimates: Floats, spreads: Floats, root: Floats | float, count: int, seed: int) -> Iterator[Floats]:
    """Draws in rows, a batch at a time. ``root`` is one common correlation or a root of the matrix."""
    if count < 1:
        raise ValueError(f"a simulation takes at least one draw, not {count}")
    random = np.random.default_rng(seed)
    units = len(estimates)
    common = isinstance(root, float) and root > 0
    for start in range(0, count, ROWS):
        rows = min(ROWS, count - start)
        noise = random.standard_normal((rows, units + common))
        if not isinstance(root, float):
            noise = noise @ root.T
        elif common:
            noise = math.sqrt(1 - root) * noise[:, :units] + math.sqrt(root) * noise[:, units:]
        yield estimates + noise * spreads


def _prepared(correlation: Correlation, places: list[int], units: int) -> Floats | float:
    """The correlation in the form the draws take. ValueError for one outside 0 to 1."""
    if correlation is None:
        return 0.0
    if isinstance(correlation, int | float):
        if not 0 <= correlation <= 1:
            raise ValueError(f"a common correlation is from 0 to 1, not {correlation}")
        return float(correlation)
    return _root(correlation, places, units)


def draws(
    values: Iterable[float | None],
    errors: Iterable[float | None],
    *,
    count: int = 20_000,
    correlation: Correlation = None,
    seed: int = SEED,
) -> Floats:
    """Simulated scores: ``count`` rows, one column a unit in the order given, NaN where the score is missing.

    Errors are normal with the standard errors given. ValueError if a score has no error, an error is negative, the
    correlation is none, or the lengths differ. The same seed gives the same draws.
    """
    places, estimates, spreads, units = _known(values, errors)
    out = np.full((count, units), np.nan)
    start = 0
    for batch in _batches(estimates, spreads, _prepared(correlation, places, units), count, seed):
        out[start : start + len(batch), places] = batch
        start += len(batch)
    return out


def _ranked(batch: Floats) -> NDArray[np.int16]:
    """The rank of each column within each row, 1 the highest; equal scores share the best rank."""
    order = np.argsort(-batch, axis=1)
    places = np.empty(batch.shape, dtype=np.int16)
    np.put_along_axis(places, order, np.arange(1, batch.shape[1] + 1, dtype=np.int16)[None, :], axis=1)
    ordered = np.take_along_axis(batch, order, axis=1)
    tied = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
    for row in tied:  # only where errors are 0 or move as one
        places[row] = 1 + (batch[row][None, :] > batch[row][:, None]).sum(axis=1)
    return places


def rank_chances(
    values: Iterable[float | None],
    errors: Iterable[float | None],
    *,
    count: int = 20_000,
    correlation: Correlation = None,
    seed: int = SEED,
) -> Floats:
    """The simulated probability of each rank: one row a unit, one column a rank from 1; NaN in a missing unit's row."""
    places, estimates, spreads, units = _known(values, errors)
    n = len(places)
    counts = np.zeros(n * n, dtype=np.int64)
    offsets = np.arange(n) * n - 1
    for batch in _batches(estimates, spreads, _prepared(correlation, places, units), count, seed):
        counts += np.bincount((_ranked(batch) + offsets).ravel(), minlength=n * n)
    out = np.full((units, n), np.nan)
    out[places] = counts.reshape(n, n) / count
    return out


def rank_intervals(
    values: Iterable[float | None],
    errors: Iterable[float | None],
    *,
    count: int = 20_000,
    level: float = 0.95,
    correlation: Correlation = None,
    seed: int = SEED,
) -> RankIntervals:
    """The rank of each unit with its interval by simulation; missing units are left out.

    An end is a rank that occurs: the smallest (largest) rank such that less than half of what the level leaves out lies
    beyond it, so at least ``level`` of the draws are inside, ends included.
    """
    values, errors = list(values), list(errors)
    tail = (1 - check_level(level)) / 2
    chances = rank_chances(values, errors, count=count, correlation=correlation, seed=seed)
    low: list[int | None] = []
    high: list[int | None] = []
    slack = 1e-12  # a sum of counts over the count, compared with a level, is exact to less than this
    for row in chances:
        if np.isnan(row).any() or not len(row):
            low.append(None)
            high.append(None)
            continue
        reached = np.cumsum(row)
        low.append(int(np.argmax(reached > tail + slack)) + 1)
        high.append(int(np.argmax(reached >= 1 - tail - slack)) + 1)
    return RankIntervals(
        low=tuple(low),
        high=tuple(high),
        ranks=ranks(values),
        n=chances.shape[1],
        count=count,
        level=level,
        correlation=_named(correlation),
        seed=seed,
    )


def group_chances(
    values: Iterable[float | None],
    errors: Iterable[float | None],
    *,
    side: Side = Side.UPPER,
    kind: Kind = 7,
    count: int = 20_000,
    correlation: Correlation = None,
    seed: int = SEED,
) -> tuple[dict[Group, float] | None, ...]:
    """The simulated probability of each quartile group, for each unit; None where it is missing.

    The cuts move with the draws: a unit's group follows from its rank among all drawn scores.
    """
    chances = rank_chances(values, errors, count=count, correlation=correlation, seed=seed)
    n = chances.shape[1]
    by_rank = quartiles([float(-rank) for rank in range(1, n + 1)], side=side, kind=kind).members
    where = {group: [place for place, member in enumerate(by_rank) if member is group] for group in Group}
    return tuple(
        None if np.isnan(row).any() or not n else {group: float(row[where[group]].sum()) for group in Group}
        for row in chances
    )


def above(a: float, se_a: float, b: float, se_b: float, *, correlation: float = 0.0, level: float = 0.95) -> Above:
    """Whether a is really above b. The probability is that of a normal error around the difference (flat prior).

    With both errors 0 the probability is 1, 0, or 0.5 for equal scores.
    """
    difference = a - b
    se = error_of_difference(se_a, se_b, correlation)
    distance = quantile_of(level) * se
    return Above(
        difference=difference,
        se=se,
        low=difference - distance,
        high=difference + distance,
        probability=_beyond(difference, se, level_case=0.5),
        surely=difference - distance > 0,
        level=level,
        correlation=correlation,
    )


def reach(value: float, se: float, cut: float, cut_se: float = 0.0) -> float:
    """The probability that the score behind an estimate is at or above a cut that may itself be uncertain.

    The two errors are taken as independent. Without errors: 1 at or above the cut, 0 below.
    """
    return _beyond(value - cut, error_of_difference(se, cut_se), level_case=1.0)


def _beyond(difference: float, se: float, *, level_case: float) -> float:
    """The probability that a difference is above 0; ``level_case`` if it is 0 without error."""
    if se:
        return NORMAL.cdf(difference / se)
    return level_case if difference == 0 else float(difference > 0)


def apart(
    values: Iterable[float | None],
    errors: Iterable[float | None],
    *,
    correlation: float = 0.0,
    level: float = 0.95,
) -> Apart:
    """How many pairs of units differ beyond noise: two-sided, at 1 - ``level``. Missing units are left out."""
    _, estimates, spreads, _ = _known(values, errors)
    units = list(zip(estimates.tolist(), spreads.tolist(), strict=True))
    critical = quantile_of(level)
    pairs = differing = 0
    for (a, se_a), (b, se_b) in combinations(units, 2):
        pairs += 1
        differing += abs(a - b) > critical * error_of_difference(se_a, se_b, correlation)
    return Apart(differing, pairs, differing / pairs if pairs else None, level, correlation)
