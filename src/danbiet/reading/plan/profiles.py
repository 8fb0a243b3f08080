"""Which column of an assignment table is what by what its cells say, where the heading says it in unknown words or not
at all: a column of units, a column of times, a column of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from danbiet.reading.blocks import Block, Cell, Place, Row, Table
from danbiet.reading.plan import designations, timing
from danbiet.reading.plan.columns import LONGEST_TITLE, Header, arabic, counts_columns, roman

LONGEST_UNITS = 250
FEWEST_ROWS = 4
FEWEST_COLUMNS = 5


def names_units(text: str) -> bool:
    """Whether a cell holds designations and nothing else."""
    if len(text) > LONGEST_UNITS:
        return False
    named = designations.parse(text, Place())
    return bool(named) and all(entry.designation for entry in named)


def _says_when(text: str) -> bool:
    return len(text) < LONGEST_TITLE * 2 and timing.parse(text).kind in ("continuous", "yearly", "external")


def _is_number(text: str) -> bool:
    return arabic(text) is not None or bool(roman(text))


def _column(rows: Iterable[Row], index: int) -> list[Cell]:
    return [cell for row in rows if (cell := row.cell(index)).text]


def _share(cells: list[Cell], test: Callable[[str], bool]) -> float:
    """How many of the cells' lines pass a test, 0 to 1."""
    lines = [line.text for cell in cells for line in cell.lines]
    return sum(1 for text in lines if test(text)) / len(lines) if lines else 0.0


def completed_by_content(known: Header, blocks: list[Block]) -> tuple[Header, tuple[str, ...]]:
    """``known`` with the columns its heading names in unknown words, where their cells leave no doubt; and which
    headings these are."""
    missing = {"timing", "coordinate", "lead", "actions"} - set(known.roles)
    open_columns = [i for i, role in enumerate(known.roles) if not role and known.titles[i]]
    second = [i for i, role in enumerate(known.roles) if role == "content"][1:]
    if not missing or not (open_columns or second):
        return known, ()
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows if _alike(row, known)]
    roles = list(known.roles)
    tests = (("timing", _says_when), ("coordinate", names_units), ("lead", names_units))
    for role, test in tests:
        fitting = [i for i in open_columns if not roles[i] and _share(_column(rows, i), test) >= 0.6]
        if role in missing and len(fitting) == 1:
            roles[fitting[0]] = role
    wordy = [i for i in (*open_columns, *second) if roles[i] in ("", "content") and _words(_column(rows, i)) > 15]
    if "actions" in missing and len(wordy) == 1:
        roles[wordy[0]] = "actions"
    changed = tuple(known.titles[i] for i in range(len(roles)) if roles[i] != known.roles[i])
    return replace(known, roles=tuple(roles)), changed


def _alike(row: Row, known: Header) -> bool:
    """A row of the table's width with a number: one that holds work, whatever page it is on."""
    number = known.index("number")
    return len(row.cells) == len(known.roles) and (number is None or _is_number(row.cell(number).text))


def _words(cells: list[Cell]) -> float:
    return sum(len(cell.text.split()) for cell in cells) / len(cells) if cells else 0.0


def header_by_content(blocks: list[Block]) -> Header | None:
    """The columns of a table whose heading nobody can read or that has none: number, content, actions, lead,
    coordinating units, time, each known by its cells; the first column of units is taken for the lead."""
    for block in blocks:
        if isinstance(block, Table) and len(block.rows) >= FEWEST_ROWS:
            made = _profiled(block)
            if made is not None:
                return made
    return None


def _profiled(table: Table) -> Header | None:
    width = max(len(row.cells) for row in table.rows)
    if width < FEWEST_COLUMNS:
        return None
    first = table.rows[0]
    titled = not any(_is_number(cell.text) or names_units(cell.text) for cell in first.cells)
    rows = [row for row in table.rows[titled:] if not counts_columns(row)]
    columns = [_column(rows, index) for index in range(width)]
    roles = [""] * width
    times = [_share(cells, _says_when) for cells in columns]
    units = [i for i, cells in enumerate(columns) if len(cells) >= 2 and _share(cells, names_units) >= 0.6]
    numbers = [i for i, cells in enumerate(columns) if _share(cells, _is_number) >= 0.6]
    if max(times) < 0.6 or len(units) < 2 or not numbers:
        return None
    roles[numbers[0]], roles[units[0]], roles[units[1]] = "number", "lead", "coordinate"
    roles[times.index(max(times))] = "timing"
    rest = [i for i in range(width) if not roles[i] and columns[i]]
    if not rest:
        return None
    actions = max(rest, key=lambda i: _words(columns[i]))
    roles[actions] = "actions"
    content = [i for i in rest if i != actions]
    if content:
        roles[content[0]] = "content"
    titles = tuple(first.cell(i).text for i in range(width)) if titled else ("",) * width
    return Header(tuple(roles), titles)
