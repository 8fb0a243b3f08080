"""Elements of one province under each other on one scale: our score with its interval, the median, how far the
provinces lie apart. The name stands above its line, so that it has the whole width of a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from danbiet.documents.chart_look import EDGE, LINE, OURS, QUIET, TEXT
from danbiet.observatory.charts.base import KEPT, ROWS, altair, filled, number, sized
from danbiet.observatory.charts.words import broken
from danbiet.observatory.figures import PHONE, WIDTHS

# Pixels: a line of text, from the name to the line of dots, below that; above the first name for the word "median".
_LINE, _DOWN, _BELOW, _WORD = 19, 12, 16, 18


def dots(
    size: str, rows: Sequence[Mapping[str, Any]], *, unit: str, scale: tuple[float, float], middle: str
) -> dict[str, Any]:
    """One line of dots an element, in the order given.

    ``rows``: name, score, low, high, median, least, most; None where it isn't known. ``scale``: ends of the axis.
    ``middle``: the word for the median, said once, at the first.
    """
    made: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    y = 4.0
    for row in rows:
        name = broken(str(row["name"]), WIDTHS[size] - 8)
        line = y + len(name) * _LINE + _DOWN
        if not words and row.get("median") is not None:
            line += _WORD
            words.append({"at": row["median"], "y": line, "label": middle})
        made.append({**row, "label": "\n".join(name), "top": y, "y": line})
        y = line + _BELOW
    return {**filled(_dots(size, unit, scale), {ROWS: made, "words": words}), "height": round(y)}


@lru_cache(KEPT)
def _dots(size: str, unit: str, ends: tuple[float, float]) -> dict[str, Any]:
    alt = altair()
    line = alt.Y("y:Q", axis=None, scale=None)
    axis = alt.Axis(orient="top", tickCount=5 if size == PHONE else 9, grid=True)
    span = alt.Scale(domain=list(ends), nice=False, zero=False)

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", title=unit, scale=span, axis=axis)

    base = alt.Chart(alt.NamedData(ROWS))
    label = base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=_LINE, fontSize=TEXT)
    tips = [
        alt.Tooltip("name:N"),
        *(alt.Tooltip(f"{name}:Q", format=number()) for name in ("score", "low", "high", "median", "least", "most")),
    ]
    middle = base.mark_point(color=EDGE, shape="stroke", angle=90, filled=False, strokeWidth=3, size=320)
    word = alt.Chart(alt.NamedData("words")).mark_text(color=QUIET, align="center", baseline="bottom", dy=-8)
    layers = [
        base.mark_rule(color=LINE, strokeWidth=8).encode(x=x("least"), x2="most:Q", y=line),
        base.mark_rule(color=OURS, strokeWidth=2).encode(x=x("low"), x2="high:Q", y=line),
        middle.encode(x=x("median"), y=line),
        base.mark_point(color=OURS, size=80).encode(x=x("score"), y=line, tooltip=tips),
        label.encode(x=alt.value(0), y=alt.Y("top:Q", axis=None, scale=None), text="label:N"),
        word.encode(x=alt.X("at:Q", scale=span), y=line, text="label:N"),
    ]
    return sized(alt.layer(*layers), size)
