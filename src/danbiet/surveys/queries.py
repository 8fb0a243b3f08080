"""Reading kept results, always of the provinces whose results the person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from danbiet.base import clock
from danbiet.people import policies
from danbiet.people.models import Person, Role
from danbiet.surveys.models import Result
from danbiet.units import queries as units

if TYPE_CHECKING:
    from collections.abc import Sequence

SEE = "surveys.see"
_ROLES = (Role.SUPERVISOR, Role.APPROVER, Role.INSPECTOR)


def provinces_of(person: Person) -> Sequence[int] | None:
    """The ids of the provinces whose results a person may see; None: of all. At most two queries."""
    if policies.allowed(person, SEE):
        return None
    held = policies.unit_ids(person, _ROLES)
    if not held:
        return []
    day = clock.today()
    own = dict.fromkeys(place.province_id for place in units.placements_of(held, day).values())
    within = units.scopes(own, day)
    return [one for one, bodies in within.items() if policies.allowed(person, SEE, units=bodies, province=one)]


def visible_in(provinces: Sequence[int] | None) -> QuerySet[Result]:
    """The results of some provinces (:func:`provinces_of`), newest first; None: of all."""
    found = Result.objects.select_related("kept_by", "withdrawn_by", "province").order_by("-kept_at", "-pk")
    return found if provinces is None else found.filter(province__in=provinces)
