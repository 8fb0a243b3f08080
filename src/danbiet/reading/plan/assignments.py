"""The assignment table: rows, pages and merged cells into tasks.

What the form means: a row with a Roman numeral opens a dimension; a numbered row is a task; a row with nothing but
actions goes on with the task before it (a page turned); a row without a number but with a lead is a further task of the
same content; a row whose cells hold several paragraphs each, in step, holds several tasks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from danbiet.reading.blocks import Block, Cell, Line, Row, Table
from danbiet.reading.plan import timing
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
from danbiet.reading.plan.opening import (
    SURE,
    Names,
    dimension_names,
    heading_name,
    named_dimension,
    numbered_as,
    numeral_of,
)  # fmt: skip
from danbiet.reading.plan.profiles import completed_by_content, header_by_content, names_units

ROLES = ("actions", "lead", "coordinate", "timing")
LONGEST_LABEL = 40
ROLE_NAMES = {"actions": "nhiệm vụ", "lead": "đơn vị chủ trì", "coordinate": "đơn vị phối hợp", "timing": "thời gian"}


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
    names: Names = field(default_factory=dict)
    inner: str = ""
    headers: list[tuple[Header, Row]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    rows: int = 0
    misfits: int = 0


def read_assignments(blocks: list[Block], dimensions: Mapping[str, str] | None = None) -> Assignments:
    """Find the assignment table over all its pages; ``dimensions``: code -> name, as the score table has them."""
    found = Assignments(names=dimension_names(dimensions or {}))
    known = _known_header(blocks, found)
    if known is None:
        return found
    header: Header | None = None
    for index, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        if header is None and _holds_work(block, known):
            # Its heading was lost, or stands on a later page only.
            header = known
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
    _share(found.tasks)
    return found


def _share(tasks: list[RawTask]) -> None:
    """A content that several tasks stand under names none of them, the first no more than the others."""
    for before, task in pairwise(tasks):
        if task.shared and (before.dimension, before.content) == (task.dimension, task.content):
            before.shared = True


def _known_header(blocks: list[Block], found: Assignments) -> Header | None:
    """What the columns are: by their headings; by their cells where a heading can't be read, which is a doubt."""
    known = _plainest_header(blocks)
    if known is None:
        known = header_by_content(blocks)
        if known is not None:
            at = next(block.at for block in blocks if isinstance(block, Table) and _holds_work(block, known))
            found.doubts.append(doubt("READ-134", at))
        return known
    known, changed = completed_by_content(known, blocks)
    for title in changed:
        cells = (c for b in blocks if isinstance(b, Table) for row in b.rows for c in row.cells if c.text == title)
        role = known.roles[known.titles.index(title)]
        found.doubts.append(doubt("READ-133", next(cells).at, text=title, role=ROLE_NAMES[role]))
    return known


def _holds_work(table: Table, known: Header) -> bool:
    """Whether a table without a heading is a page of the assignment table: its columns say what they should."""
    rows = [row for row in table.rows if _fits(row, known) and row.cell(known.index("lead")).text]
    return bool(rows) and sum(1 for row in rows if _score(row, known, None) > 1) * 2 >= len(rows)


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
    filled = [role for role in ROLES if aligned[role].lines]
    numeral = numeral_of(label, content, bool(filled), found.dimensions, found.names)
    if numeral:
        name = heading_name(label, content)
        if not numbered_as(label, content, numeral):
            found.doubts.append(doubt("READ-142", row.at, text=f"{label} {content.text}".strip(), element=numeral))
        found.dimensions.setdefault(numeral, name)
        found.inner = aligned["inner"].text
        if filled == ["actions"]:
            # No unit and no time: what stands there says what the dimension holds, its tasks come below.
            found.inner = aligned["actions"].text
        elif filled:
            _add(row, numeral, "", found.inner or name, aligned, extra, found, shared=True)
        return
    dimension = next(reversed(found.dimensions), "")
    if _named_again(label, content, filled, found):
        _continue(aligned, extra, found.tasks[-1])
    elif label and (arabic(label) is not None or content.text):
        _add(row, dimension, label, content.text or _content_before(dimension, found), aligned, extra, found,
             shared=not content.text)  # fmt: skip
    elif _continues(filled, aligned, found):
        _continue(aligned, extra, found.tasks[-1])
    else:
        text = content.text or _content_before(dimension, found)
        _add(row, dimension, "", text, aligned, extra, found, shared=not content.text)


def _content_before(dimension: str, found: Assignments) -> str:
    """What a row without a content of its own belongs to: that of the task before it, or what the dimension holds."""
    before = found.tasks[-1] if found.tasks else None
    if before is not None and before.dimension == dimension:
        return before.content
    return found.inner or found.dimensions.get(dimension, "")


def _continues(filled: list[str], aligned: dict[str, Cell], found: Assignments) -> bool:
    """Whether a row without a number goes on with the task before it."""
    if not found.tasks or aligned["number"].text:
        return False
    if filled in (["actions"], []):
        return True
    before = found.tasks[-1]
    if _cut_short(before, aligned):
        return True
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


def _cut_short(task: RawTask, aligned: dict[str, Cell]) -> bool:
    """Whether the end of a page cut a cell of the task: a list of units that breaks off, a sentence in its middle."""
    for role in ROLES:
        if not task.cells[role] or not aligned[role].lines:
            continue
        before, after = task.cells[role][-1].text, aligned[role].lines[0].text
        if _cut(before, after) or (role in ("lead", "coordinate") and before.endswith((",", ";"))):
            return True
    return False


def _cut(before: str, after: str) -> bool:
    """Whether the end of a page cut a sentence or a list of units in two."""
    return after[:1].islower() and not before.rstrip().endswith((".", ";", ":", "!", "?"))


def _align(row: Row, header: Header, found: Assignments) -> tuple[dict[str, Cell], dict[str, str], Cell]:
    """Cells by role. A row with one cell more than the header has roles for holds two contents; which column was
    split shows by what the cells say."""
    row = _restored(row, header)
    best, shift = _score(row, header, None), None
    filled = [i for i, cell in enumerate(row.cells) if cell.text]
    last = max(filled, default=0)
    if len(filled) > 3 and _opens_dimension(row, header, found.names):
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


def _restored(row: Row, header: Header) -> Row:
    """A row whose empty first cells the copy dropped with the blanks at the line's start: actions never stand where the
    number does."""
    first, actions = row.cell(0), header.index("actions")
    if header.index("number") != 0 or not actions or len(row.cells) >= len(header.roles):
        return row
    if len(first.text) <= LONGEST_LABEL or roman(first.text) or arabic(first.text) is not None:
        return row
    room = min(actions, len(header.roles) - len(row.cells))
    moved = [Row((*(Cell(at=row.at) for _ in range(count)), *row.cells), row.at) for count in range(room, 0, -1)]
    return max(moved, key=lambda one: _score(one, header, None))


def _opens_dimension(row: Row, header: Header, names: Names) -> bool:
    """A Roman numeral where the number stands, or one further where a split column stands before it."""
    number = header.index("number")
    if number is None:
        return False
    if any(roman(row.cell(index).text) for index in (number, number + 1)):
        return True
    name = row.cell(header.index("content")).text
    return arabic(row.cell(number).text) is None and bool(named_dimension(name, names, SURE))


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
        total += 2 * sum(1 for line in lines if names_units(line.text)) - len(lines)
    for line in _cell(row, header, "timing", shift).lines:
        total += 2 if timing.parse(line.text).kind != "event" or len(line.text) < 60 else -2
    return total


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
