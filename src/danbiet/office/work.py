"""A person's own work: late, due, later, done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.duties import below, queries
from danbiet.duties.models import Duty
from danbiet.duties.rules import rule
from danbiet.duties.states import STATES, State
from danbiet.office import leader
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.plans import questions, telling
from danbiet.units import contacts
from danbiet.units import queries as units

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the list: its key in the address, its name and the states that stand in it."""

    key: str
    label: str | Promise
    states: tuple[str, ...]


SHELVES = (
    Shelf("qua-han", _("Quá hạn"), ("overdue",)),
    Shelf("sap-den-han", _("Sắp đến hạn"), ("due_soon",)),
    Shelf("dang-lam", _("Trong hạn"), ("open",)),
    Shelf("de-nghi", _("Được đề nghị"), ("requested",)),
    Shelf("chua-den-ky", _("Chưa đến kỳ"), ("waiting",)),
    Shelf("da-xong", _("Đã xong"), ("done", "done_late", "waived")),
)


@dataclass(slots=True)
class Row:
    """A duty as a line of a list."""

    duty: Duty
    title: str
    state: State
    unit: str


@dataclass(slots=True)
class Filled:
    """A shelf with what stands on it."""

    shelf: Shelf
    rows: list[Row] = field(default_factory=list)


def rows_of(duties: Sequence[Duty], names: dict[int, str]) -> list[Row]:
    """Duties (annotated with ``state``) as lines; ``names``: unit id -> name."""
    return [
        Row(duty, rule(duty.rule).title(duty), STATES[duty.state], names.get(duty.unit_id, ""))  # type: ignore[attr-defined]
        for duty in duties
    ]


@login_required
@never_cache
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What the person's units owe and did; one shelf by the address, all of what waits without one."""
    person: Any = request.user
    now = clock.now()
    placed = units.placements_of(policies.unit_ids(person), clock.today())
    names = {unit: place.name for unit, place in placed.items()}
    rows = rows_of(queries.my_work(person, now), names)
    shelves = [Filled(shelf, [row for row in rows if row.state.key in shelf.states]) for shelf in SHELVES]
    wanted = request.GET.get("xem", "")
    chosen = [one for one in shelves if one.shelf.key == wanted]
    waiting = [row for row in rows if row.state.open and row.state.key != "requested"]
    page = Paginator(chosen[0].rows, PAGE).get_page(request.GET.get("trang")) if chosen else None
    # A leader whose unit itself owes nothing would see an empty page.
    leads = not rows and policies.unit_ids(person, [Role.APPROVER])
    overseen = [] if leads else below.overseen(person)
    # His questions are among what he must decide.
    answering = [] if leads else policies.unit_ids(person, telling.ANSWERERS)
    context = {
        "questions": questions.open_for(answering) if answering else [],
        "today": clock.today(),
        "below": below.pressing_counts(below.below(overseen), now) if overseen else None,
        "leads": leads,
        "decisions": leader.waiting(request) if leads else [],
        "names": list(names.values()),
        "several": len(names) > 1,
        "shelves": shelves,
        "shown": [one for one in shelves if one.rows and one.shelf.key != "da-xong"],
        "chosen": chosen[0] if chosen else None,
        "page": page,
        "late": len(shelves[0].rows),
        "soon": len(shelves[1].rows),
        "next": waiting[0] if waiting else None,
        "total": len(rows),
        "own": [place for unit, place in placed.items() if contacts.may_set(person, place)],
        "oversees": bool(policies.unit_ids(person, queries.OVERSEEING)),
        "prints": bool(policies.unit_ids(person, leader.ROLES)),
    }
    return render(request, "office/my_work.html", context)
