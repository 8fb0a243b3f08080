"""A draft's document with each doubt beside the place it is about: paragraphs, and tables cut where a doubt stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from danbiet.plans import review, suggestions
from danbiet.reading.plan.doubts import columns_said, wording

if TYPE_CHECKING:
    from danbiet.plans.models import Resolution
    from danbiet.plans.review import Decision
    from danbiet.reading.blocks import Place
    from danbiet.reading.plan.draft import Doubt, PlanDraft

BLOCKING, OPEN, DECIDED = "blocking", "open", "decided"


@dataclass(slots=True)
class Item:
    """A doubt as a page shows it, with the decision in force if there is one."""

    key: str
    doubt: Doubt
    kind: str
    message: str
    suggestion: str
    suggested: Decision | None
    choices: tuple[str, ...]
    last: Resolution | None = None

    @property
    def standing(self) -> str:
        """``blocking`` and ``open`` wait for a decision, ``decided`` has one."""
        if self.last is not None:
            return DECIDED
        return BLOCKING if self.doubt.blocking else OPEN

    @property
    def suggested_words(self) -> str:
        """What following the suggestion comes to."""
        return suggestions.describe(self.suggested, _language()) if self.suggested else ""

    @property
    def decided_words(self) -> str:
        """The decision in force."""
        return suggestions.describe(self.last.decision, _language()) if self.last else ""

    @property
    def places(self) -> str:
        """Where it stands, and at how many places more."""
        more = len(self.doubt.places) - 1
        return self.doubt.at.render(_language()) + (f" (+{more})" if more > 0 else "")


@dataclass(slots=True)
class Cell:
    """A cell of a table: its column's head and its paragraphs; ``doubtful`` where a doubt names it."""

    label: str
    lines: list[str]
    doubtful: bool = False


@dataclass(slots=True)
class Part:
    """A piece of the document and its doubts: ``text``, or ``rows`` of a table from ``row`` on under ``head``."""

    anchor: str
    text: str = ""
    heading: bool = False
    table: int = 0
    row: int = 0
    head: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def items_of(content: PlanDraft, rows: Iterable[Resolution]) -> list[Item]:
    """Every doubt with its standing: blocking ones first, then by place."""
    last = {row.doubt: row for row in rows}
    language = _language()
    found = []
    for key, doubt in review.doubts_by_id(content).items():
        message, suggestion = (columns_said(text, language) for text in wording(doubt, language))
        found.append(
            Item(
                key,
                doubt,
                suggestions.kind(doubt.code),
                message,
                suggestion,
                suggestions.suggested(doubt),
                suggestions.choices(doubt),
                last.get(key),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision in words: about a doubt, or about a task's units; ``current`` unless a later one replaced it."""

    row: Resolution
    words: str
    item: Item | None
    task: str
    current: bool


def taken(rows: Sequence[Resolution], items: Iterable[Item]) -> list[Taken]:
    """Decisions, the last first."""
    latest = {row.doubt: row.pk for row in rows}
    known = {item.key: item for item in items}
    return [
        Taken(
            row,
            suggestions.describe(row.decision, _language()),
            known.get(row.doubt),
            row.doubt.removeprefix(review.TASK) if row.doubt.startswith(review.TASK) else "",
            latest[row.doubt] == row.pk,
        )
        for row in reversed(rows)
    ]


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


def parts_of(blocks: list[dict[str, Any]], content: PlanDraft, items: Sequence[Item]) -> list[Part]:
    """The document's pieces in order, each with its doubts. A doubt without a place stands at the head."""
    wanted = _by_row(items)
    starts = _first_rows(content)
    parts: list[Part] = []
    where: dict[tuple[str, int, int], Part] = {}
    head: list[str] = []
    for block in blocks:
        if "rows" in block:
            made, head = _table(block, starts, wanted, head, where)
            parts += made
        else:
            part = Part("", block["text"], block["heading"])
            parts.append(part)
            _note(where, block["at"], part)
    parts = parts or [Part("")]
    for number, part in enumerate(parts, 1):
        part.anchor = f"doan-{number}"
    for item in items:
        _place(item.doubt.at, where, parts[0]).items.append(item)
    for part in parts:
        part.items.sort(key=lambda item: (not item.doubt.blocking, item.doubt.at.row or 0, item.doubt.at.column or 0))
    return parts


def _by_row(items: Iterable[Item]) -> dict[tuple[int, int], set[int]]:
    """(table, row) -> columns that doubts name there."""
    found: dict[tuple[int, int], set[int]] = {}
    for item in items:
        at = item.doubt.at
        if at.table and at.row:
            found.setdefault((at.table, at.row), set()).add(at.column or 0)
    return found


def _first_rows(content: PlanDraft) -> dict[int, int]:
    """Table -> its first row that isn't a head, where the reader found tasks or scores."""
    found: dict[int, int] = {}
    for at in (*(task.at for task in content.tasks), *(row.at for rows in content.score_tables for row in rows)):
        if at.table and at.row:
            found[at.table] = min(found.get(at.table, at.row), at.row)
    return found


def _table(
    block: dict[str, Any],
    starts: dict[int, int],
    wanted: dict[tuple[int, int], set[int]],
    before: list[str],
    where: dict[tuple[str, int, int], Part],
) -> tuple[list[Part], list[str]]:
    """A table cut after each row that has a doubt; its head, or that of the page before if it only goes on."""
    rows, number = block["rows"], block["at"].get("table", 0)
    heads = [row["cells"] for row in rows[: max(starts.get(number, 1) - 1, 0)]]
    # A dimension's name above its first task is no head.
    heads = [cells for cells in heads if sum(1 for cell in cells if cell and any(cell)) > 2] if heads else []
    width = max((len(row["cells"]) for row in rows), default=0)
    head = _labels(heads, width) if heads else (before if len(before) == width else [])
    parts, part = [], Part("", table=number, head=head)
    _note(where, {name: value for name, value in block["at"].items() if name == "page"}, part)
    for position, row in enumerate(rows):
        _note(where, row["at"], part)
        if position >= len(heads):
            part.row = part.row or row["at"].get("row", position + 1)
            part.rows.append(_cells(row, head, wanted))
        if part.rows and (number, row["at"].get("row", 0)) in wanted:
            parts.append(part)
            part = Part("", table=number, head=head)
    return ([*parts, part] if part.rows or not parts else parts), head


def _labels(heads: list[list[list[str] | None]], width: int) -> list[str]:
    """One name a column out of a head of one or two rows; a cell over several columns counts for each."""
    found: list[list[str]] = [[] for _ in range(width)]
    for level, cells in enumerate(heads):
        last = ""
        for column in range(width):
            cell = cells[column] if column < len(cells) else None
            text = " ".join(cell or ())
            below = level + 1 < len(heads) and column < len(heads[level + 1]) and heads[level + 1][column]
            if not text and below and any(below):
                text = last
            last = text or last
            if text and text not in found[column]:
                found[column].append(text)
    return [", ".join(texts) for texts in found]


def _cells(row: dict[str, Any], head: list[str], wanted: dict[tuple[int, int], set[int]]) -> list[Cell]:
    columns = wanted.get((row["at"].get("table", 0), row["at"].get("row", 0)), set())
    return [
        Cell(head[number] if number < len(head) else "", lines or [], number + 1 in columns)
        for number, lines in enumerate(row["cells"])
        if lines is not None
    ]


def _note(where: dict[tuple[str, int, int], Part], at: dict[str, int], part: Part) -> None:
    if "row" in at:
        where["row", at["table"], at["row"]] = part
    for name in ("line", "paragraph"):
        if name in at:
            where[name, at[name], 0] = part
    if "page" in at:
        # Where a page begins; a page that is only a picture has nothing else.
        where.setdefault(("page", at["page"], 0), part)


def _place(at: Place, where: dict[tuple[str, int, int], Part], head: Part) -> Part:
    """The part a doubt is about: its row, its line, or the nearest before it."""
    if at.table and at.row and ("row", at.table, at.row) in where:
        return where["row", at.table, at.row]
    for name, value in (("line", at.line), ("paragraph", at.paragraph), ("page", at.page)):
        if value is not None:
            before = [number for kind, number, _ in where if kind == name and number <= value]
            if before:
                return where[name, max(before), 0]
    return head
