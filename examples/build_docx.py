"""Build ``ke-hoach-vi-du.docx`` from ``ke-hoach-vi-du.txt``: the same words in the form of an official letter.

    python examples/build_docx.py [TEXT DOCX]

Deterministic: the same text gives the same bytes. Page and type follow TT 01/2011/TT-BNV (A4, 20-20-30-20 mm, Times New
Roman). The text is a scan's, its tables cut by pages with the header repeated; here each is one table again, with
merged cells and a header row that Word repeats.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

HERE = Path(__file__).resolve().parent
TEXT, DOCX = HERE / "ke-hoach-vi-du.txt", HERE / "ke-hoach-vi-du.docx"
FACE = "Times New Roman"
ISSUED = datetime(2016, 9, 6, 8, tzinfo=UTC)
SCORE_WIDTHS = (12, 62, 18, 18, 24, 18, 18)
# Number, dimension, sub-dimension, actions, lead, coordination, time.
TASK_WIDTHS = (11, 26, 26, 84, 40, 40, 29)
_PARAGRAPH = re.compile(r"</?(?:ul|li|p)\b[^>]*>")
_TAG = re.compile(r"</?[a-z]+[^>]*>|\*\*")
_HEADING = re.compile(r"^#{1,6}\s+")


@dataclass
class Page:
    """What the text holds, in order: paragraphs, and each table's rows of cells of paragraphs."""

    parts: list[str | list[list[list[str]]]] = field(default_factory=list)


def plain(text: str) -> str:
    """Text without marks."""
    return re.sub(r"\s+", " ", _TAG.sub("", text)).strip()


def cell(source: str) -> list[str]:
    """The paragraphs of a cell."""
    return [text for text in (plain(piece) for piece in _PARAGRAPH.split(source)) if text]


def read(text: str) -> Page:
    """Paragraphs and tables; the pages of one table are joined."""
    page = Page()
    for line in text.split("\n"):
        if line.count("\t") >= 2:
            row = [cell(part) for part in line.split("\t")]
            if not (page.parts and isinstance(page.parts[-1], list)):
                page.parts.append([])
            add(page.parts[-1], row)  # type: ignore[arg-type]
        elif line.strip():
            page.parts.append(line.strip())
    return page


def add(table: list[list[list[str]]], row: list[list[str]]) -> None:
    """A row of a table: a header met again is dropped, a row with nothing but actions goes on with the one before."""
    is_header = row[0] == ["STT"]
    if is_header and table:
        return
    filled = [index for index, lines in enumerate(row) if lines]
    if filled == [2] and table:
        table[-1][2].extend(row[2])
    else:
        table.append(row)


def build(text: str) -> bytes:
    """The DOCX of a text."""
    document: Any = Document()
    style(document)
    parts = read(text).parts
    number = next(i for i, part in enumerate(parts) if isinstance(part, str) and part.startswith("Số:"))
    heading(document, [plain(str(part)) for part in parts[: number + 4]])
    close = next(i for i, part in enumerate(parts) if isinstance(part, str) and "KT. CHỦ TỊCH" in part)
    annex = next(i for i, part in enumerate(parts) if isinstance(part, str) and "BẢNG PHÂN CÔNG" in part)
    for part in parts[number + 4 : close]:
        if isinstance(part, str):
            paragraph(document, part)
        else:
            score_table(document, part)
    closing(document, [plain(str(part)) for part in parts[close:annex]])
    landscape(document)
    for part in parts[annex:]:
        if isinstance(part, str):
            line = document.add_paragraph(plain(part), style="Title" if part.startswith("**") else "Normal")
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            task_table(document, part)
    return packed(document)


def style(document: Any) -> None:
    """A4, the margins of 2016, Times New Roman by name in every style used."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    sizes = {"Normal": 14, "Title": 14, "Heading 1": 14, "Heading 2": 14, "Table Grid": 11}
    for name, size in sizes.items():
        made = document.styles[name]
        made.font.name, made.font.size = FACE, Pt(size)
        fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), FACE)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        if name != "Normal" and name != "Table Grid":
            made.font.bold, made.font.color.rgb = True, None
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    facts = document.core_properties
    facts.title, facts.subject = "Kế hoạch ví dụ", "Văn bản ví dụ, không phải văn bản chính thức"
    facts.author, facts.last_modified_by, facts.comments, facts.keywords = "Dân Biết", "Dân Biết", "", ""
    facts.created = facts.modified = facts.last_printed = ISSUED
    facts.revision, facts.language = 1, "vi"


def heading(document: Any, lines: list[str]) -> None:
    """The warning, then the two columns of an official letter's head."""
    number = next(i for i, line in enumerate(lines) if line.startswith("Số:"))
    for line in lines[: number - 1]:
        document.add_paragraph(line, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=1, cols=2)
    for place, texts in zip(table.rows[0].cells, (lines[number - 1 : number + 1], lines[number + 1 :]), strict=True):
        fill(place, texts, size=13, centre=True, bold=lambda text: text.upper() == text or "Độc lập" in text)


def paragraph(document: Any, source: str) -> None:
    """A heading, the title or running text."""
    text = plain(_HEADING.sub("", source))
    if re.match(r"^[IVX]+\. ", text):
        document.add_paragraph(text, style="Heading 1")
    elif _HEADING.match(source) and re.match(r"^\d+\. ", text):
        document.add_paragraph(text, style="Heading 2")
    elif _HEADING.match(source):
        document.add_paragraph(text, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        made = document.add_paragraph(text)
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        made.paragraph_format.first_line_indent = Mm(10)


def score_table(document: Any, rows: list[list[list[str]]]) -> None:
    """The score table: a header of two rows with the years below, dimensions in bold."""
    table = grid(document, len(rows), SCORE_WIDTHS)
    for index, row in enumerate(rows):
        for column in range(len(SCORE_WIDTHS)):
            main = index < 2 or (row[0] and row[0][0] in ("I", "II", "III", "IV", "V", "VI"))
            fill(table.cell(index, column), row[column], centre=column != 1, bold=lambda _, main=main: main)
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    for column in (2, 5):
        table.cell(0, column).merge(table.cell(0, column + 1))
    tidy(table)
    for row in table.rows[:2]:
        repeat(row)


def task_table(document: Any, rows: list[list[list[str]]]) -> None:
    """The assignment table: the content column is two, so that dimension V shows its parts beside its name."""
    table = grid(document, len(rows), TASK_WIDTHS)
    opened = None
    for index, source in enumerate(rows):
        split = len(source) == len(TASK_WIDTHS)
        row = source if split else [*source[:2], [], *source[2:]]
        goes_on = opened is not None and not row[0] and not row[1]
        for column, lines in enumerate(row):
            if not (goes_on and column < 3):
                main = index == 0 or (column < 2 and bool(row[0]) and not row[0][0].isdigit())
                fill(table.cell(index, column), lines, centre=column == 0, bold=lambda _, main=main: main, size=11)
        if goes_on:
            for column in range(3):
                table.cell(opened, column).merge(table.cell(index, column))
            continue
        opened = index if split else None
        if not split:
            last = 6 if not any(row[3:]) else 2
            table.cell(index, 0 if row[0] and not row[1] else 1).merge(table.cell(index, last))
    tidy(table)
    repeat(table.rows[0])


def closing(document: Any, lines: list[str]) -> None:
    """Recipients on the left, the signature on the right."""
    start = next(i for i, line in enumerate(lines) if line.startswith("Nơi nhận"))
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    fill(left, lines[start:], size=11, bold=lambda text: text.startswith("Nơi nhận"))
    fill(right, lines[:start], size=14, centre=True, bold=lambda _: True)


def landscape(document: Any) -> None:
    """The annex stands on pages laid across."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(20)


def grid(document: Any, rows: int, widths: tuple[int, ...]) -> Any:
    """An empty table with lines and fixed widths."""
    table = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.autofit = False
    for row in table.rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = Mm(width)
    return table


def fill(place: Any, lines: list[str], *, size: int = 12, centre: bool = False, bold: Any = None) -> None:
    """Paragraphs into a cell."""
    for index, text in enumerate(lines):
        made = place.paragraphs[0] if index == 0 else place.add_paragraph()
        made.paragraph_format.space_after = Pt(0)
        run = made.add_run(text)
        run.font.size, run.bold = Pt(size), bool(bold and bold(text))
        if centre:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER


def tidy(table: Any) -> None:
    """Merging leaves empty paragraphs behind; a cell keeps those with text, or one."""
    for place in table._tbl.iter(qn("w:tc")):
        empty = [p for p in place.findall(qn("w:p")) if not "".join(t.text or "" for t in p.iter(qn("w:t")))]
        for extra in empty if len(empty) < len(place.findall(qn("w:p"))) else empty[1:]:
            place.remove(extra)


def repeat(row: Any) -> None:
    """Word repeats the row at the head of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def packed(document: Any) -> bytes:
    """The document's bytes with fixed times inside the archive."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, ISSUED.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()


def main() -> int:
    """Write the DOCX."""
    source, target = (Path(name) for name in sys.argv[1:3]) if len(sys.argv) > 2 else (TEXT, DOCX)
    target.write_bytes(build(source.read_text("utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
