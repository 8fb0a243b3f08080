"""CSV: a tidy one (year, province, element, value and, if there are any, se and n), else a sheet saved as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from danbiet.base.errors import CodedError
from danbiet.base.text import fold, nfc, squeeze
from danbiet.reading.scores import errors, labels
from danbiet.reading.scores.grid import Grid
from danbiet.reading.scores.numbers import figure
from danbiet.reading.scores.raw import Doubt, Kind, Line, Province, RawSheet, cell_name

NEEDED = ("year", "province", "element", "value")
_NAMES = {
    "year": ("year", "nam"),
    "province": ("province", "tinh", "ten tinh", "tinh/thanh pho"),
    "element": ("element", "code", "ma", "chi so"),
    "value": ("value", "score", "diem", "gia tri"),
    "se": ("se", "standard_error", "standard error", "sai so"),
    "n": ("n", "observations", "so quan sat"),
}
MAX_LINES = 400_000
_YEAR = re.compile(r"20[0-4]\d(\.0)?")
Cell = tuple[str, str]


def rows_of(text: str) -> list[list[str]]:
    """The lines of a CSV with its own separator: tab, semicolon or comma, whichever its first line has most of.

    Raises CodedError READ-033, READ-034.
    """
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max("\t;,", key=first.count)
    try:
        rows = []
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            rows.append([nfc(cell) for cell in row])
            if len(rows) > MAX_LINES:
                raise CodedError(errors.UNSAFE, reason=f"> {MAX_LINES}")
    except csv.Error as error:
        raise CodedError(errors.BROKEN, reason=str(error)) from error
    return rows


def columns_of(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """Where the columns of a tidy table stand by its first line; None if it isn't one.

    Raises CodedError READ-037 for one that lacks some of its columns.
    """
    heads = [fold(cell).strip("﻿") for cell in rows[0]] if rows else []
    found = {
        name: next(at for at, head in enumerate(heads) if head in known)
        for name, known in _NAMES.items()
        if any(head in known for head in heads)
    }
    if "value" not in found or "element" not in found:
        return None
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise CodedError(errors.BAD_CSV, at="1", missing=", ".join(missing), line=1)
    return found


def grid_of(rows: Sequence[Sequence[str]], name: str) -> Grid:
    """A table that was saved as text, as the sheet it was."""
    grid = Grid(name, plain=True)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if cell.strip():
                grid.values[number, column] = cell
    return grid


def sheets_of(rows: Sequence[Sequence[str]], columns: dict[str, int], name: str) -> list[RawSheet]:
    """The tables of a tidy CSV, one a year. Raises CodedError READ-037."""
    years: dict[int, _Year] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {key: (row[at] if at < len(row) else "") for key, at in columns.items()}
        year = cells["year"].strip()
        if not _YEAR.fullmatch(year) or any(not cells[key].strip() for key in ("province", "element")):
            raise CodedError(errors.BAD_CSV, at=str(number), missing="year, province, element", line=number)
        kept = years.setdefault(int(float(year)), _Year(name, columns))
        kept.add(number, cells)
    return [kept.sheet(year) for year, kept in sorted(years.items())]


class _Year:
    """The lines of one year as they come."""

    def __init__(self, name: str, columns: dict[str, int]) -> None:
        self.name, self.columns = name, columns
        self.provinces: dict[str, int] = {}
        self.elements: dict[str, int] = {}
        self.figures: dict[tuple[str, str, Kind], tuple[float | None, str]] = {}
        self.doubts: list[Doubt] = []

    def add(self, number: int, cells: dict[str, str]) -> None:
        province, element = squeeze(cells["province"]), squeeze(cells["element"])
        self.provinces.setdefault(province, number)
        self.elements.setdefault(element, number)
        for column, kind in (("value", Kind.SCORE), ("se", Kind.ERROR), ("n", Kind.OBSERVATIONS)):
            if column in cells:
                key = ("" if kind is Kind.OBSERVATIONS else element, province, kind)
                self._keep(key, cells[column], cell_name(number, self.columns[column] + 1))

    def _keep(self, key: tuple[str, str, Kind], text: str, cell: str) -> None:
        value, doubt = figure(text) if text.strip() else (None, None)
        if doubt is not None:
            facts = {"count": 1, "text": squeeze(text)[:40]}
            self.doubts.append(Doubt(doubt, self.name, cell, facts, province=list(self.provinces).index(key[1])))
        if key not in self.figures:
            self.figures[key] = (value, cell)
            return
        before = self.figures[key][0]
        if value != before and (key[2] is not Kind.OBSERVATIONS or value is not None):
            what = "n" if key[2] is Kind.OBSERVATIONS else key[0]
            facts = {"text": f"{key[1]}: {what}", "first": before, "second": value}
            self.doubts.append(Doubt(errors.TWICE, self.name, cell, facts))

    def sheet(self, year: int) -> RawSheet:
        """The table of the year."""
        place = self.columns["province"] + 1
        provinces = tuple(
            Province((name,), "", cell_name(number, place), number) for name, number in self.provinces.items()
        )
        lines = [
            line
            for kind in (Kind.SCORE, Kind.ERROR, Kind.OBSERVATIONS)
            for element, number in (self.elements.items() if kind is not Kind.OBSERVATIONS else [("", 1)])
            if (line := self._line(element, kind, number)) is not None
        ]
        return RawSheet(self.name, year, False, provinces, tuple(lines), tuple(self.doubts))

    def _line(self, element: str, kind: Kind, number: int) -> Line | None:
        found = [self.figures.get((element, province, kind), (None, "")) for province in self.provinces]
        if kind is not Kind.SCORE and all(value is None for value, _ in found):
            return None
        said = labels.reading((element,)) if element else None
        return Line(
            labels=(element or "n",),
            code=said.code if said else "",
            kind=kind,
            weighted=said.weighted if said else None,
            level=None,
            scale="",
            cell=cell_name(number, self.columns["element"] + 1),
            at=number,
            values=tuple(value for value, _ in found),
            places=tuple(cell for _, cell in found),
        )
