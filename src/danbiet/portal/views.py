"""The public pages."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danbiet import law as law_room
from danbiet.base import clock
from danbiet.pages import search as register
from danbiet.pages.caching import page_of_state
from danbiet.plans import asked
from danbiet.portal import reading, scene
from danbiet.portal.scene import Scene
from danbiet.units.models import Kind, Placement


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The portal of the installation's province; where it holds several, the choice between them."""
    own, provinces = scene.choice()
    if own is None:
        return render(request, "portal/provinces.html", {"provinces": provinces})
    return page_of_state(request, own.state, lambda: _home(request, own))


@require_safe
def province(request: HttpRequest, slug: str) -> HttpResponse:
    """The portal of one province."""
    own = scene.of_slug(slug)
    return page_of_state(request, own.state, lambda: _home(request, own))


def _home(request: HttpRequest, own: Scene) -> HttpResponse:
    found = reading.in_force(own.province, own.day)
    groups = reading.committees(own.province, own.day)
    dimensions = reading.dimensions(found, own.day) if found else []
    context = {
        "scene": own,
        "plan": found,
        "dimensions": dimensions,
        "tasks": sum(count for _, _, count in dimensions),
        "groups": groups,
        "districts": sum(district is not None for district, _ in groups),
        "communes": sum(len(communes) for _, communes in groups),
    }
    return render(request, "portal/home.html", context)


@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything public of the province that holds what was asked for, by kind; marks and capitals ignored."""
    own = scene.of_slug(slug)
    asked, only = register.ask(request.GET.get("q", "")), request.GET.get("loai", "")

    def draw() -> HttpResponse:
        result = register.search(register.PORTAL, asked, register.Scope((own.province,), own.day), only)
        return render(request, "portal/search.html", {"scene": own, "asked": asked, "result": result})

    return page_of_state(request, own.state, draw)


@require_safe
def units(request: HttpRequest, slug: str) -> HttpResponse:
    """Where units were searched before everything else could be: the search of the province."""
    address = reverse("portal:search", args=[slug])
    rest = request.GET.urlencode()
    return HttpResponsePermanentRedirect(f"{address}?{rest}" if rest else address)


@require_safe
def plan_in_force(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the plan in force, or say that there is none."""
    own = scene.of_slug(slug)
    found = reading.in_force(own.province, own.day)
    if found is None:
        return render(request, "portal/no_plan.html", {"scene": own})
    return HttpResponseRedirect(reverse("portal:plan", args=[found.public_id]))


@require_safe
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """One plan: what it wants, its tasks, who leads them, the scores it starts from."""
    found = reading.plan(public_id)
    if found is None:
        raise Http404
    own = scene.scene_of(found, found.province_id)
    return page_of_state(request, own.state, lambda: _plan(request, own, found))


def _plan(request: HttpRequest, own: Scene, found: Any) -> HttpResponse:
    dimensions = reading.tasks_of(found, own.day)
    objectives, references = reading.texts_of(found)
    context = {
        "scene": own,
        "plan": found,
        "in_force": found.closed_at is None
        and found.replaced_by_id is None
        and (found.ends_on is None or found.ends_on >= own.day),
        "dimensions": dimensions,
        "count": sum(len(one.tasks) for one in dimensions),
        "objectives": objectives,
        "references": references,
        "scores": [score_table(table) for table in found.score_tables],
    }
    return render(request, "portal/plan.html", context)


def score_table(table: dict[str, Any]) -> dict[str, Any]:
    """A score table for display: the labels of its columns in order (scores, medians, ranks, each by year), its rows
    with a cell a column: label, value, and why there is none."""
    keys = list(dict.fromkeys(key for row in table.get("rows", []) for key in row.get("values", {})))
    order = {"score": 0, "median": 1, "rank": 2}
    columns = sorted((tuple(key.rsplit("_", 1)) for key in keys), key=lambda one: (order.get(one[0], 3), one[-1]))
    labels = [(f"{what}_{year}", what, _column(what, year)) for what, year in columns]
    rows = []
    for row in table.get("rows", []):
        total = "." not in row["code"]
        unranked = {"rank": _("không xếp hạng")} if not total else {}
        cells = [
            (label, row["values"].get(key), unranked.get(what, _("kế hoạch không ghi"))) for key, what, label in labels
        ]
        rows.append({**row, "total": total, "cells": cells})
    return {"labels": [label for *_key, label in labels], "rows": rows}


def _column(what: str, year: str) -> str:
    names = {"score": _("Điểm %(year)s"), "median": _("Trung vị %(year)s"), "rank": _("Thứ hạng %(year)s")}
    return names.get(what, f"{what} %(year)s") % {"year": year}


@require_safe
def task(request: HttpRequest, public_id: str) -> HttpResponse:
    """One task: its actions, and by name who leads and who coordinates."""
    found = reading.task(public_id)
    if found is None:
        raise Http404
    own = scene.scene_of(found, found.plan.province_id)
    return page_of_state(request, own.state, lambda: _task(request, own, found))


def _task(request: HttpRequest, own: Scene, found: Any) -> HttpResponse:
    roles: dict[str, list[dict[str, Any]]] = {}
    rows = reading.units_of(found, own.day)
    for (role, text), group in groupby(rows, key=lambda row: (row.role, row.text)):
        units = sorted(group, key=lambda row: row.folded)
        kinds = Counter(str(Kind(row.kind).label) for row in units)
        roles.setdefault(role, []).append({"text": text, "units": units, "kinds": list(kinds.items())})
    names = reading.dimension_names(found.plan)
    context = {
        "scene": own,
        "task": found,
        "plan": found.plan,
        "dimension": names.get(found.dimension, ""),
        "lead": roles.get(reading.LEAD, []),
        "coordinate": roles.get(reading.COORDINATE, []),
        "asked": asked.of_tasks(found.plan, [found]),
    }
    return render(request, "portal/task.html", context)


@require_safe
def unit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One unit: who it is, what the plan gives it, what it followed and what follows it."""
    rows = reading.placements(public_id)
    if not rows:
        raise Http404
    place = current(rows)
    own = scene.scene_of(place, place.province_id)
    return page_of_state(request, own.state, lambda: _unit(request, own, place, rows))


def current(rows: list[Placement]) -> Placement:
    """Of a unit's placements the one in force today, else the last before, else the first."""
    day = clock.today()
    past = [row for row in rows if row.valid_from <= day]
    return past[-1] if past else rows[0]


def _unit(request: HttpRequest, own: Scene, place: Placement, rows: list[Placement]) -> HttpResponse:
    ended = place.valid_to is not None and place.valid_to < own.day
    day = place.valid_to if ended and place.valid_to else max(own.day, place.valid_from)
    above, below = reading.relatives(place, day)
    facts = reading.facts_of(place.unit_id, own.day)
    work = [] if ended else reading.work_of(place.unit_id, own.day)
    committees = (Kind.DISTRICT, Kind.COMMUNE)
    context = {
        "scene": own,
        "place": place,
        "ended": ended,
        "above": [(row.name, reverse("portal:unit", args=[row.unit.public_id])) for row in above],
        "committees": [row for row in below if row.kind in committees],
        "bodies": [row for row in below if row.kind not in committees],
        "earlier": [row for row in rows if row.valid_from < place.valid_from],
        "successors": [fact for fact in facts if fact.kind == "successor"],
        "predecessors": [fact for fact in facts if fact.kind == "predecessor"],
        "contacts": [fact for fact in facts if fact.kind not in ("successor", "predecessor")],
        "lead": [row for row in work if row.role == reading.LEAD],
        "coordinate": [row for row in work if row.role == reading.COORDINATE],
    }
    return render(request, "portal/unit.html", context)


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The legal parameters the installation reckons with: days, article, whether it was checked."""
    return render(request, "portal/law.html", {"sections": law_room.catalogue()})
