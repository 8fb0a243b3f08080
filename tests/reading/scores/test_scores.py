"""Tables of scores as they come: good ones whole, bad ones told by code, sheet and cell; nothing guessed in silence."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from danbiet.base.errors import CodedError
from danbiet.reading.scores import Kind, read
from danbiet.reading.scores.numbers import figure
from danbiet.reading.scores.raw import cell_name

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Ép-xi-lon")


def known(text):
    return text.strip() in NAMES


def parse(data, name="x.xlsx"):
    return read(data, name, known)


def book(*changes, title="2016"):
    """A made-up table with the provinces in rows; each of ``changes`` does something to the sheet."""
    made = Workbook()
    sheet = made.active
    sheet.title = title
    sheet.append(["Tên tỉnh", "1: Một", "1.1: Một một", "1.2: Một hai"])
    for number, name in enumerate(NAMES):
        sheet.append([name, 3.0 + number, 1.0, 2.0 + number])
    for change in changes:
        change(sheet)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def put(cell, value):
    """A change: a value in a cell."""

    def change(sheet):
        sheet[cell].value = value

    return change


def only(data, name="x.xlsx"):
    (sheet,) = parse(data, name).sheets
    return sheet


def told(holder):
    return [(doubt.kind.code, doubt.cell) for doubt in holder.doubts]


def refused(data, name="x.xlsx"):
    with pytest.raises(CodedError) as caught:
        parse(data, name)
    assert caught.value.at.startswith(name), "the file is named"
    return caught.value.code


def packed(parts, **more):
    """A zip of parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def repacked(data, change):
    """A workbook with parts changed by ``change(name, content)``; None leaves a part out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return packed({name: content for name, content in parts.items() if content is not None})


def test_a_plain_table():
    sheet = only(book())
    assert (sheet.year, sheet.across, [one.name for one in sheet.provinces]) == (2016, False, list(NAMES))
    assert [(line.code, line.kind, line.values[0]) for line in sheet.lines] == [
        ("1", Kind.SCORE, 3.0),
        ("1.1", Kind.SCORE, 1.0),
        ("1.2", Kind.SCORE, 2.0),
    ]
    assert sheet.place(sheet.lines[2], 4) == "D6"
    assert sheet.doubts == ()


def test_a_table_that_begins_somewhere_else_and_lies_the_other_way():
    made = Workbook()
    sheet = made.active
    sheet.title = "Bảng"
    sheet["B2"] = "Chỉ số năm 2018"
    for number, name in enumerate(NAMES):
        sheet.cell(5, 5 + number).value = name
        sheet.cell(6, 5 + number).value = 1.5
    sheet["C6"], sheet["D6"] = "1.1: Một một", "0.25-2.5 điểm"
    kept = io.BytesIO()
    made.save(kept)
    found = only(kept.getvalue())
    assert (found.year, found.across) == (2018, True)
    assert (found.lines[0].scale, found.place(found.lines[0], 0)) == ("0.25-2.5 điểm", "E6")


@pytest.mark.parametrize(
    ("change", "expected", "value"),
    [
        (put("C3", "1.25"), [("READ-046", "C3")], 1.25),
        (put("C3", "1,25"), [("READ-047", "C3")], 1.25),
        (put("C3", "không có"), [("READ-048", "C3")], None),
        (put("C3", "#N/A"), [("READ-049", "C3")], None),
        (put("C3", "=1+1"), [("READ-045", "C3")], None),
    ],
    ids=["text", "comma", "words", "error", "formula"],
)
def test_a_cell_that_is_no_plain_number_is_told_at_its_place(change, expected, value):
    sheet = only(book(change))
    assert told(sheet) == expected
    assert sheet.lines[1].values[1] == value


def test_a_formula_with_a_stored_value_is_read_and_told():
    data = book(put("C3", "=1+1"))
    found = only(repacked(data, lambda name, text: text.replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
    )))  # fmt: skip
    assert told(found) == [("READ-044", "C3")]
    assert found.lines[1].values[1] == 2.0


def test_merged_cells_among_the_figures():
    sheet = only(book(lambda sheet: sheet.merge_cells("C3:C5")))
    assert told(sheet) == [("READ-043", "C3")]
    assert sheet.lines[1].values == (1.0, 1.0, None, None, 1.0)


def test_merged_titles_are_nothing_to_tell():
    assert told(only(book(lambda sheet: sheet.merge_cells("F1:G1")))) == []


def test_shifted_cells_are_figures_without_a_name_or_label():
    assert told(only(book(put("A3", None)))) == [("READ-050", "B3")]
    assert told(only(book(put("E4", 7.0)))) == [("READ-051", "E4")]


def test_a_hidden_sheet_is_told_and_not_read():
    def hide(sheet):
        other = sheet.parent.create_sheet("2017")
        for row in sheet.values:
            other.append(row)
        other.sheet_state = "veryHidden"

    found = parse(book(hide))
    assert [sheet.year for sheet in found.sheets] == [2016]
    assert [(doubt.kind.code, doubt.sheet) for doubt in found.doubts] == [("READ-041", "2017")]


def test_hidden_rows_are_told():
    assert told(only(book(lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True)))) == [("READ-042", "4:4")]
    assert told(only(book(lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True)))) == [("READ-042", "C1")]


def test_a_macro_is_told_and_never_looked_at():
    data = book()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = parse(packed({**parts, "xl/vbaProject.bin": b"\x00not a project"}), "x.xlsm")
    assert told(found) == [("READ-040", "")]
    assert found.sheets[0].lines


def test_a_sheet_of_formulas_about_another_is_no_edition():
    def computed(sheet):
        other = sheet.parent.create_sheet("2016_Process")
        for row, cells in enumerate(sheet.values, 1):
            for column, value in enumerate(cells, 1):
                text = column == 1 or row == 1
                other.cell(row, column).value = value if text else f"='2016'!{cell_name(row, column)}"

    def calculated(name, content):
        if not name.endswith("sheet2.xml"):
            return content
        return re.sub(rb"(<f>[^<]*</f>)<v ?/?>(</v>)?", rb"\1<v>3</v>", content)

    found = parse(repacked(book(computed), calculated))
    assert [sheet.name for sheet in found.sheets] == ["2016"]
    assert [(doubt.kind.code, doubt.sheet, doubt.cell) for doubt in found.doubts] == [
        ("READ-052", "2016_Process", ""),
        ("READ-057", "2016_Process", "B3"),
        ("READ-057", "2016_Process", "C2"),
        ("READ-057", "2016_Process", "D2"),
    ]


def test_a_label_of_another_year_and_a_sheet_without_one():
    assert told(only(book(put("B1", "1: Một 2015")))) == [("READ-055", "B1")]
    assert refused(book(title="x")) == "READ-036"
    assert only(book(title="x"), "chi-so-2014.xlsx").year == 2014


def test_what_is_no_workbook():
    assert refused(b"") == "READ-030"
    assert refused(b"  \n") == "READ-030"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.xls") == "READ-032"
    assert refused(b"PK\x03\x04garbage") == "READ-033"
    assert refused(packed({"word/document.xml": "<x/>"})) == "READ-035"
    assert refused(b"\x89PNG\r\n\x1a\n\x00\x00") == "READ-035"
    assert refused(b"just words") == "READ-036"
    empty = io.BytesIO()
    Workbook().save(empty)
    assert refused(empty.getvalue()) == "READ-030"


def test_a_bomb_is_not_unpacked():
    assert refused(packed({"xl/workbook.xml": b"<x>" + b"0" * 5_000_000})) == "READ-034"
    assert refused(packed({f"x{number}": b"" for number in range(2_001)} | {"xl/workbook.xml": b"<x/>"})) == "READ-034"


def test_a_directory_that_lies_about_its_sizes():
    data = bytearray(packed({"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b"0" * 300}))
    # The central directory says one byte where three hundred are.
    at = data.rfind(b"xl/sharedStrings.xml") - 46 + 24
    data[at : at + 4] = (1).to_bytes(4, "little")
    assert refused(bytes(data)) in {"READ-033", "READ-034"}


def test_a_document_type_is_not_followed():
    def dtd(name, content):
        if not name.endswith("sheet1.xml"):
            return content
        head = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        return head + content.split(b"?>", 1)[-1]

    assert refused(repacked(book(), dtd)) == "READ-033"


def test_a_cell_far_away_is_no_table():
    def far(name, content):
        row = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", row) if name.endswith("sheet1.xml") else content

    assert refused(repacked(book(), far)) == "READ-034"


def test_parts_that_are_missing():
    def without_links(name, content):
        return None if name == "xl/_rels/workbook.xml.rels" else content

    def without_texts(name, content):
        if name.endswith("sheet1.xml"):
            return content.replace(b't="inlineStr"', b't="s"').replace(b'<c r="A2" t="s">', b'<c r="A2" t="s"><v>7</v>')
        return None if name.endswith("sharedStrings.xml") else content

    assert refused(repacked(book(), without_links)) == "READ-033"
    assert refused(repacked(book(), without_texts)) == "READ-033"


CSV = "year,province,element,value\n" + "".join(f"2016,{name},I,{3 + at}\n" for at, name in enumerate(NAMES))


def test_a_tidy_csv():
    sheet = only(CSV.encode(), "x.csv")
    assert (sheet.year, sheet.lines[0].labels, sheet.lines[0].values) == (2016, ("I",), (3.0, 4.0, 5.0, 6.0, 7.0))
    assert sheet.place(sheet.lines[0], 1) == "D3"
    assert only(CSV.encode("utf-16"), "x.csv").lines == sheet.lines
    assert only(("﻿" + CSV).encode(), "x.csv").lines == sheet.lines


def test_a_tidy_csv_that_is_wrong():
    assert refused(b"year,element,value\n2016,I,3\n", "x.csv") == "READ-037"
    assert refused(CSV.encode() + b"x,Alpha,I,3\n", "x.csv") == "READ-037"
    assert refused(CSV.encode() + b"2016,,I,3\n", "x.csv") == "READ-037"
    assert refused(b"year,province,element,value\n", "x.csv") == "READ-030"
    assert told(only(CSV.encode() + b"2016,Alpha,I,9\n", "x.csv")) == [("READ-056", "D7")]
    assert told(only(CSV.replace(",3\n", ",KCDL\n").encode(), "x.csv")) == [("READ-048", "D2")]


def test_a_sheet_saved_as_text():
    text = "Tên tỉnh;1: Một\n" + "".join(f"{name};{3 + at},5\n" for at, name in enumerate(NAMES))
    sheet = only(text.encode(), "chi-so-2016.csv")
    assert (sheet.year, sheet.lines[0].values[0]) == (2016, 3.5)
    assert told(sheet) == [("READ-047", "B2")]


@given(st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 6)))
def test_a_number_means_the_same_with_either_decimal_sign(value):
    plain = f"{value:.6f}"
    assert figure(plain)[0] == pytest.approx(value)
    assert figure(plain.replace(".", ","))[0] == pytest.approx(value)


def outcome(data, name):
    """The code of a refusal; "" if the bytes could be read. Whatever else is raised fails the test."""
    try:
        parse(data, name)
    except CodedError as error:
        return error.code
    return ""


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_code(data):
    for name in ("x.xlsx", "x.csv"):
        assert outcome(data, name)[:7] in ("", "READ-03")


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused_with_a_code(place, noise):
    data = bytearray(GOOD)
    at = place * len(data) // 401
    data[at : at + len(noise)] = noise
    assert outcome(bytes(data), "x.xlsx")[:7] in ("", "READ-03")


GOOD = book()
