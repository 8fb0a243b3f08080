"""The embedded database: a copy of one moment while others write, and putting one in its place."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from danbiet.base.errors import CodedError
from danbiet.upkeep import disk, errors
from danbiet.upkeep.archive import Reader, Writer

MEMBER = "database/danbiet.sqlite3.gz"
# Pages copied at a time; between two of them other threads and processes get their turn.
PAGES = 1000
# Compressed fast: four fifths of the gain for a quarter of the time.
LEVEL = 3


class Snapshot:
    """A copy of the database as it was at one moment."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of the copy."""
        with closing(sqlite3.connect(self.path)) as copy:
            return copy.execute(statement).fetchall()

    def tables(self) -> list[str]:
        """The names of its tables."""
        rows = self.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
        return [row[0] for row in rows]

    def facts(self) -> dict[str, Any]:
        """What the manifest says beside what every engine's does."""
        return {}

    def write(self, archive: Writer, work: Path) -> None:
        """Put it into an archive; ``work``: a folder for what comes in between."""
        size, packed = self.path.stat().st_size, work / "database.gz"
        with self.path.open("rb") as plain, gzip.GzipFile(packed, "wb", compresslevel=LEVEL, mtime=0) as out:
            shutil.copyfileobj(plain, out, 1024 * 1024)
        self.path.unlink()
        with packed.open("rb") as handle:
            archive.add(MEMBER, handle, unpacked=size)
        packed.unlink()


def size(connection: BaseDatabaseWrapper) -> int:
    """Bytes of the database, what waits in its log included."""
    path = Path(str(connection.settings_dict["NAME"]))
    return sum(one.stat().st_size for one in (path, _beside(path, "-wal")) if one.is_file())


@contextmanager
def snapshot(connection: BaseDatabaseWrapper, work: Path) -> Iterator[Snapshot]:
    """A copy in the folder ``work``. Readers and writers go on meanwhile: in WAL mode a reader holds up nobody."""
    target = work / "database.sqlite3"
    source_path = str(connection.settings_dict["NAME"])
    with (
        closing(sqlite3.connect(source_path, uri=source_path.startswith("file:"), isolation_level=None)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")
        # An open read keeps the moment: without it every write of others would start the copy anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=PAGES, sleep=0)
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        # Whoever holds a session is logged in: an archive must not hold any.
        copy.execute("DELETE FROM django_session")
    yield Snapshot(target)


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is no database yet."""
    path = Path(str(connection.settings_dict["NAME"]))
    return not path.is_file() or path.stat().st_size == 0


def restore(connection: BaseDatabaseWrapper, archive: Reader, aside: Path) -> None:
    """Put the archive's database in place; what is there goes to the folder ``aside``.

    Raises CodedError UPK-011 if the present one is in use, UPK-015 if the archived one isn't sound.
    """
    connection.close()
    path = Path(str(connection.settings_dict["NAME"]))
    fresh = _beside(path, ".restoring")
    try:
        _unpack(archive, fresh)
        _check(archive, fresh)
        if not is_empty(connection):
            _take_out_of_use(path)
            aside.mkdir(mode=0o700)
            for one in (path, _beside(path, "-wal"), _beside(path, "-shm")):
                if one.exists():
                    shutil.move(one, aside / one.name)
        fresh.replace(path)
        disk.sync_folder(path.parent)
    finally:
        for one in (fresh, _beside(fresh, "-journal")):
            one.unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _unpack(archive: Reader, target: Path) -> None:
    most = archive.manifest.members[MEMBER]["unpacked"]
    with archive.open(MEMBER) as packed, gzip.GzipFile(fileobj=packed) as plain, disk.fresh(target) as out:
        disk.copy(plain, out, most, archive.path, MEMBER)


def _check(archive: Reader, path: Path) -> None:
    """The pages, the references and the number of rows of each table."""
    try:
        with closing(sqlite3.connect(path)) as found:
            said = [row[0] for row in found.execute("PRAGMA integrity_check(1)")]
            broken = found.execute("PRAGMA foreign_key_check").fetchmany(1)
            counts = {table: _count(found, table) for table in archive.manifest.counts}
    except sqlite3.DatabaseError as error:
        raise CodedError(errors.UNSOUND, at=archive.path.name, what=error) from error
    if said != ["ok"] or broken:
        what = said[0] if said != ["ok"] else f"{broken[0][0]} → ?"
        raise CodedError(errors.UNSOUND, at=archive.path.name, what=what)
    for table, count in counts.items():
        if count != archive.manifest.counts[table]:
            raise CodedError(errors.UNSOUND, at=archive.path.name, what=f"{table}: {count}")


def _count(database: sqlite3.Connection, table: str) -> int:
    name = table.replace('"', '""')
    return int(database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608


def _take_out_of_use(path: Path) -> None:
    """Its log written back and nobody else in it; a database that can't be read is nobody's."""
    with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as old:
        try:
            # Leaving WAL mode needs everybody else out.
            mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise CodedError(errors.IN_USE) from error
        except sqlite3.DatabaseError:
            return
    if mode == "wal":
        raise CodedError(errors.IN_USE)
