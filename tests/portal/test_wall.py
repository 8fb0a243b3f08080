"""What a unit hangs on the wall and reads on the loudspeaker."""

import re
from datetime import date

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.pages import qr, wall
from danbiet.pages.wall import Item, Section, theirs
from danbiet.people import publishing
from danbiet.people.publishing import Wanted
from danbiet.plans.models import Task
from danbiet.units.models import Contact
from tests.portal.test_pages import Vietnamese

pytestmark = pytest.mark.django_db

FACES = ("unit", "unit-plan", "unit-task")
KINDS = ("sheet", "loudspeaker", "text")
PAGES = [(face, kind) for face in FACES for kind in KINDS]
# Two capitals together, Roman figures, strokes, brackets, percent.
UNREAD = re.compile(r"[A-ZĐ]{2,}|\b[IVX]{2,}\b|[/%()&\[\]]| - ")


@pytest.fixture(autouse=True)
def _drawn_each_time(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def address(ca_mau):
    """The address of one page of one unit."""

    def of(face="unit", kind="sheet", unit="commune", task="II.1"):
        args = [ca_mau.units[unit].unit.public_id]
        if face == "unit-task":
            args.append(Task.objects.get(code=task).public_id)
        return reverse(f"portal:{face}-{kind}", args=args)

    return of


def said(client, where):
    return client.get(where).content.decode()


@pytest.mark.parametrize(("face", "kind"), PAGES)
def test_a_page_needs_at_most_four_queries_and_one_when_known(
    face, kind, address, client, django_assert_max_num_queries
):
    where = address(face, kind)
    with django_assert_max_num_queries(4):
        response = client.get(where)
    assert response.status_code == 200
    assert not response.cookies
    with django_assert_max_num_queries(1):
        again = client.get(where, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.post(where).status_code == 405


def test_the_page_of_a_unit_leads_to_its_sheet_and_its_text(ca_mau, client, address):
    text = said(client, reverse("portal:unit", args=[ca_mau.units["commune"].unit.public_id]))
    assert f'href="{address("unit", "sheet")}"' in text
    assert f'href="{address("unit", "loudspeaker")}"' in text


def test_the_sheet_says_whose_what_how_things_stand_and_where_more_is(ca_mau, client, address, settings):
    settings.SITE_ADDRESS = "https://danbiet.example"
    page = f"https://danbiet.example{reverse('portal:unit', args=[ca_mau.units['commune'].unit.public_id])}"
    text = said(client, address())
    assert "Ủy ban nhân dân xã Khánh Hòa" in text
    assert "Được giao chủ trì 21 nhiệm vụ, phối hợp 2 nhiệm vụ." in text
    assert qr.drawn(page) in text
    assert f'aria-label="Mã QR dẫn đến {page}"' in text
    assert text.count(page) >= 2, "the address is there to be read too"
    assert "Tính đến ngày 30/9/2016." in text
    assert "wall-a4.css" in text
    for blank in ("Niêm yết từ ngày", "đến ngày", "Ký tên, đóng dấu"):
        assert blank in text
    assert "xem thêm tại địa chỉ dưới đây" in text


def test_the_large_sheet_holds_fewer_lines_and_counts_the_rest(client, address):
    def lines(text):
        sheet = text[text.index('class="sheet-body"') : text.index('class="sheet-foot"')]
        return sheet.count("<li>") + sheet.count("<dt>"), int(re.search(r"Còn (\d+) dòng", sheet)[1])

    small, large = lines(said(client, address())), lines(said(client, f"{address()}?kho=a3"))
    # 23 tasks and the four duties asked of the unit.
    assert small[0] > large[0] >= 6
    assert sum(small) == sum(large) == 27
    assert "wall-a3.css" in said(client, f"{address()}?kho=a3")
    assert "wall-a4.css" in said(client, f"{address()}?kho=a17")


def test_the_notice_of_a_task_says_what_is_to_be_done_and_leads_to_the_task(client, address):
    text = said(client, address("unit-task"))
    task = Task.objects.get(code="II.1")
    assert all(action.rstrip(" ;") in text for action in task.actions)
    assert f"http://testserver{reverse('portal:task', args=[task.public_id])}" in text
    assert "Mặt trận Tổ quốc các cấp" in text


def test_only_who_leads_a_task_puts_up_its_notice(ca_mau, client, address):
    assert client.get(address("unit-task", "sheet", "commune", task="V.4")).status_code == 404
    assert client.get(address("unit-task", "sheet", "home_affairs", task="V.4")).status_code == 200
    assert client.get(address("unit-task", "text", "leader", task="V.4")).status_code == 404


def test_who_has_no_part_in_the_plan_has_no_notice_of_it(client, address):
    assert client.get(address("unit-plan", "sheet", "leader")).status_code == 404
    assert "không giao nhiệm vụ nào" in said(client, address("unit", "sheet", "leader"))


def test_what_is_no_more_puts_up_nothing(ca_mau, client, address):
    with clock.frozen(date(2025, 7, 2)):
        assert {client.get(address(face, kind)).status_code for face, kind in PAGES} == {404}
        page = said(client, reverse("portal:unit", args=[ca_mau.units["commune"].unit.public_id]))
        assert "In để dán" not in page
    assert client.get(reverse("portal:unit-sheet", args=["khong-co"])).status_code == 404


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("unit", ["commune", "district"])
def test_nothing_abbreviated_is_left_for_the_reader(face, unit, client, address):
    text = client.get(address(face, "text", unit)).content.decode("utf-8-sig")
    assert UNREAD.findall(text) == []
    assert all(one.endswith((".", "!", "?")) for one in text.strip().split("\n\n"))
    assert "Kế hoạch số 15 của Ủy ban nhân dân" in text
    assert "ngày 30 tháng 9 năm 2016" in text


def test_no_designation_or_action_of_the_plan_leaves_an_abbreviation(ca_mau, client):
    from danbiet.pages.speaking import spoken
    from danbiet.plans.models import Assignment

    written = {text for task in Task.objects.all() for text in [task.title, task.timing_text, *task.actions]}
    written |= set(Assignment.objects.values_list("text", flat=True))
    assert [text for text in written if UNREAD.search(spoken(text))] == []


def test_the_text_is_a_file_in_vietnamese_whoever_loads_it(client, address):
    client.cookies["ngon_ngu"] = "en"
    response = client.get(address("unit", "text"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="loa-xa-khanh-hoa.txt"'
    assert response.content.decode("utf-8-sig").startswith("Kính thưa bà con.")


def test_the_page_says_how_long_reading_takes(client, address):
    text = said(client, address("unit-plan", "loudspeaker"))
    assert re.search(r"Đọc hết khoảng [\d,]+ phút: \d+ tiếng, 130 tiếng một phút", text)
    assert "treo danh sách tại trụ sở" in text, "what is to be done is read too"
    assert "Kiểm tra nơi tiếp nhận và trả kết quả: sổ hẹn, hồ sơ trễ, thư xin lỗi." in text, "no title twice"


def test_a_simulation_says_so_on_paper_and_aloud(client, address, settings):
    for demonstration, wanted in ((True, True), (False, False)):
        settings.DEMONSTRATION = demonstration
        sheet = said(client, address())
        assert ("không phải thông báo thật" in sheet) is wanted
        assert (client.get(address("unit", "text")).content.decode().count("dữ liệu mô phỏng") == 2) is wanted


def test_a_telephone_and_an_office_that_are_public_stand_on_the_notice(ca_mau, client, address):
    unit = ca_mau.units["district"].unit
    for channel, value, public in (
        ("phone", "0290 3 000 000", True),
        ("address", "Khóm 1, thị trấn U Minh", True),
        ("email", "rieng@danbiet.example", False),
    ):
        Contact.objects.create(unit=unit, channel=channel, value=value, public=public, valid_from=date(2016, 1, 1))
    text = said(client, address(unit="district"))
    assert "Điện thoại: 0290 3 000 000." in text
    assert "<dt>Trụ sở</dt><dd>Khóm 1, thị trấn U Minh</dd>" in text
    assert "rieng@" not in text


def test_a_section_joins_all_three_by_one_registration(client, address, monkeypatch):
    monkeypatch.setattr(wall, "_MAKERS", list(wall._MAKERS))
    row = Item(theirs("Chương trình thực hiện"), theirs("chưa nhận được"))
    wall.register("unit", lambda about: Section(theirs("Được yêu cầu và hiện có"), (row,)), order=30)
    assert "<dt>Chương trình thực hiện</dt><dd>chưa nhận được</dd>" in said(client, address())
    assert "Chương trình thực hiện: chưa nhận được." in said(client, address("unit", "text"))


@pytest.mark.parametrize(("face", "kind"), [one for one in PAGES if one[1] != "text"])
def test_english_is_whole(face, kind, client, address):
    client.cookies["ngon_ngu"] = "en"
    parser = Vietnamese()
    parser.feed(said(client, address(face, kind)))
    rest = [re.sub(r"Dân Biết|Cà Mau", "", text) for text in parser.found]
    assert [text for text in rest if Vietnamese.LETTERS.search(text)] == []


def _decided(ca_mau, matter, *, opens=True):
    """The province's decision on a matter; opening takes ten working days."""
    wanted = Wanted(
        matter, opens=opens, reason="" if opens else "Điều 6", ground="12/QĐ-UBND", decided_on=date(2016, 9, 29)
    )
    publishing.decide(ca_mau.people["leader"], ca_mau.province.pk, wanted)


def test_the_sheet_says_what_is_asked_and_of_what_is_there_only_what_is_opened(ca_mau, address, client):
    def read(kind="sheet"):
        with clock.frozen(date(2017, 2, 6)):
            return said(client, address(kind=kind))

    for kind in ("sheet", "loudspeaker"):
        assert "Việc được giao" in read(kind)
        assert "hạn" in read(kind)
        assert "chưa nhận được" not in read(kind)
    _decided(ca_mau, "lateness")
    for kind in ("sheet", "loudspeaker"):
        assert "chưa nhận được" in read(kind)


def test_a_closed_plan_is_on_no_sheet(ca_mau, address, client):
    task = Task.objects.get(code="III.2").title
    assert task in said(client, address())
    _decided(ca_mau, "plan", opens=False)
    text = said(client, address())
    assert task not in text
    assert "hiện không công khai trên trang này" in text
    assert client.get(address("unit-plan")).status_code == 404
    assert client.get(address("unit-task")).status_code == 404
