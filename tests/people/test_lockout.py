"""Lock-out: from where it was guessed and for a while, the same for names that don't exist, lifted by who may."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.journal.models import Entry
from danbiet.people import errors, lockout, second_step
from tests.people.conftest import GOOD

LOGIN = "office:login"


def guess(name, times=1, address="203.0.113.7", password="sai"):
    """Log in so often; the last answer."""
    client = Client(REMOTE_ADDR=address)
    for _ in range(times):
        answer = client.post(reverse(LOGIN), {"username": name, "password": password})
    return answer


def shifted(seconds):
    """All failures counted so far lie further back."""
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - timedelta(seconds=seconds))


def test_the_fifth_wrong_password_closes_the_door_even_for_the_right_one(house, settings):
    assert guess("officer", settings.AXES_FAILURE_LIMIT - 1).status_code == 200
    assert guess("officer").status_code == 429
    answer = guess("officer", password=GOOD)
    assert answer.status_code == 429
    assert "PEO-050" in answer.content.decode()
    assert lockout.locked(["officer", "leader"]) == {"officer"}


def test_a_name_that_isnt_there_is_answered_alike(house):
    def last(name):
        answer = guess(name, 5)
        return answer.status_code, answer.content, {**answer.headers, "X-Request-ID": ""}

    assert last("officer") == last("nobody")


def test_who_guesses_from_elsewhere_shuts_nobody_out(house):
    guess("officer", 5)
    guess("leader", 5)
    assert guess("officer", password=GOOD, address="198.51.100.1").status_code == 302
    assert guess("administrator", password=GOOD).status_code == 302, "nor his colleagues at the same address"


def test_a_success_begins_the_count_anew(house):
    for _ in range(3):
        assert guess("officer", 4).status_code == 200
        assert guess("officer", password=GOOD).status_code == 302


def test_after_the_pause_the_door_is_open_again(house, settings):
    guess("officer", 5)
    shifted(settings.AXES_COOLOFF_TIME.total_seconds() - 60)
    assert guess("officer", password=GOOD).status_code == 429
    shifted(120)
    assert lockout.locked(["officer"]) == set()
    assert guess("officer", password=GOOD).status_code == 302


def test_who_manages_the_unit_opens_it_at_once(house, refused):
    guess("officer", 5)
    refused(errors.FORBIDDEN, lockout.lift, house.leader, house.officer)
    refused(errors.FORBIDDEN, lockout.lift, house.administrator, house.stranger)
    lockout.lift(house.administrator, house.officer)
    assert Entry.objects.latest("pk").action == "people.unlock"
    assert guess("officer", password=GOOD).status_code == 302


def test_nothing_that_was_typed_is_kept(house):
    guess("officer", 2, password="mat khau that cua ai do")
    kept = str(list(AccessAttempt.objects.values()))
    assert "mat khau that" not in kept


@pytest.mark.parametrize(
    ("called", "forwarded", "proxy", "counted"),
    [
        ("203.0.113.7", "", False, "203.0.113.7"),
        ("203.0.113.7", "10.0.0.1", False, "203.0.113.7"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.7", True, "203.0.113.7"),
        ("127.0.0.1", "nonsense", True, "127.0.0.1"),
        ("2001:db8:1:2:aaaa::1", "", False, "2001:db8:1:2::"),
        ("127.0.0.1", "2001:db8:1:2:bbbb::9", True, "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "", False, "203.0.113.7"),
        ("", "", False, None),
    ],
)
def test_failures_are_counted_by_the_network_that_called(called, forwarded, proxy, counted, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None
    request = RequestFactory().get("/", REMOTE_ADDR=called, HTTP_X_FORWARDED_FOR=forwarded)
    assert lockout.client_address(request) == counted


def test_a_household_has_no_more_tries_than_its_address(house):
    for last in range(1, 6):
        guess("officer", address=f"2001:db8::{last}")
    assert guess("officer", password=GOOD, address="2001:db8::99").status_code == 429


def test_wrong_codes_from_anywhere_are_forgiven_too(house):
    device = TOTPDevice.objects.create(user=house.officer, key=second_step.new_key(), confirmed=True)
    for _ in range(5):
        device.throttle_increment()
    assert lockout.locked(["officer", "leader"]) == {"officer"}
    lockout.lift(house.administrator, house.officer)
    assert lockout.locked(["officer"]) == set()
    device.refresh_from_db()
    assert device.verify_is_allowed()[0]


def test_who_sits_at_an_open_session_guesses_the_password_no_more_often(house):
    client = Client()
    client.force_login(house.fresh("officer"))
    new = {"password": "năm con gà trống 2016", "again": "năm con gà trống 2016"}
    answers = [client.post(reverse("office:password"), {"current": "sai", **new}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    assert client.post(reverse("office:password"), {"current": GOOD, **new}).status_code == 429
    assert house.fresh("officer").check_password(GOOD)
