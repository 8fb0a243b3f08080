"""What stands around a unit: above, below, before, after, and how to reach it; all of it in one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from danbiet.portal.reading import unit_address
from danbiet.units.models import Contact, Kind, Placement, Succession
from danbiet.units.queries import WIDTH, on_day

_ABOVE, _BELOW, _SUCCESSOR, _PREDECESSOR = "above", "below", "successor", "predecessor"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about a unit: what follows it, what it followed, a way to reach it, a unit above or below it.

    ``kind``: the channel of a contact, else what the other unit is to this one; ``note``: the ground of a succession,
    the path of a unit above, the kind of one below.
    """

    kind: str
    text: str
    public_id: str
    day: date | None
    note: str
    order: str

    @property
    def address(self) -> str:
        """Of the other unit's page."""
        return unit_address(self.public_id)

    @property
    def ground(self) -> str:
        """By what the one followed the other."""
        return self.note


@dataclass(slots=True)
class Surroundings:
    """The facts of a unit by what they are, each in its order."""

    above: list[Fact] = field(default_factory=list)
    committees: list[Fact] = field(default_factory=list)
    bodies: list[Fact] = field(default_factory=list)
    successors: list[Fact] = field(default_factory=list)
    predecessors: list[Fact] = field(default_factory=list)
    contacts: list[Fact] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        """Put a fact where it belongs."""
        shelves = {_ABOVE: self.above, _SUCCESSOR: self.successors, _PREDECESSOR: self.predecessors}
        if fact.kind == _BELOW:
            (self.committees if fact.note in (Kind.DISTRICT, Kind.COMMUNE) else self.bodies).append(fact)
        else:
            shelves.get(fact.kind, self.contacts).append(fact)


def around(place: Placement, standing_on: date, known_on: date) -> Surroundings:
    """The units above and directly below on one day; predecessors, successors and public contacts as known on another.

    One query.
    """
    steps = [int(place.path[i : i + WIDTH]) for i in range(0, len(place.path) - WIDTH, WIDTH)]
    rows = (
        _places(_ABOVE, standing_on, Q(unit__in=steps), "path", "path")
        .union(
            _places(_BELOW, standing_on, Q(parent=place.unit_id), "kind", "folded"),
            _side(place.unit_id, _SUCCESSOR, "predecessor", "successor", known_on),
            _side(place.unit_id, _PREDECESSOR, "successor", "predecessor", known_on),
            _contacts(place.unit_id, known_on),
            all=True,
        )
        .order_by()
    )
    found = Surroundings()
    facts = [Fact(*row) for row in rows]
    for fact in sorted(facts, key=lambda one: (one.kind, one.order, one.day or known_on, one.text, one.public_id)):
        found.add(fact)
    return found


def _text(value: Any) -> Cast:
    # The parts of a union are of one type on every engine.
    return Cast(value, CharField(max_length=300))


def _places(kind: str, day: date, which: Q, note: str, order: str) -> QuerySet[Any, Any]:
    return Placement.objects.filter(which, on_day(day)).values_list(
        _text(Value(kind)), _text("name"), _text("unit__public_id"), "valid_from", _text(note), _text(order)
    )


def _side(unit: int, kind: str, own: str, other: str, day: date) -> QuerySet[Any, Any]:
    names = Placement.objects.filter(unit=OuterRef(other)).order_by("-valid_from").values("name")[:1]
    named = Coalesce(Subquery(names), Value(""))
    return Succession.objects.filter(**{own: unit}, day__lte=day).values_list(
        _text(Value(kind)), _text(named), _text(f"{other}__public_id"), "day", _text("ground"), _text(Value(""))
    )


def _contacts(unit: int, day: date) -> QuerySet[Any, Any]:
    nothing = _text(Value(""))
    return Contact.objects.filter(on_day(day), unit=unit, public=True).values_list(
        _text("channel"), _text("value"), nothing, Cast("valid_from", DateField()), nothing, nothing
    )
