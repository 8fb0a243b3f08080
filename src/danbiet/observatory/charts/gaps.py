"""Differences around zero, each with its interval; and scores before and after. On a phone the name stands above its
line, so that it has the whole width; on a desk it stands before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from danbiet.documents.chart_look import EDGE, OTHERS, OURS, PAPER, QUIET, TEXT
from danbiet.observatory.charts.base import KEPT, ROWS, altair, filled, number, sized
from danbiet.observatory.charts.words import broken
from danbiet.observatory.figures import DESK, WIDTHS

_LINE, _DOWN, _BELOW, _WORD = 19, 10, 14, 22
# Of a desk's width, for names.
_NAMES = 320
_ZERO = "datum.value === 0 ? '0' : datum.label"


def gaps(size: str, rows: Sequence[Mapping[str, Any]], *, unit: str, less: str, more: str) -> dict[str, Any]:
    """One line a difference, in the order given; those that stand out of the noise are ours in colour, others grey.

    ``rows``: name, gap, low, high (None where no interval is known), sure (bool). ``less``, ``more``: what lies to the
    left and the right of zero, said once at the top.
    """
    made, height = _placed(size, rows)
    ends = [value for row in rows for value in (row["gap"], row.get("low"), row.get("high")) if value is not None]
    reach = max((abs(value) for value in ends), default=1.0) or 1.0
    words = [{"at": -reach / 2, "label": less}, {"at": reach / 2, "label": more}]
    zero = [{"at": 0.0}]
    return {**filled(_gaps(size, unit, round(reach, 3)), {ROWS: made, "words": words, "zero": zero}), "height": height}


def before_after(size: str, rows: Sequence[Mapping[str, Any]], *, unit: str, before: str, after: str) -> dict[str, Any]:
    """A score before (grey) and after (ours), each with its interval, one line an element.

    ``rows``: name, before, after, low, high (of after), old_low, old_high; ends None where no interval is known.
    ``before``, ``after``: the words at the first line's points.
    """
    made, height = _placed(size, rows, words=True)
    names = ("before", "after", "low", "high", "old_low", "old_high")
    ends = [row[name] for row in rows for name in names if row.get(name) is not None]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = (high - low) * 0.08 or 0.5
    words = [
        {"at": row[name], "y": row["y"] - 8, "label": word, "side": side}
        for row in made[:1]
        for name, word, side in _sides(row, before, after)
    ]
    shape = _before_after(size, unit, (round(low - room, 3), round(high + room, 3)))
    return {**filled(shape, {ROWS: made, "words": words}), "height": height}


def _sides(row: Mapping[str, Any], before: str, after: str) -> list[tuple[str, str, str]]:
    """The words on the outer sides of the two points, so that they don't meet."""
    rising = row["after"] >= row["before"]
    return [("before", before, "right" if rising else "left"), ("after", after, "left" if rising else "right")]


def _placed(size: str, rows: Sequence[Mapping[str, Any]], *, words: bool = False) -> tuple[list[dict[str, Any]], int]:
    """Rows with their places: of the name (``top``) and of the line (``y``); and the height of all. ``words``: over the
    first line stand words."""
    made = []
    y = float(_WORD)
    for row in rows:
        name = broken(str(row["name"]), _NAMES - 16 if size == DESK else WIDTHS[size] - 8)
        tall = len(name) * _LINE
        if size == DESK:
            made.append({**row, "label": "\n".join(name), "top": y, "y": y + tall / 2})
            y += tall + 5
        else:
            line = y + tall + _DOWN + (_WORD if words and not made else 0)
            made.append({**row, "label": "\n".join(name), "top": y, "y": line})
            y = line + _BELOW
    return made, round(y)


def _span(size: str) -> Any:
    """The horizontal range of the plot: on a desk names have their own column."""
    return [_NAMES, WIDTHS[DESK] - 8] if size == DESK else [6, WIDTHS[size] - 6]


@lru_cache(KEPT)
def _gaps(size: str, unit: str, reach: float) -> dict[str, Any]:
    alt = altair()
    scale = alt.Scale(domain=[-reach * 1.04, reach * 1.04], nice=False, range=_span(size))
    axis = alt.Axis(orient="bottom", tickCount=5 if size != DESK else 7, format="+", labelExpr=_ZERO, grid=True)
    line = alt.Y("y:Q", axis=None, scale=None)

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", title=unit, scale=scale, axis=axis)

    base = alt.Chart(alt.NamedData(ROWS))
    colour = alt.condition("datum.sure", alt.value(OURS), alt.value(OTHERS))
    tips = [alt.Tooltip("name:N"), *(alt.Tooltip(f"{name}:Q", format=number()) for name in ("gap", "low", "high"))]
    words = alt.Chart(alt.NamedData("words")).mark_text(color=QUIET, baseline="top", align="center")
    layers = [
        alt.Chart(alt.NamedData("zero")).mark_rule(color=EDGE, strokeWidth=1.5).encode(x=x("at")),
        base.mark_rule(strokeWidth=2).encode(x=x("low"), x2="high:Q", y=line, color=colour),
        base.mark_point(size=70).encode(x=x("gap"), y=line, color=colour, tooltip=tips),
        *_labels(alt, base),
        words.encode(x=alt.X("at:Q", scale=scale), y=alt.value(0), text="label:N"),
    ]
    return sized(alt.layer(*layers), size)


@lru_cache(KEPT)
def _before_after(size: str, unit: str, ends: tuple[float, float]) -> dict[str, Any]:
    alt = altair()
    scale = alt.Scale(domain=list(ends), nice=False, zero=False, range=_span(size))
    axis = alt.Axis(orient="bottom", tickCount=5 if size != DESK else 7, grid=True)
    line = alt.Y("y:Q", axis=None, scale=None)

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", title=unit, scale=scale, axis=axis)

    base = alt.Chart(alt.NamedData(ROWS))
    ticks = ("before", "after", "low", "high")
    tips = [alt.Tooltip("name:N"), *(alt.Tooltip(f"{name}:Q", format=number()) for name in ticks)]
    words = alt.Chart(alt.NamedData("words"))
    layers = [
        base.mark_rule(color=OTHERS, strokeWidth=5, opacity=0.45).encode(x=x("old_low"), x2="old_high:Q", y=line),
        base.mark_rule(color=OURS, strokeWidth=2).encode(x=x("low"), x2="high:Q", y=line),
        base.mark_point(color=OTHERS, size=80).encode(x=x("before"), y=line),
        base.mark_point(color=OURS, size=80).encode(x=x("after"), y=line, tooltip=tips),
        *_labels(alt, base),
    ]
    for side, dx in (("left", 8), ("right", -8)):
        mark = words.transform_filter(f"datum.side === '{side}'").mark_text(
            color=QUIET, align=side, baseline="bottom", dx=dx
        )
        layers.append(mark.encode(x=alt.X("at:Q", scale=scale), y=line, text="label:N"))
    return sized(alt.layer(*layers), size)


def _labels(alt: Any, base: Any) -> list[Any]:
    """Names on a strip of paper, so that no line of the grid runs through them."""
    look = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": _LINE, "fontSize": TEXT}
    marks = [base.mark_text(stroke=PAPER, strokeWidth=5, **look), base.mark_text(**look)]
    return [one.encode(x=alt.value(0), y=alt.Y("top:Q", axis=None, scale=None), text="label:N") for one in marks]
