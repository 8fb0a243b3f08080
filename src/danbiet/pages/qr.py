"""A QR code drawn into the page: no request of its own, printed as sharp as the printer goes."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(text: str) -> SafeString:
    """``text`` as a QR code (error level M) in an SVG that fills its box. What it says must stand beside it as text."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff", svgclass=None)
    return mark_safe(out.getvalue().decode("utf-8"))  # noqa: S308 - drawn by segno: numbers and fixed attributes
