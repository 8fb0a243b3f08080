"""New passwords by link and by slip: the same answer for all, used once, sessions over."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import actions, errors, letters, lockout, resetting, second_step
from danbiet.people.backends import PersonBackend
from danbiet.people.models import Person, Reset, Role
from tests.people.conftest import GOOD, TODAY

NEW = "năm con gà trống 2016"
NOON = datetime(2016, 9, 30, 12, tzinfo=clock.ZONE)


@pytest.fixture
def post(settings, monkeypatch, django_capture_on_commit_callbacks):
    """Ask for a link; the letters that went out."""
    settings.EMAIL_READY = True
    monkeypatch.setattr(letters, "aside", lambda work: work())

    def ask(name):
        mail.outbox = []
        with django_capture_on_commit_callbacks(execute=True):
            resetting.ask(name, "https://x.vn/{}".format)
        return mail.outbox

    return ask


def code_in(letter):
    return letter.body.split("https://x.vn/")[1].split()[0]


@pytest.mark.parametrize("name", ["officer", "officer@x.vn", "OFFICER@X.VN", " officer "])
def test_a_link_goes_to_the_accounts_own_address(name, house, post):
    (letter,) = post(name)
    assert letter.to == ["officer@x.vn"]
    assert resetting.find(code_in(letter)).person == house.officer


@pytest.mark.parametrize("name", ["", "nobody", "operator", "x@y.z"])
def test_nobody_else_gets_a_letter(name, house, post):
    assert post(name) == []
    assert not Reset.objects.exists()


def test_a_closed_account_gets_none_and_an_inbox_isnt_filled(house, post):
    assert len(post("officer")) == 1
    assert post("officer") == []
    with clock.frozen(NOON + timedelta(minutes=11)):
        assert len(post("officer")) == 1
    Person.objects.filter(pk=house.leader.pk).update(is_active=False)
    assert post("leader") == []


def test_the_page_answers_the_same_whoever_was_asked_for(house, settings, monkeypatch):
    settings.EMAIL_READY = True
    monkeypatch.setattr(letters, "aside", lambda work: work())

    def answer(name):
        page = Client().post(reverse("office:forgotten"), {"name": name})
        return page.status_code, page.content

    assert answer("officer") == answer("nobody") == answer("operator")
    assert answer("officer")[0] == 200


def test_a_link_works_once_for_two_hours_and_ends_sessions(house, post, refused):
    code = code_in(post("officer")[0])
    before = house.fresh("officer").get_session_auth_hash()
    assert PersonBackend().authenticate(None, "officer", GOOD), "asking changes nothing"
    resetting.use(code, NEW)
    assert PersonBackend().authenticate(None, "officer", NEW)
    assert not PersonBackend().authenticate(None, "officer", GOOD)
    assert house.fresh("officer").get_session_auth_hash() != before
    refused(errors.CODE_USED, resetting.use, code, NEW)
    with clock.frozen(NOON + timedelta(minutes=11)):
        late = code_in(post("officer")[0])
    with clock.frozen(NOON + timedelta(hours=3)):
        refused(errors.CODE_EXPIRED, resetting.use, late, NEW)


def test_a_weak_password_leaves_the_code_open(house, refused):
    code = resetting.slip(house.administrator, house.officer)
    refused(errors.WEAK_PASSWORD, resetting.use, code, "ngan")
    resetting.use(code, NEW)


def test_a_slip_ends_the_old_password_and_all_sessions_at_once(house):
    client = Client()
    client.force_login(house.fresh("officer"))
    assert client.get(reverse("office:account")).status_code == 200
    code = resetting.slip(house.administrator, house.officer)
    assert client.get(reverse("office:account")).status_code == 302
    assert not PersonBackend().authenticate(None, "officer", GOOD)
    assert resetting.use(code, NEW).pk == house.officer.pk
    assert code not in str(list(Reset.objects.values()))
    assert not Entry.objects.filter(payload__contains=code).exists()


def test_a_new_slip_takes_the_place_of_the_old_one(house, refused):
    first = resetting.slip(house.administrator, house.officer)
    second = resetting.slip(house.administrator, house.officer)
    refused(errors.CODE_WITHDRAWN, resetting.use, first, NEW)
    resetting.use(second, NEW)


def test_who_hands_a_slip_over(house, refused):
    refused(errors.FORBIDDEN, resetting.slip, house.leader, house.officer)
    refused(errors.FORBIDDEN, resetting.slip, house.administrator, house.stranger)
    refused(errors.OWN_ACCOUNT, resetting.slip, house.administrator, house.administrator)
    actions.grant(house.operator, house.officer, Role.OFFICER, unit_id=house.other)
    refused(errors.FORBIDDEN, resetting.slip, house.administrator, house.officer)


def test_a_role_that_begins_tomorrow_counts_already(house, refused):
    later = TODAY + timedelta(days=1)
    actions.grant(house.operator, house.officer, Role.APPROVER, unit_id=house.other, valid_from=later)
    refused(errors.FORBIDDEN, resetting.slip, house.administrator, house.officer)


def test_who_got_a_slip_is_told_by_letter(house, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.EMAIL_READY = True
    monkeypatch.setattr(letters, "aside", lambda work: work())
    with django_capture_on_commit_callbacks(execute=True):
        code = resetting.slip(house.administrator, house.officer)
    assert [letter.to for letter in mail.outbox] == [["officer@x.vn"]]
    assert code not in mail.outbox[0].body


def test_a_code_in_use_lifts_the_lock_out(house):
    client = Client()
    for _ in range(5):
        client.post(reverse("office:login"), {"username": "officer", "password": "sai"})
    assert lockout.locked(["officer"]) == {"officer"}
    resetting.use(resetting.slip(house.administrator, house.officer), NEW)
    assert lockout.locked(["officer"]) == set()


def test_asking_takes_the_answer_no_longer_whoever_was_asked_for(house, settings, monkeypatch):
    settings.EMAIL_READY = True
    waiting = []
    monkeypatch.setattr(letters, "aside", waiting.append)
    counted = []
    for name in ("officer", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("office:forgotten"), {"name": name})
        counted.append(len(queries))
    assert counted == [0, 0]
    assert len(waiting) == 2
    waiting[0]()
    assert Reset.objects.filter(person=house.officer).count() == 1


def test_nobody_comes_by_an_account_alone(house, refused):
    phone = {"user": house.officer, "key": second_step.new_key(), "confirmed": True}
    TOTPDevice.objects.create(**phone)
    resetting.slip(house.administrator, house.officer)
    refused(errors.TWO_PEOPLE, second_step.take_off, house.administrator, house.officer)
    second_step.take_off(house.operator, house.officer)
    refused(errors.TWO_PEOPLE, resetting.slip, house.operator, house.officer)
    resetting.slip(house.administrator, house.officer)
    TOTPDevice.objects.create(**phone)
    resetting.slip(house.operator, house.officer)
    with clock.frozen(TODAY + timedelta(days=4)):
        second_step.take_off(house.administrator, house.officer)
