"""A figure: a chart, the table it is drawn from, and where that is from. A page declares it once; frame.py shows it and
gives it out as CSV, XLSX, SVG, PNG and as a live chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

PHONE, DESK = "phone", "desk"
# A drawing is shown at its own size: the text column of a phone of 360 px, and of the narrowest desk and of A4.
WIDTHS = {PHONE: 324, DESK: 680}


class Kind(StrEnum):
    """What a column holds: how its cells are written, and their type in a spreadsheet."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head (with the unit), its kind, how many decimals are shown; files carry the whole figure."""

    label: str
    kind: Kind = Kind.TEXT
    places: int = 2

    @property
    def numeric(self) -> bool:
        """Whether its cells stand on the right."""
        return self.kind is not Kind.TEXT


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An empty cell, which says why it is empty."""

    why: str


class Share(float):
    """A cell that is a share of a whole, in a column of other figures: 0.25 is 25 %."""


# PERCENT: 0.25 is 25 %. A tuple is an interval. None is empty where nothing need be said.
Cell = str | float | int | Link | Missing | tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``ours``: the province of the page; ``total``: set apart."""

    cells: tuple[Cell, ...]
    ours: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What the chart is drawn from. The first column names the rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table and source.

    ``said``: what the chart shows, in a sentence, for who can't see it. ``chart``: size (PHONE, DESK) -> Vega-Lite
    specification with its data; None: a table only. ``notes``: what one must know to read it; ``method``: how it
    was reckoned. ``sources``: where it is
    from, a line each. ``open``: the table stands in the page, else one tap away. ``simulated``: made-up data.
    ``stem``: the name of its files.
    """

    title: str
    table: Table
    sources: tuple[str, ...]
    said: str = ""
    chart: Callable[[str], Mapping[str, Any]] | None = None
    notes: Sequence[str] = ()
    method: Sequence[str] = ()
    open: bool = False
    simulated: bool = False
    stem: str = "danbiet"
