"""The simulated editions: the same by seed, marked, sums of their parts, Cà Mau as the example plan has it."""

import time

import pytest

from danbiet.demo import editions
from danbiet.index import queries, recomputing, storing
from danbiet.index.models import Edition
from danbiet.journal.models import Entry
from danbiet.people.actions import operator


@pytest.fixture(scope="module")
def tables():
    return editions.tables()


def test_the_same_seed_gives_the_same_editions_in_no_time(tables):
    started = time.process_time()
    again = editions.tables()
    assert time.process_time() - started < 1
    assert [storing.digest(one) for one in again] == [storing.digest(one) for one in tables]


def test_they_are_whole_and_their_sums_hold(tables):
    assert [one.year for one in tables] == list(range(2011, 2018))
    assert [one.framework.key for one in tables] == ["papi-2011"] * 5 + ["papi-2016"] * 2
    for one in tables:
        assert len(one.provinces) == 63
        assert one.simulated
        assert recomputing.differences(one) == []
    assert [one.year for one in tables if one.errors] == [2016, 2017]
    assert tables[3].value("total", "24") is None


def test_ca_mau_is_as_in_the_example_plan(tables):
    assert tables[3].value("IV", "96") == pytest.approx(6.37)
    assert tables[4].value("total", "96") == pytest.approx(35.86)
    assert tables[4].value("VI.3", "96") == pytest.approx(1.45)


@pytest.mark.django_db
def test_they_are_stored_with_a_line_in_the_record():
    editions.build(operator())
    assert set(Edition.objects.values_list("simulated", "source")) == {(True, editions.SOURCE)}
    assert [one.year for one in queries.panel()] == list(range(2011, 2018))
    assert Entry.objects.filter(action="index.simulate").count() == 1
