"""XLSX and XLSM into grids: limits before anything is parsed, no formula calculated, no macro looked at.

The parts are read here rather than by a spreadsheet library because a figure and the formula behind it are needed at
once, in one pass, within limits.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.reading.scores import errors
from danbiet.reading.scores.grid import Book, Grid

MAX_ENTRIES = 2_000
MAX_PART = 40 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200
MAX_SHEETS = 100
MAX_CELLS = 600_000
# A row or column number beyond these is no table of provinces.
MAX_ROW, MAX_COLUMN = 20_000, 2_000
_STEP = 1024 * 1024
_WORKBOOK, _LINKS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_VISIBLE = (None, "visible")


def book_of(data: bytes) -> Book:
    """The sheets of a workbook. Raises CodedError READ-032, READ-033, READ-034."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _book(archive)
    except CodedError:
        raise
    except (zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, EOFError, OSError) as error:
        raise CodedError(errors.BROKEN, reason=f"{type(error).__name__} {error}".strip()) from error
    except (KeyError, IndexError, ValueError) as error:  # a part, a string or a number that isn't there
        raise CodedError(errors.BROKEN, reason=type(error).__name__) from error
    except RuntimeError as error:  # zipfile says so of an encrypted member
        raise CodedError(errors.ENCRYPTED) from error


def _book(archive: zipfile.ZipFile) -> Book:
    infos = archive.infolist()
    _check_directory(infos)
    names = {info.filename for info in infos}
    if _WORKBOOK not in names:
        raise CodedError(errors.NOT_A_TABLE)
    unpacked = _Unpacked(archive)
    strings = _strings(unpacked.part(_STRINGS)) if _STRINGS in names else []
    book = Book([], macros=any(_is_macro(name) for name in names))
    counter = [0]
    listed = list(_listed(unpacked))
    if len(listed) > MAX_SHEETS:
        raise CodedError(errors.UNSAFE, reason=f"{len(listed)} > {MAX_SHEETS}")
    for title, hidden, target in listed:
        if target in names and target.startswith("xl/worksheets/"):
            grid = Grid(title, hidden=hidden)
            _fill(grid, unpacked.part(target), strings, counter)
            book.grids.append(grid)
    return book


def _is_macro(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(("vbaproject.bin", "vbadata.xml")) or lower.startswith("xl/macrosheets/")


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if any(info.flag_bits & 1 for info in infos):
        raise CodedError(errors.ENCRYPTED)
    if len(infos) > MAX_ENTRIES:
        raise CodedError(errors.UNSAFE, reason=f"{len(infos)} > {MAX_ENTRIES}")
    if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise CodedError(errors.UNSAFE, reason=f"{packed} → {unpacked} B")


class _Unpacked:
    """Parts inflated step by step: the directory may lie about their sizes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.total = 0

    def part(self, name: str) -> bytes:
        out = bytearray()
        with self.archive.open(name) as part:
            while step := part.read(_STEP):
                out += step
                self.total += len(step)
                if len(out) > MAX_PART or self.total > MAX_UNPACKED:
                    raise CodedError(errors.UNSAFE, reason=f"{name}: > {MAX_PART} B")
        return bytes(out)


def _elements(part: bytes, *wanted: str) -> Iterator[tuple[str, Any]]:
    """The elements of some local names as they end; each is emptied after use, so that a large part stays small."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        for _, element in iterparse(io.BytesIO(part), events=("end",), forbid_dtd=True):
            name = _local(element.tag)
            if name in wanted:
                yield name, element
                element.clear()
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise CodedError(errors.BROKEN, reason=type(error).__name__) from error


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _listed(unpacked: _Unpacked) -> Iterator[tuple[str, bool, str]]:
    """Title, whether hidden, and part of every sheet in the workbook's order."""
    targets: dict[str, str] = {}
    for _, link in _elements(unpacked.part(_LINKS), "Relationship"):
        target = str(link.get("Target", ""))
        targets[str(link.get("Id", ""))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for _, sheet in _elements(unpacked.part(_WORKBOOK), "sheet"):
        key = next((value for name, value in sheet.attrib.items() if _local(name) == "id"), "")
        yield nfc(str(sheet.get("name", ""))), sheet.get("state") not in _VISIBLE, targets.get(key, "")


def _strings(part: bytes) -> list[str]:
    return [_text(item) for _, item in _elements(part, "si")]


def _text(item: Any) -> str:
    """The text of a string item: its runs, without the phonetic hints."""
    pieces = []
    for child in item:
        name = _local(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(run.text or "" for run in child if _local(run.tag) == "t")
    return nfc("".join(pieces))


def _fill(grid: Grid, part: bytes, strings: list[str], counter: list[int]) -> None:
    row_number = 0
    for name, element in _elements(part, "col", "row", "mergeCell"):
        if name == "col":
            if element.get("hidden") in ("1", "true"):
                first, last = (int(element.get(key, 0)) for key in ("min", "max"))
                grid.hidden_columns |= set(range(first, min(last, MAX_COLUMN) + 1))
        elif name == "mergeCell":
            grid.merged.append(_area(str(element.get("ref", ""))))
        else:
            row_number = int(element.get("r", row_number + 1))
            if element.get("hidden") in ("1", "true"):
                grid.hidden_rows.add(row_number)
            _fill_row(grid, row_number, element, strings)
            counter[0] += len(element)
            if counter[0] > MAX_CELLS:
                raise CodedError(errors.UNSAFE, at=grid.name, reason=f"> {MAX_CELLS} ô / cells")


def _fill_row(grid: Grid, row: int, element: Any, strings: list[str]) -> None:
    column = 0
    for cell in element:
        reference = cell.get("r")
        column = _position(reference)[1] if reference else column + 1
        value, formula = None, False
        for child in cell:
            name = _local(child.tag)
            if name == "v":
                value = child.text
            elif name == "f":
                formula = True
            elif name == "is":
                value = _text(child)
        if value is None and not formula:
            continue
        if row > MAX_ROW or column > MAX_COLUMN:
            raise CodedError(errors.UNSAFE, at=grid.name, reason=f"{reference or (row, column)}")
        _set(grid, (row, column), str(cell.get("t", "n")), value, strings)
        if formula:
            grid.formulas.add((row, column))
            if value is None:
                grid.uncached.add((row, column))


def _set(grid: Grid, spot: tuple[int, int], kind: str, value: str | None, strings: list[str]) -> None:
    if value is None:
        return
    if kind == "s":
        text = strings[int(value)]
    elif kind == "e":
        grid.wrong[spot] = value
        return
    elif kind == "n":
        number = float(value)
        if math.isfinite(number):
            grid.values[spot] = number
        else:
            grid.wrong[spot] = value
        return
    else:
        text = nfc(value)
    if text.strip():
        grid.values[spot] = text


def _position(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise CodedError(errors.BROKEN, reason=reference[:20])
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    return (*_position(first), *_position(last or first))
