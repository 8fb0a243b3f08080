"""How sure a score is: its published standard error, or a model of it that says so.

PAPI publishes standard errors of the total in some years, of the dimensions in one, of sub-dimensions never. Where
there is none it is modelled, in this order, and every figure carries which way it was come by:

1. MODEL: from the years that publish errors of the same element, as a share of its scale (stats/error_model.py);
2. TYPICAL: from the typical published error of the element (data/conventions.yaml), where no stored edition has one;
3. PART: from the error of what the element is part of. The noise of a part is taken to be to that of the whole as
   the part's spread among provinces is to the whole's.

Errors of one table may come from several of these; :meth:`Errors.counts` says how many of each.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from danbiet.index import conventions
from danbiet.index.framework import Element, Level
from danbiet.index.tables import Cells, EditionTable


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
            Source.TYPICAL: _("mô hình (mức thường thấy)"),
            Source.PART: _("mô hình (từ nội dung chứa nó)"),
        }[self]


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors of one element in one edition, in the order of its provinces.

    ``sources`` says of each where it comes from; None where there is neither. ``years``: those whose published errors
    the model uses; ``basis``: of PART, the code of the whole.
    """

    code: str
    cells: Cells
    sources: tuple[Source | None, ...]
    years: tuple[int, ...] = ()
    basis: str = ""

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
        years = ", ".join(map(str, self.years))
        said = {
            Source.MODEL: _("Sai số chuẩn theo mô hình, từ sai số đã công bố của các năm %(years)s."),
            Source.TYPICAL: _("Sai số chuẩn theo mô hình, từ mức sai số thường thấy đã công bố các năm %(years)s."),
            Source.PART: _("Sai số chuẩn theo mô hình, suy từ sai số của %(basis)s theo độ phân tán giữa các tỉnh."),
        }[model] % {"years": years, "basis": self.basis}
        if Source.PUBLISHED in counts:
            said += " " + _("%(published)d tỉnh có sai số công bố; %(modelled)d tỉnh theo mô hình.") % {
                "published": counts[Source.PUBLISHED],
                "modelled": counts[model],
            }
        return said


def published(table: EditionTable, code: str) -> Cells:
    """The published standard errors of an element; None where there is none. A zero means missing here too."""
    cells = table.errors.get(code)
    return tuple(one if one else None for one in cells) if cells else (None,) * len(table.provinces)


def errors(table: EditionTable, code: str, panel: Iterable[EditionTable] | None = None) -> Errors:
    """The standard errors of an element of an edition.

    ``panel``: the editions whose published errors a model may use (this one included or not); without any, only this
    edition's own and the typical ones. KeyError if the framework doesn't have the element.
    """
    element = table.framework.elements[code]
    scores = table.values.get(code) or (None,) * len(table.provinces)
    cells = published(table, code)
    known = {place for place, one in enumerate(cells) if one is not None}
    wanted = [place for place, score in enumerate(scores) if score is not None and place not in known]
    sources: list[Source | None] = [Source.PUBLISHED if place in known else None for place in range(len(scores))]
    if not wanted:
        return Errors(code, cells, tuple(sources))
    modelled, source, years, basis = _model(table, element, list(panel or ()))
    out = list(cells)
    for place in wanted:
        out[place] = modelled[place]
        if modelled[place] is not None:
            sources[place] = source
    return Errors(code, tuple(out), tuple(sources), years, basis)


def _model(
    table: EditionTable, element: Element, panel: Sequence[EditionTable]
) -> tuple[Cells, Source | None, tuple[int, ...], str]:
    """Modelled errors of every province, their source, the years they rest on, the whole they come from."""
    nothing: Cells = (None,) * len(table.provinces)
    if element.low is not None and element.high is not None:
        scale = element.high - element.low
        shares = _shares(table, element, panel)
        if shares:
            share = statistics.median(one for some in shares.values() for one in some)
            return _scaled(table, share * scale), Source.MODEL, tuple(sorted(shares)), ""
        typical = conventions.typical(table.index, element.code) if element.level is not Level.INDICATOR else []
        if typical:
            share = statistics.median(one.share for one in typical)
            years = tuple(sorted({one.year for one in typical}))
            return _scaled(table, share * scale), Source.TYPICAL, years, ""
    if element.parent not in table.framework.elements:
        return nothing, None, (), ""
    whole = errors(table, element.parent, panel)
    ratio = _ratio(table, element.code, element.parent)
    if ratio is None:
        return nothing, None, (), ""
    return tuple(None if one is None else one * ratio for one in whole.cells), Source.PART, whole.years, element.parent


def _shares(table: EditionTable, element: Element, panel: Sequence[EditionTable]) -> dict[int, list[float]]:
    """Published errors of the same element (by concept) as shares of its scale, by year."""
    found: dict[int, list[float]] = {}
    for other in [*(one for one in panel if one.year != table.year), table]:
        twin = next((one for one in other.framework.elements.values() if one.concept == element.concept), None)
        if twin is None or twin.low is None or twin.high is None or other.index != table.index:
            continue
        shares = [one / (twin.high - twin.low) for one in published(other, twin.code) if one is not None]
        if shares:
            found[other.year] = shares
    return found


def _scaled(table: EditionTable, se: float) -> Cells:
    return (se,) * len(table.provinces)


def _ratio(table: EditionTable, part: str, whole: str) -> float | None:
    """The spread of a part among provinces to that of the whole, over provinces that have both."""
    pairs = [
        (a, b)
        for a, b in zip(table.values.get(part, ()), table.values.get(whole, ()), strict=False)
        if a is not None and b is not None
    ]
    if len(pairs) < 3:
        return None
    spread = statistics.stdev(b for _a, b in pairs)
    return statistics.stdev(a for a, _b in pairs) / spread if spread else None
