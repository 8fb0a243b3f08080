"""Reading units on a day: the range under a path, search without marks, who answers for whom."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.units import queries
from danbiet.units.models import Placement

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2016, 9, 9), date(2026, 1, 5)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def tree(loaded, django_db_blocker):
    """The placements of 2016 by unit id, and the ids directly under each."""
    with django_db_blocker.unblock():
        rows = {row.unit_id: row for row in queries.placements(loaded.old, DAY)}
    below = {}
    for row in rows.values():
        below.setdefault(row.parent_id, []).append(row.unit_id)
    return rows, below


def walk(unit, below):
    found = {unit}
    for child in below.get(unit, ()):
        found |= walk(child, below)
    return found


@QUICK
@given(data=st.data())
def test_the_range_under_a_path_is_the_walk_down_the_tree(data, tree, loaded):
    rows, below = tree
    unit = data.draw(st.sampled_from(sorted(rows)))
    found = Placement.objects.filter(queries.on_day(DAY), queries.under(rows[unit].path))
    assert set(found.values_list("unit_id", flat=True)) == walk(unit, below)


@QUICK
@given(data=st.data())
def test_lineage_is_the_walk_up_the_tree(data, tree):
    rows, _ = tree
    row = rows[data.draw(st.sampled_from(sorted(rows)))]
    expected, current = [], row
    while current is not None:
        expected.append(current.unit_id)
        current = rows.get(current.parent_id)
    assert queries.lineage(row) == expected
    assert queries.ancestors(row) == expected[1:]


@given(st.lists(st.integers(1, 99_999_998), min_size=1, max_size=5), st.lists(st.integers(1, 99_999_999), max_size=5))
def test_the_range_holds_exactly_what_begins_with_the_path(above, other):
    path, candidate = ("".join(f"{step:08d}" for step in steps) for steps in (above, other))
    low, high = (dict(queries.under(path).children)[key] for key in ("path__gte", "path__lt"))
    assert (low <= candidate < high) == candidate.startswith(path)
    assert low <= path + candidate < high


def plan_of(query):
    sql, parameters = query.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            return " ".join(str(row[3]) for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return " ".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("what", "index"),
    [
        (lambda loaded: queries.under(f"{loaded.old.pk:08d}"), "units_placement_path"),
        (lambda loaded: queries.Q(code="32047", kind="commune"), "units_placement_code"),
    ],
)
def test_the_database_uses_the_index(what, index, loaded):
    plan = plan_of(Placement.objects.filter(what(loaded)))
    assert index in plan
    assert not re.search(r"\bSCAN\b(?! .*INDEX)|Seq Scan", plan)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("xa khanh hoa", "Xã Khánh Hòa"),
        ("Xã Khánh Hoà", "Xã Khánh Hòa"),
        ("  XA   KHANH  HOA ", "Xã Khánh Hòa"),
        ("hoa my", "Xã Hoà Mỹ"),
        ("đầm dơi", "Huyện Đầm Dơi"),
        ("dam doi", "Huyện Đầm Dơi"),
        ("huyen u minh", "Huyện U Minh"),
        ("thi tran u minh", "Thị trấn U Minh"),
        ("so noi vu", "Sở Nội vụ"),
        ("so dat", None),
        ("dat mui", "Xã Đất Mũi"),
        ("ĐẤT MŨI", "Xã Đất Mũi"),
        ("tinh ca mau", "Tỉnh Cà Mau"),
    ],
)
def test_search_ignores_marks(typed, name, loaded):
    found = queries.search(loaded.old, typed, DAY)
    assert (found[0].name if found else None) == name


def test_exact_names_come_first(loaded):
    names = [row.name for row in queries.search(loaded.old, "phuong 1", DAY)]
    assert names[0] == "Phường 1"


def test_search_asks_once_and_keeps_its_limit(loaded, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(queries.search(loaded.old, "xa", DAY, limit=7)) == 7
    with django_assert_num_queries(0):
        assert queries.search(loaded.old, " ́ ", DAY) == []


def test_search_is_dated(loaded):
    assert queries.search(loaded.old, "xa khanh hoa", TODAY) == []
    assert queries.search(loaded.new, "huyen", TODAY) == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"'])
def test_signs_of_patterns_mean_themselves(sign, loaded):
    assert queries.search(loaded.old, sign, DAY) == []


def test_one_unit_by_id_code_or_name(loaded):
    commune = queries.search(loaded.old, "xa khanh hoa", DAY, limit=1)[0]
    for text in (commune.unit.public_id, "32047", "xa khanh hoa"):
        assert queries.find_one(loaded.old, text, DAY) == commune
    for text in ("", "khong co xa nay", "99999"):
        with pytest.raises(CodedError) as caught:
            queries.find_one(loaded.old, text, DAY)
        assert caught.value.code == "UNIT-004"


def test_the_province_of_a_code_depends_on_the_day(loaded):
    assert queries.province_by_code("96", date(2025, 6, 30)).unit == loaded.old
    assert queries.province_by_code("96", date(2025, 7, 1)).unit == loaded.new
    for code, day in (("95", TODAY), ("00", DAY), ("96", date(2015, 12, 31))):
        with pytest.raises(CodedError) as caught:
            queries.province_by_code(code, day)
        assert caught.value.code == "UNIT-001"
    assert [row.unit for row in queries.provinces(DAY)] == [loaded.other, loaded.old]
    assert [row.unit for row in queries.provinces(TODAY)] == [loaded.new]


def test_where_a_unit_last_stood_or_first_will(loaded):
    ended = queries.placement_of(loaded.old, TODAY)
    assert (ended.valid_to, ended.name) == (date(2025, 6, 30), "Tỉnh Cà Mau")
    assert queries.placement_of(loaded.new, DAY).valid_from == date(2025, 7, 1)
    assert queries.placement_of(10**9, DAY) is None


def test_many_placements_in_one_query(tree, django_assert_num_queries):
    rows, _ = tree
    with django_assert_num_queries(1):
        found = queries.placements_of(list(rows)[:50], DAY)
    assert found == {unit: rows[unit] for unit in list(rows)[:50]}


def test_offices_and_desks_are_answered_for(tree):
    rows, _ = tree
    with CaptureQueriesContext(connection) as queried:
        accountable = queries.accountable_ids(rows.values(), rows)
    assert not queried.captured_queries
    for unit, row in rows.items():
        answering = rows[accountable[unit]]
        assert answering.kind not in ("office", "desk")
        if row.kind in ("office", "desk"):
            assert answering.unit_id in queries.ancestors(row)
        elif row.kind in ("province", "district", "commune", "agency", "front", "council", "police"):
            assert answering.unit_id == unit
        elif row.level == "commune":
            assert answering.unit_id == row.parent_id
