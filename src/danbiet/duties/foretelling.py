"""A unit sees first what will be said of it: told the day it is decided, until the day it is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.duties.models import Duty
from danbiet.notices import actions as notices
from danbiet.notices.kinds import Kind, Line
from danbiet.people import matters
from danbiet.people.models import Membership, Publication, Role
from danbiet.units.queries import on_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from danbiet.notices.models import Message

KIND = "publication"
TOLD = (Role.OFFICER, Role.APPROVER, Role.FRONT)


def tell(row: Publication) -> None:
    """Tell whoever works for a unit of the province that has duties; in the decision's transaction."""
    owing = Duty.objects.filter(province=row.province_id, superseded_at__isnull=True).values("unit")
    seats = Membership.objects.filter(on_day(clock.today()), role__in=TOLD, person__is_active=True, unit__in=owing)
    people = sorted(set(seats.filter(revoked_at__isnull=True).values_list("person", flat=True)))
    notices.post([notices.Note(person, KIND, row.public_id, "decided") for person in people])


def _coming() -> QuerySet[Publication]:
    """Openings that are decided and yet to come, unless the matter was decided on again since."""
    newer = Publication.objects.filter(province=OuterRef("province"), matter=OuterRef("matter"), pk__gt=OuterRef("pk"))
    return Publication.objects.filter(~Exists(newer), opens=True, from_day__gt=clock.today())


def lines(messages: Sequence[Message]) -> dict[int, Line]:
    """What will be public and from when; nothing once it is, or where it was decided otherwise since. One query."""
    rows = {row.public_id: row for row in _coming().filter(public_id__in={message.subject for message in messages})}
    return {
        message.pk: Line(
            group="foretold",
            title=str(matters.matter(rows[message.subject].matter).label),
            address=f"{reverse('office:publication')}?xem=don-vi",
            due_on=rows[message.subject].from_day,
            note=_("xem trước trang của đơn vị và giải thích trước ngày này"),
        )
        for message in messages
        if message.subject in rows
    }


def step() -> dict[str, int]:
    """What time brings: once it is public, or decided otherwise, there is nothing to foretell."""
    return {"settled": notices.settle_gone(KIND, still=_coming().filter(public_id=OuterRef("subject")))}


KIND_OF_MESSAGE = Kind(KIND, lines)
