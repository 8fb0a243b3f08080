"""What a public page offers for the wall: a Notice, from which the A4 and A3 sheets and the loudspeaker text come.

A page declares its notice once. Sections may be added from another room or module: ``register(face, make, order=...)``;
``make`` gets what the page's notice is about and gives a section, or None where there is nothing to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_FIELD = re.compile(r"%\((\w+)\)s")


class Theirs(str):
    """Text that people wrote: Vietnamese whatever the language of the sheet."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A text in pieces, each with whether people wrote it (then it is Vietnamese on an English sheet too)."""

    pieces: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def __bool__(self) -> bool:
        return bool(str(self).strip())

    @property
    def html(self) -> SafeString:
        """For a page; what is Vietnamese on an English one says so."""
        english = get_language() == "en"
        parts = (
            format_html('<span lang="vi">{}</span>', text) if theirs and english else format_html("{}", text)
            for text, theirs in self.pieces
        )
        return format_html_join("", "{}", ((part,) for part in parts))


def line(template: str, **values: Any) -> Line:
    """``template`` with its ``%(name)s`` filled in; a value that is :class:`Theirs` stays known as such.

    A value may be a line itself.
    """
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _FIELD.finditer(template):
        pieces.append((template[end : match.start()], False))
        value = values[match[1]]
        pieces += value.pieces if isinstance(value, Line) else [(str(value), isinstance(value, Theirs))]
        end = match.end()
    pieces.append((template[end:], False))
    return Line(tuple(piece for piece in pieces if piece[0]))


def theirs(text: str) -> Line:
    """A line of nothing but what people wrote."""
    return Line(((text, True),))


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a section. With a ``value`` the section is a small table of two columns.

    ``detail`` follows after a colon, on paper where there is room for all of them and from the loudspeaker where it
    doesn't take too long.
    """

    text: Line
    value: Line | None = None
    detail: Line | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with short lines, all with a value or none."""

    heading: Line
    items: tuple[Item, ...]

    @property
    def tabular(self) -> bool:
        """Whether the lines have values."""
        return any(item.value is not None for item in self.items)


@dataclass(frozen=True, slots=True)
class Notice:
    """What hangs on the wall and is read on the loudspeaker.

    ``above``: where it is ("Tỉnh Cà Mau, Huyện U Minh"); ``whose`` and ``what`` make the heading; ``sentence``: how
    things stand; ``source``; ``day``: as of; ``address``: of the public page, whole; ``ask``: whom to ask, how.
    """

    above: Line
    whose: Line
    what: Line
    sentence: Line
    sections: tuple[Section, ...]
    source: Line
    day: date
    address: str
    ask: Line
    simulated: bool = False


Make = Callable[[Any], Section | None]
_MAKERS: list[tuple[str, int, Make]] = []


def register(face: str, make: Make, *, order: int) -> None:
    """Add a section to the notices of a face ("unit", "unit-plan", "unit-task"); sections stand by ``order``."""
    _MAKERS.append((face, order, make))
    _MAKERS.sort(key=lambda one: one[1])


def sections(face: str, subject: Any) -> tuple[Section, ...]:
    """The sections of a notice about ``subject``, in their order; those with nothing to say are left out."""
    made: Iterable[Section | None] = (make(subject) for name, _, make in _MAKERS if name == face)
    return tuple(section for section in made if section is not None and section.items)
