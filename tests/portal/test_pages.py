"""The public pages: what they say, in how many queries, and what they never say."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties.models import Duty
from danbiet.plans.models import Task
from danbiet.units import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _drawn_each_time(settings):
    """Pages drawn anew, so that queries and words are those of the drawing."""
    settings.PAGE_CACHE = False


@pytest.fixture
def addresses(ca_mau):
    """Every sort of public page."""
    commune = ca_mau.units["commune"].unit.public_id
    task = Task.objects.get(code="I.1").public_id
    return {
        "home": reverse("portal:home"),
        "province": reverse("portal:province", args=["ca-mau"]),
        "search": reverse("portal:search", args=["ca-mau"]) + "?q=khanh hoa",
        "nothing found": reverse("portal:search", args=["ca-mau"]) + "?q=zzz",
        "plan": reverse("portal:plan", args=[ca_mau.plan.public_id]),
        "task": reverse("portal:task", args=[task]),
        "commune": reverse("portal:unit", args=[commune]),
        "district": reverse("portal:unit", args=[ca_mau.units["district"].unit.public_id]),
        "agency": reverse("portal:unit", args=[ca_mau.units["home_affairs"].unit.public_id]),
        "law": reverse("portal:law"),
    }


PAGES = ("home", "province", "search", "nothing found", "plan", "task", "commune", "district", "agency", "law")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_at_most_four_queries(name, addresses, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = client.get(addresses[name])
    assert response.status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_page_sets_no_cookie_and_runs_no_script(name, addresses, client):
    response = client.get(addresses[name])
    assert not response.cookies
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert b"<script" not in response.content


def test_the_first_page_names_the_plan_and_leads_to_every_committee(ca_mau, addresses, client):
    text = client.get(addresses["home"]).content.decode()
    assert ca_mau.plan.title in text
    assert "06/9/2016" in text
    assert "9 đơn vị cấp huyện, 101 đơn vị cấp xã" in text
    assert text.count('href="/don-vi/') == 9 + 101


def test_the_plan_shows_its_tasks_with_who_leads_and_the_scores(addresses, client):
    text = client.get(addresses["plan"]).content.decode()
    assert text.count('href="/nhiem-vu/') == 24
    assert "(101 đơn vị)" in text
    assert "đề nghị" in text
    assert text.count('<tr class="total">') == 6
    assert "Trung vị 2015" in text


def test_a_unit_is_found_without_marks(ca_mau, client):
    address = reverse("portal:search", args=["ca-mau"])
    for asked in ("xa khanh hoa", "Xã Khánh Hoà", "  KHANH   HOA "):
        text = client.get(address, {"q": asked}).content.decode()
        assert f"/don-vi/{ca_mau.units['commune'].unit.public_id}/" in text


@pytest.mark.parametrize("asked", ["", "%", "'; drop table units_unit", "\x00", "a" * 5000, "<b>x</b>"])
def test_any_question_is_answered(asked, ca_mau, client):
    response = client.get(reverse("portal:search", args=["ca-mau"]), {"q": asked})
    assert response.status_code == 200
    assert b"<b>x</b>" not in response.content


def test_a_units_page_says_what_the_plan_gives_it(ca_mau, addresses, client):
    text = client.get(addresses["commune"]).content.decode()
    assert "Được giao chủ trì 21 nhiệm vụ, phối hợp 2 nhiệm vụ" in text
    assert "Huyện U Minh" in text
    assert "32047" in text


def test_what_comes_later_is_not_told_before(ca_mau, addresses, client):
    assert "Đơn vị tiếp nối" not in client.get(addresses["commune"]).content.decode()
    with clock.frozen(date(2025, 7, 2)):
        text = client.get(addresses["commune"]).content.decode()
    assert "hoạt động đến hết ngày 30/6/2025" in text
    assert "Đơn vị tiếp nối" in text


def test_lateness_stays_inside(ca_mau, addresses, client):
    with clock.frozen(date(2017, 6, 1)):
        assert Duty.objects.filter(unit=ca_mau.units["commune"].unit_id, due_on__lt=date(2017, 6, 1)).exists()
        for name in ("home", "plan", "task", "commune"):
            text = client.get(addresses[name]).content.decode()
            assert "quá hạn" not in text
            assert "READ-" not in text


@pytest.mark.parametrize("name", ["plan", "task", "unit"])
def test_an_unknown_id_is_404_with_a_way_on(name, ca_mau, client):
    response = client.get(reverse(f"portal:{name}", args=["khong-co"]))
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()
    assert client.get(reverse("portal:province", args=["khong-co"])).status_code == 404


def test_pages_only_read(addresses, client):
    assert {client.post(address).status_code for address in addresses.values()} == {405}


def test_a_page_known_to_the_browser_comes_as_304_in_one_query(
    ca_mau, addresses, client, django_assert_max_num_queries
):
    etag = client.get(addresses["commune"])["ETag"]
    with django_assert_max_num_queries(1):
        assert client.get(addresses["commune"], headers={"if-none-match": etag}).status_code == 304


def test_where_several_provinces_are_the_first_page_lets_one_choose(ca_mau, client, settings):
    from danbiet.units import loading

    loading.load_province("01")
    with clock.frozen(date(2016, 9, 30)):
        assert queries.provinces(clock.today()).count() > 2
        assert ca_mau.plan.number in client.get("/").content.decode(), "the only one with a plan"
        settings.PORTAL_PROVINCE = "01"
        assert "Hà Nội" in client.get("/").content.decode()


class Vietnamese(HTMLParser):
    """Collects text with Vietnamese letters that doesn't say lang="vi"."""

    LETTERS = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
    VOID = {"meta", "link", "input", "br", "img", "path", "circle"}

    def __init__(self):
        super().__init__()
        self.stack, self.found = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.stack.append((tag, dict(attrs).get("lang")))
        found = [value for key, value in attrs if key in ("aria-label", "alt", "title") and value]
        self.found += [value for value in found if self.LETTERS.search(value)]

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.stack:
            self.stack.pop()

    def handle_data(self, data):
        inner = [lang for _, lang in self.stack if lang]
        names = {tag for tag, _ in self.stack}
        if "title" not in names and (not inner or inner[-1] != "vi") and self.LETTERS.search(data):
            self.found.append(data.strip())


@pytest.mark.parametrize("name", PAGES)
def test_english_is_whole(name, addresses, client):
    client.cookies["ngon_ngu"] = "en"
    parser = Vietnamese()
    parser.feed(client.get(addresses[name]).content.decode())
    # Proper names, and words quoted because the reader must type them.
    rest = [re.sub(r"Dân Biết|Cà Mau|“[^”]*”", "", text) for text in parser.found]
    rest = [text for text in rest if Vietnamese.LETTERS.search(text)]
    if name == "law":
        # Symbols of instruments ("NĐ-CP") and the name of a unit of the law stay as they are.
        rest = [text for text in rest if not re.search(r"/|\d|ấp|xã", text)]
    assert rest == []


def search(client, **asked):
    return client.get(reverse("portal:search", args=["ca-mau"]), asked).content.decode()


def test_the_search_finds_units_tasks_plans_and_documents_by_kind(ca_mau, client):
    text = search(client, q="danh sach ho ngheo")
    assert f"/nhiem-vu/{Task.objects.get(code='II.1').public_id}/" in text
    text = search(client, q=ca_mau.plan.number)
    assert f"/ke-hoach/{ca_mau.plan.public_id}/" in text
    assert "<h2" in search(client, q="58/KH-UBND")
    assert "Văn bản được dẫn (1)" in search(client, q="58 kh")


def test_more_of_a_kind_is_a_link_away(ca_mau, client):
    text = search(client, q="xa")
    assert 'href="?q=xa&amp;loai=don-vi">Đơn vị: xem thêm<' in text
    assert re.search(r"Hơn \d+ kết quả cho «xa»", text)
    assert ">Đơn vị (hơn 50)<" in text
    text = search(client, q="xa", loai="don-vi")
    assert text.count('href="/don-vi/') == 50
    assert "Trên đây là 50 kết quả đầu" in text
    assert 'href="?q=xa">Tìm trong mọi loại' in text
    assert "Đơn vị" in search(client, q="xa", loai="khong-co")


def test_nothing_found_says_what_was_searched_and_what_to_try(ca_mau, client):
    text = search(client, q="zzz <b>&")
    assert "Không thấy gì cho «zzz &lt;b&gt;&amp;»" in text
    assert "Đơn vị; Kế hoạch và nhiệm vụ; Văn bản được dẫn" in text
    assert "64/KH-UBND" in text


def test_the_earlier_address_of_the_search_of_units_leads_on(ca_mau, client):
    response = client.get(reverse("portal:units", args=["ca-mau"]), {"q": "khánh hòa"})
    assert response.status_code == 301
    assert response["Location"] == reverse("portal:search", args=["ca-mau"]) + "?q=kh%C3%A1nh+h%C3%B2a"
    assert client.get(reverse("portal:units", args=["ca-mau"]))["Location"].endswith("/tim/")


def test_one_search_box_stands_on_every_page_of_a_province(addresses, client):
    for name, address in addresses.items():
        text = client.get(address).content.decode()
        assert text.count('role="search"') == (name != "law"), name
        assert text.count('name="q"') == (name != "law"), name


def test_the_public_search_says_nothing_of_duties_and_their_documents(ca_mau, client):
    from danbiet.duties import actions

    duty = Duty.objects.get(unit=ca_mau.units["commune"].unit_id, rule="plan-programme")
    document = actions.Document("77/CTr-UBND", date(2016, 9, 29), "Chương trình riêng của xã")
    actions.attest(ca_mau.people["commune"], duty, document)
    for asked in ("77/CTr-UBND", "chuong trinh rieng", duty.title, "bao cao nam 2016 khanh hoa"):
        for only in ("", "viec", "van-ban"):
            text = search(client, q=asked, loai=only)
            assert "/van-phong/viec/" not in text
            assert "Chương trình riêng" not in text
