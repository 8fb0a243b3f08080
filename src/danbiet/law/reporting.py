"""When the data of a reporting occasion are cut off (NĐ 09/2019/NĐ-CP, Điều 12; before it the custom of the yearly
letters on administrative reform, to be verified)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from danbiet.base.periods import Occasion, OccasionKind
from danbiet.law import calendar
from danbiet.law.dated import Value
from danbiet.law.register import Register

__all__ = ["ReportingWindow", "window"]

# How many months before the cut-off's month the window opens.
_REACH = {
    OccasionKind.QUARTER_1: 3,
    OccasionKind.SIX_MONTHS: 6,
    OccasionKind.QUARTER_3: 3,
    OccasionKind.YEAR: 12,
}


@dataclass(frozen=True, slots=True)
class ReportingWindow:
    """The days a report covers (``start`` to ``cutoff``, both inclusive) and ``earliest_due``, the first day it may be
    asked for: one working day after the cut-off. ``values`` are the legal values it stands on."""

    occasion: Occasion
    start: date
    cutoff: date
    earliest_due: date
    values: tuple[Value, ...]

    @property
    def to_verify(self) -> bool:
        """Whether one of the values is still to be checked (before 12/3/2019 no decree fixed the days)."""
        return any(value.to_verify for value in self.values)

    @property
    def beyond_known(self) -> bool:
        """Whether the last known values were applied to a later day."""
        return any(value.beyond_known for value in self.values)

    @property
    def forecast(self) -> bool:
        """Whether the working-day calendar of that day isn't official yet."""
        return not calendar.is_official(self.earliest_due)


def window(register: Register, occasion: Occasion) -> ReportingWindow:
    """The window of one occasion: 15/12–14/3, 15/12–14/6, 15/6–14/9 and 15/12–14/12."""
    on = date(occasion.year, occasion.month, 15)
    first, last, gap = (
        register.value(key, on=on)
        for key in ("reporting.window.first_day", "reporting.cutoff.day", "reporting.submission.minimum")
    )
    month = occasion.year * 12 + occasion.month - 1 - _REACH[occasion.kind]
    start = date(month // 12, month % 12 + 1, int(first.number.amount))
    cutoff = date(occasion.year, occasion.month, int(last.number.amount))
    days, _ = gap.duration.count()
    return ReportingWindow(occasion, start, cutoff, calendar.add_working_days(cutoff, days), (first, last, gap))
