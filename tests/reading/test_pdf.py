"""A PDF with a text layer says what the document it was printed from says; what can't be read is told by page."""

import importlib.util
import random
import shutil
import subprocess
import sys
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import browser
from tests.reading import pdfs, pdfwriter, variants
from tests.reading.pdfwriter import Sheet

from danbiet.base.errors import CodedError
from danbiet.cli import main
from danbiet.reading import pdf_pages, pdf_source, source
from danbiet.reading.blocks import GuessedTable, Line, Table, UnreadPage
from danbiet.reading.plan.read import read_blocks, read_bytes, score_rows

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ke-hoach-vi-du.txt"
DOCX = EXAMPLE.with_suffix(".docx")
REAL = ROOT.parent / "shared" / "plan" / "ke-hoach-64-kh-ubnd-ca-mau-2016.txt"


@pytest.fixture(scope="module")
def build():
    """``examples/build_docx.py``, which knows the text's paragraphs and tables."""
    spec = importlib.util.spec_from_file_location("build_docx", ROOT / "examples" / "build_docx.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_docx"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["build_docx"]


@pytest.fixture(scope="module")
def press(build):
    return pdfwriter.plan(build.read(EXAMPLE.read_text("utf-8")).parts)


@pytest.fixture(scope="module")
def printed_plan(press):
    return pdfwriter.document(press.sheets)


@pytest.fixture(scope="module")
def blocks(printed_plan):
    return source.blocks_of(printed_plan, "ke-hoach.pdf")


@pytest.fixture(scope="module")
def plain():
    return read_bytes(EXAMPLE.read_bytes(), "ke-hoach.txt")


def same_facts(draft, expected):
    """Number, date, title, signer, scores; of each task who leads, who coordinates, when."""
    found, wanted = variants.understood(draft), variants.understood(expected)
    assert found["document"] == wanted["document"]
    assert found["scores"] == wanted["scores"]
    assert len(score_rows(draft)) == 28
    assert list(found["tasks"]) == list(wanted["tasks"])
    for code, task in wanted["tasks"].items():
        for part in ("lead", "coordinate", "timing"):
            assert found["tasks"][code][part] == task[part], (code, part)
    assert found["recipients"] == wanted["recipients"]


def test_the_pdf_of_a_plan_says_the_same(blocks, plain):
    same_facts(read_blocks(blocks), plain)


def test_page_numbers_and_running_heads_are_left_out(blocks, press):
    text = "\n".join(line.text for block in blocks if isinstance(block, Line) for line in [block])
    assert "bản in thử" not in text
    assert not [line for line in text.split("\n") if line.startswith("- ") and line.strip("- ").isdigit()]
    assert len(press.sheets) > 5


def test_tables_over_pages_are_one_with_its_heading_once(blocks):
    scores, tasks = [block for block in blocks if isinstance(block, Table)]
    assert [row.cell(0).text for row in scores.rows[:3]] == ["STT", "", "I"]
    assert len(scores.rows) == 30
    assert sum(row.cell(0).text == "STT" for row in tasks.rows) == 1
    assert tasks.rows[-1].at.page > tasks.rows[0].at.page
    assert [row.at.row for row in tasks.rows] == list(range(1, len(tasks.rows) + 1))


def test_every_place_names_its_page(blocks):
    pages = [block.at.page for block in blocks]
    assert pages == sorted(pages)
    assert pages[0] == 1
    paragraphs = [block for block in blocks if isinstance(block, Line)]
    assert paragraphs[0].at.render() == "trang 1, đoạn 1"
    assert paragraphs[0].at.render("en") == "page 1, paragraph 1"


def test_paragraphs_are_whole_again(blocks, build):
    wanted = [
        build.plain(part.lstrip("# ")) for part in build.read(EXAMPLE.read_text("utf-8")).parts if isinstance(part, str)
    ]
    found = {block.text for block in blocks if isinstance(block, Line)}
    missing = [text for text in wanted if text not in found]
    assert missing == []


@pytest.mark.browser
@pytest.mark.parametrize("style", ["", "col{width:auto!important}"], ids=["as laid out", "narrow columns"])
def test_a_browsers_print_of_the_docx_says_the_same(style, plain):
    """Another printer: other fonts, justified lines, rows left open at a page's end, the browser's head and foot."""
    with browser.running(chromium()) as running:
        data = pdfs.printed(running, pdfs.as_html(DOCX.read_bytes(), style), display_header_footer=True)
    same_facts(read_bytes(data, "in.pdf"), plain)


@pytest.mark.browser
@pytest.mark.shared
def test_a_browsers_print_of_the_real_plan(build):
    if not REAL.is_file():
        pytest.skip("needs ../shared/plan beside the checkout")
    text = REAL.read_text("utf-8")
    with browser.running(chromium()) as running:
        data = pdfs.printed(running, pdfs.text_as_html(build.read(text).parts))
    draft, wanted = read_bytes(data, "in.pdf"), read_bytes(text.encode())
    assert (draft.document.number, draft.document.date) == (wanted.document.number, wanted.document.date)
    assert [row.values for row in score_rows(draft)] == [row.values for row in score_rows(wanted)]
    pairs = list(zip(draft.tasks, wanted.tasks, strict=True))
    assert [one.code for one, _ in pairs] == [other.code for _, other in pairs]
    for one, other in pairs:
        assert [unit.designation for unit in one.lead] == [unit.designation for unit in other.lead], one.code
        assert [unit.designation for unit in one.coordinate] == [unit.designation for unit in other.coordinate], (
            one.code
        )
        assert one.timing.kind == other.timing.kind, one.code
    assert len(draft.organisation) == len(wanted.organisation)


def chromium():
    return next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))


def lines(*rows, size=12):
    """A page of lines of (x, text) pairs, one under the other."""
    sheet = Sheet()
    for index, row in enumerate(rows):
        for x, text in row:
            sheet.text(x, 100 + 18 * index, text, size)
    return sheet


def texts(*sheets, **options):
    """The paragraphs of a PDF of these pages."""
    return [block.text for block in source.blocks_of(pdfwriter.document(sheets, **options)) if isinstance(block, Line)]


def test_two_columns_are_read_one_after_the_other():
    assert texts(
        lines(
            [(60, "ỦY BAN NHÂN DÂN"), (300, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
            [(60, "TỈNH CÀ MAU"), (330, "Độc lập - Tự do - Hạnh phúc")],
            [(60, "Số: 9/KH-UBND"), (340, "Cà Mau, ngày 01 tháng 6 năm 2026")],
            [(270, "KẾ HOẠCH")],
        )
    ) == [
        "ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "Số: 9/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Cà Mau, ngày 01 tháng 6 năm 2026", "KẾ HOẠCH",
    ]  # fmt: skip


def test_recipients_longer_than_the_signature_stay_together():
    found = texts(
        lines(
            [(60, "Nơi nhận:"), (380, "TM. ỦY BAN NHÂN DÂN")],
            [(60, "- Sở Nội vụ;"), (400, "CHỦ TỊCH")],
            [(60, "- UBND các xã;")],
            [(60, "- Lưu: VT."), (395, "Người Ký Ví Dụ")],
        )
    )
    assert found[:4] == ["Nơi nhận:", "- Sở Nội vụ;", "- UBND các xã;", "- Lưu: VT."]
    assert found[4:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Người Ký Ví Dụ"]


def test_a_word_parted_at_its_hyphen_is_one_again():
    line = "Căn cứ Quyết định về cải cách hành chính của Ủy ban nhân dân tỉnh số 680/QĐ-"
    assert texts(lines([(60, line)], [(60, "UBND ngày 19 tháng 4 năm 2016.")])) == [
        f"{line}UBND ngày 19 tháng 4 năm 2016."
    ]


def test_letters_of_several_signs_are_composed_and_bullets_of_word_are_dashes():
    assert texts(lines([(60, "Ke\u0302\u0301 hoa\u0323ch naxm nay")], [(60, "\uf0b7 Việc một;")])) == [
        "Kế hoạch naxm nay", "- Việc một;"
    ]  # fmt: skip


def test_a_table_without_lines_is_read_with_a_doubt_that_blocks():
    wide = ["STT", "Nội dung", "Nhiệm vụ", "Đơn vị chủ trì", "Phối hợp", "Thời gian"]
    rows = [
        wide,
        ["I", "Tham gia", "", "", "", ""],
        *[[str(n), "Bầu cử", "Niêm yết danh sách", "UBND cấp xã", "Sở Nội vụ", "Thường xuyên"] for n in (1, 2, 3)],
    ]
    places = (40, 80, 160, 290, 400, 490)
    sheet = lines(*[[(x, text) for x, text in zip(places, row, strict=True) if text] for row in rows], size=9)
    draft = read_bytes(pdfwriter.document([sheet]), "khong-ke.pdf")
    assert [task.code for task in draft.tasks] == ["I.1", "I.2", "I.3"]
    (found,) = [one for one in draft.doubts if one.code == "READ-151"]
    assert (found.blocking, found.at.page) == (True, 1)


def test_columns_of_white_are_a_table():
    sheet = lines(
        [(60, "STT"), (100, "Nội dung"), (300, "Điểm 2014"), (400, "Điểm 2015")],
        [(60, "I"), (100, "Tham gia của người"), (300, "4,94"), (400, "4,83")],
        [(100, "dân ở cơ sở")],
        [(60, "1"), (100, "Tri thức"), (300, "0,95"), (400, "0,90")],
    )
    (table,) = source.blocks_of(pdfwriter.document([sheet]))
    assert isinstance(table, GuessedTable)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["STT", "Nội dung", "Điểm 2014", "Điểm 2015"], ["I", "Tham gia của người dân ở cơ sở", "4,94", "4,83"],
        ["1", "Tri thức", "0,95", "0,90"],
    ]  # fmt: skip


def scanned():
    sheet = Sheet()
    sheet.scan()
    return sheet


def test_pages_that_are_pictures_are_named_and_block(press):
    sheets = [*press.sheets[:2], scanned(), *press.sheets[2:], scanned()]
    data = pdfwriter.document(sheets)
    unread = [block.at.page for block in source.blocks_of(data) if isinstance(block, UnreadPage)]
    assert unread == [3, len(sheets)]
    (found,) = [one for one in read_bytes(data).doubts if one.code == "READ-150"]
    assert (found.blocking, found.at.page, len(found.places)) == (True, 3, 2)
    assert f"3, {len(sheets)}" in found.message


def test_an_empty_page_is_no_loss(press, plain):
    draft = read_bytes(pdfwriter.document([*press.sheets[:1], Sheet(), *press.sheets[1:]]))
    assert not [one for one in draft.doubts if one.code == "READ-150"]


def test_a_letter_without_a_code_is_a_doubt(press, build):
    text = EXAMPLE.read_text("utf-8").replace("Mời đủ đại diện", "Mời đủ \ufffd diện")
    draft = read_bytes(pdfwriter.document(pdfwriter.plan(build.read(text).parts).sheets))
    assert [one.facts["wrong"] for one in draft.doubts if one.code == "READ-132"] == ["\ufffd"]


TCVN3 = "KÕ ho¹ch n©ng cao chØ sè hiÖu qu¶ qu¶n trÞ vµ hµnh chÝnh c«ng cña tØnh n¨m 2016"
VNI = "Keá hoaïch naâng cao chæ soá hieäu quaû quaûn trò vaø haønh chính coâng cuûa tænh naêm 2016"


def bombs():
    """Files that ask for more than they are."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", 3: page}
    return {
        "a stream that unpacks without end": pdfwriter.assembled({**tree, 4: pdfwriter.stream(bytes(110 * 2**20))}),
        "many streams": pdfwriter.assembled(tree) + b"\nstream\n" * 20_001,
    }


REFUSED = {
    "nothing but its first line": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "READ-013"),
    "noise behind its first line": (b"%PDF-1.4\n" + random.Random(1).randbytes(5000), "READ-013"),
    "no pages": (pdfwriter.assembled({1: b"<< /Type /Catalog >>"}), "READ-013"),
    "only pictures": (pdfwriter.document([scanned(), scanned()]), "READ-007"),
    "only empty pages": (pdfwriter.document([Sheet()]), "READ-007"),
    "a page of a kilometre": (pdfwriter.document([lines([(60, "Kế hoạch")])], media="0 0 595 2834646"), "READ-015"),
    "a page of no width": (pdfwriter.document([lines([(60, "Kế hoạch")])], media="0 0 0 842"), "READ-015"),
    "too many pages": (pdfwriter.document([Sheet() for _ in range(151)]), "READ-015"),
    "too many words": (
        pdfwriter.document([lines(*[[(10 + 20 * i, "ab") for i in range(25)] for _ in range(250)])]), "READ-015"
    ),
    "TCVN3": (pdfwriter.document([lines(*[[(60, TCVN3)]] * 4)], font="ABCDEF+.VnTime"), "READ-017"),
    "VNI": (pdfwriter.document([lines(*[[(60, VNI)]] * 4)], font="VNI-Times"), "READ-017"),
    "TCVN3 in a font of another name": (pdfwriter.document([lines(*[[(60, TCVN3)]] * 4)]), "READ-017"),
    "letters without codes": (pdfwriter.document([lines(*[[(60, TCVN3)]] * 4)], mapped=False), "READ-017"),
    "a letter": (pdfwriter.document([lines([(60, "Kính gửi Sở Nội vụ,")], [(60, "Xin cảm ơn.")])]), "READ-008"),
    "locked": (
        pdfwriter.document([lines([(60, "Kế hoạch")])],
                           trailer="/ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 "
                           f"/O <{'11' * 32}> /U <{'22' * 32}> >>"), "READ-014",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_code_place_and_remedy(name):
    data, code = REFUSED[name]
    with pytest.raises(CodedError) as caught:
        read_bytes(data, "tep.pdf")
    assert (caught.value.code, caught.value.at) == (code, "tep.pdf")
    for language in ("vi", "en"):
        assert caught.value.remedy(language)
        assert "{" not in caught.value.render(language)


@pytest.mark.parametrize("name", ["a stream that unpacks without end", "many streams"])
def test_a_bomb_is_refused_before_anything_reads_it(name, monkeypatch):
    import pdfplumber

    monkeypatch.setattr(pdfplumber, "open", lambda *args, **kwargs: pytest.fail("read before the limits were checked"))
    data = bombs()[name]
    tracemalloc.start()
    try:
        with pytest.raises(CodedError) as caught:
            pdf_pages.read(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == "READ-015"
    assert peak < 8 * 1024 * 1024


def test_a_stream_packed_twice_meets_the_limit_of_memory():
    """The limit on streams sees one layer; the process it is read in has a bound of its own."""
    pytest.importorskip("resource")
    inner = zlib.compressobj(1)
    body = zlib.compress(b"".join(inner.compress(bytes(2**20)) for _ in range(1024)) + inner.flush(), 1)
    head = f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(body)} >>\nstream\n".encode()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", 3: page}
    with pytest.raises(CodedError) as caught:
        read_bytes(pdfwriter.assembled({**tree, 4: head + body + b"\nendstream"}), "bom.pdf")
    assert caught.value.code in ("READ-013", "READ-015")


def test_a_form_that_never_ends_is_stopped_by_the_clock(monkeypatch):
    def slow(*args, **kwargs):
        raise subprocess.TimeoutExpired("python", kwargs["timeout"])

    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(CodedError) as caught:
        read_bytes(REFUSED["only pictures"][0], "cham.pdf")
    assert (caught.value.code, caught.value.values) == ("READ-016", {"seconds": pdf_pages.SECONDS})


@pytest.mark.parametrize(("result", "code"), [(-24, "READ-016"), (-9, "READ-015"), (1, "READ-015")])
def test_a_process_that_was_killed_is_an_answer_too(monkeypatch, result, code):
    done = subprocess.CompletedProcess([], result, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: done)
    with pytest.raises(CodedError) as caught:
        read_bytes(REFUSED["only pictures"][0], "het.pdf")
    assert caught.value.code == code


def test_the_process_gets_no_secrets(monkeypatch):
    seen = {}

    def run(*args, **kwargs):
        seen.update(kwargs["env"])
        return subprocess.CompletedProcess([], 0, b'{"pages": []}', b"")

    monkeypatch.setenv("SECRET_KEY", "k")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    monkeypatch.setattr(subprocess, "run", run)
    pdf_pages.pages_of(b"%PDF-1.4")
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(seen)


def test_the_command_says_why_and_ends_with_2(tmp_path, capsys, monkeypatch):
    path = tmp_path / "scan.pdf"
    path.write_bytes(REFUSED["only pictures"][0])
    for language, word in (("vi", "ảnh chụp"), ("en", "pictures")):
        monkeypatch.setenv("DANBIET_LANG", language)
        assert main.main(["plan", "read", str(path), "--json"]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith("READ-007 scan.pdf: ")
        assert word in err


def test_a_text_needs_no_pdf_reader():
    code = (
        "import sys; from danbiet.reading.plan import read_plan; "
        f"read_plan({str(EXAMPLE)!r}); sys.exit(any('pdf' in name for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


SMALL = pdfwriter.document([lines([(60, "Kế hoạch")], [(60, "Sở Nội vụ")]), scanned()])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 30), st.binary(max_size=30)), min_size=1, max_size=6
    )
)
def test_a_damaged_pdf_is_read_or_refused_but_never_breaks(changes):
    """In this process, without its limits: what the reader raises must come out coded."""
    damaged = bytearray(SMALL)
    for at, gone, put in changes:
        damaged[at : at + gone] = put
    code = ""
    try:
        assert pdf_pages.read(bytes(damaged))
    except CodedError as error:
        code = error.code
    assert code in {"", "READ-013", "READ-014", "READ-015"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 590), st.floats(0, 840), st.floats(1, 300), st.floats(1, 40), st.text("aáB-;. 1", min_size=1)
        ),
        max_size=60,
    )
)
def test_words_anywhere_become_lines_and_none_is_lost(words):
    made = [pdf_pages.Word(x, y, x + w, y + h, text.replace(" ", "") or "a") for x, y, w, h, text in words]
    page = pdf_pages.Page(1, 595, 842, tuple(made))
    found = pdf_source._Reader([page], []).read()
    letters = "".join(
        cell.text for block in found if isinstance(block, Table) for row in block.rows for cell in row.cells
    )
    letters += "".join(block.text for block in found if isinstance(block, Line))
    assert sorted(letters.replace(" ", "")) == sorted("".join(word.text for word in made))
