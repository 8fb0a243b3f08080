"""The tasks and units behind an element of the index: the assignment table of the plan in force (``index.behind``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from danbiet.base.errors import CodedError
from danbiet.index.behind import Doer, Work
from danbiet.index.framework import Framework, Level
from danbiet.plans import asked
from danbiet.plans.models import Assignment, Task
from danbiet.units.queries import on_day

if TYPE_CHECKING:
    from danbiet.plans.models import Plan


def works(province: int, day: date, framework: Framework, year: int) -> Mapping[str, Sequence[Work]]:
    """The tasks of the plan in force by element of a framework; two queries.

    A plan speaks in the framework of the edition it started from, so its codes are followed by concept; a
    sub-dimension that isn't measured any more stands under its dimension.
    """
    running = Q(plan__ends_on__isnull=True) | Q(plan__ends_on__gte=day)
    rows = Task.objects.filter(
        on_day(day), running, plan__province=province, plan__issued_on__lte=day, plan__closed_at__isnull=True,
        plan__replaced_by__isnull=True,
    )  # fmt: skip
    tasks = list(rows.select_related("plan").order_by("-plan__issued_on", "-plan_id", "position"))
    tasks = [one for one in tasks if one.plan_id == tasks[0].plan_id]
    if not tasks:
        return {}
    codes = _codes(tasks[0].plan, framework)
    doers = _doers(tasks, day)
    found: dict[str, list[Work]] = {}
    for task in tasks:
        named = [f"{task.dimension}.{code.rpartition('.')[2]}" for code in task.sub_dimensions]
        wanted = {codes.get(code) or codes.get(task.dimension, "") for code in named or [task.dimension]}
        for code in sorted(one for one in wanted if one):
            found.setdefault(code, []).append(_work(task, doers.get(task.pk, {})))
    return found


def _codes(plan: Plan, framework: Framework) -> dict[str, str]:
    """The plan's codes -> those of the framework asked for, by what is measured."""
    from danbiet.index import catalogue

    try:
        own = catalogue.of_year(framework.index, asked.year_of(plan))
    except CodedError:
        own = framework
    by_concept = {one.concept: one.code for one in framework.elements.values()}
    shown = (Level.DIMENSION, Level.SUB_DIMENSION)
    pairs = ((one.code, by_concept.get(one.concept, "")) for one in own.elements.values() if one.level in shown)
    return {code: other for code, other in pairs if other}


def _doers(tasks: Sequence[Task], day: date) -> dict[int, dict[str, list[Doer]]]:
    rows: Any = (
        Assignment.objects.filter(on_day(day), task__in=tasks)
        .values("task_id", "role", "text")
        .annotate(units=Count("unit", distinct=True), first=Min("pk"), unit=Min("unit__public_id"))
        .order_by("first")
    )
    found: dict[int, dict[str, list[Doer]]] = {}
    for row in rows:
        number = row["units"]
        if number > 1:
            size = ngettext("%(total)s đơn vị", "%(total)s đơn vị", number) % {"total": number}
            doer = Doer(f"{row['text']} ({size})")
        else:
            doer = Doer(row["text"], reverse("portal:unit", args=[row["unit"]]))
        found.setdefault(row["task_id"], {}).setdefault(row["role"], []).append(doer)
    return found


def _work(task: Task, doers: Mapping[str, Sequence[Doer]]) -> Work:
    return Work(
        code=task.code,
        title=task.title,
        address=reverse("portal:task", args=[task.public_id]),
        lead=tuple(doers.get(Assignment.Role.LEAD, ())),
        coordinate=tuple(doers.get(Assignment.Role.COORDINATE, ())),
        source=gettext("Kế hoạch %(number)s") % {"number": task.plan.number},
    )
