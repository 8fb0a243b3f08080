"""The officers' search: what each person finds is what he may see, in a bounded number of queries."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.duties import actions, queries
from danbiet.duties.models import Duty
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.units import loading

pytestmark = pytest.mark.django_db
EVERYBODY = ("commune", "neighbour", "commune_leader", "district", "home_affairs", "leader", "operator")


@pytest.fixture
def find(ca_mau):
    """The page somebody gets for a question."""

    def ask(who, asked, **more):
        client = Client()
        client.force_login(ca_mau.people[who])
        return client.get(reverse("office:search"), {"q": asked, **more}).content.decode()

    return ask


@pytest.fixture
def documents(ca_mau):
    """A programme of the commune and one of its neighbour."""
    made = {}
    for number, who in enumerate(("commune", "neighbour"), 41):
        duty = Duty.objects.get(unit=ca_mau.units[who].unit_id, rule="plan-programme")
        document = actions.Document(f"{number}/CTr-UBND", date(2016, 9, 29), "Chương trình nội bộ")
        made[who] = actions.attest(ca_mau.people[who], duty, document)
    return made


def duties_in(text):
    return set(re.findall(r"/van-phong/viec/([\w-]+)/", text))


def test_it_asks_for_a_log_in_first(ca_mau, client):
    assert client.get(reverse("office:search"), {"q": "x"}).status_code == 302


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_person_finds_only_duties_he_may_see(who, ca_mau, find, documents):
    visible = set(Duty.objects.filter(queries.visible_to(ca_mau.people[who])).values_list("public_id", flat=True))
    for asked in ("bao cao", "ke hoach", "khanh", "ctr-ubnd", "chuong trinh noi bo", "ubnd", "2016"):
        for kind in ("", "viec", "van-ban"):
            assert duties_in(find(who, asked, loai=kind)) <= visible


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("commune", {"commune"}),
        ("neighbour", {"neighbour"}),
        ("commune_leader", {"commune"}),
        ("district", set()),
        ("home_affairs", set()),
        ("leader", {"commune", "neighbour"}),
        ("operator", set()),
    ],
)
def test_documents_are_found_by_those_who_see_the_duty(who, seen, find, documents):
    text = find(who, "chuong trinh noi bo")
    assert duties_in(text) == {documents[one].duty.public_id for one in seen}
    assert duties_in(find(who, "41/ctr")) == ({documents["commune"].duty.public_id} if "commune" in seen else set())


def test_a_leader_finds_the_duty_of_a_unit_by_both_names(ca_mau, find):
    duty = Duty.objects.get(unit=ca_mau.units["commune"].unit_id, rule="plan-programme")
    assert duties_in(find("leader", "xã khánh hoà chương trình", loai="viec")) == {duty.public_id}
    first = re.search(r"/van-phong/viec/([\w-]+)/", find("leader", "chương trình xã khánh hoà"))
    assert first[1] == duty.public_id


def test_units_and_plans_are_of_the_persons_own_province(ca_mau, find):
    loading.load_province("01")
    text = find("commune", "quan hoan kiem")
    assert "Không thấy gì" in text
    assert "Việc của đơn vị" in text
    assert f"/van-phong/ke-hoach/{ca_mau.plan.public_id}/" in find("commune", ca_mau.plan.number)
    assert "Không thấy gì" in find("operator", ca_mau.plan.number)


def test_an_auditor_finds_units_and_plans_of_every_province_and_no_duty(ca_mau, find):
    loading.load_province("01")
    auditor = people.create_person(ca_mau.people["operator"], username="auditor", name="auditor")
    people.grant(ca_mau.people["operator"], auditor, Role.AUDITOR, valid_from=date(2016, 1, 1))
    ca_mau.people["auditor"] = auditor
    try:
        assert "Quận Ba Đình" in find("auditor", "quan ba dinh")
        assert "Xã Khánh Hòa" in find("auditor", "khanh hoa")
        assert duties_in(find("auditor", "bao cao")) == set()
    finally:
        del ca_mau.people["auditor"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_search_needs_at_most_twelve_queries(who, ca_mau, documents, django_assert_max_num_queries):
    client = Client()
    client.force_login(ca_mau.people[who])
    for asked in ("ke hoach", "khanh hoa", "41/CTr-UBND"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse("office:search"), {"q": asked}).status_code == 200


def test_every_page_of_the_office_has_one_box_that_leads_to_it(ca_mau):
    client = Client()
    client.force_login(ca_mau.people["commune"])
    for name in ("my-work", "plans", "search"):
        text = client.get(reverse(f"office:{name}")).content.decode()
        assert text.count('role="search"') == text.count('name="q"') == 1
    assert f'action="{reverse("office:search")}"' in client.get(reverse("office:my-work")).content.decode()


def test_in_english_the_words_around_the_hits_are_english(ca_mau):
    client = Client()
    client.force_login(ca_mau.people["leader"])
    client.cookies["ngon_ngu"] = "en"
    text = client.get(reverse("office:search"), {"q": "khanh hoa bao cao nam 2016", "loai": "viec"}).content.decode()
    assert "Duties of units (" in text
    assert "due 1" in text
