"""Which province of an edition a page is about: an edition of the 63 shown on the page of one of today's 34."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from danbiet.index.provinces import SETS, Province, by_code, by_slug, predecessors, resolve, successor
from danbiet.index.tables import EditionTable
from danbiet.portal.scene import Scene

PARAMETER = "tinh-cu"
# From this day the province of a page is one of the 34.
_SINCE = (2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Whose:
    """The province whose scores are shown, in the edition's set.

    ``today``: the province of the page. ``others``: those of the old set that are part of it too, whose scores are
    their own and are not averaged in. ``crossed``: the edition is of another set than the page's day.
    """

    province: Province
    today: Province
    others: tuple[Province, ...]
    crossed: bool


def whose(scene: Scene, table: EditionTable, asked: str = "") -> Whose:
    """The province to show. ``asked``: the slug of another old province that is part of today's. Http404."""
    new = (scene.day.year, scene.day.month, scene.day.day) >= _SINCE
    sets = SETS[::-1] if new else SETS
    # By its name: an address may write "thua-thien---hue".
    today = next((found for one in sets if (found := resolve(scene.name, one) or by_slug(scene.slug, one))), None)
    if today is None:
        raise Http404
    if today.province_set == table.province_set:
        return Whose(today, today, (), False)
    if table.province_set == "34":
        return Whose(by_code(successor(today.code), "34"), today, (), True)
    old = [by_code(code, "63") for code in predecessors(today.code)]
    wanted = asked or today.slug
    if asked and asked not in {one.slug for one in old}:
        raise Http404
    own = next((one for one in old if one.slug == wanted), None) or by_code(_same(today, old), "63")
    return Whose(own, today, tuple(one for one in old if one is not own), len(old) > 1 or own.vi != today.vi)


def _same(today: Province, old: list[Province]) -> str:
    """Where no old province has today's name: the one with its code, else the first."""
    return next((one.code for one in old if one.code == today.code), old[0].code)
