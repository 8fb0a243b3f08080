"""Reporting periods and calendar periods.

A calendar period is a year, half or quarter. A reporting occasion of practice is one of four a year: quarter I, six
months, quarter III, year. Its cut-off days are law and setting, so they live in ``law`` and ``plans``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = ["Occasion", "OccasionKind", "Period", "PeriodKind"]


class PeriodKind(StrEnum):
    """Calendar periods by length."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3}
_LETTER = {PeriodKind.YEAR: "Y", PeriodKind.HALF: "H", PeriodKind.QUARTER: "Q"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The ``n``-th calendar period of its kind in ``year``; both ends inclusive."""

    year: int
    kind: PeriodKind
    n: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.n <= 12 // _MONTHS[self.kind]:
            raise ValueError(f"a year has no {self.kind} number {self.n}")

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, (self.n - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """Last day."""
        month = self.n * _MONTHS[self.kind]
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def key(self) -> str:
        """Stored form: ``2016-Y1``, ``2016-H1``, ``2016-Q3``."""
        return f"{self.year}-{_LETTER[self.kind]}{self.n}"

    @classmethod
    def parse(cls, key: str) -> Period:
        """The period of a stored ``key``; ValueError if it isn't one."""
        match = re.fullmatch(r"(\d{4})-([YHQ])(\d)", key)
        if match is None:
            raise ValueError(f"{key!r} is not a period key")
        kind = next(kind for kind, letter in _LETTER.items() if letter == match[2])
        return cls(int(match[1]), kind, int(match[3]))


class OccasionKind(StrEnum):
    """The four reporting occasions of practice, in the order of the year."""

    QUARTER_1 = "quarter-1"
    SIX_MONTHS = "six-months"
    QUARTER_3 = "quarter-3"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Occasion:
    """One reporting occasion, e.g. the six-month report of 2017; key ``2017-1``..``2017-4``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has no occasion number {self.number}")

    @property
    def kind(self) -> OccasionKind:
        """Which of the four it is."""
        return list(OccasionKind)[self.number - 1]

    @property
    def month(self) -> int:
        """The month its data are cut off in: 3, 6, 9 or 12."""
        return self.number * 3

    @property
    def key(self) -> str:
        """Stored form."""
        return f"{self.year}-{self.number}"

    def next(self) -> Occasion:
        """The occasion after this one."""
        return Occasion(self.year, self.number + 1) if self.number < 4 else Occasion(self.year + 1, 1)

    def previous(self) -> Occasion:
        """The occasion before this one."""
        return Occasion(self.year, self.number - 1) if self.number > 1 else Occasion(self.year - 1, 4)

    @classmethod
    def parse(cls, key: str) -> Occasion:
        """The occasion of a stored ``key``; ValueError if it isn't one."""
        match = re.fullmatch(r"(\d{4})-([1-4])", key)
        if match is None:
            raise ValueError(f"{key!r} is not an occasion key")
        return cls(int(match[1]), int(match[2]))
