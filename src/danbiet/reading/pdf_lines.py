"""Words of a page into lines, columns and whole paragraphs, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from danbiet.base.text import nfc
from danbiet.reading.pdf_pages import Word

# Signs that Word's symbol fonts leave in the private area for a bullet.
_SYMBOL = re.compile("^[\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0a8▪●○◦■□➢➤✓]\\s*")
_MARK = re.compile(
    r"^(?:[-–•+*](?P<tight>\s*)(?P<word>\S)|\d{1,2}(?:\.\d{1,2})*[.)](?:\s|$)|[IVX]{1,4}\.\s|[a-zđ][.)]\s"
    r"|Điều \d+\b|Nơi nhận)"
)
_END = (".", ";", ":", "!", "?", "…")
_BREAKABLE = re.compile(r"[-–](?=\w)")
# Common words that have a capital only where a sentence or an entry of a list begins.
_OPENS = re.compile(
    r"(?:(?:Các|Cơ quan|Văn phòng|Thường xuyên|Hằng|Hàng|Theo|Khi|Trước|Sau|Trong|Căn cứ|Mỗi|Định kỳ|Đề nghị|Những"
    r"|Tăng cường|Triển khai|Nâng cao|Rà soát|Tuyên truyền|Phối hợp|Hướng dẫn|Công khai|Niêm yết|Cập nhật"
    r"|Kịp thời|Khảo sát|Bồi dưỡng|Tiếp tục|Từng bước|Tham mưu|Đẩy mạnh)\b|Thường$)"
)
_LINKS = re.compile(r"(?:[,(–-]|\b(?:và|của|với|hoặc|cho|từ|do|theo|tại|là|gồm|thuộc|cùng|các|về|đến|trên|ở|trong))$")


@dataclass(slots=True)
class TextLine:
    """A printed line: its words, and the left and right edges that text may fill where it stands (0: the page's)."""

    words: list[Word]
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """The height of its letters."""
        return median(word.bottom - word.top for word in self.words)

    @property
    def text(self) -> str:
        """As printed, in NFC."""
        text = nfc(" ".join(word.text for word in self.words))
        return _SYMBOL.sub("- ", text)


def rows_of(words: Iterable[Word], page: int) -> list[TextLine]:
    """Words into lines from top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        if rows and word.middle - middle <= 0.5 * min(_height(word), _height(rows[-1][0])):
            rows[-1].append(word)
        else:
            rows.append([word])
            middle = word.middle
    return [TextLine(sorted(row, key=lambda word: word.x0), page) for row in rows]


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 1.0)


def segments(line: TextLine, least: float) -> list[TextLine]:
    """A line parted where there is as much white as ``least`` between two words."""
    parts = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 >= least:
            parts.append([])
        parts[-1].append(word)
    return [TextLine(part, line.page) for part in parts]


def columns(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines in reading order as runs: where two columns stand side by side (the head of a letter, recipients beside the
    signature) the left one is a run and then the right one, each with the edges it stands between."""
    runs: list[list[TextLine]] = [[]]
    index = 0
    while index < len(lines):
        found = _beside(lines, index)
        if found is None:
            runs[-1].append(lines[index])
            index += 1
            continue
        end, gutter = found
        sides: tuple[list[TextLine], list[TextLine]] = ([], [])
        for line in lines[index:end]:
            first = [word for word in line.words if word.x1 <= gutter]
            second = [word for word in line.words if word.x1 > gutter]
            if first:
                sides[0].append(TextLine(first, line.page, right=gutter))
            if second:
                sides[1].append(TextLine(second, line.page, left=gutter))
        runs += [sides[0], sides[1], []]
        index = end
    return [run for run in runs if run]


def _beside(lines: Sequence[TextLine], start: int) -> tuple[int, float] | None:
    """Where a stretch of two columns that begins at a line ends, and the middle of the white between them."""
    found: list[tuple[int, int, float]] = []
    for low, high in _gaps(lines[start]):
        end, both = start + 1, 1
        while end < len(lines):
            line = lines[end]
            free = _free(line, low, high)
            if free is None or free[1] - free[0] < 8:
                break
            low, high = free
            if line.x0 < low and line.x1 > high:
                both += 1
            elif not _within_side(lines[start:end], line, low):
                break
            end += 1
        # One line alone must be clearly parted; the white that justifies a line is narrower, or stands elsewhere.
        if both >= 2 or high - low >= 2.5 * lines[start].height:
            found.append((both, end, (low + high) / 2))
    best = max(found, default=None)
    return (best[1], best[2]) if best else None


def _within_side(lines: Sequence[TextLine], line: TextLine, gutter: float) -> bool:
    """Whether a line on one side only stands in the column above it, not under both."""
    side = [word for one in lines for word in one.words if (word.x0 < gutter) == (line.x0 < gutter)]
    inside = min(word.x0 for word in side) - 40 <= line.x0 and line.x1 <= max(word.x1 for word in side) + 40
    return inside and line.top - lines[-1].bottom <= 6 * line.height


def _gaps(line: TextLine) -> list[tuple[float, float]]:
    least = max(10.0, 0.9 * line.height)
    pairs = pairwise(line.words)
    return [(before.x1, word.x0) for before, word in pairs if word.x0 - before.x1 >= least]


def _free(line: TextLine, low: float, high: float) -> tuple[float, float] | None:
    """What a line leaves free of a stretch of white; None if it crosses it."""
    for word in line.words:
        if word.x0 >= high or word.x1 <= low:
            continue
        if word.x1 < (low + high) / 2:
            low = word.x1
        elif word.x0 > (low + high) / 2:
            high = word.x0
        else:
            return None
    return low, high


def paragraphs(lines: Sequence[TextLine], *, cell: bool = False) -> list[list[TextLine]]:
    """Lines into paragraphs; each line says between which edges it stands. ``cell``: they are a table cell's."""
    pitch = _pitch(lines)
    found: list[list[TextLine]] = []
    for line in lines:
        if found and goes_on(found[-1], line, pitch, cell=cell):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _pitch(lines: Sequence[TextLine]) -> float:
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and b.top > a.top]
    # Lines of a paragraph are the closest; half of all steps or more are theirs in running text, in a list a fourth.
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def goes_on(paragraph: Sequence[TextLine], line: TextLine, pitch: float = 0.0, *, cell: bool = False) -> bool:
    """Whether a line is the rest of a paragraph: its first word had no room before, and nothing opens a new one."""
    last = paragraph[-1]
    before, after = last.text, line.text
    if not _is_full(last, line) or abs(last.height - line.height) > 0.2 * max(last.height, line.height):
        return False
    ended = before.endswith(_END)
    mark = _MARK.match(after)
    # A dash that a range or a name was broken at ("2014 / - 2016", "Lao động / - Thương binh") opens nothing.
    if mark is not None and (ended or not mark["tight"] or _is_list(paragraph)):
        return False
    if after.isupper() and not before.isupper() and len(after) > 5 and line.x0 > line.left + 15:
        return False
    if before.isupper() and not after.isupper() and sum(map(str.isalpha, after)) > 3 and len(before) > 12:
        return False
    if not ended and not _is_list(paragraph) and _OPENS.match(after) and not _LINKS.search(before):
        return False
    if not ended or after[:1].islower():
        return True
    if cell and not _is_list(paragraph):
        # In a cell a paragraph is an entry, mostly of one sentence; a semicolon also parts what one entry names.
        return before.endswith(";")
    same_page = last.page == line.page
    apart = same_page and pitch > 0 and line.top - last.top > pitch + 0.3 * line.height
    inset = line.x0 - (paragraph[-1].x0 if len(paragraph) > 1 else line.left) > 6
    return not (apart or inset)


def _is_list(paragraph: Sequence[TextLine]) -> bool:
    return paragraph[0].text[:1] in ("-", "+", "–", "•")


def _is_full(line: TextLine, following: TextLine) -> bool:
    """Whether the next line's first word (or the part of it that may stand alone) had no room on this one."""
    word = following.words[0]
    match = _BREAKABLE.search(word.text)
    share = match.end() / len(word.text) if match else 1.0
    stuck = _sticks(line.words[-1].text)
    white = [b.x0 - a.x1 for a, b in pairwise(line.words)]
    need = (word.x1 - word.x0) * share + (0 if stuck else median(white or [0.25 * line.height])) + 1
    return line.x1 + need > line.right or line.x1 - line.x0 + need > line.right - line.left


def _sticks(text: str) -> bool:
    """A line that ends in the middle of a word, behind a hyphen or a slash."""
    return len(text) > 1 and text[-1] in "-/" and text[-2].isalnum()


def joined(lines: Sequence[TextLine]) -> str:
    """A paragraph's text."""
    text = ""
    for line in lines:
        glue = "" if not text or _sticks(text.rsplit(" ", 1)[-1]) else " "
        text += glue + line.text
    return text
