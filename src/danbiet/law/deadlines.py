"""Due days by the rules of the Civil Code, with their explanation.

The day of the event isn't counted. A period in calendar days, months or years that would end on a day of rest ends on
the next working day; a month ends on the same date, or on the month's last day where that date is missing (Bộ luật
Dân sự 91/2015, Điều 147, 148; before 2017 Bộ luật Dân sự 33/2005, Điều 151–153). Working days count Monday to Friday
without holidays, and the Saturdays worked in exchange. "At least N days before" runs backward and, so that the
minimum is kept, ends on the working day before a day of rest. Hours run from moment to moment.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.law import calendar, errors
from danbiet.law.dated import Value
from danbiet.law.explanation import Explanation, Ground, Run
from danbiet.law.quantities import Duration
from danbiet.law.register import Register
from danbiet.law.words import Labels

__all__ = ["Deadline", "reckon"]

COUNTING = "working_days.counting"
_HOW = Labels("Cách tính thời hạn", "How the period is counted")
_WHAT = Labels("Thời hạn", "The period")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something is in time, and the first moment at which it is late (``due_at``, exclusive)."""

    due: date
    due_at: datetime
    explanation: Explanation

    def to_json(self) -> dict[str, Any]:
        """A form that JSON can hold."""
        return {
            "due": self.due.isoformat(),
            "due_at": self.due_at.isoformat(),
            "explanation": self.explanation.to_json(),
        }


def reckon(
    register: Register,
    event: date,
    period: str | Duration,
    *,
    on: date | None = None,
    direction: Literal["after", "before"] = "after",
) -> Deadline:
    """The deadline that ``period`` (a parameter's key, or a duration such as "20 wd") sets for ``event``.

    The law of the day ``on`` applies, the event's own day unless told. ``event`` may be a moment (hours need one).
    Raises LAW-010 to LAW-013 for the key, LAW-014 if it isn't a duration, LAW-015 to LAW-018 for the reckoning.
    """
    day = event.astimezone(clock.ZONE).date() if isinstance(event, datetime) else event
    duration, value = _duration(register, period, on or day)
    count, unit = duration.count()
    rule = register.value(COUNTING, on=max(on or day, register.parameter(COUNTING).days[0]))
    due_at: datetime | None = None
    sign = 1 if direction == "after" else -1
    try:
        if unit == "h":
            due_at = _moment(event) + sign * timedelta(hours=count)
            due = due_at.astimezone(clock.ZONE).date()
            runs = [Run(day, due, None, Labels(f"{count} giờ", f"{count} hours"))]
        elif unit == "wd":
            due, runs = _working(day, count, sign)
        else:
            end = day + timedelta(days=sign * count) if unit == "d" else _months(day, sign * count)
            due, runs = _calendar(day, end, sign)
        due_at = due_at or clock.end_of_day(due)
    except OverflowError as error:
        raise CodedError(errors.OFF_THE_CALENDAR) from error
    grounds = [Ground(_WHAT, value.reference, value.to_verify)] if value else []
    return Deadline(
        due,
        due_at,
        Explanation(
            event=day,
            duration=duration,
            direction=direction,
            due=due,
            runs=tuple(runs),
            grounds=(*grounds, Ground(_HOW, rule.reference, rule.to_verify)),
            key=value.key if value else "",
            labels=value.labels if value else None,
            forecast=not (calendar.is_official(day) and calendar.is_official(due)),
            beyond_known=bool(value and value.beyond_known),
        ),
    )


def _duration(register: Register, period: str | Duration, day: date) -> tuple[Duration, Value | None]:
    """What to count, and the legal value it comes from, if it does."""
    if isinstance(period, Duration):
        return period, None
    if period[:1].isalpha():
        value = register.value(period, on=day)
        return value.duration, value
    return Duration.of(period), None


def _moment(event: date) -> datetime:
    if not isinstance(event, datetime) or event.tzinfo is None:
        raise CodedError(errors.NEEDS_MOMENT)
    return event


def _working(day: date, count: int, sign: int) -> tuple[date, list[Run]]:
    """The due day ``count`` working days away; zero means the day itself, or the nearest working day that way."""
    nearest = calendar.working_day_on_or_after if sign > 0 else calendar.working_day_on_or_before
    due = calendar.add_working_days(day, sign * count) if count else nearest(day)
    step = timedelta(days=sign)
    runs: list[Run] = []
    number, one = 0, day
    while one != due:
        one += step
        if calendar.is_working_day(one):
            # A same-day period moved to the next working day has nothing to count: the due day is its day 0.
            number += 1 if count else 0
            _extend(runs, Run(one, one, number, None), step)
        else:
            _extend(runs, Run(one, one, None, calendar.day_note(one)), step)
    return due, runs


def _calendar(day: date, end: date, sign: int) -> tuple[date, list[Run]]:
    """The due day of a period that would end on ``end``: rolled over days of rest."""
    rolled = calendar.working_day_on_or_after(end) if sign > 0 else calendar.working_day_on_or_before(end)
    step = timedelta(days=sign)
    runs = [Run(day + step, end, 1, None)] if end != day else []
    one = end
    while one != rolled:
        _extend(runs, Run(one, one, None, calendar.day_note(one), rolled=True), step)
        one += step
    return rolled, runs


def _extend(runs: list[Run], run: Run, step: timedelta) -> None:
    """Append a day's run, joined to the one before where it is of the same sort."""
    if runs and not runs[-1].rolled:
        before = runs[-1]
        counted = before.number is not None and run.number is not None
        if counted or (not run.rolled and before.number is None and before.reason == run.reason):
            runs[-1] = before._replace(last=run.last)
            return
    runs.append(run)


def _months(day: date, months: int) -> date:
    """The same date ``months`` later, or that month's last day where the date is missing."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        raise CodedError(errors.OFF_THE_CALENDAR)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
