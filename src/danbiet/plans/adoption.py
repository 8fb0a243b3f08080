"""A reviewed draft into rows: the plan, its parts, tasks, assignments to the units of its day, open questions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from danbiet import law
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.duties.models import Force
from danbiet.plans import errors, review, settings, telling
from danbiet.plans.models import (
    Assignment,
    Draft,
    Objective,
    OpenQuestion,
    Plan,
    PlanReference,
    PlanText,
    Task,
)
from danbiet.reading.plan.draft import Named
from danbiet.reading.plan.draft import Task as DraftTask
from danbiet.units import designations
from danbiet.units import queries as units
from danbiet.units.designations import Resolution, Roster
from danbiet.units.models import Kind, Placement, Unit

if TYPE_CHECKING:
    from danbiet.plans.review import Question, Reviewed

# Not the province's to order (decision 12): asked, never overdue.
REQUESTED_KINDS = frozenset({Kind.FRONT, Kind.COUNCIL, Kind.ENTERPRISE, Kind.POLICE})
BATCH = 500
# Proof-reading the text is one question, however many places it has.
MISREADINGS = "READ-13"


def create_plan(draft: Draft, reviewed: Reviewed, number: str, issued_on: date) -> Plan:
    """The plan row with everything that isn't a task."""
    content = reviewed.draft
    reporting = settings.defaults()
    plan = Plan.objects.create(
        province=draft.province,
        draft=draft,
        number=number,
        title=content.document.title[:500],
        issuer=(content.document.issuer or "")[:200],
        signer=(content.document.signer or "")[:120],
        signature=content.document.signature,
        recipients=[entry.to_json() for entry in content.document.recipients],
        score_tables=[{"rows": [row.to_json() for row in rows]} for rows in content.score_tables],
        issued_on=issued_on,
        arrives_on=law.deadline(issued_on, reporting["transmission"]).due,
        reporting=reporting,
    )
    PlanReference.objects.bulk_create(
        PlanReference(
            plan=plan,
            kind=row.kind[:60],
            number=row.number[:60],
            document_date=row.date,
            text=row.text,
            place=row.places[0].to_json(),
        )
        for row in content.document.references
    )
    Objective.objects.bulk_create(
        Objective(
            plan=plan,
            position=position,
            text=row.text,
            targets=row.facts.get("targets", []),
            place=row.at.to_json(),
        )
        for position, row in enumerate(content.objectives, 1)
    )
    PlanText.objects.bulk_create(_texts(plan, reviewed))
    return plan


def _texts(plan: Plan, reviewed: Reviewed) -> list[PlanText]:
    kinds = (
        (PlanText.Kind.CAUSE, reviewed.draft.causes),
        (PlanText.Kind.REQUIREMENT, reviewed.draft.requirements),
        (PlanText.Kind.SOLUTION, reviewed.draft.solutions),
        (PlanText.Kind.ORGANISATION, reviewed.draft.organisation),
    )
    return [
        PlanText(
            plan=plan,
            kind=kind,
            position=position,
            dimension=row.facts.get("dimension") or "",
            text=row.text,
            facts={**row.facts, "items": list(row.items)},
            place=row.at.to_json(),
        )
        for kind, rows in kinds
        for position, row in enumerate(rows, 1)
    ]


class Assigner:
    """Turns designations into assignments to the units of a day; one reading of the province's units."""

    def __init__(self, province: Unit, day: date) -> None:
        self.province = province
        self.day = day
        self.roster: Roster = designations.roster(province, day)
        self.accountable = units.accountable_ids(self.roster.rows.values(), self.roster.rows)
        self.vertical = self.roster.roles.get("vertical", set())
        self._resolved: dict[str, Resolution] = {}
        self._public: dict[str, int] = {}

    def resolve(self, key: str) -> Resolution:
        """A designation on the plan's day."""
        if key not in self._resolved:
            self._resolved[key] = designations.resolve_in(key, self.roster)
        return self._resolved[key]

    def unresolved(self) -> dict[str, Resolution]:
        """Designations asked for that leave a question."""
        return {key: found for key, found in self._resolved.items() if found.questions}

    def force(self, unit: Placement, role: str) -> str:
        """How binding an assignment is."""
        if unit.kind in REQUESTED_KINDS or unit.unit_id in self.vertical:
            return Force.REQUESTED
        return Force.ASSIGNED if role == Assignment.Role.LEAD else Force.COORDINATING

    def assignments(
        self, task: Task, source: DraftTask, valid_from: date, marks: dict[str, str] | None = None
    ) -> list[Assignment]:
        """All assignments of a task; a unit that leads doesn't coordinate as well.

        ``marks``: what was decided about single units (public id -> mark), instead of what the designations say.
        Raises CodedError PLAN-024 for one that doesn't exist that day.
        """
        made: dict[tuple[int, str], Assignment] = {}
        for role, named in ((Assignment.Role.LEAD, source.lead), (Assignment.Role.COORDINATE, source.coordinate)):
            for entry in named:
                for unit in self._units(entry):
                    if (unit.unit_id, Assignment.Role.LEAD) in made or (unit.unit_id, role) in made:
                        continue
                    made[unit.unit_id, role] = self.assignment(task, entry, unit, role, valid_from)
        rows = list(made.values())
        for public_id, mark in (marks or {}).items():
            rows = self._marked(task, rows, self._by_public_id(public_id, task), mark, valid_from)
        return rows

    def by_public_id(self) -> dict[str, int]:
        """Public id -> id of every unit of the province that day."""
        if not self._public:
            self._public = {row.unit.public_id: row.unit_id for row in self.roster.rows.values()}
        return self._public

    def _by_public_id(self, public_id: str, task: Task) -> Placement:
        unit = self.by_public_id().get(public_id)
        if unit is None:
            raise CodedError(errors.UNIT_GONE, unit=public_id, task=task.code, day=office_day(self.day))
        return self.roster.rows[unit]

    def _marked(self, task: Task, rows: list[Assignment], unit: Placement, mark: str, day: date) -> list[Assignment]:
        """The rows with a unit (and what it answers for) leading, coordinating or out."""
        own = [row for row in rows if row.accountable_id == unit.unit_id]
        rest = [row for row in rows if row.accountable_id != unit.unit_id]
        leads = [row for row in own if row.role == Assignment.Role.LEAD]
        if mark == review.NONE:
            return rest
        if mark == review.LEAD and not leads:
            own = [row for row in own if row.unit_id != unit.unit_id]
            own.append(self.assignment(task, _itself(unit), unit, Assignment.Role.LEAD, day))
        if mark == review.COORDINATE:
            others = [row for row in own if row not in leads]
            there = {row.unit_id for row in others}
            for row in leads:
                row.role = Assignment.Role.COORDINATE
                row.force = self.force(self.roster.rows[row.unit_id], row.role)
            own = [*others, *(row for row in leads if row.unit_id not in there)]
            own = own or [self.assignment(task, _itself(unit), unit, Assignment.Role.COORDINATE, day)]
        return [*rest, *own]

    def _units(self, entry: Named) -> tuple[Placement, ...]:
        return self.resolve(entry.designation).units if entry.designation else ()

    def assignment(self, task: Task, entry: Named, unit: Placement, role: str, day: date) -> Assignment:
        """One unit's, not saved; ``entry``: by which designation, as written."""
        return Assignment(
            province=self.province,
            task=task,
            unit_id=unit.unit_id,
            accountable_id=self.accountable[unit.unit_id],
            role=role,
            force=self.force(unit, role),
            designation=entry.designation or "",
            text=entry.text[:300],
            valid_from=day,
        )


def _itself(unit: Placement) -> Named:
    """A unit named by itself and not by a designation."""
    return Named(unit.name, None)


def create_tasks(
    plan: Plan,
    sources: list[tuple[int, DraftTask]],
    assigner: Assigner,
    day: date,
    marks: dict[str, dict[str, str]],
) -> int:
    """Tasks and their assignments from a day; ``marks``: decided about single units, by task. How many assignments."""
    tasks = Task.objects.bulk_create(task_row(plan, position, source, day) for position, source in sources)
    made: list[Assignment] = []
    for task, (_, source) in zip(tasks, sources, strict=True):
        made += assigner.assignments(task, source, day, marks.get(source.code))
    Assignment.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


def task_row(plan: Plan, position: int, source: DraftTask, day: date) -> Task:
    """A task's row, not saved."""
    return Task(
        plan=plan,
        position=position,
        code=source.code,
        dimension=source.dimension,
        sub_dimensions=list(source.sub_dimensions),
        title=source.title[:500],
        actions=list(source.actions),
        timing=source.timing.kind,
        timing_text=source.timing.text[:300],
        events=list(source.timing.events),
        place=source.at.to_json(),
        valid_from=day,
    )


def create_questions(plan: Plan, questions: tuple[Question, ...], assigner: Assigner) -> int:
    """What stays open, with owner and due day; how many."""
    default_due = law.deadline(plan.arrives_on, plan.reporting["question"]).due
    single = [one for one in questions if not one.doubt.code.startswith(MISREADINGS)]
    rows = [_doubt_question(plan, one, assigner, default_due) for one in single]
    misread = [one for one in questions if one.doubt.code.startswith(MISREADINGS)]
    if misread:
        first = _doubt_question(plan, misread[0], assigner, default_due)
        listed = "; ".join(one.doubt.message for one in misread)
        first.message = f"{len(misread)} chỗ có thể đọc nhầm khi quét: {listed}"
        rows.append(first)
    for key, found in assigner.unresolved().items():
        for one in found.questions:
            rows.append(  # noqa: PERF401
                OpenQuestion(
                    plan=plan,
                    code=f"UNIT-{one.reason}"[:20],
                    designation=key,
                    message=key,
                    expected=one.expected,
                    owner_id=one.owner,
                    due_on=default_due,
                )
            )
    OpenQuestion.objects.bulk_create(rows)
    telling.assigned(rows)
    return len(rows)


def count_questions(questions: tuple[Question, ...], unresolved: int) -> int:
    """How many questions :func:`create_questions` makes, with so many that designations leave."""
    single = sum(1 for one in questions if not one.doubt.code.startswith(MISREADINGS))
    return single + (single < len(questions)) + unresolved


def _doubt_question(plan: Plan, one: Question, assigner: Assigner, due: date) -> OpenQuestion:
    owners = assigner.resolve(one.owner).units
    facts: dict[str, Any] = one.doubt.at.to_json()
    return OpenQuestion(
        plan=plan,
        code=one.doubt.code,
        message=one.doubt.message,
        suggestion=one.doubt.suggestion,
        place=facts,
        owner_id=owners[0].unit_id if owners else None,
        due_on=one.due_on or due,
    )
