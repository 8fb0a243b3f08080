"""The editions that were accepted, and what is wrong in the source of each."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django.http import Http404

from danbiet.base.errors import CodedError, registered
from danbiet.index import queries
from danbiet.index.models import SourceFinding
from danbiet.observatory.frame import Asked


class Told(NamedTuple):
    """A finding in the reader's language. ``place``: sheet and cell."""

    code: str
    place: str
    element: str
    message: str
    remedy: str


def listing(asked: Asked) -> Mapping[str, Any]:
    """All editions, newest year first, those that count and those that don't; one query."""
    rows = [(one, asked.address("source", year=one.year, revision=one.revision)) for one in asked.summaries]
    return {"rows": rows}


def one(asked: Asked) -> Mapping[str, Any]:
    """One edition: where it is from, and everything found in its source, by kind; three queries."""
    key = asked.values["year"], asked.values["revision"]
    summary = next((row for row in asked.summaries if (row.year, row.revision) == key), None)
    if summary is None:
        raise Http404
    told = [_told(row, asked.language) for row in SourceFinding.objects.filter(edition=summary.pk)]
    groups = [
        (code, list(rows)) for code, rows in groupby(sorted(told, key=lambda row: row.code), lambda row: row.code)
    ]
    later = [row for row in asked.summaries if row.year == summary.year and row.pk != summary.pk]
    return {
        "summary": summary,
        "groups": groups,
        "level_wrong": _differs(summary),
        "others": [(row, asked.address("source", year=row.year, revision=row.revision)) for row in later],
    }


def _differs(summary: queries.Summary) -> bool:
    stated, found = summary.level_stated, summary.level_found
    return stated is not None and found is not None and abs(stated - found) > 0.005


def _told(row: SourceFinding, language: str) -> Told:
    place = f"{row.sheet}!{row.cell}" if row.cell else row.sheet
    kind = registered().get(row.code)
    if kind is None:
        return Told(row.code, place, row.element, "", "")
    try:
        error = CodedError(kind, at=place, **row.facts)
    except ValueError:
        # Kept by an earlier release, which noted less.
        return Told(row.code, place, row.element, "", "")
    return Told(row.code, place, row.element, error.message(language), error.remedy(language))
