"""Two languages side by side, and how a legal reference is written out in each."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from danbiet.base.dates import office_day

__all__ = ["Labels", "is_reference", "read_reference", "write_day"]


class Labels(NamedTuple):
    """One thing said in Vietnamese and in English."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        """The text in ``language`` ("vi" or "en")."""
        return self.en if language == "en" else self.vi


# The kinds of instruments as the parameter files write them, in the order a longer name precedes a shorter one.
INSTRUMENTS = {
    "Bộ luật Dân sự": Labels("Bộ luật Dân sự", "Civil Code"),
    "Bộ luật Lao động": Labels("Bộ luật Lao động", "Labour Code"),
    "Luật": Labels("Luật", "Law"),
    "Pháp lệnh": Labels("Pháp lệnh", "Ordinance"),
    "NQLT": Labels("Nghị quyết liên tịch", "Joint Resolution"),
    "NQ": Labels("Nghị quyết", "Resolution"),
    "NĐ": Labels("Nghị định", "Decree"),
    "TTLT": Labels("Thông tư liên tịch", "Joint Circular"),
    "TT": Labels("Thông tư", "Circular"),
    "QĐ": Labels("Quyết định", "Decision"),
    "CV": Labels("Công văn", "Official Letter"),
}
_PARTS = re.compile(
    rf"(?P<kind>{'|'.join(INSTRUMENTS)}) (?P<number>\d[^\s,;]*)"
    r"(?:, Điều (?P<articles>\d+[a-zđ]?(?:–\d+)?(?:, \d+[a-zđ]?(?:–\d+)?)*)"
    r"(?P<clause>(?: khoản \d+)?(?: điểm [a-zđ])?))?"
)


def is_reference(text: str) -> bool:
    """Whether ``text`` is one or more references joined by "; ", each an instrument, its number and its articles.

    >>> is_reference("Luật 02/2011/QH13, Điều 28"), is_reference("the complaints law")
    (True, False)
    """
    return all(_PARTS.fullmatch(part) for part in text.split("; "))


def read_reference(text: str, language: str) -> str:
    """A reference of a parameter file, written out for a reader of ``language``.

    >>> read_reference("NĐ 09/2019/NĐ-CP, Điều 12 khoản 2", "vi")
    'Nghị định 09/2019/NĐ-CP, Điều 12 khoản 2'
    >>> read_reference("NĐ 09/2019/NĐ-CP, Điều 12 khoản 2", "en")
    'Decree 09/2019/NĐ-CP, art. 12 cl. 2'
    """
    written = []
    for part in text.split("; "):
        match = _PARTS.fullmatch(part)
        if match is None:
            written.append(part)
            continue
        line = f"{INSTRUMENTS[match['kind']].said(language)} {match['number']}"
        if match["articles"]:
            clause = match["clause"] or ""
            if language == "en":
                clause = clause.replace(" khoản ", " cl. ").replace(" điểm ", " pt. ")
            line += f", {'art.' if language == 'en' else 'Điều'} {match['articles']}{clause}"
        written.append(line)
    return "; ".join(written)


_WEEKDAYS = (
    ("thứ Hai", "Mon"),
    ("thứ Ba", "Tue"),
    ("thứ Tư", "Wed"),
    ("thứ Năm", "Thu"),
    ("thứ Sáu", "Fri"),
    ("thứ Bảy", "Sat"),
    ("Chủ nhật", "Sun"),
)


def write_day(day: date, language: str, *, weekday: bool = True) -> str:
    """``day`` as offices write it, with the day of the week.

    >>> write_day(date(2016, 9, 9), "vi"), write_day(date(2016, 9, 9), "en", weekday=False)
    ('thứ Sáu 09/9/2016', '9 September 2016')
    """
    text = office_day(day, language)
    return f"{_WEEKDAYS[day.weekday()][language == 'en']} {text}" if weekday else text
