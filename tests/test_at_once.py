"""Two people at the same thing at the same moment, in threads of their own: nothing is lost or doubled, one is told."""

from datetime import date

import pytest

from danbiet.base import clock
from danbiet.duties import actions as duties
from danbiet.duties import escalation, explaining, foretelling, ticking
from danbiet.duties.actions import Document
from danbiet.duties.models import Duty, Evidence, Explanation
from danbiet.index import actions as index
from danbiet.index.models import Edition
from danbiet.journal import verification
from danbiet.journal.models import Entry
from danbiet.notices.models import Message
from danbiet.people import actions as people
from danbiet.people import codes as code
from danbiet.people import delegations, invitations, publishing
from danbiet.people.invitations import Seat
from danbiet.people.models import Invitation, Membership, Person, Preparation, Publication, Role
from danbiet.people.publishing import Wanted
from tests.conftest import DAY
from tests.duties.facts import make_duty
from tests.index.workbooks import edition, tidy
from tests.scenes import adopted_ca_mau
from tests.together import at_once, codes, on_a_disk, seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SIGNED = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 1)}
GOOD = "bốn con vịt vàng 2016"


@pytest.fixture
def scene(transactional_db, tmp_path):
    """The adopted plan with a deputy and two who may hold a role at the commune; a late duty, an open invitation."""
    clock.freeze(DAY)
    made = adopted_ca_mau()
    operator, commune = made.people["operator"], made.units["commune"]
    district = made.units["district"].unit_id
    for name, role, unit in (
        ("deputy", Role.APPROVER, made.province.pk),
        ("supervisor", Role.SUPERVISOR, made.province.pk),
        ("clerk", Role.OFFICER, made.province.pk),
        ("district_leader", Role.APPROVER, district),
        ("district_supervisor", Role.SUPERVISOR, district),
        ("another_supervisor", Role.SUPERVISOR, district),
    ):
        made.extra[name] = people.create_person(operator, username=name, name=name, check=False)
        people.grant(operator, made.extra[name], role, unit_id=unit, valid_from=date(2016, 1, 1))
    made.extra["duty"] = make_duty(made, due_on=date(2016, 8, 20))
    seat = Seat(Role.OFFICER, [commune.unit_id], SIGNED["ground"], SIGNED["decided_on"])
    made.extra["invitation"], made.extra["code"] = invitations.invite(operator, "Người mới", seat)
    made.extra["open"] = Duty.objects.filter(fulfilled_at=None).count()
    with on_a_disk(tmp_path):
        yield made
        assert seen(verification.verify) == []
    clock.freeze(None)


def entries(action):
    return seen(Entry.objects.filter(action=action).count)


def test_a_matter_is_opened_once_and_its_units_are_told_once(scene):
    wanted = Wanted("lateness", opens=True, **SIGNED)
    both = scene.people["leader"], scene.extra["deputy"]
    found = at_once(*(lambda one=one: publishing.decide(one, scene.province.pk, wanted) for one in both))
    assert codes(found) == ["PUB-004"]
    assert seen(Publication.objects.count) == entries("publication.decide") == 1
    told = seen(lambda: list(Message.objects.filter(kind=foretelling.KIND).values_list("person", flat=True)))
    assert told
    assert len(told) == len(set(told))


def test_a_prepared_decision_is_taken_once(scene):
    wanted = Wanted("lateness", opens=True, **SIGNED)
    row = seen(lambda: publishing.prepare(scene.extra["supervisor"], scene.province.pk, wanted))
    both = scene.people["leader"], scene.extra["deputy"]
    calls = (
        lambda one=one: publishing.decide(one, scene.province.pk, wanted, preparation=row.public_id) for one in both
    )
    assert len(codes(at_once(*calls))) == 1
    assert seen(Publication.objects.count) == 1
    assert seen(Preparation.objects.filter(settled_at__isnull=True).count) == 0


def test_of_two_who_explain_the_second_is_told_and_both_words_can_be_kept(scene):
    duty = scene.extra["duty"]
    read = seen(lambda: explaining.reading_of(explaining.matter_of(duty), explaining.entries(duty)))
    both = scene.people["commune"], scene.people["commune_leader"]
    calls = [
        lambda one=one, text=text: explaining.explain(one, duty, text, read=read)
        for one, text in zip(both, ("Bão số 4.", "Chờ ý kiến huyện."), strict=True)
    ]
    assert codes(at_once(*calls)) == ["DUTY-032"]
    assert seen(Explanation.objects.count) == entries("duties.explain") == 1


def test_the_same_word_sent_twice_is_one_entry(scene):
    duty, who = scene.extra["duty"], scene.people["commune"]
    found = at_once(*(lambda: explaining.explain(who, duty, "Bão số 4.", read="lateness:") for _ in range(2)))
    assert codes(found) == []
    assert found[0].public_id == found[1].public_id
    assert seen(Explanation.objects.count) == entries("duties.explain") == 1


def test_an_invitation_is_accepted_once(scene):
    given = scene.extra["code"]
    found = at_once(*(lambda name=name: invitations.accept(given, name, GOOD) for name in ("mot", "hai")))
    assert codes(found) == ["PEO-021"]
    assert seen(Person.objects.filter(username__in=("mot", "hai")).count) == 1
    row = seen(lambda: Invitation.objects.get(pk=scene.extra["invitation"].pk))
    assert seen(lambda: code.state_of(row, clock.now())) == "used"
    assert seen(Membership.objects.filter(person=row.accepted_by_id).count) == entries("people.accept") == 1


def test_of_two_who_choose_the_same_name_one_is_told(scene):
    seat = Seat(Role.OFFICER, [scene.units["commune"].unit_id], SIGNED["ground"], SIGNED["decided_on"])
    other = seen(lambda: invitations.invite(scene.people["operator"], "Người khác", seat)[1])
    given = scene.extra["code"], other
    found = at_once(*(lambda one=one: invitations.accept(one, "moi", GOOD) for one in given))
    assert codes(found) == ["PEO-004"]
    assert seen(Person.objects.filter(username="moi").count) == 1
    assert seen(Invitation.objects.filter(used_at__isnull=True).count) == 1


def test_a_role_is_delegated_to_one_person(scene):
    leader, unit = scene.people["leader"], scene.province.pk
    held = seen(lambda: Membership.objects.get(person=leader, role=Role.APPROVER, unit=unit))
    first, last = DAY, date(2016, 10, 7)
    both = scene.extra["supervisor"], scene.extra["clerk"]
    found = at_once(*(lambda to=to: delegations.delegate(leader, held, to, first, last, "Đi công tác") for to in both))
    assert codes(found) == ["PEO-036"]
    assert seen(Membership.objects.filter(delegator=leader).count) == entries("people.delegate") == 1


def test_the_same_document_recorded_by_two_stands_once(scene):
    duty = scene.extra["duty"]
    both = scene.people["commune"], scene.people["commune_leader"]
    calls = (lambda one=one: duties.attest(one, duty, Document("7/KH-UBND", DAY)) for one in both)
    found = at_once(*calls)
    assert len(codes(found)) == 1
    assert seen(Evidence.objects.filter(duty=duty).count) == 1
    assert seen(lambda: Duty.objects.get(pk=duty.pk).fulfilled_at) is not None


def test_two_ticks_at_once_say_each_rung_once(scene):
    at_once(*(ticking.tick for _ in range(2)))
    told = seen(lambda: list(Message.objects.values_list("person", "kind", "subject", "occasion")))
    assert told
    assert len(told) == len(set(told))
    assert seen(Duty.objects.filter(fulfilled_at=None).count) == scene.extra["open"]
    seen(ticking.tick)
    assert seen(Message.objects.count) == len(told)


def test_a_late_duty_is_reported_up_once(scene):
    duty, level = scene.extra["duty"], scene.units["district"].unit.public_id
    both = scene.extra["district_supervisor"], scene.extra["another_supervisor"]
    found = at_once(*(lambda one=one: escalation.escalate(one, duty, level) for one in both))
    assert codes(found) == ["DUTY-012"]
    assert seen(Message.objects.filter(kind=escalation.KIND).count) == entries("duties.escalate") == 1


def test_of_two_who_accept_an_index_file_one_does_and_one_is_told(scene):
    data = tidy([edition(2016)])
    leader, supervisor = scene.people["leader"], scene.extra["supervisor"]
    intake = seen(lambda: index.hand_in(leader, data, "x.csv")[0])
    other = seen(lambda: index.hand_in(supervisor, data + b"\n", "y.csv")[0])
    told = at_once(
        lambda: index.accept(leader, intake),
        lambda: index.accept(supervisor, intake),
        lambda: index.accept(supervisor, other),
    )
    assert len(codes(told)) == 2
    assert set(codes(told)) <= {"IDX-102", "IDX-103", "IDX-105"}
    assert seen(Edition.objects.count) == 1
    assert entries("index.accept") == 1
