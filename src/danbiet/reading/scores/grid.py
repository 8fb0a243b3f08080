"""A sheet as its cells, wherever they came from."""

from __future__ import annotations

from dataclasses import dataclass, field

Spot = tuple[int, int]


@dataclass(slots=True)
class Grid:
    """The cells of a sheet by (row, column) counted from 1; an empty cell isn't there.

    ``values``: numbers as float, text as it stands. ``wrong``: cells that hold an error ("#N/A"). ``formulas``: cells
    whose value follows from a formula, ``uncached`` those whose value the file doesn't hold. ``merged``: areas as
    (first row, first column, last row, last column). ``plain``: a text file, where every number is text.
    """

    name: str
    hidden: bool = False
    plain: bool = False
    values: dict[Spot, float | str] = field(default_factory=dict)
    wrong: dict[Spot, str] = field(default_factory=dict)
    formulas: set[Spot] = field(default_factory=set)
    uncached: set[Spot] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def text(self, row: int, column: int) -> str:
        """A cell's text; "" for a number or nothing."""
        value = self.values.get((row, column))
        return value if isinstance(value, str) else ""


@dataclass(slots=True)
class Book:
    """The sheets of a file in its order."""

    grids: list[Grid]
    macros: bool = False
