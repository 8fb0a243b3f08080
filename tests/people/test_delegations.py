"""Delegations: from their table of states, who, to whom, what the record says, nobody approves his own."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal import recording
from danbiet.journal.models import Entry
from danbiet.people import actions, delegations, errors, leaving, policies
from danbiet.people.delegations import EDGES
from danbiet.people.models import Membership, Role
from danbiet.people.policies import Part
from tests.people.conftest import DECISION, TODAY

LAST = TODAY + timedelta(days=9)
WHY = "nghỉ phép theo đơn ngày 29/9/2016"


def delegate(house, first=TODAY, last=LAST, giver="leader", to="officer", why=WHY):
    return delegations.delegate(house.fresh(giver), house.role(giver), house.fresh(to), first, last, why)


def in_state(house, state):
    """A delegation and the day on which it is in a state."""
    first = TODAY + timedelta(days=3) if state == "planned" else TODAY
    row = delegate(house, first=first)
    if state == "ended":
        delegations.end(house.leader, row)
    return Membership.objects.get(pk=row.pk), LAST + timedelta(days=1) if state == "past" else TODAY


@pytest.mark.parametrize("state", EDGES)
def test_every_edge_of_the_table_passes_and_every_other_is_refused(state, house, refused):
    row, day = in_state(house, state)
    with clock.frozen(day):
        assert delegations.state_of(row, day) == state
        if "end" in EDGES[state]:
            delegations.end(house.leader, row)
            row.refresh_from_db()
            assert delegations.state_of(row, day) == EDGES[state]["end"]
        else:
            refused(errors.ALREADY_ENDED, delegations.end, house.leader, row)


@pytest.mark.parametrize(
    ("day", "acts"),
    [(TODAY - timedelta(days=1), False), (TODAY, True), (LAST, True), (LAST + timedelta(days=1), False)],
)
def test_the_delegate_may_from_the_first_to_the_last_day(day, acts, house):
    delegate(house)
    officer = house.fresh("officer")
    with clock.frozen(day):
        assert policies.allowed(officer, "plans.approve", units=[house.unit], province=house.unit) is acts
        assert policies.allowed(house.fresh("leader"), "plans.approve", units=[house.unit], province=house.unit), (
            "the giver keeps his role"
        )
    assert policies.unit_ids(officer, [Role.APPROVER], on=day) == ([house.unit] if acts else [])


def test_a_delegation_that_was_ended_counts_no_more_at_once(house):
    row = delegate(house)
    delegations.end(house.officer, row)
    assert not policies.allowed(house.fresh("officer"), "plans.approve", units=[house.unit], province=house.unit)
    assert delegate(house).pk != row.pk, "another may follow on the same day"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"to": "leader"}, errors.DELEGATE_TO_ONESELF),
        ({"to": "stranger"}, errors.NOT_OF_THE_UNIT),
        ({"first": TODAY - timedelta(days=1)}, errors.BEGINS_IN_THE_PAST),
        ({"last": TODAY - timedelta(days=1)}, errors.ENDS_BEFORE_IT_BEGINS),
        ({"why": " "}, errors.GROUND_NEEDED),
    ],
)
def test_what_makes_no_delegation_is_refused(changes, kind, house, refused):
    refused(kind, delegate, house, **changes)


def test_nobody_delegates_what_is_anothers(house, refused):
    arguments = [house.role("leader"), house.fresh("officer"), TODAY, LAST, WHY]
    refused(errors.NOT_YOUR_ROLE, delegations.delegate, house.administrator, *arguments)


def test_a_delegate_has_no_delegate(house, refused):
    row = delegate(house)
    arguments = [row, house.fresh("administrator"), TODAY, LAST, WHY]
    refused(errors.DELEGATE_OF_A_DELEGATE, delegations.delegate, house.officer, *arguments)


def test_a_role_over_the_installation_isnt_delegated(house, refused):
    role = actions.grant(house.operator, house.leader, Role.AUDITOR)
    refused(errors.NOT_YOUR_ROLE, delegations.delegate, house.leader, role, house.officer, TODAY, LAST, WHY)


def test_days_overlap_only_once(house, refused):
    delegate(house)
    refused(errors.DELEGATED_ALREADY, delegate, house, first=LAST, last=LAST, to="administrator")
    delegate(house, first=LAST + timedelta(days=1), last=LAST + timedelta(days=2), to="administrator")


def test_a_delegation_stays_within_the_role(house, refused):
    actions.end_membership(house.operator, house.role("leader"), TODAY + timedelta(days=2))
    refused(errors.BEYOND_THE_ROLE, delegate, house)
    actions.end_membership(house.operator, house.role("officer"), TODAY + timedelta(days=1))
    refused(errors.NOT_OF_THE_UNIT, delegate, house, last=TODAY + timedelta(days=2))


def test_who_holds_the_role_needs_no_delegation(house, refused):
    actions.grant(house.operator, house.officer, Role.APPROVER, unit_id=house.unit, valid_from=date(2016, 1, 1))
    refused(errors.HELD_ALREADY, delegate, house)


def test_a_role_that_ends_takes_its_delegation_along(house):
    row = delegate(house)
    actions.end_membership(house.operator, house.role("leader"), TODAY + timedelta(days=2))
    row.refresh_from_db()
    assert row.valid_to == TODAY + timedelta(days=2)


def test_a_stranger_ends_no_delegation(house, refused):
    refused(errors.FORBIDDEN, delegations.end, house.stranger, delegate(house))


def test_the_record_says_on_whose_behalf(house):
    delegate(house)
    officer = house.fresh("officer")
    policies.authorise(officer, "plans.approve", units=[house.unit], province=house.unit)
    entry = _entry(officer)
    assert json.loads(entry.payload)["on_behalf_of"] == house.leader.public_id
    assert "on_behalf_of" not in _entry(house.leader).payload, "of the delegate only"
    policies.authorise(officer, "duties.fulfil", units=[house.unit])
    assert "on_behalf_of" not in _entry(officer).payload, "he may do this by a role of his own"


def _entry(person):
    with transaction.atomic():
        return recording.record(
            "people.password", chain="system", actor=person.public_id, subject=person.public_id, payload={}
        )


def test_what_one_does_to_ones_own_account_is_never_on_anothers_behalf(house):
    delegate(house)
    officer = house.fresh("officer")
    policies.authorise(officer, "plans.approve", units=[house.unit], province=house.unit)
    actions.set_password(officer, "một mật khẩu khác hẳn")
    assert "on_behalf_of" not in Entry.objects.latest("pk").payload


def test_nobody_approves_his_own_through_a_delegate(house):
    delegate(house)
    officer = house.fresh("officer")
    for part in (None, Part("plans.approve", [house.unit], house.unit)):
        with pytest.raises(CodedError) as raised:
            policies.refuse_own(house.leader.pk, officer, approving=part)
        assert raised.value.kind is errors.OWN_WORK
    policies.refuse_own(house.administrator.pk, officer, approving=Part("plans.approve", [house.unit], house.unit))


def test_nobody_approves_what_his_delegate_wrote_in_his_place(house):
    row = delegate(house)
    wrote = Part("plans.propose", [house.unit], on=TODAY)
    approving = Part("plans.approve", [house.unit], house.unit)
    delegations.end(house.leader, row)
    leader = house.fresh("leader")
    with pytest.raises(CodedError) as raised:
        policies.refuse_own(house.officer.pk, leader, authored=wrote, approving=approving)
    assert raised.value.kind is errors.OWN_WORK
    actions.grant(house.operator, house.officer, Role.SUPERVISOR, unit_id=house.unit, valid_from=date(2016, 1, 1))
    policies.refuse_own(house.officer.pk, leader, authored=wrote, approving=approving)


def test_policies_ask_once_however_many_roles_and_checks(house, django_assert_num_queries):
    delegate(house)
    officer = house.fresh("officer")
    with django_assert_num_queries(1):
        for permission in policies.PERMISSIONS:
            policies.allowed(officer, permission, units=[house.unit])
        assert policies.unit_ids(officer) == [house.unit]
        assert len(policies.memberships(officer)) == 2


def test_the_database_refuses_a_delegation_without_an_end_or_a_giver(house):
    row = {"person": house.officer, "role": Role.APPROVER, "valid_from": TODAY, "unit_id": house.unit}
    for bad in ({"delegated_from": house.role("leader"), "valid_to": TODAY}, {"delegator": house.leader}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(**row, **bad)


def test_who_is_no_longer_of_the_unit_acts_for_nobody_there(house):
    row = delegate(house)
    actions.end_membership(house.administrator, house.role("officer"))
    row.refresh_from_db()
    assert row.valid_to == TODAY
    with clock.frozen(TODAY + timedelta(days=1)):
        assert policies.memberships(house.fresh("officer")) == []


def test_who_keeps_another_role_of_the_unit_goes_on_acting(house):
    actions.grant(house.operator, house.officer, Role.SUPERVISOR, unit_id=house.unit, valid_from=TODAY)
    row = delegate(house)
    actions.end_membership(house.administrator, house.role_of("officer", Role.OFFICER))
    row.refresh_from_db()
    assert row.valid_to == LAST


def test_nobody_has_his_delegate_give_him_a_role(house, refused):
    delegate(house, giver="administrator")
    officer = house.fresh("officer")
    given = {"unit_id": house.unit, **DECISION}
    refused(errors.TO_ONESELF, actions.grant, officer, house.fresh("administrator"), Role.APPROVER, **given)
    handed = [officer, house.fresh("leader"), house.fresh("administrator"), TODAY]
    refused(errors.TO_ONESELF, leaving.hand_over, *handed, **DECISION)
    actions.grant(officer, house.fresh("stranger"), Role.APPROVER, **given)
