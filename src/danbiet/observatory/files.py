"""Tables as files: CSV that a spreadsheet reads as Unicode, XLSX with numbers as numbers."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from danbiet.observatory.figures import Cell, Column, Figure, Kind, Link, Missing, Share

# What a spreadsheet would take for a formula or a command.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_FORMATS = {Kind.WHOLE: "0", Kind.PERCENT: "0%"}
_WIDEST = 60


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what begins like one."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def columns(table_columns: tuple[Column, ...], rows: list[tuple[Cell, ...]]) -> list[tuple[Column, int, str]]:
    """The columns of a file: an interval takes two. (column, position, which end)."""
    found: list[tuple[Column, int, str]] = []
    for place, column in enumerate(table_columns):
        if any(isinstance(cells[place], tuple) for cells in rows):
            found += [(column, place, "low"), (column, place, "high")]
        else:
            found.append((column, place, ""))
    return found


def value(cell: Cell, end: str) -> str | float | int | None:
    """What a file holds of a cell: the figure as exact as it is known, nothing where it is missing."""
    if isinstance(cell, tuple):
        return cell[1] if end == "high" else cell[0]
    if isinstance(cell, Missing) or cell is None:
        return None
    return plain(cell.text if isinstance(cell, Link) else cell) if isinstance(cell, Link | str) else cell


def _format(column: Column, cell: Cell) -> str:
    if isinstance(cell, Share):
        return "0.0%"
    return _FORMATS.get(column.kind, "0." + "0" * column.places if column.places else "0")


def _heads(figure: Figure) -> tuple[list[str], list[tuple[Column, int, str]]]:
    rows = [row.cells for row in figure.table.rows]
    taken = columns(figure.table.columns, rows)
    ends = {"low": _("từ"), "high": _("đến"), "": ""}
    return [plain(f"{column.label} ({ends[end]})" if end else column.label) for column, _place, end in taken], taken


def as_csv(figure: Figure) -> bytes:
    """Commas, decimal points, a byte order mark; the last column says where each row is from."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads, taken = _heads(figure)
    source = plain(" ".join(figure.sources))
    writer.writerow([*heads, _("Nguồn")])
    for row in figure.table.rows:
        writer.writerow([*(value(row.cells[place], end) for _column, place, end in taken), source])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(figure: Figure) -> bytes:
    """A sheet with the table, heads frozen, and one that says what it is and where it is from."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet(_("Số liệu"), 0)
    heads, taken = _heads(figure)
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place, head in enumerate(heads, 1):
        cell = sheet.cell(1, place)
        cell.value, cell.font, cell.alignment = head, bold, wrapped
        cell.data_type = "s"
    widths = [min(len(head), 24) for head in heads]
    for line, row in enumerate(figure.table.rows, 2):
        for place, (column, position, end) in enumerate(taken, 1):
            cell, found = sheet.cell(line, place), value(row.cells[position], end)
            cell.value = found
            if isinstance(found, str):
                # A text stays a text, whatever it begins with.
                cell.data_type = "s"
                widths[place - 1] = max(widths[place - 1], min(len(found), _WIDEST))
            elif found is not None:
                cell.number_format = _format(column, row.cells[position])
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 3
    sheet.freeze_panes = "B2"
    about = book.worksheets[1]
    about.title = _("Nguồn")
    about.column_dimensions["A"].width = 100
    for line, text in enumerate([figure.title, *figure.sources, *figure.notes, *figure.method], 1):
        cell = about.cell(line, 1)
        cell.value, cell.alignment, cell.data_type = text, wrapped, "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
