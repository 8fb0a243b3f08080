"""Changes to duties: fulfil, withdraw, waive, supersede. Each is one journalled action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.duties import errors, escalation, reminders, rules, states
from danbiet.duties.models import Duty, Evidence
from danbiet.files.actions import store
from danbiet.journal import recording
from danbiet.notices import actions as notices
from danbiet.people import policies
from danbiet.units import queries as units
from danbiet.units.models import Unit

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from danbiet.files.models import StoredFile
    from danbiet.people.models import Person


# As wide as the columns; the journal keeps longer words whole.
NUMBER_LENGTH = 60
LABEL_LENGTH = 300
MESSAGES = (reminders.KIND, escalation.KIND)


@dataclass(frozen=True, slots=True)
class Document:
    """An official document offered as evidence: number and date as the registry issued them."""

    number: str
    day: date
    title: str = ""
    file: StoredFile | None = None


def find(public_id: str) -> Duty:
    """A duty by its public id. Raises CodedError DUTY-001."""
    duty = Duty.objects.filter(public_id=public_id).select_related("unit", "province").first()
    if duty is None:
        raise CodedError(errors.UNKNOWN_DUTY, public_id=public_id)
    return duty


def lineage(duty: Duty) -> list[int]:
    """Ids of the duty's unit and of the units above it, for permissions."""
    placement = units.placement_of(duty.unit_id, clock.today())
    return units.lineage(placement) if placement else [duty.unit_id]


def attest(actor: Person, duty: Duty, document: Document, *, upload: UploadedFile[Any] | None = None) -> Evidence:
    """The unit says that an official document fulfils the duty; ``upload``: its file, stored in the same transaction.

    Raises CodedError PEO-001, DUTY-002, DUTY-003, DUTY-007, DUTY-008, FILE-001 to FILE-007.
    """
    number = squeeze(document.number)
    if not number or len(number) > NUMBER_LENGTH:
        raise CodedError(errors.BAD_DOCUMENT, missing=f"số và ký hiệu (1-{NUMBER_LENGTH})")
    if document.day > clock.today():
        raise CodedError(errors.FUTURE_DOCUMENT, day=office_day(document.day))
    policies.authorise(actor, "duties.fulfil", units=lineage(duty), province=duty.province_id)
    with transaction.atomic():
        file = store(upload, upload.name or "", actor=actor) if upload else document.file  # type: ignore[arg-type]
        return fulfil(
            actor,
            duty,
            kind=rules.OFFICIAL_DOCUMENT,
            label=squeeze(document.title) or f"{number}, {office_day(document.day)}",
            number=number,
            document_date=document.day,
            file=file,
        )


def fulfil(
    actor: Person,
    duty: Duty,
    *,
    kind: str,
    label: str,
    number: str = "",
    document_date: date | None = None,
    link: str = "",
    file: StoredFile | None = None,
) -> Evidence:
    """Push evidence to a duty; called by the action whose work fulfils it, which has checked who may.

    The receipt time is the clock's. Raises CodedError DUTY-002 if it is fulfilled, DUTY-003 if it is closed, DUTY-010.
    """
    rules.kind(kind)
    with transaction.atomic():
        row = Duty.objects.select_for_update(of=("self",)).select_related("province").get(pk=duty.pk)
        _must_be_open(row)
        now = clock.now()
        evidence = Evidence.objects.create(
            duty=row,
            kind=kind,
            label=label[:LABEL_LENGTH],
            number=number,
            document_date=document_date,
            link=link,
            file=file,
            received_at=now,
            recorded_by=actor,
        )
        Duty.objects.filter(pk=row.pk).update(fulfilled_at=now)
        payload = {"evidence": evidence.public_id, "kind": kind, "number": number, "date": document_date}
        notices.settle([row.public_id], *MESSAGES)
        _record("duties.fulfil", actor, row, {**payload, "file": file.sha256 if file else None})
    duty.fulfilled_at = now
    return evidence


def _must_be_open(duty: Duty) -> None:
    if duty.superseded_at is not None or duty.waived_at is not None:
        state = states.STATES[states.state_of(duty, clock.now())]
        raise CodedError(errors.CLOSED, state=state.label)
    if duty.fulfilled_at is not None:
        last = duty.evidence.filter(withdrawn_at__isnull=True).order_by("-id").first()
        raise CodedError(errors.ALREADY_FULFILLED, label=last.label if last else duty.title)


def withdraw(actor: Person, evidence_id: str, reason: str) -> Evidence:
    """Take evidence back; the duty is as fulfilled as what remains says. Raises CodedError DUTY-004 to DUTY-006."""
    text = squeeze(reason)
    if not text:
        raise CodedError(errors.REASON_NEEDED)
    with transaction.atomic():
        found = Evidence.objects.select_for_update(of=("self",)).filter(public_id=evidence_id)
        evidence = found.select_related("duty__province", "duty__unit").first()
        if evidence is None:
            raise CodedError(errors.UNKNOWN_EVIDENCE, public_id=evidence_id)
        duty = Duty.objects.select_for_update(of=("self",)).select_related("province").get(pk=evidence.duty_id)
        policies.authorise(actor, "duties.withdraw", units=lineage(duty), province=duty.province_id)
        if evidence.withdrawn_at is not None:
            day = evidence.withdrawn_at.astimezone(clock.ZONE)
            raise CodedError(errors.ALREADY_WITHDRAWN, day=office_day(day))
        evidence.withdrawn_at, evidence.withdrawn_by = clock.now(), actor
        evidence.withdrawn_reason = text[:LABEL_LENGTH]
        evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        remaining = duty.evidence.filter(withdrawn_at__isnull=True).order_by("received_at").first()
        Duty.objects.filter(pk=duty.pk).update(fulfilled_at=remaining.received_at if remaining else None)
        _record("duties.withdraw", actor, duty, {"evidence": evidence.public_id, "reason": text})
    return evidence


def waive(actor: Person, duty: Duty, ground: str) -> None:
    """Free a unit of a duty, on a ground. Raises CodedError PEO-001, DUTY-002, DUTY-003, DUTY-006."""
    text = squeeze(ground)
    if not text:
        raise CodedError(errors.REASON_NEEDED)
    policies.authorise(actor, "duties.waive", units=lineage(duty), province=duty.province_id)
    with transaction.atomic():
        row = Duty.objects.select_for_update(of=("self",)).select_related("province").get(pk=duty.pk)
        _must_be_open(row)
        Duty.objects.filter(pk=row.pk).update(waived_at=clock.now(), waived_ground=text[:LABEL_LENGTH])
        notices.settle([row.public_id], *MESSAGES)
        _record("duties.waive", actor, row, {"ground": text})


def close_open(province: Unit, condition: dict[str, object], *, actor: str, ground: str) -> int:
    """Supersede all open duties that match (a plan closed, replaced, shortened); how many. One statement, one entry.

    ``condition``: filters of duties, the first a subject or subjects (``subject``, ``subject__in``).
    """
    with transaction.atomic():
        now: datetime = clock.now()
        open_ones = Duty.objects.filter(states.unfulfilled(), province=province, **condition)
        count = open_ones.update(superseded_at=now)
        if count:
            _record_many("duties.supersede", province, condition, {"count": count, "ground": ground}, actor)
    return count


def reopen(province: Unit, condition: dict[str, object], *, actor: str, ground: str) -> int:
    """Take back what :func:`close_open` did to the duties that match; those an heir took over stay. How many."""
    with transaction.atomic():
        closed = Duty.objects.filter(
            superseded_at__isnull=False, superseded_by__isnull=True, province=province, **condition
        )
        count = closed.update(superseded_at=None)
        if count:
            _record_many("duties.reopen", province, condition, {"count": count, "ground": ground}, actor)
    return count


def _record_many(
    action: str, province: Unit, condition: dict[str, object], payload: dict[str, object], actor: str
) -> None:
    named = next(iter(condition.values()))
    subjects = [named] if isinstance(named, str) else list(named)  # type: ignore[call-overload]
    recording.record(
        action,
        chain=recording.chain_of(province.public_id),
        actor=actor,
        subject=str(subjects[0]),
        payload={**payload, "subjects": subjects},
    )


def succeed(pairs: Sequence[tuple[int, int]], *, actor: str = recording.SYSTEM) -> int:
    """Open duties of a unit that ended pass to the unit that took it over whole: (old unit id, new unit id).

    The old duty is superseded by an inherited one with the same facts; history stays with the old unit. How many.
    """
    moved = 0
    for old, new in pairs:
        with transaction.atomic():
            owed = Duty.objects.select_for_update(of=("self",)).select_related("province")
            for duty in owed.filter(states.unfulfilled(), unit=old):
                heir = _inherit(duty, new)
                Duty.objects.filter(pk=duty.pk).update(superseded_at=clock.now(), superseded_by=heir)
                moved += 1
                chain = recording.chain_of(duty.province.public_id)
                payload = {"inherited": heir.public_id}
                recording.record(
                    "duties.inherit", chain=chain, actor=actor, subject=duty.public_id, payload=payload
                )  # fmt: skip
    return moved


def _inherit(duty: Duty, unit_id: int) -> Duty:
    """The heir's duty: where it has one of the same rule, subject and period, that one counts for both."""
    province = units.placement_of(unit_id, clock.today())
    heir, _ = Duty.objects.get_or_create(
        rule=duty.rule,
        unit_id=unit_id,
        subject=duty.subject,
        period=duty.period,
        defaults={
            "province_id": province.province_id if province else duty.province_id,
            "title": duty.title,
            "force": duty.force,
            "ground": duty.ground,
            "starts_on": duty.starts_on,
            "due_on": duty.due_on,
            "due_at": duty.due_at,
            "explanation": duty.explanation,
        },
    )
    return heir


def _record(action: str, actor: Person, duty: Duty, payload: dict[str, object]) -> None:
    recording.record(
        action,
        chain=recording.chain_of(duty.province.public_id),
        actor=actor.public_id,
        subject=duty.public_id,
        payload=payload,
    )
