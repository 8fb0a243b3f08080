"""Whom a designation stands for: units, or a question that somebody must answer."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danbiet.base.errors import CodedError
from danbiet.units import designations, queries
from danbiet.units.designations import LEVELS

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2016, 9, 9), date(2026, 1, 5)
EVERY = [f"{body}.{levels}" for body in designations.keys() for levels in LEVELS]  # noqa: SIM118


@pytest.fixture(scope="module")
def resolved(loaded, django_db_blocker):
    """Every designation on the plan's day and today."""
    with django_db_blocker.unblock():
        return {
            DAY: designations.resolve_many(EVERY, DAY, loaded.old),
            TODAY: designations.resolve_many(EVERY, TODAY, loaded.new),
        }


@pytest.mark.parametrize("day", [DAY, TODAY])
@pytest.mark.parametrize("body", designations.keys())
def test_every_designation_yields_units_or_a_question_with_an_owner(body, day, resolved):
    for levels, allowed in LEVELS.items():
        found = resolved[day][f"{body}.{levels}"]
        assert found.units or found.questions
        assert all(one.owner is not None and one.reason for one in found.questions)
        assert all(row.level in allowed for row in found.units)
        assert all(row.valid_from <= day <= (row.valid_to or day) for row in found.units)
        assert len({row.unit_id for row in found.units}) == len(found.units)


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("committee.province", 1),
        ("committee.district", 9),
        ("committee.commune", 101),
        ("committee.district_commune", 110),
        ("committee.all", 111),
        ("front.all", 111),
        ("council.commune", 101),
        ("police.province_district", 10),
        ("agencies.province", 19),
        ("social_insurance.province_district", 10),
        ("home_affairs.all", 111),
        ("home_affairs.province", 1),
        ("press.province", 3),
        ("radio_station.district", 9),
    ],
)
def test_counts_of_2016(key, count, resolved):
    found = resolved[DAY][key]
    assert (len(found.units), found.questions) == (count, ())


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("home_affairs.province", {"Sở Nội vụ"}),
        ("planning.province", {"Sở Kế hoạch và Đầu tư"}),
        ("water_company.province", {"Công ty cổ phần Cấp nước Cà Mau"}),
        ("economic_zone.province", {"Ban Quản lý Khu kinh tế"}),
    ],
)
def test_names_of_2016(key, names, resolved):
    assert {row.name for row in resolved[DAY][key].units} == names


def test_open_lists_are_questions_with_count_and_owner(resolved, loaded):
    for key, expected, owner in (("hospitals.any", 12, "Sở Y tế"), ("primary_schools.district", 250, None)):
        found = resolved[DAY][key]
        assert [(one.reason, one.expected) for one in found.questions] == [("open_list", expected)]
        name = queries.placement_of(found.questions[0].owner, DAY).name
        assert name == (owner or "Sở Giáo dục và Đào tạo")


def test_what_a_plan_leaves_undetermined_is_asked(resolved):
    for key in ("related_agencies.any", "party.any"):
        assert [one.reason for one in resolved[DAY][key].questions] == ["undetermined"]


@pytest.mark.parametrize("key", ["committee.district", "home_affairs.district", "police.district"])
def test_districts_that_are_gone_are_a_question(key, resolved):
    found = resolved[TODAY][key]
    assert (found.units, [one.reason for one in found.questions]) == ((), ["no_district_level"])


def test_what_is_left_of_two_levels_keeps_the_question_of_the_one_that_is_gone(resolved):
    found = resolved[TODAY]["committee.district_commune"]
    assert len(found.units) == 64
    assert [one.reason for one in found.questions] == ["no_district_level"]


def test_counts_of_today(resolved):
    counts = {"committee.commune": 64, "committee.province": 1, "front.all": 65, "finance.province": 1}
    assert {key: len(resolved[TODAY][key].units) for key in counts} == counts
    assert {row.name for row in resolved[TODAY]["planning.province"].units} == {"Sở Tài chính"}
    assert {row.name for row in resolved[TODAY]["transport.province"].units} == {"Sở Xây dựng"}


def test_the_focal_point_for_feedback_moved_in_2017(loaded):
    """NĐ 92/2017/NĐ-CP, from 25/9/2017: from the justice department to the committee's office."""

    def holders(day):
        known = designations.roster(loaded.old, day)
        return {known.rows[unit].name for unit in known.roles["feedback_focal_point"] if unit in known.rows}

    assert holders(date(2017, 9, 24)) == {"Sở Tư pháp"}
    assert holders(date(2017, 9, 25)) == {"Văn phòng UBND tỉnh"}


def test_any_number_of_designations_in_four_queries(loaded, django_assert_num_queries):
    with django_assert_num_queries(4):
        designations.resolve_many(EVERY, DAY, loaded.old)
    with CaptureQueriesContext(connection) as queried:
        designations.resolve("committee.commune", DAY, loaded.old)
    assert len(queried) == 4


@pytest.mark.parametrize("key", ["", "committee", "committee.", "committee.village", "nobody.all", ".all"])
def test_a_key_outside_the_catalogue_is_refused(key, loaded):
    with pytest.raises(CodedError) as caught:
        designations.resolve(key, DAY, loaded.old)
    assert caught.value.code == "UNIT-002"
