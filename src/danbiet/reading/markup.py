"""Cells and lines out of Markdown and HTML mark-up."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from danbiet.base.text import nfc
from danbiet.reading.blocks import Cell, Line, Place

_BREAK = re.compile(r"<\s*(?:/?(?:p|li|ul|ol|div)|br)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{2}(?!\w)")
# A bullet after the end of a sentence starts a paragraph where the source kept no other mark.
_BULLET = re.compile(r"(?<=[.;:!?”\"])\s+(?=[-+–]\s+\S)")
_SPACES = re.compile(r"[ \t\u00a0\u200b\ufeff]+")


def clean(text: str) -> str:
    """``text`` without tags and emphasis marks, in NFC, with single blanks."""
    bare = html.unescape(_TAG.sub("", text))
    return _SPACES.sub(" ", nfc(_EMPHASIS.sub("", bare))).strip()


def cell_of(source: str, at: Place, *, merged: bool = False) -> Cell:
    """A cell from its source: one line per paragraph, list item or bullet."""
    pieces: list[str] = []
    for piece in _BREAK.sub("\n", source).split("\n"):
        pieces.extend(_BULLET.split(clean(piece)))
    return Cell(tuple(Line(piece, at) for piece in pieces if piece), at, merged)


class TableParser(HTMLParser):
    """Rows of the first HTML table: lists of (inner source, colspan, rowspan)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[list[tuple[str, int, int]]] = []
        self._parts: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Rows and cells open; other tags belong to the cell."""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._close()
            given = dict(attrs)
            self._spans = (_count(given.get("colspan")), _count(given.get("rowspan")))
            self._parts = []
        elif self._parts is not None:
            self._parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Cells close."""
        if tag in ("td", "th", "tr", "table"):
            self._close()
        elif self._parts is not None:
            self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text of the open cell."""
        if self._parts is not None:
            self._parts.append(data)

    def handle_entityref(self, name: str) -> None:
        """Entities stay for later."""
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Character references stay for later."""
        self.handle_data(f"&#{name};")

    def _close(self) -> None:
        if self._parts is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(("".join(self._parts), *self._spans))
        self._parts = None


def _count(value: str | None) -> int:
    plain = value is not None and value.isascii() and value.isdecimal() and len(value) < 5
    return min(max(int(value), 1), 50) if value and plain else 1
