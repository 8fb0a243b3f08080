"""Reading units on a day. Every query is one indexed range or a fixed number of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from danbiet.base.errors import CodedError
from danbiet.base.text import fold
from danbiet.units import errors
from danbiet.units.models import Contact, Kind, Placement, Unit, UnitRole

WIDTH = 8
# How many matches a search ranks; the rest of a very common word is not worth reading.
CANDIDATES = 1000
# Nothing stands above a province; said as well, since an index leads to the few rows without a parent.
PROVINCES = Q(kind=Kind.PROVINCE, parent=None)
# Who answers for whom: these route work inside the committee that holds them (decision 3).
ROUTING = frozenset({Kind.OFFICE, Kind.DESK})


def on_day(day: date, prefix: str = "") -> Q:
    """The condition "in force on ``day``" for dated rows; ``prefix`` for a relation, e.g. "placements__"."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def under(path: str) -> Q:
    """The unit at ``path`` and everything below it: one range on the index.

    Digits only, so the upper bound is the next number of the same width and sorts alike under every collation.
    """
    return Q(path__gte=path, path__lt=f"{int(path) + 1:0{len(path)}d}")


def placements(province: Unit | int, day: date) -> QuerySet[Placement]:
    """All placements of a province on a day."""
    return Placement.objects.filter(on_day(day), province=province)


def province_by_code(code: str, day: date) -> Placement:
    """The province that had ``code`` on ``day``. Raises CodedError UNIT-001."""
    found = Placement.objects.filter(on_day(day), PROVINCES, code=code).select_related("unit").first()
    if found is None:
        raise CodedError(errors.UNKNOWN_PROVINCE, code=code, day=day.isoformat())
    return found


def provinces(day: date) -> QuerySet[Placement]:
    """The provinces of the installation on a day, by name."""
    return Placement.objects.filter(on_day(day), PROVINCES).select_related("unit").order_by("folded", "unit_id")


def placement_of(unit: Unit | int, day: date) -> Placement | None:
    """Where a unit stands on a day; where it last stood before, or first stands after, if it doesn't exist then."""
    rows = list(Placement.objects.filter(unit=unit).select_related("unit").order_by("valid_from"))
    current = [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)]
    past = [row for row in rows if row.valid_from <= day]
    return next(iter(current or past[-1:] or rows[:1]), None)


def placement_by_public_id(public_id: str, day: date) -> Placement | None:
    """Where the unit with this public id stands on a day, last stood or first stands; None for no such unit."""
    unit = Unit.objects.filter(public_id=public_id).first()
    return placement_of(unit, day) if unit else None


def placements_of(units: Iterable[int], day: date) -> dict[int, Placement]:
    """Unit id -> placement on the day, for many units in one query."""
    found = Placement.objects.filter(on_day(day), unit__in=list(units)).select_related("unit")
    return {row.unit_id: row for row in found}


def ancestors(placement: Placement) -> list[int]:
    """Ids of the units above, nearest first, read off the path."""
    steps = [int(placement.path[i : i + WIDTH]) for i in range(0, len(placement.path), WIDTH)]
    return steps[-2::-1]


def lineage(placement: Placement) -> list[int]:
    """The unit's id and its ancestors', nearest first: what permissions are asked with."""
    return [placement.unit_id, *ancestors(placement)]


def lineages(units: Iterable[int], day: date) -> dict[int, list[int]]:
    """Unit id -> its lineage on the day, for many units in one query."""
    return {unit: lineage(placement) for unit, placement in placements_of(units, day).items()}


def children(unit: Unit | int, day: date) -> QuerySet[Placement]:
    """What stands directly under a unit on a day."""
    return Placement.objects.filter(on_day(day), parent=unit).select_related("unit").order_by("kind", "folded")


def accountable_ids(rows: Iterable[Placement], known: dict[int, Placement]) -> dict[int, int]:
    """Unit id -> id of the unit that answers for it: the committee or agency above an office or desk.

    A commune's station and health post belong to its committee too. ``known``: placements of the province by unit id.
    """
    found = {}
    for row in rows:
        current = row
        while _routes(current) and current.parent_id in known:
            current = known[current.parent_id]
        found[row.unit_id] = current.unit_id
    return found


def _routes(row: Placement) -> bool:
    if row.kind in ROUTING:
        return True
    if row.kind == Kind.HOSPITAL:
        # A hospital above the commune is a legal person of its own; a health post is not.
        return row.level == "commune"
    return row.level != "province" and row.kind == Kind.STATION


def scopes(provinces: Iterable[int], day: date) -> dict[int, list[int]]:
    """For each province (an id) the units whose roles count for all of it: its committee, then the focal point."""
    found = {province: [province] for province in provinces}
    focal = UnitRole.objects.filter(
        on_day(day), role="plan_focal_point", unit__placements__province__in=found
    ).values_list("unit__placements__province_id", "unit_id")
    for province, unit in dict.fromkeys(focal.order_by("pk")):
        if unit not in found.get(province, [unit]):
            found[province].append(unit)
    return found


def search(province: Unit | int, text: str, day: date, limit: int = 50) -> list[Placement]:
    """Units whose name holds ``text``, marks ignored: exact and leading matches first; one query."""
    wanted = fold(text)
    if not wanted:
        return []
    rows = placements(province, day).filter(folded__contains=wanted).select_related("unit")
    found = list(rows.order_by("folded", "unit_id")[:CANDIDATES])
    return sorted(found, key=lambda row: (_rank(row, wanted), len(row.path), row.folded))[:limit]


def _rank(row: Placement, wanted: str) -> int:
    if row.folded == wanted or row.folded == f"{fold(row.form)} {wanted}":
        return 0
    if row.folded.startswith(wanted) or row.folded.startswith(f"{fold(row.form)} {wanted}"):
        return 1
    return 2


def find_one(province: Unit | int, text: str, day: date) -> Placement:
    """The unit with this public id, code or name. Raises CodedError UNIT-004 where there is none."""
    rows = placements(province, day).select_related("unit")
    found = rows.filter(Q(unit__public_id=text) | (Q(code=text) & ~Q(code=""))).first()
    if found is None:
        best = search(province, text, day, limit=1)
        if not best:
            raise CodedError(errors.UNKNOWN_UNIT, text=text, day=day.isoformat())
        found = best[0]
    return found


def phones(units: Iterable[int], day: date) -> dict[int, list[str]]:
    """Unit id -> its telephone numbers on a day, public or not: for who works with it, never for a public page; one
    query."""
    rows = Contact.objects.filter(on_day(day), unit__in=list(units), channel=Contact.Channel.PHONE)
    found: dict[int, list[str]] = {}
    for unit, value in rows.order_by("-public", "value").values_list("unit_id", "value"):
        found.setdefault(unit, []).append(value)
    return found


def exactly(province: Unit | int, texts: Iterable[str], day: date) -> dict[str, list[Placement]]:
    """Each text's units on a day by public id, official code or whole name (marks ignored): none, one or several.

    One query; nothing is guessed from a part of a name.
    """
    folded = {text: fold(text) for text in texts}
    if not folded:
        return {}
    named = Q(unit__public_id__in=list(folded)) | Q(code__in=list(folded)) | Q(folded__in=list(folded.values()))
    rows = list(placements(province, day).filter(named).select_related("unit").order_by("path"))
    found = {}
    for text, words in folded.items():
        by_id = [row for row in rows if row.unit.public_id == text]
        by_code = [row for row in rows if row.code == text]
        found[text] = by_id or by_code or [row for row in rows if row.folded == words]
    return found


def names_of(public_ids: Iterable[str], day: date) -> dict[str, str]:
    """Public id -> name on the day, where the unit exists then; one query, none for nobody."""
    wanted = list(public_ids)
    if not wanted:
        return {}
    found = Placement.objects.filter(on_day(day), unit__public_id__in=wanted)
    return dict(found.values_list("unit__public_id", "name"))
