"""The duty rules of plans: what stands inside a duty, where its subject is, how it is called."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.duties.models import Duty
from danbiet.duties.rules import Rule, register_rule
from danbiet.plans import generation, wording
from danbiet.plans.models import Assignment, DeclaredEvent, Plan
from danbiet.units.queries import on_day


def lines(duty: Duty) -> list[Assignment]:
    """The unit's tasks in the plan on the day the duty is due (today, if that lies ahead): lead first. One query."""
    day = min(duty.due_on, max(clock.today(), duty.starts_on))
    found = Assignment.objects.filter(on_day(day), accountable=duty.unit_id)
    if duty.rule in (generation.YEARLY,):
        found = found.filter(task__public_id=duty.subject)
    elif duty.rule == generation.EVENT:
        event = DeclaredEvent.objects.filter(public_id=duty.subject).first()
        found = found.filter(task__plan=event.plan_id if event else None, role=Assignment.Role.LEAD)
        kept = [row for row in found.select_related("task") if event and event.title in row.task.events]
        return _once(kept)
    else:
        found = found.filter(task__plan__public_id=duty.subject)
    return _once(found.select_related("task").order_by("-role", "task__position"))


def _once(rows: object) -> list[Assignment]:
    seen: dict[tuple[int, str], Assignment] = {}
    for row in rows:  # type: ignore[attr-defined]
        seen.setdefault((row.task_id, ""), row)
    return sorted(seen.values(), key=lambda row: (row.role != Assignment.Role.LEAD, row.task.position))


def link(duty: Duty) -> str:
    """Where the subject is to be read: the task of a yearly duty, the plan of the others."""
    if duty.rule == generation.YEARLY:
        return reverse("portal:task", args=[duty.subject])
    if duty.rule in (generation.EVENT, generation.EVALUATION):
        return reverse("office:plans")
    return reverse("office:plan", args=[duty.subject])


def no_lines(duty: Duty) -> list[Assignment]:
    """For duties that stand alone."""
    return []


def _title(duty: Duty) -> str:
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    if language == "vi":
        return duty.title
    number, what = _number_and_what(duty)
    return wording.title(duty.rule, duty.period, number, what, language)


def _number_and_what(duty: Duty) -> tuple[str, str]:
    # The ground names the plan: "Kế hoạch số N ngày ..."; titles of tasks and events are the document's own words.
    number = duty.ground.removeprefix("Kế hoạch số ").split(" ")[0]
    return number, duty.title.rsplit(" (", 1)[0]


def register() -> None:
    """Make the rules known to ``duties``."""
    for key, label, inside in (
        (generation.REPORT, _("báo cáo định kỳ"), lines),
        (generation.PROGRAMME, _("chương trình thực hiện"), lines),
        (generation.YEARLY, _("việc hằng năm"), lines),
        (generation.REQUEST, _("đề nghị phối hợp"), lines),
        (generation.EVENT, _("việc khi có sự kiện"), lines),
        (generation.CONSOLIDATED, _("báo cáo tổng hợp"), no_lines),
        (generation.SUPPORT, _("bảo đảm thực hiện"), no_lines),
        (generation.EVALUATION, _("đánh giá hằng năm"), no_lines),
    ):
        register_rule(Rule(key, label, inside, link, _title))


def open_plans() -> list[Plan]:
    """Plans that still make duties."""
    return list(Plan.objects.filter(closed_at__isnull=True, replaced_by__isnull=True).select_related("province"))


def step() -> dict[str, int]:
    """What time brings to plans: the duties of the current and the next period."""
    return {"made": sum(generation.generate(plan).new for plan in open_plans())}
