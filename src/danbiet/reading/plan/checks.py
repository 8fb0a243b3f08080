"""What the score table and the recipients say against themselves."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from danbiet.reading.blocks import Place
from danbiet.reading.plan import designations
from danbiet.reading.plan.columns import ROMAN
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Document, Doubt, Named, ScoreRow, Statement, Task

# A published value is rounded to 0.01, so a sum of n parts may be off by (n + 1) half-units.
UNIT = Decimal("0.01")


def check_scores(rows: list[ScoreRow], provinces: int) -> list[Doubt]:
    """Sums, repeated and missing rows, and ranges."""
    return [*_sums(rows), *_repeats(rows), *_gaps(rows), *_ranges(rows, provinces)]


def check_tables(tables: list[list[ScoreRow]]) -> list[Doubt]:
    """Values that two tables give differently."""
    found = []
    met: dict[tuple[str, str], float] = {}
    for row in (row for table in tables for row in table):
        for column, value in row.values.items():
            before = met.setdefault((row.code, column), value) if value is not None else None
            if value is not None and before != value:
                facts: dict[str, Any] = {"one": _text(before or 0), "other": _text(value)}
                found.append(doubt("READ-109", row.at, element=row.code, column=column, **facts))
    return found


def _score_columns(rows: list[ScoreRow]) -> list[str]:
    return sorted({name for row in rows for name in row.values if name.startswith("score_")})


def _sums(rows: list[ScoreRow]) -> list[Doubt]:
    found = []
    for row in (row for row in rows if row.level == "dimension"):
        parts = [part for part in rows if part.code.startswith(f"{row.code}.")]
        for column in _score_columns(rows):
            stated, values = row.values.get(column), [part.values.get(column) for part in parts]
            if stated is None or not values or any(value is None for value in values):
                continue
            total = sum((Decimal(str(value)) for value in values), Decimal())
            gap = Decimal(str(stated)) - total
            tolerance = UNIT / 2 * (len(parts) + 1)
            if abs(gap) > tolerance:
                found.append(
                    doubt(
                        "READ-101",
                        row.at,
                        element=row.code,
                        column=column,
                        stated=_text(stated),
                        sum=_text(total),
                        gap=_text(gap),
                        tolerance=_text(tolerance),
                        candidates=_candidates(parts, column, gap),
                    )
                )
    return found


def _candidates(parts: list[ScoreRow], column: str, gap: Decimal) -> str:
    """Which part would have to be what, those first whose row repeats the one before."""
    repeated = [b for a, b in pairwise(parts) if a.values.get(column) == b.values.get(column)]
    chosen = repeated or parts
    return ", ".join(f"{part.code} = {_text(Decimal(str(part.values[column])) + gap)}" for part in chosen)


def _text(value: float | Decimal) -> str:
    return str(value).replace(".", ",")


def _repeats(rows: list[ScoreRow]) -> list[Doubt]:
    """Neighbouring rows with the same scores in every year."""
    columns = _score_columns(rows)
    found = []
    for before, row in pairwise(rows):
        same = [column for column in columns if row.values.get(column) is not None]
        if before.level != row.level or len(same) < 2:
            continue
        if all(before.values.get(column) == row.values.get(column) for column in same):
            found.append(doubt("READ-102", row.at, element=row.code, other=before.code, columns=", ".join(same)))
    return found


def _gaps(rows: list[ScoreRow]) -> list[Doubt]:
    """Numbers left out between two rows: a row that the copy lost."""
    found = []
    dimension, last = -1, 0
    for row in rows:
        head, dot, number = row.code.partition(".")
        if dot:
            lost = [f"{head}.{n}" for n in range(last + 1, int(number))]
            last = int(number)
        else:
            at = ROMAN.index(head)
            lost = list(ROMAN[dimension + 1 : at]) if dimension >= 0 else []
            dimension, last = at, 0
        found += [doubt("READ-108", row.at, element=code) for code in lost]
    return found


def _ranges(rows: list[ScoreRow], provinces: int) -> list[Doubt]:
    found = []
    for row in rows:
        for name, value in row.values.items():
            if value is None:
                continue
            if name.startswith("rank_") and not (1 <= value <= provinces and float(value).is_integer()):
                found.append(doubt("READ-106", row.at, value=_text(value), element=row.code, limit=provinces))
            elif not name.startswith("rank_") and not 0 <= value <= 10:
                found.append(doubt("READ-107", row.at, value=_text(value), element=row.code))
    return found


# Bodies that no line for the departments or the districts covers; offices of both go through these lines.
_OWN_BODIES = frozenset(
    {"front", "council", "party", "hospitals", "primary_schools", "water_company", "power_company", "police",
     "social_insurance", "press", "broadcaster", "portal", "tax", "treasury"}
)  # fmt: skip


def check_recipients(document: Document, tasks: list[Task], organisation: tuple[Statement, ...]) -> list[Doubt]:
    """Bodies that get work and aren't among the recipients: one doubt each, with the tasks it gets."""
    if not document.recipients:
        return []
    covered = {entry.designation for entry in document.recipients if entry.designation}
    groups: dict[str, list[tuple[str, Named]]] = {}
    for task in tasks:
        for entry in (*task.lead, *task.coordinate):
            for key in _uncovered(entry.designation, covered):
                groups.setdefault(key, []).append((task.code, entry))
    for statement in organisation:
        for actor in statement.facts.get("actors", []):
            for key in _uncovered(actor["designation"], covered):
                entry = Named(actor["text"], actor["designation"], statement.at)
                groups.setdefault(key, []).append((f"IV.{statement.facts.get('number')}", entry))
        for designation in statement.facts.get("directed", []):
            for key in _uncovered(designation, covered):
                entry = Named("", designation, statement.at)
                groups.setdefault(key, []).append((f"IV.{statement.facts.get('number')}", entry))
    found = []
    for key, pairs in groups.items():
        places: tuple[Place, ...] = tuple(dict.fromkeys(entry.at for _, entry in pairs))
        codes = ", ".join(dict.fromkeys(code for code, _ in pairs))
        body = designations.label(f"{key}.commune" if key == "committee" else f"{key}.any")
        found.append(doubt("READ-114", places[0], places, body=body[:1].upper() + body[1:], codes=codes))
    return found


def _uncovered(designation: str | None, covered: set[str]) -> list[str]:
    """The groups of a designation that no recipient line covers."""
    if designation is None or designation.startswith("related_agencies"):
        return []
    body, _, levels = designation.partition(".")
    if body in _OWN_BODIES:
        return [] if any(key.split(".")[0] == body for key in covered) else [body]
    wants_commune = levels in ("commune", "all", "district_commune")
    if wants_commune and not any(key in ("committee.commune", "committee.district_commune") for key in covered):
        return ["committee"]
    return []
