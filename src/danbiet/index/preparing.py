"""Answers prepared for an index: a column an indicator, what each answer counts, on whichever engine holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from danbiet.index import medians
from danbiet.index.items import Item
from danbiet.stats.survey import checks, expression, files
from danbiet.stats.survey.answers import Answers
from danbiet.stats.survey.design import Design
from danbiet.stats.survey.engine import Engine
from danbiet.stats.survey.expression import WEIGHT, Plan
from danbiet.stats.survey.measures import Mean, weighing

ITEMS, INDEX = "danbiet_items", "danbiet_index"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the engine keeps under :data:`INDEX`: the columns ``names`` (by indicator) beside the file's own.

    ``plain`` has them before medians were linearised, and the weights.
    """

    table: Any
    plain: Any
    names: Mapping[str, str]
    items: Mapping[str, Item]
    engine: Engine

    def extremes(self, code: str, province: str) -> tuple[float, float] | None:
        """The least and greatest value of an indicator over provinces; None if there are no two different ones."""
        if province not in self.plain.columns:
            return None
        name = self.names[code]
        if self.items[code].median:
            found = medians.medians(self.plain, name, (province,), self.engine)
            values = [one.value for one in found.values()]
        else:
            rows = self.plain.filter(self.plain[name].notnull() & self.plain[province].notnull())
            means = rows.group_by(province).aggregate(
                v_=(rows[name] * rows[WEIGHT]).sum() / rows[WEIGHT].sum().nullif(0.0)
            )
            values = [value for value in self.engine.run(means)["v_"].to_pylist() if value is not None]
        return (min(values), max(values)) if values and min(values) < max(values) else None


def prepare(
    source: Any,
    design: Design,
    items: Mapping[str, Item],
    gaps: Sequence[float],
    by: tuple[str, ...],
    engine: Engine,
    province: str = "",
) -> Prepared:
    """The answers with a column an indicator. ``province``: a column that is kept if there is one of that name.

    CodedError of the file and its design: STA-101 to STA-105, STA-109, STA-110.
    """
    asked = sorted({name for item in items.values() for name in (*item.columns, item.among) if name})
    raw = Plan(design, weighing(tuple(Mean(name) for name in asked)), by, Answers(), False)
    more = [province] if province and province in files.columns(source, engine) else []
    table = files.people(source, engine, [*checks.columns(raw), *more])
    if design.adjustment:
        files.factors(design.adjustment, engine)
    # Here and not only in the estimate: what is wrong is told by the row of the file itself.
    checks.design(table, raw, engine)
    rows = expression.sampled(table, raw, list(dict.fromkeys([*asked, *by, *more])))
    names = {code: f"x{place}_" for place, code in enumerate(items)}
    values = {names[code]: _value(rows, item, gaps) for code, item in items.items()}
    kept = list(dict.fromkeys([*design.columns(), *by, *more]))
    plain = medians.viewed(rows.select(*kept, **values, **{WEIGHT: rows[WEIGHT]}), ITEMS, engine)
    rows = plain
    for code, item in items.items():
        if item.median:
            found = medians.medians(plain, names[code], by, engine)
            rows = medians.linearised(rows, names[code], by, found, engine)
    rows = medians.viewed(rows.drop(WEIGHT), INDEX, engine)
    return Prepared(rows, plain, names, items, engine)


def _value(table: Any, item: Item, gaps: Sequence[float]) -> Any:
    """What the people's answers count for an indicator; nothing where they are gaps or it wasn't asked."""
    import ibis

    columns = [expression.number(table, name, Answers(), True) for name in item.columns]
    nothing = ibis.null("float64")
    if item.kind == "count":
        ticked = [(one == 1.0).cast("float64").fill_null(0.0) for one in columns]
        asked = reduce(lambda some, more: some | more, [one.notnull() for one in columns])
        value = asked.ifelse(reduce(add, ticked), None)
    elif item.kind == "difference":
        first, second = (one.isin(list(gaps)).ifelse(None, one) for one in columns)
        value = first - second
    elif item.values:
        counted = {**item.values, **item.counts}
        value = ibis.cases(*((columns[0] == answer, counts) for answer, counts in counted.items()), else_=nothing)
    else:
        stays = [(columns[0] == answer, counts) for answer, counts in item.counts.items()]
        left_out = (columns[0].isin([code for code in gaps if code not in item.counts]), nothing)
        value = ibis.cases(*stays, left_out, else_=columns[0])
    if item.among:
        asked = expression.number(table, item.among, Answers(), True).isin(list(item.asked))
        value = asked.ifelse(value, None)
    return value.cast("float64")
