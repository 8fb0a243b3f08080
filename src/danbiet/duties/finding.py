"""Duties and the documents that fulfil them as the office's search box finds them: only what the asker may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.duties import queries
from danbiet.duties.models import Duty, Evidence
from danbiet.duties.rules import rule
from danbiet.duties.states import STATES, unfulfilled, with_state
from danbiet.pages import search
from danbiet.pages.search import Asked, Found, Hit, Scope
from danbiet.pages.templatetags.pages import content, office_day
from danbiet.units.queries import on_day

# What a title is said from; the reckoning of the due day is longer than all the rest.
_NEEDED = ("public_id", "rule", "period", "title", "ground", "due_on")


def _visible(scope: Scope) -> Q:
    return scope.once("duties", lambda: queries.visible_to(scope.person))


def find_duties(asked: Asked, scope: Scope, limit: int) -> Found:
    """Duties by what they ask and the unit that owes it ("quý I khánh hòa"); what waits first, by due day.

    One query, and one for what the asker may see.
    """
    placed = "unit__placements__"
    columns = ("words", f"{placed}words")
    matching = on_day(scope.day, placed) & search.holds(asked, *columns)
    rows: QuerySet[Any] = Duty.objects.filter(_visible(scope)).filter(matching, superseded_at=None)
    rows = with_state(rows, clock.now()).annotate(
        unit_name=F(f"{placed}name"), rank=search.rank(asked, *columns), total=Window(Count("*")), waits=unfulfilled()
    )
    found: list[Any] = list(rows.only(*_NEEDED).order_by("rank", "-waits", "due_at", "pk")[:limit])
    hits = [
        Hit(
            content(rule(row.rule).title(row)),
            reverse("office:duty", args=[row.public_id]),
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
    return Found(hits, found[0].total if found else 0)


def find_documents(asked: Asked, scope: Scope, limit: int) -> Found:
    """Documents that fulfil a duty, by number or title, newest first; not those taken back.

    One query, and one for what the asker may see.
    """
    duties = Duty.objects.filter(_visible(scope))
    rows = Evidence.objects.filter(search.holds(asked), duty__in=duties, withdrawn_at=None)
    rows = rows.annotate(rank=search.rank(asked), total=Window(Count("*")))
    found: list[Any] = list(
        rows.select_related("duty").defer("duty__explanation").order_by("rank", "-document_date", "-pk")[:limit]
    )
    hits = [
        Hit(
            content(f"{row.number}: {row.label}" if row.number and row.number not in row.label else row.label),
            reverse("office:duty", args=[row.duty.public_id]),
            search.where([office_day(row.document_date), content(rule(row.duty.rule).title(row.duty))]),
        )
        for row in found
    ]
    return Found(hits, found[0].total if found else 0)
