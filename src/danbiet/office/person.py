"""One person, for who manages the people of his unit: slip, lock-out, second step, ending, handing over, leaving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties.models import Duty
from danbiet.duties.queries import visible_to
from danbiet.duties.states import unfulfilled
from danbiet.office.account import colleagues, names_of
from danbiet.office.duty import said
from danbiet.office.entry import address_of
from danbiet.office.people_forms import DecisionForm, HandOverForm
from danbiet.people import actions, codes, delegations, leaving, lockout, policies, resetting, second_step
from danbiet.people.models import Invitation, Membership, Person
from danbiet.plans import actions as plans
from danbiet.plans.models import Draft
from danbiet.units import queries as units
from danbiet.units.models import Placement


@dataclass(slots=True)
class Managed:
    """A person, seen by who manages people where he has a role: his units' places, whether all of them are managed."""

    person: Person
    placed: dict[int, Placement]
    over: bool


def managed(request: HttpRequest, public_id: str) -> Managed:
    """A person who has a role where one manages the people, or had his last there; Http404 otherwise. Four queries."""
    actor: Any = request.user
    rows = Membership.objects.select_related("delegator", "unit")
    found = Person.objects.annotate(second_step=second_step.of_account()).filter(public_id=public_id)
    person = found.prefetch_related(Prefetch("memberships", queryset=rows)).first()
    if person is None:
        raise Http404
    held = {row.unit_id for row in actions.lasting(person) or actions.last_held(person)}
    placed = units.placements_of({unit for unit in held if unit is not None}, clock.today())
    may = [policies.allowed(actor, "people.manage", units=_lineage(unit, placed)) for unit in held or {None}]
    if not any(may):
        raise Http404
    return Managed(person, placed, all(may) and actor.pk != person.pk)


def _lineage(unit: int | None, placed: dict[int, Placement]) -> list[int]:
    if unit is None:
        return []
    return units.lineage(placed[unit]) if unit in placed else [unit]


@dataclass(slots=True)
class Left:
    """What stays when a person's roles end."""

    # (role, unit) that nobody else holds.
    vacant: list[tuple[str, str]]
    # (unit, how many duties it still owes)
    owed: list[tuple[str, int]]
    drafts: list[Draft]
    invitations: list[Invitation]

    def anything(self) -> bool:
        """Whether there is any."""
        return bool(self.vacant or self.owed or self.drafts or self.invitations)


def left_by(actor: Person, seen: Managed) -> Left:
    """What stays open of a person who leaves or left today, as far as ``actor`` may see it; five queries."""
    today, person = clock.today(), seen.person
    rows = [row for row in actions.own_roles(person) if row.unit_id and (row.valid_to is None or row.valid_to >= today)]
    names, ids = {unit: place.name for unit, place in seen.placed.items()}, {row.unit_id for row in rows}
    others = Membership.objects.filter(units.on_day(today), unit__in=ids, revoked_at__isnull=True)
    held = set(others.exclude(person=person).filter(person__is_active=True).values_list("unit_id", "role"))
    open_ones = Duty.objects.filter(visible_to(actor), unfulfilled(), unit__in=ids).values_list("unit_id")
    counts = dict(open_ones.annotate(number=Count("pk")).order_by())
    mine = Draft.objects.filter(proposed_by=person, withdrawn_at__isnull=True, approval__isnull=True)
    return Left(
        vacant=[
            (row.get_role_display(), names.get(row.unit_id or 0, ""))
            for row in rows
            if (row.unit_id, row.role) not in held
        ],
        owed=[(names.get(unit, ""), count) for unit, count in counts.items()],
        drafts=[row for row in mine.defer("content").order_by("proposed_at", "pk") if _sees(actor, row)],
        invitations=list(Invitation.objects.filter(made_by=person, used_at__isnull=True, withdrawn_at__isnull=True)),
    )


def _sees(actor: Person, draft: Draft) -> bool:
    scope = plans.scope(draft.province)
    seeing = ("plans.propose", "plans.approve", "plans.see")
    return any(policies.allowed(actor, one, units=scope, province=draft.province_id) for one in seeing)


@login_required
@never_cache
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Roles with their grounds, delegations, and what can be done."""
    actor: Any = request.user
    seen = managed(request, public_id)
    person = seen.person
    roles = actions.lasting(person)
    given, received = (delegations.given(person), delegations.received(person)) if person.is_active else ([], [])
    names = names_of([*roles, *given, *received])
    over = seen.over and person.is_active
    context = {
        "person": person,
        "roles": roles,
        "given": given,
        "received": received,
        "names": names,
        "over": over,
        "own": actor.pk == person.pk,
        "locked": over and bool(lockout.locked([person.username])),
        "second_step": second_step.has(person),
        "left": None if person.is_active else left_by(actor, seen),
    }
    return render(request, "office/person.html", context)


def _post(act: Callable[[Person, Person], None]) -> Any:
    """A view that does something to a person and goes back to his page."""

    @login_required
    @never_cache
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        person = managed(request, public_id).person
        act(request.user, person)  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("office:person", args=[person.public_id]))

    return view


unlock = _post(lockout.lift)
take_off_step = _post(second_step.take_off)


@login_required
@never_cache
@require_POST
def slip(request: HttpRequest, public_id: str) -> HttpResponse:
    """A slip for a new password; shown this once."""
    actor: Any = request.user
    person = managed(request, public_id).person
    code = resetting.slip(actor, person)
    context = {
        "kind": "dat-lai",
        "code": code,
        "link": address_of(request, "office:reset", code),
        "enter": address_of(request, "office:enter-slip"),
        "name": person.name,
        "username": person.username,
        "expires": clock.now() + codes.SLIP_LIVES,
        "back": reverse("office:person", args=[person.public_id]),
    }
    return render(request, "office/slip.html", context)


@login_required
@never_cache
@require_POST
def end_role(request: HttpRequest, public_id: str, role: str) -> HttpResponse:
    """End one role with the end of today."""
    actor: Any = request.user
    person = managed(request, public_id).person
    row = Membership.objects.filter(public_id=role, person=person, delegated_from__isnull=True).first()
    if row is None:
        raise Http404
    actions.end_membership(actor, row)
    return HttpResponseRedirect(reverse("office:person", args=[person.public_id]))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move all roles to another person of the unit from a day, in one step."""
    actor: Any = request.user
    person = managed(request, public_id).person
    rows = [row for row in actions.lasting(person) if row.unit_id]
    people = [one for one in colleagues([row.unit_id or 0 for row in rows], person) if one.pk != actor.pk]
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        taker = next(one for one in people if one.public_id == data["taker"])
        try:
            leaving.hand_over(
                actor, person, taker, data["day"], ground=data["ground"], decided_on=data["decided_on"]
            )  # fmt: skip
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:person", args=[taker.public_id]))
    context = {"person": person, "roles": rows, "names": names_of(rows), "form": form, "people": people}
    return render(request, "office/hand_over.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an account: what stays open is listed before and after."""
    actor: Any = request.user
    seen = managed(request, public_id)
    person = seen.person
    if not seen.over and actor.pk != person.pk:
        actions.authorise_over(actor, person)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.leave(actor, person, **form.cleaned_data)
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:person", args=[person.public_id]))
    context = {"person": person, "form": form, "left": left_by(actor, seen)}
    return render(request, "office/leave.html", context, status=422 if form.errors else 200)
