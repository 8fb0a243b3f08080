"""A letter as DOCX in the form of NĐ 30/2020/NĐ-CP, Phụ lục I (the form of 2011 differs in the page number only)."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from danbiet.documents.letter import Letter, Table, version

__all__ = ["FONT", "to_docx"]

FONT = "Times New Roman"
# Within the ranges of the decree: 20-25 mm above and below, 30-35 left, 15-20 right.
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
WIDTH = 210 - MARGINS["left_margin"] - MARGINS["right_margin"]
LEFT, RIGHT = 70, WIDTH - 70
# Of the country's motto in bold 13 pt: the line below it is as long.
MOTTO = 62
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_FONTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")


def to_docx(letter: Letter) -> bytes:
    """The letter as a DOCX file; its number, day and signer's name are blank. Raises CodedError DOC-001, DOC-002."""
    letter.check()
    made: Any = Document()
    _prepare(made, letter)
    _head(made, letter)
    _addressees(made, letter.addressees)
    for part in letter.body:
        if isinstance(part, Table):
            _table(made, part)
        else:
            _paragraph(made, part, align=JUSTIFY, indent=12.7, after=6)
    _foot(made, letter)
    if letter.annex is not None:
        _annex(made, letter, letter.annex)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _prepare(made: Any, letter: Letter) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    section.header_distance = section.footer_distance = Mm(10)
    defaults = made.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        _name(fonts)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    _name(normal.element.rPr.rFonts)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    made.core_properties.author, made.core_properties.title = "", letter.about
    made.core_properties.comments = version(letter)
    # The page number stands in the middle of the head, from the second page on.
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(_run(number, "", 13), "PAGE")
    if letter.mark:
        _run(number, f" · {letter.mark}", 11, bold=True)
        first = section.first_page_header.paragraphs[0]
        first.alignment = CENTRE
        _run(first, letter.mark, 11, bold=True)
    for footer in (section.first_page_footer, section.footer):
        _run(footer.paragraphs[0], f"Mã bản: {version(letter)}", 8)


def _name(fonts: Any) -> None:
    for key in _THEMES:
        fonts.attrib.pop(qn(key), None)
    for key in _FONTS:
        fonts.set(qn(key), FONT)


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run._element.insert(0, deepcopy(_properties(size, bold, italic)))
    return run


@cache
def _properties(size: float, bold: bool, italic: bool) -> Any:
    """The form of a run, made once: a long list has thousands."""
    made = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    _name(fonts)
    made.append(fonts)
    for key in [*(["w:b"] if bold else []), *(["w:i"] if italic else [])]:
        made.append(OxmlElement(key))
    for key in ("w:sz", "w:szCs"):
        element = OxmlElement(key)
        element.set(qn("w:val"), str(round(size * 2)))
        made.append(element)
    return made


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)


def _paragraph(
    where: Any,
    text: str,
    size: float = 14,
    *,
    align: Any = None,
    bold: bool = False,
    italic: bool = False,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
) -> Any:
    paragraph = where.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if indent:
        form.first_line_indent = Mm(indent)
    _run(paragraph, text, size, bold=bold, italic=italic)
    return paragraph


def _line(where: Any, width: float, length: float) -> None:
    """A rule of ``length`` mm in the middle of ``width`` mm: the border of an empty paragraph of the least height."""
    paragraph = _paragraph(where, "", 2, before=3)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    border.append(top)
    paragraph._element.get_or_add_pPr().append(border)


def _columns(made: Any, widths: tuple[float, ...]) -> list[Any]:
    """A row of cells without borders."""
    table = made.add_table(rows=1, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _widths(table, widths)
    cells = list(table.rows[0].cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0]._element.getparent().remove(cell.paragraphs[0]._element)
    return cells


def _widths(table: Any, widths: tuple[float, ...]) -> None:
    """Said once for the columns; readers differ in whether they believe the columns or the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _head(made: Any, letter: Letter) -> None:
    left, right = _columns(made, (LEFT, RIGHT))
    if letter.above:
        _paragraph(left, letter.above.upper(), 12, align=CENTRE)
    for line in letter.organ:
        _paragraph(left, line.upper(), 12, align=CENTRE, bold=True)
    _line(left, LEFT, 24)
    _paragraph(left, f"Số:          /{letter.symbol}", 13, align=CENTRE, before=4)
    _paragraph(left, f"V/v {letter.about}", 12, align=CENTRE, before=2)
    _paragraph(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, align=CENTRE, bold=True)
    _paragraph(right, "Độc lập - Tự do - Hạnh phúc", 13, align=CENTRE, bold=True)
    _line(right, RIGHT, MOTTO)
    dated = f"{letter.place}, ngày        tháng        năm            "
    _paragraph(right, dated, 13, align=CENTRE, italic=True, before=4)


def _addressees(made: Any, names: tuple[str, ...]) -> None:
    if len(names) == 1:
        _paragraph(made, f"Kính gửi: {names[0]}", align=CENTRE, before=14, after=10)
        return
    _paragraph(made, "Kính gửi:", before=14).paragraph_format.left_indent = Mm(40)
    for number, name in enumerate(names, 1):
        end = "." if number == len(names) else ";"
        line = _paragraph(made, f"- {name}{end}", after=10 if number == len(names) else 0)
        line.paragraph_format.left_indent = Mm(52)


def _table(made: Any, content: Table) -> None:
    columns = len(content.head)
    table = made.add_table(rows=1 + len(content.rows), cols=columns)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _widths(table, content.widths)
    # All cells found at once: asking row by row takes the square of their number.
    cells, rows = table._cells, table._tbl.tr_lst
    for number, texts in enumerate((content.head, *content.rows)):
        held = cells[number * columns : (number + 1) * columns]
        # A row never breaks over two pages; the head stands again on every page the table runs to.
        properties = rows[number].get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        _fill(held, content, texts, bold=number == 0)
    _paragraph(made, "", 6)


def _fill(cells: list[Any], content: Table, texts: tuple[str, ...], *, bold: bool) -> None:
    for index, (cell, text, width) in enumerate(zip(cells, texts, content.widths, strict=True)):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE if bold or index in content.middle else None
        _run(paragraph, text, 12, bold=bold)


def _foot(made: Any, letter: Letter) -> None:
    left, right = _columns(made, (80, WIDTH - 80))
    _paragraph(left, "Nơi nhận:", 12, bold=True, italic=True)
    for line in letter.recipients:
        _paragraph(left, f"- {line}", 11)
    for line in letter.signature:
        _paragraph(right, line.upper(), 13, align=CENTRE, bold=True)
    # Room for the signature, the seal and the name.
    for _ in range(4):
        _paragraph(right, "", 13)


def _annex(made: Any, letter: Letter, content: Table) -> None:
    _paragraph(made, "PHỤ LỤC", align=CENTRE, bold=True).paragraph_format.page_break_before = True
    _paragraph(made, letter.annex_title.upper(), align=CENTRE, bold=True)
    first, *rest = letter.organ
    organ = " ".join([first, *(f"{line[:1].lower()}{line[1:]}" for line in rest)])
    ground = f"(Kèm theo Công văn số          /{letter.symbol} ngày      tháng      năm          của {organ})"
    _paragraph(made, ground, align=CENTRE, italic=True, after=8)
    _table(made, content)
