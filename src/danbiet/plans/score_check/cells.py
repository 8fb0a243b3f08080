"""The score table, cell by cell.

Tolerance: half a unit of the last digit the column prints (0.005 with two decimals), so that a figure rounded from the
published one holds; a figure cut off instead is within one unit below, and told apart. Ranks have no tolerance: they
follow from the scores before rounding. A dimension may differ from the sum of its printed parts by half a unit for
itself and for each part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from danbiet.plans import checking_errors as codes
from danbiet.plans.score_check.figures import Figures, decimals_of
from danbiet.plans.score_check.finding import Finding, Weight, What
from danbiet.reading.plan.draft import ScoreRow

_SLACK = 1e-9
Names = tuple[str, str]


def years_of(rows: Sequence[ScoreRow]) -> list[int]:
    """The years the table has figures of."""
    return sorted({int(year) for row in rows for name in row.values for year in [name.rpartition("_")[2]] if year})


def check_cells(rows: Sequence[ScoreRow], editions: Mapping[int, Figures]) -> tuple[list[Finding], int]:
    """What doesn't hold, and how many cells were looked at (sums apart)."""
    found: list[Finding] = []
    looked = 0
    copied = _copied(rows)
    columns = sorted({name for row in rows for name in row.values})
    for column in columns:
        kind, _, year = column.rpartition("_")
        figures = editions.get(int(year)) if year.isdecimal() else None
        if figures is None:
            continue
        # A rank is that of scores as the table prints them where nothing else explains it.
        printed = f"score_{year}" if kind == "rank" else column
        decimals = decimals_of([row.values.get(printed) for row in rows]) or 2
        for row in rows:
            stated = row.values.get(column)
            if stated is None:
                continue
            element = figures.find(row.code, row.name, row.level)
            if element is None:
                found.append(_unknown(row, int(year)))
                continue
            looked += 1
            names = (element.vi, element.en)
            made = _check(kind, row, element.code, names, stated, decimals, figures, copied.get(row.code, ""))
            found += [made] if made else []
        if kind == "score":
            found += _sums(rows, column, decimals, figures)
    return _once(found), looked


def agrees(stated: float, value: float, decimals: int) -> bool:
    """Whether a printed figure is the value rounded; either way where the value lies half-way."""
    return abs(stated - value) <= 0.5 * 10.0**-decimals + _SLACK


def cut_off(stated: float, value: float, decimals: int) -> bool:
    """Whether a printed figure is the value with its further digits cut off."""
    return -_SLACK <= value - stated < 10.0**-decimals


def _check(
    kind: str, row: ScoreRow, code: str, names: Names, stated: float, decimals: int, figures: Figures, copied: str
) -> Finding | None:
    if kind == "rank":
        return _rank(row, code, names, int(stated), decimals, figures)
    value = figures.score(code) if kind == "score" else figures.median(code)
    what = What.SCORE if kind == "score" else What.MEDIAN
    year = figures.table.year
    if value is None or agrees(stated, value, decimals):
        return None
    right = round(value, decimals)
    facts = {"name": names, "n": len(figures.known(code))}
    if cut_off(stated, value, decimals):
        return Finding(codes.TRUNCATED, row.code, year, what, stated, right, Weight.NOTE, row.at, facts)
    if what is What.MEDIAN:
        return Finding(codes.WRONG_MEDIAN, row.code, year, what, stated, right, Weight.WRONG, row.at, facts)
    if copied:
        facts["other"] = copied
        return Finding(codes.COPIED_ROW, row.code, year, what, stated, right, Weight.WRONG, row.at, facts)
    return Finding(codes.WRONG_SCORE, row.code, year, what, stated, right, Weight.WRONG, row.at, facts)


def _rank(row: ScoreRow, code: str, names: Names, stated: int, decimals: int, figures: Figures) -> Finding | None:
    rank = figures.rank(code)
    if rank is None or rank == stated:
        return None
    facts = {"name": names, "n": len(figures.known(code))}
    year = figures.table.year
    places = figures.places_when_rounded(code, decimals)
    if places and places[0] <= stated <= places[1]:
        facts |= {"decimals": decimals, "low": places[0], "high": places[1]}
        return Finding(codes.RANK_BY_ROUNDING, row.code, year, What.RANK, stated, rank, Weight.SLIGHT, row.at, facts)
    return Finding(codes.WRONG_RANK, row.code, year, What.RANK, stated, rank, Weight.WRONG, row.at, facts)


def _sums(rows: Sequence[ScoreRow], column: str, decimals: int, figures: Figures) -> list[Finding]:
    """Dimensions that aren't the sum of their parts as the table prints them."""
    found = []
    year = figures.table.year
    for row in (row for row in rows if row.level == "dimension"):
        parts = [part.values.get(column) for part in rows if part.code.startswith(f"{row.code}.")]
        stated, known = row.values.get(column), [value for value in parts if value is not None]
        element = figures.find(row.code, row.name, row.level)
        if stated is None or not known or len(known) < len(parts) or element is None:
            continue
        if len(parts) < len(figures.table.framework.children(element.code)):
            continue
        total, tolerance = round(sum(known), 6), 0.5 * 10**-decimals * (len(known) + 1)
        if abs(stated - total) > tolerance + _SLACK:
            facts = {"name": (element.vi, element.en), "tolerance": tolerance}
            found.append(Finding(codes.WRONG_SUM, row.code, year, What.SUM, stated, total, Weight.WRONG, row.at, facts))
    return found


def _copied(rows: Sequence[ScoreRow]) -> dict[str, str]:
    """Rows whose scores are those of the row before in every year, with that row's code."""
    found = {}
    for before, row in pairwise(rows):
        pairs = [(before.values.get(name), value) for name, value in row.values.items() if name.startswith("score_")]
        known = [(one, other) for one, other in pairs if other is not None]
        if before.level == row.level and len(known) > 1 and all(one == other for one, other in known):
            found[row.code] = before.code
    return found


def _unknown(row: ScoreRow, year: int) -> Finding:
    return Finding(codes.NOT_IN_FRAMEWORK, row.code, year, What.CLAIM, row.name, "", Weight.NOTE, row.at)


def _once(found: list[Finding]) -> list[Finding]:
    """A row that the framework lacks is said once a year, however many of its cells there are."""
    return list({(one.code, one.element, one.year, one.what): one for one in found}.values())
