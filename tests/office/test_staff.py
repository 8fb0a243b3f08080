"""The people of a unit: who holds what, inviting, renewing, taking back."""

from datetime import date, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import actions, delegations, invitations
from danbiet.people.models import Invitation, Role
from danbiet.units import queries
from tests.scenes import DAY

pytestmark = pytest.mark.django_db
NOON = datetime(2016, 9, 30, 12, tzinfo=clock.ZONE)
FORM = {"name": "Nguyễn Thị Lan", "role": "officer", "ground": "12/QĐ-UBND", "decided_on": "01/9/2016"}


@pytest.fixture
def here(staffed):
    """The commune in the address."""
    return f"?don-vi={staffed.unit.unit.public_id}"


def code_in(text):
    return text.split('<code class="code">')[1].split("<")[0]


def test_the_list_says_who_holds_what_and_what_to_heed(staffed, settings, page, text_of):
    delegations.delegate(staffed.person("commune_leader"), staffed.role("commune_leader"), staffed.person("commune"),
                         DAY, DAY + timedelta(days=3), "nghỉ phép")  # fmt: skip
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("office:login"), {"username": "commune", "password": "sai"})
    text = text_of(staffed.client("admin").get(page("staff")))
    for said in ("Xã Khánh Hòa", "Lãnh đạo duyệt", "thay mặt commune_leader", "đang bị khóa", "chưa có mã xác thực"):
        assert said in text, said
    assert "neighbour" not in text


@pytest.mark.parametrize(
    ("who", "own", "of_the_commune"),
    [
        ("admin", 200, 200),
        ("admin_above", 200, 200),
        ("admin_beside", 200, 404),
        ("commune_leader", 404, 404),
        ("leader", 404, 404),
        ("vanhanh", 200, 200),
    ],
)
def test_who_manages_the_people_sees_them(who, own, of_the_commune, staffed, here, page):
    client = staffed.client(who)
    assert client.get(page("staff")).status_code == own
    assert client.get(page("staff") + here).status_code == of_the_commune
    assert client.get(page("invite") + here).status_code == of_the_commune
    assert client.get(page("staff") + "?don-vi=khong-co").status_code == 404


def test_who_left_and_whose_role_ended_arent_listed(staffed, page, text_of):
    operator = staffed.scene.people["operator"]
    actions.end_membership(operator, staffed.role("commune"), date(2016, 9, 29))
    assert staffed.person("commune").public_id not in text_of(staffed.client("admin").get(page("staff")))


def test_an_invitation_is_a_slip_shown_once(staffed, here, page, text_of):
    client = staffed.client("admin")
    text = text_of(client.post(page("invite") + here, {**FORM, "email": "lan@x.vn"}))
    row = Invitation.objects.get()
    assert invitations.find(code_in(text)) == row
    assert (row.name, row.role, row.unit_id, row.email) == (
        "Nguyễn Thị Lan",
        Role.OFFICER,
        staffed.unit.unit_id,
        "lan@x.vn",
    )
    assert (row.ground, row.decided_on, row.valid_from) == ("12/QĐ-UBND", date(2016, 9, 1), DAY)
    shown = text_of(client.get(page("staff")))
    assert "Nguyễn Thị Lan" in shown
    assert code_in(text) not in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "bắt buộc"),
        ({"ground": ""}, "bắt buộc"),
        ({"ground": "  "}, "bắt buộc"),
        ({"decided_on": ""}, "bắt buộc"),
        ({"decided_on": "01/10/2016"}, "PEO-014"),
        ({"decided_on": "hôm qua"}, "Ghi ngày dạng"),
        ({"role": "operator"}, "operator"),
        ({"role": "auditor"}, "auditor"),
        ({"email": "lan@"}, "email"),
        ({"valid_from": "05/10/2016", "valid_to": "01/10/2016"}, "PEO-010"),
    ],
)
def test_a_wrong_invitation_comes_back_whole(change, said, staffed, here, page, text_of):
    before = Entry.objects.count()
    sent = {**FORM, "email": "lan@x.vn", **change}
    answer = staffed.client("admin").post(page("invite") + here, sent)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text
    for key in ("name", "ground", "email", "decided_on"):
        if sent[key].strip() and key not in change:
            assert f'value="{sent[key]}"' in text, key
    assert (Entry.objects.count(), Invitation.objects.count()) == (before, 0)


def test_the_operator_invites_over_the_installation_and_an_administrator_doesnt(staffed, page, text_of):
    text = text_of(staffed.client("vanhanh").post(page("invite"), {**FORM, "role": "auditor"}))
    assert invitations.find(code_in(text)).unit is None
    assert staffed.client("admin").post(page("invite"), {**FORM, "role": "auditor"}).status_code == 422
    listed = text_of(staffed.client("vanhanh").get(page("staff")))
    assert "Kiểm toán" in listed


def test_a_code_is_renewed_and_taken_back_by_who_manages(staffed, here, page, text_of):
    client = staffed.client("admin")
    first = code_in(text_of(client.post(page("invite") + here, FORM)))
    row = Invitation.objects.get()
    for name in ("renew-invitation", "withdraw-invitation"):
        assert staffed.client("admin_beside").post(page(name, row.public_id)).status_code == 404
        assert client.get(page(name, row.public_id)).status_code == 405
        assert client.post(page(name, "khong-co")).status_code == 404
    second = code_in(text_of(staffed.client("admin_above").post(page("renew-invitation", row.public_id))))
    assert first != second
    assert Client().get(page("invitation", first)).status_code == 410
    assert Client().get(page("invitation", second)).status_code == 200
    assert client.post(page("withdraw-invitation", row.public_id))["Location"] == page("staff") + here
    over = client.post(page("renew-invitation", row.public_id))
    assert over.status_code == 422
    assert "PEO-024" in text_of(over)
    assert "PEO-022" in text_of(Client().get(page("invitation", second)))


def test_an_expired_invitation_stands_in_the_list_and_is_renewed(staffed, here, page, text_of):
    staffed.client("admin").post(page("invite") + here, FORM)
    row = Invitation.objects.get()
    with clock.frozen(NOON + timedelta(days=8)):
        client = staffed.client("admin")
        assert "đã hết hạn" in text_of(client.get(page("staff")))
        code = code_in(text_of(client.post(page("renew-invitation", row.public_id))))
        assert Client().get(page("invitation", code)).status_code == 200


@pytest.mark.parametrize("who", ["admin", "admin_above", "vanhanh"])
def test_the_list_asks_the_same_however_many_people(who, staffed, here, page, django_assert_max_num_queries):
    operator, seat = staffed.scene.people["operator"], ("12/QĐ-UBND", date(2016, 9, 1))
    for number in range(12):
        person = actions.create_person(operator, username=f"nguoi{number}", name=f"Người {number}")
        actions.grant(operator, person, Role.OFFICER, unit_id=staffed.unit.unit_id)
        invitations.invite(operator, "Lan", invitations.Seat(Role.OFFICER, queries.lineage(staffed.unit), *seat))
    client = staffed.client(who)
    for address in (page("staff"), page("staff") + here, page("invite") + here):
        with django_assert_max_num_queries(12):
            answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    assert not AccessAttempt.objects.exists()
