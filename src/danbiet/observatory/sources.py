"""Where an edition is from, in a line under each figure."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.index.queries import Summary
from danbiet.index.tables import EditionTable
from danbiet.pages import writing


def source_lines(summaries: Sequence[Summary], tables: Sequence[EditionTable]) -> tuple[str, ...]:
    """A line an edition: index, year, revision, file, sheet, the day it was accepted; "simulated" where it is."""
    known = {one.pk: one for one in summaries}
    return tuple(_line(table, known.get(table.pk)) for table in tables)


def _line(table: EditionTable, summary: Summary | None) -> str:
    language = "en" if get_language() == "en" else "vi"
    parts = [
        _("Nguồn: %(index)s %(year)s, bản %(revision)s")
        % {"index": table.index.upper(), "year": table.year, "revision": table.revision}
    ]
    if table.simulated:
        parts.append(_("số liệu mô phỏng"))
    elif table.source:
        parts.append(table.source)
    if summary is not None:
        if summary.sheet:
            parts.append(_("trang tính %(sheet)s") % {"sheet": summary.sheet})
        parts.append(_("nhận ngày %(day)s") % {"day": writing.day(summary.accepted_at, language)})
    return "; ".join(parts) + "."
