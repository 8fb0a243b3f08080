"""How a unit is reached: its telephone number, kept by itself or by who follows it up; never public from here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import policies
from danbiet.units import errors
from danbiet.units.models import Contact, Placement, Unit
from danbiet.units.queries import lineage, on_day

if TYPE_CHECKING:
    from danbiet.people.models import Person

PERMISSION = "units.contact"
# Figures with what people put between them; several numbers apart by a comma or a stroke.
_PHONE = re.compile(r"[+(]?\d[\d .()\-+/,]{2,58}")


def may_set(person: Person, place: Placement) -> bool:
    """Whether the person keeps the unit's telephone number; no query once his roles were read."""
    return policies.allowed(person, PERMISSION, units=lineage(place), province=place.province_id)


def set_phone(actor: Person, place: Placement, number: str) -> None:
    """The unit's number from today on; "" for none any more. The earlier one ended yesterday.

    The record says that it changed, not what it is: it may be somebody's own. Raises CodedError PEO-001, UNIT-040.
    """
    value = squeeze(number)
    policies.authorise(actor, PERMISSION, units=lineage(place), province=place.province_id)
    if value and not _PHONE.fullmatch(value):
        raise CodedError(errors.NOT_A_PHONE, text=value[:60])
    today = clock.today()
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=place.unit_id)
        kept = Contact.objects.filter(
            on_day(today), unit=place.unit_id, channel=Contact.Channel.PHONE, public=False
        ).order_by("pk")
        if [row.value for row in kept] == ([value] if value else []):
            return
        kept.filter(valid_from=today).delete()
        kept.update(valid_to=today - timedelta(days=1))
        if value:
            Contact.objects.create(
                unit_id=place.unit_id, channel=Contact.Channel.PHONE, value=value, public=False, valid_from=today
            )
        recording.record(
            "units.phone",
            chain=recording.chain_of(Unit.objects.values_list("public_id", flat=True).get(pk=place.province_id)),
            actor=actor.public_id,
            subject=place.unit.public_id,
            payload={"known": bool(value)},
        )
