"""Plans, their tasks and the documents they refer to, as the search box finds them.

All of it is public: it stands on the portal's page of the plan. A province has few plans, so each function reads all
that is found and sorts it here.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from danbiet.pages import search
from danbiet.pages.search import Asked, Hit, Scope
from danbiet.pages.templatetags.pages import content, office_day
from danbiet.plans.models import Plan, PlanReference, Task
from danbiet.units.queries import on_day

_COLUMNS = ("rank", "what", "position", "own_id", "code", "said", "number", "day", "ended")
_ENDED = Q(closed_at__isnull=False) | Q(replaced_by__isnull=False)


def find_in_portal(asked: Asked, scope: Scope, limit: int) -> list[Hit]:
    """Plans, and tasks of plans that run, with their public pages; one query."""
    return _plans_and_tasks(asked, scope, limit, "portal:plan")


def find_in_office(asked: Asked, scope: Scope, limit: int) -> list[Hit]:
    """The same, a plan with its page in the office."""
    return _plans_and_tasks(asked, scope, limit, "office:plan")


def _plans_and_tasks(asked: Asked, scope: Scope, limit: int, page: str) -> list[Hit]:
    rows = sorted(_plans(asked, scope).union(_tasks(asked, scope), all=True), key=lambda row: row[:3])
    hits = []
    for _rank, what, _position, own_id, code, said, number, day, ended in rows[:limit]:
        title = content(f"{code}. {said}" if what == "task" else f"{number}: {said}")
        if what == "task":
            parts = [_("nhiệm vụ"), _("Kế hoạch %(number)s") % {"number": number}]
        else:
            parts = [_("kế hoạch"), office_day(day), _("đã kết thúc") if ended else ""]
        address = search.address("portal:task" if what == "task" else page, own_id)
        hits.append(Hit(title, address, search.where(parts)))
    return hits


def _plans(asked: Asked, scope: Scope) -> QuerySet[Any, Any]:
    rows = Plan.objects.filter(search.holds(asked), province__in=scope.provinces).order_by()
    return rows.annotate(
        rank=search.rank(asked),
        what=Value("plan", output_field=CharField()),
        position=-F("pk"),
        own_id=F("public_id"),
        code=Value("", output_field=CharField()),
        said=F("title"),
        day=F("issued_on"),
        ended=ExpressionWrapper(_ENDED, output_field=BooleanField()),
    ).values_list(*_COLUMNS)


def _tasks(asked: Asked, scope: Scope) -> QuerySet[Any, Any]:
    running = Task.objects.filter(plan__closed_at=None, plan__replaced_by=None, plan__province__in=scope.provinces)
    rows = running.filter(on_day(scope.day), search.holds(asked)).order_by()
    return rows.annotate(
        rank=search.rank(asked),
        what=Value("task", output_field=CharField()),
        own_id=F("public_id"),
        said=F("title"),
        number=F("plan__number"),
        day=F("plan__issued_on"),
        ended=Value(False, output_field=BooleanField()),
    ).values_list(*_COLUMNS)


def find_references(asked: Asked, scope: Scope, limit: int) -> list[Hit]:
    """The documents that plans refer to, each leading to the plan; one query."""
    running = PlanReference.objects.filter(plan__closed_at=None, plan__replaced_by=None)
    rows = running.filter(search.holds(asked), plan__province__in=scope.provinces)
    found = list(rows.annotate(rank=search.rank(asked)).select_related("plan").order_by("rank", "pk"))
    page = "portal:plan" if scope.person is None else "office:plan"
    return [
        Hit(
            content(row.text),
            search.address(page, row.plan.public_id),
            search.where([_("Kế hoạch %(number)s") % {"number": row.plan.number}]),
        )
        for row in found[:limit]
    ]
