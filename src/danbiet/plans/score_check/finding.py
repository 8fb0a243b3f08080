"""One thing a plan states of the index that isn't so, with what is stated and what the published figures give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from danbiet.base.errors import ErrorCode
from danbiet.reading.blocks import Place

Figure = float | int | str


class What(StrEnum):
    """What is stated."""

    SCORE = "score"
    MEDIAN = "median"
    RANK = "rank"
    SUM = "sum"
    CLAIM = "claim"


class Weight(StrEnum):
    """How much it matters: wrong; off by rounding alone; right as a figure but within the noise; worth knowing."""

    WRONG = "wrong"
    SLIGHT = "slight"
    NOISE = "noise"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """``facts`` fill the template of ``kind``; a fact may be a pair (Vietnamese, English)."""

    kind: ErrorCode
    element: str
    year: int
    what: What
    stated: Figure
    recomputed: Figure
    weight: Weight
    at: Place = field(default_factory=Place)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code, e.g. ``PLAN-104``."""
        return self.kind.code

    def message(self, language: str = "vi") -> str:
        """What is found, in "vi" or "en"."""
        return (self.kind.en if language == "en" else self.kind.vi).format(**self._values(language))

    def remedy(self, language: str = "vi") -> str:
        """What to do about it."""
        return (self.kind.remedy_en if language == "en" else self.kind.remedy_vi).format(**self._values(language))

    def to_json(self, language: str = "vi") -> dict[str, Any]:
        """JSON form of issue 3.8, with the weight, the place and the message beside it."""
        return {
            "code": self.code,
            "element": self.element,
            "year": self.year,
            "what": self.what.value,
            "stated": self.stated,
            "recomputed": self.recomputed,
            "weight": self.weight.value,
            "at": self.at.to_json(),
            "message": self.message(language),
        }

    def _values(self, language: str) -> dict[str, str]:
        given = {
            "element": self.element,
            "year": self.year,
            "stated": self.stated,
            "recomputed": self.recomputed,
            **self.facts,
        }
        return {key: said(value, language) for key, value in given.items()}


def said(value: Any, language: str) -> str:
    """A fact in a language: the right one of a pair; a figure with at most two decimals and the language's mark."""
    if isinstance(value, tuple):
        return str(value[1] if language == "en" else value[0])
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0")
        whole, _, decimals = text.partition(".")
        text = f"{whole}.{decimals.ljust(2, '0')}"
        return text if language == "en" else text.replace(".", ",")
    return str(value)
