"""Putting a backup in place: everything is checked before anything is touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from danbiet import __version__
from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.files.actions import path_of
from danbiet.upkeep import archive, backing_up, disk, engines, errors


@dataclass(slots=True)
class Restored:
    """What was done: ``migrated`` are the steps taken beyond the archive's, ``aside`` is where the old data are,
    ``findings`` what is wrong with the journal (none: it is whole and ends where the archive says)."""

    manifest: archive.Manifest
    files: int = 0
    migrated: list[str] = field(default_factory=list)
    aside: Path | None = None
    findings: list[CodedError] = field(default_factory=list)
    hints: list[CodedError] = field(default_factory=list)


def restore(
    reader: archive.Reader, *, replace: bool = False, progress: Callable[[int], None] = lambda count: None
) -> Restored:
    """Restore an open archive into this installation, migrate it, verify its journal and record that it was done.

    Into an empty installation only, unless ``replace``: then the old database goes aside. Raises CodedError UPK-001,
    UPK-002, UPK-005, UPK-008 to UPK-013, UPK-015.
    """
    engine = engines.of(connection)
    empty = engine.is_empty(connection)
    _refuse(reader, empty, replace)
    reader.check(progress)
    done = Restored(reader.manifest)
    home = Path(settings.HOME)
    with disk.refused_as(home):
        disk.require(home, reader.manifest.needs())
        if not empty:
            done.aside = _aside(home)
        if done.aside and connection.vendor != "sqlite":
            backing_up.make(done.aside.with_suffix(".tar"))
            done.aside = done.aside.with_suffix(".tar")
        # Files before the rows that name them.
        done.files = sum(_put(reader, sha256) for sha256 in reader.manifest.files())
        engine.restore(connection, reader, done.aside)
    done.migrated = _migrate(reader.manifest)
    done.findings = _findings(reader.manifest)
    if reader.manifest.journal_key != backing_up.key_mark(settings.JOURNAL_KEY):
        done.hints.append(CodedError(errors.OTHER_KEY, env=home / "danbiet.env"))
    _record(reader)
    return done


def refuse_other_kind(manifest: archive.Manifest, home: Path, demonstration: bool) -> None:
    """Simulated data never come where real ones are expected, nor the other way. Raises CodedError UPK-012."""
    if bool(manifest.demonstration) != demonstration:
        raise CodedError(errors.OTHER_KIND, home=home)


def _refuse(reader: archive.Reader, empty: bool, replace: bool) -> None:
    manifest = reader.manifest
    if manifest.engine != connection.vendor:
        raise CodedError(errors.OTHER_ENGINE, at=reader.path.name, engine=manifest.engine, own=connection.vendor)
    refuse_other_kind(manifest, Path(settings.HOME), settings.DEMONSTRATION)
    known = set(MigrationLoader(None).disk_migrations)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise CodedError(
            errors.NEWER, at=reader.path.name, version=manifest.version, own=__version__, what=", ".join(unknown[:3])
        )
    if not empty and not replace:
        raise CodedError(errors.NOT_EMPTY, home=settings.HOME)


def _aside(home: Path) -> Path:
    stem = f"replaced-{clock.now().astimezone(clock.ZONE):%Y%m%d-%H%M%S}"
    path, number = home / stem, 1
    while path.exists() or path.with_suffix(".tar").exists():
        number += 1
        path = home / f"{stem}-{number}"
    return path


def _put(reader: archive.Reader, sha256: str) -> int:
    """One stored file where it belongs; 1 if it was not there."""
    target = path_of(sha256)
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == sha256:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    name = f"files/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    beside = target.with_name(f"{sha256}.restoring")
    with reader.open(name) as source, disk.fresh(beside) as out:
        disk.copy(source, out, reader.manifest.members[name]["size"], reader.path, name)
    beside.replace(target)
    disk.sync_folder(target.parent)
    return 1


def _migrate(manifest: archive.Manifest) -> list[str]:
    """Take the steps that came after the archive; their names. The journal's guards are put back too."""
    before = {(app, name) for app, name in manifest.migrations}
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [f"{app}.{name}" for app, name in cursor.fetchall() if (app, name) not in before]


def _findings(manifest: archive.Manifest) -> list[CodedError]:
    """What is wrong with the journal: in itself, and against the heads that the archive keeps."""
    from danbiet.journal import verification
    from danbiet.journal.models import Head

    found = [finding.error() for finding in verification.verify()]
    heads = {head.chain: [head.seq, head.hash] for head in Head.objects.all()}
    moved = [chain for chain in sorted(heads | manifest.heads) if heads.get(chain) != manifest.heads.get(chain)]
    return found + [
        CodedError(errors.HEAD_DIFFERS, chain=chain, seq=manifest.heads.get(chain, [0])[0]) for chain in moved
    ]


def _record(reader: archive.Reader) -> None:
    from danbiet.journal import recording
    from danbiet.people.actions import operator

    payload = {"archive": reader.seal, "made_at": reader.manifest.made_at, "version": reader.manifest.version}
    actor = operator().public_id
    with transaction.atomic():
        recording.record("upkeep.restore", chain=recording.SYSTEM, actor=actor, subject="installation", payload=payload)
