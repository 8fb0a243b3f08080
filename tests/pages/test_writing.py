"""Days and figures in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.pages import writing


def test_a_moment_is_told_by_the_wall_clock_of_vietnam():
    late = datetime(2016, 9, 8, 17, 30, tzinfo=UTC)
    assert writing.day(late, "vi") == "09/9/2016"
    assert writing.moment(late, "vi") == "09/9/2016 00:30"
    assert writing.moment(late, "en") == "9 September 2016 00:30"
    assert writing.day(None, "vi") == writing.moment(None, "en") == ""


@given(st.dates(date(1945, 9, 2), date(2100, 1, 1)))
def test_a_day_reads_back(day):
    parts = [int(part) for part in writing.day(day, "vi").split("/")]
    assert date(parts[2], parts[1], parts[0]) == day


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_figure_says_the_same_in_both_languages(value):
    vietnamese, english = writing.figure(value, "vi"), writing.figure(value, "en")
    assert vietnamese.translate(str.maketrans(",.", ".,")) == english
    assert Decimal(english.replace(",", "")) == value


@pytest.mark.parametrize(("value", "said"), [(5.8, "5,8"), (1234567, "1.234.567"), ("NaN", "NaN"), ("", ""), (0, "0")])
def test_figures(value, said):
    assert writing.figure(value, "vi") == said
