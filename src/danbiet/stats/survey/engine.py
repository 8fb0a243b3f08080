"""Where an estimate is computed, by URL: DuckDB in this process, or Spark.

- ``duckdb://`` in memory; ``duckdb:///path/file.duckdb`` on the tables of a file. Options after a question mark:
  ``memory_limit=2GB`` (that is the default), ``temp_directory=/space``, ``threads=2``. What doesn't fit into the limit
  is spilled to the temporary directory, so a file larger than memory is slower, not fatal.
- ``spark://host:port`` a cluster, ``spark://local[2]`` this machine: needs the extra ``spark`` and a Java runtime.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from danbiet.base.errors import CodedError
from danbiet.stats import errors

DEFAULT = "duckdb://"
PEOPLE = "danbiet_people"
MEMORY = "2GB"
QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
}
KEPT = 64
_compiled: OrderedDict[Hashable, str] = OrderedDict()
"""SQL of expressions that come again: every block of a questionnaire, every request of a page."""


@dataclass(slots=True)
class Engine:
    """A connection, and the dialect that ibis compiles for. ``query`` gives rows as an Arrow table."""

    url: str
    name: str
    connection: Any
    space: str
    """A temporary directory, removed when the engine closes."""
    close: Callable[[], None]

    def table(self, name: str) -> Any:
        """A table or view of the engine as an ibis expression."""
        import ibis

        quoted = ".".join(f'"{part}"' if self.name == "duckdb" else f"`{part}`" for part in name.split("."))
        none = self.query(f"SELECT * FROM {quoted} LIMIT 0")  # noqa: S608
        return ibis.table(ibis.Schema.from_pyarrow(none.schema), name=name)

    def sql(self, expression: Any) -> str:
        """The expression in the engine's own SQL."""
        import ibis

        dialect = ibis.duckdb if self.name == "duckdb" else ibis.pyspark
        return str(dialect.compile(expression))

    def sql_of(self, key: Hashable, build: Callable[[], Any]) -> str:
        """The SQL of the expression that ``build`` makes, compiled once for a key in this process."""
        key = (self.name, key)
        if key not in _compiled:
            sql = self.sql(build())
            _compiled[key] = sql
            while len(_compiled) > KEPT:
                _compiled.popitem(last=False)
            return sql
        return _compiled[key]

    def view(self, name: str, sql: str) -> None:
        """A query under a name."""
        if self.name == "duckdb":
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")
        else:
            self.connection.sql(sql).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str) -> None:
        """The rows of a query under a name, computed once; the engine moves them to disk where memory runs short."""
        if self.name == "duckdb":
            self.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
            return
        if self.connection.catalog.tableExists(name):
            self.connection.catalog.uncacheTable(name)
        self.connection.sql(sql).createOrReplaceTempView(name)
        self.connection.catalog.cacheTable(name)

    def drop(self, name: str) -> None:
        """Let kept rows go."""
        if self.name == "duckdb":
            self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        else:
            self.connection.catalog.dropTempView(name)

    def execute(self, sql: str) -> None:
        """Run a statement of DuckDB. CodedError where memory and temporary disk run out."""
        import duckdb

        try:
            self.connection.execute(sql)
        except duckdb.OutOfMemoryException as error:
            raise CodedError(errors.OUT_OF_MEMORY, detail=str(error).splitlines()[0]) from error

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """DuckDB keeps the order of a file's rows meanwhile; otherwise it needn't, which saves memory."""
        if self.name == "duckdb":
            self.connection.execute("SET preserve_insertion_order = true")
        try:
            yield
        finally:
            if self.name == "duckdb":
                self.connection.execute("SET preserve_insertion_order = false")

    @contextmanager
    def untrusting(self) -> Iterator[None]:
        """DuckDB looks at values meanwhile instead of a Parquet file's statistics: those leave out "not a number", and
        DuckDB 2.0 concludes that there is none."""
        if self.name != "duckdb":
            yield
            return
        before = self.connection.sql("SELECT current_setting('disabled_optimizers')").fetchall()[0][0]
        self.connection.execute("SET disabled_optimizers = 'statistics_propagation'")
        try:
            yield
        finally:
            self.connection.execute(f"SET disabled_optimizers = '{before}'")

    def run(self, expression: Any) -> Any:
        """The rows of an expression, as a ``pyarrow.Table``."""
        return self.query(self.sql(expression))

    def query(self, sql: str) -> Any:
        """The rows of an SQL query, as a ``pyarrow.Table``. CodedError where memory and temporary disk run out."""
        if self.name != "duckdb":
            return self.connection.sql(sql).toArrow()
        import duckdb

        try:
            return self.connection.sql(sql).to_arrow_table()
        except duckdb.OutOfMemoryException as error:
            raise CodedError(errors.OUT_OF_MEMORY, detail=str(error).splitlines()[0]) from error


@contextmanager
def connect(url: str = DEFAULT) -> Iterator[Engine]:
    """An engine, closed afterwards. CodedError for a URL that names none, or one that isn't installed."""
    # Not urlsplit: it takes the brackets of spark://local[2] for an address.
    scheme, _, rest = url.partition("://")
    place, _, query = rest.partition("?")
    options = dict(parse_qsl(query))
    if scheme == "duckdb":
        engine = duckdb_engine(url, place, options)
    elif scheme == "spark":
        engine = spark_engine(url, place, options)
    else:
        raise CodedError(errors.NO_ENGINE, engine=url, detail=f"«{scheme}://»")
    try:
        yield engine
    finally:
        engine.close()


def duckdb_engine(url: str, path: str, options: dict[str, str]) -> Engine:
    """DuckDB with a temporary directory to spill to (one of its own unless named)."""
    import duckdb

    space = tempfile.TemporaryDirectory(prefix="danbiet-estimate-", dir=options.get("temp_directory"))
    options = {"memory_limit": MEMORY, **options, "temp_directory": space.name}
    try:
        connection = duckdb.connect(path or ":memory:", read_only=bool(path), config={**options})
        connection.execute("SET preserve_insertion_order = false")
    except duckdb.Error as error:
        space.cleanup()
        raise CodedError(errors.NO_ENGINE, engine=url, detail=str(error).splitlines()[0]) from error

    def close() -> None:
        connection.close()
        space.cleanup()

    return Engine(url, "duckdb", connection, space.name, close)


def spark_engine(url: str, master: str, options: dict[str, str]) -> Engine:
    """Spark through ibis; the session is this process's own."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CodedError(errors.NO_ENGINE, engine=url, detail=str(error)) from error
    local = master.startswith("local")
    builder = SparkSession.builder.master(master if local else f"spark://{master}").appName("danbiet estimate")
    for name, value in {**QUIET, **options}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise CodedError(errors.NO_ENGINE, engine=url, detail=str(error).splitlines()[0]) from error
    space = tempfile.TemporaryDirectory(prefix="danbiet-estimate-")

    def close() -> None:
        session.stop()
        space.cleanup()

    return Engine(url, "spark", session, space.name, close)
