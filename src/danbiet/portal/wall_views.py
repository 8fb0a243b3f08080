"""What hangs on the wall and is read on the loudspeaker: the sheet (A4, A3), the text, the text to download."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.pages import paper, qr
from danbiet.pages.caching import page_of_state
from danbiet.pages.context import address_of
from danbiet.pages.speech import PER_MINUTE, speech
from danbiet.pages.wall import Notice
from danbiet.portal import reading, scene, unit_page, wall
from danbiet.portal.scene import Scene, slug_of
from danbiet.units.models import Placement


def _standing(public_id: str) -> tuple[Scene, Placement]:
    """A unit that exists today, with its scene; one query. Raises Http404: what is no more puts up no notice."""
    rows = reading.placements(public_id)
    if not rows:
        raise Http404
    place = unit_page.standing(rows, clock.today())
    own = scene.scene_of(place, place.province_id)
    if place.valid_from > own.day or (place.valid_to is not None and place.valid_to < own.day):
        raise Http404
    return own, place


def _made(request: HttpRequest, face: str, own: Scene, place: Placement, task: str) -> Notice:
    return wall.notice(face, own, place, task, lambda path: address_of(request, path))[0]


def _links(face: str, place: Placement, task: str) -> dict[str, Any]:
    args = [place.unit.public_id, task] if face == wall.TASK else [place.unit.public_id]
    return {
        "sheet": reverse(f"portal:{face}-sheet", args=args),
        "loudspeaker": reverse(f"portal:{face}-loudspeaker", args=args),
        "text": reverse(f"portal:{face}-text", args=args),
    }


@require_safe
def sheet(request: HttpRequest, public_id: str, face: str, task: str = "") -> HttpResponse:
    """The notice on one sheet of paper; ``?kho=a3`` for the large one."""
    own, place = _standing(public_id)
    size = paper.SIZES.get(request.GET.get("kho", ""), paper.A4)

    def draw() -> HttpResponse:
        notice, about = wall.notice(face, own, place, task, lambda path: address_of(request, path))
        context = {
            "scene": own,
            "place": place,
            "face": face,
            "notice": notice,
            "size": size,
            "sheet": paper.fit(notice, size),
            "qr": qr.drawn(notice.address),
            "links": _links(face, place, task),
            "lead": about.lead,
            "planned": about.lead or about.coordinate,
        }
        return render(request, "portal/sheet.html", context)

    return page_of_state(request, own.state, draw)


@require_safe
def loudspeaker(request: HttpRequest, public_id: str, face: str, task: str = "") -> HttpResponse:
    """The text to be read aloud: Vietnamese, and on an English page its English after it."""
    own, place = _standing(public_id)

    def draw() -> HttpResponse:
        with translation.override("vi"):
            vietnamese = speech(_made(request, face, own, place, task))
        context = {
            "scene": own,
            "place": place,
            "speech": vietnamese,
            "english": None,
            "rate": PER_MINUTE,
            "links": _links(face, place, task),
        }
        if translation.get_language() == "en":
            context["english"] = speech(_made(request, face, own, place, task))
        return render(request, "portal/loudspeaker.html", context)

    return page_of_state(request, own.state, draw)


@require_safe
def loudspeaker_text(request: HttpRequest, public_id: str, face: str, task: str = "") -> HttpResponse:
    """The Vietnamese text as a file of plain text."""
    own, place = _standing(public_id)

    def draw() -> HttpResponse:
        with translation.override("vi"):
            text = speech(_made(request, face, own, place, task)).text
        # A byte order mark: Notepad and Word on the commune's machine take it for UTF-8.
        response = HttpResponse("\ufeff" + text, content_type="text/plain; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="loa-{slug_of(place.folded)}.txt"'
        return response

    return page_of_state(request, own.state, draw)
