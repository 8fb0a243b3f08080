"""The people of a unit: who holds what, who is invited; invitations and slips."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.office.duty import said
from danbiet.office.entry import address_of
from danbiet.office.people_forms import InviteForm
from danbiet.people import actions, codes, invitations, lockout, policies, second_step
from danbiet.people.models import Invitation, Membership, Person, Role
from danbiet.people.policies import UNITLESS
from danbiet.units import queries as units
from danbiet.units.models import Placement


@dataclass(slots=True)
class Line:
    """A person of the unit with his roles there, and what an administrator should know of the account."""

    person: Person
    roles: list[Membership] = field(default_factory=list)
    locked: bool = False
    without_step: bool = False


def administered(person: Person) -> list[int]:
    """Ids of the units whose people the person manages."""
    return policies.unit_ids(person, [Role.ADMINISTRATOR])


def wanted_unit(request: HttpRequest) -> Placement | None:
    """The unit a page is about: the one asked for, else one's own; None: the whole installation (its operator).

    Http404 for whoever doesn't manage its people, which tells nothing about whether it exists.
    """
    person: Any = request.user
    asked = request.GET.get("don-vi", "")
    if asked:
        place = Placement.objects.filter(units.on_day(clock.today()), unit__public_id=asked).first()
        place = None if place is None else units.placement_of(place.unit_id, clock.today())
    else:
        own = administered(person)
        if not own:
            if not policies.is_operator(person):
                raise Http404
            return None
        place = units.placement_of(own[0], clock.today())
    if place is None or not policies.allowed(person, "people.manage", units=units.lineage(place)):
        raise Http404
    return place


def held_at(place: Placement | None) -> list[Line]:
    """The people of a unit (None: with roles over the installation), by name; two queries."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    rows = Membership.objects.filter(lasting, unit=place.unit_id if place else None, revoked_at__isnull=True)
    found: dict[int, Line] = {}
    rows = rows.filter(person__is_active=True).annotate(stepped=Exists(second_step.devices(OuterRef("person"))))
    for row in rows.select_related("person", "delegator").order_by("person__name", "person_id", "valid_from"):
        line = found.setdefault(row.person_id, Line(row.person))
        line.roles.append(row)
        line.without_step = line.without_step or (row.role in second_step.ROLES and not row.stepped)
    locked = lockout.locked([line.person.username for line in found.values()])
    for line in found.values():
        line.locked = line.person.username in locked
    return list(found.values())


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Who holds what at a unit, open invitations, the units below."""
    person: Any = request.user
    place = wanted_unit(request)
    today = clock.today()
    waiting = Invitation.objects.filter(
        unit=place.unit_id if place else None, used_at__isnull=True, withdrawn_at__isnull=True
    )
    own = administered(person)
    mine = units.placements_of([unit for unit in own if place is None or unit != place.unit_id], today).values()
    below = units.children(place.unit_id, today) if place else units.provinces(today)
    context = {
        "unit": place,
        "lines": held_at(place),
        "waiting": [(row, codes.state_of(row, clock.now())) for row in waiting.order_by("-made_at", "-pk")],
        "own": [] if len(own) < 2 else list(mine),
        "below": list(below),
        "today": today,
    }
    return render(request, "office/staff.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role at the unit; the answer is the slip, shown this once."""
    person: Any = request.user
    place = wanted_unit(request)
    roles = actions.unit_roles() if place else sorted(UNITLESS)
    initial = {"role": Role.OFFICER}
    form = InviteForm(request.POST or None, roles=roles, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        seat = invitations.Seat(
            role=Role(data["role"]),
            lineage=units.lineage(place) if place else (),
            ground=data["ground"],
            decided_on=data["decided_on"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )
        try:
            row, code = invitations.invite(
                person, data["name"], seat, email=data["email"], address=_address(request)
            )  # fmt: skip
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return _slip(request, row, code, place)
    context = {"form": form, "unit": place}
    return render(request, "office/invite.html", context, status=422 if form.errors else 200)


def _address(request: HttpRequest) -> invitations.Address:
    return lambda code: address_of(request, "office:invitation", code)


def _slip(request: HttpRequest, row: Invitation, code: str, place: Placement | None) -> HttpResponse:
    context = {
        "kind": "moi",
        "code": code,
        "link": address_of(request, "office:invitation", code),
        "enter": address_of(request, "office:enter-slip"),
        "name": row.name,
        "what": row.get_role_display(),
        "unit": place,
        "expires": row.expires_at,
        "email": row.email,
        "back": staff_address(place),
    }
    return render(request, "office/slip.html", context)


def staff_address(place: Placement | None) -> str:
    """The page of a unit's people."""
    base = reverse("office:staff")
    return f"{base}?don-vi={place.unit.public_id}" if place else base


def _invitation(request: HttpRequest, public_id: str) -> tuple[Invitation, Placement | None]:
    """An invitation whose unit's people one manages; Http404 otherwise."""
    person: Any = request.user
    row = Invitation.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    place = units.placement_of(row.unit_id, clock.today()) if row.unit_id else None
    if not policies.allowed(person, "people.manage", units=units.lineage(place) if place else []):
        raise Http404
    return row, place


@login_required
@never_cache
@require_POST
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new code for an invitation; the answer is its slip."""
    person: Any = request.user
    row, place = _invitation(request, public_id)
    code = invitations.renew(person, row, address=_address(request))
    row.refresh_from_db()
    return _slip(request, row, code, place)


@login_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    person: Any = request.user
    row, place = _invitation(request, public_id)
    invitations.withdraw(person, row)
    return HttpResponseRedirect(staff_address(place))
