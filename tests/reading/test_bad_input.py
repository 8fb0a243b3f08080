"""What isn't a plan, or tries to hurt: refused with a code, a place and a remedy, before it costs anything."""

import io
import random
import re
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError, registered
from danbiet.cli import main
from danbiet.reading import docx_source, errors, source, text_source
from danbiet.reading.plan.read import read_bytes, read_plan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
TEXT = (EXAMPLES / "ke-hoach-vi-du.txt").read_text("utf-8")
DOCX = (EXAMPLES / "ke-hoach-vi-du.docx").read_bytes()
MEGABYTE = 1024 * 1024
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EMPTY_BODY = f'<w:document xmlns:w="{W}"><w:body/></w:document>'
ENTITIES = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
OUTSIDE = '<!ENTITY c SYSTEM "file:///etc/passwd">'


def with_entities(declared):
    body = EMPTY_BODY.replace("<w:body/>", "<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body>")
    return docx(f'<?xml version="1.0"?><!DOCTYPE d [{declared}]>{body}')


def archive(entries, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of (name, content) pairs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


def docx(xml):
    """A DOCX of nothing but its main part."""
    return archive([("word/document.xml", xml)], zipfile.ZIP_STORED)


def body(inner):
    """The main part of a DOCX around an inner part."""
    return EMPTY_BODY.replace("<w:body/>", f"<w:body>{inner}</w:body>")


def row(cells):
    """A table of one row."""
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def lying(size):
    """A DOCX whose directory says that its part has 100 bytes."""
    data = bytearray(archive([("word/document.xml", b" " * size)]))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def flagged_encrypted():
    data = bytearray(docx(EMPTY_BODY))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def corrupt():
    """A compressed part with bytes turned over in the middle."""
    data = bytearray(DOCX)
    with zipfile.ZipFile(io.BytesIO(DOCX)) as opened:
        at = opened.getinfo("word/document.xml").header_offset
    data[at + 200 : at + 260] = bytes(255 - byte for byte in data[at + 200 : at + 260])
    return bytes(data)


def wide_rows():
    """The assignment table with three cells too many in every row."""
    lines = TEXT.split("\n")
    start = next(i for i, line in enumerate(lines) if "BẢNG PHÂN CÔNG" in line)
    return "\n".join(
        f"{line}\tba\tô\tthừa" if i > start and line.count("\t") > 2 and not line.startswith("STT") else line
        for i, line in enumerate(lines)
    )


REFUSED = {
    "empty": (b"", "READ-001"),
    "only blanks": (b" \n\t\r\n  \n", "READ-001"),
    "only a byte order mark": (b"\xef\xbb\xbf", "READ-001"),
    "only marks": (b"---\n***\n\n", "READ-001"),
    "empty document": (docx(EMPTY_BODY), "READ-001"),
    "encrypted, or a .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "READ-003"),
    "encrypted entry": (flagged_encrypted(), "READ-003"),
    "no ZIP after all": (b"PK\x03\x04 and nothing more", "READ-004"),
    "no main part": (archive([("xl/workbook.xml", "<x/>")]), "READ-004"),
    "no body": (docx(f'<w:document xmlns:w="{W}"/>'), "READ-004"),
    "XML that breaks off": (docx(f'<w:document xmlns:w="{W}"><w:body><w:p>'), "READ-004"),
    "unknown XML encoding": (docx('<?xml version="1.0" encoding="x-none"?><a/>'), "READ-004"),
    "entities": (with_entities(ENTITIES), "READ-004"),
    "entity from outside": (with_entities(OUTSIDE), "READ-004"),
    "corrupt": (corrupt(), "READ-004"),
    "cut short": (DOCX[:-200], "READ-004"),
    "directory lies": (lying(5 * MEGABYTE), "READ-004"),
    "high ratio": (archive([("word/document.xml", b" " * (30 * MEGABYTE))]), "READ-005"),
    "many entries": (archive([(f"word/{i}", "") for i in range(2100)] + [("word/document.xml", "x")]), "READ-005"),
    "nested": (docx(body("<w:p>" + "<w:r>" * 5000 + "</w:r>" * 5000 + "</w:p>")), "READ-005"),
    "windows-1258": ("Kế hoạch nâng cao chỉ số".encode("cp1258", "replace") + b"\xea\xec\xf2", "READ-006"),
    "UTF-16 with every other byte lost": (TEXT.encode("utf-16-le")[::3], "READ-006"),
    "UTF-16 cut short": (TEXT.encode("utf-16")[:-1], "READ-006"),
    "binary": (bytes(range(256)) * 40, "READ-006"),
    "control characters": (b"abc\x00\x01\x02" * 1000, "READ-006"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "READ-013"),
    "a letter": ("Kính gửi Sở Nội vụ,\n\nXin cảm ơn.\n".encode(), "READ-008"),
    "a table that isn't it": ("STT\tTên\tTuổi\n1\tA\t30\n2\tB\t40\n".encode(), "READ-008"),
    "rows too wide": (wide_rows().encode(), "READ-009"),
    "too many cells": (("a\tb\tc\td\n" * 5000).encode(), "READ-012"),
    "too many cells in HTML": (b"<table>" + b"<tr><td>a" * 8000, "READ-012"),
    "too many cells in a document": (docx(body(row("<w:tc><w:p/></w:tc>" * 13000))), "READ-012"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_code_place_and_remedy(name):
    data, code = REFUSED[name]
    with pytest.raises(CodedError) as caught:
        read_bytes(data, "tep.docx")
    assert (caught.value.code, caught.value.at) == (code, "tep.docx")
    for language in ("vi", "en"):
        assert caught.value.remedy(language)
        assert "{" not in caught.value.render(language)
    assert caught.value.render("vi") != caught.value.render("en")


LANGUAGES = (("vi", "[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"), ("en", r"\b(the|it|and)\b"))


@pytest.mark.parametrize("name", REFUSED)
def test_the_command_says_so_and_ends_with_2(tmp_path, capsys, monkeypatch, name):
    data, code = REFUSED[name]
    path = tmp_path / "tep.docx"
    path.write_bytes(data)
    for language, word in (
        ("vi", r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"),
        ("en", r"\b(the|it|and)\b"),
    ):
        monkeypatch.setenv("DANBIET_LANG", language)
        assert main.main(["plan", "read", str(path), "--json"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"{code} tep.docx: ")
        assert err.count("\n") == 1
        assert re.search(word, err, re.IGNORECASE)


def test_the_command_as_a_process_of_its_own(tmp_path):
    path = tmp_path / "khong-phai-ke-hoach.txt"
    path.write_text("Không phải kế hoạch.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "danbiet.cli.main", "plan", "read", str(path), "--json"],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"READ-008 khong-phai-ke-hoach.txt: ")


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_files_that_can_not_be_opened(tmp_path, capsys, words):
    for path in (tmp_path / "khong-co.txt", tmp_path):
        assert main.main(["plan", "read", str(path), *words]) == 2
        out, err = capsys.readouterr()
        assert (out, err[:9]) == ("", "READ-010:")
        assert str(path) in err


@pytest.fixture
def unreachable(monkeypatch):
    """Parsers that fail the test when something reaches them."""

    def fail(*args, **kwargs):
        pytest.fail("parsed before the limits were checked")

    monkeypatch.setattr(text_source, "decode", fail)
    monkeypatch.setattr(text_source, "blocks_of", fail)
    monkeypatch.setattr(docx_source, "parts_of", fail)
    monkeypatch.setattr(docx_source, "blocks_of", fail)


def test_fifty_megabytes_of_noise_are_not_even_read(tmp_path, unreachable, monkeypatch, capsys):
    path = tmp_path / "nhieu.txt"
    noise = random.Random(50).randbytes(MEGABYTE)
    with path.open("wb") as file:
        for _ in range(50):
            file.write(noise)
    tracemalloc.start()
    try:
        assert main.main(["plan", "read", str(path), "--json"]) == 2
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("READ-002 nhieu.txt: Tệp lớn 50 MB, quá giới hạn 20 MB")
    assert peak < 20 * MEGABYTE


def test_limits_stand_before_the_parsers(unreachable):
    with pytest.raises(CodedError) as caught:
        read_bytes(b"a" * (source.MAX_BYTES + 1), "to.txt")
    assert (caught.value.code, caught.value.values) == ("READ-002", {"size": 21, "limit": 20})
    with pytest.raises(CodedError) as caught:
        read_bytes(b"a" * (source.MAX_TEXT_BYTES + 1), "to.txt")
    assert (caught.value.code, caught.value.values) == ("READ-002", {"size": 3, "limit": 2})


def test_a_file_without_a_size_is_read_up_to_the_limit(monkeypatch):
    zero = Path("/dev/zero")
    if not zero.exists():
        pytest.skip("no /dev/zero on this machine")
    monkeypatch.setattr(source, "MAX_BYTES", 3 * MEGABYTE)
    with pytest.raises(CodedError) as caught:
        read_plan(zero)
    assert caught.value.code == "READ-002"


def test_a_text_at_the_limit_is_read(monkeypatch):
    data = TEXT.encode()
    monkeypatch.setattr(source, "MAX_TEXT_BYTES", len(data))
    assert len(read_bytes(data).tasks) == 24
    monkeypatch.setattr(source, "MAX_TEXT_BYTES", len(data) - 1)
    with pytest.raises(CodedError, match="READ-002"):
        read_bytes(data)


BOMBS = ["high ratio", "many entries", "encrypted entry", "no main part", "directory lies"]


@pytest.mark.parametrize("name", [*BOMBS, "too many cells in a document"])
def test_no_xml_is_parsed_of_a_bomb(monkeypatch, name):
    import defusedxml.ElementTree

    def fail(*args, **kwargs):
        pytest.fail("parsed before the limits were checked")

    monkeypatch.setattr(defusedxml.ElementTree, "fromstring", fail)
    data, code = REFUSED[name]
    with pytest.raises(CodedError, match=code):
        read_bytes(data)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_memory(name):
    data, code = REFUSED[name]
    tracemalloc.start()
    try:
        with pytest.raises(CodedError, match=code):
            read_bytes(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * MEGABYTE


def test_a_part_is_inflated_no_further_than_its_limit(monkeypatch):
    """Under the ratio and the sum, over the limit of the part: noise is stored as it is."""
    monkeypatch.setattr(docx_source, "MAX_PART", 2 * MEGABYTE)
    data = archive([("word/document.xml", random.Random(1).randbytes(3 * MEGABYTE))])
    with pytest.raises(CodedError) as caught:
        read_bytes(data, "bom.docx")
    assert caught.value.code == "READ-005"
    assert "word/document.xml" in caught.value.message("vi")


@pytest.mark.parametrize(("name", "value"), [("MAX_ENTRIES", 3), ("MAX_UNPACKED", 1000), ("MAX_RATIO", 1)])
def test_each_limit_of_a_package_counts_on_its_own(monkeypatch, name, value):
    assert read_bytes(DOCX).tasks
    monkeypatch.setattr(docx_source, name, value)
    with pytest.raises(CodedError, match="READ-005"):
        read_bytes(DOCX)


def test_an_impossible_date_is_a_blocking_doubt_at_its_line():
    text = TEXT.replace("Cà Mau, ngày 06 tháng 9 năm 2016", "Cà Mau, ngày 31 tháng 02 năm 2016", 1)
    text = text.replace("ngày 06 tháng 9 năm 2016 của UBND tỉnh", "của UBND tỉnh")
    draft = read_bytes(text.encode())
    (found,) = [doubt for doubt in draft.doubts if doubt.code == "READ-121"]
    assert (found.blocking, found.at.line, draft.document.date) == (True, 11, None)
    assert "31 tháng 02 năm 2016" in found.message
    assert not [doubt for doubt in draft.doubts if doubt.code == "READ-122" and doubt.facts["what"] == "ngày"]


def test_an_impossible_date_of_another_document_leaves_the_reference_without_one():
    text = TEXT.replace("680/QĐ-UBND ngày 19/4/2016", "680/QĐ-UBND ngày 31/02/2016")
    found = {one.number: one.date for one in read_bytes(text.encode()).document.references}
    assert found["680/QĐ-UBND"] is None


def test_one_row_with_a_cell_too_many_is_a_doubt_and_many_are_an_error():
    row = next(line for line in TEXT.split("\n") if line.startswith("2\tCơ hội tham gia\tMời"))
    draft = read_bytes(TEXT.replace(row, f"{row}\tthừa").encode())
    (found,) = [doubt for doubt in draft.doubts if doubt.code == "READ-117"]
    assert (found.blocking, found.facts["cells"], found.facts["columns"]) == (True, 7, 6)
    assert TEXT.split("\n")[found.at.line - 1] == row
    with pytest.raises(CodedError) as caught:
        read_bytes(wide_rows().encode())
    assert caught.value.code == "READ-009"
    assert caught.value.values["wrong"] * 2 > caught.value.values["rows"]


def test_a_plan_of_nothing_but_its_table_is_read_with_doubts():
    text = TEXT[TEXT.index("STT\tNỘI DUNG CỦA PAPI") :]
    draft = read_bytes(text.encode())
    assert len(draft.tasks) == 24
    assert [doubt.facts["what"] for doubt in draft.doubts if doubt.code == "READ-122"] == ["số", "ngày", "người ký"]
    assert draft.score_tables == ()


@pytest.mark.parametrize(
    ("value", "cells"), [("x", 2), ("-3", 2), ("0", 2), ("", 2), ("²", 2), ("3", 4), ("99999999999", 51)]
)
def test_a_span_that_is_no_number_or_too_large(value, cells):
    spanned = f'<w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    (table,) = docx_source.blocks_of(body(row(spanned + "<w:tc><w:p/></w:tc>")).encode())
    assert len(table.rows[0].cells) == cells
    (table,) = text_source.blocks_of(f'<table><tr><td colspan="{value}">a</td><td></td></tr></table>')
    assert len(table.rows[0].cells) == (cells if value != "99999999999" else 2)


LINES = TEXT.split("\n")
changes = st.lists(
    st.tuples(
        st.sampled_from(["drop", "swap", "cut", "shuffle", "cell", "append", "repeat", "put"]),
        st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1),
        st.sampled_from(["", "KẾ HOẠCH", "I", "STT\tĐiểm số 2015\tNội dung", "Nơi nhận:", "CHỦ TỊCH", "<table>",
                         "</ul>", "Số: 1/KH-UBND", "sau 3 ngày", "a|b|c|d", "\t\t\t", '\t\t"', "²\t①\t٣\t"]),
    ),
    min_size=1, max_size=10,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(changes)
def test_a_damaged_plan_is_read_or_refused_but_never_breaks(edits):
    lines = list(LINES)
    for kind, one, other, text in edits:
        i, j = one % len(lines), other % len(lines)
        cells = lines[i].split("\t")
        if kind == "drop":
            del lines[i : i + 1 + j % 20]
            lines = lines or [""]
        elif kind == "swap":
            lines[i], lines[j] = lines[j], lines[i]
        elif kind in ("cut", "shuffle", "cell"):
            made = {"cut": [lines[i][: other % 80]], "shuffle": cells[::-1], "cell": cells[1:]}[kind]
            lines[i] = "\t".join(made)
        elif kind == "append":
            lines[i] += f"\t{lines[j]}"
        else:
            lines.insert(i, lines[j] if kind == "repeat" else text)
    draft, code = outcome("\n".join(lines).encode())
    assert code in registered() if draft is None else draft.tasks
    assert draft is None or len({task.code for task in draft.tasks}) == len(draft.tasks)


def outcome(data):
    """The draft, or the code of the refusal; anything else breaks the test."""
    try:
        return read_bytes(data, "hong"), ""
    except CodedError as error:
        return None, error.code if error.at == "hong" else "without a place"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(DOCX) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_package_is_read_or_refused_but_never_breaks(bytes_changed):
    data = bytearray(DOCX)
    for place, value in bytes_changed:
        data[place] = value
    draft, code = outcome(bytes(data))
    assert draft or code in {"READ-001", "READ-003", "READ-004", "READ-005", "READ-006", "READ-008", "READ-009"}


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=3000) | st.text(max_size=1500).map(str.encode))
def test_noise_is_refused(data):
    with pytest.raises(CodedError) as caught:
        read_bytes(data, "nhieu")
    assert caught.value.code.startswith("READ-")


def test_every_code_of_the_room_is_refused_or_raised_somewhere_here():
    """READ-002, READ-010 and READ-011 have tests of their own; PDFs and comments have theirs beside this file."""
    codes = {kind.code for kind in vars(errors).values() if hasattr(kind, "code")}
    pdf, comments = {"READ-007", "READ-014", "READ-015", "READ-016", "READ-017"}, {"READ-018", "READ-019", "READ-020"}
    elsewhere = {"READ-002", "READ-010", "READ-011"} | pdf | comments
    assert codes - {code for _, code in REFUSED.values()} == elsewhere


def test_a_draft_of_another_form_is_refused():
    from danbiet.reading.plan import PlanDraft

    with pytest.raises(CodedError, match="READ-011"):
        PlanDraft.from_json({"schema": "danbiet.plan-draft/9"})
