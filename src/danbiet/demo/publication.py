"""The simulated gate: one matter opened by a simulated decision, and a commune's own word beside its work."""

from __future__ import annotations

from datetime import date

from danbiet.base import clock
from danbiet.duties import explaining, foretelling
from danbiet.duties.models import Duty
from danbiet.people import publishing
from danbiet.people.models import Person
from danbiet.units.models import Unit

# Recorded the day it was signed; the ten working days in which the units see first end before the demonstration's day.
DECIDED, EXPLAINED = date(2016, 9, 12), date(2016, 9, 28)
GROUND = "Quyết định mô phỏng 01/QĐ-UBND"
TEXT = "Mô phỏng: dự thảo chương trình đang lấy ý kiến các ấp, sẽ ban hành trước hạn."


def open_results(leader: Person, province: Unit) -> None:
    """The leader opens what is there of each duty; the units are told and it takes effect."""
    with clock.frozen(DECIDED):
        publishing.decide(
            leader, province.pk, publishing.Wanted(explaining.THERE, opens=True, ground=GROUND, decided_on=DECIDED)
        )


def explain(chairman: Person, unit: int, today: date) -> None:
    """A commune says how far its programme is; what was foretold has come."""
    with clock.frozen(EXPLAINED):
        duty = Duty.objects.get(unit=unit, rule="plan-programme")
        explaining.explain(chairman, duty, TEXT)
    with clock.frozen(today):
        foretelling.step()
