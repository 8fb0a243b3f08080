"""Who must act is told: who approves a draft that is ready, who owns a question, a delegate, who proposed."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import translation

from danbiet.base import clock
from danbiet.duties import ticking
from danbiet.notices import kinds, queries, worker
from danbiet.notices.models import Message
from danbiet.people import actions as people
from danbiet.people import delegations
from danbiet.people.models import Membership, Person, Role
from danbiet.plans import actions, changes, questions, review, suggestions, telling
from danbiet.plans.models import OpenQuestion, Plan
from danbiet.reading.plan import PlanDraft
from tests.scenes import PASSWORD, propose_example

pytestmark = pytest.mark.django_db
DUE = date(2016, 11, 1)


def told(kind):
    """Who is being told of this kind, by name and subject."""
    rows = Message.objects.filter(kind=kind, settled_at__isnull=True)
    return sorted(rows.values_list("person__username", "subject"))


def lines(person, language="vi"):
    with translation.override(language):
        return [row.line for row in queries.current(Person.objects.get(pk=person.pk))]


@pytest.fixture
def draft(scene):
    """The example once more, under another number, its doubts open."""
    Plan.objects.filter(pk=scene.plan.pk).update(number="14/KH-UBND")
    Message.objects.all().delete()
    return propose_example(scene, resolved=False)


def blocking(draft):
    content = PlanDraft.from_json(draft.content)
    found = review.doubts_by_id(content)
    return {
        key: suggestions.suggested(one) or {"dismiss": "đúng như bản giấy"}
        for key, one in found.items()
        if one.blocking
    }


# --- drafts --------------------------------------------------------------------------------------------------------


def test_approvers_are_told_once_a_draft_is_ready_and_not_of_every_edit(scene, draft):
    person = scene.people["home_affairs"]
    decisions = blocking(draft)
    last = list(decisions)[-1]
    assert told(telling.READY) == []
    actions.resolve(person, draft, {key: one for key, one in decisions.items() if key != last})
    assert told(telling.READY) == [], "something still holds it up"
    actions.resolve(person, draft, {last: decisions[last]})
    assert told(telling.READY) == [("leader", draft.public_id)]
    for _ in range(3):
        actions.resolve(person, draft, {last: decisions[last]})
    assert Message.objects.filter(kind=telling.READY).count() == 1
    (line,) = lines(scene.people["leader"])
    assert (line.group, line.due_on) == ("decide", None)
    assert line.address == f"/van-phong/ke-hoach/du-thao/{draft.public_id}/duyet/"
    assert "home_affairs trình" in line.note
    assert "proposed by home_affairs" in lines(scene.people["leader"], "en")[0].note


def test_a_draft_proposed_with_its_decisions_is_ready_at_once(scene, draft):
    made = propose_example(scene)
    assert told(telling.READY) == [("leader", made.public_id)]


def test_neither_the_proposer_nor_who_approves_only_for_him_is_told(scene, draft):
    operator, leader = scene.people["operator"], scene.people["leader"]
    other = people.create_person(operator, username="pho", name="Phó", password=PASSWORD, check=False)
    people.grant(operator, other, Role.OFFICER, unit_id=scene.province.pk, valid_from=date(2016, 1, 1))
    delegations.delegate(
        leader, Membership.objects.get(person=leader), other, clock.today(), clock.today() + timedelta(days=5), "nghỉ"
    )
    second = people.create_person(operator, username="hai", name="Hai", password=PASSWORD, check=False)
    people.grant(operator, second, Role.APPROVER, unit_id=scene.province.pk, valid_from=date(2016, 1, 1))
    data = (propose_example.__globals__["EXAMPLES"] / "ke-hoach-vi-du.txt").read_bytes()
    made = actions.propose(leader, data, "b.txt", "96", blocking(draft))
    assert told(telling.READY) == [("hai", made.public_id)]


def test_what_becomes_of_a_draft_is_told_to_who_proposed_it(scene, draft):
    person, leader = scene.people["home_affairs"], scene.people["leader"]
    actions.resolve(person, draft, blocking(draft))
    actions.approve(leader, draft)
    assert told(telling.READY) == []
    assert told(telling.CLOSED) == [("home_affairs", draft.public_id)]
    closed = next(line for line in lines(person) if line.group == "told")
    assert closed.note == "dự thảo đã được duyệt"
    assert [line.note for line in lines(person, "en") if line.group == "told"] == ["the draft was approved"]
    with clock.frozen(clock.today() + timedelta(days=15)):
        assert not [line for line in lines(person) if line.group == "told"]
        telling.step()
        assert told(telling.CLOSED) == []


def test_who_withdraws_his_own_is_not_told_so(scene, draft):
    other = propose_example(scene)
    actions.withdraw(scene.people["home_affairs"], other, "nhầm bản")
    assert told(telling.CLOSED) == told(telling.READY) == []
    actions.withdraw(scene.people["leader"], draft, "chờ ý kiến")
    assert told(telling.CLOSED) == [("home_affairs", draft.public_id)]


def test_what_is_rolled_back_tells_nobody(scene, draft):
    point = transaction.savepoint()
    actions.resolve(scene.people["home_affairs"], draft, blocking(draft))
    assert told(telling.READY) == [("leader", draft.public_id)]
    transaction.savepoint_rollback(point)
    assert told(telling.READY) == []


# --- questions -----------------------------------------------------------------------------------------------------


@pytest.fixture
def question(scene):
    row = questions.find_question(OpenQuestion.objects.get(code="READ-101").public_id)
    Message.objects.all().delete()
    return row


def test_adoption_tells_the_people_of_every_owner_and_the_proposer(ca_mau):
    owned = OpenQuestion.objects.filter(owner=ca_mau.units["home_affairs"].unit_id)
    assert owned.count() > 5
    assert told(telling.QUESTION) == sorted(("home_affairs", row.public_id) for row in owned)
    assert told(telling.CLOSED) == [("home_affairs", ca_mau.draft.public_id)]
    assert told(telling.READY) == []


def test_a_question_is_told_to_its_owners_people_and_to_the_next_ones(scene, question):
    commune, neighbour = (scene.units[name].unit.public_id for name in ("commune", "neighbour"))
    person = scene.people["home_affairs"]
    questions.reassign(person, question, commune, DUE)
    assert told(telling.QUESTION) == [("commune", question.public_id), ("commune_leader", question.public_id)]
    (line,) = lines(scene.people["commune"])
    assert (line.group, line.due_on, line.unit) == ("question", DUE, "Xã Khánh Hòa")
    assert line.address == f"/van-phong/cau-hoi/{question.public_id}/"
    assert Client().get(line.address).status_code == 302
    for owner, expected in ((neighbour, {"neighbour"}), (commune, {"commune", "commune_leader"})):
        with clock.frozen(clock.now() + timedelta(hours=1 if owner == neighbour else 2)):
            questions.reassign(person, question, owner, DUE)
            assert {name for name, _ in told(telling.QUESTION)} == expected
    questions.answer(scene.people["commune"], question, "5,25")
    assert told(telling.QUESTION) == []
    assert lines(scene.people["commune"]) == []


def test_who_left_the_unit_and_whose_plan_closed_is_asked_no_more(scene, question):
    questions.reassign(scene.people["home_affairs"], question, scene.units["commune"].unit.public_id, DUE)
    Membership.objects.filter(person=scene.people["commune"]).update(valid_to=clock.today() - timedelta(days=1))
    telling.step()
    assert told(telling.QUESTION) == [("commune_leader", question.public_id)]
    changes.close(scene.people["leader"], scene.plan, "QĐ 5")
    assert lines(scene.people["commune_leader"]) == []
    ticking.tick()
    assert told(telling.QUESTION) == []


# --- delegations ---------------------------------------------------------------------------------------------------


@pytest.fixture
def delegated(scene):
    giver, to = scene.people["commune_leader"], scene.people["commune"]
    role = Membership.objects.get(person=giver)
    first = clock.today()
    return delegations.delegate(giver, role, to, first, first + timedelta(days=9), "đi công tác")


def test_a_delegate_is_told_until_it_is_over(scene, delegated):
    assert told("delegation") == [("commune", delegated.public_id)]
    (line,) = lines(scene.people["commune"])
    assert line.due_on == date(2016, 10, 9)
    assert line.title.endswith("thay commune_leader")
    assert "in place of commune_leader" in lines(scene.people["commune"], "en")[0].title
    with clock.frozen(date(2016, 10, 10)):
        assert lines(scene.people["commune"]) == []
        ticking.tick()
        assert told("delegation") == []


def test_a_delegation_that_was_ended_is_no_news(scene, delegated):
    delegations.end(scene.people["commune_leader"], delegated)
    assert lines(scene.people["commune"]) == []


# --- the digest ----------------------------------------------------------------------------------------------------


def test_all_of_it_is_one_letter_a_day(connected, delegated, draft):
    scene = connected
    row = questions.find_question(OpenQuestion.objects.get(plan=scene.plan, code="READ-101").public_id)
    questions.reassign(scene.people["home_affairs"], row, scene.units["commune"].unit.public_id, DUE)
    delegations._LISTENERS[0](delegated)
    with clock.frozen(datetime(2016, 9, 30, 8, tzinfo=clock.ZONE)):
        worker.round_of_work()
        worker.round_of_work()
    (letter,) = mail.outbox
    assert "1 câu hỏi cần trả lời, 1 việc để biết" in letter.subject
    assert f"https://danbiet.example/van-phong/cau-hoi/{row.public_id}/" in letter.body
    html = letter.alternatives[0][0]
    assert "hạn 01/11/2016" in html
    assert "thay commune_leader" in html


def test_a_draft_has_no_day_in_the_letter(connected, draft):
    leader = connected.people["leader"]
    leader.email = "lanh.dao@tinh.example"
    leader.save()
    actions.resolve(connected.people["home_affairs"], draft, blocking(draft))
    with clock.frozen(datetime(2016, 9, 30, 8, tzinfo=clock.ZONE)):
        worker.round_of_work()
    (letter,) = mail.outbox
    assert "1 dự thảo chờ duyệt" in letter.subject
    assert "hạn" not in letter.body[letter.body.index("Chờ duyệt:") : letter.body.index("Thư này")].replace(
        "chờ hạn", ""
    )
    client = Client()
    client.force_login(leader)
    assert "không đặt hạn" in client.get("/van-phong/thong-bao/").content.decode()


def test_every_group_has_its_words_in_the_subject():
    from danbiet.notices.digest import subject
    from danbiet.notices.queries import Filled

    groups = [Filled(group, [None]) for group in kinds.GROUPS.values()]
    for language in ("vi", "en"):
        with translation.override(language):
            assert subject(groups).count(", ") == len(groups) - 1
