"""What comes back isn't believed: every fault is named with its cell, and nothing is stored."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.units import lists, sheets
from danbiet.units.models import Unit, UnitRole
from danbiet.units.sheets import Form, Row

pytestmark = pytest.mark.django_db
GOOD = ("Bệnh viện Mắt", "cấp tỉnh", "Thành phố Cà Mau", "M1", "")


@pytest.fixture
def waiting(loaded):
    return lists.find(loaded.old, "hospitals.any")


@pytest.fixture
def refused(waiting):
    """Calls the reader with bytes; the error's code and place. Nothing may have been stored."""

    def call(data, name="a.xlsx"):
        before = Unit.objects.count(), UnitRole.objects.count(), Entry.objects.count()
        with pytest.raises(CodedError) as caught:
            lists.read(people.operator(), waiting, data, name)
        assert (Unit.objects.count(), UnitRole.objects.count(), Entry.objects.count()) == before
        waiting.refresh_from_db()
        assert waiting.confirmed_at is None
        assert caught.value.render("vi") != caught.value.render("en")
        return caught.value.code, caught.value.at

    people.operator()
    return call


def workbook(waiting, *rows):
    out = io.BytesIO()
    lists.export(waiting, out)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    for number, row in enumerate(rows, sheets.FIRST_ROW):
        for column, value in enumerate(row, 1):
            book[sheets.SHEET].cell(number, column).value = value
    return book


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(**changes):
    """A good row with some of its cells changed, by column letter."""
    return tuple(changes.get(letter, value) for letter, value in zip("ABCDE", GOOD, strict=True))


CELLS = [
    (row(A=None), "UNIT-011", "A5"),
    (row(B=""), "UNIT-011", "B5"),
    (row(C="   "), "UNIT-011", "C5"),
    (row(A="x" * 201), "UNIT-007", "A5"),
    (row(D="9" * 21), "UNIT-007", "D5"),
    (row(E="x" * 201), "UNIT-007", "E5"),
    (row(A=12.5), "UNIT-007", "A5"),
    (row(D=True), "UNIT-007", "D5"),
    (row(A="Bệnh viện\u202eX"), "UNIT-007", "A5"),
    (row(B="cấp trung ương"), "UNIT-007", "B5"),
    (row(B="cấp xã"), "UNIT-007", "C5"),
    (row(B="cấp huyện", C="Tỉnh Cà Mau"), "UNIT-007", "C5"),
    (row(C="Huyện Không Có"), "UNIT-012", "C5"),
    (row(C="Huyện Không Có, Thành phố Cà Mau"), "UNIT-012", "C5"),
    (row(A="=HYPERLINK(\"x\")"), "UNIT-010", "A5"),
    (row(D="=1+1"), "UNIT-010", "D5"),
    (row(E="+84 290"), "UNIT-010", "E5"),
    (row(E="@x"), "UNIT-010", "E5"),
    ((*GOOD[:5], "thêm"), "UNIT-007", "F5"),
    (row(A="BENH VIEN  MAT", D="M2"), "UNIT-013", "A5"),
    (row(A="Bệnh viện khác"), "UNIT-013", "D5"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "code", "cell"), CELLS, ids=[f"{code}-{cell}" for _, code, cell in CELLS])
def test_a_bad_cell_is_named(bad, code, cell, refused, waiting):
    assert refused(saved(workbook(waiting, GOOD, bad))) == (code, cell)


def test_a_place_that_names_two_is_asked_back(refused, waiting, loaded):
    ground = lists._Ground(waiting, lists.clock.today())
    names = [place.name for place in ground.places.values()]
    double = next((name for name in names if names.count(name) > 1), None)
    assert double is None, "names of Cà Mau's communes are unique in their forms"
    known = lists._names(ground.places)
    assert all(len(found) == 1 for found in known.values())


@pytest.mark.parametrize("cell", ["A1", "B1", "C1", "A3", "C3", "E3"])
def test_the_locked_line_and_the_head_must_stand(cell, refused, waiting):
    book = workbook(waiting, GOOD)
    book[sheets.SHEET][cell].value = "khác"
    assert refused(saved(book)) == ("UNIT-007", cell)


def test_the_sheet_of_another_list_or_province_is_refused(refused, loaded):
    other = lists.find(loaded.old, "primary_schools.district")
    assert refused(saved(workbook(other, GOOD))) == ("UNIT-007", "B1")
    other = lists.find(loaded.new, "hospitals.any")
    assert refused(saved(workbook(other, GOOD))) == ("UNIT-007", "C1")


def test_an_empty_list_is_refused(refused, waiting):
    assert refused(saved(workbook(waiting))) == ("UNIT-011", "A4")


def hide_sheet(book):
    book[sheets.PLACES].sheet_state = "hidden"


def hide_sheet_deeply(book):
    book.create_sheet("x").sheet_state = "veryHidden"


def hide_row(book):
    book[sheets.SHEET].row_dimensions[4].hidden = True


def hide_column(book):
    book[sheets.SHEET].column_dimensions["D"].hidden = True


def hide_all_rows(book):
    book[sheets.SHEET].sheet_format.zeroHeight = True


@pytest.mark.parametrize("hide", [hide_sheet, hide_sheet_deeply, hide_row, hide_column, hide_all_rows])
def test_hidden_parts_are_refused(hide, refused, waiting):
    book = workbook(waiting, GOOD)
    hide(book)
    assert refused(saved(book)) == ("UNIT-009", "a.xlsx")


def test_a_row_of_no_height_is_hidden_too(refused, waiting):
    data = saved(workbook(waiting, GOOD))
    flat = repacked(data, lambda _, content: content.replace(b'<row r="4"', b'<row r="4" ht="0" customHeight="1"'))
    assert refused(flat) == ("UNIT-009", "a.xlsx")


def test_without_our_sheet_it_isnt_ours(refused, waiting):
    book = workbook(waiting, GOOD)
    book[sheets.SHEET].title = "Sheet1"
    assert refused(saved(book)) == ("UNIT-006", "a.xlsx")


@pytest.mark.parametrize("cell", ["A6000", "ZZ4"])
def test_a_cell_far_out_is_refused(cell, refused, waiting):
    book = workbook(waiting, GOOD)
    book[sheets.SHEET][cell].value = "x"
    assert refused(saved(book)) == ("UNIT-006", "a.xlsx")


def repacked(data, change):
    """The archive with its parts changed by ``change(name, content)``; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = change(info.filename, source.read(info))
            if content is not None:
                target.writestr(info.filename, content)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_opened(refused, waiting, monkeypatch):
    good = saved(workbook(waiting, GOOD))
    noise = bytes(range(256)) * 40
    grown = repacked(
        good, lambda name, content: content + noise * 4000 if name == "xl/worksheets/sheet1.xml" else content
    )
    monkeypatch.setattr(sheets, "_open", lambda *_: pytest.fail("opened"))
    assert len(grown) < sheets.MAX_BYTES
    code, _ = refused(grown)
    assert code in ("FILE-005", "UNIT-006")


def test_the_directory_may_not_lie_about_a_size(refused, waiting, monkeypatch):
    data = bytearray(saved(workbook(waiting, GOOD)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        name = "xl/worksheets/sheet1.xml"
        size = archive.getinfo(name).file_size
    at = data.rindex(name.encode()) - 46 + 24  # the uncompressed size in the central directory
    assert int.from_bytes(data[at : at + 4], "little") == size
    data[at : at + 4] = (10).to_bytes(4, "little")
    monkeypatch.setattr(sheets, "_open", lambda *_: pytest.fail("opened"))
    assert refused(bytes(data))[0] == "UNIT-006"


def test_a_sheet_above_the_limits_is_refused(refused, waiting, monkeypatch):
    data = saved(workbook(waiting, GOOD))
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 10_000)
    assert refused(data)[0] == "UNIT-006"
    monkeypatch.setattr(sheets, "MAX_BYTES", 1000)
    assert refused(data)[0] == "UNIT-006"


def test_a_document_type_declaration_is_refused(refused, waiting):
    good = saved(workbook(waiting, GOOD))
    bomb = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]>'
    data = repacked(good, lambda name, content: bomb + content if name == "xl/workbook.xml" else content)
    assert refused(data)[0] == "UNIT-006"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "FILE-004"),
        ("a.xlsx", b"PK\x03\x04 not an archive", "FILE-005"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "FILE-002"),
        ("a.csv", "Tên;Cấp\n".encode(), "FILE-002"),
        ("a.pdf", b"%PDF-1.7 x", "UNIT-006"),
    ],
)
def test_another_kind_of_file_is_refused(name, data, code, refused):
    assert refused(data, name)[0] == code


def test_macros_are_refused(refused, waiting):
    data = saved(workbook(waiting, GOOD))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert refused(out.getvalue())[0] == "FILE-006"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("content", [None, b"", b"<x/>", b"\xff\xfe\x00"])
def test_a_damaged_part_is_refused_or_read_as_what_is_left(part, content, waiting, loaded):
    good = saved(workbook(waiting, GOOD))
    damaged = repacked(good, lambda name, whole: content if name == part else whole)
    form = lists._Ground(waiting, lists.clock.today()).form()
    rows, error = outcome(damaged, form)
    assert error.startswith("UNIT-") or [one.name for one in rows] == [GOOD[0]]


def outcome(data, form):
    """Rows and "", or nothing and the error's code; anything but a coded error fails the test."""
    try:
        return sheets.read(data, "a.xlsx", form), ""
    except CodedError as error:
        return [], error.code


FORM = Form("hospitals.any", "abcde-fghjk", "Tỉnh Thử", ["cấp tỉnh"], ["Huyện A", "Huyện B"])
letters = st.characters(codec="utf-8", categories=("L", "Nd", "Zs", "Pd", "Po"))
words = (
    st.text(letters, min_size=1, max_size=30)
    .map(sheets.squeeze)
    .filter(lambda text: text and not text.startswith(sheets._FORMULA) and text.isprintable())
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(words, words, words, words | st.just(""), words | st.just("")), min_size=1, max_size=5))
def test_what_is_written_is_read_back(cells):
    rows = [Row(number, name, level, place, code[:20].strip(), note) for number, (name, level, place, code, note)
            in enumerate(cells, sheets.FIRST_ROW)]  # fmt: skip
    out = io.BytesIO()
    assert sheets.write(FORM, rows, out) == len(rows)
    assert sheets.read(out.getvalue(), "a.xlsx", FORM) == rows


def sheet_of_one():
    out = io.BytesIO()
    sheets.write(FORM, [Row(4, "A", "cấp tỉnh", "Huyện A")], out)
    return out.getvalue()


ONE = sheet_of_one()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
def test_changed_bytes_never_end_in_anything_but_a_coded_error(changes):
    content = bytearray(ONE)
    for where, value in changes:
        content[int(where * len(content))] = value
    rows, error = outcome(bytes(content), FORM)
    assert rows or error.startswith(("UNIT-", "FILE-"))
