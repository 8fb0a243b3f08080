"""What every template knows: whether this is a demonstration, which day it is, the languages."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils import translation

from danbiet.base import clock
from danbiet.pages import language


class Site(NamedTuple):
    """The installation as a page shows it.

    ``languages``: code, name and address of this page in the other ones; ``address``: of this page, for its print.
    """

    demonstration: bool
    frozen: bool
    today: date
    language: str
    languages: list[tuple[str, str, str]]
    address: str


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site``."""
    return {
        "site": Site(
            demonstration=settings.DEMONSTRATION,
            frozen=clock.is_frozen(),
            today=clock.today(),
            language=translation.get_language() or settings.LANGUAGE_CODE,
            languages=language.links(request),
            address=address_of(request, request.path),
        )
    }


def address_of(request: HttpRequest, path: str) -> str:
    """The whole address of a page of this installation: under ``DANBIET_ADDRESS`` where set, else the host asked."""
    if settings.SITE_ADDRESS:
        return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        # The page that says the host isn't ours is drawn too.
        return path
