"""Duties and the documents that fulfil them as the office's search box finds them: only what the asker may see."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.duties import queries
from danbiet.duties.models import Duty, Evidence
from danbiet.duties.rules import rule
from danbiet.duties.states import STATES, unfulfilled, with_state
from danbiet.pages import search
from danbiet.pages.search import Asked, Hit, Scope
from danbiet.pages.templatetags.pages import content, office_day
from danbiet.units.queries import on_day

# What a title is said from; the reckoning of the due day is longer than all the rest.
_NEEDED = ("public_id", "rule", "period", "title", "ground", "due_on")


def _visible(scope: Scope, prefix: str = "") -> Q:
    overseen = scope.once("overseen", lambda: queries.overseen_by(scope.person))
    return queries.visible_to(scope.person, prefix, overseen)


def find_duties(asked: Asked, scope: Scope, limit: int) -> list[Hit]:
    """Duties by what they ask and the unit that owes it ("quý I khánh hòa"); what waits first, by due day.

    One query, and one for what the asker may see.
    """
    placed = "unit__placements__"
    columns = ("words", f"{placed}words")
    matching = on_day(scope.day, placed) & Q(search.holds(asked, *columns))
    rows: QuerySet[Any] = Duty.objects.filter(_visible(scope), superseded_at=None).filter(matching)
    rows = with_state(rows, clock.now()).annotate(
        unit_name=F(f"{placed}name"), rank=search.rank(asked, *columns), waits=unfulfilled()
    )
    found: list[Any] = list(rows.only(*_NEEDED).order_by("rank", "-waits", "due_at", "pk")[:limit])
    return [
        Hit(
            content(rule(row.rule).title(row)),
            search.address("office:duty", row.public_id),
            search.where(
                [
                    content(row.unit_name),
                    _("hạn %(day)s") % {"day": office_day(row.due_on)},
                    STATES[row.state].label,
                ]
            ),
        )
        for row in found
    ]


def find_documents(asked: Asked, scope: Scope, limit: int) -> list[Hit]:
    """Documents that fulfil a duty, by number or title, newest first; not those taken back.

    One query, and one for what the asker may see.
    """
    rows = Evidence.objects.filter(_visible(scope, "duty__"), search.holds(asked), withdrawn_at=None)
    rows = rows.annotate(rank=search.rank(asked)).select_related("duty")
    needed = ("number", "label", "document_date", *(f"duty__{name}" for name in _NEEDED))
    found: list[Any] = list(rows.only(*needed).order_by("rank", "-document_date", "-pk")[:limit])
    return [
        Hit(
            content(f"{row.number}: {row.label}" if row.number and row.number not in row.label else row.label),
            search.address("office:duty", row.duty.public_id),
            search.where([office_day(row.document_date), content(rule(row.duty.rule).title(row.duty))]),
        )
        for row in found
    ]
