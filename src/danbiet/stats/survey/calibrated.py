"""Errors that know of the populations the weights were brought to: post-stratification and raking.

The linearised value of a person is replaced by its residual on the margins (Deville and Särndal 1992), as R's
``postStratify`` and ``calibrate(calfun="raking")`` do: regression with the weights before the adjustment, residuals
weighted with those after it. People outside a domain have the value 0 in it, but they are in the cells: so every
cluster takes part in every domain, and these sums are finished in numpy, whatever the size. R's ``rake`` regresses
without weights and stops after ten rounds; its errors differ in the third or fourth figure.

Shapes: P clusters, C cells, M categories of all margins together, K measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.survey import expression, running, variance
from danbiet.stats.survey.design import Adjustment
from danbiet.stats.survey.engine import Engine
from danbiet.stats.survey.expression import CELL, CLUSTER, STRATUM, Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROWS, ROW = "danbiet_rows", "row_"


@dataclass(frozen=True, slots=True)
class Cells:
    """Clusters (sorted by stratum) and cells of the whole sample: which cluster has which weight in which cell."""

    stratum: Ints
    cluster_of: Mapping[tuple[Any, Any], int]
    cell_of: Mapping[str, int]
    entries: tuple[Ints, Ints, Floats]
    before: Floats


def moments(
    table: Any, plan: Plan, engine: Engine, strata: Mapping[Any, int], progress: running.Progress | None
) -> tuple[running.Keys, variance.Moments]:
    """The domains' keys and the moments of their clusters' residuals; every stratum has a pair with every domain."""
    adjustment = plan.design.adjustment
    if adjustment is None:
        raise ValueError("the design has no adjustment")
    if not plan.design.clusters:
        table, plan = people_as_clusters(table, plan, engine)
    cells = cells_of(engine.run(expression.cell_weights(table, plan)), strata)
    keys, domain, _, sums, given = running.cluster_sums(table, plan, engine, strata, progress)
    places = zip(given[STRATUM].to_pylist(), given[CLUSTER].to_pylist(), strict=True)
    cluster = np.array([cells.cluster_of[place] for place in places], dtype=np.int64)
    totals = {key: added(domain, values, len(keys)) for key, values in sums.items()}
    units = variance.linearised(plan.weighing, sums, totals, domain)
    _, over, of, gathered, _ = running.cluster_sums(table, plan, engine, cells.cell_of, cells=True)
    by_cell = variance.linearised(plan.weighing, gathered, totals, over)
    fits = fitted(adjustment, cells, over, of, by_cell, len(keys))
    return keys, assembled(cells, fits, domain, cluster, units, sums, len(plan.weighing.base))


def people_as_clusters(table: Any, plan: Plan, engine: Engine) -> tuple[Any, Plan]:
    """The same for a sample without clusters: every person is one, by a number that is given once and kept."""
    import ibis

    numbered = table.mutate(**{ROW: ibis.row_number()})
    with engine.in_order():
        engine.keep(ROWS, engine.sql(numbered))
    return ibis.table(numbered.schema(), name=ROWS), replace(plan, design=replace(plan.design, clusters=ROW))


def cells_of(rows: Any, strata: Mapping[Any, int]) -> Cells:
    """The weights of clusters in cells as arrays."""
    listed = rows.to_pydict()
    known = sorted(set(zip(listed[STRATUM], listed[CLUSTER], strict=True)), key=lambda place: strata[place[0]])
    cluster_of = {place: number for number, place in enumerate(known)}
    cell_of = {name: number for number, name in enumerate(sorted(set(listed[CELL])))}
    cluster = np.array([cluster_of[place] for place in zip(listed[STRATUM], listed[CLUSTER], strict=True)])
    cell = np.array([cell_of[name] for name in listed[CELL]])
    order = np.lexsort((cell, cluster))
    before = added(cell, np.array(listed["before_"], dtype=np.float64), len(cell_of))
    after = np.array(listed["after_"], dtype=np.float64)
    stratum = np.array([strata[place[0]] for place in known], dtype=np.int64)
    return Cells(stratum, cluster_of, cell_of, (cluster[order], cell[order], after[order]), before)


def added(group: Ints, values: Floats, groups: int) -> Floats:
    """Sums of values by group."""
    return np.bincount(group, values, groups).astype(np.float64)


def indicators(adjustment: Adjustment, cells: Cells) -> Floats:
    """Which categories of the margins each cell belongs to, (C, M)."""
    columns = adjustment.columns()
    values = [name.split("\x1f") for name in cells.cell_of]
    out: list[list[float]] = []
    for margin in adjustment.margins:
        places = [columns.index(name) for name in margin]
        categories = [tuple(value[place] for place in places) for value in values]
        out.extend([float(own == category) for own in categories] for category in sorted(set(categories)))
    return np.array(out, dtype=np.float64).T


def fitted(adjustment: Adjustment, cells: Cells, domain: Ints, cell: Ints, values: Floats, domains: int) -> Floats:
    """What the margins explain of each linearised variable, by domain and cell, (D, C, K); ``values``: sums by cell."""
    belongs = indicators(adjustment, cells)
    inverse = np.linalg.pinv(belongs.T @ (cells.before[:, None] * belongs))
    summed = np.zeros((domains, len(cells.before), values.shape[1]))
    summed[domain, cell] = np.nan_to_num(values)
    return np.asarray(belongs @ (inverse @ (belongs.T @ summed)))


def assembled(
    cells: Cells,
    fits: Floats,
    domain: Ints,
    cluster: Ints,
    units: Floats,
    sums: running.Sums,
    bases: int,
) -> variance.Moments:
    """Moments of the clusters' residuals in every domain."""
    starts = variance.starts_of(cells.stratum)
    own = variance.numbering(starts, len(cells.stratum))
    m = np.bincount(own).astype(np.float64)
    owner, cell, weight = cells.entries
    first = variance.starts_of(owner)
    mean, scatter = [], []
    for number, fit in enumerate(fits):
        values = np.zeros((len(cells.stratum), units.shape[1]))
        here = domain == number
        values[cluster[here]] = units[here]
        values -= variance.by_group(weight[:, None] * fit[cell], first)
        mean.append(variance.by_group(values, starts) / m[:, None])
        scatter.append(variance.by_group((values - mean[-1][own]) ** 2, starts))
    strata, domains = len(starts), len(fits)
    pair = domain * strata + own[cluster]

    def gathered(values: Floats) -> Floats:
        return added(pair, values, domains * strata)

    psus = np.stack([gathered((sums[place, "n"] > 0).astype(np.float64)) for place in range(bases)], axis=1)
    return variance.Moments(
        np.repeat(np.arange(domains), strata),
        np.tile(cells.stratum[starts], domains),
        np.tile(m, domains),
        psus,
        {key: gathered(values) for key, values in sums.items()},
        np.concatenate(mean),
        np.concatenate(scatter),
        whole=True,
    )
