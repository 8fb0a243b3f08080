"""The compare page: the province beside others of a year, or a year beside an earlier one. What is compared stands in
the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError
from danbiet.index import comparing, provinces, standing, wording
from danbiet.index.comparing import Difference
from danbiet.index.framework import Level
from danbiet.index.tables import EditionTable
from danbiet.observatory import words
from danbiet.observatory.charts.gaps import gaps
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Missing, Row, Table
from danbiet.observatory.frame import Asked

# The year, other provinces, an earlier year, scores on one scale where only that changed.
YEAR, WITH, BEFORE, NORMALISED = "nam", "voi", "truoc", "chuan"
CARRIES = (YEAR, WITH, BEFORE, NORMALISED)
MOST = 3


@dataclass
class Pair:
    """Two sides with the words for them, and their differences."""

    one: str
    other: str
    tables: tuple[EditionTable, ...]
    found: list[Difference]
    years: bool = False


@dataclass
class Compared:
    """What was asked for; ``refusals``: what couldn't be, as messages."""

    pairs: list[Pair] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def of_year(asked: Asked) -> EditionTable:
    """The edition of the year in the address, else of the last one; Http404."""
    wanted = asked.request.GET.get(YEAR, "")
    if not wanted:
        return asked.table
    found = next((one for one in asked.panel if str(one.year) == wanted), None)
    if found is None:
        raise Http404
    return found


def compared(asked: Asked) -> Compared:
    """The province with each of the others asked for, and with its own earlier year."""
    found = Compared()
    table, given = asked.once(of_year), asked.request.GET
    own = _code(asked, asked.scene.slug, table)
    if own not in table.provinces:
        raise Http404
    name = provinces.by_code(own, table.province_set).name(asked.language)
    for slug in dict.fromkeys(one for one in given.getlist(WITH) if one):
        other = provinces.by_slug(slug, table.province_set)
        if other is None or other.code not in table.provinces:
            raise Http404
        if other.code == own or len(found.pairs) == MOST:
            continue
        rows = comparing.between_provinces(table, own, other.code, None, asked.panel)
        found.pairs.append(Pair(name, other.name(asked.language), (table,), rows))
    before = next((one for one in asked.panel if str(one.year) == given.get(BEFORE, "")), None)
    if before is not None and before.year != table.year:
        first, last = sorted((before, table), key=lambda one: one.year)
        try:
            rows = comparing.between_years(
                first, last, own, None, asked.panel, normalised=NORMALISED in given, ranked=False
            )
        except CodedError as error:
            found.refusals.append(error.render(asked.language))
        else:
            found.pairs.append(Pair(str(last.year), str(first.year), (first, last), rows, years=True))
    return found


def _code(asked: Asked, slug: str, table: EditionTable) -> str:
    """The province of the page in the set of an edition."""
    from danbiet.observatory.whose import PARAMETER, whose

    return whose(asked.scene, table, asked.request.GET.get(PARAMETER, "")).province.code


def context(asked: Asked) -> Mapping[str, Any]:
    """The forms as filled, and each comparison in a sentence."""
    found, table, given = asked.once(compared), asked.once(of_year), asked.request.GET
    own = _code(asked, asked.scene.slug, table)
    others = [one for one in provinces.provinces(table.province_set) if one.code in table.provinces and one.code != own]
    wanted = [one for one in given.getlist(WITH) if one][:MOST]
    return {
        "compared": found,
        "name": provinces.by_code(own, table.province_set).name(asked.language),
        "year": table.year,
        "years": [one.year for one in asked.panel],
        "provinces": sorted(((one.slug, one.name(asked.language)) for one in others), key=lambda one: one[0]),
        "wanted": [(number, slug) for number, slug in enumerate([*wanted, *[""] * MOST][:MOST], 1)],
        "before": given.get(BEFORE, ""),
        "normalised": NORMALISED in given,
        "said": [{"lines": _lines(one), "refusals": wording.refusals_of(one.found)} for one in found.pairs],
    }


def _lines(pair: Pair) -> list[str]:
    """The total in a sentence, and how many sub-dimensions differ beyond noise."""
    total = next((one for one in pair.found if one.element.level is Level.TOTAL), None)
    parts = [one for one in pair.found if one.element.level is Level.SUB_DIMENSION and one.verdict is not None]
    facts = {
        "one": pair.one,
        "other": pair.other,
        "gap": wording.signed(total.difference) if total is not None else "",
        "low": wording.signed(total.low) if total is not None else "",
        "high": wording.signed(total.high) if total is not None else "",
        "sure": sum(one.surely for one in parts),
        "all": len(parts),
    }
    lines = []
    if total is not None and total.difference is not None and total.verdict is not None:
        facts["verdict"] = wording.verdict_of_change(total) if pair.years else wording.verdict(total)
        facts["chance"] = wording.percent(total.probability or 0.0)
        lines.append(
            _(
                "Tổng điểm %(one)s so với %(other)s: %(gap)s (từ %(low)s đến %(high)s), %(verdict)s; "
                "xác suất cao hơn: %(chance)s."
            )
            % facts
        )
    lines.append(_("%(sure)d trong %(all)d nội dung thành phần so được khác nhau vượt sai số.") % facts)
    return lines


def pair_figure(number: int) -> Callable[[Asked], Figure]:
    """The figure of one of the comparisons."""

    def figure(asked: Asked) -> Figure:
        pairs = asked.once(compared).pairs
        return _figure(asked, pairs[number]) if number < len(pairs) else Figure("", Table((Column(""),), ()), ())

    return figure


def _figure(asked: Asked, pair: Pair) -> Figure:
    rows = [
        {
            "name": words.named(one.element),
            "gap": one.difference,
            "low": one.low,
            "high": one.high,
            "sure": one.surely,
        }
        for one in pair.found
        if one.difference is not None and one.element.level is Level.SUB_DIMENSION and not one.normalised
    ]
    less, more = (_("giảm"), _("tăng")) if pair.years else (_("thấp hơn"), _("cao hơn"))
    facts = {"one": pair.one, "other": pair.other}
    columns = (
        Column(_("Chỉ số nội dung, nội dung thành phần")),
        Column(pair.one, Kind.NUMBER),
        Column(pair.other, Kind.NUMBER),
        Column(_("Chênh lệch"), Kind.NUMBER),
        Column(_("Khoảng %(level)s") % {"level": words.level_word(standing.LEVEL)}, Kind.NUMBER),
        Column(_("Xác suất cao hơn"), Kind.PERCENT),
        Column(_("Kết luận")),
    )
    return Figure(
        title=_("%(one)s so với %(other)s") % facts,
        table=Table(columns, tuple(_row(one, years=pair.years) for one in pair.found)),
        sources=tuple(line for table in pair.tables for line in asked.source(table)),
        said=_("Chênh lệch từng nội dung thành phần giữa %(one)s và %(other)s; số ở bảng bên dưới.") % facts,
        chart=(lambda size: gaps(size, rows, unit=_("điểm"), less=less, more=more)) if rows else None,
        notes=(*_lines(pair), _("Xanh: chênh lệch vượt sai số. Xám: trong sai số."), wording.assumption(pair.found)),
        method=tuple(_method(asked, pair)),
        simulated=any(table.simulated for table in pair.tables),
        stem=f"{asked.index}-{asked.scene.slug}-so-sanh",
    )


def _method(asked: Asked, pair: Pair) -> list[str]:
    """Where the errors of each side come from, the same said once."""
    sides = [[one.other for one in pair.found], [one.one for one in pair.found]][-len(pair.tables) :]
    said: dict[str, None] = {}
    for table, side in zip(pair.tables, sides, strict=True):
        some = [one for one in side if one is not None]
        lines = wording.errors_of(table, some, asked.panel)
        said |= dict.fromkeys(
            f"{table.year}: {line}" if number == 0 and pair.years else line for number, line in enumerate(lines)
        )
    return list(said)


def _row(row: Difference, *, years: bool) -> Row:
    name = words.named(row.element)
    scores: list[Cell] = [None if side is None else words.score_cell(side) for side in (row.one, row.other)]
    total = row.element.level in (Level.TOTAL, Level.DIMENSION)
    if row.difference is None:
        return Row((name, *scores, Missing(_("không so được")), None, None, None), total=total)
    span: Cell = None if row.low is None or row.high is None else (row.low, row.high)
    said = wording.verdict_of_change(row) if years and not row.normalised else wording.verdict(row)
    return Row((name, *scores, row.difference, span, row.probability, said), total=total)
