"""Scores of all provinces, or of all elements of one, side by side on one scale, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from danbiet.documents.chart_look import BOLD, EDGE, INK, OTHERS, OURS, QUIET
from danbiet.observatory.charts.base import KEPT, ROWS, altair, filled, number, row_height, sized
from danbiet.observatory.figures import PHONE

MIDDLE = "middle"


def strip(
    size: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    unit: str,
    ours: str,
    middle: float | None = None,
    middle_label: str = "",
) -> dict[str, Any]:
    """All provinces, one line each, in the order given: a point for the score, a line for its interval, ours marked.

    ``rows``: name, score, low, high (None where no interval is known), ours (bool), rank (a text for the tooltip).
    ``ours``: the name that is set bold; ``middle``: the median, drawn across. ``unit``: the title of the axis.
    """
    marks = [{"score": middle, "label": middle_label}] if middle is not None else []
    shape = _strip(size, unit, any(row.get("low") is not None for row in rows))
    made = filled(shape, {ROWS: rows, MIDDLE: marks}, ours=ours)
    return {**made, "height": row_height(size) * len(rows)}


@lru_cache(KEPT)
def _strip(size: str, unit: str, intervals: bool) -> dict[str, Any]:
    alt = altair()
    ours = alt.param(name="ours", value="")
    chosen = alt.datum.ours
    names = alt.Axis(
        title=None,
        labelFontWeight=alt.condition("datum.value === ours", alt.value(BOLD), alt.value(400)),
        labelColor=alt.condition("datum.value === ours", alt.value(OURS), alt.value(INK)),
    )
    y = alt.Y("name:N", sort=None, axis=names)
    scale = alt.Scale(zero=False, nice=True)
    x = alt.X("score:Q", title=unit, scale=scale, axis=alt.Axis(orient="top", tickCount=4 if size == PHONE else 7))
    colour = alt.condition(chosen, alt.value(OURS), alt.value(OTHERS))
    base = alt.Chart(alt.NamedData(ROWS)).encode(y=y)
    tips = ["name:N", alt.Tooltip("score:Q", format=number()), "rank:N"]
    layers = []
    if intervals:
        tips += [alt.Tooltip("low:Q", format=number()), alt.Tooltip("high:Q", format=number())]
        line = base.mark_rule().encode(
            x=alt.X("low:Q", title=unit, scale=scale),
            x2="high:Q",
            color=colour,
            opacity=alt.condition(chosen, alt.value(1), alt.value(0.55)),
        )
        layers.append(line)
    layers.append(base.mark_point().encode(x=x, color=colour, tooltip=tips))
    middle = alt.Chart(alt.NamedData(MIDDLE))
    layers.append(middle.mark_rule(color=EDGE, strokeDash=[4, 3]).encode(x="score:Q"))
    label = middle.mark_text(align="center", baseline="top", dy=4, color=QUIET)
    layers.append(label.encode(x="score:Q", y=alt.value("height"), text="label:N"))
    return sized(alt.layer(*layers).add_params(ours), size)
