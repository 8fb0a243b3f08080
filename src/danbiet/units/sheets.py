"""The spreadsheet of an open list: written for the owner to fill, read back with every cell checked.

Nothing a received file says is believed before it is checked: its packing and true size before it is opened, hidden
parts, formulas, the locked line that names the list, then cell by cell.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc, squeeze
from danbiet.files import types
from danbiet.units import errors

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SCHEMA = "danbiet.open-list/1"
SHEET, PLACES = "Danh sách", "Địa bàn"
HEAD = ("Tên đơn vị", "Cấp", "Địa bàn", "Mã", "Ghi chú")
LENGTHS = (200, 40, 400, 20, 200)
LOCKED_ROW, TITLE_ROW, HEAD_ROW = 1, 2, 3
FIRST_ROW = HEAD_ROW + 1
# Room for a list of a province's schools several times over; a sheet beyond it wasn't made from ours.
MAX_ROWS = 5_000
MAX_COLUMNS = 30
MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
_STEP = 256 * 1024
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Row:
    """One unit as the sheet has it: plain text in NFC, "" for an empty cell; ``number`` is the sheet's row."""

    number: int
    name: str
    level: str
    place: str
    code: str = ""
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The values in the order of :data:`HEAD`."""
        return (self.name, self.level, self.place, self.code, self.note)


@dataclass(frozen=True, slots=True)
class Form:
    """What a sheet is for: the designation, the province (public id and name), the choices of its cells."""

    designation: str
    province: str
    province_name: str
    levels: Sequence[str]
    places: Sequence[str]
    note: str = ""

    def locked(self) -> tuple[str, ...]:
        """The line that says which list this is."""
        return (SCHEMA, self.designation, self.province, self.province_name)


def cell_name(row: int, column: int) -> str:
    """A cell of the columns used here, e.g. (7, 3) -> "C7"."""
    return f"{chr(ord('A') + column - 1)}{row}"


def write(form: Form, rows: Iterable[Row], target: BinaryIO) -> int:
    """Write the sheet with the units known so far; how many. Only the rows to fill in are unlocked."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    filled = list(rows)
    for row, values in ((LOCKED_ROW, form.locked()), (TITLE_ROW, (_title(form),)), (HEAD_ROW, HEAD)):
        _fill(sheet, row, values)
    for number, one in enumerate(filled, FIRST_ROW):
        _fill(sheet, number, one.cells())
    _dress(sheet)
    _choices(book, sheet, form)
    book.save(target)
    return len(filled)


def _title(form: Form) -> str:
    return squeeze(f"Danh sách đơn vị: {form.note or form.designation} - {form.province_name}")


def _fill(sheet: Worksheet, row: int, values: Sequence[str]) -> None:
    for column, value in enumerate(values, 1):
        cell: Any = sheet.cell(row, column)
        if value:
            # As text whatever it begins with: a name must never become a formula in somebody's office.
            cell.value = value
            cell.data_type = "s"


def _dress(sheet: Worksheet) -> None:
    from openpyxl.styles import Font, PatternFill, Protection

    for row in (LOCKED_ROW, TITLE_ROW, HEAD_ROW):
        for cell in sheet[row]:
            cell.font = Font(bold=row != LOCKED_ROW, color="FF666666" if row == LOCKED_ROW else None)
            cell.fill = PatternFill("solid", fgColor="FFEFEFEF")
    for letter, width in zip("ABCDE", (46, 12, 40, 14, 40), strict=True):
        # The whole column is free and text; a cell that is there has a style of its own and is locked unless told.
        column = sheet.column_dimensions[letter]
        column.width, column.protection, column.number_format = width, Protection(locked=False), "@"
    for line in sheet.iter_rows(min_row=FIRST_ROW, max_col=len(HEAD)):
        for cell in line:
            cell.protection, cell.number_format = Protection(locked=False), "@"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    # No password: it keeps from slips, and the reader checks the line anyway.
    sheet.protection.sheet = True
    sheet.protection.insertRows = sheet.protection.deleteRows = False


def _choices(book: Workbook, sheet: Worksheet, form: Form) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    places = book.create_sheet(PLACES)
    for number, place in enumerate(form.places, 1):
        _fill(places, number, (place,))
    places.column_dimensions["A"].width = 46
    places.protection.sheet = True
    levels = '"' + ",".join(form.levels) + '"'
    for column, choices in ((2, levels), (3, f"'{PLACES}'!$A$1:$A${len(form.places)}")):
        rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
        rule.error = f"Chọn một giá trị trong danh sách «{HEAD[column - 1]}»."
        sheet.add_data_validation(rule)
        rule.add(f"{cell_name(FIRST_ROW, column)}:{cell_name(MAX_ROWS, column)}")


def read(data: bytes, name: str, form: Form) -> list[Row]:
    """The rows of a received sheet.

    Raises CodedError FILE-002 to FILE-006 and UNIT-006 for a file that can't be believed, UNIT-007, UNIT-009 to
    UNIT-011 with the sheet's or the cell's name.
    """
    sheet = open_sheet(data, name, SHEET, MAX_COLUMNS)
    _check_frame(sheet, form)
    lines = sheet.iter_rows(min_row=FIRST_ROW)
    rows = [row for line in lines if (row := _row(line)) is not None]
    if not rows:
        raise CodedError(errors.CELL_MISSING, at=cell_name(FIRST_ROW, 1), head=HEAD[0])
    return rows


def open_sheet(data: bytes, name: str, title: str, most: int) -> Worksheet:
    """The sheet ``title`` of a received file that can be believed, with at most ``most`` columns.

    Raises CodedError FILE-002 to FILE-006, UNIT-006, UNIT-009.
    """
    _check_packing(data, name)
    book = _open(data, name)
    _refuse_hidden(book, name)
    if title not in book.sheetnames:
        raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=f"«{title}»?")
    sheet: Worksheet = book[title]
    if sheet.max_row > MAX_ROWS or sheet.max_column > most:
        reason = f"{sheet.max_row} × {sheet.max_column} > {MAX_ROWS} × {most}"
        raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=reason)
    return sheet


def _check_packing(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=f"{len(data)} B > {MAX_BYTES} B")
    # The declared sizes, macros, encryption; then the true ones, since the directory may lie.
    if types.recognise(io.BytesIO(data), name) is not types.XLSX:
        raise CodedError(errors.SHEET_UNREADABLE, at=name, reason="≠ .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive, name)
    except CodedError:
        raise
    except Exception as error:  # whatever a damaged archive makes the unpacking stumble over
        raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=type(error).__name__) from error


def _measure(archive: zipfile.ZipFile, name: str) -> None:
    total = 0
    for info in archive.infolist():
        with archive.open(info) as part:
            while step := part.read(_STEP):
                total += len(step)
                if total > MAX_UNPACKED:
                    reason = f"{info.filename}: > {MAX_UNPACKED} B"
                    raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=reason)
                if b"<!DOCTYPE" in step or b"<!ENTITY" in step:
                    raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=f"{info.filename}: DTD")


def _open(data: bytes, name: str) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out (extensions of other programs), which nobody here needs.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # the library raises whatever the XML makes it stumble over
        raise CodedError(errors.SHEET_UNREADABLE, at=name, reason=type(error).__name__) from error


def _refuse_hidden(book: Workbook, name: str) -> None:
    sheets: list[Any] = [*book.worksheets, *book.chartsheets]
    for sheet in sheets:
        if sheet.sheet_state != "visible":
            raise CodedError(errors.SHEET_HIDDEN, at=name, what=f"«{sheet.title}»")
    for sheet in book.worksheets:
        if sheet.sheet_format.zeroHeight:
            raise CodedError(errors.SHEET_HIDDEN, at=name, what=f"«{sheet.title}»")
        parts: list[tuple[Any, Any]] = [*sheet.row_dimensions.items(), *sheet.column_dimensions.items()]
        for key, part in parts:
            if part.hidden or 0 in (getattr(part, "height", None), getattr(part, "width", None)):
                raise CodedError(errors.SHEET_HIDDEN, at=name, what=f"«{sheet.title}» {key}")


def _check_frame(sheet: Worksheet, form: Form) -> None:
    for row, values in ((LOCKED_ROW, form.locked()[:3]), (HEAD_ROW, HEAD)):
        for column, expected in enumerate(values, 1):
            found = text_of(sheet.cell(row, column))
            if found != expected:
                raise CodedError(errors.SHEET_CELL, at=cell_name(row, column), reason=f"«{found}» ≠ «{expected}»")


def _row(line: Sequence[Any]) -> Row | None:
    number = line[0].row
    values = [text_of(cell) for cell in line]
    for column, value in enumerate(values[len(HEAD) :], len(HEAD)):
        if value:
            raise CodedError(errors.SHEET_CELL, at=line[column].coordinate, reason=f"«{value[:40]}» > {HEAD[-1]}")
    values = (values + [""] * len(HEAD))[: len(HEAD)]
    if not any(values):
        return None
    for column, (value, most) in enumerate(zip(values, LENGTHS, strict=True), 1):
        if len(value) > most:
            raise CodedError(errors.SHEET_CELL, at=cell_name(number, column), reason=f"{len(value)} > {most}")
        if not value and column <= 3:
            raise CodedError(errors.CELL_MISSING, at=cell_name(number, column), head=HEAD[column - 1])
    return Row(number, *values)


def text_of(cell: Cell | Any) -> str:
    """A cell's text. Raises CodedError UNIT-007, UNIT-010 for what isn't text or a whole number."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise CodedError(errors.SHEET_FORMULA, at=cell.coordinate)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if cell.data_type not in ("s", "n", "inlineStr") or isinstance(value, bool) or not isinstance(value, str | int):
        raise CodedError(errors.SHEET_CELL, at=cell.coordinate, reason=f"«{value}»")
    text = squeeze(nfc(str(value)))
    if text.startswith(_FORMULA):
        raise CodedError(errors.SHEET_FORMULA, at=cell.coordinate)
    if any(not letter.isprintable() for letter in text):
        raise CodedError(errors.SHEET_CELL, at=cell.coordinate, reason=ascii(text[:40]))
    return text
