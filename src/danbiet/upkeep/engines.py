"""Which module knows the engine of this installation."""

from __future__ import annotations

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper


def of(connection: BaseDatabaseWrapper) -> ModuleType:
    """``sqlite`` or ``postgresql``: the same functions for each (snapshot, size, is_empty, restore)."""
    from danbiet.upkeep import postgresql, sqlite

    return sqlite if connection.vendor == "sqlite" else postgresql
