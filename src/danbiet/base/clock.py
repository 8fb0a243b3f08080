"""The only place that knows what time it is.

The wall clock is Asia/Ho_Chi_Minh. A demonstration may freeze the clock: then ``now()`` stands still at the frozen
moment and every page says so. Nothing else in the code may ask the system for the time (ruff's banned-api list).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = ["ZONE", "end_of_day", "freeze", "frozen", "is_frozen", "now", "start_of_day", "today"]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_installed: datetime | None = None
_override: ContextVar[datetime | None] = ContextVar("danbiet_clock", default=None)


def freeze(moment: datetime | date | None) -> None:
    """Freeze the clock of this process at ``moment`` (a day means its noon); None lets it run."""
    global _installed
    _installed = None if moment is None else _aware(moment)


@contextmanager
def frozen(moment: datetime | date) -> Iterator[datetime]:
    """Within the block the clock stands at ``moment``; for simulations and tests."""
    token = _override.set(_aware(moment))
    try:
        yield _aware(moment)
    finally:
        _override.reset(token)


def is_frozen() -> bool:
    """Whether the clock stands still (a demonstration)."""
    return (_override.get() or _installed) is not None


def now() -> datetime:
    """The current moment, timezone-aware in UTC."""
    return _override.get() or _installed or datetime.now(tz=UTC)


def today() -> date:
    """The current legal day in Vietnam."""
    return now().astimezone(ZONE).date()


def start_of_day(day: date) -> datetime:
    """The first moment of ``day`` in Vietnam."""
    return datetime.combine(day, time.min, tzinfo=ZONE)


@lru_cache(maxsize=1024)
def end_of_day(day: date) -> datetime:
    """The first moment after ``day`` in Vietnam: a duty due on ``day`` is late from then on (exclusive bound).

    The last day of a period ends at 24:00 (Bộ luật Dân sự 91/2015, Điều 148 khoản 6).
    """
    return start_of_day(day + timedelta(days=1)).astimezone(UTC)


def _aware(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError("the clock takes timezone-aware moments only")
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(12), tzinfo=ZONE).astimezone(UTC)
