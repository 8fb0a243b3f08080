"""The unit's own word on a duty, and what a unit is told before anyone else sees it."""

import json
from datetime import date

import pytest

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import errors, explaining, foretelling, ticking
from danbiet.duties.models import Explanation
from danbiet.journal.models import Entry
from danbiet.notices import queries as notices
from danbiet.notices.models import Message
from danbiet.people import actions as people
from danbiet.people import policies, publishing
from danbiet.people.models import Role
from danbiet.people.publishing import Wanted
from tests.duties.facts import DAY, FACTS, make_duty

pytestmark = pytest.mark.django_db
SIGNED = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 29)}
BEGINS = date(2016, 10, 14)


@pytest.fixture
def scene(ca_mau):
    for person in ca_mau.people.values():
        person.refresh_from_db()
        policies.forget(person)
    return ca_mau


@pytest.mark.parametrize(
    "who", ["operator", "leader", "home_affairs", "district", "neighbour", "commune", "commune_leader"]
)
def test_the_units_officer_and_its_leader_write_nobody_else(who, scene):
    duty = make_duty(scene)
    if who in ("commune", "commune_leader"):
        assert explaining.explain(scene.people[who], duty, "  Đang   lấy ý kiến. ").text == "Đang lấy ý kiến."
        return
    with pytest.raises(CodedError) as raised:
        explaining.explain(scene.people[who], duty, "Đang lấy ý kiến.")
    assert raised.value.code == "PEO-001"
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in policies.UNITLESS])
def test_a_role_at_the_unit_writes_as_the_table_of_permissions_says(role, scene):
    person = people.create_person(scene.people["operator"], username="ai", name="Ai")
    people.grant(scene.people["operator"], person, role, unit_id=scene.units["commune"].unit_id)
    duty = make_duty(scene)
    if role in (Role.OFFICER, Role.APPROVER):
        explaining.explain(person, duty, "Một lời.")
    else:
        with pytest.raises(CodedError):
            explaining.explain(person, duty, "Một lời.")


@pytest.mark.parametrize("state", sorted(FACTS))
def test_a_word_is_bound_to_what_it_explains(state, scene):
    duty = make_duty(scene, **FACTS[state])
    if state == "superseded":
        with pytest.raises(CodedError) as raised:
            explaining.explain(scene.people["commune"], duty, "Một lời.")
        assert raised.value.kind is errors.CLOSED
        return
    row = explaining.explain(scene.people["commune"], duty, "Một lời.")
    assert row.matter == ("lateness" if state in ("overdue", "done_late") else "there")


def test_a_newer_word_takes_the_place_of_the_earlier_and_an_empty_one_takes_it_back(scene):
    duty = make_duty(scene)
    for text in ("Lời đầu.", "Lời sau.", ""):
        explaining.explain(scene.people["commune"], duty, text)
        assert explaining.standing(duty, "there") == text
    assert [row.text for row in explaining.entries(duty)] == ["", "Lời sau.", "Lời đầu."]
    said = json.loads(Entry.objects.filter(action="duties.explain").latest("pk").payload)
    assert (said["matter"], said["text"]) == ("there", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", errors.EXPLANATION_NEEDED), ("  ", errors.EXPLANATION_NEEDED), ("x" * 501, errors.EXPLANATION_TOO_LONG)],
)
def test_what_says_nothing_or_too_much_is_refused(text, kind, scene):
    duty = make_duty(scene)
    with pytest.raises(CodedError) as raised:
        explaining.explain(scene.people["commune"], duty, text)
    assert raised.value.kind is kind
    assert len(explaining.explain(scene.people["commune"], duty, "x" * 500).text) == 500


def told(person):
    return [
        (row.line.title, row.line.due_on) for row in notices.current(person) if row.message.kind == foretelling.KIND
    ]


def test_units_are_told_the_day_it_is_decided_until_the_day_it_is_public(scene):
    leader = scene.people["leader"]
    publishing.decide(leader, scene.province.pk, Wanted("lateness", opens=True, **SIGNED))
    label = "Ngày nhận và việc chưa nhận được sau hạn"
    for who in ("commune", "commune_leader", "neighbour", "district"):
        assert told(scene.people[who]) == [(label, BEGINS)]
    assert told(scene.people["operator"]) == told(scene.people["home_affairs"]) == []
    with clock.frozen(BEGINS):
        assert told(scene.people["commune"]) == []
        assert ticking.tick()["foretold.settled"] >= 4
        assert ticking.tick()["foretold.settled"] == 0


def test_what_is_closed_before_it_began_is_no_longer_foretold(scene):
    leader = scene.people["leader"]
    publishing.decide(leader, scene.province.pk, Wanted("lateness", opens=True, **SIGNED))
    publishing.decide(leader, scene.province.pk, Wanted("there", opens=True, **SIGNED))
    publishing.decide(leader, scene.province.pk, Wanted("lateness", opens=False, **SIGNED))
    assert told(scene.people["commune"]) == [("Kết quả: văn bản đã ghi nhận", BEGINS)]
    foretelling.step()
    assert Message.objects.filter(kind=foretelling.KIND, settled_at=None, person=scene.people["commune"]).count() == 1


def test_what_law_orders_is_opened_again_without_foretelling(scene):
    leader = scene.people["leader"]
    reason = "Luật 104/2016/QH13, Điều 6"
    publishing.decide(leader, scene.province.pk, Wanted("plan", opens=False, reason=reason, **SIGNED))
    publishing.decide(leader, scene.province.pk, Wanted("plan", opens=True, **SIGNED))
    assert told(scene.people["commune"]) == []
    assert clock.today() == DAY
