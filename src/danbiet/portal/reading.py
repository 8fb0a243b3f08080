"""What public pages read. Each function is a fixed number of queries, said in its docstring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from danbiet.plans.models import Assignment, Objective, Plan, PlanReference, Task
from danbiet.portal.scene import with_scene
from danbiet.units.models import Kind, Placement
from danbiet.units.queries import on_day

LEAD, COORDINATE = Assignment.Role.LEAD, Assignment.Role.COORDINATE


@dataclass(slots=True)
class Group:
    """A designation as written in the plan, with how many units it stands for, said in the reader's language."""

    text: str
    size: str
    requested: bool


@dataclass(slots=True)
class TaskRow:
    """A task with who leads and who coordinates it."""

    task: Task
    lead: list[Group] = field(default_factory=list)
    coordinate: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class DimensionTasks:
    """A dimension of the index and the plan's tasks in it."""

    code: str
    name: str
    tasks: list[TaskRow]


def in_force(province: int, day: date) -> Plan | None:
    """The province's plan in force on a day, with its number of leading units; one query."""
    leading = Assignment.objects.filter(task__plan=OuterRef("pk"), role=LEAD).order_by().values("task__plan")
    rows = Plan.objects.filter(province=province, issued_on__lte=day, closed_at=None, replaced_by=None)
    return (
        rows.filter(Q(ends_on=None) | Q(ends_on__gte=day))
        .annotate(lead_count=_count(leading.annotate(n=Count("accountable", distinct=True))))
        .defer("signature", "recipients", "reporting")
        .order_by("-issued_on", "-pk")
        .first()
    )


def _count(rows: QuerySet[Any]) -> Any:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def dimension_names(plan: Plan) -> dict[str, str]:
    """Code -> name of the dimensions in the plan's score table."""
    rows = [row for table in plan.score_tables for row in table.get("rows", [])]
    return {row["code"]: row["name"] for row in rows if "." not in row["code"]}


def dimensions(plan: Plan, day: date) -> list[tuple[str, str, int]]:
    """Code, name and number of tasks of each dimension; one query."""
    names = dimension_names(plan)
    rows = (
        Task.objects.filter(on_day(day), plan=plan)
        .order_by()
        .values("dimension")
        .annotate(n=Count("pk"), first=Min("position"))
        .order_by("first")
    )
    return [(row["dimension"], names.get(row["dimension"], ""), row["n"]) for row in rows]


class Committee(NamedTuple):
    """A district or commune of the list on the first page."""

    unit: int
    public_id: str
    name: str
    kind: str
    parent: int | None

    @property
    def address(self) -> str:
        """Of its page."""
        return unit_address(self.public_id)


@cache
def _unit_pattern() -> str:
    return reverse("portal:unit", args=["ID"])


def unit_address(public_id: str) -> str:
    """The address of a unit's page; a list asks for hundreds, so the pattern is resolved once."""
    return _unit_pattern().replace("ID", public_id)


def committees(province: int, day: date) -> list[tuple[Committee | None, list[Committee]]]:
    """The districts with their communes, by name; one query. Without districts one group without a head."""
    found = Placement.objects.filter(on_day(day), province=province, kind__in=(Kind.DISTRICT, Kind.COMMUNE))
    columns = found.order_by("folded", "unit_id").values_list("unit_id", "unit__public_id", "name", "kind", "parent_id")
    rows = [Committee(*row) for row in columns]
    below: dict[int | None, list[Committee]] = {}
    for row in rows:
        if row.kind == Kind.COMMUNE:
            below.setdefault(row.parent, []).append(row)
    districts = [row for row in rows if row.kind == Kind.DISTRICT]
    groups: list[tuple[Committee | None, list[Committee]]] = [(row, below.pop(row.unit, [])) for row in districts]
    rest = [commune for communes in below.values() for commune in communes]
    return [*groups, (None, rest)] if rest else groups


def tasks_of(plan: Plan, day: date) -> list[DimensionTasks]:
    """The plan's tasks by dimension with their groups; two queries."""
    names = dimension_names(plan)
    found: dict[int, TaskRow] = {}
    groups: dict[str, DimensionTasks] = {}
    for task in Task.objects.filter(on_day(day), plan=plan).order_by("position"):
        row = found[task.pk] = TaskRow(task)
        name = names.get(task.dimension, "")
        groups.setdefault(task.dimension, DimensionTasks(task.dimension, name, [])).tasks.append(row)
    for line in _groups(Assignment.objects.filter(on_day(day), task__plan=plan)):
        if line["task_id"] in found:
            _add(found[line["task_id"]], line)
    return list(groups.values())


def _groups(rows: QuerySet[Assignment]) -> Any:
    return (
        rows.values("task_id", "role", "text", "force")
        .annotate(units=Count("unit", distinct=True), first=Min("pk"))
        .order_by("first")
    )


def _add(row: TaskRow, line: dict[str, Any]) -> None:
    number = line["units"]
    size = ngettext("%(total)s đơn vị", "%(total)s đơn vị", number) % {"total": number} if number > 1 else ""
    group = Group(line["text"], size, line["force"] == "requested")
    (row.lead if line["role"] == LEAD else row.coordinate).append(group)


def texts_of(plan: Plan) -> tuple[list[str], list[str]]:
    """The plan's objectives and the documents it refers to; one query."""
    columns = ("sort", "position", "written")
    objectives = Objective.objects.filter(plan=plan).order_by()
    references = PlanReference.objects.filter(plan=plan).order_by()
    rows = objectives.annotate(
        sort=Value(1, output_field=IntegerField()), written=Cast("text", TextField())
    ).values_list(*columns)
    more = references.annotate(
        sort=Value(2, output_field=IntegerField()),
        position=Cast("pk", IntegerField()),
        written=Cast("text", TextField()),
    ).values_list(*columns)
    both = sorted(rows.union(more, all=True))
    return [text for sort, _, text in both if sort == 1], [text for sort, _, text in both if sort == 2]


def plan(public_id: str) -> Plan | None:
    """A plan with its scene; one query."""
    found: Plan | None = with_scene(Plan.objects.filter(public_id=public_id), "province").first()
    return found


def task(public_id: str) -> Task | None:
    """A task with its plan and scene; one query."""
    found: Task | None = with_scene(
        Task.objects.filter(public_id=public_id).select_related("plan"), "plan__province"
    ).first()
    return found


class Assigned(NamedTuple):
    """A unit that leads or coordinates a task, under the designation that meant it."""

    role: str
    text: str
    name: str
    folded: str
    kind: str
    address: str


def units_of(row: Task, day: date) -> list[Assigned]:
    """Who leads and coordinates a task, with where each stands on the day, as the plan lists them; two queries."""
    found = Assignment.objects.filter(on_day(day), task=row).order_by("pk").values_list("role", "text", "unit_id")
    places = {
        unit: (name, folded, kind, unit_address(public_id))
        for unit, name, folded, kind, public_id in Placement.objects.filter(
            on_day(day), unit__in=Assignment.objects.filter(on_day(day), task=row).values("unit")
        ).values_list("unit_id", "name", "folded", "kind", "unit__public_id")
    }
    return [Assigned(role, text, *places[unit]) for role, text, unit in found if unit in places]


def placements(public_id: str) -> list[Placement]:
    """Where a unit stood through time, earliest first, with its scene; one query."""
    rows = Placement.objects.filter(unit__public_id=public_id).select_related("unit").order_by("valid_from")
    return list(with_scene(rows, "province"))


class Work(NamedTuple):
    """A task that a plan gives a unit."""

    role: str
    task: str
    code: str
    title: str
    plan: str
    number: str
    timing: str = ""
    actions: Sequence[str] = ()


def work_of(unit: int, day: date) -> list[Work]:
    """What plans in force give a unit, or a desk or office it answers for; one query, one line a task."""
    rows = (
        Assignment.objects.filter(Q(unit=unit) | Q(accountable=unit), on_day(day))
        .filter(on_day(day, "task__"), task__plan__closed_at=None, task__plan__replaced_by=None)
        .order_by("task__plan__issued_on", "task__position", "-role")
        .values_list(
            *("role", "task__public_id", "task__code", "task__title", "task__plan__public_id", "task__plan__number"),
            *("task__timing", "task__actions"),
        )
    )
    seen: dict[str, Work] = {}
    for row in rows:
        work = Work(*row)
        seen.setdefault(work.task, work)
    return list(seen.values())
