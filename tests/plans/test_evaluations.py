"""Evaluations as acts: asked for, computed once by tick, signed or dissented from; who may, what the record keeps."""

from datetime import date

import pytest

from danbiet.base.errors import CodedError
from danbiet.duties import ticking
from danbiet.index import behind, catalogue, queries
from danbiet.journal.models import Entry
from danbiet.people import gate
from danbiet.plans import evaluations
from danbiet.plans.models import Evaluation, Opinion
from tests.index import made_up
from tests.scenes import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(ca_mau):
    """The plan of 2016 and editions up to its own year: quick to evaluate, since nothing lies after it."""
    made = [made_up.table(year, frame=catalogue.of_year("papi", year)) for year in (2014, 2015, 2016)]
    made_up.stored(made)
    return ca_mau


def actions_of(row):
    return list(Entry.objects.filter(subject=row.public_id).order_by("pk").values_list("action", flat=True))


def computed(scene):
    evaluations.request(scene.people["home_affairs"], scene.plan)
    ticking.tick()
    return evaluations.latest(scene.plan)


def test_it_is_asked_for_once_and_computed_by_tick(scene):
    row = evaluations.request(scene.people["home_affairs"], scene.plan)
    again = evaluations.request(scene.people["leader"], scene.plan)
    assert again.pk == row.pk
    assert evaluations.latest(scene.plan) is None
    done = ticking.tick()
    assert done["plans-evaluations.computed"] == 1
    row.refresh_from_db()
    assert row.content["verdict"] == "cant-tell"
    assert row.content["arrived"] == scene.plan.arrives_on.isoformat()
    assert {one["year"]: one["digest"] for one in row.content["editions"]} == {
        one.year: one.digest for one in queries.panel() if one.year >= 2015
    }
    assert actions_of(row) == ["plans.evaluation.request", "plans.evaluation.compute"]
    # Nothing is due any more.
    assert ticking.tick()["plans-evaluations.computed"] == 0


def test_what_was_computed_is_never_computed_again(scene):
    row = computed(scene)
    before = row.digest
    evaluations.compute(row)
    row.refresh_from_db()
    assert row.digest == before
    assert actions_of(row).count("plans.evaluation.compute") == 1


def test_a_failure_is_kept_with_its_code(scene):
    plan = scene.plan
    row = Evaluation.objects.create(
        plan=plan, index="papi", year=2031, arrived_on=plan.arrives_on, requested_by=scene.people["leader"]
    )
    evaluations.compute(row)
    assert row.failure.startswith("PLAN-120")
    assert row.digest == ""
    assert evaluations.latest(plan) is None


def test_the_approver_signs_or_dissents_or_leaves_it_unsigned(scene):
    row, leader = computed(scene), scene.people["leader"]
    assert evaluations.opinion_of(row) is None
    kinds = Opinion.Kind
    with pytest.raises(CodedError, match="PLAN-126"):
        evaluations.opine(leader, row, kinds.DISSENTS, "  ", read_digest=row.digest)
    evaluations.opine(leader, row, kinds.DISSENTS, "Khảo sát chưa tới xã làm tốt.", read_digest=row.digest)
    assert evaluations.opinion_of(row).kind == kinds.DISSENTS
    evaluations.opine(leader, row, kinds.SIGNS, "", read_digest=row.digest)
    assert evaluations.opinion_of(row).kind == kinds.SIGNS
    # Nothing is overwritten.
    assert row.opinions.count() == 2
    assert actions_of(row)[-2:] == ["plans.evaluation.opinion"] * 2


def test_an_opinion_is_on_what_was_read(scene):
    row, leader = computed(scene), scene.people["leader"]
    with pytest.raises(CodedError, match="PLAN-125"):
        evaluations.opine(leader, row, Opinion.Kind.SIGNS, "", read_digest="0" * 64)
    computed(scene)
    with pytest.raises(CodedError, match="PLAN-125"):
        evaluations.opine(leader, row, Opinion.Kind.SIGNS, "", read_digest=row.digest)
    waiting = evaluations.request(scene.people["home_affairs"], scene.plan)
    with pytest.raises(CodedError, match="PLAN-124"):
        evaluations.opine(leader, waiting, Opinion.Kind.SIGNS, "", read_digest="")


def test_who_may_not_is_refused(scene):
    with pytest.raises(CodedError, match="PEO-001"):
        evaluations.request(scene.people["commune"], scene.plan)
    row = computed(scene)
    with pytest.raises(CodedError, match="PEO-001"):
        evaluations.opine(scene.people["home_affairs"], row, Opinion.Kind.SIGNS, "", read_digest=row.digest)


def test_other_editions_make_it_stale(scene):
    row, panel = computed(scene), queries.panel()
    assert not evaluations.stale(row, panel)
    assert evaluations.stale(row, panel[:-1])


def test_it_is_internal_until_a_decision_opens_it(scene):
    assert not gate.of_province(scene.province.pk, DAY)["evaluation"]


def test_the_tasks_and_units_behind_an_element(scene, django_assert_max_num_queries):
    frame = catalogue.of_year("papi", 2015)
    with django_assert_max_num_queries(2):
        found = behind.works(scene.province.pk, DAY, frame, 2015)
    assert set(found) <= set(frame.elements)
    work = found["II.1"][0]
    assert scene.plan.number in work.source
    assert work.lead
    assert work.address.startswith("/nhiem-vu/")
    # In the framework of 2018 the lists of poor households are II.2.
    later = behind.works(scene.province.pk, DAY, catalogue.of_year("papi", 2018), 2018)
    assert [one.code for one in later["II.2"]] == [one.code for one in found["II.1"]]
    assert behind.works(scene.province.pk, date(2015, 1, 1), frame, 2015) == {}
