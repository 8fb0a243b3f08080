"""A unit's page: who it is, what is asked of it and what is there, what it followed and what follows it.

The office shows a unit the same page before anyone else sees it, so what stands on it is made here for both.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from danbiet.portal import asked, reading
from danbiet.portal.scene import Scene
from danbiet.portal.surroundings import around
from danbiet.units.models import Placement


def standing(rows: list[Placement], day: date) -> Placement:
    """Of a unit's placements the one in force on a day, else the last before, else the first."""
    past = [row for row in rows if row.valid_from <= day]
    return past[-1] if past else rows[0]


def context(own: Scene, place: Placement, rows: list[Placement]) -> dict[str, Any]:
    """What the page shows of a unit through the gate of its scene; three queries."""
    gate = own.gate
    ended = place.valid_to is not None and place.valid_to < own.day
    day = place.valid_to if ended and place.valid_to else max(own.day, place.valid_from)
    near = around(place, day, own.day)
    work = reading.work_of(place.unit_id, own.day) if gate["plan"] and not ended else []
    duties = asked.of_unit(place.unit_id, own.day) if gate["asked"] and not ended else []
    return {
        "scene": own,
        "gate": gate,
        "place": place,
        "ended": ended,
        "above": [(fact.text, fact.address) for fact in near.above],
        "committees": near.committees,
        "bodies": near.bodies,
        "earlier": [row for row in rows if row.valid_from < place.valid_from],
        "successors": near.successors,
        "predecessors": near.predecessors,
        "contacts": near.contacts if gate["contacts"] else [],
        "lead": [row for row in work if row.role == reading.LEAD],
        "coordinate": [row for row in work if row.role == reading.COORDINATE],
        "said": asked.all_said(duties, gate, own.day),
    }
