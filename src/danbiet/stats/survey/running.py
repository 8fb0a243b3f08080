"""What the engine gives, turned into arrays: the frame of strata, and moments by stratum and domain."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.survey import checks, expression, variance
from danbiet.stats.survey.design import Singletons
from danbiet.stats.survey.engine import Engine
from danbiet.stats.survey.expression import STRATUM, Form, Plan, column, sums_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NAMED = 5


def frame(table: Any, plan: Plan, engine: Engine) -> tuple[dict[str, int], variance.Frame]:
    """The strata of the whole sample by number. CodedError for bad weights, populations, strata of one cluster."""
    checks.design(table, plan, engine)
    rows = engine.run(expression.frame(table, plan)).sort_by(STRATUM).to_pydict()
    clusters = np.array(rows["clusters_"], dtype=np.float64)
    population = np.full(len(clusters), np.inf)
    if plan.design.fpc:
        population = np.array(rows["low_"], dtype=np.float64)
        for stratum, low, high, size in zip(rows[STRATUM], rows["low_"], rows["high_"], rows["clusters_"], strict=True):
            if low is None or low != high or low < size:
                values = {"stratum": stratum or "*", "low": low, "high": high, "clusters": size}
                raise CodedError(errors.BAD_POPULATION, column=plan.design.fpc, **values)
    lone = (clusters == 1) & (population > 1)
    if plan.design.singletons is Singletons.REFUSE and lone.any():
        names = [name for name, alone in zip(rows[STRATUM], lone, strict=True) if alone]
        shown = ", ".join(name.replace("\x1f", "/") or "*" for name in names[:NAMED])
        more = " ..." if len(names) > NAMED else ""
        raise CodedError(errors.LONE_CLUSTERS, count=len(names), strata=shown + more)
    return {name: number for number, name in enumerate(rows[STRATUM])}, variance.Frame(clusters, population)


def floats(rows: Any, name: str) -> Floats:
    """A column of an Arrow table; nothing is NaN."""
    return np.asarray(rows[name].to_numpy(), dtype=np.float64)


def numbered(rows: Any, plan: Plan, strata: dict[str, int]) -> tuple[list[tuple[Any, ...]], Ints, Ints]:
    """The domains' keys in sorted order, and the number of domain and stratum of each row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pc.dictionary_encode(rows[STRATUM].combine_chunks())
    lookup = np.array([strata[name] for name in names.dictionary.to_pylist()], dtype=np.int64)
    stratum = lookup[names.indices.to_numpy()] if len(rows) else np.zeros(0, dtype=np.int64)
    inside = expression.domains(plan)
    if not inside:
        return ([()] if len(rows) else []), np.zeros(len(rows), dtype=np.int64), stratum
    keys = rows.select(inside).group_by(inside).aggregate([])
    keys = keys.sort_by([(name, "ascending") for name in inside])
    keys = keys.append_column("number_", pa.array(np.arange(len(keys))))
    place = pa.table({name: rows[name] for name in inside} | {"row_": pa.array(np.arange(len(rows)))})
    joined = place.join(keys, inside).sort_by("row_")
    listed = keys.select(inside).to_pylist()
    return [tuple(row[name] for name in inside) for row in listed], joined["number_"].to_numpy(), stratum


def moments(
    table: Any, plan: Plan, engine: Engine, form: Form, strata: dict[str, int]
) -> tuple[list[tuple[Any, ...]], variance.Moments]:
    """The domains' keys and the moments of their clusters, by either form."""
    sums = expression.cluster_sums(table, plan)
    base = list(enumerate(plan.weighing.base))
    kinds = [(place, what) for place, measure in base for what in sums_of(measure, plan.deff)]
    if form is Form.WIDE:
        rows = engine.run(sums)
        keys, domain, stratum = numbered(rows, plan, strata)
        found = {(place, what): floats(rows, column(place, what)) for place, what in kinds}
        return keys, variance.moments(plan.weighing, domain, stratum, found)[0]
    rows = engine.run(expression.stratum_moments(sums, plan))
    keys, domain, stratum = numbered(rows, plan, strata)
    order = np.lexsort((stratum, domain))
    measures = len(base) + len(plan.weighing.combinations)
    m = floats(rows, "m_")[order]

    def stacked(prefix: str, count: int) -> Floats:
        return np.stack([floats(rows, f"{prefix}{place}")[order] for place in range(count)], axis=1)

    return keys, variance.Moments(
        domain[order],
        stratum[order],
        m,
        stacked("p", len(base)),
        {(place, what): floats(rows, column(place, what))[order] for place, what in kinds},
        stacked("a", measures),
        stacked("q", measures) * m[:, None],
    )
