"""A page that anyone may see, kept as long as the state it was drawn from stands.

The caller names that state by a short text (the head of the province's journal, which every change moves on). With the
day, the language and the address it makes the ETag: a browser that has the page gets "not modified", and a page drawn
once is served from memory. Nothing kept is ever stale, since a change gives another ETag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response

from danbiet import __version__
from danbiet.base import clock

# Long enough for a busy hour; what is no longer asked for makes room.
KEPT_SECONDS = 3600
# What a kept page is besides its bytes.
_KEPT_HEADERS = ("Content-Type", "Content-Disposition")


def etag_of(request: HttpRequest, state: str) -> str:
    """The ETag of this address in this language on this day in this state."""
    parts = (
        __version__,
        state,
        clock.today().isoformat(),
        translation.get_language() or "",
        request.get_host(),
        request.get_full_path(),
        str(settings.DEMONSTRATION),
        # Printed in the foot and in QR codes.
        settings.SITE_ADDRESS,
    )
    return '"' + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + '"'


def page_of_state(request: HttpRequest, state: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that ``draw`` makes, or the one it made in the same state, or 304.

    An empty ``state`` (nothing recorded yet) keeps nothing. Only complete pages (200) are kept.
    """
    if not state:
        return draw()
    etag = etag_of(request, state)
    answer = get_conditional_response(request, etag=etag)
    if answer is not None:
        return _labelled(answer, etag)
    content = cache.get(etag) if settings.PAGE_CACHE else None
    if content is not None:
        body, headers = content
        return _labelled(HttpResponse(body, headers=headers), etag)
    response = draw()
    if response.status_code != 200:
        return response
    if settings.PAGE_CACHE:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        cache.set(etag, (response.content, headers), KEPT_SECONDS)
    return _labelled(response, etag)


def _labelled(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    # Ask each time (one query, no drawing): what a citizen sees is never behind what was decided.
    response.headers["Cache-Control"] = "no-cache"
    return response
