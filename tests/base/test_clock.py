"""The clock: the only one who knows the time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base import clock


def test_a_frozen_day_stands_at_noon_in_vietnam():
    with clock.frozen(date(2016, 9, 30)) as moment:
        assert moment == clock.now() == datetime(2016, 9, 30, 5, tzinfo=UTC)
        assert clock.today() == date(2016, 9, 30)
        assert clock.is_frozen()
    assert not clock.is_frozen()


def test_blocks_nest():
    with clock.frozen(date(2016, 9, 30)), clock.frozen(date(2017, 1, 2)):
        assert clock.today() == date(2017, 1, 2)


def test_the_installation_may_freeze_the_clock():
    clock.freeze(date(2016, 9, 30))
    try:
        assert clock.today() == date(2016, 9, 30)
    finally:
        clock.freeze(None)
    assert not clock.is_frozen()


def test_the_legal_day_turns_at_midnight_in_vietnam_not_in_greenwich():
    with clock.frozen(datetime(2016, 9, 30, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2016, 9, 30)
    with clock.frozen(datetime(2016, 9, 30, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2016, 10, 1)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2016, 9, 30)):  # noqa: DTZ001
        pass


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_ends_where_the_next_begins(day):
    assert clock.end_of_day(day) == clock.start_of_day(day + timedelta(days=1))
    with clock.frozen(clock.start_of_day(day)):
        assert clock.today() == day
    with clock.frozen(clock.end_of_day(day)):
        assert clock.today() == day + timedelta(days=1)
