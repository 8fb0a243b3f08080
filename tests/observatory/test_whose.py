"""Which province of an edition a page shows, across the merger of 2025."""

from dataclasses import replace
from datetime import date

import pytest
from django.http import Http404

from danbiet.index import provinces
from danbiet.observatory.whose import whose
from danbiet.people.gate import Gate
from danbiet.portal.scene import Scene
from tests.index import made_up

BEFORE, AFTER = date(2016, 9, 30), date(2026, 1, 5)
OLD = made_up.table(2015)
NEW = replace(OLD, province_set="34", provinces=tuple(one.code for one in provinces.provinces("34")))


def scene(name, slug, day):
    return Scene(1, "x", name, slug, day, "state", Gate(frozenset()))


@pytest.mark.parametrize(
    ("name", "slug", "day", "table", "shown", "crossed"),
    [
        ("Tỉnh Cà Mau", "ca-mau", BEFORE, OLD, ("63", "96"), False),
        ("Tỉnh Cà Mau", "ca-mau", AFTER, NEW, ("34", "96"), False),
        ("Tỉnh Cà Mau", "ca-mau", AFTER, OLD, ("63", "96"), True),
        ("Tỉnh Bạc Liêu", "bac-lieu", BEFORE, NEW, ("34", "96"), True),
        ("Tỉnh Bạc Liêu", "bac-lieu", AFTER, OLD, ("63", "95"), False),
        # One old province that took another name is still said to be the old one.
        ("Thành phố Huế", "hue", AFTER, OLD, ("63", "46"), True),
        ("Tỉnh Thừa Thiên - Huế", "thua-thien---hue", BEFORE, OLD, ("63", "46"), False),
        # Nothing changed here but the day.
        ("Thành phố Hà Nội", "ha-noi", AFTER, OLD, ("63", "01"), False),
        # No old province has the name Lào Cai's neighbour took: codes of the sets differ.
        ("Tỉnh Lào Cai", "lao-cai", AFTER, OLD, ("63", "10"), True),
    ],
)
def test_the_province_shown(name, slug, day, table, shown, crossed):
    found = whose(scene(name, slug, day), table)
    assert (found.province.province_set, found.province.code) == shown
    assert found.crossed is crossed


def test_another_old_province_is_shown_when_asked_for_and_no_other():
    own = scene("Tỉnh Cà Mau", "ca-mau", AFTER)
    found = whose(own, OLD, "bac-lieu")
    assert (found.province.vi, [one.vi for one in found.others]) == ("Bạc Liêu", ["Cà Mau"])
    with pytest.raises(Http404):
        whose(own, OLD, "ha-noi")
    with pytest.raises(Http404):
        whose(scene("Tỉnh Không Có", "khong-co", AFTER), OLD)
