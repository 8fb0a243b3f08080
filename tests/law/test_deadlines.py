"""Due days: the vectors computed for this calendar, the rules of the Civil Code, and what the explanation says."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet import law
from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.periods import Occasion
from danbiet.law import Duration, calendar
from danbiet.law.explanation import Explanation

# The days PAPI was launched (to be verified) and twenty working days after each.
VECTORS = [
    ("2016-04-12", "2016-05-13"),
    ("2017-04-04", "2017-05-05"),
    ("2018-04-04", "2018-05-07"),
    ("2019-04-02", "2019-05-04"),  # a Saturday worked in exchange
    ("2020-04-28", "2020-05-28"),
    ("2021-04-14", "2021-05-17"),
    ("2022-05-10", "2022-06-07"),
    ("2023-04-12", "2023-05-15"),
    ("2024-04-02", "2024-05-04"),  # a Saturday worked in exchange
    ("2025-04-15", "2025-05-15"),
    ("2016-09-09", "2016-10-07"),
]
days = st.dates(date(2007, 1, 1), date(2090, 12, 31))
counts = st.integers(1, 400)
periods = st.tuples(counts, st.sampled_from(["d", "wd", "m"])).map(lambda pair: f"{pair[0]} {pair[1]}")
directions = st.sampled_from(["after", "before"])


@pytest.mark.parametrize(("event", "due"), VECTORS)
def test_twenty_working_days(event, due):
    found = law.deadline(date.fromisoformat(event), "20 wd")
    assert found.due == date.fromisoformat(due)
    assert [day.number for day in found.explanation.days() if day.number] == list(range(1, 21))


@pytest.mark.parametrize(
    ("event", "period", "direction", "due"),
    [
        ("2016-09-09", "30 d", "after", "2016-10-10"),  # day 30 is a Sunday
        ("2016-09-09", "3 d", "after", "2016-09-12"),
        ("2016-01-31", "1 m", "after", "2016-02-29"),  # the 31st is missing
        ("2015-01-31", "1 m", "after", "2015-03-02"),  # 28 February 2015 is a Saturday
        ("2016-08-30", "6 m", "after", "2017-02-28"),
        ("2016-02-29", "1 y", "after", "2017-02-28"),
        ("2016-09-09", "2.5 y", "after", "2019-03-11"),  # 9 March 2019 is a Saturday
        ("2017-01-24", "2 d", "after", "2017-02-02"),  # Tết, a Thursday after nine days of rest
        ("2019-04-26", "8 d", "after", "2019-05-04"),  # a worked Saturday ends a period
        ("2021-05-23", "40 d", "before", "2021-04-13"),
        ("2016-05-22", "7 d", "before", "2016-05-13"),  # the 15th is a Sunday: the working day before
        ("2016-05-22", "5 wd", "before", "2016-05-16"),
        ("2016-09-10", "0 wd", "after", "2016-09-12"),
        ("2016-09-09", "0 wd", "after", "2016-09-09"),
        ("2016-09-10", "0 wd", "before", "2016-09-09"),
        ("2016-09-09", "0 d", "after", "2016-09-09"),
    ],
)
def test_rules_of_the_civil_code(event, period, direction, due):
    found = law.deadline(date.fromisoformat(event), period, direction=direction)
    assert found.due == date.fromisoformat(due)
    assert found.due_at == clock.end_of_day(found.due)


def test_a_parameter_brings_its_article_and_the_rule_of_counting():
    found = law.deadline(date(2016, 9, 9), "complaints.first.settlement")
    shown = found.explanation
    assert found.due == date(2016, 10, 10)
    assert [ground.reference for ground in shown.grounds] == [
        "Luật 02/2011/QH13, Điều 28",
        "Bộ luật Dân sự 33/2005/QH11, Điều 151–153",
    ]
    assert shown.to_verify, "the old Civil Code was recalled, not read"
    assert not law.deadline(date(2018, 9, 9), "complaints.first.settlement").explanation.to_verify
    assert shown.lines("vi") == [
        "Giải quyết lần đầu: 30 ngày kể từ thứ Sáu 09/9/2016 (không tính ngày này)",
        "1–30: thứ Bảy 10/9/2016 – Chủ nhật 09/10/2016",
        "–: Chủ nhật 09/10/2016: Chủ nhật (ngày cuối rơi vào ngày nghỉ)",
        "Hạn: thứ Hai 10/10/2016",
        "Thời hạn: Luật 02/2011/QH13, Điều 28",
        "Cách tính thời hạn: Bộ luật Dân sự 33/2005/QH11, Điều 151–153 [cần đối chiếu]",
    ]


def test_the_explanation_names_every_holiday():
    shown = law.deadline(date(2016, 4, 12), "20 wd").explanation
    skipped = {day.day: day.reason.en for day in shown.days() if day.number is None}
    assert skipped[date(2016, 4, 18)] == "Hung Kings' Commemoration Day (observed)"
    assert skipped[date(2016, 4, 30)] == "Liberation Day/Reunification Day" or date(2016, 4, 30).weekday() == 5
    assert {date(2016, 5, 2), date(2016, 5, 3)} <= skipped.keys()
    assert "Due on Fri 13 May 2016" in shown.render("en")
    assert "Civil Code 33/2005/QH11, art. 151–153 [to verify]" in shown.render("en")


def test_the_law_of_another_day_may_apply():
    event = date(2026, 6, 30)
    assert law.deadline(event, "complaints.first.acceptance").explanation.duration.unit == "d"
    assert law.deadline(event, "complaints.first.acceptance", on=date(2026, 7, 1)).explanation.duration.unit == "wd"


def test_forecast_and_last_known_values_are_flagged():
    far = law.deadline(date(2031, 3, 3), "complaints.first.settlement").explanation
    assert far.forecast
    assert far.beyond_known
    assert "last known value" in far.render("en")
    assert "chưa được đối chiếu" in far.render("vi")
    assert not law.deadline(date(2016, 9, 9), "20 wd").explanation.forecast


def test_hours_run_from_moment_to_moment():
    moment = datetime(2016, 9, 9, 20, 0, tzinfo=UTC)  # 03:00 on the 10th in Vietnam
    found = law.deadline(moment, "24 h")
    assert found.due_at == moment + timedelta(hours=24)
    assert found.due == date(2016, 9, 11)
    for wrong in (date(2016, 9, 9), datetime(2016, 9, 9, 20, 0)):  # noqa: DTZ001
        with pytest.raises(CodedError, match="LAW-017"):
            law.deadline(wrong, "24 h")


def test_a_moment_counts_as_its_day_in_vietnam():
    moment = datetime(2016, 9, 8, 20, 0, tzinfo=UTC)
    assert law.deadline(moment, "3 d").explanation.event == date(2016, 9, 9)


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("20 apples", "LAW-015"),
        ("", "LAW-015"),
        ("20", "LAW-015"),
        ("2.5 d", "LAW-016"),
        ("2 | 5 y", "LAW-016"),
        ("no.such.key", "LAW-010"),
        ("hamlets.head.candidates", "LAW-014"),
        ("99999999 d", "LAW-018"),
        ("99999999 wd", "LAW-018"),
        ("99999999 m", "LAW-018"),
        ("999999999999999 d", "LAW-018"),
    ],
)
def test_what_is_no_period_is_refused(period, code):
    with pytest.raises(CodedError) as caught:
        law.deadline(date(2016, 9, 9), period)
    assert caught.value.code == code


def test_a_term_that_the_province_chooses_needs_the_choice():
    with pytest.raises(CodedError, match="LAW-016"):
        law.deadline(date(2019, 1, 1), "hamlets.head.term")
    assert law.deadline(date(2019, 1, 1), Duration.of("5 y")).due == date(2024, 1, 2)


@given(days, periods, directions)
def test_the_due_day_is_worked_and_on_the_right_side(day, period, direction):
    found = law.deadline(day, period, direction=direction)
    assert calendar.is_working_day(found.due)
    assert found.due > day if direction == "after" else found.due < day


@given(days, st.integers(0, 300), st.integers(0, 60), st.sampled_from(["d", "wd", "m"]))
def test_longer_periods_and_later_events_never_end_earlier(day, count, more, unit):
    due = law.deadline(day, f"{count} {unit}").due
    assert law.deadline(day, f"{count + more} {unit}").due >= due
    assert law.deadline(day + timedelta(days=more), f"{count} {unit}").due >= due


@given(days, counts, st.sampled_from(["d", "wd"]), directions)
def test_the_counted_days_are_the_period(day, count, unit, direction):
    shown = law.deadline(day, f"{count} {unit}", direction=direction).explanation
    counted = [one for one in shown.days() if one.number is not None]
    assert [one.number for one in counted] == list(range(1, count + 1))
    assert all(one.reason is None for one in counted)
    assert all(one.reason for one in shown.days() if one.number is None)
    if unit == "wd":
        assert counted[-1].day == shown.due
        assert len(list(shown.days())) == abs((shown.due - day).days)


@given(days, periods, directions)
def test_a_stored_explanation_reads_the_same(day, period, direction):
    shown = law.deadline(day, period, direction=direction).explanation
    again = Explanation.from_json(json.loads(json.dumps(shown.to_json())))
    assert again == shown
    assert again.render("vi") == shown.render("vi")


def test_a_stored_explanation_of_years_stays_small():
    stored = json.dumps(law.deadline(date(2026, 6, 1), "hamlets.head.term").to_json())
    assert len(stored) < 2000


@pytest.mark.parametrize(
    ("key", "start", "cutoff", "earliest"),
    [
        ("2016-4", "2015-12-15", "2016-12-14", "2016-12-15"),
        ("2017-1", "2016-12-15", "2017-03-14", "2017-03-15"),
        ("2019-1", "2018-12-15", "2019-03-14", "2019-03-15"),
        ("2019-2", "2018-12-15", "2019-06-14", "2019-06-17"),  # 14 June is a Friday
        ("2019-3", "2019-06-15", "2019-09-14", "2019-09-16"),
        ("2019-4", "2018-12-15", "2019-12-14", "2019-12-16"),
    ],
)
def test_reporting_windows(key, start, cutoff, earliest):
    window = law.reporting_window(Occasion.parse(key))
    assert [window.start, window.cutoff, window.earliest_due] == list(
        map(date.fromisoformat, (start, cutoff, earliest))
    )
    assert window.to_verify is (key < "2019")


@given(st.integers(2016, 2090), st.integers(1, 4))
def test_reports_are_asked_for_after_the_cut_off(year, number):
    window = law.reporting_window(Occasion(year, number))
    assert window.start < window.cutoff < window.earliest_due
    assert calendar.working_days_between(window.cutoff, window.earliest_due) == 1
    assert window.forecast is (year > 2026)
