"""What a published table of scores says, before anybody knows what its labels mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from danbiet.base.errors import ErrorCode


class Kind(StrEnum):
    """What a line of figures is."""

    SCORE = "score"
    LOW = "low"
    HIGH = "high"
    ERROR = "error"
    VARIANCE = "variance"
    OBSERVATIONS = "observations"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful at a cell ("" for the whole sheet, or the whole file where ``sheet`` is "" too).

    ``province`` and ``line`` are positions in the sheet where it is about one of them, else -1.
    """

    kind: ErrorCode
    sheet: str = ""
    cell: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    province: int = -1
    line: int = -1


@dataclass(frozen=True, slots=True)
class Province:
    """A column or row of the table: the names it goes by, its number where the table has one, the cell of its name."""

    names: tuple[str, ...]
    number: str
    cell: str
    at: int

    @property
    def name(self) -> str:
        """The name to show: the last, which is the Vietnamese one where there are two."""
        return self.names[-1] if self.names else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of figures, one cell a province (None: missing), with its labels in every language the table has.

    ``code``: the number the label begins with ("1", "1.1"; "" without). ``weighted``: what the label says of weights
    (None: nothing). ``level``: the confidence level it states (0.95). ``scale``: the text of the scale column.
    ``places``: the figures' cells, where they don't follow from the table's form.
    """

    labels: tuple[str, ...]
    code: str
    kind: Kind
    weighted: bool | None
    level: float | None
    scale: str
    cell: str
    at: int
    values: tuple[float | None, ...]
    places: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label to show: the last, which is the Vietnamese one where there are two."""
        return self.labels[-1] if self.labels else ""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A table of scores. ``across``: the provinces are columns, else rows."""

    name: str
    year: int
    across: bool
    provinces: tuple[Province, ...]
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()

    def place(self, line: Line, province: int) -> str:
        """The cell of a figure ("C7")."""
        if line.places:
            return line.places[province]
        other = self.provinces[province].at
        return cell_name(line.at, other) if self.across else cell_name(other, line.at)


@dataclass(frozen=True, slots=True)
class RawBook:
    """All tables of a file, in its order, and what is doubtful in it outside them."""

    sheets: tuple[RawSheet, ...]
    doubts: tuple[Doubt, ...] = ()


def column_name(column: int) -> str:
    """The letters of a column counted from 1.

    >>> column_name(1), column_name(26), column_name(65)
    ('A', 'Z', 'BM')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell by row and column counted from 1.

    >>> cell_name(7, 3)
    'C7'
    """
    return f"{column_name(column)}{row}"
