"""Other copies of a plan's text: the same document with other marks, line ends, pages, tables and headings."""

from __future__ import annotations

import html
import itertools
import re
import textwrap
import unicodedata
from collections.abc import Callable
from typing import Any

from danbiet.base.text import fold
from danbiet.reading.plan import read_bytes

Rows = list[list[str]]


def understood(draft: Any) -> dict[str, Any]:
    """What a plan says, whatever copy it was read from: no places, NFC, words only where a copy may break lines."""
    tasks = {
        task.code: {
            "title": words(task.title),
            "sub_dimensions": task.sub_dimensions,
            "actions": [words(action) for action in task.actions],
            "lead": [entry.designation for entry in task.lead],
            "coordinate": [entry.designation for entry in task.coordinate],
            "timing": (task.timing.kind, [words(event) for event in task.timing.events]),
        }
        for task in draft.tasks
    }
    scores = [{row.code: (row.level, words(row.name), row.values) for row in rows} for rows in draft.score_tables]
    document = draft.document
    return {
        "tasks": tasks,
        "scores": scores,
        "document": (document.number, document.date, document.signer, document.signature, words(document.title)),
        "recipients": [entry.designation for entry in document.recipients],
        "references": [(one.kind, one.number, one.date) for one in document.references],
        **{part: prose(getattr(draft, part)) for part in PROSE},
    }


PROSE = ("causes", "objectives", "requirements", "solutions", "organisation")


def prose(statements: Any) -> list[Any]:
    """Statements by their words, their items and what was found in them."""
    return [(words(one.text), [words(item) for item in one.items], sorted(one.facts)) for one in statements]


def words(text: str) -> str:
    """The words of a text, without marks."""
    return " ".join(re.findall(r"\w+", fold(text)))


def read(text: str | bytes) -> dict[str, Any]:
    """What the copy says."""
    return understood(read_bytes(text if isinstance(text, bytes) else text.encode("utf-8"), "copy.txt"))


def is_row(line: str) -> bool:
    """A line of a table."""
    return line.count("\t") >= 2


def annex_start(lines: list[str]) -> int:
    """Where the assignment table's page begins."""
    return next(i for i, line in enumerate(lines) if "BẢNG PHÂN CÔNG" in line)


def map_rows(text: str, change: Callable[[list[str]], list[str]], *, annex: bool) -> str:
    """The text with each row of the assignment table (or else of the score table) changed."""
    lines = text.split("\n")
    start = annex_start(lines)
    return "\n".join(
        "\t".join(change(line.split("\t"))) if is_row(line) and (i > start) == annex else line
        for i, line in enumerate(lines)
    )


def tail(cells: list[str]) -> tuple[list[str], list[str]]:
    """A row of the assignment table as what stands before the four columns of the task, and these."""
    kept = cells[:-1] if len(cells) in (7, 8) and cells[-1] == "" and cells[-2] != "" else cells
    kept = kept[:-1] if len(kept) == 7 and kept[6] == "" else kept
    return kept[:-4], kept[-4:]


def reorder(order: tuple[int, ...]) -> Callable[[str], str]:
    """The four columns of the task in another order."""

    def change(cells: list[str]) -> list[str]:
        front, task = tail(cells)
        return [*front, *(task[i] for i in order)]

    return lambda text: map_rows(text, change, annex=True)


def with_column(position: int, title: str, value: str) -> Callable[[str], str]:
    """A column of the document's own among those of the task."""

    def change(cells: list[str]) -> list[str]:
        front, task = tail(cells)
        new = title if front[0] == "STT" else value if task[1] or task[3] else ""
        return [*front, *task[:position], new, *task[position:]]

    return lambda text: map_rows(text, change, annex=True)


def number_last(text: str) -> str:
    """The number in the last column."""

    def change(cells: list[str]) -> list[str]:
        front, task = tail(cells)
        return [*front[1:], *task, front[0]]

    return map_rows(text, change, annex=True)


def score_order(order: tuple[int, ...]) -> Callable[[str], str]:
    """The columns of the score table in another order; 0 and 1 are number and name, the headings' spans stay whole."""
    groups = ([0], [1], [2, 3], [4], [5, 6])

    def change(cells: list[str]) -> list[str]:
        padded = [*cells, *([""] * (7 - len(cells)))]
        return [padded[i] for group in order for i in groups[group]]

    return lambda text: map_rows(text, change, annex=False)


def years_swapped(text: str) -> str:
    """The later year's column before the earlier one's."""

    def change(cells: list[str]) -> list[str]:
        return [cells[i] for i in (0, 1, 3, 2, 4, 6, 5)] if cells[2] != "Điểm số" else cells

    return map_rows(text, change, annex=False)


def headings(titles: dict[str, str]) -> Callable[[str], str]:
    """The assignment table's headings in other words, on every page."""

    def change(cells: list[str]) -> list[str]:
        if cells[0] != "STT":
            return cells
        kinds = ("number", "content", "actions", "lead", "coordinate", "timing")
        return [titles.get(kind, cell) for kind, cell in zip(kinds, cells, strict=False)]

    return lambda text: map_rows(text, change, annex=True)


def pages(text: str) -> list[tuple[int, int]]:
    """First and last line of each run of rows."""
    lines = text.split("\n")
    return [
        (run[0], run[-1])
        for key, group in itertools.groupby(range(len(lines)), lambda i: is_row(lines[i]) or _inside(lines, i))
        if key and (run := list(group))
    ]


def _inside(lines: list[str], i: int) -> bool:
    return bool(lines[i].strip()) and 0 < i < len(lines) - 1 and is_row(lines[i - 1]) and is_row(lines[i + 1])


def tables(text: str, write: Callable[[Rows], str]) -> str:
    """The text with each table written another way."""
    lines = text.split("\n")
    for first, last in reversed(pages(text)):
        rows = [line.split("\t") for line in lines[first : last + 1]]
        lines[first : last + 1] = [write(rows)]
    return "\n".join(lines)


def piped(rows: Rows) -> str:
    """A Markdown table."""
    made = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([made[0], "|" + "---|" * len(rows[0]), *made[1:]])


def piped_within(rows: Rows) -> str:
    """A Markdown table without pipes at its edges."""
    made = [" | ".join(row) for row in rows]
    return "\n".join([made[0], "|".join(["---"] * len(rows[0])), *made[1:]])


def as_html(rows: Rows) -> str:
    """An HTML table, each row on one line."""
    made = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return "<table>\n" + "\n".join(made) + "\n</table>"


def as_html_spread(rows: Rows) -> str:
    """An HTML table with capitals, attributes, a head, and a line for each cell."""
    made = []
    for index, row in enumerate(rows):
        kind = "TH" if index == 0 else "TD"
        cells = "\n".join(f'    <{kind} class="c" style="width:9%">\n{cell}\n    </{kind}>' for cell in row)
        made.append(f"  <TR>\n{cells}\n  </TR>")
    return (
        '<TABLE border="1">\n<THEAD>\n' + made[0] + "\n</THEAD><TBODY>\n" + "\n".join(made[1:]) + "\n</TBODY></TABLE>"
    )


def as_html_spanned(rows: Rows) -> str:
    """An HTML table in which what is empty to the right of a dimension's name is one cell with it."""
    made = []
    for row in rows:
        filled = [i for i, cell in enumerate(row) if cell]
        if filled and filled[-1] <= 1 and len(row) > 3:
            span = len(row) - filled[-1]
            cells = [f"<td>{cell}</td>" for cell in row[: filled[-1]]]
            cells.append(f'<td colspan="{span}">{row[filled[-1]]}</td>')
        else:
            cells = [f"<td>{cell}</td>" for cell in row]
        made.append("<tr>" + "".join(cells) + "</tr>")
    return "<table>" + "".join(made) + "</table>"


def one_table(text: str) -> str:
    """The pages of the assignment table joined: no empty line, no heading but the first."""
    lines = text.split("\n")
    out: list[str] = []
    seen = False
    for i, line in enumerate(lines):
        if i > annex_start(lines) and line.startswith("STT\t"):
            if seen:
                while out[-1] == "":
                    out.pop()
                continue
            seen = True
        out.append(line)
    return "\n".join(out)


def pages_without_heading(text: str) -> str:
    """The assignment table's pages stay apart but only the first has its heading."""
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if i > annex_start(lines) and line.startswith("STT\t")]
    return "\n".join(line for i, line in enumerate(lines) if i not in heads[1:])


def between_pages(*words: str) -> Callable[[str], str]:
    """What a page carries at its foot or head, in the empty line between two pages of a table."""

    def change(text: str) -> str:
        lines = text.split("\n")
        spans = pages(text)
        out = list(lines)
        for number, (first, _) in reversed(list(enumerate(spans))):
            if number and all(not line.strip() for line in lines[spans[number - 1][1] + 1 : first]):
                out[first:first] = [line.format(number) for line in words]
        return "\n".join(out)

    return change


def page_after_every_row(text: str) -> str:
    """A page after each row of the assignment table, each with its heading."""
    lines = text.split("\n")
    start = annex_start(lines)
    head = next(line for line in lines[start:] if line.startswith("STT\t"))
    out = []
    for i, line in enumerate(lines):
        if i > start and is_row(line) and not line.startswith("STT\t"):
            out += ["", head, line]
        elif i > start and line.startswith("STT\t"):
            continue
        else:
            out.append(line)
    return "\n".join(out)


def split_lists(text: str) -> str:
    """Every list of actions cut after its first action by the end of a page."""
    lines = text.split("\n")
    start = annex_start(lines)
    head = next(line for line in lines[start:] if line.startswith("STT\t"))
    out = []
    for i, line in enumerate(lines):
        out.append(line)
        cells = line.split("\t")
        items = re.findall(r"<li>(?:(?!</?li>|<ul).)*</li>", cells[2]) if i > start and len(cells) >= 6 else []
        if len(items) > 1 and "<ul" in cells[2] and cells[2].count("<ul") == 1:
            first, rest = cells[2].split("</li>", 1)
            cells[2] = f"{first}</li> </ul>"
            out[-1] = "\t".join(cells)
            out += ["", head, f"\t\t<ul>{rest}\t\t\t"]
    return "\n".join(out)


def second_heading_row(text: str) -> str:
    """The row of column numbers under the heading, on every page."""
    lines = text.split("\n")
    start = annex_start(lines)
    out = []
    for i, line in enumerate(lines):
        out.append(line)
        if i > start and line.startswith("STT\t"):
            out.append("\t".join(f"({n})" for n in range(1, len(line.rstrip("\t").split("\t")) + 1)))
    return "\n".join(out)


def bare_second_heading_row(text: str) -> str:
    """The same without brackets."""
    return re.sub(r"^\(1\)\t.*$", lambda match: re.sub(r"[()]", "", match[0]), second_heading_row(text), flags=re.M)


def heading_of_two_rows(text: str) -> str:
    """ "Đơn vị thực hiện" over "Chủ trì" and "Phối hợp"."""
    lines = text.split("\n")
    start = annex_start(lines)
    out = []
    for i, line in enumerate(lines):
        if i > start and line.startswith("STT\t"):
            cells = line.split("\t")
            out.append("\t".join([*cells[:3], "Đơn vị thực hiện", "", *cells[5:]]))
            out.append("\t".join(["", "", "", "Chủ trì", "Phối hợp", *[""] * len(cells[5:])]))
        else:
            out.append(line)
    return "\n".join(out)


def lists_broken(text: str) -> str:
    """The items of a list each on a line of their own, inside the cell."""

    def change(cells: list[str]) -> list[str]:
        return [re.sub(r" (?=<li>|</ul>)", "\n", cell) for cell in cells]

    return map_rows(text, change, annex=True)


def quoted_cells(text: str) -> str:
    """Cells of several paragraphs as spreadsheets write them: in quotation marks, a line for each."""

    def change(cells: list[str]) -> list[str]:
        return [_quoted(cell) for cell in cells]

    return map_rows(text, change, annex=True)


def _quoted(cell: str) -> str:
    items = [item for part in re.split(r"</?(?:ul|li|p)[^>]*>", cell) if (item := part.strip())]
    return '"' + "\n".join(items).replace('"', '""') + '"' if len(items) > 1 else cell


def lists_as_breaks(text: str) -> str:
    """Lists and paragraphs of cells as line breaks."""

    def change(cells: list[str]) -> list[str]:
        return [re.sub(r"</?(?:ul|li|p)[^>]*>", _break, cell) for cell in cells]

    return map_rows(text, change, annex=True)


def _break(match: re.Match[str]) -> str:
    return "<br/>" if match[0].startswith(("</li", "</p")) else ""


def wrapped(width: int) -> Callable[[str], str]:
    """The prose in lines of a width, paragraphs parted by empty lines."""

    def change(text: str) -> str:
        lines = text.split("\n")
        out: list[str] = []
        for line in lines:
            if is_row(line) or line.startswith(("#", "**", "<b>")) or len(line) <= width:
                out.append(line)
            else:
                out += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        return "\n".join(out)

    return change


def no_empty_lines(text: str) -> str:
    """Paragraphs one after another; only pages of tables stay apart."""
    lines = text.split("\n")
    out = []
    for i, line in enumerate(lines):
        if not line.strip() and not (0 < i < len(lines) - 1 and is_row(lines[i - 1]) and is_row(lines[i + 1])):
            continue
        out.append(line)
    return "\n".join(out)


def wide_empty_lines(text: str) -> str:
    """Two empty lines for each."""
    return text.replace("\n\n", "\n\n\n")


def unmarked(text: str) -> str:
    """Without Markdown and bold."""
    return re.sub(r"^#+ ", "", re.sub(r"\*\*|</?b>", "", text), flags=re.M)


def bold_headings(text: str) -> str:
    """Headings by bold instead of hashes."""
    return re.sub(r"^#+ \**(.*?)\**$", r"**\1**", text, flags=re.M)


def old_tone_places(text: str) -> str:
    """The tone where older spelling puts it: "hoà", "thuỷ", "uỷ"."""
    pairs = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ủy": "uỷ", "Ủy": "Uỷ", "úy": "uý", "ùy": "uỳ", "ũy": "uỹ", "ụy": "uỵ"}
    return re.sub("|".join(pairs), lambda match: pairs[match[0]], text)


def comma_scores(text: str) -> str:
    """Scores with the decimal comma."""
    return re.sub(r"(?<=\t)(<b>)?(\d)\.(\d+)", r"\1\2,\3", text)


def padded_cells(text: str) -> str:
    """Blanks and no-break blanks around every cell."""
    return "\n".join(
        "\t".join(f" \u00a0{cell} " for cell in line.split("\t")) if is_row(line) else line for line in text.split("\n")
    )


def trailing(mark: str) -> Callable[[str], str]:
    """A mark at the end of each line of prose that isn't empty."""
    return lambda text: "\n".join(f"{line}{mark}" if line and not is_row(line) else line for line in text.split("\n"))


def escaped(text: str) -> str:
    """Letters that mark-up has names for, by their names."""
    return re.sub(r"[“”–]", lambda match: html.escape(match[0]).encode("ascii", "xmlcharrefreplace").decode(), text)


def numbers(pattern: str) -> Callable[[str], str]:
    """Task numbers written another way; ``{}`` is the number."""

    def change(cells: list[str]) -> list[str]:
        return [pattern.format(cells[0]), *cells[1:]] if cells[0].isdecimal() else cells

    return lambda text: map_rows(text, change, annex=True)


def numerals(pattern: str) -> Callable[[str], str]:
    """Numerals of dimensions written another way."""

    def change(cells: list[str]) -> list[str]:
        return [pattern.format(cells[0]), *cells[1:]] if re.fullmatch("[IV]+", cells[0]) else cells

    return lambda text: map_rows(text, change, annex=True)


def numeral_with_name(text: str) -> str:
    """A dimension's numeral and name in one cell."""

    def change(cells: list[str]) -> list[str]:
        alone = re.fullmatch("[IV]+", cells[0]) and not any(cells[2:])
        return [f"{cells[0]}. {cells[1]}", "", *cells[2:]] if alone else cells

    return map_rows(text, change, annex=True)


def decorated_headings(text: str) -> str:
    """Headings in bold with line breaks inside."""

    def change(cells: list[str]) -> list[str]:
        if cells[0] != "STT":
            return cells
        return [f"**{cell.replace(' ', '<br>', 1)}**" if cell else cell for cell in cells]

    return map_rows(text, change, annex=True)


def sentence_cut_by_page(text: str) -> str:
    """The single action of the row with the content "Cơ hội tham gia" cut in mid-sentence by the end of a page."""
    lines = text.split("\n")
    start = annex_start(lines)
    head = next(line for line in lines[start:] if line.startswith("STT\t"))
    at = next(i for i, line in enumerate(lines) if line.startswith("2\tCơ hội tham gia\t") and i > start)
    cells = lines[at].split("\t")
    cut = cells[2].index(" ", len(cells[2]) // 2)
    while not cells[2][cut + 1].islower() or cells[2][cut - 1] in ".,;:":
        cut = cells[2].index(" ", cut + 1)
    rest = "\t".join(["", "", cells[2][cut + 1 :], "", "", ""])
    lines[at : at + 1] = ["\t".join([*cells[:2], cells[2][:cut], *cells[3:]]), "", head, rest]
    return "\n".join(lines)


def row_named_again(text: str) -> str:
    """A row that goes on over the page says its number and content again."""
    lines = text.split("\n")
    start = annex_start(lines)
    label = ""
    for i, line in enumerate(lines):
        cells = line.split("\t")
        if i <= start or not is_row(line):
            continue
        if cells[0].isdecimal():
            label = "\t".join(cells[:2])
        elif not cells[0] and cells[2] and not any(cells[3:]):
            lines[i] = "\t".join([f"{label} (tiếp theo)", *cells[2:]])
    return "\n".join(lines)


WORDINGS: dict[str, dict[str, str]] = {
    "agency": {"lead": "Cơ quan chủ trì", "coordinate": "Cơ quan phối hợp", "timing": "Thời hạn hoàn thành"},
    "capitals": {"number": "STT", "content": "NỘI DUNG", "actions": "NHIỆM VỤ CỤ THỂ", "lead": "ĐƠN VỊ CHỦ TRÌ",
                 "coordinate": "ĐƠN VỊ PHỐI HỢP", "timing": "THỜI GIAN"},
    "short": {"number": "TT", "content": "Chỉ số thành phần", "actions": "Giải pháp", "lead": "Chủ trì",
              "coordinate": "Phối hợp", "timing": "Tiến độ"},
    "other": {"number": "Số TT", "content": "Lĩnh vực", "actions": "Công việc", "lead": "Đơn vị thực hiện",
              "coordinate": "Đơn vị phối hợp thực hiện", "timing": "Thời điểm thực hiện"},
    "charge": {"content": "Tiêu chí", "actions": "Nhiệm vụ, giải pháp", "lead": "Đơn vị phụ trách"},
    "numbered": {"number": "Số thứ tự", "actions": "Nhiệm vụ chủ yếu", "lead": "Cơ quan, đơn vị chủ trì",
                 "coordinate": "Cơ quan, đơn vị phối hợp", "timing": "Thời gian hoàn thành"},
    "unmarked": {"lead": "don vi chu tri", "coordinate": "don vi tham muu, phoi hop", "timing": "thoi gian"},
}  # fmt: skip

TEXTS: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "old tone places": old_tone_places,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "form feeds": lambda text: text.replace("\n\nSTT", "\n\f\nSTT"),
    "form feeds alone": lambda text: text.replace("\n\nSTT", "\n\fSTT"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "last line ended": lambda text: text + "\n",
    "empty end": lambda text: text + "\n\n\n  \n",
    "empty start": lambda text: "\n\n \n" + text,
    "trailing blanks": trailing("   "),
    "trailing tab": trailing("\t"),
    "padded cells": padded_cells,
    "no mark-up": unmarked,
    "bold headings": bold_headings,
    "comma scores": comma_scores,
    "no empty lines": no_empty_lines,
    "wide empty lines": wide_empty_lines,
    "wrapped at 80": wrapped(80),
    "wrapped at 120": wrapped(120),
    "lists as breaks": lists_as_breaks,
    "lists over lines": lists_broken,
    "quoted cells": quoted_cells,
    "character references": escaped,
    "pipes": lambda text: tables(text, piped),
    "html": lambda text: tables(text, as_html),
    "html over lines": lambda text: tables(text, as_html_spread),
    "html with spans": lambda text: tables(text, as_html_spanned),
    "one table": one_table,
    "pages without heading": pages_without_heading,
    "page numbers": between_pages("{}"),
    "page numbers in dashes": between_pages("- {} -"),
    "page words": between_pages("", "Trang {}", ""),
    "title again": between_pages("", "**BẢNG PHÂN CÔNG NHIỆM VỤ** (tiếp theo)", ""),
    "a page for each row": page_after_every_row,
    "lists cut by pages": split_lists,
    "column numbers": second_heading_row,
    "bare column numbers": bare_second_heading_row,
    "heading of two rows": heading_of_two_rows,
    "number last": number_last,
    "numbers with a point": numbers("{}."),
    "numbers with a bracket": numbers("{})"),
    "numbers of two figures": numbers("0{}"),
    "bold numbers": numbers("**{}**"),
    "numerals with a point": numerals("{}."),
    "bold numerals": numerals("<b>{}</b>"),
    "numeral with name": numeral_with_name,
    "decorated headings": decorated_headings,
    "sentence cut by a page": sentence_cut_by_page,
    "row named again": row_named_again,
    "italic date": lambda text: re.sub(r"^(Cà Mau, ngày.*)$", r"_\1_", text, flags=re.M),
    "round bullets": lambda text: re.sub(r"^[-] ", "• ", text, flags=re.M),
    "tab after a bullet": lambda text: re.sub(r"^([-+]|\d\.) ", "\\1\t", text, flags=re.M),
    "pipes inside": lambda text: tables(text, piped_within),
    "scores: later year first": years_swapped,
}
TEXTS |= {f"words: {name}": headings(titles) for name, titles in WORDINGS.items()}
BYTES: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 big-endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
}
ORDERS = list(itertools.permutations(range(4)))
SCORE_ORDERS = [(0, 1, *order) for order in itertools.permutations((2, 3, 4))]
