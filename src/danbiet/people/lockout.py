"""Who guesses passwords or codes is stopped for a while: counted by django-axes per log-in name and address.

Names that don't exist are counted alike, so being locked out tells nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from danbiet.base.errors import CodedError
from danbiet.journal import recording
from danbiet.pages.middleware import error_page
from danbiet.people import actions, errors
from danbiet.people.models import Person


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from: the last address our own proxy wrote down, or who called without one."""
    called = request.META.get("REMOTE_ADDR") or None
    if not settings.SECURE_PROXY_SSL_HEADER:
        return called
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(named))
    except ValueError:
        return called


def error() -> CodedError:
    """What a locked-out person is told."""
    pause: timedelta = settings.AXES_COOLOFF_TIME
    return CodedError(errors.LOCKED_OUT, limit=settings.AXES_FAILURE_LIMIT, minutes=int(pause.total_seconds() // 60))


def page(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The answer in place of the one drawn: status 429, the same whether or not there is such an account."""
    return error_page(request, error())


def refuse(request: HttpRequest, username: str) -> None:
    """Raise CodedError PEO-050 if this name is locked out from where the request comes."""
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise error()


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong code in the second step counts like a wrong password."""
    user_login_failed.send(__name__, credentials={"username": username}, request=request)


def locked(usernames: Sequence[str]) -> set[str]:
    """Which of some names are locked out from anywhere now; one query."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME  # noqa: TID251 - the machine's time, by which axes counts
    rows = AccessAttempt.objects.filter(username__in=usernames, attempt_time__gte=since).values(
        "username", "ip_address"
    )
    counted = rows.annotate(count=Sum("failures_since_start")).filter(count__gte=settings.AXES_FAILURE_LIMIT)
    return {row["username"] for row in counted.order_by()}


def forgive(username: str) -> None:
    """Forget the failures of a name."""
    reset(username=username)


def lift(actor: Person, person: Person) -> None:
    """Let a locked-out person try again at once. Raises CodedError PEO-001."""
    actions.authorise_over(actor, person)
    with transaction.atomic():
        forgive(person.username)
        recording.record(
            "people.unlock", chain=recording.SYSTEM, actor=actor.public_id, subject=person.public_id, payload={}
        )
