"""Evaluations as acts: asked for in the office, computed by ``tick`` (or at once by the command), signed or dissented.

No page computes one: an evaluation takes up to a minute, and what is shown is what was stored, with the digests of the
editions it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.index import queries
from danbiet.journal import recording
from danbiet.people import actions as people
from danbiet.people import policies
from danbiet.plans import actions
from danbiet.plans import checking_errors as codes
from danbiet.plans.models import Evaluation, Opinion, Plan
from danbiet.units import queries as units
from danbiet.units.models import Kind

if TYPE_CHECKING:
    from danbiet.index.tables import EditionTable
    from danbiet.people.models import Person

REMARK_LENGTH = 1000
# Of one call: whoever runs ``tick`` has other work too.
_AT_ONCE = 2
Progress = Callable[[int, int], None]


def request(actor: Person, plan: Plan, index: str = queries.PAPI) -> Evaluation:
    """Ask for an evaluation of a plan; one that waits already is the same. Raises CodedError PEO-001."""
    actions.authorise(actor, "plans.evaluate", plan.province)
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        waiting = Evaluation.objects.filter(plan=plan, index=index, computed_at__isnull=True).first()
        if waiting is not None:
            return waiting
        row = Evaluation.objects.create(
            plan=plan,
            index=index,
            year=plan.issued_on.year,
            arrived_on=plan.arrives_on,
            requested_by=actor,
            requested_at=clock.now(),
        )
        _record("plans.evaluation.request", actor, row, {"plan": plan.public_id, "year": row.year})
    return row


def compute(row: Evaluation, progress: Progress | None = None) -> Evaluation:
    """Compute an evaluation that waits, and store what came of it (or why nothing did), once. The writing is short."""
    from danbiet.plans.evaluation.evaluating import evaluate
    from danbiet.plans.evaluation.result import digest_of

    content: dict[str, Any] = {}
    failure = ""
    try:
        place = units.placement_of(row.plan.province_id, row.plan.issued_on)
        made = evaluate(
            queries.panel(row.index),
            place.code if place else "",
            row.year,
            arrived=row.arrived_on,
            communes=communes_of(row.plan),
            progress=progress,
        )
        # As it will be read back, so that the digest is that of what is stored.
        content = json.loads(json.dumps(made.to_json()))
    except CodedError as error:
        failure = error.render("vi")[:300]
    digest = digest_of(content) if content else ""
    with transaction.atomic():
        open_ones = Evaluation.objects.filter(pk=row.pk, computed_at__isnull=True)
        if open_ones.update(content=content, digest=digest, failure=failure, computed_at=clock.now()):
            editions = {str(one["year"]): one["digest"] for one in content.get("editions", [])}
            payload = {"digest": digest, "failure": failure, "editions": editions}
            _record("plans.evaluation.compute", people.operator(), row, payload)
    row.refresh_from_db()
    return row


def communes_of(plan: Plan) -> int:
    """How many communes the plan's province had when it was issued; one query."""
    return units.placements(plan.province_id, plan.issued_on).filter(kind=Kind.COMMUNE).count()


def step() -> dict[str, int]:
    """What ``tick`` does: compute those that wait, oldest first."""
    waiting = Evaluation.objects.filter(computed_at__isnull=True).select_related("plan__province").order_by("pk")
    return {"computed": sum(compute(row).computed_at is not None for row in list(waiting[:_AT_ONCE]))}


def opine(actor: Person, row: Evaluation, kind: Opinion.Kind, remark: str, *, read_digest: str) -> Opinion:
    """Sign an evaluation, or dissent from it and say why; a later opinion stands in for the earlier.

    ``read_digest``: of what the approver read. Raises CodedError PEO-001, PLAN-124 to PLAN-126.
    """
    actions.authorise(actor, "plans.sign-evaluation", row.plan.province)
    if not row.digest:
        raise CodedError(codes.NOT_COMPUTED)
    last = latest(row.plan, row.index)
    if read_digest != row.digest or last is None or last.pk != row.pk:
        raise CodedError(codes.OTHER_EVALUATION)
    text = squeeze(remark)[:REMARK_LENGTH]
    if kind == Opinion.Kind.DISSENTS and not text:
        raise CodedError(codes.REMARK_MISSING)
    with transaction.atomic():
        made = Opinion.objects.create(
            evaluation=row, kind=kind, digest=row.digest, remark=text, given_by=actor, given_at=clock.now()
        )
        _record("plans.evaluation.opinion", actor, row, {"kind": kind, "digest": row.digest, "remark": text})
    return made


def may_request(person: Person, plan: Plan) -> bool:
    """Whether a person may ask for an evaluation; no more queries than his memberships."""
    return _may(person, plan, "plans.evaluate")


def may_opine(person: Person, plan: Plan) -> bool:
    """Whether a person may sign one."""
    return _may(person, plan, "plans.sign-evaluation")


def _may(person: Person, plan: Plan, permission: str) -> bool:
    return policies.allowed(person, permission, units=actions.scope(plan.province), province=plan.province_id)


def latest(plan: Plan | int, index: str = queries.PAPI) -> Evaluation | None:
    """The last evaluation of a plan that was computed, with what it found; one query."""
    rows = Evaluation.objects.filter(plan=plan, index=index, computed_at__isnull=False).exclude(digest="")
    return rows.select_related("plan", "plan__province").order_by("-computed_at", "-pk").first()


def opinion_of(row: Evaluation) -> Opinion | None:
    """The opinion that stands; None: unsigned. One query."""
    return row.opinions.select_related("given_by").order_by("-pk").first()


def stale(row: Evaluation, panel: Sequence[EditionTable]) -> bool:
    """Whether the editions that count aren't those it was computed from any more; no query."""
    before = {int(year): digest for year, digest in row.content.get("considered", [])}
    return before != {one.year: one.digest for one in panel}


def _record(action: str, actor: Person, row: Evaluation, payload: dict[str, Any]) -> None:
    recording.record(
        action,
        chain=recording.chain_of(row.plan.province.public_id),
        actor=actor.public_id,
        subject=row.public_id,
        payload=payload,
    )
