"""What a file is, by its content and never by its name alone."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from danbiet.base.errors import CodedError
from danbiet.files import errors

MAX_BYTES = 20 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200


@dataclass(frozen=True, slots=True)
class FileType:
    """An accepted type with the endings its name may have."""

    content_type: str
    extensions: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
TEXT = FileType("text/plain", (".txt", ".md"))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
ODT = FileType("application/vnd.oasis.opendocument.text", (".odt",))
XLSM = FileType("application/vnd.ms-excel.sheet.macroEnabled.12", (".xlsm", ".xlsx"))
CSV = FileType("text/csv", (".csv",))
DOCUMENTS = (PDF, DOCX, XLSX, ODT, PNG, JPEG, TEXT)
_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_UNITS = 1024 * 1024


def recognise(handle: BinaryIO, name: str, *, tables: bool = False) -> FileType:
    """The type of the open file, with its safety checked.

    ``tables``: a published table of figures, that may be CSV or a workbook with macros, which nobody runs. Raises
    CodedError FILE-001 to FILE-006 for a file that is too large, empty, of no accepted type, under a wrong ending,
    packed as a bomb, or with macros.
    """
    size = handle.seek(0, 2)
    handle.seek(0)
    if size == 0:
        raise CodedError(errors.EMPTY, name=name)
    if size > MAX_BYTES:
        raise CodedError(errors.TOO_LARGE, name=name, size=-(-size // _UNITS), limit=MAX_BYTES // _UNITS)
    kind = _sniff(handle, name, tables)
    if not name.lower().endswith(kind.extensions):
        raise CodedError(errors.WRONG_EXTENSION, name=name, kind=kind.extensions[0])
    return kind


def _sniff(handle: BinaryIO, name: str, tables: bool) -> FileType:
    start = handle.read(8)
    handle.seek(0)
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if start.startswith(b"PK\x03\x04"):
        return _packed(handle, name, tables)
    content = handle.read()
    handle.seek(0)
    for kind in (TEXT, CSV) if tables else (TEXT,):
        if name.lower().endswith(kind.extensions) and _is_text(content):
            return kind
    raise CodedError(errors.UNKNOWN_TYPE, name=name)


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "\x00" not in text
    return False


def _packed(handle: BinaryIO, name: str, tables: bool) -> FileType:
    try:
        with zipfile.ZipFile(handle) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            _check_packing(infos, name)
            if "mimetype" in names and archive.read("mimetype").strip() == ODT.content_type.encode():
                return ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise CodedError(errors.UNSAFE_ARCHIVE, name=name) from error
    finally:
        handle.seek(0)
    macros = any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in names)
    if tables and "xl/workbook.xml" in names and (macros or name.lower().endswith(".xlsm")):
        return XLSM
    if macros:
        raise CodedError(errors.MACROS, name=name)
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    raise CodedError(errors.UNKNOWN_TYPE, name=name)


def _check_packing(infos: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    encrypted = any(info.flag_bits & 1 for info in infos)
    if len(infos) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO or encrypted:
        raise CodedError(errors.UNSAFE_ARCHIVE, name=name)
