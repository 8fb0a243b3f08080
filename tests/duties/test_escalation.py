"""Telling a superior: by a click only, one level at a time, once for each; requested work never."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import actions, errors, escalation, ticking
from danbiet.duties.models import Force
from danbiet.journal import verification
from danbiet.notices.models import Message
from danbiet.people import actions as people
from danbiet.people import errors as people_errors
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import queries as units
from tests.duties.facts import DAY, entries, make_duty

pytestmark = pytest.mark.django_db
LATE = date(2016, 9, 29)


@pytest.fixture
def scene(ca_mau):
    """Supervisors and leaders of the district and of the province above the commune."""
    operator = ca_mau.people["operator"]
    for person in ca_mau.people.values():
        person.refresh_from_db()
        policies.forget(person)
    district, province = ca_mau.units["district"], ca_mau.province
    made = {
        "district_leader": (Role.APPROVER, district.unit_id),
        "district_supervisor": (Role.SUPERVISOR, district.unit_id),
        "province_supervisor": (Role.SUPERVISOR, province.pk),
    }
    ca_mau.extra = {}
    for name, (role, unit) in made.items():
        person = people.create_person(operator, username=name, name=name)
        people.grant(operator, person, role, unit_id=unit, valid_from=date(2016, 1, 1))
        ca_mau.extra[name] = person
    return ca_mau


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def messages():
    return list(Message.objects.filter(kind=escalation.KIND).order_by("pk").values_list("person__username", flat=True))


def page(duty):
    return reverse("office:duty", args=[duty.public_id])


def post(duty, level):
    return reverse("office:escalate", args=[duty.public_id]), {"level": level}


def district_id(scene):
    return scene.units["district"].unit.public_id


def test_one_click_tells_the_direct_superior_once(scene):
    duty = make_duty(scene, due_on=LATE)
    client = client_of(scene.extra["district_supervisor"])
    assert "Báo cáo lãnh đạo Huyện U Minh" in client.get(page(duty)).content.decode()
    address, form = post(duty, district_id(scene))
    assert client.post(address, form)["Location"] == page(duty)
    assert messages() == ["district_leader"]
    text = client.get(page(duty)).content.decode()
    assert "Đã báo cáo lãnh đạo Huyện U Minh lúc 30/9/2016" in text
    assert '<button type="submit">Báo cáo' not in text, "his level is the highest he may tell"
    again = client.post(address, form)
    assert again.status_code == 422
    assert "DUTY-012" in again.content.decode()
    assert messages() == ["district_leader"]
    assert entries("duties.escalate") == 1
    assert not verification.verify()


def test_the_leader_reads_what_is_late_and_why_he_is_told(scene):
    duty = make_duty(scene, due_on=LATE)
    escalation.escalate(scene.extra["district_supervisor"], duty, district_id(scene))
    text = client_of(scene.extra["district_leader"]).get(reverse("notices:list")).content.decode()
    assert "Báo cáo lên lãnh đạo (1)" in text
    assert page(duty) in text
    assert "Xã Khánh Hòa" in text
    assert "người theo dõi báo cáo để lãnh đạo chỉ đạo" in text


def test_a_supervisor_of_the_province_goes_one_level_after_the_other(scene):
    duty = make_duty(scene, due_on=LATE)
    person = scene.extra["province_supervisor"]
    with pytest.raises(CodedError) as raised:
        escalation.escalate(person, duty, scene.province.public_id)
    assert raised.value.kind is errors.LEVEL_TOLD, "no level is passed over"
    escalation.escalate(person, duty, district_id(scene))
    escalation.escalate(person, duty, scene.province.public_id)
    assert messages() == ["district_leader", "leader"]
    lineage = units.lineage(scene.units["commune"])
    assert escalation.standing(person, duty, lineage).next is None


@pytest.mark.parametrize("who", ["commune", "commune_leader", "neighbour", "leader", "home_affairs", "operator"])
def test_nobody_else_may(who, scene):
    duty = make_duty(scene, due_on=LATE)
    with pytest.raises(CodedError) as raised:
        escalation.escalate(scene.people[who], duty, district_id(scene))
    assert raised.value.kind is people_errors.FORBIDDEN
    address, form = post(duty, district_id(scene))
    assert client_of(scene.people[who]).post(address, form).status_code in (403, 404)
    assert messages() == []


def test_a_click_is_a_post_and_needs_a_log_in(scene, client):
    duty = make_duty(scene, due_on=LATE)
    address, form = post(duty, district_id(scene))
    assert client.post(address, form)["Location"].startswith(reverse("office:login"))
    assert client_of(scene.extra["district_supervisor"]).get(address).status_code == 405


@pytest.mark.parametrize(
    "facts",
    [
        {"force": Force.REQUESTED},
        {"fulfilled_at": clock.end_of_day(LATE)},
        {"waived_at": clock.end_of_day(LATE)},
        {"due_on": DAY},
        {"superseded_at": clock.end_of_day(LATE)},
    ],
    ids=["requested", "done", "waived", "not late", "superseded"],
)
def test_only_what_is_assigned_late_and_open(facts, scene):
    duty = make_duty(scene, **({"due_on": LATE} | facts))
    person = scene.extra["district_supervisor"]
    assert "Báo cáo lãnh đạo" not in client_of(person).get(page(duty)).content.decode()
    with pytest.raises(CodedError) as raised:
        escalation.escalate(person, duty, district_id(scene))
    assert raised.value.kind is errors.NOT_LATE


def test_a_superior_without_a_leader_is_said(scene):
    people.end_membership(
        scene.people["operator"], scene.extra["district_leader"].memberships.get(), on=date(2016, 9, 1)
    )
    duty = make_duty(scene, due_on=LATE)
    text = client_of(scene.extra["district_supervisor"]).get(page(duty)).content.decode()
    assert "Huyện U Minh chưa có tài khoản lãnh đạo" in text
    assert '<button type="submit">Báo cáo' not in text
    with pytest.raises(CodedError) as raised:
        escalation.escalate(scene.extra["district_supervisor"], duty, district_id(scene))
    assert raised.value.kind is errors.NO_LEADER
    assert "Huyện U Minh" in raised.value.message()


def test_nothing_is_reported_by_itself(scene):
    make_duty(scene, due_on=date(2016, 8, 1))
    for day in (DAY, date(2016, 12, 1)):
        with clock.frozen(day):
            ticking.tick()
    assert messages() == []


def test_what_is_done_or_passed_on_is_not_reported_any_more(scene):
    done, gone = (make_duty(scene, period=period, due_on=LATE) for period in ("done", "gone"))
    for duty in (done, gone):
        escalation.escalate(scene.extra["district_supervisor"], duty, district_id(scene))
    open_ones = Message.objects.filter(kind=escalation.KIND, settled_at__isnull=True)
    actions.attest(scene.people["commune"], done, actions.Document("1/KH", DAY))
    assert [message.subject for message in open_ones] == [gone.public_id]
    type(gone).objects.filter(pk=gone.pk).update(superseded_at=clock.now())
    assert ticking.tick()["escalations.settled"] == 1
    assert not open_ones.all().exists()


def test_the_page_of_a_late_duty_keeps_to_twelve_queries(scene, django_assert_max_num_queries):
    duty = make_duty(scene, due_on=LATE)
    client = client_of(scene.extra["province_supervisor"])
    with django_assert_max_num_queries(12):
        assert client.get(page(duty)).status_code == 200
