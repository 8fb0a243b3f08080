"""The body of a DOCX into blocks, as Word shows it: with inserted text, numbers it counts and text boxes, without what
was deleted, moved away or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from danbiet.reading.blocks import Block, Cell, Line, Place, Row, Table
from danbiet.reading.docx_numbering import Numbering, W
from danbiet.reading.markup import clean

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What only wraps other content: content controls, tags, tracked insertions.
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_GONE = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "pict", "drawing", "object")}
_AS_TEXT = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
_OFF = ("0", "false", "off")


class Reader:
    """Counts paragraphs and tables while it walks the body, and keeps which element each number stands for.

    ``elements``: paragraphs by number; ``cells``: (table, row, column) to the cell's element, for a cell that only
    continues another the element it continues.
    """

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.paragraphs = 0
        self.tables = 0
        self.elements: dict[int, Any] = {}
        self.cells: dict[tuple[int, int, int], Any] = {}

    def read(self, body: Any) -> list[Block]:
        """All blocks in order; a text box stands after the paragraph it hangs on."""
        found: list[Block] = []
        for element in _flow(body):
            if element.tag == f"{W}tbl":
                found.append(self.table(element))
            else:
                found.extend(self.lines(element))
                for box in _boxes(element):
                    found.extend(self.read(box))
        return found

    def lines(self, element: Any, **place: int) -> Iterator[Line]:
        """A paragraph's lines: a line break inside it counts as one, as in a signature block."""
        self.paragraphs += 1
        self.elements[self.paragraphs] = element
        style = element.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and str(style.get(f"{W}val", "")).lower().startswith(("heading", "title"))
        label = self.numbering.label(element)
        at = Place(paragraph=self.paragraphs, **place)
        texts = [text for piece in _text(element).split("\n") if (text := clean(piece))]
        if not texts and place and any(letter.isalnum() for letter in label):
            # The number of a table's row, counted by Word.
            texts, label = [label], ""
        for text in texts:
            yield Line(_labelled(label, text, heading), at, heading)
            label = label if label in "-+–•*" else ""

    def table(self, element: Any) -> Table:
        """A table; merged cells stand empty in every column and row they cover but the first."""
        self.tables += 1
        number = self.tables
        rows: list[Row] = []
        first = self.paragraphs + 1
        for source in _children(element, "tr"):
            if source.find(f"{W}trPr/{W}del") is not None:
                continue
            index = len(rows) + 1
            before = _count(source.find(f"{W}trPr/{W}gridBefore"), least=0)
            cells = [Cell((), Place(table=number, row=index, column=i + 1), merged=True) for i in range(before)]
            for part in _children(source, "tc"):
                self._cell(part, cells, number, index)
            rows.append(Row(tuple(cells), Place(table=number, row=index)))
        return Table(tuple(rows), Place(paragraph=first, table=number))

    def _cell(self, part: Any, cells: list[Cell], table: int, row: int) -> None:
        span = part.find(f"{W}tcPr/{W}gridSpan")
        down = part.find(f"{W}tcPr/{W}vMerge")
        continues = down is not None and down.get(f"{W}val") != "restart"
        place = {"table": table, "row": row, "column": len(cells) + 1}
        above = self.cells.get((table, row - 1, len(cells) + 1)) if continues else None
        for step in range(_count(span)):
            self.cells[table, row, len(cells) + 1 + step] = part if above is None else above
        lines = tuple(line for paragraph in _paragraphs(part) for line in self.lines(paragraph, **place))
        cells.append(Cell(() if continues else lines, Place(**place), continues))
        for _ in range(_count(span) - 1):
            cells.append(Cell((), Place(table=table, row=row, column=len(cells) + 1), merged=True))


def _labelled(label: str, text: str, heading: bool) -> str:
    """A paragraph's text with what Word shows before it, unless it says so itself."""
    if not label or text.startswith(label):
        return text
    if label in "-+–•*":
        return text if text[:1] in "-+–" or text[:1].isdigit() or heading else f"{label} {text}"
    return f"{label} {text}"


def _count(span: Any, least: int = 1) -> int:
    """How many columns a cell spans; what isn't a number is ``least``."""
    value = str(span.get(f"{W}val", "")) if span is not None else ""
    return min(int(value), 50) if value.isascii() and value.isdecimal() else least


def _flow(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, through what only wraps them."""
    for element in body:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in _WRAPPERS:
            yield from _flow(element)
        elif element.tag == f"{MC}AlternateContent":
            yield from _flow(_choice(element))


def _children(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _paragraphs(part: Any) -> Iterator[Any]:
    """The paragraphs of a cell, those of tables and text boxes inside it included."""
    for element in _flow(part):
        if element.tag == f"{W}tbl":
            for row in _children(element, "tr"):
                for cell in _children(row, "tc"):
                    yield from _paragraphs(cell)
        else:
            yield element
            for box in _boxes(element):
                yield from _paragraphs(box)


def _choice(element: Any) -> Any:
    """The first of the forms a thing is given in; the others say the same for older programs."""
    return next(iter(element), element)


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of the text boxes that hang on a paragraph, each once."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _boxes(_choice(child))
        elif child.tag not in (f"{W}del", f"{W}moveFrom"):
            yield from _boxes(child)


def _text(paragraph: Any) -> str:
    """Running text as it is printed."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag == f"{W}t":
                parts.append(child.text or "")
            elif child.tag in _AS_TEXT:
                parts.append(_AS_TEXT[child.tag])
            elif child.tag in (f"{W}br", f"{W}cr"):
                parts.append("\n" if child.get(f"{W}type") is None else " ")
            elif child.tag == f"{MC}AlternateContent":
                walk(_choice(child))
            elif child.tag not in _GONE and not _hidden(child):
                walk(child)

    walk(paragraph)
    return "".join(parts)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in _OFF
