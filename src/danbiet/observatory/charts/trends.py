"""A score through the years: ours with its interval, the median and the middle half of the provinces. Where what is
measured changed, the lines stop and begin anew, with a note: nothing is drawn across a break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil
from typing import Any

from danbiet.documents.chart_look import BOLD, EDGE, LINE, OTHERS, OURS, QUIET
from danbiet.observatory.charts.base import KEPT, ROWS, altair, filled, number, sized
from danbiet.observatory.charts.words import broken
from danbiet.observatory.figures import DESK, PHONE, WIDTHS

HEIGHTS = {PHONE: 250, DESK: 310}
# Room for the words at the right, pixels; of a year's label; of the figures at the left; of a break's number.
_RIGHT, _YEAR, _LEFT, _LABEL = 84, 40, 44, 30


def trend(
    size: str,
    rows: Sequence[Mapping[str, Any]],
    breaks: Sequence[Mapping[str, Any]],
    *,
    unit: str,
    ours: str,
    middle: str,
) -> dict[str, Any]:
    """A line a stretch of comparable years.

    ``rows``: year, score, low, high, median, p25, p75 (None where not known), stretch (changes with what is measured);
    ``breaks``: at (between two years), label; ``ours``, ``middle``: the words at the ends of the lines.
    """
    years = sorted({int(row["year"]) for row in rows})
    span = (years[0], years[-1]) if years else ()
    words = _ends(rows, ours, middle, HEIGHTS[size])
    intervals = any(row.get("low") is not None for row in rows)
    marks = {"breaks": breaks, "labels": _labels(breaks, _step(size, span)), "words": words}
    return filled(_trend(size, unit, span, intervals), {ROWS: rows, **marks})


def _step(size: str, span: tuple[int, ...]) -> float:
    """Pixels a year."""
    return (WIDTHS[size] - _RIGHT - _LEFT) / max(span[1] - span[0], 1) if span else 1.0


def _labels(breaks: Sequence[Mapping[str, Any]], step: float) -> list[dict[str, Any]]:
    """The numbers of the breaks; those too close to be read apart as one span: "1–4"."""
    runs: list[list[Mapping[str, Any]]] = []
    for one in breaks:
        if runs and (one["at"] - runs[-1][-1]["at"]) * step < _LABEL:
            runs[-1].append(one)
        else:
            runs.append([one])
    found = []
    for run in runs:
        ends = dict.fromkeys((run[0]["label"], run[-1]["label"]))
        found.append({"at": (run[0]["at"] + run[-1]["at"]) / 2, "label": f"({'–'.join(ends)})"})
    return found


def _ends(rows: Sequence[Mapping[str, Any]], ours: str, middle: str, height: int) -> list[dict[str, Any]]:
    """The words right of the last points, apart by a line at least."""
    found: list[dict[str, Any]] = []
    for field, text, own in (("median", middle, False), ("score", ours, True)):
        last = max((row for row in rows if row.get(field) is not None), key=lambda row: row["year"], default=None)
        if last is not None:
            lines = broken(text, _RIGHT - 12, bold=own)
            found.append({"year": last["year"], "at": last[field], "text": "\n".join(lines), "ours": own})
    ends = [row[key] for row in rows for key in ("score", "low", "high", "p25", "p75") if row.get(key) is not None]
    if len(found) == 2 and found[0]["year"] == found[1]["year"]:
        need = 20 * (max(ends) - min(ends)) / height
        gap = found[1]["at"] - found[0]["at"]
        if abs(gap) < need:
            shift = (need - abs(gap)) / 2 * (1 if gap >= 0 else -1)
            found[1]["at"] += shift
            found[0]["at"] -= shift
    return found


@lru_cache(KEPT)
def _trend(size: str, unit: str, span: tuple[int, ...], intervals: bool) -> dict[str, Any]:
    alt = altair()
    first, last = span or (0, 1)
    step = ceil(_YEAR / _step(size, span))
    ticks = list(range(first, last + 1, step))
    # The axis goes on under the words, which are part of its width.
    beyond = _RIGHT / _step(size, span)
    years = alt.Scale(domain=[first - 0.3, last + beyond], nice=False, zero=False)
    x = alt.X(
        "year:Q",
        title=None,
        scale=years,
        axis=alt.Axis(values=ticks, format="d", grid=False, labelOverlap=False, tickCount=2 * len(ticks) + 2),
    )
    height = alt.Scale(zero=False, nice=True)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=unit, scale=height, axis=_axis(alt))

    base = alt.Chart(alt.NamedData(ROWS))
    shown = "isValid(datum.{0})"
    layers = [
        base.mark_area(color=LINE, opacity=0.7)
        .transform_filter(shown.format("p25"))
        .encode(x=x, y=y("p25"), y2="p75:Q", detail="stretch:N"),
        base.mark_line(color=OTHERS, point={"color": OTHERS, "size": 30})
        .transform_filter(shown.format("median"))
        .encode(x=x, y=y("median"), detail="stretch:N"),
    ]
    own = base.transform_filter(shown.format("score"))
    if intervals:
        layers.append(own.mark_rule(color=OURS).encode(x=x, y=y("low"), y2="high:Q"))
    tips = [alt.Tooltip("year:Q", format="d")]
    tips += [alt.Tooltip(f"{name}:Q", format=number()) for name in ("score", "low", "high", "median", "p25", "p75")]
    layers.append(own.mark_line(color=OURS).encode(x=x, y=y("score"), detail="stretch:N"))
    layers.append(own.mark_point(color=OURS, size=70).encode(x=x, y=y("score"), tooltip=tips))
    gaps = alt.Chart(alt.NamedData("breaks"))
    at = alt.X("at:Q", scale=years)
    layers.append(gaps.mark_rule(color=EDGE, strokeDash=[2, 4], strokeWidth=1).encode(x=at))
    word = alt.Chart(alt.NamedData("labels")).mark_text(color=QUIET, align="center", baseline="bottom", dy=-4)
    layers.append(word.encode(x=at, y=alt.value(0), text="label:N"))
    ends = alt.Chart(alt.NamedData("words"))
    for own in (True, False):
        text = ends.transform_filter(f"datum.ours === {str(own).lower()}").mark_text(
            align="left",
            baseline="middle",
            dx=9,
            lineBreak="\n",
            color=OURS if own else QUIET,
            fontWeight=BOLD if own else 400,
        )
        layers.append(text.encode(x=alt.X("year:Q", scale=years), y=alt.Y("at:Q"), text="text:N"))
    return sized(alt.layer(*layers), size, height=HEIGHTS[size])


def _axis(alt: Any) -> Any:
    """The title stands over the axis, as it is read."""
    return alt.Axis(titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-34, titleY=-26, tickCount=6)
