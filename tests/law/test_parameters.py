"""What the law said on days that matter: golden values, each with its instrument, and the traps of an encoder."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet import law
from danbiet.base.errors import CodedError

PLAN = date(2016, 9, 9)


@pytest.mark.parametrize(
    ("key", "day", "said", "reference", "verified"),
    [
        # On the plan's day the old budget, anti-corruption, denunciation and civil laws applied.
        ("budgets.commune.posting.minimum", "2016-09-09", "ít nhất 90 ngày", "Thông tư 03/2005/TT-BTC", False),
        ("budgets.commune.posting.minimum", "2017-02-12", "ít nhất 90 ngày", "Thông tư 03/2005/TT-BTC", False),
        ("budgets.commune.posting.minimum", "2017-02-13", "ít nhất 30 ngày", "Thông tư 343/2016/TT-BTC, Điều 17", True),
        ("denunciations.settlement", "2016-09-09", "60 ngày (gia hạn 30 ngày)", "Luật 03/2011/QH13, Điều 21", True),
        ("denunciations.settlement", "2019-01-01", "30 ngày", "Luật 25/2018/QH14, Điều 30", True),
        ("working_days.counting.day_end", "2017-01-01", "24:00", "Bộ luật Dân sự 91/2015/QH13, Điều 148 khoản 6", True),
        # The circular on reviewing poor households was 25 days old.
        ("poor_households.posting.minimum", "2016-08-15", "7 ngày làm việc", "Thông tư 17/2016/TT-BLĐTBXH", False),
        ("poor_households.posting.minimum", "2021-09-01", "3 ngày làm việc", "Quyết định 24/2021/QĐ-TTg", True),
        # Land plans: 30 days, 15 after the amendment of 2018.
        ("land.disclosure", "2016-09-09", "30 ngày", "Luật 45/2013/QH13, Điều 48 khoản 4", False),
        ("land.disclosure", "2019-01-01", "15 ngày", "Luật 45/2013/QH13, Điều 48; Luật 35/2018/QH14", False),
        # Units are stored as the law has them, never converted.
        (
            "procedure_times.construction_permit",
            "2016-09-09",
            "30 ngày (gia hạn 10 ngày)",
            "Luật 50/2014/QH13, Điều 102",
            True,
        ),
        ("procedure_times.construction_permit", "2026-07-01", "10 ngày làm việc", "Nghị định 217/2026/NĐ-CP", True),
        (
            "procedure_times.construction_permit.house",
            "2016-09-09",
            "15 ngày (gia hạn 10 ngày)",
            "Luật 50/2014/QH13, Điều 102",
            True,
        ),
        ("feedback.focal_point", "2017-09-24", "Sở Tư pháp", "Nghị định 48/2013/NĐ-CP", True),
        ("feedback.focal_point", "2017-09-25", "Văn phòng UBND tỉnh", "Nghị định 92/2017/NĐ-CP", True),
        ("inspection_boards.term", "2016-09-09", "2 năm", "Luật 56/2010/QH12, Điều 68", True),
        ("hamlets.head.term", "2016-09-09", "2,5 năm", "Thông tư 04/2012/TT-BNV", True),
        ("hamlets.head.term", "2019-01-01", "2,5 hoặc 5 năm", "Thông tư 09/2017/TT-BNV", False),
        (
            "poor_households.income.rural",
            "2016-09-09",
            "không quá 700.000 đồng",
            "Quyết định 59/2015/QĐ-TTg, Điều 2; Nghị định 07/2021/NĐ-CP",
            True,
        ),
        ("anti_corruption.base_salary", "2016-09-09", "1.210.000 đồng", "Nghị định 47/2016/NĐ-CP", True),
        ("complaints.second.settlement.remote_complex", "2016-09-09", "70 ngày", "Luật 02/2011/QH13, Điều 37", True),
    ],
)
def test_golden_values(key, day, said, reference, verified):
    found = law.value(key, on=date.fromisoformat(day))
    assert (found.said("vi"), found.article("vi"), found.verified) == (said, reference, verified)
    assert not found.beyond_known


def test_what_only_the_plan_demands_is_not_law():
    """The plan asks for two candidates and a secret ballot; the law on that day asked for neither (trap 1)."""
    candidates = law.value("hamlets.head.candidates", on=PLAN).number
    assert (candidates.amount, candidates.upper) == (1, 2)
    assert law.value("hamlets.head.candidates", on=date(2023, 8, 15)).said("en") == "at least 1 person"
    assert law.value("hamlets.head.voting", on=PLAN).value == "meeting_decides"


def test_the_term_follows_the_hamlet_head_since_2023():
    assert law.value("inspection_boards.term.rule", on=date(2023, 6, 30)).value == "fixed"
    assert law.value("inspection_boards.term.rule", on=date(2023, 7, 1)).value == "hamlet_head"
    with pytest.raises(CodedError, match="LAW-012"):
        law.value("inspection_boards.term", on=date(2023, 7, 1))


def test_yearly_days():
    assert law.value("poor_households.review.report.preliminary", on=PLAN).in_year(2016) == date(2016, 11, 14)
    assert law.value("poor_households.review.end", on=PLAN).in_year(2016) == date(2016, 12, 31)
    assert law.value("poor_households.review.report.final", on=PLAN).said("vi") == "trước 15/12"
    with pytest.raises(CodedError, match="LAW-014"):
        law.value("poor_households.review.steps", on=PLAN).in_year(2016)


def test_kinds_don_t_mix():
    assert law.value("complaints.first.settlement", on=PLAN).duration.count() == (30, "d")
    assert law.value("hamlets.head.term", on=PLAN).duration.count() == (30, "m")
    for key, wrong in (("complaints.first.settlement", "number"), ("hamlets.head.quorum", "duration")):
        with pytest.raises(CodedError, match="LAW-014"):
            getattr(law.value(key, on=PLAN), wrong)


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(CodedError, match=r"LAW-010.*complaints\.first\.settlement"):
        law.value("complaints.first.setlement", on=PLAN)


def test_the_catalogue_holds_everything_in_both_languages():
    sections = law.catalogue()
    assert len(sections) >= 18
    assert tuple(one for section in sections for one in section.parameters) == law.parameters()
    assert sum(section.to_verify for section in sections) > 60
    for parameter in law.parameters():
        for value in parameter.values:
            assert parameter.key == value.key
            assert value.source
            for language in ("vi", "en"):
                assert value.labels.said(language)
                assert value.said(language)
                assert value.article(language)
                assert value.period(language)
                assert value.origin(language)
            json.dumps(value.to_json())


def test_no_recalled_value_passes_for_verified():
    assert not [one.key for p in law.parameters() for one in p.values if one.verified and one.source == "recalled"]


@given(st.sampled_from(law.parameters()), st.dates())
def test_a_look_up_is_what_a_search_gives(parameter, day):
    expected = [one for one in parameter.values if one.first_day <= day <= (one.last_day or date.max)]
    before = day < parameter.values[0].first_day
    ended = parameter.end is not None and day > parameter.end
    gap = not expected and day < parameter.values[-1].first_day
    if before or ended or gap:
        with pytest.raises(CodedError) as caught:
            law.value(parameter.key, on=day)
        assert caught.value.code == ("LAW-011" if before else "LAW-012" if ended else "LAW-013")
        return
    found = law.value(parameter.key, on=day)
    if expected:
        assert found.value == expected[0].value
        assert found.beyond_known is (expected[0].last_day is None and day > max(parameter.known_to, found.first_day))
    else:
        assert found.beyond_known
        assert day > parameter.values[-1].last_day


@given(st.sampled_from(law.parameters()))
def test_before_the_first_day_it_is_an_error_and_past_the_last_a_flag(parameter):
    with pytest.raises(CodedError, match="LAW-011"):
        law.value(parameter.key, on=parameter.values[0].first_day - timedelta(days=1))
    if parameter.end is None:
        assert law.value(parameter.key, on=date.max).beyond_known
