"""Percentiles of a stated type, and the four quartile groups with a stated side for a score that equals a cut.

Published groups follow the quartiles of linear interpolation (type 7), but not always with the same side: with 63
provinces a province that stands on a cut was put above it (groups of 16, 16, 15, 16 from the top), with 61 below it
(15, 15, 15, 16). Neither is wrong, so the side is an argument and results repeat it.

The types are those of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from danbiet.stats.figures import gaps_as_none, known

Kind = Literal[2, 6, 7]


class Side(StrEnum):
    """Where a score goes that equals a cut: to the group above it or to the one below."""

    UPPER = "upper"
    LOWER = "lower"


class Group(StrEnum):
    """The four groups, from the top."""

    HIGH = "high"
    UPPER_MIDDLE = "upper-middle"
    LOWER_MIDDLE = "lower-middle"
    LOW = "low"

    @property
    def standing(self) -> int:
        """0 for the low group to 3 for the high one, to compare with."""
        return 3 - tuple(Group).index(self)


FROM_BELOW = (Group.LOW, Group.LOWER_MIDDLE, Group.UPPER_MIDDLE, Group.HIGH)


def percentile(values: Iterable[float | None], q: float, kind: Kind = 7) -> float | None:
    """The ``q``-th percentile (0 to 100) of the figures that are there; None if there are none.

    ``kind``: 7 linear interpolation, h = (n - 1)p + 1; 6 Weibull, h = (n + 1)p; 2 the inverse of the distribution
    function with the mean at a jump. ValueError for another kind or a q outside 0 to 100.
    """
    if not 0 <= q <= 100:
        raise ValueError(f"a percentile is from 0 to 100, not {q}")
    return _percentile(sorted(known(values)), q, kind)


def _percentile(ordered: Sequence[float], q: float, kind: int) -> float | None:
    """The percentile of figures that are sorted."""
    n = len(ordered)
    if not n:
        return None
    if kind == 2:
        place = n * q / 100
        below, above = math.ceil(place), math.floor(place + 1)
        return (_at(ordered, below) + _at(ordered, above)) / 2
    if kind == 7:
        place = (n - 1) * q / 100 + 1
    elif kind == 6:
        place = (n + 1) * q / 100
    else:
        raise ValueError(f"percentiles are of type 2, 6 or 7, not {kind}")
    whole = math.floor(place)
    low, high = _at(ordered, whole), _at(ordered, whole + 1)
    return low + (place - whole) * (high - low)


def _at(ordered: Sequence[float], place: int) -> float:
    """The figure at a place counted from 1, the first or last one beyond the ends."""
    return ordered[min(max(place, 1), len(ordered)) - 1]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a set of figures.

    ``cuts``: the 25th, 50th and 75th percentile, empty if there is no figure. ``members``: the group of each figure in
    its order, None where it is missing. ``sizes``: members a group. ``legends``: the smallest and largest actual member
    of each group, as printed legends have it (so there are gaps between groups); None for an empty group. ``n``:
    figures that are there.
    """

    cuts: tuple[float, ...]
    members: tuple[Group | None, ...]
    sizes: Mapping[Group, int]
    legends: Mapping[Group, tuple[float, float] | None]
    n: int
    side: Side
    kind: Kind

    def group_of(self, value: float) -> Group:
        """The group a figure would be in with these cuts. ValueError if there are no cuts."""
        if not self.cuts:
            raise ValueError("no figures, no groups")
        return _group(value, self.cuts, self.side)

    def entry(self, group: Group) -> float | None:
        """The cut that leads into a group from below; None for the low group, which has none, and without cuts."""
        return self.cuts[group.standing - 1] if self.cuts and group.standing else None


def _group(value: float, cuts: Sequence[float], side: Side) -> Group:
    """How many cuts a figure has passed."""
    passed = sum(value >= cut if side is Side.UPPER else value > cut for cut in cuts)
    return FROM_BELOW[passed]


def quartiles(values: Iterable[float | None], *, side: Side = Side.UPPER, kind: Kind = 7) -> Grouping:
    """The four groups by quartiles. A missing figure (None, NaN) is in no group and doesn't count."""
    cells = gaps_as_none(values)
    ordered = sorted(value for value in cells if value is not None)
    cuts = tuple(cut for q in (25, 50, 75) if (cut := _percentile(ordered, q, kind)) is not None)
    members = tuple(None if value is None else _group(value, cuts, side) for value in cells)
    inside: dict[Group, list[float]] = {group: [] for group in Group}
    for value, group in zip(cells, members, strict=True):
        if value is not None and group is not None:
            inside[group].append(value)
    return Grouping(
        cuts=cuts,
        members=members,
        sizes={group: len(scores) for group, scores in inside.items()},
        legends={group: (min(scores), max(scores)) if scores else None for group, scores in inside.items()},
        n=len(ordered),
        side=side,
        kind=kind,
    )
