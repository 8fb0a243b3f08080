"""From a file to blocks: what kind of file it is, its limits, and the reader for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.reading import docx_source, errors, text_source
from danbiet.reading.blocks import Block, all_lines

MAX_BYTES = 20 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load(path: str | Path) -> bytes:
    """The bytes of a file within the size limit. Raises CodedError READ-002, READ-010."""
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise CodedError(errors.TOO_LARGE, at=Path(path).name, **_sizes(size))
        return Path(path).read_bytes()
    except OSError as error:
        raise CodedError(errors.NOT_FOUND, path=path, reason=error.strerror or error) from error


def _sizes(size: int) -> dict[str, Any]:
    return {"size": -(-size // _MEGABYTE), "limit": MAX_BYTES // _MEGABYTE}


def blocks_of(data: bytes, name: str = "") -> list[Block]:
    """The blocks of a document, told by its content. Raises CodedError READ-001 to READ-007, with the file's name."""
    try:
        if len(data) > MAX_BYTES:
            raise CodedError(errors.TOO_LARGE, **_sizes(len(data)))
        blocks = _read(data)
        if not all_lines(blocks):
            raise CodedError(errors.EMPTY)
    except CodedError as error:
        raise CodedError(error.kind, at=name, **error.values) from error
    return blocks


def _read(data: bytes) -> list[Block]:
    if not data.strip():
        raise CodedError(errors.EMPTY)
    if data.startswith(_CFB):
        raise CodedError(errors.ENCRYPTED)
    if data.startswith(b"%PDF-"):
        raise CodedError(errors.PDF_NOT_READ)
    if data.startswith(b"PK"):
        return docx_source.blocks_of(data)
    return text_source.blocks_of(text_source.decode(data))
