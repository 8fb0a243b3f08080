"""Reading duties, always scoped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from danbiet.base import clock
from danbiet.duties.models import Duty, Evidence
from danbiet.duties.states import STATES, unfulfilled, with_state
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import queries as units
from danbiet.units.models import Placement

if TYPE_CHECKING:
    from danbiet.people.models import Person

OVERSEEING = (Role.SUPERVISOR, Role.APPROVER, Role.INSPECTOR)
_ORDER = ("overdue", "due_soon", "open", "requested", "waiting", "done", "done_late", "waived", "superseded")


def overseen_by(person: Person) -> list[Placement]:
    """Where the units stand whose duties, and those of all below, a person oversees; one query."""
    return list(units.placements_of(policies.unit_ids(person, OVERSEEING), clock.today()).values())


def visible_to(person: Person, prefix: str = "", overseen: Sequence[Placement] | None = None) -> Q:
    """The duties a person may see: of the units where he has a role, and of all below where he oversees. One query.

    ``prefix`` for a relation, e.g. "duty__"; ``overseen`` where it was read already.
    """
    condition = Q(**{f"{prefix}unit__in": policies.unit_ids(person)})
    for placement in overseen_by(person) if overseen is None else overseen:
        if placement.parent_id is None:
            # All of a province by the column that says so, history of units that ended with it.
            condition |= Q(**{f"{prefix}province": placement.unit_id})
        else:
            below = units.under(placement.path) & units.on_day(clock.today())
            condition |= Q(**{f"{prefix}unit__in": Placement.objects.filter(below).values("unit")})
    return condition


def of_units(ids: Sequence[int], now: datetime) -> QuerySet[Duty]:
    """All duties of some units with their state, by due day."""
    return with_state(Duty.objects.filter(unit__in=ids), now).order_by("due_at", "id")


def my_work(person: Person, now: datetime) -> list[Duty]:
    """What a person's own units owe and did, with ``state``: late first, then by due day; one query."""
    rows = list(of_units(policies.unit_ids(person), now).exclude(superseded_at__isnull=False))
    return sorted(rows, key=lambda duty: (_ORDER.index(duty.state), duty.due_at, duty.pk))  # type: ignore[attr-defined]


def counts(queryset: QuerySet[Duty], now: datetime) -> dict[str, int]:
    """How many duties are in each state; one query."""
    rows: Any = with_state(queryset, now)
    found = rows.values_list("state").annotate(number=Count("id")).order_by()
    return {key: 0 for key in STATES} | dict(found)  # noqa: C420


def evidence_of(duty: Duty) -> list[Evidence]:
    """All evidence of a duty, withdrawn or not, newest first; one query."""
    found = duty.evidence.select_related("recorded_by", "withdrawn_by", "file")
    return list(found.order_by("-received_at", "-id"))


def open_of_unit(unit_id: int) -> QuerySet[Duty]:
    """What a unit still owes."""
    return Duty.objects.filter(unfulfilled(), unit=unit_id)


def may_see_file(person: Person, sha256: str) -> bool:
    """Whether a stored file is evidence of a duty the person may see."""
    return Duty.objects.filter(visible_to(person), evidence__file__sha256=sha256).exists()
