"""One's own account: roles with their grounds, password, second step, delegation."""

import pytest

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import actions, delegations, second_step
from danbiet.people.models import Membership, Role
from tests.office.conftest import Phone
from tests.scenes import DAY, PASSWORD

pytestmark = pytest.mark.django_db
NEW = "năm con gà trống 2016"


@pytest.fixture
def form(staffed):
    """The commune's leader delegates to its officer."""
    role, to = staffed.role("commune_leader").public_id, staffed.person("commune").public_id
    return {"role": role, "to": to, "first": "01/10/2016", "last": "05/10/2016", "ground": "nghỉ phép"}


def test_the_account_says_roles_grounds_and_delegations(staffed, page, text_of):
    admin, third = staffed.person("admin"), staffed.person("commune")
    decision = {"ground": "12/QĐ-UBND", "decided_on": DAY}
    actions.grant(staffed.person("admin_above"), third, Role.SUPERVISOR, unit_id=staffed.unit.unit_id, above=[
        staffed.scene.units["district"].unit_id], **decision)  # fmt: skip
    delegations.delegate(admin, staffed.role("admin"), third, DAY, DAY, "đi họp")
    text = text_of(staffed.client("commune").get(page("account")))
    for said in ("Cán bộ", "Theo dõi", "12/QĐ-UBND", "Xã Khánh Hòa", "đi họp", "admin"):
        assert said in text, said


def test_a_new_password_ends_other_sessions_and_not_this_one(staffed, page):
    here, there = staffed.client("commune"), staffed.client("commune")
    answer = here.post(page("password"), {"current": PASSWORD, "password": NEW, "again": NEW})
    assert answer["Location"].startswith(page("account"))
    assert here.get(answer["Location"]).status_code == 200
    assert there.get(page("account")).status_code == 302
    assert staffed.person("commune").check_password(NEW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"current": "sai"}, "PEO-054"),
        ({"current": ""}, "bắt buộc"),
        ({"password": "123456789012", "again": "123456789012"}, "PEO-005"),
        ({"password": "ngan", "again": "ngan"}, "PEO-005"),
        ({"again": "khac"}, "chưa giống nhau"),
    ],
)
def test_a_wrong_password_form_changes_nothing(change, said, staffed, page, text_of):
    before = Entry.objects.count()
    answer = staffed.client("commune").post(
        page("password"), {"current": PASSWORD, "password": NEW, "again": NEW, **change}
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert NEW not in text_of(answer)
    assert Entry.objects.count() == before
    assert staffed.person("commune").check_password(PASSWORD)


def test_the_phone_is_set_up_by_a_right_code_and_the_recovery_codes_shown_once(staffed, seconds, page, text_of):
    client, other = staffed.client("commune"), staffed.client("commune")
    text_of(client.get(page("second-step")))
    assert client.get(page("second-step-picture"))["Content-Type"] == "image/svg+xml"
    phone = Phone(client.session["second_step_key"], seconds)
    wrong = client.post(page("second-step"), {"code": "12345"})
    assert wrong.status_code == 422
    assert "PEO-051" in text_of(wrong)
    assert second_step.typed_key(phone.key) in text_of(wrong), "the same secret is asked again"
    assert not second_step.has(staffed.person("commune"))
    done = text_of(client.post(page("second-step"), {"code": phone.shows()}))
    assert done.count("-") >= second_step.RECOVERY_CODES
    assert second_step.has(staffed.person("commune"))
    assert client.get(page("account")).status_code == 200
    assert other.get(page("account")).status_code == 302
    assert client.get(page("second-step-picture")).status_code == 404, "the secret is forgotten"


def test_another_phone_and_turning_it_off_ask_for_the_password(staffed, phone_of, seconds, page, text_of, settings):
    client = staffed.client("commune")
    client.get(page("second-step"))
    first = Phone(client.session["second_step_key"], seconds)
    client.post(page("second-step"), {"code": first.shows()})
    client.get(page("second-step"))
    second = Phone(client.session["second_step_key"], seconds)
    for current, status in (("", 422), ("sai", 422)):
        sent = {"code": second.shows(), "current": current}
        assert client.post(page("second-step"), sent).status_code == status
        assert client.post(page("second-step-off"), {"current": current}).status_code == status
    assert second_step.has(staffed.person("commune"))
    assert client.post(page("second-step"), {"code": second.shows(), "current": PASSWORD}).status_code == 200
    assert "Tắt mã xác thực" in text_of(client.get(page("second-step")))
    settings.SECOND_STEP_DAYS = 30
    assert client.post(page("second-step-off"), {"current": PASSWORD}).status_code == 302
    assert not second_step.has(staffed.person("commune"))
    required = staffed.client("commune_leader").post(page("second-step-off"), {"current": PASSWORD})
    assert required.status_code == 422
    assert "PEO-052" in text_of(required)


def test_a_role_is_delegated_and_taken_back(staffed, form, page, text_of):
    client = staffed.client("commune_leader")
    assert client.post(page("delegate"), form)["Location"].startswith(page("account"))
    row = Membership.objects.get(delegator=staffed.person("commune_leader"))
    assert (row.person, row.ground) == (staffed.person("commune"), "nghỉ phép")
    assert "nghỉ phép" in text_of(client.get(page("account")))
    assert staffed.client("neighbour").post(page("end-delegation", row.public_id)).status_code == 404
    assert client.post(page("end-delegation", row.public_id))["Location"] == page("account")
    again = client.post(page("end-delegation", row.public_id))
    assert again.status_code == 422
    assert "PEO-007" in text_of(again)
    assert client.post(page("end-delegation", "khong-co")).status_code == 404


def test_who_has_it_and_who_manages_the_unit_end_it_too(staffed, form, page):
    for who, back in (("commune", page("account")), ("admin", None)):
        staffed.client("commune_leader").post(page("delegate"), form)
        row = Membership.objects.get(delegator__isnull=False, revoked_at=None)
        answer = staffed.client(who).post(page("end-delegation", row.public_id))
        assert answer["Location"] == (back or page("person", row.person.public_id))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first": "29/9/2016"}, "PEO-034"),
        ({"last": "30/9/2016"}, "PEO-010"),
        ({"last": "31/02/2016"}, "Ghi ngày dạng"),
        ({"ground": ""}, "bắt buộc"),
        ({"ground": "   "}, "bắt buộc"),
        ({"to": "khong-co"}, "không"),
        ({"role": "khong-co"}, "không"),
    ],
)
def test_a_wrong_delegation_comes_back_whole(change, said, staffed, form, page, text_of):
    before = Entry.objects.count()
    answer = staffed.client("commune_leader").post(page("delegate"), {**form, **change})
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text
    kept = {**form, **change}
    assert f'value="{kept["last"]}"' in text
    assert Entry.objects.count() == before


def test_who_is_offered_is_of_the_unit_and_somebody_elses_role_isnt(staffed, form, page, text_of):
    text = text_of(staffed.client("commune_leader").get(page("delegate")))
    assert staffed.person("commune").public_id in text
    assert staffed.person("neighbour").public_id not in text
    other = {**form, "role": staffed.role("commune").public_id, "to": staffed.person("admin").public_id}
    assert staffed.client("commune_leader").post(page("delegate"), other).status_code == 422
    assert not Membership.objects.filter(delegator__isnull=False).exists()


def test_a_delegate_sees_nothing_to_delegate_again(staffed, form, page, text_of):
    staffed.client("commune_leader").post(page("delegate"), form)
    row = Membership.objects.get(delegator__isnull=False)
    with clock.frozen(row.valid_from):
        assert row.public_id not in text_of(staffed.client("commune").get(page("delegate")))


def test_who_has_no_role_of_a_unit_is_told(staffed, page, text_of):
    answer = staffed.client("vanhanh").get(page("delegate"))
    assert answer.status_code == 422
    assert "PEO-030" in text_of(answer)


def test_ones_own_pages_ask_little(staffed, form, page, django_assert_max_num_queries):
    client = staffed.client("commune_leader")
    client.post(page("delegate"), form)
    for name in ("account", "password", "second-step", "second-step-off", "delegate"):
        with django_assert_max_num_queries(12):
            answer = client.get(page(name))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
