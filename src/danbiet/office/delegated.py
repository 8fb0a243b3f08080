"""Who was given another's role for some days is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.notices import actions as notices
from danbiet.notices.kinds import Kind, Line
from danbiet.pages import writing
from danbiet.people.models import Membership
from danbiet.units import queries as units

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from danbiet.notices.models import Message

KIND = "delegation"


def tell(row: Membership) -> None:
    """Tell the delegate; in the transaction of the delegation."""
    notices.post([notices.Note(row.person_id, KIND, row.public_id, "given")])


def _standing() -> QuerySet[Membership]:
    return Membership.objects.filter(delegator__isnull=False, revoked_at__isnull=True, valid_to__gte=clock.today())


def lines(messages: Sequence[Message]) -> dict[int, Line]:
    """Whose role, from when to when; nothing once it is over. Two queries."""
    rows = _standing().filter(public_id__in={message.subject for message in messages}).select_related("delegator")
    given = {row.public_id: row for row in rows}
    places = units.placements_of({row.unit_id for row in given.values() if row.unit_id}, clock.today())
    language = "en" if get_language() == "en" else "vi"
    found = {}
    for message in messages:
        row = given.get(message.subject)
        if row is None or row.delegator is None or row.valid_to is None:
            continue
        place = places.get(row.unit_id or 0)
        found[message.pk] = Line(
            group="told",
            title=_("%(role)s thay %(name)s") % {"role": row.get_role_display(), "name": row.delegator.name},
            address=reverse("office:account"),
            due_on=row.valid_to,
            unit=place.name if place else "",
            note=_("bạn được ủy quyền từ ngày %(day)s đến hết ngày hạn")
            % {"day": writing.day(row.valid_from, language)},
        )
    return found


def step() -> dict[str, int]:
    """What time brings: a delegation that is over is no news."""
    return {"settled": notices.settle_gone(KIND, still=_standing().filter(public_id=OuterRef("subject")))}


KIND_OF_MESSAGE = Kind(KIND, lines)
