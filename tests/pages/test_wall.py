"""The notice: what fits on a sheet, how it is read aloud, the QR code."""

import re
from datetime import date

import pytest
import segno
from django.http import HttpResponse
from django.utils import translation

from danbiet.pages import caching, paper, qr, wall
from danbiet.pages.assets import PACKAGE
from danbiet.pages.speaking import spoken
from danbiet.pages.speech import speech
from danbiet.pages.wall import Item, Line, Notice, Section, Theirs, line, theirs

STATIC = PACKAGE / "pages" / "static" / "pages"


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def made(*sections, **parts):
    values = {
        "above": theirs("Tỉnh Cà Mau, Huyện U Minh"),
        "whose": theirs("Ủy ban nhân dân xã Khánh Hòa"),
        "what": theirs("Việc được giao"),
        "sentence": theirs("Được giao 21 nhiệm vụ."),
        "source": theirs("Nguồn: Kế hoạch 15/KH-UBND."),
        "day": date(2016, 9, 30),
        "address": "https://danbiet.example/don-vi/abc/",
        "ask": theirs("Hỏi Ủy ban nhân dân xã."),
    }
    return Notice(sections=sections, **{**values, **parts})


def listed(count, text="Danh sách hộ nghèo", detail=None):
    return Section(theirs("Chủ trì"), tuple(Item(theirs(text), detail=detail) for _ in range(count)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("Kế hoạch 15/KH-UBND (VD)", "Kế hoạch số 15 của Ủy ban nhân dân, ví dụ"),
        ("theo 680/QĐ-UBND ngày 19/4/2016", "theo Quyết định số 680 của Ủy ban nhân dân ngày 19 tháng 4 năm 2016"),
        ("Thông tư số 04/2012/TT-BNV", "Thông tư số 4 năm 2012 của Bộ Nội vụ"),
        ("TTLT-BTP 01/2014/TTLT-BTP-BNV", "Thông tư liên tịch-Bộ Tư pháp Thông tư liên tịch số 1 năm 2014"),
        ("Luật 02/2011/QH13", "Luật số 2 năm 2011 của Quốc hội khóa 13"),
        ("từ 05/9/2016 đến 9/2017", "từ ngày 5 tháng 9 năm 2016 đến tháng 9 năm 2017"),
        ("giai đoạn 2016 - 2020", "giai đoạn 2016 đến 2020"),
        ("đạt 87,5% (21/24)", "đạt 87,5 phần trăm, 21 trên 24"),
        ("quý IV, mục II.3", "quý bốn, mục hai chấm 3"),
        ("TTHC, HĐND & MTTQ", "thủ tục hành chính, Hội đồng nhân dân và Mặt trận Tổ quốc"),
        ("Phòng LĐ-TB&XH", "Phòng Lao động, Thương binh và Xã hội"),
        ("xã/phường", "xã, phường"),
        ("TT. Năm Căn, TP. Cà Mau", "thị trấn Năm Căn, thành phố Cà Mau"),
        ("Chỉ số PAPI", "Chỉ số Hiệu quả quản trị và hành chính công cấp tỉnh"),
        ("tổ XYZ", "tổ ích-xì i-dài dét"),
        ("500.000đ/hộ", "500.000 đồng, hộ"),
    ],
)
def test_office_writing_is_read_out(written, read):
    assert spoken(written).startswith(read)


@pytest.mark.parametrize("text", ["Ấp 5", "Huyện U Minh", "Xã Khánh Hòa", "nước sạch, đường ấp và trạm y tế"])
def test_plain_words_stay(text):
    assert spoken(text) == text


def test_everything_stands_on_the_sheet_where_there_is_room_details_too():
    notice = made(listed(3, detail=theirs("họp dân bình xét đúng quy trình")))
    for size in paper.SIZES.values():
        sheet = paper.fit(notice, size)
        assert (sheet.detailed, sheet.left, len(sheet.sections[0].items)) == (True, 0, 3)


def test_details_go_before_lines_do_and_lines_are_counted():
    long = theirs("họp dân bình xét đúng quy trình, mời hộ liên quan cùng dự; " * 3)
    sheet = paper.fit(made(listed(12, detail=long)), paper.A4)
    assert (sheet.detailed, sheet.left) == (False, 0)
    sheet = paper.fit(made(listed(60), listed(5)), paper.A4)
    assert sheet.left + len(sheet.sections[0].items) == 65
    assert len(sheet.sections) == 1, "what comes after the cut doesn't stand without what comes before"
    assert 15 < len(sheet.sections[0].items) < 40


def test_a_table_is_cut_as_a_list_is():
    rows = tuple(Item(theirs("Chương trình thực hiện"), theirs("chưa nhận được")) for _ in range(60))
    section = Section(theirs("Đã yêu cầu và hiện có"), rows)
    assert section.tabular
    assert 0 < paper.fit(made(section), paper.A3).left < 60


def test_a_word_wider_than_the_column_is_broken():
    assert paper.lines("x" * 200, 20) > 4
    assert paper.lines("một hai ba", 100) == 1


def test_capitals_are_a_275th_of_the_distance_and_more():
    # Be Vietnam Pro: capitals of 0.74 em. Normal sight resolves a 690th (five minutes of arc), half of it a 345th.
    for size in paper.SIZES.values():
        assert 0.74 * size.em >= size.distance * 1000 / 275


@pytest.mark.parametrize("size", paper.SIZES.values(), ids=paper.SIZES)
def test_the_style_sheet_and_the_reckoning_agree(size):
    text = (STATIC / f"wall-{size.name}.css").read_text("utf-8")
    assert f"@page{{size:{size.width}mm {size.height}mm;margin:{size.margin}mm;" in text
    assert f"--sheet-text:{size.text}pt" in text
    foot = float(re.search(r"--sheet-foot:([\d.]+)mm", text)[1])
    high = float(re.search(r"--sheet-height:([\d.]+)mm", text)[1])
    assert foot <= size.foot
    assert size.height - 2 * size.margin - 1 < high < size.height - 2 * size.margin


def test_the_qr_code_is_that_of_the_address():
    address = "https://danbiet.example/don-vi/s7tk9-zcthg/"
    drawn = qr.drawn(address)
    matrix = [list(row) for row in segno.make(address, error="m", micro=False, boost_error=False).matrix]
    assert painted(drawn, len(matrix)) == matrix
    assert not re.search(r"style=|<script|href=", drawn)


def painted(svg, size, border=4):
    """The modules that a path of horizontal strokes (m dx dy, h length) blackens."""
    found = [[0] * size for _ in range(size)]
    stroked = re.search(r'stroke="#000"[^>]*? d="([^"]+)"|d="([^"]+)"[^>]*? stroke="#000"', svg)
    x = y = 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", stroked[1] or stroked[2]):
        values = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        if step == "h":
            for column in range(int(x), int(x + values[0])):
                found[int(y) - border][column - border] = 1
            x += values[0]
        elif step == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return found


def test_the_speech_opens_closes_and_repeats_what_matters():
    said = speech(made(listed(2), simulated=True))
    text = said.text
    assert text.startswith("Kính thưa bà con. Sau đây là thông báo của Ủy ban nhân dân xã Khánh Hòa.")
    assert text.endswith("Xin cảm ơn bà con đã lắng nghe.\n")
    assert text.count("Được giao 21 nhiệm vụ.") == 2
    assert text.count("dữ liệu mô phỏng") == 2
    assert "Thứ nhất: Danh sách hộ nghèo." in text
    assert 130 < said.syllables < 195
    assert said.minutes == 1.5, "at 130 a minute, to half a minute, upwards"


def test_what_takes_too_long_is_left_to_the_sheet():
    said = speech(made(listed(40, detail=theirs("họp dân bình xét đúng quy trình " * 10))))
    assert "họp dân" not in said.text
    assert "Còn 10 dòng nữa ghi ở tờ thông báo." in said.text


def test_in_english_what_people_wrote_stays_vietnamese_and_says_so():
    with translation.override("en"):
        said = line("Leads %(title)s", title=Theirs("hộ <nghèo>"))
        assert said.html == 'Leads <span lang="vi">hộ &lt;nghèo&gt;</span>'
        assert "Dear neighbours" in speech(made(listed(1))).text
    assert said.html == "Leads hộ &lt;nghèo&gt;"
    assert not Line(())


def test_sections_join_by_registration_in_their_order(monkeypatch):
    monkeypatch.setattr(wall, "_MAKERS", [])
    wall.register("unit", lambda about: listed(about), order=50)
    wall.register("unit", lambda about: Section(theirs("Trước"), (Item(theirs("một")),)), order=10)
    wall.register("unit", lambda about: None, order=20)
    wall.register("unit", lambda about: Section(theirs("Trống"), ()), order=30)
    wall.register("other", lambda about: listed(1), order=1)
    assert [str(one.heading) for one in wall.sections("unit", 3)] == ["Trước", "Chủ trì"]


def test_a_kept_page_keeps_what_kind_it_is(rf, settings):
    settings.PAGE_CACHE = True

    def draw():
        response = HttpResponse("chữ", content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="loa.txt"'
        return response

    asked = rf.get("/loa.txt")
    first, second = (caching.page_of_state(asked, "state of this test", draw) for _ in range(2))
    assert first.headers["Content-Type"] == second.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert second.headers["Content-Disposition"] == 'attachment; filename="loa.txt"'
