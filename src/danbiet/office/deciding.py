"""What waits for a leader's decision, most pressing first, and how things stand in his units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.duties import below, escalation, queries
from danbiet.duties.below import Line
from danbiet.duties.models import Duty, Force
from danbiet.duties.rules import rule
from danbiet.duties.states import STATES, with_state
from danbiet.notices.models import Message
from danbiet.people import gate, matters, policies
from danbiet.plans import actions as plans
from danbiet.plans import queries as plan_queries
from danbiet.plans import questions
from danbiet.units.models import Placement, Unit

if TYPE_CHECKING:
    from danbiet.people.models import Person
    from danbiet.plans.models import Draft

WEEK = timedelta(days=7)
# Of each kind, before the rest.
FEW = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing to decide: what to do (in the page's language), about what (in people's words), by when, where."""

    what: str
    about: str
    detail: str = ""
    due_on: date | None = None
    address: str = ""
    answers: tuple[str, ...] = ()


def decisions(
    person: Person, place: Placement, late: Sequence[Line], now: datetime, *, oversees: bool
) -> list[Decision]:
    """Reports to him, drafts, questions his unit owns, what his unit must sign, letters; a fixed number of queries.

    The first few of each come before the rest of any, so that seven of one kind hide nothing of another.
    ``oversees``: whether who looks at the page oversees the units below; the reports are only for those.
    """
    kinds = (
        _reported(place, now) if oversees else [],
        _drafts(person, place),
        _publication(person, place),
        _questions(place),
        _own(place, now),
        _chasing(late),
    )
    return [*chain.from_iterable(rows[:FEW] for rows in kinds), *chain.from_iterable(rows[FEW:] for rows in kinds)]


def _reported(place: Placement, now: datetime) -> list[Decision]:
    """Late duties that were reported to this level and are still late."""
    told = Message.objects.filter(kind=escalation.KIND, occasion=place.unit.public_id, settled_at__isnull=True)
    condition = Q(public_id__in=told.values("subject"))
    return [
        Decision(
            _("Chỉ đạo việc quá hạn được báo cáo lên"),
            line.title,
            f"{line.name}; {_days(line.late_days)}",
            line.duty.due_on,
            reverse("office:duty", args=[line.duty.public_id]),
            (_("Đôn đốc"), _("Gia hạn"), _("Miễn")),
        )
        for line in sorted(below.late(condition, now), key=lambda line: -line.late_days)
    ]


def _days(number: int) -> str:
    return ngettext("quá hạn %(n)s ngày", "quá hạn %(n)s ngày", number) % {"n": number}


def _drafts(person: Person, place: Placement) -> list[Decision]:
    """Drafts of plans, where the unit's leader may approve them."""
    approves = policies.allowed(person, "plans.approve", province=place.province_id)
    proposes = policies.allowed(person, "plans.propose", province=place.province_id)
    if not (place.unit_id == place.province_id and (approves or proposes)):
        # Who sits at the focal point; the committee's own people need no further question.
        scope = plans.scope(Unit(pk=place.province_id))
        proposes = policies.allowed(person, "plans.propose", units=scope, province=place.province_id)
        if place.unit_id not in scope or not (proposes or approves):
            return []
    return [
        Decision(
            _("Duyệt hay trả lại dự thảo kế hoạch"),
            draft.source_name,
            "; ".join([_("%(name)s trình") % {"name": draft.proposed_by.name}, *_changed(draft)]),
            None,
            reverse("office:draft-approve" if approves else "office:draft", args=[draft.public_id]),
            (_("Duyệt"), _("Trả lại")),
        )
        for draft in plan_queries.waiting_drafts([place.province_id])
    ]


def _changed(draft: Draft) -> list[str]:
    """Which plan the draft changes, and how; nothing for a plan of its own."""
    if draft.amends is None:
        return []
    said = _("thay thế %(number)s") if draft.change == "replace" else _("sửa đổi %(number)s")
    return [said % {"number": draft.amends.number}]


def _publication(person: Person, place: Placement) -> list[Decision]:
    """Decisions on what is made public that were prepared for the province's leader; one query at the committee."""
    if place.unit_id != place.province_id:
        return []
    return [
        Decision(
            _("Quyết định công khai cho người dân") if one.opens else _("Quyết định không công khai nữa"),
            str(matters.matter(key).label),
            _("%(name)s chuẩn bị") % {"name": one.prepared_by.name},
            None,
            f"{reverse('office:publication-matter', args=[key])}?tinh={place.unit.public_id}",
            (_("Đồng ý"), _("Chưa")),
        )
        for key, one in gate.waiting_of(place.province_id).items()
    ]


def _questions(place: Placement) -> list[Decision]:
    """What a plan leaves open and this unit is to answer."""
    return [
        Decision(
            _("Trả lời câu hỏi mở của kế hoạch"),
            one.said("en" if get_language() == "en" else "vi"),
            one.plan.number,
            one.due_on,
            reverse("office:question", args=[one.public_id]),
            (_("Trả lời:"),),
        )
        for one in questions.open_for([place.unit_id])
    ]


def _own(place: Placement, now: datetime) -> list[Decision]:
    """What his own unit owes and must be signed this week."""
    owed: Any = queries.of_units([place.unit_id], now)
    rows = owed.filter(state__in=("overdue", "due_soon"))
    return [
        Decision(
            _("Ký văn bản của đơn vị"),
            rule(duty.rule).title(duty),
            str(STATES[duty.state].label),
            duty.due_on,
            reverse("office:duty", args=[duty.public_id]),
            (_("Ký"), _("Sửa lại")),
        )
        for duty in rows
    ]


def _chasing(late: Sequence[Line]) -> list[Decision]:
    """Letters about what is late below: one decision an occasion."""
    found: dict[str, list[Line]] = {}
    for line in late:
        found.setdefault(below.key_of(line.duty), []).append(line)
    rows = sorted(found.values(), key=lambda lines: -len(lines))
    return [
        Decision(
            _("Ký công văn đôn đốc"),
            lines[0].title,
            ngettext("chưa nhận được của %(n)s đơn vị", "chưa nhận được của %(n)s đơn vị", len(lines))
            % {"n": len(lines)},
            min(line.duty.due_on for line in lines),
            f"{reverse('office:below')}?dot={below.key_of(lines[0].duty)}&tinh-trang=qua-han",
            (_("Ký"), _("Chưa ký")),
        )
        for lines in rows
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: duties of his unit, or of those under him; ``waived`` in the last seven days."""

    under: bool
    units: int
    total: int
    done: int
    late: int
    soon: int
    waived: int


def standing(place: Placement, *, oversees: bool, now: datetime) -> Standing:
    """Binding duties that have begun, by state; two queries."""
    own = Q(unit=place.unit_id, superseded_at__isnull=True)
    condition = below.below([place]) | own if oversees else own
    begun = Duty.objects.filter(condition, starts_on__lte=clock.today()).exclude(force=Force.REQUESTED)
    rows: Any = with_state(begun, now)
    recent = Count("pk", filter=Q(waived_at__gte=now - WEEK))
    grouped = rows.values("state").annotate(number=Count("pk"), recent=recent).order_by()
    counts = {row["state"]: row["number"] for row in grouped}
    waived = sum(row["recent"] for row in grouped)
    binding = ("done", "done_late", "overdue", "due_soon", "open")
    return Standing(
        under=oversees,
        units=rows.values("unit").distinct().count() if oversees else 1,
        total=sum(counts.get(key, 0) for key in binding),
        done=counts.get("done", 0) + counts.get("done_late", 0),
        late=counts.get("overdue", 0),
        soon=counts.get("due_soon", 0),
        waived=waived,
    )
