"""Weights brought to known populations: post-stratification (one table of cells) and raking (several margins).

    factors = rake("answers.csv", design, [("sex", {"1": 510_000, "2": 520_000}), ("age", {...})])
    estimate("answers.csv", replace(design, adjustment=factors), ...)

Both make an :class:`~danbiet.stats.survey.design.Adjustment`: a factor for each combination of the columns' values; the
file isn't changed. Populations are numbers of people and every value in the sample needs one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.survey import checks, expression, files
from danbiet.stats.survey.answers import ALL
from danbiet.stats.survey.design import Adjustment, Design
from danbiet.stats.survey.engine import DEFAULT, Engine, connect
from danbiet.stats.survey.expression import CELL, WEIGHT, Plan
from danbiet.stats.survey.measures import weighing

Populations = Mapping[Any, float]
Margin = tuple[str | Sequence[str], Populations]
CLOSE = 1e-12


def post_stratify(
    source: Any,
    design: Design,
    columns: str | Sequence[str],
    populations: Populations,
    *,
    counted: bool = True,
    engine: str | Engine = DEFAULT,
) -> Adjustment:
    """Factors that give every cell of the columns its population. A cell is a value, or a tuple of several columns'.

    CodedError for a cell of the sample without a population, or a population without respondents.
    """
    return rake(source, design, [(columns, populations)], counted=counted, engine=engine)


def rake(
    source: Any,
    design: Design,
    margins: Sequence[Margin],
    *,
    counted: bool = True,
    rounds: int = 1000,
    engine: str | Engine = DEFAULT,
) -> Adjustment:
    """Factors that meet every margin's populations, by iterative proportional fitting.

    CodedError as for post-stratification, and where the margins can't all be met (their totals differ).
    """
    if isinstance(engine, str):
        with connect(engine) as opened:
            return rake(source, design, margins, counted=counted, rounds=rounds, engine=opened)
    named = tuple((columns,) if isinstance(columns, str) else tuple(columns) for columns, _ in margins)
    columns = Adjustment(named, ()).columns()
    cells = weights_by_cell(source, design, columns, engine)
    targets = []
    for names, (_, populations) in zip(named, margins, strict=True):
        places = [columns.index(name) for name in names]
        of_cell = [tuple(cell[place] for place in places) for cell in cells]
        targets.append((of_cell, wanted(names, of_cell, populations)))
    factors = fitted(list(cells.values()), targets, rounds)
    return Adjustment(named, tuple(zip(cells, factors, strict=True)), counted)


def weights_by_cell(
    source: Any, design: Design, columns: tuple[str, ...], engine: Engine
) -> dict[tuple[str, ...], float]:
    """The sum of the weights in each cell of the sample, in sorted order."""
    plan = Plan(replace(design, adjustment=None), weighing(()), columns, ALL, deff=False)
    table = files.people(source, engine, checks.columns(plan))
    checks.design(table, plan, engine)
    rows = expression.sampled(table, plan, columns)
    for name in columns:
        checks.filled(table, name, engine)
    rows = rows.mutate(**{CELL: expression.cell(rows, columns)})
    found = engine.run(rows.group_by(CELL).aggregate(sum_=rows[WEIGHT].sum()).order_by(CELL)).to_pydict()
    return {tuple(cell.split("\x1f")): sum_ for cell, sum_ in zip(found[CELL], found["sum_"], strict=True)}


def text(value: Any) -> str:
    """A value as the engines write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def wanted(
    names: tuple[str, ...], of_cell: Sequence[tuple[str, ...]], populations: Populations
) -> dict[tuple[str, ...], float]:
    """The population of each category. CodedError where the sample and the populations don't have the same ones."""
    given = {
        tuple(text(part) for part in (key if isinstance(key, tuple) else (key,))): float(value)
        for key, value in populations.items()
    }
    column = " x ".join(names)
    for category in sorted(set(of_cell)):
        if not given.get(category, 0) > 0:
            raise CodedError(errors.NO_TARGET, column=column, cell=" x ".join(category))
    for category, value in given.items():
        if value > 0 and category not in set(of_cell):
            raise CodedError(errors.NOBODY_FOR_TARGET, column=column, cell=" x ".join(category))
    return given


def fitted(
    sums: Sequence[float],
    margins: Sequence[tuple[Sequence[tuple[str, ...]], dict[tuple[str, ...], float]]],
    rounds: int,
) -> list[float]:
    """Each cell's factor. CodedError where the margins aren't met to one part in 10^12 after so many rounds."""
    factors = [1.0] * len(sums)
    off = 0.0
    for _ in range(rounds):
        off = 0.0
        for of_cell, populations in margins:
            reached: dict[tuple[str, ...], float] = {}
            for category, weight, factor in zip(of_cell, sums, factors, strict=True):
                reached[category] = reached.get(category, 0.0) + weight * factor
            change = {name: populations[name] / there if there else 1.0 for name, there in reached.items()}
            off = max(off, *(abs(ratio - 1) for ratio in change.values()))
            factors = [factor * change[category] for category, factor in zip(of_cell, factors, strict=True)]
        if len(margins) == 1 or off < CLOSE:
            return factors
    raise CodedError(errors.NOT_CONVERGED, rounds=rounds, off=f"{off:.1e}")
