"""The spreadsheet of task x unit: out, in, and everything that may have happened to it in between."""

import io
import zipfile

import openpyxl
import pytest

from danbiet.base.errors import CodedError
from danbiet.cli import main
from danbiet.journal.models import Entry
from danbiet.plans import actions, assigning, grid, review, sheets
from danbiet.plans.models import Assignment, Resolution
from danbiet.units.models import Placement
from tests.scenes import EXAMPLES, propose_example

pytestmark = pytest.mark.django_db
CODE, FIRST = sheets.CODE_ROW, sheets.FIRST_ROW


@pytest.fixture(scope="module")
def draft(loaded, django_db_blocker):
    """The example, its doubts decided; each test's changes are rolled back."""
    with django_db_blocker.unblock():
        return propose_example(loaded)


@pytest.fixture(scope="module")
def first(draft, django_db_blocker):
    """The bytes of its sheet as it first goes out."""
    out = io.BytesIO()
    with django_db_blocker.unblock():
        assigning.send(draft, out)
    return out.getvalue()


@pytest.fixture
def by(loaded):
    return loaded.people["home_affairs"]


def sent(draft):
    """The sheet as it goes out, open for changes."""
    out = io.BytesIO()
    assigning.send(draft, out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet, name):
    return next(row[1].row for row in sheet.iter_rows(min_row=FIRST) if row[1].value == name)


def column_of(sheet, code):
    return next(cell.column for cell in sheet[CODE] if cell.value == code)


def take(by, draft, book):
    return assigning.take(by, draft, saved(book), "phan-cong.xlsx")


# --- out -------------------------------------------------------------------------------------------------------------
def test_the_sheet_has_every_unit_that_answers_for_itself_and_every_task(draft):
    sheet = sent(draft)[sheets.SHEET]
    made = grid.build(draft, actions.overlay(draft))
    assert [sheet.cell(1, column).value for column in (1, 2, 3)] == [
        sheets.SCHEMA, draft.public_id, actions.version(draft),
    ]  # fmt: skip
    codes = [cell.value for cell in sheet[CODE]][4:]
    assert codes == [task.code for task in made.tasks]
    assert len(codes) == 24
    names = [row[1] for row in sheet.iter_rows(min_row=FIRST, values_only=True)]
    assert len(names) == len(made.rows)
    assert sum(name.startswith("UBND ") for name in names) == 111, "the province, 9 districts, 101 communes"
    assert names[0] == "UBND tỉnh Cà Mau"
    assert not any(name.startswith("Phòng ") for name in names), "an office's work is its committee's"
    groups = [row[0] for row in sheet.iter_rows(min_row=FIRST, values_only=True)]
    order = list(dict.fromkeys(groups))
    assert groups == [group for name in order for group in [name] * groups.count(name)], "each group in one piece"


def test_the_cells_say_what_adoption_will_do(draft, loaded):
    sheet = sent(draft)[sheets.SHEET]
    public = {
        (row[3], code): mark or ""
        for row in sheet.iter_rows(min_row=FIRST, values_only=True)
        for code, mark in zip([cell.value for cell in sheet[CODE]][4:], row[4:28], strict=True)
    }
    plan, _ = actions.approve(loaded.people["leader"], draft)
    wanted = {}
    rows = Assignment.objects.filter(task__plan=plan).values_list("accountable__public_id", "task__code", "role")
    for unit, code, role in rows.order_by("role"):
        mark = review.LEAD if role == Assignment.Role.LEAD else review.COORDINATE
        wanted[unit, code] = review.LEAD if review.LEAD in (mark, wanted.get((unit, code))) else mark
    assert {key: mark for key, mark in public.items() if mark} == wanted


def test_groups_without_a_list_are_a_note_above_the_units(draft):
    sheet = sent(draft)[sheets.SHEET]
    note = sheet.cell(sheets.NOTE_ROW, column_of(sheet, "VI.2")).value
    assert note == "C: các trường tiểu học cấp huyện, khoảng 250 đơn vị" or "khoảng 250" in note
    assert sheet.cell(sheets.NOTE_ROW, column_of(sheet, "I.1")).value is None


def test_only_marks_can_be_typed_and_the_sheet_reads_well(draft):
    sheet = sent(draft)[sheets.SHEET]
    assert sheet.protection.sheet
    assert sheet.cell(FIRST, 2).protection.locked
    assert not sheet.cell(FIRST, 5).protection.locked
    assert sheet.freeze_panes == f"C{FIRST}"
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1) == ("list", '"C,P"')
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_state == "visible"
    assert not any(part.hidden for part in sheet.column_dimensions.values())


# --- in --------------------------------------------------------------------------------------------------------------
def test_a_sheet_sent_back_unchanged_decides_nothing(draft, by):
    before = Entry.objects.count()
    assert take(by, draft, sent(draft)) == assigning.Taken(0, ())
    assert Entry.objects.count() == before
    assert actions.overlay(draft).keys() == review.load_file(EXAMPLES / "ke-hoach-vi-du.resolutions.yaml").keys()


def test_only_what_differs_is_decided_and_the_plan_follows_it(draft, by, loaded):
    book = sent(draft)
    sheet = book[sheets.SHEET]
    commune, agency = row_of(sheet, "UBND xã Khánh Hòa"), row_of(sheet, "Sở Y tế")
    column = column_of(sheet, "I.1")
    assert sheet.cell(commune, column).value == "C"
    sheet.cell(commune, column).value = " p "
    sheet.cell(agency, column).value = "C"
    other = column_of(sheet, "V.4")
    sheet.cell(commune, other).value = None
    taken = take(by, draft, book)
    assert (taken.cells, taken.tasks) == (3, ("I.1", "V.4"))
    public = {name: sheet.cell(row, 4).value for name, row in (("commune", commune), ("agency", agency))}
    overlay = actions.overlay(draft)
    assert overlay["task:I.1"] == {"units": {public["commune"]: "P", public["agency"]: "C"}}
    assert overlay["task:V.4"] == {"units": {public["commune"]: ""}}
    again = sent(draft)[sheets.SHEET]
    assert [again.cell(row, column).value for row in (commune, agency)] == ["P", "C"]
    assert again.cell(commune, other).value is None
    plan, _ = actions.approve(loaded.people["leader"], draft)
    rows = Assignment.objects.filter(task__plan=plan, unit__public_id=public["commune"])
    assert rows.get(task__code="I.1").role == Assignment.Role.COORDINATE
    assert not rows.filter(task__code="V.4").exists()
    assert (
        Assignment.objects.get(task__plan=plan, task__code="I.1", unit__public_id=public["agency"]).role
        == Assignment.Role.LEAD
    )


def test_taking_a_change_back_leaves_the_designations_alone(draft, by):
    book = sent(draft)
    sheet = book[sheets.SHEET]
    cell = sheet.cell(row_of(sheet, "UBND xã Khánh Hòa"), column_of(sheet, "I.1"))
    cell.value = "P"
    take(by, draft, book)
    book = sent(draft)
    book[sheets.SHEET][cell.coordinate].value = "C"
    assert take(by, draft, book).cells == 1
    assert actions.overlay(draft)["task:I.1"] == {"units": {}}
    assert take(by, draft, sent(draft)).cells == 0


def test_rows_and_columns_may_stand_in_another_order(draft, by):
    book = sent(draft)
    sheet = book[sheets.SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    rows.sort(key=lambda row: row[1], reverse=True)
    for number, row in enumerate(rows, FIRST):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    for number in range(CODE, sheet.max_row + 1):
        first, second = sheet.cell(number, 5), sheet.cell(number, 6)
        first.value, second.value = second.value, first.value
    assert take(by, draft, book).cells == 0


def test_a_unit_that_is_gone_on_a_new_day_of_the_document_leaves_the_sheet_and_the_decision(draft, by):
    book = sent(draft)
    sheet = book[sheets.SHEET]
    row = row_of(sheet, "UBND xã Khánh Hòa")
    sheet.cell(row, column_of(sheet, "I.1")).value = "P"
    take(by, draft, book)
    Placement.objects.filter(unit__public_id=sheet.cell(row, 4).value).update(valid_to="2016-09-01")
    fresh = sent(draft)
    assert "UBND xã Khánh Hòa" not in [row[1] for row in fresh[sheets.SHEET].iter_rows(values_only=True)]
    assert take(by, draft, fresh).tasks == ("I.1",)
    assert actions.overlay(draft)["task:I.1"] == {"units": {}}


# --- what isn't believed ---------------------------------------------------------------------------------------------
@pytest.fixture
def refused(draft, by):
    """Sends a book or bytes; code and place of the refusal. Nothing may have been stored."""

    def call(book, name="a.xlsx", who=by):
        before = Resolution.objects.count(), Entry.objects.count()
        data = book if isinstance(book, bytes) else saved(book)
        with pytest.raises(CodedError) as caught:
            assigning.take(who, draft, data, name)
        assert (Resolution.objects.count(), Entry.objects.count()) == before
        assert caught.value.render("vi") != caught.value.render("en")
        return caught.value.code, caught.value.at

    return call


def put(place, value):
    def change(sheet):
        sheet[place].value = value

    return change


def double_row(sheet):
    for column in range(1, sheet.max_column + 1):
        sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(FIRST, column).value


def without_row(sheet):
    sheet.delete_rows(FIRST + 3)


def without_column(sheet):
    sheet.delete_cols(7)


def part_sorted(sheet):
    for number in (FIRST + 1, FIRST + 2):
        sheet.cell(number, 9).value = None
    first, second = sheet.cell(FIRST + 1, 4), sheet.cell(FIRST + 2, 4)
    first.value, second.value = second.value, first.value


def hidden_row(sheet):
    sheet.row_dimensions[FIRST + 1].hidden = True


def renamed(sheet):
    sheet.title = "Sheet1"


MISTAKES = [
    (put("A1", "danbiet.open-list/1"), "PLAN-025", "A1"),
    (put("B1", "abcde-fghij"), "PLAN-025", "B1"),
    (put("B1", None), "PLAN-025", "B1"),
    (put("C1", "0" * 64), "PLAN-029", ""),
    (put("C1", None), "PLAN-029", ""),
    (put("D3", "ID"), "PLAN-026", "D3"),
    (put("E3", "I.9"), "PLAN-026", "E3"),
    (put("F3", "I.1"), "PLAN-026", "F3"),
    (put("F3", None), "PLAN-026", "F3"),
    (put("AC3", "thêm"), "PLAN-026", "AC3"),
    (put("AC8", "C"), "PLAN-026", "AC3"),
    (without_column, "PLAN-027", ""),
    (put("D7", "abcde-fghij"), "PLAN-026", "D7"),
    (put("D7", None), "PLAN-026", "D7"),
    (put("B7", "Sở Không Có"), "PLAN-026", "B7"),
    (part_sorted, "PLAN-026", "B7"),
    (double_row, "PLAN-026", None),
    (without_row, "PLAN-027", ""),
    (put("E8", "X"), "PLAN-028", "E8"),
    (put("E8", "CP"), "PLAN-028", "E8"),
    (put("E8", 1), "PLAN-028", "E8"),
    (put("E8", True), "UNIT-007", "E8"),
    (put("E8", '="C"'), "UNIT-010", "E8"),
    (put("B8", "=1+1"), "UNIT-010", "B8"),
    (hidden_row, "UNIT-009", "a.xlsx"),
    (renamed, "UNIT-006", "a.xlsx"),
    (put("A5001", "x"), "UNIT-006", "a.xlsx"),
    (put("CZ8", "C"), "UNIT-006", "a.xlsx"),
]


@pytest.mark.parametrize(("change", "code", "place"), MISTAKES)
def test_every_mistake_is_named_with_its_cell_and_nothing_is_stored(change, code, place, first, refused):
    book = openpyxl.load_workbook(io.BytesIO(first))
    change(book[sheets.SHEET])
    found = refused(book)
    assert found[0] == code
    if place is not None:
        assert found[1] == place


def test_a_sheet_of_another_draft_is_foreign(draft, refused, loaded):
    assert refused(sent(propose_example(loaded)))[0] == "PLAN-025"


def test_a_sheet_of_an_older_version_says_what_was_decided_since(draft, by, loaded, refused):
    book = sent(draft)
    key = next(key for key in actions.overlay(draft) if key.startswith("READ-110"))
    actions.resolve(loaded.people["leader"], draft, {key: {"timing": "event"}})
    with pytest.raises(CodedError) as caught:
        take(by, draft, book)
    assert caught.value.code == "PLAN-029"
    assert key in caught.value.render("vi")
    assert "leader" in caught.value.render("vi")
    assert refused(book)[0] == "PLAN-029"


@pytest.mark.parametrize("who", ["district", "commune"])
def test_who_may_not_propose_may_not_send_a_sheet(who, first, loaded, refused):
    assert refused(first, who=loaded.people[who])[0] == "PEO-001"


def test_a_draft_that_was_taken_back_takes_no_sheet(draft, by, refused):
    book = sent(draft)
    sheet = book[sheets.SHEET]
    sheet.cell(FIRST, 5).value = "P" if sheet.cell(FIRST, 5).value != "P" else "C"
    actions.withdraw(by, draft, "trình nhầm")
    assert refused(book)[0] == "PLAN-016"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"C;P", b"x" * (2 * 1024 * 1024 + 1)], ids=len)
def test_what_is_no_sheet_is_refused(data, refused):
    assert refused(data)[0].startswith(("UNIT-006", "FILE-"))


def test_a_packed_bomb_is_refused_before_it_is_opened(first, refused):
    out = io.BytesIO(first)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (30 * 1024 * 1024))
    assert refused(out.getvalue())[0] in ("UNIT-006", "FILE-005")


# --- the commands ----------------------------------------------------------------------------------------------------
def test_the_sheet_goes_out_and_comes_back_by_command(draft, tmp_path, capsys):
    path = tmp_path / "phan-cong.xlsx"
    assert main.main(["plan", "assignments", draft.public_id, str(path)]) == 0
    assert capsys.readouterr().out.strip() == f"{path}: {len(grid.build(draft, {}).rows)} đơn vị"
    book = openpyxl.load_workbook(path)
    book[sheets.SHEET]["E6"].value = "P" if book[sheets.SHEET]["E6"].value != "P" else "C"
    book.save(path)
    assert main.main(["plan", "assign", draft.public_id, str(path), "--as", "home_affairs"]) == 0
    assert capsys.readouterr().out.strip() == "1 ô thay đổi, nhiệm vụ I.1"
    assert main.main(["plan", "assign", draft.public_id, str(path), "--as", "home_affairs"]) == 2
    assert "PLAN-029" in capsys.readouterr().err
    assert main.main(["plan", "assign", draft.public_id, str(path), "--as", "commune"]) == 2
    assert main.main(["plan", "assignments", draft.public_id, str(tmp_path / "no" / "a.xlsx")]) == 2
    assert main.main(["plan", "assignments", "nobody", str(path)]) == 2
