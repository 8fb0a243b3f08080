"""What holds for every page that asks for an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from danbiet.people import policies, second_step

# Pages for everybody, which don't read the account.
PUBLIC = frozenset({"portal", "upkeep"})
# What one needs to set the second step up.
SETTING_UP = frozenset({"office:second-step", "office:second-step-picture", "office:logout", "office:login"})


class AccountMiddleware:
    """Each request begins in one's own name; both steps of the log-in are asked of whoever must take them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        policies.in_own_name()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """To the log-in without its second step; to setting it up where it is overdue."""
        match = request.resolver_match
        if match is None or match.namespace in PUBLIC or not request.user.is_authenticated:
            return None
        person: Any = request.user
        if second_step.has(person):
            if not request.session.get(second_step.VERIFIED):
                logout(request)
                return HttpResponseRedirect(reverse("office:login"))
        elif match.view_name not in SETTING_UP and second_step.is_overdue(person):
            return HttpResponseRedirect(reverse("office:second-step"))
        return None
