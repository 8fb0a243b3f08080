"""Sending out the spreadsheet of task x unit, and taking it back as decisions about the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from danbiet.plans import actions, conflicts, errors, grid, review, sheets

if TYPE_CHECKING:
    from danbiet.people.models import Person
    from danbiet.plans.models import Draft


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet changed: cells, and the tasks they belong to."""

    cells: int
    tasks: tuple[str, ...]


def send(draft: Draft, target: BinaryIO) -> int:
    """Write the sheet of a draft as it reads now; how many units stand in it."""
    overlay = actions.overlay(draft)
    head = sheets.Head(draft.public_id, review.version(draft.sha256, overlay), draft.content["document"]["title"])
    return sheets.write(head, grid.build(draft, overlay), target)


def take(actor: Person, draft: Draft, data: bytes, name: str) -> Taken:
    """Read a sheet back; only cells that differ become decisions, and nothing is stored of a sheet with a mistake.

    Raises CodedError PEO-001, PLAN-016, PLAN-017, PLAN-025 to PLAN-029, UNIT-006 to UNIT-010, FILE-002 to FILE-006.
    """
    actions.authorise(actor, "plans.propose", draft.province)
    sheet, version = sheets.read_head(data, name, draft.public_id, len(draft.content["tasks"]))
    conflicts.refuse_any(draft, version, errors.SHEET_STALE)
    now = grid.build(draft, actions.overlay(draft))
    marks = sheets.read_marks(sheet, now)
    decisions = now.decisions(marks)
    if decisions:
        actions.resolve(actor, draft, decisions, read_version=version, whole=True)
    codes = tuple(key.removeprefix(review.TASK) for key in decisions)
    return Taken(now.differing(marks), codes)
