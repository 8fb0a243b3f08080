"""``{% load observatory %}``: a figure with its table, source and files; the script of a live chart."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from danbiet.index.provinces import Province
from danbiet.observatory import drawing
from danbiet.observatory.figures import Cell, Column, Kind, Link, Missing, Share
from danbiet.observatory.frame import Asked, Shown
from danbiet.pages import writing

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


class Shape(NamedTuple):
    """A cell as it is written."""

    text: str
    address: str
    missing: bool
    numeric: bool
    label: str


def written(cell: Cell, column: Column, language: str) -> str:
    """A figure with the decimals of its column, an interval with a dash."""
    if isinstance(cell, tuple):
        # A dash beside a minus can't be read.
        between = " … " if any(end < 0 for end in cell) else "–"
        return between.join(written(end, column, language) for end in cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    if isinstance(cell, Share):
        return f"{writing.figure(cell * 100, language, 1)} %"
    if column.kind is Kind.PERCENT:
        return f"{writing.figure(cell * 100, language, 0)} %"
    return writing.figure(cell, language, 0 if column.kind is Kind.WHOLE else column.places)


def _shape(cell: Cell, column: Column, language: str) -> Shape:
    if isinstance(cell, Missing):
        return Shape(cell.why, "", True, column.numeric, column.label)
    if isinstance(cell, Link):
        return Shape(cell.text, cell.address, False, column.numeric, column.label)
    text = "" if cell is None else written(cell, column, language)
    return Shape(text, "", False, column.numeric, column.label)


@register.filter
def named(province: Province) -> str:
    """The name of a province in the reader's language."""
    return province.name(_language())


@register.filter
def titled(province: Province) -> str:
    """Its name with what it is."""
    return province.title(_language())


@register.filter
def way(asked: Asked, name: str) -> str:
    """The address of a page of the same year on the total."""
    year = {} if name == "trend" else {"year": asked.table.year}
    return asked.address(name, **year, code="total") + asked.query


@register.filter
def percent(value: float | None) -> str:
    """0.95 as "95 %"."""
    return "" if value is None else f"{writing.figure(value * 100, _language(), 0)} %"


@register.inclusion_tag("observatory/figure.html")
def figure(shown: Shown, heading: bool = True) -> dict[str, Any]:
    """A figure: heading (unless it would repeat the page's), chart, notes, table, source, files."""
    return {"shown": shown, "heading": heading, "figure": shown.figure, **_drawn(shown), **_table(shown)}


@register.inclusion_tag("observatory/chart.html")
def chart(shown: Shown) -> dict[str, Any]:
    """Only the drawing of a figure."""
    return _drawn(shown)


@register.inclusion_tag("observatory/table.html")
def table(shown: Shown) -> dict[str, Any]:
    """Only the table of a figure."""
    return {"figure": shown.figure, **_table(shown)}


def _drawn(shown: Shown) -> dict[str, Any]:
    return {"drawings": drawing.in_page(shown.figure, shown.language) if shown.figure.chart else ""}


def _table(shown: Shown) -> dict[str, Any]:
    columns = shown.figure.table.columns
    rows = [
        (row, [_shape(cell, column, shown.language) for cell, column in zip(row.cells, columns, strict=True)])
        for row in shown.figure.table.rows
    ]
    return {"columns": columns, "rows": rows, "blocks": len(columns) > 4}


@register.simple_tag
def scripts(*names: str) -> SafeString:
    """Scripts of this room, from files; only the page of a live chart asks for any."""
    return format_html("".join('<script src="{}" defer></script>' for _ in names), *(static(name) for name in names))
