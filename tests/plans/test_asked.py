"""What citizens are asked: all of both frameworks, read strictly, the union for a task."""

import csv
from datetime import date

import pytest

from danbiet.base.errors import CodedError
from danbiet.plans import asked
from danbiet.plans.models import Plan, Task

SOURCE = asked.FILE.read_text("utf-8")


def plan(*years):
    rows = [{"rows": [{"code": "I", "values": {f"score_{year}": 1.0, f"rank_{year}": 2}}]} for year in years]
    return Plan(score_tables=rows, issued_on=date(2016, 9, 9))


def test_both_frameworks_have_all_22_sub_dimensions_in_two_languages():
    frameworks = asked.catalogue().frameworks
    assert [(one.key, one.last_year, len(one.asked)) for one in frameworks] == [
        ("2011-2015", 2015, 22),
        ("2016-2017", 2017, 22),
    ]
    for framework in frameworks:
        for one in framework.asked.values():
            assert 2 <= len(one.questions) <= 3
            assert all(text.vi != text.en for text in one.questions)


def test_the_frameworks_differ_in_what_the_third_dimension_holds():
    old, new = asked.catalogue().frameworks
    assert (
        old.asked["3.2"].name.vi == new.asked["3.3"].name.vi.removeprefix("Hiệu quả của ") == "Ban Thanh tra nhân dân"
    )
    assert {code for code in asked.CODES if old.asked[code] != new.asked[code]} == {"3.2", "3.3"}


@pytest.mark.shared
def test_what_counts_as_read_has_published_indicators(shared_folder):
    """Sources marked as read: papi_indicators_2018_2023.csv holds indicators of that matter (2.x moved up by one)."""
    path = shared_folder / "research" / "papi_indicators_2018_2023.csv"
    published = {row["subdim"] for row in csv.DictReader(path.open(encoding="utf-8"))}
    for code, one in asked.catalogue().frameworks[0].asked.items():
        if one.verified:
            head, _, number = code.partition(".")
            assert f"{head}.{int(number) + (head == '2')}" in published


def test_no_question_is_copied_from_the_labels():
    """Our own words: none of them is a label ("Tỷ lệ người trả lời ...")."""
    assert "Tỷ lệ" not in SOURCE


@pytest.mark.parametrize(
    ("dimension", "named", "codes"),
    [
        ("V", ["V.4"], ["5.4"]),
        ("V", ["V.4", "V.1"], ["5.1", "5.4"]),
        ("II", [], ["2.1", "2.2", "2.3"]),
        ("VI", ["VI.9"], ["6.1", "6.2", "6.3", "6.4"]),
        ("VII", [], []),
    ],
)
def test_a_task_shows_what_it_names_or_all_of_its_dimension(dimension, named, codes):
    task = Task(dimension=dimension, sub_dimensions=named)
    assert [one.code for one in asked.of_task(plan(2014, 2015), task)] == codes


@pytest.mark.parametrize(
    ("years", "name"), [((2014, 2015), "Ban Thanh tra nhân dân"), ((2016,), "Đáp ứng kiến nghị của người dân")]
)
def test_the_score_table_says_which_framework_it_is(years, name):
    (one,) = asked.of_task(plan(*years), Task(dimension="III", sub_dimensions=["III.2"]))
    assert one.name.vi == name


def test_past_the_known_frameworks_nothing_is_said():
    assert asked.of_task(plan(2019), Task(dimension="I", sub_dimensions=[])) == []


def test_a_plan_without_scores_goes_by_the_year_before_it():
    assert asked.year_of(plan()) == 2015


def test_several_tasks_show_each_sub_dimension_once_with_its_tasks():
    tasks = [
        Task(code="V.1", dimension="V", sub_dimensions=["V.1"]),
        Task(code="V.2", dimension="V", sub_dimensions=[]),
    ]
    found = asked.of_tasks(plan(2015), tasks)
    assert [(one.code, [task.code for task in held]) for one, held in found.rows][:2] == [
        ("5.1", ["V.1", "V.2"]),
        ("5.2", ["V.2"]),
    ]
    assert len(found.sources) == 1
    assert asked.of_tasks(plan(2015), []) is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('  "6.4":\n', '  "6.9":\n', "PLAN-060"),
        ('  "6.4":\n', '  "6.3":\n', "LAW-002"),
        ('  "6.4":\n', '  "3.2":\n', "PLAN-061"),
        ('      "3.2":\n', '      "2.1":\n', "PLAN-061"),
        ("    source: labels\n    verified: true\n", "    verified: true\n", "LAW-004"),
        ("source: labels\n", "source: hearsay\n", "LAW-005"),
        ("verified: true", "verified: maybe", "LAW-005"),
        ("last_year: 2015", "last_year: soon", "LAW-005"),
        ("about:\n", "about:\n  xx: 1\n", "LAW-003"),
        ("sources:\n", "more: {}\nsources:\n", "LAW-003"),
    ],
)
def test_a_wrong_file_is_refused_at_its_place(old, new, code, tmp_path):
    path = tmp_path / "questions.yaml"
    assert old in SOURCE
    path.write_text(SOURCE.replace(old, new, 1), "utf-8")
    with pytest.raises(CodedError) as caught:
        asked.load(path)
    assert caught.value.code == code
    assert "questions.yaml:" in caught.value.at


def test_one_question_is_too_few_and_a_lost_sub_dimension_is_missed(tmp_path):
    path = tmp_path / "questions.yaml"
    head, _, _ = SOURCE.partition('  "6.4":\n')
    path.write_text(head, "utf-8")
    with pytest.raises(CodedError) as caught:
        asked.load(path)
    assert (caught.value.code, caught.value.values["codes"]) == ("PLAN-062", "6.4")
    lines = SOURCE.rstrip().splitlines()
    path.write_text("\n".join(lines[:-1]), "utf-8")
    with pytest.raises(CodedError) as caught:
        asked.load(path)
    assert caught.value.code == "PLAN-063"
