"""Scores reckoned anew from what they are made of: as published, or as the declared scales and signs would have it.

``published``: a sub-dimension by the formula of its framework and year, a dimension as the sum of its published sub-
dimensions, the total as the sum of its published dimensions. A difference is something to look at in the source.

``clean``: every indicator of a sub-dimension that counts, on its declared scale and by its sign, all with the same
weight, brought onto the declared scale of the sub-dimension; rows that are published but not counted are left out.
Distance and time to school have no declared scale: they run from the year's least to its greatest province. Where the
sign of an indicator isn't known, or an edition has no indicators, the published score is kept, and said to be
(:attr:`Basis.KEPT`). Dimensions and the total are sums of what was reckoned. It shows what the index would say by its
own labels; it is not a score of PAPI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from danbiet.index.framework import Element, Formula, Framework, Level, Term
from danbiet.index.tables import Cells, EditionTable

__all__ = ["SUMS", "Basis", "Difference", "Mode", "Recomputed", "differences", "formula_for", "recompute"]

# What sums of published figures were seen to differ by: 2e-6 until 2016, 5e-7 since (the tables hold single precision).
SUMS = 1e-5
_DECIMALS = 5


class Mode(StrEnum):
    """How to reckon."""

    PUBLISHED = "published"
    CLEAN = "clean"


class Basis(StrEnum):
    """What a recomputed score rests on."""

    FORMULA = "formula"  # the formula verified for the year
    ASSUMED = "assumed"  # the formula of the nearest year of the same comparability block
    SUM = "sum"  # the sum (or mean) of its parts
    CLEAN = "clean"  # declared scales and signs, equal weights
    KEPT = "kept"  # the published score


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One element reckoned anew: one cell a province in the table's order, None where a part is missing.

    ``differences``: recomputed less published, None where either is missing. ``tolerance``: what is no difference.
    ``left_out``: published indicators that don't count.
    """

    code: str
    basis: Basis
    cells: Cells
    differences: Cells
    tolerance: float
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A published score that what it is made of does not give."""

    code: str
    province: str
    published: float
    recomputed: float
    tolerance: float
    basis: Basis


def recompute(table: EditionTable, mode: Mode | str = Mode.PUBLISHED) -> dict[str, Recomputed]:
    """Every score of an edition that can be reckoned, by element code: sub-dimensions, dimensions, total.

    In the mode "published" an element stands in the answer only if its formula is known (or assumed from a year of the
    same block) and all it needs is in the edition. Raises ValueError for another mode.
    """
    clean = Mode(mode) is Mode.CLEAN
    found: dict[str, Recomputed] = {}
    for one in table.framework.level(Level.SUB_DIMENSION):
        made = _clean(one, table) if clean else _by_formula(one, table)
        if made is not None:
            found[one.code] = made
    for level in (Level.DIMENSION, Level.TOTAL):
        for one in table.framework.level(level):
            parts = _parts(one, table)
            source = {code: found[code].cells for code in parts if code in found} if clean else table.values
            if parts and all(code in source for code in parts) and one.code in table.values:
                found[one.code] = _summed(one, table, parts, source)
    return found


def differences(table: EditionTable) -> list[Difference]:
    """Where a published score and its recomputation differ by more than the tolerance, by element, then province.

    Formulas that are only assumed for the year are left out: a difference would say nothing about the source.
    """
    found = []
    for one in recompute(table).values():
        if one.basis is Basis.ASSUMED:
            continue
        for province, cell, published, gap in zip(
            table.provinces, one.cells, table.values[one.code], one.differences, strict=True
        ):
            if gap is not None and cell is not None and published is not None and abs(gap) > one.tolerance:
                found.append(Difference(one.code, province, published, cell, one.tolerance, one.basis))
    return found


def formula_for(one: Element, year: int) -> tuple[Formula, Basis] | None:
    """The formula of a year, or the one of the nearest year in the same comparability block, and which it is."""
    exact = one.formula(year)
    if exact is not None:
        return exact, Basis.FORMULA
    block = one.block(year)
    near = [
        (abs(known - year), known, formula)
        for formula in one.formulas
        for known in formula.years
        if block is not None and (one.relative or one.block(known) == block)
    ]
    return (min(near, key=lambda found: found[:2])[2], Basis.ASSUMED) if near else None


def _parts(one: Element, table: EditionTable) -> list[str]:
    """The codes of what an element adds up in the table's year."""
    children = table.framework.children(one.code)
    return [part.code for part in children if part.block(table.year) is not None]


def _by_formula(one: Element, table: EditionTable) -> Recomputed | None:
    known = formula_for(one, table.year)
    if known is None or one.code not in table.values:
        return None
    formula, basis = known
    if any(term.code not in table.values for term in formula.terms):
        return None
    counted = {term.code for term in formula.terms}
    left_out = tuple(code for code in _parts(one, table) if code not in counted and code in table.values)
    scaled = [(term, *_ends(term, table.values[term.code])) for term in formula.terms]
    cells = _weighted(formula.constant, scaled, table)
    # What the figures were rounded by before they were published counts with the weight of its term.
    slack = _half(table.values[one.code]) + sum(
        term.weight * _half(table.values[term.code]) / (high - low) for term, low, high in scaled if high > low
    )
    return _made(one, basis, cells, table, formula.tolerance + slack, left_out)


def _clean(one: Element, table: EditionTable) -> Recomputed | None:
    if one.code not in table.values:
        return None
    rows = [row for row in table.framework.children(one.code) if row.block(table.year) is not None]
    counted = [row for row in rows if row.sign]
    unknown = any(row.sign is None or row.code not in table.values for row in rows)
    if unknown or not counted or one.low is None or one.high is None:
        return _made(one, Basis.KEPT, table.values[one.code], table, 0.0)
    weight = (one.high - one.low) / len(counted)
    terms = [
        Term(row.code, weight, row.low or 0.0, row.high or 1.0, row.sign == -1, relative=row.low is None)
        for row in counted
    ]
    scaled = [(term, *_ends(term, table.values[term.code])) for term in terms]
    left_out = tuple(row.code for row in rows if not row.sign)
    return _made(one, Basis.CLEAN, _weighted(one.low, scaled, table), table, 0.0, left_out)


def _ends(term: Term, column: Cells) -> tuple[float, float]:
    """The values of an indicator that are taken to 0 and 1."""
    if not term.relative:
        return term.low, term.high
    known = [cell for cell in column if cell is not None]
    return (min(known), max(known)) if known else (0.0, 0.0)


def _weighted(constant: float, scaled: Sequence[tuple[Term, float, float]], table: EditionTable) -> Cells:
    cells: list[float | None] = []
    for position in range(len(table.provinces)):
        total: float | None = constant
        for term, low, high in scaled:
            cell = table.values[term.code][position]
            if cell is None or high <= low:
                total = None
                break
            share = (cell - low) / (high - low)
            total = (total or 0.0) + term.weight * (1 - share if term.reverse else share)
        cells.append(total)
    return tuple(cells)


def _summed(one: Element, table: EditionTable, parts: Sequence[str], source: Mapping[str, Cells]) -> Recomputed:
    columns = [source[code] for code in parts]
    share = _share(table.framework, parts)
    cells = tuple(_sum(row, share) for row in zip(*columns, strict=True))
    slack = _half(table.values[one.code]) + sum(_half(column) for column in columns) / share
    return _made(one, Basis.SUM, cells, table, SUMS + slack)


def _share(framework: Framework, parts: Sequence[str]) -> int:
    return 1 if framework.adds else len(parts)


def _sum(row: Iterable[float | None], share: int) -> float | None:
    known = list(row)
    return None if any(cell is None for cell in known) else sum(cell for cell in known if cell is not None) / share


def _made(
    one: Element, basis: Basis, cells: Cells, table: EditionTable, tolerance: float, left_out: tuple[str, ...] = ()
) -> Recomputed:
    gaps = tuple(
        None if cell is None or published is None else cell - published
        for cell, published in zip(cells, table.values[one.code], strict=True)
    )
    return Recomputed(one.code, basis, cells, gaps, tolerance, left_out)


def _half(column: Cells) -> float:
    """Half the last decimal a column is rounded to; 0 where it has more than five."""
    known = [cell for cell in column if cell is not None]
    for decimals in range(_DECIMALS + 1):
        if all(abs(round(cell, decimals) - cell) < 1e-9 * max(1.0, abs(cell)) for cell in known):
            return 0.5 * 10.0**-decimals if decimals else 0.0
    return 0.0
