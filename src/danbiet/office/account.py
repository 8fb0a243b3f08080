"""One's own account: roles, password, second step, delegations."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.office.duty import said
from danbiet.office.people_forms import CurrentPasswordForm, DelegateForm, OwnPasswordForm, SetUpForm
from danbiet.people import actions, delegations, errors, lockout, policies, second_step
from danbiet.people.models import Membership, Person
from danbiet.units import queries as units

# In the session while a phone is being set up: its secret.
KEY = "second_step_key"


def names_of(rows: list[Membership]) -> dict[int, str]:
    """Unit id -> today's name; one query."""
    placed = units.placements_of({row.unit_id for row in rows if row.unit_id}, clock.today())
    return {unit: place.name for unit, place in placed.items()}


@login_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Roles with their grounds, what is delegated either way, the second step."""
    person: Any = request.user
    roles = actions.lasting(person)
    given, received = delegations.given(person), delegations.received(person)
    has = second_step.has(person)
    context = {
        "roles": roles,
        "given": given,
        "received": received,
        "names": names_of([*roles, *given, *received]),
        "delegable": [row for row in roles if row.unit_id],
        "second_step": has,
        "codes_left": second_step.codes_left(person) if has else 0,
        "required_from": second_step.required_from(person),
        "saved": "da-luu" in request.GET,
    }
    return render(request, "office/account.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password of one's own; other sessions end, this one goes on."""
    person: Any = request.user
    form = OwnPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _known(request, form):
        try:
            actions.set_password(person, form.cleaned_data["password"])
        except CodedError as error:
            form.add_error("password", said(error))
        else:
            update_session_auth_hash(request, person)
            return HttpResponseRedirect(f"{reverse('office:account')}?da-luu=1")
    return render(request, "office/password.html", {"form": form}, status=422 if form.errors else 200)


def _known(request: HttpRequest, form: Any) -> bool:
    """Whether the current password was typed; who sits at an open session guesses it no more often than at the door."""
    person: Any = request.user
    lockout.refuse(request, person.username)
    if person.check_password(form.cleaned_data["current"]):
        return True
    lockout.count_failure(request, person.username)
    form.add_error("current", said(CodedError(errors.WRONG_PASSWORD)))
    return False


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """Set the phone up: scan, type the code it shows, keep the recovery codes, which are shown this once."""
    person: Any = request.user
    key = request.session.get(KEY)
    if key is None:
        key = request.session[KEY] = second_step.new_key()
    form = SetUpForm(request.POST or None, password=second_step.has(person))
    if request.method == "POST" and form.is_valid() and ("current" not in form.fields or _known(request, form)):
        try:
            found = second_step.set_up(person, key, form.cleaned_data["code"])
        except CodedError as error:
            form.add_error("code", said(error))
        else:
            del request.session[KEY]
            update_session_auth_hash(request, person)
            request.session[second_step.VERIFIED] = True
            return render(request, "office/recovery_codes.html", {"codes": found})
    context = {
        "form": form,
        "key": second_step.typed_key(key),
        "overdue": second_step.is_overdue(person),
        "required_from": second_step.required_from(person),
        "may_turn_off": second_step.has(person) and second_step.required_from(person) is None,
    }
    return render(request, "office/second_step.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def step_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the secret being set up in this session."""
    person: Any = request.user
    key = request.session.get(KEY)
    if key is None:
        raise Http404
    return HttpResponse(
        second_step.picture(second_step.key_address(person, key)), content_type="image/svg+xml"
    )  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step_off(request: HttpRequest) -> HttpResponse:
    """Do without the second step, where no role requires it; the password says who sits here. Raises PEO-052."""
    person: Any = request.user
    second_step.check_optional(person)
    form = CurrentPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _known(request, form):
        second_step.turn_off(person)
        return HttpResponseRedirect(f"{reverse('office:account')}?da-luu=1")
    return render(request, "office/second_step_off.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest) -> HttpResponse:
    """Delegate a role for some days."""
    person: Any = request.user
    rows = [row for row in actions.lasting(person) if row.unit_id]
    if not rows:
        raise CodedError(errors.NOT_YOUR_ROLE)
    names, people = names_of(rows), colleagues([row.unit_id or 0 for row in rows], person)
    roles = [(row, names.get(row.unit_id or 0, "")) for row in rows]
    form = DelegateForm(request.POST or None, roles=roles, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = next(row for row in rows if row.public_id == data["role"])
        to = next(one for one in people if one.public_id == data["to"])
        try:
            delegations.delegate(person, chosen, to, data["first"], data["last"], data["ground"])
        except CodedError as error:
            form.add_error(None, said(error))
        else:
            return HttpResponseRedirect(f"{reverse('office:account')}?da-luu=1")
    context = {"form": form, "people": people}
    return render(request, "office/delegate.html", context, status=422 if form.errors else 200)


def colleagues(unit_ids: list[int], person: Person) -> list[Person]:
    """Who else has a role of his own at some units, now or later; one query."""
    today = clock.today()
    held = Membership.objects.filter(unit__in=unit_ids, delegated_from__isnull=True, revoked_at__isnull=True)
    lasting = held.filter(valid_to__isnull=True) | held.filter(valid_to__gte=today)
    found = Person.objects.filter(pk__in=lasting.values("person"), is_active=True).exclude(pk=person.pk)
    return list(found.order_by("name", "pk"))


@login_required
@never_cache
@require_POST
def end_delegation(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a delegation that one gave or has, or whose unit one administers; 404 for all others."""
    person: Any = request.user
    row = Membership.objects.filter(public_id=public_id, delegator__isnull=False).select_related("person").first()
    if row is None:
        raise Http404
    if person.pk not in (row.delegator_id, row.person_id):
        lineage = policies.lineages([row.unit_id or 0])[row.unit_id or 0]
        if not policies.allowed(person, "people.manage", units=lineage):
            raise Http404
        back = reverse("office:person", args=[row.person.public_id])
    else:
        back = reverse("office:account")
    delegations.end(person, row)
    return HttpResponseRedirect(back)
