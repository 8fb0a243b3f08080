"""One person, for who manages the people of his unit: slip, lock-out, second step, roles, handing over, leaving."""

from datetime import date, timedelta

import pytest
from django.test import Client

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import actions, invitations, lockout, second_step
from danbiet.people.models import Invitation, Membership, Role
from danbiet.plans.models import Plan
from danbiet.units import queries
from tests.scenes import DAY, PASSWORD, propose_example

pytestmark = pytest.mark.django_db
DECISION = {"ground": "12/QĐ-UBND", "decided_on": "01/9/2016"}


@pytest.fixture
def of(staffed, page):
    """The address of a page about somebody."""
    return lambda name, who="commune": page(name, staffed.person(who).public_id)


def give_elsewhere(staffed, who="commune", role=Role.OFFICER):
    other = staffed.scene.units["neighbour"].unit_id
    actions.grant(staffed.scene.people["operator"], staffed.person(who), role, unit_id=other, valid_from=DAY)


def test_the_page_says_roles_and_what_can_be_done(staffed, of, text_of):
    text = text_of(staffed.client("admin").get(of("person")))
    for said in ("commune", "Cán bộ", "Xã Khánh Hòa", "Chưa có mã xác thực", "Cấp phiếu", "Bàn giao", "đóng tài khoản"):
        assert said in text, said
    assert "Gỡ mã xác thực" not in text
    assert "Mở khóa" not in text


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("admin_above", 200), ("vanhanh", 200), ("admin_beside", 404), ("commune_leader", 404)],
)
def test_a_person_is_seen_by_who_manages_his_unit(who, status, staffed, of, page):
    client = staffed.client(who)
    for name in ("person", "hand-over", "leave"):
        assert client.get(of(name)).status_code == status
    assert client.get(page("person", "khong-co")).status_code == 404


def test_who_moved_on_is_seen_no_more_where_he_was(staffed, of):
    actions.end_membership(staffed.scene.people["operator"], staffed.role("commune"), DAY - timedelta(days=1))
    assert staffed.client("admin").get(of("person")).status_code == 200, "nobody else could close the account"
    give_elsewhere(staffed)
    assert staffed.client("admin").get(of("person")).status_code == 404
    assert staffed.client("admin_beside").get(of("person")).status_code == 200


def test_who_has_a_role_elsewhere_is_left_to_who_manages_both(staffed, of, text_of):
    give_elsewhere(staffed)
    client = staffed.client("admin")
    text = text_of(client.get(of("person")))
    assert "vai trò ở nơi bạn không quản trị" in text
    assert "Cấp phiếu" not in text
    before = Entry.objects.count()
    for name in ("slip", "unlock", "take-off-step"):
        answer = client.post(of(name))
        assert answer.status_code == 403
        assert "PEO-001" in text_of(answer)
    assert client.get(of("leave")).status_code == 403
    assert client.post(of("leave"), DECISION).status_code == 403
    assert Entry.objects.count() == before
    assert staffed.client("admin_above").post(of("slip")).status_code == 200


def test_a_slip_is_shown_once_and_ends_the_old_password(staffed, of, page, text_of):
    client = staffed.client("admin")
    text = text_of(client.post(of("slip")))
    code = text.split('<code class="code">')[1].split("<")[0]
    assert "commune" in text
    assert Client().get(page("reset", code)).status_code == 200
    assert not staffed.person("commune").has_usable_password()
    assert client.get(of("slip")).status_code == 405
    own = client.post(of("slip", "admin"))
    assert own.status_code == 422
    assert "PEO-013" in text_of(own)


def test_a_lock_out_is_seen_and_lifted(staffed, of, page, text_of):
    for _ in range(5):
        Client().post(page("login"), {"username": "commune", "password": "sai"})
    client = staffed.client("admin")
    assert "Mở khóa đăng nhập" in text_of(client.get(of("person")))
    assert client.post(of("unlock"))["Location"] == of("person")
    assert lockout.locked(["commune"]) == set()
    assert Client().post(page("login"), {"username": "commune", "password": PASSWORD}).status_code == 302


def test_a_lost_phone_is_taken_off_by_another_than_who_gives_the_slip(staffed, phone_of, of, text_of):
    phone_of(staffed.person("commune"))
    client = staffed.client("admin")
    assert "Gỡ mã xác thực" in text_of(client.get(of("person")))
    client.post(of("slip"))
    answer = client.post(of("take-off-step"))
    assert answer.status_code == 422
    assert "PEO-015" in text_of(answer)
    assert staffed.client("admin_above").post(of("take-off-step"))["Location"] == of("person")
    assert not second_step.has(staffed.person("commune"))


def test_a_role_ends_with_the_day(staffed, of, page, text_of):
    row = staffed.role("commune")
    address = page("end-role", staffed.person("commune").public_id, row.public_id)
    client = staffed.client("admin")
    assert client.post(address)["Location"] == of("person")
    row.refresh_from_db()
    assert row.valid_to == DAY
    wrong = page("end-role", staffed.person("commune").public_id, staffed.role("neighbour").public_id)
    assert client.post(wrong).status_code == 404
    with clock.frozen(DAY + timedelta(days=1)):
        again = staffed.client("admin").post(address)
        assert again.status_code == 422
        assert "PEO-007" in text_of(again)


def test_roles_pass_to_a_colleague(staffed, of, text_of):
    taker = staffed.person("commune_leader")
    client = staffed.client("admin")
    text = text_of(client.get(of("hand-over")))
    assert taker.public_id in text
    for stranger in ("neighbour", "admin", "commune"):
        assert f'value="{staffed.person(stranger).public_id}"' not in text
    sent = {"taker": taker.public_id, "day": "03/10/2016", **DECISION}
    assert client.post(of("hand-over"), sent)["Location"] == of("person", "commune_leader")
    made = Membership.objects.get(person=taker, role=Role.OFFICER)
    assert (made.unit_id, made.valid_from, made.ground) == (staffed.unit.unit_id, date(2016, 10, 3), "12/QĐ-UBND")
    assert staffed.role("commune").valid_to == date(2016, 10, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "29/9/2016"}, "PEO-034"),
        ({"day": ""}, "bắt buộc"),
        ({"decided_on": "01/10/2016"}, "PEO-014"),
        ({"ground": ""}, "bắt buộc"),
        ({"taker": ""}, "bắt buộc"),
        ({"taker": "khong-co"}, "không"),
    ],
)
def test_a_wrong_handing_over_comes_back_whole(change, said, staffed, of, text_of):
    before = Entry.objects.count()
    sent = {"taker": staffed.person("commune_leader").public_id, "day": "03/10/2016", **DECISION, **change}
    answer = staffed.client("admin").post(of("hand-over"), sent)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text
    for key in ("day", "ground", "decided_on"):
        if sent[key]:
            assert f'value="{sent[key]}"' in text
    assert Entry.objects.count() == before


def test_nobody_hands_over_to_himself(staffed, of):
    sent = {"taker": staffed.person("admin").public_id, "day": "03/10/2016", **DECISION}
    assert staffed.client("admin").post(of("hand-over"), sent).status_code == 422


def test_leaving_says_what_stays_and_closes_the_account(staffed, of, page, text_of):
    client, his = staffed.client("admin"), staffed.client("commune_leader")
    seat = invitations.Seat(Role.FRONT, queries.lineage(staffed.unit), "12/QĐ-UBND", date(2016, 9, 1))
    invitations.invite(staffed.person("admin"), "Trần Văn Mới", seat)
    Invitation.objects.update(made_by=staffed.person("commune_leader"))
    before = text_of(client.get(of("leave", "commune_leader")))
    for said in ("không còn ai khác giữ vai trò «Lãnh đạo duyệt»", "việc chưa xong", "Trần Văn Mới"):
        assert said in before, said
    for change, said in (({"ground": ""}, "bắt buộc"), ({"decided_on": "01/10/2016"}, "PEO-014")):
        wrong = client.post(of("leave", "commune_leader"), {**DECISION, **change})
        assert wrong.status_code == 422
        assert said in text_of(wrong)
    assert client.post(of("leave", "commune_leader"), DECISION)["Location"] == of("person", "commune_leader")
    after = text_of(client.get(of("person", "commune_leader")))
    assert "Tài khoản đã đóng" in after
    assert "Trần Văn Mới" in after
    assert his.get(page("my-work")).status_code == 302
    assert Client().post(page("login"), {"username": "commune_leader", "password": PASSWORD}).status_code == 200
    own = client.post(of("leave", "admin"), DECISION)
    assert own.status_code == 422
    assert "PEO-013" in text_of(own)


def test_what_stays_is_said_as_far_as_one_may_see_it(staffed, of, text_of):
    """The operator learns no unit's duties, an administrator of a commune no draft of the province."""
    assert "việc chưa xong" in text_of(staffed.client("admin").get(of("leave")))
    assert "việc chưa xong" not in text_of(staffed.client("vanhanh").get(of("leave")))
    Plan.objects.filter(pk=staffed.scene.plan.pk).update(number="14/KH-UBND")
    propose_example(staffed.scene)
    actions.grant(
        staffed.scene.people["operator"],
        staffed.person("home_affairs"),
        Role.FRONT,
        unit_id=staffed.unit.unit_id,
        valid_from=DAY,
    )
    actions.end_membership(staffed.scene.people["operator"], Membership.objects.get(
        person__username="home_affairs", role=Role.SUPERVISOR), DAY - timedelta(days=1))  # fmt: skip
    assert "Dự thảo kế hoạch" not in text_of(staffed.client("admin").get(of("leave", "home_affairs")))
    assert "Dự thảo kế hoạch" in text_of(staffed.client("vanhanh").get(of("leave", "home_affairs")))


@pytest.mark.parametrize("who", ["admin", "admin_above", "vanhanh"])
def test_pages_of_a_person_ask_little(who, staffed, of, django_assert_max_num_queries):
    client = staffed.client(who)
    for name in ("person", "hand-over", "leave"):
        with django_assert_max_num_queries(12):
            answer = client.get(of(name))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    client.post(of("leave"), DECISION)
    with django_assert_max_num_queries(12):
        assert client.get(of("person")).status_code == 200
