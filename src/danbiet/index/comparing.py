"""Is A really above B; did a score really change. A comparison across a break is refused; where only
the scale changed it is, on request, normalised and flagged.

Assumptions, repeated in every result: normal errors; between provinces independent (each is sampled by itself); between
years independent too unless another correlation is given. A positive one (part of the places are visited again) would
make changes a little surer than shown here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.index import catalogue, refusals, standing
from danbiet.index.framework import Break, BreakKind, Element, Framework, Level, comparable
from danbiet.index.standing import LEVEL, Standing
from danbiet.index.tables import EditionTable


class Verdict(StrEnum):
    """What a difference says once its noise is known."""

    ABOVE = "above"
    BELOW = "below"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Difference:
    """``one`` minus ``other`` on one element: two provinces of a year, or the later minus the earlier year.

    ``se``, ``low``, ``high``, ``probability`` (that it is above 0) are None where an error is missing. ``refusal``: why
    there is no difference (then the numbers are None), or, of a normalised one, what was broken. ``normalised``: both
    scores were brought to 0..1 of their scales, and so were the numbers.
    """

    element: Element
    one: Standing | None
    other: Standing | None
    difference: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    probability: float | None = None
    correlation: float = 0.0
    level: float = LEVEL
    normalised: bool = False
    refusal: CodedError | None = None

    @property
    def verdict(self) -> Verdict | None:
        """Above or below beyond noise, or unsure; None where there is no difference or no error."""
        if self.low is None or self.high is None:
            return None
        return Verdict.ABOVE if self.low > 0 else Verdict.BELOW if self.high < 0 else Verdict.UNSURE

    @property
    def surely(self) -> bool:
        """Whether it differs from 0 beyond noise."""
        return self.verdict in (Verdict.ABOVE, Verdict.BELOW)

    def to_json(self, language: str = "vi") -> dict[str, object]:
        """For machines; a refused comparison has its code and message and no number."""
        found: dict[str, object] = {
            "code": self.element.code,
            "name": self.element.name(language),
            "one": _side(self.one),
            "other": _side(self.other),
            "difference": self.difference,
            "se": self.se,
            "low": self.low,
            "high": self.high,
            "level": self.level,
            "probability": self.probability,
            "verdict": None if self.verdict is None else str(self.verdict),
            "correlation": self.correlation,
            "normalised": self.normalised,
        }
        if self.refusal is not None:
            found["refused" if self.difference is None else "flag"] = {
                "code": self.refusal.code,
                "message": self.refusal.message(language),
            }
        return found


def _side(found: Standing | None) -> dict[str, object] | None:
    if found is None:
        return None
    source = None if found.se_source is None else str(found.se_source)
    return {"province": found.province, "year": found.year, **found.to_json(), "se_source": source}


def between_provinces(
    table: EditionTable,
    one: str,
    other: str,
    codes: Sequence[str] | None = None,
    panel: Iterable[EditionTable] | None = None,
    *,
    correlation: float = 0.0,
    level: float = LEVEL,
) -> list[Difference]:
    """Two provinces of one edition, element by element (``codes``; total, dimensions and sub-dimensions unless told).

    Where a score is missing the difference is refused (IDX-203). Raises IDX-201 for a province the edition lacks and
    IDX-202 for an element.
    """
    some = list(panel or ())
    places = standing.place_of(table, one), standing.place_of(table, other)
    found = []
    for code in codes or [element.code for element in standing.elements_of(table)]:
        field = standing.field(table, code, some)
        pair = [standing.standing_of(field, place) for place in places]
        found.append(difference(field.element, *pair, correlation=correlation, level=level))
    return found


def between_years(
    before: EditionTable,
    after: EditionTable,
    province: str,
    codes: Sequence[str] | None = None,
    panel: Iterable[EditionTable] | None = None,
    *,
    normalised: bool = False,
    correlation: float = 0.0,
    level: float = LEVEL,
    ranked: bool = True,
) -> list[Difference]:
    """One province's changes from one edition to a later one, by elements of the later one, each against its noise.

    What can't be compared is in the list with its refusal. Asked for a single element, see :func:`change`.
    ``ranked``: with the intervals of the ranks.
    Raises IDX-201, IDX-202, and IDX-207 where the editions are of other provinces (63 and 34).
    """
    if before.province_set != after.province_set:
        raise CodedError(
            refusals.OTHER_MAP,
            before=before.year,
            after=after.year,
            old=before.province_set,
            new=after.province_set,
        )
    some = list(panel or ())
    places = standing.place_of(before, province), standing.place_of(after, province)
    found = []
    for code in codes or [element.code for element in standing.elements_of(after)]:
        new = standing.field(after, code, some)
        now = standing.standing_of(new, places[1], ranked=ranked)
        twin = counterpart(before.framework, new.element)
        if twin is None or twin.code not in before.values:
            missing = CodedError(
                refusals.NOT_IN_BOTH,
                at=new.element.code,
                element=new.element.code,
                before=before.year,
                after=after.year,
            )
            found.append(Difference(new.element, now, None, correlation=correlation, level=level, refusal=missing))
            continue
        then = standing.standing_of(standing.field(before, twin.code, some), places[0], ranked=ranked)
        refusal = broken(twin, before.year, new.element, after.year, _between(after, before, new.element))
        found.append(
            difference(
                new.element, now, then, correlation=correlation, level=level, refusal=refusal, normalised=normalised
            )
        )
    return found


def change(
    before: EditionTable,
    after: EditionTable,
    province: str,
    code: str,
    panel: Iterable[EditionTable] | None = None,
    *,
    normalised: bool = False,
    correlation: float = 0.0,
    level: float = LEVEL,
) -> Difference:
    """One province's change on one element; raises what keeps it from being compared (IDX-203 to IDX-207)."""
    found = between_years(
        before, after, province, [code], panel, normalised=normalised, correlation=correlation, level=level
    )[0]
    if found.difference is None and found.refusal is not None:
        raise found.refusal
    return found


def counterpart(framework: Framework, element: Element) -> Element | None:
    """What a framework calls the thing that ``element`` measures; None if it doesn't measure it."""
    same = framework.elements.get(element.code)
    if same is not None and same.concept == element.concept:
        return same
    return next((one for one in framework.elements.values() if one.concept == element.concept), None)


def earlier_twin(
    table: EditionTable, province: str, element: Element, now: EditionTable
) -> tuple[Element | None, CodedError | None]:
    """What an edition has that compares with an element of the edition ``now``; else None and why not."""
    year = now.year
    twin = counterpart(table.framework, element)
    if twin is None or twin.code not in table.values:
        return None, CodedError(
            refusals.NOT_IN_BOTH, at=element.code, element=element.code, before=table.year, after=year
        )
    if table.value(twin.code, province) is None:
        return None, CodedError(refusals.NO_SCORE, at=twin.code, element=twin.code, year=table.year, province=province)
    refusal = broken(twin, table.year, element, year, _between(table, now, element))
    return (None, refusal) if refusal is not None else (twin, None)


def broken(
    one: Element, before: int, other: Element, after: int, between: tuple[Break, ...] | None = None
) -> CodedError | None:
    """What keeps two years' scores from being compared: IDX-204, IDX-205 (only the scale changed: comparable once
    normalised) or IDX-206; None if nothing does. ``between``: the breaks; those of the two elements unless told."""
    if comparable(one, before, other, after):
        return None
    said = one.code if one.code == other.code else f"{one.code} ({after}: {other.code})"
    place: dict[str, Any] = {"at": other.code, "element": said, "before": before, "after": after}
    if one.concept != other.concept:
        return CodedError(refusals.NOT_IN_BOTH, **place)
    if between is None:
        first, last = sorted((before, after))
        between = tuple(dict.fromkeys(found for found in (*one.breaks, *other.breaks) if first < found.year <= last))
    old, new = one.scale(before), other.scale(after)
    rescaled = all(found.kind is BreakKind.RESCALED for found in between) if between else old != new
    if rescaled and old is not None and new is not None:
        return refusals.BreakError(refusals.RESCALED, breaks=between, **place, old=_scale(old), new=_scale(new))
    return refusals.BreakError(refusals.BROKEN, breaks=between, **place)


def _between(table: EditionTable, other: EditionTable, element: Element) -> tuple[Break, ...] | None:
    """All breaks between two editions' years, also those of frameworks in between; None of frameworks that aren't the
    shipped ones."""
    for one in (table, other):
        try:
            shipped = catalogue.of_year(one.index, one.year) is one.framework
        except CodedError:
            shipped = False
        if not shipped:
            return None
    return catalogue.comparison(element.code, table.year, other.year, table.index).breaks


def difference(
    element: Element,
    one: Standing,
    other: Standing,
    *,
    correlation: float = 0.0,
    level: float = LEVEL,
    refusal: CodedError | None = None,
    normalised: bool = False,
) -> Difference:
    """``one`` minus ``other`` with its interval. ``refusal``: what speaks against it; then only a normalised one
    is given, flagged with it."""
    for side in (one, other):
        if side.score is None:
            refusal = CodedError(
                refusals.NO_SCORE, at=side.code, element=side.code, year=side.year, province=side.province
            )
            return Difference(element, one, other, correlation=correlation, level=level, refusal=refusal)
    scales = [(0.0, 1.0), (0.0, 1.0)]
    if refusal is not None:
        declared = [side.element.scale(side.year) for side in (one, other)]
        if not normalised or refusal.kind is not refusals.RESCALED or None in declared:
            return Difference(element, one, other, correlation=correlation, level=level, refusal=refusal)
        scales = [scale for scale in declared if scale is not None]
    (a, se_a), (b, se_b) = (_on(scale, side) for scale, side in zip(scales, (one, other), strict=True))
    se, low, high, probability = _noise(a - b, se_a, se_b, correlation, level)
    return Difference(
        element, one, other, a - b, se, low, high, probability, correlation, level, refusal is not None, refusal
    )


def _on(scale: tuple[float, float], side: Standing) -> tuple[float, float | None]:
    low, high = scale
    return ((side.score or 0.0) - low) / (high - low), None if side.se is None else side.se / (high - low)


def _noise(
    gap: float, se_a: float | None, se_b: float | None, correlation: float, level: float
) -> tuple[float | None, float | None, float | None, float | None]:
    """Standard error, interval and probability above 0 of a difference; None without errors."""
    from danbiet.stats.simulation import above

    if se_a is None or se_b is None:
        return None, None, None, None
    found = above(gap, se_a, 0.0, se_b, correlation=correlation, level=level)
    return found.se, found.low, found.high, found.probability


def _scale(scale: tuple[float, float]) -> str:
    return f"{scale[0]:g}–{scale[1]:g}"


def levels_of(found: Sequence[Difference], level: Level) -> list[Difference]:
    """The differences of the elements of one level."""
    return [one for one in found if one.element.level is level]
