"""The office's pages of published files: handing in, looking, accepting, refusing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danbiet.index import actions, queries
from danbiet.index.models import Edition, Intake
from danbiet.pages import language
from tests.index.test_importing import old
from tests.index.workbooks import edition, saved, tidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(ca_mau):
    """A client logged in as somebody of the scene."""

    def log_in(who):
        client = Client()
        client.force_login(ca_mau.people[who])
        return client

    return log_in


@pytest.fixture(scope="module")
def workbook():
    table = edition(2012)
    return saved(old(2012, table=table, highest=True), old(2013, table=table), old(2016))


def page(name, *args):
    return reverse(f"office:{name}", args=args)


def test_a_file_goes_from_the_form_to_the_editions(as_, workbook):
    client = as_("home_affairs")
    assert "Nộp tệp số liệu" in client.get(page("index")).content.decode()
    upload = SimpleUploadedFile("chi so.xlsx", workbook)
    response = client.post(page("index-new"), {"file": upload})
    intake = Intake.objects.get()
    assert response["Location"] == page("index-file", intake.public_id)
    shown = client.get(response["Location"]).content.decode()
    assert "Năm 2012, trang «2012_PAPI»" in shown
    assert "2012_PAPI!AF66" in shown
    assert "Không nhận được vì:" in shown
    assert 'value="2016:2016_PAPI"' in shown
    assert 'value="2013:2013_PAPI"' not in shown
    assert not Edition.objects.exists()
    chosen = {"edition": ["2016:2016_PAPI"], "seen": queries.state()}
    response = client.post(page("index-file", intake.public_id), chosen)
    assert response.status_code == 302
    assert [one.year for one in queries.summaries()] == [2016]
    done = client.get(response["Location"]).content.decode()
    assert "Đã nhận các bộ số liệu đã chọn." in done
    assert "PAPI 2016" in client.get(page("index")).content.decode()


def test_what_cannot_be_read_is_said_at_the_field(as_):
    client = as_("leader")
    for name, data, code in (
        ("x.xlsx", b"PK\x03\x04x", "READ-033"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "READ-032"),
    ):
        response = client.post(page("index-new"), {"file": SimpleUploadedFile(name, data)})
        assert response.status_code == 422
        assert code in response.content.decode()
    assert client.post(page("index-new"), {}).status_code == 422
    assert not Intake.objects.exists()


def test_accepting_nothing_or_what_is_blocked_is_refused_with_what_was_chosen(as_, ca_mau, workbook):
    intake, _ = actions.hand_in(ca_mau.people["leader"], workbook, "x.xlsx")
    client, address = as_("leader"), page("index-file", intake.public_id)
    seen = queries.state()
    for chosen, code in (([], "IDX-103"), (["2013:2013_PAPI"], "IDX-104")):
        response = client.post(address, {"edition": chosen, "seen": seen})
        assert response.status_code == 422
        assert code in response.content.decode()
    response = client.post(address, {"edition": ["2016:2016_PAPI"], "seen": "9-another"})
    assert "IDX-105" in response.content.decode()
    assert not Edition.objects.exists()


def test_refusing(as_, ca_mau, workbook):
    intake, _ = actions.hand_in(ca_mau.people["leader"], workbook, "x.xlsx")
    client = as_("leader")
    assert client.post(page("index-refuse", intake.public_id), {"reason": ""}).status_code == 422
    assert client.post(page("index-refuse", intake.public_id), {"reason": "không rõ nguồn"}).status_code == 302
    assert "không rõ nguồn" in client.get(page("index-file", intake.public_id)).content.decode()
    assert "IDX-102" in client.post(page("index-refuse", intake.public_id), {"reason": "x"}).content.decode()


def test_the_operator_hands_in_and_does_not_decide(as_, ca_mau):
    client = as_("operator")
    client.post(page("index-new"), {"file": SimpleUploadedFile("x.csv", tidy([edition(2016)]))})
    intake = Intake.objects.get()
    shown = client.get(page("index-file", intake.public_id)).content.decode()
    assert "Nhận các bộ đã chọn" not in shown
    assert client.post(page("index-file", intake.public_id), {"edition": "2016:x"}).status_code == 403
    assert client.get(page("index-refuse", intake.public_id)).status_code == 404


def test_an_address_of_no_file(as_):
    assert as_("leader").get(page("index-file", "khong-co")).status_code == 404


def test_the_pages_take_few_queries(as_, ca_mau, workbook, django_assert_max_num_queries):
    intake, _ = actions.hand_in(ca_mau.people["leader"], workbook, "x.xlsx")
    client = as_("leader")
    client.get(page("index-file", intake.public_id))
    with django_assert_max_num_queries(14):
        client.get(page("index-file", intake.public_id))
    with django_assert_max_num_queries(14):
        client.get(page("index"))


def test_in_english(as_, ca_mau, workbook):
    intake, _ = actions.hand_in(ca_mau.people["leader"], workbook, "x.xlsx")
    client = as_("leader")
    client.cookies[language.COOKIE] = "en"
    shown = client.get(page("index-file", intake.public_id)).content.decode()
    assert "repeats the figures of 2012" in shown
    assert "Accept the chosen editions" in shown
