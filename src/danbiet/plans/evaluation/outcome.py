"""What is held against what: the parts of the index that were measured alike before and after, summed for each province.

A part is followed by its concept, not its code, and only inside one comparability block. Where a block's scale has
another range in another year, the score is brought to the reference's range by (x - low) / (high - low). What can't be
followed is left out, by name and with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from danbiet.index.framework import Element, Level, comparable
from danbiet.index.tables import EditionTable

# A history longer than this makes a synthetic province no better, so parts aren't given up for it.
ENOUGH_YEARS = 5
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-dimension that is followed, as the reference year codes and names it; ``rescaled``: its range changed."""

    code: str
    name: Names
    rescaled: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sub-dimension that can't be followed: ``why`` is "gone" (not measured after), "new" (not before) or "break"."""

    code: str
    name: Names
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The sums of the parts, in points of the reference year: ``values[province][year]`` in the orders given.

    ``provinces``: those with every figure; ``incomplete``: those without. ``reference``: the year whose scale it is on.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    reference: int
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    provinces: tuple[str, ...]
    incomplete: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]

    @property
    def years(self) -> tuple[int, ...]:
        """All years, in order."""
        return self.before + self.after


def outcome(
    tables: Mapping[int, EditionTable], before: Sequence[int], after: Sequence[int], *, dimension: str = ""
) -> Outcome | None:
    """The outcome over the longest useful history; None where no part was measured alike before and after.

    ``dimension``: only its parts (as the last year before codes it); else those of all. The history is the run of
    editions up to the last one before that keeps the most figures, at most five years counted.
    """
    if not before or not after:
        return None
    reference = before[-1]
    elements = [
        one
        for one in tables[reference].framework.level(Level.SUB_DIMENSION)
        if not dimension or one.parent == dimension
    ]
    best: tuple[int, int, list[Element]] = (0, 0, [])
    for length in range(1, len(before) + 1):
        years = [*before[-length:], *after]
        parts = [one for one in elements if all(_in_year(tables, one, reference, year) for year in years)]
        worth = len(parts) * min(length, ENOUGH_YEARS)
        if worth and worth >= best[0]:
            best = (worth, length, parts)
    if not best[0]:
        return None
    return _made(tables, tuple(before[-best[1] :]), tuple(after), best[2], elements)


def _made(
    tables: Mapping[int, EditionTable],
    before: tuple[int, ...],
    after: tuple[int, ...],
    parts: list[Element],
    elements: list[Element],
) -> Outcome:
    reference, years = before[-1], before + after
    shared = [one for one in tables[reference].provinces if all(one in tables[year].provinces for year in years)]
    rows: dict[str, tuple[float, ...]] = {}
    for province in shared:
        sums = [_sum(tables, parts, reference, year, province) for year in years]
        known = [one for one in sums if one is not None]
        if len(known) == len(sums):
            rows[province] = tuple(known)
    kept = {one.code for one in parts}
    rescaled = {one.code: _rescaled(tables, one, reference, years) for one in parts}
    return Outcome(
        before=before,
        after=after,
        reference=reference,
        parts=tuple(Part(one.code, (one.vi, one.en), rescaled[one.code]) for one in parts),
        left_out=tuple(
            LeftOut(one.code, (one.vi, one.en), _why(tables, one, reference, years))
            for one in elements
            if one.code not in kept
        ),
        provinces=tuple(rows),
        incomplete=tuple(one for one in tables[reference].provinces if one not in rows),
        values=tuple(rows.values()),
    )


def _in_year(tables: Mapping[int, EditionTable], element: Element, reference: int, year: int) -> Element | None:
    """The element that measures the same alike in another year."""
    for one in tables[year].framework.elements.values():
        if one.level is Level.SUB_DIMENSION and comparable(element, reference, one, year):
            return one if tables[year].values.get(one.code) else None
    return None


def _sum(
    tables: Mapping[int, EditionTable], parts: Sequence[Element], reference: int, year: int, province: str
) -> float | None:
    """A province's sum of the parts in a year; None if one is missing."""
    total = 0.0
    for part in parts:
        element = _in_year(tables, part, reference, year)
        value = tables[year].value(element.code, province) if element else None
        if element is None or value is None:
            return None
        total += _on_scale(value, element, part)
    return total


def _on_scale(value: float, element: Element, part: Element) -> float:
    """A score on the reference's scale."""
    if (element.low, element.high) == (part.low, part.high) or None in (element.low, element.high, part.low, part.high):
        return value
    assert element.low is not None and element.high is not None  # noqa: PT018
    assert part.low is not None and part.high is not None  # noqa: PT018
    return part.low + (value - element.low) / (element.high - element.low) * (part.high - part.low)


def _rescaled(tables: Mapping[int, EditionTable], part: Element, reference: int, years: Sequence[int]) -> bool:
    found = (_in_year(tables, part, reference, year) for year in years)
    return any(one is not None and (one.low, one.high) != (part.low, part.high) for one in found)


def _why(tables: Mapping[int, EditionTable], element: Element, reference: int, years: Sequence[int]) -> str:
    """Why an element can't be followed."""
    for year in sorted(years, key=lambda year: year <= reference):
        same = any(one.concept == element.concept for one in tables[year].framework.elements.values())
        if not same:
            return "gone" if year > reference else "new"
    return "break"
