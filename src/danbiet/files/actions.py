"""Storing a file so that nothing acknowledged is ever lost."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.files import errors, types
from danbiet.files.models import StoredFile

if TYPE_CHECKING:
    from danbiet.people.models import Person

_BLOCK = 1024 * 1024
Access = Callable[["Person", StoredFile], bool]
_ACCESS: list[Access] = []


def register_access(rule: Access) -> None:
    """A room whose rows point at files says who may see them."""
    if rule not in _ACCESS:
        _ACCESS.append(rule)


def may_see(person: Person, stored: StoredFile) -> bool:
    """Whether any room lets the person see the file."""
    return any(rule(person, stored) for rule in _ACCESS)


def clean_name(name: str) -> str:
    """A name safe to show and to offer for download: no path, no control characters, at most 120 letters."""
    bare = squeeze(re.sub(r"[\x00-\x1f\x7f\"<>|*?]", "", re.split(r"[\\/]", name)[-1])).strip(". ")
    stem, dot, ending = (bare or "tep").rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if stem else bare[:120] or "tep"


def store(handle: BinaryIO, name: str, *, actor: Person | None, tables: bool = False) -> StoredFile:
    """Check and keep a file (``tables``: see ``types.recognise``); the same bytes give the same row.

    The file is synced to the disk under its hash before the row is made, so a committed row always has its file. Call
    inside the action's transaction. Raises CodedError FILE-001 to FILE-007.
    """
    label = clean_name(name)
    kind = types.recognise(handle, label, tables=tables)
    try:
        sha256, size = _keep(handle)
    except OSError as error:
        raise CodedError(errors.NOT_WRITTEN, name=label, reason=error.strerror or error) from error
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": label,
            "content_type": kind.content_type,
            "size": size,
            "stored_at": clock.now(),
            "stored_by": actor,
        },
    )
    return stored


def path_of(sha256: str) -> Path:
    """Where the file with this hash lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def opened(stored: StoredFile) -> BinaryIO:
    """The file, open for reading. Raises CodedError FILE-009 where the disk lacks it."""
    try:
        return path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise CodedError(errors.GONE, name=stored.name) from error


def _keep(handle: BinaryIO) -> tuple[str, int]:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, temporary = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            handle.seek(0)
            while block := handle.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        target = path_of(digest.hexdigest())
        if target.is_file() and target.stat().st_size == size:
            Path(temporary).unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(temporary).replace(target)
            _sync_folder(target.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
