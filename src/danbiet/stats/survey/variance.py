"""From moments by stratum and domain to estimates with errors: numpy, the same for both forms and both engines.

Shapes: G pairs of a domain and a stratum that has anybody of it, sorted by domain; D domains; K measures (base
measures, then combinations); B base measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.survey.design import Singletons
from danbiet.stats.survey.measures import Proportion, Ratio, Total, Weighing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frame:
    """The strata of the whole sample: number of clusters in it, and in the population (infinite where not given)."""

    clusters: Floats
    population: Floats


@dataclass(frozen=True, slots=True)
class Moments:
    """Per pair of domain and stratum: clusters with anybody, with an answer; sums; mean and scatter of their values.

    ``domain``, ``stratum``, ``m``: (G,). ``psus``: (G, B). ``sums``: by base measure and kind of sum, (G,).
    ``mean``, ``scatter``: (G, K); scatter is the sum of squares around the mean of the m clusters.
    """

    domain: Ints
    stratum: Ints
    m: Floats
    psus: Floats
    sums: Mapping[tuple[int, str], Floats]
    mean: Floats
    scatter: Floats
    whole: bool = False
    """Whether every stratum has a pair with every domain, with or without anybody of it."""


@dataclass(frozen=True, slots=True)
class Results:
    """Per domain and measure, (D, K): value, standard error, n, df, design effect; NaN: there is none."""

    value: Floats
    se: Floats
    n: Floats
    df: Floats
    deff: Floats


def broken(moments: Moments) -> list[int]:
    """Base measures whose sums aren't finite."""
    return sorted({place for (place, _), values in moments.sums.items() if not np.isfinite(values).all()})


def by_group(values: Floats, starts: Ints) -> Floats:
    """Sums of consecutive rows; ``starts`` is where each group begins."""
    if not len(values):
        return values[:0]
    return np.add.reduceat(values, starts, axis=0)


def starts_of(*keys: Ints) -> Ints:
    """Where a new combination of keys begins, in rows sorted by them."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.int64)
    new = np.zeros(len(keys[0]), dtype=bool)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def values_of(weighing: Weighing, sums: Mapping[tuple[int, str], Floats]) -> Floats:
    """Estimates from the domains' sums, (D, K)."""
    columns: list[Any] = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for place, measure in enumerate(weighing.base):
            y = sums[place, "y"]
            if isinstance(measure, Total):
                columns.append(y)
            else:
                columns.append(y / sums[place, "x" if isinstance(measure, Ratio) else "w"])
    for _, constant, terms in weighing.combinations:
        columns.append(constant + sum(coefficient * columns[base] for base, coefficient in terms))
    return np.stack(columns, axis=1)


def linearised(
    weighing: Weighing, rows: Mapping[tuple[int, str], Floats], totals: Mapping[tuple[int, str], Floats], domain: Ints
) -> Floats:
    """Linearised values of clusters (or people) in their domains, (rows, K); the numpy twin of the engine's."""
    out: list[Any] = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for place, measure in enumerate(weighing.base):
            y = rows[place, "y"]
            if not isinstance(measure, Total):
                under = "x" if isinstance(measure, Ratio) else "w"
                below = totals[place, under]
                y = (y - (totals[place, "y"] / below)[domain] * rows[place, under]) / below[domain]
            out.append(y)
    for _, _, terms in weighing.combinations:
        out.append(sum(coefficient * out[base] for base, coefficient in terms))
    return np.stack(out, axis=1)


@dataclass(frozen=True, slots=True)
class Units:
    """Clusters in their domains, sorted by domain and stratum: linearised values (rows, K) and the pair of each row."""

    values: Floats
    pair: Ints


def moments(
    weighing: Weighing, domain: Ints, stratum: Ints, sums: Mapping[tuple[int, str], Floats]
) -> tuple[Moments, Units]:
    """Moments from sums by cluster and domain, rows in any order; and the clusters' linearised values."""
    order = np.lexsort((stratum, domain))
    domain, stratum = domain[order], stratum[order]
    rows = {key: values[order] for key, values in sums.items()}
    starts, pairs = starts_of(domain), starts_of(domain, stratum)
    totals = {key: by_group(values, starts) for key, values in rows.items()}
    units = linearised(weighing, rows, totals, numbering(starts, len(domain)))
    pair = numbering(pairs, len(domain))
    m = np.bincount(pair).astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):  # looked at by `broken`
        mean = by_group(units, pairs) / m[:, None]
        scatter = by_group((units - mean[pair]) ** 2, pairs)
    answered = np.stack([rows[place, "n"] > 0 for place in range(len(weighing.base))], axis=1).astype(np.float64)
    collapsed = {key: by_group(values, pairs) for key, values in rows.items()}
    made = Moments(domain[pairs], stratum[pairs], m, by_group(answered, pairs), collapsed, mean, scatter)
    return made, Units(units, pair)


def numbering(starts: Ints, count: int) -> Ints:
    """The group's number of each row."""
    out = np.zeros(count, dtype=np.int64)
    out[starts[1:]] = 1
    return np.asarray(np.cumsum(out))


def scales(frame: Frame, stratum: Ints) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Per pair: clusters of the stratum, factor on their sum of squares, and whether the stratum has only one."""
    n = frame.clusters[stratum]
    left = 1 - n / frame.population[stratum]
    left = np.where(left < 1e-7, 0.0, left)
    lone = (n == 1) & (left > 0)
    return n, np.where(n > 1, left * n / np.maximum(n - 1, 1), left), lone


def variances(moments: Moments, frame: Frame, rule: Singletons, answering: NDArray[np.bool_]) -> Floats:
    """Variances, (D, K). ``answering``: (G, K), where the stratum has an answer to the measure in the domain."""
    n, scale, lone = scales(frame, moments.stratum)
    m = moments.m[:, None]
    squares = moments.scatter + m * moments.mean**2 * np.maximum(1 - m / n[:, None], 0)
    if rule is Singletons.CENTRE:
        squares = np.where(lone[:, None], m * moments.mean**2, squares)
    added = scale[:, None] * squares
    starts = starts_of(moments.domain)
    if rule is not Singletons.AVERAGE or not lone.any():
        return by_group(added, starts)
    added = np.where(lone[:, None], 0.0, added)
    strata = by_group(answering.astype(np.float64), starts)
    known = by_group((answering & ~lone[:, None]).astype(np.float64), starts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return by_group(added, starts) * strata / known


def spread(values: Floats, weighing: Weighing, place: int, sums: Mapping[tuple[int, str], Floats]) -> Floats:
    """The variance a simple random sample (with replacement) of the same people would have; NaN where undefined."""
    measure, n = weighing.base[place], sums[place, "n"]
    if isinstance(measure, Ratio):
        r = values[:, place]
        rest = sums[place, "yy"] - 2 * r * sums[place, "yx"] + r**2 * sums[place, "xx"]
        return np.asarray(rest * sums[place, "w"] / (n - 1) / sums[place, "x"] ** 2)
    if (place, "w") not in sums:
        return np.full(len(n), np.nan)
    y, w = sums[place, "y"], sums[place, "w"]
    squares = y if isinstance(measure, Proportion) else sums[place, "yy"]
    variance = (squares / w - (y / w) ** 2) / (n - 1)
    return np.asarray(variance * w**2 if isinstance(measure, Total) else variance)


def finish(moments: Moments, frame: Frame, weighing: Weighing, rule: Singletons, deff: bool) -> Results:
    """Estimates of every domain and measure. Domains come in the order of their numbers."""
    starts = starts_of(moments.domain)
    sums = {key: by_group(values, starts) for key, values in moments.sums.items()}
    value = values_of(weighing, sums)
    bases, domains = len(weighing.base), len(starts)
    n = np.stack([sums[place, "n"] for place in range(bases)], axis=1).astype(np.float64)
    answering = moments.psus > 0
    df = by_group(moments.psus - answering, starts)
    below = [[base for base, _ in terms] for _, _, terms in weighing.combinations]
    for bases_of in below:
        n = np.column_stack([n, n[:, bases_of].min(axis=1)])
        df = np.column_stack([df, df[:, bases_of].min(axis=1)])
        answering = np.column_stack([answering, answering[:, bases_of].any(axis=1)])
    if moments.whole:
        answering = np.ones_like(answering)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = variances(moments, frame, rule, answering)
        effects = np.full((domains, value.shape[1]), np.nan)
        if deff:
            for place in range(bases):
                effects[:, place] = variance[:, place] / spread(value, weighing, place, sums)
    value = np.where(n > 0, value, np.nan)
    variance = np.where(n > 0, variance, np.nan)
    return Results(value, np.sqrt(variance), n, df, np.where(np.isfinite(effects), effects, np.nan))


def covariances(moments: Moments, units: Units, frame: Frame, rule: Singletons) -> Sequence[Floats]:
    """Each domain's covariance matrix of all measures, (K, K); strata of one cluster by the rule."""
    n, scale, lone = scales(frame, moments.stratum)
    centre = np.where(lone[:, None] & (rule is Singletons.CENTRE), 0.0, moments.mean)
    away = (units.values - centre[units.pair]) * np.sqrt(scale)[units.pair][:, None]
    empty = moments.mean * np.sqrt(scale * moments.m * np.maximum(1 - moments.m / n, 0))[:, None]
    owner, out = moments.domain[units.pair], []
    for number in np.unique(moments.domain):
        own = moments.domain == number
        a, b = away[owner == number], empty[own]
        matrix = a.T @ a + b.T @ b
        if rule is Singletons.AVERAGE and lone[own].any():
            known = (~lone[own]).sum()
            matrix = matrix * own.sum() / known if known else matrix * np.nan
        out.append(matrix)
    return out
