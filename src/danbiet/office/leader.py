"""One A4 for a leader who has ten minutes and doesn't log in: his decisions, how things stand, letters to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.documents import form
from danbiet.documents.letter import version
from danbiet.duties import below, queries
from danbiet.duties.below import Line
from danbiet.office import deciding, letters
from danbiet.office.deciding import Decision
from danbiet.office.letters import Signing
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import queries as units
from danbiet.units.models import COMMITTEES, Placement

# Who prints it for him, and he himself.
ROLES = (Role.APPROVER, Role.SUPERVISOR, Role.OFFICER)
DECISIONS, LETTERS = 5, 4
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(slots=True)
class Desk:
    """Whose page it is: the unit, the others one may choose, the body that drafts for it, whether one oversees it."""

    place: Placement
    others: list[Placement]
    drafter: Placement | None
    oversees: bool


@dataclass(slots=True)
class Ready:
    """A letter ready to sign: the occasion ("" for all), what is late, its version by way of signing."""

    key: str
    title: str
    lines: list[Line]
    versions: list[tuple[Signing, str]] = field(default_factory=list)

    @property
    def units(self) -> int:
        """How many units it goes to."""
        return len({line.unit for line in self.lines})


def desk_of(request: HttpRequest) -> Desk:
    """The unit of the address among the person's own, else the highest; Http404 for who has none. One query."""
    person: Any = request.user
    placed = units.placements_of(policies.unit_ids(person, ROLES), clock.today())
    # Where somebody decides before where he only works.
    order = {unit: index for index, role in enumerate(reversed(ROLES)) for unit in policies.unit_ids(person, [role])}
    rows = sorted(placed.values(), key=lambda place: (-order.get(place.unit_id, 0), len(place.path), place.folded))
    asked = request.GET.get("don-vi", "")
    chosen = next((place for place in rows if not asked or place.unit.public_id == asked), None)
    if chosen is None:
        raise Http404
    under = [place for place in rows if place.parent_id == chosen.unit_id and place.kind not in COMMITTEES]
    oversees = chosen.unit_id in policies.unit_ids(person, queries.OVERSEEING)
    others = [place for place in rows if place is not chosen]
    return Desk(chosen, others, under[0] if under else None, oversees)


def late_below(desk: Desk) -> list[Line]:
    """What is late in the units under him, never what is only requested; one query, none for who doesn't oversee."""
    return below.late(below.below([desk.place]), clock.now()) if desk.oversees else []


def ready_letters(late: Sequence[Line]) -> list[Ready]:
    """A letter for each occasion, the most units first, and one about all where there are several."""
    found: dict[str, Ready] = {}
    for line in late:
        found.setdefault(below.key_of(line.duty), Ready(below.key_of(line.duty), line.title, [])).lines.append(line)
    rows = sorted(found.values(), key=lambda one: (-one.units, one.key))
    return rows if len(rows) < 2 else [Ready("", "", list(late)), *rows]


def _above(place: Placement) -> Placement | None:
    """The committee an agency or office belongs to; one query for those."""
    if place.kind in COMMITTEES or place.parent_id is None:
        return None
    return units.placements_of([place.parent_id], clock.today()).get(place.parent_id)


def _made(desk: Desk, lines: Sequence[Line], signing: Signing, above: Placement | None, today: date) -> Any:
    return letters.chasing(desk.place, lines, today, signing, above=above, simulated=settings.DEMONSTRATION)


def waiting(request: HttpRequest) -> list[Decision]:
    """What waits for the person's decision as a leader, most pressing first."""
    desk = desk_of(request)
    return deciding.decisions(
        request.user,  # type: ignore[arg-type]
        desk.place,
        late_below(desk),
        clock.now(),
        oversees=desk.oversees,
    )


@login_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page, one A4 when printed."""
    person: Any = request.user
    desk, now, today = desk_of(request), clock.now(), clock.today()
    late = late_below(desk)
    ready, above = ready_letters(late), _above(desk.place) if late else None
    for one in ready:
        for signing in letters.signings(desk.place, desk.drafter):
            one.versions.append((signing, version(_made(desk, one.lines, signing, above, today))))
    standing = deciding.standing(desk.place, oversees=desk.oversees, now=now)
    decisions = deciding.decisions(person, desk.place, late, now, oversees=desk.oversees)
    context = {
        "desk": desk,
        "head": letters.formal(desk.place.name, desk.place.kind),
        "decisions": decisions[:DECISIONS],
        "more": len(decisions) - DECISIONS,
        "standing": standing,
        "ready": ready[:LETTERS],
        "more_letters": len(ready) - LETTERS,
    }
    return render(request, "office/leader.html", context)


@login_required
@never_cache
@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """The chasing letter as DOCX, about one occasion or all that is late; Http404 where nothing is."""
    desk, today = desk_of(request), clock.today()
    key = request.GET.get("dot", "")
    lines = [line for line in late_below(desk) if not key or below.key_of(line.duty) == key]
    ways = letters.signings(desk.place, desk.drafter)
    signing = next((one for one in ways if one.key == request.GET.get("ky")), ways[0])
    if not lines:
        raise Http404
    made = _made(desk, lines, signing, _above(desk.place), today)
    name = f"cong-van-don-doc-{slugify(desk.place.folded)}-{version(made)}.docx"
    response = HttpResponse(form.to_docx(made), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
