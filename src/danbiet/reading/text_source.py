"""Text and Markdown into blocks: tables of tab-separated cells, of pipes, or of HTML."""

from __future__ import annotations

import re

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.reading import errors
from danbiet.reading.blocks import Block, Cell, Line, Place, Row, Table
from danbiet.reading.markup import TableParser, cell_of, clean

_PIPE = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s|:+=-]+$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_TABLE_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
MIN_CELLS = 3


def decode(data: bytes) -> str:
    """The text of the bytes, in NFC with ``\\n`` line ends. Raises CodedError READ-006 if it isn't Unicode text."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CodedError(errors.UNREADABLE_TEXT) from error
    controls = sum(1 for letter in text[:100_000] if ord(letter) < 32 and letter not in "\t\n\r\f\v")
    if controls > len(text[:100_000]) // 1000:
        raise CodedError(errors.UNREADABLE_TEXT)
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n"))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a decoded text; lines are counted from 1."""
    lines = text.split("\n")
    found: list[Block] = []
    tables = 0
    index = 0
    while index < len(lines):
        if _TABLE_OPEN.search(lines[index]):
            end = next((i for i in range(index, len(lines)) if _TABLE_CLOSE.search(lines[i])), len(lines) - 1)
            tables += 1
            found.append(_html_table("\n".join(lines[index : end + 1]), index + 1, tables))
            index = end + 1
        elif _is_row(lines[index]):
            end = index
            while end + 1 < len(lines) and (_is_row(lines[end + 1]) or _between_rows(lines, end + 1)):
                end += 1
            tables += 1
            found.append(_line_table(lines[index : end + 1], index + 1, tables))
            index = end + 1
        else:
            line = _paragraph(lines[index], index + 1)
            if line is not None:
                found.append(line)
            index += 1
    return found


def _is_row(line: str) -> bool:
    return line.count("\t") >= MIN_CELLS - 1 or (bool(_PIPE.match(line)) and line.count("|") > MIN_CELLS)


def _between_rows(lines: list[str], index: int) -> bool:
    """A line without separators between two rows is a row of one cell, not the end of the table."""
    return bool(lines[index].strip()) and index + 1 < len(lines) and _is_row(lines[index + 1])


def _paragraph(source: str, number: int) -> Line | None:
    heading = bool(_HEADING.match(source))
    text = clean(_HEADING.sub("", source))
    if not text or set(text) <= set("-=_*# "):
        return None
    return Line(text, Place(line=number), heading)


def _line_table(lines: list[str], first: int, number: int) -> Table:
    rows: list[Row] = []
    for offset, line in enumerate(lines):
        piped = bool(_PIPE.match(line))
        if piped and _RULE.match(line):
            continue
        at = Place(line=first + offset, table=number, row=len(rows) + 1)
        sources = line.strip().strip("|").split("|") if piped else line.rstrip("\n").split("\t")
        cells = tuple(
            cell_of(source, Place(line=first + offset, table=number, row=at.row, column=column))
            for column, source in enumerate(sources, 1)
        )
        rows.append(Row(cells, at))
    return Table(tuple(rows), Place(line=first, table=number))


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
