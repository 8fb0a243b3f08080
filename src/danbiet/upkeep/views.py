"""The state of health as JSON: for everybody whether all is well, for who runs the installation what isn't."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.pages import health
from danbiet.people import policies
from danbiet.people.models import Person

LOOPBACK = frozenset({"127.0.0.1", "::1"})
# A request that carries one of these came through somebody else's hands.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO", "HTTP_VIA")


@never_cache
@require_safe
def show(request: HttpRequest) -> JsonResponse:
    """200, or 503 if pages can't be served; ``ok`` is false too where something less than that is wrong."""
    answers = health.examine()
    content: dict[str, Any] = {"ok": all(answer.ok for answer in answers)}
    if _may_see_details(request):
        content["at"] = clock.now().isoformat(timespec="seconds")
        content["checks"] = {answer.name: _details(answer, _language(request)) for answer in answers}
    served = all(answer.ok for answer in answers if answer.vital)
    return JsonResponse(content, status=200 if served else 503, json_dumps_params={"ensure_ascii": False})


def _details(answer: health.Answer, language: str) -> dict[str, Any]:
    if answer.error is None:
        return {"ok": True, **answer.facts}
    return {"ok": False, "code": answer.error.code, "message": answer.error.render(language)}


def _language(request: HttpRequest) -> str:
    return "en" if getattr(request, "LANGUAGE_CODE", "vi") == "en" else "vi"


def _may_see_details(request: HttpRequest) -> bool:
    """From this machine itself and not through a proxy, or logged in with a role over the installation."""
    proxied = bool(settings.SECURE_PROXY_SSL_HEADER) or any(name in request.META for name in FORWARDED)
    if not proxied and request.META.get("REMOTE_ADDR") in LOOPBACK:
        return True
    try:
        person = request.user
        return isinstance(person, Person) and policies.allowed(person, "health.see")
    except DatabaseError:
        return False
