"""The least change that reaches a target: a group, a rank or a score of the total, a dimension or a sub-dimension.

A dimension is the sum of its sub-dimensions, so every point counts the same wherever it is won: the least total change
is the distance to the target, however it is shared out. Two ways are given: each sub-dimension alone, and all together
in proportion to the room up to the best province seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from danbiet.base.errors import CodedError
from danbiet.index import conventions, diagnosis, refusals, scenarios, standing
from danbiet.index.framework import Element, Level
from danbiet.index.standing import Field, Standing
from danbiet.index.tables import EditionTable
from danbiet.stats.groups import Group, quartiles
from danbiet.stats.intervals import NORMAL
from danbiet.stats.ranks import ranks

_TARGET = re.compile(
    r"\s*([\w.]+)\s*=\s*(?:(rank|hang|hạng)\s*:\s*(\d+)|(\d+(?:[.,]\d+)?)|([a-z_-]+))\s*", re.IGNORECASE
)
# A score is published to six decimals at the most.
_GRAIN = 1e-6
LIKELY = 0.8


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: of an element a group (or better), a rank (or better) or a score."""

    code: str
    group: Group | None = None
    rank: int | None = None
    score: float | None = None

    def written(self) -> str:
        """As it is typed: "I=upper-middle", "total=rank:10", "I=5.6"."""
        if self.group is not None:
            return f"{self.code}={self.group}"
        return f"{self.code}=rank:{self.rank}" if self.rank is not None else f"{self.code}={self.score:g}"


@dataclass(frozen=True, slots=True)
class Step:
    """A sub-dimension's part of the way.

    ``possible``: ``after`` is within its range; ``seen``: some province has that score; ``below``: how many have less.
    """

    element: Element
    before: float
    after: float
    possible: bool
    seen: bool
    below: int

    @property
    def change(self) -> float:
        """In points."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Way:
    """What it takes to reach a target.

    ``needed``: the least score that reaches it with the other provinces as they are; None if none within the ranges
    does (``most`` is the greatest there is). ``likely``: the score that makes it :data:`LIKELY` in spite of noise
    (groups and scores only). ``chance_now``, ``chance_then``: the probability of standing there, with the score as it
    is and with ``needed``; None without errors. ``seen``: whether the way together stays within what some province has.
    """

    target: Target
    before: Standing
    reached: bool
    needed: float | None
    most: float
    likely: float | None
    chance_now: float | None
    chance_then: float | None
    alone: tuple[Step, ...]
    together: tuple[Step, ...]
    seen: bool

    @property
    def change(self) -> float | None:
        """The least total change in points; 0 where the target is reached, None where it can't be."""
        return None if self.needed is None else self.needed - (self.before.score or 0.0)

    def to_json(self, language: str = "vi") -> dict[str, object]:
        """For machines."""
        return {
            "target": self.target.written(),
            "before": self.before.to_full_json(),
            "reached": self.reached,
            "possible": self.needed is not None,
            "needed": self.needed,
            "change": self.change,
            "most": self.most,
            "likely": self.likely,
            "chance_now": self.chance_now,
            "chance_then": self.chance_then,
            "alone": [_step_json(one, language) for one in self.alone],
            "together": [_step_json(one, language) for one in self.together],
            "seen": self.seen,
        }


def _step_json(one: Step, language: str) -> dict[str, object]:
    return {
        "code": one.element.code,
        "name": one.element.name(language),
        "before": one.before,
        "after": one.after,
        "change": one.change,
        "possible": one.possible,
        "seen": one.seen,
        "below": one.below,
    }


def parse_target(text: str) -> Target:
    """ "I=upper-middle", "total=rank:10", "I=5.6". CodedError IDX-221.

    >>> parse_target("I=upper_middle").group, parse_target("total = rank:10").rank, parse_target("I=5,6").score
    (<Group.UPPER_MIDDLE: 'upper-middle'>, 10, 5.6)
    """
    found = _TARGET.fullmatch(text)
    if found is None:
        raise CodedError(refusals.UNREADABLE_TARGET, text=text)
    if found[3]:
        return Target(found[1], rank=int(found[3]))
    if found[4]:
        return Target(found[1], score=float(found[4].replace(",", ".")))
    name = found[5].lower().replace("_", "-")
    if name not in tuple(Group):
        raise CodedError(refusals.UNREADABLE_TARGET, text=text)
    return Target(found[1], group=Group(name))


def least(table: EditionTable, province: str, target: Target, panel: Iterable[EditionTable] | None = None) -> Way:
    """The least change that reaches the target in this edition, the other provinces as they are.

    Raises IDX-201 to IDX-203 for what the edition doesn't have, IDX-221 for an indicator, IDX-227 for parts that don't
    add up.
    """
    place = standing.place_of(table, province)
    field = standing.field(table, target.code, list(panel or ()))
    own = standing.standing_of(field, place)
    score = scenarios.score_of(table, place, field.element)
    rooms = _rooms(table, place, field.element)
    most = score + sum(high - now for _element, now, high in rooms)
    reaches = _test(table, field, place, target)
    if reaches(score):
        needed: float | None = score
    else:
        needed = _bisect(reaches, score, most) if reaches(most) else None
    change = None if needed is None else needed - score
    alone: tuple[Step, ...] = ()
    together: tuple[Step, ...] = ()
    if change:
        alone = tuple(_step(table, element, now, now + change, high) for element, now, high in rooms)
        together = _shared(table, rooms, change)
    return Way(
        target=target,
        before=own,
        reached=needed == score,
        needed=needed,
        most=most,
        likely=_likely(table, field, place, target, needed),
        chance_now=_chance(table, field, place, target, score),
        chance_then=None if needed is None else _chance(table, field, place, target, needed),
        alone=alone,
        together=together,
        seen=all(one.seen for one in together),
    )


def _rooms(table: EditionTable, place: int, element: Element) -> list[tuple[Element, float, float]]:
    """The sub-dimensions an element is made of, each with its score and the greatest it can have."""
    frame = table.framework
    if element.level is Level.INDICATOR:
        raise CodedError(refusals.UNREADABLE_TARGET, text=element.code)
    dimensions = frame.children(element.code) if element.level is Level.TOTAL else [element]
    if element.level is Level.TOTAL:
        scenarios.require_sum(table, place, element)
    parts = [element] if element.level is Level.SUB_DIMENSION else []
    if not parts:
        for dimension in dimensions:
            scenarios.require_sum(table, place, dimension)
            parts += [one for one in frame.children(dimension.code) if one.code in table.values]
    found = []
    for one in parts:
        now = scenarios.score_of(table, place, one)
        span = scenarios.reachable(one, table.year)
        best = max(value for value in table.values[one.code] if value is not None)
        found.append((one, now, max(now, span[1] if span is not None else best)))
    return found


def _replaced(field: Field, place: int, value: float) -> tuple[float | None, ...]:
    return (*field.values[:place], value, *field.values[place + 1 :])


def _test(table: EditionTable, field: Field, place: int, target: Target) -> Callable[[float], bool]:
    """Whether a score reaches the target, the others as they are."""
    side = conventions.side_of(table.index, table.year)

    def reaches(value: float) -> bool:
        if target.score is not None:
            return value >= target.score
        values = _replaced(field, place, value)
        if target.rank is not None:
            return (ranks(values)[place] or math.inf) <= target.rank
        member = quartiles(values, side=side).members[place]
        return member is not None and target.group is not None and member.standing >= target.group.standing

    return reaches


def _bisect(reaches: Callable[[float], bool], low: float, high: float) -> float:
    """The least score that reaches, to the grain of published ones. A higher own score never hurts."""
    while high - low > _GRAIN / 4:
        middle = (low + high) / 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    rounded = math.ceil(high / _GRAIN - 0.5) * _GRAIN
    return rounded if reaches(rounded) else rounded + _GRAIN


def _cut(table: EditionTable, field: Field, place: int, target: Target, value: float) -> tuple[float, float] | None:
    """The score to be passed with its standard error, of a group or a score; None of a rank or without errors."""
    if target.score is not None:
        return target.score, 0.0
    if target.group is None or target.group is Group.LOW:
        return None
    values = _replaced(field, place, value)
    noise = diagnosis.cut_errors(values, field.errors.cells)
    cuts = quartiles(values, side=conventions.side_of(table.index, table.year)).cuts
    at = target.group.standing - 1
    return None if noise is None or not cuts else (cuts[at], noise[at])


def _chance(table: EditionTable, field: Field, place: int, target: Target, value: float) -> float | None:
    """The probability of standing at the target with a score, given its noise and that of the others."""
    from danbiet.stats.simulation import rank_chances, reach

    se = field.errors.cells[place]
    if se is None:
        return None
    if target.rank is not None:
        values, cells = _replaced(field, place, value), field.errors.cells
        if any(score is not None and one is None for score, one in zip(values, cells, strict=True)):
            return None
        return float(rank_chances(values, cells)[place][: target.rank].sum())
    if target.group is Group.LOW:
        return 1.0
    cut = _cut(table, field, place, target, value)
    return None if cut is None else reach(value, se, *cut)


def _likely(table: EditionTable, field: Field, place: int, target: Target, needed: float | None) -> float | None:
    """The score that makes the target likely in spite of noise."""
    se = field.errors.cells[place]
    cut = None if needed is None else _cut(table, field, place, target, needed)
    if se is None or cut is None:
        return None
    return cut[0] + NORMAL.inv_cdf(LIKELY) * math.hypot(se, cut[1])


def _step(table: EditionTable, element: Element, before: float, after: float, high: float) -> Step:
    known = [one for one in table.values[element.code] if one is not None]
    return Step(
        element,
        before,
        after,
        possible=after <= high + 1e-9,
        seen=after <= max(known) + 1e-9,
        below=sum(one < after for one in known),
    )


def _shared(table: EditionTable, rooms: Sequence[tuple[Element, float, float]], change: float) -> tuple[Step, ...]:
    """The change shared out by the room up to the best province; what is over, by the room to the range's end."""
    seen = []
    for element, now, high in rooms:
        best = max(one for one in table.values[element.code] if one is not None)
        seen.append(min(max(best - now, 0.0), high - now))
    full = sum(seen)
    rest = [high - now - part for (_element, now, high), part in zip(rooms, seen, strict=True)]
    over = max(0.0, change - full)
    share = change / full if full and change <= full else 1.0
    more = over / sum(rest) if over and sum(rest) else 0.0
    return tuple(
        _step(table, element, now, now + part * share + left * more, high)
        for (element, now, high), part, left in zip(rooms, seen, rest, strict=True)
        if part * share + left * more > 0
    )
