"""Every action from every state: what passes, what is refused with which code, one journal entry for each change."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import actions, rules, states
from danbiet.duties.models import Duty, Evidence
from danbiet.files.models import StoredFile
from danbiet.journal import verification
from danbiet.journal.models import Entry
from tests.duties.facts import DAY, FACTS, NOW, OPEN, entries, make_duty, make_evidence

pytestmark = pytest.mark.django_db
DOCUMENT = actions.Document("12/KH-UBND", date(2016, 9, 28), "Kế hoạch thực hiện")


def attest(scene, duty):
    actions.attest(scene.people["commune"], duty, DOCUMENT)


def fulfil(scene, duty):
    actions.fulfil(scene.people["commune"], duty, kind=rules.OFFICIAL_DOCUMENT, label="Biên bản")


def waive(scene, duty):
    actions.waive(scene.people["leader"], duty, "Công văn số 2/UBND")


def withdraw(scene, duty):
    found = duty.evidence.filter(withdrawn_at__isnull=True).first()
    actions.withdraw(scene.people["commune"], found.public_id if found else "no-such", "Ghi nhầm")


def close_open(scene, duty):
    condition = {"subject": duty.subject, "period": duty.period}
    return actions.close_open(scene.province, condition, actor="system", ground="Quyết định số 3")


def succeed(scene, duty):
    return actions.succeed([(duty.unit_id, scene.units["neighbour"].unit_id)])


FULFILLED = ("done", "done_late")
CLOSED = ("waived", "superseded")
TABLE = [
    (attest, "duties.fulfil", dict.fromkeys(FULFILLED, "DUTY-002") | dict.fromkeys(CLOSED, "DUTY-003")),
    (fulfil, "duties.fulfil", dict.fromkeys(FULFILLED, "DUTY-002") | dict.fromkeys(CLOSED, "DUTY-003")),
    (waive, "duties.waive", dict.fromkeys(FULFILLED, "DUTY-002") | dict.fromkeys(CLOSED, "DUTY-003")),
    (withdraw, "duties.withdraw", dict.fromkeys([*OPEN, *CLOSED], "DUTY-004")),
]
CASES = [(action, entry, state, refused.get(state)) for action, entry, refused in TABLE for state in FACTS]


@pytest.mark.parametrize(("action", "entry", "state", "code"), CASES)
def test_an_action_from_a_state(action, entry, state, code, ca_mau):
    duty = make_duty(ca_mau, **FACTS[state])
    before, evidence = Entry.objects.count(), Evidence.objects.count()
    if code is None:
        action(ca_mau, duty)
        assert Entry.objects.count() == before + 1
        assert Entry.objects.latest("id").action == entry
        assert Entry.objects.latest("id").subject == duty.public_id
        assert not verification.verify()
        return
    with pytest.raises(CodedError) as refused:
        action(ca_mau, duty)
    assert refused.value.code == code
    assert Entry.objects.count() == before
    assert Evidence.objects.count() == evidence
    assert states.state_of(Duty.objects.get(pk=duty.pk), NOW) == state


@pytest.mark.parametrize("state", FACTS)
def test_closing_supersedes_what_is_open_and_nothing_else(state, ca_mau):
    duty = make_duty(ca_mau, **FACTS[state])
    before = entries("duties.supersede")
    touched = int(state in OPEN)
    assert close_open(ca_mau, duty) == touched
    assert entries("duties.supersede") == before + touched
    expected = "superseded" if touched else state
    assert states.state_of(Duty.objects.get(pk=duty.pk), NOW) == expected


@pytest.mark.parametrize("state", FACTS)
def test_succession_moves_what_is_open_and_leaves_history(state, ca_mau):
    Duty.objects.filter(unit=ca_mau.units["district"].unit_id).delete()
    duty = make_duty(ca_mau, "district", **FACTS[state])
    moved = succeed(ca_mau, duty)
    duty.refresh_from_db()
    heir = duty.superseded_by
    if state not in OPEN:
        assert (moved, heir, states.state_of(duty, NOW)) == (0, None, state)
        return
    assert (moved, states.state_of(duty, NOW), states.state_of(heir, NOW)) == (1, "superseded", state)
    assert heir.unit_id == ca_mau.units["neighbour"].unit_id
    for fact in ("rule", "subject", "period", "title", "ground", "force", "starts_on", "due_on", "due_at"):
        assert getattr(heir, fact) == getattr(duty, fact)
    assert entries("duties.inherit") == 1
    assert succeed(ca_mau, duty) == 0


def test_two_units_that_merge_leave_one_duty_to_the_heir(ca_mau):
    first, second = make_duty(ca_mau, period="merge"), make_duty(ca_mau, "district", period="merge")
    heir = make_duty(ca_mau, "neighbour", period="merge")
    for duty in (first, second):
        succeed(ca_mau, duty)
    found = Duty.objects.filter(pk__in=[first.pk, second.pk]).values_list("superseded_by", flat=True)
    assert set(found) == {heir.pk}
    assert Duty.objects.filter(period="merge", superseded_at__isnull=True).count() == 1


# --- who may ---------------------------------------------------------------------------------------------------------
WHO = ("operator", "leader", "home_affairs", "district", "commune", "neighbour", "commune_leader")
MAY = {
    attest: {"commune", "commune_leader"},
    withdraw: {"commune", "commune_leader"},
    waive: {"leader"},
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("action", MAY)
def test_who_may(action, who, ca_mau):
    duty = make_duty(ca_mau, **(FACTS["done"] if action is withdraw else {}))

    def call():
        person = ca_mau.people[who]
        if action is attest:
            actions.attest(person, duty, DOCUMENT)
        elif action is withdraw:
            actions.withdraw(person, duty.evidence.get().public_id, "Ghi nhầm")
        else:
            actions.waive(person, duty, "Công văn số 2/UBND")

    if who in MAY[action]:
        call()
        return
    before = Entry.objects.count()
    with pytest.raises(CodedError) as refused:
        call()
    assert refused.value.code == "PEO-001"
    assert Entry.objects.count() == before


# --- documents -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("document", "code"),
    [
        (actions.Document("", DAY), "DUTY-007"),
        (actions.Document(" \t", DAY), "DUTY-007"),
        (actions.Document("1" * 61, DAY), "DUTY-007"),
        (actions.Document("1/KH", DAY + timedelta(days=1)), "DUTY-008"),
        (actions.Document("1/KH", date.max), "DUTY-008"),
    ],
)
def test_a_bad_document_is_refused(document, code, ca_mau):
    duty = make_duty(ca_mau)
    with pytest.raises(CodedError) as refused:
        actions.attest(ca_mau.people["commune"], duty, document)
    assert refused.value.code == code
    assert not duty.evidence.exists()


def test_the_receipt_time_is_the_clocks_and_not_the_documents(ca_mau):
    duty = make_duty(ca_mau, **FACTS["overdue"])
    evidence = actions.attest(ca_mau.people["commune"], duty, actions.Document("1/KH", date(2016, 9, 1)))
    assert evidence.received_at == clock.now() == Duty.objects.get(pk=duty.pk).fulfilled_at
    assert states.state_of(duty, NOW) == "done_late"
    assert evidence.label == "1/KH, 01/9/2016"


def test_a_document_of_today_counts(ca_mau):
    duty = make_duty(ca_mau)
    actions.attest(ca_mau.people["commune"], duty, actions.Document("1/KH", DAY))
    duty.refresh_from_db()
    assert list(duty.evidence.values_list("number", "document_date")) == [("1/KH", DAY)]
    assert states.state_of(duty, clock.now()) == "done"


def test_a_refused_upload_leaves_no_row(ca_mau):
    duty = make_duty(ca_mau)
    upload = SimpleUploadedFile("ke-hoach.pdf", b"MZ not a document")
    with pytest.raises(CodedError) as refused:
        actions.attest(ca_mau.people["commune"], duty, DOCUMENT, upload=upload)
    assert refused.value.code.startswith("FILE-")
    assert not duty.evidence.exists()


def test_an_upload_is_stored_with_the_evidence(ca_mau):
    duty = make_duty(ca_mau)
    content = io.BytesIO("Kế hoạch của xã\n".encode())
    upload = SimpleUploadedFile("ke-hoach.txt", content.getvalue())
    evidence = actions.attest(ca_mau.people["commune"], duty, DOCUMENT, upload=upload)
    assert StoredFile.objects.get(pk=evidence.file_id).size == len(content.getvalue())


def test_words_longer_than_the_column_are_kept_whole_in_the_record(ca_mau):
    duty = make_duty(ca_mau, **FACTS["done"])
    reason = "lý do " * 100
    evidence = actions.withdraw(ca_mau.people["commune"], duty.evidence.get().public_id, reason)
    assert len(Evidence.objects.get(pk=evidence.pk).withdrawn_reason) == 300
    assert reason.strip() in Entry.objects.latest("id").payload


# --- withdrawing -----------------------------------------------------------------------------------------------------
def test_withdrawing_falls_back_to_what_remains(ca_mau):
    duty = make_duty(ca_mau, **FACTS["done"])
    first = duty.evidence.get()
    second = make_evidence(ca_mau, duty, NOW - timedelta(days=2))
    actions.withdraw(ca_mau.people["commune"], first.public_id, "Văn bản bị thu hồi")
    assert Duty.objects.get(pk=duty.pk).fulfilled_at == second.received_at
    actions.withdraw(ca_mau.people["commune"], second.public_id, "Ghi nhầm")
    assert Duty.objects.get(pk=duty.pk).fulfilled_at is None
    assert duty.evidence.count() == 2, "nothing is deleted"
    attest(ca_mau, duty)
    assert states.state_of(Duty.objects.get(pk=duty.pk), NOW) == "done"


def test_evidence_is_withdrawn_once(ca_mau):
    duty = make_duty(ca_mau, **FACTS["done"])
    evidence = duty.evidence.get()
    withdraw(ca_mau, duty)
    with pytest.raises(CodedError) as refused:
        actions.withdraw(ca_mau.people["commune"], evidence.public_id, "Lần nữa")
    assert refused.value.code == "DUTY-005"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_needed(reason, ca_mau):
    duty = make_duty(ca_mau, **FACTS["done"])
    for call in (
        lambda: actions.withdraw(ca_mau.people["commune"], duty.evidence.get().public_id, reason),
        lambda: actions.waive(ca_mau.people["leader"], duty, reason),
    ):
        with pytest.raises(CodedError) as refused:
            call()
        assert refused.value.code == "DUTY-006"


def test_unknown_ids_rules_and_kinds_are_said(ca_mau):
    duty = make_duty(ca_mau)
    calls = {
        "DUTY-001": lambda: actions.find("nothing"),
        "DUTY-009": lambda: rules.rule("no-such-rule"),
        "DUTY-010": lambda: actions.fulfil(ca_mau.people["commune"], duty, kind="telepathy", label="x"),
    }
    for code, call in calls.items():
        with pytest.raises(CodedError) as refused:
            call()
        assert refused.value.code == code


def test_a_rule_is_registered_once():
    known = rules.rule("plan-report")
    rules.register_rule(known)
    other = rules.Rule("plan-report", "khác", known.lines, known.link, known.title)
    with pytest.raises(ValueError, match="twice"):
        rules.register_rule(other)
