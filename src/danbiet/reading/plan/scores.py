"""The score table: rows of dimensions and sub-dimensions with the values of the years."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from danbiet.reading.blocks import Block, Cell, Row, Table
from danbiet.reading.plan.columns import ScoreHeader, arabic, counts_columns, roman, score_header
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Doubt, ScoreRow

_NUMBER = re.compile(r"^\d{1,4}(?: ?[.,] ?\d{1,4})?$")
# "31/63", "thứ 31", "hạng 31".
_RANK = re.compile(r"^(?:(?:thứ|hạng|vị trí)\s+)*(\d{1,3})(?:\s*/\s*\d{2,3})?$", re.IGNORECASE)
# Letters a scan reads for figures.
_FIGURES = str.maketrans("OoQDlI|SsZzBg", "0000111552289")
_BLANK = frozenset({"", "-", "–", "—", "..", "…", "x"})


@dataclass(slots=True)
class ScoreReading:
    """The tables found, what was doubtful, and which blocks they took."""

    tables: list[list[ScoreRow]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    provinces: int = 63

    def rows(self) -> list[ScoreRow]:
        """The rows of all tables as one: each code once, with the values of all years."""
        met: dict[str, ScoreRow] = {}
        for row in (row for table in self.tables for row in table):
            known = met.get(row.code)
            values = {**row.values, **{k: v for k, v in known.values.items() if v is not None}} if known else row.values
            met[row.code] = replace(known or row, values=values)
        return list(met.values())


def read_scores(blocks: list[Block]) -> ScoreReading:
    """Find the score tables; a table without a header right after one goes on with it (a page turned)."""
    found = ScoreReading()
    header: ScoreHeader | None = None
    dimension = ""
    for index, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        made = score_header(block)
        if made is not None:
            again = header is not None and made[0].columns == header.columns and found.tables and dimension != "VI"
            header, start = made
            found.provinces = header.provinces or found.provinces
            if not again:
                found.tables.append([])
                dimension = ""
        elif header is not None and _goes_on(block, header):
            start = 0
        else:
            header = None
            continue
        found.used.add(index)
        for row in block.rows[start:]:
            dimension = _read_row(row, header, dimension, found)
    found.tables = [rows for rows in found.tables if rows]
    return found


def _goes_on(table: Table, header: ScoreHeader) -> bool:
    rows = [row for row in table.rows if _width(row) >= header.name + 2]
    numbered = [row for row in rows if roman(row.cell(header.number).text) or arabic(row.cell(header.number).text)]
    valued = [row for row in numbered if any(_NUMBER.match(row.cell(i).text) for i in header.columns)]
    return bool(rows) and len(valued) * 2 >= len(rows)


def _width(row: Row) -> int:
    return max((i + 1 for i, cell in enumerate(row.cells) if cell.text), default=0)


def _read_row(row: Row, header: ScoreHeader, dimension: str, found: ScoreReading) -> str:
    """Add a row to the last table; the dimension that holds after it."""
    label = row.cell(header.number).text
    if counts_columns(row):
        return dimension
    code, level = roman(label), "dimension"
    if not code:
        number = arabic(label)
        if number is None or not dimension:
            return dimension
        code, level = f"{dimension}.{number}", "sub_dimension"
    if _width(row) > header.width:
        found.doubts.append(doubt("READ-117", row.at, cells=len(row.cells), columns=header.width))
    values: dict[str, float | int | None] = {}
    for index, column in sorted(header.columns.items()):
        cell = row.cell(index)
        value = _number(cell, column.kind)
        if value is None and cell.text.strip() not in _BLANK:
            facts: dict[str, Any] = {
                "text": cell.text,
                "element": code,
                "column": column.name,
                "hint": _hint(cell, column.kind),
            }
            found.doubts.append(doubt("READ-105", cell.at, **facts))
        values[column.name] = value
    found.tables[-1].append(ScoreRow(code, level, row.cell(header.name).text, values, row.at))
    return code if level == "dimension" else dimension


def _hint(cell: Cell, kind: str) -> str:
    """What a cell that is no number would be if letters stand in it for figures: " (0.99?)"."""
    text = cell.text.translate(_FIGURES)
    return f" ({text}?)" if text != cell.text and _value(text, kind) is not None else ""


def _number(cell: Cell, kind: str) -> float | int | None:
    return _value(cell.text, kind)


def _value(source: str, kind: str) -> float | int | None:
    text = unicodedata.normalize("NFKC", source).strip()
    ranked = _RANK.match(text) if kind == "rank" else None
    if ranked:
        return int(ranked[1])
    if not _NUMBER.match(text):
        return None
    value = float(text.replace(" ", "").replace(",", "."))
    return int(value) if kind == "rank" and value.is_integer() else value
