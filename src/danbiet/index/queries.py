"""Reading editions. They never change, so a table once made is kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db.models import Count

from danbiet.base.errors import CodedError
from danbiet.index import catalogue, findings
from danbiet.index.models import Edition, ElementScores, SourceFinding
from danbiet.index.tables import Cells, EditionTable

PAPI = "papi"
# Editions of twenty years with a few revisions; the largest takes about half a megabyte.
_MOST = 64
_KEPT: OrderedDict[str, EditionTable] = OrderedDict()
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Summary:
    """An edition without its scores. ``current``: the one that counts for its year; ``findings``: how many."""

    pk: int
    public_id: str
    index: str
    year: int
    revision: int
    framework: str
    province_set: str
    provinces: int
    level_stated: float | None
    level_found: float | None
    simulated: bool
    source: str
    sheet: str
    digest: str
    file: int | None
    accepted_at: datetime
    findings: int
    current: bool


def summaries(index: str = PAPI) -> list[Summary]:
    """All editions of an index, newest year and revision first; one query."""
    rows: list[Any] = list(
        Edition.objects.filter(index=index).annotate(found=Count("findings")).order_by("-year", "-revision")
    )
    standing = {row.pk for row in _standing(rows)}
    return [
        Summary(
            pk=row.pk,
            public_id=row.public_id,
            index=row.index,
            year=row.year,
            revision=row.revision,
            framework=row.framework,
            province_set=row.province_set,
            provinces=len(row.provinces),
            level_stated=row.level_stated,
            level_found=row.level_found,
            simulated=row.simulated,
            source=row.source,
            sheet=row.sheet,
            digest=row.digest,
            file=row.file_id,
            accepted_at=row.accepted_at,
            findings=row.found,
            current=row.pk in standing,
        )
        for row in rows
    ]


def table(index: str, year: int, revision: int | None = None) -> EditionTable:
    """The edition of a year: the one that counts, or a revision. Two queries, one once it was read.

    Raises CodedError IDX-100.
    """
    rows = list(Edition.objects.filter(index=index))
    if revision is None:
        wanted = [row for row in _standing(rows) if row.year == year]
    else:
        wanted = [row for row in rows if (row.year, row.revision) == (year, revision)]
    if not wanted:
        raise CodedError(findings.UNKNOWN_EDITION, index=index, year=year)
    return tables(wanted)[0]


def panel(index: str = PAPI) -> list[EditionTable]:
    """The editions that count, one a year in order of years. Two queries, one once they were read.

    Simulated editions stand only where there is no published one at all: made-up years are never set beside real ones.
    """
    return tables(_standing(Edition.objects.filter(index=index)))


def find(text: str, index: str = PAPI) -> Edition:
    """An edition by year ("2016": the one that counts), year and revision ("2016/2") or public id; one or two queries.

    Raises CodedError IDX-100.
    """
    year, _, revision = text.removeprefix(f"{index}-").removeprefix(f"{index} ").partition("/")
    rows = Edition.objects.filter(public_id=text)
    if year.isdecimal() and len(year) == 4:
        every = list(Edition.objects.filter(index=index))
        wanted = _standing(every) if not revision else [row for row in every if str(row.revision) == revision]
        found = next((row for row in wanted if row.year == int(year)), None)
    else:
        found = rows.first()
    if found is None:
        raise CodedError(findings.UNKNOWN_EDITION, index=index, year=text)
    return found


def findings_of(edition: Edition) -> list[tuple[str, str, str, str, dict[str, Any]]]:
    """What was found in an edition's source: code, sheet, cell, element, facts; one query."""
    return list(SourceFinding.objects.filter(edition=edition).values_list("code", "sheet", "cell", "element", "facts"))


def state(index: str = PAPI) -> str:
    """A text that changes with every accepted edition; one query."""
    last = Edition.objects.filter(index=index).order_by("-pk").values_list("public_id", flat=True)
    found = list(last)
    return f"{len(found)}-{found[0] if found else ''}"


def _standing(rows: Iterable[Edition]) -> list[Edition]:
    """Of each year the newest revision, by year; published ones only, if there are any."""
    found = list(rows)
    real = [row for row in found if not row.simulated]
    newest: dict[int, Edition] = {}
    for row in sorted(real or found, key=lambda one: (one.year, one.revision)):
        newest[row.year] = row
    return list(newest.values())


def tables(editions: Iterable[Edition]) -> list[EditionTable]:
    """The tables of some editions in the same order; one query for those not in memory."""
    wanted = list(editions)
    with _LOCK:
        ready = {row.public_id: _KEPT[row.public_id] for row in wanted if row.public_id in _KEPT}
    missing = [row for row in wanted if row.public_id not in ready]
    if missing:
        scores: dict[int, list[ElementScores]] = {row.pk: [] for row in missing}
        for one in ElementScores.objects.filter(edition__in=missing).order_by("pk"):
            scores[one.edition_id].append(one)
        ready |= {row.public_id: _made(row, scores[row.pk]) for row in missing}
    with _LOCK:
        for row in wanted:
            # By the public id: a number may come again after a rollback, that never does.
            _KEPT[row.public_id] = ready[row.public_id]
            _KEPT.move_to_end(row.public_id)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return [ready[row.public_id] for row in wanted]


def _made(row: Edition, scores: Iterable[ElementScores]) -> EditionTable:
    rows = list(scores)
    return EditionTable(
        index=row.index,
        year=row.year,
        revision=row.revision,
        framework=catalogue.framework(row.framework),
        province_set=row.province_set,
        provinces=tuple(row.provinces),
        values={one.code: _cells(one.values) for one in rows},
        errors={one.code: _cells(one.errors) for one in rows if one.errors},
        observations=_cells(row.observations),
        source=row.source,
        simulated=row.simulated,
        pk=row.pk,
        digest=row.digest,
    )


def _cells(values: list[float | None]) -> Cells:
    return tuple(values)
