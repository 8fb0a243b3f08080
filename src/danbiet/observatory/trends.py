"""An element of one province through the years. What changed its measure stops the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from danbiet.index import standing
from danbiet.index.catalogue import comparison
from danbiet.index.comparing import counterpart
from danbiet.index.framework import Element, Level, comparable
from danbiet.index.standing import Field, Standing
from danbiet.index.tables import EditionTable
from danbiet.observatory import words
from danbiet.observatory.charts.trends import trend
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Link, Missing, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.observatory.sources import source_lines
from danbiet.observatory.whose import PARAMETER, whose


@dataclass(frozen=True, slots=True)
class Year:
    """One year: its edition, the element and province as that edition has them, what it broke with the year before."""

    table: EditionTable
    element: Element
    name: str
    field: Field
    one: Standing | None
    stretch: int
    reasons: tuple[str, ...]


def element(asked: Asked) -> Element:
    """The element of the address in the newest edition that has the code; Http404."""
    code = asked.values["code"]
    for table in reversed(asked.panel):
        found = table.framework.elements.get(code)
        if found is not None and code in table.values and found.level is not Level.INDICATOR:
            return found
    raise Http404


def years(asked: Asked) -> list[Year]:
    """The years that measure it, oldest first."""
    wanted = asked.once(element)
    old = asked.request.GET.get(PARAMETER, "")
    found: list[Year] = []
    for table in asked.panel:
        twin = counterpart(table.framework, wanted)
        if twin is None or twin.code not in table.values:
            continue
        province = whose(asked.scene, table, old).province
        field = standing.field(table, twin.code, asked.panel)
        places = table.provinces
        one = standing.standing_of(field, places.index(province.code)) if province.code in places else None
        reasons = _reasons(asked, found[-1], table, twin) if found else ()
        # Nor is a line drawn over a year that nobody accepted.
        apart = bool(reasons) or (bool(found) and table.year - found[-1].table.year > 1)
        stretch = (found[-1].stretch + apart) if found else 0
        found.append(Year(table, twin, province.name(asked.language), field, one, stretch, reasons))
    if not found:
        raise Http404
    return found


def _reasons(asked: Asked, before: Year, table: EditionTable, element: Element) -> tuple[str, ...]:
    """Why this year isn't on the footing of the one before; nothing where it is."""
    if before.table.province_set != table.province_set:
        return (_("Các tỉnh đã sắp xếp lại từ 1/7/2025: tỉnh mới không phải là trung bình của các tỉnh cũ."),)
    if comparable(before.element, before.table.year, element, table.year):
        return ()
    breaks = comparison(element.code, table.year, before.table.year, asked.index).breaks
    own = dict.fromkeys(one.reason(asked.language) for one in breaks if not one.part)
    named = {one.part for one in breaks if one.part}
    # A dimension changes because its parts do: they are named, in the framework's order.
    deepest = {part for part in named if not any(other.startswith(f"{part}.") for other in named)}
    parts = [code for code in {**table.framework.elements, **before.table.framework.elements} if code in deepest]
    if parts:
        own[_("Đổi ở %(parts)s.") % {"parts": ", ".join(parts)}] = None
    return tuple(own) or (_("Cách đo đã đổi."),)


def context(asked: Asked) -> Mapping[str, Any]:
    """Which element, how many stretches, the ways to the others."""
    found = asked.once(years)
    last = found[-1]
    others = [
        (words.named(one), asked.address("trend", code=one.code) + asked.query, one.code == asked.values["code"])
        for one in standing.elements_of(asked.panel[-1], (Level.TOTAL, Level.DIMENSION))
    ]
    stretches = 1 + sum(bool(one.reasons) for one in found)
    lead = _(
        "%(first)s–%(last)s có %(years)s năm số liệu, chia thành %(stretches)s giai đoạn so sánh được với nhau."
    ) % {
        "first": found[0].table.year,
        "last": last.table.year,
        "years": len(found),
        "stretches": stretches,
    }
    return {
        "title": words.named(asked.once(element)),
        "lead": lead if stretches > 1 else "",
        "elements": others,
        "breaks": _breaks(found),
        "parts": _parts(asked),
    }


def _breaks(found: list[Year]) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """Number, year before, year after, reasons of each break."""
    pairs = [(before, after) for before, after in pairwise(found) if after.reasons]
    return [
        (number, before.table.year, after.table.year, after.reasons) for number, (before, after) in enumerate(pairs, 1)
    ]


def _parts(asked: Asked) -> list[tuple[str, str]]:
    """What the element is made of in the newest edition, with the address of its trend."""
    table = asked.panel[-1]
    return [
        (words.named(one), asked.address("trend", code=one.code) + asked.query)
        for one in table.framework.children(asked.values["code"])
        if one.code in table.values and one.level is Level.SUB_DIMENSION
    ]


def through(asked: Asked) -> Figure:
    """The trend with its table of years."""
    found = asked.once(years)
    last = found[-1]
    lines = [_point(year) for year in found]
    breaks = [{"at": (before + after) / 2, "label": f"{number}"} for number, before, after, _why in _breaks(found)]
    scales = {(one.element.low, one.element.high) for one in found}
    unit = words.unit_of(last.element) if len(scales) == 1 else _("điểm; thang đã đổi, xem ghi chú")

    def chart(size: str) -> Mapping[str, Any]:
        return trend(size, lines, breaks, unit=unit, ours=last.name, middle=_("trung vị"))

    level = words.level_word(standing.LEVEL)
    notes = [
        _("(%(number)s) Năm %(after)s không so sánh được với năm %(before)s. %(why)s")
        % {"number": number, "before": before, "after": after, "why": " ".join(why)}
        for number, before, after, why in _breaks(found)
    ]
    notes += _missing(found)
    notes.append(
        _(
            "Chấm và vạch chàm: %(name)s với khoảng tin cậy %(level)s. Đường xám: trung vị. Mảng xám: nửa số tỉnh ở "
            "giữa."
        )
        % {"name": last.name, "level": level}
    )
    notes += dict.fromkeys(one.field.errors.said() for one in reversed(found))
    return Figure(
        title=_("%(element)s: %(name)s qua các năm") % {"element": words.named(last.element), "name": last.name},
        table=_table(asked, found, level),
        sources=source_lines(asked.summaries, [one.table for one in reversed(found)]),
        said=_("Điểm của %(name)s và trung vị qua %(years)s năm; đường bị ngắt ở chỗ cách đo đã đổi.")
        % {"name": last.name, "years": len(found)},
        chart=chart,
        notes=notes,
        open=True,
        simulated=any(one.table.simulated for one in found),
        stem=f"{asked.index}-{last.element.code}",
    )


def _missing(found: list[Year]) -> list[str]:
    """Years between the first and the last that have no edition."""
    have = {one.table.year for one in found}
    gone = [str(year) for year in range(min(have), max(have)) if year not in have]
    return [_("Chưa có bộ số liệu năm %(years)s.") % {"years": ", ".join(gone)}] if gone else []


def _point(year: Year) -> dict[str, Any]:
    one, cuts = year.one, year.field.grouping.cuts
    return {
        "year": year.table.year,
        "score": one.score if one else None,
        "low": one.low if one else None,
        "high": one.high if one else None,
        "median": year.field.median,
        "p25": cuts[0] if cuts else None,
        "p75": cuts[2] if cuts else None,
        "stretch": year.stretch,
    }


def _table(asked: Asked, found: list[Year], level: str) -> Table:
    rows = []
    marks = {after: f"({number})" for number, _before, after, _why in _breaks(found)}
    for year in reversed(found):
        address = asked.address("year", year=year.table.year) + asked.query
        first = Link(str(year.table.year), address)
        mark = marks.get(year.table.year, "")
        if year.one is None:
            rows.append(
                Row((first, Missing(_("không có trong bộ số liệu")), None, year.field.median, None, None, mark))
            )
            continue
        one = year.one
        interval: Cell = (one.low, one.high) if one.low is not None and one.high is not None else None
        rank, span, _group = words.rank_cells(one)
        rows.append(Row((first, words.score_cell(one), interval, one.median, rank, span, mark)))
    heads = (
        Column(_("Năm")),
        Column(_("Điểm"), Kind.NUMBER),
        Column(_("Khoảng tin cậy %(level)s") % {"level": level}, Kind.NUMBER),
        Column(_("Trung vị"), Kind.NUMBER),
        Column(_("Thứ hạng"), Kind.WHOLE),
        Column(_("Khoảng hạng %(level)s") % {"level": level}, Kind.WHOLE),
        Column(_("Đổi cách đo")),
    )
    return Table(heads, tuple(rows))
