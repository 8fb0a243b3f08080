"""Whether answers are made up: their files say so."""

from __future__ import annotations

from typing import Any

from danbiet.stats.survey.engine import Engine

COLUMN = "simulated"
METADATA = b"danbiet"


def simulated(table: Any, engine: Engine) -> bool:
    """Whether any row of a table of the engine is marked as made up (a column ``simulated`` that isn't 0)."""
    if COLUMN not in table.columns:
        return False
    marked = table[COLUMN].cast("string").strip().isin(["1", "1.0", "true"])
    return bool(engine.run(table.aggregate(any_=marked.max()))["any_"][0].as_py())
