"""Names broken into lines, measured with the face's own widths."""

from __future__ import annotations

from functools import lru_cache

from danbiet.documents.chart_look import TEXT
from danbiet.pages import paper


@lru_cache(4096)
def broken(text: str, pixels: int, *, bold: bool = False) -> tuple[str, ...]:
    """A name in as many lines as it needs to be at most ``pixels`` wide; a word that is wider stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and paper.width(longer, bold=bold) * TEXT <= pixels:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
