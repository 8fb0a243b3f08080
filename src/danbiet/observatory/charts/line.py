"""All provinces as dots on one line, the cuts between the groups, ours marked with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from danbiet.documents.chart_look import BOLD, EDGE, OTHERS, OURS, PAPER, QUIET
from danbiet.observatory.charts.base import KEPT, ROWS, altair, filled, number, sized
from danbiet.observatory.figures import PHONE

_HEIGHT, _DOTS, _INTERVAL = 96, 68, 40


def line(
    size: str,
    rows: Sequence[Mapping[str, Any]],
    cuts: Sequence[float],
    interval: Mapping[str, Any] | None,
    *,
    unit: str,
    ours: str,
    middle: str,
) -> dict[str, Any]:
    """``rows``: score, ours, name; ``cuts``: the quartiles; ``interval``: low and high of ours."""
    marks = [{"at": cut, "label": middle if place == 1 else ""} for place, cut in enumerate(cuts)]
    own = [{**row, **(interval or {}), "label": ours} for row in rows if row["ours"]]
    return filled(_line(size, unit), {ROWS: [row for row in rows if not row["ours"]], "own": own, "cuts": marks})


@lru_cache(KEPT)
def _line(size: str, unit: str) -> dict[str, Any]:
    alt = altair()
    span = alt.Scale(zero=False, nice=True)
    axis = alt.Axis(tickCount=5 if size == PHONE else 9, grid=False, orient="bottom")

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", title=unit, scale=span, axis=axis)

    tip = alt.Tooltip("score:Q", format=number())
    own = alt.Chart(alt.NamedData("own"))
    cuts = alt.Chart(alt.NamedData("cuts"))
    layers = [
        cuts.mark_rule(color=EDGE, strokeDash=[4, 3], strokeWidth=1).encode(
            x=x("at"), y=alt.value(20), y2=alt.value(_HEIGHT)
        ),
        cuts.mark_text(color=QUIET, baseline="bottom").encode(x=x("at"), y=alt.value(16), text="label:N"),
        alt.Chart(alt.NamedData(ROWS))
        .mark_point(color=OTHERS, opacity=0.6)
        .encode(x=x("score"), y=alt.value(_DOTS), tooltip=tip),
        own.mark_rule(color=OURS, strokeWidth=2).encode(x=x("low"), x2="high:Q", y=alt.value(_DOTS)),
        own.mark_point(color=OURS, size=120).encode(x=x("score"), y=alt.value(_DOTS), tooltip=["label:N", tip]),
        own.mark_text(stroke=PAPER, strokeWidth=5, fontWeight=BOLD, baseline="bottom").encode(
            x=x("score"), y=alt.value(_INTERVAL + 14), text="label:N"
        ),
        own.mark_text(color=OURS, fontWeight=BOLD, baseline="bottom").encode(
            x=x("score"), y=alt.value(_INTERVAL + 14), text="label:N"
        ),
    ]
    return sized(alt.layer(*layers), size, height=_HEIGHT)
