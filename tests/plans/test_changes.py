"""An adopted plan is amended, replaced, extended, closed; events are declared. Duties follow, history stays."""

from datetime import date

import pytest

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import actions as duties
from danbiet.duties import states, ticking
from danbiet.duties.models import Duty
from danbiet.journal import verification
from danbiet.journal.models import Entry
from danbiet.plans import actions, changes, generation, queries
from danbiet.plans.models import Assignment, Change, Plan, Task
from danbiet.reading.plan import read_bytes
from tests.plans.amended import example

pytestmark = pytest.mark.django_db
BUDGET = "bằng bảng số dễ đọc => bằng bảng số và hình vẽ dễ đọc"
LATER = "ngày 15 tháng 02 năm 2017"


@pytest.fixture(scope="module", autouse=True)
def _scene(ca_mau):
    """All tests of this module start from the adopted example."""


def change(scene, kind, number="20/KH-UBND", day=LATER, **words):
    """Propose and approve a document that changes the plan; the plan that comes of it."""
    data = example(number, day, **words)
    decided = {}
    content = read_bytes(data, "b.txt")
    from danbiet.plans.review import doubt_id

    for found in content.doubts:
        if found.blocking:
            decided[doubt_id(found)] = {"timing": "continuous"} if found.code == "READ-110" else {"question": True}
    draft = actions.propose(
        scene.people["home_affairs"], data, "b.txt", "96", decided, plan=Plan.objects.get(), change=kind
    )
    return actions.approve(scene.people["leader"], draft)[0]


def open_of(plan):
    subjects = [plan.public_id, *plan.tasks.values_list("public_id", flat=True)]
    return Duty.objects.filter(states.unfulfilled(), subject__in=subjects)


# --- amend -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def amended(ca_mau):
    with clock.frozen(date(2017, 2, 20)):
        ticking.tick()
        done = Duty.objects.get(rule="plan-yearly", period="2016-Y1", title__startswith="Thu, chi", unit=unit(ca_mau))
        duties.attest(ca_mau.people["commune"], done, duties.Document("9/BC-UBND", date(2017, 1, 3)))
        yield change(ca_mau, "amend", budget=BUDGET)


def unit(scene):
    return scene.units["commune"].unit_id


def test_only_the_task_that_differs_ends_and_begins_anew(amended, ca_mau):
    assert amended == ca_mau.plan
    day = date(2017, 2, 15)
    rows = list(Task.objects.filter(code="II.2").order_by("valid_from"))
    assert [(row.valid_from, row.valid_to) for row in rows] == [
        (date(2016, 9, 6), date(2017, 2, 14)),
        (day, None),
    ]
    assert Task.objects.filter(valid_to__isnull=True).count() == 24
    assert Task.objects.count() == 25
    assert "hình vẽ" in rows[1].actions[0]
    old, new = (Assignment.objects.filter(task=row) for row in rows)
    assert set(old.values_list("valid_to", flat=True)) == {date(2017, 2, 14)}
    assert sorted(old.values_list("unit", "role")) == sorted(new.values_list("unit", "role"))
    assert set(new.values_list("valid_from", flat=True)) == {day}
    (row,) = Change.objects.all()
    assert (row.kind, row.day, row.ground) == ("amend", day, "20/KH-UBND")


def test_the_tasks_of_a_day_are_those_of_that_day(amended):
    for day, word in ((date(2017, 2, 14), False), (date(2017, 2, 15), True)):
        views = queries.tasks_of(amended, day)
        assert len(views) == 24
        budget = next(view.task for view in views if view.task.code == "II.2")
        assert ("hình vẽ" in budget.actions[0]) is word


def test_the_open_duties_of_the_old_task_pass_into_those_of_the_new(amended, ca_mau):
    mine = Duty.objects.filter(rule="plan-yearly", title__startswith="Thu, chi", unit=unit(ca_mau))
    found = {(row.period, row.starts_on): states.state_of(row, clock.now()) for row in mine}
    # 2016 was done (late) and stays; the old task's 2017 is superseded, the new one's begins with the amendment.
    assert found == {
        ("2016-Y1", date(2016, 9, 9)): "done_late",
        ("2017-Y1", date(2017, 1, 1)): "superseded",
        ("2017-Y1", date(2017, 2, 15)): "open",
    }
    other = Duty.objects.filter(rule="plan-yearly", title__startswith="Danh sách", unit=unit(ca_mau))
    assert not other.filter(superseded_at__isnull=False).exists()
    assert ticking.tick()["plans.made"] == 0
    assert not verification.verify()


def test_an_amendment_asks_for_nothing_in_the_past(amended):
    fresh = Task.objects.get(code="II.2", valid_to__isnull=True).public_id
    assert set(Duty.objects.filter(subject=fresh).values_list("period", flat=True)) == {"2017-Y1"}


@pytest.mark.parametrize("kind", ["amend", "replace"])
@pytest.mark.parametrize("day", ["ngày 06 tháng 9 năm 2016", "ngày 01 tháng 9 năm 2016"])
def test_a_change_must_come_after_what_it_changes(kind, day, ca_mau):
    before = (Task.objects.count(), Entry.objects.filter(action="plans.change").count())
    with pytest.raises(CodedError) as refused:
        change(ca_mau, kind, day=day, budget=BUDGET)
    assert refused.value.code == "PLAN-019"
    assert (Task.objects.count(), Entry.objects.filter(action="plans.change").count()) == before


def test_an_amendment_that_changes_nothing_ends_nothing(ca_mau):
    with clock.frozen(date(2017, 2, 20)):
        change(ca_mau, "amend")
    assert Task.objects.count() == 24
    assert not Duty.objects.filter(superseded_at__isnull=False).exists()


# --- replace ---------------------------------------------------------------------------------------------------------
def test_a_replaced_plan_ends_the_day_before_and_its_later_duties_close(ca_mau):
    with clock.frozen(date(2017, 2, 20)):
        old_due = Duty.objects.filter(period="2016-4").count()
        new = change(ca_mau, "replace")
        old = Plan.objects.get(pk=ca_mau.plan.pk)
        assert (old.replaced_by, old.ends_on) == (new, date(2017, 2, 14))
        assert (new.issued_on, new.number) == (date(2017, 2, 15), "20/KH-UBND")
        # What was due before stays owed; what would be due later is superseded, and the new plan asks for it.
        assert Duty.objects.filter(period="2016-4", superseded_at__isnull=True).count() == old_due
        later = Duty.objects.filter(subject=old.public_id, due_on__gte=date(2017, 2, 15))
        assert later.exists()
        assert not later.filter(superseded_at__isnull=True).exists()
        # The new plan arrived on 20/2: its first report is that of the six months, the next that of the third quarter.
        assert set(open_of(new).filter(rule="plan-report").values_list("period", flat=True)) == {"2017-2", "2017-3"}
        assert queries.plan_in_force(ca_mau.province, date(2017, 2, 14)) == old
        assert queries.plan_in_force(ca_mau.province, date(2017, 2, 15)) == new
        assert ticking.tick()["plans.made"] == 0
        for call in (
            lambda: changes.close(ca_mau.people["leader"], old, "x"),
            lambda: changes.extend(ca_mau.people["leader"], old, None, "x"),
            lambda: changes.declare_event(
                ca_mau.people["leader"], old, changes.INDEX_PUBLISHED, date(2017, 4, 4), "CV"
            ),
        ):
            with pytest.raises(CodedError) as refused:
                call()
            assert refused.value.code == "PLAN-018"
    assert not verification.verify()


# --- extend and close ------------------------------------------------------------------------------------------------
def test_a_last_day_closes_what_begins_after_it_and_a_later_one_opens_it_again(ca_mau):
    leader, plan = ca_mau.people["leader"], ca_mau.plan
    before = set(open_of(plan).values_list("pk", flat=True))
    made = changes.extend(leader, plan, date(2016, 12, 31), "QĐ 1")
    assert made.new == 0
    after = set(Duty.objects.filter(superseded_at__isnull=True).values_list("period", flat=True))
    # The first quarter's report covers the days from 15/12 on, so it stays.
    assert after == {"once", "2016-4", "2017-1", "2016-Y1", "2016-Y1-money", "2016-Y1-publicity"}
    changes.extend(leader, plan, date(2016, 12, 14), "QĐ 2")
    assert not open_of(plan).filter(period="2017-1").exists()
    with clock.frozen(date(2017, 1, 10)):
        assert ticking.tick()["plans.made"] == 0
    changes.extend(leader, plan, None, "QĐ 3")
    assert set(open_of(plan).values_list("pk", flat=True)) == before
    assert Entry.objects.filter(action="duties.reopen").count() == 1
    assert list(Change.objects.values_list("kind", "ground")) == [("extend", f"QĐ {n}") for n in (1, 2, 3)]
    assert not verification.verify()


def test_closing_ends_all_that_is_open_and_leaves_what_was_done(ca_mau):
    programme = Duty.objects.get(rule="plan-programme", unit=unit(ca_mau))
    duties.attest(ca_mau.people["commune"], programme, duties.Document("1/KH", date(2016, 9, 29)))
    owed = Duty.objects.filter(states.unfulfilled()).count()
    assert changes.close(ca_mau.people["leader"], ca_mau.plan, "Quyết định số 5") == owed
    assert not Duty.objects.filter(states.unfulfilled()).exists()
    programme.refresh_from_db()
    assert states.state_of(programme, clock.now()) == "done"
    assert queries.plan_in_force(ca_mau.province, date(2016, 10, 1)) is None
    with clock.frozen(date(2017, 5, 1)):
        assert ticking.tick()["plans.made"] == 0
        assert generation.generate(Plan.objects.get()).new == 0
    closed = Entry.objects.filter(action="duties.supersede")
    assert closed.count() == 1
    assert closed.get().subject == ca_mau.plan.public_id
    assert not verification.verify()


@pytest.mark.parametrize("who", ["operator", "home_affairs", "district", "commune"])
def test_only_the_leader_changes_a_plan(who, ca_mau):
    person = ca_mau.people[who]
    for call in (
        lambda: changes.close(person, ca_mau.plan, "x"),
        lambda: changes.extend(person, ca_mau.plan, date(2020, 12, 31), "x"),
    ):
        with pytest.raises(CodedError) as refused:
            call()
        assert refused.value.code == "PEO-001"


def test_a_change_needs_a_ground_and_a_day_that_can_be(ca_mau):
    leader, plan = ca_mau.people["leader"], ca_mau.plan
    for code, call in (
        ("PLAN-020", lambda: changes.close(leader, plan, " ")),
        ("PLAN-020", lambda: changes.extend(leader, plan, None, "")),
        ("PLAN-020", lambda: changes.declare_event(leader, plan, changes.INDEX_PUBLISHED, date(2017, 4, 4), "")),
        ("PLAN-019", lambda: changes.extend(leader, plan, date(2016, 9, 5), "x")),
        ("PLAN-002", lambda: changes.find_plan("nothing")),
    ):
        with pytest.raises(CodedError) as refused:
            call()
        assert refused.value.code == code


# --- events ----------------------------------------------------------------------------------------------------------
ELECTION = "khi-to-chuc-bau-cu-truong-ap-truong-khom"


def test_the_events_are_those_the_plan_names(ca_mau):
    found = changes.events_of(ca_mau.plan)
    assert {changes.INDEX_PUBLISHED, ELECTION, "khi-co-dot-tuyen-dung"} <= set(found)


@pytest.mark.parametrize(
    ("day", "due"),
    [(date(2016, 11, 22), date(2016, 11, 22)), (date(2016, 11, 20), date(2016, 11, 21))],
    ids=["a Tuesday", "a Sunday: due on the next working day"],
)
def test_an_event_makes_a_duty_of_those_who_lead_the_task(day, due, ca_mau):
    event, made = changes.declare_event(ca_mau.people["home_affairs"], ca_mau.plan, ELECTION, day, "CV 7")
    rows = Duty.objects.filter(rule="plan-event", subject=event.public_id)
    leads = Assignment.objects.filter(task__code="I.3", role="lead").values("accountable").distinct()
    assert made.new == rows.count() == leads.count() == 110
    assert set(rows.values_list("due_on", flat=True)) == {due}
    assert all(len(row.period) <= 40 for row in rows)
    assert changes.generate_event(event).new == 0
    duty = rows.get(unit=unit(ca_mau))
    from danbiet.duties.rules import rule

    assert [line.task.code for line in rule(duty.rule).lines(duty)] == ["I.3"]
    assert not verification.verify()


def test_a_long_event_fits_its_column(ca_mau):
    task = Task.objects.get(code="I.3")
    words = "Khi tổ chức lấy ý kiến cử tri nơi cư trú và nơi công tác về người ứng cử đại biểu"
    Task.objects.filter(pk=task.pk).update(events=[words])
    event, made = changes.declare_event(
        ca_mau.people["leader"], ca_mau.plan, changes.event_key(words), date(2016, 11, 20), "CV 8"
    )
    assert made.new == 110
    assert len(event.key) == 60


def test_an_event_of_a_day_is_declared_once(ca_mau):
    leader, plan, day = ca_mau.people["leader"], ca_mau.plan, date(2016, 11, 20)
    changes.declare_event(leader, plan, ELECTION, day, "CV 7")
    before = Duty.objects.count()
    with pytest.raises(CodedError) as refused:
        changes.declare_event(leader, plan, ELECTION, day, "CV 7")
    assert refused.value.code == "PLAN-022"
    assert Duty.objects.count() == before
    with pytest.raises(CodedError) as refused:
        changes.declare_event(leader, plan, "khi-trang-len", day, "CV 7")
    assert refused.value.code == "PLAN-021"
    assert ELECTION in refused.value.render("vi")
    with pytest.raises(CodedError) as refused:
        changes.declare_event(ca_mau.people["commune"], plan, ELECTION, date(2016, 12, 1), "CV 7")
    assert refused.value.code == "PEO-001"
