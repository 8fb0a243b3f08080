"""Calendar periods and reporting occasions."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base.periods import Occasion, OccasionKind, Period, PeriodKind

YEARS = st.integers(1990, 2090)


@pytest.mark.parametrize(
    ("period", "start", "end", "key"),
    [
        (Period(2016, PeriodKind.YEAR), date(2016, 1, 1), date(2016, 12, 31), "2016-Y1"),
        (Period(2016, PeriodKind.HALF, 1), date(2016, 1, 1), date(2016, 6, 30), "2016-H1"),
        (Period(2016, PeriodKind.QUARTER, 1), date(2016, 1, 1), date(2016, 3, 31), "2016-Q1"),
        (Period(2016, PeriodKind.QUARTER, 4), date(2016, 10, 1), date(2016, 12, 31), "2016-Q4"),
    ],
)
def test_bounds_and_keys(period, start, end, key):
    assert (period.start, period.end, period.key) == (start, end, key)
    assert Period.parse(key) == period


@given(YEARS, st.sampled_from([(PeriodKind.HALF, 2), (PeriodKind.QUARTER, 4)]))
def test_parts_tile_the_year(year, kind_and_count):
    kind, count = kind_and_count
    parts = [Period(year, kind, n) for n in range(1, count + 1)]
    assert parts[0].start == date(year, 1, 1)
    assert parts[-1].end == date(year, 12, 31)
    for before, after in pairwise(parts):
        assert before.end + timedelta(days=1) == after.start


def test_the_four_occasions_in_order():
    kinds = [Occasion(2016, n).kind for n in (1, 2, 3, 4)]
    assert kinds == list(OccasionKind)
    assert [Occasion(2016, n).month for n in (1, 2, 3, 4)] == [3, 6, 9, 12]


@given(YEARS, st.integers(1, 4))
def test_next_and_previous_are_inverse_and_keys_round_trip(year, number):
    occasion = Occasion(year, number)
    assert occasion.next().previous() == occasion < occasion.next()
    assert Occasion.parse(occasion.key) == occasion


@pytest.mark.parametrize("make", [lambda: Occasion(2016, 5), lambda: Period(2016, PeriodKind.HALF, 3)])
def test_a_year_has_no_more(make):
    with pytest.raises(ValueError, match="no"):
        make()


@pytest.mark.parametrize("key", ["", "2016", "2016-5", "2016-q1", "16-1", "2016-Q9"])
def test_other_keys_are_refused(key):
    with pytest.raises(ValueError, match="no"):
        Occasion.parse(key)
    with pytest.raises(ValueError, match="no"):
        Period.parse(key)
