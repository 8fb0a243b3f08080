"""The law by the day: dated parameters, the working-day calendar, deadlines that explain themselves.

    value("poor_households.posting.minimum", on=day)
    deadline(day, "complaints.first.settlement").explanation.render("vi")

Parameter files are read when one of their keys is first asked for; the calendar when a day is first asked about.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from danbiet.base.periods import Occasion
from danbiet.law.dated import Kind, Parameter, Section, Value
from danbiet.law.deadlines import Deadline, reckon
from danbiet.law.explanation import Explanation
from danbiet.law.quantities import Duration, Quantity
from danbiet.law.register import Register
from danbiet.law.reporting import ReportingWindow, window
from danbiet.law.words import Labels

__all__ = [
    "Deadline",
    "Duration",
    "Explanation",
    "Kind",
    "Labels",
    "Parameter",
    "Quantity",
    "Register",
    "ReportingWindow",
    "Section",
    "Value",
    "catalogue",
    "deadline",
    "parameter",
    "parameters",
    "reporting_window",
    "value",
]

_REGISTER = Register(Path(__file__).with_name("parameters"))

value = _REGISTER.value
parameter = _REGISTER.parameter
parameters = _REGISTER.parameters
catalogue = _REGISTER.catalogue


# The law stands still while a process runs; a plan asks for the same few deadlines for every unit and province.
@lru_cache(maxsize=4096)
def deadline(
    event: date,
    period: str | Duration,
    *,
    on: date | None = None,
    direction: Literal["after", "before"] = "after",
) -> Deadline:
    """When what ``event`` started falls due; see :func:`danbiet.law.deadlines.reckon`.

    >>> deadline(date(2016, 4, 12), "20 wd").due
    datetime.date(2016, 5, 13)
    """
    return reckon(_REGISTER, event, period, on=on, direction=direction)


def reporting_window(occasion: Occasion) -> ReportingWindow:
    """The days a reporting occasion covers and the first day its report may be due."""
    return window(_REGISTER, occasion)
