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
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.base.errors import CodedError
from danbiet.journal import recording
from danbiet.pages.middleware import error_page
from danbiet.people import actions, errors
from danbiet.people.models import Person

# Of an IPv6 address, the part that names a household.
NETWORK = 64


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from: the last address our own proxy wrote down, or who called without one.

    Of an IPv6 address its network: one household is given 2^64 of them, and would have as many tries.
    """
    called = request.META.get("REMOTE_ADDR") or None
    if settings.SECURE_PROXY_SSL_HEADER:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        return _counted(named) or _counted(called)
    return _counted(called)


def _counted(text: str | None) -> str | None:
    """The address under which failures are counted; None for what is none."""
    try:
        found = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), NETWORK), strict=False).network_address)


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
    """Which of some names are locked out from anywhere now, or slowed down in the second step; two queries."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME  # noqa: TID251 - the machine's time, by which axes counts
    rows = AccessAttempt.objects.filter(username__in=usernames, attempt_time__gte=since).values(
        "username", "ip_address"
    )
    counted = rows.annotate(count=Sum("failures_since_start")).filter(count__gte=settings.AXES_FAILURE_LIMIT)
    waiting = Q(throttling_failure_count__gte=settings.AXES_FAILURE_LIMIT, user__username__in=usernames)
    slowed = TOTPDevice.objects.filter(waiting).values_list("user__username")
    slowed = slowed.union(StaticDevice.objects.filter(waiting).values_list("user__username"))
    return {row["username"] for row in counted.order_by()} | {name for (name,) in slowed}


def forgive(username: str) -> None:
    """Forget the failures of a name, in both steps: each wrong code doubles the wait for the next, from wherever."""
    reset(username=username)
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user__username=username).update(
            throttling_failure_count=0, throttling_failure_timestamp=None
        )


def lift(actor: Person, person: Person) -> None:
    """Let a locked-out person try again at once. Raises CodedError PEO-001."""
    actions.authorise_over(actor, person)
    with transaction.atomic():
        forgive(person.username)
        recording.record(
            "people.unlock", chain=recording.SYSTEM, actor=actor.public_id, subject=person.public_id, payload={}
        )
