"""Which language a reader gets: Vietnamese, or English once chosen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

COOKIE = "ngon_ngu"
PARAMETER = "lang"
ONE_YEAR = 365 * 24 * 60 * 60


def known(code: str | None) -> bool:
    """Whether ``code`` is one of the languages of the pages."""
    return any(code == one for one, _ in settings.LANGUAGES)


def chosen(request: HttpRequest) -> str:
    """The reader's language; what the browser asks for is no choice."""
    wanted = request.COOKIES.get(COOKIE)
    return wanted if wanted and known(wanted) else settings.LANGUAGE_CODE


def links(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, name and address of this page in each other language."""
    current = chosen(request)
    found = []
    for code, name in settings.LANGUAGES:
        if code != current:
            query = request.GET.copy()
            query[PARAMETER] = code
            found.append((code, name, f"{request.path}?{query.urlencode()}"))
    return found
