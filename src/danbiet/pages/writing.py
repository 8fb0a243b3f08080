"""Days and figures as the two languages write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from danbiet.base import clock
from danbiet.base.dates import office_day


def day(value: date | datetime | None, language: str) -> str:
    """A day as offices write it, the day of a moment on the wall clock of Vietnam; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(clock.ZONE).date()
    return office_day(value, language)


def moment(value: datetime | None, language: str) -> str:
    """A moment on the wall clock of Vietnam: 09/9/2016 14:05."""
    if value is None:
        return ""
    local = value.astimezone(clock.ZONE)
    return f"{day(local, language)} {local:%H:%M}"


def figure(value: float | Decimal | str | None, language: str, places: int = -1) -> str:
    """A number with a decimal comma in Vietnamese and a point in English, as exact as given unless told ``places``.

    >>> figure(5.8, "vi"), figure(Decimal("5.80"), "en"), figure(1234567, "vi"), figure(None, "vi")
    ('5,8', '5.80', '1.234.567', '')
    """
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if not number.is_finite():
        return str(value)
    text = f"{number:,.{places}f}" if places >= 0 else f"{number:,f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
