"""The reading of a plan, from the file to the draft."""

from __future__ import annotations

import re
from pathlib import Path

from danbiet.base.errors import CodedError
from danbiet.reading import errors, source
from danbiet.reading.blocks import Block, GuessedTable, Line, Table, UnreadPage, all_lines
from danbiet.reading.plan.assignments import Assignments, read_assignments
from danbiet.reading.plan.checks import check_recipients, check_scores, check_tables
from danbiet.reading.plan.claims import check_claims
from danbiet.reading.plan.document import places_of_ambiguity, read_document
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Doubt, PlanDraft, ScoreRow
from danbiet.reading.plan.folding import key_of
from danbiet.reading.plan.misreadings import check_readings
from danbiet.reading.plan.scores import ScoreReading, read_scores
from danbiet.reading.plan.sections import read_prose
from danbiet.reading.plan.tasks import build_tasks


def read_plan(path: str | Path) -> PlanDraft:
    """Read a plan document from a file. Raises CodedError READ-001 to READ-017; nothing else comes of a bad file."""
    return read_bytes(source.load(path), Path(path).name)


def read_bytes(data: bytes, name: str = "") -> PlanDraft:
    """Read a plan document from its bytes; ``name`` is what errors call it. Raises CodedError READ-001 to READ-017."""
    return read_blocks(source.blocks_of(data, name), name)


def read_blocks(blocks: list[Block], name: str = "") -> PlanDraft:
    """Read a plan document from its blocks. Raises CodedError READ-008, READ-009."""
    scores = read_scores(blocks)
    rows = scores.rows()
    named = {row.code: row.name for row in rows if row.level == "dimension"}
    assignments = read_assignments([block for i, block in enumerate(blocks) if i not in scores.used], named)
    prose_lines = _prose(blocks, scores, assignments)
    _must_be_a_plan(blocks, assignments, name)
    prose = read_prose(prose_lines, named or dict(assignments.dimensions))
    head = read_document(prose_lines, _readable(blocks), prose.closing)
    tasks, task_doubts = build_tasks(assignments, rows)
    organisation = prose.statements("organisation")
    doubts = [
        *head.doubts,
        *scores.doubts,
        *([] if rows else _announced(prose_lines)),
        *(one for table in scores.tables for one in check_scores(table, scores.provinces)),
        *check_tables(scores.tables),
        *check_claims(prose.evaluation, rows, scores.provinces),
        *assignments.doubts,
        *task_doubts,
        *check_recipients(head.document, tasks, organisation),
        *places_of_ambiguity(prose_lines),
        *check_readings(_readable(blocks), assignments),
        *_pages(blocks),
    ]
    return PlanDraft(
        document=head.document,
        score_tables=tuple(tuple(table) for table in scores.tables),
        causes=prose.statements("causes"),
        objectives=prose.statements("objectives"),
        requirements=prose.statements("requirements"),
        solutions=prose.statements("solutions"),
        organisation=organisation,
        tasks=tuple(tasks),
        doubts=tuple(_in_order(doubts)),
    )


def _prose(blocks: list[Block], scores: ScoreReading, assignments: Assignments) -> list[Line]:
    """Paragraphs outside the plan's tables; a table that only sets out a page (head, signature) counts as text."""
    rest = [block for i, block in enumerate(blocks) if i not in scores.used]
    return all_lines([block for i, block in enumerate(rest) if i not in assignments.used])


def _announced(lines: list[Line]) -> list[Doubt]:
    """A score table that the text announces and nobody finds."""
    told = (line for line in lines if re.search(r"\bbang (?:chi tiet|diem|ket qua|tong hop)\b", key_of(line.text)))
    return [doubt("READ-125", line.at) for line in list(told)[:1]]


def _readable(blocks: list[Block]) -> list[Line]:
    """Every paragraph once, for the search for misreadings."""
    found = []
    for block in blocks:
        if isinstance(block, Table):
            found += [line for row in block.rows for cell in row.cells if not cell.merged for line in cell.lines]
        else:
            found.append(block)
    return found


def _pages(blocks: list[Block]) -> list[Doubt]:
    """What the pages of a PDF left out or left to a guess."""
    unread = [block.at for block in blocks if isinstance(block, UnreadPage)]
    found = [doubt("READ-151", block.at, page=block.at.page) for block in blocks if isinstance(block, GuessedTable)]
    if unread:
        numbers = ", ".join(str(at.page) for at in unread)
        found.append(doubt("READ-150", unread[0], tuple(unread), pages=numbers))
    return found


def _must_be_a_plan(blocks: list[Block], assignments: Assignments, name: str) -> None:
    """Raise CodedError READ-008 without an assignment table, READ-009 where most of its rows don't fit."""
    if not assignments.tasks:
        raise CodedError(errors.NOT_A_PLAN, at=name, missing="bảng phân công nhiệm vụ")
    if assignments.rows >= 4 and assignments.misfits * 2 > assignments.rows:
        raise CodedError(errors.BAD_COLUMNS, at=name, wrong=assignments.misfits, rows=assignments.rows)


def _in_order(doubts: list[Doubt]) -> list[Doubt]:
    """Blocking doubts first, then by place; each once."""
    once = list({(found.code, found.at, found.message): found for found in doubts}.values())

    def key(found: Doubt) -> tuple[bool, int, int, str]:
        place = found.at
        return (not found.blocking, place.line or place.paragraph or 0, place.row or 0, found.code)

    return sorted(once, key=key)


def score_rows(draft: PlanDraft) -> list[ScoreRow]:
    """All score rows of a draft."""
    return [row for rows in draft.score_tables for row in rows]
