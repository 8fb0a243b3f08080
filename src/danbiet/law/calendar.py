"""The working days of Vietnamese state agencies: Monday to Friday without public holidays and their compensation,
plus the Saturdays that the Government swaps for a bridge day.

Holidays come from the package `holidays` (imported when first needed: it is heavy) and are corrected by the dated
file ``calendar_overrides.yaml``. Years after the last checked one are forecast; where the package's lunar tables end,
only the holidays with a fixed date remain. Both are flagged by :func:`is_official`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from danbiet.base.errors import CodedError
from danbiet.law import errors
from danbiet.law.words import Labels, write_day

__all__ = [
    "Override",
    "add_working_days",
    "day_note",
    "is_official",
    "is_working_day",
    "next_working_day",
    "overrides",
    "previous_working_day",
    "working_day_on_or_after",
    "working_day_on_or_before",
    "working_days",
    "working_days_between",
]

_OVERRIDES = Path(__file__).with_name("calendar_overrides.yaml")
_SATURDAY = 5
_WEEKEND = (Labels("thứ Bảy", "Saturday"), Labels("Chủ nhật", "Sunday"))
_WORKED = Labels("làm bù ngày nghỉ hoán đổi", "worked in place of a swapped day off")
_FIXED = {
    (1, 1): Labels("Tết Dương lịch", "New Year's Day"),
    (4, 30): Labels("Ngày Chiến thắng", "Reunification Day"),
    (5, 1): Labels("Ngày Quốc tế Lao động", "International Labor Day"),
    (9, 2): Labels("Quốc khánh", "National Day"),
}
_SWAP = re.compile(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})")


class Override(NamedTuple):
    """A day on which the official calendar differs from the package's, and on which ground."""

    day: date
    work: bool
    reason: Labels
    source: str


class Overrides(NamedTuple):
    """The override file: the first and the last day that were checked, and the days that differ."""

    official_from: date
    official_to: date
    days: dict[date, Override]


class Year(NamedTuple):
    """One year: its working days in order, weekdays off and weekend days worked, each with the reason."""

    working: tuple[date, ...]
    off: dict[date, Labels]
    worked: dict[date, Labels]


def load_overrides(path: Path) -> Overrides:
    """The override file, read strictly; LAW-001 to LAW-005, LAW-006 and LAW-021 at their places."""
    from danbiet.law.strict import read

    file = read(path)
    file.only(("official_from", "official_to", "days"))
    first, last = file.day("official_from").first, file.day("official_to").last
    if first > last:
        raise file.error(errors.DATES_REVERSED, "official_to", first=first.isoformat(), last=last.isoformat())
    days: dict[date, Override] = {}
    for row in file.tables("days"):
        row.only(("day", "work", "reason", "source"))
        day = row.day("day")
        if day.precision != "day":
            raise row.wrong("day", "ngày đầy đủ", "a full day")
        if row.written("work") not in ("true", "false"):
            raise row.wrong("work", "true hoặc false", "true or false")
        if day.first in days:
            raise row.error(errors.DAY_TWICE, "day", day=day.first.isoformat())
        days[day.first] = Override(day.first, row.written("work") == "true", row.labels("reason"), row.text("source"))
    return Overrides(first, last, days)


@cache
def overrides() -> Overrides:
    """The official corrections of the calendar."""
    return load_overrides(_OVERRIDES)


@cache
def _year(year: int) -> Year:
    off, worked = _from_package(year)
    for day, one in overrides().days.items():
        if day.year == year:
            off.pop(day, None)
            worked.pop(day, None)
            if one.work != (day.weekday() < _SATURDAY):
                (worked if one.work else off)[day] = one.reason
    start = date(year, 1, 1).toordinal()
    days = map(date.fromordinal, range(start, date(year, 12, 31).toordinal() + 1))
    working = tuple(day for day in days if day in worked or (day.weekday() < _SATURDAY and day not in off))
    return Year(working, off, worked)


def _from_package(year: int) -> tuple[dict[date, Labels], dict[date, Labels]]:
    """Weekdays off and weekend days worked as the package `holidays` has them, or the fixed days beyond its tables."""
    from holidays.countries.vietnam import Vietnam

    # A swap may pair days of two years (31/12/2018 with 05/01/2019).
    years = [one for one in (year - 1, year, year + 1) if date.min.year <= one <= date.max.year]
    made: Callable[..., Any] = Vietnam
    vietnamese, english = made(years=years, language="vi"), made(years=years, language="en_US")
    off = {
        day: _named(name, str(english[day]))
        for day, name in vietnamese.items()
        if day.year == year and day.weekday() < _SATURDAY
    }
    if not any(day.year == year for day in vietnamese):
        fixed = {date(year, month, day): labels for (month, day), labels in _FIXED.items()}
        off = {day: labels for day, labels in fixed.items() if day.weekday() < _SATURDAY}
    return off, {day: _WORKED for day in vietnamese.weekend_workdays if day.year == year}


def _named(vietnamese: str, english: str) -> Labels:
    """The package's names; a swapped day says in our words which Saturday is worked for it."""
    swap = _SWAP.search(vietnamese)
    if swap is None:
        return Labels(vietnamese, english)
    worked = date(int(swap[3]), int(swap[2]), int(swap[1]))
    return Labels(f"nghỉ hoán đổi, làm bù {write_day(worked, 'vi')}", f"day off swapped with {write_day(worked, 'en')}")


def is_official(day: date) -> bool:
    """Whether the calendar of ``day`` was checked against the yearly notice (otherwise it is computed or forecast)."""
    known = overrides()
    return known.official_from <= day <= known.official_to


def working_days(year: int) -> tuple[date, ...]:
    """All working days of ``year``, in order."""
    return _year(year).working


def is_working_day(day: date) -> bool:
    """Whether state agencies work on ``day``."""
    year = _year(day.year)
    return day in year.worked or (day.weekday() < _SATURDAY and day not in year.off)


def day_note(day: date) -> Labels | None:
    """Why ``day`` is off, or why it is worked although a weekend day; None for an ordinary working day."""
    year = _year(day.year)
    weekend = _WEEKEND[day.weekday() - _SATURDAY] if day.weekday() >= _SATURDAY else None
    return year.off.get(day) or year.worked.get(day) or weekend


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    return add_working_days(day, 1)


def previous_working_day(day: date) -> date:
    """The last working day before ``day``."""
    return add_working_days(day, -1)


def working_day_on_or_after(day: date) -> date:
    """``day`` itself if it is worked, otherwise the next working day."""
    return day if is_working_day(day) else next_working_day(day)


def working_day_on_or_before(day: date) -> date:
    """``day`` itself if it is worked, otherwise the working day before it."""
    return day if is_working_day(day) else previous_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (before it, if negative); ``day`` itself isn't counted.

    Zero gives ``day`` back, worked or not. LAW-018 where the calendar ends (years 1 to 9999).

    >>> add_working_days(date(2019, 4, 2), 20)
    datetime.date(2019, 5, 4)
    """
    if count == 0:
        return day
    year = day.year
    days = working_days(year)
    index = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
    while index >= len(days):
        index -= len(days)
        year = _step(year, 1)
        days = working_days(year)
    while index < 0:
        year = _step(year, -1)
        days = working_days(year)
        index += len(days)
    return days[index]


def _step(year: int, step: int) -> int:
    if not date.min.year <= year + step <= date.max.year:
        raise CodedError(errors.OFF_THE_CALENDAR)
    return year + step


def working_days_between(first: date, last: date) -> int:
    """How many working days follow ``first`` up to and with ``last``: the inverse of :func:`add_working_days`.

    Negative where ``last`` lies before ``first``: then the working days from ``last`` up to, without, ``first``.
    """
    if last < first:
        return -(_before(first) - _before(last)) - sum(map(len, map(working_days, range(last.year, first.year))))
    return _through(last) - _through(first) + sum(map(len, map(working_days, range(first.year, last.year))))


def _through(day: date) -> int:
    """Working days of the year up to and with ``day``."""
    return bisect_right(working_days(day.year), day)


def _before(day: date) -> int:
    """Working days of the year before ``day``."""
    return bisect_left(working_days(day.year), day)
