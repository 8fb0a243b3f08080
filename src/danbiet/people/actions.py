"""Changes to accounts and memberships; each is one journalled action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
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
        check_password(password, person)
    person.set_password(password)
    add_person(person, actor)
    return person


def add_person(person: Person, actor: Person) -> None:
    """Keep a new account and record it; ``actor`` may be the new person himself. Raises CodedError PEO-004."""
    if person.username == OPERATOR:
        raise CodedError(errors.NAME_TAKEN, username=person.username)
    try:
        with transaction.atomic():
            person.save()
            recording.record(
                "people.create",
                chain=recording.SYSTEM,
                actor=actor.public_id,
                subject=person.public_id,
                payload={},
                personal={"username": person.username, "name": person.name},
            )
    except IntegrityError as error:
        raise CodedError(errors.NAME_TAKEN, username=person.username) from error


def check_password(password: str, person: Person) -> None:
    """Raise CodedError PEO-005 if a password is too weak."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CodedError(errors.WEAK_PASSWORD, reasons=" ".join(error.messages)) from error


def set_password(person: Person, password: str) -> None:
    """A new password of one's own; one's sessions end. Raises CodedError PEO-005.

    Nobody sets another's: who has lost his gets a slip (``resetting``), and nobody else ever knows the password.
    """
    check_password(password, person)
    with transaction.atomic():
        store_password(person, password)
        policies.in_own_name()
        recording.record(
            "people.password", chain=recording.SYSTEM, actor=person.public_id, subject=person.public_id, payload={}
        )


def store_password(person: Person, password: str | None) -> None:
    """Keep a checked password (None: none, nobody can log in) and end all sessions; inside the action's transaction."""
    person.set_password(password)
    Person.objects.filter(pk=person.pk).update(password=person.password, session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def lasting(person: Person) -> list[Membership]:
    """His own roles (not delegated ones) that are in force or will be; one query, none where they were read along."""
    today = clock.today()
    return [
        row for row in own_roles(person) if row.revoked_at is None and (row.valid_to is None or row.valid_to >= today)
    ]


def own_roles(person: Person) -> list[Membership]:
    """All roles he ever had, not delegated ones, by first day; one query, none where they were read along."""
    rows = [row for row in person.memberships.all() if row.delegator_id is None]
    return sorted(rows, key=lambda row: (row.valid_from, row.pk))


def last_held(person: Person) -> list[Membership]:
    """His own roles that were the last to end; one query, none where they were read along."""
    rows = [row for row in own_roles(person) if row.valid_to is not None]
    days = [row.valid_to for row in rows if row.valid_to is not None]
    return [row for row in rows if row.valid_to == max(days)]


def authorise_over(actor: Person, person: Person) -> None:
    """Raise CodedError PEO-001 unless ``actor`` manages every place where the person has a role.

    For each of them: an administrator of one unit must not come by what the person may do elsewhere. Of somebody
    without a role any more: where he had one last.
    """
    units = [member.unit_id for member in lasting(person) or last_held(person)]
    known = policies.lineages(unit for unit in units if unit is not None)
    for unit in units or [None]:
        policies.authorise(actor, "people.manage", units=known[unit] if unit is not None else [])


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
    decided_on: date | None = None,
) -> Membership:
    """Give ``person`` a role at a unit from a day (today unless told); ``above``: ids of the units above it.

    ``ground``, ``decided_on``: number and date of the decision, which only the operator who sets an installation up may
    leave out. Raises CodedError PEO-001, PEO-006, PEO-009 to PEO-012, PEO-014.
    """
    lineage = [unit_id, *above] if unit_id else []
    authorise_grant(actor, role, lineage)
    refuse_oneself(actor, person, lineage)
    if not policies.is_operator(actor) or (ground.strip() and decided_on):
        check_decision(ground, decided_on)
    first = valid_from or clock.today()
    check_days(first, valid_to)
    with transaction.atomic():
        membership = add_membership(
            person, role, unit_id, first, valid_to=valid_to, ground=ground.strip(), decided_on=decided_on
        )
        record_grant(actor.public_id, membership)
    policies.forget(person)
    return membership


def authorise_grant(actor: Person, role: Role, units: Sequence[int]) -> None:
    """Raise CodedError PEO-001, or PEO-006 where the role needs a unit; ``units``: the unit's lineage."""
    if not units and role not in UNITLESS:
        raise CodedError(errors.UNIT_NEEDED, role=role.label)
    if units and role in UNITLESS:
        # What is held at a unit opens nothing over the installation, and would only look as if.
        raise CodedError(errors.UNKNOWN_ROLE, role=role.label, known=", ".join(str(r.label) for r in unit_roles()))
    policies.authorise(actor, "people.manage", units=units)


def unit_roles() -> list[Role]:
    """The roles that are held at a unit."""
    return [role for role in Role if role not in UNITLESS]


def refuse_oneself(actor: Person, person: Person, lineage: Sequence[int], on: date | None = None) -> None:
    """Raise CodedError PEO-012 where somebody would give a role to himself, or have his delegate give it to him."""
    if actor.pk == person.pk or policies.Part("people.manage", lineage, on=on).only_for(actor, person.pk):
        raise CodedError(errors.TO_ONESELF)


def check_decision(ground: str, decided_on: date | None) -> date:
    """The decision's date. Raises CodedError PEO-011, PEO-014 unless it has a number and a date that isn't to come."""
    if not squeeze(ground) or decided_on is None:
        raise CodedError(errors.DECISION_NEEDED)
    if decided_on > clock.today():
        raise CodedError(errors.DECISION_IN_THE_FUTURE, day=office_day(decided_on))
    return decided_on


def check_days(first: date, last: date | None) -> None:
    """Raise CodedError PEO-010 if a role would end before it begins."""
    if last is not None and last < first:
        raise CodedError(errors.ENDS_BEFORE_IT_BEGINS, first=office_day(first), last=office_day(last))


def add_membership(person: Person, role: Role, unit_id: int | None, first: date, **facts: Any) -> Membership:
    """A role of one's own from a day on; inside the action's transaction. Raises CodedError PEO-009.

    Never twice on one day: who ends a role must not overlook a second grant of it.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    rows = person.memberships.filter(unit=unit_id, role=role, delegated_from__isnull=True, revoked_at__isnull=True)
    last = facts.get("valid_to")
    for row in rows.order_by("valid_from"):
        if (last is None or row.valid_from <= last) and (row.valid_to is None or row.valid_to >= first):
            raise CodedError(errors.HELD_ALREADY, role=role.label, day=office_day(row.valid_from))
    return Membership.objects.create(person=person, unit_id=unit_id, role=role, valid_from=first, **facts)


def record_grant(actor: str, membership: Membership) -> None:
    """The entry of a role given; ``actor``: a public id."""
    recording.record(
        "people.grant",
        chain=recording.SYSTEM,
        actor=actor,
        subject=membership.person.public_id,
        payload={
            "role": str(membership.role),
            "unit": membership.unit_id,
            "from": membership.valid_from,
            "to": membership.valid_to,
            "ground": membership.ground,
            "decided_on": membership.decided_on,
        },
    )


def end_membership(actor: Person, membership: Membership, on: date | None = None) -> None:
    """End a membership on a day (inclusive; today unless told), what was delegated of it too.

    Raises CodedError PEO-001; PEO-007 if it has ended.
    """
    day = on or clock.today()
    known = policies.lineages([membership.unit_id] if membership.unit_id else [])
    policies.authorise(actor, "people.manage", units=known[membership.unit_id] if membership.unit_id else [])
    with transaction.atomic():
        row = Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=membership.pk)
        if row.valid_to is not None and row.valid_to < day:
            raise CodedError(errors.ALREADY_ENDED, day=row.valid_to.isoformat())
        close(row, day)
        recording.record(
            "people.end",
            chain=recording.SYSTEM,
            actor=actor.public_id,
            subject=row.person.public_id,
            payload={"role": row.role, "unit": row.unit_id, "to": row.valid_to},
        )
    policies.forget(membership.person)


def close(row: Membership, last: date, *, at_once: bool = False) -> None:
    """A membership's last day, for what was delegated of it too; one that hasn't begun by then never counts.

    Who has no role of his own at the unit any more loses what others of the unit delegated to him.
    ``at_once``: it doesn't count any more from this moment. Inside the action's transaction.
    """
    for delegated in row.delegations.filter(revoked_at__isnull=True, valid_to__gt=last):
        close(delegated, last, at_once=at_once)
    if at_once or row.valid_from > last:
        row.revoked_at = clock.now()
    row.valid_to = max(last, row.valid_from)
    row.save(update_fields=["valid_to", "revoked_at"])
    if row.delegator_id is None and row.unit_id is not None:
        here = Membership.objects.filter(person=row.person_id, unit=row.unit_id, revoked_at__isnull=True)
        after = here.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last))
        if not after.filter(delegator__isnull=True).exists():
            for received in after.filter(delegator__isnull=False):
                close(received, last, at_once=at_once)
