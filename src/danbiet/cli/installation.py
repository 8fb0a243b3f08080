"""Preparing the data folder: secrets, database, built assets. Every step may be repeated."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from danbiet.base.errors import CodedError
from danbiet.cli import errors

ENV_NAME = "danbiet.env"


def home() -> Path:
    """The data folder of this installation (``DANBIET_HOME``, default ``./var``)."""
    return Path(os.environ.get("DANBIET_HOME", "var")).resolve()


def read_env(folder: Path) -> dict[str, str]:
    """The variables in the folder's ``danbiet.env``; empty if there is none."""
    path = folder / ENV_NAME
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text("utf-8").splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, value in pairs if not key.startswith("#")}


def is_demonstration(folder: Path) -> bool:
    """Whether the folder holds a demonstration."""
    return read_env(folder).get("DANBIET_DEMONSTRATION") == "true"


def write_env(folder: Path, values: dict[str, str]) -> None:
    """Merge ``values`` into the folder's ``danbiet.env``, readable by its owner only; existing secrets stay.

    Raises CodedError CLI-004 if the folder can't be written.
    """
    merged = {
        "DANBIET_SECRET_KEY": secrets.token_hex(32),
        "DANBIET_JOURNAL_KEY": secrets.token_hex(32),
        **read_env(folder),
        **values,
    }
    text = "".join(f"{key}={value}\n" for key, value in merged.items())
    try:
        # Whoever else has an account on the machine has no business in it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = folder / f"{ENV_NAME}.new"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(folder / ENV_NAME)
    except OSError as error:
        raise CodedError(errors.HOME_NOT_WRITABLE, home=folder, reason=error.strerror or error) from error


def empty(folder: Path) -> None:
    """Throw away what a demonstration left: database, files, static files, accounts; never anything else."""
    for name in ("danbiet.sqlite3", "danbiet.sqlite3-wal", "danbiet.sqlite3-shm", "demo-accounts.txt"):
        (folder / name).unlink(missing_ok=True)
    for name in ("static", "files"):
        shutil.rmtree(folder / name, ignore_errors=True)


def prepare_database() -> None:
    """Create or migrate the database the settings name."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def prepare_assets() -> None:
    """Build the page face and the translations, then collect the static files where the server reads them."""
    from django.core.management import call_command

    from danbiet.pages import assets

    assets.build_all()
    call_command("collectstatic", interactive=False, verbosity=0)


def require_prepared() -> None:
    """Raise CodedError CLI-003 unless the database has been migrated, CLI-006 if its server doesn't answer."""
    from django.conf import settings
    from django.db import connection
    from django.db.utils import DatabaseError

    try:
        names = connection.introspection.table_names()
    except DatabaseError as error:
        if connection.vendor == "postgresql":
            raise CodedError(errors.NO_SERVER, reason=str(error).strip().splitlines()[0]) from error
        raise CodedError(errors.NOT_PREPARED, home=settings.HOME) from error
    if "units_unit" not in names:
        raise CodedError(errors.NOT_PREPARED, home=settings.HOME)


def require_migrated() -> None:
    """Raise CodedError UPK-101 unless the database has every step of this version: its pages would fail one by one."""
    from danbiet.upkeep import checks

    checks.migrations()
