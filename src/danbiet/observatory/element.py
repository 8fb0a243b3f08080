"""A dimension with its sub-dimensions, or a sub-dimension with its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from danbiet.index import standing
from danbiet.index.framework import Element, Level
from danbiet.index.standing import Field, Standing
from danbiet.observatory import words, year
from danbiet.observatory.charts.dots import dots
from danbiet.observatory.charts.line import line
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Missing, Row, Share, Table
from danbiet.observatory.frame import Asked
from danbiet.stats.groups import Group

SHARE = "share"


def own(asked: Asked) -> tuple[Field, Standing]:
    """The element over all provinces, and the province on it; Http404 for the total (that is the year's page)."""
    if asked.element.level not in (Level.DIMENSION, Level.SUB_DIMENSION):
        raise Http404
    province = asked.whose.province.code
    if province not in asked.table.provinces:
        raise Http404
    field = standing.field(asked.table, asked.element.code, asked.panel)
    return field, standing.standing_of(field, asked.table.position(province))


def context(asked: Asked) -> Mapping[str, Any]:
    """Where it stands, what it is part of, what stands beside it."""
    _field, one = asked.once(own)
    element, table = asked.element, asked.table
    above = table.framework.elements.get(element.parent)
    steps = [(_("Năm %(year)s") % {"year": table.year}, asked.address("year", year=table.year) + asked.query)]
    if above is not None and above.level is Level.DIMENSION:
        steps.append((words.named(above), asked.address("element", year=table.year, code=above.code) + asked.query))
    return {
        "title": words.named(element),
        "lead": words.stands(one, asked.province_name),
        "steps": steps,
        "note": element.note_en if asked.language == "en" else element.note_vi,
        "unverified": not element.verified,
        "sub": element.level is Level.SUB_DIMENSION,
        "indicators": any(one.code in table.values for one in table.framework.children(element.code)),
        "trend": asked.address("trend", code=element.code) + asked.query,
        "everybody": asked.address("provinces", year=table.year, code=element.code) + asked.query,
        "map": asked.address("map", year=table.year, code=element.code) + asked.query,
    }


def place(asked: Asked) -> Figure:
    """All provinces on one line with the cuts of the groups, ours marked; the table has the groups."""
    field, one = asked.once(own)
    name = asked.province_name
    rows = [
        {"score": value, "ours": code == one.province, "name": name if code == one.province else ""}
        for code, value in zip(field.provinces, field.values, strict=True)
        if value is not None
    ]
    interval = {"low": one.low, "high": one.high} if one.low is not None else None
    cuts = field.grouping.cuts

    def chart(size: str) -> Mapping[str, Any]:
        return line(size, rows, cuts, interval, unit=words.unit_of(one.element), ours=name, middle=_("trung vị"))

    table_rows = []
    for group in Group:
        ends = field.legend[group]
        cells: tuple[Cell, ...] = (words.group_word(group), ends, field.grouping.sizes[group])
        table_rows.append(Row(cells, ours=group is one.group))
    return Figure(
        title=_("%(name)s giữa các tỉnh, năm %(year)s") % {"name": name, "year": asked.table.year},
        table=Table(
            (Column(_("Nhóm")), Column(_("Điểm của nhóm"), Kind.NUMBER), Column(_("Số tỉnh"), Kind.WHOLE)),
            tuple(table_rows),
        ),
        sources=asked.source(),
        said=words.stands(one, name),
        chart=chart if rows else None,
        notes=(
            _("Mỗi chấm là một tỉnh; vạch đứt là mốc giữa các nhóm; vạch chàm là khoảng tin cậy %(level)s của tỉnh.")
            % {"level": words.level_word(field.level)},
        ),
        method=words.how_reckoned([field]),
        simulated=asked.table.simulated,
        stem=_stem(asked),
    )


def parts(asked: Asked) -> Figure:
    """Sub-dimensions of a dimension, or indicators of a sub-dimension."""
    asked.once(own)
    return _sub_dimensions(asked) if asked.element.level is Level.DIMENSION else _indicators(asked)


def _sub_dimensions(asked: Asked) -> Figure:
    table = asked.table
    at = table.position(asked.whose.province.code)
    fields = [
        standing.field(table, one.code, asked.panel)
        for one in table.framework.children(asked.element.code)
        if one.code in table.values
    ]
    found = [(field, standing.standing_of(field, at)) for field in fields]
    scale = year.common_scale([one.element for _field, one in found])
    lines = [year.dot_row(field, one) for field, one in found]

    def chart(size: str) -> Mapping[str, Any]:
        unit = words.unit_of(found[0][1].element)
        return dots(size, lines, unit=unit, scale=scale or (0, 1), middle=_("trung vị"))

    return Figure(
        title=_("Nội dung thành phần"),
        table=Table(year.columns(asked), tuple(year.row_of(asked, one) for _field, one in found)),
        sources=asked.source(),
        said=_("Từng nội dung thành phần của %(name)s bên trung vị và khoảng của các tỉnh; số ở bảng bên dưới.")
        % {"name": asked.province_name},
        chart=chart if found and scale else None,
        notes=(year.reading_notes(),),
        method=words.how_reckoned(fields),
        open=True,
        simulated=table.simulated,
        stem=_stem(asked),
    )


def _indicators(asked: Asked) -> Figure:
    table = asked.table
    rows = [_indicator(asked, one) for one in table.framework.children(asked.element.code) if one.code in table.values]
    notes = []
    if rows:
        notes.append(
            _(
                "Chỉ tiêu không có thứ hạng: nhiều chỉ tiêu dựa vào vài chục người trả lời mỗi tỉnh, và nguồn không "
                "công bố sai số."
            )
        )
    return Figure(
        title=_("Chỉ tiêu"),
        table=Table(
            (
                Column(_("Chỉ tiêu")),
                Column(asked.province_name, Kind.NUMBER),
                Column(_("Trung vị"), Kind.NUMBER),
                Column(_("Thấp nhất–cao nhất"), Kind.NUMBER),
                Column(_("Tính vào điểm thế nào")),
            ),
            tuple(rows),
        ),
        sources=asked.source(),
        notes=notes,
        open=True,
        simulated=table.simulated,
        stem=_stem(asked),
    )


def _indicator(asked: Asked, element: Element) -> Row:
    cells = asked.table.values[element.code]
    known = sorted(value for value in cells if value is not None)
    score = cells[asked.table.position(asked.whose.province.code)]
    whole = standing.field(asked.table, element.code, asked.panel) if known else None
    shown = Share if element.unit == SHARE else float
    own_cell: Cell = Missing(_("không công bố")) if score is None else shown(score)
    middle: Cell = shown(whole.median) if whole is not None and whole.median is not None else None
    ends: Cell = (shown(known[0]), shown(known[-1])) if known else None
    return Row((words.named(element), own_cell, middle, ends, sign_word(element)))


def sign_word(element: Element) -> str:
    """How an indicator counts."""
    return {
        1: _("cao hơn thì điểm cao hơn"),
        -1: _("tính ngược: cao hơn thì điểm thấp hơn"),
        0: _("công bố nhưng không tính vào điểm"),
        None: _("chưa rõ"),
    }[element.sign]


def _stem(asked: Asked) -> str:
    return f"{asked.index}-{asked.table.year}-{asked.whose.province.slug}-{asked.element.code}"
