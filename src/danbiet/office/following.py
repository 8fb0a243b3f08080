"""The units below: for each occasion in or not, since when late, how to reach them, and a text to remind by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.base.text import fold
from danbiet.duties import asking, below
from danbiet.duties.below import Line, Occasion
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import queries as units
from danbiet.units.models import Kind, Level, Placement

PAGE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter or an order as a link: its key in the address, its words."""

    key: str
    label: str | Promise


STATES = (
    Choice("", _("Tất cả")),
    Choice("chua", _("Chưa nhận")),
    Choice("qua-han", _("Quá hạn")),
    Choice("da-nhan", _("Đã nhận")),
)
ORDERS = (Choice("", _("theo địa bàn")), Choice("ten", _("theo tên")), Choice("muon", _("muộn nhất trước")))


def scope(request: HttpRequest) -> tuple[list[Placement], Q]:
    """Where the person oversees and the duties below, all in these places; Http404 for who oversees nothing."""
    person: Any = request.user
    overseen = below.overseen(person)
    if not overseen:
        raise Http404
    return overseen, below.below(overseen)


@dataclass(slots=True)
class Asked:
    """What an address asks for, with what can be chosen; made from the lines of one occasion."""

    state: str
    order: str
    level: str
    district: str

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read off the address; what isn't known counts as not asked."""
        get = request.GET.get
        states, orders = {one.key for one in STATES}, {one.key for one in ORDERS}
        return cls(
            state=get("tinh-trang", "") if get("tinh-trang", "") in states else "",
            order=get("xep", "") if get("xep", "") in orders else "",
            level=get("cap", "") if get("cap", "") in Level.values else "",
            district=get("huyen", ""),
        )

    def chosen(self, lines: Sequence[Line], places: dict[str, str]) -> list[Line]:
        """The lines that were asked for, in order; ``places``: public id -> path of the districts."""
        path = places.get(self.district, "")
        rows = [
            line
            for line in lines
            if (not self.level or line.level == self.level) and line.path.startswith(path) and self._in(line)
        ]
        if self.order == "ten":
            return sorted(rows, key=lambda line: fold(line.name))
        if self.order == "muon":
            return sorted(rows, key=lambda line: (-line.late_days, line.received, line.duty.due_at))
        return rows

    def _in(self, line: Line) -> bool:
        if self.state == "chua":
            return line.state.open
        if self.state == "qua-han":
            return line.state.key == "overdue"
        return line.received if self.state == "da-nhan" else True


def _link(request: HttpRequest, name: str, key: str) -> str:
    """This address with one part changed; from the first page on."""
    query = request.GET.copy()
    query.pop("trang", None)
    query.pop(name, None)
    if key:
        query[name] = key
    return f"?{query.urlencode()}"


def _choices(request: HttpRequest, name: str, rows: Sequence[Choice], current: str) -> list[tuple[Any, str, bool]]:
    return [(one.label, _link(request, name, one.key), one.key == current) for one in rows]


def _districts(lines: Sequence[Line], places: dict[int, Placement]) -> list[Placement]:
    """The districts that have units among the lines, by name."""
    found = {line.parent for line in lines if line.kind == Kind.COMMUNE}
    rows = [place for unit, place in places.items() if unit in found and place.kind == Kind.DISTRICT]
    return sorted(rows, key=lambda place: place.folded)


@login_required
@never_cache
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """One occasion, a line a unit."""
    overseen, condition = scope(request)
    now, today = clock.now(), clock.today()
    found = below.occasions(condition, now)
    chosen = next((one for one in found if one.key == request.GET.get("dot")), None) or below.to_look_at(found, today)
    wanted = below.of_key(chosen.key) if chosen else None
    lines = below.lines(condition & wanted, now) if wanted is not None else []
    places = units.placements_of({line.parent for line in lines if line.parent}, today)
    districts = _districts(lines, places)
    asked = Asked.of(request)
    rows = asked.chosen(lines, {place.unit.public_id: place.path for place in districts})
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    phones = units.phones([line.duty.unit_id for line in page.object_list], today)
    for line in page.object_list:
        line.phones = phones.get(line.duty.unit_id, [])
    levels = [Choice("", _("mọi cấp")), *(Choice(*one) for one in Level.choices if _has(lines, one[0]))]
    areas = [Choice("", _("mọi địa bàn")), *(Choice(place.unit.public_id, place.name) for place in districts)]
    context = {
        "overseen": overseen,
        "occasions": found,
        "chosen": chosen,
        "page": page,
        "parents": {unit: place.name for unit, place in places.items()},
        "states": _choices(request, "tinh-trang", STATES, asked.state),
        "orders": _choices(request, "xep", ORDERS, asked.order),
        "levels": _choices(request, "cap", levels, asked.level) if len(levels) > 2 else [],
        "areas": _choices(request, "huyen", areas, asked.district) if len(areas) > 2 else [],
        "pressing": _pressing(found, chosen),
        "keeps": bool(policies.unit_ids(request.user, [Role.SUPERVISOR])),  # type: ignore[arg-type]
    }
    return render(request, "office/below.html", context)


def _pressing(found: Sequence[Occasion], chosen: Occasion | None) -> int:
    """How many duties press, where they aren't all of the chosen occasion, whose reminder is there already."""
    counts = {one.key: one.late + one.soon for one in found if not one.requested}
    elsewhere = any(number for key, number in counts.items() if chosen is None or key != chosen.key)
    return sum(counts.values()) if elsewhere else 0


def _has(lines: Sequence[Line], level: str) -> bool:
    return any(line.level == level for line in lines)


@login_required
@never_cache
@require_safe
def message(request: HttpRequest) -> HttpResponse:
    """The text to paste into a chat and the telephone list: about one occasion, one unit, or all that presses."""
    overseen, condition = scope(request)
    now, today = clock.now(), clock.today()
    wanted, unit = below.of_key(request.GET.get("dot", "")), request.GET.get("don-vi", "")
    if unit:
        condition &= Q(unit__public_id=unit)
    lines = below.lines(condition & wanted, now) if wanted is not None else below.pressing(condition, now)
    if (wanted is not None or unit) and not lines:
        raise Http404
    waiting = [line for line in lines if line.state.open]
    ids = [line.duty.unit_id for line in waiting]
    phones = units.phones(ids, today) if ids else {}
    for line in waiting:
        line.phones = phones.get(line.duty.unit_id, [])
    parents = units.placements_of({line.parent for line in waiting if line.parent}, today)
    text = asking.text(
        waiting,
        sender=organ(overseen[0]),
        today=today,
        parents={key: place.name for key, place in parents.items() if place.unit_id != overseen[0].unit_id},
        address=f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('office:my-work')}" if settings.SITE_ADDRESS else "",
        simulated=settings.DEMONSTRATION,
    )
    known, unknown = asking.contacts(waiting)
    back = reverse("office:below")
    context = {
        "text": text,
        "rows": text.count("\n") + len(text) // 70 + 1,
        "contacts": known,
        "contact_rows": known.count("\n") + 1,
        "unknown": unknown,
        "units": len({line.unit for line in waiting}),
        "title": lines[0].title if wanted is not None else "",
        "requested": bool(waiting) and all(line.state.key == "requested" for line in waiting),
        "named": lines[0].name if unit else "",
        "back": f"{back}?dot={request.GET['dot']}" if wanted is not None else back,
    }
    return render(request, "office/message.html", context)


def organ(place: Placement) -> str:
    """A unit as the sender of a message: "UBND huyện U Minh", "Sở Nội vụ"."""
    return f"UBND {place.name[:1].lower()}{place.name[1:]}" if place.committee else place.name
