"""Rows of the published workbook, read straight, for the tests that hold our reckoning against real figures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import openpyxl

ROWS = {  # sheet -> name -> row, as the workbook has them
    "2019": {"total": 7, "se": 10, "I": 11, "variances": (12, 37, 64, 82, 103, 125, 152, 167), "names": 2},
    "2022": {"total": 7, "se": 10, "VI": 114, "n": 165, "names": 2},
    "2023": {"total": 3, "se": 6, "n": 163, "names": 2},
}
FIRST = {"2019": 2, "2022": 3, "2023": 3}  # the column of Hà Nội, from 0


@lru_cache(maxsize=4)
def sheet(folder: Path, year: str) -> tuple[tuple[object, ...], ...]:
    """The rows of a year's sheet."""
    book = openpyxl.load_workbook(folder / "data" / "papi-2015-2023.xlsm", read_only=True, data_only=True)
    try:
        return tuple(book[year].iter_rows(values_only=True))
    finally:
        book.close()


def cells(folder: Path, year: str, row: int) -> list[float | None]:
    """The 63 provinces' figures of a row; 0 and an empty cell are missing."""
    return [float(cell) if cell else None for cell in sheet(folder, year)[row - 1][FIRST[year] : FIRST[year] + 63]]


def row(folder: Path, year: str, name: str) -> list[float | None]:
    """A named row."""
    return cells(folder, year, ROWS[year][name])
