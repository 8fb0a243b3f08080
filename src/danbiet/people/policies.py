"""Who may do what: one table, in code.

A permission belongs to roles held at a related unit: the unit itself, a unit above it, the province (its committee, or
a body the caller names beside it), the province's committee alone, or the installation. The caller passes the ids of
the target unit and of the units above it, nearest first, since this room knows no units. A delegate's roles are
memberships like others; who acts by one is marked in the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.people import errors
from danbiet.people.models import Membership, Person, Role


class Relation(StrEnum):
    """Where a role must be held, seen from the target unit."""

    OWN = "own"
    ABOVE = "above"
    PROVINCE = "province"
    COMMITTEE = "committee"
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
    # Not at the focal point: its own administrator gives roles there, and would decide who approves for the province.
    "plans.approve": _grants((Role.APPROVER, Relation.COMMITTEE)),
    "plans.manage": _grants((Role.APPROVER, Relation.COMMITTEE)),
    # Asking for it computes something and says nothing; who signs for the province says something.
    "plans.evaluate": _grants((Role.SUPERVISOR, Relation.PROVINCE), (Role.APPROVER, Relation.PROVINCE)),
    "plans.sign-evaluation": _grants((Role.APPROVER, Relation.COMMITTEE)),
    # Who owns an open question answers it, or who keeps watch over the plan.
    "plans.answer": _grants(
        *((role, Relation.OWN) for role in (Role.OFFICER, Role.APPROVER, Role.FRONT, Role.SUPERVISOR)),
        *((role, Relation.PROVINCE) for role in (Role.SUPERVISOR, Role.APPROVER)),
    ),
    "plans.reassign": _grants((Role.SUPERVISOR, Relation.PROVINCE)),
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
    "duties.explain": _grants((Role.OFFICER, Relation.OWN), (Role.APPROVER, Relation.OWN)),
    "publication.prepare": _grants((Role.SUPERVISOR, Relation.PROVINCE)),
    "publication.decide": _grants((Role.APPROVER, Relation.COMMITTEE)),
    # Figures published for the whole country: whoever runs the installation brings them, a province's people decide.
    "index.import": _grants(
        (Role.SUPERVISOR, Relation.PROVINCE),
        (Role.APPROVER, Relation.PROVINCE),
        (Role.OPERATOR, Relation.INSTALLATION),
    ),
    "index.accept": _grants((Role.SUPERVISOR, Relation.PROVINCE), (Role.APPROVER, Relation.PROVINCE)),
    "units.manage": _grants((Role.SUPERVISOR, Relation.PROVINCE), (Role.OPERATOR, Relation.INSTALLATION)),
    "units.contact": _grants(
        *((role, Relation.OWN) for role in (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR, Role.FRONT)),
        *((Role.SUPERVISOR, relation) for relation in (Relation.OWN, Relation.ABOVE)),
    ),
    "people.manage": _grants(
        (Role.ADMINISTRATOR, Relation.OWN),
        (Role.ADMINISTRATOR, Relation.ABOVE),
        (Role.OPERATOR, Relation.INSTALLATION),
    ),
    # Who reckons from people's answers, and who may look at what came out: personal data stand behind it.
    "surveys.keep": _grants((Role.SUPERVISOR, Relation.PROVINCE), (Role.OPERATOR, Relation.INSTALLATION)),
    "surveys.see": _grants(
        *((role, Relation.PROVINCE) for role in (Role.SUPERVISOR, Role.APPROVER, Role.INSPECTOR)),
        (Role.AUDITOR, Relation.INSTALLATION),
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
    return [m for m in cache if m.valid_from <= day and (m.valid_to is None or m.valid_to >= day) and not _gone(m, on)]


def _gone(member: Membership, on: date | None) -> bool:
    """Ended at once: gone from that moment; on an earlier day it was held."""
    if member.revoked_at is None:
        return False
    return on is None or member.revoked_at.astimezone(clock.ZONE).date() < on


def forget(person: Person) -> None:
    """Read the person's memberships anew from now on, after one was changed."""
    for kept in ("_memberships", "_prefetched_objects_cache"):
        person.__dict__.pop(kept, None)


def powers(
    person: Person,
    permission: str,
    *,
    units: Sequence[int] = (),
    province: int | None = None,
    on: date | None = None,
) -> list[Membership]:
    """The roles by which ``person`` may, on a day; none: he may not. Arguments as in :func:`allowed`."""
    return _granting(person, permission, units, province, on) if person.is_active else []


def _granting(
    person: Person, permission: str, units: Sequence[int], province: int | None, on: date | None
) -> list[Membership]:
    grants = PERMISSIONS[permission]
    return [m for m in memberships(person, on) if any(_holds(m, grant, units, province) for grant in grants)]


def allowed(
    person: Person,
    permission: str,
    *,
    units: Sequence[int] = (),
    province: int | None = None,
    on: date | None = None,
) -> bool:
    """Whether ``person`` may, on a day. ``units``: the target unit's id, then its ancestors' ids."""
    return bool(powers(person, permission, units=units, province=province, on=on))


def _holds(member: Membership, grant: Grant, units: Sequence[int], province: int | None) -> bool:
    if member.role != grant.role:
        return False
    if grant.relation is Relation.INSTALLATION:
        return member.unit_id is None
    if grant.relation is Relation.OWN:
        return bool(units) and member.unit_id == units[0]
    if grant.relation is Relation.ABOVE:
        return member.unit_id in units[1:]
    if grant.relation is Relation.COMMITTEE:
        return member.unit_id is not None and member.unit_id == province
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
    """Raise CodedError PEO-001, naming the roles that may, unless ``person`` may.

    Who may only by a delegated role acts on the other's behalf: what he does next is recorded so.
    """
    found = powers(person, permission, units=units, province=province, on=on)
    if not found:
        roles = ", ".join(dict.fromkeys(str(grant.role.label) for grant in PERMISSIONS[permission]))
        raise CodedError(errors.FORBIDDEN, person=person.username, permission=permission, roles=roles)
    others = [member.delegator_id for member in found if member.delegator_id is not None]
    _CAPACITY.set((person.public_id, others[0]) if len(others) == len(found) else None)


_CAPACITY: ContextVar[tuple[str, int] | None] = ContextVar("danbiet_capacity", default=None)


def in_own_name() -> None:
    """What follows is done in one's own name, until the next :func:`authorise` says otherwise."""
    _CAPACITY.set(None)


def mark(actor: str) -> dict[str, object]:
    """What the record adds to an entry of this actor (a public id): on whose behalf, if he acts by a delegated role."""
    acting = _CAPACITY.get()
    if acting is None or acting[0] != actor:
        return {}
    return {"on_behalf_of": Person.objects.values_list("public_id", flat=True).get(pk=acting[1])}


@dataclass(frozen=True, slots=True)
class Part:
    """What a person did or is about to do: by which permission, where, on which day (None: now)."""

    permission: str
    units: Sequence[int] = ()
    province: int | None = None
    on: date | None = None

    def only_for(self, person: Person, other: int) -> bool:
        """Whether the person could do it only by roles that ``other`` (an id) delegated to him."""
        # Of a closed account too: what was written by it stands.
        found = _granting(person, self.permission, self.units, self.province, self.on)
        return bool(found) and all(member.delegator_id == other for member in found)


def refuse_own(author_id: int, person: Person, *, authored: Part | None = None, approving: Part | None = None) -> None:
    """Raise CodedError PEO-002 if ``person`` is the author: nobody approves his own, nor through a delegate.

    ``approving``: refused too where he may approve only by the author's delegation. ``authored``: where the author
    could write it only by a delegation of his. Without ``approving`` any role the author delegated to him refuses.
    """
    if author_id == person.pk:
        raise CodedError(errors.OWN_WORK)
    if approving is None:
        by_author = any(member.delegator_id == author_id for member in memberships(person))
    else:
        by_author = approving.only_for(person, author_id)
    if by_author:
        raise CodedError(errors.OWN_WORK)
    if authored is not None and authored.only_for(Person.objects.get(pk=author_id), person.pk):
        raise CodedError(errors.OWN_WORK)


Lineages = Callable[[Iterable[int]], Mapping[int, Sequence[int]]]
_LINEAGES: list[Lineages] = []


def register_lineages(found: Lineages) -> None:
    """The room that knows units says which lie above: unit id -> its id and its ancestors', nearest first."""
    _LINEAGES[:] = [found]


def lineages(units: Iterable[int]) -> Mapping[int, Sequence[int]]:
    """Unit id -> its lineage, as far as it is known; one query."""
    wanted = list(dict.fromkeys(units))
    known = _LINEAGES[0](wanted) if _LINEAGES and wanted else {}
    return {unit: known.get(unit, [unit]) for unit in wanted}


def is_operator(person: Person) -> bool:
    """Whether the person runs the installation today."""
    return any(member.role == Role.OPERATOR for member in memberships(person))


def unit_ids(person: Person, roles: Sequence[Role] | None = None, on: date | None = None) -> list[int]:
    """The units where the person holds a role (any, or one of ``roles``) on a day, in order of granting."""
    held = memberships(person, on)
    chosen = [m.unit_id for m in held if m.unit_id is not None and (roles is None or m.role in roles)]
    return list(dict.fromkeys(chosen))
