"""A draft's figures held against the published editions, for who reviews it: found before anybody signs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from django.utils.translation import get_language

from danbiet.base.errors import CodedError
from danbiet.index import queries
from danbiet.office.draft_access import Held
from danbiet.plans import review
from danbiet.plans.score_check import Check, Weight, running

# A check takes half a second, most of it for the noise; the same draft, decisions and editions give the same.
_MOST = 32
_KEPT: OrderedDict[tuple[str, str, str], Check] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in the reader's language. ``place``: where it stands in the document."""

    code: str
    weight: str
    message: str
    remedy: str
    place: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page shows: the findings by weight, the notes; or why there was nothing to hold the draft against."""

    wrong: tuple[Told, ...] = ()
    slight: tuple[Told, ...] = ()
    noise: tuple[Told, ...] = ()
    notes: tuple[Told, ...] = ()
    cells: int = 0
    claims: int = 0
    years: str = ""
    sources: tuple[str, ...] = ()
    simulated: bool = False
    refusal: str = ""

    @property
    def count(self) -> int:
        """How many findings there are, notes apart."""
        return len(self.wrong) + len(self.slight) + len(self.noise)


def figures_of(found: Held) -> Figures:
    """The check of a draft as the decisions so far leave it; two queries, one where it was made before."""
    language = "en" if get_language() == "en" else "vi"
    key = (found.draft.sha256, found.version, queries.state())
    try:
        made = _KEPT.get(key) or _check(found, key)
    except CodedError as error:
        return Figures(refusal=f"{error.message(language)} {error.remedy(language)}")
    rows = [*made.findings, *made.notes]
    told = [
        (
            one.weight,
            Told(one.code, one.weight.value, one.message(language), one.remedy(language), one.at.render(language)),
        )
        for one in rows
    ]

    def of(weight: Weight) -> tuple[Told, ...]:
        return tuple(one for key, one in told if key is weight)

    return Figures(
        wrong=of(Weight.WRONG),
        slight=of(Weight.SLIGHT),
        noise=of(Weight.NOISE),
        notes=of(Weight.NOTE),
        cells=made.cells,
        claims=made.claims,
        years=", ".join(str(one.year) for one in made.editions),
        sources=tuple(dict.fromkeys(f"PAPI {one.year}: {one.source}" for one in made.editions)),
        simulated=any(one.simulated for one in made.editions),
    )


def _check(held: Held, key: tuple[str, str, str]) -> Check:
    content = review.apply(held.content, held.overlay).draft
    made = running.check_draft(held.draft, content)
    _KEPT[key] = made
    while len(_KEPT) > _MOST:
        _KEPT.popitem(last=False)
    return made
