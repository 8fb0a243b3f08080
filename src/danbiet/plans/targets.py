"""The targets a plan states ("dimensions I and VI in the upper-middle group by 2017"), held against the editions.

A target is reached when the province's score is at or above the cut that leads into the group. Scores and cut are both
estimates: with the errors of all provinces the cut is computed anew in every simulation, so the distance to it has an
interval and the target a likelihood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danbiet.index import conventions, uncertainty
from danbiet.index.framework import Element, Level, comparable
from danbiet.index.tables import EditionTable
from danbiet.plans.score_check.claims import GROUPS
from danbiet.stats.groups import Group, quartiles

if TYPE_CHECKING:
    from danbiet.plans.models import Plan

LEVEL = 0.95
_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class Target:
    """A target as the plan states it. ``code``: of the plan's own framework; ``year``: None for every year."""

    code: str
    group: Group
    year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A target beside an edition.

    ``due``: the year it is for; ``year``: the edition it is seen in, the last one where ``due`` is still to come
    (``known`` is False then). ``distance``: score minus cut, with its interval at ``level``; ``likelihood``: that the
    score behind the estimate is at or above the cut. ``alike``: measured as in the year the plan started from;
    ``element`` is None where the dimension isn't measured any more.
    """

    target: Target
    due: int
    year: int
    known: bool
    element: Element | None
    alike: bool
    score: float | None = None
    cut: float | None = None
    group: Group | None = None
    reached: bool | None = None
    distance: float | None = None
    low: float | None = None
    high: float | None = None
    likelihood: float | None = None
    modelled: bool = True
    level: float = LEVEL
    simulated: bool = False


def stated(targets: Iterable[dict[str, Any]], dimensions: Sequence[str]) -> list[Target]:
    """The targets of an objective one dimension each; one that names no dimension is for all of them.

    A dimension that has a target of its own for a year keeps it beside the one for all.
    """
    found = []
    for one in targets:
        group = GROUPS.get(one.get("group", ""))
        if group is None:
            continue
        found += [
            Target(code, group, one.get("year"), str(one.get("text", "")))
            for code in one.get("dimensions") or dimensions
        ]
    return list(dict.fromkeys(found))


def base_of(panel: Sequence[EditionTable], year: int) -> EditionTable | None:
    """The edition a plan of a year starts from: the last one before it, else the first there is."""
    before = [one for one in panel if one.year < year]
    return before[-1] if before else (panel[0] if panel else None)


def of_plan(plan: Plan, panel: Sequence[EditionTable], province: str) -> list[Reach]:
    """Every target of a plan beside every edition it is for, by year and dimension; one query."""
    base = base_of(panel, plan.issued_on.year)
    if base is None:
        return []
    rows = [row for one in plan.objectives.all() for row in one.targets]
    codes = [one.code for one in base.framework.level(Level.DIMENSION)]
    ends = [day.year for day in (plan.ends_on, plan.closed_at) if day]
    last = min(ends, default=None)
    return reaches(stated(rows, codes), panel, province, since=plan.issued_on.year, until=last)


def reaches(
    targets: Sequence[Target], panel: Sequence[EditionTable], province: str, *, since: int, until: int | None = None
) -> list[Reach]:
    """Every target beside the editions it is for: its year's, or each year's from ``since`` on. Ordered by due year."""
    base = base_of(panel, since)
    if base is None or not targets:
        return []
    # Provinces of another set are other provinces.
    panel = [one for one in panel if one.province_set == base.province_set]
    years = [one.year for one in panel if one.year >= since and (until is None or one.year <= until)]
    found = []
    for target in targets:
        dues = [target.year] if target.year else years or [since]
        found += [reach(target, due, panel, province, base) for due in dues]
    # A target for a year of its own says the same as the one for every year: told once, in its own words.
    once: dict[tuple[str, int, Group], Reach] = {}
    for one in found:
        key = (one.target.code, one.due, one.target.group)
        if key not in once or one.target.year:
            once[key] = one
    found = list(once.values())
    order = {one.code: place for place, one in enumerate(base.framework.level(Level.DIMENSION))}
    return sorted(found, key=lambda one: (one.due, order.get(one.target.code, 99)))


def reach(target: Target, due: int, panel: Sequence[EditionTable], province: str, base: EditionTable) -> Reach:
    """One target beside the edition of the year it is due, or the last one before where that is still to come."""
    exact = next((one for one in panel if one.year == due), None)
    table = exact or max((one for one in panel if one.year < due), key=lambda one: one.year, default=panel[-1])
    own = base.framework.elements.get(target.code)
    element = next(
        (one for one in table.framework.level(Level.DIMENSION) if own is not None and one.concept == own.concept), None
    )
    known = exact is not None
    if own is None or element is None or province not in table.provinces:
        return Reach(target, due, table.year, known, element, False, simulated=table.simulated)
    alike = comparable(own, base.year, element, table.year)
    place = table.position(province)
    cells = table.values.get(element.code, ())
    score = cells[place] if cells else None
    if score is None:
        return Reach(target, due, table.year, known, element, alike, simulated=table.simulated)
    groups = quartiles(cells, side=conventions.side_of(table.index, table.year))
    cut, group = groups.entry(target.group), groups.members[place]
    low, high, likelihood, modelled = _sure(table, element.code, place, target.group, panel)
    return Reach(
        target=target,
        due=due,
        year=table.year,
        known=known,
        element=element,
        alike=alike,
        score=score,
        cut=cut,
        group=group,
        reached=group is not None and group.standing >= target.group.standing if known else None,
        distance=score - cut if cut is not None else None,
        low=low,
        high=high,
        likelihood=likelihood,
        modelled=modelled,
        simulated=table.simulated,
    )


def _sure(
    table: EditionTable, code: str, place: int, group: Group, panel: Sequence[EditionTable]
) -> tuple[float | None, float | None, float | None, bool]:
    """The interval of the distance to the cut, the likelihood of being at or above it; whether errors are modelled."""
    import numpy as np

    from danbiet.stats.simulation import draws

    errors = uncertainty.errors(table, code, panel)
    source = errors.sources[place]
    pairs = zip(table.values[code], errors.cells, strict=True)
    known = [value if error is not None else None for value, error in pairs]
    if known[place] is None or not group.standing:
        return None, None, None, True
    drawn = draws(known, errors.cells, count=_DRAWS, seed=table.year)
    there = drawn[:, ~np.isnan(drawn[0])]
    cuts = np.percentile(there, 25 * group.standing, axis=1)
    distance = drawn[:, place] - cuts
    tail = (1 - LEVEL) / 2 * 100
    low, high = (float(one) for one in np.percentile(distance, [tail, 100 - tail]))
    return low, high, float(np.mean(distance >= 0)), source is None or source.modelled
