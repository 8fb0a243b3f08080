"""Changes to accounts and memberships; each is one journalled action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.journal import recording
from danbiet.people import errors, policies
from danbiet.people.models import Membership, Person, Role
from danbiet.people.policies import UNITLESS

OPERATOR = "operator"


def operator() -> Person:
    """The installation's operator: acts where a command names nobody. Nobody can log in to it."""
    person = Person.objects.filter(username=OPERATOR).first()
    if person is not None:
        return person
    with transaction.atomic():
        person = Person.objects.create_person(OPERATOR, "Vận hành hệ thống")
        Membership.objects.create(person=person, unit=None, role=Role.OPERATOR, valid_from=date(2000, 1, 1))
        recording.record(
            "people.create", chain=recording.SYSTEM, actor=person.public_id, subject=person.public_id, payload={}
        )
    return person


def acting(username: str | None) -> Person:
    """The account a command acts for; the operator if none is named. Raises CodedError PEO-003."""
    if username is None:
        return operator()
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CodedError(errors.UNKNOWN_PERSON, username=username)
    return person


def create_person(
    actor: Person, *, username: str, name: str, password: str | None = None, email: str = "", check: bool = True
) -> Person:
    """A new account; without a password nobody can log in yet. Raises CodedError PEO-001, PEO-004, PEO-005."""
    policies.authorise(actor, "people.manage", units=policies.unit_ids(actor))
    person = Person(username=username, name=name, email=email)
    if password is not None and check:
        _check_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
            recording.record(
                "people.create",
                chain=recording.SYSTEM,
                actor=actor.public_id,
                subject=person.public_id,
                payload={},
                personal={"username": username, "name": name},
            )
    except IntegrityError as error:
        raise CodedError(errors.NAME_TAKEN, username=username) from error
    return person


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CodedError(errors.WEAK_PASSWORD, reasons=" ".join(error.messages)) from error


def set_password(actor: Person, person: Person, password: str) -> None:
    """A new password, one's own or another's. Raises CodedError PEO-001, PEO-005."""
    if actor.pk != person.pk:
        # For each of his roles: an administrator of one unit must not come by what the person may do elsewhere.
        places = [[member.unit_id] if member.unit_id else [] for member in policies.memberships(person)]
        for place in places or [[]]:
            policies.authorise(actor, "people.manage", units=place)
    _check_password(password, person)
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        recording.record(
            "people.password",
            chain=recording.SYSTEM,
            actor=actor.public_id,
            subject=person.public_id,
            payload={},
        )


def grant(
    actor: Person,
    person: Person,
    role: Role,
    *,
    unit_id: int | None = None,
    above: Sequence[int] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
    ground: str = "",
) -> Membership:
    """Give ``person`` a role at a unit from a day (today unless told); ``above``: ids of the units above it.

    Raises CodedError PEO-001, PEO-006, PEO-009, PEO-010.
    """
    if unit_id is None and role not in UNITLESS:
        raise CodedError(errors.UNIT_NEEDED, role=role.label)
    policies.authorise(actor, "people.manage", units=[unit_id, *above] if unit_id else [])
    first = valid_from or clock.today()
    if valid_to is not None and valid_to < first:
        raise CodedError(errors.ENDS_BEFORE_IT_BEGINS, first=office_day(first), last=office_day(valid_to))
    held: dict[str, Any] = {"person": person, "unit_id": unit_id, "role": role, "valid_from": first}
    with transaction.atomic():
        membership, new = Membership.objects.get_or_create(**held, defaults={"valid_to": valid_to, "ground": ground})
        if not new:
            raise CodedError(errors.HELD_ALREADY, role=role.label, day=office_day(first))
        recording.record(
            "people.grant",
            chain=recording.SYSTEM,
            actor=actor.public_id,
            subject=person.public_id,
            payload={"role": str(role), "unit": unit_id, "from": membership.valid_from, "to": valid_to},
        )
    policies.forget(person)
    return membership


def end_membership(actor: Person, membership: Membership, on: date | None = None) -> None:
    """End a membership on a day (inclusive; today unless told). Raises CodedError PEO-001; PEO-007 if it has ended."""
    day = on or clock.today()
    policies.authorise(actor, "people.manage", units=[membership.unit_id] if membership.unit_id else [])
    with transaction.atomic():
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if row.valid_to is not None and row.valid_to < day:
            raise CodedError(errors.ALREADY_ENDED, day=row.valid_to.isoformat())
        row.valid_to = max(day, row.valid_from)
        row.save(update_fields=["valid_to"])
        recording.record(
            "people.end",
            chain=recording.SYSTEM,
            actor=actor.public_id,
            subject=row.person.public_id,
            payload={"role": row.role, "unit": row.unit_id, "to": row.valid_to},
        )
    policies.forget(membership.person)
