"""PDF with a text layer into blocks: running text, tables over their pages, without page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.reading import errors, pdf_lines, pdf_tables
from danbiet.reading.blocks import Block, Cell, GuessedTable, Line, Place, Row, Table, UnreadPage
from danbiet.reading.pdf_lines import TextLine
from danbiet.reading.pdf_pages import Page, Word, pages_of
from danbiet.reading.pdf_tables import Grid, Slot

MARGIN = 0.11  # of a page's height: where page numbers and running heads stand
FEWEST_WORDS = 3
_PAGE_NUMBER = re.compile(r"^(?:(?:trang|page)\s*)?[-–—\s]*\d{1,3}\s*(?:[/|]\s*\d{1,3})?[-–—\s]*$", re.IGNORECASE)
_TCVN3 = re.compile(r"(?:^|\+)\.?Vn[A-Z]")
_VNI = re.compile(r"(?:^|\+)VNI[-_ ]", re.IGNORECASE)
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_OWN = re.compile("[đơưĐƠƯ\u1ea0-\u1ef9]")  # letters no other Latin code page has
_UNMAPPED = re.compile(r"\(cid:\d+\)|\ufffd")


def blocks_of(data: bytes) -> list[Block]:
    """The blocks of a PDF. Raises CodedError READ-007, READ-013 to READ-017."""
    pages = pages_of(data)
    pages = [_without_margins(page, heads) for heads in [_running_heads(pages)] for page in pages]
    unread = [page.number for page in pages if len(page.words) < FEWEST_WORDS and page.picture]
    if not any(page.words for page in pages) or len(unread) == len(pages):
        raise CodedError(errors.SCANNED_PDF, pages=len(pages))
    _check_letters(pages)
    return _Reader(pages, unread).read()


def _check_letters(pages: Sequence[Page]) -> None:
    """Refuse text in an encoding of its own (TCVN3, VNI) or none: it would be read as other letters."""
    bad: dict[str, list[int]] = {}
    for page in pages:
        text = nfc(" ".join(word.text for word in page.words))
        letters = sum(1 for letter in text if not letter.isspace())
        if letters < 40:
            continue
        kind = ""
        if sum(len(one) for one in _UNMAPPED.findall(text)) * 10 > letters:
            kind = "phông không có bảng mã/unmapped font"
        elif len(_OWN.findall(text)) * 100 < letters:
            legacy = [name for name, fonts in (("TCVN3", _TCVN3), ("VNI", _VNI)) if any(map(fonts.search, page.fonts))]
            strange = sum(1 for letter in text if ord(letter) > 127 and not _VIETNAMESE.match(letter))
            kind = legacy[0] if legacy and strange * 50 > letters else "TCVN3/VNI?" if strange * 16 > letters else ""
        if kind:
            bad.setdefault(kind, []).append(page.number)
    if bad:
        kind, numbers = max(bad.items(), key=lambda pair: len(pair[1]))
        raise CodedError(errors.LEGACY_PDF, kind=kind, pages=", ".join(map(str, numbers)))


def _edge_lines(page: Page) -> list[TextLine]:
    """Lines at the head and foot of a page, outside its tables."""
    low, high = page.height * MARGIN, page.height * (1 - MARGIN)
    words = [word for word in page.words if (word.bottom < low or word.top > high) and not _in_table(word, page)]
    return pdf_lines.rows_of(words, page.number)


def _in_table(word: Word, page: Page) -> bool:
    return any(pdf_tables.within(word, box) for cells in page.tables for box in cells)


def _running_heads(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """What stands at the same height of three pages or more, and half of them, digits aside."""
    met = Counter(key for page in pages for key in {_key(line, page) for line in _edge_lines(page)})
    return {key for key, count in met.items() if count >= 3 and count * 2 >= len(pages)}


def _key(line: TextLine, page: Page) -> tuple[str, int]:
    place = line.top if line.top < page.height / 2 else line.top - page.height
    return re.sub(r"\d+", "#", line.text), round(place / 4)


def _without_margins(page: Page, heads: set[tuple[str, int]]) -> Page:
    """The page without its number and what is repeated over pages."""
    edge = _edge_lines(page)
    rest = pdf_lines.rows_of(page.words, page.number)
    outer = {line.text for line in (*rest[:1], *rest[-1:])}
    dropped = [
        line for line in edge
        if _key(line, page) in heads or (_PAGE_NUMBER.match(line.text) and line.text in outer)
    ]  # fmt: skip
    if not dropped:
        return page
    gone = {id(word) for line in dropped for word in line.words}
    words = tuple(word for word in page.words if id(word) not in gone)
    return Page(page.number, page.width, page.height, words, page.tables, page.picture, page.fonts)


class _Reader:
    """Walks the pages, joins what goes on over them, counts paragraphs and tables."""

    def __init__(self, pages: Sequence[Page], unread: Sequence[int]) -> None:
        self.pages = pages
        self.unread = set(unread)
        self.paragraphs = 0
        self.tables = 0

    def read(self) -> list[Block]:
        stream: list[Grid | list[TextLine] | int] = []
        for page in self.pages:
            if page.number in self.unread:
                stream.append(page.number)
                continue
            for item in _items(page):
                before = stream[-1] if stream else None
                if isinstance(item, Grid) and isinstance(before, Grid) and pdf_tables.follows(before, item):
                    pdf_tables.append(before, item)
                else:
                    stream.append(item)
        _set_edges([run for run in stream if isinstance(run, list)], {page.number: page for page in self.pages})
        found: list[Block] = []
        for entry in _joined_runs(stream):
            if isinstance(entry, Grid):
                found.append(self.table(entry))
            elif isinstance(entry, int):
                found.append(UnreadPage((), Place(page=entry)))
            else:
                found.extend(self.line(part) for part in pdf_lines.paragraphs(entry))
        return found

    def line(self, part: Sequence[TextLine], **place: int) -> Line:
        self.paragraphs += 1
        return Line(pdf_lines.joined(part), Place(paragraph=self.paragraphs, page=part[0].page, **place))

    def table(self, grid: Grid) -> Table:
        self.tables += 1
        first = self.paragraphs + 1
        rows = tuple(
            self._row(row, grid, index, page)
            for index, (row, page) in enumerate(zip(grid.rows, grid.pages, strict=True), 1)
        )
        kind = GuessedTable if grid.guessed else Table
        return kind(rows, Place(paragraph=first, table=self.tables, page=grid.page))

    def _row(self, row: Sequence[Slot], grid: Grid, number: int, page: int) -> Row:
        place = {"table": self.tables, "row": number}
        cells: dict[int, Cell] = {}
        for slot in row:
            for step, column in enumerate(pdf_tables.columns_of(grid.edges, slot)):
                at = Place(**place, column=column + 1, page=page)
                lines = () if step else tuple(self.line(part, **place, column=column + 1) for part in slot.paragraphs)
                cells.setdefault(column, Cell(lines, at, merged=slot.merged or step > 0))
        width = len(grid.edges) - 1
        filled = (cells.get(column, Cell(at=Place(**place, column=column + 1, page=page))) for column in range(width))
        return Row(tuple(filled), Place(**place, page=page))


def _items(page: Page) -> list[Grid | list[TextLine]]:
    """Tables and runs of lines of a page from top to bottom."""
    left = list(page.words)
    grids: list[Grid] = []
    for cells in page.tables:
        inside = [word for word in left if any(pdf_tables.within(word, box) for box in cells)]
        made = pdf_tables.ruled(cells, inside, page.number)
        # A frame around text is none; its words stay where they are.
        if len(made.edges) > 2 and inside:
            gone = set(map(id, inside))
            left = [word for word in left if id(word) not in gone]
            grids.append(made)
    out: list[Grid | list[TextLine]] = []
    lines = pdf_lines.rows_of(left, page.number)
    for grid in [*sorted(grids, key=lambda grid: grid.top), None]:
        above = [line for line in lines if grid is None or (line.top + line.bottom) / 2 < grid.top]
        lines = lines[len(above) :]
        out += _runs(above)
        if grid is not None:
            out.append(grid)
    return out


def _runs(lines: list[TextLine]) -> list[Grid | list[TextLine]]:
    """Lines outside ruled tables: tables by alignment, columns side by side, running text."""
    out: list[Grid | list[TextLine]] = []
    waiting: list[TextLine] = []
    for item in [*pdf_tables.aligned(lines), None]:
        if isinstance(item, TextLine):
            waiting.append(item)
            continue
        out += pdf_lines.columns(waiting)
        waiting = []
        if item is not None:
            out.append(item)
    return out


def _set_edges(runs: Sequence[list[TextLine]], pages: dict[int, Page]) -> None:
    """Running text stands between the edges of all running text on pages of the same width; columns know theirs."""
    edges: dict[int, tuple[float, float]] = {}
    for line in (line for run in runs for line in run):
        low, high = edges.get(round(pages[line.page].width), (line.x0, line.x1))
        edges[round(pages[line.page].width)] = (min(line.x0, low), max(line.x1, high))
    for line in (line for run in runs for line in run):
        left, right = edges[round(pages[line.page].width)]
        right = max(right, pages[line.page].width - left)  # a margin is hardly wider than the one on the left
        line.left, line.right = line.left or left, line.right or right


def _joined_runs(stream: Sequence[Grid | list[TextLine] | int]) -> list[Grid | list[TextLine] | int]:
    """A paragraph that a page's end cuts goes on in the next page's first run."""
    out: list[Grid | list[TextLine] | int] = []
    for entry in stream:
        before = out[-1] if out else None
        if isinstance(entry, list) and isinstance(before, list) and before[-1].page != entry[0].page:
            out[-1] = [*before, *entry]
        else:
            out.append(entry)
    return out
