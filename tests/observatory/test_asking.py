"""Compare, diagnosis and scenario: what they say, in how many queries, and what stays closed."""

import re
from datetime import date

import pytest
from django.urls import reverse

from danbiet.index import behind, queries
from danbiet.index.behind import Doer, Work
from danbiet.people import policies, publishing
from danbiet.people.publishing import Wanted
from tests.portal.test_pages import Vietnamese

pytestmark = pytest.mark.django_db
AT = {"slug": "ca-mau", "index": "papi"}
SCENARIO = "?c=I.1&v=p75&c=&v=&c=II.2&v=2,1&muc=I&dich=high"


def address(name, query="", **values):
    return reverse(f"observatory:{name}", kwargs={**AT, **values}) + query


PAGES = {
    "compare": lambda: address("compare", "?nam=2015&voi=ha-noi&voi=bac-lieu&truoc=2014"),
    "compare, nothing asked": lambda: address("compare"),
    "compare across a break": lambda: address("compare", "?nam=2016&truoc=2015&chuan=1"),
    "diagnosis": lambda: address("diagnosis", year=2016),
    "scenario": lambda: address("scenario", SCENARIO, year=2016),
    "scenario with indicators": lambda: address("scenario", "?c=I.1.1&v=0,7&chi-tieu=1", year=2018),
    "scenario, nothing asked": lambda: address("scenario", year=2016),
}


@pytest.fixture(autouse=True)
def _drawn_each_time(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def plan_behind(monkeypatch):
    """A task behind every element that is asked about."""
    work = Work("II.1", "Việc thử", "/nhiem-vu/x/", lead=(Doer("Sở Thử nghiệm", "/don-vi/x/"),), source="Kế hoạch 1/KH")
    monkeypatch.setattr(
        behind, "_PROVIDERS", [lambda _unit, _day, frame, _year: {code: [work] for code in frame.elements}]
    )


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_at_most_six_queries(name, observed, client, django_assert_max_num_queries):
    queries._KEPT.clear()
    with django_assert_max_num_queries(6):
        found = text(client, PAGES[name]())
    assert "<script" not in found
    assert not re.search(r"<style|\sstyle=|\son\w+=", found)


@pytest.mark.parametrize("name", PAGES)
def test_english_is_whole(name, observed, client):
    client.cookies["ngon_ngu"] = "en"
    parser = Vietnamese()
    parser.feed(text(client, PAGES[name]()))
    # Names of provinces keep their marks in a list to choose from, names of the plan's tasks everywhere.
    rest = [re.sub(r"Dân Biết|Cà Mau", "", found) for found in parser.found]
    assert [found for found in rest if Vietnamese.LETTERS.search(found) and found not in _tasks(observed)] == []


def _tasks(observed):
    from danbiet.plans.models import Assignment, Task

    titles = {f"{one.code}. {one.title}" for one in Task.objects.filter(plan__province=observed.province)}
    return titles | set(Assignment.objects.values_list("text", flat=True))


def test_two_provinces_with_interval_probability_and_assumption(observed, client):
    found = text(client, PAGES["compare"]())
    assert re.search(r"Tổng điểm Cà Mau so với Hà Nội: [+−][\d,]+ \(từ ", found)
    assert "xác suất cao hơn" in found
    assert "giả định sai số của hai bên độc lập" in found
    assert "2015 so với 2014" in found


def test_across_a_break_nothing_is_compared_and_the_reason_is_said(observed, client):
    found = text(client, PAGES["compare across a break"]())
    assert "không so được" in found
    assert "IDX-206" in found


def test_the_diagnosis_tells_gaps_changes_and_what_is_not_compared(observed, client):
    found = text(client, PAGES["diagnosis"]())
    assert "Khoảng cách đến trung vị" in found
    assert "nội dung thành phần so được với năm 2015" in found
    assert "IDX-206" in found
    csv = client.get(address("diagnosis-file", year=2016, figure="khoang-cach", form="csv")).content.decode()
    assert csv.count("\n") >= 29


def test_tasks_and_units_stand_behind_what_is_strong_or_weak(observed, client, plan_behind):
    found = text(client, PAGES["diagnosis"]())
    assert "Việc thử" in found
    assert "Sở Thử nghiệm" in found


def test_what_of_the_plan_is_closed_stays_closed(observed, client, plan_behind):
    leader = observed.people["leader"]
    leader.refresh_from_db()
    policies.forget(leader)
    signed = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 29)}
    wanted = Wanted("plan", opens=False, reason="Luật 104/2016/QH13, Điều 6", **signed)
    publishing.decide(leader, observed.province.pk, wanted)
    found = text(client, PAGES["diagnosis"]())
    assert "Việc thử" not in found
    assert "chưa công khai ở đây" in found


def test_a_scenario_stands_in_its_address(observed, client):
    found = text(client, PAGES["scenario"]())
    assert 'value="p75"' in found
    assert '<option value="II.2" selected>' in found
    assert "hạng từ" in found
    assert "Cần tối thiểu bao nhiêu" in found
    # Its files carry on what was asked.
    assert re.search(r"hinh/truoc-sau\.csv\?c=I\.1&amp;c=&amp;c=II\.2&amp;v=p75", found)
    csv = client.get(address("scenario-file", "?c=I.1&v=p75", year=2016, figure="truoc-sau", form="csv"))
    assert csv.content.decode().count("\n") >= 4


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?c=I.1&v=99", "IDX-224"),
        ("?c=I.1&v=abc", "IDX-220"),
        ("?c=I&v=5", "IDX-222"),
        ("?muc=I&dich=rank&so=x", "IDX-221"),
        ("?muc=XX&dich=high", "IDX-202"),
        ("?c=I.1&v=1&c=I.1&v=2", "IDX-223"),
        ("?c=%3Cscript%3E&v=1", "IDX-220"),
    ],
)
def test_what_cannot_be_tried_is_said_on_the_page_and_nothing_is_lost(query, code, observed, client):
    found = text(client, address("scenario", query, year=2016))
    assert code in found
    assert "<script" not in found


@pytest.mark.parametrize("query", ["?voi=atlantis", "?nam=1999", "?nam=x"])
def test_what_there_is_not_is_not_found(query, observed, client):
    assert client.get(address("compare", query)).status_code == 404


def test_a_target_beyond_every_scale_cannot_be_reached(observed, client):
    found = text(client, address("scenario", "?muc=I&dich=score&so=11", year=2016))
    assert "không thể đạt" in found
