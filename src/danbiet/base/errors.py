"""Coded errors: one register, each entry unique, in Vietnamese and English, naming the place and the remedy.

A room defines its codes in its own ``errors.py`` with :func:`define`; the register refuses a code twice and a
template whose fields differ between the two languages. Whoever catches a :class:`CodedError` prints it with
:meth:`CodedError.render` in the reader's language; the exit code of a command is 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import Any

__all__ = ["LANGUAGES", "CodedError", "ErrorCode", "define", "registered"]

LANGUAGES = ("vi", "en")
_CODE = re.compile(r"^[A-Z]{3,8}-\d{3}$")
_REGISTER: dict[str, ErrorCode] = {}


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One kind of error: its code and, in both languages, what is wrong and what to do next."""

    code: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str

    def fields(self) -> frozenset[str]:
        """Names of the values the templates take."""
        return _fields(self.vi) | _fields(self.remedy_vi)


def _fields(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def define(code: str, *, vi: str, en: str, remedy_vi: str, remedy_en: str) -> ErrorCode:
    """Register an error code, e.g. ``define("PLAN-012", ...)``.

    Raises ValueError if the code is malformed or taken, a text is empty, or the two languages name
    different values.
    """
    entry = ErrorCode(code, vi, en, remedy_vi, remedy_en)
    if not _CODE.match(code):
        raise ValueError(f"error code {code!r} is not of the form ROOM-123")
    if code in _REGISTER:
        raise ValueError(f"error code {code} is defined twice")
    if not all((vi, en, remedy_vi, remedy_en)):
        raise ValueError(f"error code {code} lacks a text")
    if _fields(vi) != _fields(en) or _fields(remedy_vi) != _fields(remedy_en):
        raise ValueError(f"error code {code} names different values in its two languages")
    _REGISTER[code] = entry
    return entry


def registered() -> dict[str, ErrorCode]:
    """All codes defined so far, by code."""
    return dict(sorted(_REGISTER.items()))


class CodedError(Exception):
    """An error a person can act on.

    ``at`` is the place in the person's terms ("table 2, row V.2", "parameters/land.yaml, key land.posting").
    """

    def __init__(self, kind: ErrorCode, /, *, at: str = "", **values: Any) -> None:
        missing = kind.fields() - values.keys()
        if missing:
            raise ValueError(f"{kind.code} lacks values for {sorted(missing)}")
        self.kind = kind
        self.at = at
        self.values = values
        super().__init__(self.render("en"))

    @property
    def code(self) -> str:
        """The code, e.g. ``PLAN-012``."""
        return self.kind.code

    def message(self, language: str = "vi") -> str:
        """What is wrong, in ``language`` ("vi" or "en")."""
        return (self.kind.en if language == "en" else self.kind.vi).format(**self.values)

    def remedy(self, language: str = "vi") -> str:
        """What to do next, in ``language``."""
        return (self.kind.remedy_en if language == "en" else self.kind.remedy_vi).format(**self.values)

    def render(self, language: str = "vi") -> str:
        """Code, place, message and remedy on one line."""
        place = f" {self.at}:" if self.at else ":"
        return f"{self.code}{place} {self.message(language)} {self.remedy(language)}"
