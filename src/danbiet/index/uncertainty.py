"""How sure a score is: its published standard error, or a model of it that says so.

PAPI publishes standard errors of the total in some years, of the dimensions in one, of sub-dimensions never. Where
there is none it is modelled (stats/error_model.py), and every figure carries which way it was come by:

- MODEL: from the published errors of the same element in other years;
- TYPICAL: the same, from the mean published errors kept with the program (data/conventions.yaml), where no stored
  edition has any;
- PART: shared out from the error of what the element is part of, in proportion to the spread among provinces.

Errors of one table may come from several of these; :meth:`Errors.counts` says how many of each.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from danbiet.index import conventions
from danbiet.index.framework import Element, Level
from danbiet.index.tables import Cells, EditionTable
from danbiet.stats.error_model import ErrorModel, PublishedError, fit, split


class Source(StrEnum):
    """Where a standard error comes from."""

    PUBLISHED = "published"
    MODEL = "model"
    TYPICAL = "model-typical"
    PART = "model-part"

    @property
    def modelled(self) -> bool:
        """Whether it isn't published."""
        return self is not Source.PUBLISHED

    def said(self) -> str:
        """In a word or two, for a table."""
        return {
            Source.PUBLISHED: _("công bố"),
            Source.MODEL: _("mô hình"),
            Source.TYPICAL: _("mô hình, mức chung"),
            Source.PART: _("mô hình, chia ra"),
        }[self]


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors of one element in one edition, in the order of its provinces.

    ``sources`` says of each where it comes from; None where there is neither. ``years``: those whose published errors
    the model uses; ``basis``: of PART, the code of the whole; ``factor``: half of the published errors lay within this
    factor of what the model says of them, each year predicted from the others (None where that can't be tried).
    """

    code: str
    cells: Cells
    sources: tuple[Source | None, ...]
    years: tuple[int, ...] = ()
    basis: str = ""
    factor: float | None = None

    def counts(self) -> dict[Source, int]:
        """How many provinces' errors come from where."""
        return dict(Counter(one for one in self.sources if one is not None))

    def said(self) -> str:
        """One sentence for under a table: where these errors come from, mixed sources named with their numbers."""
        counts = self.counts()
        if not counts:
            return _("Không có sai số chuẩn nào, nên không có khoảng tin cậy.")
        if set(counts) == {Source.PUBLISHED}:
            return _("Sai số chuẩn do nguồn công bố.")
        model = next(one for one in counts if one.modelled)
        said = {
            Source.MODEL: _("Sai số chuẩn theo mô hình, từ sai số đã công bố của các năm %(years)s."),
            Source.TYPICAL: _("Sai số chuẩn theo mô hình, từ mức sai số thường thấy đã công bố các năm %(years)s."),
            Source.PART: _("Sai số chuẩn theo mô hình, chia từ sai số của %(basis)s theo độ phân tán giữa các tỉnh."),
        }[model] % {"years": ", ".join(map(str, self.years)), "basis": self.basis}
        if Source.PUBLISHED in counts:
            said += " " + _("%(published)d tỉnh có sai số công bố; %(modelled)d tỉnh theo mô hình.") % {
                "published": counts[Source.PUBLISHED],
                "modelled": counts[model],
            }
        return said


# Of stored editions, which never change; each holds two tuples of sixty.
_KEPT: dict[tuple[Any, ...], Errors] = {}
_MOST = 4_096


@dataclass(frozen=True, slots=True)
class _Modelled:
    cells: Cells
    source: Source | None
    years: tuple[int, ...] = ()
    basis: str = ""
    factor: float | None = None


def published(table: EditionTable, code: str) -> Cells:
    """The published standard errors of an element; None where there is none. A zero means missing here too."""
    cells = table.errors.get(code)
    return tuple(one if one else None for one in cells) if cells else (None,) * len(table.provinces)


def errors(table: EditionTable, code: str, panel: Iterable[EditionTable] | None = None) -> Errors:
    """The standard errors of an element of an edition.

    ``panel``: the editions whose published errors a model may use (this one included or not); without any, only this
    edition's own and the typical ones. KeyError if the framework doesn't have the element.
    """
    some = list(panel or ())
    key = (code, *((one.index, one.year, one.digest) for one in [table, *some]))
    if not all(one.digest for one in [table, *some]):
        return _reckoned(table, code, some)
    found = _KEPT.get(key)
    if found is None:
        if len(_KEPT) >= _MOST:
            _KEPT.clear()
        found = _KEPT[key] = _reckoned(table, code, some)
    return found


def _reckoned(table: EditionTable, code: str, panel: Sequence[EditionTable]) -> Errors:
    element = table.framework.elements[code]
    scores = table.values.get(code) or (None,) * len(table.provinces)
    cells = published(table, code)
    known = {place for place, one in enumerate(cells) if one is not None}
    wanted = [place for place, score in enumerate(scores) if score is not None and place not in known]
    sources: list[Source | None] = [Source.PUBLISHED if place in known else None for place in range(len(scores))]
    if not wanted:
        return Errors(code, cells, tuple(sources))
    model = _model(table, element, panel)
    out = list(cells)
    for place in wanted:
        out[place] = model.cells[place]
        if model.cells[place] is not None:
            sources[place] = model.source
    return Errors(code, tuple(out), tuple(sources), model.years, model.basis, model.factor)


def _model(table: EditionTable, element: Element, panel: Sequence[EditionTable]) -> _Modelled:
    """Modelled errors of every province, in the order of the classes of :class:`Source`."""
    editions = [table, *(one for one in panel if one.year != table.year and one.index == table.index)]
    donors = [error for one in editions for error in _published_of(one, table, element)]
    source = Source.MODEL
    if not any(one.code == element.code for one in donors):
        donors = []
    if not donors and element.level is not Level.INDICATOR:
        source, donors = Source.TYPICAL, _typical_of(table, element)
    if donors:
        model = _fitted(tuple(donors))
        parts = _parts_asked(table, element, model)
        predicted = [
            model.predict_whole(element.code, parts, one) if parts else model.predict(element.code, one)
            for one in table.provinces
        ]
        check = model.checks[element.code]
        factor = check.half if check.across_years and source is Source.MODEL else None
        return _Modelled(tuple(one.se for one in predicted), source, predicted[0].years, "", factor)
    if element.parent not in table.framework.elements:
        return _Modelled((None,) * len(table.provinces), None)
    whole = errors(table, element.parent, panel)
    slopes = _slopes(table, element)
    spreads = {code: slope * _spread(table, code) for code, slope in slopes.items()}
    if not spreads.get(element.code):
        return _Modelled((None,) * len(table.provinces), None)
    share = split(1.0, spreads)[element.code].se / slopes[element.code]
    return _Modelled(
        tuple(None if one is None else one * share for one in whole.cells), Source.PART, whole.years, element.parent
    )


def _published_of(table: EditionTable, wanted: EditionTable, element: Element) -> list[PublishedError]:
    """An edition's errors of an element (known by its concept) on the scale it has in ``wanted``; of the total, with
    those of its dimensions, which tell how much of it another set of dimensions carries."""
    frame, found = table.framework, []
    elements = [element, *(wanted.framework.children(element.code) if element.level is Level.TOTAL else ())]
    others = [one for one in frame.level(Level.DIMENSION) if element.level is Level.TOTAL]
    named = {one.concept: one for one in [*others, *elements]}
    for one in frame.elements.values():
        twin = named.get(one.concept)
        if twin is None:
            continue
        scale = 1.0 if one.level is Level.TOTAL else _stretch(one, table.year, twin, wanted.year)
        units = table.provinces if table.province_set == wanted.province_set else ("",) * len(table.provinces)
        code = twin.code
        found += [
            PublishedError(table.year, unit or f"#{place}", code, se * scale)
            for place, (unit, se) in enumerate(zip(units, published(table, one.code), strict=True))
            if se is not None and scale
        ]
    return found


def _typical_of(table: EditionTable, element: Element) -> list[PublishedError]:
    """The mean published errors kept with the program, as those of one nameless province."""
    wanted = {element.code}
    if element.level is Level.TOTAL:
        wanted |= {one.code for one in conventions.conventions().errors}
    own = conventions.typical(table.index, element.code)
    if not own:
        return []
    found = [one for one in conventions.conventions().errors if one.index == table.index and one.code in wanted]
    return [PublishedError(one.year, "", one.code, one.error) for one in found]


def _parts_asked(table: EditionTable, element: Element, model: ErrorModel) -> list[str]:
    """Of a total with fewer dimensions than the published ones: its dimensions; else none."""
    if element.level is not Level.TOTAL:
        return []
    parts = {one.code for one in table.framework.children(element.code)}
    known = set(model.codes) - {element.code}
    return sorted(parts) if parts < known else []


def _stretch(one: Element, year: int, twin: Element, other_year: int) -> float:
    """How much longer the scale of ``twin`` is; 0 where a scale is missing."""
    old, new = one.scale(year), twin.scale(other_year)
    return 0.0 if old is None or new is None else (new[1] - new[0]) / (old[1] - old[0])


@lru_cache(maxsize=256)
def _fitted(donors: tuple[PublishedError, ...]) -> ErrorModel:
    return fit(donors)


def _slopes(table: EditionTable, element: Element) -> Mapping[str, float]:
    """The element and its siblings, each with how much a point of it adds to the whole: 1, but of an indicator."""
    if element.level is not Level.INDICATOR:
        return {one.code: 1.0 for one in table.framework.children(element.parent)}
    formula = table.framework.elements[element.parent].formula(table.year)
    return {
        term.code: abs(term.weight) / (term.high - term.low)
        for term in (formula.terms if formula is not None else ())
        if term.weight and not term.relative
    }


def _spread(table: EditionTable, code: str) -> float:
    """How far provinces lie apart: the standard deviation of what is there."""
    there = [one for one in table.values.get(code, ()) if one is not None]
    return statistics.stdev(there) if len(there) > 2 else 0.0
