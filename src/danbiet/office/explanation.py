"""What a unit says of a duty, beside what the public page says of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import actions, explaining
from danbiet.duties.models import Duty
from danbiet.duties.rules import rule
from danbiet.office.duty import said, visible
from danbiet.office.publication_forms import ExplanationForm
from danbiet.people import gate, matters, policies
from danbiet.portal import asked
from danbiet.units import queries as units


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """What people read of a duty now and will read; its unit's word beside it, and the form to write it."""
    person: Any = request.user
    found = visible(person, public_id)
    about = explaining.matter_of(found)
    form = ExplanationForm(request.POST or None, initial={"text": explaining.standing(found, about)})
    if request.method == "POST" and form.is_valid():
        try:
            explaining.explain(person, found, form.cleaned_data["text"], read=request.POST.get("read"))
        except CodedError as error:
            if error.code == "PEO-001":
                raise
            form.add_error("text", said(error))
            # Somebody wrote, or a document came, meanwhile: the page says how things stand now, beside what was typed.
            found = visible(person, public_id)
            about = explaining.matter_of(found)
        else:
            return HttpResponseRedirect(reverse("office:explain", args=[found.public_id]))
    return render(
        request,
        "office/explanation.html",
        {**_context(person, found, about), "form": form},
        status=422 if form.errors else 200,
    )


def _context(person: Any, found: Duty, about: str) -> dict[str, Any]:
    today = clock.today()
    lineage = actions.lineage(found)
    entries = explaining.entries(found)
    table = gate.table(found.province_id, today)
    now = gate.of_table(table)
    coming = [one for one in table if one.coming]
    facts = asked.facts_of(asked.with_facts(Duty.objects.filter(pk=found.pk)).get())
    later = now.also(one.matter.key for one in coming)
    return {
        "duty": found,
        "title": rule(found.rule).title(found),
        "unit": units.placement_of(found.unit_id, today),
        "about": matters.matter(about),
        "now": now,
        "line": asked.said_of(facts, now, today),
        "later": asked.said_of(facts, later, today) if coming else None,
        "from_day": max((one.coming.from_day for one in coming if one.coming), default=None),
        "shown": now[about],
        "entries": [(row, matters.matter(row.matter)) for row in entries],
        "reading": explaining.reading_of(about, entries),
        "may_explain": found.superseded_at is None
        and policies.allowed(person, "duties.explain", units=lineage, province=found.province_id),
    }
