"""An index framework as data: what is measured in which years, on which scale, and what may be compared with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """Where an element stands."""

    TOTAL = "total"
    DIMENSION = "dimension"
    SUB_DIMENSION = "sub_dimension"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a formula: ``weight`` x u, where u is the indicator ``code`` taken from ``low``..``high`` to 0..1.

    ``reverse``: u = (high - x) / (high - low). ``relative``: low and high are that year's least and greatest
    provincial values (a relative score, not comparable across years).
    """

    code: str
    weight: float
    low: float = 0.0
    high: float = 1.0
    reverse: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """How a sub-dimension follows from its indicators: ``constant`` + the sum of the terms.

    ``exact``: reproduces what is published to 2e-7, the last digit of single precision; else ``tolerance`` is a little
    over the greatest difference that missing answers were seen to make. ``years``: those it was verified in.
    """

    constant: float
    terms: tuple[Term, ...]
    exact: bool
    tolerance: float
    years: tuple[int, ...]


class BreakKind(StrEnum):
    """What a break does to comparisons across it."""

    METHOD = "method"  # questions, items or formula changed: no comparison
    RESCALED = "rescaled"  # the same items on another scale: comparable once normalised
    RELATIVE = "relative"  # reckoned against that year's provinces: comparable with no other year
    PARTS = "parts"  # one of its parts breaks, came or went


@dataclass(frozen=True, slots=True)
class Break:
    """Scores of ``year`` and later aren't on the footing of those before, and why.

    ``sure``: False where the change is inferred, not read or reckoned. ``part``: code of the part it comes from.
    """

    year: int
    kind: BreakKind
    vi: str
    en: str
    sure: bool = True
    part: str = ""

    def reason(self, language: str = "vi") -> str:
        """Why, in "vi" or "en"."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Element:
    """The total ("total"), a dimension ("I"), a sub-dimension ("I.1") or an indicator ("I.1.1").

    ``concept`` names what is measured whatever its code ("poverty-lists" is II.1 until 2017 and II.2 from 2018).
    ``blocks``: for each year of the framework, the comparability block; scores of two years are comparable if and only
    if concept and block are the same. ``sign``: +1, -1, 0 (published, not in the score), None (not known).
    ``low``, ``high``: the declared scale; None where there is none ("min-max").

    ``breaks``: those of the framework's years. ``scales``: for each year, the scale scores are normalised by, which is
    what its formula can reach where that differs from the declared one. ``relative``: each year is a block of its own.
    ``open``: the framework goes on after its last known year. ``verified``: False where the name or scale is only
    recalled.
    """

    code: str
    level: Level
    concept: str
    vi: str
    en: str
    low: float | None = None
    high: float | None = None
    sign: int | None = 1
    parent: str = ""
    unit: str = ""
    blocks: Mapping[int, str] = field(default_factory=dict)
    formulas: tuple[Formula, ...] = ()
    aka: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    scales: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    relative: bool = False
    open: bool = False
    verified: bool = True
    note_vi: str = ""
    note_en: str = ""

    def name(self, language: str) -> str:
        """The element's name in "vi" or "en"."""
        return self.en if language == "en" and self.en else self.vi

    def formula(self, year: int) -> Formula | None:
        """The formula verified for a year; None where none is known."""
        return next((one for one in self.formulas if year in one.years), None)

    def block(self, year: int) -> str | None:
        """The comparability block of a year, None in years without the element.

        After the last known year of an open framework the last block goes on; whoever asks flags it
        (:meth:`Framework.assumed`).
        """
        found = self.blocks.get(year)
        if found is None and self.open and self.blocks and year > max(self.blocks):
            return str(year) if self.relative else self.blocks[max(self.blocks)]
        return found

    def scale(self, year: int) -> tuple[float, float] | None:
        """Lowest and highest score of a year, for normalising; None where the element has no scale."""
        known = [one for one in self.scales if one <= year]
        if known:
            return self.scales[max(known)]
        return None if self.low is None or self.high is None else (self.low, self.high)

    def normalised(self, year: int, score: float) -> float | None:
        """A score taken to 0..1 on the scale of its year; None where there is no scale."""
        scale = self.scale(year)
        return None if scale is None else (score - scale[0]) / (scale[1] - scale[0])


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework of an index: ``index`` ("papi"), ``key`` ("papi-2016"), the years it holds, its elements by code.

    ``open``: it holds after its last known year too, until another follows. ``adds``: an element is the sum of its
    parts; else their mean.
    """

    index: str
    key: str
    years: tuple[int, ...]
    vi: str
    en: str
    source: str
    elements: Mapping[str, Element]
    open: bool = False
    adds: bool = True

    def name(self, language: str) -> str:
        """The framework's name in "vi" or "en"."""
        return self.en if language == "en" else self.vi

    def level(self, level: Level) -> list[Element]:
        """The elements of a level in order."""
        return [one for one in self.elements.values() if one.level is level]

    def children(self, code: str) -> list[Element]:
        """What an element is made of, in order; the total's children are the dimensions."""
        return [one for one in self.elements.values() if one.parent == code]

    def assumed(self, year: int) -> bool:
        """Whether the framework is only carried on into a year, not known to hold in it."""
        return self.open and year > self.years[-1]


def comparable(one: Element, year: int, other: Element, other_year: int) -> bool:
    """Whether two scores may be compared: the same concept in the same comparability block."""
    block = one.block(year)
    return block is not None and one.concept == other.concept and block == other.block(other_year)
