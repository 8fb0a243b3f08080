"""Who is meant: an answer about a designation gives its tasks to units from that day on, and duties follow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.duties import actions as duties
from danbiet.duties.making import Wanted, materialise
from danbiet.duties.models import Duty
from danbiet.duties.states import unfulfilled
from danbiet.journal import recording
from danbiet.plans import changes, errors, generation
from danbiet.plans.adoption import Assigner
from danbiet.plans.models import Answer, Assignment, OpenQuestion, Plan, Task

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from danbiet.people.models import Person
    from danbiet.reading.plan.draft import Named
    from danbiet.reading.plan.draft import Task as DraftTask
    from danbiet.units.models import Placement

# Doubts that ask who is meant by words of a task.
WHO = ("READ-111", "READ-112")
Key = tuple[int, int, str]
DutyKey = tuple[int, str, str, str]


class Mention(NamedTuple):
    """A task names the designation, to lead or to coordinate."""

    task: Task
    role: str
    entry: Named


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed from an answer: assignments made and ended, duties made, opened again and closed."""

    assigned: int = 0
    ended: int = 0
    duties: int = 0
    reopened: int = 0
    closed: int = 0

    def facts(self) -> dict[str, object]:
        """For the record; only what isn't nothing."""
        return {key: value for key, value in asdict(self).items() if value}


def asks_who(question: OpenQuestion) -> bool:
    """Whether the question is about who is meant."""
    return bool(question.designation) or question.code in WHO


def mentions(question: OpenQuestion, source: dict[str, DraftTask] | None = None) -> list[Mention]:
    """Where the plan's tasks of today name who is asked about, those that lead first. Three queries."""
    found = source if source is not None else changes.sources(question.plan)[0]
    tasks = Task.objects.filter(plan=question.plan, valid_to__isnull=True)
    rows = [
        Mention(task, role, entry)
        for task in tasks
        if task.code in found
        for role, named in (
            (Assignment.Role.LEAD, found[task.code].lead),
            (Assignment.Role.COORDINATE, found[task.code].coordinate),
        )
        for entry in named
        if _named(question, entry)
    ]
    return sorted(rows, key=lambda row: (row.role != Assignment.Role.LEAD, row.task.position))


def _named(question: OpenQuestion, entry: Named) -> bool:
    if question.designation:
        return entry.designation == question.designation
    return entry.at.to_json() == question.place and entry.text in question.message


def settle(actor: Person, answer: Answer) -> Outcome:
    """Within the answer's transaction: whom it names gets the tasks, whom it no longer names gives them back.

    Raises CodedError PLAN-044 for a question about something else, PLAN-045 for a designation that stands for nobody
    today, PLAN-046 for a unit that isn't there.
    """
    question = answer.question
    plan, named = question.plan, bool(answer.designation or answer.units)
    if not asks_who(question):
        if named:
            raise CodedError(errors.NOT_ABOUT_UNITS)
        return Outcome()
    before = {_key(row): row for row in Assignment.objects.filter(answer__question=question, valid_to__isnull=True)}
    if not named and not before:
        return Outcome()
    day = max(clock.today(), plan.issued_on)
    assigner = Assigner(plan.province, day)
    wanted = _wanted(answer, assigner, _units(answer, assigner), day)
    ended = [row for key, row in before.items() if key not in wanted]
    fresh = [row for key, row in wanted.items() if key not in before]
    for row in ended:
        row.valid_to = day - timedelta(days=1)
    Assignment.objects.bulk_update(ended, ["valid_to"])
    _begin(fresh, answer)
    made, reopened, closed = _follow(actor, plan, ended, fresh, answer.public_id)
    return Outcome(len(fresh), len(ended), made, reopened, closed)


def _key(row: Assignment) -> Key:
    return row.task_id, row.unit_id, row.role


def _units(answer: Answer, assigner: Assigner) -> list[Placement]:
    """Who the answer names, on the assigner's day."""
    if answer.designation:
        found = list(assigner.resolve(answer.designation).units)
        if not found:
            raise CodedError(errors.NOBODY_MEANT, designation=answer.designation, day=office_day(assigner.day))
        return found
    known = assigner.by_public_id()
    missing = next((unit for unit in answer.units if unit not in known), None)
    if missing is not None:
        raise CodedError(errors.NO_SUCH_UNIT, unit=missing, day=office_day(assigner.day))
    return [assigner.roster.rows[known[unit]] for unit in answer.units]


def _wanted(answer: Answer, assigner: Assigner, chosen: list[Placement], day: date) -> dict[Key, Assignment]:
    """The assignments that the answer asks for, beside those the plan has without it."""
    question = answer.question
    source, marks = changes.sources(question.plan)
    found = mentions(question, source)
    tasks = {one.task.pk for one in found}
    others = Assignment.objects.filter(task__in=tasks, valid_to__isnull=True)
    there = {_key(row) for row in others.select_related("answer") if not _of(question, row)}
    wanted: dict[Key, Assignment] = {}
    for one in found:
        decided = marks.get(one.task.code, {})
        for unit in chosen:
            taken = {(one.task.pk, unit.unit_id, role) for role in (Assignment.Role.LEAD, one.role)}
            # A unit decided on by itself stays as it was decided.
            if unit.unit.public_id in decided or taken & there or taken & set(wanted):
                continue
            row = assigner.assignment(one.task, one.entry, unit, one.role, max(day, one.task.valid_from))
            row.answer = answer
            wanted[_key(row)] = row
    return wanted


def _of(question: OpenQuestion, row: Assignment) -> bool:
    return row.answer is not None and row.answer.question_id == question.pk


def _begin(rows: list[Assignment], answer: Answer) -> None:
    """Store them; one that ended on the very day it began goes on."""
    same = {
        (*_key(row), row.valid_from): row
        for row in Assignment.objects.filter(task__in={row.task_id for row in rows}, valid_to__isnull=False)
    }
    again = [same[key] for row in rows if (key := (*_key(row), row.valid_from)) in same]
    for row in again:
        row.valid_to, row.answer = None, answer
    Assignment.objects.bulk_update(again, ["valid_to", "answer"])
    Assignment.objects.bulk_create(row for row in rows if (*_key(row), row.valid_from) not in same)


def _follow(
    actor: Person, plan: Plan, ended: Iterable[Assignment], fresh: Iterable[Assignment], ground: str
) -> tuple[int, int, int]:
    """The duties of the units concerned: how many were made, opened again, closed."""
    today = clock.today()
    ahead = [*generation.current(plan), *changes.events_ahead(plan, today)]
    wanted = {_duty_key(one): one for one in ahead}
    lost, won = ({row.accountable_id for row in rows} for rows in (ended, fresh))
    subjects = [plan.public_id, *plan.tasks.values_list("public_id", flat=True)]
    subjects += plan.declared_events.values_list("public_id", flat=True)
    mine = Duty.objects.filter(
        unit__in=lost | won, subject__in=subjects, rule__in=generation.OF_ASSIGNMENTS, due_on__gte=today
    )
    open_ones = mine.filter(unfulfilled(), unit__in=lost)
    over = [row for row in open_ones if (row.unit_id, row.rule, row.subject, row.period) not in wanted]
    gone = mine.filter(superseded_at__isnull=False, superseded_by__isnull=True, unit__in=won)
    back = [row for row in gone if (row.unit_id, row.rule, row.subject, row.period) in wanted]
    closed, reopened = (
        call(plan.province, _these(rows), actor=actor.public_id, ground=ground) if rows else 0
        for call, rows in ((duties.close_open, over), (duties.reopen, back))
    )
    chain = recording.chain_of(plan.province.public_id)
    made = materialise(plan.province_id, chain, ahead, actor=actor.public_id)
    return made.new, reopened, closed


def _these(rows: list[Duty]) -> dict[str, object]:
    return {"subject__in": sorted({row.subject for row in rows}), "pk__in": [row.pk for row in rows]}


def _duty_key(one: Wanted) -> DutyKey:
    return one.unit_id, one.template.rule, one.template.subject, one.template.period
