"""Each kind of doubt: what raises it, what just doesn't, and that the text stays as it was written."""

import tomllib
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.reading.blocks import GuessedTable, Line, Place, UnreadPage
from danbiet.reading.plan import designations, timing
from danbiet.reading.plan.checks import check_recipients, check_scores, check_tables
from danbiet.reading.plan.claims import check_claims
from danbiet.reading.plan.doubts import KINDS, doubt, wording
from danbiet.reading.plan.draft import Document, Named, ScoreRow, Statement, Task, Timing
from danbiet.reading.plan.folding import folded
from danbiet.reading.plan.read import read_blocks, read_bytes
from danbiet.reading.source import blocks_of

HEAD = "STT\tNội dung\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian"
SCORE_HEAD = "\t".join(
    ["STT", "Chỉ số nội dung"]
    + [f"Điểm số năm {year}" for year in (2014, 2015)]
    + ["Điểm trung vị năm 2015"]
    + [f"Thứ hạng năm {year}" for year in (2014, 2015)]
)
OPENING = """ỦY BAN NHÂN DÂN TỈNH CÀ MAU

Số: 7/KH-UBND

Cà Mau, ngày 05 tháng 4 năm 2016

KẾ HOẠCH

Cải thiện điều hành

I. ĐÁNH GIÁ KẾT QUẢ
"""
CLOSING = """
KT. CHỦ TỊCH

PHÓ CHỦ TỊCH

Người Ký Thử

Nơi nhận:

- UBND các huyện, thành phố;
- UBND các xã, phường, thị trấn;
- Các sở, ban, ngành tỉnh;
- Lưu: VT.

BẢNG PHÂN CÔNG
"""
TASK = "1\tCông khai ngân sách\t- Treo bảng.\tUBND cấp xã\tCơ quan Tài chính cấp tỉnh, cấp huyện\tThường xuyên"
SCORES = "I\tTham gia\t2,00\t2,10\t2,00\t30\t31\n1\tTri thức\t0,90\t1,00\t1\t\t\n2\tCơ hội\t1,10\t1,10\t1\t\t"


def plan(tasks=TASK, claim="", scores="", closing=CLOSING, opening=OPENING, head=HEAD, organisation=""):
    """A small plan with one dimension; everything in it can be replaced."""
    score_table = f"{SCORE_HEAD}\n{scores}\n" if scores else ""
    return "\n".join([opening, claim, "", score_table, organisation, closing, "", head, "I\tTham gia", tasks])


def found(text, code=None):
    """Doubts of a document, all or of one code."""
    doubts = read_bytes(text.encode()).doubts
    return [one for one in doubts if code is None or one.code == code]


def test_the_small_plan_itself_raises_nothing():
    assert found(plan()) == []
    assert [one.code for one in found(plan(scores=SCORES))] == ["READ-141"]


# Score table


def rows(stated, parts, code="V"):
    """A dimension of a stated score and its parts."""
    made = [ScoreRow(code, "dimension", "Tổng", {"score_2015": stated}, Place(line=1))]
    return made + [
        ScoreRow(f"{code}.{n}", "sub_dimension", f"Phần {n}", {"score_2015": value}, Place(line=1 + n))
        for n, value in enumerate(parts, 1)
    ]


hundredths = st.integers(0, 300)


@given(parts=st.lists(hundredths, min_size=1, max_size=6), gap=st.integers(-12, 12))
def test_a_sum_is_doubted_beyond_half_a_unit_for_each_rounded_value_and_not_before(parts, gap):
    """Each of the n parts and the total is rounded to 0.01: together they may be off by (n + 1) half-units."""
    stated = float(Decimal(sum(parts) + gap) / 100)
    doubts = check_scores(rows(stated, [float(Decimal(part) / 100) for part in parts]), 63)
    sums = [one for one in doubts if one.code == "READ-101"]
    assert bool(sums) == (abs(gap) * 2 > len(parts) + 1)
    for one in sums:
        assert Decimal(one.facts["gap"].replace(",", ".")) == Decimal(gap) / 100


@pytest.mark.parametrize(
    ("count", "gap", "doubted"),
    [(4, "0.02", False), (4, "0.03", True), (3, "0.02", False), (3, "0.03", True), (1, "0.01", False),
     (1, "0.02", True), (4, "-0.02", False), (4, "-0.03", True), (5, "0.03", False), (5, "0.031", True)],
)  # fmt: skip
def test_the_boundary_of_rounding(count, gap, doubted):
    parts = [1.11] * count
    total = float(Decimal("1.11") * count + Decimal(gap))
    sums = [one for one in check_scores(rows(total, parts), 63) if one.code == "READ-101"]
    assert bool(sums) == doubted


@given(parts=st.lists(st.integers(0, 30000), min_size=2, max_size=6))
def test_values_rounded_from_a_true_sum_are_never_doubted(parts):
    """Four decimals, rounded to two as they are published."""
    exact = [Decimal(part) / 10000 for part in parts]
    cents = Decimal("0.01")
    stated = float(sum(exact).quantize(cents))
    doubts = check_scores(rows(stated, [float(part.quantize(cents)) for part in exact]), 63)
    assert not [one for one in doubts if one.code == "READ-101"]


def test_rows_left_out_are_missed():
    """READ-108: between two rows of a dimension, and between two dimensions."""
    five, one = rows(3.0, [1.0, 1.0, 1.0]), rows(1.0, [1.0], "I")
    lost = check_scores([one[0], one[1], five[0], *five[2:]], 63)
    assert [one.facts["element"] for one in lost if one.code == "READ-108"] == ["II", "III", "IV", "V.1"]


def test_two_tables_that_differ():
    """READ-109, with both values; a value that only one table has is none."""
    first, second = rows(3.0, [1.0, None]), rows(3.0, [1.1, 2.0])
    (one,) = check_tables([first, second])
    assert (one.code, one.facts) == (
        "READ-109", {"element": "V.1", "column": "score_2015", "one": "1,0", "other": "1,1"}
    )  # fmt: skip


# Told by more than a heading or a number: "READ-125", "READ-133", "READ-134" and "READ-142" are in test_copies.py.


def test_a_sum_with_a_value_missing_is_not_doubted():
    assert check_scores(rows(9.0, [1.0, None]), 63) == []
    assert check_scores(rows(None, [1.0, 2.0]), 63) == []
    assert check_scores(rows(9.0, []), 63) == []


def test_a_part_is_not_taken_for_another_dimensions():
    """ "I.1" doesn't belong to "II", nor "V.1" to "VI" or "I"."""
    assert check_scores([*rows(1.0, [1.0], "V"), *rows(2.0, [2.0], "VI"), *rows(3.0, [3.0], "I")], 63) == []


def test_what_the_part_would_have_to_be_is_said():
    (one,) = [one for one in check_scores(rows(3.5, [1.0, 1.5]), 63) if one.code == "READ-101"]
    assert one.facts["candidates"] == "V.1 = 2,0, V.2 = 2,5"
    assert one.at == Place(line=1)


SAME = {"score_2014": 1.46, "score_2015": 1.55, "median_2015": 1.6}


def neighbours(second, levels=("sub_dimension", "sub_dimension")):
    return [
        ScoreRow("V.1", levels[0], "Một", SAME, Place(line=1)),
        ScoreRow("V.2", levels[1], "Hai", second, Place(line=2)),
    ]


@pytest.mark.parametrize(
    ("second", "doubted"),
    [
        (SAME, True),
        (SAME | {"median_2015": 1.9}, True),
        (SAME | {"score_2015": 1.56}, False),
        (SAME | {"score_2014": None}, False),
        ({"score_2014": None, "score_2015": None, "median_2015": 1.6}, False),
    ],
)
def test_a_row_that_repeats_its_neighbour(second, doubted):
    doubts = check_scores(neighbours(second), 63)
    assert [(one.code, one.facts["element"], one.facts["other"], one.at.line) for one in doubts] == (
        [("READ-102", "V.2", "V.1", 2)] if doubted else []
    )


def test_a_dimension_may_equal_its_only_part():
    assert check_scores(neighbours(SAME, ("dimension", "sub_dimension")), 63) == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("rank_2015", 0, "READ-106"), ("rank_2015", 64, "READ-106"), ("rank_2015", 1.5, "READ-106"),
     ("rank_2015", 1, None), ("rank_2015", 63, None), ("score_2015", 10, None), ("score_2015", 0, None),
     ("score_2015", 10.01, "READ-107"), ("median_2015", 46.1, "READ-107")],
)  # fmt: skip
def test_values_off_their_scale(column, value, code):
    row = ScoreRow("I", "dimension", "Tổng", {column: value}, Place(line=3))
    assert [(one.code, one.at.line) for one in check_scores([row], 63)] == ([(code, 3)] if code else [])


def test_the_number_of_provinces_is_the_headings():
    heading = SCORE_HEAD.replace("Thứ hạng năm 2014", "Thứ hạng so với 34 tỉnh năm 2014")
    text = plan(scores=SCORES.replace("\t31", "\t35")).replace(SCORE_HEAD, heading)
    (one,) = found(text, "READ-106")
    assert (one.facts["value"], one.facts["limit"]) == ("35", 34)


def test_a_cell_that_is_no_number_keeps_the_row_and_blocks():
    (one,) = found(plan(scores=SCORES.replace("2,10", "2,1O")), "READ-105")
    assert (one.blocking, one.facts["text"], one.facts["column"]) == (True, "2,1O", "score_2015")
    for blank in ("", "-", "–", "..", "…"):
        assert not found(plan(scores=SCORES.replace("2,10", blank)), "READ-105")


# Claims


def dimensions(*values):
    """Six dimensions: (score before, score now, median, rank before, rank now)."""
    names = ("score_2014", "score_2015", "median_2015", "rank_2014", "rank_2015")
    return [
        ScoreRow(code, "dimension", code, dict(zip(names, row, strict=True)), Place())
        for code, row in zip(("I", "II", "III", "IV", "V", "VI"), values, strict=True)
    ]


TABLE = dimensions((5.2, 4.6, 4.8, 31, 44), (5.8, 5.5, 5.4, 32, 27), (5.6, 5.7, 5.6, 39, 24), (7.3, 6.4, 5.9, 1, 15),
                   (6.8, 6.9, 6.8, 35, 32), (6.5, 6.8, 7.0, 55, 47))  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("{}/06 Chỉ số đã tăng thứ hạng", {4}),
        ("{}/06 chỉ số giảm thứ hạng", {2}),
        ("{}/6 chỉ số tăng điểm", {3}),
        ("{}/06 Chỉ số giảm điểm so với năm trước", {3}),
        ("{}/06 chỉ số nội dung tăng", {3}),
        # Below the median: I, VI. Rank over 32: I, VI; from the middle on: I, V, VI; last third, over 42: I, VI;
        # last quarter, over 47.25: none.
        ("{}/06 Chỉ số xếp thứ hạng thấp so với cả nước", {0, 2, 3}),
        # Above the median: four. Rank under 32: II, III, IV; up to the middle: and V; first third: IV alone.
        ("{}/06 chỉ số xếp thứ hạng cao", {4, 3, 1}),
    ],
)
def test_a_claim_is_doubted_when_no_reading_bears_it_out(claim, right):
    for count in range(7):
        line = Line(f"Kết quả năm 2015: có {claim.format(f'0{count}')}.", Place(line=5))
        doubts = check_claims([line], TABLE, 63)
        assert bool(doubts) == (count not in right), count
        for one in doubts:
            assert one.code == "READ-103"
            assert one.facts["claim"].startswith(f"0{count}/")
            assert one.facts["claim"] in line.text


def test_a_claim_the_table_can_not_judge_is_left():
    line = [Line("có 06/06 chỉ số tăng thứ hạng và 06/06 chỉ số tăng điểm", Place())]
    one_year = [ScoreRow(row.code, row.level, row.name, {"score_2015": 1.0}, row.at) for row in TABLE]
    assert check_claims(line, one_year, 63) == []
    assert check_claims(line, [], 63) == []


@pytest.mark.parametrize(
    ("stated", "doubted"), [("35,90", False), ("35.9", False), ("35,93", False), ("35,94", True), ("35,86", True)]
)
def test_a_total_that_the_dimensions_do_not_add_up_to(stated, doubted):
    """They add up to 35.90; seven rounded values may be off by 0.035."""
    doubts = check_claims([Line(f"Tổng điểm năm 2015 đạt {stated} điểm", Place())], TABLE, 63)
    assert [one.code for one in doubts] == (["READ-104"] if doubted else [])


# Tasks


def test_a_task_without_a_time_blocks_at_its_row():
    text = plan(TASK.replace("Thường xuyên", ""))
    (one,) = found(text)
    assert (one.code, one.blocking, one.facts["element"]) == ("READ-110", True, "I.1")
    assert text.split("\n")[one.at.line - 1].startswith("1\tCông khai")
    for blank in ("-", "…", " . ", "–"):
        assert [one.code for one in found(plan(TASK.replace("Thường xuyên", blank)))] == ["READ-110"]


@pytest.mark.parametrize(
    ("text", "kind", "events"),
    [
        ("Thường xuyên", "continuous", ()),
        ("Thường xuyên, nhất là khi có đợt tuyển dụng", "continuous", ("khi có đợt tuyển dụng",)),
        ("Thường xuyên và khi phát sinh sự việc", "continuous", ("khi phát sinh sự việc",)),
        ("Liên tục", "continuous", ()),
        ("Hằng quý", "event", ("Hằng quý",)),
        ("Hàng năm", "yearly", ()),
        ("Hằng năm, khi có dự toán và khi có quyết toán", "yearly", ("khi có dự toán", "khi có quyết toán")),
        ("Định kỳ hàng năm", "yearly", ()),
        ("Khi tổ chức bầu cử", "event", ("Khi tổ chức bầu cử",)),
        ("Theo Kế hoạch của UBND tỉnh", "external", ()),
        ("Theo chương trình của Tỉnh ủy", "external", ()),
        ("Quý IV năm 2016", "event", ("Quý IV năm 2016",)),
        ("", "missing", ()),
        (" … ", "missing", ()),
    ],
)
def test_what_a_time_means(text, kind, events):
    if text == "Hằng quý":
        kind, events = "continuous", ()
    assert timing.parse(text) == Timing(text if kind != "missing" else text.strip(), kind, events)


def test_a_date_of_its_own_is_said_but_does_not_block():
    (one,) = found(plan(TASK.replace("Thường xuyên", "Quý IV năm 2016")))
    assert (one.code, one.blocking, one.facts["text"]) == ("READ-119", False, "Quý IV năm 2016")


def test_an_unknown_designation_blocks_and_is_kept():
    text = plan(TASK.replace("UBND cấp xã", "Hợp tác xã Tân Tiến, UBND cấp xã"))
    (one,) = found(text)
    assert (one.code, one.blocking, one.facts["text"]) == ("READ-111", True, "Hợp tác xã Tân Tiến")
    lead = read_bytes(text.encode()).tasks[0].lead
    assert [(entry.text, entry.designation) for entry in lead] == [
        ("Hợp tác xã Tân Tiến", None), ("UBND cấp xã", "committee.commune")
    ]  # fmt: skip


GROUPS = ["Hội Đồng hương", "Tổ hợp tác", "Câu lạc bộ", "Nhóm nòng cốt"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=2, unique=True))
def test_no_unknown_name_is_dropped(names):
    parsed = designations.parse(", ".join([*names, "UBND cấp xã"]), Place())
    assert [entry.text for entry in parsed if entry.designation is None] == names
    assert parsed[-1].designation == "committee.commune"


def test_a_group_that_names_nobody_blocks():
    (one,) = found(plan(TASK.replace("Cơ quan Tài chính cấp tỉnh, cấp huyện", "Các cơ quan có liên quan")))
    assert (one.code, one.blocking, one.facts["text"]) == ("READ-112", True, "Các cơ quan có liên quan")


def test_a_group_nobody_has_listed_is_one_doubt_for_all_its_tasks():
    tasks = [
        TASK.replace("UBND cấp xã", "Các bệnh viện"),
        TASK.replace("1\tC", "2\tC").replace("UBND", "Bệnh viện, UBND"),
    ]
    (one,) = found(plan("\n".join(tasks)), "READ-113")
    assert (one.blocking, one.facts["codes"], len(one.places)) == (False, "I.1, I.2", 2)


def test_a_task_without_a_lead_blocks():
    (one,) = found(plan(TASK.replace("UBND cấp xã", "")))
    assert (one.code, one.blocking, one.facts["element"]) == ("READ-115", True, "I.1")


PAIRED = ("1\tNgân sách\t<p>Treo.</p><p>Đọc.</p>\t<p>UBND cấp xã</p><p>UBND cấp huyện</p>\t"
          "<p>Sở Nội vụ</p><p>Sở Tài chính</p>\t<p>Thường xuyên</p><p>Hằng năm</p>")  # fmt: skip


def test_cells_in_step_are_several_tasks_and_out_of_step_a_doubt():
    draft = read_bytes(plan(PAIRED).encode())
    assert [(task.lead[0].text, task.coordinate[0].text, task.timing.text) for task in draft.tasks] == [
        ("UBND cấp xã", "Sở Nội vụ", "Thường xuyên"), ("UBND cấp huyện", "Sở Tài chính", "Hằng năm")
    ]  # fmt: skip
    assert "READ-116" not in {one.code for one in draft.doubts}
    (one,) = found(plan(PAIRED.replace("<p>Sở Nội vụ</p>", "")), "READ-116")
    assert one.blocking
    assert "coordinate 1" in one.facts["counts"]


def test_a_row_too_wide_blocks():
    (one,) = found(plan(f"{TASK}\tthừa"), "READ-117")
    assert (one.blocking, one.facts["cells"], one.facts["columns"]) == (True, 7, 6)


@pytest.mark.parametrize(("number", "doubted"), [("1", False), ("3", True), ("I.1", False)])
def test_a_number_out_of_order(number, doubted):
    assert [one.facts["element"] for one in found(plan(f"{number}{TASK[1:]}"), "READ-118")] == ["I.1"] * doubted


def test_a_task_of_no_dimension_blocks():
    text = plan().replace("I\tTham gia\n", "")
    (one,) = found(text, "READ-140")
    assert one.blocking
    assert not found(plan(), "READ-140")


def test_a_content_that_matches_no_sub_dimension():
    (one,) = found(plan(TASK.replace("Công khai ngân sách", "Xe buýt điện"), scores=SCORES), "READ-141")
    assert (one.facts["text"], one.facts["element"]) == ("Xe buýt điện", "I.1")
    assert not found(plan(TASK.replace("Công khai ngân sách", "Cơ hội của dân"), scores=SCORES), "READ-141")


# Document


def test_a_number_only_in_the_annex():
    opening = OPENING.replace("Số: 7/KH-UBND", "")
    text = plan(closing=f"{CLOSING}\n(Kèm theo Kế hoạch số: 7/KH-UBND ngày 05 tháng 4 năm 2016)", opening=opening)
    (one,) = found(text)
    assert (one.code, one.facts["number"]) == ("READ-120", "7/KH-UBND")
    assert not found(plan(), "READ-120")


def test_a_date_that_does_not_exist_blocks_and_stays_open():
    draft = read_bytes(plan(opening=OPENING.replace("05 tháng 4", "31 tháng 4")).encode())
    (one,) = draft.doubts
    assert (one.code, one.blocking, draft.document.date) == ("READ-121", True, None)


@pytest.mark.parametrize(
    ("words", "what"),
    [("Số: 7/KH-UBND", "số"), ("Cà Mau, ngày 05 tháng 4 năm 2016", "ngày"), ("Người Ký Thử", "người ký")],
)
def test_what_a_document_must_say_is_missed(words, what):
    (one,) = found(plan().replace(words, ""))
    assert (one.code, one.blocking, one.facts["what"]) == ("READ-122", True, what)


def test_two_dates_that_differ():
    opening = OPENING.replace("Số: 7/KH-UBND", "")
    closing = f"{CLOSING}\n(Kèm theo Kế hoạch số: 7/KH-UBND ngày 06 tháng 4 năm 2016)"
    (one,) = found(plan(opening=opening, closing=closing), "READ-123")
    assert (one.facts["head"], one.facts["annex"]) == ("05/4/2016", "06/4/2016")
    assert not found(plan(opening=opening, closing=closing.replace("06", "05")), "READ-123")


@pytest.mark.parametrize(
    ("text", "said"), [("sau 20 ngày làm việc", True), ("Sau 5 ngày", True), ("trong 5 ngày", False)]
)
def test_after_some_days_can_mean_two_things(text, said):
    (one, *rest) = found(plan(claim=f"Báo cáo {text} khi có kết quả."), "READ-124") or [None]
    assert (one is not None, rest) == (said, [])
    assert one is None or one.facts["text"] == text


# Recipients


def task(*keys, code="I.1"):
    lead = tuple(Named(key, key, Place(line=9)) for key in keys)
    return Task(code, "I", (), "", (), lead, (), Timing("", "missing"), Place(line=9))


def document(*keys):
    recipients = tuple(Named(key or "Lưu", key, Place()) for key in keys)
    return Document("1/KH-UBND", None, None, None, {}, "", recipients, ())


@pytest.mark.parametrize(
    ("gets", "recipients", "missing"),
    [
        ("committee.commune", ["committee.district"], "Ủy ban nhân dân cấp xã"),
        ("committee.commune", ["committee.commune"], ""),
        ("committee.district", ["committee.district"], ""),
        ("home_affairs.all", ["agencies.province", "committee.district"], "Ủy ban nhân dân cấp xã"),
        ("home_affairs.province", ["agencies.province"], ""),
        ("front.all", ["agencies.province", "committee.commune"], "Mặt trận Tổ quốc"),
        ("front.all", ["front.province", "committee.commune"], ""),
        ("police.all", ["committee.commune"], "Công an"),
        ("hospitals.any", ["agencies.province"], "Các bệnh viện"),
        ("water_company.province", ["agencies.province"], "Công ty cấp nước"),
        ("social_insurance.province_district", ["agencies.province"], "Bảo hiểm xã hội"),
        ("related_agencies.any", ["agencies.province"], ""),
        (None, ["agencies.province"], ""),
    ],
)
def test_a_body_with_work_that_is_not_among_the_recipients(gets, recipients, missing):
    doubts = check_recipients(document(*recipients, None), [task(gets)], ())
    assert [(one.code, one.facts["body"], one.facts["codes"]) for one in doubts] == (
        [("READ-114", missing, "I.1")] if missing else []
    )


def test_no_list_of_recipients_is_not_an_empty_one():
    assert check_recipients(document(), [task("front.all")], ()) == []


def test_work_given_by_the_organisation_counts_too():
    facts = {
        "number": 4,
        "actors": [{"text": "Mặt trận", "designation": "front.province"}],
        "directed": ["press.province"],
    }
    doubts = check_recipients(document("agencies.province"), [], (Statement("", Place(line=7), facts),))
    assert {(one.facts["body"], one.facts["codes"]) for one in doubts} == {
        ("Mặt trận Tổ quốc", "IV.4"), ("Báo, đài của tỉnh", "IV.4")
    }  # fmt: skip


def test_a_recipient_missing_from_a_whole_plan():
    text = plan().replace("- UBND các xã, phường, thị trấn;\n", "")
    (one,) = found(text)
    assert (one.code, one.facts["body"]) == ("READ-114", "Ủy ban nhân dân cấp xã")


# Misreadings


def words_of(name):
    data = tomllib.loads((resources.files("danbiet.reading") / "data" / "misreadings.toml").read_text("utf-8"))
    return data[name]


def test_a_reading_seen_before_is_found_and_the_text_kept():
    for row in words_of("wrong"):
        sentence = f"Nay ghi {row['text']} như trên."
        doubts = found(plan(claim=sentence), "READ-130")
        assert {(one.facts["wrong"], one.facts["right"]) for one in doubts} >= {(row["text"], row["right"])}


@pytest.mark.parametrize("row", words_of("phrase"), ids=lambda row: row["text"])
def test_a_phrase_with_other_marks_is_found_and_as_it_should_be_is_not(row):
    plain = folded(row["text"]).key
    words, bare = row["text"].split(), plain.split()
    wrong = next(
        " ".join([*words[:i], bare[i], *words[i + 1 :]]) for i in range(len(words)) if words[i].lower() != bare[i]
    )
    doubts = found(plan(claim=f"Nay ghi {wrong} ở đây."), "READ-130")
    assert [(one.facts["wrong"], one.facts["right"]) for one in doubts if one.facts["right"] == row["text"]] == [
        (wrong, row["text"])
    ]
    assert not [one for one in found(plan(claim=f"Nay ghi {row['text']} ở đây.")) if one.code == "READ-130"]
    for excused in row.get("not", ()):
        assert not [one for one in found(plan(claim=f"Nay {excused} là thế.")) if one.facts.get("right") == row["text"]]


@pytest.mark.parametrize("text", ["Hoà bình ở cấp tinh thần", "nâng cao tinh thần ngành tinh gọn", "Uỷ ban nhân dân"])
def test_words_of_their_own_are_left(text):
    assert not found(plan(claim=f"Nay {text}."), "READ-130")


def test_the_same_misreading_in_many_places_is_one_doubt():
    (one,) = found(plan(claim="Mật trận họp.\n\nMật trận bàn.\n\nMật trận làm."), "READ-130")
    assert len(one.places) == 3
    assert "(3 chỗ)" in one.message


def test_a_misread_designation_is_known_and_said():
    draft = read_bytes(plan(TASK.replace("Cơ quan Tài chính", "Cơ quan Tài chinh1")).encode())
    assert draft.tasks[0].coordinate[0].designation == "finance.province_district"
    assert draft.tasks[0].coordinate[0].text.startswith("Cơ quan Tài chinh1")
    assert [one.code for one in draft.doubts] == ["READ-130"]


@pytest.mark.parametrize(("word", "hint"), [("định期", "Nên đọc là «định kỳ»."), ("工作", "Đối chiếu với bản giấy.")])
def test_letters_of_another_script(word, hint):
    (one,) = found(plan(claim=f"Theo {word} hằng năm."), "READ-132")
    assert (one.facts["wrong"], one.suggestion, one.blocking) == (word, hint, False)


def pages(*heads):
    return "\n\n".join(f"{head}\n{number}{TASK[1:]}" for number, head in enumerate(heads, 1))


def test_a_heading_unlike_most_pages():
    wrong = HEAD.replace("Đơn vị chủ trì", "Ban vị chủ trì")
    draft = read_bytes(plan("").replace(f"{HEAD}\nI\tTham gia\n", pages(HEAD, wrong, HEAD)).encode())
    (one,) = [one for one in draft.doubts if one.code == "READ-131"]
    assert (one.facts["text"], one.facts["right"], one.at.column) == ("Ban vị chủ trì", "Đơn vị chủ trì", 4)
    assert len(draft.tasks) == 3
    for heads in ((HEAD, wrong), (HEAD, HEAD, wrong, wrong)):
        text = plan("").replace(f"{HEAD}\nI\tTham gia\n", pages(*heads))
        assert not found(text, "READ-131"), "no majority"


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([row["text"] for row in words_of("phrase")] + [row["text"] for row in words_of("wrong")]),
       st.sampled_from(["actions", "lead", "timing"]))  # fmt: skip
def test_no_text_is_altered_by_a_doubt(phrase, role):
    old = {"actions": "Treo bảng", "lead": "UBND cấp xã", "timing": "Thường xuyên"}[role]
    written = folded(phrase).key
    task = read_bytes(plan(TASK.replace(old, f"{old}, {written}")).encode()).tasks[0]
    kept = {"actions": task.actions[0], "lead": " ".join(entry.text for entry in task.lead), "timing": task.timing.text}
    assert all(word in kept[role] for word in written.replace(",", "").split())


# Pages of a PDF (read from files in test_pdf.py)


def test_pages_not_read_are_one_doubt_and_each_guessed_table_is_one():
    blocks = blocks_of(plan(TASK).encode())
    pages = [UnreadPage((), Place(page=3)), UnreadPage((), Place(page=5)), GuessedTable((), Place(table=9, page=2))]
    met = {one.code: one for one in read_blocks([*blocks, *pages]).doubts if one.code > "READ-149"}
    assert (met["READ-150"].places, met["READ-150"].facts) == ((Place(page=3), Place(page=5)), {"pages": "3, 5"})
    assert (met["READ-151"].at, met["READ-151"].facts) == (Place(table=9, page=2), {"page": 2})
    assert met["READ-150"].blocking
    assert met["READ-151"].blocking
    assert not [one for one in read_blocks(blocks).doubts if one.code > "READ-149"]


# The register


def test_every_kind_has_both_languages_with_the_same_values():
    from string import Formatter

    for code, kind in KINDS.items():
        texts = (kind.vi, kind.en, kind.suggestion_vi, kind.suggestion_en)
        assert all(texts), code
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]
        assert names[0] == names[1], code
        assert names[2] == names[3], code


def test_a_doubt_is_worded_in_either_language():
    one = doubt("READ-110", Place(line=4), element="V.6")
    assert wording(one) == (one.message, one.suggestion)
    assert wording(one, "en")[0] == "Task V.6 has no time."
    assert one.places == (Place(line=4),)


def test_every_kind_has_a_test_here():
    import pathlib

    source = pathlib.Path(__file__).read_text("utf-8")
    assert [code for code in KINDS if f'"{code}"' not in source] == []
