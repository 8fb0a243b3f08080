"""Whom a designation stands for on a day.

A key is ``<body>.<levels>``: "committee.commune", "home_affairs.all", "social_insurance.province_district". It resolves
to units, or to an open question with a count and an owner where nobody has listed them or the level is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.units import dataset, errors
from danbiet.units.models import Kind, OpenList, Placement, Unit, UnitRole, UnitSector
from danbiet.units.queries import on_day, placements

LEVELS = {
    "province": ("province",),
    "district": ("district",),
    "commune": ("commune",),
    "province_district": ("province", "district"),
    "district_commune": ("district", "commune"),
    "all": ("province", "district", "commune"),
    "any": ("province", "district", "commune"),
}
_COMMITTEES = (Kind.PROVINCE, Kind.DISTRICT, Kind.COMMUNE)


@dataclass(frozen=True, slots=True)
class Question:
    """Nobody has said yet which units these are."""

    reason: str
    expected: int | None
    owner: int | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Units of a designation on a day, and what is still to be asked."""

    key: str
    units: tuple[Placement, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(slots=True)
class Roster:
    """A province's units on a day, ready for any number of designations: four queries."""

    rows: dict[int, Placement]
    sectors: dict[str, set[int]] = field(default_factory=dict)
    roles: dict[str, set[int]] = field(default_factory=dict)
    lists: dict[str, OpenList] = field(default_factory=dict)


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    return dataset.bodies("designations.yaml")


def keys() -> list[str]:
    """The bodies that have a meaning here."""
    return sorted(_catalogue())


def roster(province: Unit, day: date) -> Roster:
    """Read a province's units (with their public ids), sectors, roles and open lists on a day."""
    made = Roster({row.unit_id: row for row in placements(province, day).select_related("unit")})
    dated = on_day(day)
    inside = {"unit__placements__province": province}
    for unit, sector in UnitSector.objects.filter(dated, **inside).values_list("unit_id", "sector"):
        made.sectors.setdefault(sector, set()).add(unit)
    for unit, role in UnitRole.objects.filter(dated, **inside).values_list("unit_id", "role"):
        made.roles.setdefault(role, set()).add(unit)
    made.lists = {row.designation: row for row in OpenList.objects.filter(province=province)}
    return made


def resolve(key: str, day: date, province: Unit) -> Resolution:
    """One designation. Raises CodedError UNIT-002 for a key that isn't in the catalogue."""
    return resolve_in(key, roster(province, day))


def resolve_many(wanted: Iterable[str], day: date, province: Unit) -> dict[str, Resolution]:
    """Many designations in a fixed number of queries."""
    known = roster(province, day)
    return {key: resolve_in(key, known) for key in wanted}


def resolve_in(key: str, known: Roster) -> Resolution:
    """One designation against a roster. Raises CodedError UNIT-002."""
    body, _, levels = key.partition(".")
    if body not in _catalogue() or levels not in LEVELS:
        raise CodedError(errors.UNKNOWN_DESIGNATION, key=key)
    rule = _catalogue()[body]
    if rule.get("open"):
        return _open(key, rule, known)
    if rule.get("undetermined"):
        return Resolution(key, (), (Question("undetermined", None, _owner(rule, known)),))
    found = _matching(body, rule, LEVELS[levels], known)
    missing = [level for level in LEVELS[levels] if not any(row.level == level for row in known.rows.values())]
    questions = tuple(Question(f"no_{level}_level", None, _owner({}, known)) for level in missing if levels != "all")
    if not found and not questions:
        questions = (Question("nobody", None, _owner({}, known)),)
    return Resolution(key, tuple(found), questions)


def _matching(body: str, rule: dict[str, Any], levels: tuple[str, ...], known: Roster) -> list[Placement]:
    if rule.get("committee"):
        chosen = [row for row in known.rows.values() if row.kind in _COMMITTEES]
    elif "kinds" in rule:
        chosen = [row for row in known.rows.values() if row.kind in rule["kinds"]]
    else:
        named = known.sectors if "sectors" in rule else known.roles
        ids = set().union(*(named.get(name, set()) for name in rule.get("sectors", rule.get("roles", ()))))
        chosen = [known.rows[unit] for unit in ids if unit in known.rows]
    return sorted((row for row in chosen if row.level in levels), key=lambda row: row.path)


def listed_role(key: str) -> str:
    """The role that marks the units of an open list."""
    return f"listed:{key}"


def open_rule(key: str) -> dict[str, Any]:
    """The kind and form of an open list's units. Raises CodedError UNIT-005 for a key that isn't one."""
    body, _, levels = key.partition(".")
    rule = _catalogue().get(body, {})
    if not rule.get("open") or levels not in LEVELS:
        raise CodedError(errors.NO_OPEN_LIST, designation=key)
    return rule


def _open(key: str, rule: dict[str, Any], known: Roster) -> Resolution:
    waiting = known.lists.get(key)
    if waiting is not None and waiting.confirmed_at is not None:
        ids = known.roles.get(listed_role(key), set())
        listed = sorted((known.rows[unit] for unit in ids if unit in known.rows), key=lambda row: row.path)
        # Confirmed, but for other days: then the question stands as before.
        if listed:
            return Resolution(key, tuple(listed))
    expected = waiting.expected if waiting else None
    owner = waiting.owner_id if waiting else _owner(rule, known)
    return Resolution(key, (), (Question("open_list", expected, owner),))


def _owner(rule: dict[str, Any], known: Roster) -> int | None:
    ids = known.sectors.get(rule.get("owner", "home_affairs"), set())
    agencies = sorted(unit for unit in ids if unit in known.rows and known.rows[unit].kind == Kind.AGENCY)
    return agencies[0] if agencies else None
