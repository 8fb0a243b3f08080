"""Lines that a copy cut put together again: paragraphs wrapped at a width, cells whose lists go over several lines.

Nothing is joined on a guess: paragraphs only where the whole text is wrapped at one width and the next line's first
word had no room; cells only up to where the list or quotation they opened is closed.
"""

from __future__ import annotations

import re

_OPENED = re.compile(r"<(ul|ol|p|div)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(ul|ol|p|div)\s*>", re.IGNORECASE)
_TABLE = re.compile(r"</?(?:table|tr|td|th|thead|tbody)\b", re.IGNORECASE)
_QUOTED = re.compile(r"(?:^|\t)\"(?=[^\t\"]*(?:\"\"[^\t\"]*)*$)")
_MARK = re.compile(r"^\s*(?:[-–•+*]\s+(?P<word>\S)|\d{1,2}[.)]\s|[IVX]{1,4}\.\s|#|\*\*|[<|_=]|$)")
_END = (".", ";", ":", "!", "?", "…")
NARROWEST, WIDEST = 40, 200
LONGEST_CELL = 200
MOST_FAILURES = 50


def whole_lines(lines: list[str]) -> tuple[list[int], list[str]]:
    """The lines with what belongs together on one, and the number (from 1) each begins at."""
    return _whole_paragraphs(*_whole_cells(lines))


def _whole_cells(lines: list[str]) -> tuple[list[int], list[str]]:
    """A row whose cell opens a list, paragraph or quotation goes on to the line that closes it."""
    numbers: list[int] = []
    found: list[str] = []
    index = failures = 0
    while index < len(lines):
        end = _cell_end(lines, index) if "\t" in lines[index] and failures < MOST_FAILURES else index
        failures += end is None
        end = index if end is None else end
        numbers.append(index + 1)
        found.append(_joined(lines[index : end + 1]))
        index = end + 1
    return numbers, found


def _cell_end(lines: list[str], index: int) -> int | None:
    """The last line of the row that begins here; None if what it opens is never closed."""
    quoted = bool(_QUOTED.search(lines[index]))
    depth = 0
    for i in range(index, min(index + LONGEST_CELL, len(lines))):
        if quoted:
            depth = (depth + lines[i].count('"')) % 2
        else:
            if i > index and "\t" in lines[i] and depth + _opened(lines[i].partition("\t")[0]) > 0:
                # Another cell, and the list is open still: a page turned that closed nothing.
                return None
            depth += _opened(lines[i])
        if depth <= 0:
            return i
    return None


def _opened(text: str) -> int:
    """How many lists and paragraphs a text opens more than it closes."""
    return len(_OPENED.findall(text)) - len(_CLOSED.findall(text))


def _joined(lines: list[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    quoted = _QUOTED.search(lines[0])
    # In a quotation a line is a paragraph of its own; between tags it is not.
    text = ("<br>" if quoted else " ").join(lines)
    return re.sub(r'(^|\t)"([^\t]*)"(?=\t|$)', r"\1\2", text).replace('""', '"') if quoted else text


def _whole_paragraphs(numbers: list[int], lines: list[str]) -> tuple[list[int], list[str]]:
    width = _width(lines)
    if not width:
        return numbers, lines
    kept: list[int] = []
    found: list[str] = []
    last = ""
    for number, line in zip(numbers, lines, strict=True):
        if found and _goes_on(last, line, width):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            kept.append(number)
            found.append(line)
        last = line
    return kept, found


def _width(lines: list[str]) -> int:
    """The width the prose is wrapped at; 0 if it isn't."""
    prose = [line.rstrip() for line in lines if line.strip() and _is_prose(line)]
    if len(prose) < 10:
        return 0
    width = sorted(map(len, prose))[len(prose) * 95 // 100]
    full = [line for line in prose if 0.8 * width < len(line) <= width]
    # Sentences that happen to be about as long as each other all end; wrapped lines mostly don't.
    ended = sum(line.endswith(_END) for line in full)
    wrapped = len(full) * 4 >= len(prose) and ended * 2 <= len(full)
    return width if NARROWEST <= width <= WIDEST and wrapped else 0


def _is_prose(line: str) -> bool:
    return line.count("\t") < 2 and not line.lstrip().startswith(("#", "**", "|")) and not _TABLE.search(line)


def _goes_on(last: str, line: str, width: int) -> bool:
    """Whether a line is the rest of the one before: its first word had no room there and nothing opens a paragraph."""
    if not last.strip() or last.endswith("  ") or not (_is_prose(line) and last.count("\t") < 2):
        return False
    if _TABLE.search(last):
        return False
    mark = _MARK.match(line)
    dash = mark is not None and bool(mark["word"]) and not mark["word"].isupper() and not last.rstrip().endswith(_END)
    return (mark is None or dash) and len(last.rstrip()) + 1 + len(line.split()[0]) > width
