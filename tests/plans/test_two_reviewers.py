"""Two people at one draft at the same moment, in threads of their own: one is first, the other is told."""

import pytest

from danbiet.base import clock
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.plans import actions, review
from danbiet.plans.models import Approval, Plan, Resolution
from danbiet.reading.plan import PlanDraft
from tests.conftest import DAY
from tests.scenes import loaded_ca_mau, propose_example
from tests.together import at_once, codes, on_a_disk, seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def scene(transactional_db):
    clock.freeze(DAY)
    made = loaded_ca_mau()
    made.draft = propose_example(made, resolved=False)
    made.extra["deputy"] = people.create_person(made.people["operator"], username="deputy", name="Phó", check=False)
    people.grant(made.people["operator"], made.extra["deputy"], Role.APPROVER, unit_id=made.province.pk)
    yield made
    clock.freeze(None)


@pytest.fixture
def ready(scene):
    """The draft with nothing left that holds it up: its version, and one of its doubts."""
    keys = {key.rpartition("-")[0]: key for key in review.doubts_by_id(PlanDraft.from_json(scene.draft.content))}
    decided = {keys["READ-110"]: {"timing": "continuous"}, keys["READ-112"]: {"question": True}}
    actions.resolve(scene.people["home_affairs"], scene.draft, decided)
    return actions.version(scene.draft), keys["READ-110"]


@pytest.fixture(autouse=True)
def _a_file_for_all_threads(scene, request, tmp_path):
    if "ready" in request.fixturenames:
        request.getfixturevalue("ready")
    with on_a_disk(tmp_path):
        yield


def test_at_one_doubt_the_second_is_told_and_at_two_nobody_waits_in_vain(scene):
    draft, read = scene.draft, seen(lambda: actions.version(scene.draft))
    keys = list(review.doubts_by_id(PlanDraft.from_json(draft.content)))
    who = scene.people["home_affairs"], scene.people["leader"]

    def decide(person, key, reason):
        return lambda: actions.resolve(person, draft, {key: {"dismiss": reason}}, read_version=read)

    found = at_once(decide(who[0], keys[0], "một"), decide(who[1], keys[0], "hai"))
    assert codes(found) == ["PLAN-023"]
    assert seen(Resolution.objects.filter(doubt=keys[0]).count) == 1
    found = at_once(decide(who[0], keys[1], "ba"), decide(who[1], keys[2], "bốn"))
    assert codes(found) == []
    assert seen(Resolution.objects.count) == 3


def test_a_decision_and_an_approval_at_once_never_pass_each_other(scene, ready):
    draft, (read, timing) = scene.draft, ready
    found = at_once(
        lambda: actions.approve(scene.people["leader"], draft, read_version=read),
        lambda: actions.resolve(scene.people["home_affairs"], draft, {timing: {"timing": "event"}}, read_version=read),
    )
    # Either the approval was first and nothing can be decided any more, or the decision voids it.
    assert codes(found) in (["PLAN-016"], ["PLAN-017"])
    adopted = codes(found) == ["PLAN-016"]
    assert seen(Plan.objects.count) == seen(Approval.objects.count) == adopted
    assert (seen(lambda: actions.version(draft)) == read) == adopted


def test_two_approvals_at_once_make_one_plan(scene, ready):
    draft, (read, _) = scene.draft, ready
    both = scene.people["leader"], scene.extra["deputy"]
    found = at_once(*(lambda one=one: actions.approve(one, draft, read_version=read) for one in both))
    assert len(codes(found)) == 1
    assert codes(found)[0] in ("PLAN-011", "PLAN-016")
    assert seen(Plan.objects.count) == seen(Approval.objects.count) == 1
