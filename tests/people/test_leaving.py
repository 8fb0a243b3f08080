"""Handing over and leaving: everything in one step, nothing left open behind."""

from datetime import timedelta

import pytest

from danbiet.base import clock
from danbiet.people import actions, delegations, errors, invitations, leaving, policies, resetting
from danbiet.people.backends import PersonBackend
from danbiet.people.models import Role
from tests.people.conftest import DECISION, GOOD, TODAY

FROM = TODAY + timedelta(days=2)


def roles(person, day):
    return sorted((member.role, member.unit_id) for member in policies.memberships(person, day))


def test_roles_pass_on_from_a_day_in_one_step(house):
    actions.grant(house.operator, house.leader, Role.SUPERVISOR, unit_id=house.unit, valid_from=TODAY)
    delegation = delegations.delegate(
        house.leader, house.role_of("leader", Role.APPROVER), house.officer, TODAY, TODAY + timedelta(days=20), "đi học"
    )
    made = leaving.hand_over(house.administrator, house.leader, house.officer, FROM, **DECISION)
    both = [(Role.APPROVER, house.unit), (Role.SUPERVISOR, house.unit)]
    assert sorted((row.role, row.unit_id) for row in made) == both
    assert roles(house.leader, FROM - timedelta(days=1)) == both
    assert roles(house.leader, FROM) == []
    assert set(both) < set(roles(house.officer, FROM))
    assert all(row.ground == "12/QĐ-UBND" for row in made)
    delegation.refresh_from_db()
    assert delegation.valid_to == FROM - timedelta(days=1)


def test_a_role_with_an_end_keeps_it(house):
    last = TODAY + timedelta(days=30)
    actions.end_membership(house.operator, house.role("leader"), last)
    (row,) = leaving.hand_over(house.administrator, house.leader, house.officer, FROM, **DECISION)
    assert row.valid_to == last


@pytest.mark.parametrize(
    ("giver", "taker", "actor", "kind"),
    [
        ("leader", "leader", "administrator", errors.SAME_PERSON),
        ("leader", "administrator", "administrator", errors.TO_ONESELF),
        ("leader", "officer", "stranger", errors.FORBIDDEN),
        ("stranger", "officer", "administrator", errors.FORBIDDEN),
    ],
)
def test_what_is_no_handing_over_is_refused(giver, taker, actor, kind, house, refused):
    people = [getattr(house, who) for who in (actor, giver, taker)]
    refused(kind, leaving.hand_over, *people, FROM, **DECISION)


def test_a_handing_over_names_its_decision_and_a_day_within_the_roles(house, refused):
    people = [house.administrator, house.leader, house.officer]
    refused(errors.DECISION_NEEDED, leaving.hand_over, *people, FROM, ground="", decided_on=TODAY)
    refused(errors.BEGINS_IN_THE_PAST, leaving.hand_over, *people, TODAY - timedelta(days=1), **DECISION)
    actions.end_membership(house.operator, house.role("leader"))
    refused(errors.NOTHING_TO_HAND_OVER, leaving.hand_over, *people, FROM, **DECISION)


def test_who_leaves_has_no_role_no_session_no_code_and_no_delegate(house):
    row = delegations.delegate(
        house.leader, house.role("leader"), house.officer, TODAY, TODAY + timedelta(days=9), "đi học"
    )
    code = resetting.slip(house.administrator, house.leader)
    before = house.fresh("leader").get_session_auth_hash()
    leaving.leave(house.administrator, house.leader, **DECISION)
    leader = house.fresh("leader")
    assert not leader.is_active
    assert leader.get_session_auth_hash() != before
    assert actions.lasting(leader) == []
    assert policies.memberships(leader) == []
    assert not policies.allowed(house.fresh("officer"), "plans.approve", units=[house.unit], province=house.unit)
    assert PersonBackend().authenticate(None, "leader", GOOD) is None
    row.refresh_from_db()
    assert row.revoked_at is not None
    with pytest.raises(Exception, match="PEO-022"):
        resetting.find(code)


def test_nobody_closes_his_own_account_nor_one_with_roles_elsewhere(house, refused):
    refused(errors.OWN_ACCOUNT, leaving.leave, house.administrator, house.administrator, **DECISION)
    actions.grant(house.operator, house.officer, Role.OFFICER, unit_id=house.other)
    refused(errors.FORBIDDEN, leaving.leave, house.administrator, house.officer, **DECISION)
    refused(errors.DECISION_NEEDED, leaving.leave, house.operator, house.officer, ground=" ", decided_on=TODAY)
    leaving.leave(house.operator, house.officer, **DECISION)
    refused(errors.UNKNOWN_PERSON, leaving.leave, house.operator, house.officer, **DECISION)


def test_invitations_of_who_left_still_stand_on_their_decision(house):
    seat = invitations.Seat(Role.OFFICER, [house.unit], **DECISION)
    _, code = invitations.invite(house.administrator, "Lan", seat)
    leaving.leave(house.operator, house.administrator, **DECISION)
    with clock.frozen(TODAY + timedelta(days=1)):
        assert invitations.accept(code, "lan", GOOD).memberships.get().unit_id == house.unit


def test_who_holds_the_role_for_a_shorter_time_gets_the_rest(house):
    actions.grant(house.operator, house.leader, Role.SUPERVISOR, unit_id=house.unit, valid_from=TODAY)
    actions.grant(house.operator, house.officer, Role.SUPERVISOR, unit_id=house.unit, valid_from=TODAY, valid_to=FROM)
    made = leaving.hand_over(house.administrator, house.leader, house.officer, FROM, **DECISION)
    assert {(row.role, row.valid_from, row.valid_to) for row in made} == {
        (Role.APPROVER, FROM, None),
        (Role.SUPERVISOR, FROM + timedelta(days=1), None),
    }


def test_who_holds_the_role_anyway_gets_nothing_more(house):
    actions.grant(house.operator, house.officer, Role.APPROVER, unit_id=house.unit, valid_from=TODAY)
    assert leaving.hand_over(house.administrator, house.leader, house.officer, FROM, **DECISION) == []
    assert roles(house.leader, FROM) == []


def test_who_handed_everything_over_is_closed_by_the_same_administrator(house):
    leaving.hand_over(house.administrator, house.leader, house.officer, TODAY, **DECISION)
    assert actions.lasting(house.leader) == []
    leaving.leave(house.administrator, house.leader, **DECISION)
    assert not house.fresh("leader").is_active
