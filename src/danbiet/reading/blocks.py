"""A document as a flat list of blocks, whatever file it came from: paragraphs and tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Block", "Cell", "GuessedTable", "Line", "Place", "Row", "Table", "UnreadPage", "all_lines", "to_json"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: line of a text or paragraph of a DOCX or PDF; table, row, column; a PDF's page; from 1."""

    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None

    def to_json(self) -> dict[str, int]:
        """Only what is known."""
        pairs = {name: getattr(self, name) for name in ("line", "paragraph", "table", "row", "column", "page")}
        return {name: value for name, value in pairs.items() if value is not None}

    @classmethod
    def from_json(cls, data: dict[str, int]) -> Place:
        """The inverse of :meth:`to_json`."""
        return cls(**data)

    def render(self, language: str = "vi") -> str:
        """In words: "dòng 242, bảng 6, hàng 5, cột 3"; "trang 9, bảng 2, hàng 5"."""
        names = {
            "vi": ("trang", "dòng", "đoạn", "bảng", "hàng", "cột"),
            "en": ("page", "line", "paragraph", "table", "row", "column"),
        }[language]
        values = (self.page, self.line, self.paragraph, self.table, self.row, self.column)
        return ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True) if value is not None)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text in NFC without mark-up, and its place. ``heading``: the source marks it as one."""

    text: str
    at: Place
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its paragraphs. ``merged``: it only continues the cell above it or left of it."""

    lines: tuple[Line, ...] = ()
    at: Place = field(default_factory=Place)
    merged: bool = False

    @property
    def text(self) -> str:
        """All paragraphs on one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row."""

    cells: tuple[Cell, ...]
    at: Place

    def cell(self, index: int | None) -> Cell:
        """The cell of a column; an empty one where the row has none."""
        if index is None or not 0 <= index < len(self.cells):
            return Cell(at=self.at)
        return self.cells[index]


@dataclass(frozen=True, slots=True)
class Table:
    """A run of rows."""

    rows: tuple[Row, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class UnreadPage(Table):
    """A page that holds a picture and no text: a table of no rows, so that whoever walks the blocks finds nothing."""


@dataclass(frozen=True, slots=True)
class GuessedTable(Table):
    """A table that no lines were drawn around: its columns were told by the white between them."""


Block = Line | Table


def all_lines(blocks: list[Block]) -> list[Line]:
    """Every paragraph of a document in reading order, those in tables included."""
    found: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            found.append(block)
        else:
            found.extend(line for row in block.rows for cell in row.cells if not cell.merged for line in cell.lines)
    return found


def to_json(blocks: list[Block]) -> list[dict[str, Any]]:
    """A document as it was read, for showing it again: {"at", "text", "heading"} for a paragraph, {"at", "rows"} for a
    table, its rows {"at", "cells"} with the lines of each cell, None for one that continues its neighbour."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Line):
            found.append({"at": block.at.to_json(), "text": block.text, "heading": block.heading})
        else:
            rows = [
                {
                    "at": row.at.to_json(),
                    "cells": [None if cell.merged else [line.text for line in cell.lines] for cell in row.cells],
                }
                for row in block.rows
            ]
            found.append({"at": block.at.to_json(), "rows": rows})
    return found
