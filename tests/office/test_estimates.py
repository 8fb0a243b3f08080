"""The page of kept estimates: table, interval, chart, files; what too few answered, what was withdrawn."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.surveys import actions
from danbiet.surveys.results import SCORE, Cell, Line
from tests.surveys.made_results import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(ca_mau):
    found = Client()
    found.force_login(ca_mau.people["home_affairs"])
    return found


@pytest.fixture
def row(ca_mau):
    return kept(ca_mau.people["home_affairs"], ca_mau.province)


def page(client, row, query="", name="office:estimate", **values):
    return client.get(reverse(name, kwargs={"public_id": row.public_id, **values}) + query)


def test_the_list_leads_to_the_result(client, row, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        text = client.get(reverse("office:estimates")).content.decode()
    assert "Khảo sát thử 2016" in text
    assert "số liệu mô phỏng" in text
    assert reverse("office:estimate", args=[row.public_id]) in text
    assert reverse("office:estimates") in client.get(reverse("office:plans")).content.decode()


def test_a_measure_is_a_table_with_intervals_and_a_chart(client, row, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        text = page(client, row).content.decode()
    assert "59,4" in text
    assert "47,7–70,2" in text
    assert "dưới 15 người trả lời" in text
    assert "<svg" in text
    assert "Số liệu mô phỏng" in text
    assert "PSW_STRATA" in text
    assert row.digest in text
    assert "secret" not in text


def test_another_measure_is_asked_for_by_address(client, row):
    text = page(client, row, "?do=d503d").content.decode()
    assert "3,94" in text
    assert "không đủ bậc tự do" in text


def test_files_hold_the_figures_and_not_one_of_fewer_than_15(client, row):
    answer = page(client, row, "?do=d503d", "office:estimate-file", figure="uoc-luong", form="csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["Hà Nội", "3.94"]
    assert rows[2][:6] == ["Bạc Liêu", "", "", "", "", "3"]
    assert "mo-phong" in answer["Content-Disposition"]
    for form, kind in (("svg", "image/svg+xml"), ("xlsx", "application/vnd")):
        assert page(client, row, "", "office:estimate-file", figure="uoc-luong", form=form)["Content-Type"].startswith(
            kind
        )
    assert page(client, row, "", "office:estimate-file", figure="uoc-luong", form="json").status_code == 404
    assert page(client, row, "", "office:estimate-file", figure="khac", form="csv").status_code == 404


def test_everybody_as_one_domain_shows_all_measures(client, ca_mau):
    scores = [
        Line(
            code,
            f"Nội dung {code}",
            f"Part {code}",
            SCORE,
            (Cell(value, 0.1, value - 0.2, value + 0.2, 384, 4, None),),
            "sum",
        )
        for code, value in (("total", 42.0), ("I", 5.1), ("II", 5.6), ("I.1", 1.2))
    ]
    index = {
        "key": "papi", "year": 2022, "framework": "papi-2021", "mode": "published", "questionnaire": "simulated",
        "anchors": {"VI.2.1": [0.4, 3.0]}, "absent": ["IV.4"],
    }  # fmt: skip
    row = kept(
        ca_mau.people["home_affairs"],
        ca_mau.province,
        by=(),
        domains=((),),
        labels=("",),
        lines=tuple(scores),
        facts={"index": index},
    )
    text = page(client, row).content.decode()
    assert "II. Nội dung II" in text
    assert "Nội dung I.1" not in text
    assert "42,000" in text
    assert "thực chất là 90 %" in text
    assert "Không tính được: IV.4" in text
    assert "<svg" in text
    client.get(reverse("office:estimates") + "?lang=en")
    text = page(client, row, "?do=I").content.decode()
    assert "I.1. Part I.1" in text
    assert "42.000" not in text


def test_a_result_is_withdrawn_with_its_reason(client, row):
    address = reverse("office:estimate", args=[row.public_id])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "nhầm quyền số"}).status_code == 302
    text = client.get(address).content.decode()
    assert "Kết quả này đã được rút" in text
    assert "nhầm quyền số" in text
    assert client.post(address, {"reason": "lần nữa"}).status_code == 422


def test_the_row_says_nothing_of_a_person(row):
    stored = json.dumps([one.cells for one in row.lines.all()])
    assert "idcode" not in stored
    with pytest.raises(TypeError):
        actions.keep(row.kept_by, row.province, row, answers=[])
