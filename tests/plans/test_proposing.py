"""From a document to an approved plan: who may, what holds it up, two at once, and nothing stored of bad input."""

import io
import zipfile

import pytest
from django.conf import settings
from django.db import transaction

from danbiet.base.errors import CodedError
from danbiet.duties.models import Duty
from danbiet.files.models import StoredFile
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.people import delegations
from danbiet.people.models import Role
from danbiet.plans import actions, adoption, generation, review
from danbiet.plans.models import Approval, Assignment, Draft, Plan, Resolution, Task
from danbiet.reading.plan import PlanDraft
from tests.plans.amended import example
from tests.reading import pdfwriter
from tests.scenes import DAY, EXAMPLES, propose_example

pytestmark = pytest.mark.django_db
MODELS = (Draft, Resolution, Approval, Plan, Task, Assignment, Duty, StoredFile, Entry)


def stored():
    """How many rows of each kind there are, and how many stored files."""
    return [model.objects.count() for model in MODELS], sum(1 for _ in settings.MEDIA_ROOT.rglob("*"))


def refused(call):
    before = stored()
    with pytest.raises(CodedError) as error:
        call()
    assert stored() == before, "a refusal stores nothing"
    return error.value


def decisions():
    return review.load_file(EXAMPLES / "ke-hoach-vi-du.resolutions.yaml")


@pytest.mark.parametrize("who", ["leader", "home_affairs", "operator"])
def test_the_province_its_focal_point_and_the_operator_may_propose(who, loaded):
    draft = actions.propose(loaded.people[who], example(), "a.txt", "96", decisions())
    assert (draft.proposed_by, draft.province) == (loaded.people[who], loaded.province)
    assert draft.sha256 == review.content_hash(draft.content)
    assert Entry.objects.latest("id").action == "plans.propose"


@pytest.mark.parametrize("who", ["district", "commune", "commune_leader"])
def test_others_may_not_propose(who, loaded):
    assert refused(lambda: actions.propose(loaded.people[who], example(), "a.txt", "96")).code == "PEO-001"


@pytest.mark.parametrize("who", ["operator", "home_affairs", "district", "commune", "commune_leader"])
def test_only_the_leader_of_the_province_approves(who, loaded):
    draft = actions.propose(loaded.people["leader"], example(), "a.txt", "96", decisions())
    assert refused(lambda: actions.approve(loaded.people[who], draft)).code == "PEO-001"


def test_the_author_does_not_approve_his_own(loaded):
    draft = actions.propose(loaded.people["leader"], example(), "a.txt", "96", decisions())
    assert refused(lambda: actions.approve(loaded.people["leader"], draft)).code == "PEO-002"
    second = people.create_person(loaded.people["operator"], username="deputy", name="Phó Chủ tịch", check=False)
    people.grant(loaded.people["operator"], second, Role.APPROVER, unit_id=loaded.province.pk)
    plan, made = actions.approve(second, draft)
    assert made.new == Duty.objects.count() > 0
    assert plan.draft == draft


def test_blocking_doubts_hold_it_up_until_they_are_decided(loaded):
    draft = propose_example(loaded, resolved=False)
    error = refused(lambda: actions.approve(loaded.people["leader"], draft))
    assert error.code == "PLAN-010"
    assert error.values["count"] == 2
    for key in decisions():
        assert key in error.render("vi")
    read = actions.version(draft)
    one, other = decisions().items()
    actions.resolve(loaded.people["home_affairs"], draft, dict([one]))
    assert refused(lambda: actions.approve(loaded.people["leader"], draft)).values["count"] == 1
    actions.resolve(loaded.people["home_affairs"], draft, dict([other]))
    error = refused(lambda: actions.approve(loaded.people["leader"], draft, read_version=read))
    assert error.code == "PLAN-017"
    actions.approve(loaded.people["leader"], draft, read_version=actions.version(draft))


def test_a_decided_draft_keeps_what_was_read(loaded):
    draft = propose_example(loaded)
    before = draft.content
    actions.approve(loaded.people["leader"], draft)
    draft.refresh_from_db()
    assert draft.content == before
    assert draft.sha256 == review.content_hash(draft.content)
    read_again = PlanDraft.from_json(draft.content)
    assert next(task for task in read_again.tasks if task.code == "V.5").timing.kind == "missing"


def test_a_draft_is_approved_once(loaded):
    draft = propose_example(loaded)
    actions.approve(loaded.people["leader"], draft)
    assert refused(lambda: actions.approve(loaded.people["leader"], draft)).code == "PLAN-016"
    decide = dict([next(iter(decisions().items()))])
    assert refused(lambda: actions.resolve(loaded.people["home_affairs"], draft, decide)).code == "PLAN-016"
    assert refused(lambda: actions.withdraw(loaded.people["home_affairs"], draft, "x")).code == "PLAN-016"


def test_of_two_who_approve_at_once_the_second_is_told(loaded, monkeypatch):
    draft = propose_example(loaded)
    actions.approve(loaded.people["leader"], draft)
    # The second looked before the first was done: the database decides.
    monkeypatch.setattr(actions, "_locked", lambda draft: draft)
    error = refused(lambda: actions.approve(loaded.people["leader"], draft))
    assert error.code in ("PLAN-011", "PLAN-016")


def test_of_two_drafts_of_one_document_the_second_is_told(loaded):
    first, second = propose_example(loaded), propose_example(loaded, "ke-hoach-vi-du.docx", resolved=False)
    actions.approve(loaded.people["leader"], first)
    content = PlanDraft.from_json(second.content)
    blocking = {review.doubt_id(found): {"accept": True} for found in content.doubts if found.blocking}
    actions.resolve(loaded.people["home_affairs"], second, blocking)
    assert refused(lambda: actions.approve(loaded.people["leader"], second)).code == "PLAN-011"


def test_a_withdrawn_draft_is_gone(loaded):
    draft = propose_example(loaded)
    assert refused(lambda: actions.withdraw(loaded.people["commune"], draft, "x")).code == "PEO-001"
    actions.withdraw(loaded.people["home_affairs"], draft, "Bản có chữ ký khác")
    assert refused(lambda: actions.approve(loaded.people["leader"], draft)).code == "PLAN-016"
    actions.approve(loaded.people["leader"], propose_example(loaded))


def test_what_was_approved_stands_though_the_making_of_duties_is_cut_off(loaded, monkeypatch):
    draft = propose_example(loaded)

    def cut(*arguments, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions.generation, "generate", cut)
        with pytest.raises(KeyboardInterrupt):
            actions.approve(loaded.people["leader"], draft)
    plan = Plan.objects.get(draft=draft)
    assert not Duty.objects.exists()
    assert generation.generate(plan).new == Duty.objects.count() > 0


def test_an_adoption_that_fails_half_way_leaves_nothing(loaded, monkeypatch):
    draft = propose_example(loaded)

    def broken(*arguments):
        raise RuntimeError("half-way")

    monkeypatch.setattr(adoption, "create_questions", broken)
    before = stored()
    with pytest.raises(RuntimeError, match="half-way"), transaction.atomic():
        actions.approve(loaded.people["leader"], draft)
    assert stored() == before


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 40_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t", b"\x00\xff" * 500, "Đơn xin nghỉ phép".encode(), b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    ids=["empty", "blank", "noise", "another letter", "pdf", "encrypted"],
)
def test_nothing_is_stored_of_what_can_not_be_read(data, loaded):
    error = refused(lambda: actions.propose(loaded.people["home_affairs"], data, "a.txt", "96"))
    assert error.code.startswith("READ-0")
    assert "a.txt" in error.render("vi")


def test_a_pdf_is_proposed_with_the_page_of_each_doubt(loaded):
    draft = actions.propose(loaded.people["home_affairs"], pdfwriter.example(), "ke-hoach.pdf", "96")
    content = PlanDraft.from_json(draft.content)
    assert (content.document.number, len(content.tasks)) == ("15/KH-UBND", 24)
    assert all(found.at.page for found in content.doubts)
    assert draft.source.content_type == "application/pdf"
    assert draft.text.blocks[0]["at"]["page"] == 1


def test_nothing_is_stored_of_a_scan(loaded):
    sheet = pdfwriter.Sheet()
    sheet.scan()
    data = pdfwriter.document([sheet])
    assert refused(lambda: actions.propose(loaded.people["home_affairs"], data, "a.pdf", "96")).code == "READ-007"


def test_nothing_is_stored_of_a_bomb(loaded):
    data = bomb()
    assert refused(lambda: actions.propose(loaded.people["home_affairs"], data, "a.docx", "96")).code[:5] == "READ-"


def test_nothing_is_stored_of_a_plan_for_an_unknown_province(loaded):
    assert refused(lambda: actions.propose(loaded.people["home_affairs"], example(), "a.txt", "00")).code == "UNIT-001"


def test_an_unknown_draft_is_said():
    with pytest.raises(CodedError) as error:
        actions.find_draft("nothing")
    assert error.value.code == "PLAN-001"


def test_who_decided_a_point_of_the_overlay_does_not_approve_it(loaded):
    proposer, leader = loaded.people["home_affairs"], loaded.people["leader"]
    draft = propose_example(loaded, resolved=False)
    own = {key: decision for key, decision in decisions().items() if key.startswith("READ-110")}
    rest = {key: decision for key, decision in decisions().items() if key not in own}
    actions.resolve(proposer, draft, rest)
    actions.resolve(leader, draft, own)
    told = refused(lambda: actions.approve(leader, draft))
    assert (told.code, told.values["count"], told.values["first"]) == ("PLAN-031", len(own), next(iter(own)))
    # Decided again by somebody else it is his decision, and the leader the second person.
    actions.resolve(proposer, draft, own)
    assert actions.approve(leader, draft)[0].draft == draft


def test_what_a_delegate_decided_for_the_approver_is_the_approvers(loaded):
    leader = loaded.people["leader"]
    deputy = people.create_person(loaded.people["operator"], username="thay", name="Thay", check=False)
    people.grant(loaded.people["operator"], deputy, Role.OFFICER, unit_id=loaded.province.pk)
    held = leader.memberships.get(role=Role.APPROVER)
    delegations.delegate(leader, held, deputy, DAY, DAY, "Đi công tác")
    draft = propose_example(loaded, resolved=False)
    actions.resolve(deputy, draft, decisions())
    assert refused(lambda: actions.approve(leader, draft)).code == "PEO-002"
