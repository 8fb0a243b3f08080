"""Roles pass from one person to another; a person leaves."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import actions, errors, policies, resetting
from danbiet.people.models import Membership, Person, Role


def to_hand_over(person: Person, day: date) -> list[Membership]:
    """His own roles at units that began before a day and are held then."""
    return [
        row
        for row in actions.lasting(person)
        if row.unit_id is not None and row.valid_from < day and (row.valid_to is None or row.valid_to >= day)
    ]


def hand_over(
    actor: Person, giver: Person, taker: Person, day: date, *, ground: str, decided_on: date | None
) -> list[Membership]:
    """All of the giver's roles at units are the taker's from a day on; what the taker now holds more.

    The giver's end the day before, what he delegated of them too. Raises CodedError PEO-001, PEO-003, PEO-011, PEO-012,
    PEO-014, PEO-034, PEO-040, PEO-041.
    """
    _check(giver, taker, ground, decided_on)
    if day < clock.today():
        # What somebody did by a role stays covered by it.
        raise CodedError(errors.BEGINS_IN_THE_PAST, day=office_day(day))
    rows = to_hand_over(giver, day)
    if not rows:
        raise CodedError(errors.NOTHING_TO_HAND_OVER, person=giver.name, day=office_day(day))
    known = policies.lineages(row.unit_id for row in rows if row.unit_id is not None)
    for row in rows:
        policies.authorise(actor, "people.manage", units=known[row.unit_id or 0])
        actions.refuse_oneself(actor, taker, known[row.unit_id or 0])
    made = []
    with transaction.atomic():
        locked = Membership.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows])
        facts = {"ground": squeeze(ground)[:200], "decided_on": decided_on}
        for row in locked.order_by("pk"):
            last = row.valid_to
            actions.close(row, day - timedelta(days=1))
            first = _from(taker, row, day)
            if first < date.max and (last is None or first <= last):
                made.append(actions.add_membership(taker, Role(row.role), row.unit_id, first, valid_to=last, **facts))
        moved = [[row.role, row.unit_id] for row in rows]
        payload = {"to": taker.public_id, "from": day, "roles": moved, "ground": squeeze(ground)}
        _record("people.hand_over", actor, giver, {**payload, "decided_on": decided_on})
    policies.forget(giver)
    policies.forget(taker)
    return made


def _from(taker: Person, row: Membership, day: date) -> date:
    """The day from which the taker gets a role: after what he holds of the same already."""
    own = [one for one in actions.lasting(taker) if (one.unit_id, one.role) == (row.unit_id, row.role)]
    for one in own:
        if one.valid_from <= day:
            day = date.max if one.valid_to is None else max(day, one.valid_to + timedelta(days=1))
    return day


def _check(giver: Person, taker: Person, ground: str, decided_on: date | None) -> None:
    actions.check_decision(ground, decided_on)
    if giver.pk == taker.pk:
        raise CodedError(errors.SAME_PERSON)
    if not taker.is_active:
        raise CodedError(errors.UNKNOWN_PERSON, username=taker.username)


def leave(actor: Person, person: Person, *, ground: str, decided_on: date | None) -> None:
    """A person leaves: every role and delegation ends now, the account is closed, its sessions end, no code opens it.

    Raises CodedError PEO-001, PEO-003, PEO-011, PEO-013, PEO-014.
    """
    actions.authorise_over(actor, person)
    if actor.pk == person.pk:
        raise CodedError(errors.OWN_ACCOUNT)
    actions.check_decision(ground, decided_on)
    today = clock.today()
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if not locked.is_active:
            raise CodedError(errors.UNKNOWN_PERSON, username=locked.username)
        rows = locked.memberships.select_for_update(of=("self",)).filter(revoked_at__isnull=True)
        ended = [row for row in rows if row.valid_to is None or row.valid_to >= today]
        for row in ended:
            actions.close(row, today, at_once=True)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        actions.store_password(locked, None)
        resetting.withdraw_open(locked)
        roles = [[row.role, row.unit_id] for row in ended]
        _record(
            "people.leave", actor, locked, {"roles": roles, "ground": squeeze(ground), "decided_on": decided_on}
        )  # fmt: skip
    person.is_active = False
    policies.forget(person)


def _record(action: str, actor: Person, person: Person, payload: dict[str, object]) -> None:
    recording.record(
        action, chain=recording.SYSTEM, actor=actor.public_id, subject=person.public_id, payload=payload
    )  # fmt: skip
