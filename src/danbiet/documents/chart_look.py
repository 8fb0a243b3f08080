"""What a chart looks like: ink on paper, direct labels, others grey, ours indigo, hairlines; the pages' colours."""

from __future__ import annotations

from typing import Any

FACE = "Be Vietnam Pro"
FONT = f"{FACE}, Arial, sans-serif"
# No text on a chart is smaller, and a chart is drawn at the size it is shown.
TEXT = 14
INK, PAPER, LINE, EDGE, QUIET = "#17202a", "#ffffff", "#d9d6cd", "#77736a", "#55606b"
OURS, OTHERS = "#1f4e79", "#8d8f91"
BOLD = 600
# The four groups, lowest to highest: one hue from light to dark, told apart by lightness alone, each with its ink.
GROUPS = ("#e3ebf2", "#9bbad4", "#4672a0", "#173d61")
ON_GROUPS = (INK, INK, "#ffffff", "#ffffff")

# d3-format: a decimal comma and a point between thousands as Vietnamese offices write.
_LOCALES: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"], "minus": "\u2212"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""], "minus": "\u2212"},
}


def locale(language: str) -> dict[str, Any]:
    """How figures on a chart are written ("vi", "en"), for Vega."""
    return _LOCALES["en" if language == "en" else "vi"]


def config() -> dict[str, Any]:
    """The Vega-Lite config of every chart."""
    text = {"font": FONT, "fontSize": TEXT}
    axis = {
        "labelFont": FONT, "labelFontSize": TEXT, "labelColor": QUIET, "labelPadding": 6, "labelLimit": 0,
        "titleFont": FONT, "titleFontSize": TEXT, "titleFontWeight": 400, "titleColor": QUIET, "titleLimit": 0,
        "gridColor": LINE, "domainColor": EDGE, "tickColor": EDGE, "tickSize": 4,
    }  # fmt: skip
    return {
        "font": FONT,
        "background": None,
        "aria": False,
        "padding": 2,
        "view": {"stroke": None},
        "axis": axis,
        "axisQuantitative": {"tickCount": 5, "grid": True},
        "axisDiscrete": {"grid": False, "domain": False, "ticks": False, "labelColor": INK},
        "header": {"labelFont": FONT, "labelFontSize": TEXT, "labelColor": INK, "labelFontWeight": BOLD, "title": None},
        "legend": {"disable": True},
        "text": {**text, "color": INK},
        "point": {"filled": True, "size": 60, "opacity": 1},
        "line": {"strokeWidth": 2},
        "rule": {"strokeWidth": 1.5},
        "rect": {"stroke": PAPER, "strokeWidth": 1.5},
    }


def theme() -> dict[str, Any]:
    """The look as an altair theme."""
    return {"config": config()}
