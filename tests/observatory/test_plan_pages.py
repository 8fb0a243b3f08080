"""The targets board and the evaluation: gated, in few queries, unsigned until signed, the same for who signs."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.index import catalogue, queries
from danbiet.people.models import Publication
from danbiet.plans import evaluations
from danbiet.plans.evaluation.evaluating import evaluate
from danbiet.plans.evaluation.result import digest_of
from danbiet.plans.models import Evaluation, Opinion
from tests.index import made_up
from tests.portal.test_pages import Vietnamese

pytestmark = pytest.mark.django_db
AT = {"slug": "ca-mau", "index": "papi"}
GOALS = reverse("observatory:goals", kwargs=AT)
EFFECTS = reverse("observatory:effects", kwargs=AT)


@pytest.fixture(autouse=True)
def _drawn_each_time(settings):
    settings.PAGE_CACHE = False


@pytest.fixture(scope="module")
def evaluated(observed):
    """An evaluation of the plan, opened to the public, resting on editions of few provinces."""
    years, few = range(2011, 2018), made_up.PROVINCES[-24:]
    panel = [made_up.table(year, frame=catalogue.of_year("papi", year), provinces=few) for year in years]
    panel = [replace(one, digest=f"{one.year:064}", simulated=False) for one in panel]
    content = evaluate(panel, "96", 2016, arrived=observed.plan.arrives_on, communes=101).to_json()
    Evaluation.objects.create(
        plan=observed.plan,
        index="papi",
        year=2016,
        content=content,
        digest=digest_of(content),
        requested_by=observed.people["home_affairs"],
        computed_at=clock.now(),
    )
    Publication.objects.create(
        province=observed.province,
        matter="evaluation",
        opens=True,
        ground="12/QĐ-UBND",
        decided_on=date(2016, 9, 1),
        from_day=date(2016, 9, 1),
        decided_by=observed.people["leader"],
    )
    return observed


@pytest.mark.parametrize("address", [GOALS, EFFECTS])
def test_a_page_needs_at_most_six_queries(address, evaluated, client, django_assert_max_num_queries):
    queries._KEPT.clear()
    with django_assert_max_num_queries(6):
        response = client.get(address)
    assert response.status_code == 200
    assert b"<script" not in response.content
    assert not response.cookies


def test_the_evaluation_is_closed_until_the_province_opens_it(observed, client):
    Publication.objects.filter(matter="evaluation").delete()
    assert client.get(EFFECTS).status_code == 404
    file = reverse("observatory:effects-file", kwargs={**AT, "figure": "gap", "form": "csv"})
    assert client.get(file).status_code == 404
    assert EFFECTS not in client.get(GOALS).content.decode()


def test_the_evaluation_says_that_nobody_signed_it_and_then_who_did(evaluated, client):
    page = client.get(EFFECTS).content.decode()
    assert "chưa có người ký" in page
    assert "Không kết luận được" in page
    row = evaluations.latest(evaluated.plan)
    evaluations.opine(
        evaluated.people["leader"], row, Opinion.Kind.DISSENTS, "Chưa thuyết phục.", read_digest=row.digest
    )
    page = client.get(EFFECTS).content.decode()
    assert "Chưa thuyết phục." in page
    assert "chưa có người ký" not in page


def test_what_is_newer_is_said(evaluated, client):
    # The stored editions aren't those it was computed from.
    assert "bộ số liệu mới hơn" in client.get(EFFECTS).content.decode()


@pytest.mark.parametrize("key", ["statute", "gap", "effects", "without"])
def test_every_figure_gives_its_table_away(key, evaluated, client):
    address = reverse("observatory:effects-file", kwargs={**AT, "figure": key, "form": "csv"})
    response = client.get(address)
    assert response.status_code == 200
    assert response.content.decode("utf-8-sig").count("\n") > 3


def test_the_gap_is_drawn_without_a_line_over_the_year_left_out(evaluated, client):
    page = client.get(EFFECTS).content.decode()
    assert "không tính" in page
    assert page.count("<svg") >= 2


def test_the_targets_are_those_of_the_plan(evaluated, client):
    page = client.get(GOALS).content.decode()
    assert "Năm 2018:" in page
    assert evaluated.plan.number in page
    # 2016 is an edition here too, and stands in the table of all years.
    assert "Mục tiêu qua các năm" in page


@pytest.mark.parametrize("address", [GOALS, EFFECTS])
def test_the_english_page_has_no_vietnamese_but_names(address, evaluated, client):
    client.cookies["ngon_ngu"] = "en"
    reader = Vietnamese()
    reader.feed(client.get(address).content.decode())
    rest = [re.sub(r"Dân Biết|Cà Mau", "", words) for words in reader.found]
    assert [words for words in rest if Vietnamese.LETTERS.search(words)] == []


def test_who_signs_reads_the_same_before_anybody_outside(observed, evaluated, client):
    Publication.objects.filter(matter="evaluation").delete()
    client.force_login(evaluated.people["leader"])
    page = client.get(reverse("office:evaluation", args=[evaluated.plan.public_id])).content.decode()
    assert "Không kết luận được" in page
    assert "<svg" in page
    assert 'name="remark"' in page
