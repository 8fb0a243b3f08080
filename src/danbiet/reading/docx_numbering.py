"""Numbers that Word counts by itself: what a paragraph shows before its text though no letter of it is in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_BULLETS = "-+–•*"
DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how numbers are written, the text with %1, %2 for them."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    uses: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, paragraph: Any) -> str:
        """What Word shows before a paragraph: "II.", "3)", "-"; "" for one that is in no list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        if number not in self.uses:
            return "-"
        name, starts = self.uses[number]
        levels = self.lists.get(name, {})
        level = levels.get(depth, Level())
        if level.form == "bullet":
            return level.text.strip() if level.text.strip() in _BULLETS and level.text.strip() else "-"
        if level.form == "none":
            return ""
        counted = self._count(number, name, depth, starts)
        return re.sub(r"%([1-9])", lambda match: self._figure(levels, counted, int(match[1]) - 1), level.text).strip()

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """Number of the list and depth in it, said by the paragraph or by its style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        number, depth = self.styles.get(_value(style), ("", 0))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            number = _value(own.find(f"{W}numId")) or number
            said = _value(own.find(f"{W}ilvl"))
            depth = int(said) if said.isdecimal() and int(said) < DEEPEST else depth
        return (number, depth) if number not in ("", "0") else None

    def _count(self, number: str, name: str, depth: int, starts: dict[int, int]) -> dict[int, int]:
        counted = self.counted.setdefault(name, {})
        if number not in self.begun:
            self.begun.add(number)
            for level in starts:
                counted.pop(level, None)
        first = starts.get(depth, self.lists.get(name, {}).get(depth, Level()).start)
        counted[depth] = counted[depth] + 1 if depth in counted else first
        for deeper in [level for level in counted if level > depth]:
            del counted[deeper]
        return counted

    def _figure(self, levels: dict[int, Level], counted: dict[int, int], depth: int) -> str:
        level = levels.get(depth, Level())
        return _written(counted.get(depth, level.start), level.form)


def _written(number: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        text, left = "", min(number, 39)
        for value, letters in _ROMAN:
            text, left = text + letters * (left // value), left % value
        return text if form == "upperRoman" else text.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def numbering_of(numbering: Any | None, styles: Any | None) -> Numbering:
    """The lists that the parts ``numbering.xml`` and ``styles.xml`` define; either may be missing."""
    found = Numbering()
    for source in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
        found.lists[source.get(f"{W}abstractNumId", "")] = _levels(source)
    for source in numbering.iter(f"{W}num") if numbering is not None else ():
        starts = {}
        for override in source.iter(f"{W}lvlOverride"):
            start = _value(override.find(f"{W}startOverride"))
            if start.isdecimal() and len(start) < 6:
                starts[_depth(override)] = int(start)
        found.uses[source.get(f"{W}numId", "")] = (_value(source.find(f"{W}abstractNumId")), starts)
    for style in styles.iter(f"{W}style") if styles is not None else ():
        own = style.find(f"{W}pPr/{W}numPr")
        if own is not None and _value(own.find(f"{W}numId")):
            depth = _value(own.find(f"{W}ilvl"))
            place = int(depth) if depth.isdecimal() and int(depth) < DEEPEST else 0
            found.styles[style.get(f"{W}styleId", "")] = (_value(own.find(f"{W}numId")), place)
    return found


def _levels(source: Any) -> dict[int, Level]:
    levels = {}
    for part in source.iter(f"{W}lvl"):
        start = _value(part.find(f"{W}start"))
        levels[_depth(part)] = Level(
            int(start) if start.isdecimal() and len(start) < 6 else 1,
            _value(part.find(f"{W}numFmt")) or "decimal",
            _value(part.find(f"{W}lvlText"))[:20],
        )
    return levels


def _depth(part: Any) -> int:
    value = str(part.get(f"{W}ilvl", "0"))
    return int(value) if value.isdecimal() and int(value) < DEEPEST else 0


def _value(element: Any | None) -> str:
    return str(element.get(f"{W}val", "")) if element is not None else ""
