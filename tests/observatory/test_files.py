"""A figure's files: typed numbers, no formulas, letters with their marks."""

import csv
import io

from openpyxl import load_workbook

from danbiet.observatory import files
from danbiet.observatory.figures import Column, Figure, Kind, Link, Missing, Row, Table


def figure():
    columns = (
        Column("Tỉnh"),
        Column("Điểm", Kind.NUMBER),
        Column("Hạng", Kind.WHOLE),
        Column("Khoảng hạng", Kind.WHOLE),
        Column("Nhóm"),
    )
    rows = (
        Row(("Cà Mau", 5.1234567, 12, (3, 30), Link("Cao", "/x/")), ours=True),
        Row(("=cmd|' /C calc'!A0", -1.5, 1, (1, 2), "+1")),
        Row(("Đắk Nông", Missing("không công bố"), None, None, "@x")),
    )
    return Figure("Điểm của Cà Mau", Table(columns, rows), ("Nguồn: PAPI 2016, bản 1.",))


def test_a_csv_opens_as_unicode_and_holds_whole_figures_and_no_formulas():
    content = files.as_csv(figure())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Tỉnh", "Điểm", "Hạng", "Khoảng hạng (từ)", "Khoảng hạng (đến)", "Nhóm", "Nguồn"]
    assert rows[1] == ["Cà Mau", "5.1234567", "12", "3", "30", "Cao", "Nguồn: PAPI 2016, bản 1."]
    assert rows[2][:2] == ["'=cmd|' /C calc'!A0", "-1.5"]
    assert rows[2][5] == "'+1"
    assert rows[3][:6] == ["Đắk Nông", "", "", "", "", "'@x"]


def test_a_spreadsheet_has_numbers_as_numbers_and_texts_as_texts():
    book = load_workbook(io.BytesIO(files.as_xlsx(figure())))
    sheet, about = book.worksheets
    assert [cell.value for cell in sheet[2]] == ["Cà Mau", 5.1234567, 12, 3, 30, "Cao"]
    assert sheet["B2"].number_format == "0.00"
    assert {cell.data_type for cell in sheet[3] if cell.value is not None} == {"s", "n"}
    assert sheet["A3"].value.startswith("'=")
    assert [cell.value for cell in sheet[4]] == ["Đắk Nông", None, None, None, None, "'@x"]
    assert [cell.value for cell in about["A"]] == ["Điểm của Cà Mau", "Nguồn: PAPI 2016, bản 1."]
