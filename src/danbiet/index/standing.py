"""Where provinces stand on an element: score, median, mean, rank with its interval, quartile group, how sure.

Editions never change, so what was simulated for one is kept in memory, by its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from danbiet.base.errors import CodedError
from danbiet.index import conventions, kept, refusals, uncertainty
from danbiet.index.framework import Element, Level
from danbiet.index.tables import Cells, EditionTable
from danbiet.index.uncertainty import Errors, Source
from danbiet.stats.figures import known, mean, median
from danbiet.stats.groups import Group, Grouping, Side, quartiles
from danbiet.stats.intervals import interval
from danbiet.stats.ranks import ranks

LEVEL = 0.95
DRAWS = 20_000
# 20 years x 40 elements, twice; each holds a few hundred small numbers.
_KEPT = 2_048
Places = tuple[int | None, ...]
SHOWN = (Level.TOTAL, Level.DIMENSION, Level.SUB_DIMENSION)


@dataclass(frozen=True, slots=True)
class Field:
    """One element over all provinces of an edition, in their order.

    ``grouping`` says type of percentile and side.
    """

    element: Element
    year: int
    provinces: tuple[str, ...]
    values: Cells
    median: float | None
    mean: float | None
    ranks: Places
    grouping: Grouping
    errors: Errors
    level: float = LEVEL

    @property
    def n(self) -> int:
        """Provinces with a score."""
        return self.grouping.n

    @property
    def rank_intervals(self) -> tuple[Places, Places]:
        """Better and worse ends of the rank intervals at ``level``, by :data:`DRAWS` simulations with errors
        independent between provinces; all None where an error is missing. Kept in memory."""
        if not _all_known(self.values, self.errors.cells):
            return (None,) * len(self.values), (None,) * len(self.values)
        return _simulated(self.values, self.errors.cells)

    @property
    def legend(self) -> Mapping[Group, tuple[float, float] | None]:
        """Least and greatest score of each group's members, as printed legends have it."""
        return self.grouping.legends


@dataclass(frozen=True, slots=True)
class Standing:
    """One province on one element.

    ``tied``: how many others share the rank (equal scores share the best one). ``low``, ``high``: the score's interval
    at ``level``; ``rank_low`` is the better end. What isn't known is None.
    """

    element: Element
    year: int
    province: str
    score: float | None
    median: float | None
    mean: float | None
    rank: int | None
    tied: int
    n: int
    group: Group | None
    side: Side
    se: float | None
    se_source: Source | None
    low: float | None
    high: float | None
    rank_low: int | None
    rank_high: int | None
    level: float

    @property
    def code(self) -> str:
        """The element's code."""
        return self.element.code

    @property
    def name(self) -> str:
        """The element's name in the reader's language."""
        return self.element.name(get_language() or "vi")

    def to_json(self) -> dict[str, object]:
        """As ``danbiet index show --json`` gives it."""
        return {
            "code": self.code,
            "name": self.name,
            "score": self.score,
            "median": self.median,
            "rank": self.rank,
            "n": self.n,
            "group": None if self.group is None else str(self.group),
            "se": self.se,
            "rank_low": self.rank_low,
            "rank_high": self.rank_high,
        }

    def to_full_json(self) -> dict[str, object]:
        """With what stands behind it: mean, ties, interval, the side of a cut, where the error comes from."""
        return {
            **self.to_json(),
            "mean": self.mean,
            "tied": self.tied,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "side": str(self.side),
            "se_source": None if self.se_source is None else str(self.se_source),
        }


def element_of(table: EditionTable, code: str) -> Element:
    """An element of the edition by its code ("i.1" is "I.1"). CodedError IDX-202 if it has none."""
    for wanted in (code, code.upper(), code.lower()):
        found = table.framework.elements.get(wanted)
        if found is not None and wanted in table.values:
            return found
    raise CodedError(refusals.UNKNOWN_ELEMENT, element=code, year=table.year)


def elements_of(table: EditionTable, levels: Iterable[Level] = SHOWN) -> list[Element]:
    """The elements of the edition at some levels, in the framework's order: what was published, nothing else."""
    wanted = set(levels)
    return [one for one in table.framework.elements.values() if one.level in wanted and one.code in table.values]


def field(table: EditionTable, code: str, panel: Iterable[EditionTable] | None = None) -> Field:
    """An element over all provinces. ``panel``: editions whose published errors a model may use. IDX-202."""
    element = element_of(table, code)
    return field_of(table, element, table.values[element.code], uncertainty.errors(table, element.code, panel))


def field_of(table: EditionTable, element: Element, values: Cells, found: Errors) -> Field:
    """A field with given scores and errors, as a scenario changes them."""
    side = conventions.side_of(table.index, table.year)
    middle, average, places, grouping = _described(values, side)
    return Field(element, table.year, table.provinces, values, middle, average, places, grouping, found)


def all_standings(table: EditionTable, code: str, panel: Iterable[EditionTable] | None = None) -> list[Standing]:
    """Every province on one element, in the edition's order. IDX-202 if the edition doesn't have it."""
    whole = field(table, code, panel)
    return [standing_of(whole, place) for place in range(len(table.provinces))]


def standings(table: EditionTable, province: str, panel: Iterable[EditionTable] | None = None) -> list[Standing]:
    """One province on the total, its dimensions and sub-dimensions, in order. IDX-201 if the edition lacks it."""
    place = place_of(table, province)
    some = list(panel or ())
    return [standing_of(field(table, one.code, some), place) for one in elements_of(table)]


def place_of(table: EditionTable, province: str) -> int:
    """The column of a province; CodedError IDX-201 if the edition doesn't have it."""
    try:
        return table.position(province)
    except KeyError:
        raise CodedError(refusals.NO_PROVINCE, year=table.year, province=province) from None


def standing_of(whole: Field, place: int, *, ranked: bool = True) -> Standing:
    """The standing of one province of a field. ``ranked``: with the interval of its rank, which takes a simulation."""
    score, se = whole.values[place], whole.errors.cells[place]
    ends = None if score is None or se is None else interval(score, se, whole.level)
    rank = whole.ranks[place]
    lows, highs = whole.rank_intervals if ranked else ((None,) * len(whole.values),) * 2
    return Standing(
        element=whole.element,
        year=whole.year,
        province=whole.provinces[place],
        score=score,
        median=whole.median,
        mean=whole.mean,
        rank=rank,
        tied=whole.ranks.count(rank) - 1 if rank is not None else 0,
        n=whole.n,
        group=whole.grouping.members[place],
        side=whole.grouping.side,
        se=None if score is None else se,
        se_source=None if score is None else whole.errors.sources[place],
        low=ends.low if ends else None,
        high=ends.high if ends else None,
        rank_low=lows[place],
        rank_high=highs[place],
        level=whole.level,
    )


def _all_known(values: Cells, cells: Cells) -> bool:
    return bool(known(values)) and all(
        se is not None for score, se in zip(values, cells, strict=True) if score is not None
    )


@lru_cache(maxsize=_KEPT)
def _described(values: Cells, side: Side) -> tuple[float | None, float | None, Places, Grouping]:
    return median(values).value, mean(values).value, ranks(values), quartiles(values, side=side)


@lru_cache(maxsize=_KEPT)
def _simulated(values: Cells, cells: Cells) -> tuple[Places, Places]:
    return kept.rank_intervals(values, cells, DRAWS, LEVEL)
