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
from danbiet.people import gate, matters
from danbiet.plans import asked
from danbiet.portal import reading, scene, unit_page
from danbiet.portal.scene import Scene
from danbiet.units.models import Kind


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
    found = reading.in_force(own.province, own.day) if own.gate["plan"] else None
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
        scope = register.Scope((own.province,), own.day, closed=own.gate.closed)
        result = register.search(register.PORTAL, asked, scope, only)
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
    if not own.gate["plan"]:
        return closed(request, own)
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
    if not own.gate["plan"]:
        return closed(request, own)
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
    if not own.gate["plan"]:
        return closed(request, own)
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
    """One unit: who it is, what is asked of it and what is there, what it followed and what follows it."""
    rows = reading.placements(public_id)
    if not rows:
        raise Http404
    place = unit_page.standing(rows, clock.today())
    own = scene.scene_of(place, place.province_id)
    return page_of_state(
        request, own.state, lambda: render(request, "portal/unit.html", unit_page.context(own, place, rows))
    )


@require_safe
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public of the province, from when and by whose decision; what was decided before."""
    own = scene.of_slug(slug)
    return page_of_state(request, own.state, lambda: _publication(request, own))


def _publication(request: HttpRequest, own: Scene) -> HttpResponse:
    table = gate.table(own.province, own.day)
    rows = sorted((row for one in table for row in one.rows), key=lambda row: -row.pk)
    context = {
        "scene": own,
        "table": table,
        "shown": sum(one.shown for one in table),
        "history": [(row, matters.matter(row.matter)) for row in rows],
    }
    return render(request, "portal/publication.html", context)


def closed(request: HttpRequest, own: Scene) -> HttpResponse:
    """In the place of a page that the publication table closes: says so, and where the decision is to be read."""
    return render(request, "portal/closed.html", {"scene": own}, status=404)


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The legal parameters the installation reckons with: days, article, whether it was checked."""
    return render(request, "portal/law.html", {"sections": law_room.catalogue()})
