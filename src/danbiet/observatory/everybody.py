"""All provinces on one element: side by side with their intervals, and on the schematic map by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from danbiet.index import provinces, standing
from danbiet.index.framework import Level
from danbiet.index.standing import Field, Standing
from danbiet.observatory import words
from danbiet.observatory.charts.strips import strip
from danbiet.observatory.charts.tiles import NO_DATA, tiles
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Missing, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.stats.groups import FROM_BELOW, Group

Everyone = tuple[Field, list[tuple[provinces.Province, Standing]]]


def all_of(asked: Asked) -> Everyone:
    """The element over all provinces, best score first, those without one last."""
    field = standing.field(asked.table, asked.element.code, asked.panel)
    found = [
        (provinces.by_code(code, asked.table.province_set), standing.standing_of(field, place))
        for place, code in enumerate(asked.table.provinces)
    ]
    found.sort(key=lambda pair: (pair[1].rank is None, pair[1].rank or 0, pair[0].slug))
    return field, found


def context(asked: Asked) -> Mapping[str, Any]:
    """Which element, the ways to the others, where ours stands."""
    _field, found = asked.once(all_of)
    own = next((one for province, one in found if province == asked.whose.province), None)
    table, name = asked.table, asked.name
    others = [
        (
            words.named(one),
            asked.address(name, year=table.year, code=one.code) + asked.query,
            one.code == asked.element.code,
        )
        for one in standing.elements_of(table, (Level.TOTAL, Level.DIMENSION))
    ]
    return {
        "title": words.named(asked.element),
        "lead": words.stands(own, asked.province_name) if own else "",
        "elements": others,
        "unsure": _unsure(found, own),
    }


def _unsure(found: list[tuple[provinces.Province, Standing]], own: Standing | None) -> int:
    """How many provinces' intervals overlap ours: those no one can tell apart from it by eye."""
    if own is None or own.low is None or own.high is None:
        return 0
    return sum(
        one is not own and one.low is not None and one.high is not None and one.low <= own.high and own.low <= one.high
        for _province, one in found
    )


def everybody(asked: Asked) -> Figure:
    """Each province a line, ours marked, intervals drawn."""
    field, found = asked.once(all_of)
    language = asked.language
    lines = [
        {
            "name": province.name(language),
            "score": one.score,
            "low": one.low,
            "high": one.high,
            "ours": province == asked.whose.province,
            "rank": str(one.rank),
        }
        for province, one in found
        if one.score is not None
    ]
    ours = asked.province_name
    middle = _("trung vị %(score)s") % {"score": words.figure(field.median)}
    unit = words.unit_of(field.element)

    def chart(size: str) -> Mapping[str, Any]:
        return strip(size, lines, unit=unit, ours=ours, middle=field.median, middle_label=middle)

    rows = []
    for province, one in found:
        rank, span, group = words.rank_cells(one)
        interval: Cell = (one.low, one.high) if one.low is not None and one.high is not None else None
        cells = (province.name(language), rank, words.score_cell(one), interval, span, group)
        rows.append(Row(cells, ours=province == asked.whose.province))
    level = words.level_word(field.level)
    return Figure(
        title=_("%(element)s: các tỉnh, thành phố năm %(year)s")
        % {"element": words.named(field.element), "year": asked.table.year},
        table=Table(
            (
                Column(_("Tỉnh, thành phố")),
                Column(_("Thứ hạng"), Kind.WHOLE),
                Column(_("Điểm"), Kind.NUMBER),
                Column(_("Khoảng tin cậy %(level)s") % {"level": level}, Kind.NUMBER),
                Column(_("Khoảng hạng %(level)s") % {"level": level}, Kind.WHOLE),
                Column(_("Nhóm")),
            ),
            tuple(rows),
        ),
        sources=asked.source(),
        said=_("%(count)s tỉnh xếp theo điểm, mỗi tỉnh một chấm với khoảng tin cậy; %(name)s được đánh dấu.")
        % {"count": len(lines), "name": ours},
        chart=chart if lines else None,
        notes=(_("Chấm: điểm; vạch: khoảng tin cậy %(level)s.") % {"level": level},),
        method=words.how_reckoned([field]),
        simulated=asked.table.simulated,
        stem=f"{asked.index}-{asked.table.year}-{asked.element.code}",
    )


def chart_map(asked: Asked) -> Figure:
    """The tile map by group."""
    field, found = asked.once(all_of)
    language, province_set = asked.language, asked.table.province_set
    standings = {province.code: one for province, one in found}
    shown = [
        _tile(one, standings.get(one.code), language, one == asked.whose.province)
        for one in provinces.provinces(province_set)
    ]
    islands = []
    for island in provinces.islands(province_set):
        owner = next(row for row in shown if row["code"] == island.province)
        column, row = island.tile
        place = {"name": island.name(language), "column": column, "row": row}
        islands.append({**place, "group": owner["group"], "word": f"{owner['name']}: {owner['word']}"})
    legend = [*(words.group_word(group) for group in FROM_BELOW), _("Không có số liệu")]

    def chart(size: str) -> Mapping[str, Any]:
        return tiles(size, shown, islands, legend=legend)

    return Figure(
        title=_("%(element)s: bản đồ theo nhóm năm %(year)s")
        % {"element": words.named(field.element), "year": asked.table.year},
        table=_map_table(asked, field, standings),
        sources=asked.source(),
        said=_(
            "Sơ đồ ô của %(count)s tỉnh, thành phố tô theo bốn nhóm điểm, có quần đảo Hoàng Sa (Đà Nẵng) và quần đảo "
            "Trường Sa (Khánh Hòa)."
        )
        % {"count": len(shown)},
        chart=chart,
        notes=(
            _(
                "Sơ đồ: mỗi ô là một tỉnh, đặt gần đúng chỗ; không phải ranh giới, không theo diện tích. Số trong ô là "
                "mã tỉnh."
            ),
            _(
                "Quần đảo Hoàng Sa thuộc thành phố Đà Nẵng, quần đảo Trường Sa thuộc tỉnh Khánh Hòa: tô theo tỉnh, "
                "thành phố đó."
            ),
        ),
        method=words.how_reckoned([field])[1:2],
        simulated=asked.table.simulated,
        stem=f"{asked.index}-{asked.table.year}-{asked.element.code}",
    )


def _tile(province: provinces.Province, one: Standing | None, language: str, ours: bool) -> dict[str, Any]:
    group = one.group if one else None
    column, row = province.tile
    return {
        "name": province.name(language),
        "code": province.code,
        "column": column,
        "row": row,
        "group": NO_DATA if group is None else group.standing,
        "word": _("không có số liệu") if group is None else words.group_word(group),
        "score": one.score if one else None,
        "ours": ours,
    }


def _map_table(asked: Asked, field: Field, standings: Mapping[str, Standing]) -> Table:
    """By group from the top, inside a group by name, as published maps list them: no ranks."""
    order = {group: place for place, group in enumerate(Group)}
    every = sorted(
        provinces.provinces(asked.table.province_set),
        key=lambda one: (order.get(_group(standings, one), len(order)), one.slug),
    )
    rows = []
    for province in every:
        one = standings.get(province.code)
        group = one.group if one else None
        score: Cell = one.score if one and one.score is not None else Missing(_("không công bố"))
        word: Cell = words.group_word(group) if group else Missing(_("không có số liệu"))
        cells = (province.name(asked.language), province.code, word, score)
        rows.append(Row(cells, ours=province == asked.whose.province))
    heads = (Column(_("Tỉnh, thành phố")), Column(_("Mã")), Column(_("Nhóm")), Column(_("Điểm"), Kind.NUMBER))
    return Table(heads, tuple(rows))


def _group(standings: Mapping[str, Standing], province: provinces.Province) -> Any:
    one = standings.get(province.code)
    return one.group if one else None
