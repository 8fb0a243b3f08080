"""What the public may see of a province on a day: the publication table as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django.db.models import OuterRef, Subquery
from ruamel.yaml import YAML

from danbiet.law import calendar
from danbiet.people import matters
from danbiet.people.matters import Default, Matter
from danbiet.people.models import Preparation, Publication

_COLUMN = "gate_"


@dataclass(frozen=True, slots=True)
class Gate:
    """The matters that stand open. ``gate[key]``: whether it is shown, with what it needs taken into account."""

    opened: frozenset[str]

    def __getitem__(self, key: str) -> bool:
        one = matters.matter(key)
        if one.default is Default.NEVER:
            return False
        if one.default is Default.BESIDE:
            return any(self[other] for other in one.needs)
        return key in self.opened and all(self[other] for other in one.needs)

    def also(self, keys: Iterable[str]) -> Gate:
        """With these matters open too, as a preview shows it."""
        return Gate(self.opened | frozenset(keys))

    @property
    def closed(self) -> frozenset[str]:
        """The matters that aren't shown."""
        return frozenset(one.key for one in matters.matters() if not self[one.key])


def _gate(said: Mapping[str, bool | None]) -> Gate:
    """From what the decisions say of each matter; None: nothing, the default stands."""
    by_law = {one.key: one.default is Default.LAW for one in matters.decidable()}
    opened = {key: usual if said.get(key) is None else said[key] for key, usual in by_law.items()}
    return Gate(frozenset(key for key, shown in opened.items() if shown))


def columns(path: str, day: date) -> dict[str, Subquery]:
    """Annotations that :func:`of_row` reads, of the province (a unit) that stands at ``path``; no query more."""
    found = {}
    for one in matters.decidable():
        rows = Publication.objects.filter(province=OuterRef(path), matter=one.key, from_day__lte=day)
        found[_COLUMN + one.key.replace("-", "_")] = Subquery(rows.order_by("-pk").values("opens")[:1])
    return found


def of_row(row: Any) -> Gate:
    """The gate of a row annotated with :func:`columns`."""
    return _gate({one.key: getattr(row, _COLUMN + one.key.replace("-", "_")) for one in matters.decidable()})


def of_province(province: int, day: date) -> Gate:
    """The gate of a province on a day; one query."""
    rows = Publication.objects.filter(province=province, from_day__lte=day).order_by("pk")
    return _gate(dict(rows.values_list("matter", "opens")))


@dataclass(slots=True)
class Standing:
    """How a matter stands on a day: shown or not, by which row (None: by default), what is decided and yet to come,
    what waits for a decision."""

    matter: Matter
    opened: bool
    shown: bool
    by: Publication | None = None
    coming: Publication | None = None
    waiting: Preparation | None = None
    rows: list[Publication] = field(default_factory=list)

    @property
    def may_open(self) -> bool:
        """Whether a decision to open it would change something."""
        return self.matter.decidable and not self.opened and self.coming is None

    @property
    def may_close(self) -> bool:
        """Whether a decision to close it would change something."""
        return self.matter.decidable and (self.opened or self.coming is not None)


def table(province: int, day: date, *, waiting: bool = False) -> list[Standing]:
    """The publication table of a province on a day, each matter with its rows; one query, with ``waiting`` two."""
    rows = list(history(province))
    prepared = waiting_of(province) if waiting else {}
    by_matter: dict[str, list[Publication]] = {}
    for row in rows:
        by_matter.setdefault(row.matter, []).append(row)
    said = {key: next((row for row in found if row.from_day <= day), None) for key, found in by_matter.items()}
    gate = _gate({key: row.opens if row else None for key, row in said.items()})
    return [
        Standing(
            one,
            opened=one.key in gate.opened,
            shown=gate[one.key],
            by=said.get(one.key),
            coming=coming_of(by_matter.get(one.key, []), day),
            waiting=prepared.get(one.key),
            rows=by_matter.get(one.key, []),
        )
        for one in matters.matters()
    ]


def of_table(rows: Iterable[Standing]) -> Gate:
    """The gate of a table that was read."""
    return Gate(frozenset(one.matter.key for one in rows if one.opened))


def coming_of(rows: list[Publication], day: date) -> Publication | None:
    """Of a matter's rows, newest first, the one that is decided and yet to come: only the newest can be.

    It opens, since a closing takes effect at once.
    """
    return rows[0] if rows and rows[0].from_day > day else None


def history(province: int) -> Any:
    """Every row of a province's table, newest first."""
    return Publication.objects.filter(province=province).select_related("decided_by").order_by("-pk")


def waiting_of(province: int) -> dict[str, Preparation]:
    """By matter, what waits for the leader; one query."""
    rows = Preparation.objects.filter(province=province, settled_at__isnull=True).select_related("prepared_by")
    return {row.matter: row for row in rows.order_by("pk")}


def earliest(one: Matter, day: date) -> date:
    """The first day from which a matter can be opened by a decision recorded on ``day``."""
    return calendar.add_working_days(day, units_see_first()) if one.default is Default.INTERNAL else day


def units_see_first() -> int:
    """Working days between the record of a decision to open and the day it takes effect."""
    return int(_settings()["units_see_first"])


def ground(language: str) -> str:
    """What stands behind that number."""
    return str(_settings()["ground"][language])


@cache
def _settings() -> dict[str, Any]:
    """The shipped settings, from ``data/publication.yaml``."""
    source = (resources.files("danbiet.people") / "data" / "publication.yaml").read_text("utf-8")
    return dict(YAML(typ="safe", pure=True).load(source))
