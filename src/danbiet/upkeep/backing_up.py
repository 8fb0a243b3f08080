"""Making a backup while the installation is at work, and clearing away old ones."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from danbiet import __version__
from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.files.actions import path_of
from danbiet.upkeep import archive, disk, engines, errors

LAST = "last-backup.json"
_WORK = ".danbiet-backup-"
_NAME = re.compile(r"^danbiet-\d{8}-\d{6}(-\d+)?\.tar$")
# What the archive takes beside the bytes it holds: the compressed copy of the database, the manifest.
_MARGIN = 16 * 1024 * 1024


@dataclass(slots=True)
class Made:
    """A finished backup: ``problems`` are coded errors of what it lacks, ``pruned`` and ``kept_back`` old archives."""

    path: Path
    size: int
    seal: str
    manifest: archive.Manifest
    problems: list[CodedError] = field(default_factory=list)
    pruned: list[Path] = field(default_factory=list)


def make(target: Path, *, with_secrets: bool = False, keep: int | None = None) -> Made:
    """Back the installation up to a file, or to a folder under a name of the moment; with ``keep`` prune that folder.

    Nobody who works meanwhile waits. The archive is readable by its owner alone; until it is complete, on the disk and
    read back it has another name. A stored file that is missing is a problem of the result and no error.
    Raises CodedError UPK-001 to UPK-003, UPK-014.
    """
    folder = target if target.is_dir() or keep is not None else target.parent
    if keep is not None and (keep < 1 or target.is_file()):
        raise CodedError(errors.KEEP_NEEDS_FOLDER)
    path = _named(folder) if folder == target else target
    if path.exists():
        raise CodedError(errors.TARGET_EXISTS, path=path)
    with disk.refused_as(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk.require(folder, _need())
        with _work_folder(folder) as work:
            made = _write(work, with_secrets)
            # An archive that nobody read back is none.
            with archive.opened(made.path) as reader:
                reader.check()
            made.path.rename(path)
            disk.sync_folder(folder)
    made.path = path
    _remember(made)
    if keep is not None:
        _prune(made, keep)
    return made


def _need() -> int:
    files = sum(entry.stat().st_size for entry in Path(settings.MEDIA_ROOT).rglob("*") if entry.is_file())
    # The copy, what it is compressed to, and that once more in the archive.
    return int(engines.of(connection).size(connection) * 1.6) + files + _MARGIN


def _named(folder: Path) -> Path:
    stem = f"danbiet-{clock.now().astimezone(clock.ZONE):%Y%m%d-%H%M%S}"
    # After the last of the same second, not in a gap that pruning left: the numbers tell which is the newer.
    found = [path.stem for path in folder.glob(f"{stem}*.tar") if _NAME.match(path.name)]
    taken = [int(name.removeprefix(stem).strip("-") or 1) for name in found]
    return folder / (f"{stem}-{max(taken) + 1}.tar" if taken else f"{stem}.tar")


@contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    """A folder for the unfinished, gone afterwards; what a killed run left is cleared away first."""
    for left in folder.glob(f"{_WORK}*"):
        with _locked(left) as free:
            if free:
                shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=folder))
    try:
        with _locked(work):
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the folder was nobody's; it is ours within the block."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _write(work: Path, with_secrets: bool) -> Made:
    path = work / "archive.tar"
    with engines.of(connection).snapshot(connection, work) as snapshot:
        manifest = _manifest(snapshot)
        stored = [row[0] for row in snapshot.query("SELECT sha256 FROM files_storedfile ORDER BY sha256")]
        with disk.fresh(path) as handle:
            writer = archive.Writer(handle)
            if with_secrets:
                _add_secrets(writer, work)
            snapshot.write(writer, work)
            manifest.missing = [sha256 for sha256 in stored if not _add_stored(writer, sha256)]
            seal = writer.finish(manifest)
    problems = [CodedError(errors.FILE_MISSING, sha256=sha256) for sha256 in manifest.missing]
    return Made(path, path.stat().st_size, seal, manifest, problems)


def _manifest(snapshot: Any) -> archive.Manifest:
    """What is known of the moment: where the journal stands, how many rows there are, which steps were taken."""
    heads = snapshot.query("SELECT chain, seq, hash FROM journal_head ORDER BY chain")
    first = snapshot.query("SELECT hash FROM journal_entry WHERE chain = 'system' AND seq = 1")
    tables = snapshot.tables()
    return archive.Manifest(
        version=__version__,
        engine=connection.vendor,
        made_at=clock.now().isoformat(),
        installation=first[0][0] if first else "",
        demonstration=settings.FROZEN_TODAY or "true" if settings.DEMONSTRATION else "",
        journal_key=key_mark(settings.JOURNAL_KEY),
        migrations=[list(row) for row in snapshot.query("SELECT app, name FROM django_migrations ORDER BY id")],
        heads={chain: [seq, digest] for chain, seq, digest in heads},
        counts={table: snapshot.query(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables},  # noqa: S608
        **snapshot.facts(),
    )


def key_mark(key: str) -> str:
    """By what two installations tell that they have the same key, without either saying it."""
    return hmac.new(key.encode(), b"danbiet: which journal key", hashlib.sha256).hexdigest()[:16]


def _add_secrets(writer: archive.Writer, work: Path) -> None:
    path = work / archive.SECRETS
    text = f"DANBIET_SECRET_KEY={settings.SECRET_KEY}\nDANBIET_JOURNAL_KEY={settings.JOURNAL_KEY}\n"
    with disk.fresh(path) as out:
        out.write(text.encode())
    with path.open("rb") as handle:
        writer.add(archive.SECRETS, handle)


def _add_stored(writer: archive.Writer, sha256: str) -> bool:
    """Add one stored file; whether it is there with the content its name says."""
    path = path_of(sha256)
    try:
        with path.open("rb") as handle:
            if hashlib.file_digest(handle, "sha256").hexdigest() != sha256:
                return False
            handle.seek(0)
            writer.add(f"files/{sha256[:2]}/{sha256[2:4]}/{sha256}", handle)
    except FileNotFoundError:
        return False
    return True


def _remember(made: Made) -> None:
    facts = {
        "at": made.manifest.made_at,
        "path": str(made.path),
        "bytes": made.size,
        "sha256": made.seal,
        "missing": len(made.problems),
    }
    disk.write(Path(settings.HOME) / LAST, (json.dumps(facts) + "\n").encode())


def last() -> dict[str, Any] | None:
    """What is remembered of the last backup that succeeded; None before the first."""
    try:
        found: dict[str, Any] = json.loads((Path(settings.HOME) / LAST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _prune(made: Made, keep: int) -> None:
    """Remove all but the newest ``keep`` archives of this installation that carry a name of ours.

    What can't be opened, is of another installation or has another name stays and counts for nothing.
    """
    ours: list[tuple[str, int, str, Path]] = []
    for path in made.path.parent.iterdir():
        if not _NAME.match(path.name) or path.is_symlink() or not path.is_file():
            continue
        try:
            with archive.opened(path) as reader:
                if reader.manifest.installation == made.manifest.installation:
                    # Two of the same moment: the one with the higher number is the later.
                    ours.append((reader.manifest.made_at, len(path.name), path.name, path))
        except CodedError as error:
            made.problems.append(CodedError(errors.NOT_REMOVED, path=path, reason=error.code))
    for *_, path in sorted(ours)[:-keep]:
        if path == made.path:
            continue
        try:
            path.unlink()
            made.pruned.append(path)
        except OSError as error:
            made.problems.append(CodedError(errors.NOT_REMOVED, path=path, reason=error.strerror or error))
