"""The officers' pages: who sees what, in how many queries, and what happens when something is refused."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties import actions
from danbiet.duties.models import Duty, Evidence
from danbiet.files.models import StoredFile
from danbiet.journal.models import Entry
from tests.scenes import PASSWORD, propose_example

pytestmark = pytest.mark.django_db
DOCUMENT = {"number": "12/KH-UBND", "day": "28/9/2016"}


@pytest.fixture
def as_(ca_mau):
    """A client logged in as somebody of the scene."""

    def log_in(who):
        client = Client()
        client.force_login(ca_mau.people[who])
        return client

    return log_in


@pytest.fixture
def programme(ca_mau):
    """The commune's programme: due on 21/10/2016."""
    return Duty.objects.get(unit=ca_mau.units["commune"].unit_id, rule="plan-programme")


def text_of(response):
    return response.content.decode()


def page(name, *args):
    return reverse(f"office:{name}", args=args)


def test_everything_asks_for_a_log_in_first(ca_mau, programme, client):
    evidence = actions.attest(ca_mau.people["commune"], programme, actions.Document("1/KH", date(2016, 9, 29)))
    pages = [
        page("my-work"),
        page("duty", programme.public_id),
        page("withdraw", evidence.public_id),
        page("plans"),
        page("plan", ca_mau.plan.public_id),
    ]
    for address in pages:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"] == f"{page('login')}?next={address}"


def test_logging_in_leads_to_where_one_wanted_to_go(ca_mau, client):
    form = {"username": "commune", "password": PASSWORD, "next": page("plans")}
    assert client.post(page("login"), form)["Location"] == page("plans")
    assert client.post(page("logout"))["Location"] == reverse("portal:home")
    outside = {**form, "next": "https://evil.example/"}
    assert client.post(page("login"), outside)["Location"] == page("my-work")


@pytest.mark.parametrize(("username", "password"), [("commune", "wrong"), ("nobody", "wrong"), ("", "")])
def test_a_failed_log_in_says_the_same_whoever_it_was(username, password, ca_mau, client):
    response = client.post(page("login"), {"username": username, "password": password})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    if username:
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in text_of(response)


def test_nobody_logs_in_as_the_operator(ca_mau, client):
    client.post(page("login"), {"username": "operator", "password": ""})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("who", ["commune", "district", "home_affairs", "leader", "operator"])
def test_a_page_needs_at_most_twelve_queries(who, as_, ca_mau, programme, django_assert_max_num_queries):
    client = as_(who)
    for address in (page("my-work"), page("plans"), page("plan", ca_mau.plan.public_id)):
        with django_assert_max_num_queries(12):
            client.get(address)
    if who == "commune":
        with django_assert_max_num_queries(12):
            assert client.get(page("duty", programme.public_id)).status_code == 200


def test_my_work_has_what_the_unit_owes_and_nothing_of_others(as_, ca_mau):
    text = text_of(as_("commune").get(page("my-work")))
    own = Duty.objects.filter(unit=ca_mau.units["commune"].unit_id)
    shown = set(re.findall(r"/van-phong/viec/([\w-]+)/", text))
    assert shown == set(own.values_list("public_id", flat=True))
    assert "Không có việc quá hạn" in text


def test_what_is_late_stands_first(as_, ca_mau, programme):
    with clock.frozen(date(2016, 10, 22)):
        text = text_of(as_("commune").get(page("my-work")))
    assert "<strong>1 việc quá hạn</strong>" in text
    first = re.search(r'class="button" href="/van-phong/viec/([\w-]+)/"', text)
    assert first[1] == programme.public_id


def test_a_shelf_has_its_address(as_, ca_mau, programme):
    actions.attest(ca_mau.people["commune"], programme, actions.Document("1/KH", date(2016, 9, 29)))
    text = text_of(as_("commune").get(page("my-work"), {"xem": "da-xong"}))
    assert set(re.findall(r"/van-phong/viec/([\w-]+)/", text)) == {programme.public_id}
    assert as_("commune").get(page("my-work"), {"xem": "khong-co", "trang": "x"}).status_code == 200


def test_a_duty_explains_its_due_day_and_its_ground(as_, programme):
    text = text_of(as_("commune").get(page("duty", programme.public_id)))
    assert "hạn 21/10/2016" in text
    assert "Vì sao hạn là ngày này" in text
    assert "30 ngày làm việc kể từ thứ Sáu 09/9/2016" in text
    assert "Kế hoạch số 15/KH-UBND ngày 06/9/2016" in text
    assert "23 nhiệm vụ của đơn vị trong việc này" in text


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("operator", 404), ("district", 404), ("leader", 200)])
def test_a_duty_is_seen_by_its_unit_and_by_who_oversees_it(who, status, as_, programme):
    assert as_(who).get(page("duty", programme.public_id)).status_code == status


def test_a_document_fulfils_and_can_be_taken_back(as_, programme):
    client = as_("commune")
    address = page("duty", programme.public_id)
    upload = SimpleUploadedFile("ke hoach.pdf", b"%PDF-1.4 an example")
    assert client.post(address, {**DOCUMENT, "file": upload})["Location"] == address
    programme.refresh_from_db()
    evidence = programme.evidence.get()
    assert programme.fulfilled_at is not None
    assert (evidence.number, evidence.document_date) == ("12/KH-UBND", date(2016, 9, 28))
    text = text_of(client.get(address))
    assert "đã làm" in text
    assert "Ghi văn bản đã phát hành" not in text
    file = reverse("files:download", args=[evidence.file.sha256])
    assert b"".join(client.get(file).streaming_content) == b"%PDF-1.4 an example"
    assert as_("neighbour").get(file).status_code == 403

    back = page("withdraw", evidence.public_id)
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "ghi nhầm số"})["Location"] == address
    programme.refresh_from_db()
    assert programme.fulfilled_at is None
    assert "Đã rút" in text_of(client.get(address))
    assert client.post(back, {"reason": "lần nữa"}).status_code == 422


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": ""}, "Trường này là bắt buộc"),
        ({"day": "31/02/2016"}, "Ghi ngày dạng"),
        ({"day": "hôm qua"}, "Ghi ngày dạng"),
        ({"day": "01/10/2016"}, "DUTY-008"),
        ({"number": "x" * 61}, "60"),
    ],
)
def test_a_wrong_form_comes_back_whole_with_each_error_at_its_place(change, said, as_, programme):
    form = {**DOCUMENT, "title": "Chương trình của xã", **change}
    response = as_("commune").post(page("duty", programme.public_id), form)
    text = text_of(response)
    assert response.status_code == 422
    assert said in text
    assert "Chưa lưu được" in text
    assert 'value="Chương trình của xã"' in text
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("virus.exe", b"MZ\x90\x00", "FILE-"),
        ("a.pdf", b"PK\x03\x04 not a pdf", "FILE-"),
        ("macro.docm", b"PK\x03\x04", "FILE-"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_stored(name, content, code, as_, programme):
    before = Entry.objects.count(), StoredFile.objects.count()
    form = {**DOCUMENT, "file": io.BytesIO(content)}
    form["file"].name = name
    response = as_("commune").post(page("duty", programme.public_id), form)
    assert response.status_code == 422
    assert code in text_of(response)
    assert (Entry.objects.count(), StoredFile.objects.count()) == before


def test_the_second_of_two_who_record_at_once_is_told(as_, ca_mau, programme):
    mine, his = as_("commune"), as_("commune_leader")
    address = page("duty", programme.public_id)
    assert "Ghi văn bản đã phát hành" in text_of(his.get(address))
    mine.post(address, DOCUMENT)
    response = his.post(address, {**DOCUMENT, "number": "13/KH-UBND"})
    assert response.status_code == 422
    assert "DUTY-002" in text_of(response)
    assert programme.evidence.count() == 1


def test_who_only_oversees_cannot_attest(as_, programme):
    client = as_("leader")
    assert "Ghi văn bản đã phát hành" not in text_of(client.get(page("duty", programme.public_id)))
    response = client.post(page("duty", programme.public_id), DOCUMENT)
    assert response.status_code == 422
    assert "PEO-001" in text_of(response)


def test_a_form_without_its_protection_code_is_refused(ca_mau, programme):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ca_mau.people["commune"])
    response = client.post(page("duty", programme.public_id), DOCUMENT)
    assert response.status_code == 403
    assert "Biểu mẫu đã cũ" in text_of(response)


def test_no_shared_cache_keeps_a_page(as_, ca_mau, programme):
    for address in (page("my-work"), page("duty", programme.public_id), page("plans")):
        assert "no-store" in as_("commune").get(address)["Cache-Control"]


def test_the_adopted_plan_shows_tasks_questions_and_the_duties_one_may_see(as_, ca_mau):
    address = page("plan", ca_mau.plan.public_id)
    leader, commune = text_of(as_("leader").get(address)), text_of(as_("commune").get(address))
    assert leader.count('href="/nhiem-vu/') == 24
    assert f"{Duty.objects.count():,}".replace(",", ".") in leader
    assert "READ-113" in leader
    assert "Câu hỏi mở" in commune
    assert ">605<" not in commune, "a commune counts its own"
    assert as_("operator").get(address).status_code == 404


def test_drafts_are_seen_by_those_who_may_decide(as_, ca_mau):
    from danbiet.plans.models import Plan

    Plan.objects.filter(pk=ca_mau.plan.pk).update(number="14/KH-UBND")
    draft = propose_example(ca_mau)
    assert draft.public_id in text_of(as_("leader").get(page("plans")))
    assert draft.public_id not in text_of(as_("commune").get(page("plans")))


def test_a_person_without_a_unit_is_told_what_to_do(as_):
    assert "chưa được giao vai trò" in text_of(as_("operator").get(page("my-work")))


def test_english_is_whole(as_, ca_mau, programme):
    from tests.portal.test_pages import Vietnamese

    actions.attest(ca_mau.people["commune"], programme, actions.Document("1/KH", date(2016, 9, 29)))
    other = Duty.objects.filter(unit=programme.unit_id, fulfilled_at=None).order_by("due_on").first()
    client = as_("commune")
    client.cookies["ngon_ngu"] = "en"
    evidence = programme.evidence.get().public_id
    names = ("my-work", "plans")
    addresses = [*map(page, names), page("duty", programme.public_id), page("duty", other.public_id)]
    addresses += [page("withdraw", evidence), page("plan", ca_mau.plan.public_id)]
    for address in addresses:
        parser = Vietnamese()
        parser.feed(text_of(client.get(address)))
        assert [one for one in parser.found if one != "Dân Biết"] == [], address
