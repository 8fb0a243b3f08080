"""A kept estimate as a figure with intervals: the domains of one measure, or all measures of a single domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.observatory.charts.strips import strip
from danbiet.observatory.figures import PHONE, Column, Figure, Kind, Missing, Row, Table
from danbiet.pages import writing
from danbiet.surveys.models import Result, ResultLine
from danbiet.surveys.results import PEOPLE, SCORE, SHARE, Cell

KEY = "uoc-luong"
# More lines than this make no chart one reads.
MOST = 70
# Letters of a name beside a chart on a phone.
NARROW = 24


@dataclass(frozen=True)
class Shown:
    """A result as it is shown: of several domains one line, of a single one some. ``ours``: the domain to mark."""

    result: Result
    lines: Sequence[ResultLine]
    language: str
    ours: str = ""

    @property
    def alone(self) -> bool:
        """Whether everybody is one domain."""
        return len(self.result.domains) == 1

    @cached_property
    def rows(self) -> list[tuple[str, str, Cell]]:
        """Name, kind and cell of each row."""
        if self.alone:
            return [(named(one, self.language), one.kind, Cell(*one.cells[0])) for one in self.lines]
        line = self.lines[0]
        return [
            (domain["label"] or _("Tất cả"), line.kind, Cell(*cell))
            for domain, cell in zip(self.result.domains, line.cells, strict=True)
        ]

    @property
    def kind(self) -> str:
        """How figures are written: the kind of all rows, or plain where they differ."""
        kinds = {kind for _name, kind, _cell in self.rows}
        return kinds.pop() if len(kinds) == 1 else ""


def named(line: ResultLine, language: str) -> str:
    """A measure by its code and label."""
    label = line.label_en if language == "en" else line.label_vi
    if label == line.name:
        return label
    return label if line.name == "total" else f"{line.name}. {label}"


def figure(shown: Shown) -> Figure:
    """The figure of a result."""
    result, language = shown.result, shown.language
    title = result.title if shown.alone else named(shown.lines[0], language)
    drawn = [row for row in charted(shown) if row["score"] is not None]
    said = _("%(title)s: %(count)s ước lượng, mỗi ước lượng có khoảng tin cậy.") % {
        "title": title, "count": len(drawn),
    }  # fmt: skip
    unit = unit_of(drawn_kind(shown))

    def chart(size: str) -> Mapping[str, Any]:
        rows = [{**row, "name": row["short"] if size == PHONE else row["name"]} for row in drawn]
        return strip(size, rows, unit=unit, ours=shown.ours)

    return Figure(
        title=title,
        table=table(shown),
        sources=source(result, language),
        said=said,
        chart=chart if 1 < len(drawn) <= MOST else None,
        notes=notes(shown),
        open=True,
        simulated=result.simulated,
        stem=f"uoc-luong-{result.public_id}",
    )


def charted(shown: Shown) -> list[dict[str, Any]]:
    """The rows of the chart, as numbers of one unit: of an index alone the parts of one level, else all of a kind."""
    if shown.alone:
        lines = [one for one in shown.lines if one.kind == shown.lines[-1].kind]
        deepest = max(one.name.count(".") for one in lines)
        if shown.result.facts.get("index"):
            # The total and a dimension stand on other scales than their parts.
            least = min(one.name.count(".") for one in lines if one.name != "total")
            wanted = least if any(one.name == "total" for one in lines) else min(least + 1, deepest)
            lines = [one for one in lines if one.name != "total" and one.name.count(".") == wanted]
        return [_point(named(one, shown.language), one.name, one.kind, Cell(*one.cells[0]), False) for one in lines]
    found = []
    for name, kind, cell in shown.rows:
        short = name if len(name) <= NARROW else f"{name[: NARROW - 1]}…"
        found.append(_point(name, short, kind, cell, name == shown.ours))
    return found


def _point(name: str, short: str, kind: str, cell: Cell, ours: bool) -> dict[str, Any]:
    by = 100 if kind == SHARE else 1
    score, low, high = (None if one is None else one * by for one in (cell.value, cell.low, cell.high))
    # Where there is no interval the line is as long as the point is wide.
    ends = {"low": score if low is None else low, "high": score if high is None else high}
    return {"name": name, "short": short, "score": score, **ends, "ours": ours, "rank": f"n = {cell.n}"}


def drawn_kind(shown: Shown) -> str:
    """The kind of what is drawn."""
    return shown.lines[-1].kind


def unit_of(kind: str) -> str:
    """What figures of a kind are in."""
    return {SHARE: "%", PEOPLE: _("người"), SCORE: _("điểm")}.get(kind, "")


def table(shown: Shown) -> Table:
    """The table: estimate, interval, standard error, n, degrees of freedom, design effect."""
    level = writing.figure(shown.result.level * 100, shown.language, 0)
    unit = unit_of(shown.kind)
    ending = f" ({unit})" if unit else ""
    share, people = shown.kind == SHARE, shown.kind == PEOPLE
    places = 0 if people else 1 if share else 3 if shown.kind == SCORE else 2
    with_effect = any(cell.deff is not None for _name, _kind, cell in shown.rows)
    columns = [
        Column(_("Câu hỏi hoặc chỉ tiêu") if shown.alone else _("Nhóm")),
        Column(_("Ước lượng") + ending, Kind.NUMBER, places),
        Column(_("Khoảng tin cậy %(level)s %%") % {"level": level}, Kind.NUMBER, places),
        Column(_("Sai số chuẩn") + ending, Kind.NUMBER, places),
        Column(_("Số người trả lời"), Kind.WHOLE),
        Column(_("Bậc tự do"), Kind.WHOLE),
        *([Column(_("Hệ số thiết kế"), Kind.NUMBER, 1)] if with_effect else []),
    ]
    rows = [
        Row(_cells(name, kind, cell, with_effect, shown), total=_is_total(shown, name), ours=name == shown.ours)
        for name, kind, cell in shown.rows
    ]
    return Table(tuple(columns), tuple(rows))


def _is_total(shown: Shown, name: str) -> bool:
    return shown.alone and any(one.name == "total" and named(one, shown.language) == name for one in shown.lines)


def _cells(name: str, kind: str, cell: Cell, with_effect: bool, shown: Shown) -> tuple[Any, ...]:
    by = 100 if kind == SHARE and shown.kind == SHARE else 1
    if cell.value is None:
        why = _("dưới 15 người trả lời") if cell.suppressed else _("không có câu trả lời")
        return (name, Missing(why), None, None, cell.n, None, *([None] if with_effect else []))
    ends: Any = Missing(_("không đủ bậc tự do"))
    if cell.low is not None and cell.high is not None:
        ends = (cell.low * by, cell.high * by)
    error = None if cell.se is None else cell.se * by
    return (name, cell.value * by, ends, error, cell.n, cell.df, *([cell.deff] if with_effect else []))


def source(result: Result, language: str) -> tuple[str, ...]:
    """Where it is from: the file and its digest, the design, who kept it when."""
    day = office_day(result.kept_at.astimezone(clock.ZONE).date())
    first = _("Nguồn: tệp %(file)s (SHA-256 %(digest)s…), %(people)s người trả lời; ước lượng lưu ngày %(day)s.") % {
        "file": result.file,
        "digest": result.digest[:12],
        "people": writing.figure(result.people, language, 0),
        "day": day,
    }
    design = ", ".join(f"{name}={value}" for name, value in result.design.items())
    return (first, _("Thiết kế mẫu: %(design)s.") % {"design": design})


def notes(shown: Shown) -> list[str]:
    """What one must know to read it."""
    result = shown.result
    found = []
    about = result.facts.get("index")
    if about:
        if about["mode"] == "published":
            found.append(
                _("Tính theo công thức đã công bố; khoảng ±1,644965 sai số chuẩn như bản công bố, thực chất là 90 %.")
            )
        else:
            found.append(_("Tính theo thang điểm và dấu đã tuyên bố, trọng số bằng nhau; không phải điểm của chỉ số."))
        if about["absent"]:
            found.append(_("Không tính được: %(codes)s.") % {"codes": ", ".join(about["absent"])})
        if any(one.basis == "clean" for one in shown.lines) and about["mode"] == "published":
            found.append(_("Công thức công bố của nội dung này chưa rõ; dùng thang điểm và dấu đã tuyên bố."))
        thin = sorted({code for _name, _kind, cell in shown.rows for code in cell.thin})
        if thin:
            found.append(_("Có nhóm dưới 15 người trả lời ở chỉ tiêu: %(codes)s.") % {"codes": ", ".join(thin)})
    if any(cell.suppressed for _name, _kind, cell in shown.rows):
        found.append(_("Nhóm dưới 15 người trả lời không có số."))
    if any(cell.df is not None and cell.df < 5 for _name, _kind, cell in shown.rows):
        found.append(_("Nơi chỉ có vài cụm mẫu, bậc tự do thấp: sai số chuẩn tự nó cũng không chắc."))
    return found
