"""The targets board: what the plan set out to reach, held against the editions, with how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danbiet.index.framework import Level
from danbiet.observatory.charts.gaps import gaps
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Missing, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.observatory.whose import whose
from danbiet.plans import targets
from danbiet.plans.models import Objective, Plan
from danbiet.plans.score_check.claims import GROUP_NAMES
from danbiet.plans.targets import Reach


@dataclass(frozen=True, slots=True)
class Board:
    """The plan and its targets beside the editions, oldest first."""

    plan: Plan | None
    reaches: Sequence[Reach]

    @property
    def latest(self) -> list[Reach]:
        """Those of the last year that is known; else those still to come."""
        known = [one for one in self.reaches if one.known]
        last = max((one.due for one in known), default=None)
        return [one for one in known if one.due == last] if last else list(self.reaches)


def board(asked: Asked) -> Board:
    """The targets of the plan in force; three queries."""
    running = Q(plan__ends_on__isnull=True) | Q(plan__ends_on__gte=asked.scene.day)
    rows = Objective.objects.filter(
        running,
        plan__province=asked.scene.province,
        plan__issued_on__lte=asked.scene.day,
        plan__closed_at__isnull=True,
        plan__replaced_by__isnull=True,
    )
    found = list(rows.select_related("plan").order_by("-plan__issued_on", "-plan_id", "position"))
    plan = found[0].plan if found else None
    base = targets.base_of(asked.panel, plan.issued_on.year) if plan else None
    if plan is None or base is None:
        return Board(plan, [])
    codes = [one.code for one in base.framework.level(Level.DIMENSION)]
    stated = targets.stated([row for one in found if one.plan_id == plan.pk for row in one.targets], codes)
    province = whose(asked.scene, base).province.code
    until = plan.ends_on.year if plan.ends_on else None
    return Board(plan, targets.reaches(stated, asked.panel, province, since=plan.issued_on.year, until=until))


def context(asked: Asked) -> Mapping[str, Any]:
    """What the page says before its figure."""
    found = asked.once(board)
    latest = found.latest
    known = [one for one in latest if one.known and one.reached is not None]
    changed = sorted({one.target.code for one in latest if not one.alike and one.element is not None})
    return {
        "plan": found.plan,
        "reaches": found.reaches,
        "year": latest[0].due if latest else None,
        "known": len(known),
        "reached": sum(bool(one.reached) for one in known),
        "changed": ", ".join(changed),
        "words": list(dict.fromkeys(one.target.text for one in found.reaches)),
        "simulated": any(one.simulated for one in found.reaches),
    }


def figure(asked: Asked) -> Figure | None:
    """Distances to the cut, with their intervals; the table has every year."""
    found = asked.once(board)
    shown = [one for one in found.latest if one.distance is not None]
    if not found.reaches:
        return None
    modelled = any(one.modelled for one in found.latest if one.likelihood is not None)
    notes = [_("Ngưỡng là điểm thấp nhất để vào nhóm đã nêu; ngưỡng cũng là ước lượng, nên khoảng cách có sai số.")]
    if modelled:
        notes.append(_("Sai số theo mô hình ở những năm nguồn không công bố."))
    rows = [
        {
            "name": f"{one.target.code}. {one.element.name(asked.language) if one.element else ''} ({one.due})",
            "gap": one.distance,
            "low": one.low,
            "high": one.high,
            "sure": one.low is not None and one.high is not None and not one.low <= 0 <= one.high,
        }
        for one in shown
    ]
    return Figure(
        title=_("Khoảng cách đến mục tiêu của kế hoạch"),
        said=_said(shown),
        table=_table(found.latest, asked.language),
        chart=(lambda size: _chart(size, rows)) if rows else None,
        sources=_sources(asked, found.latest),
        notes=notes,
        open=True,
        simulated=any(one.simulated for one in found.reaches),
        stem=f"muc-tieu-{asked.scene.slug}",
    )


def years(asked: Asked) -> Figure | None:
    """Every target in every year it is for, the last year first; a table alone."""
    found = asked.once(board)
    if len(found.reaches) == len(found.latest):
        return None
    return Figure(
        title=_("Mục tiêu qua các năm"),
        table=_table(sorted(found.reaches, key=lambda one: -one.due), asked.language),
        sources=_sources(asked, found.reaches),
        simulated=any(one.simulated for one in found.reaches),
        stem=f"muc-tieu-{asked.scene.slug}",
    )


def _sources(asked: Asked, reaches: Sequence[Reach]) -> tuple[str, ...]:
    wanted = {one.year for one in reaches}
    return tuple(line for table in asked.panel if table.year in wanted for line in asked.source(table))


def _chart(size: str, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return gaps(size, rows, unit=_("điểm, so với ngưỡng"), less=_("dưới ngưỡng"), more=_("trên ngưỡng"))


def _said(shown: Sequence[Reach]) -> str:
    above = sum((one.distance or 0) >= 0 for one in shown)
    return ngettext(
        "%(above)s trong %(total)s mục tiêu nằm trên ngưỡng.",
        "%(above)s trong %(total)s mục tiêu nằm trên ngưỡng.",
        len(shown),
    ) % {"above": above, "total": len(shown)}


def _reached(one: Reach) -> str:
    if not one.known:
        return _("chưa đến hạn")
    return "" if one.reached is None else _("đạt") if one.reached else _("chưa đạt")


def _table(reaches: Sequence[Reach], language: str) -> Table:
    columns = (
        Column(_("Mục tiêu")),
        Column(_("Bộ số liệu")),
        Column(_("Kết quả")),
        Column(_("Điểm"), Kind.NUMBER),
        Column(_("Ngưỡng"), Kind.NUMBER),
        Column(_("Khoảng cách"), Kind.NUMBER),
        Column(_("Khoảng tin cậy 95 %"), Kind.NUMBER),
        Column(_("Khả năng đạt"), Kind.PERCENT),
        Column(_("So với năm kế hoạch dựa vào")),
    )
    return Table(columns, tuple(_row(one, language) for one in reaches))


def _row(one: Reach, language: str) -> Row:
    english = language == "en"
    group = GROUP_NAMES[one.target.group][english]
    name = one.element.name(language) if one.element else ""
    label = _("%(due)s: %(code)s. %(name)s, nhóm %(group)s") % {
        "due": one.due,
        "code": one.target.code,
        "name": name,
        "group": group,
    }
    none = Missing(_("không có"))
    interval: Cell = (one.low, one.high) if one.low is not None and one.high is not None else none
    alike = _("đo như nhau") if one.alike else _("cách đo đã đổi")
    return Row(
        (
            label,
            str(one.year),
            _reached(one) or none,
            one.score if one.score is not None else none,
            one.cut if one.cut is not None else none,
            one.distance if one.distance is not None else none,
            interval,
            one.likelihood if one.likelihood is not None else none,
            alike if one.element is not None else _("không còn được đo"),
        ),
        ours=bool(one.reached),
    )
