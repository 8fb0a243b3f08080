"""From a grid to a table of scores: its year, its lines, every figure with its place, what is doubtful."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from danbiet.base.errors import ErrorCode
from danbiet.base.text import fold, squeeze
from danbiet.reading.scores import errors, labels
from danbiet.reading.scores.axis import IsProvince, Table, has_content, labels_of, lines_of, table_of, used
from danbiet.reading.scores.grid import Grid, Spot
from danbiet.reading.scores.numbers import figure
from danbiet.reading.scores.raw import Doubt, Kind, Line, RawSheet, cell_name

_SCALE = re.compile(
    r"^(\d[\d.,]*%? ?[-–] ?\d.*|\d[\d.,]* ?(diem|points).*|thang diem.*|scale"
    r"|(toi thieu|min\w*) ?[-–] ?(toi da|max\w*))$"
)
# Merged areas among the figures told one by one; beyond them the sheet is plainly no table of values.
_MOST_MERGED = 20
_BY_PROVINCE = (errors.NO_DATA,)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet's table (None: it holds none that can be used), its doubts, and the share of figures by formula."""

    sheet: RawSheet | None
    doubts: tuple[Doubt, ...]
    formulas: float = 0.0


@dataclass(slots=True)
class _Noted:
    """Doubts of one kind about one line or province, told once with their number."""

    cell: str
    text: str
    count: int = 0


@dataclass(slots=True)
class _Notes:
    sheet: str
    found: dict[tuple[str, int, int, str], _Noted] = field(default_factory=dict)
    kinds: dict[str, ErrorCode] = field(default_factory=dict)

    def add(self, kind: ErrorCode, cell: str, text: str = "", *, province: int = -1, line: int = -1) -> None:
        self.kinds[kind.code] = kind
        # What a cell says instead of a number is told for each wording.
        key = (kind.code, province, line, text if kind in _BY_PROVINCE else "")
        self.found.setdefault(key, _Noted(cell, text)).count += 1

    def doubts(self, lines: list[Line]) -> list[Doubt]:
        """The doubts, each with the position of its line among those of the table."""
        positions = {line.at: position for position, line in enumerate(lines)}
        made = []
        for (code, province, line, _), note in self.found.items():
            kind = self.kinds[code]
            facts = {"count": note.count, "text": note.text}
            kept = {name: facts[name] for name in kind.fields()}
            made.append(Doubt(kind, self.sheet, note.cell, kept, max(province, -1), positions.get(line, -1)))
        return made


def recognise(grid: Grid, is_province: IsProvince, fallback: int | None = None) -> Recognised:
    """The table of a sheet. ``fallback``: the year the file's name says, for a sheet that says none."""
    if grid.hidden:
        return Recognised(None, (Doubt(errors.HIDDEN_SHEET, grid.name),))
    table = table_of(grid, is_province)
    if table is None:
        return Recognised(None, (Doubt(errors.NOT_SCORES, grid.name),) if grid.values else ())
    notes = _Notes(grid.name)
    lines = [line for at in lines_of(table) if (line := _line(table, at, notes)) is not None]
    if not lines:
        return Recognised(None, (Doubt(errors.NOT_SCORES, grid.name),))
    _without_names(table, {line.at for line in lines}, notes)
    whole, share = _whole(table, lines)
    year = _year(table, lines, fallback)
    if year is None:
        return Recognised(None, (Doubt(errors.NO_YEAR, grid.name), *notes.doubts(lines), *whole))
    doubts = (*notes.doubts(lines), *whole, *_other_years(grid.name, lines, year))
    sheet = RawSheet(grid.name, year, table.across, tuple(table.provinces), tuple(lines), doubts)
    return Recognised(sheet, (), share)


def _line(table: Table, at: int, notes: _Notes) -> Line | None:
    texts = labels_of(table, at)
    named = [(text, place) for text, place in texts if not _SCALE.match(fold(text))]
    filled = [one for one in table.provinces if has_content(table, at, one.at)]
    if not filled:
        return None
    if not named:
        numbers = [one for one in filled if isinstance(table.value(at, one.at), float)]
        for one in numbers:
            notes.add(errors.NO_LABEL, table.cell(at, one.at), line=at)
        return None
    found = labels.ordered([text for text, _ in named])
    said = labels.reading(found)
    values = tuple(_figure(table, at, position, notes) for position in range(len(table.provinces)))
    return Line(
        labels=found,
        code=said.code,
        kind=said.kind,
        weighted=said.weighted,
        level=said.level,
        scale=next((squeeze(text) for text, _ in texts if _SCALE.match(fold(text))), ""),
        cell=table.cell(at, named[-1][1]),
        at=at,
        values=values,
    )


def _figure(table: Table, line: int, position: int, notes: _Notes) -> float | None:
    at = table.provinces[position].at
    spot = table.spot(line, at)
    value = table.grid.values.get(spot)
    if isinstance(value, float):
        return value
    if spot in table.grid.wrong:
        notes.add(errors.CELL_ERROR, table.cell(line, at), table.grid.wrong[spot], line=line)
    if value is None:
        return None
    number, kind = figure(value)
    if kind in _BY_PROVINCE:
        notes.add(errors.NO_DATA, table.cell(line, at), squeeze(value)[:40], province=position)
    elif kind is not None or not table.grid.plain:
        notes.add(kind or errors.TEXT_NUMBER, table.cell(line, at), squeeze(value)[:40], line=line)
    return number


def _without_names(table: Table, lines: set[int], notes: _Notes) -> None:
    """Figures beside the table's lines that belong to no province: a row or column was shifted."""
    rows, columns = used(table.grid)
    named = {one.at for one in table.provinces}
    for at in sorted(columns if table.across else rows):
        if at < table.first or at in named:
            continue
        for line in sorted(lines):
            if isinstance(table.value(line, at), float):
                # One doubt for each row or column that has no name.
                notes.add(errors.NO_NAME, table.cell(line, at), province=-2 - at)


def _whole(table: Table, lines: list[Line]) -> tuple[list[Doubt], float]:
    """What is doubtful of the table as a whole; the share of its figures that are formulas."""
    grid = table.grid
    spots = [table.spot(line.at, one.at) for line in lines for one in table.provinces]
    doubts: list[Doubt] = []
    formulas = [spot for spot in spots if spot in grid.formulas and spot not in grid.uncached]
    for kind, found in ((errors.FORMULA, formulas), (errors.UNCACHED, [one for one in spots if one in grid.uncached])):
        if found:
            doubts.append(Doubt(kind, grid.name, cell_name(*min(found)), {"count": len(found)}))
    doubts.extend(_merged(grid, set(spots)))
    hidden = sorted({row for row, _ in spots} & grid.hidden_rows), sorted({at for _, at in spots} & grid.hidden_columns)
    if any(hidden):
        first = f"{hidden[0][0]}:{hidden[0][0]}" if hidden[0] else cell_name(1, hidden[1][0])
        doubts.append(Doubt(errors.HIDDEN_LINES, grid.name, first, {"count": len(hidden[0]) + len(hidden[1])}))
    filled = sum(spot in grid.values or spot in grid.uncached for spot in spots) or 1
    return doubts, len(formulas) / filled


def _merged(grid: Grid, spots: set[Spot]) -> list[Doubt]:
    doubts: list[Doubt] = []
    for top, left, bottom, right in grid.merged[:1000]:
        area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        inside = [spot for spot in spots if top <= spot[0] <= bottom and left <= spot[1] <= right]
        if len(inside) > 1 and len(doubts) < _MOST_MERGED:
            doubts.append(Doubt(errors.MERGED, grid.name, cell_name(top, left), {"area": area}))
    return doubts


def _year(table: Table, lines: list[Line], fallback: int | None) -> int | None:
    """The one year of the sheet's title; else of what stands above the figures; else of its labels; else the file's."""
    titles = [text for (row, _), text in sorted(table.grid.values.items()) if isinstance(text, str) and row <= 5]
    for texts in ([table.grid.name], titles, [label for line in lines for label in line.labels]):
        found = {year for text in texts for year in labels.years(text)}
        if len(found) == 1:
            return found.pop()
        if found and texts == [table.grid.name]:
            return None
    return fallback


def _other_years(sheet: str, lines: list[Line], year: int) -> list[Doubt]:
    doubts: list[Doubt] = []
    for position, line in enumerate(lines):
        for label in line.labels:
            other = [found for found in labels.years(label) if found != year]
            if other and line.kind is Kind.SCORE:
                facts = {"text": label[:80], "other": other[0], "year": year}
                doubts.append(Doubt(errors.OTHER_YEAR, sheet, line.cell, facts, line=position))
    return doubts
