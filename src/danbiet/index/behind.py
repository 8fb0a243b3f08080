"""What is being done about an element: rooms above say which tasks and units stand behind it.

``plans/`` registers the plan in force (:func:`register` in its ``apps.py``); the index never reaches up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from danbiet.index.framework import Framework


@dataclass(frozen=True, slots=True)
class Doer:
    """A unit, or a group of units as the document words it ("UBND các xã, phường, thị trấn": then no ``address``)."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A task behind an element. ``source``: the document it stands in ("Kế hoạch 93/KH-UBND")."""

    code: str
    title: str
    address: str
    lead: tuple[Doer, ...] = ()
    coordinate: tuple[Doer, ...] = ()
    source: str = ""


# (province: the unit's key, day, framework of the edition, its year) -> works by element code of that framework. A work
# of a whole dimension stands under the dimension's code. At most two queries.
Provider = Callable[[int, date, Framework, int], Mapping[str, Sequence[Work]]]

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a room above say what stands behind elements; once a provider."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def works(province: int, day: date, framework: Framework, year: int) -> dict[str, list[Work]]:
    """What is being done, by element. Whoever shows it publicly asks the publication table first."""
    found: dict[str, list[Work]] = {}
    for provider in _PROVIDERS:
        for code, some in provider(province, day, framework, year).items():
            found.setdefault(code, []).extend(some)
    return found
