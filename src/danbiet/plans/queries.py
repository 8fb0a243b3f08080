"""Reading plans; every call a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from danbiet.plans.models import Answer, Assignment, Draft, OpenQuestion, Plan, Task
from danbiet.units.models import Unit
from danbiet.units.queries import on_day


@dataclass(slots=True)
class Designated:
    """A designation as written and how many units stand behind it."""

    text: str
    designation: str
    units: int = 0


@dataclass(slots=True)
class TaskView:
    """A task with who leads and who coordinates."""

    task: Task
    lead: list[Designated] = field(default_factory=list)
    coordinate: list[Designated] = field(default_factory=list)


def plans_of(province: Unit | int) -> list[Plan]:
    """All plans of a province, newest first; one query."""
    return list(Plan.objects.filter(province=province).select_related("province").order_by("-issued_on", "-id"))


def plan_in_force(province: Unit | int, day: date) -> Plan | None:
    """The plan in force on a day, the latest if there are several; one query."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    found = Plan.objects.filter(running, province=province, issued_on__lte=day, closed_at__isnull=True)
    return found.select_related("province", "draft").order_by("-issued_on", "-id").first()


def tasks_of(plan: Plan, day: date) -> list[TaskView]:
    """The tasks of a plan on a day with their designations and counts of units; two queries."""
    views = {task.pk: TaskView(task) for task in Task.objects.filter(on_day(day), plan=plan)}
    rows = Assignment.objects.filter(on_day(day), task__in=views).order_by("task_id", "id")
    seen: dict[tuple[int, str, str], Designated] = {}
    for task, role, designation, text in rows.values_list("task_id", "role", "designation", "text"):
        # A unit named by itself has no designation.
        key = (task, role, designation or text)
        if key not in seen:
            seen[key] = Designated(text, designation)
            (views[task].lead if role == Assignment.Role.LEAD else views[task].coordinate).append(seen[key])
        seen[key].units += 1
    return list(views.values())


def assignments_of(unit: Unit | int, day: date) -> list[Assignment]:
    """What plans give a unit (and what runs through it for its offices) on a day: lead first; one query."""
    rows = Assignment.objects.filter(on_day(day), Q(unit=unit) | Q(accountable=unit))
    rows = rows.filter(task__plan__closed_at__isnull=True, task__plan__replaced_by__isnull=True)
    once: dict[tuple[int, str], Assignment] = {}
    for row in rows.select_related("task__plan").order_by("-role", "task__position", "id"):
        once.setdefault((row.task_id, row.role), row)
    return list(once.values())


def open_questions(plan: Plan) -> list[OpenQuestion]:
    """What a plan leaves open, unanswered first, by due day, with the ``answer`` that stands; one query."""
    answers = Answer.objects.filter(question=OuterRef("pk")).order_by("-pk").values("text")
    rows = OpenQuestion.objects.filter(plan=plan).select_related("owner").annotate(answer=Subquery(answers[:1]))
    return sorted(rows, key=lambda row: (row.answered_at is not None, row.due_on or date.max, row.pk))


def waiting_drafts(provinces: Iterable[int]) -> list[Draft]:
    """Drafts of these provinces that wait for approval, oldest first; one query."""
    rows = Draft.objects.filter(province__in=list(provinces), withdrawn_at__isnull=True, approval__isnull=True)
    return list(rows.select_related("proposed_by", "amends").defer("content").order_by("proposed_at", "id"))
