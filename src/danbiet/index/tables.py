"""An edition in memory: the scores of one year of an index, as published, for all its provinces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from danbiet.index.framework import Framework

Cells = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class EditionTable:
    """One edition. A province is known by its official two-digit code in the edition's province set ("63" or "34").

    ``values``: element code ("total", "I", "I.1", "I.1.1") -> one cell a province, in the order of ``provinces``; None
    is missing, never 0. ``errors``: standard errors where published, in the same form. ``observations``: interviews a
    province. ``pk`` is the edition's row (0: not stored). ``simulated``: made up, and every page says so.
    """

    index: str
    year: int
    revision: int
    framework: Framework
    province_set: str
    provinces: tuple[str, ...]
    values: Mapping[str, Cells]
    errors: Mapping[str, Cells] = field(default_factory=dict)
    observations: Cells = ()
    source: str = ""
    simulated: bool = False
    pk: int = 0
    digest: str = ""

    def position(self, province: str) -> int:
        """The column of a province. KeyError if the edition doesn't have it."""
        try:
            return self.provinces.index(province)
        except ValueError:
            raise KeyError(province) from None

    def value(self, code: str, province: str) -> float | None:
        """A score; None where it is missing or the element isn't in the edition."""
        cells = self.values.get(code)
        return cells[self.position(province)] if cells else None

    def error(self, code: str, province: str) -> float | None:
        """A published standard error; None where there is none."""
        cells = self.errors.get(code)
        return cells[self.position(province)] if cells else None
