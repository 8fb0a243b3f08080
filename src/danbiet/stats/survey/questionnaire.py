"""The made-up questionnaire of the generator: its questions, whom they are asked, how answers are spread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from danbiet.law import strict

UNKNOWN, REFUSED, NOT_SELECTED = 888, 999, -999_999
YES, NO = 1, 2
FILE = Path(__file__).with_name("data") / "questionnaire.yaml"


class Kind(StrEnum):
    """The form of an answer."""

    YES_NO = "yes_no"
    STEPS = "steps"
    OPTIONS = "options"
    KM = "km"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Question:
    """A question. ``share``: the chance of yes, of a tick, or the way from ``low`` to ``high``; of km and minutes the
    median. ``among`` and ``answered``: it is asked only of who gave that answer to that question.
    """

    code: str
    group: int
    kind: Kind
    share: float
    low: int = 0
    high: int = 0
    step: int = 1
    count: int = 1
    among: str = ""
    answered: int = YES
    unknown: float = 0.0
    refused: float = 0.0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it has in a file: one, or one an option."""
        if self.kind is not Kind.OPTIONS:
            return (self.code,)
        return tuple(f"{self.code}_opt{place}" for place in range(1, self.count + 1))

    @property
    def steps(self) -> int:
        """How many steps lie between its least and its greatest answer."""
        return (self.high - self.low) // self.step if self.kind is Kind.STEPS else 1


@cache
def questionnaire() -> tuple[Question, ...]:
    """The questions in an order in which each comes after the one that decides whether it is asked."""
    found = read(FILE)
    placed: dict[str, Question] = {}
    while len(placed) < len(found):
        ready = [one for one in found if one.code not in placed and (not one.among or one.among in placed)]
        placed |= {one.code: one for one in ready}
    return tuple(placed.values())


def read(path: Path) -> tuple[Question, ...]:
    """A file of this form. CodedError LAW-001 to LAW-005 with the line if it is wrong."""
    whole = strict.read(path)
    whole.only(("questions",))
    rows = whole.tables("questions")
    found = [_question(row) for row in rows]
    codes = {one.code for one in found if one.kind is Kind.YES_NO}
    for one, row in zip(found, rows, strict=True):
        if one.among and (one.among not in codes or one.among == one.code):
            raise row.wrong("among", "mã một câu hỏi có/không khác", "the code of another yes/no question")
    return tuple(found)


def _question(row: strict.Table) -> Question:
    row.only(
        ("code", "group", "kind", "share"),
        ("low", "high", "step", "count", "among", "answered", "unknown", "refused"),
    )
    if row.text("kind") not in tuple(Kind):
        raise row.wrong("kind", ", ".join(Kind), ", ".join(Kind))
    wholes = {name: row.whole(name) for name in ("low", "high", "step", "count", "answered") if name in row}
    one = Question(
        row.text("code"),
        row.whole("group"),
        Kind(row.text("kind")),
        row.number("share"),
        among=row.text("among") if "among" in row else "",
        unknown=row.number("unknown") if "unknown" in row else 0.0,
        refused=row.number("refused") if "refused" in row else 0.0,
        **wholes,
    )
    shared = one.kind in (Kind.YES_NO, Kind.STEPS, Kind.OPTIONS)
    if (shared and not 0 < one.share < 1) or one.share <= 0:
        raise row.wrong("share", "số giữa 0 và 1", "a number between 0 and 1")
    if one.kind is Kind.STEPS and (one.high <= one.low or (one.high - one.low) % one.step):
        raise row.wrong("high", "số lớn hơn low", "a number above low")
    return one


def logit(share: float) -> float:
    """The log odds of a share."""
    return math.log(share / (1 - share))
