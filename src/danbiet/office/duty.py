"""One duty: what it asks, why it is due that day, what shows that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import actions, below, escalation, queries
from danbiet.duties.models import Duty, Evidence
from danbiet.duties.rules import rule
from danbiet.duties.states import STATES, state_of
from danbiet.law import Explanation
from danbiet.office.forms import DocumentForm, WithdrawForm
from danbiet.people import policies
from danbiet.plans import asked
from danbiet.plans.models import Plan
from danbiet.units import queries as units


def visible(person: Any, public_id: str) -> Duty:
    """The duty, if the person may see it; Http404 otherwise, which tells nothing about whether it exists."""
    rows = Duty.objects.filter(queries.visible_to(person), public_id=public_id)
    found = rows.select_related("unit", "province").first()
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """The duty; POST records an official document as its evidence."""
    found = visible(request.user, public_id)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _attest(request.user, found, form.cleaned_data)
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:duty", args=[found.public_id]))
    status = 422 if form.errors else 200
    return render(request, "office/duty.html", _context(request.user, found, form), status=status)


def said(error: CodedError) -> str:
    """A coded error for a reader: what is wrong, what to do, the code last."""
    language = "en" if get_language() == "en" else "vi"
    return f"{error.message(language)} {error.remedy(language)} ({error.code})"


def _attest(person: Any, found: Duty, data: dict[str, Any]) -> None:
    document = actions.Document(data["number"], data["day"], data["title"])
    actions.attest(person, found, document, upload=data["file"])


def _context(person: Any, found: Duty, form: DocumentForm) -> dict[str, Any]:
    placed = units.placement_of(found.unit_id, clock.today())
    lineage = units.lineage(placed) if placed else [found.unit_id]
    state = STATES[state_of(found, clock.now())]
    evidence = queries.evidence_of(found)
    may = policies.allowed(person, "duties.fulfil", units=lineage, province=found.province_id)
    described = rule(found.rule)
    lines = described.lines(found)
    return {
        "duty": found,
        "title": described.title(found),
        "label": described.label,
        "own": found.unit_id in policies.unit_ids(person) or not policies.unit_ids(person, queries.OVERSEEING),
        "dot": below.key_of(found),
        "about": described.link(found),
        "lines": lines,
        "asked": asked_of(lines),
        "state": state,
        "unit": placed,
        "reckoning": reckoning(found),
        "evidence": evidence,
        "may_attest": may and state.open,
        "may_withdraw": may,
        "may_explain": policies.allowed(person, "duties.explain", units=lineage, province=found.province_id),
        "escalation": escalation.standing(person, found, lineage),
        "form": form,
    }


def asked_of(lines: Sequence[Any]) -> asked.Shown | None:
    """What citizens will be asked about the tasks that stand in a duty; one query, none where there are no tasks."""
    tasks = [line.task for line in lines]
    plan = Plan.objects.filter(pk=tasks[0].plan_id).first() if tasks else None
    return asked.of_tasks(plan, tasks) if plan else None


def reckoning(found: Duty) -> dict[str, Any]:
    """Why the duty is due on its day: statements of the legal reckoning, the cut-off, the plan's setting."""
    language = "en" if get_language() == "en" else "vi"
    stored = found.explanation
    lines = Explanation.from_json(stored).lines(language) if "runs" in stored else []
    return {
        "lines": lines,
        "setting": stored.get("setting", {}).get(language, ""),
    }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take evidence back, with a reason; the duty is open again unless other evidence remains."""
    evidence = Evidence.objects.filter(public_id=public_id).select_related("duty").first()
    if evidence is None:
        raise Http404
    found = visible(request.user, evidence.duty.public_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(request.user, evidence.public_id, form.cleaned_data["reason"])  # type: ignore[arg-type]
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:duty", args=[found.public_id]))
    status = 422 if form.errors else 200
    context = {"evidence": evidence, "duty": found, "title": rule(found.rule).title(found), "form": form}
    return render(request, "office/withdraw.html", context, status=status)


@login_required
@never_cache
@require_POST
def escalate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Report a late duty to the leaders of the next superior unit."""
    found = visible(request.user, public_id)
    escalation.escalate(request.user, found, request.POST.get("level", ""))  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("office:duty", args=[found.public_id]))
