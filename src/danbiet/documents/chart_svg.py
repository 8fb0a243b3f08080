"""The drawing that Vega makes, cut down to what a page needs: no style attributes, no names for screen readers that the
page says better, numbers to a tenth of a pixel. Half the bytes, and a strict content security policy lets it be."""

from __future__ import annotations

import re
from html import escape
from itertools import count
from typing import TYPE_CHECKING

from danbiet.base.errors import CodedError
from danbiet.documents import errors
from danbiet.documents.chart_look import FONT, INK, PAPER, QUIET, TEXT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "defs", "clipPath"}
_SHAPES = {"path", "line", "rect", "circle", "text"}
_UNUSED = re.compile(r"^(class|role|aria-.*|pointer-events|cursor|version|href)$")
_LONG = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
_NUMBERS = {"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "r", "cx", "cy", "dx", "dy"}
# What a shape that says nothing of itself gets from the drawing as a whole.
_DEFAULTS = {"font-family": FONT, "font-size": f"{TEXT}px", "fill": "", "opacity": "1", "stroke-width": "1"}


def cleaned(svg: str, prefix: str) -> str:
    """A drawing fit to stand in a page; ``prefix`` goes before its ids, so that two drawings in a page keep apart.

    Raises CodedError DOC-003 for an element that no chart needs (an image from elsewhere, a script).
    """
    from defusedxml.ElementTree import fromstring

    root = fromstring(svg)
    names = {one.get("id", ""): f"{prefix}-{number}" for one, number in zip(root.iter(), count()) if one.get("id")}
    for one in root.iter():
        one.tag = one.tag.removeprefix(f"{{{NAMESPACE}}}")
        if one.tag not in _ELEMENTS:
            raise CodedError(errors.FOREIGN_ELEMENT, element=one.tag)
        _attributes(one, names)
    _prune(root)
    width, height = root.get("width", "0"), root.get("height", "0")
    head = f'<svg xmlns="{NAMESPACE}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    head += f' font-family="{escape(FONT)}" font-size="{TEXT}px">'
    return head + "".join(_written(one) for one in root) + "</svg>"


def _attributes(one: Element, names: dict[str, str]) -> None:
    for declaration in (one.attrib.pop("style", "")).split(";"):
        key, _colon, value = declaration.partition(":")
        if value:
            one.set(key.strip(), value.strip())
    for key, value in list(one.attrib.items()):
        bare = key.rpartition("}")[2]
        if _UNUSED.match(bare) or (one.tag in _SHAPES and bare != "fill" and value == _DEFAULTS.get(bare)):
            del one.attrib[key]
        elif bare in _NUMBERS:
            one.set(key, _LONG.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value))
        elif bare == "id":
            one.set(key, names[value])
        elif value.startswith("url(#"):
            one.set(key, f"url(#{names[value[5:-1]]})")


def _prune(parent: Element) -> None:
    """Take away what draws nothing, and groups that say nothing."""
    for one in list(parent):
        _prune(one)
        hidden = one.get("display") == "none" or one.get("d") == "" or (one.tag == "g" and len(one) == 0)
        # The background of a group: without a colour of its own it draws nothing.
        hidden |= one.tag == "path" and not (one.get("fill") or one.get("stroke")) and parent.tag != "clipPath"
        if hidden:
            parent.remove(one)
        elif one.tag == "g" and (not one.attrib or one.attrib == {"transform": "translate(0,0)"}):
            place = list(parent).index(one)
            parent.remove(one)
            for offset, child in enumerate(list(one)):
                parent.insert(place + offset, child)


def _written(one: Element) -> str:
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in one.attrib.items())
    inner = escape(one.text or "", quote=False) + "".join(_written(child) for child in one)
    return f"<{one.tag}{attributes}>{inner}</{one.tag}>" if inner else f"<{one.tag}{attributes}/>"


def size(svg: str) -> tuple[float, float]:
    """Width and height of a cleaned drawing in pixels."""
    found = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', svg)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def framed(svg: str, title: str, lines: list[str]) -> str:
    """A drawing to take away: on paper, with its title above and its source below, since it will travel alone."""
    wide, high = size(svg)
    # Letters of the face are 0.56 em wide on average; a line a little short does no harm.
    above = _broken(title, wide, TEXT + 3)
    below = [part for line in lines for part in _broken(line, wide, TEXT)]
    top, bottom = 12 + 24 * len(above), 14 + 20 * len(below)
    total = high + top + bottom
    body = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    texts = [_line(text, 22 + 24 * row, TEXT + 3, INK, ' font-weight="600"') for row, text in enumerate(above)]
    texts += [_line(text, top + high + 22 + 20 * row, TEXT, QUIET) for row, text in enumerate(below)]
    margin = 12
    whole = wide + 2 * margin
    return (
        f'<svg xmlns="{NAMESPACE}" width="{whole:g}" height="{total:g}" viewBox="{-margin} 0 {whole:g} {total:g}" '
        f'font-family="{escape(FONT)}" font-size="{TEXT}px">'
        f'<rect x="{-margin}" width="{whole:g}" height="{total:g}" fill="{PAPER}"/>'
        f'{"".join(texts)}<g transform="translate(0,{top})">{body}</g></svg>'
    )


def _line(text: str, y: float, points: int, colour: str, more: str = "") -> str:
    return f'<text y="{y:g}" font-size="{points}px" fill="{colour}"{more}>{escape(text, quote=False)}</text>'


def _broken(text: str, wide: float, points: int) -> list[str]:
    most = max(10, int(wide / (0.56 * points)))
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found
