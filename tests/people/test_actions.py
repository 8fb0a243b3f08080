"""Accounts and memberships: each change permitted, dated, recorded."""

import io
import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.cli import main
from danbiet.journal import recording
from danbiet.journal.models import Entry
from danbiet.people import actions, errors, invitations, policies, resetting
from danbiet.people.backends import PersonBackend
from danbiet.people.models import Membership, Person, Role
from danbiet.units.models import Unit

pytestmark = pytest.mark.django_db
GOOD = "bốn con vịt vàng 2016"


@pytest.fixture
def operator():
    """The installation's operator."""
    return actions.operator()


@pytest.fixture
def person(operator):
    """An account with a password."""
    return actions.create_person(operator, username="khanhhoa", name="Văn phòng", password=GOOD)


def refused(kind, call, *arguments, **named):
    """The call is refused with this code and leaves no entry."""
    before = Entry.objects.count()
    with pytest.raises(CodedError) as raised:
        call(*arguments, **named)
    assert raised.value.kind is kind
    assert Entry.objects.count() == before


def test_the_operator_is_made_once_and_nobody_can_log_in_to_it(operator):
    assert actions.operator().pk == operator.pk
    assert not operator.has_usable_password()
    assert PersonBackend().authenticate(None, "operator", "") is None


def test_an_account_is_recorded_without_its_personal_values_in_the_clear(operator, person):
    entry = Entry.objects.filter(action="people.create").latest("seq")
    assert (entry.actor, entry.subject) == (operator.public_id, person.public_id)
    assert "khanhhoa" not in entry.payload
    assert "Văn phòng" not in entry.payload
    assert recording.reveal(json.loads(entry.payload)["username"]) == "khanhhoa"


def test_a_name_is_taken_once(operator, person):
    refused(errors.NAME_TAKEN, actions.create_person, operator, username="khanhhoa", name="x", password=GOOD)


@pytest.mark.parametrize("password", ["ngan", "password1234", "khanhhoa2016!", "201609302016", "ababABABabab"])
def test_a_weak_password_is_refused_with_the_reason(password, operator):
    named = {"username": "khanhhoa2016", "name": "x", "password": password}
    refused(errors.WEAK_PASSWORD, actions.create_person, operator, **named)


def test_the_password_lets_in_and_the_wrong_one_does_not(person):
    backend = PersonBackend()
    assert backend.authenticate(None, "khanhhoa", GOOD) == person
    assert backend.authenticate(None, "khanhhoa", "sai") is None
    assert backend.authenticate(None, "không có ai", GOOD) is None
    assert backend.authenticate(None, None, GOOD) is None
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert backend.authenticate(None, "khanhhoa", GOOD) is None
    assert backend.get_user(person.pk) is None


def test_an_unknown_name_costs_as_much_as_a_known_one(person, monkeypatch):
    hashed = []
    monkeypatch.setattr(Person, "set_password", lambda self, raw: hashed.append(raw))
    PersonBackend().authenticate(None, "không có ai", GOOD)
    assert hashed == [GOOD]


def test_a_role_over_units_needs_a_unit_and_one_over_the_installation_none(operator, person):
    refused(errors.UNIT_NEEDED, actions.grant, operator, person, Role.OFFICER)
    assert actions.grant(operator, person, Role.AUDITOR).unit is None


def test_a_grant_is_recorded_with_its_days(operator, person):
    unit = Unit.objects.create()
    with clock.frozen(date(2016, 9, 30)):
        actions.grant(operator, person, Role.OFFICER, unit_id=unit.pk, ground="QĐ 12/QĐ-UBND")
    member = person.memberships.get()
    assert (member.valid_from, member.valid_to, member.ground) == (date(2016, 9, 30), None, "QĐ 12/QĐ-UBND")
    assert '"role":"officer"' in Entry.objects.latest("id").payload


def test_the_same_grant_twice_is_told(operator, person):
    actions.grant(operator, person, Role.AUDITOR)
    refused(errors.HELD_ALREADY, actions.grant, operator, person, Role.AUDITOR)


def test_an_officer_grants_nothing(operator, person):
    unit = Unit.objects.create()
    actions.grant(operator, person, Role.OFFICER, unit_id=unit.pk)
    again = Person.objects.get(pk=person.pk)
    refused(errors.FORBIDDEN, actions.grant, again, again, Role.APPROVER, unit_id=unit.pk)
    refused(errors.FORBIDDEN, actions.grant, again, again, Role.OPERATOR)


def test_an_administrator_manages_his_unit_and_no_other(operator, person):
    own, other = Unit.objects.create(), Unit.objects.create()
    actions.grant(operator, person, Role.ADMINISTRATOR, unit_id=own.pk)
    administrator = Person.objects.get(pk=person.pk)
    colleague = actions.create_person(administrator, username="moi", name="Người mới")
    decision = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 1)}
    actions.grant(administrator, colleague, Role.OFFICER, unit_id=own.pk, **decision)
    resetting.slip(administrator, Person.objects.get(username="moi"))
    refused(errors.FORBIDDEN, actions.grant, administrator, colleague, Role.OFFICER, unit_id=other.pk)
    actions.grant(operator, colleague, Role.APPROVER, unit_id=other.pk)
    both = Person.objects.get(username="moi")
    refused(errors.FORBIDDEN, resetting.slip, administrator, both)


@pytest.mark.parametrize("decision", [{}, {"ground": "12/QĐ-UBND"}, {"ground": " ", "decided_on": date(2016, 9, 1)}])
def test_a_grant_carries_the_number_and_the_date_of_its_decision(decision, operator, person):
    own = Unit.objects.create()
    actions.grant(operator, person, Role.ADMINISTRATOR, unit_id=own.pk)
    other = actions.create_person(operator, username="moi", name="Người mới")
    refused(errors.DECISION_NEEDED, actions.grant, person, other, Role.OFFICER, unit_id=own.pk, **decision)


def test_nobody_gives_a_role_to_himself(operator, person):
    own = Unit.objects.create()
    actions.grant(operator, person, Role.ADMINISTRATOR, unit_id=own.pk)
    decision = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 1)}
    refused(errors.TO_ONESELF, actions.grant, person, person, Role.APPROVER, unit_id=own.pk, **decision)
    second = actions.create_person(operator, username="vanhanh", name="Vận hành")
    actions.grant(operator, second, Role.OPERATOR)
    refused(errors.TO_ONESELF, actions.grant, second, second, Role.APPROVER, unit_id=own.pk)


def test_a_role_over_the_installation_isnt_held_at_a_unit(operator, person):
    own = Unit.objects.create()
    refused(errors.UNKNOWN_ROLE, actions.grant, operator, person, Role.AUDITOR, unit_id=own.pk)


def test_everybody_changes_his_own_password(person):
    actions.set_password(person, "một mật khẩu khác hẳn")
    assert PersonBackend().authenticate(None, "khanhhoa", "một mật khẩu khác hẳn") == person


def test_a_membership_ends_and_stays_in_the_record(operator, person):
    with clock.frozen(date(2016, 9, 1)):
        member = actions.grant(operator, person, Role.AUDITOR)
    with clock.frozen(date(2016, 9, 30)):
        actions.end_membership(operator, member)
    with clock.frozen(date(2016, 10, 1)):
        again = Person.objects.get(pk=person.pk)
        assert policies.memberships(again) == []
        assert policies.memberships(again, date(2016, 9, 15)) != []
        refused(errors.ALREADY_ENDED, actions.end_membership, operator, member)


def test_the_database_refuses_the_same_membership_twice_and_days_the_wrong_way_round(person):
    row = {"person": person, "unit": None, "role": Role.AUDITOR, "valid_from": date(2016, 9, 1)}
    Membership.objects.create(**row)
    for bad in (row, {**row, "valid_from": date(2016, 9, 2), "valid_to": date(2016, 9, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(**bad)


def test_a_role_cannot_end_before_it_begins(operator, person):
    days = {"valid_from": date(2016, 9, 2), "valid_to": date(2016, 9, 1)}
    refused(errors.ENDS_BEFORE_IT_BEGINS, actions.grant, operator, person, Role.AUDITOR, **days)


def test_a_grant_counts_at_once_and_so_does_its_end(operator, person):
    unit = Unit.objects.create()
    assert not policies.allowed(person, "duties.fulfil", units=[unit.pk])
    member = actions.grant(operator, person, Role.OFFICER, unit_id=unit.pk, valid_from=date(2016, 1, 1))
    assert policies.allowed(person, "duties.fulfil", units=[unit.pk])
    actions.end_membership(operator, member, date(2016, 2, 1))
    assert not policies.allowed(person, "duties.fulfil", units=[unit.pk])


def test_an_administrator_of_his_unit_doesnt_come_by_a_role_over_the_installation(operator, person):
    own = Unit.objects.create()
    actions.grant(operator, person, Role.ADMINISTRATOR, unit_id=own.pk)
    auditor = actions.create_person(operator, username="kiemtoan", name="Kiểm toán")
    actions.grant(operator, auditor, Role.OFFICER, unit_id=own.pk)
    resetting.slip(person, auditor)
    actions.grant(operator, auditor, Role.AUDITOR)
    refused(errors.FORBIDDEN, resetting.slip, person, auditor)
    resetting.slip(operator, auditor)


def test_the_list_reads_all_memberships_at_once(operator, capsys, django_assert_max_num_queries):
    for number in range(6):
        other = actions.create_person(operator, username=f"nguoi{number}", name=f"Người {number}")
        actions.grant(operator, other, Role.AUDITOR)
    with django_assert_max_num_queries(2):
        assert main.main(["people", "list"]) == 0
    assert capsys.readouterr().out.count("Kiểm toán") == 6


def test_the_command_line(monkeypatch, capsys):
    unit = Unit.objects.create()
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD + "\n"))
    assert main.main(["people", "add", "uminh", "--name", "Phòng Nội vụ"]) == 0
    decision = ["--decision", "12/QĐ-UBND", "--date", "2016-09-01"]
    assert main.main(["people", "grant", "uminh", "officer", "--unit", unit.public_id, *decision]) == 0
    capsys.readouterr()
    assert main.main(["people", "list"]) == 0
    assert "uminh\tPhòng Nội vụ\tCán bộ" in capsys.readouterr().out
    for wrong in (["uminh", "king"], ["uminh", "officer", "--unit", "khong-co"], ["nobody", "officer"]):
        assert main.main(["people", "grant", *wrong, *decision]) == 2
    with pytest.raises(SystemExit):
        main.main(["people", "grant", "uminh", "officer", "--unit", unit.public_id])


@pytest.fixture
def _today():
    with clock.frozen(date(2016, 9, 30)):
        yield


@pytest.mark.usefixtures("_today")
def test_the_command_line_invites_resets_hands_over_and_closes(operator, person, capsys):
    unit = Unit.objects.create()
    other = actions.create_person(operator, username="moi", name="Người mới", password=GOOD)
    actions.grant(operator, person, Role.OFFICER, unit_id=unit.pk, valid_from=date(2016, 1, 1))
    decision = ["--decision", "12/QĐ-UBND", "--date", "2016-09-01"]
    assert main.main(["people", "invite", "Lan", "officer", "--unit", unit.public_id, *decision]) == 0
    assert invitations.find(capsys.readouterr().out.strip()).name == "Lan"
    assert main.main(["people", "reset", "khanhhoa"]) == 0
    assert resetting.find(capsys.readouterr().out.strip()).person == person
    assert main.main(["people", "unlock", "khanhhoa"]) == 0
    assert main.main(["people", "take-off-step", "khanhhoa"]) == 0
    assert main.main(["people", "hand-over", "khanhhoa", "moi", "--from", "2016-10-01", *decision]) == 0
    assert policies.unit_ids(Person.objects.get(pk=other.pk), on=date(2016, 10, 1)) == [unit.pk]
    assert main.main(["people", "leave", "khanhhoa", *decision]) == 0
    assert not Person.objects.get(username="khanhhoa").is_active
    assert main.main(["people", "leave", "khanhhoa", *decision]) == 2


def test_nobody_takes_the_name_by_which_the_installation_acts(operator):
    Person.objects.filter(pk=operator.pk).update(username="nguoi.van.hanh")
    refused(errors.NAME_TAKEN, actions.create_person, operator, username="operator", name="x", password=GOOD)


def test_a_role_isnt_held_twice_on_a_day(operator, person):
    unit = Unit.objects.create()
    given = {"unit_id": unit.pk, "valid_from": date(2016, 3, 1), "valid_to": date(2016, 6, 30)}
    actions.grant(operator, person, Role.OFFICER, **given)
    for first, last in ((1, None), (2, 3), (6, 7), (4, 5)):
        again = {**given, "valid_from": date(2016, first, 1), "valid_to": last and date(2016, last, 1)}
        refused(errors.HELD_ALREADY, actions.grant, operator, person, Role.OFFICER, **again)
    actions.grant(operator, person, Role.OFFICER, unit_id=unit.pk, valid_from=date(2016, 7, 1))
    actions.grant(operator, person, Role.APPROVER, **given)


def test_a_role_that_was_taken_back_before_it_began_is_given_again(operator, person):
    unit = Unit.objects.create()
    with clock.frozen(date(2016, 9, 30)):
        later = {"unit_id": unit.pk, "valid_from": date(2016, 10, 5)}
        actions.end_membership(operator, actions.grant(operator, person, Role.OFFICER, **later))
        actions.grant(operator, person, Role.OFFICER, **later)
    with clock.frozen(date(2016, 10, 5)):
        assert policies.unit_ids(Person.objects.get(pk=person.pk)) == [unit.pk]


@pytest.mark.usefixtures("_today")
def test_a_decision_was_taken_before_it_is_carried_out(operator, person):
    unit = Unit.objects.create()
    tomorrow = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 10, 1)}
    refused(errors.DECISION_IN_THE_FUTURE, actions.grant, operator, person, Role.OFFICER, unit_id=unit.pk, **tomorrow)
    seat = invitations.Seat(Role.OFFICER, [unit.pk], **tomorrow)
    refused(errors.DECISION_IN_THE_FUTURE, invitations.invite, operator, "Lan", seat)


@pytest.mark.usefixtures("_today")
def test_who_lost_his_last_role_is_still_of_the_unit_where_he_had_it(operator, person):
    unit, other = Unit.objects.create(), Unit.objects.create()
    member = actions.grant(operator, person, Role.OFFICER, unit_id=unit.pk, valid_from=date(2016, 1, 1))
    administrators = []
    for place in (unit, other):
        one = actions.create_person(operator, username=f"qt{place.pk}", name="Quản trị")
        actions.grant(operator, one, Role.ADMINISTRATOR, unit_id=place.pk, valid_from=date(2016, 1, 1))
        administrators.append(one)
    actions.end_membership(operator, member, date(2016, 9, 1))
    assert actions.lasting(person) == []
    actions.authorise_over(administrators[0], person)
    refused(errors.FORBIDDEN, actions.authorise_over, administrators[1], person)
    actions.grant(operator, person, Role.OFFICER, unit_id=other.pk)
    refused(errors.FORBIDDEN, actions.authorise_over, administrators[0], person)
