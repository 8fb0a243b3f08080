"""The publication table in the office: who may decide sees forms, others read; a unit sees first what will be said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties.queries import OVERSEEING
from danbiet.office.duty import said
from danbiet.office.publication_forms import PublicationForm
from danbiet.people import gate, matters, policies, publishing
from danbiet.people.gate import Standing
from danbiet.people.matters import Default
from danbiet.plans import actions as plans
from danbiet.portal import asked, reading, unit_page
from danbiet.portal.scene import scene_of
from danbiet.units import queries as units
from danbiet.units.models import Placement


@dataclass(frozen=True, slots=True)
class Chair:
    """A person before a province's table: the province, the bodies that follow its plan, what he may do."""

    province: Placement
    bodies: list[int]
    may_decide: bool
    may_prepare: bool
    own: list[Placement]
    others: list[Placement]

    @property
    def may_act(self) -> bool:
        """Whether he sees forms."""
        return self.may_decide or self.may_prepare


def _chair(request: HttpRequest) -> Chair:
    """The province that is asked for, else the first where the person has a role; Http404 where he has none."""
    person: Any = request.user
    today = clock.today()
    placed = list(units.placements_of(policies.unit_ids(person), today).values())
    provinces = list(units.placements_of({place.province_id for place in placed}, today).values())
    wanted = request.GET.get("tinh") or request.POST.get("tinh")
    chosen = [one for one in provinces if wanted in (None, one.unit.public_id)]
    if not chosen:
        raise Http404
    province = chosen[0]
    bodies = plans.scope(province.unit)
    return Chair(
        province,
        bodies,
        policies.allowed(person, "publication.decide", province=province.unit_id),
        policies.allowed(person, "publication.prepare", units=bodies, province=province.unit_id),
        [place for place in placed if place.province_id == province.unit_id],
        [one for one in provinces if one is not province],
    )


@login_required
@never_cache
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """What is public of the province, what will be, what waits for the leader; the way to the person's own units.

    ``xem=don-vi``: on to the preview of his unit, if he has one.
    """
    chair = _chair(request)
    if request.GET.get("xem") == "don-vi" and len(chair.own) == 1:
        return HttpResponseRedirect(reverse("office:publication-preview", args=[chair.own[0].unit.public_id]))
    today = clock.today()
    rows = gate.table(chair.province.unit_id, today, waiting=chair.may_act)
    history = sorted((row for one in rows for row in one.rows), key=lambda row: -row.pk)
    context = {
        "chair": chair,
        "today": today,
        "table": rows,
        "coming": [one for one in rows if one.coming],
        "waiting": [one for one in rows if one.waiting],
        "shown": sum(one.shown for one in rows),
        "days": gate.units_see_first(),
        "ground": gate.ground("en" if get_language() == "en" else "vi"),
        "history": [(row, matters.matter(row.matter)) for row in history],
    }
    return render(request, "office/publication.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Decide on a matter, or prepare the decision; whoever may do neither reads how it stands."""
    chair = _chair(request)
    standing = _standing(chair, key)
    # Bound to what the reader saw, so that what he typed isn't lost when the matter was decided meanwhile.
    form = PublicationForm(request.POST or None, standing=standing, final=chair.may_decide)
    if request.method == "POST" and form.is_valid():
        try:
            _act(request.user, chair, form, key)
        except CodedError as error:
            if error.code == "PEO-001":
                raise
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(f"{reverse('office:publication')}?tinh={chair.province.unit.public_id}")
    opens = (form["opens"].value() or "1") == "1"
    context = {
        "chair": chair,
        "one": standing,
        "form": form,
        "opens": opens,
        "today": clock.today(),
        "ordered": standing.matter.ordered(clock.today()),
        "days": gate.units_see_first() if standing.matter.default is Default.INTERNAL else 0,
    }
    return render(request, "office/publication_matter.html", context, status=422 if form.errors else 200)


def _standing(chair: Chair, key: str) -> Standing:
    rows = gate.table(chair.province.unit_id, clock.today(), waiting=chair.may_act)
    found = next((one for one in rows if one.matter.key == key and one.matter.decidable), None)
    if found is None:
        raise Http404
    return found


def _act(person: Any, chair: Chair, form: PublicationForm, key: str) -> None:
    wanted, province = form.wanted(key), chair.province.unit_id
    if chair.may_decide or not chair.may_prepare:
        prepared = form.cleaned_data["preparation"]
        publishing.decide(person, province, wanted, preparation=prepared, bodies=chair.bodies)
    else:
        publishing.prepare(person, province, wanted, bodies=chair.bodies)


@login_required
@never_cache
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """A unit's public page as people will see it once what is decided takes effect; with ``mo``, once that is opened.

    For the unit itself and for those who oversee it.
    """
    person: Any = request.user
    rows = reading.placements(public_id)
    place = unit_page.standing(rows, clock.today()) if rows else None
    if place is None or not policies.allowed(person, "duties.see", units=units.lineage(place)):
        raise Http404
    own = scene_of(place, place.province_id)
    table = gate.table(own.province, own.day)
    coming = [one for one in table if one.coming]
    tried = [one for one in table if one.matter.key == request.GET.get("mo") and one.may_open]
    shown = replace(own, gate=own.gate.also(one.matter.key for one in (*coming, *tried)))
    page = unit_page.context(shown, place, rows)
    context = {
        **page,
        "coming": coming,
        "tried": tried,
        "choice": [one for one in table if one.may_open and one not in tried],
        "from_day": max((one.coming.from_day for one in coming if one.coming), default=None),
        "lines": _lines(person, place),
        "below": [*page["committees"], *page["bodies"]] if _oversees(person, place) else [],
    }
    return render(request, "office/publication_preview.html", context)


def _oversees(person: Any, place: Placement) -> bool:
    overseen = policies.unit_ids(person, OVERSEEING)
    return any(unit in overseen for unit in units.lineage(place))


def _lines(person: Any, place: Placement) -> list[Any]:
    """The unit's duties, each with what the unit says of it, for who may write that; one query."""
    if not policies.allowed(person, "duties.explain", units=units.lineage(place)):
        return []
    return [(row, asked.facts_of(row)) for row in asked.of_unit(place.unit_id, clock.today())]
