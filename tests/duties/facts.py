"""Duties built from facts, and what each state says about them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from danbiet.base import clock
from danbiet.duties.models import Duty, Evidence
from danbiet.duties.rules import OFFICIAL_DOCUMENT
from danbiet.journal.models import Entry

DAY = date(2016, 9, 30)
NOW = datetime(2016, 9, 30, 12, tzinfo=clock.ZONE)
LONG_AGO = NOW - timedelta(days=30)
# State at noon of 30/9/2016 -> the facts that make it.
FACTS = {
    "open": {},
    "due_soon": {"due_on": date(2016, 10, 5)},
    "overdue": {"due_on": date(2016, 9, 29)},
    "waiting": {"starts_on": date(2016, 10, 1)},
    "requested": {"force": "requested", "due_on": date(2016, 9, 20)},
    "done": {"fulfilled_at": LONG_AGO},
    "done_late": {"fulfilled_at": LONG_AGO, "due_on": date(2016, 8, 10)},
    "waived": {"waived_at": LONG_AGO, "waived_ground": "Công văn số 1"},
    "superseded": {"superseded_at": LONG_AGO},
}
OPEN = ("open", "due_soon", "overdue", "waiting", "requested")


def make_duty(scene, unit="commune", *, period="test", **facts) -> Duty:
    """A duty of one of the scene's units; a fulfilled one has its evidence."""
    values = {"starts_on": date(2016, 8, 1), "due_on": date(2016, 12, 20), "title": "Việc để thử"} | facts
    duty = Duty.objects.create(
        province=scene.province,
        unit=scene.units[unit].unit,
        rule="plan-programme",
        subject=scene.plan.public_id,
        period=period,
        ground="Căn cứ để thử",
        due_at=clock.end_of_day(values["due_on"]),
        **values,
    )
    if duty.fulfilled_at is not None:
        make_evidence(scene, duty, duty.fulfilled_at)
    return duty


def make_evidence(scene, duty, received_at) -> Evidence:
    return Evidence.objects.create(
        duty=duty,
        kind=OFFICIAL_DOCUMENT,
        label="1/KH-UBND",
        number="1/KH-UBND",
        document_date=DAY,
        received_at=received_at,
        recorded_by=scene.people["commune"],
    )


def entries(action: str) -> int:
    """How many entries of an action the record holds."""
    return Entry.objects.filter(action=action).count()
