"""Bytes that reach the disk whole or not at all, and how much room there is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from danbiet.base.errors import CodedError
from danbiet.upkeep import errors
from danbiet.upkeep.archive import BLOCK


class Source(Protocol):
    """What can be read: an open file, or what unpacks one."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        ...


_MEGABYTE = 1024 * 1024


@contextmanager
def refused_as(path: Path) -> Iterator[None]:
    """What the disk refuses within the block is CodedError UPK-001 for ``path``."""
    try:
        yield
    except sqlite3.OperationalError as error:
        # "database or disk is full", "disk I/O error", "unable to open database file"
        raise CodedError(errors.CANNOT_WRITE, path=path, reason=error) from error
    except OSError as error:
        raise CodedError(errors.CANNOT_WRITE, path=path, reason=error.strerror or error) from error


def free(path: Path) -> int:
    """Bytes free where ``path`` is or will be; 0 if nobody can tell."""
    for folder in (path, *path.parents):
        if folder.exists():
            try:
                return shutil.disk_usage(folder).free
            except OSError:
                return 0
    return 0


def require(path: Path, need: int) -> None:
    """Raise CodedError UPK-002 unless ``need`` bytes are free at ``path``."""
    if free(path) < need:
        raise CodedError(errors.NO_SPACE, path=path, free=free(path) // _MEGABYTE, need=-(-need // _MEGABYTE))


@contextmanager
def fresh(path: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner alone; on the disk when the block ends, gone if it fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def copy(source: Source, target: IO[bytes], most: int, archive: Path, member: str) -> None:
    """Copy exactly ``most`` bytes; CodedError UPK-005 if there are more or fewer, or they don't unpack."""
    length = 0
    while block := read(source, archive, member):
        length += len(block)
        if length > most:
            break
        target.write(block)
    if length != most:
        raise CodedError(errors.DAMAGED, at=archive.name, member=member)


def read(source: Source, archive: Path, member: str) -> bytes:
    """The next bytes of an archive's member. Raises CodedError UPK-005 if they don't unpack."""
    import zlib

    try:
        return source.read(BLOCK)
    except (EOFError, zlib.error, OSError) as error:
        raise CodedError(errors.DAMAGED, at=archive.name, member=member) from error


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes) -> None:
    """A small file, replaced in one step."""
    beside = path.with_name(f"{path.name}.new")
    with fresh(beside) as handle:
        handle.write(data)
    beside.replace(path)
    sync_folder(path.parent)
