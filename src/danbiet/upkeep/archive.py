"""The backup's file format, without Django: a plain tar whose last members say what should be in it.

``database/...`` (compressed one by one), ``files/ab/cd/<sha-256>`` as they lie on the disk, ``secrets.env`` only
if asked for, then ``manifest.json`` with the SHA-256 of each, then ``manifest.sha256``. Any tar program can open it;
damage in one member harms only that one; a file cut off has no manifest and is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from danbiet.base.errors import CodedError
from danbiet.upkeep import errors

FORMAT = 1
MANIFEST, SEAL, SECRETS = "manifest.json", "manifest.sha256", "secrets.env"
BLOCK = 1024 * 1024
# Written to the disk in slices, so that no writer of the database waits behind one long flush.
SLICE = 16 * 1024 * 1024
_HEX = re.compile(r"^[0-9a-f]{64}$")
_NAMES = re.compile(
    r"^(database/[a-z0-9_]+\.(sqlite3|copy)\.gz|files/([0-9a-f]{2})/([0-9a-f]{2})/\3\4[0-9a-f]{60}"
    r"|secrets\.env|manifest\.json|manifest\.sha256)$"
)
_LARGEST_MANIFEST = 512 * 1024 * 1024


@dataclass(slots=True)
class Manifest:
    """What is in an archive and where it is from.

    ``heads``: chain -> (number, hash) of the journal; ``counts``: table -> rows; ``columns``, ``sequences``: of a
    PostgreSQL database; ``members``: name -> {size, sha256, unpacked}; ``missing``: stored files that were not there.
    """

    version: str
    engine: str
    made_at: str
    installation: str
    demonstration: str
    journal_key: str
    migrations: list[list[str]]
    heads: dict[str, list[Any]]
    counts: dict[str, int]
    columns: dict[str, list[str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def files(self) -> list[str]:
        """The hashes of the stored files in it."""
        return [name.rpartition("/")[2] for name in self.members if name.startswith("files/")]

    def needs(self) -> int:
        """Bytes it takes when unpacked."""
        return sum(max(one["size"], one.get("unpacked", 0)) for one in self.members.values())


# --- writing ---------------------------------------------------------------------------------------------------------
class _Slices(io.RawIOBase):
    """A file whose bytes reach the disk slice by slice."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.handle, self.waiting = handle, 0

    def write(self, data: Any) -> int:
        """All of the data, or an OSError."""
        self.handle.write(data)
        self.waiting += len(data)
        if self.waiting >= SLICE:
            self.sync()
        return len(data)

    def tell(self) -> int:
        """Where the next byte goes."""
        return self.handle.tell()

    def sync(self) -> None:
        """Everything is on the disk."""
        self.handle.flush()
        os.fsync(self.handle.fileno())
        self.waiting = 0


class _Hashing(io.RawIOBase):
    """Reads through and remembers the hash and the length."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.handle, self.digest, self.length = handle, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self.handle.read(size)
        self.digest.update(data)
        self.length += len(data)
        return data


class Writer:
    """An archive being written to an open file; ``finish`` closes it with its manifest."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.out = _Slices(handle)
        # Any tar program reads it; nothing in it names an account of the machine.
        self.tar = tarfile.open(fileobj=self.out, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, handle: IO[bytes], *, unpacked: int | None = None) -> str:
        """Add an open file from where it stands; its SHA-256. OSError if it gets shorter meanwhile."""
        start = handle.tell()
        size = handle.seek(0, os.SEEK_END) - start
        handle.seek(start)
        reading = _Hashing(handle)
        self._put(name, size, reading)
        facts: dict[str, Any] = {"size": size, "sha256": reading.digest.hexdigest()}
        self.members[name] = facts if unpacked is None else {**facts, "unpacked": unpacked}
        return str(facts["sha256"])

    def _put(self, name: str, size: int, handle: Any) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self.tar.addfile(info, handle)

    def finish(self, manifest: Manifest) -> str:
        """Write the manifest and everything to the disk; the manifest's SHA-256, by which the archive is known."""
        manifest.members = self.members
        text = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True, indent=1).encode()
        seal = hashlib.sha256(text).hexdigest()
        self._put(MANIFEST, len(text), io.BytesIO(text))
        self._put(SEAL, len(seal), io.BytesIO(seal.encode()))
        self.tar.close()
        self.out.sync()
        return seal


# --- reading ---------------------------------------------------------------------------------------------------------
class Reader:
    """An archive open for reading, its names and its manifest checked; ``seal``: the manifest's SHA-256."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path, self.tar, self.checked = path, tar, False
        self.infos = _names_of(tar)
        self.manifest, self.seal = _manifest_of(self)

    def open(self, name: str) -> IO[bytes]:
        """One member's bytes."""
        return cast("IO[bytes]", self.tar.extractfile(self.infos[name]))

    def content(self, name: str, most: int = BLOCK) -> bytes:
        """A small member whole. Raises CodedError UPK-005."""
        info = self.infos[name]
        if info.size > most:
            raise CodedError(errors.DAMAGED, at=self.path.name, member=name)
        with _named(self.path, name), self.open(name) as handle:
            data = handle.read()
        if len(data) != info.size:
            raise CodedError(errors.DAMAGED, at=self.path.name, member=name)
        return data

    def check(self, progress: Callable[[int], None] = lambda count: None) -> None:
        """Read every member against the manifest. Raises CodedError UPK-005 naming the first that differs."""
        if self.checked:
            return
        for name, facts in self.manifest.members.items():
            digest = hashlib.sha256()
            with _named(self.path, name), self.open(name) as handle:
                while block := handle.read(BLOCK):
                    digest.update(block)
                    progress(len(block))
            wanted = name.rpartition("/")[2] if name.startswith("files/") else facts["sha256"]
            if digest.hexdigest() != wanted or facts["sha256"] != wanted:
                raise CodedError(errors.DAMAGED, at=self.path.name, member=name)
        self.checked = True


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """An archive for reading. Raises CodedError UPK-004 to UPK-008; its members aren't read yet (``check``)."""
    try:
        tar = tarfile.open(path, mode="r:")  # noqa: SIM115
    except (OSError, tarfile.TarError, EOFError) as error:
        raise CodedError(errors.NOT_AN_ARCHIVE, path=path) from error
    with tar:
        yield Reader(path, tar)


@contextmanager
def _named(path: Path, member: str) -> Iterator[None]:
    """What goes wrong in reading is damage of this member."""
    try:
        yield
    except (OSError, tarfile.TarError, EOFError) as error:
        raise CodedError(errors.DAMAGED, at=path.name, member=member) from error


def _names_of(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Every member by name; only files, only names of the format, none twice: nothing leads out of the data folder."""
    found: dict[str, tarfile.TarInfo] = {}
    place = Path(str(tar.name)).name
    try:
        for info in tar:
            if not _NAMES.match(info.name) or not info.isreg() or info.name in found:
                raise CodedError(errors.UNEXPECTED, at=place, member=info.name[:100])
            found[info.name] = info
    except (OSError, tarfile.TarError, EOFError, ValueError) as error:
        raise CodedError(errors.INCOMPLETE, at=place, member=list(found)[-1] if found else "–") from error
    if MANIFEST not in found or SEAL not in found:
        raise CodedError(errors.INCOMPLETE, at=place, member=list(found)[-1] if found else "–")
    return found


def _manifest_of(reader: Reader) -> tuple[Manifest, str]:
    text, seal = reader.content(MANIFEST, _LARGEST_MANIFEST), reader.content(SEAL).decode("ascii", errors="replace")
    if hashlib.sha256(text).hexdigest() != seal:
        raise CodedError(errors.DAMAGED, at=reader.path.name, member=MANIFEST)
    try:
        data = json.loads(text)
        _refuse_newer(data)
        manifest = Manifest(**data)
        whole = all(_HEX.match(one["sha256"]) and one["size"] >= 0 for one in manifest.members.values())
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CodedError(errors.DAMAGED, at=reader.path.name, member=MANIFEST) from error
    listed = set(manifest.members) | {MANIFEST, SEAL}
    for name in sorted(listed ^ set(reader.infos)):
        kind = errors.UNEXPECTED if name in reader.infos else errors.DAMAGED
        raise CodedError(kind, at=reader.path.name, member=name)
    if not whole:
        raise CodedError(errors.DAMAGED, at=reader.path.name, member=MANIFEST)
    return manifest, seal


def _refuse_newer(data: dict[str, Any]) -> None:
    from danbiet import __version__

    if int(data["format"]) > FORMAT:
        raise CodedError(errors.NEWER, version=data["version"], own=__version__, what=f"format {data['format']}")
