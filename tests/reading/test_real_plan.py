"""The plan 64/KH-UBND of Cà Mau (9/9/2016), read from its scanned text: what stands in it, value by value.

The golden values were written down from the document itself; the table of tasks is held against the research table too.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from danbiet.cli import main
from danbiet.reading.blocks import Place
from danbiet.reading.plan import SCHEMA, PlanDraft, designations
from danbiet.reading.plan.folding import key_of
from danbiet.reading.plan.read import read_plan

SHARED = Path(__file__).resolve().parents[3] / "shared"
PLAN = SHARED / "plan" / "ke-hoach-64-kh-ubnd-ca-mau-2016.txt"
LAW = SHARED / "research" / "law.md"
pytestmark = pytest.mark.shared

COLUMNS = ("score_2014", "score_2015", "median_2015", "rank_2014", "rank_2015")
# The 28 rows of the score table as printed: two years, the median, two ranks.
SCORES = {
    "I": (5.21, 4.61, 4.8, 31, 44),
    "I.1": (0.99, 0.84, 0.95, None, None),
    "I.2": (1.59, 1.31, 1.48, None, None),
    "I.3": (1.57, 1.51, 1.48, None, None),
    "I.4": (1.06, 0.95, 0.85, None, None),
    "II": (5.8, 5.5, 5.41, 32, 27),
    "II.1": (2.36, 2.16, 2.18, None, None),
    "II.2": (1.64, 1.58, 1.62, None, None),
    "II.3": (1.79, 1.75, 1.66, None, None),
    "III": (5.61, 5.68, 5.58, 39, 24),
    "III.1": (1.83, 1.84, 1.85, None, None),
    "III.2": (1.84, 1.86, 1.8, None, None),
    "III.3": (1.94, 1.98, 1.88, None, None),
    "IV": (7.29, 6.4, 5.89, 1, 15),
    "IV.1": (1.99, 1.64, 1.48, None, None),
    "IV.2": (2.06, 2.04, 1.75, None, None),
    "IV.3": (1.25, 1.09, 0.9, None, None),
    "IV.4": (1.99, 1.63, 1.69, None, None),
    "V": (6.81, 6.83, 6.83, 35, 32),
    "V.1": (1.46, 1.55, 1.61, None, None),
    "V.2": (1.46, 1.55, 1.76, None, None),
    "V.3": (1.54, 1.72, 1.62, None, None),
    "V.4": (1.96, 1.84, 1.88, None, None),
    "VI": (6.46, 6.81, 6.96, 55, 47),
    "VI.1": (1.73, 2.01, 1.84, None, None),
    "VI.2": (1.66, 1.73, 1.65, None, None),
    "VI.3": (1.31, 1.4, 1.79, None, None),
    "VI.4": (1.77, 1.66, 1.66, None, None),
}
DISTRICT_COMMUNE = ("committee.district", "committee.commune")
PROCEDURES = ("agencies_with_procedures.province", *DISTRICT_COMMUNE)
# code: lead, coordinate, kind of timing, events, number of actions, first words of the title
TASKS = {
    "I.1": (DISTRICT_COMMUNE, ("front.all", "radio_station.district", "radio_station.commune"),
            "continuous", (), 2, "Tri thức công dân về tham gia"),
    "I.2": (DISTRICT_COMMUNE, ("home_affairs.all", "front.all"), "continuous", ("trước bầu cử",), 1, "Cơ hội tham gia"),
    "I.3": (DISTRICT_COMMUNE, ("home_affairs.all", "front.all"), "continuous", ("trước, trong và sau đại bầu cử",), 7,
            "Chất lượng bầu cử"),
    "I.4": (DISTRICT_COMMUNE, ("finance.all", "front.all"), "continuous",
            ("khi huy động sự đóng góp tự nguyện", "khi triển khai các công trình"), 3, "Đóng góp tự nguyện"),
    "II.1": (DISTRICT_COMMUNE, ("labour.all", "front.all"), "continuous", ("qua các đợt bình xét hộ nghèo",), 3,
             "Danh sách hộ nghèo"),
    "II.2": (DISTRICT_COMMUNE, ("finance.all",), "yearly", ("khi có thông tin",), 2, "Thu, chi ngân sách cấp xã"),
    "II.3": (DISTRICT_COMMUNE, ("environment.all", "finance.all"), "continuous", (), 4,
             "Quy hoạch/kế hoạch sử dụng đất, khung giá đền bù"),
    "III.1": (DISTRICT_COMMUNE, ("front.all", "related_agencies.any"), "continuous", ("khi phát sinh sự việc",), 4,
              "Hiệu quả tương tác với chính quyền"),
    "III.2": (DISTRICT_COMMUNE, ("front.all", "related_agencies.any"), "continuous", (), 2, "Ban Thanh tra nhân dân"),
    "III.3": (DISTRICT_COMMUNE[::-1], ("planning.all", "construction.all", "finance.all", "front.all"), "continuous",
              (), 2, "Ban Giám sát đầu tư cộng đồng"),
    "IV.1": (DISTRICT_COMMUNE, ("inspectorate.all", "finance.all", "environment.all", "construction.all"),
             "continuous", (), 3, "Kiểm soát tham nhũng trong chính quyền"),
    "IV.2": (("health.all", "education.all"), (*DISTRICT_COMMUNE, "inspectorate.all"), "continuous", (), 3,
             "Kiểm soát tham nhũng trong công tác ứng dịch vụ công"),
    "IV.3": (("agencies.province", "committee.district"), ("home_affairs.all", "inspectorate.all"), "continuous",
             ("khi có đợt tuyển dụng",), 4, "Công bằng trong tuyển dụng công chức, viên chức"),
    "IV.4": (DISTRICT_COMMUNE, ("inspectorate.all", "front.all"), "continuous", (), 2, "Quyết tâm chống tham nhũng"),
    "V.1": (PROCEDURES, ("justice.all",), "external", (), 1, "Rà soát các quy định"),
    "V.2": (PROCEDURES, ("office.province", "justice.all"), "continuous", (), 1, "Kịp thời cập nhật"),
    "V.3": (PROCEDURES, ("home_affairs.province",), "continuous", (), 1, "Nâng cao chất lượng giải quyết"),
    "V.4": (("home_affairs.province",), PROCEDURES, "yearly", (), 1, "Khảo sát đánh giá mức độ hài lòng"),
    "V.5": (("agencies.province", *DISTRICT_COMMUNE), ("home_affairs.all",), "continuous", (), 1, "Kiểm tra, đánh giá"),
    "V.6": (PROCEDURES, ("information.province_district",), "missing", (), 1, "Tăng cường ứng dụng công nghệ"),
    "VI.1": (("committee.district", "hospitals.any"),
             ("health.province_district", "social_insurance.province_district"), "continuous", (), 4,
             "Y tế công lập (chủ yếu tại bệnh viện tuyến huyện)"),
    "VI.2": ((*DISTRICT_COMMUNE, "primary_schools.district"), ("education.province_district",), "continuous", (), 5,
             "Giáo dục tiểu học công lập"),
    "VI.3": (("agriculture.province", "industry_trade.province", "water_company.province", *DISTRICT_COMMUNE),
             ("new_rural_office.province",), "continuous", ("theo định期 các chương trình, kế hoạch",), 3,
             "Cơ sở hạ tầng căn bản"),
    "VI.4": (DISTRICT_COMMUNE, ("police.all",), "continuous", (), 1, "An ninh, trật tự địa bàn dân cư"),
}  # fmt: skip
V_PARTS = ("V.1", "V.2", "V.3", "V.4")
REFERENCES = [
    ("Quyết định", "680/QĐ-UBND", date(2016, 4, 19), 1),
    ("Kế hoạch", "58/KH-UBND", date(2016, 8, 17), 1),
    ("Nghị quyết", "19-2016/NQ-CP", date(2016, 4, 28), 1),
    ("Kế hoạch", "11/KH-TU", date(2016, 3, 7), 2),
    ("Kết luận", "120/KL-TW", date(2016, 1, 7), 2),
    ("Pháp lệnh", "", None, 2),
    ("Pháp lệnh", "", None, 1),
    ("Luật", "", None, 1),
    ("Thông tư", "04/2012/TT-BNV", None, 1),
    ("Luật", "", None, 1),
]
RECIPIENTS = ["party.province", "council.province", "committee.province", "agencies.province", "committee.district",
              "portal.province", None, None]  # fmt: skip
DOUBTS = {"READ-101": 2, "READ-102": 1, "READ-103": 1, "READ-110": 1, "READ-112": 2, "READ-113": 2, "READ-114": 8,
          "READ-120": 1, "READ-124": 1, "READ-130": 27, "READ-131": 6, "READ-132": 1}  # fmt: skip


@pytest.fixture(scope="module")
def draft():
    if not PLAN.is_file():
        pytest.skip("needs ../shared/plan beside the checkout")
    return read_plan(PLAN)


@pytest.fixture(scope="module")
def tasks(draft):
    return {task.code: task for task in draft.tasks}


def doubts(draft, code):
    return [found for found in draft.doubts if found.code == code]


def lines(found):
    return [doubt.at.line for doubt in found]


def test_the_document_says_who_issued_it_when_and_who_signed(draft):
    document = draft.document
    assert (document.number, document.date, document.signer) == ("64/KH-UBND", date(2016, 9, 9), "Trần Hồng Quân")
    assert document.signature == {"form": "KT.", "on_behalf_of": "CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH"}
    assert document.issuer == "Ủy ban nhân dân tỉnh Cà Mau"
    assert document.title == (
        "Nâng cao chỉ số Hiệu quả Quản trị và Hành chính công tỉnh Cà Mau trong năm 2016 và các năm tiếp theo"
    )
    assert (document.number_in_head, document.number_at) == (False, Place(line=211))
    assert document.closing.startswith("Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Thủ trưởng")
    assert document.closing.endswith("để giải quyết./.")


def test_its_eight_recipients(draft):
    assert [entry.designation for entry in draft.document.recipients] == RECIPIENTS
    assert [entry.purpose for entry in draft.document.recipients[:3]] == ["b/c", "b/c", ""]
    assert [entry.at.line for entry in draft.document.recipients] == list(range(200, 208))


def test_the_ten_documents_it_refers_to(draft):
    found = [(one.kind, one.number, one.date, len(one.places)) for one in draft.document.references]
    assert found == REFERENCES
    assert [one.text for one in draft.document.references if not one.number] == [
        "Pháp lệnh Thực hiện dân chủ ở cơ sở",
        "Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn",
        "Luật Bầu cử Đại biểu Quốc hội và Đại biểu Hội đồng nhân dân",
        "Luật Phòng, chống tham nhũng",
    ]


def test_the_score_table_row_by_row(draft):
    assert len(draft.score_tables) == 1
    rows = draft.score_tables[0]
    assert {row.code: tuple(row.values[column] for column in COLUMNS) for row in rows} == SCORES
    assert [row.code for row in rows] == list(SCORES)
    assert all(set(row.values) == set(COLUMNS) for row in rows)
    assert {row.code for row in rows if row.level == "dimension"} == {"I", "II", "III", "IV", "V", "VI"}
    names = {row.code: row.name for row in rows}
    assert names["IV"] == "Kiểm soát tham nhũng trong khu vực công"
    assert names["II.3"] == "Quy hoạch/kế hoạch sử dụng đất, khung giá đền bù"
    assert all(isinstance(row.values["rank_2015"], int) for row in rows if row.level == "dimension")


def test_every_place_of_a_score_row_is_its_line_in_the_file(draft):
    source = PLAN.read_text("utf-8").split("\n")
    for row in draft.score_tables[0]:
        assert row.name in source[row.at.line - 1]


def test_the_counts_of_the_prose(draft):
    parts = ("causes", "objectives", "requirements", "solutions", "organisation")
    assert [len(getattr(draft, part)) for part in parts] == [7, 4, 3, 22, 6]
    by_dimension = Counter(statement.facts["dimension"] for statement in draft.solutions)
    assert by_dimension == {"I": 4, "II": 3, "III": 3, "IV": 4, "V": 4, "VI": 4}
    assert [len(one.items) for one in draft.solutions if one.facts["dimension"] == "VI"] == [3, 4, 4, 2]


def test_a_paragraph_cut_by_a_page_is_one_again(draft):
    first = next(one for one in draft.solutions if one.facts["dimension"] == "IV")
    assert "vai trò giám sát của Hội đồng nhân dân" in first.text


def test_the_targets_of_the_objectives(draft):
    found = [target for one in draft.objectives for target in one.facts["targets"]]
    assert [(t["dimensions"], t["group"], t["or_better"], t["year"]) for t in found] == [
        ([], "upper_middle", True, None),
        (["I", "VI"], "upper_middle", False, 2017),
    ]


def test_who_reports_to_whom_and_when(draft):
    first, second, *_ = draft.organisation
    periods = ["quarter", "six_months", "year"]
    assert first.facts["reports"] == [
        {"from": ["committee.commune"], "to": ["committee.district"], "through": ["home_affairs.district"],
         "periods": periods},
        {"from": ["agencies.province", "committee.district"], "to": ["committee.province"],
         "through": ["home_affairs.province"], "periods": periods},
    ]  # fmt: skip
    assert second.facts["evaluation"] | {"text": ""} == {
        "days": 20, "unit": "wd", "event": "index_published", "text": ""
    }  # fmt: skip
    assert first.facts["folded_into"] == second.facts["folded_into"] == "administrative_reform"
    assert draft.organisation[2].facts["money"]
    assert draft.organisation[3].facts["directed"] == ["press.province"]
    assert draft.organisation[5].facts["requested"]
    assert [one.facts["actors"][0]["designation"] for one in draft.organisation] == [
        "agencies.province", "home_affairs.province", "finance.province", "information.province", "agencies.province",
        "front.province",
    ]  # fmt: skip


def test_the_24_tasks_in_order(draft):
    assert [task.code for task in draft.tasks] == list(TASKS)


@pytest.mark.parametrize("code", TASKS)
def test_a_task_leads_timing_and_actions(tasks, code):
    lead, coordinate, kind, events, actions, title = TASKS[code]
    task = tasks[code]
    assert tuple(entry.designation for entry in task.lead) == lead
    assert tuple(entry.designation for entry in task.coordinate) == coordinate
    assert (task.timing.kind, task.timing.events) == (kind, events)
    assert len(task.actions) == actions
    assert task.title.startswith(title)
    assert task.dimension == code.partition(".")[0]
    assert task.sub_dimensions == (V_PARTS if task.dimension == "V" else (code,))
    assert not any(action.startswith(("-", "+")) for action in task.actions)


def test_actions_keep_their_order_over_the_turned_page(tasks):
    actions = tasks["I.3"].actions
    assert actions[-2:] == (
        "Phải có từ hai ứng cử viên trở lên để bầu trưởng ấp, trưởng khóm;",
        "Danh sách người trúng cử trưởng ấp, trưởng khóm vừa qua.",
    )
    assert tasks["VI.2"].actions[-1].startswith("Giải thiện các điều kiện cơ sở vật chất")


def test_every_word_of_the_tasks_is_in_the_source(tasks):
    """Text is never altered: each action, title and designation stands in the file letter by letter."""
    source = PLAN.read_text("utf-8")
    for task in tasks.values():
        for text in (*task.actions, *(entry.text for entry in (*task.lead, *task.coordinate)), task.timing.text):
            assert text in source


def rows_of_research():
    """The 24 rows of table 10.5: (lead cell, coordination cell, time cell)."""
    text = LAW.read_text("utf-8")
    part = text[text.index("### 10.5") : text.index("### 10.6")]
    for line in part.splitlines():
        if re.match(r"\| [IV]+\.\w ", line):
            yield [re.sub(r"\s*\[sic:[^]]*\]", "", cell.strip()) for cell in line.strip("|").split("|")]


def test_the_tasks_agree_with_the_research_table(draft):
    rows = list(rows_of_research())
    assert len(rows) == len(draft.tasks) == 24
    for (code, _, lead, coordinate, time), task in zip(rows, draft.tasks, strict=True):
        assert code.partition(".")[0] == task.dimension
        for cell, named in ((lead, task.lead), (coordinate, task.coordinate)):
            parsed = designations.parse(cell, Place())
            assert [entry.designation for entry in parsed] == [entry.designation for entry in named]
            # Each designation's words stand in the research's cell, and the cell holds hardly a word besides.
            words = set(key_of(cell).split())
            assert {word for entry in named for word in key_of(entry.text).split()} <= words
            said = {word for entry in named for word in key_of(entry.text).split()}
            assert words - said <= {"va"}
        assert task.timing.text == ("" if "blank" in time else time)


def test_the_doubts_by_code(draft):
    assert Counter(found.code for found in draft.doubts) == DOUBTS
    assert {found.code for found in draft.doubts if found.blocking} == {"READ-110", "READ-112"}
    assert [found.blocking for found in draft.doubts] == [True] * 3 + [False] * (sum(DOUBTS.values()) - 3)


def test_the_doubts_of_the_score_table(draft):
    sums = doubts(draft, "READ-101")
    assert [(one.facts["element"], one.facts["column"], one.facts["gap"]) for one in sums] == [
        ("V", "score_2014", "0,39"), ("V", "score_2015", "0,17")
    ]  # fmt: skip
    # 6.81 - (1.46 + 1.54 + 1.96) = 1.85 and 6.83 - (1.55 + 1.72 + 1.84) = 1.72 is what V.2 would have to be.
    assert [one.facts["candidates"] for one in sums] == ["V.2 = 1,85", "V.2 = 1,72"]
    (repeated,) = doubts(draft, "READ-102")
    assert (repeated.facts["element"], repeated.facts["other"], repeated.at.line) == ("V.2", "V.1", 40)
    (claim,) = doubts(draft, "READ-103")
    assert (claim.facts["claim"], claim.at.line) == ("04/06 Chỉ số xếp thứ hạng thấp", 13)
    assert "điểm dưới trung vị: 2/6" in claim.facts["readings"]
    assert "hạng thuộc nửa dưới kể cả vị trí giữa: 3/6" in claim.facts["readings"]


def test_the_doubts_of_the_tasks(draft):
    (missing,) = doubts(draft, "READ-110")
    assert (missing.facts["element"], missing.at.line, missing.at.table) == ("V.6", 247, 8)
    assert [one.facts["element"] for one in doubts(draft, "READ-112")] == ["III.1", "III.2"]
    assert [(one.facts["codes"], one.at.line) for one in doubts(draft, "READ-113")] == [("VI.1", 249), ("VI.2", 250)]


def test_the_bodies_with_work_that_are_not_among_the_recipients(draft):
    found = {one.facts["body"]: one.facts["codes"].split(", ") for one in doubts(draft, "READ-114")}
    communes = found.pop("Ủy ban nhân dân cấp xã")
    assert set(communes) == set(TASKS) - {"VI.1"} | {"IV.5"}
    assert found == {
        "Mặt trận Tổ quốc": ["I.1", "I.2", "I.3", "I.4", "II.1", "III.1", "III.2", "III.3", "IV.4", "IV.6"],
        "Báo, đài của tỉnh": ["IV.4"],
        "Các bệnh viện": ["VI.1"],
        "Bảo hiểm xã hội": ["VI.1"],
        "Các trường tiểu học": ["VI.2"],
        "Công ty cấp nước": ["VI.3"],
        "Công an": ["VI.4"],
    }


def test_the_probable_misreadings_with_their_lines(draft):
    found = {(one.facts["wrong"], one.facts["right"]): lines([one])[0] for one in doubts(draft, "READ-130")}
    assert found[("Phân đấu", "phấn đấu")] == 75
    assert found[("TÔ CHỨC", "tổ chức")] == 175
    assert found[("Mật trận", "mặt trận")] == 234
    assert found[("đại bầu cử", "đợt bầu cử")] == 217
    assert found[("giải thiện", "cải thiện")] == 253
    (foreign,) = doubts(draft, "READ-132")
    assert (foreign.facts["wrong"], foreign.at.line, foreign.suggestion) == ("định期", 254, "Nên đọc là «định kỳ».")


def test_headings_misread_on_some_pages(draft):
    assert {(one.facts["text"], one.at.line) for one in doubts(draft, "READ-131")} == {
        ("NỘI DUNG CỦA KẾ HOẠCH", 213),
        ("NỘI DUNG CỦA PAP", 225),
        ("NỘI DUNG CỦA TTHC", 238),
        ("Ban vị chủ trì", 238),
        ("Ban vị tham mưu, phối hợp", 238),
        ("NỘI DUNG CỦA BẢN TIN", 252),
    }


def test_the_json_form(draft):
    data = json.loads(json.dumps(draft.to_json(), ensure_ascii=False))
    assert list(data) == [
        "schema", "document", "score_tables", "causes", "objectives", "requirements", "solutions", "organisation",
        "tasks", "doubts",
    ]  # fmt: skip
    assert data["schema"] == SCHEMA == "danbiet.plan-draft/1"
    assert data["document"]["date"] == "2016-09-09"
    row = data["score_tables"][0]["rows"][1]
    assert (row["code"], row["values"]["rank_2014"], row["values"]["rank_2015"]) == ("I.1", None, None)
    assert {"code", "level", "name", "values", "at"} <= set(row)
    task = data["tasks"][19]
    assert (task["code"], task["timing"]) == ("V.6", {"text": "", "kind": "missing", "events": []})
    assert {"text", "designation"} <= set(task["lead"][0])
    assert all({"code", "at", "message", "suggestion", "blocking"} <= set(one) for one in data["doubts"])
    assert PlanDraft.from_json(data) == draft


def test_the_command_prints_the_same_json(draft, capsys):
    assert main.main(["plan", "read", str(PLAN), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == json.loads(json.dumps(draft.to_json()))
    assert not err


def test_the_command_as_a_process_of_its_own(draft):
    done = subprocess.run(
        [sys.executable, "-m", "danbiet.cli.main", "plan", "read", str(PLAN), "--json"],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8")) == json.loads(json.dumps(draft.to_json()))


@pytest.mark.parametrize(("language", "words"), [("vi", "phải giải quyết"), ("en", "to be resolved before approval")])
def test_the_command_prints_tables_to_read(monkeypatch, capsys, language, words):
    monkeypatch.setenv("DANBIET_LANG", language)
    monkeypatch.setenv("COLUMNS", "200")
    assert main.main(["plan", "read", str(PLAN)]) == 0
    out = capsys.readouterr().out
    assert words in out
    assert all(code in out for code in ("64/KH-UBND", "V.6", "VI.4", "READ-101"))
