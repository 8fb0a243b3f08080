"""A unit with an administrator, a leader and an officer; another unit beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.people import actions
from danbiet.people.models import Membership, Person, Role
from danbiet.units.models import Unit

TODAY = date(2016, 9, 30)
GOOD = "bốn con vịt vàng 2016"
DECISION = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 1)}


@dataclass
class House:
    """The people by chair and the units' ids."""

    operator: Person
    administrator: Person
    leader: Person
    officer: Person
    stranger: Person
    unit: int
    other: int

    def role(self, who):
        return Membership.objects.get(person=getattr(self, who), delegated_from=None)

    def role_of(self, who, role):
        return Membership.objects.get(person=getattr(self, who), role=role, delegated_from=None)

    def fresh(self, who):
        return Person.objects.get(pk=getattr(self, who).pk)


@pytest.fixture
def house(db):
    """At noon of 30/9/2016."""
    with clock.frozen(TODAY):
        operator = actions.operator()
        unit, other = Unit.objects.create(), Unit.objects.create()
        found = {}
        for name, role, place in (
            ("administrator", Role.ADMINISTRATOR, unit),
            ("leader", Role.APPROVER, unit),
            ("officer", Role.OFFICER, unit),
            ("stranger", Role.OFFICER, other),
        ):
            person = actions.create_person(
                operator, username=name, name=name.title(), password=GOOD, email=f"{name}@x.vn"
            )
            actions.grant(operator, person, role, unit_id=place.pk, valid_from=date(2016, 1, 1))
            found[name] = Person.objects.get(pk=person.pk)
        yield House(operator=operator, unit=unit.pk, other=other.pk, **found)


@pytest.fixture
def refused():
    """The call is refused with this code and leaves no entry."""

    def check(kind, call, *arguments, **named):
        before = Entry.objects.count()
        with pytest.raises(CodedError) as raised:
            call(*arguments, **named)
        assert raised.value.kind is kind, raised.value
        assert Entry.objects.count() == before
        return raised.value

    return check
