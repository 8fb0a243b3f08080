"""What happens to an adopted plan: amended, replaced, extended, closed; events declared. Duties follow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max, Subquery
from django.db.models.functions import Coalesce

from danbiet import law
from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import fold, squeeze
from danbiet.duties import actions as duties
from danbiet.duties.making import Made, Wanted, materialise
from danbiet.journal import recording
from danbiet.people import policies
from danbiet.plans import adoption, errors, generation, review
from danbiet.plans.models import Assignment, Change, DeclaredEvent, Draft, Plan, Task
from danbiet.reading.plan.draft import Named, PlanDraft
from danbiet.reading.plan.draft import Task as DraftTask
from danbiet.units import queries as units
from danbiet.units.models import UnitRole

if TYPE_CHECKING:
    from danbiet.people.models import Person
    from danbiet.plans.review import Reviewed

INDEX_PUBLISHED = "index-published"
# As wide as the column; the event itself is the subject, so nothing is mistaken for another.
PERIOD_LENGTH = 40


def find_plan(public_id: str) -> Plan:
    """A plan by its public id. Raises CodedError PLAN-002."""
    plan = Plan.objects.filter(public_id=public_id).select_related("province").first()
    if plan is None:
        raise CodedError(errors.UNKNOWN_PLAN, public_id=public_id)
    return plan


def amend(actor: Person, plan: Plan, draft: Draft, reviewed: Reviewed, number: str, day: date) -> Plan:
    """Within the approval's transaction: tasks that differ end the day before, the new ones begin that day."""
    must_run(plan)
    _must_follow(day, Task.objects.filter(plan=plan).aggregate(last=Max("valid_from"))["last"] or plan.issued_on)
    current = {task.code: task for task in Task.objects.filter(plan=plan, valid_to__isnull=True)}
    wanted = {source.code: (position, source) for position, source in enumerate(reviewed.draft.tasks, 1)}
    found = _difference(current, *sources(plan), reviewed)
    ended = [task for code, task in current.items() if code in found.changed or code in found.ended]
    last = day - timedelta(days=1)
    ids = [task.pk for task in ended]
    Task.objects.filter(pk__in=ids).update(valid_to=last)
    Assignment.objects.filter(task__in=ids, valid_to__isnull=True).update(valid_to=last)
    codes = {task.code for task in ended}
    fresh = [pair for code, pair in wanted.items() if code in codes or code not in current]
    assigner = adoption.Assigner(plan.province, day)
    made = adoption.create_tasks(plan, fresh, assigner, day, reviewed.marks)
    for task in ended:
        condition: dict[str, object] = {"subject": task.public_id, "due_on__gte": day}
        duties.close_open(plan.province, condition, actor=actor.public_id, ground=number)
    adoption.create_questions(plan, reviewed.questions, assigner)
    _change(actor, plan, Change.Kind.AMEND, day, number, draft, {"ended": sorted(codes), "assignments": made})
    return plan


@dataclass(frozen=True, slots=True)
class Difference:
    """What an amendment does to a plan's tasks, by code: those that begin anew, that end, that are new."""

    changed: tuple[str, ...]
    ended: tuple[str, ...]
    new: tuple[str, ...]


def difference(plan: Plan, reviewed: Reviewed) -> Difference:
    """What approving the draft as an amendment would change in the plan as its latest document has it; two queries."""
    before, marks = sources(plan)
    return _difference(before, before, marks, reviewed)


def _difference(
    current: Iterable[str], before: dict[str, DraftTask], marks: dict[str, dict[str, str]], reviewed: Reviewed
) -> Difference:
    wanted = {source.code: source for source in reviewed.draft.tasks}
    codes = tuple(current)
    changed = tuple(
        code
        for code in codes
        if code in wanted
        and (
            code not in before
            or not _same(before[code], wanted[code])
            # Units decided one by one stay as they are unless the new draft decides them otherwise.
            or reviewed.marks.get(code, marks.get(code)) != marks.get(code)
        )
    )
    ended = tuple(code for code in codes if code not in wanted)
    return Difference(changed, ended, tuple(code for code in wanted if code not in codes))


def sources(plan: Plan) -> tuple[dict[str, DraftTask], dict[str, dict[str, str]]]:
    """The plan's tasks and its marks of units as its latest document has them, with the decisions about it, by code."""
    last = Change.objects.filter(plan=plan, kind=Change.Kind.AMEND).order_by("-id").values("draft")[:1]
    draft = Draft.objects.get(pk=Coalesce(Subquery(last), plan.draft_id))
    decided = dict(draft.resolutions.order_by("id").values_list("doubt", "decision"))
    reviewed = review.apply(PlanDraft.from_json(draft.content), decided)
    return {task.code: task for task in reviewed.draft.tasks}, reviewed.marks


def _same(before: DraftTask, source: DraftTask) -> bool:
    def named(entries: tuple[Named, ...]) -> set[str | None]:
        return {entry.designation for entry in entries}

    return (
        named(before.lead) == named(source.lead)
        and named(before.coordinate) == named(source.coordinate)
        and (before.title, before.actions) == (source.title, source.actions)
        and (before.timing.kind, before.timing.text) == (source.timing.kind, source.timing.text)
    )


def replace(actor: Person, old: Plan, new: Plan) -> None:
    """Within the approval's transaction: the old plan ends the day before the new one, its later duties close."""
    must_run(old)
    _must_follow(new.issued_on, old.issued_on)
    last = new.issued_on - timedelta(days=1)
    Plan.objects.filter(pk=old.pk).update(replaced_by=new, ends_on=last)
    _close_duties(actor, old, new.issued_on, new.number)
    _change(actor, old, Change.Kind.REPLACE, new.issued_on, new.number, new.draft, {"by": new.public_id})


def extend(actor: Person, plan: Plan, last: date | None, ground: str) -> Made:
    """Set a plan's last day (None: open). Raises CodedError PEO-001, PLAN-018 to PLAN-020."""
    text = _ground(ground)
    _authorise(actor, plan)
    if last is not None and last < plan.issued_on:
        raise CodedError(errors.BAD_DAY, day=last.isoformat(), reason=f"< {plan.issued_on.isoformat()}")
    with transaction.atomic():
        row = Plan.objects.select_for_update(of=("self",)).select_related("province").get(pk=plan.pk)
        must_run(row)
        row.ends_on = last
        row.save(update_fields=["ends_on"])
        if last is not None:
            _close_duties(actor, row, last + timedelta(days=1), text, field="starts_on__gte")
        _reopen_duties(actor, row, last, text)
        _change(actor, row, Change.Kind.EXTEND, last or clock.today(), text, None, {"ends_on": last})
    return generation.generate(row)


def close(actor: Person, plan: Plan, ground: str) -> int:
    """End a plan now; what is still owed under it is superseded. How many duties.

    Raises CodedError PEO-001, PLAN-018, PLAN-020.
    """
    text = _ground(ground)
    _authorise(actor, plan)
    with transaction.atomic():
        row = Plan.objects.select_for_update(of=("self",)).select_related("province").get(pk=plan.pk)
        must_run(row)
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        count = _close_duties(actor, row, date.min, text)
        _change(actor, row, Change.Kind.CLOSE, clock.today(), text, None, {"duties": count})
    return count


def _close_duties(actor: Person, plan: Plan, day: date, ground: str, field: str = "due_on__gte") -> int:
    subjects = [plan.public_id, *plan.tasks.values_list("public_id", flat=True)]
    subjects += plan.declared_events.values_list("public_id", flat=True)
    condition: dict[str, object] = {"subject__in": subjects, field: day}
    return duties.close_open(plan.province, condition, actor=actor.public_id, ground=ground)


def _reopen_duties(actor: Person, plan: Plan, last: date | None, ground: str) -> None:
    """What an earlier, shorter end closed stands again."""
    subjects = [plan.public_id, *plan.tasks.filter(valid_to__isnull=True).values_list("public_id", flat=True)]
    condition: dict[str, object] = {"subject__in": subjects}
    if last is not None:
        condition["starts_on__lte"] = last
    duties.reopen(plan.province, condition, actor=actor.public_id, ground=ground)


def event_key(text: str) -> str:
    """The key of an event a plan names: its folded words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60]


def events_of(plan: Plan) -> dict[str, str]:
    """Events that can be declared: key -> words of the plan."""
    found = {INDEX_PUBLISHED: "công bố Chỉ số PAPI"}
    for events in plan.tasks.filter(valid_to__isnull=True).values_list("events", flat=True):
        found |= {event_key(text): text for text in events}
    return found


def declare_event(actor: Person, plan: Plan, key: str, day: date, ground: str) -> tuple[DeclaredEvent, Made]:
    """Say that an event the plan names is on ``day``; its duties are made.

    Publication of the index sets off the yearly evaluation, 20 working days after it; any other event a duty of the
    leading units, due on the day itself. Raises CodedError PEO-001, PLAN-018, PLAN-020 to PLAN-022.
    """
    text = _ground(ground)
    policies.authorise(actor, "plans.propose", units=_scope(plan), province=plan.province_id)
    must_run(plan)
    known = events_of(plan)
    if key not in known:
        raise CodedError(errors.NO_SUCH_EVENT, key=key, known=", ".join(known))
    try:
        with transaction.atomic():
            event = DeclaredEvent.objects.create(
                plan=plan, key=key, title=known[key], day=day, ground=text, declared_by=actor, declared_at=clock.now()
            )
            payload = {"event": event.public_id, "key": key, "day": day, "ground": text}
            _record("plans.event", actor, plan, payload)
    except IntegrityError as error:
        raise CodedError(errors.EVENT_DECLARED, day=office_day(day)) from error
    return event, generate_event(event)


def generate_event(event: DeclaredEvent) -> Made:
    """Make the duties of a declared event; nothing the second time."""
    plan = event.plan
    chain = recording.chain_of(plan.province.public_id)
    return materialise(plan.province_id, chain, _event_duties(plan, event))


def events_ahead(plan: Plan, day: date) -> list[Wanted]:
    """The duties of events that were declared for ``day`` or later."""
    return [one for event in plan.declared_events.filter(day__gte=day) for one in _event_duties(plan, event)]


def _event_duties(plan: Plan, event: DeclaredEvent) -> list[Wanted]:
    if event.key == INDEX_PUBLISHED:
        circle = generation.reporting_circle(plan, max(event.day, plan.arrives_on))
        due = law.deadline(event.day, "20 wd")
        template = generation._template(
            plan, generation.EVALUATION, str(event.day.year), event.day, due, subject=event.public_id
        )
        return [Wanted(unit, template) for unit in circle.focal]
    due = law.deadline(event.day - timedelta(days=1), "1 d")
    template = generation._template(
        plan, generation.EVENT, event.key[:PERIOD_LENGTH], plan.arrives_on, due, subject=event.public_id
    )
    template = template._replace(title=event.title[:300], starts_on=min(clock.today(), due.due))
    rows = Assignment.objects.filter(units.on_day(event.day), task__plan=plan, role=Assignment.Role.LEAD)
    ids = {
        row.accountable_id
        for row in rows.select_related("task")
        if event.title in row.task.events and row.force == "assigned"
    }
    return [Wanted(unit, template) for unit in sorted(ids)]


def _scope(plan: Plan) -> list[int]:
    focal = UnitRole.objects.filter(
        units.on_day(clock.today()), role="plan_focal_point", unit__placements__province=plan.province
    ).values_list("unit_id", flat=True)
    return [plan.province_id, *dict.fromkeys(focal)]


def _authorise(actor: Person, plan: Plan) -> None:
    policies.authorise(actor, "plans.manage", units=_scope(plan), province=plan.province_id)


def must_run(plan: Plan) -> None:
    """Raise CodedError PLAN-018 for a plan that was closed or replaced."""
    if plan.closed_at is not None or plan.replaced_by_id is not None:
        raise CodedError(errors.CLOSED_PLAN)


def _must_follow(day: date, before: date) -> None:
    if day <= before:
        raise CodedError(errors.BAD_DAY, day=day.isoformat(), reason=f"<= {before.isoformat()}")


def _ground(text: str) -> str:
    ground = squeeze(text)
    if not ground:
        raise CodedError(errors.GROUND_NEEDED)
    return ground


def _change(
    actor: Person, plan: Plan, kind: str, day: date, ground: str, draft: Draft | None, facts: dict[str, object]
) -> None:
    Change.objects.create(
        plan=plan, kind=kind, day=day, ground=ground[:300], draft=draft, changed_by=actor, changed_at=clock.now()
    )
    _record("plans.change", actor, plan, {"kind": str(kind), "day": day, "ground": ground, **facts})


def _record(action: str, actor: Person, plan: Plan, payload: dict[str, object]) -> None:
    recording.record(
        action,
        chain=recording.chain_of(plan.province.public_id),
        actor=actor.public_id,
        subject=plan.public_id,
        payload=payload,
    )
