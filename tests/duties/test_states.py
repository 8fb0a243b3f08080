"""A state is computed from facts: the SQL expression and its Python twin never differ, on either engine."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danbiet.base import clock
from danbiet.duties import states
from danbiet.duties.models import Duty
from tests.duties.facts import FACTS, NOW, make_duty

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)
DUE = clock.end_of_day(date(2016, 12, 20))
SOON = DUE - states.DUE_SOON


@pytest.fixture
def row(ca_mau):
    return make_duty(ca_mau)


def both(duty, now):
    """The state by Python and by SQL of a saved duty; they must agree."""
    duty.refresh_from_db()
    python = states.state_of(duty, now)
    sql = states.with_state(Duty.objects.filter(pk=duty.pk), now).get().state
    assert python == sql
    return python


@pytest.mark.parametrize("state", FACTS)
def test_every_state_has_facts_that_make_it(state, ca_mau):
    assert both(make_duty(ca_mau, **FACTS[state]), NOW) == state


def test_the_facts_cover_all_states():
    assert set(FACTS) == set(states.STATES)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (SOON - TICK, "open"),
        (SOON, "due_soon"),
        (SOON + TICK, "due_soon"),
        (DUE - TICK, "due_soon"),
        (DUE, "overdue"),
        (DUE + TICK, "overdue"),
        (datetime(2016, 12, 20, 16, 59, 59, 999999, tzinfo=UTC), "due_soon"),  # 23:59:59 in Vietnam
        (datetime(2016, 12, 20, 17, tzinfo=UTC), "overdue"),  # midnight in Vietnam
        (datetime(2016, 7, 31, 16, 59, 59, tzinfo=UTC), "waiting"),
        (datetime(2016, 7, 31, 17, tzinfo=UTC), "open"),  # the first day begins at midnight in Vietnam
    ],
)
def test_the_clock_turns_a_state_exactly_at_its_boundary(moment, state, row):
    assert both(row, moment) == state


@pytest.mark.parametrize(
    ("at", "force", "state"),
    [
        (DUE - TICK, "assigned", "done"),
        (DUE, "assigned", "done_late"),
        (DUE, "coordinating", "done_late"),
        (DUE, "requested", "done"),
    ],
)
def test_done_in_time_means_before_the_next_midnight(at, force, state, row):
    Duty.objects.filter(pk=row.pk).update(fulfilled_at=at, force=force)
    assert both(row, NOW) == state


def test_a_short_duty_is_due_soon_before_it_begins(row):
    Duty.objects.filter(pk=row.pk).update(starts_on=date(2016, 12, 19))
    assert both(row, SOON) == "due_soon"
    assert both(row, SOON - TICK) == "waiting"


moments = st.one_of(
    st.sampled_from([SOON - TICK, SOON, DUE - TICK, DUE, DUE + TICK]),
    st.timedeltas(timedelta(0), timedelta(days=700)).map(lambda after: datetime(2016, 1, 1, tzinfo=UTC) + after),
)
maybe = st.none() | moments


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    now=moments,
    force=st.sampled_from(["assigned", "requested", "coordinating"]),
    starts_on=st.dates(date(2016, 1, 1), date(2016, 12, 20)),
    fulfilled_at=maybe,
    waived_at=st.none() | maybe,
    superseded_at=st.none() | maybe,
)
def test_sql_and_python_agree_on_any_facts_at_any_moment(row, now, **facts):
    Duty.objects.filter(pk=row.pk).update(**facts)
    state = both(row, now)
    assert state in states.STATES
    if facts["force"] == "requested":
        assert state not in ("overdue", "due_soon", "done_late")
    unfulfilled = Duty.objects.filter(states.unfulfilled(), pk=row.pk).exists()
    assert unfulfilled == states.STATES[state].open


def test_every_state_has_a_word_and_a_shape():
    labels = [str(state.label) for state in states.STATES.values()]
    assert len(set(labels)) == len(labels)
    assert {state.shape for state in states.STATES.values()} == {"none", "done", "asked", "late", "soon", "open"}
