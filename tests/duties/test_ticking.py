"""What time brings: every step in order, nothing the second time, succession of units that ended."""

from datetime import date

import pytest

from danbiet.base import clock
from danbiet.duties import ticking
from danbiet.duties.models import Duty
from danbiet.journal import verification
from danbiet.journal.models import Entry
from danbiet.units.models import Placement, Succession
from tests.duties.facts import make_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(monkeypatch):
    """A register of its own."""
    monkeypatch.setattr(ticking, "_STEPS", {})
    return ticking


def test_steps_run_in_the_order_of_registration_and_are_counted_by_name(steps):
    ran = []
    for name in ("b", "a", "c"):
        steps.register(name, lambda name=name: ran.append(name) or {"made": 2, "sent": 1})
    assert steps.tick() == {f"{name}.{what}": n for name in "bac" for what, n in (("made", 2), ("sent", 1))}
    assert ran == ["b", "a", "c"]


def test_a_name_registered_again_takes_the_place_of_the_first(steps):
    steps.register("a", lambda: {"old": 1})
    steps.register("a", lambda: {"new": 1})
    assert steps.tick() == {"a.new": 1}


def test_succession_comes_before_the_making_of_new_duties():
    names = list(ticking._STEPS)
    assert names.index("succession") < names.index("plans")


def test_a_second_tick_changes_nothing(ca_mau):
    ticking.tick()
    before = (Duty.objects.count(), Entry.objects.count())
    assert set(ticking.tick().values()) == {0}
    assert (Duty.objects.count(), Entry.objects.count()) == before


def pass_on(scene, share, day=date(2016, 9, 30)):
    return Succession.objects.create(
        predecessor=scene.units["commune"].unit,
        successor=scene.units["neighbour"].unit,
        day=day,
        share=share,
        ground="Nghị quyết để thử",
    )


def test_open_duties_of_a_unit_taken_over_whole_pass_to_its_heir(ca_mau):
    done = make_duty(ca_mau, period="history", fulfilled_at=clock.now())
    only_mine = make_duty(ca_mau, period="mine")
    owed = Duty.objects.filter(unit=only_mine.unit_id, fulfilled_at__isnull=True)
    keys = set(owed.values_list("rule", "subject", "period"))
    pass_on(ca_mau, 1)
    assert ticking.succession_step() == {"inherited": len(keys)}
    assert not owed.filter(superseded_at__isnull=True).exists()
    heirs = Duty.objects.filter(pk__in=owed.values("superseded_by"))
    assert set(heirs.values_list("rule", "subject", "period")) == keys
    assert set(heirs.values_list("unit_id", flat=True)) == {ca_mau.units["neighbour"].unit_id}
    done.refresh_from_db()
    assert (done.superseded_at, done.unit_id) == (None, ca_mau.units["commune"].unit_id)
    assert ticking.succession_step() == {"inherited": 0}
    assert not verification.verify()


@pytest.mark.parametrize("share", [None, "0.5"])
def test_a_unit_that_was_split_keeps_its_duties_until_the_province_decides(share, ca_mau):
    pass_on(ca_mau, share)
    assert ticking.succession_step() == {"inherited": 0}


def test_succession_waits_for_its_day(ca_mau):
    day = date(2016, 10, 3)
    pass_on(ca_mau, 1, day)
    assert ticking.succession_step() == {"inherited": 0}
    with clock.frozen(day):
        assert ticking.succession_step()["inherited"] > 0


def test_the_heir_of_another_province_gets_its_duty_in_that_province(ca_mau):
    other = Placement.objects.filter(kind="commune", valid_from=date(2025, 7, 1)).exclude(province=ca_mau.province)
    successor = other.select_related("unit").first()
    Succession.objects.filter(predecessor=ca_mau.units["commune"].unit).delete()
    Succession.objects.create(
        predecessor=ca_mau.units["commune"].unit,
        successor=successor.unit,
        day=date(2025, 7, 1),
        share=1,
        ground="Nghị quyết để thử",
    )
    make_duty(ca_mau, period="over")
    with clock.frozen(date(2025, 7, 1)):
        ticking.succession_step()
    heir = Duty.objects.get(unit=successor.unit_id, period="over")
    assert heir.province_id == successor.province_id != ca_mau.province.pk
