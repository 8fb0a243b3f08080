"""Raw rows of the assignment table into tasks, with what is doubtful about each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from danbiet.reading.blocks import Line, Place
from danbiet.reading.plan import designations, timing
from danbiet.reading.plan.assignments import Assignments, RawTask
from danbiet.reading.plan.columns import arabic
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Doubt, Named, ScoreRow, Task
from danbiet.reading.plan.folding import key_of, likeness
from danbiet.reading.plan.opening import illegible

_MARK = re.compile(r"^[-–•+*]\s*")
_SENTENCE = re.compile(r"^(.*?[.;:])(?:\s|$)")
_ASIDE = re.compile(r"\s*\([^)]*\)\s*$")
_NAMES = re.compile(r"\s*[;]\s*")
OPEN_LISTS = ("hospitals.", "primary_schools.")
UNDETERMINED = ("related_agencies.",)


def build_tasks(found: Assignments, rows: list[ScoreRow]) -> tuple[list[Task], list[Doubt]]:
    """Tasks with codes counted within their dimension, and their doubts."""
    tasks: list[Task] = []
    doubts: list[Doubt] = []
    counts: dict[str, int] = {}
    running = _run_on([number for raw in found.tasks if (number := arabic(raw.label)) is not None])
    for raw in found.tasks:
        number = counts.get(raw.dimension, 0) + 1
        counts[raw.dimension] = number
        code = f"{raw.dimension}.{number}" if raw.dimension else str(number)
        tasks.append(_task(raw, code, rows, doubts))
        written = arabic(raw.label)
        if illegible(raw.label) or (written not in (None, number) and not running):
            doubts.append(doubt("READ-118", raw.row.at, text=raw.label, element=code))
    doubts.extend(_open_lists(tasks))
    return tasks, doubts


def _run_on(numbers: list[int]) -> bool:
    """Whether tasks are numbered on from one dimension to the next instead of anew in each."""
    return numbers == list(range(1, len(numbers) + 1))


def _task(raw: RawTask, code: str, rows: list[ScoreRow], doubts: list[Doubt]) -> Task:
    at = raw.cells["actions"][0].at if raw.cells["actions"] and raw.shared else raw.row.at
    actions = tuple(_MARK.sub("", line.text) for line in raw.cells["actions"])
    lead, coordinate = (_units(raw.cells[role], code, raw.row.at, doubts) for role in ("lead", "coordinate"))
    when = timing.parse(" ".join(line.text for line in raw.cells["timing"]))
    heading = next((row.name for row in rows if row.code == raw.dimension), "")
    subs = _sub_dimensions(raw, rows, heading)
    if not raw.dimension:
        doubts.append(doubt("READ-140", at, element=code))
    elif not subs and rows:
        doubts.append(doubt("READ-141", at, text=raw.content, element=code))
    for wrong, right, _ in timing.misread(when.text):
        at_time = _at(raw.cells["timing"], raw.row.at)
        doubts.append(doubt("READ-130", at_time, wrong=wrong, right=right, count=""))
    if when.kind == "missing":
        doubts.append(doubt("READ-110", _at(raw.cells["timing"], raw.row.at), element=code))
    elif when.kind == "event" and re.search(r"\d{4}|\d/\d", when.text):
        doubts.append(doubt("READ-119", _at(raw.cells["timing"], raw.row.at), text=when.text, element=code))
    if not lead:
        doubts.append(doubt("READ-115", raw.row.at, element=code))
    title = _first_sentence(actions) if raw.shared else raw.content
    return Task(
        code=code,
        dimension=raw.dimension,
        sub_dimensions=tuple(subs),
        title=title or raw.content,
        actions=actions,
        lead=tuple(lead),
        coordinate=tuple(coordinate),
        timing=when,
        at=at,
        content=raw.content,
        extra=raw.extra,
    )


def _at(lines: list[Line], default: Place) -> Place:
    return lines[0].at if lines else default


def _first_sentence(actions: tuple[str, ...]) -> str:
    if not actions:
        return ""
    match = _SENTENCE.match(actions[0])
    return (match[1] if match else actions[0]).rstrip(".;:")


def _units(lines: list[Line], code: str, at: Place, doubts: list[Doubt]) -> list[Named]:
    """Designations of a cell; its paragraphs are separate lists."""
    named: list[Named] = []
    for line in lines:
        text = _MARK.sub("", line.text)
        named += designations.parse(text, line.at)
        for wrong, right in designations.misread(text):
            facts: dict[str, Any] = {"wrong": wrong, "right": right, "count": ""}
            doubts.append(doubt("READ-130", line.at, **facts))
    for entry in named:
        if entry.designation is None:
            doubts.append(doubt("READ-111", entry.at, element=code, text=entry.text, near=""))
        elif entry.designation.startswith(UNDETERMINED):
            doubts.append(doubt("READ-112", entry.at, element=code, text=entry.text))
    return list(dict.fromkeys(named))


def _without_dimension(content: str, heading: str) -> str:
    """A content without the dimension's name and a colon before it."""
    first, colon, rest = content.partition(":")
    return rest.strip() if colon and rest and heading and likeness(first, heading) >= 0.7 else content


def _sub_dimensions(raw: RawTask, rows: list[ScoreRow], heading: str) -> list[str]:
    """Codes of the score rows the task's content names, within its dimension."""
    candidates = [row for row in rows if row.level == "sub_dimension" and row.code.startswith(f"{raw.dimension}.")]
    if not candidates:
        return []
    found: list[str] = []
    content = _without_dimension(raw.content, heading)
    names = [name for name in _NAMES.split(content) if key_of(name)]
    for name in names if len(names) > 1 else [_ASIDE.sub("", content)]:
        best = max(candidates, key=lambda row: likeness(row.name, name))
        if likeness(best.name, name) >= 0.55 and best.code not in found:
            found.append(best.code)
    number = arabic(raw.label)
    if not found and number is not None and f"{raw.dimension}.{number}" in {row.code for row in candidates}:
        row = next(row for row in candidates if row.code == f"{raw.dimension}.{number}")
        if likeness(row.name, content) >= 0.4:
            found = [row.code]
    return sorted(found, key=lambda code: int(code.rpartition(".")[2]))


def _open_lists(tasks: Iterable[Task]) -> list[Doubt]:
    """One doubt for each group that nobody has listed."""
    groups: dict[str, list[tuple[Task, Named]]] = {}
    for task in tasks:
        for entry in (*task.lead, *task.coordinate):
            if entry.designation and entry.designation.startswith(OPEN_LISTS):
                groups.setdefault(entry.designation, []).append((task, entry))
    found = []
    for pairs in groups.values():
        places = tuple(entry.at for _, entry in pairs)
        codes = ", ".join(task.code for task, _ in pairs)
        found.append(doubt("READ-113", places[0], places, text=pairs[0][1].text, codes=codes))
    return found
