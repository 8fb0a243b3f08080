"""A draft's figures beside the editions, for who reviews it and nobody else; the evaluation's page in the office."""

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.duties import ticking
from danbiet.index import catalogue
from danbiet.plans import evaluations
from tests.index import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(ca_mau):
    def sits(who):
        client = Client()
        client.force_login(ca_mau.people[who])
        return client

    return sits


@pytest.fixture
def draft(ca_mau):
    return ca_mau.draft


def stored():
    return made_up.stored([made_up.table(year, frame=catalogue.of_year("papi", year)) for year in (2014, 2015, 2016)])


def page(client, draft):
    return client.get(reverse("office:draft", args=[draft.public_id])).content.decode()


def test_without_editions_the_page_says_what_to_do(ca_mau, draft, reader):
    assert "Chưa có bộ số liệu đã công bố năm" in page(reader("leader"), draft)


def test_findings_stand_on_the_draft_before_anybody_signs(ca_mau, draft, reader, django_assert_max_num_queries):
    stored()
    client = reader("leader")
    with django_assert_max_num_queries(12):
        found = page(client, draft)
    assert "Sai so với số công bố" in found
    assert "PLAN-101" in found
    # Made-up editions say so here too.
    assert "Số liệu mô phỏng." in found
    assert reader("commune").get(reverse("office:draft", args=[draft.public_id])).status_code == 404


def test_nothing_of_it_is_on_the_public_page(ca_mau, client):
    stored()
    public = client.get(reverse("portal:plan", args=[ca_mau.plan.public_id])).content.decode()
    assert "PLAN-101" not in public


def test_an_evaluation_is_asked_for_read_and_dissented_from(ca_mau, reader):
    stored()
    plan, leader = ca_mau.plan, reader("leader")
    address = reverse("office:evaluation", args=[plan.public_id])
    assert "Chưa có đánh giá nào" in leader.get(address).content.decode()
    assert leader.post(address)["Location"] == address
    assert "đang chờ tính" in leader.get(address).content.decode()
    ticking.tick()
    row = evaluations.latest(plan)
    opinion = reverse("office:evaluation-opinion", args=[plan.public_id])
    lacking = leader.post(opinion, {"digest": row.digest, "kind": "dissents", "remark": ""})
    assert lacking.status_code == 422
    assert "PLAN-126" in lacking.content.decode()
    assert leader.post(opinion, {"digest": row.digest, "kind": "dissents", "remark": "Chưa tin."}).status_code == 302
    assert "Chưa tin." in leader.get(address).content.decode()
    # Who may not sign reads it without the form.
    commune = reader("commune").get(address).content.decode()
    assert "Chưa tin." in commune
    assert 'name="remark"' not in commune
