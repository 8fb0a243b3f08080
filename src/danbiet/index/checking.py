"""What can be told of an edition from its own figures: sums, scales, intervals, and whether it is another year's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from danbiet.index import findings, provinces
from danbiet.index.framework import Level
from danbiet.index.mapping import Mapped, in_force
from danbiet.index.tables import Cells, EditionTable
from danbiet.stats.intervals import level_of

# Published sums agree to 3e-6; one cell of 2022 is off by 7e-4 because two of its parts were rounded.
SUM_TOLERANCE, EXACT = 1e-3, 5e-5
# Declared scales are rounded ("0.33-3.33" is a third to ten thirds).
SCALE_TOLERANCE = 0.01
# Figures of single precision printed twice agree this far.
SAME = 1e-5
# As many cells as these, nearly all equal, are no accident.
LEAST_CELLS, REPEATED_SHARE = 100, 0.95
LEVEL_TOLERANCE, RATIO_TOLERANCE = 0.005, 0.01
_EPSILON = 1e-9
# Sums that are off: so many of an element are told with their cells, then how many more there are.
TOLD_ONE_BY_ONE = 5


def province_name(code: str, province_set: str) -> str:
    """The Vietnamese name of a province of a set."""
    return provinces.by_code(code, province_set).vi


def figure(value: float, digits: int = 4) -> str:
    """A figure as findings say it."""
    return f"{value:.{digits}f}"


class Checks:
    """The checks of one edition; each adds its findings to the mapped sheet."""

    def __init__(self, mapped: Mapped, table: EditionTable) -> None:
        self.mapped, self.table = mapped, table
        self.positions = list(mapped.columns)
        self.elements = in_force(table.framework, table.year)

    def cell(self, code: str, at: int) -> str:
        """The cell of an element's score for the ``at``-th province; "" where the sheet has no such line."""
        line = self.mapped.lines.get(code)
        return self.mapped.sheet.place(line, self.positions[at]) if line is not None else ""

    def name(self, at: int) -> str:
        """The ``at``-th province's name."""
        return province_name(self.table.provinces[at], self.table.province_set)

    def run(self) -> None:
        """All of them, in the order a reader wants to know."""
        self.missing()
        self.sums()
        self.ranges()
        self.highest()
        self.blanks()

    def missing(self) -> None:
        """Provinces without a total, and those the sheet doesn't have at all."""
        totals = self.table.values.get("total", ())
        for at, code in enumerate(self.table.provinces):
            if totals and totals[at] is None:
                lacking = [
                    one.code
                    for one in self.elements.values()
                    if one.level is Level.DIMENSION and self.table.value(one.code, code) is None
                ]
                self.mapped.note(
                    findings.PROVINCE_MISSING, self.cell("total", at) or self._place(at), "total",
                    name=self.name(at), elements=", ".join(lacking) or "total",
                )  # fmt: skip
        here = set(self.table.provinces)
        for one in provinces.provinces(self.table.province_set):
            if one.code not in here:
                self.mapped.note(findings.PROVINCE_MISSING, name=one.vi, elements="–")

    def _place(self, at: int) -> str:
        return self.mapped.sheet.provinces[self.positions[at]].cell

    def sums(self) -> None:
        """The total is the sum of its dimensions, a dimension the sum of its parts; never of some of them."""
        if not self.table.framework.adds:
            return
        total = [self.elements["total"]] if "total" in self.mapped.lines else []
        for element in [*total, *(one for one in self.elements.values() if one.level is Level.DIMENSION)]:
            parts = [one.code for one in self.elements.values() if one.parent == element.code]
            present = [code for code in parts if code in self.table.values]
            whole = self.table.values.get(element.code)
            if whole is not None and present:
                self._sums(element.code, parts, whole)

    def _sums(self, code: str, parts: Sequence[str], whole: Cells) -> None:
        wrong = 0
        for at, value in enumerate(whole):
            if value is None:
                continue
            lacking = [part for part in parts if self._of(part, at) is None]
            if not lacking:
                added = sum(self._of(part, at) or 0.0 for part in parts)
                wrong += abs(value - added) > EXACT
                if wrong <= TOLD_ONE_BY_ONE:
                    self._sum(code, at, value, added)
            elif code == "total" and all(part in self.table.values for part in parts):
                self.mapped.note(
                    findings.PARTIAL_TOTAL, self.cell("total", at), "total",
                    name=self.name(at), value=figure(value), elements=", ".join(lacking),
                )  # fmt: skip
        if wrong > TOLD_ONE_BY_ONE:
            self.mapped.note(findings.MORE, self.cell(code, 0), code, element=code, count=wrong - TOLD_ONE_BY_ONE)

    def _of(self, code: str, at: int) -> float | None:
        cells = self.table.values.get(code)
        return cells[at] if cells else None

    def _sum(self, code: str, at: int, value: float, added: float) -> None:
        difference = abs(value - added)
        if difference <= EXACT:
            return
        cell, name = self.cell(code, at), self.name(at)
        if difference <= SUM_TOLERANCE:
            self.mapped.note(findings.ROUNDED, cell, code, element=code, name=name, difference=figure(difference, 5))
        elif code == "total":
            self.mapped.note(findings.TOTAL_NOT_SUM, cell, code, name=name, value=figure(value), sum=figure(added))
        else:
            facts = {"element": code, "name": name, "value": figure(value), "sum": figure(added)}
            self.mapped.note(findings.PART_NOT_SUM, cell, code, **facts)

    def ranges(self) -> None:
        """Scores outside their declared scale, once an element."""
        for code, cells in self.table.values.items():
            element = self.elements[code]
            low, high = element.low, element.high
            if low is None or high is None:
                continue
            slack = SCALE_TOLERANCE if element.level is not Level.INDICATOR else SCALE_TOLERANCE * (high - low)
            wrong = [
                (at, value)
                for at, value in enumerate(cells)
                if value is not None and not low - slack <= value <= high + slack
            ]
            if wrong:
                at, value = wrong[0]
                self.mapped.note(
                    findings.OUT_OF_RANGE, self.cell(code, at), code,
                    element=code, count=len(wrong), low=f"{low:g}", high=f"{high:g}", name=self.name(at),
                    value=figure(value),
                )  # fmt: skip

    def highest(self) -> None:
        """A row of best scores whose total nobody has."""
        line = self.mapped.lines.get("total")
        if self.mapped.highest < 0 or line is None:
            return
        said = line.values[self.mapped.highest]
        best = max(
            ((value, at) for at, value in enumerate(self.table.values["total"]) if value is not None), default=None
        )
        if said is None or best is None or abs(said - best[0]) <= SUM_TOLERANCE:
            return
        name = self.mapped.sheet.provinces[self.mapped.highest].name
        self.mapped.note(
            findings.HIGHEST_SUM, self.mapped.sheet.place(line, self.mapped.highest), "total",
            name=name, value=figure(said), best=figure(best[0]), who=self.name(best[1]),
        )  # fmt: skip

    def blanks(self) -> None:
        """Indicator cells that are empty though the province has the sub-dimension."""
        empty = []
        for code, cells in self.table.values.items():
            element = self.elements[code]
            if element.level is Level.INDICATOR:
                empty += [
                    (code, at)
                    for at, value in enumerate(cells)
                    if value is None and self._of(element.parent, at) is not None
                ]
        if empty:
            code, at = empty[0]
            self.mapped.note(findings.BLANKS, self.cell(code, at), code, count=len(empty), element=code)


def level_found(mapped: Mapped, table: EditionTable, lows: Cells, highs: Cells) -> tuple[float | None, float | None]:
    """The level a sheet states for the total's interval and the one its errors show; findings where they differ.

    The half width is level's quantile times the standard error, so that one shows the other.
    """
    line = mapped.lows.get("total")
    stated = line.level if line is not None else None
    errors = table.errors.get("total", ())
    ratios = [
        (at, (high - low) / 2 / error)
        for at, (low, high, error) in enumerate(zip(lows, highs, errors, strict=False))
        if low is not None and high is not None and error
    ]
    if not ratios:
        return stated, None
    usual = median(ratio for _, ratio in ratios)
    found = round(level_of(usual, 1.0), 4)
    cell = line.cell if line is not None else ""
    if stated is not None and abs(found - stated) > LEVEL_TOLERANCE:
        even = sum(abs(ratio - usual) <= RATIO_TOLERANCE for _, ratio in ratios)
        mapped.note(
            findings.INTERVAL_LEVEL, cell, "total",
            stated=f"{100 * stated:g}", found=f"{100 * found:.1f}".rstrip("0").rstrip("."), ratio=f"{usual:.6f}",
            count=even,
        )  # fmt: skip
    odd = [at for at, ratio in ratios if abs(ratio - usual) > RATIO_TOLERANCE]
    if odd and line is not None:
        place = mapped.sheet.place(line, list(mapped.columns)[odd[0]])
        name = province_name(table.provinces[odd[0]], table.province_set)
        mapped.note(findings.INTERVAL_UNEVEN, place, "total", count=len(odd), name=name)
    return stated, found


def agreement(one: EditionTable, other: EditionTable) -> tuple[int, int]:
    """How many cells of scores (not of indicators) two editions have in common, and how many of them are equal."""
    common = equal = 0
    places = {code: at for at, code in enumerate(other.provinces)}
    pairs = [(at, places[code]) for at, code in enumerate(one.provinces) if code in places]
    for code, cells in one.values.items():
        there = other.values.get(code)
        if there is None or one.framework.elements[code].level is Level.INDICATOR:
            continue
        for at, beside in pairs:
            a, b = cells[at], there[beside]
            if a is not None and b is not None:
                common += 1
                equal += abs(a - b) <= _EPSILON
    return common, equal


def repeated(table: EditionTable, others: Iterable[EditionTable]) -> tuple[int, int, int] | None:
    """The other year whose figures an edition repeats: year, cells compared, cells equal; None if none."""
    for other in others:
        if other.year == table.year or other.index != table.index or other.simulated != table.simulated:
            continue
        common, equal = agreement(table, other)
        if common >= LEAST_CELLS and equal >= REPEATED_SHARE * common:
            return other.year, common, equal
    return None


def beside(mapped: Mapped, table: EditionTable, stored: Sequence[EditionTable]) -> EditionTable | None:
    """Hold an edition against the stored ones of its year (newest first); the one that has all its figures already.

    Adds a finding: already here, here with fewer elements, or here with other values.
    """
    for other in stored:
        if _difference(table, other) is None and not _added(table, other):
            mapped.note(findings.STORED, revision=other.revision)
            return other
    if not stored:
        return None
    newest = stored[0]
    difference = _difference(table, newest)
    if difference is None:
        mapped.note(findings.EXTENDS, revision=newest.revision, count=len(_added(table, newest)))
        return None
    count, code, at, value, there = difference
    line = mapped.lines.get(code)
    mapped.note(
        findings.OTHER_VALUES, mapped.sheet.place(line, list(mapped.columns)[at]) if line else "", code,
        revision=newest.revision, count=count, element=code,
        name=province_name(table.provinces[at], table.province_set), value=_said(value), stored=_said(there),
    )  # fmt: skip
    return None


def _said(value: float | None) -> str:
    return "–" if value is None else figure(value, 6)


def _added(table: EditionTable, other: EditionTable) -> list[str]:
    errors = [code for code, cells in table.errors.items() if any(cells) and code not in other.errors]
    return [code for code in table.values if code not in other.values] + errors


def _difference(table: EditionTable, other: EditionTable) -> tuple[int, str, int, float | None, float | None] | None:
    """How many scores and errors differ from another edition's, and the first; missing differs from a score."""
    places = {code: at for at, code in enumerate(other.provinces)}
    first: tuple[str, int, float | None, float | None] | None = None
    count = 0
    for mine, theirs in ((table.values, other.values), (table.errors, other.errors)):
        for code, cells in mine.items():
            there = theirs.get(code)
            if there is None:
                continue
            for at, value in enumerate(cells):
                beside = places.get(table.provinces[at])
                stored = there[beside] if beside is not None else None
                if value is None and stored is None:
                    continue
                if value is None or stored is None or abs(value - stored) > SAME:
                    count += 1
                    first = first or (code, at, value, stored)
    return (count, *first) if first is not None else None
