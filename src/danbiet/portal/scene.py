"""Which province a public page is of, and the state it is drawn from: one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404
from django.urls import reverse

from danbiet.base import clock
from danbiet.journal.models import Head
from danbiet.people import gate
from danbiet.people.gate import Gate
from danbiet.plans.models import Plan
from danbiet.units.models import Kind, Placement
from danbiet.units.queries import PROVINCES

_FORMS = ("tinh ", "thanh pho ")


@dataclass(frozen=True, slots=True)
class Scene:
    """A province on a day. ``state`` is the hash of the last entry of its journal: any change gives another.

    ``gate``: what the public may see that day. What opens by the mere passing of a day changes with the day, which is
    part of a page's ETag beside the state.
    """

    province: int
    public_id: str
    name: str
    slug: str
    day: date
    state: str
    gate: Gate

    @property
    def publication(self) -> str:
        """The address of what is public of it, by whose decision."""
        return reverse("portal:publication", args=[self.slug])

    @property
    def home(self) -> str:
        """The address of the province's first page."""
        return reverse("portal:province", args=[self.slug])

    @property
    def search(self) -> str:
        """The address of its search."""
        return reverse("portal:search", args=[self.slug])


def slug_of(folded: str) -> str:
    """ "tinh ca mau" -> "ca-mau"."""
    for form in _FORMS:
        folded = folded.removeprefix(form)
    return folded.replace(" ", "-")


def head_of(public_id: str = "province__public_id") -> Subquery:
    """The hash of the last entry of the journal of the province whose public id stands at ``public_id``."""
    chain = Concat(Value("province:"), OuterRef(public_id), output_field=CharField())
    return Subquery(Head.objects.filter(chain=chain).values("hash")[:1])


def _provinces(day: date) -> QuerySet[Placement]:
    rows = Placement.objects.filter(PROVINCES, valid_from__lte=day)
    return (
        rows.select_related("unit")
        .annotate(head=head_of("unit__public_id"), **gate.columns("unit", day))
        .order_by("-valid_from", "unit_id")
    )


def _scene(row: Any, day: date) -> Scene:
    return Scene(row.unit_id, row.unit.public_id, row.name, slug_of(row.folded), day, row.head or "", gate.of_row(row))


def of_slug(slug: str) -> Scene:
    """The province with this name in its address; Http404 if there is none."""
    day = clock.today()
    names = [form + slug.replace("-", " ") for form in _FORMS]
    # "bà rịa - vũng tàu" has a dash of its own.
    names += [name.replace("   ", " - ") for name in names]
    row = _provinces(day).filter(folded__in=names).first()
    if row is None:
        raise Http404
    return _scene(row, day)


def with_scene(rows: QuerySet[Any], path: str) -> Any:
    """``rows`` with what :func:`scene_of` needs, of the province (a unit) that stands at ``path``; no query more."""
    names = Placement.objects.filter(unit=OuterRef(path), kind=Kind.PROVINCE, valid_from__lte=clock.today()).order_by(
        "-valid_from"
    )
    return rows.annotate(
        **gate.columns(path, clock.today()),
        scene_public_id=F(f"{path}__public_id"),
        scene_name=Subquery(names.values("name")[:1]),
        scene_folded=Subquery(names.values("folded")[:1]),
        scene_head=head_of(f"{path}__public_id"),
    )


def scene_of(row: Any, province: int) -> Scene:
    """The scene of a row that came through :func:`with_scene`."""
    name, folded = row.scene_name or "", row.scene_folded or ""
    return Scene(
        province,
        row.scene_public_id,
        name,
        slug_of(folded),
        clock.today(),
        row.scene_head or "",
        gate.of_row(row),
    )


def choice() -> tuple[Scene | None, list[Scene]]:
    """The province "/" stands for, if that is clear, and all provinces of the installation today.

    It is the one the settings name; else the only one there is, or the only one with a plan.
    """
    day = clock.today()
    plans = Exists(Plan.objects.filter(province=OuterRef("unit")))
    rows = [
        row
        for row in _provinces(day).annotate(planned=plans).order_by("folded", "unit_id")
        if row.valid_to is None or row.valid_to >= day
    ]
    wanted = [row for row in rows if row.code == settings.PORTAL_PROVINCE]
    planned = [row for row in rows if row.planned]
    for few in (wanted, rows, planned):
        if len(few) == 1:
            return _scene(few[0], day), [_scene(row, day) for row in rows]
    return None, [_scene(row, day) for row in rows]
