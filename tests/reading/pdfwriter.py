"""A small writer of PDFs: words at places, lines, pictures, and a plan laid out with them; no library, no surprises."""

from __future__ import annotations

import importlib.util
import re
import sys
import textwrap
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

A4 = (595, 842)
WIDTH = 0.5  # of each letter, in parts of its size


@dataclass
class Sheet:
    """A page under way; places are points from the upper left corner."""

    size: tuple[float, float] = A4
    operators: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    picture: bool = False

    def text(self, x: float, y: float, words: str, size: float = 12) -> None:
        """Words whose upper edge is at y."""
        self.used |= set(words)
        codes = "".join(f"{ord(letter):04x}" for letter in words)
        self.operators.append(f"BT /F {size} Tf {x:.2f} {self.size[1] - y - 0.8 * size:.2f} Td <{codes}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruled line."""
        height = self.size[1]
        self.operators.append(f"0.5 w {x0:.2f} {height - y0:.2f} m {x1:.2f} {height - y1:.2f} l S")

    def scan(self) -> None:
        """A picture over the whole page."""
        self.picture = True
        self.operators.append(f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /I Do Q")


def document(
    sheets: Sequence[Sheet], *, font: str = "TimesNewRoman", mapped: bool = True, media: str = "", trailer: str = ""
) -> bytes:
    """The file. ``mapped``: the font says which letters its codes are; ``media``: another page size; ``trailer``: more
    entries of the trailer."""
    used = sorted(set().union(*(sheet.used for sheet in sheets)))
    pairs = "\n".join(f"<{ord(one):04x}> <{ord(one):04x}>" for one in used)
    ranges = "1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = f"begincmap {ranges} {len(used)} beginbfchar\n{pairs}\nendbfchar endcmap"
    unicode_map = "/ToUnicode 5 0 R" if mapped else ""
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(sheets)))
    parts = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(sheets)} /Kids [{kids}] >>".encode(),
        3: f"<< /Type /Font /Subtype /Type0 /BaseFont /{font} /Encoding /Identity-H /DescendantFonts [4 0 R] "
        f"{unicode_map} >>".encode(),
        4: f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font} /DW {WIDTH * 1000:.0f} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /F /Ascent 800 /Descent -200 /Flags 4 >> >>".encode(),
        5: stream(cmap.encode()),
        6: stream(b"\x80" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray "
                  "/BitsPerComponent 8", packed=False),
    }  # fmt: skip
    for index, sheet in enumerate(sheets):
        box = media or f"0 0 {sheet.size[0]} {sheet.size[1]}"
        parts[10 + 2 * index] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {11 + 2 * index} 0 R "
            "/Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >> >>"
        ).encode()
        parts[11 + 2 * index] = stream("\n".join(sheet.operators).encode())
    return assembled(parts, trailer)


def stream(data: bytes, entries: str = "", *, packed: bool = True) -> bytes:
    """A stream object's inside."""
    body = zlib.compress(data) if packed else data
    kind = "/Filter /FlateDecode " if packed else ""
    return f"<< {entries} {kind}/Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def assembled(parts: dict[int, bytes], trailer: str = "") -> bytes:
    """Objects with their table."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in sorted(parts.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {max(parts) + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, max(parts) + 1):
        out += f"{places[number]:010} 00000 n \n".encode() if number in places else b"0000000000 00000 f \n"
    out += f"trailer << /Size {max(parts) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


Rows = Sequence[Sequence[Sequence[str]]]


class Press:
    """Lays paragraphs and tables out over pages, each with its number and a running head."""

    def __init__(self, *, ruled: bool = True, head: str = "UBND TỈNH, bản in thử") -> None:
        self.ruled, self.head = ruled, head
        self.sheets: list[Sheet] = []
        self.turn()

    def turn(self) -> None:
        """A new page."""
        self.sheets.append(Sheet())
        self.y = 90.0
        self.sheets[-1].text(60, 30, self.head, 9)
        self.sheets[-1].text(290, 800, f"- {len(self.sheets)} -", 10)

    def paragraph(self, text: str, size: float = 12) -> None:
        """Wrapped between the margins, the first line inset."""
        room = int((535 - 60) / (WIDTH * size))
        mark = text[:1] in "-+" or text[:1].isdigit() or text.isupper()
        inset = "" if mark else " " * 4
        for index, line in enumerate(textwrap.wrap(text, room, initial_indent=inset, break_on_hyphens=False)):
            if self.y > 770:
                self.turn()
            self.sheets[-1].text(60 + (24 if index == 0 and not mark else 0), self.y, line.strip(), size)
            self.y += 1.3 * size
        self.y += 0.6 * size

    def table(self, rows: Rows, widths: Sequence[float], heads: int = 1, size: float = 10) -> None:
        """Ruled rows; the first are repeated on each page, and a row that has no room goes on over the page."""
        edges = [60.0]
        for width in widths:
            edges.append(edges[-1] + width)
        made = [[self._wrapped(cell, width, size) for cell, width in zip(row, widths, strict=True)] for row in rows]
        top = self.y
        for index, row in enumerate(made):
            while any(row):
                room = int((780 - self.y) / (1.2 * size))
                if room < 1 or (index < heads and room < 4):
                    self._down(edges, top)
                    self.turn()
                    top = self.y
                    for head in made[:heads] if index >= heads else ():
                        self._row(head, edges, size)
                    continue
                self._row([cell[:room] for cell in row], edges, size)
                row = [cell[room:] for cell in row]
        self._down(edges, top)
        self.y += 20

    def _wrapped(self, cell: Iterable[str], width: float, size: float) -> list[str]:
        room = int((width - 8) / (WIDTH * size))
        return [line for text in cell for line in textwrap.wrap(text, room, break_on_hyphens=False)]

    def _row(self, row: Sequence[Sequence[str]], edges: Sequence[float], size: float) -> None:
        self._rule(edges)
        self.y += 2
        for x, lines in zip(edges, row, strict=False):
            for index, line in enumerate(lines):
                self.sheets[-1].text(x + 4, self.y + index * 1.2 * size, line, size)
        self.y += max(map(len, row)) * 1.2 * size + 2
        self._rule(edges)

    def _rule(self, edges: Sequence[float]) -> None:
        if self.ruled:
            self.sheets[-1].line(edges[0], self.y, edges[-1], self.y)

    def _down(self, edges: Sequence[float], top: float) -> None:
        for x in edges if self.ruled else ():
            self.sheets[-1].line(x, top, x, self.y)


def example() -> bytes:
    """The example plan as a PDF."""
    path = Path(__file__).resolve().parents[2] / "examples" / "build_docx.py"
    spec = importlib.util.spec_from_file_location("build_docx_for_pdf", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    build = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = build
    spec.loader.exec_module(build)
    return document(plan(build.read((path.parent / "ke-hoach-vi-du.txt").read_text("utf-8")).parts).sheets)


def plan(parts: Sequence[object], **options: bool) -> Press:
    """The pages of a plan's text: its paragraphs and tables (see ``examples/build_docx.py``) in order."""
    press = Press(**options)
    for part in parts:
        if isinstance(part, str):
            press.paragraph(re.sub(r"</?[a-z]+[^>]*>|[*][*]|^#+ ", "", part))
        else:
            _table(press, part)  # type: ignore[arg-type]
    return press


def _table(press: Press, rows: Rows) -> None:
    most = max(len(row) for row in rows)
    scores = most == 7 and len(rows[0]) == 7
    # A row with a cell more than its heading shows two contents: they share the column of the content here.
    even = [row if len(row) == len(rows[0]) else [row[0], [*row[1], *row[2]], *row[3:]] for row in rows]
    widths = [30, 150, 55, 55, 65, 60, 60] if scores else [30, 85, 140, 85, 80, 55]
    press.table(even, widths, heads=2 if scores else 1)
