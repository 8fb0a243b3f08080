"""Invitations: from their table of states, the code's secrecy, who may, what a letter carries."""

from datetime import date, timedelta

import pytest
from django.core import mail

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.people import actions, codes, delegations, errors, invitations, letters, policies
from danbiet.people.backends import PersonBackend
from danbiet.people.invitations import EDGES, Seat
from danbiet.people.models import Invitation, Person, Role
from tests.people.conftest import DECISION, GOOD, TODAY

SINCE_OVER = {"used": errors.CODE_USED, "withdrawn": errors.CODE_WITHDRAWN, "expired": errors.CODE_EXPIRED}


def seat(house, role=Role.OFFICER, **changes):
    return Seat(**{"role": role, "lineage": [house.unit], **DECISION, **changes})


@pytest.fixture
def invited(house):
    """An invitation in a wanted state, with the day on which it is in it and its code."""

    def make(state="open", **named):
        row, code = invitations.invite(house.administrator, "Nguyễn Thị Mới", seat(house), **named)
        if state == "used":
            invitations.accept(code, "moi", GOOD)
        elif state == "withdrawn":
            invitations.withdraw(house.administrator, row)
        day = TODAY + timedelta(days=8) if state == "expired" else TODAY
        return Invitation.objects.get(pk=row.pk), code, day

    return make


def act(house, action, row, code):
    if action == "accept":
        invitations.accept(code, "nguoi.khac", GOOD)
    else:
        getattr(invitations, action)(house.administrator, row)


@pytest.mark.parametrize("state", EDGES)
@pytest.mark.parametrize("action", ["accept", "withdraw", "renew"])
def test_every_edge_of_the_table_passes_and_every_other_is_refused(state, action, invited, house, refused):
    row, code, day = invited(state)
    with clock.frozen(day):
        assert codes.state_of(row, clock.now()) == state
        if action in EDGES[state]:
            act(house, action, row, code)
            row.refresh_from_db()
            assert codes.state_of(row, clock.now()) == EDGES[state][action]
        else:
            kind = SINCE_OVER[state] if action == "accept" else errors.INVITATION_OVER
            refused(kind, act, house, action, row, code)
            row.refresh_from_db()
            assert codes.state_of(row, clock.now()) == state


def test_who_accepts_holds_the_role_by_the_decision_from_its_day(invited, house):
    row, code, _ = invited()
    person = invitations.accept(code.upper().replace("-", " "), "moi", GOOD)
    member = person.memberships.get()
    assert (member.unit_id, member.role, member.valid_from) == (house.unit, Role.OFFICER, TODAY)
    assert (member.ground, member.decided_on) == ("12/QĐ-UBND", date(2016, 9, 1))
    assert PersonBackend().authenticate(None, "moi", GOOD) == person
    row.refresh_from_db()
    assert row.accepted_by == person
    actors = dict(Entry.objects.filter(seq__gt=0).order_by("-pk").values_list("action", "actor")[:3])
    assert actors == {
        "people.grant": house.administrator.public_id,
        "people.accept": person.public_id,
        "people.create": person.public_id,
    }


def test_the_code_is_kept_nowhere(invited):
    row, code, _ = invited()
    assert code not in str(Invitation.objects.filter(pk=row.pk).values().get())
    assert not Entry.objects.filter(payload__contains=code).exists()
    assert row.digest == codes.digest(code)


def test_a_renewed_code_takes_the_place_of_the_old_one(invited, house, refused):
    row, old, day = invited("expired")
    with clock.frozen(day):
        fresh = invitations.renew(house.administrator, row)
        refused(errors.UNKNOWN_CODE, invitations.find, old)
        assert invitations.find(fresh).pk == row.pk


@pytest.mark.parametrize("text", ["", "abc", "k7m2-q9xw-4c3", "k7m2-q9xw-4c3d", "oooo-0000-llll", "đ" * 12])
def test_what_is_no_code_is_unknown(text, house, refused):
    refused(errors.UNKNOWN_CODE, invitations.find, text)


@pytest.mark.parametrize(("who", "allowed"), [("administrator", True), ("leader", False), ("stranger", False)])
def test_only_who_manages_the_unit_invites(who, allowed, house, refused):
    if allowed:
        assert invitations.invite(getattr(house, who), "x", seat(house))[0].made_by.username == who
    else:
        refused(errors.FORBIDDEN, invitations.invite, getattr(house, who), "x", seat(house))


def test_an_administrator_invites_to_no_other_unit_nor_over_the_installation(house, refused):
    refused(errors.FORBIDDEN, invitations.invite, house.administrator, "x", seat(house, lineage=[house.other]))
    installation = seat(house, role=Role.OPERATOR, lineage=[])
    refused(errors.FORBIDDEN, invitations.invite, house.administrator, "x", installation)
    assert invitations.invite(house.operator, "x", installation)[0].unit is None


def test_an_administrator_above_reaches_the_units_below(house):
    below = seat(house, lineage=[house.other, house.unit])
    assert invitations.invite(house.administrator, "x", below)[0].unit_id == house.other


@pytest.mark.parametrize("changes", [{"ground": "  "}, {"decided_on": None}])
def test_an_invitation_names_its_decision(changes, house, refused):
    refused(errors.DECISION_NEEDED, invitations.invite, house.administrator, "x", seat(house, **changes))


def test_a_taken_name_and_a_weak_password_leave_the_invitation_open(invited, house, refused):
    row, code, _ = invited()
    refused(errors.NAME_TAKEN, invitations.accept, code, "leader", GOOD)
    refused(errors.WEAK_PASSWORD, invitations.accept, code, "moi", "ngan")
    row.refresh_from_db()
    assert row.used_at is None
    assert not Person.objects.filter(username="moi").exists()


def test_somebody_with_an_account_takes_the_role_with_it_but_not_from_himself(invited, house, refused):
    _, code, _ = invited()
    refused(errors.TO_ONESELF, invitations.accept_as, house.administrator, code)
    invitations.accept_as(house.stranger, code)
    assert set(policies.unit_ids(house.stranger)) == {house.unit, house.other}


def test_a_letter_carries_the_link_after_the_commit(house, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.EMAIL_READY = True
    monkeypatch.setattr(letters, "aside", lambda work: work())
    link = "https://danbiet.example/moi/{}".format
    with django_capture_on_commit_callbacks(execute=True):
        _, code = invitations.invite(house.administrator, "Lan", seat(house), email="lan@x.vn", address=link)
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == ["lan@x.vn"]
    assert link(code) in letter.body


def test_a_demonstration_sends_no_letter(house, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_READY, settings.DEMONSTRATION = True, True
    with django_capture_on_commit_callbacks() as callbacks:
        invitations.invite(house.administrator, "Lan", seat(house), email="lan@x.vn", address=str)
    assert callbacks == []


def test_a_server_that_is_away_breaks_nothing_and_no_address_is_logged(settings, caplog):
    from django.core.mail import EmailMessage

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letters.hand_over(EmailMessage("x", "x", "a@b.vn", ["lan@x.vn"]))
    assert "ConnectionRefusedError" in caplog.text
    assert "lan@x.vn" not in caplog.text


def test_who_saw_the_code_doesnt_use_it_for_himself(invited, house, refused):
    actions.grant(house.operator, house.stranger, Role.ADMINISTRATOR, unit_id=house.unit, valid_from=TODAY)
    row, _, _ = invited()
    code = invitations.renew(house.fresh("stranger"), row)
    for who in ("stranger", "administrator"):
        refused(errors.TO_ONESELF, invitations.accept_as, house.fresh(who), code)
    invitations.accept_as(house.fresh("leader"), code)


def test_nobody_has_his_delegate_invite_him(house, refused):
    role = house.role("administrator")
    delegations.delegate(house.administrator, role, house.officer, TODAY, TODAY + timedelta(days=3), "đi học")
    _, code = invitations.invite(house.fresh("officer"), "x", seat(house, role=Role.APPROVER))
    refused(errors.TO_ONESELF, invitations.accept_as, house.fresh("administrator"), code)


def test_of_two_who_use_a_code_at_once_one_is_told(invited, house, monkeypatch):
    _, code, _ = invited()
    checked = actions.check_password

    def another_is_quicker(password, person):
        monkeypatch.setattr(actions, "check_password", checked)
        invitations.accept(code, "nhanh.hon", GOOD)

    monkeypatch.setattr(actions, "check_password", another_is_quicker)
    with pytest.raises(CodedError) as raised:
        invitations.accept(code, "cham.hon", GOOD)
    assert raised.value.kind is errors.CODE_USED
    assert not Person.objects.filter(username="cham.hon").exists()
