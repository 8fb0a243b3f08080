"""A working week of the first four chairs in a real browser, every step counted: docs/week.md is its account.

``DANBIET_PICTURES=FOLDER`` keeps a picture of every step, ``DANBIET_WEEK=write`` writes the counts into docs/week.md.
"""

import io
import os
import sys
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties.ticking import tick
from danbiet.pages import assets
from danbiet.people.models import Publication
from danbiet.plans import sheets
from danbiet.plans.models import Plan
from tests import week
from tests.browser import DESK, OLD_DESK, PHONE, Chair, running
from tests.conftest import ROOT, chromium
from tests.plans import amended
from tests.scenes import EXAMPLES, PASSWORD

sys.path.insert(0, str(EXAMPLES))
import build_docx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACCOUNT = ROOT / "docs" / "week.md"
BEGIN, END = "<!-- steps: written by tests/test_walk_week.py -->", "<!-- /steps -->"
# What Monday may bring over a line of 400 kbit/s, typefaces and all; under a second of it is left once they are there.
SLOW = 300_000
RECORDED = "from log-in to “đã làm” with number, date and file"
RECORDED_LATE = "log in on the late day and record the report"
# The design's promise: who does what in at most how many steps, log-in included where the name says so.
PROMISE = {
    ("Commune officer", "log in and see what is due"): 2,
    ("Commune officer", "read the reminder, open what it is about"): 2,
    ("Commune officer", "why that day, and what citizens will be asked"): 2,
    ("Commune officer", "the year's calendar, printed"): 3,
    ("Commune officer", RECORDED): 5,
    ("Commune officer", RECORDED_LATE): 5,
    ("Commune officer", "see what people will read, and explain"): 4,
    ("District", "log in and see who hasn't sent"): 3,
    ("District", "copy the reminder for Zalo"): 3,
    ("District", "record a commune's telephone"): 3,
    ("District", "report a late commune to the district's leader"): 3,
    ("Specialist", "upload the draft"): 4,
    ("Specialist", "decide all doubts, blocking and not"): 5,
    ("Specialist", "sheet of task x unit out and in"): 4,
    ("Specialist", "put the draft before the leader, on paper"): 3,
    ("Specialist", "prepare a decision on publication"): 3,
    ("Specialist", "invite a new officer, slip printed"): 4,
    ("Specialist", "the leader's A4 and his letter"): 3,
    ("Vice chairman", "log in, see what the amendment changes, approve it"): 6,
    ("Vice chairman", "decide what is made public"): 3,
}


@pytest.fixture
def province(transactional_db, settings):
    """The demonstration's chairs on Monday morning."""
    assets.build_all()
    settings.DEMONSTRATION = True
    week.at(week.MONDAY, 8)
    made = week.begun()
    tick()
    yield made
    clock.freeze(None)


def log_in(chair, account, what):
    """By name and password; Enter sends them."""
    chair.task(what)
    page = chair.open(reverse("office:login"))
    chair.type("#id_username", account)
    chair.type("#id_password", PASSWORD)
    chair.send()
    page.wait_for_url("**/van-phong/")
    return page


def morning(day, hour=8):
    """The clock of a day; the tick has run in the night."""
    week.at(day, hour)
    tick()


def scanned(number):
    """A signed document as it comes from the scanner."""
    made = pypdfium2.PdfDocument.new()
    made.new_page(595, 842)
    out = io.BytesIO()
    made.save(out)
    return {"name": f"{number}-bc-ubnd.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


def draft_file():
    """The amendment as the specialist typed it in Word: one task asks for more."""
    words = "công bố kết quả hỏi. => công bố kết quả hỏi trên loa truyền thanh."
    text = amended.example("21/KH-UBND", "ngày 12 tháng 12 năm 2016", words=words).decode()
    return {"name": "du-thao-sua-doi.docx", "mimeType": DOCX, "buffer": build_docx.build(text)}


def commune_on_monday(chair):
    """She looks what the week brings, on a line that is slow."""
    page = log_in(chair, week.COMMUNE, "log in and see what is due")
    assert "1 việc đến hạn trong 7 ngày tới" in page.inner_text(".lead")
    chair.task("read the reminder, open what it is about")
    chair.click("text=Thông báo (1 mới)")
    chair.click("main table a")
    chair.task("why that day, and what citizens will be asked")
    chair.click("text=Vì sao hạn là ngày này")
    assert "15/12/2016" in page.inner_text(".reckoning")
    chair.click("text=Người dân sẽ được hỏi gì về các nhiệm vụ này")
    chair.task("the year's calendar, printed")
    chair.click("nav.nav >> text=Việc của tôi")
    chair.click("text=Lịch năm treo tường")
    assert len(pypdfium2.PdfDocument(chair.print_out())) == 1
    assert chair.complaints == []


def district_on_monday(chair):
    """Who hasn't sent, and the words to remind them by."""
    page = log_in(chair, week.DISTRICT, "log in and see who hasn't sent")
    assert "8 việc đến hạn trong 7 ngày tới. Ai chưa gửi" in page.inner_text("main")
    chair.click("text=Ai chưa gửi")
    assert page.locator("table.below tbody tr").count() == 8
    chair.task("copy the reminder for Zalo")
    chair.click("main a.button")
    assert page.evaluate("document.activeElement.id") == "loi-nhac", "the text is ready to be copied"
    chair.press("Control+a")
    chair.press("Control+c")
    assert "hạn 15/12/2016" in page.input_value("#loi-nhac")
    chair.task("record a commune's telephone")
    chair.back()
    chair.click("table.below tbody tr >> nth=0 >> text=ghi số")
    chair.type("#id_phone", week.PHONES[0])
    chair.send()
    assert "Đã lưu" in page.inner_text("main")


def specialist_on_monday(chair):
    """The draft goes in, its doubts are decided, the sheet goes out and comes back."""
    page = log_in(chair, week.SPECIALIST, "log in")
    chair.task("upload the draft")
    chair.click("nav.nav >> text=Kế hoạch")
    chair.click("text=Trình dự thảo kế hoạch")
    chair.hand_over("#id_file", draft_file())
    chair.choose("#id_change", "amend")
    chair.choose("#id_plan", Plan.objects.get().public_id)
    chair.click("main button[type=submit]")
    chair.task("decide all doubts, blocking and not")
    chair.click(".next a.button")
    chair.click("article:target form.decide:has(select) button")
    chair.click("article:target form.one button")
    assert not page.query_selector(".doubt-blocking")
    chair.click("text=Theo gợi ý cho")
    chair.click("text=Theo gợi ý cho tất cả các loại trên")
    assert "0 chưa quyết định" in page.inner_text(".lead")
    chair.task("sheet of task x unit out and in")
    chair.click("main >> text=Bảng phân công")
    sheet = chair.get('a.button:has-text("Tải bảng")')
    chair.hand_over("#id_file", filled(sheet.path()))
    chair.click("text=Đọc bảng")
    assert "Đã ghi 1 ô thay đổi" in page.inner_text(".notice")
    chair.task("put the draft before the leader, on paper")
    chair.click(".path a >> nth=1")
    chair.click(".next a.button")
    assert "Duyệt hay trả lại dự thảo kế hoạch" in page.inner_text("ol.decisions")
    assert len(pypdfium2.PdfDocument(chair.print_out())) == 1


def filled(path):
    """The sheet as a unit confirmed it: one takes part in what the draft leaves to others."""
    book = openpyxl.load_workbook(io.BytesIO(Path(path).read_bytes()))
    sheet = book.worksheets[0]
    row = next(row[1].row for row in sheet.iter_rows(min_row=sheets.FIRST_ROW) if row[1].value == "Ban Dân tộc")
    column = next(cell.column for cell in sheet[sheets.CODE_ROW] if cell.value == "II.1")
    sheet.cell(row, column).value = "P"
    out = io.BytesIO()
    book.save(out)
    return {"name": "phan-cong.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def specialist_prepares(chair):
    """What the leader is asked to open, and a colleague who will help."""
    page = chair.page
    chair.task("prepare a decision on publication")
    chair.click("nav.nav >> text=Công khai")
    chair.click("main table >> text=Ngày nhận và việc chưa nhận được sau hạn")
    chair.click("main form button")
    assert "chuẩn bị" in page.inner_text("main")
    chair.task("invite a new officer, slip printed")
    chair.click("nav.nav >> text=Nhân sự")
    chair.click("main a.button")
    chair.type("#id_name", "Công chức mới (mô phỏng)")
    chair.choose("#id_role", "officer")
    chair.type("#id_ground", "31/QĐ-SNV")
    chair.type("#id_decided_on", "12/12/2016")
    chair.click("main form button")
    assert page.inner_text("code.code")
    chair.print_out()


def leader_on_tuesday(chair):
    """He logs in once, on his phone: one draft to approve, one decision to take."""
    page = log_in(chair, week.LEADER, "log in, see what the amendment changes, approve it")
    assert "2 việc cần quyết" in page.inner_text(".lead")
    chair.click(".next a.button")
    chair.click("text=xem nhiệm vụ nào khác")
    assert "sửa nhiệm vụ II.1, V.4" in page.inner_text("main")
    chair.back()
    chair.click("main form button[type=submit]")
    assert "Đã duyệt" in page.inner_text("main .notice")
    chair.task("decide what is made public")
    chair.click("nav.nav >> text=Việc của tôi")
    chair.click(".next a.button")
    chair.type("#id_ground", "35/QĐ-UBND")
    chair.type("#id_decided_on", "13/12/2016")
    chair.click("main form button")
    assert Publication.objects.filter(opens=True, ground="35/QĐ-UBND").exists()


def recorded(chair, account, what, number, day):
    """The signed report's number and date as the registry gave them, and the scan."""
    page = log_in(chair, account, what)
    chair.click(".next a.button")
    chair.type("#id_number", number)
    chair.type("#id_day", day)
    chair.hand_over("#id_file", scanned(number.split("/")[0]))
    chair.click("main form button")
    assert "đã làm" in page.inner_text(".lead")
    return page


def district_on_friday(chair, commune):
    """One commune still hasn't sent: its leader's superior is told by a click."""
    page = log_in(chair, week.DISTRICT, "log in on Friday")
    chair.task("report a late commune to the district's leader")
    chair.click("text=Ai chưa gửi")
    assert "1 đơn vị quá hạn" in page.inner_text(".lead")
    chair.click("table.below tbody th a")
    assert commune in page.inner_text("main")
    chair.click("text=Báo cáo lãnh đạo")
    assert "Đã báo cáo lãnh đạo" in page.inner_text("main")


def specialist_on_friday(chair):
    """The vice chairman's A4 and the letter he signs."""
    log_in(chair, week.SPECIALIST, "log in on Friday")
    chair.task("the leader's A4 and his letter")
    chair.click("main >> text=Trang cho lãnh đạo")
    assert len(pypdfium2.PdfDocument(chair.print_out())) == 1
    letter = docx.Document(str(chair.get("main table.letters a >> nth=0").path()))
    assert "15/KH-UBND" in "\n".join(one.text for one in letter.paragraphs)


def commune_explains(chair):
    """What will be open to people stands in her notices; she looks, and says why."""
    page = chair.page
    chair.task("see what people will read, and explain")
    chair.click("nav.nav >> text=Thông báo")
    chair.click("main >> text=Ngày nhận và việc chưa nhận được sau hạn")
    assert "sẽ thấy từ 27/12/2016" in page.inner_text("h1")
    chair.click("#giai-thich ~ table >> text=Báo cáo năm 2016")
    chair.type("#id_text", "Văn bản đã ký ngày 14/12, đường truyền đứt nên ghi sau một ngày.")
    chair.click("main form button")
    assert "đường truyền đứt" in page.inner_text("main table")


def test_a_week_of_the_first_four_chairs(province, live_server):
    with running(chromium()) as browser:
        commune = Chair(browser, live_server.url, OLD_DESK, "Commune officer")
        commune.slow_line()
        commune_on_monday(commune)
        heavy = sum(done.bytes for done in commune.work.values())
        assert heavy < SLOW, f"{heavy} bytes for her Monday"
        district = Chair(browser, live_server.url, DESK, "District", scripts=False)
        district_on_monday(district)
        specialist = Chair(browser, live_server.url, DESK, "Specialist")
        specialist_on_monday(specialist)
        specialist_prepares(specialist)

        morning(week.TUESDAY)
        leader = Chair(browser, live_server.url, PHONE, "Vice chairman")
        leader_on_tuesday(leader)

        morning(week.WEDNESDAY, 15)
        commune = commune.again()
        recorded(commune, week.COMMUNE, RECORDED, "45/BC-UBND", "14/12/2016")
        week.reported(province, week.THURSDAY, keep=(province.late, province.out))

        morning(week.FRIDAY)
        late = commune.again()
        recorded(late, week.LATE_COMMUNE, RECORDED_LATE, "52/BC-UBND", "14/12/2016")
        commune_explains(late)
        district = district.again()
        district_on_friday(district, "Khánh Tiến")
        specialist = specialist.again()
        specialist_on_friday(specialist)
    counted(commune, district, specialist, leader)


def counted(*chairs):
    """Nobody needs more steps than promised, and the account in docs/ says what was counted."""
    found = {(chair.name, task): done for chair in chairs for task, done in chair.work.items() if done.steps}
    lines = []
    for chair in dict.fromkeys(chair for chair, _ in PROMISE):
        lines += ["", f"### {chair}", "", "| task | steps | at most | fields |", "|---|---:|---:|---:|"]
        for (_, task), most in ((key, most) for key, most in PROMISE.items() if key[0] == chair):
            done = found[chair, task]
            lines.append(f"| {task} | {done.steps} | {most} | {done.typed} |")
    table = "\n".join([*lines, ""])
    sys.stdout.write(f"{table}\n")
    assert [key for key, most in PROMISE.items() if found[key].steps > most] == []
    text = ACCOUNT.read_text("utf-8")
    head, rest = text.split(BEGIN)
    wanted = f"{head}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}"
    if os.environ.get("DANBIET_WEEK") == "write":
        ACCOUNT.write_text(wanted, "utf-8")
    assert ACCOUNT.read_text("utf-8") == wanted, "DANBIET_WEEK=write makes docs/week.md say what was counted"
