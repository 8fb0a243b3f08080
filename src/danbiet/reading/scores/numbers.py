"""A figure from what a cell says."""

from __future__ import annotations

import re

from danbiet.base.errors import ErrorCode
from danbiet.base.text import squeeze
from danbiet.reading.scores import errors

_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_COMMA = re.compile(r"[-+]?\d+,\d+")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([.,])\d{3})+(?!\1)[.,]\d+")


def figure(text: str) -> tuple[float | None, ErrorCode | None]:
    """A number from text, and what is doubtful about it (None: nothing but its being text).

    A comma is a decimal comma unless a full stop follows it: scores have no thousands. A share "53,4%" is 0.534.

    >>> figure("5.21")[0], figure("5,21")[0], figure("21.860,75")[0], figure("KCDL")[0]
    (5.21, 5.21, 21860.75, None)
    """
    bare = squeeze(text).replace(" ", "")
    share = bare.endswith("%")
    bare = bare.removesuffix("%")
    value, kind = _value(bare)
    if value is not None and share:
        return value / 100, kind or errors.TEXT_NUMBER
    return value, kind


def _value(bare: str) -> tuple[float | None, ErrorCode | None]:
    if _PLAIN.fullmatch(bare):
        return float(bare), None
    if _COMMA.fullmatch(bare):
        return float(bare.replace(",", ".")), errors.COMMA
    if _GROUPED.fullmatch(bare):
        decimal = "," if bare.rfind(",") > bare.rfind(".") else "."
        plain = bare.replace("." if decimal == "," else ",", "").replace(decimal, ".")
        return float(plain), errors.COMMA if decimal == "," else errors.TEXT_NUMBER
    return None, errors.NO_DATA
