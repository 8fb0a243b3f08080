"""Tables of a PDF: cells between ruled lines, columns of white where there are none; pages of one table joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from danbiet.reading import pdf_lines
from danbiet.reading.pdf_lines import TextLine
from danbiet.reading.pdf_pages import Box, Word

NEAR = 4.0  # points by which two edges may differ that are one


@dataclass(slots=True)
class Slot:
    """A cell: the columns it covers, its lines, whether it only continues the one above."""

    x0: float
    x1: float
    lines: list[TextLine] = field(default_factory=list)
    merged: bool = False
    paragraphs: list[list[TextLine]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(pdf_lines.joined(part) for part in self.paragraphs)


@dataclass(slots=True)
class Grid:
    """A table as printed: page, upper and lower edge, edges of its columns, rows of slots from left to right."""

    page: int
    top: float
    bottom: float
    edges: list[float]
    rows: list[list[Slot]]
    pages: list[int] = field(default_factory=list)
    last: int = 0
    guessed: bool = False


def ruled(cells: Sequence[Box], words: Sequence[Word], page: int) -> Grid:
    """A table from its cells; words go to the cell their middle stands in."""
    ys = _clusters([y for cell in cells for y in (cell[1], cell[3])], 2.0)
    xs = _clusters([x for cell in cells for x in (cell[0], cell[2])], 2.0)
    rows: list[list[Slot]] = [[] for _ in ys[:-1]]
    left = list(words)
    for box in cells:
        inside: list[Word] = []
        rest: list[Word] = []
        for word in left:
            (inside if within(word, box) else rest).append(word)
        left = rest
        first, last = _nearest(ys, box[1]), _nearest(ys, box[3])
        for index in range(first, max(last, first + 1)):
            if index < len(rows):
                own = pdf_lines.rows_of(inside, page) if index == first else []
                rows[index].append(Slot(box[0], box[2], own, merged=index > first))
    kept = [sorted(row, key=lambda slot: slot.x0) for row in rows if row]
    made = Grid(page, ys[0], ys[-1], xs, kept, [page] * len(kept), page)
    _paragraphs(made)
    return made


def within(word: Word, box: Box) -> bool:
    """Whether a word's middle stands in a box."""
    return box[1] <= word.middle < box[3] and box[0] - 1 <= (word.x0 + word.x1) / 2 < box[2] + 1


def _clusters(values: list[float], near: float) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= near:
            found[-1].append(value)
        else:
            found.append([value])
    return [median(group) for group in found]


def _nearest(values: Sequence[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))


def _paragraphs(grid: Grid) -> None:
    """Lines of each cell into paragraphs: text keeps from the edges what it keeps where it comes nearest."""
    for row in grid.rows:
        for slot in row:
            starts = [line.x0 - slot.x0 for line in slot.lines]
            # What is set to the left shows the distance there; a word too long for its cell may stand out on the right.
            ends = [] if starts and max(starts) - min(starts) < 2 else [slot.x1 - line.x1 for line in slot.lines]
            pad = min(max(min([*starts, *ends], default=2.0), 0.5), 6.0)
            for line in slot.lines:
                line.left, line.right = slot.x0 + pad, slot.x1 - pad
            slot.paragraphs = pdf_lines.paragraphs(slot.lines, cell=True)


def follows(table: Grid, other: Grid) -> bool:
    """Whether a table at the top of a page goes on with the one at the end of the page before: the same edges."""
    if table.last + 1 != other.page:
        return False
    if abs(table.edges[0] - other.edges[0]) > NEAR or abs(table.edges[-1] - other.edges[-1]) > NEAR:
        return False
    one, two = sorted((table.edges[1:-1], other.edges[1:-1]), key=len)
    common = sum(any(abs(x - y) <= NEAR for y in two) for x in one)
    return common * 3 >= len(one) * 2


def append(table: Grid, other: Grid) -> None:
    """Put the rows of the next page to a table: a repeated heading is left out, a row cut by the page is one again."""
    start = 0
    while start < min(3, len(other.rows), len(table.rows)) and _same(table.rows[start], other.rows[start]):
        start += 1
    rows = other.rows[start:]
    if rows and table.rows and _is_cut(table.rows[-1], rows[0]):
        _join_rows(table.rows[-1], rows.pop(0))
    table.rows += rows
    table.pages += [other.page] * len(rows)
    table.edges = _clusters([*table.edges, *other.edges], NEAR)
    table.last, table.bottom = other.page, other.bottom
    table.guessed = table.guessed or other.guessed


def _same(row: list[Slot], other: list[Slot]) -> bool:
    texts = [slot.text for slot in row if slot.text]
    return bool(texts) and texts == [slot.text for slot in other if slot.text]


def _is_cut(row: list[Slot], rest: list[Slot]) -> bool:
    """Whether a row is the rest of the one before: no number of its own, and some cell goes on in mid-sentence."""
    if not rest or rest[0].text or not any(slot.text for slot in rest):
        return False
    pairs = [(slot, _under(row, slot)) for slot in rest if slot.text]
    if any(above is None or not above.lines for _, above in pairs):
        return False
    return any(
        above is not None and pdf_lines.goes_on(above.paragraphs[-1], slot.paragraphs[0][0], cell=True)
        for slot, above in pairs
    )


def _under(row: list[Slot], slot: Slot) -> Slot | None:
    return next((one for one in row if abs(one.x0 - slot.x0) <= NEAR and abs(one.x1 - slot.x1) <= NEAR), None)


def _join_rows(row: list[Slot], rest: list[Slot]) -> None:
    for slot in rest:
        above = _under(row, slot)
        if above is None or not slot.lines:
            continue
        more = list(slot.paragraphs)
        if above.paragraphs and pdf_lines.goes_on(above.paragraphs[-1], more[0][0], cell=True):
            above.paragraphs[-1].extend(more.pop(0))
        above.paragraphs += more
        above.lines += slot.lines


def columns_of(edges: Sequence[float], slot: Slot) -> range:
    """Which columns a slot covers, counted from 0."""
    first = _nearest(edges, slot.x0)
    return range(first, max(_nearest(edges, slot.x1), first + 1))


def aligned(lines: Sequence[TextLine]) -> list[Grid | TextLine]:
    """Lines in which stretches that stand in three columns or more, parted by white alone, are tables."""
    out: list[Grid | TextLine] = []
    index = 0
    while index < len(lines):
        end, gutters = _stretch(lines, index)
        if end is None:
            out.append(lines[index])
            index += 1
            continue
        out.append(_from_white(lines[index:end], gutters))
        index = end
    return out


def _cells(line: TextLine) -> list[TextLine]:
    return pdf_lines.segments(line, max(9.0, 0.75 * line.height))


def _stretch(lines: Sequence[TextLine], start: int) -> tuple[int | None, list[tuple[float, float]]]:
    """The end of the table that begins at a line, and the white stretches between its columns."""
    first = _cells(lines[start])
    if len(first) < 3:
        return None, []
    end = start + 1
    while end < len(lines) and (len(_cells(lines[end])) >= 2 or _is_wrapped(lines, end)):
        end += 1
    while end > start and len(_cells(lines[end - 1])) < 2 and not _is_wrapped(lines, end - 1):
        end -= 1
    full = [line for line in lines[start:end] if len(_cells(line)) >= 3]
    gutters = _gutters(lines[start:end])
    if len(full) < 3 or len(gutters) < 2:
        return None, []
    return end, gutters


def _is_wrapped(lines: Sequence[TextLine], index: int) -> bool:
    """A short line close under the one before: more of one of its cells."""
    line, before = lines[index], lines[index - 1]
    width = max(one.x1 for one in lines) - min(one.x0 for one in lines)
    return line.top - before.bottom < 0.8 * line.height and line.x1 - line.x0 < 0.5 * width


def _gutters(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Stretches that nearly all lines leave white: a heading over several columns may cross them."""
    low, high = int(min(line.x0 for line in lines)), int(max(line.x1 for line in lines)) + 1
    taken = [0] * (high - low + 2)
    for line in lines:
        for part in _cells(line):
            for x in range(int(part.x0) - low, int(part.x1) - low + 1):
                taken[x] += 1
    most = len(lines) // 10
    found: list[tuple[float, float]] = []
    begin = None
    for x, count in enumerate(taken):
        if count <= most and begin is None:
            begin = x
        elif count > most and begin is not None:
            if begin > 0 and x - begin >= 4:
                found.append((begin + low, x + low))
            begin = None
    return found


def _from_white(lines: Sequence[TextLine], gutters: list[tuple[float, float]]) -> Grid:
    edges = [min(line.x0 for line in lines) - 1, *((a + b) / 2 for a, b in gutters), max(line.x1 for line in lines) + 1]
    page = lines[0].page
    rows: list[list[Slot]] = []
    labelled = False
    for line in lines:
        parts = _cells(line)
        opens = parts[0].x0 < edges[1] and parts[0].x1 <= edges[1] + NEAR
        label = opens and any(letter.isdigit() or letter in "IVX" for letter in parts[0].text[:1])
        labelled = labelled or label
        if not rows or opens or (not labelled and len(parts) > 1):
            rows.append([Slot(a, b) for a, b in pairwise(edges)])
        for part in parts:
            middle = part.x0 + min(part.x1 - part.x0, 20) / 2
            index = max(i for i, edge in enumerate(edges[:-1]) if edge <= middle)
            rows[-1][index].lines.append(TextLine(part.words, page))
    made = Grid(page, lines[0].top, lines[-1].bottom, edges, rows, [page] * len(rows), page, guessed=True)
    _paragraphs(made)
    return made
