"""What an adopted plan holds: tasks, assignments to the units of its day, force, open questions."""

from collections import Counter
from datetime import date

import pytest

from danbiet.base.errors import CodedError
from danbiet.journal import verification
from danbiet.journal.models import Entry
from danbiet.plans import actions, queries
from danbiet.plans.models import Assignment, OpenQuestion, PlanReference, Task
from danbiet.reading.plan.read import read_plan
from danbiet.units import designations
from danbiet.units.queries import placements_of
from tests.scenes import EXAMPLES, propose_example

pytestmark = pytest.mark.django_db
ISSUED = date(2016, 9, 6)


@pytest.fixture(scope="module")
def document():
    return read_plan(EXAMPLES / "ke-hoach-vi-du.txt")


def test_the_plan_is_what_the_document_says(ca_mau, document):
    plan = ca_mau.plan
    assert (plan.number, plan.issued_on, plan.ends_on) == ("15/KH-UBND", ISSUED, None)
    assert plan.arrives_on == date(2016, 9, 9)  # three working days after
    assert plan.title == document.document.title
    assert plan.signer == document.document.signer
    assert len(plan.recipients) == len(document.document.recipients)
    assert [len(table["rows"]) for table in plan.score_tables] == [28]
    assert PlanReference.objects.filter(plan=plan).count() == len(document.document.references)
    assert plan.objectives.count() == len(document.objectives)
    counts = Counter(plan.texts.values_list("kind", flat=True))
    assert counts == {
        "cause": len(document.causes),
        "requirement": len(document.requirements),
        "solution": len(document.solutions),
        "organisation": len(document.organisation),
    }


def test_the_tasks_come_in_order_and_whole(ca_mau, document):
    tasks = list(Task.objects.filter(plan=ca_mau.plan))
    assert [task.code for task in tasks] == [source.code for source in document.tasks]
    assert len(tasks) == 24
    assert [task.actions for task in tasks] == [list(source.actions) for source in document.tasks]
    timings = Counter(task.timing for task in tasks)
    # V.5 had no time; the decision made it continuous.
    assert timings == {"continuous": 18, "yearly": 3, "event": 2, "external": 1}
    assert next(task for task in tasks if task.code == "V.5").timing == "continuous"
    assert {task.valid_from for task in tasks} == {ISSUED}


def test_every_designation_stands_for_its_units_of_the_plans_day(ca_mau, document):
    """Counted anew from the draft and the units: a unit that leads doesn't coordinate as well."""
    found = {}
    for code, role, unit in Assignment.objects.values_list("task__code", "role", "unit"):
        found.setdefault((code, role), set()).add(unit)
    known = {}

    def units_of(entries):
        keys = {entry.designation for entry in entries} - {None}
        for key in keys - set(known):
            known[key] = {row.unit_id for row in designations.resolve(key, ISSUED, ca_mau.province).units}
        return set().union(*(known[key] for key in keys))

    for task in document.tasks:
        lead, coordinate = units_of(task.lead), units_of(task.coordinate)
        assert found.get((task.code, "lead"), set()) == lead
        assert found.get((task.code, "coordinate"), set()) == coordinate - lead
    assert Assignment.objects.count() == sum(map(len, found.values())) == 5852


def test_assigned_units_existed_on_the_plans_day_and_committees_answer_for_desks(ca_mau):
    rows = list(Assignment.objects.values_list("unit", "accountable", "province"))
    there = placements_of({unit for row in rows for unit in row[:2]}, ISSUED)
    kinds = Counter(there[unit].kind for unit in {row[0] for row in rows})
    assert kinds["district"] == 9
    assert kinds["commune"] == 101
    assert {row[2] for row in rows} == {ca_mau.province.pk}
    assert not {"desk", "office"} & {there[row[1]].kind for row in rows}
    desks = [row for row in rows if there[row[0]].kind == "desk"]
    assert desks
    assert all(there[unit].parent_id == accountable for unit, accountable, _ in desks)
    assert all(there[accountable].kind == "commune" for _, accountable, _ in desks)


def test_who_can_not_be_ordered_is_asked(ca_mau):
    rows = Assignment.objects.values_list("unit", "role", "force", "designation")
    there = placements_of({row[0] for row in rows}, ISSUED)
    asked = {"front", "council", "enterprise", "police"}
    forces = Counter()
    for unit, role, force, designation in rows:
        if there[unit].kind in asked or designation.startswith("social_insurance"):
            assert force == "requested"
        else:
            assert force == ("assigned" if role == "lead" else "coordinating")
        forces[role, force] += 1
    assert forces == {
        ("lead", "assigned"): 2521,
        ("lead", "requested"): 1,  # the water company
        ("coordinate", "coordinating"): 2210,
        ("coordinate", "requested"): 1120,
    }


def test_what_stays_open_is_a_question_with_an_owner_and_a_day(ca_mau):
    rows = list(OpenQuestion.objects.filter(plan=ca_mau.plan).select_related("owner"))
    codes = Counter(row.code for row in rows)
    assert codes == {
        "READ-101": 1, "READ-103": 1, "READ-112": 1, "READ-113": 2, "READ-114": 8, "READ-124": 1, "READ-130": 1,
        "UNIT-undetermined": 1, "UNIT-open_list": 2,
    }  # fmt: skip
    assert all(row.owner is not None and row.due_on is not None for row in rows)
    # 30 working days after the arrival; the one with a day of its own keeps it.
    assert {row.due_on for row in rows if row.code != "READ-112"} == {date(2016, 10, 21)}
    assert next(row for row in rows if row.code == "READ-112").due_on == date(2016, 10, 31)
    expected = {row.designation: row.expected for row in rows if row.code == "UNIT-open_list"}
    assert expected == {"hospitals.any": 12, "primary_schools.district": 250}
    assert queries.open_questions(ca_mau.plan)[-1].due_on == date(2016, 10, 31)


def test_the_record_names_the_version_that_was_approved(ca_mau):
    adopted = Entry.objects.get(action="plans.adopt")
    assert actions.version(ca_mau.draft) in adopted.payload
    assert adopted.actor == ca_mau.people["leader"].public_id
    assert ca_mau.draft.approval.version == actions.version(ca_mau.draft)
    assert not verification.verify()


def test_the_same_document_is_not_adopted_twice(ca_mau):
    before = Entry.objects.count()
    with pytest.raises(CodedError) as refused:
        propose_example(ca_mau)
    assert refused.value.code == "PLAN-011"
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("query", "most"),
    [
        (lambda scene: queries.plans_of(scene.province), 1),
        (lambda scene: queries.plan_in_force(scene.province, date(2016, 10, 1)), 1),
        (lambda scene: queries.tasks_of(scene.plan, date(2016, 10, 1)), 2),
        (lambda scene: queries.assignments_of(scene.units["commune"].unit, date(2016, 10, 1)), 1),
        (lambda scene: queries.open_questions(scene.plan), 1),
        (lambda scene: queries.waiting_drafts([scene.province.pk]), 1),
    ],
)
def test_reading_costs_a_fixed_number_of_queries(query, most, ca_mau, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        query(ca_mau)


def test_a_plan_is_in_force_from_its_day(ca_mau):
    assert queries.plan_in_force(ca_mau.province, date(2016, 9, 5)) is None
    assert queries.plan_in_force(ca_mau.province, ISSUED) == ca_mau.plan


def test_the_tasks_name_who_leads_with_a_count(ca_mau):
    views = {view.task.code: view for view in queries.tasks_of(ca_mau.plan, date(2016, 10, 1))}
    assert len(views) == 24
    lead = {one.designation: one.units for one in views["II.1"].lead}
    assert lead == {"committee.district": 9, "committee.commune": 101}


def test_a_communes_tasks_lead_first(ca_mau):
    rows = queries.assignments_of(ca_mau.units["commune"].unit, date(2016, 10, 1))
    roles = [row.role for row in rows]
    assert roles == sorted(roles, reverse=True)
    assert {"lead", "coordinate"} == set(roles)
    assert len({(row.task_id, row.role) for row in rows}) == len(rows)
