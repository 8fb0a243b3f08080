"""The spreadsheet of task x unit: written to be sent out for confirmation, read back with every cell checked.

Rows are units, columns tasks; a cell says C (leads), P (coordinates) or nothing. The first line names the draft and the
version it was made of. How a received file is opened, and what makes it unbelievable, is in ``units.sheets``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.plans import errors, review
from danbiet.reading.plan import designations
from danbiet.units.sheets import open_sheet, text_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from danbiet.plans.grid import Grid, Row, Waiting

SCHEMA = "danbiet.assignments/1"
SHEET = "Phân công"
HEAD = ("Nhóm", "Đơn vị", "Trực thuộc", "Mã")
LOCKED_ROW, TITLE_ROW, CODE_ROW, NAME_ROW, NOTE_ROW = 1, 2, 3, 4, 5
FIRST_ROW, FIRST_COLUMN = 6, len(HEAD) + 1
WIDTHS = (18, 40, 24, 14)
TASK_WIDTH = 13
TITLE_LENGTH = 110
# Columns beyond the tasks that somebody's program may have left behind, empty.
SPARE_COLUMNS = 20
# How many missing rows or columns an error names.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Head:
    """What a sheet says it is of."""

    draft: str
    version: str
    title: str = ""

    def locked(self) -> tuple[str, ...]:
        """The first line."""
        return (SCHEMA, self.draft, self.version)


def write(head: Head, grid: Grid, target: BinaryIO) -> int:
    """Write the sheet as the draft reads now; how many units. Only the cells of marks are unlocked."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    _fill(sheet, LOCKED_ROW, head.locked())
    _fill(sheet, TITLE_ROW, (_title(head),))
    _fill(sheet, CODE_ROW, (*HEAD, *(task.code for task in grid.tasks)))
    _fill(sheet, NAME_ROW, ("", "", "", "", *(_short(task.title) for task in grid.tasks)))
    notes = ("; ".join(_note(one) for one in grid.waiting.get(task.code, ())) for task in grid.tasks)
    _fill(sheet, NOTE_ROW, ("", "Chưa rõ là đơn vị nào, chưa có trong bảng:", "", "", *notes))
    for number, row in enumerate(grid.rows, FIRST_ROW):
        marks = (grid.mark(task.code, row.unit_id) for task in grid.tasks)
        _fill(sheet, number, (row.group, row.name, row.parent, row.public_id, *marks))
    _dress(sheet, grid)
    _choices(sheet, grid)
    _for_paper(sheet, grid)
    book.save(target)
    return len(grid.rows)


def _title(head: Head) -> str:
    return squeeze(f"Phân công nhiệm vụ: C = chủ trì, P = phối hợp, để trống = không tham gia. {head.title}")


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LENGTH else f"{title[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"


def _note(one: Waiting) -> str:
    name = designations.label(one.designation) if one.designation else one.text
    count = f", khoảng {one.expected} đơn vị" if one.expected else ""
    return f"{one.role}: {name}{count}"


def _fill(sheet: Worksheet, row: int, values: Sequence[str]) -> None:
    for column, value in enumerate(values, 1):
        if value:
            cell: Any = sheet.cell(row, column)
            # As text whatever it begins with: a name must never become a formula in somebody's office.
            cell.value, cell.data_type = value, "s"


def _dress(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="FFD9D6CD")
    heavy = Side(style="medium", color="FF77736A")
    last = FIRST_COLUMN + len(grid.tasks) - 1
    for column in range(1, last + 1):
        width = WIDTHS[column - 1] if column < FIRST_COLUMN else TASK_WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = width
        for row in (CODE_ROW, NAME_ROW, NOTE_ROW):
            cell = sheet.cell(row, column)
            cell.fill = PatternFill("solid", fgColor="FFF6F5F1")
            cell.font = Font(bold=row == CODE_ROW, size=11 if row == CODE_ROW else 8, italic=row == NOTE_ROW)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[NAME_ROW].height = 120
    sheet.row_dimensions[NOTE_ROW].height = 70
    for column in range(1, FIRST_COLUMN):
        sheet.cell(LOCKED_ROW, column).font = Font(size=8, color="FF666666")
    sheet.cell(TITLE_ROW, 1).font = Font(bold=True)
    styles = {
        top: (_style(sheet, Border(top=top, right=line)), _style(sheet, Border(top=top, right=line), marks=True))
        for top in (line, heavy)
    }
    before = ""
    marked: Any
    for number, one in enumerate(grid.rows, FIRST_ROW):
        head, mark = styles[heavy if one.group != before else line]
        before = one.group
        for column in range(1, last + 1):
            marked = sheet.cell(number, column)
            marked._style = mark if column >= FIRST_COLUMN else head
    sheet.freeze_panes = f"C{FIRST_ROW}"
    # No password: it keeps from slips, and the reader checks every line anyway.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _style(sheet: Worksheet, border: Any, *, marks: bool = False) -> Any:
    """A style made once for thousands of cells: setting its parts on each cell takes most of the time of a sheet."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Protection

    cell: Any = Cell(sheet, row=1, column=1)
    cell.border = border
    if marks:
        cell.protection, cell.number_format = Protection(locked=False), "@"
        cell.alignment = Alignment(horizontal="center")
    return cell._style


def _choices(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    if not grid.rows or not grid.tasks:
        return
    area = _area(grid)
    rule = DataValidation(type="list", formula1=f'"{review.LEAD},{review.COORDINATE}"', allow_blank=True)
    rule.showErrorMessage = True
    rule.error = "Chọn C (chủ trì), P (phối hợp) hoặc để trống."
    rule.errorTitle = "Phân công"
    sheet.add_data_validation(rule)
    rule.add(area)
    fill = PatternFill("solid", bgColor="FFD6E0EA")
    leads: Any = CellIsRule
    sheet.conditional_formatting.add(area, leads("equal", ['"C"'], font=Font(bold=True), fill=fill))


def _area(grid: Grid) -> str:
    from openpyxl.utils import get_column_letter

    first, last = get_column_letter(FIRST_COLUMN), get_column_letter(FIRST_COLUMN + len(grid.tasks) - 1)
    return f"{first}{FIRST_ROW}:{last}{FIRST_ROW + len(grid.rows) - 1}"


def _for_paper(sheet: Any, grid: Grid) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{CODE_ROW}:{NAME_ROW}"
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P/&N"


def read_head(data: bytes, name: str, draft: str, tasks: int) -> tuple[Worksheet, str]:
    """A received sheet that can be believed and is this draft's (with so many tasks), and the version it was made of.

    Raises CodedError FILE-002 to FILE-006, UNIT-006, UNIT-007, UNIT-009, UNIT-010, PLAN-025.
    """
    sheet = open_sheet(data, name, SHEET, len(HEAD) + tasks + SPARE_COLUMNS)
    for column, expected in ((1, SCHEMA), (2, draft)):
        cell = sheet.cell(LOCKED_ROW, column)
        found = text_of(cell)
        if found != expected:
            raise CodedError(errors.SHEET_FOREIGN, at=cell.coordinate, draft=draft, found=found[:60])
    return sheet, text_of(sheet.cell(LOCKED_ROW, 3))


def read_marks(sheet: Worksheet, grid: Grid) -> dict[tuple[str, int], str]:
    """The mark of every cell, by (task's code, unit's id).

    Raises CodedError UNIT-007, UNIT-010, PLAN-026 to PLAN-028, each at its cell.
    """
    columns = _columns(sheet, grid)
    rows = _rows(sheet, grid)
    return {
        (code, row.unit_id): _mark(sheet.cell(number, column))
        for number, row in rows.items()
        for column, code in columns.items()
    }


def _columns(sheet: Worksheet, grid: Grid) -> dict[int, str]:
    wanted = {task.code for task in grid.tasks}
    for column, expected in enumerate(HEAD, 1):
        cell = sheet.cell(CODE_ROW, column)
        if text_of(cell) != expected:
            raise _not_of_the_head(cell, _("tiêu đề cột"))
    found: dict[int, str] = {}
    for column in range(FIRST_COLUMN, sheet.max_column + 1):
        cell = sheet.cell(CODE_ROW, column)
        code = text_of(cell)
        if code not in wanted or code in found.values():
            if code or _holds_something(sheet, column):
                raise _not_of_the_head(cell, _("mã nhiệm vụ"))
            continue
        found[column] = code
    missing = [task.code for task in grid.tasks if task.code not in found.values()]
    if missing:
        raise CodedError(errors.SHEET_LACKS, what=_("cột nhiệm vụ"), missing=_listed(missing))
    return found


def _holds_something(sheet: Worksheet, column: int) -> bool:
    return any(sheet.cell(row, column).value is not None for row in range(CODE_ROW, sheet.max_row + 1))


def _not_of_the_head(cell: Any, what: str) -> CodedError:
    return CodedError(errors.SHEET_HEAD, at=cell.coordinate, found=text_of(cell)[:60], what=what)


def _rows(sheet: Worksheet, grid: Grid) -> dict[int, Row]:
    known = {row.public_id: row for row in grid.rows}
    found: dict[int, Row] = {}
    seen: set[str] = set()
    # Asked once: the library looks through every cell for it.
    columns = range(1, sheet.max_column + 1)
    for number in range(FIRST_ROW, sheet.max_row + 1):
        if all(sheet.cell(number, column).value is None for column in columns):
            continue
        cell = sheet.cell(number, len(HEAD))
        public_id = text_of(cell)
        row = known.get(public_id)
        if row is None or public_id in seen:
            raise _not_of_the_head(cell, _("mã đơn vị"))
        name = sheet.cell(number, HEAD.index("Đơn vị") + 1)
        if text_of(name) != squeeze(row.name):
            # Part of the sheet was sorted and the rest wasn't: marks would go to other units.
            raise _not_of_the_head(name, _("tên của đơn vị mang mã ở dòng này"))
        seen.add(public_id)
        found[number] = row
    missing = [row.name for row in grid.rows if row.public_id not in seen]
    if missing:
        raise CodedError(errors.SHEET_LACKS, what=_("dòng đơn vị"), missing=_listed(missing))
    return found


def _listed(names: Sequence[str]) -> str:
    rest = f" … (+{len(names) - NAMED})" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + rest


def _mark(cell: Any) -> str:
    text = text_of(cell)
    mark = text.upper()
    if mark not in review.MARKS:
        raise CodedError(errors.BAD_MARK, at=cell.coordinate, text=text[:40])
    return mark
