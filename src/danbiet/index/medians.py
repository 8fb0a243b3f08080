"""Medians over people, with the linearised value of each person.

A median isn't a sum, so its error isn't one of sums either. Each person gets the value ``m + (F(m) - [x <= m]) / f(m)``
(its linearisation): the mean of these is the median, the design's error of that mean is the median's, and like any
other mean it can be a term of a sum. ``f(m)``, how dense the answers are about the median, is the share of people
within a window, over its width. Where people round their answers (5, 10, 15 minutes) the median moves in steps, which
no error tells; the window is never narrower than such a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from danbiet.stats.survey.engine import Engine
from danbiet.stats.survey.expression import WEIGHT


@dataclass(frozen=True, slots=True)
class Median:
    """The weighted median of a domain: the least answer that half of the people don't exceed (``below`` = F(m))."""

    value: float
    below: float
    density: float
    n: int


def medians(rows: Any, column: str, by: Sequence[str], engine: Engine) -> dict[tuple[Any, ...], Median]:
    """The median of a column in every domain. ``rows``: a table with the weights under their inside name."""
    keep = rows[column].notnull() & (rows[WEIGHT] > 0)
    for name in by:
        keep = keep & rows[name].notnull()
    kept = rows.filter(keep)
    counted = kept.group_by([*by, column]).aggregate(sum_=kept[WEIGHT].sum(), n_=kept.count())
    found: dict[tuple[Any, ...], list[tuple[float, float, int]]] = {}
    for row in engine.run(counted.order_by([*by, column])).to_pylist():
        key = tuple(row[name] for name in by)
        found.setdefault(key, []).append((row[column], row["sum_"], row["n_"]))
    return {key: _median(np.array(lines, dtype=np.float64)) for key, lines in found.items()}


def _median(lines: Any) -> Median:
    values, weights, counts = lines.T
    share = weights / weights.sum()
    below = np.cumsum(share)
    place = int(np.searchsorted(below, 0.5 - 1e-12))
    middle, n = float(values[place]), int(counts.sum())
    quarter, three = (float(values[np.searchsorted(below, at - 1e-12)]) for at in (0.25, 0.75))
    gaps = np.diff(values[max(0, place - 2) : place + 3])
    step = float(np.median(gaps)) if len(gaps) else 0.0
    reach = max(0.79 * (three - quarter) * n**-0.2, step)
    inside = np.abs(values - middle) <= reach * (1 + 1e-9)
    # Answers that stand for all up to half a step away fill the window by so much more.
    width = 2 * reach + (step if inside.sum() < n else 0.0)
    return Median(middle, float(below[place]), float(share[inside].sum()) / width if width else 0.0, n)


def linearised(rows: Any, column: str, by: Sequence[str], found: dict[tuple[Any, ...], Median], engine: Engine) -> Any:
    """The table with the column's values replaced by the linearised ones; nothing where there is no answer."""
    import pyarrow as pa

    kept = list(rows.columns)
    keys = [f"k{place}_{column}" for place in range(len(by))]
    constants = {name: [key[place] for key in found] for place, name in enumerate(keys)}
    constants |= {f"m_{column}": [one.value for one in found.values()]}
    constants |= {f"b_{column}": [one.below for one in found.values()]}
    constants |= {f"o_{column}": [1 / one.density if one.density else 0.0 for one in found.values()]}
    table = placed(pa.table(constants), f"danbiet_{column}", engine)
    joined = rows.left_join(table, [rows[name] == table[key] for name, key in zip(by, keys, strict=True)])
    middle, below, over = (joined[f"{what}_{column}"] for what in "mbo")
    value = middle + (below - (joined[column] <= middle).cast("float64")) * over
    return joined.mutate(**{column: value}).select(*kept)


def placed(table: Any, name: str, engine: Engine) -> Any:
    """A small Arrow table as a table of the engine."""
    if engine.name == "duckdb":
        engine.connection.register(name, table)
    else:
        engine.connection.createDataFrame(table).createOrReplaceTempView(name)
    return engine.table(name)


def viewed(rows: Any, name: str, engine: Engine) -> Any:
    """A table's expression under a name: what is asked of it afterwards needn't be compiled with it each time."""
    engine.view(name, engine.sql(rows))
    return engine.table(name)
