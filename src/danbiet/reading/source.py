"""From a file to blocks: what kind of file it is, its limits, and the reader for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.reading import docx_source, errors, text_source
from danbiet.reading.blocks import Block, Table, all_lines

MAX_BYTES = 20 * 1024 * 1024
# Text has no pictures: two million bytes are over 500 pages.
MAX_TEXT_BYTES = 2 * 1024 * 1024
MAX_CELLS = 12_000
_MEGABYTE = 1024 * 1024
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load(path: str | Path) -> bytes:
    """The bytes of a file within the size limit. Raises CodedError READ-002, READ-010."""
    try:
        with Path(path).open("rb") as file:
            # What isn't a plain file (a pipe, a device) has no size before it is read.
            size = Path(path).stat().st_size
            data = b"" if size > MAX_BYTES else file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CodedError(errors.NOT_FOUND, path=path, reason=error.strerror or error) from error
    if max(size, len(data)) > MAX_BYTES:
        raise CodedError(errors.TOO_LARGE, at=Path(path).name, **_sizes(max(size, len(data)), MAX_BYTES))
    return data


def _sizes(size: int, limit: int) -> dict[str, Any]:
    return {"size": -(-size // _MEGABYTE), "limit": limit // _MEGABYTE}


def blocks_of(data: bytes, name: str = "") -> list[Block]:
    """The blocks of a document, told by its content.

    Raises CodedError READ-001 to READ-007 and READ-012 to READ-017, at the file's name.
    """
    try:
        if len(data) > MAX_BYTES:
            raise CodedError(errors.TOO_LARGE, **_sizes(len(data), MAX_BYTES))
        blocks = _read(data)
        _check_cells(sum(len(row.cells) for block in blocks if isinstance(block, Table) for row in block.rows))
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
        from danbiet.reading import pdf_source  # only a PDF pays for what it needs

        return pdf_source.blocks_of(data)
    if data.startswith(b"PK"):
        parts = docx_source.parts_of(data)
        document = parts[docx_source.DOCUMENT]
        _check_cells(document.count(b"<w:tc>") + document.count(b"<w:tc "))
        others = (parts.get(name, b"") for name in (docx_source.NUMBERING, docx_source.STYLES))
        return docx_source.blocks_of(document, *others)
    if len(data) > MAX_TEXT_BYTES:
        raise CodedError(errors.TOO_LARGE, **_sizes(len(data), MAX_TEXT_BYTES))
    text = text_source.decode(data)
    _check_cells(text_source.count_cells(text))
    return text_source.blocks_of(text)


def _check_cells(count: int) -> None:
    if count > MAX_CELLS:
        raise CodedError(errors.TOO_MANY_CELLS, cells=count, limit=MAX_CELLS)
