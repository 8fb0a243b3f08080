"""The made-up editions other tests stand on."""

from __future__ import annotations

import pytest

from danbiet.index.framework import Level
from tests.index import made_up


def test_the_same_seed_gives_the_same_edition():
    assert made_up.table(2015) == made_up.table(2015)
    assert made_up.table(2015).values != made_up.table(2014).values
    assert made_up.table(2015).values != made_up.table(2015, seed=1).values


def test_dimensions_and_total_are_the_sums_of_their_parts():
    table = made_up.table(2015, missing=("24",))
    frame = table.framework
    for one in [frame.elements["total"], *frame.level(Level.DIMENSION)]:
        for province in table.provinces:
            parts = [table.value(part.code, province) for part in frame.children(one.code)]
            score = table.value(one.code, province)
            assert (score is None) == (province == "24")
            assert score is None or score == pytest.approx(sum(parts), abs=1e-5)


def test_what_is_changed_is_changed_alone():
    plain, changed = made_up.table(2015), made_up.table(2015, changed={("I.1", "96"): 0.3})
    assert changed.value("I.1", "96") == pytest.approx(plain.value("I.1", "96") + 0.3)
    assert changed.value("I.2", "96") == plain.value("I.2", "96")
    assert changed.value("total", "01") == plain.value("total", "01")


def test_errors_stand_where_scores_do():
    table = made_up.table(2015, errors=True, missing=("24",))
    assert set(table.errors) == {"total", "I", "II", "III", "IV", "V", "VI"}
    assert table.error("total", "24") is None
    assert table.error("total", "96") > 0
