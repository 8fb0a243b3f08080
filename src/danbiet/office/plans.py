"""The plans a person works under: what they ask of whom, what is still open, what followed from them."""

from __future__ import annotations

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
from danbiet.office.draft_access import PROPOSE, drafts_in, provinces_of, rights
from danbiet.plans import asked, queries
from danbiet.plans.models import Change, Plan
from danbiet.surveys import queries as estimates
from danbiet.units import queries as units


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Plans of the person's provinces, newest first, and drafts that wait for approval."""
    provinces = provinces_of(request.user)
    rows = Plan.objects.filter(province__in=provinces).annotate(task_count=Count("tasks")).order_by("-issued_on", "-pk")
    held = rights(request.user)
    context = {
        "plans": rows,
        "today": clock.today(),
        "drafts": drafts_in(held),
        "may_see_estimates": estimates.provinces_of(request.user) != [],  # type: ignore[arg-type]
        "may_propose": any(PROPOSE in permissions for permissions in held.values()),
    }
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
        "approved": "da-duyet" in request.GET,
        "changes": Change.objects.filter(plan=found).order_by("day", "pk"),
    }
    return render(request, "office/plan.html", context)
