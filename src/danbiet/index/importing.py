"""A published file into editions that could be accepted, with everything that is wrong in it. Nothing is stored here.

What a cell says is taken as it stands, with one exception that the scale demands: a score of 0 on a scale that begins
above it means missing (papi.md 2.7). Every such reading is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.index import catalogue, checking, findings, provinces, storing
from danbiet.index.findings import Finding
from danbiet.index.framework import Framework, Level
from danbiet.index.mapping import Mapped, in_force, is_province, mapped
from danbiet.index.tables import Cells, EditionTable
from danbiet.reading.scores import Doubt, Kind, RawBook, RawSheet, read
from danbiet.reading.scores import errors as reading

PAPI = "papi"
# How many elements or names a finding lists.
_NAMED = 8
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """An edition as a file has it. ``table`` is None where not even that could be made of the sheet.

    ``missing``: Vietnamese names of the provinces without a total. ``stored``: the same figures are here already.
    """

    year: int
    sheet: str
    table: EditionTable | None
    origin: storing.Origin
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    stored: bool = False

    @property
    def blocked(self) -> bool:
        """Whether its figures can't be trusted, so that nobody can accept it."""
        return self.table is None or any(one.blocking for one in self.findings)

    @property
    def acceptable(self) -> bool:
        """Whether a person can accept it."""
        return not self.blocked and not self.stored

    @property
    def provinces(self) -> int:
        """How many provinces have a total."""
        totals = self.table.values.get("total", ()) if self.table is not None else ()
        return sum(value is not None for value in totals)

    @property
    def key(self) -> str:
        """What a person chooses it by: its year and sheet's name."""
        return f"{self.year}:{self.sheet}"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's editions in the order of its sheets, and what was found that belongs to none of them."""

    name: str
    editions: tuple[ReadEdition, ...]
    findings: tuple[Finding, ...]


def read_file(
    data: bytes,
    name: str,
    *,
    stored: Sequence[EditionTable] = (),
    index: str = PAPI,
    source: str = "",
    progress: Progress = lambda text: None,
) -> ReadFile:
    """The editions of a file, held against each other and against the ``stored`` ones (newest revision first).

    Raises CodedError READ-030 to READ-037 for a file that can't be read at all.
    """
    progress(name)
    book = read(data, name, is_province)
    frameworks = catalogue.frameworks(index)
    editions: list[ReadEdition] = []
    for sheet in book.sheets:
        progress(sheet.name)
        earlier = [one.table for one in editions if one.table is not None]
        editions.append(_edition(sheet, frameworks, [*earlier, *stored], index, source or name))
    return _with_doubts(book, editions, name)


def _edition(
    sheet: RawSheet, frameworks: Sequence[Framework], others: Sequence[EditionTable], index: str, source: str
) -> ReadEdition:
    doubts = [Finding(one.kind, one.sheet, one.cell, "", one.facts) for one in sheet.doubts]
    try:
        framework = catalogue.of_year(index, sheet.year)
    except CodedError:
        nothing = Finding(findings.NO_FRAMEWORK, sheet.name, facts={"year": sheet.year})
        return ReadEdition(sheet.year, sheet.name, None, storing.Origin(sheet.name), (*doubts, nothing))
    found = mapped(sheet, framework, frameworks)
    found.findings[:0] = doubts
    if framework.assumed(sheet.year):
        found.note(findings.ASSUMED, year=sheet.year, framework=framework.key)
    table, lows, highs = _Builder(found, index, source).build()
    repeat = checking.repeated(table, others)
    if repeat is not None:
        # What else is odd about it is about another year's figures under this year's frame.
        year, compared, equal = repeat
        facts = {"other": year, "year": sheet.year, "compared": compared, "count": equal}
        told = (*doubts, Finding(findings.REPEATED, sheet.name, facts=facts))
        return ReadEdition(sheet.year, sheet.name, table, storing.Origin(sheet.name), told, _missing(table))
    checking.Checks(found, table).run()
    stated, level = checking.level_found(found, table, lows, highs)
    same_year = [one for one in others if one.pk and one.year == sheet.year and not one.simulated]
    here = checking.beside(found, table, sorted(same_year, key=lambda one: -one.revision))
    origin = storing.Origin(
        sheet.name,
        level_stated=stated,
        level_found=level,
        lows={"total": lows} if any(value is not None for value in lows) else {},
        highs={"total": highs} if any(value is not None for value in highs) else {},
    )
    return ReadEdition(
        sheet.year, sheet.name, table, origin, tuple(found.findings), _missing(table), stored=here is not None
    )


def _missing(table: EditionTable) -> tuple[str, ...]:
    totals = table.values.get("total", ())
    here = {code for code, value in zip(table.provinces, totals, strict=False) if value is not None}
    return tuple(one.vi for one in provinces.provinces(table.province_set) if one.code not in here)


class _Builder:
    """The table of a mapped sheet: zeros that mean missing taken out, the total made where the sheet has none."""

    def __init__(self, found: Mapped, index: str, source: str) -> None:
        self.found, self.index, self.source = found, index, source
        self.elements = in_force(found.framework, found.sheet.year)
        self.positions = list(found.columns)
        self.zeros: dict[int, list[str]] = {}

    def build(self) -> tuple[EditionTable, Cells, Cells]:
        """The table, and the lower and upper ends of the total's interval as published."""
        found = self.found
        values = self._values()
        self._tell_zeros()
        if "total" not in values and "total" in self.elements:
            values = {"total": self._added(values), **values}
            found.note(findings.NO_TOTAL, "", "total")
        errors = self._errors(values)
        bounds = [self._bounds(kept.get("total"), values.get("total", ())) for kept in (found.lows, found.highs)]
        table = EditionTable(
            index=self.index,
            year=found.sheet.year,
            revision=0,
            framework=found.framework,
            province_set=found.province_set,
            provinces=tuple(found.columns.values()),
            values=values,
            errors=errors,
            observations=self._observations(),
            source=self.source,
        )
        return replace(table, digest=storing.digest(table)), bounds[0], bounds[1]

    def _values(self) -> dict[str, Cells]:
        raw = {
            code: [self.found.lines[code].values[position] for position in self.positions]
            for code in self.elements
            if code in self.found.lines
        }
        # From the scores down: a zero of an indicator is a score of its own unless its sub-dimension is missing.
        for code, cells in raw.items():
            element = self.elements[code]
            if element.level is Level.INDICATOR:
                parent = raw.get(element.parent)
                gone = [parent is not None and parent[at] is None for at in range(len(cells))]
            else:
                gone = [element.low is None or element.low > 0] * len(cells)
            for at, value in enumerate(cells):
                if value == 0 and gone[at]:
                    cells[at] = None
                    self.zeros.setdefault(at, []).append(code)
        return {code: tuple(cells) for code, cells in raw.items()}

    def _tell_zeros(self) -> None:
        for at, codes in sorted(self.zeros.items()):
            scores = [code for code in codes if self.elements[code].level is not Level.INDICATOR]
            shown = [code for code in scores if "." not in code] or scores
            self.found.note(
                findings.ZERO, self.found.sheet.place(self.found.lines[codes[0]], self.positions[at]), codes[0],
                name=self._name(at), count=len(codes), elements=_listed(shown),
            )  # fmt: skip

    def _name(self, at: int) -> str:
        code = self.found.columns[self.positions[at]]
        return checking.province_name(code, self.found.province_set)

    def _added(self, values: dict[str, Cells]) -> Cells:
        parts = [code for code, one in self.elements.items() if one.level is Level.DIMENSION]
        if any(code not in values for code in parts):
            return (None,) * len(self.positions)
        rows = zip(*(values[code] for code in parts), strict=True)
        share = 1 if self.found.framework.adds else len(parts)
        return tuple(None if (total := _total(row)) is None else total / share for row in rows)

    def _errors(self, values: dict[str, Cells]) -> dict[str, Cells]:
        made: dict[str, Cells] = {}
        for code, line in self.found.errors.items():
            if code not in values:
                continue
            power = 0.5 if line.kind is Kind.VARIANCE else 1.0
            cells: list[float | None] = []
            zero = []
            for at, position in enumerate(self.positions):
                value, score = line.values[position], values[code][at]
                if value == 0 and score is not None:
                    zero.append(at)
                cells.append(value**power if value and value > 0 and score is not None else None)
            if zero:
                names = _listed([self._name(at) for at in zero])
                place = self.found.sheet.place(line, self.positions[zero[0]])
                self.found.note(findings.ZERO_ERROR, place, code, names=names)
            if any(cells):
                made[code] = tuple(cells)
        return made

    def _bounds(self, line: Any, totals: Cells) -> Cells:
        if line is None or not totals:
            return ()
        picked = [line.values[position] for position in self.positions]
        return tuple(
            value if value and total is not None else None for value, total in zip(picked, totals, strict=True)
        )

    def _observations(self) -> Cells:
        line = self.found.observations
        return tuple(line.values[position] for position in self.positions) if line is not None else ()


def _total(row: Iterable[float | None]) -> float | None:
    cells = list(row)
    return None if any(value is None for value in cells) else sum(value for value in cells if value is not None)


def _listed(words: Sequence[str]) -> str:
    rest = f", … (+{len(words) - _NAMED})" if len(words) > _NAMED else ""
    return ", ".join(words[:_NAMED]) + rest


def _with_doubts(book: RawBook, editions: list[ReadEdition], name: str) -> ReadFile:
    """Doubts of the whole file: those about a computed sheet go to the edition it is made of, the rest to all."""
    loose: list[Finding] = []
    of_all: list[Finding] = []
    own: dict[str, list[Finding]] = {}
    for doubt in book.doubts:
        finding = _finding(doubt)
        if doubt.kind in (reading.DERIVED, reading.DIFFERS):
            own.setdefault(str(doubt.facts["source"]), []).append(finding)
        elif doubt.kind is reading.MACRO:
            of_all.append(finding)
        else:
            loose.append(finding)
    told = tuple(replace(one, findings=(*of_all, *one.findings, *own.get(one.sheet, ()))) for one in editions)
    return ReadFile(name, told, tuple(loose))


def _finding(doubt: Doubt) -> Finding:
    return Finding(doubt.kind, doubt.sheet, doubt.cell, "", doubt.facts)
