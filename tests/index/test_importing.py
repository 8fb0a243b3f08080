"""A published file into editions: what is read, what is noticed, what keeps an edition out."""

from __future__ import annotations

import time

import pytest

from danbiet.index import importing, provinces
from danbiet.index.importing import read_file
from tests.index.workbooks import across, down, edition, saved, tidy


def read(*changes, name="vi-du.xlsx", **more):
    return read_file(saved(*changes), name, **more)


def only(found):
    (one,) = found.editions
    return one


def codes(one):
    return [finding.code for finding in one.findings]


def finding(one, code):
    return next(found for found in one.findings if found.code == code)


def old(year=2016, title=None, **more):
    """A change: a sheet with the provinces in rows; ``after`` does something to the sheet."""
    after = more.pop("after", None)

    def change(book):
        table = more.pop("table", None) or edition(year, missing=more.pop("missing", ()))
        sheet = down(book, table, title or f"{year}_PAPI", **more)
        if after:
            after(sheet)

    return change


def new(year=2022, title=None, **more):
    """A change: a sheet with the provinces in columns."""
    after = more.pop("after", None)

    def change(book):
        table = more.pop("table", None) or edition(year, errors=True)
        sheet = across(book, table, title or f"{year}", **more)
        if after:
            after(sheet)

    return change


def test_provinces_in_rows_are_read_whole():
    one = only(read(old(2016)))
    made = edition(2016)
    assert (one.year, one.sheet, one.provinces, one.missing, one.findings) == (2016, "2016_PAPI", 63, (), ())
    assert one.table.values == {code: pytest.approx(cells) for code, cells in made.values.items()}
    assert one.table.provinces == made.provinces
    assert one.acceptable


def test_provinces_in_columns_are_read_with_errors_and_observations():
    made = edition(2022, errors=True)
    one = only(read(new(2022)))
    assert one.table.values == {code: pytest.approx(cells) for code, cells in made.values.items()}
    assert one.table.errors["total"] == pytest.approx(made.errors["total"])
    assert one.table.observations == made.observations
    assert (one.origin.level_stated, one.origin.level_found) == (0.95, pytest.approx(0.9, abs=1e-4))
    assert one.origin.lows["total"][0] == pytest.approx(made.values["total"][0] - 1.644965 * made.errors["total"][0])


def test_an_interval_that_is_not_at_its_level_is_told_at_its_cell():
    told = finding(only(read(new(2022))), "IDX-126")
    assert (told.sheet, told.cell) == ("2022", "B4")
    assert "90%" in told.message("en")
    assert "1.644965" in told.message("vi")
    assert "IDX-126" not in codes(only(read(new(2022, ratio=1.959964))))


def test_a_tidy_table_is_the_same_edition_as_the_workbook():
    made = edition(2022, errors=True)
    one = only(read_file(tidy([made]), "so-lieu.csv"))
    assert one.table.digest == importing.storing.digest(made.__class__(**{**fields(made), "simulated": False}))
    assert one.acceptable


def fields(table):
    return {name: getattr(table, name) for name in table.__slots__}


def test_a_tidy_table_with_semicolons_and_decimal_commas():
    one = only(read_file(tidy([edition(2016)], ";", ","), "so-lieu.csv"))
    assert one.provinces == 63
    assert set(codes(one)) == {"READ-047"}
    assert one.acceptable


def test_a_zero_that_means_missing():
    def zero(sheet):
        for column in range(4, sheet.max_column + 1):
            sheet.cell(10, column).value = 0 if column == sheet.max_column else None

    one = only(read(old(2014, after=zero)))
    assert one.missing == ("Lai Châu",)
    assert one.provinces == 62
    assert one.table.value("total", "12") is None
    told = finding(one, "IDX-119")
    assert told.cell == "AF10"
    assert finding(one, "IDX-116").cell == "AF10"
    assert one.acceptable


def test_a_province_that_is_not_there_is_named():
    one = only(read(old(2016, after=lambda sheet: sheet.delete_rows(65))))
    assert one.missing == ("Cà Mau",)
    assert "Cà Mau" in finding(one, "IDX-116").message()


def test_the_row_of_best_scores_is_no_province():
    one = only(read(old(2016, highest=True)))
    assert finding(one, "IDX-117").cell == "C66"
    assert finding(one, "IDX-118").cell == "AF66"
    assert one.provinces == 63
    assert one.acceptable


def test_a_total_and_a_dimension_that_are_not_their_sums():
    def spoil(sheet):
        sheet["AF5"].value += 0.5
        sheet["D7"].value += 0.002
        sheet["D8"].value += 0.0006

    one = only(read(old(2016, after=spoil)))
    assert [(told.code, told.cell) for told in one.findings] == [
        ("IDX-121", "AF5"),
        ("IDX-121", "AF7"),
        ("IDX-123", "AF8"),
        ("IDX-122", "D7"),
        ("IDX-123", "D8"),
    ]
    assert one.acceptable, "it is told and kept with the edition"


def test_sums_that_are_all_off_are_told_shortly():
    def spoil(sheet):
        for row in range(3, 66):
            sheet.cell(row, 4).value += 0.5

    one = only(read(old(2016, after=spoil)))
    assert codes(one).count("IDX-122") == 5
    assert finding(one, "IDX-138").facts["count"] == 58


def test_a_sub_dimension_out_of_its_range():
    def spoil(sheet):
        sheet["E9"].value += 2
        sheet["D9"].value += 2
        sheet["AF9"].value += 2

    told = finding(only(read(old(2016, after=spoil))), "IDX-125")
    assert (told.cell, told.element, told.facts["count"]) == ("E9", "I.1", 1)


def test_a_sheet_that_repeats_another_year_is_kept_out():
    table = edition(2012)
    found = read(old(2011, table=edition(2011)), old(2012, table=table), old(2013, table=table))
    assert [one.acceptable for one in found.editions] == [True, True, False]
    assert "2012" in finding(found.editions[2], "IDX-111").message()


def test_a_sheet_that_repeats_a_stored_year_is_kept_out():
    stored = only(read(old(2012))).table
    one = only(read(old(2013, table=edition(2012)), stored=[stored]))
    assert "IDX-111" in codes(one)
    assert one.blocked


def test_a_name_that_resolves_to_nothing_keeps_the_edition_out():
    def spoil(sheet):
        sheet["B5"].value, sheet["C5"].value = "Atlantis", "Át-lan-tít"

    one = only(read(old(2016, after=spoil)))
    assert finding(one, "IDX-112").cell == "C5"
    assert one.blocked


def test_a_province_twice():
    def same(sheet):
        sheet.append([cell.value for cell in sheet[5]])

    def other(sheet):
        same(sheet)
        sheet.cell(sheet.max_row, 5).value += 0.1

    one = only(read(old(2016, after=same)))
    assert "IDX-114" in codes(one)
    assert one.acceptable
    assert "IDX-113" in codes(only(read(old(2016, after=other))))


def test_shifted_names_are_seen_by_the_numbers_beside_them():
    def shift(sheet):
        for row in range(65, 20, -1):
            sheet.cell(row, 1).value = sheet.cell(row - 1, 1).value

    one = only(read(old(2016, after=shift)))
    assert finding(one, "IDX-115").sheet == "2016_PAPI"
    assert one.blocked


def test_labels_of_another_framework_are_told_and_read_by_number():
    def relabel(sheet):
        for row in sheet.iter_rows(min_col=2, max_col=2):
            if str(row[0].value).startswith("2.1:"):
                row[0].value, row[0].offset(0, -1).value = "2.1: Tiếp cận thông tin", None

    one = only(read(new(2016, after=relabel, table=edition(2016, errors=True))))
    told = finding(one, "IDX-128")
    assert told.element == "II.1"
    assert told.facts["other"] == "papi-2018"
    assert one.acceptable


def test_a_label_nobody_knows_and_a_dimension_that_is_missing():
    def relabel(sheet):
        sheet["D1"].value, sheet["D2"].value = "Weather", "Thời tiết"

    one = only(read(old(2016, after=relabel)))
    assert finding(one, "IDX-130").cell == "D2"
    assert "I" in finding(one, "IDX-133").facts["elements"]
    assert one.blocked


def test_a_table_without_total_gets_the_sum_and_says_so():
    one = only(read(old(2016, total=False)))
    assert "IDX-135" in codes(one)
    assert one.table.values["total"] == pytest.approx(edition(2016).values["total"], abs=1e-5)


def test_a_year_without_framework():
    one = only(read(old(2016, title="2001")))
    assert codes(one) == ["READ-053"] or "IDX-110" in codes(one)


def test_the_same_figures_are_here_already_and_others_are_a_revision():
    stored = only(read(old(2016))).table
    stored = stored.__class__(**{**fields(stored), "pk": 1, "revision": 1})
    again = only(read(old(2016, highest=True), stored=[stored]))
    assert "IDX-140" in codes(again)
    assert not again.acceptable
    assert not again.blocked

    def spoil(sheet):
        sheet["E5"].value += 0.01

    other = only(read(old(2016, after=spoil), stored=[stored]))
    told = finding(other, "IDX-142")
    assert (told.cell, told.element, told.facts["count"]) == ("E5", "I.1", 1)
    assert other.acceptable


def test_figures_with_more_elements_are_a_revision_that_adds():
    stored = only(read(old(2016, total=True))).table
    values = {code: cells for code, cells in stored.values.items() if not code.startswith("I.")}
    less = stored.__class__(**{**fields(stored), "pk": 1, "revision": 1, "values": values})
    one = only(read(old(2016), stored=[less]))
    assert finding(one, "IDX-141").facts["count"] == 4
    assert one.acceptable


def test_the_34_provinces_are_told_by_their_names():
    names = [one.vi for one in provinces.provinces("34")]
    lines = ["year,province,element,value"]
    lines += [f"2025,{name},{code},5" for name in names for code in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")]
    one = only(read_file("\n".join(lines).encode(), "x.csv"))
    assert one.table.province_set == "34"
    assert one.provinces == 34


@pytest.mark.shared
def test_the_workbook_of_2011_to_2016(shared_folder):
    path = shared_folder / "data" / "papi-2011-2016.xlsx"
    found = read_file(path.read_bytes(), path.name)
    assert [one.year for one in found.editions] == [2011, 2012, 2013, 2014, 2015, 2016]
    assert all(one.acceptable for one in found.editions)
    assert [one.missing for one in found.editions] == [(), (), (), ("Bắc Giang", "Đồng Tháp"), (), ()]
    assert [(one.code, one.cell) for one in found.editions[3].findings] == [
        ("READ-044", "AF3"),
        ("READ-055", "AF2"),
        ("IDX-117", "C66"),
        ("IDX-119", "AF17"),
        ("IDX-119", "AF58"),
        ("IDX-116", "AF17"),
        ("IDX-116", "AF58"),
        ("IDX-118", "AF66"),
    ]
    assert "42.7314" in finding(found.editions[0], "IDX-118").message()
    assert found.editions[0].table.value("total", "96") == pytest.approx(35.477787)


@pytest.fixture(scope="module")
def later(request):
    from tests.conftest import SHARED

    path = SHARED / "data" / "papi-2015-2023.xlsm"
    started = time.process_time()
    found = read_file(path.read_bytes(), path.name)
    return found, time.process_time() - started


@pytest.mark.shared
def test_the_workbook_of_2015_to_2023_is_read_in_time(later):
    found, seconds = later
    assert [one.year for one in found.editions] == [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023]
    assert [one.year for one in found.editions if not one.acceptable] == [2020, 2021]
    assert seconds < 5


@pytest.mark.shared
def test_what_is_wrong_in_the_workbook_of_2015_to_2023(later):
    found, _ = later
    told = {
        one.year: [(finding.code, finding.sheet, finding.cell) for finding in one.findings if finding.code[0] == "I"]
        for one in found.editions
    }
    foreign = [("IDX-128", cell) for cell in ("H1", "I1", "J1", "M1", "N1")]
    for year in (2015, 2016, 2017):
        assert told[year] == [(code, str(year), cell) for code, cell in foreign] + [("IDX-135", str(year), "")]
    assert told[2018] == [
        ("IDX-116", "2018", "P2"),
        ("IDX-116", "2018", "BF2"),
        ("IDX-125", "2018", "E130"),
        ("IDX-137", "2018", "BM51"),
    ]
    assert told[2020] == [("IDX-111", "2020", "")]
    assert told[2021] == [("IDX-111", "2021", "")]
    assert told[2022] == [
        ("IDX-119", "2022", "R7"),
        ("IDX-119", "2022", "U7"),
        ("IDX-120", "2022", "BL10"),
        ("IDX-116", "2022", "R7"),
        ("IDX-116", "2022", "U7"),
        ("IDX-123", "2022", "D11"),
        ("IDX-137", "2022", "BM95"),
        ("IDX-126", "2022", "B8"),
    ]
    assert told[2023] == [("IDX-116", "2023", "Q3"), ("IDX-116", "2023", "AX3"), ("IDX-126", "2023", "B4")]


@pytest.mark.shared
def test_the_computed_sheets_are_told_and_left_out(later):
    found, _ = later
    computed = {
        one.year: [
            (finding.code, finding.sheet, finding.cell) for finding in one.findings if "_Process" in finding.sheet
        ]
        for one in found.editions
    }
    assert computed[2018] == [("READ-052", "2018_Process", ""), ("READ-057", "2018_Process", "G8")]
    assert computed[2023] == [
        ("READ-052", "2023_Process", ""),
        ("READ-057", "2023_Process", "G8"),
        ("READ-057", "2023_Process", "AH8"),
    ]
    assert computed[2015] == []
    assert all(one.findings[0].code == "READ-040" for one in found.editions), "the macro is told"


@pytest.mark.shared
def test_published_figures_are_stored_as_published(later):
    found, _ = later
    tables = {one.year: one.table for one in found.editions}
    assert tables[2023].value("total", "01") == pytest.approx(43.960304, abs=1e-6)
    assert tables[2023].error("total", "01") == pytest.approx(0.157685, abs=1e-6)
    assert tables[2023].value("VIII.3.3", "01") == pytest.approx(0.0561768, abs=1e-6)
    assert tables[2019].error("I", "01") == pytest.approx(0.00514527503401041**0.5)
    assert tables[2022].provinces.index("01") == 0
    assert tables[2022].observations[0] == 1102
    assert [one.provinces for one in found.editions] == [63, 63, 63, 61, 63, 63, 63, 61, 61]
