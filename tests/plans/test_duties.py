"""The duties that follow from a plan, over a whole year of ticks."""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from danbiet import law
from danbiet.base import clock
from danbiet.duties import queries, rules, states, ticking
from danbiet.duties.models import Duty
from danbiet.journal import verification
from danbiet.journal.models import Entry
from danbiet.plans import changes, generation, settings
from danbiet.plans.models import Assignment
from danbiet.units import queries as units
from danbiet.units.models import Placement, Succession, Unit
from tests.scenes import DAY, adopted_ca_mau

pytestmark = pytest.mark.django_db
TICKS = [date(2016 + month // 12, month % 12 + 1, 15) for month in range(9, 24, 2)] + [date(2017, 12, 31)]


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """An adopted plan ticked from October 2016 to the end of 2017, each time twice; the second in vain."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.frozen(DAY):
            scene = adopted_ca_mau()
        again = Counter()
        for day in TICKS:
            with clock.frozen(day):
                if day == date(2017, 6, 15):
                    leader = scene.people["leader"]
                    _, scene.extra["evaluation"] = changes.declare_event(
                        leader, scene.plan, changes.INDEX_PUBLISHED, date(2017, 4, 4), "CV 1"
                    )
                ticking.tick()
                again.update(ticking.tick())
        scene.extra["again"] = again
        yield scene
        transaction.set_rollback(True)


def communes(scene, day=DAY):
    found = units.placements(scene.province, day).filter(kind="commune")
    return list(found.values_list("unit_id", flat=True))


def test_a_second_tick_never_does_anything(year):
    assert set(year.extra["again"].values()) == {0}
    assert not verification.verify()


def test_no_commune_has_more_than_forty_duties_a_year(year):
    """The plan alone gives each commune six a year: four reports, two yearly tasks (the bound is 40)."""
    found = communes(year)
    assert len(found) == 101
    for start, end, expected in (
        (date(2017, 1, 1), date(2017, 12, 31), {"plan-report": 4, "plan-yearly": 2}),
        (date(2016, 9, 9), date(2017, 9, 8), {"plan-report": 4, "plan-yearly": 2, "plan-programme": 1}),
    ):
        rows = Duty.objects.filter(due_on__range=(start, end), unit__in=found)
        each = {unit: Counter() for unit in found}
        for unit, rule in rows.values_list("unit", "rule"):
            each[unit][rule] += 1
        assert max(sum(counts.values()) for counts in each.values()) <= 40
        if start.year == 2017:
            assert all(counts == expected for counts in each.values())
        else:
            assert all(counts["plan-programme"] == 1 for counts in each.values())


def test_every_reporting_unit_has_four_occasions_a_year(year):
    rows = Duty.objects.filter(rule="plan-report", due_on__year=2017).values_list("unit", "period")
    periods = {}
    for unit, period in rows:
        periods.setdefault(unit, []).append(period)
    assert len(periods) == 19 + 9 + 101
    assert {tuple(sorted(found)) for found in periods.values()} == {("2017-1", "2017-2", "2017-3", "2017-4")}


def test_only_the_current_and_the_next_occasion_are_there():
    plan = SimpleNamespace(arrives_on=date(2016, 9, 9), ends_on=None, reporting=settings.defaults())
    for day, expected in (
        (date(2016, 9, 30), ["2016-4", "2017-1"]),
        (date(2016, 12, 28), ["2016-4", "2017-1"]),  # the consolidated report is due that day
        (date(2016, 12, 29), ["2016-4", "2017-1", "2017-2"]),
        (date(2017, 3, 14), ["2016-4", "2017-1", "2017-2"]),
    ):
        found = generation.occasions(plan, generation.horizon(plan, day))
        assert [occasion.key for occasion, _, _ in found] == expected


def test_the_first_occasion_starts_after_the_plan_has_arrived(year):
    first = Duty.objects.filter(rule="plan-report").order_by("starts_on").first()
    assert (first.period, first.starts_on) == ("2016-4", date(2016, 9, 15))
    assert first.starts_on > year.plan.arrives_on
    # The third quarter was cut off on 14/9, four days after the arrival: nothing anyone could have done.
    assert not Duty.objects.filter(period="2016-3").exists()


def test_each_level_reports_after_the_one_below(year):
    """1, 4 and 7 working days after the cut-off, the province's own 10 (setting with its ground)."""
    levels = {row.unit_id: row.level for row in units.placements(year.province, DAY)}
    expected = {
        "2016-4": [date(2016, 12, 15), date(2016, 12, 20), date(2016, 12, 23), date(2016, 12, 28)],
        "2017-1": [date(2017, 3, 15), date(2017, 3, 20), date(2017, 3, 23), date(2017, 3, 28)],
        "2017-2": [date(2017, 6, 15), date(2017, 6, 20), date(2017, 6, 23), date(2017, 6, 28)],
    }
    for period, days in expected.items():
        found = {}
        for unit, day in Duty.objects.filter(rule="plan-report", period=period).values_list("unit", "due_on"):
            found.setdefault(levels[unit], set()).add(day)
        consolidated = Duty.objects.get(rule="plan-consolidated", period=period)
        days_of = [found["commune"], found["district"], found["province"], {consolidated.due_on}]
        assert days_of == [{day} for day in days]
        assert consolidated.unit_id == year.units["home_affairs"].unit_id


def test_a_due_day_is_explained_with_its_setting(year):
    duty = Duty.objects.get(rule="plan-report", period="2017-1", unit=year.units["commune"].unit_id)
    assert duty.explanation["cutoff"] == "2017-03-14"
    assert duty.explanation["cutoff_to_verify"] is True  # no decree fixed the days before 2019
    assert set(duty.explanation["setting"]) == {"vi", "en"}
    assert duty.ground == "Kế hoạch số 15/KH-UBND ngày 06/9/2016, phần Tổ chức thực hiện"
    assert duty.due_at == clock.end_of_day(duty.due_on)


def test_nobody_is_late_in_the_first_month(year):
    with clock.frozen(date(2016, 10, 8)):
        counts = queries.counts(Duty.objects.filter(province=year.province), clock.now())
    assert counts["overdue"] == 0


def test_bodies_that_can_only_be_asked_are_asked_once_a_year_and_never_late(year):
    rows = Duty.objects.filter(force="requested").select_related("unit")
    assert Counter((row.rule, row.period) for row in rows) == {
        ("plan-request", "2016-Y1"): 2,
        ("plan-request", "2017-Y1"): 2,
        ("plan-request", "2018-Y1"): 2,  # the first occasion of 2018 is the next one at the end of 2017
    }
    kinds = {row.kind for row in units.placements_of({row.unit_id for row in rows}, DAY).values()}
    assert kinds == {"front", "enterprise"}
    much_later = clock.end_of_day(date(2030, 1, 1))
    assert {states.state_of(row, much_later) for row in rows} == {"requested"}
    asked = units.placements(year.province, DAY).filter(kind__in=["front", "council", "police"])
    binding = Duty.objects.exclude(force="requested").filter(unit__in=asked.values("unit"))
    assert not binding.exists()


def test_the_evaluation_is_due_twenty_working_days_after_the_index_is_published(year):
    """Published on 4/4/2017; 6/4 (Giỗ Tổ), 1/5 and 2/5 (for 30/4, a Sunday) are off: the twentieth is 5/5."""
    duty = Duty.objects.get(rule="plan-evaluation")
    assert duty.unit_id == year.units["home_affairs"].unit_id
    assert (duty.starts_on, duty.due_on) == (date(2017, 4, 4), date(2017, 5, 5))
    assert year.extra["evaluation"].new == 1


def test_yearly_tasks_are_one_duty_a_year_for_who_leads_them(year):
    yearly = Duty.objects.filter(rule="plan-yearly")
    # II.1: 9 districts, 101 communes; II.2: 101 communes; V.4: Sở Nội vụ. Due on the last working day of the year.
    found = Counter(yearly.values_list("period", "due_on"))
    assert found == {
        ("2016-Y1", date(2016, 12, 30)): 212,
        ("2017-Y1", date(2017, 12, 29)): 212,
        ("2018-Y1", date(2018, 12, 28)): 212,  # Monday 31/12/2018 was given for Saturday 5/1/2019
    }


def test_money_and_publicity_are_one_duty_a_year_of_one_agency(year):
    rows = Duty.objects.filter(rule="plan-support").values_list("period", "unit__placements__name")
    assert sorted(rows) == [
        (f"{number}-Y1-{what}", agency)
        for number in (2016, 2017, 2018)
        for what, agency in (("money", "Sở Tài chính"), ("publicity", "Sở Thông tin và Truyền thông"))
    ]


def test_the_tasks_stand_inside_the_report_lead_first(year, django_assert_max_num_queries):
    duty = Duty.objects.get(rule="plan-report", period="2017-1", unit=year.units["commune"].unit_id)
    with clock.frozen(date(2017, 3, 1)), django_assert_max_num_queries(1):
        lines = rules.rule(duty.rule).lines(duty)
    expected = Assignment.objects.filter(accountable=duty.unit_id).values("task").distinct().count()
    assert len({row.task_id for row in lines}) == len(lines) == expected
    roles = [row.role for row in lines]
    assert roles == sorted(roles, reverse=True)


def test_the_yearly_duty_is_about_its_task_alone(year):
    duty = Duty.objects.filter(rule="plan-yearly", unit=year.units["commune"].unit_id).first()
    (line,) = rules.rule(duty.rule).lines(duty)
    assert line.task.public_id == duty.subject
    assert line.task.code in ("II.1", "II.2")


def test_a_run_after_a_silence_makes_what_the_silence_left_out(year):
    reports = Duty.objects.filter(rule="plan-report", period="2017-3")
    assert reports.count() == 129
    reports.delete()
    with clock.frozen(date(2017, 12, 31)):
        assert ticking.tick()["plans.made"] == 129
    assert reports.count() == 129


def test_a_unit_owes_nothing_from_before_it_existed(year):
    """A commune founded on 1/12/2017 reports the year; it owes no programme of 2016 and no earlier report."""
    district = year.units["district"]
    unit = Unit.objects.create()
    Placement.objects.create(
        unit=unit,
        province=year.province,
        parent=district.unit,
        kind="commune",
        level="commune",
        form="xã",
        name="Xã Mới",
        folded="xa moi",
        path=f"{district.path}{unit.pk:08d}",
        valid_from=date(2017, 12, 1),
    )
    with clock.frozen(date(2017, 12, 2)):
        ticking.tick()
    periods = set(Duty.objects.filter(unit=unit).values_list("rule", "period"))
    assert ("plan-report", "2017-4") in periods
    assert not {period for rule, period in periods if period < "2017-4"}
    assert ("plan-programme", "once") not in periods


def test_when_districts_end_the_communes_duties_pass_to_their_heirs(year):
    """From 1/7/2025 the province has two tiers; a commune taken over whole leaves its open duties to its heir."""
    day = date(2025, 7, 1)
    open_ones = Duty.objects.filter(states.unfulfilled())
    whole = Succession.objects.filter(day__lte=day, share=1)
    heirs = dict(whole.values_list("predecessor", "successor"))
    owed = set(open_ones.filter(unit__in=heirs).values_list("unit", "rule", "subject", "period"))
    assert owed
    with clock.frozen(day):
        first, second = ticking.tick(), ticking.tick()
    assert first["succession.inherited"] >= len(owed)
    assert set(second.values()) == {0}
    assert not open_ones.filter(unit__in=heirs).exists()

    def last_heir(unit):
        return last_heir(heirs[unit]) if unit in heirs else unit

    for unit, rule, subject, period in owed:
        assert open_ones.filter(unit=last_heir(unit), rule=rule, subject=subject, period=period).exists()
    assert not verification.verify()


def test_each_tick_leaves_its_entries(year):
    made = Entry.objects.filter(action="duties.make")
    assert made.count() >= 4
    assert {row.actor for row in made} == {"system"}


plans = st.builds(
    SimpleNamespace,
    arrives_on=st.dates(date(2016, 1, 1), date(2026, 12, 31)),
    ends_on=st.none() | st.dates(date(2016, 1, 1), date(2028, 12, 31)),
    reporting=st.just(settings.defaults()),
)


@given(plans, st.integers(0, 800))
def test_occasions_follow_each_other_without_gap_from_the_arrival_on(plan, days):
    until = plan.arrives_on + timedelta(days=days)
    found = list(generation.occasions(plan, until))
    before = None
    for occasion, start, window in found:
        assert plan.arrives_on < start <= window.cutoff
        assert plan.ends_on is None or start <= plan.ends_on
        if before is not None:
            assert (occasion, start) == (before[0].next(), before[2].cutoff + timedelta(days=1))
        before = (occasion, start, window)
    if plan.ends_on is None:
        assert found[-1][2].cutoff > until
        assert all(window.cutoff <= until for _, _, window in found[:-1])
    if found:
        first = found[0]
        assert (first[2].cutoff - first[1]).days >= 30
        assert (first[1] - plan.arrives_on).days <= 92 + 30


@given(st.dates(date(2016, 1, 1), date(2026, 12, 31)))
def test_the_levels_keep_their_order_in_every_year(cutoff):
    after = settings.defaults()["after_cutoff"] | {"own": settings.defaults()["consolidated"]}
    days = [law.deadline(cutoff, after[level]).due for level in ("commune", "district", "province", "own")]
    assert days == sorted(set(days))
    assert days[0] > cutoff
