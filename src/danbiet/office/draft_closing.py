"""The end of a draft: a second person approves exactly what he read, or it is taken back."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danbiet.base.errors import CodedError
from danbiet.office.draft_access import APPROVE, PROPOSE, Held, held
from danbiet.office.draft_forms import ReasonForm
from danbiet.office.drafts import frame
from danbiet.office.duty import said
from danbiet.plans import actions, adoption, beside, grid, review
from danbiet.plans.beside import BLOCKING

# How many decisions the page names; the rest is a link.
MOST = 12


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would be approved; POST approves the version that was read, and adopts the plan."""
    found = held(request.user, public_id)
    if not found.may(APPROVE):
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            plan, _ = actions.approve(
                request.user,  # type: ignore[arg-type]
                found.draft,
                read_version=request.POST.get("version", ""),
            )
        except CodedError as error:
            refused = said(error)
            found = held(request.user, public_id)
        else:
            return HttpResponseRedirect(reverse("office:plan", args=[plan.public_id]) + "?da-duyet=1")
    context = {**frame(found), **_what(found), "refused": refused}
    return render(request, "office/draft_approve.html", context, status=422 if refused else 200)


def _what(found: Held) -> dict[str, Any]:
    """The draft in figures, as the approver must know it."""
    if not found.waits:
        return {}
    reviewed = review.apply(found.content, found.overlay)
    made = grid.build(found.draft, found.overlay)
    lead, coordinate = grid.totals(made)
    document = reviewed.draft.document
    # What a leader must see: what held the draft up, and who was given work otherwise than the document says.
    taken = beside.taken(found.rows, found.items)
    weighty = [one for one in taken if one.current and (one.item is None or one.item.doubt.blocking)]
    return {
        "document": document,
        "tasks": len(reviewed.draft.tasks),
        "lead": lead,
        "coordinate": coordinate,
        "open_questions": adoption.count_questions(reviewed.questions, made.unresolved),
        "deciders": Counter(row.resolved_by.name for row in found.rows).most_common(),
        "weighty": weighty[:MOST],
        "blocking": found.standing(BLOCKING),
        "incomplete": document.number is None or document.date is None,
        "code": " ".join(found.version[start : start + 4] for start in range(0, 16, 4)),
        "refusal": said(found.refusal) if found.refusal else "",
    }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a draft back, with a reason."""
    found = held(request.user, public_id)
    if not found.may(PROPOSE):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(request.user, found.draft, form.cleaned_data["reason"])  # type: ignore[arg-type]
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:draft", args=[public_id]))
    return render(
        request, "office/draft_withdraw.html", {**frame(found), "form": form}, status=422 if form.errors else 200
    )
