"""Published files of the index: handing one in, everything that is wrong in it, accepting or refusing its editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.base.errors import CodedError
from danbiet.index import actions, queries
from danbiet.index.importing import ReadEdition
from danbiet.index.models import Intake
from danbiet.office.duty import said
from danbiet.reading.scores import errors as reading
from danbiet.reading.scores.read import MAX_BYTES

# Files the list shows; older ones stay in the record.
MOST = 50


class UploadForm(forms.Form):
    """A published file."""

    file = forms.FileField(
        label=_("Tệp số liệu"),
        help_text=_("XLSX, XLSM hoặc CSV, tối đa 20 MB. Macro không được chạy. Hệ thống giữ nguyên tệp đã gửi."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a file isn't accepted."""

    reason = forms.CharField(
        label=_("Lý do không nhận"), max_length=300, help_text=_("Một câu, ví dụ: số liệu lặp lại năm trước.")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition of a file as the page says it, its findings with place and remedy, blocking ones first."""

    edition: ReadEdition
    findings: Sequence[dict[str, Any]]
    missing: str
    chosen: bool

    @property
    def blocking(self) -> list[dict[str, Any]]:
        """What keeps it from being accepted."""
        return [one for one in self.findings if one["blocking"]]


def _listed(findings: Sequence[Any]) -> list[dict[str, Any]]:
    language = "en" if get_language() == "en" else "vi"
    rows = [
        {
            "code": one.code,
            "place": one.place,
            "message": one.message(language),
            "remedy": one.remedy(language),
            "blocking": one.blocking,
        }
        for one in findings
    ]
    return sorted(rows, key=lambda row: not row["blocking"])


def _rights(person: Any) -> dict[str, bool]:
    """Raises Http404 for whoever may neither hand in nor decide: for him there are no such pages."""
    found = {"may_import": actions.may(person, actions.IMPORT), "may_accept": actions.may(person, actions.ACCEPT)}
    if not any(found.values()):
        raise Http404
    return found


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Files that wait, those decided, and the editions there are."""
    rights = _rights(request.user)
    rows = Intake.objects.select_related("file", "handed_in_by", "decided_by").order_by("-handed_in_at")[:MOST]
    files = list(rows)
    context = {
        **rights,
        "waiting": [row for row in files if row.state == Intake.State.WAITING],
        "decided": [row for row in files if row.state != Intake.State.WAITING],
        "editions": queries.summaries(),
    }
    return render(request, "office/index.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Upload a file; nothing is kept of one that can't be read."""
    person: Any = request.user
    if not _rights(person)["may_import"]:
        raise Http404
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > MAX_BYTES:
                sizes = {"size": -(-upload.size // 2**20), "limit": MAX_BYTES // 2**20}
                raise CodedError(reading.TOO_LARGE, at=upload.name, **sizes)
            intake, _found = actions.hand_in(person, upload.read(), upload.name)
        except CodedError as error:
            form.add_error("file", said(error))
        else:
            return HttpResponseRedirect(reverse("office:index-file", args=[intake.public_id]))
    return render(request, "office/index_new.html", {"form": form}, status=422 if form.errors else 200)


def _intake(public_id: str) -> Intake:
    try:
        return actions.find(public_id)
    except CodedError as error:
        raise Http404 from error


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a file holds and what is wrong in it; POST accepts the chosen editions."""
    person: Any = request.user
    rights = _rights(person)
    intake = _intake(public_id)
    refused, status = "", 200
    if request.method == "POST":
        chosen = request.POST.getlist("edition")
        try:
            actions.accept(person, intake, chosen, seen=request.POST.get("seen", ""))
        except CodedError as error:
            refused, status = said(error), 422 if rights["may_accept"] else 403
            intake = _intake(public_id)
        else:
            return HttpResponseRedirect(f"{reverse('office:index-file', args=[public_id])}?da-nhan=1")
    context = {**rights, **_content(intake, request.POST.getlist("edition")), "refused": refused}
    context["accepted"] = "da-nhan" in request.GET
    return render(request, "office/index_file.html", context, status=status)


def _content(intake: Intake, chosen: Sequence[str]) -> dict[str, Any]:
    context: dict[str, Any] = {"intake": intake, "seen": queries.state()}
    if intake.state != Intake.State.WAITING:
        context["stored"] = [one for one in queries.summaries() if one.file == intake.file_id]
        return context
    try:
        found = actions.look_at(intake)
    except CodedError as error:
        return {**context, "unreadable": said(error)}
    # What is said of the file with every edition of it is shown once.
    of_file = [one for one in found.findings + (found.editions[0].findings if found.editions else ()) if not one.sheet]
    editions = [
        Shown(
            one,
            _listed([finding for finding in one.findings if finding.sheet]),
            ", ".join(one.missing),
            one.acceptable and (not chosen or one.key in chosen),
        )
        for one in found.editions
    ]
    context |= {
        "editions": editions,
        "loose": _listed([*(one for one in found.findings if one.sheet), *of_file]),
        "acceptable": sum(one.edition.acceptable for one in editions),
    }
    return context


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a file isn't accepted, with a reason."""
    person: Any = request.user
    if not _rights(person)["may_accept"]:
        raise Http404
    intake = _intake(public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse(person, intake, form.cleaned_data["reason"])
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:index-file", args=[public_id]))
    context = {"intake": intake, "form": form}
    return render(request, "office/index_refuse.html", context, status=422 if form.errors else 200)
