"""The provinces as tiles, about where they lie: schematic, and the page says so. Hoàng Sa and Trường Sa are insets of
their provinces on every map; a map without them isn't drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from danbiet.documents.chart_look import BOLD, EDGE, GROUPS, INK, ON_GROUPS, PAPER, TEXT
from danbiet.observatory.charts.base import KEPT, ROWS, altair, filled, sized
from danbiet.observatory.charts.words import broken
from danbiet.observatory.figures import PHONE, WIDTHS

NO_DATA = -1
ISLANDS = "islands"
# Room below for the name of an archipelago in the last row, in tiles.
_SOUTH = 0.6
_LINE = 16


def tiles(
    size: str, rows: Sequence[Mapping[str, Any]], islands: Sequence[Mapping[str, Any]], *, legend: Sequence[str]
) -> dict[str, Any]:
    """A tile a province.

    ``rows``: name, code, column, row, group (0 low to 3 high, NO_DATA), word (of the group), ours (bool), score.
    ``islands``: name, column, row, group and word of their province. ``legend``: the words of the groups from low to
    high, then of no data. On a phone tiles carry the official code, else the name. ValueError without islands.
    """
    if len({one["name"] for one in islands}) < 2:
        raise ValueError("no map without Hoàng Sa and Trường Sa")
    columns = max(one["column"] for one in (*rows, *islands)) + 1
    depth = max(one["row"] for one in (*rows, *islands)) + 1
    wide = WIDTHS[size] / columns
    high = _high(size, columns)
    made = []
    for row in rows:
        label = [str(row["code"])] if size == PHONE else broken(str(row["name"]), int(wide) - 4)
        made.append(
            {
                **row,
                **_coloured(row),
                "label": "\n".join(label),
                "cy": row["row"] + 0.5 - (len(label) - 1) * _LINE / 2 / high,
            }
        )
    insets = [{**one, **_coloured(one)} for one in islands]
    keys = [
        {"place": place, "word": word, **_coloured({"group": place if place < 4 else NO_DATA})}
        for place, word in enumerate(legend)
    ]
    return filled(_tiles(size, columns, depth), {ROWS: made, ISLANDS: insets, "keys": keys})


def _coloured(row: Mapping[str, Any]) -> dict[str, str]:
    group = row["group"]
    if group == NO_DATA:
        return {"ground": PAPER, "ink": INK}
    return {"ground": GROUPS[group], "ink": ON_GROUPS[group]}


def _high(size: str, columns: int) -> float:
    """How high a tile is: square on a phone, room for three lines at a desk."""
    return (WIDTHS[size] - 6) / columns if size == PHONE else 50


@lru_cache(KEPT)
def _tiles(size: str, columns: int, depth: int) -> dict[str, Any]:
    alt = altair()
    phone = size == PHONE
    wide = (WIDTHS[size] - 6) / columns
    high = _high(size, columns)
    across = alt.Scale(domain=[0, columns], nice=False, zero=False)
    down = alt.Scale(domain=[depth + _SOUTH, 0], nice=False, zero=False)

    def x(expression: str) -> Any:
        return alt.X(f"{expression}:Q", scale=across, axis=None)

    def y(expression: str) -> Any:
        return alt.Y(f"{expression}:Q", scale=down, axis=None)

    def placed(name: str) -> Any:
        chart = alt.Chart(alt.NamedData(name))
        sums = {
            "right": "datum.column + 1",
            "below": "datum.row + 1",
            "cx": "datum.column + 0.5",
        }
        return chart.transform_calculate(**sums)

    ground, ink = alt.Color("ground:N", scale=None), alt.Color("ink:N", scale=None)
    land, sea = placed(ROWS), placed(ISLANDS)
    tips = [alt.Tooltip("name:N"), alt.Tooltip("word:N"), alt.Tooltip("score:Q", format=",.2f")]
    box = {"x2": "right:Q", "y2": "below:Q"}
    layers = [
        land.mark_rect(stroke=PAPER, strokeWidth=2).encode(
            x=x("column"), y=y("row"), color=ground, tooltip=tips, **box
        ),
        land.transform_filter("datum.group < 0")
        .mark_rect(fillOpacity=0, stroke=EDGE, strokeWidth=1, strokeDash=[2, 2])
        .encode(x=x("column"), y=y("row"), **box),
        land.transform_filter("datum.ours")
        .mark_rect(fillOpacity=0, stroke=INK, strokeWidth=3)
        .encode(x=x("column"), y=y("row"), **box),
        land.mark_text(lineBreak="\n", lineHeight=_LINE, baseline="middle", fontSize=TEXT).encode(
            x=x("cx"), y=y("cy"), text="label:N", color=ink
        ),
        sea.mark_rect(stroke=EDGE, strokeWidth=1.5).encode(
            x=x("column"), y=y("row"), color=ground, tooltip=tips[:2], **box
        ),
        sea.mark_text(align="right", baseline="top", dy=4, color=INK, fontWeight=BOLD).encode(
            x=x("right"), y=y("below"), text="name:N"
        ),
    ]
    layers += _legend(alt, phone, across, wide)
    return sized(alt.layer(*layers), size, height=round(high * (depth + _SOUTH)))


def _legend(alt: Any, phone: bool, across: Any, wide: float) -> list[Any]:
    """The five words of the scale in the empty west, from high to low."""
    keys = alt.Chart(alt.NamedData("keys"))
    top = 290 if phone else 420
    place = keys.transform_calculate(top=f"{top} + (3 - datum.place) * 24 + (datum.place > 3 ? 24 * 5 : 0)")
    return [
        place.mark_square(size=260, stroke=EDGE, strokeWidth=0.5, opacity=1).encode(
            x=alt.value(10), y=alt.Y("top:Q", scale=None), color=alt.Color("ground:N", scale=None)
        ),
        place.mark_text(align="left", baseline="middle", color=INK).encode(
            x=alt.value(26), y=alt.Y("top:Q", scale=None), text="word:N"
        ),
    ]
