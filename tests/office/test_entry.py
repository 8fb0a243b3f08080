"""Coming in: two steps, an invitation, a slip, a forgotten password; each refusal where it belongs."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from danbiet.base import clock
from danbiet.journal.models import Entry
from danbiet.people import invitations, letters, resetting
from danbiet.people.models import Person, Role
from danbiet.units import queries
from tests.scenes import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "năm con gà trống 2016"
NOON = datetime(2016, 9, 30, 12, tzinfo=clock.ZONE)


@pytest.fixture
def login(page):
    """Name and password given; the client and the answer."""

    def call(name, password=PASSWORD, **more):
        client = Client()
        return client, client.post(page("login"), {"username": name, "password": password, **more})

    return call


@pytest.fixture
def offer(staffed):
    """A code for a role at the commune."""

    def make(role=Role.OFFICER, **named):
        seat = invitations.Seat(role, queries.lineage(staffed.unit), "12/QĐ-UBND", date(2016, 9, 1))
        return invitations.invite(staffed.person("admin"), "Nguyễn Thị Lan", seat, **named)[1]

    return make


def test_who_has_a_phone_gives_its_code_after_the_password(staffed, phone_of, login, page):
    phone, _ = phone_of(staffed.person("commune"))
    client, answer = login("commune", next=page("plans"))
    assert answer["Location"] == page("login-code")
    assert client.get(page("my-work")).status_code == 302, "the password alone opens nothing"
    assert client.post(page("login-code"), {"code": phone.shows()})["Location"] == page("plans")
    assert client.get(page("my-work")).status_code == 200
    again, _ = login("commune")
    assert again.post(page("login-code"), {"code": phone.shows()}).status_code == 422, "a code that was seen"


def test_a_recovery_code_lets_in_once(staffed, phone_of, login, page):
    _, codes = phone_of(staffed.person("commune"))
    for status in (302, 422):
        client, _ = login("commune")
        assert client.post(page("login-code"), {"code": codes[0]}).status_code == status


def test_wrong_codes_count_towards_the_lock_out(staffed, phone_of, login, page, text_of):
    phone, _ = phone_of(staffed.person("commune"))
    client, _ = login("commune")
    answers = [client.post(page("login-code"), {"code": "12345"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert "PEO-051" in text_of(answers[0])
    assert 'value="12345"' in text_of(answers[0]), "nothing typed is lost"
    assert client.post(page("login-code"), {"code": phone.shows()}).status_code == 429


def test_the_second_step_waits_ten_minutes_and_for_the_same_password(staffed, phone_of, login, page):
    phone, _ = phone_of(staffed.person("commune"))
    client, _ = login("commune")
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert client.post(page("login-code"), {"code": phone.shows()})["Location"] == page("login")
    resetting.slip(staffed.person("admin"), staffed.person("commune"))
    assert client.post(page("login-code"), {"code": phone.shows()})["Location"] == page("login")
    assert Client().get(page("login-code"))["Location"] == page("login")


def test_a_session_without_its_second_step_is_over(staffed, phone_of, page):
    client = staffed.client("commune")
    phone_of(staffed.person("commune"))
    assert client.get(page("my-work")).status_code == 302
    client = staffed.client("commune")
    assert client.get(page("my-work"))["Location"] == page("login")


def test_who_must_set_it_up_is_led_there_and_may_do_nothing_else(staffed, settings, page):
    settings.SECOND_STEP_DAYS = 0
    client = staffed.client("commune_leader")
    for name in ("my-work", "account", "plans"):
        assert client.get(page(name))["Location"] == page("second-step")
    assert client.get(page("second-step")).status_code == 200
    assert client.get("/").status_code == 200
    assert staffed.client("commune").get(page("my-work")).status_code == 200, "an officer's role doesn't require it"
    assert client.post(page("logout")).status_code == 302


def test_an_invitation_makes_an_account_and_leads_to_work(offer, page, text_of):
    client = Client()
    address = page("invitation", offer())
    shown = text_of(client.get(address))
    for said in ("Nguyễn Thị Lan", "12/QĐ-UBND", "Cán bộ", "Xã Khánh Hòa", "admin"):
        assert said in shown
    answer = client.post(address, {"username": "lan.kh", "password": NEW, "again": NEW})
    assert answer["Location"] == page("my-work")
    assert "Xã Khánh Hòa" in text_of(client.get(page("my-work")))
    assert Client().get(address).status_code == 410


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "commune"}, "PEO-004"),
        ({"username": "operator"}, "PEO-004"),
        ({"username": "Lan Nguyễn"}, "chữ thường không dấu"),
        ({"username": ""}, "bắt buộc"),
        ({"password": "ngan", "again": "ngan"}, "PEO-005"),
        ({"again": "khac"}, "chưa giống nhau"),
    ],
)
def test_a_wrong_form_comes_back_and_the_invitation_stays_open(change, said, offer, page, text_of):
    address = page("invitation", offer())
    before = Entry.objects.count()
    sent = {"username": "lan.kh", "password": NEW, "again": NEW, **change}
    answer = Client().post(address, sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert NEW not in text_of(answer), "no password stands in a page"
    if sent["username"]:
        assert f'value="{sent["username"]}"' in text_of(answer)
    assert Entry.objects.count() == before
    assert Client().get(address).status_code == 200


def test_somebody_with_an_account_takes_the_role_with_it(offer, staffed, page, text_of):
    code = offer(Role.FRONT)
    client = staffed.client("neighbour")
    assert "Nhận vai trò bằng tài khoản này" in text_of(client.get(page("invitation", code)))
    assert client.post(page("invitation", code))["Location"] == page("account")
    assert "Xã Khánh Hòa" in text_of(client.get(page("account")))
    refused = staffed.client("admin").post(page("invitation", offer(Role.FRONT)))
    assert refused.status_code == 422
    assert "PEO-012" in text_of(refused)


@pytest.mark.parametrize(("days", "status", "code"), [(6, 200, ""), (8, 410, "PEO-023")])
def test_an_invitation_lives_a_week(days, status, code, offer, page, text_of):
    address = page("invitation", offer())
    with clock.frozen(NOON + timedelta(days=days)):
        answer = Client().get(address)
        assert answer.status_code == status
        assert code in text_of(answer)
        assert Client().post(address, {"username": "x.y", "password": NEW, "again": NEW}).status_code in (302, 410)
    assert Person.objects.filter(username="x.y").exists() is (status == 200)


@pytest.mark.parametrize("name", ["invitation", "reset"])
def test_an_unknown_code_is_answered_by_its_code(name, db, page, text_of):
    answer = Client().get(page(name, "k7m2-q9xw-4c3d"))
    assert answer.status_code == 410
    assert "PEO-020" in text_of(answer)


def test_a_slip_leads_on_however_it_is_typed(offer, staffed, page, text_of):
    invited = offer()
    lost = resetting.slip(staffed.person("admin"), staffed.person("commune"))
    for code, name in ((invited, "invitation"), (lost, "reset")):
        for typed in (code, code.upper(), code.replace("-", " "), f" {code.replace('-', '')} "):
            assert Client().post(page("enter-slip"), {"code": typed})["Location"] == page(name, code)
    for wrong in ("k7m2-q9xw-4c3d", "x", "đ" * 12):
        answer = Client().post(page("enter-slip"), {"code": wrong})
        assert answer.status_code == 422
        assert "PEO-020" in text_of(answer)
        assert f'value="{wrong}"' in text_of(answer)


def test_a_slip_sets_a_new_password_once(staffed, login, page, text_of):
    code = resetting.slip(staffed.person("admin"), staffed.person("commune"))
    address, client = page("reset", code), Client()
    assert "commune" in text_of(client.get(address))
    for wrong, said in (({"password": "ngan", "again": "ngan"}, "PEO-005"), ({"password": NEW, "again": "x"}, "giống")):
        answer = client.post(address, wrong)
        assert answer.status_code == 422
        assert said in text_of(answer)
    answer = client.post(address, {"password": NEW, "again": NEW})
    assert answer["Location"].startswith(page("login"))
    assert "Đã đặt" in text_of(client.get(answer["Location"]))
    assert client.post(address, {"password": NEW, "again": NEW}).status_code == 410
    assert login("commune", NEW)[1].status_code == 302
    assert login("commune")[1].status_code == 200


def test_a_new_password_by_slip_doesnt_go_round_the_second_step(staffed, phone_of, login, page):
    phone_of(staffed.person("commune"))
    code = resetting.slip(staffed.person("admin"), staffed.person("commune"))
    client = Client()
    client.post(page("reset", code), {"password": NEW, "again": NEW})
    assert client.get(page("my-work")).status_code == 302
    assert login("commune", NEW)[1]["Location"] == page("login-code")


def test_whoever_asks_for_a_link_gets_the_same_answer(staffed, settings, monkeypatch, page, text_of):
    settings.EMAIL_READY = True
    asked = []
    monkeypatch.setattr(letters, "aside", asked.append)
    answers = {text_of(Client().post(page("forgotten"), {"name": name})) for name in ("commune", "khong.co")}
    assert len(answers) == 1
    assert len(asked) == 2
    assert Client().post(page("forgotten"), {"name": ""}).status_code == 422
    settings.EMAIL_READY = False
    assert "phiếu" in text_of(Client().get(page("forgotten"))).lower(), "without mail there is the slip"


def test_the_picture_of_a_slip_is_for_who_prints_it(offer, staffed, page):
    code = offer()
    client = staffed.client("admin")
    answer = client.get(page("slip-picture", "moi", code))
    assert answer["Content-Type"] == "image/svg+xml"
    assert client.get(page("slip-picture", "khac", code)).status_code == 404
    assert client.get(page("slip-picture", "moi", "x")).status_code == 404


def test_pages_of_coming_in_ask_little_and_are_kept_nowhere(
    offer, staffed, phone_of, login, page, django_assert_max_num_queries
):
    lost = resetting.slip(staffed.person("admin"), staffed.person("commune"))
    phone_of(staffed.person("district"))
    waiting, _ = login("district")
    addresses = [(Client(), page("invitation", offer())), (Client(), page("reset", lost))]
    addresses += [(Client(), page("enter-slip")), (Client(), page("forgotten")), (waiting, page("login-code"))]
    for client, address in addresses:
        with django_assert_max_num_queries(12):
            answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
