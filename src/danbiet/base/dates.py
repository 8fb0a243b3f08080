"""Days as offices write them."""

from __future__ import annotations

from datetime import date

__all__ = ["office_day"]

_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")


def office_day(day: date, language: str = "vi") -> str:
    """A day as offices write it: 09/9/2016, 15/02/2017; in English 9 September 2016.

    Days under ten and the months January and February get a leading nought, so that no figure can be put before them
    (NĐ 30/2020/NĐ-CP, Phụ lục I).

    >>> office_day(date(2016, 9, 9)), office_day(date(2017, 2, 15)), office_day(date(2016, 9, 9), "en")
    ('09/9/2016', '15/02/2017', '9 September 2016')
    """
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
