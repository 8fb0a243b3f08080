"""Days and figures as the two languages write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from danbiet.base import clock

_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def day(value: date | datetime | None, language: str) -> str:
    """A day as offices write it: 09/9/2016, 15/02/2017; in English 9 September 2016.

    Days under ten and the months January and February get a leading nought, so that no figure can be put before them
    (NĐ 30/2020/NĐ-CP, Phụ lục I).

    >>> day(date(2016, 9, 9), "vi"), day(date(2017, 2, 15), "vi"), day(date(2016, 9, 9), "en")
    ('09/9/2016', '15/02/2017', '9 September 2016')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(clock.ZONE).date()
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


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
