"""What a plan leaves open is answered: by whom, once, corrected by new entries; who is meant gets tasks and duties."""

from datetime import date

import pytest
from django.db import transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import states, ticking
from danbiet.duties.models import Duty
from danbiet.journal import verification
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.plans import changes, generation, meant, queries, questions
from danbiet.plans.models import Answer, Assignment, OpenQuestion, Task
from danbiet.units import designations
from danbiet.units import queries as units
from tests.scenes import DAY, PASSWORD

pytestmark = pytest.mark.django_db
ROLES = (Role.ADMINISTRATOR, Role.OFFICER, Role.APPROVER, Role.SUPERVISOR, Role.INSPECTOR, Role.FRONT)


@pytest.fixture
def asked(ca_mau):
    """A question's row by its code, or by the designation it is about."""
    for person in ca_mau.people.values():
        policies.forget(person)

    def find(key):
        row = OpenQuestion.objects.filter(plan=ca_mau.plan)
        return questions.find_question((row.filter(designation=key) or row.filter(code=key)).first().public_id)

    return find


def ids(scene, *names):
    return [scene.units[name].unit.public_id for name in names]


def refused(call):
    with pytest.raises(CodedError) as caught, transaction.atomic():
        call()
    return caught.value.code


def refused_or_done(call):
    """The code of the refusal, "" where it was done; the rows are as before either way."""
    point = transaction.savepoint()
    try:
        call()
    except CodedError as error:
        return error.code
    finally:
        transaction.savepoint_rollback(point)
    return ""


def leads(task):
    day = clock.today()
    rows = Assignment.objects.filter(units.on_day(day), task__code=task, role="lead")
    return set(rows.values_list("unit", flat=True))


def test_an_answer_closes_the_question_and_stands_in_the_record(ca_mau, asked):
    question = asked("READ-101")
    assert question.said("vi") == question.message.replace("score_", "điểm ")
    made, outcome = questions.answer(ca_mau.people["home_affairs"], question, "  Đúng như bảng công bố ")
    question.refresh_from_db()
    assert (made.text, made.corrects, question.answered_at) == ("Đúng như bảng công bố", None, clock.now())
    assert outcome == meant.Outcome()
    assert queries.open_questions(ca_mau.plan)[-1] == question
    assert queries.open_questions(ca_mau.plan)[-1].answer == made.text
    entry = Entry.objects.get(action="plans.questions.answer")
    assert (entry.subject, entry.actor) == (question.public_id, ca_mau.people["home_affairs"].public_id)
    assert made.public_id in entry.payload
    assert not verification.verify()


def test_a_second_answer_is_refused_unless_it_corrects_the_one_that_stands(ca_mau, asked):
    question, person = asked("READ-101"), ca_mau.people["home_affairs"]
    first, _ = questions.answer(person, question, "5,25")
    at = OpenQuestion.objects.get(pk=question.pk).answered_at
    assert refused(lambda: questions.answer(person, question, "5,52")) == "PLAN-042"
    with clock.frozen(date(2016, 10, 3)):
        second, _ = questions.answer(person, question, "5,52", corrects=first.public_id)
        assert refused(lambda: questions.answer(person, question, "x", corrects=first.public_id)) == "PLAN-043"
    assert list(question.answers.values_list("text", "corrects")) == [("5,25", None), ("5,52", first.pk)]
    assert OpenQuestion.objects.get(pk=question.pk).answered_at == at
    assert question.answers.last() == second
    assert queries.open_questions(ca_mau.plan)[-1].answer == "5,52"
    other = asked("READ-103")
    assert refused(lambda: questions.answer(person, other, "x", corrects=first.public_id)) == "PLAN-043"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (questions.LONGEST + 1)])
def test_an_answer_has_words_and_not_too_many(text, ca_mau, asked):
    assert refused(lambda: questions.answer(ca_mau.people["home_affairs"], asked("READ-101"), text)) == "PLAN-041"
    assert not Answer.objects.exists()


def test_a_closed_plan_takes_no_answer_and_no_new_owner(ca_mau, asked):
    question, person = asked("READ-101"), ca_mau.people["home_affairs"]
    changes.close(ca_mau.people["leader"], ca_mau.plan, "QĐ 5")
    (commune,) = ids(ca_mau, "commune")
    assert refused(lambda: questions.answer(person, question, "x")) == "PLAN-018"
    assert refused(lambda: questions.reassign(person, question, commune, date(2016, 12, 1))) == "PLAN-018"
    assert questions.open_for([question.owner_id]) == []


@pytest.mark.parametrize(
    ("place", "answers", "reassigns"),
    [
        ("owner", {Role.OFFICER, Role.APPROVER, Role.FRONT, Role.SUPERVISOR}, set()),
        ("province", {Role.APPROVER, Role.SUPERVISOR}, {Role.SUPERVISOR}),
        ("focal", {Role.APPROVER, Role.SUPERVISOR}, {Role.SUPERVISOR}),
        ("above", set(), set()),
        ("beside", set(), set()),
    ],
)
def test_the_owner_answers_and_who_keeps_watch_over_the_plan(place, answers, reassigns, ca_mau, asked):
    operator, at = ca_mau.people["operator"], ca_mau.units
    commune = at["commune"].unit_id
    question = asked("READ-101")
    questions.reassign(ca_mau.people["home_affairs"], question, ids(ca_mau, "commune")[0], date(2016, 11, 1))
    question.refresh_from_db()
    unit = {
        "owner": commune,
        "province": ca_mau.province.pk,
        "focal": at["home_affairs"].unit_id,
        "above": at["district"].unit_id,
        "beside": at["neighbour"].unit_id,
    }[place]
    may_answer, may_reassign = set(), set()
    for role in ROLES:
        person = people.create_person(operator, username=f"{role}-x", name=role, password=PASSWORD, check=False)
        people.grant(operator, person, role, unit_id=unit, valid_from=date(2016, 1, 1))
        for call, found in (
            (lambda person=person: questions.answer(person, question, "x"), may_answer),
            (
                lambda person=person: questions.reassign(
                    person, question, ids(ca_mau, "neighbour")[0], date(2016, 12, 1)
                ),
                may_reassign,
            ),
        ):
            code = refused_or_done(call)
            assert code in ("", "PEO-001")
            found |= set() if code else {role}
    assert (may_answer, may_reassign) == (answers, reassigns)


def test_neither_the_operator_nor_another_unit_answers(ca_mau, asked):
    question = asked("READ-101")
    for who in ("operator", "district", "commune", "commune_leader"):
        assert refused(lambda who=who: questions.answer(ca_mau.people[who], question, "x")) == "PEO-001"


def test_a_question_without_an_owner_is_the_focal_bodys(ca_mau, asked):
    question = asked("READ-101")
    OpenQuestion.objects.filter(pk=question.pk).update(owner=None)
    question.refresh_from_db()
    operator = ca_mau.people["operator"]
    for unit, expected in ((ca_mau.units["home_affairs"].unit_id, True), (ca_mau.province.pk, False)):
        person = people.create_person(operator, username=f"o{unit}", name="o", password=PASSWORD, check=False)
        people.grant(operator, person, Role.OFFICER, unit_id=unit, valid_from=date(2016, 1, 1))
        scope = [ca_mau.province.pk, ca_mau.units["home_affairs"].unit_id]
        assert questions.may(person, questions.PERMISSION, question, scope) is expected


# --- who is meant --------------------------------------------------------------------------------------------------


def test_units_that_are_named_get_the_tasks_from_that_day_on(ca_mau, asked):
    question = asked("hospitals.any")
    assert question.said("vi") == "«các bệnh viện» là những đơn vị nào?" or "là những đơn vị nào?" in question.said(
        "vi"
    )
    assert leads("VI.1") == leads("VI.1") - {ca_mau.units["commune"].unit_id}
    before = leads("VI.1")
    with clock.frozen(date(2016, 10, 5)):
        made, outcome = questions.answer(
            ca_mau.people["leader"], question, "Hai trạm này", chosen=ids(ca_mau, "commune", "neighbour")
        )
        fresh = {ca_mau.units[name].unit_id for name in ("commune", "neighbour")}
        assert leads("VI.1") == before | fresh
    rows = Assignment.objects.filter(answer=made)
    assert {(row.valid_from, row.valid_to, row.role, row.text) for row in rows} == {
        (date(2016, 10, 5), None, "lead", "các bệnh viện")
    }
    assert outcome.assigned == rows.count() == 2
    assert leads("VI.1") == before, "the day before, nothing was given"
    assert ticking.tick()["plans.made"] == 0
    assert not verification.verify()


def yearly(task, unit):
    subject = Task.objects.get(code=task).public_id
    return Duty.objects.filter(rule="plan-yearly", subject=subject, unit=unit)


@pytest.fixture
def hospitals(ca_mau, asked):
    """The question about hospitals, whose task is due every year."""
    Task.objects.filter(code="VI.1").update(timing="yearly")
    generation.generate(ca_mau.plan)
    return asked("hospitals.any")


def test_duties_follow_in_the_same_transaction_and_a_correction_takes_them_back(ca_mau, hospitals):
    commune, neighbour = (ca_mau.units[name].unit_id for name in ("commune", "neighbour"))
    leader = ca_mau.people["leader"]
    with clock.frozen(date(2016, 10, 5)):
        first, outcome = questions.answer(leader, hospitals, "Khánh Hòa", chosen=ids(ca_mau, "commune"))
        periods = set(yearly("VI.1", commune).values_list("period", flat=True))
        assert "2016-Y1" in periods
        assert outcome.duties == len(periods)
        assert not yearly("VI.1", neighbour).exists()
    with clock.frozen(date(2016, 10, 7)):
        second, outcome = questions.answer(
            leader, hospitals, "Khánh Lâm", chosen=ids(ca_mau, "neighbour"), corrects=first.public_id
        )
        assert (outcome.assigned, outcome.ended, outcome.closed) == (1, 1, len(periods))
        assert leads("VI.1") & {commune, neighbour} == {neighbour}
        assert not yearly("VI.1", commune).filter(states.unfulfilled()).exists()
        assert yearly("VI.1", neighbour).filter(states.unfulfilled()).count() == len(periods)
        assert ticking.tick()["plans.made"] == 0
        # And back again, on the same day.
        third, outcome = questions.answer(
            leader, hospitals, "Cả hai", chosen=ids(ca_mau, "commune", "neighbour"), corrects=second.public_id
        )
        assert (outcome.assigned, outcome.reopened, outcome.duties) == (1, len(periods), 0)
        fourth, _ = questions.answer(leader, hospitals, "Không", corrects=third.public_id)
        assert leads("VI.1") & {commune, neighbour} == set()
        questions.answer(leader, hospitals, "Có", chosen=ids(ca_mau, "commune"), corrects=fourth.public_id)
        assert leads("VI.1") & {commune, neighbour} == {commune}
    with clock.frozen(date(2016, 10, 6)):
        assert leads("VI.1") & {commune, neighbour} == {commune}, "history stays"
    assert not verification.verify()


def test_other_duties_of_a_unit_stay_when_a_task_is_taken_back(ca_mau, hospitals):
    commune, leader = ca_mau.units["commune"].unit_id, ca_mau.people["leader"]
    mine = Duty.objects.filter(states.unfulfilled(), unit=commune)
    before = set(mine.values_list("pk", flat=True))
    first, _ = questions.answer(leader, hospitals, "Khánh Hòa", chosen=ids(ca_mau, "commune"))
    assert mine.count() > len(before)
    questions.answer(leader, hospitals, "Không phải", corrects=first.public_id)
    assert set(mine.values_list("pk", flat=True)) == before


def test_a_designation_stands_for_its_units_of_the_day(ca_mau, asked):
    before, leader = leads("VI.1"), ca_mau.people["leader"]
    stands = {row.unit_id for row in designations.resolve("committee.commune", DAY, ca_mau.province).units}
    _, outcome = questions.answer(leader, asked("hospitals.any"), "Là các xã có trạm", designation="committee.commune")
    assert len(stands) == 101
    assert leads("VI.1") == before | stands
    assert outcome.assigned == len(stands - before)


def test_who_leads_already_is_not_given_the_task_twice(ca_mau, asked):
    question = asked("related_agencies.any")
    (mention,) = meant.mentions(question)
    there = set(Assignment.objects.filter(task=mention.task).values_list("unit", flat=True))
    _, outcome = questions.answer(ca_mau.people["leader"], question, "Các xã", designation="committee.commune")
    rows = Assignment.objects.filter(task=mention.task, answer__question=question)
    assert outcome.assigned == rows.count()
    assert not set(rows.values_list("unit", flat=True)) & there
    assert set(rows.values_list("role", "force")) <= {("coordinate", "coordinating")}


@pytest.mark.parametrize(
    ("key", "named", "code"),
    [
        ("READ-101", {"chosen": ["commune"]}, "PLAN-044"),
        ("hospitals.any", {"designation": "primary_schools.district"}, "PLAN-045"),
        ("hospitals.any", {"designation": "nobody.knows"}, "UNIT-002"),
        ("hospitals.any", {"chosen": ["x"]}, "PLAN-046"),
    ],
)
def test_who_cannot_be_meant_is_refused_and_nothing_is_kept(key, named, code, ca_mau, asked):
    if "chosen" in named:
        known = {"commune": ids(ca_mau, "commune")[0]}
        named = {"chosen": [known.get(one, one) for one in named["chosen"]]}
    before = (Entry.objects.count(), Assignment.objects.count())
    assert refused(lambda: questions.answer(ca_mau.people["leader"], asked(key), "x", **named)) == code
    assert (Entry.objects.count(), Assignment.objects.count(), Answer.objects.count()) == (*before, 0)
    assert asked(key).answered_at is None


def test_words_that_name_nobody_lead_to_their_task(ca_mau, asked):
    (mention,) = meant.mentions(asked("READ-112"))
    assert (mention.task.code, mention.role) == ("III.1", "coordinate")


# --- owners --------------------------------------------------------------------------------------------------------


def test_a_question_goes_to_another_owner_with_another_day(ca_mau, asked):
    question, person = asked("READ-101"), ca_mau.people["home_affairs"]
    (commune,) = ids(ca_mau, "commune")
    questions.reassign(person, question, commune, date(2016, 11, 1))
    question.refresh_from_db()
    assert (question.owner_id, question.due_on) == (ca_mau.units["commune"].unit_id, date(2016, 11, 1))
    assert Entry.objects.filter(action="plans.questions.reassign", subject=question.public_id).count() == 1
    questions.reassign(person, question, commune, date(2016, 11, 1))
    assert Entry.objects.filter(action="plans.questions.reassign").count() == 1, "nothing changed"
    assert refused(lambda: questions.reassign(person, question, commune, date(2016, 9, 29))) == "PLAN-019"
    assert refused(lambda: questions.reassign(person, question, "nothing", date(2016, 12, 1))) == "PLAN-046"
    elsewhere = units.province_by_code("95", DAY).unit.public_id
    assert refused(lambda: questions.reassign(person, question, elsewhere, date(2016, 12, 1))) == "PLAN-046"
    questions.answer(ca_mau.people["commune"], question, "Đã đối chiếu")
    assert refused(lambda: questions.reassign(person, question, commune, date(2016, 12, 1))) == "PLAN-042"


def test_reading_questions_costs_one_query(ca_mau, asked, django_assert_num_queries):
    owner = asked("READ-101").owner_id
    with django_assert_num_queries(1):
        rows = questions.open_for([owner])
        assert [row.plan.number for row in rows] == ["15/KH-UBND"] * len(rows)
    assert len(rows) > 10
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    with django_assert_num_queries(0):
        assert questions.open_for([]) == []
    with pytest.raises(CodedError) as caught:
        questions.find_question("nothing")
    assert caught.value.code == "PLAN-040"
