"""The register of what can be asked of a running installation; rooms add their checks when they load.

A check answers with a few facts, or raises a coded error that says what is wrong and what to do. Facts are figures and
days, never anything about a person. What runs beside the pages leaves a beat after each round, so that
a standstill shows.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.pages import errors

Facts = Mapping[str, object]
Check = Callable[[], Facts]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check said; ``vital``: without it pages can't be served."""

    name: str
    vital: bool
    facts: Facts = field(default_factory=dict)
    error: CodedError | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.error is None


_CHECKS: dict[str, tuple[Check, bool]] = {}


def register(name: str, check: Check, *, vital: bool = False) -> None:
    """Ask ``check`` too, under ``name`` (lower case, one word)."""
    _CHECKS[name] = (check, vital)


def examine() -> list[Answer]:
    """Ask every check, in the order of registration. A database that is away fails the checks that need it."""
    return [_ask(name, check, vital) for name, (check, vital) in _CHECKS.items()]


def _ask(name: str, check: Check, vital: bool) -> Answer:
    try:
        return Answer(name, vital, check())
    except CodedError as error:
        return Answer(name, vital, error=error)
    except DatabaseError as error:
        return Answer(name, vital, error=CodedError(errors.NO_DATABASE, reason=type(error).__name__))


# --- beats -----------------------------------------------------------------------------------------------------------
def beat(name: str) -> None:
    """Leave word that ``name`` ("tick", "worker") has just done its round. Never fails: work goes before word of it."""
    folder = Path(settings.HOME) / "beats"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        fresh = folder / f".{name}-{os.getpid()}"
        fresh.write_text(clock.now().isoformat(), encoding="ascii")
        fresh.replace(folder / name)


def last_beat(name: str) -> datetime | None:
    """When ``name`` last left word; None if it never did."""
    try:
        return datetime.fromisoformat((Path(settings.HOME) / "beats" / name).read_text("ascii"))
    except (OSError, ValueError):
        return None


def register_beat(name: str, within: timedelta) -> None:
    """A check that ``name`` did its round lately. In a demonstration, whose clock stands still, it may be absent."""

    def check() -> Facts:
        at = last_beat(name)
        if at is None and settings.DEMONSTRATION:
            return {"last": None}
        if at is None or clock.now() - at > within:
            said = at.astimezone(clock.ZONE).isoformat(timespec="minutes") if at else "–"
            raise CodedError(errors.NO_BEAT, name=name, last=said)
        return {"last": at.astimezone(clock.ZONE).isoformat(timespec="seconds")}

    register(name, check)
