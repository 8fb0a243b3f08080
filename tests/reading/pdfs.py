"""PDFs for the tests: a DOCX as a browser prints it, and a small writer of pages for everything else."""

from __future__ import annotations

import html
import io
import re
from typing import Any

STYLE = """
@page { size: A4; margin: 20mm 20mm 20mm 30mm }
@page across { size: A4 landscape; margin: 20mm }
body { font-family: "Liberation Serif", "Times New Roman", serif; font-size: 13pt; margin: 0 }
.across { page: across }
p { margin: 0 0 6pt 0 } td p { margin: 0 }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
table.ruled td { border: 0.75pt solid black; padding: 1pt 4pt }
table.plain { break-inside: avoid }
td { vertical-align: top; font-size: 11pt }
"""


def as_html(docx: bytes, style: str = "") -> str:
    """A DOCX as a page: paragraphs, tables with their merged cells, repeated header rows, sections across."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(docx))
    out: list[str] = []
    widths = [section.page_width > section.page_height for section in document.sections]
    section = 0
    out.append(_division(widths[0]))
    for element in document.element.body:
        if element.tag == qn("w:p"):
            out.append(_paragraph(element))
            if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                section += 1
                out += ["</div>", _division(widths[section])]
        elif element.tag == qn("w:tbl"):
            out.append(_table(element))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}{style}</style>{''.join(out)}</div>"


def _division(across: bool) -> str:
    return '<div class="across">' if across else "<div>"


def _paragraph(element: Any) -> str:
    from docx.oxml.ns import qn

    text = "".join(one.text or "" if one.tag == qn("w:t") else "\n" for one in element.iter(qn("w:t"), qn("w:br")))
    alignment = element.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    side = {"both": "justify", "center": "center"}.get(
        alignment.get(qn("w:val")) if alignment is not None else "", "left"
    )
    bold = element.find(f"{qn('w:r')}/{qn('w:rPr')}/{qn('w:b')}") is not None
    weight = "bold" if bold else "normal"
    inner = html.escape(text).replace("\n", "<br>")
    indent = "10mm" if side == "justify" else "0"
    return f'<p style="text-align:{side};font-weight:{weight};text-indent:{indent}">{inner}</p>'


def _table(element: Any) -> str:
    from docx.oxml.ns import qn

    style = element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    ruled = style is not None and style.get(qn("w:val")) == "TableGrid"
    grid = _widths(element) if ruled else [1] * len(list(element.iter(qn("w:gridCol"))))
    rows = list(element.iter(qn("w:tr")))
    heads, body = [], []
    for index, row in enumerate(rows):
        cells, column = [], 0
        for cell in row.iter(qn("w:tc")):
            across = cell.grid_span
            if cell.vMerge != "continue":
                down = 1
                while index + down < len(rows) and _goes_on(rows[index + down], column):
                    down += 1
                inner = "".join(_paragraph(one) for one in cell.iter(qn("w:p")))
                cells.append(f'<td colspan="{across}" rowspan="{down}">{inner}</td>')
            column += across
        repeated = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        (heads if repeated else body).append(f"<tr>{''.join(cells)}</tr>")
    total = sum(grid)
    columns = "".join(f'<col style="width:{100 * one / total:.2f}%">' for one in grid)
    kind = "ruled" if ruled else "plain"
    return (
        f'<table class="{kind}"><colgroup>{columns}</colgroup><thead>{"".join(heads)}</thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _widths(element: Any) -> list[int]:
    """The columns' widths, as a row says them that has a cell for each."""
    from docx.oxml.ns import qn

    rows = [
        [cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for cell in row.iter(qn("w:tc"))]
        for row in element.iter(qn("w:tr"))
    ]
    return [int(width.get(qn("w:w"))) for width in max(rows, key=len)]


def _goes_on(row: Any, column: int) -> bool:
    from docx.oxml.ns import qn

    at = 0
    for cell in row.iter(qn("w:tc")):
        if at == column:
            return bool(cell.vMerge == "continue")
        at += cell.grid_span
    return False


def text_as_html(parts: list[Any], style: str = "") -> str:
    """A plan's text as a page: paragraphs, and tables of rows of cells of paragraphs; the last table is laid across.

    A row with a cell more than most shows two contents, so that the others' content spans two columns.
    """
    tables = [index for index, part in enumerate(parts) if not isinstance(part, str)]
    out = [_division(False)]
    for index, part in enumerate(parts):
        if isinstance(part, str):
            out.append(f"<p>{html.escape(re.sub(r'</?[a-z]+[^>]*>|[*][*]|^#+ ', '', part))}</p>")
            continue
        if index == tables[-1]:
            out += ["</div>", _division(True)]
        out.append(_rows_as_html(part))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}{style}</style>{''.join(out)}</div>"


def _rows_as_html(rows: list[list[list[str]]]) -> str:
    rows = [row[:-1] if len(row) > 1 and not row[-1] and len(row) > len(rows[0]) else row for row in rows]
    most = max(len(row) for row in rows)
    made = []
    for row in rows:
        cells = []
        for index, lines in enumerate(row):
            span = most - len(row) + 1 if index == 1 else 1
            inner = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
            cells.append(f'<td colspan="{span}">{inner}</td>')
        made.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table class="ruled"><thead>{made[0]}</thead><tbody>{"".join(made[1:])}</tbody></table>'


def printed(browser: Any, source: str, **options: Any) -> bytes:
    """A page as the browser prints it to PDF."""
    page = browser.new_page()
    try:
        page.set_content(source)
        return bytes(page.pdf(prefer_css_page_size=True, **options))
    finally:
        page.close()
