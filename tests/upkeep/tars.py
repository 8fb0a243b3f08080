"""Archives made anew with something changed, as damage or somebody's hand would."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Members = dict[str, bytes]


def members(path: Path) -> Members:
    """What is in an archive, in its order."""
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def write(path: Path, content: Members, *extra: tarfile.TarInfo) -> Path:
    """An archive of these members and, before them, of headers without content."""
    with tarfile.open(path, "w") as tar:
        for info in extra:
            tar.addfile(info)
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def with_manifest(source: Path, target: Path, change: Callable[[dict[str, Any]], None], **replaced: bytes) -> Path:
    """A copy whose manifest says something else and is sealed as if that were right."""
    content = {**members(source), **replaced}
    manifest = json.loads(content["manifest.json"])
    change(manifest)
    content["manifest.json"] = json.dumps(manifest).encode()
    content["manifest.sha256"] = hashlib.sha256(content["manifest.json"]).hexdigest().encode()
    return write(target, content)


def flipped(source: Path, target: Path, member: str) -> Path:
    """A copy with one byte of a member changed."""
    content = members(source)
    data = bytearray(content[member])
    data[len(data) // 2] ^= 0x55
    content[member] = bytes(data)
    return write(target, content)
