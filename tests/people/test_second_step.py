"""The second step: set up only by a right code, a code opens once, recovery codes too, when it is required."""

import time
from datetime import timedelta

import pytest
from django_otp.oath import hotp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import actions, errors, second_step
from danbiet.people.models import Role
from tests.people.conftest import TODAY


class Phone:
    """Shows codes for a secret by a clock of seconds since 1970, or by that clock some steps of 30 s ahead."""

    def __init__(self, key, clock):
        self.key, self.clock = key, clock

    def shows(self, steps=0):
        return f"{hotp(bytes.fromhex(self.key), int(self.clock[0] // 30) + steps):06d}"


@pytest.fixture
def seconds(monkeypatch):
    """The machine's time, by which django-otp counts: it stands still in the middle of a code's life until moved."""
    found = [1_475_211_615.0]
    monkeypatch.setattr(time, "time", lambda: found[0])
    return found


@pytest.fixture
def new_phone(seconds):
    """A phone that has just scanned a secret."""
    return lambda: Phone(second_step.new_key(), seconds)


@pytest.fixture
def phone(new_phone):
    """The officer's."""
    return new_phone()


@pytest.fixture
def set_up(house, phone):
    """The officer has set the second step up; his recovery codes."""
    return second_step.set_up(house.officer, phone.key, phone.shows())


def patient(person):
    """The wait after a wrong code is over."""
    for kind in (TOTPDevice, second_step.StaticDevice):
        kind.objects.filter(user=person).update(throttling_failure_timestamp=None, throttling_failure_count=0)


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "1234567", "１２３４５６", "-12345"])
def test_nothing_counts_before_the_phone_shows_a_right_code(code, house, phone, refused):
    before = house.fresh("officer").get_session_auth_hash()
    refused(errors.WRONG_STEP_CODE, second_step.set_up, house.officer, phone.key, code)
    assert not second_step.has(house.fresh("officer"))
    assert not TOTPDevice.objects.exists()
    assert house.fresh("officer").get_session_auth_hash() == before


def test_a_wrong_code_sets_nothing_up(house, phone, refused):
    wrong = f"{(int(phone.shows()) + 1) % 10**6:06d}"
    refused(errors.WRONG_STEP_CODE, second_step.set_up, house.officer, phone.key, wrong)
    refused(errors.NO_STEP, second_step.set_up, house.officer, None, phone.shows())
    assert not TOTPDevice.objects.exists()


def test_setting_up_ends_other_sessions_and_is_recorded(house, phone):
    before = house.fresh("officer").get_session_auth_hash()
    found = second_step.set_up(house.officer, phone.key, f" {phone.shows()[:3]} {phone.shows()[3:]} ")
    assert second_step.has(house.fresh("officer"))
    assert len(set(found)) == second_step.RECOVERY_CODES == second_step.codes_left(house.officer)
    assert house.officer.get_session_auth_hash() == house.fresh("officer").get_session_auth_hash() != before
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.payload) == ("people.second_step", "{}")


def test_a_code_opens_once(house, phone, set_up, seconds):
    assert not second_step.verify(house.officer, phone.shows()), "the one that set it up has been used"
    seconds[0] += 30
    patient(house.officer)
    assert second_step.verify(house.officer, phone.shows())
    assert not second_step.verify(house.officer, phone.shows())
    patient(house.officer)
    assert not second_step.verify(house.officer, phone.shows(-1)), "nor one that is older"


def test_a_phone_a_little_off_still_lets_in_and_one_far_off_doesnt(house, phone, set_up, seconds):
    seconds[0] += 300
    assert not second_step.verify(house.officer, phone.shows(3))
    patient(house.officer)
    assert second_step.verify(house.officer, phone.shows(1))


def test_each_wrong_code_makes_the_next_wait(house, phone, set_up, seconds):
    seconds[0] += 60
    assert not second_step.verify(house.officer, "000000" if phone.shows() != "000000" else "000001")
    assert not second_step.verify(house.officer, phone.shows()), "too soon, even the right one"
    patient(house.officer)
    assert second_step.verify(house.officer, phone.shows())


def test_a_recovery_code_opens_once_however_it_is_typed(house, set_up):
    assert second_step.verify(house.officer, f" {set_up[0].upper().replace('-', ' ')} ")
    assert second_step.codes_left(house.officer) == second_step.RECOVERY_CODES - 1
    assert not second_step.verify(house.officer, set_up[0])
    patient(house.officer)
    assert second_step.verify(house.officer, set_up[1])
    for text in ("", "x", set_up[2][:-1]):
        assert not second_step.verify(house.officer, text)


def test_a_copy_of_the_database_holds_no_recovery_code(house, set_up, settings):
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & set(set_up)
    assert not any(code.replace("-", "") in token for code in set_up for token in kept)
    settings.SECRET_KEY = "another installation's"
    assert not second_step.verify(house.officer, set_up[0]), "their hash is keyed"


def test_another_ones_codes_open_nothing(new_phone, house, phone, set_up, seconds):
    other = new_phone()
    second_step.set_up(house.leader, other.key, other.shows())
    seconds[0] += 30
    assert not second_step.verify(house.leader, phone.shows())
    assert not second_step.verify(house.leader, set_up[0])
    assert not second_step.verify(house.stranger, phone.shows()), "who has none"


def test_a_new_phone_takes_the_place_of_the_old_one(new_phone, house, phone, set_up, seconds):
    fresh = new_phone()
    codes = second_step.set_up(house.officer, fresh.key, fresh.shows())
    seconds[0] += 30
    assert not second_step.verify(house.officer, phone.shows())
    assert not second_step.verify(house.officer, set_up[0])
    patient(house.officer)
    assert second_step.verify(house.officer, fresh.shows())
    assert second_step.verify(house.officer, codes[0])


def test_it_is_required_of_the_roles_that_decide_after_some_days(house, settings):
    settings.SECOND_STEP_DAYS = 30
    due = TODAY + timedelta(days=30)
    asked = {who: second_step.required_from(house.fresh(who)) for who in ("administrator", "leader", "officer")}
    assert asked == {"administrator": due, "leader": due, "officer": None}
    for day, overdue in ((due - timedelta(days=1), False), (due, True)):
        with clock.frozen(day):
            assert second_step.is_overdue(house.fresh("leader")) is overdue
            assert not second_step.is_overdue(house.fresh("officer"))
    settings.DEMONSTRATION = True
    assert second_step.required_from(house.fresh("leader")) is None
    settings.DEMONSTRATION, settings.SECOND_STEP_DAYS = False, None
    assert second_step.required_from(house.fresh("leader")) is None


def test_it_is_turned_off_where_no_role_requires_it(house, phone, set_up, settings, refused):
    settings.SECOND_STEP_DAYS = 30
    actions.grant(house.operator, house.officer, Role.APPROVER, unit_id=house.unit, valid_from=TODAY)
    refused(errors.STEP_IS_REQUIRED, second_step.turn_off, house.fresh("officer"))
    settings.SECOND_STEP_DAYS = None
    second_step.turn_off(house.fresh("officer"))
    assert not second_step.has(house.fresh("officer"))
    assert not StaticToken.objects.exists()


def test_who_manages_the_unit_takes_it_off_when_the_phone_is_lost(house, set_up, refused):
    before = house.fresh("officer").get_session_auth_hash()
    refused(errors.FORBIDDEN, second_step.take_off, house.leader, house.officer)
    refused(errors.OWN_ACCOUNT, second_step.take_off, house.administrator, house.administrator)
    second_step.take_off(house.administrator, house.officer)
    officer = house.fresh("officer")
    assert not second_step.has(officer)
    assert officer.get_session_auth_hash() != before
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor) == ("people.second_step_off", house.administrator.public_id)


def test_the_secret_is_read_off_the_picture_or_typed(house):
    key = "00" * 20
    assert second_step.typed_key(key) == " ".join(["AAAA"] * 8)
    address = second_step.key_address(house.officer, key)
    assert address.startswith("otpauth://totp/")
    assert "secret=" + "A" * 32 in address
    assert second_step.picture(address).startswith(b"<?xml")
