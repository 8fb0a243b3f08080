"""The diagnosis of a province's year: strengths and weaknesses beyond noise, every gap with its interval, what moved
the total, and the plan's tasks and units behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError
from danbiet.index import behind, diagnosis, standing, wording
from danbiet.index.behind import Work
from danbiet.index.comparing import Verdict
from danbiet.index.diagnosis import Diagnosis, Gap, Line
from danbiet.index.framework import Level
from danbiet.observatory import words
from danbiet.observatory.charts.gaps import gaps
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Link, Missing, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.observatory.sources import source_lines

LEVELS = (Level.TOTAL, Level.DIMENSION)


def made(asked: Asked) -> Diagnosis:
    """The diagnosis; Http404 where the edition doesn't have the province."""
    try:
        return diagnosis.diagnose(asked.table, asked.whose.province.code, asked.panel)
    except CodedError:
        raise Http404 from None


def context(asked: Asked) -> Mapping[str, Any]:
    """Sentences, strengths and weaknesses with the work behind them, what isn't compared; two queries (the plan's)."""
    found = asked.once(made)
    works = asked.once(_works)
    return {
        "found": found,
        "sides": [
            (_("Điểm yếu rõ"), [_told(asked, one, works) for one in found.weaknesses]),
            (_("Điểm mạnh rõ"), [_told(asked, one, works) for one in found.strengths]),
        ],
        "moved": wording.moved(found),
        "not_told": wording.refusals_of([one.moved for one in found.not_told if one.moved is not None]),
        "closed": not asked.scene.gate["plan"],
        "works": _listed(found, works),
        "scenario": asked.address("scenario", year=asked.table.year) + asked.query,
    }


def _works(asked: Asked) -> dict[str, list[Work]]:
    """What is being done, where the plan is public; of the page's province alone, not of an old one that is shown."""
    whose = asked.whose
    if not asked.scene.gate["plan"] or (whose.crossed and whose.province.vi != whose.today.vi):
        return {}
    return behind.works(asked.scene.province, asked.scene.day, asked.table.framework, asked.table.year)


def _told(asked: Asked, line: Line, works: Mapping[str, Sequence[Work]]) -> dict[str, Any]:
    """A strength or weakness: name, address, one sentence, the work behind it or (``shared``) its whole dimension."""
    own, gap = line.standing, line.median
    facts = {
        "score": words.figure(own.score),
        "gap": wording.signed(gap.difference if gap else None),
        "low": wording.signed(gap.low if gap else None),
        "high": wording.signed(gap.high if gap else None),
        "rank": wording.rank(own),
        "n": own.n,
    }
    said = (
        _("%(score)s điểm; so với trung vị %(gap)s (từ %(low)s đến %(high)s); thứ %(rank)s trong %(n)s tỉnh.") % facts
    )
    address = asked.address("element", year=asked.table.year, code=line.code) + asked.query
    whole = line.element.parent
    return {
        "name": words.named(line.element),
        "address": address,
        "said": said,
        "works": works.get(line.code, ()),
        "shared": works.get(whole, ()),
        "whole": words.named(asked.table.framework.elements[whole]),
    }


def _listed(found: Diagnosis, works: Mapping[str, Sequence[Work]]) -> list[tuple[str, list[Work]]]:
    """Each dimension and sub-dimension with the work that is for it alone, in order."""
    return [(words.named(one.element), list(works[one.code])) for one in found.lines if works.get(one.code)]


def _cell(gap: Gap | None) -> Cell:
    return None if gap is None else gap.difference


def _gap_cells(asked: Asked, line: Line) -> tuple[Cell, ...]:
    own = line.standing
    if line.median is None:
        return (words.score_cell(own), *(None,) * 6)
    ends = line.median.low, line.median.high
    span: Cell = Missing(_("chưa biết sai số")) if None in ends else ends  # type: ignore[assignment]
    past: Cell = _cell(line.past)
    if line.past is None and line.past_refusal is not None:
        past = Missing(_("không so được"))
    return (own.score, line.median.difference, span, _verdict(line), _cell(line.above), _cell(line.best), past)


def _verdict(line: Line) -> str:
    """Firm (beyond noise and chance), only beyond its own noise, or neither."""
    said = {
        Verdict.ABOVE: (_("mạnh rõ"), _("có thể mạnh")),
        Verdict.BELOW: (_("yếu rõ"), _("có thể yếu")),
    }
    alone = line.median.verdict if line.median is not None else None
    if alone is None or alone is Verdict.UNSURE:
        return _("trong sai số")
    if line.element.level is not Level.SUB_DIMENSION:
        return wording.higher_or_lower(alone)
    return said[alone][0 if line.firm is alone else 1]


def gap_figure(asked: Asked) -> Figure:
    """Every gap to the median with its interval, the weakest first; the table has all the gaps."""
    found = asked.once(made)
    name, year = asked.province_name, asked.table.year
    parts = [one for one in found.of(Level.SUB_DIMENSION) if one.median is not None]
    rows = [
        {
            "name": words.named(one.element),
            "gap": one.median.difference,
            "low": one.median.low,
            "high": one.median.high,
            "sure": one.firm is not Verdict.UNSURE,
        }
        for one in sorted(parts, key=lambda one: one.median.difference if one.median else 0.0)
        if one.median is not None
    ]
    columns = (
        Column(_("Chỉ số nội dung, nội dung thành phần")),
        Column(_("Điểm"), Kind.NUMBER),
        Column(_("So với trung vị"), Kind.NUMBER),
        Column(_("Khoảng %(level)s") % {"level": words.level_word(standing.LEVEL)}, Kind.NUMBER),
        Column(_("Kết luận")),
        Column(_("So với mốc nhóm trên"), Kind.NUMBER),
        Column(_("So với tỉnh cao nhất"), Kind.NUMBER),
        Column(_("So với lần đo trước"), Kind.NUMBER),
    )
    table = Table(
        columns,
        tuple(
            Row((_first(asked, one), *_gap_cells(asked, one)), total=one.element.level in LEVELS) for one in found.lines
        ),
    )
    return Figure(
        title=_("Khoảng cách đến trung vị của từng nội dung thành phần"),
        table=table,
        sources=source_lines((), [asked.table]),
        said=_("Chênh lệch với trung vị của từng nội dung thành phần của %(name)s năm %(year)s; số ở bảng bên dưới.")
        % {"name": name, "year": year},
        chart=(lambda size: gaps(size, rows, unit=_("điểm"), less=_("thấp hơn"), more=_("cao hơn"))) if rows else None,
        notes=(
            _(
                "Xanh: khác trung vị rõ, vượt cả sai số lẫn may rủi khi xét mọi nội dung cùng lúc (Holm, mức 5 %). "
                "Xám: chưa chắc."
            ),
        ),
        method=wording.method_of(asked.table, [one.standing for one in found.lines], asked.panel),
        simulated=asked.table.simulated,
        stem=f"{asked.index}-{year}-{asked.whose.province.slug}",
    )


def _first(asked: Asked, line: Line) -> Cell:
    if line.element.level is Level.TOTAL:
        return words.named(line.element)
    address = asked.address("element", year=asked.table.year, code=line.code) + asked.query
    return Link(words.named(line.element), address)


def moved_figure(asked: Asked) -> Figure:
    """What each sub-dimension added to the change since the edition before: only what can be compared."""
    found = asked.once(made)
    rows = [
        {
            "name": words.named(one.element),
            "gap": one.moved.difference,
            "low": one.moved.low,
            "high": one.moved.high,
            "sure": one.moved.surely,
        }
        for one in found.movers
        if one.moved is not None
    ]
    columns = (
        Column(_("Nội dung thành phần")),
        Column(_("Điểm %(year)s") % {"year": found.before or "–"}, Kind.NUMBER),
        Column(_("Điểm %(year)s") % {"year": found.year}, Kind.NUMBER),
        Column(_("Góp vào thay đổi"), Kind.NUMBER),
        Column(_("Khoảng %(level)s") % {"level": words.level_word(standing.LEVEL)}, Kind.NUMBER),
        Column(_("Kết luận")),
    )
    lines = tuple(_moved_row(one) for one in found.of(Level.SUB_DIMENSION) if one.moved is not None)
    facts = {"before": found.before, "year": found.year}
    before = [one for one in asked.panel if one.year == found.before]
    return Figure(
        title=_("Từng nội dung góp gì vào thay đổi từ %(before)s đến %(year)s") % facts,
        table=Table(columns, lines),
        sources=source_lines((), [*before, asked.table]),
        said=_("Thay đổi điểm của từng nội dung thành phần so được giữa hai năm; số ở bảng bên dưới."),
        chart=(lambda size: gaps(size, rows, unit=_("điểm"), less=_("giảm"), more=_("tăng"))) if rows else None,
        notes=(_("Xanh: thay đổi vượt sai số của riêng nó. Xám: trong sai số."), comparing_note(found)),
        simulated=asked.table.simulated,
        stem=f"{asked.index}-{found.year}-{asked.whose.province.slug}-thay-doi",
    )


def comparing_note(found: Diagnosis) -> str:
    """What the changes rest on."""
    return wording.assumption([one.moved for one in found.movers if one.moved is not None])


def _moved_row(line: Line) -> Row:
    row = line.moved
    name = words.named(line.element)
    if row is None or row.difference is None or row.other is None:
        why = Missing(_("không so được"))
        other = row.other.score if row is not None and row.other is not None else None
        return Row((name, other, words.score_cell(line.standing), why, None, None))
    span: Cell = None if row.low is None or row.high is None else (row.low, row.high)
    return Row((name, row.other.score, line.standing.score, row.difference, span, wording.verdict_of_change(row)))
