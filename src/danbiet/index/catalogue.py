"""The frameworks of all indices, from ``frameworks/*.yaml``; which scores may be compared over the years, and why not.

An index is as many files as it had frameworks and no code. They are read at the first question and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from danbiet.base.errors import CodedError
from danbiet.index import errors
from danbiet.index.framework import Break, BreakKind, Element, Framework, Level, comparable

if TYPE_CHECKING:
    from danbiet.index.reading_frameworks import Draft

__all__ = [
    "PAPI", "Comparison", "Verdict", "comparable_parts", "comparison", "framework", "frameworks", "indices", "of_year",
]  # fmt: skip

PAPI = "papi"
FOLDER = Path(__file__).parent / "frameworks"


class Verdict(StrEnum):
    """What may be done with two scores of one concept."""

    COMPARABLE = "comparable"
    NORMALISED = "normalised"  # only taken to 0..1 by Element.normalised, and flagged
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two scores may be compared, and the breaks that lie between them (the reasons, oldest first)."""

    verdict: Verdict
    breaks: tuple[Break, ...] = ()


def indices() -> list[str]:
    """The names of all indices that have a framework."""
    return sorted({path.stem.rpartition("-")[0] for path in FOLDER.glob("*.yaml")})


def frameworks(index: str = PAPI) -> tuple[Framework, ...]:
    """The frameworks of an index in order of years; none for an index nobody described."""
    return _load(index, FOLDER)


def framework(key: str) -> Framework:
    """The framework of a key such as "papi-2016". CodedError IDX-001."""
    for one in frameworks(key.rpartition("-")[0]):
        if one.key == key:
            return one
    known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.yaml")))
    raise CodedError(errors.UNKNOWN_FRAMEWORK, key=key, known=known)


def of_year(index: str, year: int) -> Framework:
    """The framework that holds in a year; in later years the last one, if it goes on (``assumed``).

    CodedError IDX-002.
    """
    every = frameworks(index)
    for one in every:
        if year in one.years or (one is every[-1] and one.assumed(year)):
            return one
    known = ", ".join(f"{one.years[0]}-{'…' if one.open else one.years[-1]}" for one in every) or "∅"
    raise CodedError(errors.NO_FRAMEWORK, index=index, year=year, known=known)


def comparison(code: str, year: int, other_year: int, index: str = PAPI) -> Comparison:
    """Whether the scores of an element in two years may be compared. ``code`` is its code in ``year``.

    An element that is not in the other year is refused without a break. KeyError where ``year`` hasn't the element.
    """
    one = of_year(index, year).elements[code]
    other = next((found for found in _concepts(index, other_year) if found.concept == one.concept), None)
    if other is None or one.block(year) is None or other.block(other_year) is None:
        return Comparison(Verdict.REFUSED)
    if comparable(one, year, other, other_year):
        return Comparison(Verdict.COMPARABLE)
    first, last = sorted((year, other_year))
    between = tuple(_between(one.concept, first, last, index))
    if not between and one.relative:
        # After the last known year no file lists the break that each year is.
        between = (Break(last, BreakKind.RELATIVE, one.note_vi, one.note_en),)
    rescaled = between and all(found.kind is BreakKind.RESCALED for found in between)
    return Comparison(Verdict.NORMALISED if rescaled else Verdict.REFUSED, between)


def comparable_parts(code: str, year: int, other_year: int, index: str = PAPI) -> list[tuple[Element, Element]]:
    """The sub-dimensions of an element that stand on the same footing in both years: (in ``year``, in the other).

    Their sums may be compared where the element's own score may not.
    """
    later = {one.concept: one for one in _concepts(index, other_year)}
    found = []
    for one in of_year(index, year).level(Level.SUB_DIMENSION):
        other = later.get(one.concept)
        inside = code in ("total", one.code, one.parent)
        if inside and other is not None and comparable(one, year, other, other_year):
            found.append((one, other))
    return found


def _concepts(index: str, year: int) -> list[Element]:
    return list(of_year(index, year).elements.values())


def _between(concept: str, first: int, last: int, index: str) -> Iterator[Break]:
    for one in frameworks(index):
        for element in one.elements.values():
            if element.concept == concept:
                yield from (found for found in element.breaks if first < found.year <= last)


@cache
def _load(index: str, folder: Path) -> tuple[Framework, ...]:
    from danbiet.index.reading_frameworks import read_framework

    known: dict[Path, Draft] = {}
    drafts = [read_framework(path, known) for path in sorted(folder.glob(f"{index}-[0-9][0-9][0-9][0-9].yaml"))]
    held: dict[int, str] = {}
    for draft in sorted(drafts, key=lambda one: one.years[0]):
        for year in draft.years:
            other = held.setdefault(year, draft.key)
            if other != draft.key:
                raise draft.head.error(errors.YEARS_OVERLAP, "years", year=year, other=other)
    ordered = sorted(drafts, key=lambda one: one.years[0])
    return tuple(_framework(draft, elements) for draft, elements in zip(ordered, _with_blocks(ordered), strict=True))


def _framework(draft: Draft, elements: dict[str, Element]) -> Framework:
    return Framework(
        draft.index, draft.key, draft.years, draft.vi, draft.en, draft.source, elements, draft.open, draft.adds
    )


def _with_blocks(drafts: list[Draft]) -> list[dict[str, Element]]:
    """The elements of all frameworks with their blocks: a block runs from a break, or the first year, to the next."""
    every = [dict(draft.elements) for draft in drafts]
    # From the indicators up: a break of a part is a break of the whole. Indicators don't break what they are in,
    # because which of them count is the formula's business, and its changes are written with the sub-dimension.
    for level in (Level.INDICATOR, Level.SUB_DIMENSION, Level.DIMENSION, Level.TOTAL):
        running: dict[str, str] = {}
        before: dict[str, frozenset[str]] = {}
        for elements in every:
            for code, one in list(elements.items()):
                if one.level is level:
                    elements[code] = _blocked(one, elements, running, before)
    return every


def _blocked(
    one: Element, elements: dict[str, Element], running: dict[str, str], before: dict[str, frozenset[str]]
) -> Element:
    parts = [part for part in elements.values() if part.parent == one.code and part.level is not Level.INDICATOR]
    blocks: dict[int, str] = {}
    breaks = list(one.breaks)
    for year in one.blocks:
        present = frozenset(part.concept for part in parts if year in part.blocks)
        if one.concept in running:
            breaks += _derived(one, year, parts, present, before[one.concept])
            if any(found.year == year for found in breaks):
                running[one.concept] = str(year)
        blocks[year] = running.setdefault(one.concept, str(year))
        before[one.concept] = present
    relative = one.relative or any(part.relative for part in parts)
    return replace(one, blocks=blocks, breaks=tuple(sorted(breaks, key=lambda found: found.year)), relative=relative)


def _derived(
    one: Element, year: int, parts: list[Element], present: frozenset[str], before: frozenset[str]
) -> Iterator[Break]:
    """The breaks of a year that follow from an element being relative, or from its parts."""
    if one.relative:
        yield Break(year, BreakKind.RELATIVE, one.note_vi, one.note_en)
    for part in parts:
        for found in part.breaks:
            if found.year == year:
                kind = found.kind if found.kind is BreakKind.RELATIVE else BreakKind.PARTS
                yield Break(year, kind, found.vi, found.en, found.sure, found.part or part.code)
    if present != before:
        yield Break(
            year, BreakKind.PARTS, "Các nội dung hợp thành đã thay đổi.", "It is made of other parts than before."
        )
