"""Who may do what: one table, in code.

A permission belongs to roles held at a related unit: the unit itself, a unit above it, the province, or the
installation. The caller passes the ids of the target unit and of the units above it, nearest first, since this room
knows no units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.people import errors
from danbiet.people.models import Membership, Role

if TYPE_CHECKING:
    from danbiet.people.models import Person


class Relation(StrEnum):
    """Where a role must be held, seen from the target unit."""

    OWN = "own"
    ABOVE = "above"
    PROVINCE = "province"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at a related unit carries the permission."""

    role: Role
    relation: Relation


def _grants(*pairs: tuple[Role, Relation]) -> tuple[Grant, ...]:
    return tuple(Grant(role, relation) for role, relation in pairs)


PERMISSIONS: dict[str, tuple[Grant, ...]] = {
    "plans.propose": _grants(
        (Role.SUPERVISOR, Relation.PROVINCE),
        (Role.APPROVER, Relation.PROVINCE),
        (Role.OPERATOR, Relation.INSTALLATION),
    ),
    "plans.approve": _grants((Role.APPROVER, Relation.PROVINCE)),
    "plans.manage": _grants((Role.APPROVER, Relation.PROVINCE)),
    "plans.see": _grants(
        *((role, Relation.PROVINCE) for role in (Role.SUPERVISOR, Role.APPROVER, Role.INSPECTOR, Role.OFFICER)),
        *((role, Relation.PROVINCE) for role in (Role.ADMINISTRATOR, Role.FRONT)),
        (Role.AUDITOR, Relation.INSTALLATION),
    ),
    "duties.see": _grants(
        *((role, Relation.OWN) for role in (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR, Role.FRONT)),
        *((role, Relation.OWN) for role in (Role.SUPERVISOR, Role.INSPECTOR)),
        *((role, Relation.ABOVE) for role in (Role.SUPERVISOR, Role.APPROVER, Role.INSPECTOR)),
    ),
    "duties.fulfil": _grants((Role.OFFICER, Relation.OWN), (Role.APPROVER, Relation.OWN), (Role.FRONT, Relation.OWN)),
    "duties.withdraw": _grants((Role.OFFICER, Relation.OWN), (Role.APPROVER, Relation.OWN), (Role.FRONT, Relation.OWN)),
    "duties.waive": _grants((Role.APPROVER, Relation.ABOVE), (Role.SUPERVISOR, Relation.ABOVE)),
    "duties.escalate": _grants((Role.SUPERVISOR, Relation.ABOVE)),
    "units.manage": _grants((Role.SUPERVISOR, Relation.PROVINCE), (Role.OPERATOR, Relation.INSTALLATION)),
    "people.manage": _grants(
        (Role.ADMINISTRATOR, Relation.OWN),
        (Role.ADMINISTRATOR, Relation.ABOVE),
        (Role.OPERATOR, Relation.INSTALLATION),
    ),
    "health.see": _grants((Role.OPERATOR, Relation.INSTALLATION), (Role.AUDITOR, Relation.INSTALLATION)),
    "journal.read": _grants((Role.AUDITOR, Relation.INSTALLATION), (Role.INSPECTOR, Relation.PROVINCE)),
}
UNITLESS = frozenset({Role.OPERATOR, Role.AUDITOR})


def memberships(person: Person, on: date | None = None) -> list[Membership]:
    """The person's memberships in force on a day (today unless told); read once per person object."""
    day = on or clock.today()
    cache: list[Membership] | None = getattr(person, "_memberships", None)
    if cache is None:
        # Through the relation, so that a list of people reads them all at once.
        cache = list(person.memberships.all()) if person.pk else []
        person._memberships = cache  # type: ignore[attr-defined]
    return [m for m in cache if m.valid_from <= day and (m.valid_to is None or m.valid_to >= day)]


def forget(person: Person) -> None:
    """Read the person's memberships anew from now on, after one was changed."""
    for kept in ("_memberships", "_prefetched_objects_cache"):
        person.__dict__.pop(kept, None)


def allowed(
    person: Person,
    permission: str,
    *,
    units: Sequence[int] = (),
    province: int | None = None,
    on: date | None = None,
) -> bool:
    """Whether ``person`` may, on a day. ``units``: the target unit's id, then its ancestors' ids."""
    if not person.is_active:
        return False
    held = memberships(person, on)
    return any(_holds(member, grant, units, province) for grant in PERMISSIONS[permission] for member in held)


def _holds(member: Membership, grant: Grant, units: Sequence[int], province: int | None) -> bool:
    if member.role != grant.role:
        return False
    if grant.relation is Relation.INSTALLATION:
        return member.unit_id is None
    if grant.relation is Relation.OWN:
        return bool(units) and member.unit_id == units[0]
    if grant.relation is Relation.ABOVE:
        return member.unit_id in units[1:]
    # Of the province: at the province's committee itself, or at a body directly under it that the caller names.
    return member.unit_id is not None and member.unit_id in {province, *units}


def authorise(
    person: Person,
    permission: str,
    *,
    units: Sequence[int] = (),
    province: int | None = None,
    on: date | None = None,
) -> None:
    """Raise CodedError PEO-001, naming the roles that may, unless ``person`` may."""
    if not allowed(person, permission, units=units, province=province, on=on):
        roles = ", ".join(dict.fromkeys(str(grant.role.label) for grant in PERMISSIONS[permission]))
        raise CodedError(errors.FORBIDDEN, person=person.username, permission=permission, roles=roles)


def refuse_own(author_id: int, person: Person) -> None:
    """Raise CodedError PEO-002 if ``person`` is the author: nobody approves his own."""
    if author_id == person.pk:
        raise CodedError(errors.OWN_WORK)


def unit_ids(person: Person, roles: Sequence[Role] | None = None, on: date | None = None) -> list[int]:
    """The units where the person holds a role (any, or one of ``roles``) on a day, in order of granting."""
    held = memberships(person, on)
    chosen = [m.unit_id for m in held if m.unit_id is not None and (roles is None or m.role in roles)]
    return list(dict.fromkeys(chosen))
