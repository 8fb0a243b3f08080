"""What is asked of a unit and what is there, as far as the publication table opens it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from danbiet.base import clock
from danbiet.duties.explaining import LATENESS, THERE
from danbiet.duties.models import Duty, Evidence, Explanation, Force
from danbiet.duties.rules import rule
from danbiet.people.gate import Gate

# The current and the last period of each kind of work; no period is longer than a year.
PERIODS = 2
REACH = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a duty, public or not: what :func:`said_of` chooses from."""

    title: str
    due_on: date
    requested: bool = False
    waived: bool = False
    number: str = ""
    document_day: date | None = None
    fulfilled_on: date | None = None
    # The unit's word on what is there, and on its lateness.
    on_there: str = ""
    on_lateness: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a public page says of a duty. What isn't opened is empty here, so that no page can show it.

    ``there``: "document", "recorded" (evidence of another kind), "waived", "nothing", or "" where that isn't opened.
    ``received_on``, ``late_days`` (received so many days after the due day), ``missing_days`` (nothing received so many
    days after it): only where lateness is opened; of requested work the days are always 0.
    """

    title: str
    due_on: date
    requested: bool
    there: str = ""
    number: str = ""
    document_day: date | None = None
    received_on: date | None = None
    late_days: int = 0
    missing_days: int = 0
    explanation: str = ""


def said_of(facts: Facts, gate: Gate, day: date) -> Said:
    """What the gate lets through of a duty's facts on a day: a function of these three and nothing else."""
    there, number, document_day, received_on, late, missing = "", "", None, None, 0, 0
    if gate["there"]:
        there = _there(facts)
        if there == "document":
            number, document_day = facts.number, facts.document_day
    if gate["lateness"]:
        received_on = facts.fulfilled_on
        late, missing = _days(facts, day)
    explanation = facts.on_there if gate["there"] else ""
    if late or missing:
        explanation = facts.on_lateness or explanation
    return Said(
        facts.title,
        facts.due_on,
        facts.requested,
        there,
        number,
        document_day,
        received_on,
        late,
        missing,
        explanation,
    )


def _there(facts: Facts) -> str:
    if facts.fulfilled_on is not None:
        return "document" if facts.number else "recorded"
    return "waived" if facts.waived else "nothing"


def _days(facts: Facts, day: date) -> tuple[int, int]:
    if facts.requested or facts.waived:
        return 0, 0
    if facts.fulfilled_on is not None:
        return max(0, (facts.fulfilled_on - facts.due_on).days), 0
    return 0, max(0, (day - facts.due_on).days)


def of_unit(unit: int, day: date) -> list[Duty]:
    """What is asked of a unit in the current and the last period, latest due day first, with its facts; one query."""
    rows = Duty.objects.filter(unit=unit, superseded_at__isnull=True, starts_on__lte=day, due_on__gte=day - REACH)
    found: list[Duty] = []
    kept: dict[tuple[str, str], int] = {}
    for row in with_facts(rows).order_by("-due_on", "-starts_on", "pk"):
        key = row.rule, row.subject
        kept[key] = kept.get(key, 0) + 1
        if kept[key] <= PERIODS:
            found.append(row)
    return found


def with_facts(rows: QuerySet[Duty]) -> QuerySet[Any]:
    """Duties with what :func:`facts_of` reads beside their own columns; no query more."""
    standing = Evidence.objects.filter(duty=OuterRef("pk"), withdrawn_at__isnull=True).order_by("received_at", "pk")
    words = Explanation.objects.filter(duty=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        first_number=Subquery(standing.values("number")[:1]),
        first_day=Subquery(standing.values("document_date")[:1]),
        on_there=Subquery(words.filter(matter=THERE).values("text")[:1]),
        on_lateness=Subquery(words.filter(matter=LATENESS).values("text")[:1]),
    ).defer("explanation")


def facts_of(row: Any) -> Facts:
    """The facts of a duty read by :func:`with_facts`, its title in the reader's language."""
    return Facts(
        title=rule(row.rule).title(row),
        due_on=row.due_on,
        requested=row.force == Force.REQUESTED,
        waived=row.waived_at is not None,
        number=row.first_number or "",
        document_day=row.first_day,
        fulfilled_on=_day(row.fulfilled_at),
        on_there=row.on_there or "",
        on_lateness=row.on_lateness or "",
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.ZONE).date() if moment else None


def all_said(rows: Iterable[Any], gate: Gate, day: date) -> list[Said]:
    """What a page says of duties read by :func:`with_facts`."""
    return [said_of(facts_of(row), gate, day) for row in rows]
