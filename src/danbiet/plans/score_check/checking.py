"""The whole check: which editions it needs, the table's cells, the sentences, the notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.index.tables import EditionTable
from danbiet.plans import checking_errors as codes
from danbiet.plans.score_check.cells import check_cells, years_of
from danbiet.plans.score_check.claims import Claims, Noise
from danbiet.plans.score_check.figures import Figures
from danbiet.plans.score_check.finding import Finding, Weight, What
from danbiet.reading.plan.draft import ScoreRow
from danbiet.reading.plan.stated import Claim

_ORDER = {Weight.WRONG: 0, Weight.SLIGHT: 1, Weight.NOISE: 2, Weight.NOTE: 3}


@dataclass(frozen=True, slots=True)
class Check:
    """``findings``: what doesn't hold, or holds only within the noise; ``notes``: worth knowing, nothing wrong.

    ``cells``, ``claims``: how many were looked at. ``editions``: those it was held against.
    """

    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    cells: int
    claims: int
    province: str
    editions: tuple[EditionTable, ...]

    @property
    def simulated(self) -> bool:
        """Whether it was held against made-up figures."""
        return any(one.simulated for one in self.editions)

    def to_json(self, language: str = "vi") -> dict[str, Any]:
        """JSON form of issue 3.8."""
        return {
            "findings": [one.to_json(language) for one in self.findings],
            "notes": [one.to_json(language) for one in self.notes],
            "province": self.province,
            "simulated": self.simulated,
            "cells": self.cells,
            "claims": self.claims,
            "editions": [
                {"year": one.year, "revision": one.revision, "source": one.source, "digest": one.digest}
                for one in self.editions
            ],
        }


def years_needed(rows: Sequence[ScoreRow], claims: Sequence[Claim]) -> list[int]:
    """The years a plan states figures of; empty if it states none."""
    years = set(years_of(rows))
    last = max(years, default=None)
    for claim in claims:
        year = claim.year or last
        if year is None:
            continue
        years.add(year)
        if claim.kind == "change" or (claim.kind == "count" and claim.what.startswith(("tang", "giam"))):
            years.add(claim.before or year - 1)
    return sorted(years)


def check(
    rows: Sequence[ScoreRow],
    claims: Sequence[Claim],
    tables: Mapping[int, EditionTable],
    province: str,
    *,
    noise: Noise | None = None,
    ranked_among: int | None = None,
) -> Check:
    """Hold a plan's table and sentences against the editions by year.

    ``province``: its code in the editions' province set; ``ranked_among``: how many provinces the table's head names.
    Raises CodedError PLAN-120 where an edition is missing, PLAN-121 where one doesn't know the province, PLAN-122
    where the plan states nothing.
    """
    needed = years_needed(rows, claims)
    if not needed:
        raise CodedError(codes.NO_SCORES)
    missing = [str(year) for year in needed if year not in tables]
    if missing:
        raise CodedError(codes.MISSING_EDITION, years=", ".join(missing))
    if any(province not in tables[year].provinces for year in needed):
        raise CodedError(codes.UNKNOWN_PROVINCE, text=province)
    editions = {year: Figures(tables[year], province) for year in needed}
    found, cells = check_cells(rows, editions)
    judge = Claims(editions, years_of(rows), noise)
    for claim in claims:
        found += judge.check(claim)
    if ranked_among is not None:
        found += _fewer(rows, editions, ranked_among)
    found.sort(key=_place)
    return Check(
        findings=tuple(one for one in found if one.weight is not Weight.NOTE),
        notes=tuple(one for one in found if one.weight is Weight.NOTE),
        cells=cells,
        claims=len(claims),
        province=province,
        editions=tuple(tables[year] for year in needed),
    )


def _place(one: Finding) -> tuple[int, int, int, int]:
    """By weight, then as the document goes."""
    return _ORDER[one.weight], one.at.line or one.at.paragraph or one.at.table or 0, one.at.row or 0, one.year


def _fewer(rows: Sequence[ScoreRow], editions: Mapping[int, Figures], among: int) -> list[Finding]:
    """Years whose ranks stand under a head that speaks of more provinces than had figures."""
    found = []
    ranked = sorted({int(name[5:]) for row in rows for name in row.values if name.startswith("rank_")})
    for year in ranked:
        figures = editions[year]
        n = max((len(figures.known(one.code)) for one in figures.dimensions), default=0)
        if n != among:
            found.append(Finding(codes.FEWER_PROVINCES, "total", year, What.CLAIM, among, n, Weight.NOTE))
    return found
