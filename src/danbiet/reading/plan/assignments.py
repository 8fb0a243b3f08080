"""The assignment table: rows, pages and merged cells into tasks.

What the form means: a row with a Roman numeral opens a dimension; a numbered row is a task; a row with nothing but
actions goes on with the task before it (a page turned); a row without a number but with a lead is a further task of the
same content; a row whose cells hold several paragraphs each, in step, holds several tasks.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from danbiet.reading.blocks import Block, Cell, Line, Place, Row, Table
from danbiet.reading.plan import designations, timing
from danbiet.reading.plan.columns import (
    Header,
    arabic,
    assignment_header,
    completed,
    counts_columns,
    header_again,
    roman,
    two_row_header,
)  # fmt: skip
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Doubt
from danbiet.reading.plan.folding import key_of, likeness

ROLES = ("actions", "lead", "coordinate", "timing")


@dataclass(slots=True)
class RawTask:
    """A task as its cells say, before anything in them is understood."""

    row: Row
    dimension: str
    label: str
    content: str
    cells: dict[str, list[Line]]
    extra: dict[str, str] = field(default_factory=dict)
    shared: bool = False


@dataclass(slots=True)
class Assignments:
    """Tasks in order, the dimensions named by the table, headers seen, doubts, and which blocks were taken."""

    tasks: list[RawTask] = field(default_factory=list)
    dimensions: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[Header, Row]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    rows: int = 0
    misfits: int = 0


def read_assignments(blocks: list[Block]) -> Assignments:
    """Find the assignment table over all its pages."""
    found = Assignments()
    known = _plainest_header(blocks)
    header: Header | None = None
    for index, block in enumerate(blocks):
        if not isinstance(block, Table) or known is None:
            continue
        taken, parted = False, False
        for row, below in zip_longest(block.rows, block.rows[1:]):
            if parted:
                parted = False
                continue
            two = two_row_header(row, below) if below is not None else None
            made = two or header_again(row, known)
            if made is not None:
                header, taken, parted = made, True, two is not None
                found.headers.append((made, row))
            elif header is not None and (taken or _fits(row, header)):
                taken = True
                if not counts_columns(row):
                    _read_row(row, header, found)
        if taken:
            found.used.add(index)
    return found


def _plainest_header(blocks: list[Block]) -> Header | None:
    """The heading most pages have, among those that can be recognised: what the misread ones are held against."""
    met: list[Header] = []
    for block in blocks:
        for row, below in zip_longest(block.rows, block.rows[1:]) if isinstance(block, Table) else ():
            made = (two_row_header(row, below) if below is not None else None) or assignment_header(row)
            if made is not None:
                met.append(made)
    votes = Counter(made.roles for made in met)
    best = max(met, key=lambda made: (votes[made.roles], sum(map(bool, made.roles))), default=None)
    return completed(best, met) if best else None


def _fits(row: Row, header: Header) -> bool:
    """A page without its header: about as many cells, and something of a plan in them."""
    return abs(len(row.cells) - len(header.roles)) <= 1 and len(header.roles) >= 4


def _read_row(row: Row, header: Header, found: Assignments) -> None:
    if not any(cell.text for cell in row.cells):
        return
    found.rows += 1
    aligned, extra, content = _align(row, header, found)
    label = aligned["number"].text.strip()
    numeral = roman(label) or ("" if label else roman(content.text))
    filled = [role for role in ROLES if aligned[role].lines]
    if numeral:
        name = content.text or label.removeprefix(numeral).strip(" .")
        found.dimensions[numeral] = name
        if filled:
            shared = aligned["inner"]
            _add(row, numeral, "", shared.text or name, aligned, extra, found, shared=True)
        return
    dimension = next(reversed(found.dimensions), "")
    if _named_again(label, content, filled, found):
        _continue(aligned, extra, found.tasks[-1])
    elif label and (arabic(label) is not None or content.text):
        _add(row, dimension, label, content.text, aligned, extra, found)
    elif _continues(filled, aligned, found):
        _continue(aligned, extra, found.tasks[-1])
    else:
        before = found.tasks[-1] if found.tasks else None
        text = content.text or (before.content if before else "")
        _add(row, dimension, "", text, aligned, extra, found, shared=not content.text)


def _continues(filled: list[str], aligned: dict[str, Cell], found: Assignments) -> bool:
    """Whether a row without a number goes on with the task before it."""
    if not found.tasks or aligned["number"].text:
        return False
    if filled in (["actions"], []):
        return True
    before = found.tasks[-1]
    unfinished = not before.cells["lead"] and not before.cells["timing"]
    return unfinished or not ({"lead", "timing"} & set(filled)) or not aligned["actions"].lines


def _named_again(label: str, content: Cell, filled: list[str], found: Assignments) -> bool:
    """A page that says the number and content of the task it goes on with."""
    if not found.tasks or "lead" in filled or not label or arabic(label) != arabic(found.tasks[-1].label):
        return False
    text = re.sub(r"\s*\([^)]*\)\s*$", "", content.text)
    return not text or likeness(text, found.tasks[-1].content) >= 0.8


def _continue(aligned: dict[str, Cell], extra: dict[str, str], task: RawTask) -> None:
    for role in ROLES:
        lines, more = task.cells[role], list(aligned[role].lines)
        if lines and more and _cut(lines[-1].text, more[0].text):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {more.pop(0).text}")
        lines.extend(more)
    for title, text in extra.items():
        task.extra[title] = f"{task.extra.get(title, '')} {text}".strip()


def _cut(before: str, after: str) -> bool:
    """Whether the end of a page cut a sentence or a list of units in two."""
    return after[:1].islower() and not before.rstrip().endswith((".", ";", ":", "!", "?"))


def _align(row: Row, header: Header, found: Assignments) -> tuple[dict[str, Cell], dict[str, str], Cell]:
    """Cells by role. A row with one cell more than the header has roles for holds two contents; which column was
    split shows by what the cells say."""
    best, shift = _score(row, header, None), None
    filled = [i for i, cell in enumerate(row.cells) if cell.text]
    last = max(filled, default=0)
    if len(filled) > 3 and _opens_dimension(row, header):
        content = header.index("content")
        at = (content if content is not None else 0) + 1
        if header.roles[at : at + 1] != ("content",):
            shifted = _score(row, header, at)
            if shifted > best:
                best, shift = shifted, at
    if shift is None and last >= len(header.roles):
        found.misfits += 1
        found.doubts.append(doubt("READ-117", row.at, cells=len(row.cells), columns=len(header.roles)))
    aligned = {role: _cell(row, header, role, shift) for role in ("number", "content", *ROLES)}
    aligned["inner"] = row.cell(shift) if shift is not None else _second_content(row, header)
    extra = {}
    for index, role in enumerate(header.roles):
        cell = row.cell(index if shift is None or index < shift else index + 1)
        if not role and header.titles[index] and cell.text:
            extra[header.titles[index]] = cell.text
    return aligned, extra, aligned["content"]


def _opens_dimension(row: Row, header: Header) -> bool:
    """A Roman numeral where the number stands, or one further where a split column stands before it."""
    number = header.index("number")
    return number is not None and any(roman(row.cell(index).text) for index in (number, number + 1))


def _second_content(row: Row, header: Header) -> Cell:
    indexes = [i for i, role in enumerate(header.roles) if role == "content"]
    return row.cell(indexes[1]) if len(indexes) > 1 else Cell(at=row.at)


def _cell(row: Row, header: Header, role: str, shift: int | None) -> Cell:
    index = header.index(role)
    if index is None:
        return Cell(at=row.at)
    return row.cell(index + 1 if shift is not None and index >= shift else index)


def _score(row: Row, header: Header, shift: int | None) -> int:
    """How well the cells say what their columns should."""
    total = 0
    for role in ("lead", "coordinate"):
        lines = _cell(row, header, role, shift).lines
        total += 2 * sum(1 for line in lines if _names_units(line.text)) - len(lines)
    for line in _cell(row, header, "timing", shift).lines:
        total += 2 if timing.parse(line.text).kind != "event" or len(line.text) < 60 else -2
    return total


def _names_units(text: str) -> bool:
    if len(text) > 250:
        return False
    named = designations.parse(text, Place())
    return bool(named) and all(entry.designation for entry in named)


def _add(
    row: Row,
    dimension: str,
    label: str,
    content: str,
    aligned: dict[str, Cell],
    extra: dict[str, str],
    found: Assignments,
    *,
    shared: bool = False,
) -> None:
    cells = {role: list(aligned[role].lines) for role in ROLES}
    task = RawTask(row, dimension, label, content, cells, dict(extra), shared)
    counts = {role: len(lines) for role, lines in cells.items()}
    size = _paired(counts, cells)
    if size < 2:
        found.tasks.append(task)
        return
    for index in range(size):
        part = {role: lines[index : index + 1] for role, lines in cells.items()}
        if index == size - 1:
            part = {role: lines[index:] for role, lines in cells.items()}
        found.tasks.append(replace(task, cells=part, shared=True))
    if len(set(counts.values())) > 1:
        text = ", ".join(f"{role} {count}" for role, count in counts.items())
        found.doubts.append(doubt("READ-116", row.at, codes=content or label, counts=text))


def _paired(counts: dict[str, int], cells: dict[str, list[Line]]) -> int:
    """How many tasks the row holds: several times and as many leads, in step with the actions."""
    common, times = Counter(counts.values()).most_common(1)[0]
    several = counts["timing"] > 1 and counts["lead"] > 1
    if not several or common < 2 or times < 3:
        return 1
    keys = [key_of(line.text) for line in cells["timing"]]
    return common if all(keys) else 1
