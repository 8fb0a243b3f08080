"""The leader's page with all of it at once: what waits, where each line leads, how many queries."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties import escalation
from danbiet.duties.models import Duty
from danbiet.notices.models import Message
from danbiet.office import deciding
from danbiet.people import actions as people
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.plans.models import OpenQuestion, Plan
from danbiet.units import queries as units
from tests.duties.facts import make_duty
from tests.scenes import propose_example

pytestmark = pytest.mark.django_db
# Three days after the programmes were due.
LATER = date(2016, 10, 24)
PAGE = "/van-phong/lanh-dao/"


@pytest.fixture
def scene(ca_mau):
    """Cà Mau; a supervisor of the province beside its leader."""
    for person in ca_mau.people.values():
        policies.forget(person)
    watch = people.create_person(ca_mau.people["operator"], username="watch", name="watch")
    people.grant(
        ca_mau.people["operator"], watch, Role.SUPERVISOR, unit_id=ca_mau.province.pk, valid_from=date(2016, 1, 1)
    )
    ca_mau.extra = {"watch": watch}
    return ca_mau


@pytest.fixture
def as_(scene):
    def log_in(who):
        client = Client()
        client.force_login({**scene.people, **scene.extra}[who])
        return client

    return log_in


@pytest.fixture
def draft(scene):
    """The example proposed once more, under another number, so that it waits."""
    Plan.objects.filter(pk=scene.plan.pk).update(number="14/KH-UBND")
    return propose_example(scene)


def ask(scene, number=1):
    return [
        OpenQuestion.objects.create(
            plan=scene.plan, code=f"X-{one}", message=f"Câu hỏi {one}?", owner=scene.province, due_on=LATER
        )
        for one in range(number)
    ]


def report(scene, unit="commune"):
    """A late duty of the unit reported to the province's leader."""
    duty = Duty.objects.get(unit=scene.units[unit].unit_id, rule="plan-programme")
    leader, level = scene.people["leader"], scene.province.public_id
    Message.objects.create(person=leader, kind=escalation.KIND, subject=duty.public_id, occasion=level)
    return duty


def read(client):
    with clock.frozen(LATER):
        response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def decisions(text):
    """What is to be decided -> where it leads."""
    return re.findall(r'<li><p><strong>([^<]+)</strong>.*?<a href="([^"]+)"', text, re.DOTALL)


def test_a_waiting_draft_leads_to_where_it_is_approved_for_who_may(as_, scene, draft):
    what = "Duyệt hay trả lại dự thảo kế hoạch"
    approving = reverse("office:draft-approve", args=[draft.public_id])
    assert dict(decisions(read(as_("leader"))))[what] == approving
    with clock.frozen(LATER):
        assert as_("leader").get(approving).status_code == 200
        # Who may propose and not approve reads it where its doubts are.
        reading = reverse("office:draft", args=[draft.public_id])
        assert dict(decisions(read(as_("watch"))))[what] == reading
        assert as_("watch").get(reading).status_code == 200
    assert "home_affairs trình" in read(as_("leader"))


@pytest.mark.parametrize("who", ["district", "commune", "commune_leader"])
def test_a_draft_is_nobody_elses_decision(who, as_, draft):
    assert draft.public_id not in read(as_(who))


def test_an_owned_question_leads_to_its_answer(as_, scene):
    (row,) = ask(scene)
    text = read(as_("leader"))
    address = reverse("office:question", args=[row.public_id])
    assert ("Trả lời câu hỏi mở của kế hoạch", address) in decisions(text)
    with clock.frozen(LATER):
        assert 'name="text"' in as_("leader").get(address).content.decode()
        as_("leader").post(address, {"text": "Theo Công văn số 12"})
    assert address not in read(as_("leader"))
    OpenQuestion.objects.filter(pk=row.pk).update(answered_at=None, owner=scene.units["district"].unit_id)
    assert address not in read(as_("leader"))
    assert address in read(as_("district"))


def test_late_units_stand_in_the_letters_and_in_the_sentence(as_, scene):
    text = read(as_("leader"))
    late = Duty.objects.filter(rule="plan-programme").count()
    found = re.search(r"Trong [\d.]+ việc đang tính của (\d+) đơn vị: 0 đã xong, <strong>(\d+) quá hạn</strong>", text)
    assert int(found[2]) == late
    assert int(found[1]) >= late
    (chasing,) = [address for what, address in decisions(text) if what == "Ký công văn đôn đốc"]
    with clock.frozen(LATER):
        assert as_("leader").get(chasing.replace("&amp;", "&")).status_code == 200


def test_all_at_once_are_five_decisions_in_twelve_queries(as_, scene, draft):
    report(scene)
    report(scene, "neighbour")
    ask(scene, 3)
    make_duty(scene, period="late", due_on=date(2016, 10, 1))
    Duty.objects.filter(period="late").update(unit=scene.province)
    client = as_("leader")
    with (
        clock.frozen(LATER),
        CaptureQueriesContext(
            connection,
        ) as found,
    ):
        text = client.get(PAGE).content.decode()
    assert len(found) <= 12, [query["sql"][:100] for query in found]
    assert [what for what, _ in decisions(text)] == [
        *["Chỉ đạo việc quá hạn được báo cáo lên"] * 2,
        "Duyệt hay trả lại dự thảo kế hoạch",
        *["Trả lời câu hỏi mở của kế hoạch"] * 2,
    ]
    with clock.frozen(LATER):
        place = units.placement_of(scene.province, LATER)
        late = deciding.below.late(deciding.below.below([place]), clock.now())
        person = scene.people["leader"]
        all_of_them = deciding.decisions(person, place, late, clock.now(), oversees=True)
    assert f"Còn {len(all_of_them) - 5} việc khác ít gấp hơn." in text


def counted(client, addresses):
    """How many queries each address takes."""
    found = {}
    with clock.frozen(LATER):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
            found[address] = len(queries)
    return found


NAMES = (
    "my-work", "below", "message", "plans", "publication", "account", "year-own", "delegate", "search",
)  # fmt: skip


@pytest.mark.parametrize("who", ["leader", "watch", "home_affairs", "commune"])
def test_no_page_takes_more_queries_for_many_units_than_for_one(who, as_, scene, draft):
    """The person gets roles in more units, of another province too, each with work and questions of its own."""
    person = {**scene.people, **scene.extra}[who]
    (row,) = ask(scene)
    report(scene)
    addresses = [reverse(f"office:{name}") for name in NAMES]
    addresses += [
        reverse("office:plan", args=[scene.plan.public_id]),
        reverse("office:question", args=[row.public_id]),
        reverse("notices:list"),
        # Of the same unit both times.
        f"{PAGE}?don-vi={scene.units['district'].unit.public_id}",
    ]
    role = policies.memberships(person)[0].role
    # Some pages are empty without a unit below.
    sit(scene, person, role, [scene.units["district"]])
    addresses = [address for address in addresses if _opens(as_(who), address)]
    first = counted(as_(who), addresses)
    places = [scene.units[name] for name in ("commune", "neighbour", "home_affairs")]
    sit(scene, person, role, [*places, units.province_by_code("95", date(2016, 9, 30))])
    for place in places:
        OpenQuestion.objects.create(plan=scene.plan, code="Y", message="?", owner=place.unit, due_on=LATER)
    for number, name in enumerate(("neighbour", "district", "home_affairs")):
        make_duty(scene, name, period=f"n{number}", due_on=date(2016, 10, 1))
    many = counted(as_(who), addresses)
    more = {address: (first[address], many[address]) for address in addresses if many[address] > first[address]}
    assert more == {}
    assert max(many.values()) <= 12


def sit(scene, person, role, places):
    """The role at these places, where the person hasn't got it."""
    for place in places:
        if place.unit_id not in policies.unit_ids(person, [role]):
            people.grant(scene.people["operator"], person, role, unit_id=place.unit_id, valid_from=date(2016, 1, 1))
            policies.forget(person)


def _opens(client, address):
    with clock.frozen(LATER):
        return client.get(address).status_code == 200
