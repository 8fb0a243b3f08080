"""Answering what a plan leaves open: by the unit that owns the question, or by who keeps watch over the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import policies
from danbiet.plans import actions, changes, errors, meant, telling
from danbiet.plans.models import Answer, OpenQuestion, Plan
from danbiet.units import queries as units

if TYPE_CHECKING:
    from danbiet.people.models import Person
    from danbiet.plans.meant import Outcome

PERMISSION, REASSIGN = "plans.answer", "plans.reassign"
LONGEST = 2000
OPEN = Q(answered_at__isnull=True, plan__closed_at__isnull=True, plan__replaced_by__isnull=True)


def find_question(public_id: str) -> OpenQuestion:
    """A question by its public id, with its plan and province. Raises CodedError PLAN-040."""
    found = OpenQuestion.objects.filter(public_id=public_id).select_related("plan__province", "owner").first()
    if found is None:
        raise CodedError(errors.UNKNOWN_QUESTION, public_id=public_id)
    return found


def open_for(owners: Iterable[int]) -> list[OpenQuestion]:
    """Questions these units are to answer, of plans that run, soonest due first; one query, none without units."""
    ids = list(owners)
    rows = OpenQuestion.objects.filter(OPEN, owner__in=ids).select_related("plan") if ids else ()
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.pk))


def within(question: OpenQuestion, scope: Sequence[int]) -> list[int]:
    """What a permission to answer is asked with: the owner first, the focal body where there is none; the scope."""
    return [question.owner_id or scope[-1], *scope]


def may(person: Person, permission: str, question: OpenQuestion, scope: Sequence[int]) -> bool:
    """Whether the person may answer or reassign; ``scope``: the province's (see ``plans.actions.scope``)."""
    asked = within(question, scope) if permission == PERMISSION else list(scope)
    return policies.allowed(person, permission, units=asked, province=question.plan.province_id)


def answer(
    actor: Person,
    question: OpenQuestion,
    text: str,
    *,
    designation: str = "",
    chosen: Sequence[str] = (),
    corrects: str = "",
) -> tuple[Answer, Outcome]:
    """Answer a question, or correct the answer that stands (``corrects``: its public id), and what follows from it.

    ``designation`` or ``chosen`` (public ids of units): who is meant, where the question asks that; they get the tasks
    from today on, and their duties. A correction without them takes back what the answer before gave. Raises
    CodedError PEO-001, PLAN-018, PLAN-041 to PLAN-046.
    """
    words = squeeze(text)
    if not 0 < len(words) <= LONGEST:
        raise CodedError(errors.ANSWER_NEEDED, most=LONGEST)
    scope, province = actions.scope(question.plan.province), question.plan.province_id
    with transaction.atomic():
        row = _locked(question)
        # Of the owner as it is now: it may have been reassigned while the page was read.
        policies.authorise(actor, PERMISSION, units=within(row, scope), province=province)
        last = row.answers.order_by("pk").last()
        _check_turn(last, corrects)
        made = Answer.objects.create(
            question=row,
            text=words,
            designation=designation,
            units=list(dict.fromkeys(chosen)),
            corrects=last,
            answered_by=actor,
            answered_at=clock.now(),
        )
        outcome = meant.settle(actor, made)
        OpenQuestion.objects.filter(pk=row.pk, answered_at__isnull=True).update(answered_at=made.answered_at)
        named = {"designation": designation} if designation else {"units": made.units} if made.units else {}
        facts = {"answer": made.public_id, "text": words, "corrects": corrects, **named, **outcome.facts()}
        _record("plans.questions.answer", actor, row, facts)
        telling.answered(row)
    return made, outcome


def _check_turn(last: Answer | None, corrects: str) -> None:
    if last is not None and not corrects:
        raise CodedError(errors.ANSWERED, day=office_day(last.answered_at.astimezone(clock.ZONE).date()))
    if corrects and (last is None or last.public_id != corrects):
        raise CodedError(errors.ANSWER_GONE)


def reassign(actor: Person, question: OpenQuestion, owner: str, due_on: date) -> None:
    """Another unit (its public id) or another day for an open question; the unit's people are told.

    Raises CodedError PEO-001, PLAN-018, PLAN-019, PLAN-042, PLAN-046.
    """
    plan = question.plan
    policies.authorise(actor, REASSIGN, units=actions.scope(plan.province), province=plan.province_id)
    today = clock.today()
    if due_on < today:
        raise CodedError(errors.BAD_DAY, day=due_on.isoformat(), reason=f"< {today.isoformat()}")
    place = units.placement_by_public_id(owner, today)
    if place is None or place.province_id != plan.province_id or (place.valid_to and place.valid_to < today):
        raise CodedError(errors.NO_SUCH_UNIT, unit=owner, day=office_day(today))
    with transaction.atomic():
        row = _locked(question)
        if row.answered_at is not None:
            raise CodedError(errors.ANSWERED, day=office_day(row.answered_at.astimezone(clock.ZONE).date()))
        if (row.owner_id, row.due_on) == (place.unit_id, due_on):
            return
        before = {"from": row.owner.public_id if row.owner else "", "was_due": row.due_on}
        row.owner_id, row.due_on = place.unit_id, due_on
        row.save(update_fields=["owner", "due_on"])
        _record("plans.questions.reassign", actor, row, {**before, "owner": owner, "due_on": due_on})
        telling.assigned([row])


def _locked(question: OpenQuestion) -> OpenQuestion:
    """The question as it stands, its plan held too, so that neither closes meanwhile."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("province").get(pk=question.plan_id)
    changes.must_run(plan)
    row = OpenQuestion.objects.select_for_update(of=("self",)).select_related("owner").get(pk=question.pk)
    row.plan = plan
    return row


def _record(action: str, actor: Person, question: OpenQuestion, payload: dict[str, object]) -> None:
    recording.record(
        action,
        chain=recording.chain_of(question.plan.province.public_id),
        actor=actor.public_id,
        subject=question.public_id,
        payload={"plan": question.plan.public_id, **payload},
    )
