"""Estimates with honest errors: what is asked, of whom, by which rules; typed results that say which rules were used.

**Domains** (``by``) keep the whole design: a cluster that has nobody of a domain still counts in its stratum. Never
filter the file first: that is what makes errors wrong.

**Missing answers**: :mod:`.answers`. Whoever doesn't answer leaves the measure, not the design.

**Degrees of freedom** are those of R's ``degf`` of the domain's design: clusters that have anybody of the domain who
answered, less the strata that have. They are counted by domain and measure, so a province of three clusters gets the
wide interval it has earned; with none left there is no interval.

**Intervals** are symmetric with Student's t on those degrees of freedom; those of proportions are made on the logit
scale (R's ``svyciprop(method="xlogit")``), so they stay between 0 and 1, unless ``proportions`` says otherwise.

**Design effect**: the variance over that of a simple random sample with replacement of as many people (R's
``deff="replace"``), so that it doesn't depend on the scale of the weights. Combinations have none.

**Suppression**: an estimate that rests on fewer than ``least`` answers (15, the rule of PAPI's workbooks) keeps its n
and gives no figure.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.intervals import check_level
from danbiet.stats.survey import checks, files
from danbiet.stats.survey.answers import ALL, Answers
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.engine import DEFAULT, Engine, connect
from danbiet.stats.survey.expression import Form, Plan
from danbiet.stats.survey.measures import Measure, Proportion, name_of, weighing

LEAST = 15
CELLS = {True: 20_000_000, False: 5_000_000}
"""Answers (people times measures), with clusters and without, from which on the engine finishes the variance itself."""


class Interval(StrEnum):
    """How an interval is made of an estimate and its error."""

    T = "t"
    LOGIT = "logit"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an estimate was made by, so that a figure can be read alone."""

    interval: Interval
    singletons: Singletons
    least: int
    weights: str = "fixed"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure. ``value``, ``se``, ``low``, ``high``, ``df`` and ``deff`` are None where there is none (suppressed,
    nobody answered, no degrees of freedom)."""

    measure: str
    domain: Mapping[str, object]
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int
    df: int | None
    deff: float | None
    level: float
    rule: Rule
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Estimates(Sequence[Estimate]):
    """All figures of a call, domain by domain in sorted order; ``rows`` of the file, the form and engine, seconds."""

    figures: tuple[Estimate, ...]
    by: tuple[str, ...]
    people: int
    form: Form
    engine: str
    seconds: float

    def __len__(self) -> int:
        return len(self.figures)

    def __getitem__(self, place: Any) -> Any:
        return self.figures[place]

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self.figures)

    def get(self, measure: str, **domain: object) -> Estimate:
        """The figure of a measure in a domain. KeyError if there is none."""
        for figure in self.figures:
            if figure.measure == measure and dict(figure.domain) == domain:
                return figure
        raise KeyError(f"no estimate of {measure!r} for {domain}")


def estimate(
    source: Any,
    design: Design,
    measures: Iterable[Measure],
    *,
    by: Sequence[str] = (),
    engine: str | Engine = DEFAULT,
    answers: Answers = ALL,
    level: float = 0.95,
    proportions: Interval = Interval.LOGIT,
    others: Interval = Interval.T,
    least: int = LEAST,
    deff: bool = True,
    form: Form | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Estimates:
    """Estimate measures, for everybody or by the groups that the columns ``by`` make.

    ``source``: a path (CSV, Parquet, Stata, SPSS), a ``pyarrow.Table``, a mapping of columns, or
    ``files.Stored`` for a table that the engine keeps.
    ``engine``: a URL (:mod:`.engine`) or an open engine. ``form``: None chooses by size. ``progress`` is told how many
    blocks of measures are done, of how many.
    CodedError for what is wrong with the file or the design; ValueError for measures that make no sense.
    """
    begun = time.perf_counter()
    check_level(level)
    wanted = tuple(measures)
    if not wanted:
        raise ValueError("no measures")
    plan = Plan(design, weighing(wanted), tuple(by), answers, deff)
    if isinstance(engine, str):
        with connect(engine) as opened:
            return estimate(
                source, design, wanted, by=by, engine=opened, answers=answers, level=level, proportions=proportions,
                others=others, least=least, deff=deff, form=form, progress=progress,
            )  # fmt: skip
    table = files.people(source, engine, checks.columns(plan))
    if design.adjustment:
        files.factors(design.adjustment, engine)
    plan = replace(plan, complete=files.complete(source, engine))
    people = checks.count(table, engine)
    if not people:
        raise CodedError(errors.EMPTY, domain="*")
    few = people * len(plan.weighing.base) <= CELLS[design.clusters is not None]
    chosen = form or (Form.WIDE if few else Form.LATE)
    keys, results = compute(table, plan, engine, chosen, progress)
    figures = shape(keys, results, plan, wanted, level, {True: proportions, False: others}, least)
    return Estimates(figures, plan.by, people, chosen, engine.url, time.perf_counter() - begun)


def compute(
    table: Any, plan: Plan, engine: Engine, form: Form, progress: Callable[[int, int], None] | None = None
) -> tuple[list[tuple[Any, ...]], Any]:
    """The domains' keys and their results."""
    from danbiet.stats.survey import running, variance

    names, strata = running.frame(table, plan, engine)
    keys, moments = running.moments(table, plan, engine, form, names, progress)
    broken = variance.broken(moments)
    if broken and not plan.nan:
        with engine.untrusting():
            return compute(table, replace(plan, nan=True), engine, form, progress)
    if broken:
        checks.finite(table, plan, broken, engine)
    return keys, variance.finish(moments, strata, plan.weighing, plan.design.singletons, plan.deff)


def covariance(
    source: Any,
    design: Design,
    measures: Iterable[Measure],
    *,
    by: Sequence[str] = (),
    engine: str | Engine = DEFAULT,
    answers: Answers = ALL,
) -> tuple[tuple[str, ...], dict[tuple[Any, ...], list[list[float]]]]:
    """The measures' names and, for each domain, the matrix of their covariances. Weights are taken as fixed.

    Errors as :func:`estimate`. For one linear combination a :class:`Combination` is simpler and as exact.
    """
    from danbiet.stats.survey import running, variance

    wanted = tuple(measures)
    if isinstance(engine, str):
        with connect(engine) as opened:
            return covariance(source, design, wanted, by=by, engine=opened, answers=answers)
    plan = Plan(replace(design, adjustment=None), weighing(wanted), tuple(by), answers, deff=False)
    table = files.people(source, engine, checks.columns(plan))
    names, strata = running.frame(table, plan, engine)
    keys, domain, stratum, sums, _ = running.cluster_sums(table, plan, engine, names)
    moments, units = variance.moments(plan.weighing, domain, stratum, sums)
    matrices = variance.covariances(moments, units, strata, design.singletons)
    order = list(plan.weighing.order)
    listed = {key: matrix[order][:, order].tolist() for key, matrix in zip(keys, matrices, strict=True)}
    return tuple(name_of(measure) for measure in wanted), listed


def shape(
    keys: list[tuple[Any, ...]],
    results: Any,
    plan: Plan,
    measures: tuple[Measure, ...],
    level: float,
    intervals: Mapping[bool, Interval],
    least: int,
) -> tuple[Estimate, ...]:
    """Typed results of plain arrays."""
    from danbiet.stats.survey import ends

    shares = [isinstance(measure, Proportion) for measure in measures]
    order = list(plan.weighing.order)
    rules = [Rule(intervals[share], plan.design.singletons, least, plan.design.weights()) for share in shares]
    value, se = results.value[:, order], results.se[:, order]
    df, n, deff = results.df[:, order], results.n[:, order], results.deff[:, order]
    low, high = ends.ends(value, se, df, level, [rule.interval for rule in rules])
    names = [name_of(measure) for measure in measures]
    out = []
    columns = [ends.plain(array) for array in (value, se, low, high, df, deff)]
    for row, key in enumerate(keys):
        domain = dict(zip(plan.by, key, strict=True))
        for place, name in enumerate(names):
            count = int(n[row, place])
            if count < least:
                out.append(Estimate(name, domain, None, None, None, None, count, None, None, level, rules[place], True))
                continue
            v, s, lo, hi, d, e = (column[row][place] for column in columns)
            d = None if d is None else int(d)
            out.append(Estimate(name, domain, v, s, lo, hi, count, d, e, level, rules[place]))
    return tuple(out)
