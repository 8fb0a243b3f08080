"""The first page for who leads and who oversees; what an amendment changes, before it is approved."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.people import actions as people
from danbiet.people import policies, publishing
from danbiet.people.models import Role
from danbiet.plans import actions, changes, review
from danbiet.plans.models import Task
from danbiet.reading.plan import PlanDraft
from danbiet.units import queries as units
from tests.duties.facts import make_duty
from tests.plans import amended

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(ca_mau):
    """Cà Mau with a supervisor of the district."""
    operator, place = ca_mau.people["operator"], ca_mau.units["district"]
    for person in ca_mau.people.values():
        policies.forget(person)
    watch = people.create_person(operator, username="watch", name="watch")
    for role in (Role.OFFICER, Role.SUPERVISOR):
        above = units.ancestors(place)
        people.grant(operator, watch, role, unit_id=place.unit_id, above=above, valid_from=date(2016, 1, 1))
    ca_mau.extra = {"watch": watch}
    return ca_mau


def first_page(scene, who):
    client = Client()
    client.force_login({**scene.people, **scene.extra}[who])
    return client.get(reverse("office:my-work")).content.decode()


def test_a_leader_whose_unit_owes_nothing_reads_what_he_must_decide(scene):
    assert "Không có việc nào chờ quyết." in first_page(scene, "leader")
    draft = amendment(scene)
    wanted = publishing.Wanted("lateness", opens=True, ground="", decided_on=None)
    publishing.prepare(scene.people["home_affairs"], scene.province.pk, wanted, bodies=actions.scope(scene.province))
    text = first_page(scene, "leader")
    assert "2 việc cần quyết" in text
    assert reverse("office:draft-approve", args=[draft.public_id]) in text
    assert reverse("office:publication-matter", args=["lateness"]) in text
    assert "Quyết định công khai cho người dân" in text


def test_who_oversees_reads_how_the_units_below_stand(scene):
    text = first_page(scene, "watch")
    assert "không có việc quá hạn, 0 việc đến hạn trong 7 ngày tới." in text
    make_duty(scene, period="a", due_on=date(2016, 9, 20))
    make_duty(scene, period="b", due_on=date(2016, 10, 3))
    make_duty(scene, "district", period="c", due_on=date(2016, 9, 20))
    text = first_page(scene, "watch")
    assert "<strong>1 việc quá hạn</strong>, 1 việc đến hạn trong 7 ngày tới." in text, "its own isn't below"
    assert f"{reverse('office:below')}?tinh-trang=chua" in text
    assert "Ai chưa gửi" not in first_page(scene, "commune"), "nobody stands below"


def amendment(scene):
    data = amended.example(
        "20/KH-UBND", "ngày 15 tháng 9 năm 2016", words="kết quả hỏi. => kết quả hỏi trên loa truyền thanh."
    )
    return actions.propose(
        scene.people["home_affairs"], data, "sua-doi.txt", scene.province, plan=scene.plan, change="amend"
    )


def test_an_approver_reads_the_tasks_that_an_amendment_changes(scene):
    draft = amendment(scene)
    overlay = dict(scene.draft.resolutions.values_list("doubt", "decision"))
    known = review.doubts_by_id(PlanDraft.from_json(draft.content))
    actions.resolve(scene.people["home_affairs"], draft, {key: overlay[key] for key in overlay if key in known})
    reviewed = review.apply(PlanDraft.from_json(draft.content), overlay)
    found = changes.difference(scene.plan, reviewed)
    assert found == changes.Difference(("V.4",), (), ())
    client = Client()
    client.force_login(scene.people["leader"])
    reads = reverse("office:draft-reads", args=[draft.public_id])
    assert reads in client.get(reverse("office:draft-approve", args=[draft.public_id])).content.decode()
    assert "sửa nhiệm vụ V.4" in client.get(reads).content.decode()
    assert "Sửa đổi Kế hoạch 15/KH-UBND." in client.get(
        reverse("office:draft", args=[draft.public_id])
    ).content.decode()  # fmt: skip
    with clock.frozen(date(2016, 9, 30)):
        actions.approve(scene.people["leader"], draft)
    assert list(Task.objects.filter(valid_to__isnull=False).values_list("code", flat=True)) == ["V.4"]


@pytest.mark.parametrize("name", ["approve", "reads"])
def test_a_page_of_an_amendment_needs_at_most_twelve_queries(name, scene, django_assert_max_num_queries):
    draft = amendment(scene)
    client = Client()
    client.force_login(scene.people["leader"])
    address = reverse(f"office:draft-{name}", args=[draft.public_id])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
