"""Proposing, deciding doubts, approving. Changes of adopted plans are in ``changes.py``."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.files.actions import store
from danbiet.journal import recording
from danbiet.people import policies
from danbiet.plans import adoption, changes, conflicts, errors, generation, review, telling
from danbiet.plans.models import Approval, Draft, DraftText, Plan, Resolution
from danbiet.plans.review import Decision
from danbiet.reading import blocks, source
from danbiet.reading.plan import PlanDraft
from danbiet.reading.plan.read import read_blocks
from danbiet.units import queries as units
from danbiet.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danbiet.duties.making import Made
    from danbiet.people.models import Person
    from danbiet.units.models import Placement


def province_of(code: str, draft: PlanDraft) -> Placement:
    """The province that has ``code`` on the document's day (today if it has none). Raises CodedError UNIT-001."""
    return units.province_by_code(code, draft.document.date or clock.today())


def scope(province: Unit) -> list[int]:
    """Ids of the units whose roles count for the whole province: its committee and the plan's focal point."""
    return scopes([province.pk])[province.pk]


def scopes(provinces: Iterable[int]) -> dict[int, list[int]]:
    """The same for many provinces by id; one query."""
    return units.scopes(provinces, clock.today())


def authorise(actor: Person, permission: str, province: Unit) -> None:
    """Raise CodedError PEO-001 unless ``actor`` may for the province."""
    policies.authorise(actor, permission, units=scope(province), province=province.pk)


def may_see_file(person: Person, sha256: str) -> bool:
    """Whether a stored file is a draft's document and the person may propose or approve there; three queries."""
    provinces = Draft.objects.filter(source__sha256=sha256).values_list("province_id", flat=True)
    return any(
        policies.allowed(person, permission, units=within, province=province)
        for province, within in scopes(provinces).items()
        for permission in ("plans.propose", "plans.approve")
    )


def propose_file(
    actor: Person,
    path: str | Path,
    province_code: str,
    decisions: dict[str, Decision] | None = None,
    *,
    plan: Plan | None = None,
    change: str = "",
) -> Draft:
    """Read a document and propose it; see :func:`propose`. Nothing is stored of a document that can't be read."""
    data = source.load(path)
    return propose(actor, data, Path(path).name, province_code, decisions, plan=plan, change=change)


def propose(
    actor: Person,
    data: bytes,
    name: str,
    province: str | Unit,
    decisions: dict[str, Decision] | None = None,
    *,
    plan: Plan | None = None,
    change: str = "",
) -> Draft:
    """Store a document's draft, hashed and immutable, with the decisions so far beside it.

    ``province``: itself, or the code it has on the document's day; ``plan`` and ``change`` ("amend", "replace"): the
    plan it changes. Raises CodedError READ-0xx, UNIT-001, PEO-001, PLAN-011, PLAN-014, PLAN-015.
    """
    read = source.blocks_of(data, name)
    content = read_blocks(read, name)
    checked = review.check(content, decisions or {})
    owner = province_of(province, content).unit if isinstance(province, str) else province
    authorise(actor, "plans.propose", owner)
    if plan is None:
        _refuse_twice(owner, content)
    stored_json = content.to_json()
    with transaction.atomic():
        draft = Draft.objects.create(
            province=owner,
            source=store(io.BytesIO(data), name, actor=actor),
            source_name=name,
            content=stored_json,
            sha256=review.content_hash(stored_json),
            amends=plan,
            change=change,
            proposed_by=actor,
            proposed_at=clock.now(),
        )
        DraftText.objects.create(draft=draft, blocks=blocks.to_json(read))
        _add_resolutions(draft, checked, actor)
        payload = {"sha256": draft.sha256, "doubts": len(content.doubts), "decisions": len(checked)}
        _record("plans.propose", actor, owner, draft.public_id, payload)
        if not review.open_blocking(content, checked):
            telling.ready(actor, draft, review.version(draft.sha256, checked))
    return draft


def _refuse_twice(province: Unit, content: PlanDraft) -> None:
    document = content.document
    if document.number and document.date:
        same = Plan.objects.filter(province=province, number=document.number, issued_on=document.date)
        if same.exists():
            raise CodedError(errors.ALREADY_ADOPTED, number=document.number, day=office_day(document.date))


def find_draft(public_id: str) -> Draft:
    """A draft by its public id. Raises CodedError PLAN-001."""
    draft = Draft.objects.filter(public_id=public_id).select_related("province", "amends").first()
    if draft is None:
        raise CodedError(errors.UNKNOWN_DRAFT, public_id=public_id)
    return draft


def overlay(draft: Draft) -> dict[str, Decision]:
    """The decisions in force: the latest for each doubt. One query."""
    rows = Resolution.objects.filter(draft=draft).order_by("id").values_list("doubt", "decision")
    return dict(rows)


def version(draft: Draft) -> str:
    """What an approval of the draft as it stands would name."""
    return review.version(draft.sha256, overlay(draft))


def resolve(
    actor: Person,
    draft: Draft,
    decisions: dict[str, Decision],
    *,
    read_version: str | None = None,
    whole: bool = False,
) -> int:
    """Add decisions to a draft that waits; an approval given before no longer fits. How many.

    ``read_version``: the version the reviewer read; what was decided since about the same doubts refuses, with
    ``whole`` (a sheet of all assignments) whatever was decided. Raises CodedError PEO-001, PLAN-014 to PLAN-017,
    PLAN-023.
    """
    authorise(actor, "plans.propose", draft.province)
    content = PlanDraft.from_json(draft.content)
    checked = review.check(content, decisions)
    with transaction.atomic():
        locked = _locked(draft)
        before = overlay(locked)
        if read_version is not None and whole:
            conflicts.refuse_any(locked, read_version)
        elif read_version is not None:
            conflicts.refuse(locked, read_version, checked)
        _add_resolutions(locked, checked, actor)
        _record("plans.resolve", actor, locked.province, locked.public_id, {"doubts": sorted(checked)})
        after = {**before, **checked}
        # Once for what became ready; decisions after that change nothing of who must act.
        if review.open_blocking(content, before) and not review.open_blocking(content, after):
            telling.ready(actor, locked, review.version(locked.sha256, after))
    return len(checked)


def withdraw(actor: Person, draft: Draft, reason: str) -> None:
    """Take a draft back before it is approved. Raises CodedError PEO-001, PLAN-016."""
    authorise(actor, "plans.propose", draft.province)
    with transaction.atomic():
        locked = _locked(draft)
        Draft.objects.filter(pk=locked.pk).update(withdrawn_at=clock.now())
        _record("plans.withdraw", actor, locked.province, locked.public_id, {"reason": reason})
        telling.closed(actor, locked, "withdrawn")


def _locked(draft: Draft) -> Draft:
    row = Draft.objects.select_for_update(of=("self",)).select_related("province", "amends").get(pk=draft.pk)
    if row.withdrawn_at is not None or Approval.objects.filter(draft=row).exists():
        raise CodedError(errors.WITHDRAWN)
    return row


def _add_resolutions(draft: Draft, decisions: dict[str, Decision], actor: Person) -> None:
    Resolution.objects.bulk_create(
        Resolution(
            draft=draft,
            doubt=key,
            decision=decision,
            reason=str(decision.get("reason", ""))[:300],
            resolved_by=actor,
            resolved_at=clock.now(),
        )
        for key, decision in decisions.items()
    )


def approve(actor: Person, draft: Draft, *, read_version: str | None = None) -> tuple[Plan, Made]:
    """A second person approves the draft as it stands, and the plan is adopted, in one transaction; then its duties
    are made in batches (``tick`` completes them if this is interrupted).

    ``read_version``: the version the approver read; another since then refuses. Raises CodedError PEO-001, PEO-002,
    PLAN-010 to PLAN-012, PLAN-016, PLAN-017,
    PLAN-031.
    """
    refuse_approver(actor, draft)
    content = PlanDraft.from_json(draft.content)
    try:
        with transaction.atomic():
            plan = _adopt(actor, _locked(draft), content, read_version)
    except IntegrityError as error:
        # Two approvals at once: the other one was first.
        _refuse_twice(draft.province, review.apply(content, overlay(draft)).draft)
        raise CodedError(errors.WITHDRAWN) from error
    return plan, generation.generate(plan)


def refuse_approver(actor: Person, draft: Draft, within: list[int] | None = None) -> None:
    """Raise CodedError PEO-001 unless ``actor`` may approve plans of the province, PEO-002 if this one is his own.

    ``within``: the province's :func:`scope`, where it is known already.
    """
    place: dict[str, Any] = {"units": within or scope(draft.province), "province": draft.province_id}
    policies.authorise(actor, "plans.approve", **place)
    proposed_on = draft.proposed_at.astimezone(clock.ZONE).date()
    policies.refuse_own(
        draft.proposed_by_id,
        actor,
        authored=policies.Part("plans.propose", **place, on=proposed_on),
        approving=policies.Part("plans.approve", **place),
    )


def refuse_decider(
    actor: Person, draft: Draft, within: list[int] | None = None, rows: Iterable[Resolution] | None = None
) -> None:
    """Raise CodedError PLAN-031 if a decision in force is the approver's own, PEO-002 if his delegate took it for him.

    Who decides a doubt or who does a task writes the plan as much as who proposed it. ``rows``: the decisions in order.
    """
    standing = {row.doubt: row for row in (conflicts.history(draft) if rows is None else rows)}.values()
    own = [row.doubt for row in standing if row.resolved_by_id == actor.pk]
    if own:
        raise CodedError(errors.OWN_DECISIONS, count=len(own), first=own[0])
    place: dict[str, Any] = {"units": within or scope(draft.province), "province": draft.province_id}
    days = sorted({(row.resolved_by_id, row.resolved_at.astimezone(clock.ZONE).date()) for row in standing})
    for author, day in days:
        policies.refuse_own(
            author,
            actor,
            authored=policies.Part("plans.propose", **place, on=day),
            approving=policies.Part("plans.approve", **place),
        )


def _adopt(actor: Person, draft: Draft, content: PlanDraft, read_version: str | None) -> Plan:
    refuse_decider(actor, draft)
    decided = overlay(draft)
    named = review.version(draft.sha256, decided)
    if read_version is not None:
        conflicts.refuse_any(draft, read_version)
    blocking = review.open_blocking(content, decided)
    if blocking:
        text = "; ".join(f"{review.doubt_id(found)} ({found.at.render()}) {found.message}" for found in blocking)
        raise CodedError(errors.BLOCKED, count=len(blocking), doubts=text)
    reviewed = review.apply(content, decided)
    document = reviewed.draft.document
    if document.number is None or document.date is None:
        missing = ", ".join(name for name, value in (("số", document.number), ("ngày", document.date)) if value is None)
        raise CodedError(errors.INCOMPLETE, missing=missing)
    Approval.objects.create(draft=draft, version=named, approved_by=actor, approved_at=clock.now())
    telling.closed(actor, draft, "approved")
    if draft.change == "amend" and draft.amends is not None:
        return changes.amend(actor, draft.amends, draft, reviewed, document.number, document.date)
    _refuse_twice(draft.province, reviewed.draft)
    plan = adoption.create_plan(draft, reviewed, document.number, document.date)
    assigner = adoption.Assigner(draft.province, document.date)
    sources = list(enumerate(reviewed.draft.tasks, 1))
    assignments = adoption.create_tasks(plan, sources, assigner, document.date, reviewed.marks)
    questions = adoption.create_questions(plan, reviewed.questions, assigner)
    if draft.change == "replace" and draft.amends is not None:
        changes.replace(actor, draft.amends, plan)
    payload = {
        "version": named,
        "number": document.number,
        "tasks": len(sources),
        "assignments": assignments,
        "questions": questions,
    }
    _record("plans.adopt", actor, draft.province, plan.public_id, {**payload, "draft": draft.public_id})
    return plan


def _record(action: str, actor: Person, province: Unit, subject: str, payload: dict[str, object]) -> None:
    recording.record(
        action,
        chain=recording.chain_of(province.public_id),
        actor=actor.public_id,
        subject=subject,
        payload=payload,
    )
