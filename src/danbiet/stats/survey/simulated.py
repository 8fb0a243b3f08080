"""Whether answers are made up: their files say so."""

from __future__ import annotations

from typing import Any

from danbiet.stats.survey import files
from danbiet.stats.survey.engine import Engine

COLUMN = "simulated"
METADATA = b"danbiet"


def simulated(source: Any, engine: Engine) -> bool:
    """Whether any row of a source is marked as made up (a column ``simulated`` that isn't 0). CodedError STA-110."""
    if COLUMN not in files.columns(source, engine):
        return False
    table = files.people(source, engine, [COLUMN])
    marked = table[COLUMN].cast("string").strip().isin(["1", "1.0", "true"])
    return bool(engine.run(table.aggregate(any_=marked.max()))["any_"][0].as_py())
