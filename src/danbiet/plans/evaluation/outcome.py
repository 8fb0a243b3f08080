"""What is held against what: the parts of the index measured alike before and after, summed for each province.

A part is followed by its concept, not its code, and only inside one comparability block. Across a break that only put
the same items on another scale it is followed on 0..1 of its scale, brought back to the reference year's. What can't
be followed is left out, by name and with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from danbiet.index import catalogue
from danbiet.index.framework import Break, BreakKind, Element, Framework, Level, comparable
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
    """The parts in points of the reference year: ``cells[province][year][part]`` in the orders given.

    ``provinces``: those with every figure; ``incomplete``: those without. ``reference``: the year whose scale it is on.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    reference: int
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    provinces: tuple[str, ...]
    incomplete: tuple[str, ...]
    cells: tuple[tuple[tuple[float, ...], ...], ...]

    def sums(self, without: str = "") -> dict[str, dict[int, float]]:
        """The outcome of each province by year: the sum of the parts, one of them left out if asked."""
        kept = [place for place, part in enumerate(self.parts) if part.code != without]
        return {
            province: {year: sum(row[place] for place in kept) for year, row in zip(self.years, rows, strict=True)}
            for province, rows in zip(self.provinces, self.cells, strict=True)
        }

    @property
    def years(self) -> tuple[int, ...]:
        """All years, in order."""
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class _Twin:
    """A part as another year has it; ``rescaled``: only comparable on 0..1 of its scale."""

    element: Element
    rescaled: bool


_Followed = Mapping[int, _Twin]


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
    frameworks = _frameworks(tables)
    twins = {
        one.code: {year: found for year in tables if (found := _twin(tables[year], one, reference, frameworks))}
        for one in elements
    }
    best: tuple[int, int, list[Element]] = (0, 0, [])
    for length in range(1, len(before) + 1):
        years = [*before[-length:], *after]
        parts = [one for one in elements if all(year in twins[one.code] for year in years)]
        worth = len(parts) * min(length, ENOUGH_YEARS)
        if worth and worth >= best[0]:
            best = (worth, length, parts)
    if not best[0]:
        return None
    return _made(tables, tuple(before[-best[1] :]), tuple(after), best[2], elements, twins)


def _made(
    tables: Mapping[int, EditionTable],
    before: tuple[int, ...],
    after: tuple[int, ...],
    parts: list[Element],
    elements: list[Element],
    twins: Mapping[str, _Followed],
) -> Outcome:
    reference, years = before[-1], before + after
    shared = [one for one in tables[reference].provinces if all(one in tables[year].provinces for year in years)]
    rows: dict[str, tuple[tuple[float, ...], ...]] = {}
    for province in shared:
        cells = [
            tuple(_value(tables[year], twins[part.code][year], part, reference, province) for part in parts)
            for year in years
        ]
        known = tuple(tuple(one for one in row if one is not None) for row in cells)
        if all(len(row) == len(parts) for row in known):
            rows[province] = known
    kept = {one.code for one in parts}
    return Outcome(
        before=before,
        after=after,
        reference=reference,
        parts=tuple(
            Part(one.code, (one.vi, one.en), any(twins[one.code][year].rescaled for year in years)) for one in parts
        ),
        left_out=tuple(
            LeftOut(one.code, (one.vi, one.en), _why(tables, one, reference, years))
            for one in elements
            if one.code not in kept
        ),
        provinces=tuple(rows),
        incomplete=tuple(one for one in tables[reference].provinces if one not in rows),
        cells=tuple(rows.values()),
    )


def _frameworks(tables: Mapping[int, EditionTable]) -> list[Framework]:
    """The index's frameworks, those between the editions too: a break may lie in a year nobody stored."""
    found = {one.key: one for table in tables.values() for one in catalogue.frameworks(table.index)}
    return list((found | {one.framework.key: one.framework for one in tables.values()}).values())


def _twin(table: EditionTable, part: Element, reference: int, frameworks: Sequence[Framework]) -> _Twin | None:
    """The element that measures the same in another year, alike or on another scale."""
    same = next((one for one in table.framework.elements.values() if one.concept == part.concept), None)
    if same is None or not table.values.get(same.code):
        return None
    if comparable(part, reference, same, table.year):
        return _Twin(same, False)
    breaks = breaks_between(part.concept, reference, table.year, frameworks)
    if not breaks or any(one.kind is not BreakKind.RESCALED for one in breaks):
        return None
    return _Twin(same, True) if part.scale(reference) and same.scale(table.year) else None


def breaks_between(concept: str, one: int, other: int, frameworks: Sequence[Framework]) -> list[Break]:
    """The breaks of a concept between two years."""
    first, last = sorted((one, other))
    found = [
        row
        for framework in frameworks
        for element in framework.elements.values()
        if element.concept == concept
        for row in element.breaks
        if first < row.year <= last
    ]
    return list(dict.fromkeys(found))


def _value(table: EditionTable, twin: _Twin, part: Element, reference: int, province: str) -> float | None:
    """A province's score on the reference's scale."""
    value = table.value(twin.element.code, province)
    if value is None or not twin.rescaled:
        return value
    share, scale = twin.element.normalised(table.year, value), part.scale(reference)
    return None if share is None or scale is None else scale[0] + share * (scale[1] - scale[0])


def _why(tables: Mapping[int, EditionTable], element: Element, reference: int, years: Sequence[int]) -> str:
    """Why an element can't be followed."""
    for year in sorted(years, key=lambda year: year <= reference):
        same = any(one.concept == element.concept for one in tables[year].framework.elements.values())
        if not same:
            return "gone" if year > reference else "new"
    return "break"
