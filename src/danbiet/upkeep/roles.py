"""PostgreSQL: one role owns the tables and migrates, another serves and can neither alter a table nor the record."""

from __future__ import annotations

from django.db import connection, transaction

from danbiet.base.errors import CodedError
from danbiet.journal import guards
from danbiet.upkeep import errors


def statements(role: str) -> list[str]:
    """What lets ``role`` serve, to be run as the owner: now and for what later migrations build."""
    quoted = '"' + role.replace('"', '""') + '"'
    rows, numbers = "SELECT, INSERT, UPDATE, DELETE ON", "USAGE, SELECT ON"
    return [
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"GRANT {rows} ALL TABLES IN SCHEMA public TO {quoted}",
        f"GRANT {numbers} ALL SEQUENCES IN SCHEMA public TO {quoted}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} TABLES TO {quoted}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {numbers} SEQUENCES TO {quoted}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}",
        *guards.grant_sql(role),
    ]


def apply(role: str) -> None:
    """Run them. Raises CodedError UPK-213 on SQLite."""
    if connection.vendor != "postgresql":
        raise CodedError(errors.ONLY_POSTGRESQL)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
