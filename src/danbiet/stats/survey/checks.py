"""What can be wrong with a file and its design, found before it makes a figure: coded, with row and column.

One cheap pass asks whether anything is wrong; only then is the row looked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.survey import expression
from danbiet.stats.survey.answers import ALL
from danbiet.stats.survey.engine import Engine
from danbiet.stats.survey.expression import CLUSTER, STRATUM, WEIGHT, Plan
from danbiet.stats.survey.measures import Proportion, columns_of


def columns(plan: Plan) -> list[str]:
    """The columns that the design, the domains and the measures name, each once."""
    wanted = [*plan.design.columns(), *plan.by]
    for measure in plan.weighing.base:
        wanted.extend(columns_of(measure))
    return list(dict.fromkeys(wanted))


def count(table: Any, engine: Engine) -> int:
    """The number of rows."""
    return int(engine.run(table.aggregate(n_=table.count()))["n_"][0].as_py())


def place(row: int | None, column: str) -> str:
    """A place in the person's terms."""
    return f"dòng {row}, cột {column}" if row is not None else f"cột {column}"


def empty(value: Any) -> Any:
    """Where there is nothing, or "not a number"."""
    return value.isnull() | value.isnan() if value.type().is_floating() else value.isnull()


def shown(stratum: Any) -> str:
    """A stratum's name for people; the one of a unit taken with certainty holds the unit's."""
    return str(stratum).replace("\x1f", "/") or "*"


def first(table: Any, wrong: Any, column: str, engine: Engine) -> tuple[int | None, Any]:
    """The first row (1 for the first respondent) where ``wrong`` holds, and the column's value there.

    Spark's tables have no order: there the row is None.
    """
    import ibis

    if engine.name != "duckdb":
        found = engine.run(table.filter(wrong).select(v_=table[column]).limit(1))
        return None, found["v_"][0].as_py()
    rows = table.select(v_=table[column], bad_=wrong, r_=ibis.row_number())
    with engine.in_order():
        found = engine.run(rows.filter(rows["bad_"]).order_by("r_").limit(1))
    return int(found["r_"][0].as_py()) + 1, found["v_"][0].as_py()


def numbers(table: Any, plan: Plan, engine: Engine) -> None:
    """CodedError for text in a column that has to be numbers; only columns that are kept as text are looked at."""
    wanted = [name for name in (plan.design.weight, plan.design.fpc) if name]
    for measure in plan.weighing.base:
        if not (isinstance(measure, Proportion) and all(isinstance(value, str) for value in measure.values)):
            wanted.extend(columns_of(measure))
    texts = [name for name in dict.fromkeys(wanted) if table[name].type().is_string()]
    if not texts:
        return

    def wrong(name: str) -> Any:
        text = table[name].strip().nullif("")
        return text.notnull() & text.try_cast("float64").isnull()

    found = engine.run(table.aggregate(**{f"b{k}": wrong(name).sum() for k, name in enumerate(texts)}))
    for k, name in enumerate(texts):
        if found[f"b{k}"][0].as_py():
            row, text = first(table, wrong(name), name, engine)
            raise CodedError(errors.NOT_A_NUMBER, at=place(row, name), text=text, column=name)


def design(table: Any, plan: Plan, engine: Engine) -> None:
    """CodedError for a missing or negative weight, a missing stratum or cluster, a cluster in two strata."""
    numbers(table, plan, engine)
    for name in plan.design.adjustment.columns() if plan.design.adjustment else ():
        filled(table, name, engine)
    rows = expression.sampled(table, plan)
    named = {STRATUM: plan.design.strata, CLUSTER: plan.design.clusters, WEIGHT: plan.design.weight}
    looked = {inside: name for inside, name in named.items() if name}
    if looked:
        gaps = {f"g{k}": empty(rows[inside]).sum() for k, inside in enumerate(looked)}
        found = engine.run(rows.aggregate(least_=rows[WEIGHT].min(), most_=rows[WEIGHT].max(), **gaps))
        for k, (inside, name) in enumerate(looked.items()):
            if found[f"g{k}"][0].as_py():
                row, _ = first(table, rows_wrong(table, plan, inside), name, engine)
                raise CodedError(errors.NO_DESIGN_VALUE, at=place(row, name), column=name)
        least, most = found["least_"][0].as_py(), found["most_"][0].as_py()
        if plan.design.weight and most == float("inf"):
            weight = expression.number(table, plan.design.weight, ALL, False)
            row, _ = first(table, weight.isinf(), plan.design.weight, engine)
            raise CodedError(errors.INFINITE, at=place(row, plan.design.weight), column=plan.design.weight)
        if plan.design.weight and least is not None and least < 0:
            weight = expression.number(table, plan.design.weight, ALL, False)
            row, value = first(table, weight < 0, plan.design.weight, engine)
            column = plan.design.weight
            raise CodedError(errors.NEGATIVE_WEIGHT, at=place(row, column), weight=value, column=column)
    if plan.design.strata and plan.design.clusters and not plan.design.nested:
        two_strata(rows, plan, engine)


def filled(table: Any, name: str, engine: Engine) -> None:
    """CodedError for a column with an empty cell."""
    gaps = table[name].isnull()
    if engine.run(table.aggregate(g_=gaps.sum()))["g_"][0].as_py():
        row, _ = first(table, gaps, name, engine)
        raise CodedError(errors.NO_DESIGN_VALUE, at=place(row, name), column=name)


def finite(table: Any, plan: Plan, places: Iterable[int], engine: Engine) -> None:
    """CodedError for an infinite value in a column of some measures."""
    names = dict.fromkeys(name for place in places for name in columns_of(plan.weighing.base[place]))
    for name in names:
        wrong = expression.number(table, name, ALL, False).isinf()
        if engine.run(table.aggregate(g_=wrong.sum()))["g_"][0].as_py():
            row, _ = first(table, wrong, name, engine)
            raise CodedError(errors.INFINITE, at=place(row, name), column=name)


def rows_wrong(table: Any, plan: Plan, inside: str) -> Any:
    """Where a column of the design is empty, in terms of the file's own columns."""
    design = plan.design
    name = {STRATUM: design.strata, CLUSTER: design.clusters, WEIGHT: design.weight}[inside]
    wrong = empty(table[name])
    if table[name].type().is_string():
        wrong = table[name].strip().nullif("").isnull()
    if design.next_stage and inside == CLUSTER:
        wrong = wrong | (expression.flag(table[design.certainty]) & table[design.next_stage].isnull())
    return wrong


def two_strata(rows: Any, plan: Plan, engine: Engine) -> None:
    """CodedError for a cluster in two strata."""
    ends = rows.group_by(CLUSTER).aggregate(first_=rows[STRATUM].min(), last_=rows[STRATUM].max())
    ends = ends.filter(ends["first_"] != ends["last_"]).order_by(CLUSTER).limit(1)
    found = engine.run(ends).to_pylist()
    if found:
        first_, last_ = (shown(found[0][key]) for key in ("first_", "last_"))
        values = {"cluster": found[0][CLUSTER], "first": first_, "second": last_}
        raise CodedError(errors.CLUSTER_IN_TWO_STRATA, at=f"cột {plan.design.clusters}", **values)
