"""The register of what the head of a page leads to; rooms add their entries when they load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

PORTAL = "portal"
OFFICE = "office"
# Not the head: what a province's first page, and a plan's table of scores, lead on to.
PROVINCE_HOME = "province-home"
PLAN_SCORES = "plan-scores"
Address = Callable[[Mapping[str, Any]], str | None]
# A text, or what says it on this page (a count).
Label = str | Promise | Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its label, its address on this page (None: not on this one) and its place in the row."""

    area: str
    label: Label
    address: Address
    order: int


_ENTRIES: list[Entry] = []


def register(area: str, label: Label, address: Address, *, order: int) -> None:
    """Add an entry to the head of the portal's or the office's pages."""
    _ENTRIES.append(Entry(area, label, address, order))
    _ENTRIES.sort(key=lambda entry: entry.order)


def entries(area: str, context: Mapping[str, Any]) -> list[tuple[str | Promise, str]]:
    """Label and address of what the head of this page shows; ``context``: the page's template context."""
    found = ((entry.label, entry.address(context)) for entry in _ENTRIES if entry.area == area)
    return [(label(context) if callable(label) else label, address) for label, address in found if address]
