"""A data folder and a database of its own for a test: the default connection and the settings led there and back."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from django.db import connection
from django.test import override_settings


class Place:
    """A context: within it the installation is the one in ``folder``, its database empty at first."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.database = (
            str(folder / "danbiet.sqlite3")
            if connection.vendor == "sqlite"
            else f"own_{abs(hash(str(folder))):x}_{connection.settings_dict['NAME']}"[:60]
        )
        self.settings = override_settings(HOME=folder, MEDIA_ROOT=folder / "files", **settings)

    def __enter__(self) -> Place:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._on_the_server(f'CREATE DATABASE "{self.database}"')
        self.kept = (connection.connection, connection.settings_dict["NAME"])
        connection.connection, connection.settings_dict["NAME"] = None, self.database
        self.settings.enable()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.settings.disable()
        if connection.connection is not None:
            connection.connection.close()
        connection.connection, connection.settings_dict["NAME"] = self.kept
        self._on_the_server(f'DROP DATABASE "{self.database}"')

    def _on_the_server(self, statement: str) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(statement)
