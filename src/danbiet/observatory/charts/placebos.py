"""The gap of a province to its synthetic one over the years, with those of all other provinces behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from danbiet.documents.chart_look import EDGE, OTHERS, OURS, QUIET
from danbiet.observatory.charts.base import KEPT, altair, filled, number, sized
from danbiet.observatory.figures import PHONE

OWN, PLACEBOS, GAPS = "own", "placebos", "gaps"
HEIGHT = 300


def placebos(
    size: str,
    own: Sequence[Mapping[str, Any]],
    others: Sequence[Mapping[str, Any]],
    *,
    years: Sequence[int],
    left_out: Sequence[Mapping[str, Any]],
    unit: str,
    label: str,
) -> dict[str, Any]:
    """``own``, ``others``: name, year, gap, part ("before" or "after": no line is drawn from one to the other).

    ``left_out``: from, to, middle, label of the years between, drawn as a gap with a note. ``unit``: the title of the
    axis; ``label``: what our line is called, beside its last point.
    """
    last = dict(own[-1], label=label) if own else {}
    rows = {OWN: own, PLACEBOS: others, GAPS: left_out, "last": [last] if last else []}
    return filled(_placebos(size, unit, tuple(years)), rows)


@lru_cache(KEPT)
def _placebos(size: str, unit: str, years: tuple[int, ...]) -> dict[str, Any]:
    alt = altair()
    shown = [year for year in years if size != PHONE or (year - years[-1]) % 2 == 0]
    # Room on the right for the name of our line.
    scale = alt.Scale(domain=[years[0] - 0.3, years[-1] + (1.6 if size == PHONE else 1.0)], nice=False)
    x = alt.X("year:Q", title=None, scale=scale, axis=alt.Axis(values=shown, format="d", grid=False))
    y = alt.Y("gap:Q", title=unit, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(titleAnchor="start"))
    tips = ["name:N", alt.Tooltip("year:Q", format="d"), alt.Tooltip("gap:Q", format=number())]

    def line(data: str, colour: str, width: float, opacity: float) -> Any:
        chart = alt.Chart(alt.NamedData(data))
        drawn = chart.mark_line(color=colour, strokeWidth=width, opacity=opacity)
        return drawn.encode(x=x, y=y, detail=["name:N", "part:N"])

    def points(data: str, colour: str, large: int, opacity: float) -> Any:
        chart = alt.Chart(alt.NamedData(data))
        return chart.mark_point(color=colour, size=large, opacity=opacity).encode(x=x, y=y, tooltip=tips)

    band = alt.Chart(alt.NamedData(GAPS))
    note = band.mark_text(color=QUIET, baseline="top", dy=2, lineBreak="\n")
    name = alt.Chart(alt.NamedData("last")).mark_text(color=OURS, align="left", dx=8, fontWeight=600)
    zero = alt.Chart(alt.Data(values=[{"gap": 0}])).mark_rule(color=EDGE).encode(y="gap:Q")
    layers = (
        line(PLACEBOS, OTHERS, 1, 0.45),
        points(PLACEBOS, OTHERS, 14, 0.6),
        zero,
        line(OWN, OURS, 2.5, 1),
        points(OWN, OURS, 70, 1),
        note.encode(x=alt.X("middle:Q", scale=scale), y=alt.value(0), text="label:N"),
        name.encode(x=x, y=y, text="label:N"),
    )
    return sized(alt.layer(*layers), size, height=HEIGHT)
