"""Made-up workbooks of the forms in which the index is published, built with openpyxl: for tests of importing.

Every figure comes from :mod:`tests.index.made_up`; labels are the frameworks' own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

from danbiet.index import catalogue, provinces
from danbiet.index.framework import Level
from danbiet.index.mapping import ROMAN
from danbiet.index.tables import EditionTable
from tests.index import made_up

Change = Callable[[Any], None]


def edition(year: int, **more: Any) -> EditionTable:
    """A made-up edition in the published framework of its year."""
    return made_up.table(year, frame=catalogue.of_year("papi", year), **more)


def down(book: Workbook, table: EditionTable, title: str, *, highest: bool = False, total: bool = True) -> Any:
    """Provinces in rows, English and Vietnamese heads, province numbers: the form of 2011 to 2016."""
    sheet: Any = book.create_sheet(title)
    codes = [code for code in table.values if code != "total"] + (["total"] if total else [])
    elements = table.framework.elements
    sheet.append(["tinhid", "tentinh_eng", "tentinh_vie", *(elements[code].en for code in codes)])
    sheet.append(["tinhid", "tentinh_eng", "tentinh_vie", *(elements[code].vi for code in codes)])
    for at, code in enumerate(table.provinces):
        place = provinces.by_code(code, "63")
        sheet.append([int(code), place.en, place.vi, *(table.values[one][at] for one in codes)])
    if highest:
        best = [max(cell for cell in table.values[code] if cell is not None) for code in codes]
        if total:
            best[-1] = sum(
                value for code, value in zip(codes, best, strict=True) if "." not in code and code != "total"
            )
        sheet.append([999, "Highest", "Điểm cao nhất", *best])
    return sheet


def across(book: Workbook, table: EditionTable, title: str, *, ratio: float = 1.644965, level: int = 95) -> Any:
    """Provinces in columns, bilingual labels, scales, the total's interval and observations: the form since 2019."""
    sheet: Any = book.create_sheet(title)
    places = [provinces.by_code(code, "63") for code in table.provinces]
    sheet.append(["Mã tỉnh", "Mã tỉnh", "Thang điểm/Scale", *(int(place.code) for place in places)])
    sheet.append(["Tỉnh/Thành phố trực thuộc trung ương"] * 2 + [None, *(place.vi for place in places)])
    total = table.values["total"]
    name = "Chỉ số PAPI tổng hợp (không có trọng số)"
    sheet.append(["Unweighted PAPI Score", name, "10-80 điểm/points", *total])
    if table.errors:
        errors = table.errors["total"]
        for english, words, sign in (("Low", "tối thiểu", -1), ("High", "tối đa", 1)):
            ends = [
                None if value is None or error is None else value + sign * ratio * error
                for value, error in zip(total, errors, strict=True)
            ]
            label = f"{name} - điểm {words} trong khoảng tin cậy {level}%"
            sheet.append([f"Unweighted {level}% CI {english}", label, None, *ends])
        sheet.append(["Unweighted Standard Error", f"{name} - sai số", None, *errors])
    for code, element in table.framework.elements.items():
        if element.level in (Level.DIMENSION, Level.SUB_DIMENSION) and code in table.values:
            first, _, rest = code.partition(".")
            number = f"{ROMAN.index(first) + 1}{'.' + rest if rest else ''}"
            head = f"{number}: " if rest else f"Chỉ số nội dung {number}: "
            scale = f"{element.low:g}-{element.high:g} điểm"
            sheet.append([element.en, head + element.vi, scale, *table.values[code]])
    if table.observations:
        sheet.append(["Observations", "Số quan sát", None, *table.observations])
    sheet.append(["Note: made up", "Ghi chú: số liệu ví dụ"])
    return sheet


def tidy(tables: Sequence[EditionTable], separator: str = ",", decimal: str = ".") -> bytes:
    """The plain form: one line a year, province and element, with standard errors and observations."""
    lines = [separator.join(("year", "province", "element", "value", "se", "n"))]
    for table in tables:
        for code, cells in table.values.items():
            for at, province in enumerate(table.provinces):
                error = table.error(code, province)
                n = table.observations[at] if table.observations else None
                figures = ["" if one is None else f"{one}".replace(".", decimal) for one in (cells[at], error, n)]
                lines.append(separator.join((str(table.year), provinces.by_code(province, "63").vi, code, *figures)))
    return "\n".join(lines).encode()


def saved(*changes: Change) -> bytes:
    """A workbook that each of ``changes`` did something to, as bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for change in changes:
        change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
