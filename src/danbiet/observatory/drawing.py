"""The drawings of a figure: one for the phone, one for the desk and paper, kept in the data folder by content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from danbiet.base.shelf import Shelf
from danbiet.documents import chart_look, charts
from danbiet.observatory.figures import DESK, PHONE, Figure


@cache
def shelf() -> Shelf:
    """Where drawings are kept: ``charts/`` in the data folder."""
    return Shelf(settings.HOME / "charts")


def svg(figure: Figure, size: str, language: str) -> str:
    """One drawing. LookupError if the figure has none."""
    return charts.svg(_spec(figure, size), language=language, shelf=shelf())


def _spec(figure: Figure, size: str) -> Mapping[str, Any]:
    if figure.chart is None:
        raise LookupError(figure.title)
    return figure.chart(size)


def in_page(figure: Figure, language: str) -> SafeString:
    """Both drawings, in the page itself; the style sheet shows the one for the screen, or for paper.

    In the page they are set in its face, their words can be searched and copied, and the pair costs three or four
    kilobytes over the line: less than one picture, which would need its own round trip and carry its own letters.
    """
    parts = []
    for size in (PHONE, DESK):
        # Our own cleaned drawing: lines and text, no script, no style.
        drawn = mark_safe(svg(figure, size, language))  # noqa: S308
        parts.append(
            format_html('<div class="drawing for-{}" role="img" aria-label="{}">{}</div>', size, figure.said, drawn)
        )
    return mark_safe("".join(parts))  # noqa: S308


def to_take_away(figure: Figure, language: str) -> str:
    """The drawing for paper with title and source on it."""
    return charts.to_take_away(svg(figure, DESK, language), figure.title, list(figure.sources))


def as_png(figure: Figure, language: str) -> bytes:
    """The same as pixels."""
    return charts.png(to_take_away(figure, language), shelf=shelf())


def live(figure: Figure, language: str) -> dict[str, Any]:
    """What the live chart is made from: a specification a size, how figures are written."""
    config = chart_look.config()
    words = tip_words()
    specs = {size: {**_told(_spec(figure, size), words), "config": config} for size in (PHONE, DESK)}
    return {"specs": specs, "locale": chart_look.locale(language), "said": figure.said}


def tip_words() -> dict[str, str]:
    """What a tooltip calls the fields of a chart's rows, in the reader's language."""
    return {
        "name": _("Tên"),
        "label": _("Tên"),
        "year": _("Năm"),
        "score": _("Điểm"),
        "low": _("Khoảng tin cậy từ"),
        "high": _("Khoảng tin cậy đến"),
        "median": _("Trung vị"),
        "least": _("Tỉnh thấp nhất"),
        "most": _("Tỉnh cao nhất"),
        "p25": _("Nửa ở giữa từ"),
        "p75": _("Nửa ở giữa đến"),
        "rank": _("Thứ hạng"),
        "word": _("Nhóm"),
    }


def _told(part: Any, words: Mapping[str, str]) -> Any:
    """A specification whose tooltips say their fields in words."""
    if isinstance(part, list):
        return [_told(one, words) for one in part]
    if not isinstance(part, Mapping):
        return part
    made = {key: value if key in ("datasets", "config") else _told(value, words) for key, value in part.items()}
    tips = made.get("tooltip")
    if isinstance(tips, list):
        made["tooltip"] = [{**tip, "title": words.get(tip["field"], tip["field"])} for tip in tips]
    return made
