"""The plans a person works under: what they ask of whom, what is still open, what followed from them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.duties import queries as duties
from danbiet.duties.models import Duty
from danbiet.duties.states import STATES
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.plans import actions, asked, queries
from danbiet.plans.models import Change, Draft, Plan
from danbiet.units import queries as units
from danbiet.units.models import Unit


def provinces_of(person: Any) -> list[int]:
    """Ids of the provinces where the person holds a role today; all for an auditor. At most two queries."""
    if any(member.role == Role.AUDITOR for member in policies.memberships(person)):
        return [place.unit_id for place in units.provinces(clock.today())]
    placed = units.placements_of(policies.unit_ids(person), clock.today())
    return list(dict.fromkeys(place.province_id for place in placed.values()))


def drafts_for(person: Any, provinces: list[int]) -> list[Draft]:
    """Drafts that wait, of the provinces where the person may propose or approve."""
    found: list[Draft] = []
    for province in Unit.objects.filter(pk__in=provinces):
        scope = actions.scope(province)
        may = any(
            policies.allowed(person, permission, units=scope, province=province.pk)
            for permission in ("plans.propose", "plans.approve")
        )
        found += queries.waiting_drafts(province) if may else []
    return found


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Plans of the person's provinces, newest first, and drafts that wait for approval."""
    provinces = provinces_of(request.user)
    rows = Plan.objects.filter(province__in=provinces).annotate(task_count=Count("tasks")).order_by("-issued_on", "-pk")
    context = {"plans": rows, "today": clock.today(), "drafts": drafts_for(request.user, provinces)}
    return render(request, "office/plans.html", context)


@login_required
@never_cache
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """An adopted plan: who leads what, its duties by state, its open questions, its changes."""
    found = Plan.objects.filter(public_id=public_id, province__in=provinces_of(request.user)).first()
    if found is None:
        raise Http404
    day = max(clock.today(), found.issued_on)
    tasks = queries.tasks_of(found, day)
    subjects = [found.public_id, *(view.task.public_id for view in tasks)]
    visible = Duty.objects.filter(duties.visible_to(request.user), subject__in=subjects)  # type: ignore[arg-type]
    counted = duties.counts(visible, clock.now())
    questions = queries.open_questions(found)
    owners = units.placements_of([one.owner_id for one in questions if one.owner_id], clock.today())
    context = {
        "plan": found,
        "ground": found.reporting.get("ground", {}).get("en" if get_language() == "en" else "vi", ""),
        "tasks": [(view, asked.of_tasks(found, [view.task])) for view in tasks],
        "asked": asked.of_tasks(found, [view.task for view in tasks]),
        "assignments": sum(one.units for view in tasks for one in (*view.lead, *view.coordinate)),
        "duties": [(STATES[key], number) for key, number in counted.items() if number],
        "duty_count": sum(counted.values()),
        "questions": [(one, owners.get(one.owner_id or 0)) for one in questions],
        "open_count": sum(one.answered_at is None for one in questions),
        "changes": Change.objects.filter(plan=found).order_by("day", "pk"),
    }
    return render(request, "office/plan.html", context)
