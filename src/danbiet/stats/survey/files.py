"""People's answers from where they are kept, as a table of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.survey.engine import PEOPLE, Engine

NOTHING = ("", "NA", ".")
"""What stands in a CSV cell for no answer: nothing, R's NA, Stata's dot."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A table or view that the engine itself keeps, by name."""

    name: str


def people(source: Any, engine: Engine) -> Any:
    """The source as an ibis table. CodedError for a file that is not there or of no known kind."""
    if isinstance(source, Stored):
        return engine.table(source.name)
    if isinstance(source, str | Path):
        return of_file(Path(source), engine)
    import pyarrow as pa

    return registered(source if isinstance(source, pa.Table) else pa.table(dict(source)), engine)


def registered(table: Any, engine: Engine) -> Any:
    """An Arrow table under a name in the engine."""
    if engine.name == "duckdb":
        engine.connection.register(PEOPLE, table)
    else:
        engine.connection.createDataFrame(table).createOrReplaceTempView(PEOPLE)
    return engine.table(PEOPLE)


def of_file(path: Path, engine: Engine) -> Any:
    """A file as a table. CSV stays text, so that a code 01 remains 01; what has to be numbers becomes numbers later."""
    if not path.exists():
        raise CodedError(errors.NO_FILE, file=str(path), detail="")
    kind = path.suffix.lower()
    if kind not in {".parquet", ".csv"}:
        raise CodedError(errors.NO_FILE, file=str(path), detail="")
    if engine.name == "duckdb":
        quoted = str(path).replace("'", "''")
        if kind == ".parquet":
            engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW {PEOPLE} AS FROM read_parquet('{quoted}')")
        else:
            read = f"read_csv('{quoted}', header = true, all_varchar = true, nullstr = {list(NOTHING)})"
            engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE {PEOPLE} AS FROM {read}")
    else:
        reader = engine.connection.read
        frame = reader.parquet(str(path)) if kind == ".parquet" else reader.csv(str(path), header=True)
        frame.createOrReplaceTempView(PEOPLE)
    return engine.table(PEOPLE)
