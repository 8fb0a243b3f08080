"""What fits on a sheet: texts measured with the face's own widths, sections cut at the last line there is room for.

All heights are in em of the sheet's text; the numbers here are those of ``wall.css``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from danbiet.pages.wall import Item, Notice, Section

_MM_OF_POINT = 25.4 / 72
# Heights of a line of text and of headings; spaces before and after.
TEXT, WHAT, LINE, TIGHT = 1.0, 1.35, 1.3, 1.2
SECTION_SPACE, ITEM_SPACE, HEAD_SPACE = 0.6, 0.12, 0.35
INDENT, VALUE_SHARE, GAP = 1.0, 0.38, 0.6
# What the browser may set wider than reckoned (kerning, rounding).
SAFETY, SPARE = 1.015, 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """A paper with its sheet: millimetres; the text in points; ``distance``: it is read from there, metres."""

    name: str
    width: float
    height: float
    margin: float
    foot: float
    text: float
    distance: int

    @property
    def em(self) -> float:
        """Millimetres of one em of text."""
        return self.text * _MM_OF_POINT

    @property
    def columns(self) -> float:
        """Width of the text in em."""
        return (self.width - 2 * self.margin) / self.em

    @property
    def room(self) -> float:
        """Height above the foot in em."""
        return (self.height - 2 * self.margin - self.foot) / self.em - SPARE


A4 = Size("a4", 210, 297, 12, 50, 14, 1)
A3 = Size("a3", 297, 420, 16, 78, 28, 2)
SIZES = {size.name: size for size in (A4, A3)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper: the sections that fit, whether with details, and how many lines were left off."""

    sections: tuple[Section, ...]
    detailed: bool
    left: int


@cache
def _widths(weight: str) -> tuple[dict[int, float], float]:
    """Advance of each character in em, and of one the face doesn't have."""
    from fontTools.ttLib import TTFont

    source = resources.files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{weight}.ttf"
    with source.open("rb") as handle:
        font = TTFont(handle)
        metrics, per_em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {point: metrics[name][0] / per_em for point, name in font.getBestCmap().items()}, 1.0


def width(text: str, *, bold: bool = False) -> float:
    """How wide a text is set, in em."""
    known, other = _widths("SemiBold" if bold else "Regular")
    return sum(known.get(ord(letter), other) for letter in text) * SAFETY


def lines(text: str, columns: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a column of ``columns`` em; a word wider than that is broken."""
    blank = width(" ", bold=bold)
    count, used = 1, 0.0
    for word in text.split():
        wide = width(word, bold=bold)
        if used and used + blank + wide <= columns:
            used += blank + wide
            continue
        if used:
            count += 1
        count += int(wide // columns)
        used = wide % columns if wide > columns else wide
    return count


def _item(item: Item, columns: float, detailed: bool) -> float:
    if item.value is not None:
        left = lines(str(item.text), columns * (1 - VALUE_SHARE) - GAP)
        return max(left, lines(str(item.value), columns * VALUE_SHARE)) * LINE + 2 * ITEM_SPACE
    text = f"{item.text}: {item.detail}" if detailed and item.detail else str(item.text)
    return lines(text, columns - INDENT) * LINE + ITEM_SPACE


def _head(notice: Notice, size: Size) -> float:
    """Height of what stands above the sections."""
    wide = size.columns
    height = HEAD_SPACE
    if notice.simulated:
        height += LINE + 1.1
    for text, scale, lead in (
        (notice.above, 0.8, LINE),
        (notice.whose, 1.0, LINE),
        (notice.what, WHAT, TIGHT),
        (notice.sentence, TEXT, LINE),
        (notice.ask, TEXT, LINE),
    ):
        if text:
            height += lines(str(text), wide / scale, bold=scale != TEXT or text is notice.whose) * scale * lead
            height += HEAD_SPACE if scale >= TEXT else 0
    return height


def fit(notice: Notice, size: Size) -> Sheet:
    """The sections as far as they go on one sheet: with every detail, else without, else cut."""
    room = size.room - _head(notice, size)
    for detailed in (True, False):
        taken, left = _cut(notice.sections, room, size.columns, detailed)
        if not left:
            return Sheet(taken, detailed, 0)
    # The line that says how many are left needs its own room.
    taken, left = _cut(notice.sections, room - LINE - SECTION_SPACE, size.columns, False)
    return Sheet(taken, False, left)


def _cut(sections: tuple[Section, ...], room: float, columns: float, detailed: bool) -> tuple[tuple[Section, ...], int]:
    """The sections that go into ``room``, the last perhaps in part, and how many items don't."""
    taken: list[Section] = []
    left = 0
    for section in sections:
        need = SECTION_SPACE + lines(str(section.heading), columns, bold=True) * LINE + ITEM_SPACE
        kept: list[Item] = []
        for item in section.items:
            high = _item(item, columns, detailed)
            if left or need + high > room:
                left += 1
                continue
            need += high
            kept.append(item)
        if kept:
            taken.append(Section(section.heading, tuple(kept)))
            room -= need
    return tuple(taken), left
