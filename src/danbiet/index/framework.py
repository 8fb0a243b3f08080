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

    ``exact``: reproduces what is published to 2e-7 (papi.md 2.2); else ``tolerance`` is the greatest difference that
    missing answers were seen to make (2.3). ``years``: those it was verified in.
    """

    constant: float
    terms: tuple[Term, ...]
    exact: bool
    tolerance: float
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """The total ("total"), a dimension ("I"), a sub-dimension ("I.1") or an indicator ("I.1.1").

    ``concept`` names what is measured whatever its code ("poverty-lists" is II.1 until 2017 and II.2 from 2018).
    ``blocks``: for each year of the framework, the comparability block; scores of two years are comparable if and only
    if concept and block are the same. ``sign``: +1, -1, 0 (published, not in the score), None (not known).
    ``low``, ``high``: the declared scale; None where there is none ("min-max").
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

    def name(self, language: str) -> str:
        """The element's name in "vi" or "en"."""
        return self.en if language == "en" and self.en else self.vi

    def formula(self, year: int) -> Formula | None:
        """The formula verified for a year; None where none is known."""
        return next((one for one in self.formulas if year in one.years), None)


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework of an index: ``index`` ("papi"), ``key`` ("papi-2016"), the years it holds, its elements by code."""

    index: str
    key: str
    years: tuple[int, ...]
    vi: str
    en: str
    source: str
    elements: Mapping[str, Element]

    def level(self, level: Level) -> list[Element]:
        """The elements of a level in order."""
        return [one for one in self.elements.values() if one.level is level]

    def children(self, code: str) -> list[Element]:
        """What an element is made of, in order; the total's children are the dimensions."""
        return [one for one in self.elements.values() if one.parent == code]


def comparable(one: Element, year: int, other: Element, other_year: int) -> bool:
    """Whether two scores may be compared: the same concept in the same comparability block."""
    block = one.blocks.get(year)
    return block is not None and one.concept == other.concept and block == other.blocks.get(other_year)
