"""The unit's year on one A4 for the wall: every dated duty by month."""

from __future__ import annotations

from calendar import monthcalendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.duties import queries
from danbiet.duties.models import Duty
from danbiet.duties.rules import rule
from danbiet.duties.states import STATES, State
from danbiet.law import Labels, calendar
from danbiet.people import policies
from danbiet.units import queries as units

# How many duties stand on the sheet as running columns, how long a title may be so that they do, and in which size:
# measured in the browser.
ROOM = ((20, 110, "some"), (40, 70, "many"))
MOST = 40
# With few in each month the year stands as twelve months with their days; the most in a month says how long titles are.
WHOLE = {0: 110, 1: 110, 2: 76, 3: 54}


@dataclass(frozen=True, slots=True)
class Item:
    """A duty on the wall."""

    duty: Duty
    title: str
    state: State


@dataclass(slots=True)
class Day:
    """What is due on one day; ``name``: of the day of the week, short."""

    day: date
    name: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the small calendar of a month: whether something is due, whether it is a day off. 0: no day."""

    number: int
    due: bool = False
    off: bool = False


@dataclass(slots=True)
class Month:
    """A month with the days on which something is due, the holidays, and its small calendar (weeks from Monday)."""

    first: date
    days: list[Day] = field(default_factory=list)
    off: list[tuple[date, date, Labels]] = field(default_factory=list)
    weeks: list[list[Cell]] = field(default_factory=list)

    @property
    def items(self) -> int:
        """How many duties stand in it."""
        return sum(len(day.items) for day in self.days)


def shorten(title: str, length: int) -> str:
    """A title cut at a word, with the sign that it goes on.

    >>> shorten("Báo cáo quý III năm 2016", 12), shorten("Báo cáo", 12)
    ('Báo cáo quý…', 'Báo cáo')
    """
    if len(title) <= length:
        return title
    return title[:length].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"


def months_of(duties: Sequence[Any], year: int, length: int) -> list[Month]:
    """The twelve months of a year with its duties (with ``state``, by due day), titles cut to a length."""
    names = weekdays()
    found = [Month(date(year, month, 1)) for month in range(1, 13)]
    for duty in duties:
        days = found[duty.due_on.month - 1].days
        if not days or days[-1].day != duty.due_on:
            days.append(Day(duty.due_on, names[duty.due_on.weekday()]))
        days[-1].items.append(Item(duty, shorten(rule(duty.rule).title(duty), length), STATES[duty.state]))
    for month in found:
        month.off, month.weeks = off_days(month.first), weeks_of(month)
    return found


def weeks_of(month: Month) -> list[list[Cell]]:
    """The small calendar of a month."""
    due = {one.day.day for one in month.days}
    first = month.first

    def cell(number: int) -> Cell:
        if not number:
            return Cell(0)
        return Cell(number, number in due, not calendar.is_working_day(first.replace(day=number)))

    return [[cell(number) for number in week] for week in monthcalendar(first.year, first.month)]


def off_days(first: date) -> list[tuple[date, date, Labels]]:
    """The public holidays of a month, days in a row of one name together: what shortens the time to a due day."""
    found: list[tuple[date, date, Labels]] = []
    day = first
    while day.month == first.month:
        note = calendar.day_note(day)
        if note is not None and day.weekday() < 5 and not calendar.is_working_day(day):
            if found and found[-1][1] == day - timedelta(days=1):
                found[-1] = (found[-1][0], day, found[-1][2])
            else:
                found.append((day, day, note))
        day += timedelta(days=1)
    return found


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """On to the calendar of the person's own unit; Http404 for who has none."""
    person: Any = request.user
    placed = units.placements_of(policies.unit_ids(person), clock.today())
    if not placed:
        raise Http404
    place = next(placed[unit] for unit in policies.unit_ids(person) if unit in placed)
    return HttpResponseRedirect(reverse("office:year", args=[place.unit.public_id]))


def asked_year(request: HttpRequest) -> int:
    """The year of the address; the current one without a sensible one."""
    text = request.GET.get("nam", "")
    return (
        int(text)
        if len(text) == 4 and text.isascii() and text.isdigit() and 1990 <= int(text) <= 2200
        else clock.today().year
    )


@login_required
@never_cache
@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """The calendar of a unit's year, for its own people and who oversees it."""
    person: Any = request.user
    place = units.placement_by_public_id(public_id, clock.today())
    if place is None or not policies.allowed(
        person, "duties.see", units=units.lineage(place), province=place.province_id
    ):
        raise Http404
    wanted = asked_year(request)
    rows = queries.of_units([place.unit_id], clock.now()).filter(due_on__year=wanted, superseded_at__isnull=True)
    duties = list(rows.order_by("due_on", "force", "pk"))
    shown = duties[:MOST]
    fullest = max(Counter(duty.due_on.month for duty in shown).values(), default=0)
    whole = fullest in WHOLE
    length, size = (WHOLE[fullest], "whole") if whole else next(room[1:] for room in ROOM if len(shown) <= room[0])
    months = months_of(shown, wanted, length)
    context = {
        "place": place,
        "year": wanted,
        "months": [month for month in months if whole or month.days],
        "size": size,
        "names": weekdays() if whole else [],
        "total": len(duties),
        "done": sum(duty.state in ("done", "done_late") for duty in duties),  # type: ignore[attr-defined]
        "more": len(duties) - len(shown),
    }
    return render(request, "office/year.html", context)


def weekdays() -> list[str]:
    """Short names of the days of the week, Monday first."""
    return [_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")]
