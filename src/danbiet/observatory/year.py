"""A province's year: its scores with median, rank, interval of the rank and group; what can't be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danbiet.index import standing
from danbiet.index.catalogue import Verdict, comparison
from danbiet.index.framework import Element, Level
from danbiet.index.standing import Field, Standing
from danbiet.observatory import words
from danbiet.observatory.charts.dots import dots
from danbiet.observatory.figures import Column, Figure, Kind, Link, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.portal import scene

Standings = dict[str, tuple[Field, Standing]]


@require_safe
def latest(request: HttpRequest, slug: str, index: str) -> HttpResponse:
    """Leads to the province's last year, or the one asked for if there is an edition; else says that there is none."""
    own = scene.of_slug(slug)
    asked = Asked(request, own, index, {}, "home")
    years = [one.year for one in asked.panel]
    if years:
        wanted = request.GET.get("nam", "")
        year = int(wanted) if wanted in map(str, years) else years[-1]
        return HttpResponseRedirect(asked.address("year", year=year))
    return render(request, "observatory/none.html", {"scene": own, "asked": asked})


def all_of(asked: Asked) -> Standings:
    """Field and standing of each published element above the indicators."""
    table, province = asked.table, asked.whose.province.code
    if province not in table.provinces:
        raise Http404
    place = table.position(province)
    found: Standings = {}
    for element in standing.elements_of(table):
        field = standing.field(table, element.code, asked.panel)
        found[element.code] = (field, standing.standing_of(field, place))
    return found


def context(asked: Asked) -> Mapping[str, Any]:
    """The sentence, and what can't be compared with the edition before."""
    found = asked.once(all_of)
    total, broken = found.get("total"), _broken(asked)
    return {
        "lead": words.stands(total[1], asked.province_name) if total else "",
        "broken": broken,
        "broken_count": sum(len(names) for names, _normalised, _reasons in broken),
        "before": _before(asked),
        "assumed": asked.table.framework.assumed(asked.table.year),
    }


def _before(asked: Asked) -> int | None:
    return max((one.year for one in asked.panel if one.year < asked.table.year), default=None)


def _broken(asked: Asked) -> list[tuple[list[str], bool, tuple[str, ...]]]:
    """Elements that stand on another footing than in the edition before, by reason: names, whether normalising helps,
    reasons. A dimension that breaks because a part does is not said again beside the part."""
    before = _before(asked)
    if before is None:
        return []
    found: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for element in standing.elements_of(asked.table):
        one = comparison(element.code, asked.table.year, before, asked.index)
        if one.verdict is Verdict.COMPARABLE:
            continue
        own = [
            broken.reason(asked.language)
            for broken in one.breaks
            if not broken.part or element.level is Level.SUB_DIMENSION
        ]
        if one.breaks and not own:
            continue
        reasons = tuple(own) or (_("Năm %(year)s không đo nội dung này.") % {"year": before},)
        found.setdefault((one.verdict is Verdict.NORMALISED, reasons), []).append(words.named(element))
    return [(names, normalised, reasons) for (normalised, reasons), names in found.items()]


def columns(asked: Asked) -> tuple[Column, ...]:
    """The columns of a table of standings."""
    return (
        Column(_("Chỉ số nội dung, nội dung thành phần")),
        Column(_("Điểm"), Kind.NUMBER),
        Column(_("Trung vị"), Kind.NUMBER),
        Column(_("Thứ hạng"), Kind.WHOLE),
        Column(_("Khoảng hạng %(level)s") % {"level": words.level_word(standing.LEVEL)}, Kind.WHOLE),
        Column(_("Nhóm")),
    )


def row_of(asked: Asked, one: Standing) -> Row:
    """An element as a row; its name leads to its page."""
    name = words.named(one.element)
    leads = one.element.level in (Level.DIMENSION, Level.SUB_DIMENSION)
    address = asked.address("element", year=asked.table.year, code=one.code) + asked.query
    first = Link(name, address) if leads else name
    cells = (first, words.score_cell(one), one.median, *words.rank_cells(one))
    return Row(cells, total=one.element.level in (Level.TOTAL, Level.DIMENSION))


def dot_row(field: Field, one: Standing) -> dict[str, Any]:
    """An element as a line of dots."""
    known = [value for value in field.values if value is not None]
    return {
        "name": words.named(one.element),
        "score": one.score,
        "low": one.low,
        "high": one.high,
        "median": one.median,
        "least": min(known, default=None),
        "most": max(known, default=None),
    }


def reading_notes() -> str:
    """How to read a chart of dots."""
    return _(
        "Chấm: điểm của tỉnh, với khoảng tin cậy %(level)s. Vạch đứng: trung vị. Dải xám: từ tỉnh thấp nhất đến tỉnh "
        "cao nhất."
    ) % {"level": words.level_word(standing.LEVEL)}


def scores(asked: Asked) -> Figure:
    """The score table with the dimensions drawn."""
    found = asked.once(all_of)
    dimensions = [pair for pair in found.values() if pair[1].element.level is Level.DIMENSION]
    scale = common_scale([one.element for _field, one in dimensions])
    lines = [dot_row(field, one) for field, one in dimensions]
    name = asked.province_name
    title = _("Điểm của %(name)s năm %(year)s") % {"name": name, "year": asked.table.year}

    def chart(size: str) -> Mapping[str, Any]:
        unit = words.unit_of(dimensions[0][1].element)
        return dots(size, lines, unit=unit, scale=scale or (1, 10), middle=_("trung vị"))

    shown = [field for code, (field, _one) in found.items() if code == "total" or "." not in code]
    return Figure(
        title=title,
        table=Table(columns(asked), tuple(row_of(asked, one) for _field, one in found.values())),
        sources=asked.source(),
        said=_("Từng chỉ số nội dung của %(name)s bên trung vị và khoảng của các tỉnh; số ở bảng bên dưới.")
        % {"name": name},
        chart=chart if dimensions and scale else None,
        notes=(reading_notes(),),
        method=words.how_reckoned(shown),
        open=True,
        simulated=asked.table.simulated,
        stem=f"{asked.index}-{asked.table.year}-{asked.whose.province.slug}",
    )


def common_scale(elements: list[Element]) -> tuple[float, float] | None:
    """The scale that all share, so that they can be drawn on one axis."""
    scales = {(one.low, one.high) for one in elements}
    if len(scales) != 1:
        return None
    low, high = scales.pop()
    return None if low is None or high is None else (low, high)
