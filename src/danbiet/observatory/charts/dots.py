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

_LINE = 18


def dots(
    size: str, rows: Sequence[Mapping[str, Any]], *, unit: str, scale: tuple[float, float], words: Mapping[str, str]
) -> dict[str, Any]:
    """One band an element, in the order given.

    ``rows``: name, score, low, high, median, least, most; None where it isn't known. ``scale``: ends of the axis.
    ``words``: "median" and "all", said once beside the first line.
    """
    made, lines = [], 1
    for place, row in enumerate(rows):
        name = broken(str(row["name"]), WIDTHS[size] - 8)
        lines = max(lines, len(name))
        made.append({**row, "place": place, "label": "\n".join(name)})
    shape = _dots(size, unit, scale, lines)
    first = [row for row in made if row.get("median") is not None][:1]
    marks = [{"place": row["place"], "at": row["median"], "label": words["median"]} for row in first]
    return filled(shape, {ROWS: made, "words": marks})


@lru_cache(KEPT)
def _dots(size: str, unit: str, ends: tuple[float, float], lines: int) -> dict[str, Any]:
    alt = altair()
    band = lines * _LINE + 42
    scale = alt.Scale(type="band", padding=0)
    middle = (lines * _LINE + 26) / band
    names = alt.Y("place:O", axis=None, scale=scale, bandPosition=0)
    line = alt.Y("place:O", axis=None, scale=scale, bandPosition=middle)
    axis = alt.Axis(orient="top", tickCount=5 if size == PHONE else 9, grid=True)
    span = alt.Scale(domain=list(ends), nice=False, zero=False)

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", title=unit, scale=span, axis=axis)

    base = alt.Chart(alt.NamedData(ROWS))
    label = base.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=_LINE, fontSize=TEXT, dy=2)
    tips = [
        alt.Tooltip("name:N"),
        *(alt.Tooltip(f"{name}:Q", format=number()) for name in ("score", "low", "high", "median", "least", "most")),
    ]
    layers = [
        base.mark_rule(color=LINE, strokeWidth=8).encode(x=x("least"), x2="most:Q", y=line),
        base.mark_rule(color=OURS, strokeWidth=2).encode(x=x("low"), x2="high:Q", y=line),
        base.mark_point(color=EDGE, shape="stroke", angle=90, filled=False, strokeWidth=3, size=320, opacity=1).encode(
            x=x("median"), y=line
        ),
        base.mark_point(color=OURS, size=80).encode(x=x("score"), y=line, tooltip=tips),
        label.encode(x=alt.value(0), y=names, text="label:N"),
    ]
    word = alt.Chart(alt.NamedData("words")).mark_text(color=QUIET, align="left", baseline="middle", dy=-16, dx=-4)
    layers.append(word.encode(x=alt.X("at:Q", scale=span), y=line, text="label:N"))
    return sized(alt.layer(*layers), size, height=alt.Step(band))
