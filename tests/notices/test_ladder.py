"""The ladder: which day each rung falls on, each once, the latest after a standstill, requested work never."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danbiet.base import clock
from danbiet.duties import actions, reminders, ticking
from danbiet.duties.models import Duty, Force
from danbiet.duties.reminders import Rung, ladder
from danbiet.journal import verification
from danbiet.law import calendar
from danbiet.notices import kinds
from danbiet.notices.models import Message
from danbiet.people import actions as people
from danbiet.people.models import Role
from tests.duties.facts import DAY, entries, make_duty

pytestmark = pytest.mark.django_db


def told(duty, who=None):
    rows = Message.objects.filter(kind=reminders.KIND, subject=duty.public_id).order_by("pk")
    if who is not None:
        rows = rows.filter(person=who)
    return list(rows.values_list("occasion", flat=True))


def on(day):
    with clock.frozen(day):
        return ticking.tick()["reminders.made"]


# --- the days --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "days", "expected"),
    [
        # An ordinary week: Friday 21/10/2016.
        ("2016-10-21", -10, "2016-10-07"),
        ("2016-10-21", -3, "2016-10-18"),
        ("2016-10-21", 0, "2016-10-21"),
        ("2016-10-21", 1, "2016-10-24"),
        ("2016-10-21", 5, "2016-10-28"),
        # Tết 2017: no work from Thursday 26/01 to Wednesday 01/02/2017.
        ("2017-02-03", -3, "2017-01-24"),
        ("2017-01-25", 1, "2017-02-02"),
        ("2017-01-25", 5, "2017-02-08"),
        # National Day 2016, a Friday.
        ("2016-09-05", -3, "2016-08-30"),
        ("2016-09-01", 1, "2016-09-05"),
        # Due on a day of rest: brought to mind on the last working day before it.
        ("2016-10-23", 0, "2016-10-21"),
        ("2017-01-28", 0, "2017-01-25"),
        ("2016-10-23", -3, "2016-10-19"),
        ("2016-10-23", 1, "2016-10-24"),
        # Saturday 04/5/2019 was worked in place of Monday 29/4.
        ("2019-05-04", 0, "2019-05-04"),
        ("2019-05-03", 1, "2019-05-04"),
    ],
)
def test_each_rung_falls_on_its_working_day(due, days, expected):
    rung = Rung("r", days, ())
    found = rung.day(date.fromisoformat(due))
    assert found.isoformat() == expected
    assert calendar.is_working_day(found)


@given(
    today=st.dates(date(2014, 1, 1), date(2027, 12, 31)),
    ahead=st.integers(-40, 60),
    days=st.sampled_from([-10, -3, 0, 1, 5]),
)
def test_the_bound_on_due_days_says_the_same_as_the_day_of_the_rung(today, ahead, days):
    rung = Rung("r", days, ())
    due = today + timedelta(days=ahead)
    assert (due <= rung.reached_until(today)) == (rung.day(due) <= today)


def test_the_shipped_ladder_says_its_ground_and_its_days():
    assert [rung.days for rung in ladder()] == [-10, -3, 0, 1, 5]
    assert reminders.ground("vi")
    assert reminders.ground("en")
    assert all(Role.SUPERVISOR not in rung.roles for rung in ladder()), "no superior is told by a machine"


# --- who is told, and when -------------------------------------------------------------------------------------------
def test_one_rung_after_the_other_each_once(scene):
    duty = make_duty(scene, due_on=date(2016, 10, 21))
    days = [date(2016, 9, 30) + timedelta(days=n) for n in range(45)]
    made = {day: on(day) for day in days}
    officer, leader = scene.people["commune"], scene.people["commune_leader"]
    assert told(duty, officer) == ["truoc-10", "truoc-3", "dung-han", "qua-1", "qua-5"]
    assert told(duty, leader) == ["dung-han", "qua-1", "qua-5"]
    assert {day.isoformat(): n for day, n in made.items() if n} == {
        "2016-10-07": 1,
        "2016-10-18": 1,
        "2016-10-21": 2,
        "2016-10-24": 2,
        "2016-10-28": 2,
    }
    assert entries("duties.remind") == 5
    assert Message.objects.filter(settled_at__isnull=True).count() == 2, "the latest stands for all before it"
    assert not verification.verify()


def test_a_second_tick_makes_nothing(scene):
    make_duty(scene, due_on=date(2016, 10, 5))
    assert on(DAY) == 1
    before = (Message.objects.count(), entries("duties.remind"))
    assert on(DAY) == 0
    assert (Message.objects.count(), entries("duties.remind")) == before


@pytest.mark.parametrize(
    ("day", "latest"),
    [
        (date(2016, 10, 17), "truoc-10"),
        (date(2016, 10, 20), "truoc-3"),
        (date(2016, 10, 23), "dung-han"),
        (date(2016, 10, 27), "qua-1"),
        (date(2017, 3, 1), "qua-5"),
    ],
)
def test_after_a_standstill_only_the_latest_rung(day, latest, scene):
    duty = make_duty(scene, due_on=date(2016, 10, 21))
    on(day)
    assert told(duty, scene.people["commune"]) == [latest]


@pytest.mark.parametrize(
    "facts",
    [
        {"force": Force.REQUESTED},
        {"fulfilled_at": clock.end_of_day(date(2016, 9, 1))},
        {"waived_at": clock.end_of_day(date(2016, 9, 1))},
        {"superseded_at": clock.end_of_day(date(2016, 9, 1))},
        {"starts_on": date(2016, 10, 1)},
        {"due_on": date(2016, 10, 17)},
    ],
    ids=["requested", "fulfilled", "waived", "superseded", "not begun", "far ahead"],
)
def test_nobody_is_told_of_what_wants_nothing_now(facts, scene):
    make_duty(scene, **({"due_on": date(2016, 10, 3)} | facts))
    assert on(DAY) == 0


def test_coordinating_units_are_told_too(scene):
    make_duty(scene, due_on=date(2016, 10, 3), force=Force.COORDINATING)
    assert on(DAY) == 1


def test_where_nobody_else_sits_the_leader_is_told(scene):
    make_duty(scene, "leader", due_on=date(2016, 10, 12))
    make_duty(scene, "home_affairs", due_on=date(2016, 10, 12))
    on(DAY)
    assert set(Message.objects.values_list("person__username", flat=True)) == {"leader"}, "supervisors aren't told"


def test_two_roles_make_one_message(scene):
    officer = scene.people["commune"]
    unit = scene.units["commune"].unit_id
    people.grant(scene.people["operator"], officer, Role.APPROVER, unit_id=unit, valid_from=date(2016, 2, 1))
    make_duty(scene, due_on=DAY)
    assert on(DAY) == 2
    assert Message.objects.filter(person=officer).count() == 1


def test_who_comes_later_hears_the_latest_and_who_has_left_nothing(scene):
    duty = make_duty(scene, due_on=date(2016, 9, 29))
    on(DAY)
    operator, unit = scene.people["operator"], scene.units["commune"].unit_id
    new = people.create_person(operator, username="new", name="new")
    people.grant(operator, new, Role.OFFICER, unit_id=unit, valid_from=DAY)
    left = scene.people["commune"].memberships.get()
    people.end_membership(operator, left, on=DAY)
    assert on(date(2016, 10, 3)) == 1
    assert told(duty, new) == ["qua-1"]
    assert not Message.objects.filter(person=scene.people["commune"], settled_at__isnull=True).exists()


def test_an_account_that_is_closed_is_told_nothing(scene):
    scene.people["commune"].is_active = False
    scene.people["commune"].save()
    make_duty(scene, due_on=date(2016, 10, 5))
    assert on(DAY) == 1
    assert Message.objects.get().person == scene.people["commune_leader"], "nobody else is left"


def test_what_is_done_has_nothing_to_say_any_more(scene):
    duty = make_duty(scene, due_on=date(2016, 10, 5))
    on(DAY)
    with clock.frozen(DAY):
        actions.attest(scene.people["commune"], duty, actions.Document("1/KH", DAY))
        assert not Message.objects.filter(settled_at__isnull=True).exists(), "at once, not at the next tick"


def test_what_is_closed_in_bulk_is_settled_by_the_tick(scene):
    duty = make_duty(scene, due_on=date(2016, 10, 5))
    on(DAY)
    Duty.objects.filter(pk=duty.pk).update(superseded_at=clock.now())
    with clock.frozen(DAY):
        assert ticking.tick()["reminders.settled"] == 1
        assert ticking.tick()["reminders.settled"] == 0


def test_the_step_looks_at_what_all_others_made(monkeypatch):
    ran = []
    monkeypatch.setattr(ticking, "_STEPS", {})
    monkeypatch.setattr(ticking, "_LAST", set())
    ticking.register("reminders", lambda: ran.append("reminders") or {}, last=True)
    ticking.register("plans", lambda: ran.append("plans") or {})
    ticking.tick()
    assert ran == ["plans", "reminders"]


def test_the_tick_asks_the_same_few_questions_however_many_duties(scene, django_assert_max_num_queries):
    for number in range(40):
        make_duty(scene, period=f"p{number}", due_on=date(2016, 10, 5))
    with clock.frozen(DAY), django_assert_max_num_queries(30):
        assert reminders.step()["made"] == 40


def test_a_line_says_what_when_whose_and_how_urgent(scene):
    dues = {"late": date(2016, 9, 29), "today": DAY, "soon": date(2016, 10, 5)}
    duties = {group: make_duty(scene, period=group, due_on=due) for group, due in dues.items()}
    on(DAY)
    with clock.frozen(DAY):
        messages = list(Message.objects.filter(person=scene.people["commune"]))
        lines = kinds.lines_of(messages)
    assert len(lines) == 3
    for message in messages:
        line = lines[message.pk]
        duty = duties[line.group]
        assert (message.subject, line.due_on, line.unit) == (duty.public_id, duty.due_on, "Xã Khánh Hòa")
        assert line.address == f"/van-phong/viec/{duty.public_id}/"


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(
        st.tuples(st.integers(-30, 40), st.sampled_from(list(Force)), st.booleans()), min_size=1, max_size=6
    ),
    gaps=st.lists(st.integers(0, 9), min_size=1, max_size=8),
)
def test_no_rung_twice_none_of_requested_work_and_never_backwards(facts, gaps, scene):
    """Any duties, any rhythm of ticks: a person hears each rung once, in order, and of open binding work only."""
    from django.db import transaction

    with transaction.atomic():
        duties = [
            make_duty(scene, period=f"p{n}", due_on=DAY + timedelta(days=due), force=force)
            for n, (due, force, _) in enumerate(facts)
        ]
        day = DAY
        for gap in gaps:
            day += timedelta(days=gap)
            on(day)
            for duty, (_, _, done) in zip(duties, facts, strict=True):
                if done and day > duty.due_on:
                    Duty.objects.filter(pk=duty.pk).update(fulfilled_at=clock.end_of_day(day))
        order = [rung.key for rung in ladder()]
        for duty in duties:
            for person in (scene.people["commune"], scene.people["commune_leader"]):
                heard = [order.index(key) for key in told(duty, person)]
                assert heard == sorted(set(heard))
                assert duty.force != Force.REQUESTED or not heard
        transaction.set_rollback(True)
