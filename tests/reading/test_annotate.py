"""The DOCX that comes back: each doubt a comment at its place, and nothing else changed."""

import hashlib
import io
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from tests.reading.test_bad_input import REFUSED

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.cli import main
from danbiet.reading import annotate
from danbiet.reading.annotate import Note, annotated, notes_of
from danbiet.reading.blocks import Line, Place, Table
from danbiet.reading.plan import read_bytes
from danbiet.reading.source import blocks_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ke-hoach-vi-du.docx"
DOCX = EXAMPLE.read_bytes()


@pytest.fixture(scope="module")
def draft():
    return read_bytes(DOCX, "ke-hoach.docx")


@pytest.fixture(scope="module")
def given_back(draft):
    with clock.frozen(datetime(2026, 3, 2, 1, tzinfo=UTC)):
        return annotated(DOCX, notes_of(draft))


def content_hash(draft):
    return hashlib.sha256(json.dumps(draft.to_json(), sort_keys=True).encode()).hexdigest()


def anchored(data):
    """Of each comment by its number: its text and the text between its marks."""
    document = Document(io.BytesIO(data))
    open_, found = set(), {}
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_.add(element.get(qn("w:id")))
            found[element.get(qn("w:id"))] = []
        elif element.tag == qn("w:commentRangeEnd"):
            open_.remove(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for number in open_:
                found[number].append(element.text)
    assert not open_
    comments = {str(one.comment_id): one for one in document.comments}
    assert set(comments) == set(found)
    assert len({one.get(qn("w:id")) for one in document.element.body.iter(qn("w:commentReference"))}) == len(found)
    return [(comments[number], "".join(found[number])) for number in sorted(found, key=int)]


def test_one_comment_for_each_doubt_with_code_message_and_suggestion(draft, given_back):
    found = anchored(given_back)
    assert len(found) == len(draft.doubts) > 10
    for (comment, _), doubt in zip(found, draft.doubts, strict=True):
        assert (comment.author, comment.initials) == ("Dân Biết", "DB")
        assert comment.timestamp == datetime(2026, 3, 2, 1, tzinfo=UTC)
        first, message, suggestion = (paragraph.text for paragraph in comment.paragraphs)
        assert first.startswith(f"{doubt.code}: ")
        assert ("phải giải quyết trước khi duyệt" in first) == doubt.blocking
        assert message == doubt.message
        assert suggestion == f"Gợi ý: {doubt.suggestion}"


def places(data):
    """Every place of a document with its text."""
    found = {}
    for block in blocks_of(data):
        if isinstance(block, Line):
            found.setdefault(block.at, block.text)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    found[cell.at] = cell.text
                    found.update({line.at: line.text for line in cell.lines})
    return found


def bare(text):
    return text.lstrip("-+ ").strip()


def test_each_comment_stands_at_the_text_of_its_doubt(draft, given_back):
    texts = places(DOCX)
    for (_, text), doubt in zip(anchored(given_back), draft.doubts, strict=True):
        named = doubt.facts.get("wrong") or (doubt.facts.get("text") if doubt.code != "READ-141" else "")
        if doubt.at.paragraph or doubt.at.column:
            assert bare(texts[doubt.at]) in text, doubt
        if named and doubt.at.paragraph:
            assert named in text, doubt


def test_a_comment_on_any_place_encloses_its_text():
    """Every paragraph and cell there is, wherever cells are merged."""
    texts = places(DOCX)
    wanted = [at for at, text in texts.items() if text]
    found = anchored(annotated(DOCX, [Note(at, "x") for at in wanted]))
    assert len(found) == len(wanted) > 400
    for at, (_, text) in zip(wanted, found, strict=True):
        assert "".join(bare(texts[at]).split()) in "".join(text.split()), at


def test_a_merged_cell_is_marked_where_it_can_be_seen():
    blocks = [block for block in blocks_of(DOCX) if isinstance(block, Table)]
    merged = [
        (cell.at, table)
        for table in blocks
        for row in table.rows
        for cell in row.cells
        if cell.merged and cell.at.row > 1
    ]
    assert merged
    for _, text in anchored(annotated(DOCX, [Note(at, "x") for at, _ in merged])):
        assert text.strip()


def test_a_row_is_marked_at_its_first_words(draft):
    tables = [block for block in blocks_of(DOCX) if isinstance(block, Table)]
    rows = [row for table in tables for row in table.rows]
    for row, (_, text) in zip(rows, anchored(annotated(DOCX, [Note(row.at, "x") for row in rows])), strict=True):
        own = ["".join(cell.text.split()) for cell in row.cells if cell.text]
        assert not own or any(bare(one) in "".join(text.split()) for one in own), row.at


def test_a_note_without_a_place_goes_to_the_title():
    for place in (Place(), Place(line=3), Place(table=99, row=1), Place(paragraph=99_999)):
        ((_, text),) = anchored(annotated(DOCX, [Note(place, "x")]))
        assert text == "KẾ HOẠCH"


def test_it_reads_to_the_same_draft(draft, given_back):
    assert content_hash(read_bytes(given_back, "ke-hoach.docx")) == content_hash(draft)


def test_nothing_but_comments_is_added(given_back):
    def cleaned(data):
        body = Document(io.BytesIO(data)).element.body
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for element in list(body.iter(qn(f"w:{name}"))):
                parent = element.getparent()
                parent.remove(element)
                if name == "commentReference":
                    parent.getparent().remove(parent)
        from lxml import etree

        return etree.tostring(body, method="c14n")

    assert cleaned(given_back) == cleaned(DOCX)
    with zipfile.ZipFile(io.BytesIO(DOCX)) as before, zipfile.ZipFile(io.BytesIO(given_back)) as after:
        assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
        assert set(before.namelist()) <= set(after.namelist())
        for name in ("word/styles.xml", "word/settings.xml", "word/numbering.xml"):
            if name in before.namelist():
                assert before.read(name) == after.read(name)


def test_comments_already_there_stay(draft, given_back):
    again = annotated(given_back, notes_of(draft))
    found = anchored(again)
    assert len(found) == 2 * len(draft.doubts)
    assert content_hash(read_bytes(again, "ke-hoach.docx")) == content_hash(draft)


def test_in_english(draft):
    notes = notes_of(draft, "en")
    assert notes[0].text.startswith(f"{draft.doubts[0].code}: to be resolved before approval")
    assert all("Gợi ý" not in note.text for note in notes)
    assert "Suggestion: " in notes[0].text


def test_text_that_xml_can_not_hold_does_not_break_it():
    ((comment, _),) = anchored(annotated(DOCX, [Note(Place(), "một\x00hai\x0bba")]))
    assert comment.text == "một hai ba"


@pytest.mark.parametrize("data", [b"", b"Ke hoach", b"%PDF-1.7\n", EXAMPLE.with_suffix(".txt").read_bytes()])
def test_what_is_no_docx_is_refused(data):
    with pytest.raises(CodedError) as caught:
        annotated(data, [])
    assert caught.value.code == "READ-018"


@pytest.mark.parametrize("name", [name for name, (data, _) in REFUSED.items() if data[:2] == b"PK"])
def test_a_broken_docx_is_refused_as_in_reading(name):
    data, code = REFUSED[name]
    with pytest.raises(CodedError) as caught:
        annotated(data, [Note(Place(), "x")])
    assert caught.value.code == code


def test_a_package_that_holds_nothing_but_its_body_is_refused():
    inner = "<w:body><w:p><w:r><w:t>a</w:t></w:r></w:p></w:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        made.writestr("word/document.xml", f'<w:document xmlns:w="{space}">{inner}</w:document>')
    with pytest.raises(CodedError) as caught:
        annotated(out.getvalue(), [Note(Place(), "x")], "tep.docx")
    assert (caught.value.code, caught.value.at) == ("READ-004", "tep.docx")


def test_the_command_writes_it(tmp_path, capsys, draft):
    out = tmp_path / "ghi-chu.docx"
    assert main.main(["plan", "read", str(EXAMPLE), "--annotate", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == draft.to_json()
    assert len(anchored(out.read_bytes())) == len(draft.doubts)
    assert [path.name for path in tmp_path.iterdir()] == ["ghi-chu.docx"]


@pytest.mark.parametrize("kind", ["same", "other name", "hard link", "symbolic link"])
def test_never_over_the_source(tmp_path, capsys, kind):
    source = tmp_path / "ke-hoach.docx"
    source.write_bytes(DOCX)
    (tmp_path / "d").mkdir()
    out = {"same": source, "other name": tmp_path / "d" / ".." / source.name}.get(kind, tmp_path / "khac.docx")
    if kind == "hard link":
        os.link(source, out)
    elif kind == "symbolic link":
        out.symlink_to(source)
    assert main.main(["plan", "read", str(source), "--annotate", str(out)]) == 2
    assert capsys.readouterr().err.startswith("READ-019: ")
    assert source.read_bytes() == DOCX


def test_a_text_gets_no_comments_and_nothing_is_written(tmp_path, capsys):
    out = tmp_path / "ra.docx"
    assert main.main(["plan", "read", str(EXAMPLE.with_suffix(".txt")), "--annotate", str(out)]) == 2
    got, err = capsys.readouterr()
    assert (got, err[:28]) == ("", "READ-018 ke-hoach-vi-du.txt:")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(tmp_path, capsys):
    assert main.main(["plan", "read", str(EXAMPLE), "--annotate", str(tmp_path / "khong" / "ra.docx")]) == 2
    assert capsys.readouterr().err.startswith("READ-020: ")


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    out = tmp_path / "ra.docx"
    out.write_bytes(b"old")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CodedError, match="READ-020"):
        annotate.write(out, b"new", EXAMPLE)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["ra.docx"]


def test_tables_within_cells_and_text_boxes():
    """A paragraph in a text box can't hold a comment; the one the box hangs on can."""
    from docx.oxml import parse_xml

    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    cell = document.add_table(rows=1, cols=2).cell(0, 1)
    cell.paragraphs[0].add_run("ngoài")
    cell.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("trong")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    box = "<w:txbxContent><w:p><w:r><w:t>hộp</w:t></w:r></w:p></w:txbxContent>"
    cell.paragraphs[0]._p.append(parse_xml(f'<w:r xmlns:w="{space}"><w:pict>{box}</w:pict></w:r>'))
    held = io.BytesIO()
    document.save(held)
    texts = {text: at for at, text in places(held.getvalue()).items() if at.paragraph}
    assert {"ngoài", "hộp", "trong"} <= set(texts)
    notes = [Note(texts[name], name) for name in ("ngoài", "hộp", "trong")]
    found = {comment.text: text for comment, text in anchored(annotated(held.getvalue(), notes))}
    assert found == {"ngoài": "ngoàihộp", "hộp": "ngoàihộp", "trong": "trong"}
    part = Document(io.BytesIO(annotated(held.getvalue(), notes))).element.body
    assert not [one for box in part.iter(qn("w:txbxContent")) for one in box.iter(qn("w:commentRangeStart"))]
