"""Task x unit: who leads and who coordinates each task of a draft, on the document's day, as it reads by now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from danbiet.base import clock
from danbiet.plans import review
from danbiet.plans.adoption import Assigner
from danbiet.plans.models import Assignment, Task
from danbiet.reading.plan import PlanDraft
from danbiet.units.models import Kind
from danbiet.units.models.unit import COMMITTEES

if TYPE_CHECKING:
    from danbiet.plans.models import Draft
    from danbiet.plans.review import Decision
    from danbiet.reading.plan.draft import Task as DraftTask
    from danbiet.units.models import Placement

# The order of a sheet and what each part of it is called there (a document, so in Vietnamese).
GROUPS = (
    ("Cấp tỉnh", frozenset({Kind.PROVINCE, Kind.AGENCY})),
    ("Cấp huyện", frozenset({Kind.DISTRICT})),
    ("Cấp xã", frozenset({Kind.COMMUNE})),
    ("Mặt trận, đoàn thể", frozenset({Kind.FRONT})),
    ("Hội đồng nhân dân", frozenset({Kind.COUNCIL})),
    ("Y tế, giáo dục", frozenset({Kind.HOSPITAL, Kind.SCHOOL})),
)
OTHERS = "Đơn vị khác"
# What plans name by designation and never one by one.
SMALL = frozenset({Kind.HAMLET})


@dataclass(frozen=True, slots=True)
class Row:
    """A unit that answers for itself."""

    unit_id: int
    public_id: str
    group: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A designation of a task that stands for nobody yet; ``designation`` is empty where it isn't known at all."""

    role: str
    text: str
    designation: str
    expected: int | None = None


@dataclass(slots=True)
class Grid:
    """Marks by (task's code, unit's id): ``plain`` as the designations say, ``cells`` with what was decided since."""

    day: date
    tasks: tuple[DraftTask, ...]
    rows: tuple[Row, ...]
    plain: dict[tuple[str, int], str] = field(default_factory=dict)
    cells: dict[tuple[str, int], str] = field(default_factory=dict)
    waiting: dict[str, list[Waiting]] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    # Questions that designations leave, whatever becomes of the doubts.
    unresolved: int = 0
    # Decided about units that don't exist that day, by task.
    gone: dict[str, list[str]] = field(default_factory=dict)

    def mark(self, code: str, unit: int) -> str:
        """What the cell says now."""
        return self.cells.get((code, unit), review.NONE)

    def differing(self, marks: dict[tuple[str, int], str]) -> int:
        """How many of these cells say something else now."""
        return sum(mark != self.mark(*key) for key, mark in marks.items())

    def decisions(self, marks: dict[tuple[str, int], str]) -> dict[str, Decision]:
        """Marks of all cells as decisions: for each task that changes, the units that differ from its designations."""
        found: dict[str, Decision] = {}
        for task in self.tasks:
            code = task.code
            own = {row: marks[code, row.unit_id] for row in self.rows}
            if code in self.gone or any(mark != self.mark(code, row.unit_id) for row, mark in own.items()):
                kept = {
                    row.public_id: mark
                    for row, mark in own.items()
                    if mark != self.plain.get((code, row.unit_id), review.NONE)
                }
                found[review.task_key(code)] = {"units": kept}
        return found


def build(draft: Draft, overlay: dict[str, Decision]) -> Grid:
    """The grid of a draft with these decisions; four queries."""
    reviewed = review.apply(PlanDraft.from_json(draft.content), overlay)
    day = reviewed.draft.document.date or clock.today()
    assigner = Assigner(draft.province, day)
    known = assigner.by_public_id()
    grid = Grid(day, reviewed.draft.tasks, ())
    for source in grid.tasks:
        marks = reviewed.marks.get(source.code, {})
        there = {unit: mark for unit, mark in marks.items() if unit in known}
        if len(there) < len(marks):
            grid.gone[source.code] = sorted(marks.keys() - there.keys())
        task = Task(code=source.code)
        plain = assigner.assignments(task, source, day)
        _put(grid.plain, source.code, plain)
        made = assigner.assignments(task, source, day, there) if there else plain
        _put(grid.cells, source.code, made)
        grid.counts[source.code] = Counter(row.role for row in made)
        grid.waiting[source.code] = _waiting(source, assigner)
    grid.unresolved = sum(len(found.questions) for found in assigner.unresolved().values())
    grid.rows = _rows(assigner, {unit for _, unit in (*grid.plain, *grid.cells)})
    return grid


def _put(cells: dict[tuple[str, int], str], code: str, made: list[Assignment]) -> None:
    for row in made:
        if row.role == Assignment.Role.LEAD:
            cells[code, row.accountable_id] = review.LEAD
        else:
            cells.setdefault((code, row.accountable_id), review.COORDINATE)


def _waiting(source: DraftTask, assigner: Assigner) -> list[Waiting]:
    found = []
    for role, named in ((review.LEAD, source.lead), (review.COORDINATE, source.coordinate)):
        for one in named:
            if not one.designation:
                found.append(Waiting(role, one.text, ""))
                continue
            asked = assigner.resolve(one.designation)
            if not asked.units:
                expected = next((question.expected for question in asked.questions), None)
                found.append(Waiting(role, one.text, one.designation, expected))
    return found


def _rows(assigner: Assigner, assigned: set[int]) -> tuple[Row, ...]:
    public = {pk: one for one, pk in assigner.by_public_id().items()}
    placed = assigner.roster.rows
    chosen = [
        row
        for row in placed.values()
        if row.unit_id in public
        and assigner.accountable[row.unit_id] == row.unit_id
        and (row.kind not in SMALL or row.unit_id in assigned)
    ]
    order = [name for name, _ in GROUPS] + [OTHERS]
    found = [
        (order.index(_group(row)), row.path, Row(row.unit_id, public[row.unit_id], _group(row), *_names(row, placed)))
        for row in chosen
    ]
    return tuple(row for *_, row in sorted(found, key=lambda one: one[:2]))


def _group(row: Placement) -> str:
    return next((name for name, kinds in GROUPS if row.kind in kinds), OTHERS)


def _names(row: Placement, placed: dict[int, Placement]) -> tuple[str, str]:
    name = f"UBND {row.name[:1].lower()}{row.name[1:]}" if row.kind in COMMITTEES else row.name
    above = placed.get(row.parent_id or 0)
    return name, above.name if above else ""


def totals(grid: Grid) -> tuple[int, int]:
    """How many assignments lead and coordinate."""
    roles = Assignment.Role
    counted = sum(grid.counts.values(), Counter())
    return counted[roles.LEAD], counted[roles.COORDINATE]
