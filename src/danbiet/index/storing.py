"""Writing an edition's rows and its digest; who may, and the record, are the action's (``index.actions``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danbiet.index.models import Edition, ElementScores, SourceFinding

if TYPE_CHECKING:
    from danbiet.files.models import StoredFile
    from danbiet.index.tables import Cells, EditionTable
    from danbiet.people.models import Person

# Published files round to six digits; two prints of the same figures agree this far.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an edition's figures come from: the sheet, the file, the levels of its intervals and their ends."""

    sheet: str = ""
    file: StoredFile | None = None
    level_stated: float | None = None
    level_found: float | None = None
    lows: Mapping[str, Cells] = field(default_factory=dict)
    highs: Mapping[str, Cells] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding to keep with the edition."""

    code: str
    sheet: str = ""
    cell: str = ""
    element: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def digest(table: EditionTable) -> str:
    """SHA-256 over the figures, rounded to six decimals, whatever order the file has its provinces in."""
    order = sorted(range(len(table.provinces)), key=lambda at: table.provinces[at])
    body: dict[str, Any] = {
        "index": table.index,
        "year": table.year,
        "provinces": [table.provinces[at] for at in order],
        "values": {code: _rounded(table.values[code], order) for code in sorted(table.values)},
        "errors": {code: _rounded(table.errors[code], order) for code in sorted(table.errors)},
        "observations": _rounded(table.observations, order) if table.observations else [],
    }
    if table.simulated:
        body["simulated"] = True
    return hashlib.sha256(json.dumps(body, sort_keys=True, allow_nan=False).encode()).hexdigest()


def _rounded(cells: Cells, order: Sequence[int]) -> list[float | None]:
    picked = [cells[at] for at in order]
    return [None if value is None else round(value, DECIMALS) + 0.0 for value in picked]


def write(
    table: EditionTable, accepted_by: Person, origin: Origin | None = None, found: Sequence[Noted] = ()
) -> Edition:
    """The rows of an edition as its newest revision; inside the action's transaction.

    Raises django's IntegrityError where the revision or the same figures were stored in the meantime.
    """
    origin = origin or Origin()
    earlier = Edition.objects.filter(index=table.index, year=table.year).order_by("-revision").first()
    edition = Edition.objects.create(
        index=table.index,
        year=table.year,
        revision=earlier.revision + 1 if earlier else 1,
        framework=table.framework.key,
        province_set=table.province_set,
        provinces=list(table.provinces),
        observations=list(table.observations),
        level_stated=origin.level_stated,
        level_found=origin.level_found,
        simulated=table.simulated,
        source=table.source,
        sheet=origin.sheet,
        file=origin.file,
        digest=digest(table),
        accepted_by=accepted_by,
    )
    ElementScores.objects.bulk_create(
        ElementScores(
            edition=edition,
            code=code,
            level=table.framework.elements[code].level.value,
            values=list(cells),
            errors=list(table.errors.get(code, ())),
            lows=list(origin.lows.get(code, ())),
            highs=list(origin.highs.get(code, ())),
        )
        for code, cells in table.values.items()
    )
    SourceFinding.objects.bulk_create(
        SourceFinding(
            edition=edition,
            position=position,
            code=one.code,
            sheet=one.sheet,
            cell=one.cell,
            element=one.element,
            facts=dict(one.facts),
        )
        for position, one in enumerate(found)
    )
    return edition
