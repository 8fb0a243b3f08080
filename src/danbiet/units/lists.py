"""Open lists: groups a plan names (hospitals, primary schools) whose units somebody must still supply.

The list goes out as a spreadsheet and comes back filled; reading it back is one action that makes the missing units,
marks exactly the listed ones and says so once in the record. Reading the same sheet again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from django.db import transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import fold
from danbiet.journal import canonical, recording
from danbiet.people import policies
from danbiet.people.models import Person
from danbiet.units import errors, sheets
from danbiet.units.designations import LEVELS, listed_role, open_rule
from danbiet.units.models import Kind, OpenList, Placement, Unit, UnitRole
from danbiet.units.queries import on_day, placement_of, placements, placements_of
from danbiet.units.sheets import Form, Row

LEVEL_NAMES = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
_COMMITTEES = (Kind.PROVINCE, Kind.DISTRICT, Kind.COMMUNE)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open list on a day: its owner's placement and how many units are listed."""

    row: OpenList
    owner: Placement | None
    listed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a sheet did: units listed, made, changed, no longer listed; how many were expected."""

    listed: int
    made: int = 0
    changed: int = 0
    ended: int = 0
    expected: int | None = None


def open_lists(province: Unit, day: date) -> list[Waiting]:
    """The province's open lists with owner and count on a day; three queries."""
    rows = list(OpenList.objects.filter(province=province).order_by("designation"))
    owners = placements_of([row.owner_id for row in rows if row.owner_id], day)
    roles = [listed_role(row.designation) for row in rows]
    inside = UnitRole.objects.filter(on_day(day), role__in=roles, unit__placements__province=province)
    counts = Counter(role for role, _ in set(inside.values_list("role", "unit_id")))
    return [Waiting(row, owners.get(row.owner_id or 0), counts[listed_role(row.designation)]) for row in rows]


def find(province: Unit, key: str) -> OpenList:
    """The province's open list of a designation. Raises CodedError UNIT-005."""
    found = OpenList.objects.filter(province=province, designation=key).select_related("province").first()
    if found is None:
        raise CodedError(errors.NO_OPEN_LIST, designation=key)
    return found


def export(waiting: OpenList, target: BinaryIO, day: date | None = None) -> int:
    """Write the list's spreadsheet, filled with what is listed on the day (today unless told); how many rows."""
    ground = _Ground(waiting, day or clock.today())
    return sheets.write(ground.form(), ground.rows(), target)


def read(actor: Person, waiting: OpenList, data: bytes, name: str) -> Outcome:
    """Take over a filled spreadsheet: its rows are the list from now on, all or nothing.

    Units that are missing are made under their place, dated like it (the list says who they are, not since when);
    those left out are no longer listed from today. Raises CodedError PEO-001, FILE-00x, UNIT-005 to UNIT-007, UNIT-009
    to UNIT-013.
    """
    authorise(actor, waiting)
    with transaction.atomic():
        row = OpenList.objects.select_for_update().get(pk=waiting.pk)
        ground = _Ground(row, clock.today())
        wanted = ground.check(sheets.read(data, name, ground.form()))
        writer = _Writer(ground, wanted)
        outcome = writer.write()
        if not row.confirmed_at or outcome.made or outcome.changed or outcome.ended:
            row.confirmed_at = clock.now()
            row.save(update_fields=["confirmed_at"])
            _record(actor, ground, wanted, outcome, data)
    waiting.confirmed_at = row.confirmed_at
    return outcome


def authorise(actor: Person, waiting: OpenList) -> None:
    """Raise CodedError PEO-001 unless ``actor`` manages the units of the province, or of the list's owner."""
    focal = UnitRole.objects.filter(
        on_day(clock.today()), role="plan_focal_point", unit__placements__province=waiting.province_id
    ).values_list("unit_id", flat=True)
    owner = [waiting.owner_id] if waiting.owner_id else []
    scope = [waiting.province_id, *dict.fromkeys([*focal, *owner])]
    policies.authorise(actor, "units.manage", units=scope, province=waiting.province_id)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row understood: where the unit belongs and at which level."""

    row: Row
    place: Placement
    level: str

    def fits(self, placement: Placement) -> bool:
        code = self.row.code or placement.code
        same = (self.row.name, self.level, self.place.unit_id, code)
        return same == (placement.name, placement.level, placement.parent_id, placement.code)


class _Ground:
    """A list's places, levels and listed units on a day."""

    def __init__(self, waiting: OpenList, day: date) -> None:
        self.waiting, self.day = waiting, day
        self.rule = open_rule(waiting.designation)
        committees = list(placements(waiting.province_id, day).filter(kind__in=_COMMITTEES).order_by("path"))
        self.by_unit = {place.unit_id: place for place in committees}
        self.places = {self.label(place): place for place in committees}
        there = {place.level for place in committees}
        # A level that has ended leaves its list to those that are there.
        levels = [level for level in LEVELS[waiting.designation.partition(".")[2]] if level in there]
        self.levels = levels or sorted(there, key=list(LEVEL_NAMES).index)

    def label(self, place: Placement) -> str:
        """A place's name; a commune's with its district, since names repeat."""
        above = self.by_unit.get(place.parent_id or 0)
        if place.kind != Kind.COMMUNE or above is None or above.kind == Kind.PROVINCE:
            return place.name
        return f"{place.name}, {above.name}"

    def form(self) -> Form:
        """The list's sheet."""
        root = placement_of(self.waiting.province_id, self.day)
        return Form(
            designation=self.waiting.designation,
            province=root.unit.public_id if root else "",
            province_name=root.name if root else "",
            levels=[LEVEL_NAMES[level] for level in self.levels],
            places=list(self.places),
            note=self.waiting.note,
        )

    def roles(self) -> dict[int, UnitRole]:
        """Unit id -> the role that lists it on the day."""
        held = UnitRole.objects.filter(
            on_day(self.day),
            role=listed_role(self.waiting.designation),
            unit__placements__province=self.waiting.province_id,
        )
        return {role.unit_id: role for role in held}

    def rows(self) -> list[Row]:
        """What is listed, as rows of the sheet in the order of the places."""
        roles = self.roles()
        found = placements(self.waiting.province_id, self.day).filter(unit__in=list(roles)).order_by("path")
        return [
            Row(
                number,
                placement.name,
                LEVEL_NAMES[placement.level],
                self.label(self.by_unit[placement.parent_id or 0]) if placement.parent_id in self.by_unit else "",
                placement.code,
                roles[placement.unit_id].ground,
            )
            for number, placement in enumerate(found, sheets.FIRST_ROW)
        ]

    def check(self, rows: list[Row]) -> list[_Wanted]:
        """Rows with level and place found. Raises CodedError UNIT-007, UNIT-012, UNIT-013 with the cell."""
        known = _names(self.places)
        seen: dict[tuple[str, ...], int] = {}
        wanted = []
        for row in rows:
            one = _Wanted(row, self._place(row, known), self._level(row))
            if list(LEVEL_NAMES).index(one.place.level) < list(LEVEL_NAMES).index(one.level):
                reason = f"{row.level} ↔ «{row.place}»"
                raise CodedError(errors.SHEET_CELL, at=sheets.cell_name(row.number, 3), reason=reason)
            keys = [(fold(row.name), str(one.place.unit_id)), *([(row.code,)] if row.code else [])]
            for column, key in zip((1, 4), keys, strict=False):
                if key in seen:
                    at = sheets.cell_name(row.number, column)
                    raise CodedError(errors.NAMED_TWICE, at=at, row=seen[key])
                seen[key] = row.number
            wanted.append(one)
        return wanted

    def _level(self, row: Row) -> str:
        for level in self.levels:
            if fold(row.level) == fold(LEVEL_NAMES[level]):
                return level
        allowed = ", ".join(LEVEL_NAMES[level] for level in self.levels)
        raise CodedError(errors.SHEET_CELL, at=sheets.cell_name(row.number, 2), reason=f"«{row.level}» ≠ {allowed}")

    def _place(self, row: Row, known: dict[str, list[Placement]]) -> Placement:
        found = known.get(fold(row.place), [])
        if len(found) == 1:
            return found[0]
        near = [self.label(place) for place in found] or [
            label for label in self.places if fold(row.place.partition(",")[0]) in fold(label)
        ]
        examples = "; ".join((near or list(self.places))[:3])
        raise CodedError(errors.UNKNOWN_PLACE, at=sheets.cell_name(row.number, 3), text=row.place, near=examples)


def _names(places: dict[str, Placement]) -> dict[str, list[Placement]]:
    """Folded label or bare name -> the places that go by it."""
    known: dict[str, list[Placement]] = {}
    for label, place in places.items():
        for name in {fold(label), fold(place.name)}:
            known.setdefault(name, []).append(place)
    return known


class _Writer:
    """Brings units, placements and roles in line with the wanted rows; a fixed number of queries."""

    def __init__(self, ground: _Ground, wanted: list[_Wanted]) -> None:
        self.ground, self.wanted = ground, wanted
        self.kind = Kind(ground.rule["kind"])
        province = placements(ground.waiting.province_id, ground.day)
        existing = list(province.filter(kind=self.kind))
        self.by_code = {placement.code: placement for placement in existing if placement.code}
        self.by_name = {(placement.parent_id, placement.folded): placement for placement in existing}
        self.roles = ground.roles()

    def write(self) -> Outcome:
        """Do it."""
        found = [(one, self._existing(one)) for one in self.wanted]
        new = [one for one, placement in found if placement is None]
        moved = [(one, placement) for one, placement in found if placement is not None and not one.fits(placement)]
        units: dict[int, _Wanted] = {}
        for one, placement in found:
            if placement is not None and units.setdefault(placement.unit_id, one) is not one:
                at, first = sheets.cell_name(one.row.number, 1), units[placement.unit_id].row.number
                raise CodedError(errors.NAMED_TWICE, at=at, row=first)
        self._move(moved)
        units |= dict(zip(self._make(new), new, strict=True))
        relisted = self._list(units)
        ended = self._end(set(self.roles) - set(units))
        changed = len({placement.unit_id for _, placement in moved} | relisted)
        return Outcome(len(units), len(new), changed, ended, self.ground.waiting.expected)

    def _existing(self, one: _Wanted) -> Placement | None:
        return self.by_code.get(one.row.code) or self.by_name.get((one.place.unit_id, fold(one.row.name)))

    def _placement(self, one: _Wanted, unit: int, since: date, until: date | None, code: str = "") -> Placement:
        return Placement(
            unit_id=unit,
            province_id=self.ground.waiting.province_id,
            parent_id=one.place.unit_id,
            kind=self.kind,
            level=one.level,
            form=self.ground.rule["form"],
            name=one.row.name,
            folded=fold(one.row.name),
            code=one.row.code or code,
            path=f"{one.place.path}{unit:08d}",
            valid_from=since,
            valid_to=until,
        )

    def _make(self, new: list[_Wanted]) -> list[int]:
        ids = [unit.pk for unit in Unit.objects.bulk_create([Unit() for _ in new], batch_size=_BATCH)]
        pairs = zip(new, ids, strict=True)
        rows = [self._placement(one, unit, one.place.valid_from, one.place.valid_to) for one, unit in pairs]
        Placement.objects.bulk_create(rows, batch_size=_BATCH)
        return ids

    def _move(self, moved: list[tuple[_Wanted, Placement]]) -> None:
        """A new name, place or code from today: the old placement ends yesterday; one that began today is replaced."""
        today = self.ground.day
        ended = [placement.pk for _, placement in moved if placement.valid_from < today]
        Placement.objects.filter(pk__in=[placement.pk for _, placement in moved if placement.pk not in ended]).delete()
        Placement.objects.filter(pk__in=ended).update(valid_to=today - timedelta(days=1))
        rows = [self._placement(one, old.unit_id, today, one.place.valid_to, old.code) for one, old in moved]
        Placement.objects.bulk_create(rows, batch_size=_BATCH)

    def _list(self, units: dict[int, _Wanted]) -> set[int]:
        """Roles of the listed; ids of units that were there and are listed anew or with another note."""
        first = self.ground.waiting.confirmed_at is None
        fresh = [
            UnitRole(
                unit_id=unit,
                role=listed_role(self.ground.waiting.designation),
                ground=one.row.note,
                valid_from=one.place.valid_from if first else self.ground.day,
                valid_to=one.place.valid_to,
            )
            for unit, one in units.items()
            if unit not in self.roles
        ]
        UnitRole.objects.bulk_create(fresh, batch_size=_BATCH)
        noted = [role for unit, role in self.roles.items() if unit in units and role.ground != units[unit].row.note]
        for role in noted:
            role.ground = units[role.unit_id].row.note
        UnitRole.objects.bulk_update(noted, ["ground"], batch_size=_BATCH)
        known = {placement.unit_id for placement in self.by_name.values()}
        return {role.unit_id for role in [*fresh, *noted]} & known

    def _end(self, left_out: set[int]) -> int:
        today = self.ground.day
        roles = [self.roles[unit] for unit in left_out]
        UnitRole.objects.filter(pk__in=[role.pk for role in roles if role.valid_from >= today]).delete()
        earlier = [role.pk for role in roles if role.valid_from < today]
        UnitRole.objects.filter(pk__in=earlier).update(valid_to=today - timedelta(days=1))
        return len(left_out)


def _record(actor: Person, ground: _Ground, wanted: list[_Wanted], outcome: Outcome, data: bytes) -> None:
    waiting = ground.waiting
    recording.record(
        "units.list",
        chain=recording.chain_of(waiting.province.public_id),
        actor=actor.public_id,
        subject=waiting.province.public_id,
        payload={
            "designation": waiting.designation,
            "listed": outcome.listed,
            "made": outcome.made,
            "changed": outcome.changed,
            "ended": outcome.ended,
            "digest": canonical.digest([one.row.cells() for one in wanted]),
            "file": hashlib.sha256(data).hexdigest(),
        },
    )
