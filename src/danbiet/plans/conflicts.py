"""Two reviewers at once: what was decided since a version was read, and whether it stands in another's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError, ErrorCode
from danbiet.pages import writing
from danbiet.plans import errors, review, suggestions
from danbiet.plans.models import Draft, Resolution

if TYPE_CHECKING:
    from danbiet.plans.review import Decision

# How many changes an error names; the rest is a number.
NAMED = 5


def history(draft: Draft) -> list[Resolution]:
    """All decisions about a draft in order, with who took them; one query."""
    return list(Resolution.objects.filter(draft=draft).select_related("resolved_by").order_by("id"))


def in_force(rows: Iterable[Resolution]) -> dict[str, Decision]:
    """The latest decision for each doubt and task."""
    return {row.doubt: row.decision for row in rows}


def since(draft: Draft, rows: Sequence[Resolution], read_version: str) -> list[Resolution] | None:
    """The decisions taken after a version; None for a version this draft never had."""
    overlay: dict[str, Decision] = {}
    seen = 0 if review.version(draft.sha256, overlay) == read_version else None
    for number, row in enumerate(rows, 1):
        overlay[row.doubt] = row.decision
        if review.version(draft.sha256, overlay) == read_version:
            seen = number
    return None if seen is None else list(rows[seen:])


def refuse(draft: Draft, read_version: str, keys: Iterable[str]) -> None:
    """Raise CodedError PLAN-023 if one of ``keys`` was decided since that version, PLAN-017 if it never was one.

    What was decided about other places stands in nobody's way.
    """
    rows = history(draft)
    later = since(draft, rows, read_version)
    if later is None:
        raise CodedError(errors.CHANGED_SINCE, changes=said(rows))
    wanted = set(keys)
    met = [row for row in later if row.doubt in wanted]
    if met:
        raise CodedError(errors.DECIDED_SINCE, at=met[-1].doubt, changes=said(met))


def refuse_any(draft: Draft, read_version: str, kind: ErrorCode = errors.CHANGED_SINCE) -> None:
    """Raise CodedError PLAN-017 (or ``kind``) if anything was decided since that version."""
    rows = history(draft)
    if review.version(draft.sha256, in_force(rows)) != read_version:
        later = since(draft, rows, read_version)
        raise CodedError(kind, changes=said(rows if later is None else later))


def said(rows: Sequence[Resolution]) -> str:
    """Decisions in words, the last first: what, by whom, when."""
    if not rows:
        return _("không rõ bản bạn đã đọc")
    language = "en" if get_language() == "en" else "vi"
    lines = [
        f"{row.doubt}: {suggestions.describe(row.decision, language)}"
        f" ({row.resolved_by.name}, {writing.moment(row.resolved_at, language)})"
        for row in rows[: -NAMED - 1 : -1]
    ]
    if len(rows) > NAMED:
        lines.append(_("và %(total)s quyết định trước đó") % {"total": len(rows) - NAMED})
    return "; ".join(lines)
