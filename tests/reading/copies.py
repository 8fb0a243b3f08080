"""More copies of a plan's text: numbers misread or lost, the row of dimension V cut elsewhere, odd headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from tests.reading.variants import annex_start, headings, is_row, map_rows

UNICODE = {"I": "Ⅰ", "II": "Ⅱ", "III": "Ⅲ", "IV": "Ⅳ", "V": "Ⅴ", "VI": "Ⅵ"}


def labels(pattern: str, change: Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """The first cell of rows of the assignment table, where it fits a pattern, written another way."""

    def row(cells: list[str]) -> list[str]:
        return [re.sub(f"^(?:{pattern})$", change, cells[0]), *cells[1:]]

    return lambda text: map_rows(text, row, annex=True)


def misread(numeral: str, written: str) -> Callable[[str], str]:
    """One dimension's numeral misread."""
    return labels(numeral, lambda _: written)


def unicode_numerals(text: str) -> str:
    """The numerals of both tables as Unicode has them in one letter each."""
    return re.sub(r"(?m)^(<b>)?(IV|VI|I{1,3}|V)(?=(?:</b>)?\t)", lambda m: (m[1] or "") + UNICODE[m[2]], text)


def numbered_within(pattern: str) -> Callable[[str], str]:
    """Tasks numbered with their dimension: "II.3", "2.3"."""

    def change(text: str) -> str:
        now = [""]

        def row(cells: list[str]) -> list[str]:
            numeral = re.match(r"(?:<b>)?([IV]+)\b", cells[0])
            if numeral:
                now[0] = numeral[1]
            if not cells[0].isdecimal():
                return cells
            place = list(UNICODE).index(now[0]) + 1
            return [pattern.format(numeral=now[0], place=place, number=cells[0]), *cells[1:]]

        return map_rows(text, row, annex=True)

    return change


def numbered_on(text: str) -> str:
    """Tasks numbered from the first to the last."""
    count = iter(range(1, 100))
    return labels(r"\d", lambda _: str(next(count)))(text)


def scores(change: Callable[[str], str]) -> Callable[[str], str]:
    """Each cell of the score table but its headings and names changed."""

    def row(cells: list[str]) -> list[str]:
        return [*cells[:2], *(cell if "m" in cell else change(cell) for cell in cells[2:])]

    return lambda text: map_rows(text, row, annex=False)


def score_labels(text: str) -> str:
    """Parts numbered "II.3" in the score table."""
    now = [""]

    def row(cells: list[str]) -> list[str]:
        numeral = re.match(r"(?:<b>)?([IV]+)\b", cells[0])
        now[0] = numeral[1] if numeral else now[0]
        return [f"{now[0]}.{cells[0]}" if cells[0].isdecimal() else cells[0], *cells[1:]]

    return map_rows(text, row, annex=False)


def bare_years(text: str) -> str:
    """One row of headings in which a year alone heads its score."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if is_row(line) and "trung vị" in line)
    years = re.findall(r"20\d\d", lines[at + 1])[:2]
    heads = ["TT", "Nội dung", *(f"Năm {year}" for year in years), "Trung vị", *(f"Hạng {year}" for year in years)]
    lines[at : at + 2] = ["\t".join(heads)]
    return "\n".join(lines)


def paragraphs(cell: str) -> list[str]:
    """The paragraphs of a cell."""
    return [piece.strip() for piece in re.split(r"</?p>", cell) if piece.strip()]


def marked(texts: Iterable[str]) -> str:
    """Paragraphs as a cell of the row that holds several tasks has them."""
    return " ".join(f"<p>{text}</p>" for text in texts)


Six = list[list[str]]


def dimension_v(write: Callable[[list[str], Six], list[str]]) -> Callable[[str], str]:
    """The rows of dimension V written again: ``write`` gets its first three cells and its six tasks (actions, lead,
    coordination, time) and gives lines; "PAGE" is the end of a page and the heading of the next."""

    def change(text: str) -> str:
        lines = text.split("\n")
        start = annex_start(lines)
        head = next(line for line in lines[start:] if line.startswith("STT\t")).rstrip("\t")
        first = next(i for i in range(start, len(lines)) if lines[i].startswith("V\t"))
        last = next(i for i in range(first, len(lines)) if re.match(r"(?:<b>)?VI\b", lines[i]))
        cells = [line.split("\t") for line in lines[first:last] if is_row(line) and not line.startswith("STT")]
        order = _order(head)
        width = len(order)
        tasks = [list(task) for task in zip(*map(paragraphs, cells[0][3 : 3 + width]), strict=True)]
        tasks += [[*row[2 : 2 + width], *[""] * width][:width] for row in cells[1:]]
        made = list(_turned(write(cells[0][:3], tasks), head))
        return "\n".join([*lines[:first], *made, *lines[last:]])

    return change


def _order(head: str) -> list[str]:
    return head.split("\t")[2:]


def _turned(lines: Iterable[str], head: str) -> Iterator[str]:
    for line in lines:
        yield from ("", head) if line == "PAGE" else (line,)


def row(front: list[str], tasks: Six) -> str:
    """A row that holds some tasks, their paragraphs in step."""
    return "\t".join([*front, *(marked(column) for column in zip(*tasks, strict=True))])


def alone(tasks: Six) -> list[str]:
    """A row for each task, without a number."""
    return ["\t".join(["", "", *task]) for task in tasks]


def plain(cell: str) -> str:
    """A cell without its paragraph marks."""
    return re.sub("</?p>", "", cell)


def numbered(marks: Iterable[str]) -> Callable[[list[str], Six], list[str]]:
    """The dimension's row alone, then a numbered row for each task, the content in the first only."""

    def write(front: list[str], tasks: Six) -> list[str]:
        made = ["\t".join([*front[:2], *[""] * len(tasks[0])])]
        for index, (mark, task) in enumerate(zip(marks, tasks, strict=False)):
            made.append("\t".join([mark, plain(front[2]) if not index else "", *task]))
        return made

    return write


def content_row(front: list[str], tasks: Six) -> list[str]:
    """The dimension's row holds its name and its content, the tasks come below it."""
    return ["\t".join([*front, *[""] * len(tasks[0])]), *alone(tasks)]


def one_cell(front: list[str], tasks: Six) -> list[str]:
    """Name and content of the dimension in one cell."""
    return [row([front[0], f"{front[1]}: {plain(front[2])}"], tasks[:3]), *alone(tasks[3:])]


def without_heading(text: str) -> str:
    """No page of the assignment table has a heading."""
    lines = text.split("\n")
    start = annex_start(lines)
    return "\n".join(line for i, line in enumerate(lines) if not (i > start and line.startswith("STT\t")))


def first_heading_lost(text: str) -> str:
    """Only the later pages have their heading."""
    lines = text.split("\n")
    start = annex_start(lines)
    del lines[next(i for i in range(start, len(lines)) if lines[i].startswith("STT\t"))]
    return "\n".join(lines)


def lines_stripped(text: str) -> str:
    """No blanks and no tabs at the ends of any line."""
    return "\n".join(line.strip() for line in text.split("\n"))


def recipients(change: Callable[[str], str]) -> Callable[[str], str]:
    """What stands from "Nơi nhận" to the annex."""
    return lambda text: re.sub(r"(?s)(?<=Nơi nhận:).*?(?=\*\*BẢNG)", lambda match: change(match[0]), text)


def signature_on_one_line(text: str) -> str:
    """ "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"."""
    return re.sub(r"\*\*KT\. CHỦ TỊCH\s*(?:\*\*\s+\*\*)?PHÓ", "**KT. CHỦ TỊCH PHÓ", text)


TEXTS: dict[str, Callable[[str], str]] = {
    "unicode numerals": unicode_numerals,
    "II read as 11": misread("II", "11"),
    "II read as Il": misread("II", "Il"),
    "III read as lll": misread("III", "lll"),
    "IV read as VI": misread("IV", "VI"),
    "V read as v": misread("V", "v"),
    "numeral II lost": misread("II", ""),
    "numeral IV lost": misread("IV", ""),
    "numeral V lost": misread("V", ""),
    "1 read as l": misread("1", "l"),
    "1 read as I": misread("1", "I"),
    "numbers lost": labels(r"\d", lambda _: ""),
    "numbers II.3": numbered_within("{numeral}.{number}"),
    "numbers 2.3": numbered_within("{place}.{number}"),
    "numbers run on": numbered_on,
    "blanks in scores": scores(lambda cell: re.sub(r"(\d)\.(\d)", r"\1. \2", cell)),
    "ranks of how many": scores(lambda cell: re.sub(r"(<b>|^)(\d\d)(</b>|$)", r"\1\2/63\3", cell)),
    "ranks in words": scores(lambda cell: re.sub(r"(<b>|^)(\d\d)(</b>|$)", r"\1thứ \2\3", cell)),
    "scores numbered II.3": score_labels,
    "scores: bare years": bare_years,
    "V: one, then five": dimension_v(lambda f, t: [row(f, t[:1]), "PAGE", *alone(t[1:])]),
    "V: two, then four": dimension_v(lambda f, t: [row(f, t[:2]), "PAGE", *alone(t[2:])]),
    "V: each task its row": dimension_v(lambda f, t: [row(f, t[:1]), *alone(t[1:])]),
    "V: lettered": dimension_v(numbered(["a)", "b)", "c)", "d)", "đ)", "e)"])),
    "V: numbered": dimension_v(numbered("123456")),
    "V: content first": dimension_v(numbered([""] * 6)),
    "V: content in the row of the name": dimension_v(content_row),
    "V: name and content in one cell": dimension_v(one_cell),
    "heading: biện pháp": headings({"actions": "Biện pháp thực hiện"}),
    "heading: nội dung thực hiện": headings({"content": "Nội dung PAPI", "actions": "Nội dung thực hiện"}),
    "heading: trách nhiệm": headings({"lead": "Trách nhiệm thực hiện"}),
    "heading: ĐV, TG": headings({"lead": "ĐV chủ trì", "coordinate": "ĐV phối hợp", "timing": "TG"}),
    "heading: lộ trình": headings({"timing": "Lộ trình"}),
    "first heading lost": first_heading_lost,
    "English headings": headings({"number": "No.", "content": "Content", "actions": "Tasks", "lead": "Lead unit",
                                  "coordinate": "Coordinating units", "timing": "Time"}),
    "no heading": without_heading,
    "lines stripped": lines_stripped,
    "stars for dashes": lambda text: re.sub(r"(?m)^- ", "* ", text),
    "1) for 1.": lambda text: re.sub(r"(?m)^(#+ \**\d)\. ", r"\1) ", text),
    "I - for I.": lambda text: re.sub(r"(?m)^(#+ \**[IVX]+)\. ", r"\1 - ", text),
    "Phần I": lambda text: re.sub(r"(?m)^(#+ \**)([IVX]+\. )", r"\1Phần \2", text),
    "recipients without dashes": recipients(lambda text: text.replace("\n- ", "\n")),
    "recipients on the line of their heading": recipients(lambda text: text.replace("**\n\n- ", "** - ", 1)),
    "signature on one line": signature_on_one_line,
    "an end of file mark": lambda text: f"{text}\x1a",
}  # fmt: skip
