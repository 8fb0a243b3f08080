"""The duties of the units below: by occasion, who sent it in and who didn't, since when it is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q

from danbiet.base import clock
from danbiet.duties.models import Duty, Force
from danbiet.duties.queries import overseen_by
from danbiet.duties.rules import rule
from danbiet.duties.states import DUE_SOON, STATES, State, with_state
from danbiet.units import queries as units
from danbiet.units.models import Placement

if TYPE_CHECKING:
    from danbiet.people.models import Person

# What a line is said from: the reckoning of the due day is longer than all the rest.
_NEEDED = (
    *("public_id", "rule", "subject", "period", "title", "ground", "force", "unit_id", "starts_on", "due_on", "due_at"),
    *("fulfilled_at", "waived_at", "waived_ground", "superseded_at"),
)
_DONE = ("done", "done_late")


@dataclass(slots=True)
class Occasion:
    """One thing that many units owe: the same rule, subject and period. Counts are of units.

    ``wanted``: of whom it is still or was wanted; ``received``: who sent it in; ``late`` and ``soon`` of the rest.
    """

    key: str
    title: str
    force: str
    first_due: date
    last_due: date
    wanted: int = 0
    received: int = 0
    late: int = 0
    soon: int = 0

    @property
    def requested(self) -> bool:
        """Only asked for: never late, never chased."""
        return self.force == Force.REQUESTED

    @property
    def missing(self) -> int:
        """Of how many units nothing was received."""
        return self.wanted - self.received


@dataclass(slots=True)
class Line:
    """A duty of a unit below: whose, how it stands, how late."""

    duty: Duty
    title: str
    state: State
    name: str
    kind: str
    level: str
    unit: str
    parent: int | None
    path: str
    late_days: int
    phones: list[str] = field(default_factory=list)

    @property
    def received(self) -> bool:
        """Whether it came in."""
        return self.state.key in _DONE


def key_of(duty: Duty) -> str:
    """The key of a duty's occasion as addresses carry it."""
    return f"{duty.rule}.{duty.subject}.{duty.period}"


def of_key(key: str) -> Q | None:
    """The duties of an occasion; None for what is no key."""
    parts = key.split(".")
    return Q(rule=parts[0], subject=parts[1], period=parts[2]) if len(parts) == 3 else None


def below(overseen: Sequence[Placement]) -> Q:
    """Duties of the units strictly under some places that are still there today; no query.

    Those passed on to others are left out. Nothing for no place.
    """
    condition = Q(pk__in=[])
    for place in overseen:
        if place.parent_id is None:
            condition |= Q(province=place.unit_id) & ~Q(unit=place.unit_id)
        else:
            under = Placement.objects.filter(units.under(place.path) & units.on_day(clock.today()))
            condition |= Q(unit__in=under.exclude(unit=place.unit_id).values("unit"))
    return condition & Q(superseded_at__isnull=True)


def overseen(person: Person) -> list[Placement]:
    """Where the person oversees, highest first; one query."""
    return sorted(overseen_by(person), key=lambda place: (len(place.path), place.folded))


def occasions(condition: Q, now: datetime) -> list[Occasion]:
    """What the units owe, by first due day; one query. Waived duties are wanted of nobody."""
    rows: Any = with_state(Duty.objects.filter(condition), now)
    grouped = rows.values("rule", "subject", "period", "force", "state").annotate(
        number=Count("pk"), first=Min("due_on"), last=Max("due_on"), said=Min("title"), stands=Min("ground")
    )
    found: dict[tuple[str, str], Occasion] = {}
    for row in grouped.order_by("first", "rule", "subject", "period", "state"):
        said = {"title": row["said"], "ground": row["stands"]}
        like = Duty(rule=row["rule"], subject=row["subject"], period=row["period"], **said)
        key = key_of(like)
        one = found.get((key, row["force"]))
        if one is None:
            title = rule(like.rule).title(like)
            one = found[key, row["force"]] = Occasion(key, title, row["force"], row["first"], row["last"])
        one.first_due, one.last_due = min(one.first_due, row["first"]), max(one.last_due, row["last"])
        _count(one, row["state"], row["number"])
    return sorted(found.values(), key=lambda one: (one.first_due, one.last_due, one.key))


def _count(one: Occasion, state: str, number: int) -> None:
    if state == "waived":
        return
    one.wanted += number
    one.received += number if state in _DONE else 0
    one.late += number if state == "overdue" else 0
    one.soon += number if state == "due_soon" else 0


def pressing_counts(condition: Q, now: datetime) -> tuple[int, int]:
    """How many binding duties are late, and how many are due within days; one query."""
    rows = Duty.objects.filter(condition & _binding(now) & Q(due_at__lte=now + DUE_SOON))
    late, total = rows.aggregate(late=Count("pk", filter=Q(due_at__lte=now)), total=Count("pk")).values()
    return late, total - late


def to_look_at(found: Sequence[Occasion], today: date) -> Occasion | None:
    """The occasion one wants to see first: the latest that is late, else the next that waits, else the last."""
    binding = [one for one in found if not one.requested] or list(found)
    late = [one for one in binding if one.late]
    waiting = [one for one in binding if one.missing and one.last_due >= today]
    return next(iter([*late[-1:], *waiting[:1], *binding[-1:]]), None)


def lines(condition: Q, now: datetime) -> list[Line]:
    """Duties as lines with whose they are today, by unit's place; one query."""
    return [_line(duty, now) for duty in _placed(condition, now)]


def late(condition: Q, now: datetime) -> list[Line]:
    """What is overdue, never what is only requested; one query."""
    return lines(condition & _binding(now) & Q(due_at__lte=now), now)


def pressing(condition: Q, now: datetime) -> list[Line]:
    """What is overdue or due within days, never what is only requested; one query."""
    return lines(condition & _binding(now) & Q(due_at__lte=now + DUE_SOON), now)


def _binding(now: datetime) -> Q:
    return Q(fulfilled_at__isnull=True, waived_at__isnull=True) & ~Q(force=Force.REQUESTED)


def _placed(condition: Q, now: datetime) -> Any:
    place = "unit__placements__"
    rows: Any = with_state(Duty.objects.filter(condition), now).filter(units.on_day(clock.today(), place))
    return (
        rows.annotate(
            unit_key=F("unit__public_id"),
            **{f"unit_{name}": F(f"{place}{name}") for name in ("name", "kind", "level", "path")},
            unit_parent=F(f"{place}parent_id"),
        )
        .only(*_NEEDED)
        .order_by("unit_path", "due_at", "pk")
    )


def _line(duty: Any, now: datetime) -> Line:
    # The first late day is the one after the due day.
    days = (now.astimezone(clock.ZONE).date() - duty.due_on) // timedelta(days=1) if duty.state == "overdue" else 0
    return Line(
        duty,
        rule(duty.rule).title(duty),
        STATES[duty.state],
        duty.unit_name,
        duty.unit_kind,
        duty.unit_level,
        duty.unit_key,
        duty.unit_parent,
        duty.unit_path,
        days,
    )
