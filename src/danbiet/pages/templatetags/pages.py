"""``{% load pages %}``: days, figures, signs of state, navigation, fields of forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from danbiet.pages import navigation, writing

register = template.Library()

# Shapes are drawn, since the face has no such signs: the outline differs, not only the colour.
_RING = '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/>'
_SHAPES = {
    "done": '<path d="M2.5 8.5 6.5 12.5 13.5 4" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    "soon": _RING + '<path d="M8 8V1.5A6.5 6.5 0 0 1 14.5 8z" fill="currentColor"/>',
    "late": (
        '<path d="M6.6 1h2.8l-.5 9H7.1z" fill="currentColor"/><circle cx="8" cy="13.3" r="1.7" fill="currentColor"/>'
    ),
    "none": '<path d="M2.5 8h11" stroke="currentColor" stroke-width="2.4"/>',
    "asked": _RING,
    "open": '<circle cx="8" cy="8" r="3" fill="currentColor"/>',
}


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


@register.filter
def office_day(value: date | datetime | None) -> str:
    """A day in office form, in the reader's language."""
    return writing.day(value, _language())


@register.filter
def office_moment(value: datetime | None) -> str:
    """A moment in office form."""
    return writing.moment(value, _language())


@register.filter
def figure(value: float | Decimal | str | None) -> str:
    """A number with the decimal sign of the reader's language."""
    return writing.figure(value, _language())


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """``mapping[key]``, nothing where it is missing."""
    return mapping.get(key)


@register.filter
def said(labels: Any) -> str:
    """Labels of two languages (``said(language)``), or what else a row says of itself."""
    return str(labels.said(_language()))


@register.filter
def content(text: Any) -> SafeString | str:
    """Text that people wrote, in Vietnamese whatever the page's language: said so where the page is English."""
    if text is None or text == "":
        return ""
    return format_html('<span lang="vi">{}</span>', text) if _language() == "en" else str(text)


# Words with a letter that English hasn't, and the words between them.
_VIETNAMESE = re.compile(r"\S*[^\W\d_a-zA-Z]\S*(?:\s+\S*[^\W\d_a-zA-Z]\S*)*")


@register.filter
def mixed(text: Any) -> SafeString | str:
    """A sentence of ours that quotes what people wrote: on an English page the quoted words are marked Vietnamese."""
    if not text or _language() != "en":
        return str(text or "")
    parts, last = [], 0
    for match in _VIETNAMESE.finditer(str(text)):
        parts.append(format_html('{}<span lang="vi">{}</span>', str(text)[last : match.start()], match[0]))
        last = match.end()
    return format_html("{}{}", mark_safe("".join(parts)), str(text)[last:])  # noqa: S308 - escaped above


@register.simple_tag
def sign(shape: str, label: str) -> SafeString:
    """A state: its shape ("done", "soon", "late", "none", "asked", "open") and its word."""
    return format_html(
        '<span class="sign sign-{}"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{}</svg>'
        "{}</span>",
        shape,
        mark_safe(_SHAPES[shape]),  # noqa: S308 - drawn above
        label,
    )


@register.inclusion_tag("pages/parts/navigation.html", takes_context=True)
def navigate(context: template.Context, area: str) -> dict[str, Any]:
    """The row of entries of an area; the one that is this page is marked."""
    request = context.get("request")
    flat: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return {"entries": navigation.entries(area, flat), "path": request.path if request else ""}


@register.simple_tag(takes_context=True)
def ways(context: template.Context, area: str) -> list[tuple[Any, str]]:
    """Label and address of each entry of an area, for a place that shows nothing where there is none."""
    return navigation.entries(area, {str(key): value for key, value in context.flatten().items()})


@register.inclusion_tag("pages/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A field of a form: label, hint, errors, control, tied together for those who hear the page."""
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attributes: dict[str, Any] = {"class": "control"}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"field": bound, "control": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("pages/parts/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong with a form, on top, each line naming its field and leading to it."""
    wrong = [(form[name], texts) for name, texts in form.errors.items() if name in form.fields]
    lines = [(bound.auto_id, "" if bound.is_hidden else bound.label, text) for bound, texts in wrong for text in texts]
    return {"lines": lines, "general": form.non_field_errors()}


@register.inclusion_tag("pages/parts/pages.html", takes_context=True)
def pagination(context: template.Context, page: Any) -> dict[str, Any]:
    """Links to the neighbouring pages of a long list, the other parts of the address kept."""
    query = context["request"].GET.copy()
    query.pop("trang", None)
    rest = query.urlencode()
    return {"page": page, "prefix": f"?{rest}&trang=" if rest else "?trang="}
