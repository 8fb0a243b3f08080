"""The example plan: read alike from text and DOCX, with the planted doubts and no others, and in its own words."""

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from danbiet.base.text import fold
from danbiet.reading.plan.read import read_plan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
TEXT, DOCX = EXAMPLES / "ke-hoach-vi-du.txt", EXAMPLES / "ke-hoach-vi-du.docx"
REAL = ROOT.parent / "shared" / "plan" / "ke-hoach-64-kh-ubnd-ca-mau-2016.txt"
PLACES = ("at", "places", "number_at")


@pytest.fixture(scope="module")
def drafts():
    return {path.suffix: read_plan(path).to_json() for path in (TEXT, DOCX)}


@pytest.fixture(scope="module")
def builder():
    spec = importlib.util.spec_from_file_location("build_docx", EXAMPLES / "build_docx.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_docx"] = module
    spec.loader.exec_module(module)
    return module


def without_places(value):
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items() if key not in PLACES}
    return [without_places(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "part",
    ["document", "score_tables", "causes", "objectives", "requirements", "solutions", "organisation", "tasks"],
)
def test_text_and_docx_give_the_same_draft(drafts, part):
    assert without_places(drafts[".txt"][part]) == without_places(drafts[".docx"][part])


def test_the_form_is_that_of_a_real_plan(drafts):
    draft = drafts[".txt"]
    assert draft["document"]["number"] == "15/KH-UBND"
    assert draft["document"]["date"] == "2016-09-06"
    assert draft["document"]["number_in_head"]
    assert [len(table["rows"]) for table in draft["score_tables"]] == [28]
    counts = Counter(task["dimension"] for task in draft["tasks"])
    assert counts == {"I": 4, "II": 3, "III": 3, "IV": 4, "V": 6, "VI": 4}
    assert {task["timing"]["kind"] for task in draft["tasks"]} == {
        "continuous", "yearly", "event", "external", "missing"
    }  # fmt: skip
    reports = draft["organisation"][0]["reports"]
    assert [report["periods"] for report in reports] == [["quarter", "six_months", "year"]] * 2
    assert [report["from"][0] for report in reports] == ["committee.commune", "agencies.province"]
    assert [report["through"] for report in reports] == [["home_affairs.district"], ["home_affairs.province"]]
    assert draft["organisation"][1]["evaluation"]["days"] == 20


def test_what_is_planted_is_found_and_nothing_else(drafts):
    found = Counter(doubt["code"] for doubt in drafts[".txt"]["doubts"])
    assert found == {
        "READ-101": 1, "READ-103": 1, "READ-110": 1, "READ-112": 1, "READ-113": 2, "READ-114": 8,
        "READ-124": 1, "READ-130": 4, "READ-131": 3,
    }  # fmt: skip
    blocking = {(d["code"], d["facts"]["element"]) for d in drafts[".txt"]["doubts"] if d["blocking"]}
    assert blocking == {("READ-110", "V.5"), ("READ-112", "III.1")}
    assert found - Counter(doubt["code"] for doubt in drafts[".docx"]["doubts"]) == {"READ-131": 3}


def test_the_readme_names_every_planted_doubt(drafts):
    text = (EXAMPLES / "README.md").read_text("utf-8")
    assert {doubt["code"] for doubt in drafts[".txt"]["doubts"]} == set(re.findall(r"READ-\d{3}", text))


def test_rows_over_pages_and_paired_paragraphs_come_out_whole(drafts):
    tasks = {task["code"]: task for task in drafts[".txt"]["tasks"]}
    assert [len(tasks[code]["actions"]) for code in ("I.3", "V.1", "V.2", "V.3", "VI.2")] == [4, 1, 1, 1, 2]
    assert tasks["V.2"]["coordinate"][0]["designation"] == "office.province"
    assert tasks["V.4"]["lead"][0]["designation"] == "home_affairs.province"
    assert tasks["VI.4"]["actions"]


def test_it_says_that_it_is_an_example():
    lines = TEXT.read_text("utf-8").splitlines()
    assert "VÍ DỤ - KHÔNG PHẢI VĂN BẢN CHÍNH THỨC" in lines[0]
    assert "số liệu ví dụ" in lines[0]
    assert not TEXT.read_bytes().endswith(b"\n")  # as the end of a scan


def test_the_docx_is_built_from_the_text_byte_for_byte(builder):
    assert builder.build(TEXT.read_text("utf-8")) == DOCX.read_bytes()


def test_the_docx_is_an_official_letter_in_form():
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm

    document = docx.Document(str(DOCX))
    section = document.sections[0]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), rel=1e-3)
    assert section.left_margin == pytest.approx(Mm(30), rel=1e-3)
    assert document.styles["Normal"].font.name == "Times New Roman"
    body = document.element.body
    assert len(list(body.iter(qn("w:vMerge")))) >= 6
    assert len(list(body.iter(qn("w:gridSpan")))) >= 24
    assert len(list(body.iter(qn("w:tblHeader")))) == 3


@pytest.mark.shared
def test_no_sentence_of_the_real_document_is_in_it(drafts):
    if not REAL.is_file():
        pytest.skip("needs ../shared/plan beside the checkout")
    real = runs(read_plan(REAL).to_json())
    shared = {run for run in runs(drafts[".txt"]) if run in real}
    # What the form and the names of bodies and documents prescribe stays.
    assert not {run for run in shared if not PRESCRIBED.search(" ".join(run))}


PRESCRIBED = re.compile(r"ubnd|so nganh|phap lenh thuc hien|giai doan 2016 2020|quyet dinh so|ke hoach so")


def runs(draft, length=14):
    """Runs of words in the prose and the actions of a draft."""
    parts = ("causes", "objectives", "requirements", "solutions", "organisation")
    texts = [text for part in parts for row in draft[part] for text in (row["text"], *row["items"])]
    texts += [text for task in draft["tasks"] for text in task["actions"]]
    found = set()
    for text in texts:
        words = re.findall(r"[a-z0-9]+", fold(text))
        found |= {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
    return found
