"""People's answers from where they are kept, as a table of the engine; and the labels that a file carries.

CSV stays text, so that a code 01 remains 01; what has to be numbers becomes numbers later, and text among them is found
with its row. Stata and SPSS files are read in pieces and kept as Parquet in the engine's temporary directory. Only the
columns that are asked for are read. Nothing here holds a file in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.stats import errors
from danbiet.stats.survey.design import Adjustment
from danbiet.stats.survey.engine import PEOPLE, Engine
from danbiet.stats.survey.expression import CELL, FACTORS

NOTHING = ("", "NA", ".")
"""What stands in a CSV cell for no answer: nothing, R's NA, Stata's dot."""
PARQUET, TEXT = (".parquet",), (".csv", ".tsv", ".txt")
READERS = {".dta": "read_dta", ".sav": "read_sav", ".zsav": "read_sav", ".por": "read_por"}
PIECE = 50_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A table or view that the engine itself keeps, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What a Stata or SPSS file says of its columns, and of their values."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[Any, str]] = field(default_factory=dict)


def people(source: Any, engine: Engine, wanted: Sequence[str]) -> Any:
    """The wanted columns of a source as an ibis table.

    CodedError for a file that can't be read and for a column that isn't there.
    """
    if isinstance(source, Stored):
        return chosen(engine.table(source.name), wanted)
    if isinstance(source, str | Path):
        return of_file(Path(source), engine, wanted)
    import pyarrow as pa

    table = source if isinstance(source, pa.Table) else pa.table(dict(source))
    check(table.column_names, wanted)
    if engine.name == "duckdb":
        engine.connection.register(PEOPLE, table)
    else:
        engine.connection.createDataFrame(table).createOrReplaceTempView(PEOPLE)
    return chosen(engine.table(PEOPLE), wanted)


def complete(source: Any, engine: Engine) -> frozenset[str]:
    """The columns of which a Parquet file says itself that no cell is empty."""
    if engine.name != "duckdb" or not isinstance(source, str | Path) or Path(source).suffix.lower() not in PARQUET:
        return frozenset()
    path = Path(source)
    name = str(path / "**/*.parquet" if path.is_dir() else path).replace("'", "''")
    rows = engine.query(
        "SELECT path_in_schema AS name, max(coalesce(stats_null_count, 1)) AS gaps "  # noqa: S608
        f"FROM parquet_metadata('{name}') GROUP BY path_in_schema"
    ).to_pylist()
    return frozenset(row["name"] for row in rows if not row["gaps"])


def chosen(table: Any, wanted: Sequence[str]) -> Any:
    """The table, if it has the wanted columns."""
    check(table.columns, wanted)
    return table


def check(there: Sequence[str], wanted: Sequence[str]) -> None:
    """CodedError for a wanted column that isn't there."""
    known = set(there)
    for name in wanted:
        if name not in known:
            raise CodedError(errors.UNKNOWN_COLUMN, column=name, columns=", ".join(there))


def factors(adjustment: Adjustment, engine: Engine) -> None:
    """The factors of an adjustment as a table of the engine."""
    import pyarrow as pa

    cells = ["\x1f".join(values) for values, _ in adjustment.cells]
    table = pa.table({CELL: cells, "f_": [float(factor) for _, factor in adjustment.cells]})
    if engine.name == "duckdb":
        engine.connection.register(FACTORS, table)
    else:
        engine.connection.createDataFrame(table).createOrReplaceTempView(FACTORS)


def of_file(path: Path, engine: Engine, wanted: Sequence[str]) -> Any:
    """A file as a table."""
    kind = path.suffix.lower()
    if not path.is_file() and not (kind in PARQUET and path.is_dir()):
        raise CodedError(errors.NO_FILE, file=str(path), detail="ENOENT")
    if kind in READERS:
        path, kind = as_parquet(path, engine, wanted), PARQUET[0]
    elif kind not in PARQUET + TEXT:
        raise CodedError(errors.NO_FILE, file=str(path), detail=f"«{kind}»")
    if engine.name == "duckdb":
        in_duckdb(path, kind, engine, wanted)
    else:
        reader = engine.connection.read
        frame = reader.csv(str(path), header=True, nullValue="NA") if kind in TEXT else reader.parquet(str(path))
        frame.createOrReplaceTempView(PEOPLE)
    return chosen(engine.table(PEOPLE), wanted)


def in_duckdb(path: Path, kind: str, engine: Engine, wanted: Sequence[str]) -> None:
    """A CSV or Parquet file under a name in DuckDB: Parquet is read in place, CSV is read once."""
    import duckdb

    name = str(path / "**/*.parquet" if path.is_dir() else path).replace("'", "''")
    read = f"read_parquet('{name}')"
    if kind in TEXT:
        read = f"read_csv('{name}', header = true, all_varchar = true, nullstr = {list(NOTHING)})"
    try:
        if kind in PARQUET:
            engine.execute(f"CREATE OR REPLACE TEMP VIEW {PEOPLE} AS FROM {read}")
            return
        check(engine.query(f"FROM {read} LIMIT 0").column_names, wanted)
        quoted = ", ".join('"' + column.replace('"', '""') + '"' for column in dict.fromkeys(wanted)) or "1 AS one"
        with engine.in_order():
            engine.execute(f"CREATE OR REPLACE TEMP TABLE {PEOPLE} AS SELECT {quoted} FROM {read}")  # noqa: S608
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise CodedError(errors.NO_FILE, file=str(path), detail=str(error).splitlines()[0]) from error


def as_parquet(path: Path, engine: Engine, wanted: Sequence[str]) -> Path:
    """The wanted columns of a Stata or SPSS file as Parquet, read in pieces."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    check(metadata(path).column_names, wanted)
    out = Path(engine.space) / f"{path.stem}.parquet"
    writer = None
    for piece in pieces(path, list(dict.fromkeys(wanted))):
        table = pa.table({name: column(values) for name, values in piece.items()})
        if writer is None:
            # A column that is empty in the first piece may have text in a later one.
            types = {field.name: pa.float64() if pa.types.is_null(field.type) else field.type for field in table.schema}
            schema = pa.schema(list(types.items()))
            writer = pq.ParquetWriter(out, schema)
        writer.write_table(table.cast(schema))
    if writer is None:
        raise CodedError(errors.EMPTY, domain=path.name)
    writer.close()
    return out


def column(values: Any) -> Any:
    """One column as Arrow: numbers as doubles, the rest as text, NaN and empty text as nothing."""
    import pyarrow as pa

    try:
        return pa.array(values, pa.float64(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        pass
    return pa.array([None if value is None or value != value or value == "" else str(value) for value in values])


def pieces(path: Path, wanted: list[str]) -> Iterator[dict[str, Any]]:
    """The wanted columns of a Stata or SPSS file, some rows at a time."""
    import pyreadstat

    reader = getattr(pyreadstat, READERS[path.suffix.lower()])
    options: dict[str, Any] = {"output_format": "dict", "usecols": wanted or None, "disable_datetime_conversion": True}
    for piece, _ in pyreadstat.read_file_in_chunks(reader, str(path), chunksize=PIECE, **options):
        yield piece


def metadata(path: Path) -> Any:
    """What pyreadstat says of a Stata or SPSS file. CodedError where it isn't one."""
    import pyreadstat

    try:
        return getattr(pyreadstat, READERS[path.suffix.lower()])(str(path), metadataonly=True)[1]
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise CodedError(errors.NO_FILE, file=str(path), detail=str(error)) from error


def labels(source: Any) -> Labels:
    """The labels of a Stata or SPSS file; none for other sources."""
    if not isinstance(source, str | Path) or Path(source).suffix.lower() not in READERS:
        return Labels()
    found = metadata(Path(source))
    named = {name: label for name, label in found.column_names_to_labels.items() if label}
    return Labels(named, {name: dict(values) for name, values in found.variable_value_labels.items()})


def columns(source: Any, engine: Engine) -> list[str]:
    """The names of a source's columns, without reading it. CodedError for a file that can't be read."""
    if isinstance(source, Stored):
        return list(engine.table(source.name).columns)
    if not isinstance(source, str | Path):
        return list(source.column_names if hasattr(source, "column_names") else dict(source))
    path = Path(source)
    if path.suffix.lower() in READERS and path.is_file():
        return list(metadata(path).column_names)
    if path.suffix.lower() not in TEXT or engine.name != "duckdb" or not path.is_file():
        return list(of_file(path, engine, []).columns)
    name = str(path).replace("'", "''")
    return list(engine.query(f"FROM read_csv('{name}', header = true, all_varchar = true) LIMIT 0").column_names)
