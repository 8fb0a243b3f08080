"""The civil-service calendar: golden values written here, and the whole reference where it is at hand."""

import datetime as dt
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.law import calendar

# Weekdays off and Saturdays worked, from the Government's yearly notices (2027 is a forecast).
OFF = {
    2015: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-28 04-29 04-30 05-01 09-02",
    2016: "01-01 02-08 02-09 02-10 02-11 02-12 04-18 05-02 05-03 09-02",
    2017: "01-02 01-26 01-27 01-30 01-31 02-01 04-06 05-01 05-02 09-04",
    2018: "01-01 02-14 02-15 02-16 02-19 02-20 04-25 04-30 05-01 09-03 12-31",
    2019: "01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02",
    2020: "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
    2021: "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
    2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24",
}
WORKED = {2015: "02-14 04-25", 2019: "01-05 05-04", 2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}
TOTALS = {2016: 251, 2017: 250, 2018: 250, 2019: 252, 2020: 252, 2021: 250, 2022: 249, 2023: 249}
TOTALS |= {2024: 251, 2025: 250, 2026: 249}

days = st.dates(date(1995, 1, 1), date(2099, 12, 31))
counts = st.integers(-600, 600)


def all_days(year):
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, date(year, 12, 31).toordinal() + 1)]


def expected(year, off, worked):
    return tuple(
        day for day in all_days(year) if f"{day:%m-%d}" in worked or (day.weekday() < 5 and f"{day:%m-%d}" not in off)
    )


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_the_known_years(year):
    working = expected(year, OFF[year].split(), WORKED.get(year, "").split())
    assert calendar.working_days(year) == working
    assert [day for day in all_days(year) if calendar.is_working_day(day)] == list(working)
    for day in all_days(year):
        ordinary = day.weekday() < 5 and day in working
        assert (calendar.day_note(day) is None) == ordinary


@pytest.mark.parametrize(("year", "total"), TOTALS.items())
def test_working_days_a_year(year, total):
    assert len(calendar.working_days(year)) == total


@pytest.mark.shared
@pytest.mark.parametrize("year", OFF)
def test_the_reference_says_the_same(year):
    path = Path(__file__).resolve().parents[3] / "shared" / "research" / "calendar.yaml"
    if not path.is_file():
        pytest.skip("the research folder ../shared isn't beside the checkout")
    from ruamel.yaml import YAML

    reference = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))[year]
    assert calendar.working_days(year) == expected(year, reference["off"], reference["work"])


@pytest.mark.parametrize(
    ("day", "works", "said"),
    [
        (date(2026, 1, 2), False, "nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026"),
        (date(2026, 1, 10), True, "làm bù cho ngày nghỉ hoán đổi 02/01/2026"),
    ],
)
def test_every_override_differs_from_the_package(day, works, said):
    from holidays.countries.vietnam import Vietnam

    package = Vietnam(years=[2025, 2026, 2027])
    alone = day in package.weekend_workdays or (day.weekday() < 5 and day not in package)
    assert alone is not works
    assert calendar.is_working_day(day) is works
    assert calendar.day_note(day).vi == said
    assert calendar.overrides().days[day].source


def test_there_are_no_other_overrides():
    assert sorted(calendar.overrides().days) == [date(2026, 1, 2), date(2026, 1, 10)]


def test_why_a_day_is_off():
    assert calendar.day_note(date(2016, 9, 2)) == ("Quốc khánh", "National Day")
    assert calendar.day_note(date(2016, 9, 3)) == ("thứ Bảy", "Saturday")
    assert calendar.day_note(date(2016, 4, 18)).vi == "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"
    assert calendar.day_note(date(2019, 5, 4)).en == "worked in place of a swapped day off"
    assert calendar.day_note(date(2018, 12, 31)).vi == "nghỉ hoán đổi, làm bù thứ Bảy 05/01/2019"
    assert calendar.day_note(date(2024, 4, 29)).en == "day off swapped with Sat 4 May 2024"
    assert calendar.day_note(date(2016, 9, 9)) is None


def test_what_is_official():
    assert calendar.is_official(date(2015, 1, 1))
    assert calendar.is_official(date(2026, 12, 31))
    assert not calendar.is_official(date(2027, 1, 1))
    assert not calendar.is_official(date(2014, 12, 31))


@pytest.mark.parametrize("year", [1, 1900, 2100, 2500, 9999])
def test_years_far_out_keep_the_fixed_holidays(year):
    working = calendar.working_days(year)
    assert 245 <= len(working) <= 262
    assert date(year, 1, 1) not in working
    assert date(year, 9, 2) not in working
    assert not calendar.is_official(date(year, 1, 1))


def test_the_calendar_ends_with_a_coded_error():
    for day, count in ((date(9999, 12, 31), 1), (date(1, 1, 1), -1)):
        with pytest.raises(CodedError, match="LAW-018"):
            calendar.add_working_days(day, count)


@given(days, counts)
def test_adding_and_counting_are_inverse(day, count):
    due = calendar.add_working_days(day, count)
    assert calendar.working_days_between(day, due) == count
    assert count == 0 or calendar.is_working_day(due)


@given(days, days)
def test_counting_is_what_walking_gives(first, last):
    last = min(last, first + dt.timedelta(days=400)) if last > first else max(last, first - dt.timedelta(days=400))
    low, high = min(first, last), max(first, last)
    after = 1 if last >= first else 0
    walked = sum(
        calendar.is_working_day(date.fromordinal(n)) for n in range(low.toordinal() + after, high.toordinal() + after)
    )
    assert calendar.working_days_between(first, last) == (walked if last >= first else -walked)


@given(days, st.integers(0, 400), st.integers(0, 400))
def test_adding_is_monotone_and_composes(day, one, more):
    due = calendar.add_working_days(day, one)
    assert calendar.add_working_days(day, one + more) >= due
    assert calendar.add_working_days(due, more) == calendar.add_working_days(day, one + more)


@given(days)
def test_neighbours(day):
    after, before = calendar.next_working_day(day), calendar.previous_working_day(day)
    assert before < day < after
    assert calendar.working_days_between(day, after) == 1
    near = calendar.working_day_on_or_after(day)
    assert near == (day if calendar.is_working_day(day) else after)
    assert calendar.working_day_on_or_before(day) == (day if calendar.is_working_day(day) else before)


OVERRIDE = "official_from: {first}\nofficial_to: {last}\ndays:\n{rows}"
ROW = "  - {day: 2026-01-02, work: false, reason: {vi: a, en: b}, source: c}\n"


@pytest.mark.parametrize(
    ("rows", "first", "code", "place"),
    [
        (ROW, "2027-01-01", "LAW-006", "calendar.yaml:2, official_to"),
        (ROW + ROW, "2015-01-01", "LAW-021", "calendar.yaml:5, days.day"),
        (ROW.replace("work: false", "work: off"), "2015-01-01", "LAW-005", "calendar.yaml:4, days.work"),
        (ROW.replace("2026-01-02", "2026-01"), "2015-01-01", "LAW-005", "calendar.yaml:4, days.day"),
        (ROW.replace(", source: c", ""), "2015-01-01", "LAW-004", "calendar.yaml:4, days.source"),
        (ROW.replace("source", "origin"), "2015-01-01", "LAW-003", "calendar.yaml:4, days.origin"),
        ("  []\n", "2015-01-01", "LAW-005", "calendar.yaml:4, days"),
    ],
)
def test_the_override_file_is_read_strictly(tmp_path, rows, first, code, place):
    path = tmp_path / "calendar.yaml"
    path.write_text(OVERRIDE.format(first=first, last="2026-12-31", rows=rows))
    with pytest.raises(CodedError) as caught:
        calendar.load_overrides(path)
    assert (caught.value.code, caught.value.at) == (code, place)
