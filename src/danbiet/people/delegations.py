"""A person delegates a role for some days: the delegate acts in his place, marked so in the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Q

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import actions, errors, policies
from danbiet.people.models import Membership, Person

# state -> what may be done then -> the state after it. Anything else is refused with PEO-007.
EDGES: dict[str, dict[str, str]] = {
    "planned": {"end": "ended"},
    "active": {"end": "ended"},
    "past": {},
    "ended": {},
}

Listener = Callable[[Membership], None]
_LISTENERS: list[Listener] = []


def register_listener(told: Listener) -> None:
    """A room above is told of a new delegation, in its transaction: it tells the delegate."""
    if told not in _LISTENERS:
        _LISTENERS.append(told)


def state_of(row: Membership, today: date) -> str:
    """ "planned", "active", "past" (its last day is over) or "ended" (by somebody, before that)."""
    if row.revoked_at is not None:
        return "ended"
    if row.valid_to is not None and row.valid_to < today:
        return "past"
    return "active" if row.valid_from <= today else "planned"


def delegate(actor: Person, role: Membership, to: Person, first: date, last: date, ground: str) -> Membership:
    """Delegate a role of one's own to another person of the unit, both days included.

    Raises CodedError PEO-009, PEO-010, PEO-030 to PEO-037.
    """
    reason = squeeze(ground)
    if not reason:
        raise CodedError(errors.GROUND_NEEDED)
    if role.delegator_id is not None:
        raise CodedError(errors.DELEGATE_OF_A_DELEGATE)
    actions.check_days(first, last)
    if first < clock.today():
        raise CodedError(errors.BEGINS_IN_THE_PAST, day=office_day(first))
    policies.in_own_name()
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).get(pk=role.pk)
        _check_role(actor, row, first, last)
        _check_delegate(row, to, first, last)
        made = Membership.objects.create(
            person=to,
            unit_id=row.unit_id,
            role=row.role,
            valid_from=first,
            valid_to=last,
            ground=reason[:200],
            decided_on=clock.today(),
            delegated_from=row,
            delegator=actor,
        )
        _record("people.delegate", actor, made)
        for told in _LISTENERS:
            told(made)
    policies.forget(to)
    return made


def _check_role(actor: Person, row: Membership, first: date, last: date) -> None:
    today = clock.today()
    over = row.revoked_at is not None or (row.valid_to is not None and row.valid_to < today)
    if row.person_id != actor.pk or row.unit_id is None or over or not actor.is_active:
        raise CodedError(errors.NOT_YOUR_ROLE)
    if first < row.valid_from or (row.valid_to is not None and last > row.valid_to):
        until = office_day(row.valid_to) if row.valid_to else "…"
        raise CodedError(errors.BEYOND_THE_ROLE, first=office_day(row.valid_from), last=until)
    days = Q(valid_from__lte=last, valid_to__gte=first)
    other = row.delegations.filter(days, revoked_at__isnull=True).select_related("person").first()
    if other is not None:
        raise CodedError(errors.DELEGATED_ALREADY, person=other.person.name)


def _check_delegate(row: Membership, to: Person, first: date, last: date) -> None:
    if to.pk == row.person_id:
        raise CodedError(errors.DELEGATE_TO_ONESELF)
    policies.forget(to)
    on_the_days = [
        [
            member
            for member in policies.memberships(to, day)
            if member.unit_id == row.unit_id and member.delegator_id is None
        ]
        for day in (first, last)
    ]
    if not to.is_active or not all(on_the_days):
        raise CodedError(errors.NOT_OF_THE_UNIT, person=to.name)
    same = next((member for held in on_the_days for member in held if member.role == row.role), None)
    if same is not None:
        raise CodedError(errors.HELD_ALREADY, role=same.get_role_display(), day=office_day(same.valid_from))


def end(actor: Person, row: Membership) -> None:
    """End a delegation at once: by who gave it, who has it, or an administrator. Raises CodedError PEO-001, PEO-007."""
    if actor.pk in (row.delegator_id, row.person_id):
        policies.in_own_name()
    else:
        known = policies.lineages([row.unit_id] if row.unit_id else [])
        policies.authorise(actor, "people.manage", units=known[row.unit_id] if row.unit_id else [])
    with transaction.atomic():
        found = Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
        today = clock.today()
        if "end" not in EDGES[state_of(found, today)] or found.valid_to is None:
            raise CodedError(errors.ALREADY_ENDED, day=office_day(found.valid_to or today))
        actions.close(found, min(found.valid_to, today), at_once=True)
        _record("people.undelegate", actor, found)
    policies.forget(found.person)


def _record(action: str, actor: Person, row: Membership) -> None:
    facts = {"role": str(row.role), "unit": row.unit_id, "from": row.valid_from, "to": row.valid_to}
    recording.record(
        action,
        chain=recording.SYSTEM,
        actor=actor.public_id,
        subject=row.person.public_id,
        payload={
            **facts,
            "delegation": row.public_id,
            "for": row.delegator.public_id if row.delegator else "",
            "ground": row.ground,
        },
    )


def given(person: Person) -> list[Membership]:
    """What the person delegated and is not over, soonest first; one query."""
    rows = Membership.objects.filter(delegator=person, revoked_at__isnull=True, valid_to__gte=clock.today())
    return list(rows.select_related("person", "unit").order_by("valid_from", "pk"))


def received(person: Person) -> list[Membership]:
    """What was delegated to the person and is not over, soonest first; one query."""
    rows = person.memberships.filter(
        delegator__isnull=False, revoked_at__isnull=True, valid_to__gte=clock.today()
    )  # fmt: skip
    return list(rows.select_related("delegator", "unit").order_by("valid_from", "pk"))
