"""The one expression of an estimate, in ibis: compiled for DuckDB or for Spark, the same sums in the same order.

Two forms of it, chosen by size (:mod:`.estimate`):

- ``wide``: sums by cluster and domain leave the engine, the variance is finished in numpy. Little to compile, so small
  files are quick; what leaves grows with the number of clusters.
- ``late``: the engine goes on to means and variances of the clusters' values by stratum and domain. What leaves is the
  same however many people answered.

Nothing is subtracted from nearly the same: cluster values vary around the mean of the clusters that have anybody in the
domain (the engines' ``var_pop`` is a one-pass stable algorithm), and the empty clusters are added in closed form
(:mod:`.variance`). Column names inside are short, distinct without regard to case, and never a file's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from danbiet.stats.survey.answers import Answers
from danbiet.stats.survey.design import Design
from danbiet.stats.survey.measures import Base, Proportion, Ratio, Total, Weighing

STRATUM, CLUSTER, WEIGHT = "s_", "c_", "w_"


class Form(StrEnum):
    """How far the engine goes before the rest is finished in numpy."""

    WIDE = "wide"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the engine: who was drawn how, what is measured, for which domains."""

    design: Design
    weighing: Weighing
    by: tuple[str, ...]
    answers: Answers
    deff: bool
    nan: bool = False
    """Whether "not a number" has to be looked for: only after a first run met one."""


def sums_of(measure: Base, deff: bool) -> tuple[str, ...]:
    """Which sums a measure needs: n answers, w weights, y and x weighted values, and their weighted squares."""
    if isinstance(measure, Ratio):
        return ("n", "w", "y", "x", "yy", "yx", "xx") if deff else ("n", "y", "x")
    if isinstance(measure, Total) and measure.column is None:
        return ("n", "y")
    if isinstance(measure, Total):
        return ("n", "w", "y", "yy") if deff else ("n", "y")
    if isinstance(measure, Proportion):
        return ("n", "w", "y")  # the square of 0 or 1 is itself
    return ("n", "w", "y", "yy") if deff else ("n", "w", "y")


def column(place: int, what: str) -> str:
    """The name of a sum inside the expression."""
    return f"k{place}_{what}"


def number(table: Any, name: str, answers: Answers, nan: bool) -> Any:
    """A column as a number (text that isn't one has been refused before), codes turned into what they count as."""
    value = table[name]
    kind = value.type()
    if kind.is_string():
        value = value.strip().nullif("")
    if not kind.is_floating():
        value = value.cast("float64")
    elif nan:
        value = value.isnan().ifelse(None, value)
    return recoded(value, answers)


def recoded(value: Any, answers: Answers) -> Any:
    """The value with codes replaced by what they count as, or by nothing."""
    import ibis

    codes = answers.values()
    dropped = [code for code, counts in codes.items() if counts is None]
    branches = [(value == code, counts) for code, counts in codes.items() if counts is not None]
    if dropped:
        branches.append((value.isin(dropped), ibis.null("float64")))
    return ibis.cases(*branches, else_=value) if branches else value


def among(table: Any, measure: Proportion, answers: Answers, nan: bool) -> Any:
    """1 where the answer is among the measure's values, 0 where it is another one, nothing where there is none."""
    raw = table[measure.column]
    if all(isinstance(value, str) for value in measure.values):
        text = raw.cast("string").strip().nullif("")
        return text.isin(list(measure.values)).cast("float64")
    value = number(table, measure.column, answers, nan)
    return value.isin([float(v) for v in measure.values]).cast("float64")


def sampled(table: Any, plan: Plan) -> Any:
    """The respondents with the design's columns under their inside names, certainty units taken apart."""
    import ibis

    design = plan.design
    text = "string"
    cluster = table[design.clusters].cast(text) if design.clusters else None
    stratum = table[design.strata].cast(text) if design.strata else ibis.literal("")
    if design.certainty and cluster is not None:
        sure = flag(table[design.certainty])
        stratum, cluster = (
            sure.ifelse(stratum.concat("\x1f", cluster), stratum),
            sure.ifelse(table[design.next_stage].cast(text), cluster),
        )
    weight = number(table, design.weight, Answers(), False) if design.weight else ibis.literal(1.0)
    out = {STRATUM: stratum, WEIGHT: weight}
    if cluster is not None:
        out[CLUSTER] = cluster
    return table.mutate(**out)


def flag(value: Any) -> Any:
    """A certainty column as true or false: booleans as they are, numbers by not being 0."""
    if value.type().is_boolean():
        return value.fill_null(False)
    return (value.cast("float64") != 0).fill_null(False)


def domains(plan: Plan) -> list[str]:
    """Inside names of the domain columns."""
    return [f"d{place}_" for place in range(len(plan.by))]


def person_values(table: Any, plan: Plan) -> Any:
    """One row a person with the values the sums are made of; people of no domain and of weight 0 left out."""
    rows = sampled(table, plan)
    keep = rows[WEIGHT] > 0
    for name in plan.by:
        keep = keep & rows[name].notnull()
    rows = rows.filter(keep)
    out: dict[str, Any] = {STRATUM: rows[STRATUM], WEIGHT: rows[WEIGHT]}
    if plan.design.clusters:
        out[CLUSTER] = rows[CLUSTER]
    out |= {inside: rows[name] for inside, name in zip(domains(plan), plan.by, strict=True)}
    for place, measure in enumerate(plan.weighing.base):
        answers = getattr(measure, "answers", None) or plan.answers
        if isinstance(measure, Ratio):
            out[f"v{place}y"] = number(rows, measure.numerator, answers, plan.nan)
            out[f"v{place}x"] = number(rows, measure.denominator, answers, plan.nan)
        elif isinstance(measure, Proportion):
            out[f"v{place}y"] = among(rows, measure, answers, plan.nan)
        elif measure.column is not None:
            out[f"v{place}y"] = number(rows, measure.column, answers, plan.nan)
    return rows.select(**out)


def parts(rows: Any, place: int, measure: Base, deff: bool) -> dict[str, Any]:
    """The values whose sums a measure needs, by inside name; nothing where the person didn't answer."""
    weight = rows[WEIGHT]
    wanted = sums_of(measure, deff)
    if isinstance(measure, Total) and measure.column is None:
        return {column(place, "n"): weight.notnull().cast("int64"), column(place, "y"): weight}
    y = rows[f"v{place}y"]
    if isinstance(measure, Ratio):
        x = rows[f"v{place}x"]
        both = y.notnull() & x.notnull()
        y, x = both.ifelse(y, None), both.ifelse(x, None)
        made = {"n": both.cast("int64"), "w": both.ifelse(weight, None), "y": weight * y, "x": weight * x}
        made |= {"yy": weight * y * y, "yx": weight * y * x, "xx": weight * x * x}
    else:
        made = {"n": y.notnull().cast("int64"), "w": y.notnull().ifelse(weight, None), "y": weight * y}
        made["yy"] = weight * y * y
    return {column(place, what): made[what] for what in wanted}


def cluster_sums(table: Any, plan: Plan) -> Any:
    """One row a cluster and domain: the sums of every measure. Without clusters everybody is one."""
    rows = person_values(table, plan)
    keys = [STRATUM, *([CLUSTER] if plan.design.clusters else []), *domains(plan)]
    made: dict[str, Any] = {}
    for place, measure in enumerate(plan.weighing.base):
        made |= parts(rows, place, measure, plan.deff)
    if not plan.design.clusters:
        kept = {name: value if name.endswith("_n") else value.coalesce(0.0) for name, value in made.items()}
        return rows.select(*keys, **kept)
    return rows.group_by(keys).aggregate(**{name: value.sum().coalesce(0) for name, value in made.items()})


def linearised(rows: Any, plan: Plan) -> Mapping[str, Any]:
    """Each measure's linearised value of a cluster in its domain; ``rows`` has the domain's sums under ``t`` names."""
    out: dict[str, Any] = {}
    units = []
    for place, measure in enumerate(plan.weighing.base):
        y = rows[column(place, "y")]
        if not isinstance(measure, Total):
            under = "x" if isinstance(measure, Ratio) else "w"
            below = rows["t" + column(place, under)].nullif(0.0)
            y = (y - rows["t" + column(place, "y")] / below * rows[column(place, under)]) / below
        units.append(y)
        out[f"u{place}"] = y
    for place, (_, _, terms) in enumerate(plan.weighing.combinations, start=len(units)):
        value = None
        for base, coefficient in terms:
            part = units[base] * coefficient
            value = part if value is None else value + part
        out[f"u{place}"] = value
    return out


def stratum_moments(sums: Any, plan: Plan) -> Any:
    """One row a stratum and domain: its sums, and number, mean and variance of its clusters' linearised values."""
    inside = domains(plan)
    names = [column(k, what) for k, measure in enumerate(plan.weighing.base) for what in sums_of(measure, plan.deff)]
    needed = [
        column(k, what)
        for k, measure in enumerate(plan.weighing.base)
        if not isinstance(measure, Total)
        for what in ("y", "x" if isinstance(measure, Ratio) else "w")
    ]
    rows = sums
    if needed:
        over = {"t" + name: sums[name].sum() for name in needed}
        totals = sums.group_by(inside).aggregate(**over) if inside else sums.aggregate(**over)
        joined = sums.join(totals, inside) if inside else sums.cross_join(totals)
        rows = joined.select(*[sums[name] for name in sums.columns], *[totals["t" + name] for name in needed])
    units = linearised(rows, plan)
    keys = [STRATUM, *inside]
    counts = [column(k, "n") for k in range(len(plan.weighing.base))]
    values = rows.select(*keys, *names, **units)
    return values.group_by(keys).aggregate(
        m_=values.count(),
        **{name: values[name].sum() for name in names},
        **{f"p{k}": (values[name] > 0).cast("int64").sum() for k, name in enumerate(counts)},
        **{f"a{k}": values[f"u{k}"].mean() for k in range(len(units))},
        **{f"q{k}": values[f"u{k}"].var(how="pop") for k in range(len(units))},
    )


def frame(table: Any, plan: Plan) -> Any:
    """One row a stratum of the whole sample: its clusters, population, and what is wrong with it."""
    rows = sampled(table, plan)
    design = plan.design
    population = number(rows, design.fpc, Answers(), False) if design.fpc else rows[WEIGHT] * 0
    rows = rows.mutate(f_=population)
    keys: Sequence[str] = [STRATUM]
    if design.clusters:
        rows = rows.group_by([STRATUM, CLUSTER]).aggregate(
            low_=rows["f_"].min(), high_=rows["f_"].max(), least_=rows[WEIGHT].min(), weight_=rows[WEIGHT].sum()
        )
    else:
        rows = rows.select(STRATUM, low_=rows["f_"], high_=rows["f_"], least_=rows[WEIGHT], weight_=rows[WEIGHT])
    return rows.group_by(keys).aggregate(
        clusters_=rows.count(),
        low_=rows["low_"].min(),
        high_=rows["high_"].max(),
        least_=rows["least_"].min(),
        weight_=rows["weight_"].sum(),
    )


__all__ = ["Form", "Plan", "cluster_sums", "column", "domains", "frame", "stratum_moments", "sums_of"]
