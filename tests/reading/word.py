"""A plan's text as a DOCX with Word's habits, written part by part so that a test can have each habit."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.reading.variants import annex_start, is_row

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
# Lists 1 and 3 count numerals and, below them, figures; 2 is of dashes; 4 counts "I." and "1.".
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
)
Cells = list[str]


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    """A paragraph of text or of runs."""
    body = inner if inner.startswith("<w:") else run(inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{body}</w:p>"


def heading(text: str, is_heading: bool, properties: str = "") -> str:
    """A paragraph, in the style of a heading or not."""
    return p(text, ('<w:pStyle w:val="Heading1"/>' if is_heading else "") + properties)


def listed(depth: int, number: int) -> str:
    """The property that makes a paragraph an item of a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def tc(texts: list[str], properties: str = "") -> str:
    """A cell of paragraphs."""
    inner = "".join(text if text.startswith("<w:") else p(text) for text in texts) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(cells: list[str], properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def box(texts: list[str]) -> str:
    """A paragraph with a text box, given twice: for new programs and for old ones."""
    inner = "<w:txbxContent>" + "".join(map(p, texts)) + "</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>' + inner
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + inner
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip


def bare(text: str) -> str:
    """Text without mark-up."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"</?[a-z]+[^>]*>|\*\*", "", text))).strip()


def texts(cell: str) -> list[str]:
    """The paragraphs of a cell."""
    return [text for piece in re.split(r"</?(?:ul|li|p)\b[^>]*>|<br/?>", cell) if (text := bare(piece))]


def plain_row(cells: Cells, is_heading: bool) -> str:
    """A row cell by cell."""
    return tr([tc(texts(cell)) for cell in cells], "<w:tblHeader/>" if is_heading else "")


def body(
    text: str,
    row: Callable[[Cells, bool], str] = plain_row,
    paragraph: Callable[[str, bool], str] = heading,
    scores: Callable[[Cells, bool], str] = plain_row,
    joined: bool = True,
) -> str:
    """The body: ``row`` writes the rows of the assignment table, ``scores`` those of the score table, ``paragraph``
    everything else; ``joined``: the pages of a table are one table with one heading."""
    lines = text.split("\n")
    start = annex_start(lines)
    out: list[str] = []
    rows: list[str] = []
    headed = False

    def close() -> None:
        if rows:
            out.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows.clear()

    for index, line in enumerate(lines):
        following = next((one for one in lines[index + 1 :] if one.strip()), "")
        if is_row(line):
            cells, annex = line.split("\t"), index > start
            again = annex and cells[0] == "STT" and headed
            headed = headed or (annex and cells[0] == "STT")
            if not (again and joined):
                rows.append((row if annex else scores)(cells, cells[0] == "STT"))
        elif rows and re.match(r"(?:<b>)?[IV]+ ", line) and is_row(following):
            rows.append(tr([tc(texts(line), '<w:gridSpan w:val="6"/>')]))
        elif line.strip():
            close()
            made = bool(re.match("#+ ", line))
            out.append(paragraph(bare(re.sub("^#+ ", "", line)), made))
        elif not (joined and is_row(following)):
            close()
    close()
    return "".join(out)


def packed(inner: str, numbering: str = "", strict: bool = False) -> bytes:
    """A DOCX of a body."""
    parts = {"word/document.xml": f"<w:document {SPACES}><w:body>{inner}</w:body></w:document>"}
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {SPACES}>{numbering}</w:numbering>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            source = part.encode()
            if strict:
                source = source.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            archive.writestr(name, source)
    return out.getvalue()
