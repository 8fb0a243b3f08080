"""Open lists go out as a spreadsheet and come back: made, marked, changed, ended; one entry; again nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.units import designations, lists, queries, sheets
from danbiet.units.models import OpenList, Placement, Unit, UnitRole
from tests.conftest import DAY

pytestmark = pytest.mark.django_db
KEY, SCHOOLS = "hospitals.any", "primary_schools.district"
ROWS = [
    ("Bệnh viện Đa khoa Cà Mau", "cấp tỉnh", "Thành phố Cà Mau", "96001", ""),
    ("Bệnh viện Sản - Nhi", "Cấp Tỉnh", "tinh ca mau", 96002, "hạng II"),
    ("Bệnh viện Đa khoa Cái Nước", "cấp huyện", "Huyện Cái Nước", None, None),
    ("Phòng khám Khánh Hòa", "cấp huyện", "xa khanh hoa", "", ""),
]


@pytest.fixture
def waiting(loaded):
    return lists.find(loaded.old, KEY)


@pytest.fixture
def supervisor(loaded):
    office = queries.search(loaded.old, "so noi vu", DAY, limit=1)[0]
    person = people.create_person(people.operator(), username="theodoi", name="Cán bộ theo dõi")
    people.grant(people.operator(), person, Role.SUPERVISOR, unit_id=office.unit_id, valid_from=date(2016, 1, 1))
    return person


def exported(waiting):
    out = io.BytesIO()
    lists.export(waiting, out)
    return out.getvalue()


def filled(waiting, rows=ROWS, change=None):
    """The sheet as its owner would send it back; ``change`` gets the workbook before it is saved."""
    book = openpyxl.load_workbook(io.BytesIO(exported(waiting)))
    sheet = book[sheets.SHEET]
    if sheet.max_row >= sheets.FIRST_ROW:
        sheet.delete_rows(sheets.FIRST_ROW, sheet.max_row)
    for number, row in enumerate(rows, sheets.FIRST_ROW):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def state():
    return [list(model.objects.order_by("pk").values_list()) for model in (Unit, Placement, UnitRole, OpenList, Entry)]


def test_the_sheet_names_its_list_and_offers_the_places(waiting, loaded):
    book = openpyxl.load_workbook(io.BytesIO(exported(waiting)))
    sheet = book[sheets.SHEET]
    line = [cell.value for cell in sheet[1]][:4]
    assert line == [sheets.SCHEMA, KEY, loaded.old.public_id, "Tỉnh Cà Mau"]
    assert [cell.value for cell in sheet[3]] == list(sheets.HEAD)
    assert sheet.protection.sheet
    assert sheet["B1"].protection.locked
    assert all(not sheet.column_dimensions[letter].protection.locked for letter in "ABCDE")
    places = [row[0].value for row in book[sheets.PLACES].iter_rows()]
    assert len(places) == 1 + 9 + 101
    assert len(set(places)) == len(places)
    assert {"Tỉnh Cà Mau", "Huyện U Minh", "Xã Khánh Hòa, Huyện U Minh"} <= set(places)
    ranges = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert ranges["'Địa bàn'!$A$1:$A$111"].startswith("C4:C")
    assert ranges['"cấp tỉnh,cấp huyện,cấp xã"'].startswith("B4:B")


def test_round_trip(waiting, loaded):
    done = lists.read(people.operator(), waiting, filled(waiting), "benh-vien.xlsx")
    assert done == lists.Outcome(listed=4, made=4, expected=12)
    found = designations.resolve(KEY, DAY, loaded.old)
    assert not found.questions
    assert {(row.name, row.level, row.kind, row.code) for row in found.units} == {
        ("Bệnh viện Đa khoa Cà Mau", "province", "hospital", "96001"),
        ("Bệnh viện Sản - Nhi", "province", "hospital", "96002"),
        ("Bệnh viện Đa khoa Cái Nước", "district", "hospital", ""),
        ("Phòng khám Khánh Hòa", "district", "hospital", ""),
    }
    clinic = next(row for row in found.units if row.name == "Phòng khám Khánh Hòa")
    commune = queries.search(loaded.old, "xa khanh hoa", DAY, limit=1)[0]
    assert clinic.parent_id == commune.unit_id
    assert clinic in queries.placements(loaded.old, DAY).filter(queries.under(commune.path))
    assert (clinic.valid_from, clinic.valid_to) == (commune.valid_from, commune.valid_to)
    again = openpyxl.load_workbook(io.BytesIO(exported(waiting)))[sheets.SHEET]
    rows = {tuple(cell.value for cell in row) for row in again.iter_rows(min_row=4, max_row=7)}
    assert ("Bệnh viện Sản - Nhi", "cấp tỉnh", "Tỉnh Cà Mau", "96002", "hạng II") in rows
    assert ("Phòng khám Khánh Hòa", "cấp huyện", "Xã Khánh Hòa, Huyện U Minh", None, None) in rows
    assert not again["A4"].protection.locked


def test_reading_again_changes_nothing(waiting):
    data = filled(waiting)
    lists.read(people.operator(), waiting, data, "a.xlsx")
    before = state()
    with clock.frozen(date(2016, 10, 20)):
        assert lists.read(people.operator(), waiting, data, "a.xlsx") == lists.Outcome(listed=4, expected=12)
        assert lists.read(people.operator(), waiting, exported(waiting), "b.xlsx").listed == 4
    assert state() == before


def test_one_entry_with_counts_and_the_files_hash(waiting, loaded):
    lists.read(people.operator(), waiting, filled(waiting), "a.xlsx")
    entry = Entry.objects.get(action="units.list")
    assert entry.subject == loaded.old.public_id
    assert '"made":4' in entry.payload
    assert '"file":"' in entry.payload


def test_a_later_sheet_renames_adds_and_drops_from_its_day(waiting, loaded):
    lists.read(people.operator(), waiting, filled(waiting), "a.xlsx")
    later = [
        ("Bệnh viện Đa khoa tỉnh", "cấp tỉnh", "Thành phố Cà Mau", "96001", ""),
        *ROWS[1:3],
        ("Bệnh viện Mắt", "cấp tỉnh", "Thành phố Cà Mau", "", ""),
    ]
    day = date(2016, 10, 20)
    with clock.frozen(day):
        done = lists.read(people.operator(), waiting, filled(waiting, later), "b.xlsx")
    assert done == lists.Outcome(listed=4, made=1, changed=1, ended=1, expected=12)
    before = {row.name for row in designations.resolve(KEY, date(2016, 10, 19), loaded.old).units}
    after = {row.name for row in designations.resolve(KEY, day, loaded.old).units}
    assert before == {row[0] for row in ROWS}
    assert after == {row[0] for row in later}
    renamed = Placement.objects.filter(kind="hospital", code="96001").order_by("valid_from")
    assert {row.unit_id for row in renamed} == {renamed[0].unit_id}
    assert [row.valid_to for row in renamed] == [date(2016, 10, 19), date(2025, 6, 30)]
    assert Placement.objects.filter(queries.on_day(day), name="Phòng khám Khánh Hòa").exists(), "it still stands"


def test_what_is_dropped_on_the_day_it_was_listed_leaves_no_backward_span(waiting, loaded):
    first = loaded.old.placements.get().valid_from
    with clock.frozen(first):
        lists.read(people.operator(), waiting, filled(waiting), "a.xlsx")
        lists.read(people.operator(), waiting, filled(waiting, ROWS[:1]), "b.xlsx")
    assert UnitRole.objects.filter(role=f"listed:{KEY}").count() == 1


def test_a_health_post_that_is_there_is_marked_not_made_again(waiting, loaded):
    commune = queries.search(loaded.old, "xa khanh hoa", DAY, limit=1)[0]
    post = queries.children(commune.unit_id, DAY).get(kind="hospital")
    row = (post.name, "cấp xã", "Xã Khánh Hòa, Huyện U Minh", "", "")
    assert lists.read(people.operator(), waiting, filled(waiting, [row]), "a.xlsx").made == 0
    assert [one.unit_id for one in designations.resolve(KEY, DAY, loaded.old).units] == [post.unit_id]


def test_a_confirmed_list_stays_a_question_on_days_it_says_nothing_of(waiting, loaded):
    lists.read(people.operator(), waiting, filled(waiting), "a.xlsx")
    found = designations.resolve(KEY, date(2015, 6, 1), loaded.old)
    assert (found.units, [one.reason for one in found.questions]) == ((), ["open_list"])


def test_schools_belong_to_the_district_level_and_to_communes_where_it_has_ended(loaded):
    assert designations.open_rule(SCHOOLS)["kind"] == "school"
    old = openpyxl.load_workbook(io.BytesIO(exported(lists.find(loaded.old, SCHOOLS))))[sheets.SHEET]
    assert {rule.formula1 for rule in old.data_validations.dataValidation if "!" not in rule.formula1} == {
        '"cấp huyện"'
    }
    with clock.frozen(date(2026, 1, 5)):
        waiting = lists.find(loaded.new, SCHOOLS)
        row = ("Trường Tiểu học 1", "cấp xã", "Xã U Minh", "", "")
        assert lists.read(people.operator(), waiting, filled(waiting, [row]), "a.xlsx").made == 1
        school = designations.resolve(SCHOOLS, date(2026, 1, 5), loaded.new).units[0]
        assert (school.kind, school.level, school.form) == ("school", "commune", "trường tiểu học")
        accountable = queries.accountable_ids([school], {school.unit_id: school})
    assert accountable == {school.unit_id: school.unit_id}


def test_a_hospital_answers_for_itself_and_a_health_post_does_not(waiting, loaded):
    lists.read(people.operator(), waiting, filled(waiting), "a.xlsx")
    known = {row.unit_id: row for row in queries.placements(loaded.old, DAY)}
    accountable = queries.accountable_ids(known.values(), known)
    for row in known.values():
        if row.kind == "hospital":
            own = row.level != "commune"
            assert accountable[row.unit_id] == (row.unit_id if own else row.parent_id)


def test_the_number_of_queries_doesnt_grow_with_the_list(waiting):
    def rows(count, first):
        return [(f"Bệnh viện {n}", "cấp huyện", "Huyện U Minh", "", "") for n in range(first, first + count)]

    counts = []
    for size in (3, 40):
        data = filled(waiting, rows(size, size * 100))
        with CaptureQueriesContext(connection) as queried:
            lists.read(people.operator(), waiting, data, "a.xlsx")
        counts.append(len(queried))
    assert counts[1] <= counts[0] + 6 <= 36


def test_the_provinces_supervisor_may_and_an_officer_may_not(waiting, supervisor, loaded):
    assert lists.read(supervisor, waiting, filled(waiting), "a.xlsx").made == 4
    commune = queries.search(loaded.old, "xa khanh hoa", DAY, limit=1)[0]
    officer = people.create_person(people.operator(), username="xa", name="Cán bộ xã")
    people.grant(people.operator(), officer, Role.OFFICER, unit_id=commune.unit_id, valid_from=date(2016, 1, 1))
    before = state()
    with pytest.raises(CodedError) as caught:
        lists.read(officer, waiting, filled(waiting, ROWS[:2]), "a.xlsx")
    assert caught.value.code == "PEO-001"
    assert state() == before


def test_the_owners_supervisor_may_for_his_own_list_only(waiting, loaded):
    person = people.create_person(people.operator(), username="yte", name="Cán bộ Sở Y tế")
    people.grant(people.operator(), person, Role.SUPERVISOR, unit_id=waiting.owner_id, valid_from=date(2016, 1, 1))
    lists.authorise(person, waiting)
    with pytest.raises(CodedError):
        lists.authorise(person, lists.find(loaded.old, SCHOOLS))


def test_a_list_that_isnt_open_is_said(loaded):
    for key in ("committee.commune", "nothing", "hospitals.nowhere"):
        with pytest.raises(CodedError) as caught:
            lists.find(loaded.old, key)
        assert caught.value.code == "UNIT-005"
        with pytest.raises(CodedError):
            designations.open_rule(key)


def test_lists_that_wait_with_owner_and_count_in_three_queries(waiting, loaded, django_assert_num_queries):
    lists.read(people.operator(), waiting, filled(waiting), "a.xlsx")
    with django_assert_num_queries(3):
        found = {one.row.designation: one for one in lists.open_lists(loaded.old, DAY)}
    assert (found[KEY].listed, found[KEY].owner.name, found[KEY].row.expected) == (4, "Sở Y tế", 12)
    assert (found[SCHOOLS].listed, found[SCHOOLS].owner.name) == (0, "Sở Giáo dục và Đào tạo")
    assert found[SCHOOLS].row.confirmed_at is None
