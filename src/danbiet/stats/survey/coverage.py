"""Does an interval of 95 % hold the truth in 95 % of samples? Samples of a made-up population, drawn again and again.

Strata of many clusters of unequal size; some clusters of each stratum are drawn with probability proportional to size
(with replacement), some people in each. Every run is a domain of one call of :mod:`.variance`, so what is tested is the
arithmetic of the estimates themselves. Answers are a scale (normal around the cluster's mean) or yes and no.

What it shows (2,000 runs, ``benchmarks/coverage.py``): with some twenty degrees of freedom or more the intervals are
what they say; with few clusters Student's t keeps scales near their level at the price of wide intervals, and rare
answers fall below it, because their error is itself a guess from a few clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.survey import ends, variance
from danbiet.stats.survey.design import Singletons
from danbiet.stats.survey.estimate import Interval
from danbiet.stats.survey.measures import Mean, weighing

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """A design to be tried: so many strata, clusters drawn in each, villages in a cluster, people in a village.

    ``lone``: strata in which only one cluster is drawn.

    ``share``: of people who say yes in the population; None is a scale with mean 0 and standard deviation 1 within
    villages. ``between``: standard deviation of clusters around their stratum, and of villages around their cluster, in
    the scale's units (of shares: on the logit scale).
    """

    strata: int
    drawn: int
    villages: int = 4
    people: int = 16
    share: float | None = None
    between: float = 0.3
    clusters: int = 60
    lone: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often intervals held the truth; their mean half width; the runs without an interval count as misses."""

    plan: Plan
    interval: Interval
    rule: Singletons
    level: float
    runs: int
    covered: float
    width: float
    df: float
    se_ratio: float
    """The mean of the estimated errors over the standard deviation of the estimates."""


def population(plan: Plan, draw: np.random.Generator) -> tuple[Floats, Floats]:
    """Sizes and means of all clusters, (strata, clusters); means of shares on the logit scale."""
    sizes = draw.lognormal(0, 0.5, (plan.strata, plan.clusters)) * 1000
    centre = 0.0 if plan.share is None else float(np.log(plan.share / (1 - plan.share)))
    strata = draw.normal(centre, plan.between, (plan.strata, 1))
    return sizes, strata + draw.normal(0, plan.between, (plan.strata, plan.clusters))


def expected(plan: Plan, means: Floats) -> Floats:
    """The clusters' true shares, or means: over all their villages."""
    if plan.share is None:
        return means
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    return np.asarray(ends.expit(means[..., None] + plan.between * nodes) @ weights / weights.sum())


def answers(plan: Plan, means: Floats, draw: np.random.Generator) -> Floats:
    """The sum of the answers of the people asked in each cluster."""
    villages = means[..., None] + draw.normal(0, plan.between, (*means.shape, plan.villages))
    if plan.share is not None:
        return np.asarray(draw.binomial(plan.people, ends.expit(villages)).sum(axis=-1), dtype=np.float64)
    noise = draw.normal(0, np.sqrt(plan.people), villages.shape)
    return np.asarray((villages * plan.people + noise).sum(axis=-1))


def coverage(
    plan: Plan,
    interval: Interval,
    *,
    rule: Singletons = Singletons.REFUSE,
    runs: int = 2000,
    level: float = 0.95,
    seed: int = 1,
) -> Coverage:
    """Draw ``runs`` samples of a design and count how often the interval of the mean (or share) holds the truth."""
    draw = np.random.default_rng(seed)
    sizes, means = population(plan, draw)
    true = expected(plan, means)
    whole = float((sizes * true).sum() / sizes.sum())
    chance = (sizes / sizes.sum(axis=1, keepdims=True)).cumsum(axis=1)
    where = np.stack(
        [np.searchsorted(row, draw.random((runs, plan.drawn))).clip(max=plan.clusters - 1) for row in chance], axis=1
    )  # (runs, strata, drawn)
    drawn = means[np.arange(plan.strata)[None, :, None], where]
    asked = plan.villages * plan.people
    drawn_in = np.where(np.arange(plan.strata) < plan.lone, 1, plan.drawn)
    there = np.broadcast_to(np.arange(plan.drawn)[None, None, :] < drawn_in[None, :, None], drawn.shape)
    weight = np.broadcast_to((sizes.sum(axis=1) / (drawn_in * asked))[None, :, None], drawn.shape)[there]
    sums = {
        (0, "n"): np.full(weight.size, float(asked)),
        (0, "w"): weight * asked,
        (0, "y"): answers(plan, drawn, draw)[there] * weight,
    }
    run, stratum = (axis[there] for axis in np.indices(drawn.shape)[:2])
    asked_of = weighing((Mean("x"),))
    frame = variance.Frame(drawn_in.astype(np.float64), np.full(plan.strata, np.inf))
    made, _ = variance.moments(asked_of, run, stratum, sums)
    found = variance.finish(made, frame, asked_of, rule, deff=False)
    low, high = ends.ends(found.value, found.se, found.df, level, [interval])
    held = (low <= whole) & (whole <= high)
    spread = float(found.value.std(ddof=1))
    return Coverage(
        plan,
        interval,
        rule,
        level,
        runs,
        float(held.mean()),
        float(np.nanmean(high - low) / 2),
        float(found.df.mean()),
        float(found.se.mean()) / spread,
    )
