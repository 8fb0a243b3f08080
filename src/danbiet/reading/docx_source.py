"""DOCX into blocks, with limits before anything is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import TYPE_CHECKING, Any

from danbiet.base.errors import CodedError
from danbiet.reading import errors
from danbiet.reading.blocks import Block, Cell, Line, Place, Row, Table
from danbiet.reading.markup import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ENTRIES = 2_000
MAX_PART = 20 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200
_STEP = 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"


def document_part(data: bytes) -> bytes:
    """The main part of a DOCX, inflated under limits. Raises CodedError READ-003, READ-004, READ-005."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            if DOCUMENT not in archive.namelist():
                raise CodedError(errors.BROKEN_DOCX, reason=DOCUMENT)
            return _inflate(archive)
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


def _inflate(archive: zipfile.ZipFile) -> bytes:
    """Inflate step by step: the directory may lie about the size."""
    out = bytearray()
    with archive.open(DOCUMENT) as part:
        while step := part.read(_STEP):
            out += step
            if len(out) > MAX_PART:
                raise CodedError(errors.UNSAFE_DOCX, reason=f"{DOCUMENT} > {MAX_PART}")
    return bytes(out)


def blocks_of(part: bytes) -> list[Block]:
    """The blocks of a DOCX's main part. Raises CodedError READ-004, READ-005."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(part, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise CodedError(errors.BROKEN_DOCX, reason=type(error).__name__) from error
    body = root.find(f"{W}body")
    if body is None:
        raise CodedError(errors.BROKEN_DOCX, reason="w:body")
    try:
        return BodyReader().read(body)
    except RecursionError as error:
        raise CodedError(errors.UNSAFE_DOCX, reason="nested") from error


class BodyReader:
    """Counts paragraphs and tables while it walks the body, and keeps which element each number stands for.

    ``elements``: paragraphs by number; ``cells``: (table, row, column) to the cell's element, for a cell that only
    continues another the element it continues.
    """

    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0
        self.elements: dict[int, Any] = {}
        self.cells: dict[tuple[int, int, int], Any] = {}

    def read(self, body: Any) -> list[Block]:
        found: list[Block] = []
        for element in _flow(body):
            if element.tag == f"{W}tbl":
                found.append(self.table(element))
            else:
                found.extend(self.lines(element))
        return found

    def lines(self, element: Any, **place: int) -> Iterator[Line]:
        """A paragraph's lines: a line break inside it counts as one, as in a signature block."""
        self.paragraphs += 1
        self.elements[self.paragraphs] = element
        style = element.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and str(style.get(f"{W}val", "")).lower().startswith(("heading", "title"))
        bullet = "- " if element.find(f"{W}pPr/{W}numPr") is not None else ""
        for piece in _text(element).split("\n"):
            text = clean(piece)
            if text:
                marked = text if text[:1] in "-+–" or text[:1].isdigit() or heading else bullet + text
                yield Line(marked, Place(paragraph=self.paragraphs, **place), heading)

    def table(self, element: Any) -> Table:
        self.tables += 1
        number = self.tables
        rows: list[Row] = []
        first = self.paragraphs + 1
        for index, source in enumerate(_named(element, "tr"), 1):
            cells: list[Cell] = []
            for part in _named(source, "tc"):
                self._cell(part, cells, number, index)
            rows.append(Row(tuple(cells), Place(table=number, row=index)))
        return Table(tuple(rows), Place(paragraph=first, table=number))

    def _cell(self, part: Any, cells: list[Cell], table: int, row: int) -> None:
        span = part.find(f"{W}tcPr/{W}gridSpan")
        down = part.find(f"{W}tcPr/{W}vMerge")
        continues = down is not None and down.get(f"{W}val") != "restart"
        place = {"table": table, "row": row, "column": len(cells) + 1}
        above = self.cells.get((table, row - 1, len(cells) + 1)) if continues else None
        for step in range(_count(span)):
            self.cells[table, row, len(cells) + 1 + step] = part if above is None else above
        lines = tuple(line for paragraph in part.iter(f"{W}p") for line in self.lines(paragraph, **place))
        cells.append(Cell(() if continues else lines, Place(**place), continues))
        for _ in range(_count(span) - 1):
            cells.append(Cell((), Place(table=table, row=row, column=len(cells) + 1), merged=True))


def _count(span: Any) -> int:
    """How many columns a cell spans; what isn't a number is one."""
    value = str(span.get(f"{W}val", "1")) if span is not None else "1"
    return min(int(value), 50) if value.isascii() and value.isdecimal() else 1


def _flow(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, through content controls."""
    for element in body:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from _flow(content)


def _named(element: Any, name: str) -> Iterable[Any]:
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _named(content, name)


def _text(paragraph: Any) -> str:
    """Running text; deleted text and text boxes are not part of it."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag == f"{W}t":
                parts.append(child.text or "")
            elif child.tag == f"{W}tab":
                parts.append(" ")
            elif child.tag in (f"{W}br", f"{W}cr"):
                parts.append("\n" if child.get(f"{W}type") is None else " ")
            elif child.tag not in (f"{W}del", f"{W}pict", f"{W}drawing", f"{W}pPr"):
                walk(child)

    walk(paragraph)
    return "".join(parts)
