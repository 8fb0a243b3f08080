"""What a running installation is asked: its database, migrations, the journal's guards, room on the disk, backups."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal import errors as journal_errors
from danbiet.journal import guards
from danbiet.pages import health
from danbiet.upkeep import backing_up, disk, errors

LEAST_FREE = 2 * 1024**3
# A nightly backup with two hours to spare.
BACKUP_WITHIN = timedelta(hours=26)


def register_all() -> None:
    """Called once, when the room loads."""
    health.register("database", database, vital=True)
    health.register("migrations", migrations, vital=True)
    health.register("journal", journal)
    health.register("disk", space)
    health.register("backup", backup)
    health.register_beat("tick", timedelta(minutes=30))
    health.register_beat("worker", timedelta(minutes=15))


def database() -> health.Facts:
    """It answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"engine": connection.vendor}


def migrations() -> health.Facts:
    """Every step this version has is taken. Raises CodedError UPK-101."""
    left = _steps() - set(MigrationRecorder(connection).applied_migrations())
    if left:
        raise CodedError(errors.NOT_MIGRATED, count=len(left), first=".".join(sorted(left)[0]))
    return {"applied": len(_steps())}


@cache
def _steps() -> frozenset[tuple[str, str]]:
    """The steps of this version; they don't change while a process runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def journal() -> health.Facts:
    """The database itself refuses changes to the record. Raises CodedError JRN-201."""
    missing = guards.names(connection) - guards.installed(connection)
    if missing:
        raise CodedError(journal_errors.GUARD_MISSING, name=", ".join(sorted(missing)))
    return {"guards": len(guards.names(connection))}


def space() -> health.Facts:
    """There is room where the data lie. Raises CodedError UPK-102."""
    free = disk.free(Path(settings.HOME))
    if free < LEAST_FREE:
        raise CodedError(errors.LITTLE_SPACE, free=free // 1024**2, least=LEAST_FREE // 1024**2)
    return {"free_mb": free // 1024**2}


def backup() -> health.Facts:
    """A backup was made lately and lacked nothing; a demonstration needs none. Raises CodedError UPK-103, UPK-104."""
    last = backing_up.last()
    if last is None and settings.DEMONSTRATION:
        return {"last": None}
    if last is None or clock.now() - datetime.fromisoformat(last["at"]) > BACKUP_WITHIN:
        raise CodedError(errors.NO_BACKUP, last=_local(last["at"]) if last else "–")
    if last["missing"]:
        raise CodedError(errors.BACKUP_LACKS, count=last["missing"])
    return {"last": _local(last["at"]), "bytes": last["bytes"]}


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(clock.ZONE).isoformat(timespec="minutes")
