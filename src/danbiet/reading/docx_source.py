"""DOCX into blocks, with limits before anything is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from lzma import LZMAError
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.reading import errors
from danbiet.reading.blocks import Block
from danbiet.reading.docx_body import Reader
from danbiet.reading.docx_numbering import W, numbering_of

MAX_ENTRIES = 2_000
MAX_PART = 20 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200
_STEP = 1024 * 1024
DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts that say what stands in a DOCX: its text, its lists and its styles, inflated under limits.

    Raises CodedError READ-003, READ-004, READ-005.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            if DOCUMENT not in archive.namelist():
                raise CodedError(errors.BROKEN_DOCX, reason=DOCUMENT)
            return {name: _inflate(archive, name) for name in (DOCUMENT, *_others(archive))}
    except (zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise CodedError(errors.BROKEN_DOCX, reason=str(error)) from error
    except RuntimeError as error:  # zipfile says so of an encrypted member
        raise CodedError(errors.ENCRYPTED) from error


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if any(info.flag_bits & 1 for info in infos):
        raise CodedError(errors.ENCRYPTED)
    if len(infos) > MAX_ENTRIES:
        raise CodedError(errors.UNSAFE_DOCX, reason=f"{len(infos)} > {MAX_ENTRIES}")
    if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise CodedError(errors.UNSAFE_DOCX, reason=f"{packed} → {unpacked}")


def _others(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in (NUMBERING, STYLES) if name in archive.namelist()]


def _inflate(archive: zipfile.ZipFile, name: str) -> bytes:
    """Inflate step by step: the directory may lie about the size."""
    out = bytearray()
    with archive.open(name) as part:
        while step := part.read(_STEP):
            out += step
            if len(out) > MAX_PART:
                raise CodedError(errors.UNSAFE_DOCX, reason=f"{name} > {MAX_PART}")
    return bytes(out)


def blocks_of(part: bytes, numbering: bytes = b"", styles: bytes = b"") -> list[Block]:
    """The blocks of a DOCX's main part; the other parts say what Word numbers by itself.

    Raises CodedError READ-004, READ-005.
    """
    root = _parsed(part)
    body = root.find(f"{W}body")
    if body is None:
        raise CodedError(errors.BROKEN_DOCX, reason="w:body")
    lists = numbering_of(*(_parsed(source) if source else None for source in (numbering, styles)))
    try:
        return Reader(lists).read(body)
    except RecursionError as error:
        raise CodedError(errors.UNSAFE_DOCX, reason="nested") from error


def _parsed(part: bytes) -> Any:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(part.replace(_STRICT, _PLAIN), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise CodedError(errors.BROKEN_DOCX, reason=type(error).__name__) from error
