"""The one expression of an estimate, in ibis: compiled for DuckDB or for Spark, the same sums in the same order.

People become rows of values (:func:`person_values`), rows become sums by cluster and domain (:func:`cluster_sums`).
From there two forms, chosen by size (:mod:`.estimate`):

- ``wide``: these sums leave the engine and the variance is finished in numpy. Little to compile, so small files are
  quick; what leaves grows with the number of clusters.
- ``late``: the engine goes on to means and variances of the clusters' values by stratum and domain
  (:func:`stratum_moments`). What leaves is the same however many people answered.

Measures go through in blocks. Inside a block columns have numbers instead of names, so that every block of the same
kind is the same query: compiled once, then only run; and the memory is that of a block, not of the questionnaire.

Nothing is subtracted from nearly the same: cluster values vary around the mean of the clusters that have anybody in the
domain (the engines' ``var_pop`` is a one-pass stable algorithm), and the empty clusters are added in closed form
(:mod:`.variance`). Names inside differ without regard to case: engines don't tell ``n`` from ``N``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from danbiet.stats.survey.answers import Answers
from danbiet.stats.survey.design import Design
from danbiet.stats.survey.measures import Base, Mean, Proportion, Ratio, Total, Weighing, columns_of

STRATUM, CLUSTER, WEIGHT, BEFORE, CELL = "s_", "c_", "w_", "b_", "j_"
FACTORS = "danbiet_factors"


class Kind(NamedTuple):
    """What a measure's query depends on: the sum it is divided by ("" for a total) and the sums it needs (n answers,
    w weights, y and x weighted values, weighted squares). ``everybody``: it counts people and reads no column;
    ``complete``: everybody answered."""

    below: str
    sums: tuple[str, ...]
    everybody: bool = False
    complete: bool = False


Kinds = Sequence[Kind]


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
    complete: frozenset[str] = frozenset()
    """Columns of which the file itself says that no cell is empty: their n and weights are summed once for all."""


def kind_of(measure: Base, deff: bool) -> Kind:
    """The kind of a measure; design effects need squares."""
    if isinstance(measure, Ratio):
        return Kind("x", ("n", "w", "y", "x", "yy", "yx", "xx") if deff else ("n", "y", "x"))
    if isinstance(measure, Total) and measure.column is None:
        return Kind("", ("n", "y"), everybody=True)
    if isinstance(measure, Proportion):
        return Kind("w", ("n", "w", "y"))  # the square of 0 or 1 is itself
    if isinstance(measure, Total):
        return Kind("", ("n", "w", "y", "yy") if deff else ("n", "y"))
    return Kind("w", ("n", "w", "y", "yy") if deff else ("n", "w", "y"))


def kinds_of(plan: Plan) -> list[Kind]:
    """The kinds of a plan's base measures."""
    out = []
    for measure in plan.weighing.base:
        answers = getattr(measure, "answers", None) or plan.answers
        complete = isinstance(measure, Mean) and not answers.codes and not plan.nan and measure.column in plan.complete
        out.append(kind_of(measure, plan.deff)._replace(complete=complete))
    return out


def column(place: int, what: str) -> str:
    """The name of a sum inside the expression."""
    return f"k{place}_{what}"


def summed(place: int, what: str, kind: Kind) -> str:
    """The name under which a measure's sum is found: of complete columns n and weights are the same."""
    return f"kall_{what}" if kind.complete and what in "nw" else column(place, what)


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


def sampled(table: Any, plan: Plan, others: Sequence[str] = ()) -> Any:
    """The respondents with the design's columns under their inside names, certainty units taken apart; and ``others``.

    Only these columns are carried on: what is compiled grows with them.
    """
    import ibis

    design = plan.design
    wanted = list(dict.fromkeys([*design.columns(), *others]))
    table = table.select(wanted) if wanted else table
    cluster = table[design.clusters] if design.clusters else None
    stratum = table[design.strata] if design.strata else ibis.literal("")
    if design.certainty and cluster is not None:
        sure, text = flag(table[design.certainty]), "string"
        stratum, cluster = stratum.cast(text), cluster.cast(text)
        below = table[design.next_stage].cast(text)
        stratum, cluster = sure.ifelse(stratum.concat("\x1f", cluster), stratum), sure.ifelse(below, cluster)
    weight = number(table, design.weight, Answers(), False) if design.weight else ibis.literal(1.0)
    out = {STRATUM: stratum, WEIGHT: weight}
    if cluster is not None:
        out[CLUSTER] = cluster
    if design.adjustment is None:
        return table.mutate(**out)
    rows = table.mutate(**out, **{BEFORE: weight, CELL: cell(table, design.adjustment.columns())})
    factors = ibis.table({CELL: "string", "f_": "float64"}, name=FACTORS)
    joined = rows.left_join(factors, CELL)
    kept = [rows[name] for name in rows.columns if name != WEIGHT]
    return joined.select(*kept, **{WEIGHT: rows[WEIGHT] * factors["f_"]})


def cell(table: Any, names: Sequence[str]) -> Any:
    """The combination of some columns' values, as one text; nothing where one of them is empty."""
    first, *rest = (table[name].cast("string") for name in names)
    for value in rest:
        first = first.concat("\x1f", value)
    return first


def flag(value: Any) -> Any:
    """A certainty column as true or false: booleans as they are, numbers by not being 0."""
    if value.type().is_boolean():
        return value.fill_null(False)
    return (value.cast("float64") != 0).fill_null(False)


def domains(count: int) -> list[str]:
    """Inside names of the domain columns."""
    return [f"d{place}_" for place in range(count)]


def person_values(table: Any, plan: Plan, block: Sequence[int], cells: bool = False) -> Any:
    """One row a person with the values of a block of measures; people of no domain and of weight 0 left out.

    A value is missing where the person didn't answer; of a ratio both are, where one is. With ``cells`` people are
    gathered by the cells of the adjustment instead of clusters, with their weights before it.
    """
    chosen = [plan.weighing.base[place] for place in block]
    rows = sampled(table, plan, [*plan.by, *(name for measure in chosen for name in columns_of(measure))])
    keep = rows[WEIGHT] > 0
    for name in plan.by:
        keep = keep & rows[name].notnull()
    rows = rows.filter(keep)
    out: dict[str, Any] = {STRATUM: rows[STRATUM], WEIGHT: rows[WEIGHT]}
    if cells:
        out = {STRATUM: rows[CELL], CLUSTER: rows[CELL], WEIGHT: rows[BEFORE]}
    elif plan.design.clusters:
        out[CLUSTER] = rows[CLUSTER]
    out |= {inside: rows[name] for inside, name in zip(domains(len(plan.by)), plan.by, strict=True)}
    for place, measure in enumerate(chosen):
        answers = getattr(measure, "answers", None) or plan.answers
        if isinstance(measure, Ratio):
            y = number(rows, measure.numerator, answers, plan.nan)
            x = number(rows, measure.denominator, answers, plan.nan)
            out[f"v{place}y"] = x.notnull().ifelse(y, None)
            out[f"v{place}x"] = y.notnull().ifelse(x, None)
        elif isinstance(measure, Proportion):
            out[f"v{place}y"] = among(rows, measure, answers, plan.nan)
        elif measure.column is not None:
            out[f"v{place}y"] = number(rows, measure.column, answers, plan.nan)
    return rows.select(**out)


def parts(rows: Any, place: int, kind: Kind) -> dict[str, Any]:
    """The values whose sums a measure needs, by inside name; nothing where the person didn't answer."""
    weight = rows[WEIGHT]
    if kind.everybody:
        return {column(place, "n"): weight, column(place, "y"): weight}
    y = rows[f"v{place}y"]
    made = {"n": y, "w": y.notnull().ifelse(weight, None), "y": weight * y, "yy": weight * y * y}
    if "x" in kind.sums:
        x = rows[f"v{place}x"]
        made |= {"x": weight * x, "yx": weight * y * x, "xx": weight * x * x}
    if kind.complete:
        made |= {"n": weight, "w": weight}
    return {summed(place, what, kind): made[what] for what in kind.sums}


def cluster_sums(rows: Any, kinds: Kinds) -> Any:
    """One row a cluster and domain: the sums of a block's measures. Without clusters everybody is one."""
    keys = [name for name in rows.columns if name in {STRATUM, CLUSTER} or name.startswith("d")]
    made: dict[str, Any] = {}
    for place, kind in enumerate(kinds):
        made |= parts(rows, place, kind)
    if CLUSTER not in keys:
        kept = {
            name: value.notnull().cast("float64") if name.endswith("_n") else value.coalesce(0.0)
            for name, value in made.items()
        }
        return rows.select(*keys, **kept)
    return rows.group_by(keys).aggregate(
        **{
            name: value.count().cast("float64") if name.endswith("_n") else value.sum().coalesce(0.0)
            for name, value in made.items()
        }
    )


def spelled_out(sums: Any, kinds: Kinds) -> Any:
    """Sums by cluster and domain with n and weights of every measure under its own name."""
    keys = [name for name in sums.columns if not name.startswith("k")]
    own = {column(k, what): sums[summed(k, what, kind)] for k, kind in enumerate(kinds) for what in kind.sums}
    return sums.select(*keys, **own)


def linearised(rows: Any, kinds: Kinds) -> list[Any]:
    """Each measure's linearised value of a cluster in its domain; ``rows`` has the domain's sums under ``t`` names."""
    out = []
    for place, kind in enumerate(kinds):
        y = rows[column(place, "y")]
        if kind.below:
            whole = rows["t" + column(place, kind.below)].nullif(0.0)
            y = (y - rows["t" + column(place, "y")] / whole * rows[column(place, kind.below)]) / whole
        out.append(y)
    return out


def unit_values(sums: Any, kinds: Kinds, partial: Mapping[int, Sequence[tuple[int, float]]]) -> Any:
    """Sums by cluster and domain, with each measure's linearised value, and this block's part of each combination."""
    inside = [name for name in sums.columns if name.startswith("d")]
    needed = [column(k, what) for k, kind in enumerate(kinds) if kind.below for what in ("y", kind.below)]
    rows = sums
    if needed:
        over = {"t" + name: sums[name].sum() for name in needed}
        totals = sums.group_by(inside).aggregate(**over) if inside else sums.aggregate(**over)
        joined = sums.join(totals, inside) if inside else sums.cross_join(totals)
        rows = joined.select(*[sums[name] for name in sums.columns], *[totals["t" + name] for name in needed])
    units = linearised(rows, kinds)
    mixed = {}
    for number_of, terms in partial.items():
        value = None
        for place, coefficient in terms:
            part = units[place].coalesce(0.0) * coefficient
            value = part if value is None else value + part
        mixed[f"x{number_of}"] = value
    return rows.select(
        *[sums[name] for name in sums.columns], **{f"u{k}": unit for k, unit in enumerate(units)}, **mixed
    )


def stratum_moments(units: Any, kinds: Kinds) -> Any:
    """One row a stratum and domain: its sums, and number, mean and variance of its clusters' linearised values."""
    keys = [name for name in units.columns if name == STRATUM or name.startswith("d")]
    names = [column(k, what) for k, kind in enumerate(kinds) for what in kind.sums]
    return units.group_by(keys).aggregate(
        m_=units.count(),
        **{name: units[name].sum() for name in names},
        **{f"p{k}": (units[column(k, "n")] > 0).cast("float64").sum() for k in range(len(kinds))},
        **{f"a{k}": units[f"u{k}"].mean() for k in range(len(kinds))},
        **{f"q{k}": units[f"u{k}"].var(how="pop") for k in range(len(kinds))},
    )


def combination_moments(parts: Sequence[Any], count: int) -> Any:
    """The same for combinations, whose parts lie in several blocks: mean and variance by stratum and domain."""
    import ibis

    rows = parts[0] if len(parts) == 1 else ibis.union(*parts)
    keys = [name for name in rows.columns if name in {STRATUM, CLUSTER} or name.startswith("d")]
    names = [f"x{number_of}" for number_of in range(count)]
    if len(parts) > 1:
        rows = rows.group_by(keys).aggregate(**{name: rows[name].sum() for name in names})
    return rows.group_by([key for key in keys if key != CLUSTER]).aggregate(
        m_=rows.count(),
        **{f"a{k}": rows[name].mean() for k, name in enumerate(names)},
        **{f"q{k}": rows[name].var(how="pop") for k, name in enumerate(names)},
    )


def cell_weights(table: Any, plan: Plan) -> Any:
    """One row a cluster and cell of the adjustment: weights before and after it, over the whole sample."""
    rows = sampled(table, plan)
    return rows.group_by([STRATUM, CLUSTER, CELL]).aggregate(before_=rows[BEFORE].sum(), after_=rows[WEIGHT].sum())


def frame(table: Any, plan: Plan) -> Any:
    """One row a stratum of the whole sample: its clusters, and the least and greatest population given for it."""
    rows = sampled(table, plan)
    design = plan.design
    population = number(rows, design.fpc, Answers(), False) if design.fpc else rows[WEIGHT] * 0
    rows = rows.mutate(f_=population)
    if design.clusters:
        rows = rows.group_by([STRATUM, CLUSTER]).aggregate(low_=rows["f_"].min(), high_=rows["f_"].max())
    else:
        rows = rows.select(STRATUM, low_=rows["f_"], high_=rows["f_"])
    return rows.group_by(STRATUM).aggregate(clusters_=rows.count(), low_=rows["low_"].min(), high_=rows["high_"].max())
