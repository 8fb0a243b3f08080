"""The database's own refusal to change the record, on both engines.

SQLite rebuilds a table to alter it and drops its triggers on the way, so the guards are installed after every
migration and a system check asks for them. REPLACE deletes rows: with ``recursive_triggers=ON`` the delete trigger
fires for it too; for a program that opens the file without it, no row may be inserted where one stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from danbiet.base.errors import CodedError
from danbiet.journal import errors

TABLE = "journal_entry"
_SQLITE = {
    "journal_entry_no_update": "BEFORE UPDATE ON {table}",
    "journal_entry_no_delete": "BEFORE DELETE ON {table}",
    "journal_entry_no_replace": "BEFORE INSERT ON {table} WHEN EXISTS"
    " (SELECT 1 FROM {table} WHERE id = NEW.id OR (chain = NEW.chain AND seq = NEW.seq))",
}
_POSTGRESQL = {
    "journal_entry_no_change": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "journal_entry_no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""


def names(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards this engine needs."""
    return set(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal"
                " AND tgenabled IN ('O', 'A')",
                [TABLE],
            )
        return {row[0] for row in cursor.fetchall()}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards in place; harmless where they are."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        missing = names(connection) - installed(connection)
        if connection.vendor == "sqlite":
            for name in missing:
                cursor.execute(
                    f"CREATE TRIGGER {name} {_SQLITE[name].format(table=TABLE)}"
                    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
                )
            return
        cursor.execute(_FUNCTION)
        for name in missing:
            clause = _POSTGRESQL[name].format(table=TABLE)
            # It may be there and switched off.
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            cursor.execute(f"CREATE TRIGGER {name} {clause} EXECUTE FUNCTION journal_refuse()")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the guards, for the flush of a throw-away test database and for nothing else."""
    with connection.cursor() as cursor:
        for name in installed(connection) & names(connection):
            target = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER {name}{target}")
    try:
        yield
    finally:
        install(connection)


def install_after_migration(sender: Any, using: str, **options: Any) -> None:
    """Receiver of post_migrate."""
    install(connections[using])


@checks.register(checks.Tags.database)
def check_guards(app_configs: Any, databases: Sequence[str] | None = None, **options: Any) -> list[checks.CheckMessage]:
    """A system check: every guard is in place wherever the table is.

    A warning, since an error would keep ``migrate`` from running, which puts a guard in place: one that a new version
    brings isn't there yet. Whoever must not overlook it asks the health page or ``danbiet check``.
    """
    found: list[checks.CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if TABLE not in connection.introspection.table_names():
            continue
        for name in sorted(names(connection) - installed(connection)):
            error = CodedError(errors.GUARD_MISSING, name=name)
            found.append(checks.Warning(error.render("en"), hint="`migrate` ends with it.", id="journal.W001"))
    return found


def grant_sql(role: str) -> list[str]:
    """PostgreSQL: what the application's role may do with the record (read and append), as statements to run."""
    quoted = '"' + role.replace('"', '""') + '"'
    return [
        f"REVOKE ALL ON {TABLE} FROM {quoted}",
        f"GRANT SELECT, INSERT ON {TABLE} TO {quoted}",
        f"GRANT USAGE ON SEQUENCE {TABLE}_id_seq TO {quoted}",
    ]
