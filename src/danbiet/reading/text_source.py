"""Text and Markdown into blocks: tables of tab-separated cells, of pipes, or of HTML."""

from __future__ import annotations

import re

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.reading import errors, wrapping
from danbiet.reading.blocks import Block, Cell, Line, Place, Row, Table
from danbiet.reading.markup import TableParser, cell_of, clean

_PIPE = re.compile(r"^\s*\|.*\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[\s|:+=-]+$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_TABLE_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dhr]\b", re.IGNORECASE)
_LINE_END = re.compile("\r\n|[\r\f\v\x85\u2028\u2029]")
# What is no text at all: an end-of-file mark, a zero.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_STAR = re.compile(r"^(\s*)\*(?=\s+\S)")
MIN_CELLS = 3


def decode(data: bytes) -> str:
    """The text of the bytes, in NFC with ``\\n`` line ends. Raises CodedError READ-006 if it isn't Unicode text."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise CodedError(errors.UNREADABLE_TEXT) from error
    controls = sum(1 for letter in text[:100_000] if ord(letter) < 32 and letter not in "\t\n\r\f\v")
    if controls > len(text[:100_000]) // 1000:
        raise CodedError(errors.UNREADABLE_TEXT)
    return nfc(_LINE_END.sub("\n", _CONTROLS.sub("", text)))


def _encoding(data: bytes) -> str:
    """Which of Unicode's encodings: told by the byte order mark, else by where the zeros of Latin letters stand."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    start = data[:4096]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 5 > len(start):
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8"


def count_cells(text: str) -> int:
    """At most how many cells the tables of a text can have, without reading them."""
    return text.count("\t") + text.count("|") + len(_CELL.findall(text))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a decoded text; lines are counted from 1."""
    numbers, lines = wrapping.whole_lines(text.split("\n"))
    found: list[Block] = []
    tables = 0
    index = 0
    while index < len(lines):
        if _TABLE_OPEN.search(lines[index]):
            end = next((i for i in range(index, len(lines)) if _TABLE_CLOSE.search(lines[i])), len(lines) - 1)
            tables += 1
            found.append(_html_table("\n".join(lines[index : end + 1]), numbers[index], tables))
            index = end + 1
        elif _is_row(lines[index]):
            end = index
            while end + 1 < len(lines) and (_is_row(lines[end + 1]) or _between_rows(lines, end + 1)):
                end += 1
            tables += 1
            found.append(_line_table(lines[index : end + 1], numbers[index : end + 1], tables))
            index = end + 1
        else:
            line = _paragraph(lines[index], numbers[index])
            if line is not None:
                found.append(line)
            index += 1
    return found


def _is_row(line: str) -> bool:
    return line.count("\t") >= MIN_CELLS - 1 or _is_piped(line)


def _is_piped(line: str) -> bool:
    """A row of a Markdown table, with pipes at its edges or only between its cells."""
    if "\t" in line or "|" not in line:
        return False
    return line.count("|") > MIN_CELLS if _PIPE.match(line) else line.count("|") >= MIN_CELLS - 1


def _between_rows(lines: list[str], index: int) -> bool:
    """A line without separators between two rows is a row of one cell, not the end of the table."""
    return bool(lines[index].strip()) and index + 1 < len(lines) and _is_row(lines[index + 1])


def _paragraph(source: str, number: int) -> Line | None:
    heading = bool(_HEADING.match(source))
    # A star alone is a bullet; clean() would take it for emphasis.
    text = clean(_STAR.sub(r"\1-", _HEADING.sub("", source)))
    if not text or set(text) <= set("-=_*# "):
        return None
    return Line(text, Place(line=number), heading)


def _line_table(lines: list[str], numbers: list[int], number: int) -> Table:
    rows: list[Row] = []
    edged = all(_PIPE.match(line) for line in lines if _is_piped(line))
    for line_number, line in zip(numbers, lines, strict=True):
        piped = _is_piped(line)
        if piped and _RULE.match(line):
            continue
        at = Place(line=line_number, table=number, row=len(rows) + 1)
        sources = _piped_cells(line, edged) if piped else line.split("\t")
        cells = tuple(
            cell_of(source, Place(line=line_number, table=number, row=at.row, column=column))
            for column, source in enumerate(sources, 1)
        )
        rows.append(Row(cells, at))
    return Table(tuple(rows), Place(line=numbers[0], table=number))


def _piped_cells(line: str, edged: bool) -> list[str]:
    inner = line.strip()[1:-1] if edged else line
    return [cell.replace("\\|", "|") for cell in _BAR.split(inner)]


def _html_table(source: str, first: int, number: int) -> Table:
    parser = TableParser()
    parser.feed(source)
    parser.close()
    starts = [match.start() for match in re.finditer(r"<tr\b", source, re.IGNORECASE)]
    rows: list[Row] = []
    hanging: dict[int, int] = {}
    for index, parts in enumerate(parser.rows):
        line = first + source.count("\n", 0, starts[index] if index < len(starts) else 0)
        rows.append(_html_row(parts, hanging, Place(line=line, table=number, row=index + 1)))
    return Table(tuple(rows), Place(line=first, table=number))


def _html_row(parts: list[tuple[str, int, int]], hanging: dict[int, int], at: Place) -> Row:
    cells: list[Cell] = []

    def place() -> Place:
        return Place(line=at.line, table=at.table, row=at.row, column=len(cells) + 1)

    def continue_from_above() -> None:
        while hanging.get(len(cells), 0) > 0:
            hanging[len(cells)] -= 1
            cells.append(Cell(at=place(), merged=True))

    for source, across, down in parts:
        continue_from_above()
        for step in range(across):
            if down > 1:
                hanging[len(cells)] = down - 1
            cells.append(cell_of(source if step == 0 else "", place(), merged=step > 0))
    continue_from_above()
    return Row(tuple(cells), at)
