"""Who sees which duties, in how many queries."""

from datetime import date, timedelta

import pytest

from danbiet.base import clock
from danbiet.duties import actions, queries, states
from danbiet.duties.models import Duty
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.units import queries as units
from tests.duties.facts import DAY, FACTS, NOW, OPEN, make_duty, make_evidence

pytestmark = pytest.mark.django_db


def person(scene, role, unit_id, **days):
    operator = scene.people["operator"]
    made = people.create_person(operator, username=f"{role}-{unit_id}", name="Vai thử", check=False)
    people.grant(operator, made, role, unit_id=unit_id, valid_from=date(2016, 1, 1), **days)
    return made


def seen_by(who):
    return set(Duty.objects.filter(queries.visible_to(who)).values_list("unit_id", flat=True))


def below(scene, key):
    place = scene.units[key]
    found = units.placements(scene.province, DAY).filter(units.under(place.path))
    return set(found.values_list("unit_id", flat=True))


def owing(scene):
    return set(Duty.objects.filter(province=scene.province).values_list("unit_id", flat=True))


def test_an_officer_sees_his_own_unit_and_no_neighbour(ca_mau):
    assert seen_by(ca_mau.people["commune"]) == {ca_mau.units["commune"].unit_id}
    assert seen_by(ca_mau.people["district"]) == {ca_mau.units["district"].unit_id}
    assert ca_mau.units["neighbour"].unit_id not in seen_by(ca_mau.people["commune"])


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.APPROVER, Role.INSPECTOR])
def test_who_oversees_sees_all_below_and_nothing_beside(role, ca_mau):
    who = person(ca_mau, role, ca_mau.units["district"].unit_id)
    seen = seen_by(who)
    assert seen == owing(ca_mau) & below(ca_mau, "district")
    assert {ca_mau.units["district"].unit_id, ca_mau.units["commune"].unit_id} <= seen
    assert ca_mau.province.pk not in seen
    kinds = set(units.placements_of(seen, DAY).values())
    assert sum(row.kind == "commune" for row in kinds) == 8  # huyện U Minh: 1 thị trấn, 7 xã


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_who_does_not_oversee_sees_his_own_only(role, ca_mau):
    who = person(ca_mau, role, ca_mau.units["district"].unit_id)
    assert seen_by(who) == {ca_mau.units["district"].unit_id}


def test_the_province_leader_sees_the_whole_province(ca_mau):
    assert seen_by(ca_mau.people["leader"]) == owing(ca_mau)


def test_the_operator_and_who_has_no_role_yet_or_any_more_see_nothing(ca_mau):
    unit = ca_mau.units["district"].unit_id
    late = person(ca_mau, Role.SUPERVISOR, unit, valid_to=DAY - timedelta(days=1))
    assert seen_by(ca_mau.people["operator"]) == seen_by(late) == set()


def test_visibility_costs_one_query_and_the_list_another(ca_mau, django_assert_num_queries):
    who = person(ca_mau, Role.SUPERVISOR, ca_mau.province.pk)
    with django_assert_num_queries(3):  # memberships, placements, duties
        list(Duty.objects.filter(queries.visible_to(who)))
    with django_assert_num_queries(2):
        list(Duty.objects.filter(queries.visible_to(who)))


def test_my_work_puts_what_is_late_first_and_leaves_out_what_passed_on(ca_mau, django_assert_num_queries):
    for number, facts in enumerate(FACTS.values()):
        make_duty(ca_mau, period=f"work-{number}", **facts)
    who = ca_mau.people["commune"]
    queries.my_work(who, NOW)
    with django_assert_num_queries(1):
        rows = queries.my_work(who, NOW)
    found = [row.state for row in rows if row.period.startswith("work-")]
    assert found == [
        "overdue", "due_soon", "open", "requested", "waiting", "done", "done_late", "waived",
    ]  # fmt: skip
    assert {row.unit_id for row in rows} == {ca_mau.units["commune"].unit_id}


def test_counts_name_every_state_in_one_query(ca_mau, django_assert_num_queries):
    Duty.objects.filter(unit=ca_mau.units["commune"].unit_id).delete()
    for number, facts in enumerate(FACTS.values()):
        make_duty(ca_mau, period=f"count-{number}", **facts)
    mine = Duty.objects.filter(unit=ca_mau.units["commune"].unit_id)
    with django_assert_num_queries(1):
        assert queries.counts(mine, NOW) == dict.fromkeys(states.STATES, 1)
    assert queries.counts(Duty.objects.none(), NOW) == dict.fromkeys(states.STATES, 0)


def test_what_a_unit_still_owes_is_what_is_open(ca_mau):
    unit = ca_mau.units["commune"].unit_id
    Duty.objects.filter(unit=unit).delete()
    for state, facts in FACTS.items():
        make_duty(ca_mau, period=f"o-{state}", **facts)
    assert {row.period for row in queries.open_of_unit(unit)} == {f"o-{state}" for state in OPEN}


def test_evidence_is_listed_newest_first_with_what_was_withdrawn(ca_mau, django_assert_num_queries):
    duty = make_duty(ca_mau, **FACTS["done"])
    second = make_evidence(ca_mau, duty, NOW)
    first = duty.evidence.exclude(pk=second.pk).get()
    actions.withdraw(ca_mau.people["commune"], first.public_id, "Ghi nhầm")
    with django_assert_num_queries(1):
        found = queries.evidence_of(duty)
        assert [row.pk for row in found] == [second.pk, first.pk]
        assert [str(row.withdrawn_by or "") for row in found] == ["", "commune"]


def test_a_file_is_seen_by_who_may_see_the_duty(ca_mau):
    from django.core.files.uploadedfile import SimpleUploadedFile

    duty = make_duty(ca_mau)
    upload = SimpleUploadedFile("cong-van.txt", b"Cong van so 1\n")
    evidence = actions.attest(ca_mau.people["commune"], duty, actions.Document("1/CV", clock.today()), upload=upload)
    sha256 = evidence.file.sha256
    may = {who: queries.may_see_file(ca_mau.people[who], sha256) for who in ca_mau.people}
    assert {who for who, can in may.items() if can} == {"commune", "commune_leader", "leader"}
