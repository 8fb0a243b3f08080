"""What the shapes share: altair with the look of the house, rows put into a shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from danbiet.documents import chart_look
from danbiet.observatory.figures import PHONE, WIDTHS

ROWS = "rows"
# Altair and its checks take half a second to load and 50 ms a chart: shapes are kept, rows and values put in.
KEPT = 256


@cache
def altair() -> Any:
    """The library, with the look as its theme; loaded by the first chart of the process."""
    import altair as alt

    theme: Any = chart_look.theme
    alt.theme.register("danbiet", enable=True)(theme)
    return alt


def sized(chart: Any, size: str, *, height: Any = None) -> dict[str, Any]:
    """A shape as a specification: as wide as its place, labels included."""
    alt = altair()
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    more = {} if height is None else {"height": height}
    made: dict[str, Any] = chart.properties(width=WIDTHS[size], autosize=fit, **more).to_dict()
    return made


def filled(shape: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]], **values: Any) -> dict[str, Any]:
    """A shape with its rows (name -> rows) and the values of its parameters."""
    made = dict(shape)
    made["datasets"] = {name: list(found) for name, found in rows.items()}
    if values:
        params = deepcopy(made.get("params", []))
        for one in params:
            if one.get("name") in values:
                one["value"] = values[one["name"]]
        made["params"] = params
    return made


def number(places: int = 2) -> str:
    """The d3 format of a figure with so many decimals."""
    return f",.{places}f"


def row_height(size: str) -> int:
    """Between the lines of a list of names."""
    return 22 if size == PHONE else 21
