"""The ladder: which duty is brought to whose mind on which day; each rung once, requested work never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from ruamel.yaml import YAML

from danbiet.base import clock
from danbiet.duties.models import Duty, Force
from danbiet.duties.rules import rule
from danbiet.duties.states import unfulfilled
from danbiet.journal import canonical, recording
from danbiet.law import calendar
from danbiet.notices import actions as notices
from danbiet.notices.kinds import Kind, Line
from danbiet.notices.models import Message
from danbiet.people.models import Membership, Role
from danbiet.units import queries as units
from danbiet.units.models import Unit

if TYPE_CHECKING:
    from datetime import datetime

KIND = "duty-reminder"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder; ``days`` are working days from the due day, negative before it."""

    key: str
    days: int
    roles: tuple[Role, ...]

    def day(self, due_on: date) -> date:
        """The day on which a duty due then is brought to mind: always a working day."""
        if self.days == 0:
            return calendar.working_day_on_or_before(due_on)
        return calendar.add_working_days(due_on, self.days)

    def reached_until(self, today: date) -> date:
        """The last due day for which this rung's day has come; it has come for all earlier ones too."""
        day = calendar.add_working_days(today, max(1, 1 - self.days))
        while self.day(day) > today:
            day -= timedelta(days=1)
        return day


class _Unheard(NamedTuple):
    """Somebody who is to be told: ids of province and person, public id of the duty, key of the rung."""

    province: int
    duty: str
    person: int
    rung: str


@cache
def ladder() -> tuple[Rung, ...]:
    """The shipped ladder, from ``data/ladder.yaml``, in the order of its days."""
    rows = _data()["rungs"]
    found = (Rung(row["key"], row["days"], tuple(Role(role) for role in row["roles"])) for row in rows)
    return tuple(sorted(found, key=lambda rung: rung.days))


@cache
def _data() -> dict[str, Any]:
    source = (resources.files("danbiet.duties") / "data" / "ladder.yaml").read_text("utf-8")
    return dict(YAML(typ="safe", pure=True).load(source))


def ground(language: str) -> str:
    """What stands behind the ladder."""
    return str(_data()["ground"][language])


def step() -> dict[str, int]:
    """What time brings: the latest rung each open duty has reached, for those who haven't been told of it.

    After a standstill only that one: what a later rung says makes the earlier ones idle.
    """
    today, above = clock.today(), None
    unheard: list[_Unheard] = []
    for rung in reversed(ladder()):
        until = rung.reached_until(today)
        unheard += _unheard(rung, today, until, above)
        above = until
    made = _remind(sorted(unheard, key=lambda one: one.province))
    return {"made": made, "settled": notices.settle_gone(KIND, still=_still_told())}


def _remindable() -> Q:
    return unfulfilled() & ~Q(force=Force.REQUESTED)


def _seats(roles: Sequence[Role], today: date) -> QuerySet[Membership]:
    """Who is told: the roles, or the approver of a unit where nobody holds one of them."""
    held = Membership.objects.filter(units.on_day(today), person__is_active=True)
    others = held.filter(unit=OuterRef("unit"), role__in=roles)
    return held.filter(Q(role__in=roles) | (Q(role=Role.APPROVER) & ~Exists(others)))


def _unheard(rung: Rung, today: date, until: date, above: date | None) -> list[_Unheard]:
    """Where this is the latest rung and the person doesn't know."""
    told = Message.objects.filter(
        kind=KIND, occasion=rung.key, subject=OuterRef("public_id"), person=OuterRef("reader")
    )
    due = Duty.objects.filter(_remindable(), starts_on__lte=today, due_on__lte=until)
    if above is not None:
        due = due.filter(due_on__gt=above)
    seats = due.filter(unit__memberships__in=_seats(rung.roles, today)).annotate(reader=F("unit__memberships__person"))
    pairs = seats.filter(~Exists(told)).order_by("pk").values_list("province_id", "public_id", "reader").distinct()
    return [_Unheard(*pair, rung.key) for pair in pairs]


def _remind(unheard: Sequence[_Unheard]) -> int:
    made = 0
    provinces = dict(Unit.objects.filter(pk__in={one.province for one in unheard}).values_list("pk", "public_id"))
    for province, rows in groupby(unheard, key=lambda one: one.province):
        notes = [notices.Note(one.person, KIND, one.duty, one.rung) for one in rows]
        for start in range(0, len(notes), BATCH):
            with transaction.atomic():
                fresh = notices.post(notes[start : start + BATCH])
                if fresh:
                    _record(provinces[province], fresh)
            made += len(fresh)
    return made


def _record(province: str, fresh: Sequence[notices.Note]) -> None:
    told = [[note.subject, note.person_id, note.occasion] for note in fresh]
    rungs = Counter(note.occasion for note in fresh)
    payload = {"rungs": rungs, "count": len(told), "digest": canonical.digest(told)}
    chain = recording.chain_of(province)
    recording.record("duties.remind", chain=chain, actor=recording.SYSTEM, subject=province, payload=payload)


def _still_told() -> QuerySet[Duty]:
    """For a message: its duty, while it is open and the person still sits at its unit."""
    seated = units.on_day(clock.today(), "unit__memberships__")
    return Duty.objects.filter(
        seated, _remindable(), public_id=OuterRef("subject"), unit__memberships__person=OuterRef("person")
    )


def lines(messages: Sequence[Message]) -> dict[int, Line]:
    """Reminders as they are read now; those of duties that are no longer open are missing. Two queries."""
    now = clock.now()
    owed = open_duties([message.subject for message in messages])
    names = names_of(owed.values())
    found = {}
    for message in messages:
        duty = owed.get(message.subject)
        if duty is not None:
            found[message.pk] = Line(
                group=group_of(duty, now),
                title=rule(duty.rule).title(duty),
                address=reverse("office:duty", args=[duty.public_id]),
                due_on=duty.due_on,
                unit=names.get(duty.unit_id, ""),
            )
    return found


def open_duties(public_ids: Sequence[str]) -> dict[str, Duty]:
    """Duties that are open and binding, by public id; one query."""
    wanted = set(public_ids)
    return {duty.public_id: duty for duty in Duty.objects.filter(_remindable(), public_id__in=wanted)}


def names_of(duties: Any) -> dict[int, str]:
    """Unit id -> name today of the units of duties; one query."""
    placed = units.placements_of({duty.unit_id for duty in duties}, clock.today())
    return {unit: place.name for unit, place in placed.items()}


def group_of(duty: Duty, now: datetime) -> str:
    """The part of the digest in which a duty stands at a moment."""
    if now >= duty.due_at:
        return "late"
    return "today" if duty.due_on == now.astimezone(clock.ZONE).date() else "soon"


KIND_OF_MESSAGE = Kind(KIND, lines)
