"""What the engine gives, turned into arrays: the frame of strata, and moments by stratum and domain, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.survey import checks, expression, variance
from danbiet.stats.survey.design import Singletons
from danbiet.stats.survey.engine import Engine
from danbiet.stats.survey.expression import CLUSTER, STRATUM, Form, Kinds, Plan, column, kinds_of, summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Keys = list[tuple[Any, ...]]
Sums = dict[tuple[int, str], Floats]
Progress = Callable[[int, int], None]
NAMED = 5
BLOCK, SUMS, UNITS, PART = "danbiet_block", "danbiet_sums", "danbiet_units", "danbiet_part"
SIZE, SHORTER = 20, (25, 5, 1)
"""Measures in a block, wide and late: few, so that a query is compiled quickly and its memory small; not too few, for
every block reads the keys anew. Where memory runs short, smaller blocks are tried."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some base measures of a plan, by number, and what their query depends on."""

    measures: tuple[int, ...]
    kinds: Kinds


def blocks(plan: Plan, size: int) -> Iterator[Block]:
    """The base measures in blocks; measures of one kind together, so that the blocks' queries are the same."""
    kinds = kinds_of(plan)
    order = sorted(range(len(kinds)), key=lambda place: (kinds[place], place))
    for start in range(0, len(order), size):
        chosen = tuple(order[start : start + size])
        yield Block(chosen, tuple(kinds[place] for place in chosen))


def frame(table: Any, plan: Plan, engine: Engine) -> tuple[dict[Any, int], variance.Frame]:
    """The strata of the whole sample by number. CodedError for bad weights, populations, strata of one cluster."""
    with engine.untrusting():
        checks.design(table, plan, engine)
    rows = engine.run(expression.frame(table, plan)).sort_by(STRATUM).to_pydict()
    clusters = np.array(rows["clusters_"], dtype=np.float64)
    population = np.full(len(clusters), np.inf)
    if plan.design.fpc:
        population = np.array(rows["low_"], dtype=np.float64)
        for stratum, low, high, size in zip(rows[STRATUM], rows["low_"], rows["high_"], rows["clusters_"], strict=True):
            if low is None or low != high or low < size:
                values = {"stratum": checks.shown(stratum), "low": low, "high": high, "clusters": size}
                raise CodedError(errors.BAD_POPULATION, column=plan.design.fpc, **values)
    lone = (clusters == 1) & (population > 1)
    if plan.design.singletons is Singletons.REFUSE and lone.any():
        names = [checks.shown(name) for name, alone in zip(rows[STRATUM], lone, strict=True) if alone]
        more = " ..." if len(names) > NAMED else ""
        raise CodedError(errors.LONE_CLUSTERS, count=len(names), strata=", ".join(names[:NAMED]) + more)
    return {name: number for number, name in enumerate(rows[STRATUM])}, variance.Frame(clusters, population)


def floats(rows: Any, name: str) -> Floats:
    """A column of an Arrow table; nothing is NaN."""
    return np.asarray(rows[name].to_numpy(), dtype=np.float64)


def there(rows: Any, plan: Plan) -> None:
    """CodedError where nobody is in any domain."""
    if not len(rows):
        raise CodedError(errors.EMPTY, domain=", ".join(plan.by) or "*")


def numbered(rows: Any, strata: Mapping[Any, int]) -> tuple[Keys, Ints, Ints]:
    """The domains' keys in sorted order, and the number of domain and stratum of each row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pc.dictionary_encode(rows[STRATUM].combine_chunks())
    names = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    lookup = np.array([strata[name] for name in names.dictionary.to_pylist()], dtype=np.int64)
    stratum = lookup[names.indices.to_numpy()]
    inside = [name for name in rows.column_names if name.startswith("d")]
    if not inside:
        return [()], np.zeros(len(rows), dtype=np.int64), stratum
    keys = rows.select(inside).group_by(inside).aggregate([])
    keys = keys.sort_by([(name, "ascending") for name in inside])
    keys = keys.append_column("number_", pa.array(np.arange(len(keys))))
    place = pa.table({name: rows[name] for name in inside} | {"row_": pa.array(np.arange(len(rows)))})
    joined = place.join(keys, inside).sort_by("row_")
    listed = keys.select(inside).to_pylist()
    return [tuple(row[name] for name in inside) for row in listed], joined["number_"].to_numpy(), stratum


def moments(
    table: Any, plan: Plan, engine: Engine, form: Form, strata: Mapping[Any, int], progress: Progress | None = None
) -> tuple[Keys, variance.Moments]:
    """The domains' keys and the moments of their clusters, by either form. CodedError for an infinite value."""
    if plan.design.weights() != "fixed":
        from danbiet.stats.survey import calibrated

        return calibrated.moments(table, plan, engine, strata, progress)
    if form is Form.WIDE:
        keys, domain, stratum, sums, _ = cluster_sums(table, plan, engine, strata, progress)
        return keys, variance.moments(plan.weighing, domain, stratum, sums)[0]
    for size in SHORTER:
        try:
            return late_moments(table, plan, engine, strata, size, progress)
        except CodedError as error:
            if error.kind is not errors.OUT_OF_MEMORY or size == SHORTER[-1]:
                raise
    raise AssertionError("the last size returns or raises")


def block_view(
    table: Any, plan: Plan, engine: Engine, block: Block, cells: bool = False
) -> tuple[Any, tuple[Any, ...]]:
    """A block's people as a view of the engine, and what its queries depend on."""
    people = expression.person_values(table, plan, block.measures, cells)
    engine.view(BLOCK, engine.sql(people))
    schema = people.schema()
    return schema, (tuple(schema.items()), tuple(block.kinds))


def cluster_sums(
    table: Any,
    plan: Plan,
    engine: Engine,
    strata: Mapping[Any, int],
    progress: Progress | None = None,
    cells: bool = False,
) -> tuple[Keys, Ints, Ints, Sums, Any]:
    """Domains, the number of domain and stratum of each row, the base measures' sums by cluster and domain, and the
    keys of the rows as the engine gave them. With ``cells``: by the cells of the adjustment and domain."""
    import ibis

    # Without clusters a row is a person, and only one query tells which row of it is which.
    size = SIZE if plan.design.clusters else max(len(plan.weighing.base), 1)
    keys, domain, stratum, sums = Keys(), np.zeros(0, np.int64), np.zeros(0, np.int64), Sums()
    given: Any = None
    parts = list(blocks(plan, size))
    for number, block in enumerate(parts):
        schema, key = block_view(table, plan, engine, block, cells)

        def build(block: Block = block, schema: Any = schema) -> Any:
            made = expression.cluster_sums(ibis.table(schema, name=BLOCK), block.kinds)
            order = [name for name in made.columns if not name.startswith("k")]
            return made.order_by(order) if CLUSTER in order else made

        rows = engine.query(engine.sql_of(("wide", key), build))
        there(rows, plan)
        if not number:
            keys, domain, stratum = numbered(rows, strata)
            given = rows.select([name for name in rows.column_names if not name.startswith("k")])
        for place, measure in enumerate(block.measures):
            for what in block.kinds[place].sums:
                sums[measure, what] = floats(rows, summed(place, what, block.kinds[place]))
        if progress:
            progress(number + 1, len(parts))
    return keys, domain, stratum, sums, given


def late_moments(
    table: Any, plan: Plan, engine: Engine, strata: Mapping[Any, int], size: int, progress: Progress | None
) -> tuple[Keys, variance.Moments]:
    """Moments by stratum and domain as the engine makes them."""
    combinations = plan.weighing.combinations
    bases, parts, kept = len(plan.weighing.base), list(blocks(plan, size)), []
    found: dict[str, Floats] = {}
    sums, keys, pairs = Sums(), Keys(), (np.zeros(0, np.int64), np.zeros(0, np.int64))
    for number, block in enumerate(parts):
        rows, units = late_block(table, plan, engine, block)
        there(rows, plan)
        keys, pairs, order = ordered(rows, strata)
        found["m"] = floats(rows, "m_")[order]
        for place, measure in enumerate(block.measures):
            for prefix in "paq":
                found[f"{prefix}{measure}"] = floats(rows, f"{prefix}{place}")[order]
            for what in block.kinds[place].sums:
                sums[measure, what] = floats(rows, column(place, what))[order]
        if combinations:
            kept.append(keep_parts(engine, units, number, len(combinations)))
        if progress:
            progress(number + 1, len(parts))
    if combinations:
        rows = engine.run(expression.combination_moments(kept, len(combinations)))
        _, _, order = ordered(rows, strata)
        for place in range(len(combinations)):
            for prefix in "aq":
                found[f"{prefix}{bases + place}"] = floats(rows, f"{prefix}{place}")[order]

    def stacked(prefix: str, count: int) -> Floats:
        return np.stack([found[f"{prefix}{place}"] for place in range(count)], axis=1)

    measures = bases + len(combinations)
    scatter = stacked("q", measures) * found["m"][:, None]
    return keys, variance.Moments(*pairs, found["m"], stacked("p", bases), sums, stacked("a", measures), scatter)


def ordered(rows: Any, strata: Mapping[Any, int]) -> tuple[Keys, tuple[Ints, Ints], Ints]:
    """Domains' keys, domain and stratum of each row in order, and that order."""
    keys, domain, stratum = numbered(rows, strata)
    order = np.lexsort((stratum, domain))
    return keys, (domain[order], stratum[order]), order


def late_block(table: Any, plan: Plan, engine: Engine, block: Block) -> tuple[Any, Any]:
    """A block's moments as an Arrow table, and its clusters' values as an expression."""
    import ibis

    schema, key = block_view(table, plan, engine, block)
    collected = expression.cluster_sums(ibis.table(schema, name=BLOCK), block.kinds)
    engine.keep(SUMS, engine.sql_of(("sums", key), lambda: collected))
    partial = shares(block, plan.weighing.combinations)
    sums = expression.spelled_out(ibis.table(collected.schema(), name=SUMS), block.kinds)
    units = expression.unit_values(sums, block.kinds, partial)
    if plan.weighing.combinations:
        engine.keep(UNITS, engine.sql(units))
        units = ibis.table(units.schema(), name=UNITS)
    sql = engine.sql_of(
        ("late", key, bool(plan.weighing.combinations)), lambda: expression.stratum_moments(units, block.kinds)
    )
    return engine.query(sql), units


def shares(block: Block, combinations: Sequence[tuple[str, float, tuple[tuple[int, float], ...]]]) -> Any:
    """For each combination the terms of it that lie in the block, by place in the block."""
    places = {measure: place for place, measure in enumerate(block.measures)}
    out = {}
    for number, (_, _, terms) in enumerate(combinations):
        here = [(places[base], coefficient) for base, coefficient in terms if base in places]
        if here:
            out[number] = here
    return out


def keep_parts(engine: Engine, units: Any, number: int, count: int) -> Any:
    """This block's parts of the combinations, kept by cluster and domain until the last block is through."""
    import ibis

    keys = [name for name in units.columns if name in {STRATUM, CLUSTER} or name.startswith("d")]
    values = {f"x{k}": units[f"x{k}"] if f"x{k}" in units.columns else ibis.literal(0.0) for k in range(count)}
    part = units.select(*keys, **values)
    engine.keep(f"{PART}{number}", engine.sql(part))
    return ibis.table(part.schema(), name=f"{PART}{number}")
