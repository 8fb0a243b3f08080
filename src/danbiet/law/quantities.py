"""Durations and numbers as the law gives them: an amount and a unit, exact, bounded, a range, or a choice of amounts.

Written form: ``30 d``, ``>= 30 d``, ``> 50 percent``, ``5..11 members``, ``> 700_000..1_000_000 vnd``,
``2.5 | 5 y``, ``>= 2/3 share``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from danbiet.base.errors import CodedError
from danbiet.law import errors
from danbiet.law.words import Labels

__all__ = ["TIME_UNITS", "UNITS", "Amount", "Duration", "Quantity"]

Amount = int | Decimal | Fraction

TIME_UNITS = {
    "h": Labels("giờ", "hours"),
    "d": Labels("ngày", "days"),
    "wd": Labels("ngày làm việc", "working days"),
    "m": Labels("tháng", "months"),
    "y": Labels("năm", "years"),
}
UNITS = {
    **TIME_UNITS,
    "agencies": Labels("cơ quan", "agencies"),
    "copies": Labels("bản", "copies"),
    "criteria": Labels("tiêu chí", "criteria"),
    "day_of_month": Labels("(ngày trong tháng)", "(day of the month)"),
    "days": Labels("ngày", "days"),
    "days_per_month": Labels("ngày mỗi tháng", "days a month"),
    "days_per_week": Labels("ngày mỗi tuần", "days a week"),
    "forms": Labels("hình thức", "forms"),
    "groups": Labels("nhóm", "groups"),
    "hamlets": Labels("ấp, khóm", "hamlets"),
    "hours_per_week": Labels("giờ mỗi tuần", "hours a week"),
    "households": Labels("hộ", "households"),
    "indicators": Labels("chỉ số", "indicators"),
    "items": Labels("nội dung", "items"),
    "levels": Labels("mức", "levels"),
    "members": Labels("thành viên", "members"),
    "percent": Labels("%", "%"),
    "persons": Labels("người", "persons"),
    "points": Labels("điểm", "points"),
    "residents": Labels("dân", "residents"),
    "salaries": Labels("lần lương cơ sở", "times the base salary"),
    "services": Labels("dịch vụ", "services"),
    "share": Labels("tổng số", "of the total"),
    "steps": Labels("bước", "steps"),
    "times": Labels("lần", "times"),
    "times_per_year": Labels("lần mỗi năm", "times a year"),
    "vnd": Labels("đồng", "VND"),
    "years_old": Labels("tuổi", "years of age"),
}
COMPARISONS = {
    "": Labels("", ""),
    ">=": Labels("ít nhất", "at least"),
    ">": Labels("trên", "more than"),
    "<=": Labels("không quá", "at most"),
    "<": Labels("dưới", "under"),
}
_NUMBER = r"[0-9][0-9_]*(?:\.[0-9]+|/[1-9][0-9]*)?"
_WRITTEN = re.compile(
    rf"(?P<comparison>>=|>|<=|<)?\s*(?P<amount>{_NUMBER})(?:\.\.(?P<upper>{_NUMBER}))?"
    rf"(?P<others>(?:\s*\|\s*{_NUMBER})*)\s*(?P<unit>[a-z_]+)"
)


def _amount(text: str) -> Amount:
    if "/" in text:
        return Fraction(text)
    return Decimal(text) if "." in text else int(text)


def _written(amount: Amount, language: str) -> str:
    """An amount with the reader's separators; fractions stay fractions."""
    if isinstance(amount, Fraction):
        return str(amount)
    text = f"{amount:,}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with a unit. ``comparison`` is "", ">=", ">", "<=" or "<"; ``upper`` ends a range;
    ``others`` are the further amounts where the law leaves a choice."""

    amount: Amount
    unit: str
    comparison: str = ""
    upper: Amount | None = None
    others: tuple[Amount, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Quantity | None:
        """The quantity that ``text`` writes, a :class:`Duration` where the unit is one of time; None if it isn't one.

        >>> Quantity.parse("5..11 members")
        Quantity(amount=5, unit='members', comparison='', upper=11, others=())
        >>> Quantity.parse("30") is None
        True
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None or match["unit"] not in UNITS:
            return None
        kind = Duration if match["unit"] in TIME_UNITS else Quantity
        upper = _amount(match["upper"]) if match["upper"] else None
        others = tuple(_amount(one.strip()) for one in match["others"].split("|")[1:])
        return kind(_amount(match["amount"]), match["unit"], match["comparison"] or "", upper, others)

    @property
    def is_settled(self) -> bool:
        """Whether it names one amount (a bound such as "at least 30" does)."""
        return self.upper is None and not self.others

    def said(self, language: str) -> str:
        """The quantity in words.

        >>> Quantity.parse(">= 30 d").said("vi"), Quantity.parse("2.5 | 5 y").said("en")
        ('ít nhất 30 ngày', '2.5 or 5 years')
        """
        text = _written(self.amount, language)
        if self.upper is not None:
            text += f"–{_written(self.upper, language)}"
        for other in self.others:
            text += (" or " if language == "en" else " hoặc ") + _written(other, language)
        unit = UNITS[self.unit].said(language)
        if language == "en" and self.amount == 1 and self.is_settled and unit.endswith("s"):
            unit = unit.removesuffix("s")
        text = f"{text}{'' if unit == '%' else ' '}{unit}"
        return f"{COMPARISONS[self.comparison].said(language)} {text}".strip()


@dataclass(frozen=True, slots=True)
class Duration(Quantity):
    """A length of time: hours ``h``, calendar days ``d``, working days ``wd``, months ``m``, years ``y``."""

    @classmethod
    def of(cls, text: str) -> Duration:
        """The duration that ``text`` writes, e.g. "20 wd" or "20wd"; LAW-015 if it isn't one."""
        found = Quantity.parse(text)
        if not isinstance(found, Duration):
            raise CodedError(errors.NOT_A_DURATION, text=text)
        return found

    def count(self) -> tuple[int, str]:
        """What to count: a whole number and a unit, years as months (2.5 years are 30 months).

        LAW-016 where the law leaves a range or a choice, or the amount isn't whole.
        """
        amount, unit = (self.amount * 12, "m") if self.unit == "y" else (self.amount, self.unit)
        if not self.is_settled or amount != int(amount):
            raise CodedError(errors.UNDECIDED_DURATION, text=self.said("vi"))
        return int(amount), unit
