"""What is dear to make and cheap to keep: a bounded folder of files by the hash of what each was made from."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class Shelf:
    """A folder of things by the hash of what they were made from, of at most ``most_bytes``; the oldest go first.

    Several processes may share it: a thing is written beside and moved over. A folder that can't be written keeps
    nothing, and everything is made anew.
    """

    # The folder is measured once every so many things.
    EVERY = 32

    def __init__(self, folder: Path, most_bytes: int = 64 * 2**20) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._since = 0

    def get(self, key: str) -> bytes | None:
        """A kept thing."""
        try:
            return (self.folder / key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep a thing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, fresh = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content)
            Path(fresh).replace(self.folder / key)
        except OSError:
            return
        self._since += 1
        if self._since == 1 or self._since >= self.EVERY:
            self._since = 1
            self.trim()

    def trim(self) -> None:
        """Make room: the oldest go until three quarters of what may be kept is left."""
        found = []
        for entry in os.scandir(self.folder):
            try:
                facts = entry.stat()
            except OSError:
                continue
            found.append((facts.st_mtime_ns, facts.st_size, entry.path))
        total = sum(size for _, size, _ in found)
        if total <= self.most_bytes:
            return
        for _, size, path in sorted(found):
            Path(path).unlink(missing_ok=True)
            total -= size
            if total <= self.most_bytes * 3 // 4:
                return
