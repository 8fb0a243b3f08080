"""Charts on the server: a Vega-Lite specification into SVG and PNG, drawn once and kept by content.

vl-convert (Vega in an embedded engine) takes 40-300 ms for a drawing and most of a second for the first one of a
process; a kept one is read in a tenth of a millisecond and loads no engine at all. It is imported when first needed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from danbiet.base.shelf import Shelf
from danbiet.documents import chart_look, chart_svg

# Raised when the look or the cleaning changes, so that drawings kept before are drawn anew.
RECIPE = "1"
PNG_SCALE = 2.0


def svg(spec: Mapping[str, Any], *, language: str = "vi", shelf: Shelf | None = None) -> str:
    """The drawing of a specification (its data inside) as SVG: the look of the house, no inline style, no script.

    Raises CodedError DOC-003 for a drawing with foreign elements.
    """
    dressed = {**spec, "config": {**chart_look.config(), **spec.get("config", {})}}
    key = _key("svg", json.dumps(dressed, sort_keys=True, ensure_ascii=False), language)
    return _kept(shelf, f"{key}.svg", lambda: _drawn(dressed, language, key).encode()).decode()


def png(drawing: str, *, scale: float = PNG_SCALE, shelf: Shelf | None = None) -> bytes:
    """A drawing that :func:`svg` made as PNG, ``scale`` times its size in pixels."""
    key = _key("png", drawing, f"{scale}")
    return _kept(shelf, f"{key}.png", lambda: bytes(_engine().svg_to_png(drawing, scale=scale)))


def to_take_away(drawing: str, title: str, lines: list[str]) -> str:
    """The drawing with its title and its source on it."""
    return chart_svg.framed(drawing, title, lines)


def _kept(shelf: Shelf | None, key: str, make: Callable[[], bytes]) -> bytes:
    found = shelf.get(key) if shelf else None
    if found is None:
        found = make()
        if shelf:
            shelf.put(key, found)
    return found


def _drawn(spec: Mapping[str, Any], language: str, key: str) -> str:
    locale = chart_look.locale(language)
    # Nothing is fetched from anywhere: the data is in the specification.
    drawn: str = _engine().vegalite_to_svg(dict(spec), format_locale=locale, allowed_base_urls=[])
    return chart_svg.cleaned(drawn, f"c{key[:8]}")


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join((RECIPE, _version(), *parts)).encode()).hexdigest()[:40]


@cache
def _version() -> str:
    from importlib.metadata import version

    return version("vl-convert-python")


@cache
def _engine() -> Any:
    """vl-convert with the page's face."""
    from importlib import resources

    import vl_convert

    vl_convert.register_font_directory(str(resources.files("fontpkg_be_vietnam_pro") / "files"))
    return vl_convert


def bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script for the browser; made without a network in about 1.5 s."""
    return str(_engine().javascript_bundle())


def bundle_version() -> str:
    """Changes when :func:`bundle` would give another script."""
    return _version()
