"""Units as the search box finds them: those that stand on the day, by name, code or as a people's committee."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length

from danbiet.pages import search
from danbiet.pages.search import Asked, Hit, Scope
from danbiet.pages.templatetags.pages import content
from danbiet.units.models import Kind, Placement
from danbiet.units.queries import on_day


def find(asked: Asked, scope: Scope, limit: int) -> list[Hit]:
    """The units of the scope's provinces, those higher up first among equals; one query."""
    above = Placement.objects.filter(on_day(scope.day), unit=OuterRef("parent")).values("name")
    found = Placement.objects.filter(on_day(scope.day), search.holds(asked), province__in=scope.provinces)
    rows = (
        found.annotate(rank=search.rank(asked), above=Subquery(above[:1]))
        .order_by("rank", Length("path"), "folded", "pk")
        .values_list("name", "kind", "unit__public_id", "above", named=True)
    )
    return [
        Hit(
            content(row.name),
            search.address("portal:unit", row.unit__public_id),
            search.where([Kind(row.kind).label, content(row.above)]),
        )
        for row in rows[:limit]
    ]
