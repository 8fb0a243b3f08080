"""The public pages of the index: what they say, in how many queries, that they never compare what can't be compared."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.index import provinces, queries
from danbiet.observatory.charts.tiles import tiles
from tests.observatory.conftest import edition
from tests.portal.test_pages import Vietnamese

pytestmark = pytest.mark.django_db
AT = {"slug": "ca-mau", "index": "papi"}


def address(name, **values):
    return reverse(f"observatory:{name}", kwargs={**AT, **values})


PAGES = {
    "year": lambda: address("year", year=2016),
    "dimension": lambda: address("element", year=2016, code="I"),
    "sub-dimension": lambda: address("element", year=2018, code="I.3"),
    "provinces": lambda: address("provinces", year=2016, code="total"),
    "map": lambda: address("map", year=2016, code="I"),
    "trend": lambda: address("trend", code="II"),
    "sources": lambda: address("sources"),
    "source": lambda: address("source", year=2016, revision=1),
    "live": lambda: address("year-live", year=2016, figure="diem"),
    "csv": lambda: address("year-file", year=2016, figure="diem", form="csv"),
}


@pytest.fixture(autouse=True)
def _drawn_each_time(settings):
    settings.PAGE_CACHE = False


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_at_most_six_queries_and_sets_no_cookie(name, observed, client, django_assert_max_num_queries):
    queries._KEPT.clear()
    with django_assert_max_num_queries(6):
        response = client.get(PAGES[name]())
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("csv", "live")])
def test_a_page_runs_no_script_and_has_no_inline_style(name, observed, client):
    found = text(client, PAGES[name]())
    assert "<script" not in found
    assert not re.search(r"<style|\sstyle=|\son\w+=", found)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "csv"])
def test_english_is_whole(name, observed, client):
    client.cookies["ngon_ngu"] = "en"
    parser = Vietnamese()
    parser.feed(text(client, PAGES[name]()))
    rest = [re.sub(r"Dân Biết|Cà Mau", "", found) for found in parser.found]
    assert [found for found in rest if Vietnamese.LETTERS.search(found)] == []


def test_the_years_page_has_median_rank_its_interval_and_group(observed, client):
    found = text(client, PAGES["year"]())
    assert re.search(r"Cà Mau năm 2016 được \d+,\d\d điểm, thứ \d+ trong 63 tỉnh có điểm, nhưng sai số", found)
    assert "Khoảng hạng 95 %" in found
    assert re.search(r"mô phỏng [\d.]+ lần", found)
    assert "Sai số chuẩn theo mô hình" in found
    assert "Nguồn: PAPI 2016, bản 1; bang-chi-tieu.xlsx; trang tính 2016_PAPI" in found
    assert len(re.findall(r'<tr class="total', found)) == 7
    assert "Không so sánh được với năm 2015" in found
    assert "III.2. Đáp ứng kiến nghị của người dân" in found


def test_the_first_address_leads_to_the_last_year_and_says_when_there_is_none(observed, client):
    response = client.get(address("home"))
    assert (response.status_code, response["Location"]) == (302, address("year", year=2018))
    other = reverse("observatory:home", kwargs={"slug": "ca-mau", "index": "sipas"})
    assert other == "/tinh/ca-mau/chi-so-sipas/"
    assert "Chưa có bộ số liệu nào" in text(client, other)


@pytest.mark.parametrize(
    "path",
    [
        lambda: address("year", year=1999),
        lambda: address("element", year=2016, code="IX"),
        lambda: address("element", year=2016, code="I.1.1"),
        lambda: address("element", year=2016, code="total"),
        lambda: address("trend", code="X"),
        lambda: address("source", year=2016, revision=2),
        lambda: address("year-file", year=2016, figure="khong-co", form="csv"),
        lambda: address("year-file", year=2016, figure="diem", form="exe"),
        lambda: address("element-file", year=2018, code="I.3", figure="phan", form="svg"),
        lambda: address("year", year=2016) + "?tinh-cu=ha-noi",
    ],
)
def test_what_is_not_there_is_404(path, observed, client):
    with clock.frozen(date(2026, 1, 5)):
        assert client.get(path()).status_code == 404


def test_indicators_say_how_they_count(observed, client):
    found = text(client, PAGES["sub-dimension"]())
    assert found.count("tính ngược: cao hơn thì điểm thấp hơn") == 2
    assert "98,4 %" in found, "a share is written in percent"
    assert "Bộ số liệu năm 2016 không có điểm của từng chỉ tiêu" in text(
        client, address("element", year=2016, code="I.3")
    )
    assert "công bố nhưng không tính vào điểm" in text(client, address("element", year=2018, code="I.4"))


def test_a_trend_stops_where_the_measure_changed(observed, client):
    found = text(client, address("trend", code="II.2"))
    # Poverty lists are II.2 since 2018 and were II.1 before.
    assert "(1) Năm 2018 không so sánh được với năm 2016." in found
    assert "Chưa có bộ số liệu năm 2017." in found
    made = json.loads(client.get(address("trend-file", code="II.2", figure="xu-huong", form="json")).content)
    rows = made["specs"]["desk"]["datasets"]["rows"]
    assert [(row["year"], row["stretch"]) for row in rows] == [(2014, 0), (2015, 0), (2016, 0), (2018, 1)]
    assert made["specs"]["desk"]["datasets"]["labels"] == [{"at": 2017, "label": "(1)"}]


def test_a_live_chart_says_its_fields_in_the_readers_words(observed, client):
    client.cookies["ngon_ngu"] = "en"
    made = json.loads(
        client.get(address("provinces-file", year=2016, code="I", figure="cac-tinh", form="json")).content
    )
    layers = made["specs"]["phone"]["layer"]
    titles = [tip["title"] for layer in layers for tip in layer["encoding"].get("tooltip", [])]
    assert {"Name", "Score", "Rank", "Confidence interval from"} <= set(titles)
    assert made["locale"]["decimal"] == "."
    assert made["specs"]["phone"]["height"] == 63 * 22


def letters(svg):
    return "".join(ElementTree.fromstring(svg).itertext())


@pytest.mark.parametrize("province_set", provinces.SETS)
@pytest.mark.parametrize("form", ["svg", "png"])
def test_hoang_sa_and_truong_sa_are_on_every_map(form, province_set, observed, client):
    from danbiet.index import storing
    from danbiet.people import actions

    year = 2016
    if province_set == "34":
        from dataclasses import replace

        year = 2025
        codes = [one.code for one in provinces.provinces("34")]
        made = replace(edition(2025, provinces=codes), province_set="34")
        storing.write(made, actions.operator(), storing.Origin("2025"))
    response = client.get(address("map-file", year=year, code="total", figure="ban-do", form=form))
    assert response.status_code == 200
    if form == "png":
        assert response.content.startswith(b"\x89PNG")
        return
    found = letters(response.content)
    assert "Hoàng Sa" in found
    assert "Trường Sa" in found
    assert ["Đà", "Nẵng"][0] in found
    page = text(client, address("map", year=year, code="total"))
    drawn = re.findall(r'<div class="drawing for-(\w+)".*?</svg></div>', page, re.DOTALL)
    assert drawn == ["phone", "desk"]
    assert page.count(">Hoàng Sa</text>") == page.count(">Trường Sa</text>") == 2
    assert "không phải ranh giới" in page


def test_a_map_without_the_archipelagos_is_not_drawn():
    with pytest.raises(ValueError, match="Hoàng Sa"):
        tiles("desk", [{"name": "x", "code": "01", "column": 0, "row": 0, "group": 1, "ours": False}], [], legend=[])


def test_a_province_of_today_shows_the_old_one_and_says_that_nothing_is_averaged(observed, client):
    with clock.frozen(date(2026, 1, 5)):
        found = text(client, address("year", year=2016))
        assert "là của 63 tỉnh, thành phố trước ngày 01/7/2025" in found
        assert "không cộng và không lấy trung bình" in found
        assert '?tinh-cu=bac-lieu">Bạc Liêu</a>' in found
        other = text(client, address("year", year=2016) + "?tinh-cu=bac-lieu")
    assert "Điểm của Bạc Liêu năm 2016" in other
    assert 'hinh/diem.csv?tinh-cu=bac-lieu"' in other
    assert "tinh-cu" not in text(client, address("year", year=2016))


def test_the_index_is_in_the_head_and_an_edition_moves_the_etag(observed, client, settings):
    settings.PAGE_CACHE = True
    assert f'<a href="{address("home")}">Chỉ số</a>' in text(client, "/")
    etag = client.get(PAGES["year"]())["ETag"]
    assert client.get(PAGES["year"](), headers={"if-none-match": etag}).status_code == 304
    from danbiet.index import storing
    from danbiet.people import actions

    storing.write(edition(2017), actions.operator(), storing.Origin("2017"))
    assert client.get(PAGES["year"](), headers={"if-none-match": etag}).status_code == 200


def test_what_is_wrong_in_the_source_is_told_with_its_place(observed, client):
    found = text(client, PAGES["source"]())
    assert "Nguồn ghi 95 %, nhưng tính từ sai số chuẩn thì là 90 %." in found
    assert "2016_PAPI!B7" in found
    assert "Chưa có bộ số liệu chỉ số papi năm 2016." in found


def test_the_provinces_home_and_the_plans_scores_lead_to_the_index(observed, client):
    assert f'href="{address("home")}">Chỉ số của tỉnh' in text(client, "/")
    plan = text(client, reverse("portal:plan", args=[observed.plan.public_id]))
    assert f'href="{address("home")}?nam=2015">Điểm của năm đó' in plan
    assert client.get(address("home") + "?nam=2015")["Location"] == address("year", year=2015)
    assert client.get(address("home") + "?nam=1999")["Location"] == address("year", year=2018)
