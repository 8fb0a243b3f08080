"""What if: sub-dimensions or indicators set to a value or a percentile, and where the province would then stand.

The others stay where they are, and the province's errors too: a score that is meant to be reached will be measured with
the same noise. What least reaches a target is in ``reaching.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from danbiet.base.errors import CodedError
from danbiet.index import refusals, standing
from danbiet.index.framework import Element, Formula, Level, Term
from danbiet.index.standing import Standing
from danbiet.index.tables import EditionTable
from danbiet.stats.groups import percentile

_SETTING = re.compile(r"\s*([\w.]+)\s*=\s*(p?)\s*(\d+(?:[.,]\d+)?)\s*%?\s*", re.IGNORECASE)
# Published dimensions are the sum of their parts to 1e-3 at the worst (papi.md 2.1).
ADDS_UP = 5e-3


@dataclass(frozen=True, slots=True)
class Setting:
    """An element set to a value, or to a percentile of what the provinces have (then ``value`` is None)."""

    code: str
    value: float | None = None
    percentile: float | None = None

    def written(self) -> str:
        """As it is typed: "I.1=1.5", "I.1=p75"."""
        return f"{self.code}={f'p{self.percentile:g}' if self.value is None else f'{self.value:g}'}"


@dataclass(frozen=True, slots=True)
class Changed:
    """An element that was set, or (``through``: the indicators) follows from one that was.

    ``clipped``: the formula led outside the scale. ``relative``: an indicator's scale is that year's least and greatest
    province, so the result holds for that year only.
    """

    element: Element
    before: float
    after: float
    percentile: float | None = None
    through: tuple[str, ...] = ()
    clipped: bool = False
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """An element before and after; ``moved`` is the difference in points."""

    before: Standing
    after: Standing

    @property
    def element(self) -> Element:
        """The element."""
        return self.before.element

    @property
    def moved(self) -> float:
        """By how many points."""
        return (self.after.score or 0.0) - (self.before.score or 0.0)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A tried-out year of a province: what was changed, and its effects on the total, dimensions and sub-dimensions.

    ``no_total``: why the total isn't among them (a dimension is missing, or the published one is no sum).
    """

    province: str
    year: int
    changes: tuple[Changed, ...]
    effects: tuple[Effect, ...]
    no_total: CodedError | None = None

    def to_json(self, language: str = "vi") -> dict[str, object]:
        """For machines."""
        return {
            "changes": [
                {
                    "code": one.element.code,
                    "name": one.element.name(language),
                    "before": one.before,
                    "after": one.after,
                    "percentile": one.percentile,
                    "through": list(one.through),
                    "clipped": one.clipped,
                    "relative": one.relative,
                }
                for one in self.changes
            ],
            "elements": [
                {"before": one.before.to_full_json(), "after": one.after.to_full_json(), "moved": one.moved}
                for one in self.effects
            ],
            "no_total": None if self.no_total is None else self.no_total.message(language),
        }


def parse_setting(text: str) -> Setting:
    """ "I.1=1.5" (or 1,5) and "I.1=p75". CodedError IDX-220.

    >>> parse_setting("i.1 = p75"), parse_setting("II.2=1,5")
    (Setting(code='i.1', value=None, percentile=75.0), Setting(code='II.2', value=1.5, percentile=None))
    """
    found = _SETTING.fullmatch(text)
    if found is None:
        raise CodedError(refusals.UNREADABLE_SETTING, text=text)
    number = float(found[3].replace(",", "."))
    if not found[2]:
        return Setting(found[1], value=number)
    if number > 100:
        raise CodedError(refusals.UNREADABLE_SETTING, text=text)
    return Setting(found[1], percentile=number)


def try_out(
    table: EditionTable, province: str, settings: Sequence[Setting], panel: Iterable[EditionTable] | None = None
) -> Scenario:
    """Where the province would stand. ``panel``: editions whose published errors a model may use.

    Raises IDX-201 to IDX-203 for what the edition doesn't have, IDX-222 to IDX-227 for what can't be set.
    """
    place = standing.place_of(table, province)
    parts, indicators = _asked(table, settings)
    changes = [_set(table, place, element, one) for element, one in parts]
    for code in dict.fromkeys(element.parent for element, _one in indicators):
        if any(code == element.code for element, _one in parts):
            raise CodedError(refusals.SET_TWICE, element=code)
        changes += _through(table, place, code, [(e, one) for e, one in indicators if e.parent == code])
    moved = {one.element.code: one.after for one in changes if one.element.level is Level.SUB_DIMENSION}
    sums, no_total = _sums(table, place, moved)
    effects = _effects(table, place, {**moved, **sums}, list(panel or ()))
    return Scenario(province, table.year, tuple(changes), tuple(effects), no_total)


def _effects(table: EditionTable, place: int, new: Mapping[str, float], panel: Sequence[EditionTable]) -> list[Effect]:
    """The total, dimensions and sub-dimensions with these new scores, in order."""
    found = []
    for element in standing.elements_of(table):
        if element.code not in new:
            continue
        field = standing.field(table, element.code, panel)
        values = list(field.values)
        values[place] = new[element.code]
        after = standing.field_of(table, element, tuple(values), field.errors)
        found.append(Effect(standing.standing_of(field, place), standing.standing_of(after, place)))
    return found


def score_of(table: EditionTable, place: int, element: Element) -> float:
    """A published score; CodedError IDX-203 where there is none."""
    found = table.values[element.code][place]
    if found is None:
        raise CodedError(
            refusals.NO_SCORE, at=element.code, element=element.code, year=table.year, province=table.provinces[place]
        )
    return found


def require_sum(table: EditionTable, place: int, element: Element) -> None:
    """CodedError IDX-203 or IDX-227 unless an element's published score is the sum of its published parts."""
    parts = [one for one in table.framework.children(element.code) if one.code in table.values]
    whole = score_of(table, place, element)
    if abs(sum(score_of(table, place, one) for one in parts) - whole) > ADDS_UP:
        raise CodedError(
            refusals.NOT_ADDING_UP,
            at=element.code,
            element=element.code,
            year=table.year,
            province=table.provinces[place],
        )


def reachable(element: Element, year: int) -> tuple[float, float] | None:
    """The least and greatest score of a sub-dimension: the scale of its year, narrowed where its formula is exact."""
    scale, formula = element.scale(year), element.formula(year)
    if scale is None or formula is None or not formula.exact:
        return scale
    high = formula.constant + sum(max(0.0, term.weight) for term in formula.terms)
    return scale[0], min(high, scale[1])


def _asked(
    table: EditionTable, settings: Sequence[Setting]
) -> tuple[list[tuple[Element, Setting]], list[tuple[Element, Setting]]]:
    """Settings of sub-dimensions and of indicators. IDX-202, IDX-222, IDX-223."""
    parts, indicators, seen = [], [], set()
    for one in settings:
        element = standing.element_of(table, one.code)
        if element.code in seen:
            raise CodedError(refusals.SET_TWICE, element=element.code)
        seen.add(element.code)
        if element.level is Level.SUB_DIMENSION:
            parts.append((element, one))
        elif element.level is Level.INDICATOR:
            indicators.append((element, one))
        else:
            raise CodedError(refusals.NOT_SETTABLE, element=element.code)
    return parts, indicators


def _value(table: EditionTable, element: Element, one: Setting) -> float:
    """The value a setting means."""
    if one.value is not None:
        return one.value
    found = percentile(table.values[element.code], one.percentile or 0.0)
    if found is None:
        raise CodedError(refusals.UNKNOWN_ELEMENT, element=element.code, year=table.year)
    return found


def _set(table: EditionTable, place: int, element: Element, one: Setting) -> Changed:
    """A sub-dimension set by itself."""
    before, after = score_of(table, place, element), _value(table, element, one)
    _require_inside(element, after, element.low, element.high)
    return Changed(element, before, after, one.percentile)


def _require_inside(element: Element, value: float, low: float | None, high: float | None) -> None:
    if low is not None and high is not None and not low - 1e-9 <= value <= high + 1e-9:
        raise CodedError(
            refusals.OUT_OF_RANGE,
            at=element.code,
            element=element.code,
            value=f"{value:g}",
            low=f"{low:g}",
            high=f"{high:g}",
        )


def _through(table: EditionTable, place: int, code: str, asked: Sequence[tuple[Element, Setting]]) -> list[Changed]:
    """Indicators set, and the sub-dimension that follows: its published score plus what they add (so that what the
    formula doesn't reproduce stays as published)."""
    parent = table.framework.elements[code]
    formula = parent.formula(table.year)
    if formula is None:
        raise CodedError(refusals.NO_FORMULA, at=code, element=code, year=table.year, indicator=asked[0][0].code)
    before, added, changes = score_of(table, place, parent), 0.0, []
    for element, one in asked:
        term = _term(table, formula, parent, element)
        old, new = score_of(table, place, element), _value(table, element, one)
        if not term.relative:
            _require_inside(element, new, term.low, term.high)
        added += term.weight * (_unit(table, term, new) - _unit(table, term, old))
        changes.append(Changed(element, old, new, one.percentile, relative=term.relative))
    wanted = after = before + added
    if parent.low is not None and parent.high is not None:
        after = min(max(wanted, min(parent.low, before)), max(parent.high, before))
    relative = any(one.relative for one in changes)
    through = tuple(element.code for element, _one in asked)
    whole = Changed(parent, before, after, None, through, abs(after - wanted) > 1e-9, relative)
    return [*changes, whole]


def _term(table: EditionTable, formula: Formula, parent: Element, element: Element) -> Term:
    found = next((term for term in formula.terms if term.code == element.code and term.weight), None)
    if found is None:
        raise CodedError(
            refusals.NOT_COUNTED, at=element.code, indicator=element.code, element=parent.code, year=table.year
        )
    return found


def _unit(table: EditionTable, term: Term, value: float) -> float:
    """A value as its share of the term's scale, 0 to 1."""
    low, high = term.low, term.high
    if term.relative:
        there = [one for one in table.values[term.code] if one is not None]
        low, high = min(there), max(there)
    if high == low:
        return 0.0
    share = (high - value) / (high - low) if term.reverse else (value - low) / (high - low)
    return min(1.0, max(0.0, share))


def _sums(table: EditionTable, place: int, moved: Mapping[str, float]) -> tuple[dict[str, float], CodedError | None]:
    """New scores of the dimensions and of the total, and why there is none of the total (a dimension is missing, or it
    isn't the published sum). A dimension that isn't the sum of its parts is refused."""
    frame, found = table.framework, {}
    for dimension in frame.level(Level.DIMENSION):
        parts = [one for one in frame.children(dimension.code) if one.code in moved]
        if not parts:
            continue
        require_sum(table, place, dimension)
        added = sum(moved[one.code] - score_of(table, place, one) for one in parts)
        found[dimension.code] = score_of(table, place, dimension) + added
    refusal = None
    for total in frame.level(Level.TOTAL):
        if total.code not in table.values or not found:
            continue
        try:
            require_sum(table, place, total)
        except CodedError as error:
            refusal = error
            continue
        added = sum(score - score_of(table, place, frame.elements[code]) for code, score in found.items())
        found[total.code] = score_of(table, place, total) + added
    return found, refusal
