"""Permissions, tested from their own table: who is listed may, everybody else may not."""

from datetime import date
from itertools import product

import pytest

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.people import errors, policies
from danbiet.people.models import Membership, Person, Role
from danbiet.people.policies import PERMISSIONS, UNITLESS, Relation

TODAY = date(2016, 9, 30)
TARGET, ABOVE, PROVINCE, ELSEWHERE = 11, 12, 1, 99
# Where the role is held -> the relations to the target (11, under 12, in province 1) that this is.
PLACES = {
    TARGET: {Relation.OWN, Relation.PROVINCE},
    ABOVE: {Relation.ABOVE, Relation.PROVINCE},
    PROVINCE: {Relation.PROVINCE, Relation.COMMITTEE},
    ELSEWHERE: set(),
    None: {Relation.INSTALLATION},
}


def somebody(role=None, unit=None, **days):
    """A person (unsaved) with one membership."""
    person = Person(username="ai", is_active=True)
    dated = {"valid_from": date(2016, 1, 1), "valid_to": None, **days}
    person._memberships = [Membership(role=role, unit_id=unit, **dated)] if role else []
    return person


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen(TODAY):
        yield


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
@pytest.mark.parametrize(("role", "place"), list(product(Role, PLACES)))
def test_a_role_at_a_place_may_what_the_table_lists_and_nothing_else(permission, role, place):
    listed = any(grant.role == role and grant.relation in PLACES[place] for grant in PERMISSIONS[permission])
    found = policies.allowed(somebody(role, place), permission, units=[TARGET, ABOVE], province=PROVINCE)
    assert found is listed


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_nobody_without_a_role_may_anything(permission):
    assert not policies.allowed(somebody(), permission, units=[TARGET], province=PROVINCE)


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_a_closed_account_may_nothing(permission):
    for grant in PERMISSIONS[permission]:
        place = PROVINCE if grant.relation is Relation.COMMITTEE else TARGET
        person = somebody(grant.role, None if grant.role in UNITLESS else place)
        person.is_active = False
        assert not policies.allowed(person, permission, units=[TARGET], province=PROVINCE)


def test_the_operator_decides_nothing_in_the_units_place():
    operator = somebody(Role.OPERATOR, None)
    may = {key for key in PERMISSIONS if policies.allowed(operator, key, units=[TARGET], province=PROVINCE)}
    assert may == {"plans.propose", "index.import", "surveys.keep", "units.manage", "people.manage", "health.see"}


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2016, 9, 29), False), (date(2016, 9, 30), True), (date(2016, 12, 31), True), (date(2017, 1, 1), False)],
)
def test_a_membership_holds_from_its_first_to_its_last_day(day, holds):
    person = somebody(Role.OFFICER, TARGET, valid_from=date(2016, 9, 30), valid_to=date(2016, 12, 31))
    assert policies.allowed(person, "duties.fulfil", units=[TARGET], on=day) is holds
    assert policies.unit_ids(person, on=day) == ([TARGET] if holds else [])


def test_a_refusal_names_who_may():
    with pytest.raises(CodedError) as raised:
        policies.authorise(somebody(Role.OFFICER, TARGET), "plans.approve", units=[TARGET], province=PROVINCE)
    assert raised.value.kind is errors.FORBIDDEN
    assert str(Role.APPROVER.label) in raised.value.remedy("vi")


def test_nobody_approves_his_own():
    author = somebody(Role.APPROVER, TARGET)
    author.pk = 7
    policies.refuse_own(8, author)
    with pytest.raises(CodedError) as raised:
        policies.refuse_own(7, author)
    assert raised.value.kind is errors.OWN_WORK


def test_units_come_once_and_by_role():
    person = somebody(Role.OFFICER, TARGET)
    person._memberships += [
        Membership(role=Role.APPROVER, unit_id=TARGET, valid_from=TODAY),
        Membership(role=Role.APPROVER, unit_id=ABOVE, valid_from=TODAY),
        Membership(role=Role.AUDITOR, unit_id=None, valid_from=TODAY),
    ]
    assert policies.unit_ids(person) == [TARGET, ABOVE]
    assert policies.unit_ids(person, [Role.APPROVER]) == [TARGET, ABOVE]
    assert policies.unit_ids(person, [Role.OFFICER]) == [TARGET]
