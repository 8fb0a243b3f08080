"""Searching what a person may see: units, plans, duties, documents."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from danbiet.base import clock
from danbiet.office.draft_access import provinces_of
from danbiet.pages import search


@login_required
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What holds the words that were typed, by kind: of the person's provinces, duties only where he may see them."""
    asked = search.ask(request.GET.get("q", ""))
    scope = search.Scope(tuple(provinces_of(request.user)) if asked.words else (), clock.today(), request.user)
    result = search.search(search.OFFICE, asked, scope, request.GET.get("loai", ""))
    return render(request, "office/search.html", {"asked": asked, "result": result})
