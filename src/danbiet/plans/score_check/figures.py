"""What an edition says of one province: score, median, rank and group of an element; rows of a plan found in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median

from danbiet.index import conventions
from danbiet.index.framework import Element, Level
from danbiet.index.tables import EditionTable
from danbiet.reading.plan.folding import likeness
from danbiet.stats import groups

# Names alike enough to be the same; a code counts only for a name that isn't another's.
_ALIKE, _NEAR = 0.8, 0.55
_LEVELS = {"dimension": Level.DIMENSION, "sub_dimension": Level.SUB_DIMENSION, "total": Level.TOTAL}


@dataclass
class Figures:
    """One edition seen from one province; ranks count from the highest score, equal scores share the best place."""

    table: EditionTable
    province: str

    @cached_property
    def dimensions(self) -> list[Element]:
        """The dimensions of the year."""
        return self.table.framework.level(Level.DIMENSION)

    def known(self, code: str) -> list[float]:
        """The scores of all provinces that have one."""
        return [value for value in self.table.values.get(code, ()) if value is not None]

    def score(self, code: str) -> float | None:
        """The province's score."""
        return self.table.value(code, self.province)

    def median(self, code: str) -> float | None:
        """The median over the provinces with figures."""
        known = self.known(code)
        return median(known) if known else None

    def rank(self, code: str) -> int | None:
        """The province's place."""
        own = self.score(code)
        return None if own is None else 1 + sum(1 for value in self.known(code) if value > own)

    def places_when_rounded(self, code: str, decimals: int) -> tuple[int, int] | None:
        """The first and last place that the province's score shares once all are rounded."""
        own = self.score(code)
        if own is None:
            return None
        rounded = [round(value, decimals) for value in self.known(code)]
        mine = round(own, decimals)
        return 1 + sum(1 for value in rounded if value > mine), sum(1 for value in rounded if value >= mine)

    def group(self, code: str) -> groups.Group | None:
        """The province's quartile group."""
        cells = self.table.values.get(code, ())
        if not self.known(code):
            return None
        side = conventions.side_of(self.table.index, self.table.year)
        return groups.quartiles(cells, side=side).members[self.table.position(self.province)]

    def find(self, code: str, name: str, level: str) -> Element | None:
        """The element that a row of a plan means: by its name, by its code where the name isn't another element's."""
        wanted = _LEVELS.get(level)
        elements = [one for one in self.table.framework.elements.values() if one.level is wanted]
        alike = {one.code: max(likeness(text, name) for text in (one.vi, *one.aka)) for one in elements}
        best = max(elements, key=lambda one: (alike[one.code], one.code == code), default=None)
        same = self.table.framework.elements.get(code)
        if (
            same is not None
            and same.level is wanted
            and (alike[code] >= _ALIKE or best is None or alike[best.code] < _ALIKE)
        ):
            return same if alike[code] >= _NEAR or not name else None
        return best if best is not None and alike[best.code] >= _ALIKE else None


def decimals_of(values: list[float | int | None]) -> int:
    """How many decimals a column is printed with: the most any of its figures has (a table may drop a last zero)."""
    return max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values if value is not None), default=0)
