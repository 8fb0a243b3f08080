"""A draft plan before it is signed: proposing the file, the document with its doubts beside it, deciding them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danbiet.base.errors import CodedError
from danbiet.office import draft_figures, leader
from danbiet.office.draft_access import PROPOSE, Held, held, placed, rights
from danbiet.office.draft_forms import TIMINGS, DecisionForm, UploadForm, designation_labels, typed
from danbiet.office.duty import said
from danbiet.people import policies
from danbiet.plans import actions, annotating, beside, errors
from danbiet.plans.beside import BLOCKING, DECIDED, OPEN, Item, Part
from danbiet.plans.models import Draft, Plan
from danbiet.reading import errors as reading
from danbiet.reading import source
from danbiet.units.models import Placement

# The parts of the page by their name in the address.
SHELVES = {"phai-giai-quyet": (BLOCKING,), "chua-quyet-dinh": (OPEN,), "da-quyet-dinh": (DECIDED,)}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Upload a document; nothing is kept of one that can't be read."""
    held_rights = rights(request.user)
    provinces = placed([province for province, permissions in held_rights.items() if PROPOSE in permissions])
    if not provinces:
        raise Http404
    open_ones = Plan.objects.filter(closed_at__isnull=True, replaced_by__isnull=True)
    plans = list(open_ones.filter(province__in=[one.unit_id for one in provinces]).select_related("province"))
    form = UploadForm(request.POST or None, request.FILES or None, provinces=provinces, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _propose(request.user, form, provinces)
        except CodedError as error:
            form.add_error("file" if error.code.startswith(("READ-", "FILE-")) else None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:draft", args=[draft.public_id]))
    return render(request, "office/draft_new.html", {"form": form}, status=422 if form.errors else 200)


def _propose(person: Any, form: UploadForm, provinces: list[Placement]) -> Draft:
    data, upload = form.cleaned_data, form.cleaned_data["file"]
    if upload.size > source.MAX_BYTES:
        megabytes = {"size": -(-upload.size // 2**20), "limit": source.MAX_BYTES // 2**20}
        raise CodedError(reading.TOO_LARGE, at=upload.name, **megabytes)
    plan = form.plans.get(data.get("plan", ""))
    chosen = data.get("province", provinces[0].unit.public_id)
    owner = plan.province if plan else next(one.unit for one in provinces if one.unit.public_id == chosen)
    return actions.propose(person, upload.read(), upload.name, owner, plan=plan, change=data.get("change", ""))


@login_required
@never_cache
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """The document with its doubts, how things stand, what to do next."""
    found = held(request.user, public_id, text=True)
    shelf = request.GET.get("xem", "")
    wanted = SHELVES.get(shelf)
    parts = parts_of(found)
    if wanted:
        for part in parts:
            part.items = [item for item in part.items if item.standing in wanted]
        parts = [part for part in parts if part.items]
    done = request.GET.get("da", "")
    offered = groups(found) if found.may_decide else []
    context = {
        **frame(found),
        "parts": parts,
        "shelf": shelf if wanted else "",
        "groups": offered,
        "suggested_count": sum(number for *_, number in offered),
        "typed": typed(None),
        "labels": designation_labels().values() if found.may_decide else (),
        "done": int(done) if done.isdecimal() and len(done) < 6 else 0,
        "checked": draft_figures.figures_of(found),
        "prints": bool(policies.unit_ids(request.user, leader.ROLES)),  # type: ignore[arg-type]
    }
    return render(request, "office/draft.html", context)


def frame(found: Held) -> dict[str, Any]:
    """What every page of a draft shows."""
    return {
        "held": found,
        "draft": found.draft,
        "title": found.title,
        "counts": found.counts,
        "version": found.version,
        "docx": annotating.is_docx(found.draft),
        "timings": TIMINGS,
        "first_blocking": next((item.key for item in found.items if item.standing == BLOCKING), ""),
    }


def parts_of(found: Held) -> list[Part]:
    """The document beside its doubts; a draft whose text wasn't kept has its doubts alone."""
    text = getattr(found.draft, "text", None)
    return beside.parts_of(text.blocks if text else [], found.content, found.items)


def groups(found: Held) -> list[tuple[str, str, str, int]]:
    """Doubts that hold nothing up and wait: kind's code and name, what the suggestion comes to, how many."""
    made: dict[str, list[Item]] = {}
    for item in found.standing(OPEN):
        if item.suggested is not None:
            made.setdefault(item.doubt.code, []).append(item)
    return [(code, rows[0].kind, rows[0].suggested_words, len(rows)) for code, rows in made.items()]


def onward(found: Held, key: str, shelf: str) -> str:
    """Where a reviewer goes after a decision: to the next doubt that holds up approval, else to the next open one."""
    items = found.items
    at = next((number for number, item in enumerate(items) if item.key == key), 0)
    rest = [*items[at + 1 :], *items[:at]]
    waiting = [item for standing in (BLOCKING, OPEN) for item in rest if item.standing == standing]
    address = reverse("office:draft", args=[found.draft.public_id])
    query = f"?xem={shelf}" if shelf in SHELVES else ""
    # With nothing left that holds it up, the head of the page says what is next.
    blocked = waiting and waiting[0].standing == BLOCKING
    was_blocking = any(item.key == key and item.doubt.blocking for item in items)
    return f"{address}{query}" + (f"#{waiting[0].key}" if waiting and (blocked or not was_blocking) else "")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def doubt(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """One doubt with its place and every way to decide it; POST decides."""
    found = held(request.user, public_id, text=request.method != "POST")
    item = next((item for item in found.items if item.key == key), None)
    if item is None:
        raise Http404
    form = DecisionForm(request.POST or None, doubt=item.doubt)
    if request.method == "POST":
        if not found.may_decide:
            raise CodedError(errors.WITHDRAWN)
        if form.is_valid() and _decide(request.user, found, item, form):
            after = held(request.user, public_id)
            return HttpResponseRedirect(onward(after, key, request.POST.get("xem", "")))
        # Whatever went wrong, the page shows how things stand now, and what was typed.
        found = held(request.user, public_id, text=True)
        item = next(item for item in found.items if item.key == key)
    begun = typed(item.last.decision if item.last else item.suggested)
    context = {
        **frame(found),
        "item": item,
        "part": next(part for part in parts_of(found) if any(one.key == key for one in part.items)),
        "form": form,
        "typed": {**begun, **request.POST.dict()} if request.method == "POST" else begun,
        "tried": request.POST.get("form", ""),
        "labels": designation_labels().values(),
        "shelf": request.POST.get("xem", request.GET.get("xem", "")),
    }
    return render(request, "office/draft_doubt.html", context, status=422 if form.errors else 200)


def _decide(person: Any, found: Held, item: Item, form: DecisionForm) -> bool:
    try:
        read = form.cleaned_data["version"]
        actions.resolve(person, found.draft, {item.key: form.decision()}, read_version=read)
    except CodedError as error:
        form.add_error(None, said(error))
        return False
    return True


@login_required
@never_cache
@require_POST
def follow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do what is suggested: for one doubt, for all open ones of a kind, or for all that hold nothing up."""
    found = held(request.user, public_id)
    key, kind = request.POST.get("doubt", ""), request.POST.get("kind", "")
    chosen = [item for item in found.items if item.suggested is not None]
    if key:
        chosen = [item for item in chosen if item.key == key]
    else:
        chosen = [item for item in chosen if item.standing == OPEN and kind in ("", item.doubt.code)]
    decisions = {item.key: item.suggested for item in chosen if item.suggested is not None}
    if decisions:
        try:
            actions.resolve(request.user, found.draft, decisions, read_version=request.POST.get("version", ""))  # type: ignore[arg-type]
        except CodedError as error:
            if not key or error.kind is not errors.DECIDED_SINCE:
                raise
            return _met(request, public_id, key, error)
    after = held(request.user, public_id)
    if key:
        return HttpResponseRedirect(onward(after, key, request.POST.get("xem", "")))
    address = reverse("office:draft", args=[public_id])
    return HttpResponseRedirect(f"{address}?da={len(decisions)}")


def _met(request: HttpRequest, public_id: str, key: str, error: CodedError) -> HttpResponse:
    """Somebody else decided the doubt meanwhile: what he decided, and the forms to decide otherwise."""
    found = held(request.user, public_id, text=True)
    item = next(item for item in found.items if item.key == key)
    form = DecisionForm({"version": found.version}, doubt=item.doubt)
    form.errors.clear()
    form.add_error(None, said(error))
    context = {
        **frame(found),
        "item": item,
        "part": next(part for part in parts_of(found) if any(one.key == key for one in part.items)),
        "form": form,
        "typed": typed(item.suggested),
        "tried": "",
        "labels": designation_labels().values(),
        "shelf": "",
    }
    return render(request, "office/draft_doubt.html", context, status=422)
