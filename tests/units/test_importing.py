"""Loading from nothing or onto a part: other provinces, parts that are there, what is refused."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danbiet.base.errors import CodedError
from danbiet.people import actions as people
from danbiet.units import dataset, loading, national, queries
from danbiet.units.models import Placement, Succession, Unit

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2016, 9, 9), date(2026, 1, 5)


@pytest.mark.parametrize("first", [lambda: loading.load_province("95"), lambda: loading.load_today("96")])
def test_a_part_that_was_there_is_taken_up(first):
    made = first() + loading.load_province("96")
    there = {"96": keys("96"), "95": keys("95")}
    expected = [line for line in dataset.successions_2025() if line.old in there[line.old_province]]
    assert Succession.objects.filter(day=date(2025, 7, 1)).count() == len(expected)
    assert sum(made.values()) == Unit.objects.count() == Placement.objects.count()


def keys(province):
    data = dataset.ca_mau_2016() if province == "96" else dataset.bac_lieu()
    return {node.key for node in data.nodes}


@pytest.mark.parametrize("code", ["68", "79"])
def test_any_province_off_the_national_list(code):
    """Lâm Đồng and Thành phố Hồ Chí Minh: as many committees as the list has, in a fixed number of queries."""
    with CaptureQueriesContext(connection) as first:
        counts = loading.load_province(code)
    listed = Counter(row["level"] for row in national.committees(code, two_tier=False))
    assert {level: counts[level] for level in ("province", *listed)} == {"province": 1, **listed}
    # SQLite takes some seventy rows of placements in one insert, sectors and roles more.
    assert len(first) <= 20 + sum(counts.values()) / 40
    unit = queries.province_by_code(code, DAY)
    assert unit.form == ("thành phố" if code == "79" else "tỉnh")
    assert loading.load_province(code) == Counter()
    again = loading.load_today(code)
    assert again["commune"] == len(national.committees(code, two_tier=True))
    assert again["district"] == 0
    assert queries.province_by_code(code, TODAY).unit_id != unit.unit_id


def test_an_unknown_code_is_said_and_nothing_stored():
    for load in (loading.load_province, loading.load_today):
        with pytest.raises(CodedError) as caught:
            load("00")
        assert caught.value.code == "UNIT-008"
    assert not Unit.objects.exists()


def test_only_who_manages_units_loads_them():
    person = people.create_person(people.operator(), username="someone", name="Người khác")
    with pytest.raises(CodedError) as caught:
        loading.load_province("96", actor=person)
    assert caught.value.code == "PEO-001"
    assert not Unit.objects.exists()


def test_the_list_of_provinces_of_both_orders():
    """63 provinces until 30/6/2025, 34 after NQ 202/2025/QH15."""
    assert len(national.provinces(two_tier=False)) == 63
    assert len(national.provinces(two_tier=True)) == 34
