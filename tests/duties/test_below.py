"""The units below: whose duties, by occasion, and the text to remind by."""

from datetime import date

import pytest

from danbiet.base import clock
from danbiet.duties import asking, below
from danbiet.duties.models import Duty, Force
from danbiet.people import actions as people
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import queries as units
from danbiet.units.models import Contact
from tests.duties.facts import DAY, LONG_AGO, NOW, make_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(ca_mau):
    """Somebody who supervises the district of the commune, and nothing else."""
    made = people.create_person(ca_mau.people["operator"], username="phong.noi.vu", name="Phòng Nội vụ")
    district = ca_mau.units["district"].unit_id
    people.grant(ca_mau.people["operator"], made, Role.SUPERVISOR, unit_id=district, valid_from=date(2016, 1, 1))
    policies.forget(made)
    return made


@pytest.fixture
def scope(person):
    return below.below(below.overseen(person))


def owed(ca_mau, scope):
    return Duty.objects.filter(scope)


def test_below_a_district_are_its_communes_and_neither_itself_nor_others(ca_mau, scope):
    district = ca_mau.units["district"]
    under = units.placements(ca_mau.province, DAY).filter(path__startswith=district.path)
    ids = set(under.values_list("unit_id", flat=True)) - {district.unit_id}
    found = set(owed(ca_mau, scope).values_list("unit_id", flat=True))
    assert found <= ids
    assert ca_mau.units["commune"].unit_id in found


def test_below_the_province_is_everybody_but_its_committee(ca_mau):
    place = units.placement_of(ca_mau.province, DAY)
    found = set(Duty.objects.filter(below.below([place])).values_list("unit_id", flat=True))
    everybody = set(Duty.objects.filter(province=ca_mau.province).values_list("unit_id", flat=True))
    assert found == everybody - {ca_mau.province.pk}


def test_who_oversees_nothing_has_nothing_below(ca_mau):
    assert below.overseen(ca_mau.people["commune"]) == []
    assert not Duty.objects.filter(below.below([])).exists()


def test_an_occasion_counts_units_by_how_they_stand(ca_mau, scope):
    facts = [
        {"due_on": date(2016, 9, 29)},
        {"due_on": date(2016, 9, 29), "fulfilled_at": LONG_AGO},
    ]
    for unit, one in zip(("commune", "neighbour"), facts, strict=True):
        make_duty(ca_mau, unit, period="count", **one)
    (found,) = [one for one in below.occasions(scope, NOW) if one.key.endswith(".count")]
    assert (found.wanted, found.received, found.missing, found.late, found.soon) == (2, 1, 1, 1, 0)
    assert below.to_look_at(below.occasions(scope, NOW), DAY).key == found.key


def test_a_waived_duty_is_wanted_of_nobody_and_one_passed_on_is_gone(ca_mau, scope):
    make_duty(ca_mau, period="gone", waived_at=LONG_AGO, waived_ground="x")
    make_duty(ca_mau, "neighbour", period="gone", superseded_at=LONG_AGO)
    (found,) = [one for one in below.occasions(scope, NOW) if one.key.endswith(".gone")]
    assert (found.wanted, found.received) == (0, 0)


def test_late_is_counted_in_days_and_what_is_requested_is_never_late(ca_mau, scope):
    make_duty(ca_mau, period="late", due_on=date(2016, 9, 20))
    make_duty(ca_mau, "neighbour", period="late", due_on=date(2016, 9, 20), force=Force.REQUESTED)
    (line,) = below.late(scope, NOW)
    assert (line.name, line.late_days, line.received) == ("Xã Khánh Hòa", 10, False)
    pressing = below.pressing(scope, NOW)
    assert [one.duty.force for one in pressing] == [Force.ASSIGNED]


def test_lines_and_occasions_are_one_query_each(ca_mau, scope, django_assert_num_queries):
    with django_assert_num_queries(1):
        below.occasions(scope, NOW)
    with django_assert_num_queries(1):
        below.lines(scope, NOW)


@pytest.mark.parametrize("key", ["", "x", "a.b", "a.b.c.d"])
def test_what_is_no_key_is_no_occasion(key):
    assert below.of_key(key) is None


def test_the_message_names_units_what_and_by_when(ca_mau, scope):
    make_duty(ca_mau, period="said", due_on=date(2016, 9, 28))
    make_duty(ca_mau, "neighbour", period="said", due_on=date(2016, 9, 30))
    lines = below.pressing(scope, NOW)
    text = asking.text(lines, sender="UBND huyện U Minh", today=DAY, parents={}, address="https://a.example/x/")
    assert text.splitlines()[:5] == [
        "UBND huyện U Minh nhắc việc, tính đến ngày 30/9/2016:",
        "- Việc để thử, hạn 28/9/2016, đã qua 2 ngày; chưa nhận được của:",
        "+ Xã Khánh Hòa",
        "- Việc để thử, hạn 30/9/2016 (hôm nay); chưa nhận được của:",
        "+ Xã Khánh Lâm",
    ]
    assert text.endswith("https://a.example/x/\n")


def test_what_is_requested_is_worded_as_a_request(ca_mau, scope):
    make_duty(ca_mau, period="ask", due_on=date(2016, 9, 20), force=Force.REQUESTED)
    lines = below.lines(scope & below.of_key(f"plan-programme.{ca_mau.plan.public_id}.ask"), NOW)
    text = asking.text(lines, sender="UBND huyện U Minh", today=DAY, parents={})
    assert "trân trọng đề nghị" in text
    for word in ("nhắc", "quá hạn", "đã qua", "chưa nhận"):
        assert word not in text


def test_nothing_missing_is_no_message(ca_mau, scope):
    make_duty(ca_mau, period="all", fulfilled_at=LONG_AGO)
    lines = below.lines(scope & below.of_key(f"plan-programme.{ca_mau.plan.public_id}.all"), NOW)
    assert asking.text(lines, sender="x", today=DAY, parents={}) == ""


def test_many_units_stand_by_district(ca_mau):
    place = units.placement_of(ca_mau.province, DAY)
    with clock.frozen(date(2016, 10, 24)):
        lines = below.late(below.below([place]), clock.now())
    parents = {key: one.name for key, one in units.placements_of({one.parent for one in lines}, DAY).items()}
    text = asking.text(lines, sender="UBND tỉnh Cà Mau", today=date(2016, 10, 24), parents=parents, simulated=True)
    assert text.startswith("[Dữ liệu mô phỏng]\n")
    (district,) = [line for line in text.splitlines() if line.startswith("+ Huyện U Minh: ")]
    assert "Xã Khánh Hòa, " in district


def test_the_telephone_list_has_each_unit_once_and_says_who_has_none(ca_mau, scope):
    make_duty(ca_mau, period="p1", due_on=date(2016, 9, 28))
    make_duty(ca_mau, period="p2", due_on=date(2016, 9, 28))
    make_duty(ca_mau, "neighbour", period="p1", due_on=date(2016, 9, 28))
    unit = ca_mau.units["commune"].unit_id
    for value, first, last in (("000 111", date(2016, 1, 1), None), ("000 222", date(2015, 1, 1), date(2015, 12, 31))):
        Contact.objects.create(unit_id=unit, channel="phone", value=value, valid_from=first, valid_to=last)
    Contact.objects.create(unit_id=unit, channel="email", value="a@b.example", valid_from=date(2016, 1, 1))
    lines = below.late(scope, NOW)
    phones = units.phones([line.duty.unit_id for line in lines], DAY)
    for line in lines:
        line.phones = phones.get(line.duty.unit_id, [])
    assert asking.contacts(lines) == ("Xã Khánh Hòa: 000 111", ["Xã Khánh Lâm"])
