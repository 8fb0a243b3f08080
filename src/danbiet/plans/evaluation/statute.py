"""The comparison the plan itself orders: the year before it against its own year, dimension by dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from danbiet.index.framework import Level, comparable
from danbiet.index.tables import EditionTable
from danbiet.plans.score_check.claims import TOTAL_NAMES
from danbiet.plans.score_check.figures import Figures
from danbiet.plans.score_check.noise import PublishedOrModelled

Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One element in both years. Without ``comparable`` there is no change, only the two scores.

    ``low``, ``high``: the interval of the change at ``level``; None without errors.
    """

    code: str
    name: Names
    before: float | None
    after: float | None
    comparable: bool
    change: float | None
    low: float | None
    high: float | None
    beyond: bool | None
    rank_before: int | None
    rank_after: int | None
    n_before: int
    n_after: int


def compare(
    before: EditionTable, after: EditionTable, province: str, *, panel: Sequence[EditionTable] = ()
) -> tuple[Line, ...]:
    """The total and the dimensions of the plan's year beside those of the year before it."""
    old, new = Figures(before, province), Figures(after, province)
    noise = PublishedOrModelled(panel)
    elements = [*after.framework.level(Level.TOTAL), *after.framework.level(Level.DIMENSION)]
    found = []
    for element in elements:
        same = next((one for one in before.framework.elements.values() if one.concept == element.concept), None)
        alike = same is not None and comparable(same, before.year, element, after.year)
        sure = noise.score(old, same.code, new, element.code) if alike and same else None
        scores = (old.score(same.code) if same else None, new.score(element.code))
        known = scores[0] is not None and scores[1] is not None
        found.append(
            Line(
                code=element.code,
                name=TOTAL_NAMES if element.level is Level.TOTAL else (element.vi, element.en),
                before=scores[0],
                after=scores[1],
                comparable=alike,
                change=scores[1] - scores[0] if alike and known else None,  # type: ignore[operator]
                low=sure.low if sure else None,
                high=sure.high if sure else None,
                beyond=sure.beyond if sure else None,
                rank_before=old.rank(same.code) if same else None,
                rank_after=new.rank(element.code),
                n_before=len(old.known(same.code)) if same else 0,
                n_after=len(new.known(element.code)),
            )
        )
    return tuple(found)
