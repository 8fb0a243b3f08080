"""The estimator against the formula written out, person by person."""

import math

import numpy as np
import pytest

from danbiet.stats.survey.design import Design
from danbiet.stats.survey.estimate import Form, estimate
from danbiet.stats.survey.measures import Combination, Mean, Ratio, Total

DESIGN = Design(strata="stratum", clusters="cluster", weight="weight")


def answers(seed: int = 5) -> dict[str, list]:
    """Three strata of four clusters, some answers missing, a group that isn't in every cluster."""
    rng = np.random.default_rng(seed)
    n = 240
    cluster = np.sort(rng.integers(0, 12, n))
    x = rng.normal(5, 2, n) + cluster * 0.2
    out = {"stratum": cluster // 4, "cluster": cluster, "weight": rng.uniform(0.5, 3, n), "y": rng.normal(2, 1, n)}
    gaps = rng.random(n) < 0.1
    return {name: values.tolist() for name, values in out.items()} | {
        "x": [None if gap else value for gap, value in zip(gaps, x.tolist(), strict=True)],
        "group": ["a" if number % 5 < 2 else "b" for number in cluster.tolist()],
    }


def by_hand(data, values, centre, below, keep):
    """Estimate and error: linearised values summed by cluster, all clusters of the stratum counted."""
    strata = {}
    for stratum, cluster in zip(data["stratum"], data["cluster"], strict=True):
        strata.setdefault(stratum, {}).setdefault(cluster, 0.0)
    for place, there in enumerate(keep):
        if there:
            strata[data["stratum"][place]][data["cluster"][place]] += (
                data["weight"][place] * (values[place] - centre(place)) / below
            )
    variance = 0.0
    for clusters in strata.values():
        mean = math.fsum(clusters.values()) / len(clusters)
        squares = math.fsum((u - mean) ** 2 for u in clusters.values())
        variance += len(clusters) / (len(clusters) - 1) * squares
    return math.sqrt(variance)


@pytest.mark.parametrize("form", Form)
def test_mean_ratio_and_total_of_a_domain_equal_the_written_out_formula(form):
    data = answers()
    asked = [Mean("x"), Ratio("x", "y"), Total("y")]
    figures = estimate(data, DESIGN, asked, by=["group"], form=form)
    for group in "ab":
        keep = [g == group and x is not None for g, x in zip(data["group"], data["x"], strict=True)]
        weights = [w for w, there in zip(data["weight"], keep, strict=True) if there]
        xs = [x for x, there in zip(data["x"], keep, strict=True) if there]
        ys = [y for y, there in zip(data["y"], keep, strict=True) if there]
        mean = math.fsum(w * x for w, x in zip(weights, xs, strict=True)) / math.fsum(weights)
        found = figures.get("x", group=group)
        assert found.value == pytest.approx(mean, rel=1e-13)
        assert found.se == pytest.approx(by_hand(data, data["x"], lambda _, m=mean: m, sum(weights), keep), rel=1e-12)
        assert found.n == len(xs)
        below = math.fsum(w * y for w, y in zip(weights, ys, strict=True))
        ratio = math.fsum(w * x for w, x in zip(weights, xs, strict=True)) / below
        found = figures.get("x / y", group=group)
        assert found.value == pytest.approx(ratio, rel=1e-13)
        by_formula = by_hand(data, data["x"], lambda place, r=ratio: r * data["y"][place], below, keep)
        assert found.se == pytest.approx(by_formula, rel=1e-12)
        members = [g == group for g in data["group"]]
        assert figures.get("y", group=group).se == pytest.approx(
            by_hand(data, data["y"], lambda _: 0.0, 1.0, members), rel=1e-12
        )


def test_a_combination_counts_what_correlates():
    data = answers()
    data["x"] = [0.0 if x is None else x for x in data["x"]]
    data["sum"] = [2 * x - 3 * y + 1 for x, y in zip(data["x"], data["y"], strict=True)]
    parts = [Mean("x"), Mean("y"), Mean("sum"), Combination("both", {"x": 2, "y": -3}, 1)]
    for form in Form:
        figures = estimate(data, DESIGN, parts, form=form)
        assert figures.get("both").value == pytest.approx(figures.get("sum").value, rel=1e-12)
        assert figures.get("both").se == pytest.approx(figures.get("sum").se, rel=1e-12)
