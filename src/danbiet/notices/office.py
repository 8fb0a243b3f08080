"""A person's messages, and how he wants to be told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.notices import actions, queries
from danbiet.notices.forms import PreferenceForm
from danbiet.notices.models import Letter

PAGE = 50


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What the person is being told: late, today, soon. What the page shows counts as read from then on."""
    person: Any = request.user
    rows = queries.current(person)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    shown = list(page.object_list)
    fresh = [row.message for row in shown if row.message.read_at is None]
    # A browser that fetches ahead has shown nothing to anybody.
    if fresh and request.method == "GET" and not request.headers.get("Sec-Purpose"):
        person.unread_messages = max(0, getattr(person, "unread_messages", 0) - actions.mark_read(person, fresh))
    counts = {shelf.group.key: len(shelf.rows) for shelf in queries.grouped(rows)}
    context = {"groups": queries.grouped(shown), "counts": counts, "total": len(rows), "page": page}
    return render(request, "notices/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """E-mail on or off, its hour and language; in the office messages are always shown."""
    person: Any = request.user
    kept = queries.preference_of(person)
    now = {"email": "1" if kept.email else "0", "hour": f"{kept.hour:%H:%M}", "language": kept.language}
    form = PreferenceForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.prefer(person, **form.cleaned_data)
        return HttpResponseRedirect(f"{reverse('notices:settings')}?da-luu=1")
    last = Letter.objects.filter(person=person).order_by("-day").first()
    context = {
        "form": form,
        "saved": "da-luu" in request.GET,
        "ready": settings.EMAIL_READY,
        "failed": last if last and last.given_up_at else None,
    }
    return render(request, "notices/settings.html", context, status=422 if form.errors else 200)
