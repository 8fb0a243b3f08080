"""PostgreSQL: the rows of one moment through COPY, and back into tables that the migrations build.

No client programs are needed and an archive holds no statements, so that restoring one never runs anything it brings.
Whatever migrations did not make (an administrator's own index) isn't in it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from danbiet.base.errors import CodedError
from danbiet.upkeep import disk, errors
from danbiet.upkeep.archive import Reader, Writer

LEVEL = 3
# Whoever holds a session is logged in: an archive must not hold any.
LEFT_OUT = ("django_session",)
_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
"""
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
"""


def _member(table: str) -> str:
    return f"database/{table}.copy.gz"


class Snapshot:
    """The database as one read-only transaction sees it."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows as of the moment."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def tables(self) -> list[str]:
        """The names of the tables that are archived."""
        names = self.connection.introspection.table_names()
        return sorted(set(names) - set(LEFT_OUT))

    def facts(self) -> dict[str, Any]:
        """The columns of each table and where its numbers stand."""
        columns: dict[str, list[str]] = {}
        tables = set(self.tables())
        for table, column in self.query(_COLUMNS):
            if table in tables:
                columns.setdefault(table, []).append(column)
        rows = self.query("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
        return {"columns": columns, "sequences": {name: last for name, last in rows if last is not None}}

    def write(self, archive: Writer, work: Path) -> None:
        """Put the rows of every table into an archive; ``work``: a folder for what comes in between."""
        columns = self.facts()["columns"]
        for table in self.tables():
            packed, length = work / "table.gz", 0
            named = ", ".join(f'"{column}"' for column in columns[table])
            with (
                gzip.GzipFile(packed, "wb", compresslevel=LEVEL, mtime=0) as out,
                self.connection.cursor() as cursor,
                cursor.copy(f'COPY "{table}" ({named}) TO STDOUT') as rows,
            ):
                for block in rows:
                    length += len(block)
                    out.write(block)
            with packed.open("rb") as handle:
                archive.add(_member(table), handle, unpacked=length)
            packed.unlink()


def size(connection: BaseDatabaseWrapper) -> int:
    """Bytes of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def snapshot(connection: BaseDatabaseWrapper, work: Path) -> Iterator[Snapshot]:
    """One read-only transaction on a connection of its own; it holds up nobody but a migration."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Snapshot(own)
    finally:
        own.close()


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether there are no tables yet."""
    return not connection.introspection.table_names()


def restore(connection: BaseDatabaseWrapper, archive: Reader, aside: Path) -> None:
    """The archive's rows in tables of its own migrations, in place of what is there: all of it or nothing.

    Raises CodedError UPK-011 if others are connected to a database that isn't empty, UPK-013 and UPK-015 where the rows
    don't fit; then nothing was changed.
    """
    manifest = archive.manifest
    with transaction.atomic(), connection.cursor() as cursor:
        if not is_empty(connection):
            _drop_all(connection, cursor)
        # At once while tables are built, since what waits for the end of a transaction bars altering a table.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        MigrationExecutor(connection).migrate(_last_of_each([(app, name) for app, name in manifest.migrations]))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _require_same_columns(cursor, archive)
        for table in manifest.columns:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            _load(cursor, archive, table)
        for name, last in manifest.sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [f'"{name}"', last])
        # What refers to nothing shows here and not at a later step.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, count in manifest.counts.items():
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            if (found := cursor.fetchone()[0]) != count:
                raise CodedError(errors.UNSOUND, at=archive.path.name, what=f"{table}: {found}")


def _drop_all(connection: BaseDatabaseWrapper, cursor: Any) -> None:
    cursor.execute(_OTHERS)
    if cursor.fetchone()[0]:
        raise CodedError(errors.IN_USE)
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'DROP TABLE "{table}" CASCADE')


def _last_of_each(applied: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What to migrate to, so that exactly the archived steps are taken."""
    from django.db.migrations.loader import MigrationLoader

    graph = MigrationLoader(None).graph
    wanted = set(applied)
    return [key for key in applied if not any(child.key in wanted for child in graph.node_map[key].children)]


def _require_same_columns(cursor: Any, archive: Reader) -> None:
    cursor.execute(_COLUMNS)
    built: dict[str, set[str]] = {}
    for table, column in cursor.fetchall():
        built.setdefault(table, set()).add(column)
    for table in sorted(set(archive.manifest.columns) ^ set(archive.manifest.counts)):
        raise CodedError(errors.SCHEMA_DIFFERS, at=archive.path.name, table=table, what="?")
    for table, columns in archive.manifest.columns.items():
        if set(columns) != built.get(table, set()):
            what = ", ".join(sorted(set(columns) ^ built.get(table, set())))
            raise CodedError(errors.SCHEMA_DIFFERS, at=archive.path.name, table=table, what=what)
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
    for name in sorted(set(archive.manifest.sequences) - {row[0] for row in cursor.fetchall()}):
        raise CodedError(errors.SCHEMA_DIFFERS, at=archive.path.name, table=name, what="sequence")


def _load(cursor: Any, archive: Reader, table: str) -> None:
    """One table's rows."""
    import psycopg

    name, length = _member(table), 0
    named = ", ".join(f'"{column}"' for column in archive.manifest.columns[table])
    most = archive.manifest.members[name]["unpacked"]
    with archive.open(name) as packed, gzip.GzipFile(fileobj=packed) as plain:
        try:
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as rows:
                while block := disk.read(plain, archive.path, name):
                    length += len(block)
                    if length > most:
                        break
                    rows.write(block)
        except psycopg.Error as error:
            raise CodedError(errors.UNSOUND, at=archive.path.name, what=f"{table}: {type(error).__name__}") from error
    if length != most:
        raise CodedError(errors.DAMAGED, at=archive.path.name, member=name)
