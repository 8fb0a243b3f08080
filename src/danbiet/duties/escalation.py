"""Telling a superior of a late duty: one level at a time, once for each, by a person's decision and never by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import errors
from danbiet.duties.models import Duty
from danbiet.duties.reminders import names_of, open_duties
from danbiet.duties.rules import rule
from danbiet.duties.states import state_of, unfulfilled
from danbiet.journal import recording
from danbiet.notices import actions as notices
from danbiet.notices.kinds import Kind, Line
from danbiet.notices.models import Message
from danbiet.people import policies
from danbiet.people.models import Membership, Role
from danbiet.units import queries as units

if TYPE_CHECKING:
    from danbiet.people.models import Person
    from danbiet.units.models import Placement

KIND = "duty-escalation"
PERMISSION = "duties.escalate"


@dataclass(slots=True)
class Standing:
    """How far a late duty has been reported: the levels told and when, and the next one this person may tell."""

    told: list[tuple[Placement, datetime]] = field(default_factory=list)
    next: Placement | None = None
    # Whether somebody there can be told.
    reachable: bool = False


def standing(person: Person, duty: Duty, lineage: Sequence[int]) -> Standing:
    """For the duty's page. Nothing for whoever may not, and for a duty that isn't late; three queries otherwise."""
    late = state_of(duty, clock.now()) == "overdue"
    if not late or not policies.allowed(person, PERMISSION, units=lineage, province=duty.province_id):
        return Standing()
    levels = _levels(person, lineage)
    known = _told(duty)
    following = next((level for level in levels if level.unit.public_id not in known), None)
    return Standing(
        told=[(level, known[level.unit.public_id]) for level in levels if level.unit.public_id in known],
        next=following,
        reachable=following is not None and bool(_leaders(following)),
    )


def _levels(person: Person, lineage: Sequence[int]) -> list[Placement]:
    """The superiors of a unit, nearest first, up to the highest where the person supervises; one query."""
    overseen = set(policies.unit_ids(person, [Role.SUPERVISOR]))
    above = list(lineage[1:])
    while above and above[-1] not in overseen:
        above.pop()
    placed = units.placements_of(above, clock.today())
    return [placed[unit] for unit in above if unit in placed and placed[unit].kind not in units.ROUTING]


def _told(duty: Duty) -> dict[str, datetime]:
    rows = Message.objects.filter(kind=KIND, subject=duty.public_id).order_by("-pk")
    return dict(rows.values_list("occasion", "created_at"))


def escalate(actor: Person, duty: Duty, level_id: str) -> int:
    """Report a late duty to the leaders of a superior unit (its public id); how many were told.

    The level is the next one only, so that a page shown twice reports once. Raises CodedError PEO-001; DUTY-011 if it
    isn't late or is requested work, DUTY-012 if this level was told or isn't next, DUTY-013 if it has no leader.
    """
    placement = units.placement_of(duty.unit_id, clock.today())
    lineage = units.lineage(placement) if placement else [duty.unit_id]
    policies.authorise(actor, PERMISSION, units=lineage, province=duty.province_id)
    with transaction.atomic():
        row = Duty.objects.select_for_update(of=("self",)).select_related("province").get(pk=duty.pk)
        if state_of(row, clock.now()) != "overdue":
            raise CodedError(errors.NOT_LATE)
        following = standing(actor, row, lineage).next
        if following is None or following.unit.public_id != level_id:
            raise CodedError(errors.LEVEL_TOLD)
        leaders = _leaders(following)
        if not leaders:
            raise CodedError(errors.NO_LEADER, unit=following.name)
        notes = [notices.Note(person, KIND, row.public_id, level_id) for person in leaders]
        told = notices.post(notes)
        recording.record(
            "duties.escalate",
            chain=recording.chain_of(row.province.public_id),
            actor=actor.public_id,
            subject=row.public_id,
            payload={"level": level_id, "told": len(told)},
        )
    return len(told)


def _leaders(level: Placement) -> list[int]:
    held = Membership.objects.filter(
        units.on_day(clock.today()), unit=level.unit_id, role=Role.APPROVER, person__is_active=True
    )
    return sorted(set(held.values_list("person", flat=True)))


def lines(messages: Sequence[Message]) -> dict[int, Line]:
    """Reports to leaders as they are read now, while the duty is open and late. Two queries."""
    now = clock.now()
    owed = open_duties([message.subject for message in messages])
    names = names_of(owed.values())
    late = {public_id: duty for public_id, duty in owed.items() if now >= duty.due_at}
    return {
        message.pk: Line(
            group="reported",
            title=rule(late[message.subject].rule).title(late[message.subject]),
            address=reverse("office:duty", args=[message.subject]),
            due_on=late[message.subject].due_on,
            unit=names.get(late[message.subject].unit_id, ""),
            note=_("quá hạn; người theo dõi báo cáo để lãnh đạo chỉ đạo"),
        )
        for message in messages
        if message.subject in late
    }


def step() -> dict[str, int]:
    """What time brings: reports on duties that were closed or passed on have nothing to say any more."""
    still = Duty.objects.filter(unfulfilled(), public_id=OuterRef("subject"))
    return {"settled": notices.settle_gone(KIND, still=still)}


KIND_OF_MESSAGE = Kind(KIND, lines)
