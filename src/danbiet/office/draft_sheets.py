"""What leaves a draft and comes back: the spreadsheet of task x unit, the DOCX with comments, owners of questions."""

from __future__ import annotations

import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.base.errors import CodedError
from danbiet.files import types
from danbiet.office.draft_access import Held, held
from danbiet.office.draft_forms import QuestionsForm, SheetForm, designation_labels, question
from danbiet.office.drafts import frame
from danbiet.office.duty import said
from danbiet.plans import actions, annotating, assigning, beside, changes, errors, grid, review
from danbiet.plans.adoption import MISREADINGS
from danbiet.plans.beside import OPEN, Item
from danbiet.plans.models import Assignment, Task
from danbiet.plans.review import Decision
from danbiet.units import errors as unit_errors
from danbiet.units import sheets as unit_sheets


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """The spreadsheet out and in."""
    found = held(request.user, public_id)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(request.user, found, form.cleaned_data["file"])
        except CodedError as error:
            form.add_error("file", f"{error.at}: {said(error)}" if error.at else said(error))
        else:
            address = reverse("office:draft-assign", args=[public_id])
            return HttpResponseRedirect(f"{address}?o={taken.cells}&nhiem-vu={','.join(taken.tasks)}")
    cells = request.GET.get("o", "")
    context = {
        **frame(found),
        "form": form,
        "cells": int(cells) if cells.isdecimal() and len(cells) < 6 else None,
        "codes": request.GET.get("nhiem-vu", "").replace(",", ", ")[:300],
    }
    return render(request, "office/draft_assign.html", context, status=422 if form.errors else 200)


def _take(person: Any, found: Held, upload: Any) -> assigning.Taken:
    if upload.size > unit_sheets.MAX_BYTES:
        reason = f"{upload.size} B > {unit_sheets.MAX_BYTES} B"
        raise CodedError(unit_errors.SHEET_UNREADABLE, at=upload.name, reason=reason)
    return assigning.take(person, found.draft, upload.read(), upload.name)


@login_required
@never_cache
@require_safe
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The spreadsheet as the draft reads now."""
    found = held(request.user, public_id)
    out = io.BytesIO()
    assigning.send(found.draft, out)
    return _download(out.getvalue(), types.XLSX.content_type, f"phan-cong-{public_id}.xlsx")


@login_required
@never_cache
@require_safe
def comments(request: HttpRequest, public_id: str) -> HttpResponse:
    """The DOCX with each doubt as a comment."""
    found = held(request.user, public_id)
    stem = found.draft.source_name.rpartition(".")[0] or public_id
    return _download(annotating.commented(found.draft), types.DOCX.content_type, f"{stem}-ghi-chu.docx")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    # Written by the library that knows how names with Vietnamese letters are sent.
    from django.utils.http import content_disposition_header

    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the plan would leave open, and who answers it by when; POST gives the chosen ones to an owner."""
    found = held(request.user, public_id)
    chosen = [item for item in found.items if item.key in set(request.POST.getlist("doubt"))]
    form = QuestionsForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        if not found.may_decide:
            raise CodedError(errors.WITHDRAWN)
        decided: Decision = {"question": question(form.cleaned_data)}
        try:
            given = {item.key: decided for item in chosen}
            read = form.cleaned_data["version"]
            if given:
                actions.resolve(request.user, found.draft, given, read_version=read)  # type: ignore[arg-type]
        except CodedError as error:
            form.add_error(None, said(error))
            found = held(request.user, public_id)
            form.data = {**form.data.dict(), "version": found.version}  # type: ignore[attr-defined]
        else:
            return HttpResponseRedirect(reverse("office:draft-questions", args=[public_id]) + f"?da={len(given)}")
    done = request.GET.get("da", "")
    # Misreadings last: together they make one question.
    asked = sorted(filter(_asks, found.items), key=lambda item: item.doubt.code.startswith(MISREADINGS))
    context = {
        **frame(found),
        "form": form,
        "asked": asked,
        "misread": any(item.doubt.code.startswith(MISREADINGS) for item in asked),
        "chosen": {item.key for item in chosen},
        "labels": designation_labels().values(),
        "done": int(done) if done.isdecimal() and len(done) < 6 else None,
    }
    return render(request, "office/draft_questions.html", context, status=422 if form.errors else 200)


def _asks(item: Item) -> bool:
    return item.standing == OPEN or bool(item.last and "question" in item.last.decision)


@login_required
@never_cache
@require_safe
def decisions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every decision so far, the last first: what, by whom, when; those that a later one replaced are marked."""
    found = held(request.user, public_id)
    context = {**frame(found), "lines": beside.taken(found.rows, found.items)}
    return render(request, "office/draft_decisions.html", context)


@login_required
@never_cache
@require_safe
def reads(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft as it would then read: its tasks, who leads and coordinates, how many units that is."""
    found = held(request.user, public_id)
    made = grid.build(found.draft, found.overlay)
    lead, coordinate = grid.totals(made)
    lines = [
        (
            task,
            made.counts[task.code][Assignment.Role.LEAD],
            made.counts[task.code][Assignment.Role.COORDINATE],
            made.waiting[task.code],
        )
        for task in made.tasks
    ]
    amends = found.draft.amends if found.draft.change == "amend" and found.waits else None
    different = changes.difference(amends, review.apply(found.content, found.overlay)) if amends else None
    context = {
        **frame(found),
        "difference": different,
        "lines": lines,
        "lead": lead,
        "coordinate": coordinate,
        "units": len(made.rows),
    }
    context["timings"] = dict(Task.Timing.choices)
    return render(request, "office/draft_reads.html", context)
