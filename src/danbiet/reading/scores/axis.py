"""Where the provinces of a table stand: across in columns or down in rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from danbiet.base.text import fold
from danbiet.reading.scores.grid import Grid, Spot
from danbiet.reading.scores.labels import ordered
from danbiet.reading.scores.raw import Province, cell_name

IsProvince = Callable[[str], bool]
# Fewer names than this in a row or column are a note, not a table.
LEAST = 3
# A name longer than this is a sentence.
_LONGEST = 60
_NUMBERS = re.compile(r"^(ma( so)?( tinh.*)?|tinhid|id|(province |geo)?code|matinh)$")


@dataclass(slots=True)
class Table:
    """A grid seen as lines of figures: ``line`` counts its lines, ``at`` its provinces, whichever way it lies.

    ``heads``: the lines that hold the provinces' names; ``first``: where the first province stands, so that labels
    are before it; ``numbers``: the line of the provinces' numbers (0: none).
    """

    grid: Grid
    across: bool
    heads: list[int]
    first: int
    numbers: int
    provinces: list[Province]

    def spot(self, line: int, at: int) -> Spot:
        """The (row, column) of a place in the table."""
        return (line, at) if self.across else (at, line)

    def cell(self, line: int, at: int) -> str:
        """The name of a place in the table."""
        return cell_name(*self.spot(line, at))

    def value(self, line: int, at: int) -> float | str | None:
        """What stands at a place in the table."""
        return self.grid.values.get(self.spot(line, at))


def used(grid: Grid) -> tuple[set[int], set[int]]:
    """The rows and columns that hold anything."""
    spots = [*grid.values, *grid.wrong, *grid.uncached]
    return {row for row, _ in spots}, {column for _, column in spots}


def table_of(grid: Grid, is_province: IsProvince) -> Table | None:
    """The table of a sheet by where the names of provinces stand; None where there are too few."""
    known: dict[str, bool] = {}
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()
    found: list[Spot] = []
    for (row, column), value in grid.values.items():
        if not isinstance(value, str) or len(value) > _LONGEST:
            continue
        if value not in known:
            known[value] = is_province(value)
        if known[value]:
            rows[row] += 1
            columns[column] += 1
            found.append((row, column))
    if not found:
        return None
    best_row, best_column = max(rows.values()), max(columns.values())
    if max(best_row, best_column) < LEAST:
        return None
    across = best_row > best_column
    counts, best = (rows, best_row) if across else (columns, best_column)
    heads = sorted(line for line, count in counts.items() if 2 * count >= best)
    places = [spot[1] if across else spot[0] for spot in found if (spot[0] if across else spot[1]) in heads]
    table = Table(grid, across, heads, min(places), 0, [])
    table.numbers = _numbers(table)
    table.provinces = _provinces(table, known)
    return table


def lines_of(table: Table) -> list[int]:
    """The lines that hold anything, without those of names and numbers."""
    rows, columns = used(table.grid)
    own = {*table.heads, table.numbers}
    return sorted((rows if table.across else columns) - own)


def labels_of(table: Table, line: int) -> list[tuple[str, int]]:
    """The texts before the first province on a line, with where they stand."""
    found = []
    for at in range(1, table.first):
        value = table.value(line, at)
        if isinstance(value, str):
            found.append((value, at))
    return found


def _numbers(table: Table) -> int:
    rows, columns = used(table.grid)
    for line in sorted((rows if table.across else columns) - set(table.heads)):
        if any(_NUMBERS.match(fold(text)) for text, _ in labels_of(table, line)):
            return line
    return 0


def _provinces(table: Table, known: dict[str, bool]) -> list[Province]:
    rows, columns = used(table.grid)
    lines = lines_of(table)
    found = []
    for at in sorted(columns if table.across else rows):
        texts = [str(value) for head in table.heads if isinstance(value := table.value(head, at), str)]
        if at < table.first or not texts:
            continue
        # A note below the table stands where names do, but nothing belongs to it.
        if not any(known.get(text) for text in texts) and not any(has_content(table, line, at) for line in lines):
            continue
        number = table.value(table.numbers, at) if table.numbers else None
        text = f"{number:g}" if isinstance(number, float) else str(number or "").strip()
        head = next(head for head in reversed(table.heads) if isinstance(table.value(head, at), str))
        found.append(Province(ordered(texts), text, table.cell(head, at), at))
    return found


def has_content(table: Table, line: int, at: int) -> bool:
    """Whether anything stands at a place, an error or a formula without a value too."""
    spot = table.spot(line, at)
    return spot in table.grid.values or spot in table.grid.wrong or spot in table.grid.uncached
