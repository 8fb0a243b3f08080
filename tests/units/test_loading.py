"""What stands in the database after loading: counts, identity through reused codes, successions, again nothing new."""

from collections import Counter
from datetime import date

import pytest

from danbiet.journal.models import Entry
from danbiet.units import loading, queries
from danbiet.units.models import OpenList, Placement, Succession, Unit, UnitRole

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2016, 9, 9), date(2026, 1, 5)


def kinds(province, day):
    return Counter(queries.placements(province, day).values_list("kind", flat=True))


def forms(province, day, kind="commune"):
    return Counter(queries.placements(province, day).filter(kind=kind).values_list("form", flat=True))


def commune(code, day):
    return Placement.objects.get(queries.on_day(day), kind="commune", code=code)


def test_the_province_of_2016(loaded):
    """The list of administrative units: 8 huyện and a city; 82 xã, 10 phường, 9 thị trấn."""
    assert kinds(loaded.old, DAY)["district"] == 9
    assert forms(loaded.old, DAY, "district") == {"huyện": 8, "thành phố": 1}
    assert kinds(loaded.old, DAY)["commune"] == 101
    assert forms(loaded.old, DAY) == {"xã": 82, "phường": 10, "thị trấn": 9}


@pytest.mark.parametrize(
    ("code", "communes"),
    [("964", 17), ("966", 8), ("967", 12), ("968", 13), ("969", 11), ("970", 16), ("971", 8), ("972", 9), ("973", 7)],
)
def test_communes_of_each_district_of_2016(code, communes, loaded):
    district = Placement.objects.get(queries.on_day(DAY), kind="district", code=code, province=loaded.old)
    assert queries.children(district.unit_id, DAY).filter(kind="commune").count() == communes


def test_nineteen_provincial_agencies_of_2016(loaded):
    agencies = UnitRole.objects.filter(queries.on_day(DAY), role="provincial_agency")
    assert agencies.filter(unit__placements__province=loaded.old).count() == 19


def test_the_merger_inside_the_city_left_a_hundred_communes(loaded):
    """NQ 1252/NQ-UBTVQH15, from 01/12/2024: Phường 4 into Phường 2."""
    assert kinds(loaded.old, date(2024, 11, 30))["commune"] == 101
    assert kinds(loaded.old, date(2024, 12, 1))["commune"] == 100
    assert forms(loaded.old, date(2024, 12, 1)) == {"xã": 82, "phường": 9, "thị trấn": 9}


def test_the_province_of_today(loaded):
    """NQ 1655/NQ-UBTVQH15: 55 xã and 9 phường; Luật 72/2025/QH15: no districts from 01/7/2025."""
    assert forms(loaded.new, TODAY) == {"xã": 55, "phường": 9}
    assert kinds(loaded.new, TODAY)["district"] == 0
    assert kinds(loaded.old, TODAY) == Counter()
    assert kinds(loaded.other, TODAY) == Counter()


def test_every_unit_has_its_place_on_one_path(loaded):
    rows = {row.unit_id: row for row in queries.placements(loaded.old, DAY)}
    for row in rows.values():
        above = rows[row.parent_id].path if row.parent_id else ""
        assert row.path == f"{above}{row.unit_id:08d}"
    assert Unit.objects.count() == Placement.objects.count() == sum(loaded.counts.values())


def test_a_code_stands_for_other_units_on_other_days(loaded):
    before, after = commune("32047", DAY), commune("32047", TODAY)
    assert (before.name, after.name) == ("Xã Khánh Hòa", "Xã U Minh")
    assert before.unit_id != after.unit_id
    province = [queries.province_by_code("96", day).unit for day in (DAY, TODAY)]
    assert province == [loaded.old, loaded.new]
    assert loaded.old != loaded.new
    ward = commune("32002", DAY), commune("32002", TODAY)
    assert [row.name for row in ward] == ["Phường 4", "Phường An Xuyên"]


def test_no_code_stands_for_two_committees_on_one_day(loaded):
    for day in (DAY, date(2024, 12, 1), date(2025, 6, 30), date(2025, 7, 1), TODAY):
        rows = Placement.objects.filter(queries.on_day(day)).exclude(code="").values_list("kind", "code")
        assert len(rows) == len(set(rows)) > 0


def test_a_merger_keeps_the_shares(loaded):
    """Xã Phan Ngọc Hiển: thị trấn Rạch Gốc and xã Viên An Đông whole, a part of xã Tân Ân (item 12)."""
    lines = Succession.objects.filter(successor=commune("32244", TODAY).unit_id)
    shares = {queries.placement_of(line.predecessor_id, DAY).name: line.share for line in lines}
    assert shares == {"Thị trấn Rạch Gốc": 1, "Xã Viên An Đông": 1, "Xã Tân Ân": None}
    assert {line.day for line in lines} == {date(2025, 7, 1)}
    assert all("1655/NQ-UBTVQH15" in line.ground for line in lines)


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("32122", {"Phường Lý Văn Lâm", "Xã Lương Thế Trân", "Xã Trần Văn Thời"}),  # Lợi An, three parts
        ("32141", {"Xã Hưng Mỹ", "Xã Phú Mỹ", "Xã Tân Hưng"}),  # Hòa Mỹ, three parts
        ("32242", {"Xã Đất Mũi", "Xã Đất Mới"}),  # Viên An
    ],
)
def test_a_split_leaves_every_share_open(code, after, loaded):
    lines = Succession.objects.filter(predecessor=commune(code, DAY).unit_id)
    assert {queries.placement_of(line.successor_id, TODAY).name for line in lines} == after
    assert {line.share for line in lines} == {None}


def test_every_commune_of_the_last_day_has_a_successor(loaded):
    last = date(2025, 6, 30)
    for province in (loaded.old, loaded.other):
        rows = queries.placements(province, last).filter(kind="commune")
        left = rows.exclude(unit__in=Succession.objects.filter(day=date(2025, 7, 1)).values("predecessor"))
        assert not left.exists()
    new = queries.placements(loaded.new, TODAY).filter(kind="commune")
    assert not new.exclude(unit__in=Succession.objects.values("successor")).exists()


def test_a_whole_share_goes_to_one_successor_only(loaded):
    whole = Counter(Succession.objects.filter(share=1).values_list("predecessor", flat=True))
    assert set(whole.values()) == {1}
    split = Succession.objects.filter(predecessor__in=list(whole), share__isnull=True)
    assert not split.exists()


def test_both_provinces_go_into_the_new_one(loaded):
    lines = Succession.objects.filter(successor=loaded.new)
    assert {line.predecessor for line in lines} == {loaded.old, loaded.other}


def test_what_ended_in_2024_is_followed_with_its_front_and_council(loaded):
    lines = Succession.objects.filter(day=date(2024, 12, 1))
    names = {
        (queries.placement_of(line.predecessor_id, DAY).kind, queries.placement_of(line.successor_id, DAY).kind)
        for line in lines
    }
    assert names == {("commune", "commune"), ("front", "front"), ("council", "council")}


def test_loading_again_changes_nothing(loaded):
    models = (Unit, Placement, Succession, UnitRole, OpenList, Entry)
    before = [model.objects.count() for model in models]
    assert loading.load_province("96") == Counter()
    assert loading.load_province("95") == Counter()
    assert loading.load_today("96") == Counter()
    assert [model.objects.count() for model in models] == before


def test_each_data_set_is_one_entry_with_its_digest(loaded):
    entries = Entry.objects.filter(action="units.load")
    assert entries.count() == 3
    assert {entry.subject for entry in entries} == {row.public_id for row in (loaded.old, loaded.new, loaded.other)}
    assert all('"digest":"' in entry.payload for entry in entries)
