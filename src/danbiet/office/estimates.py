"""Estimates from people's answers: what a command kept, for who oversees the province. Never an answer, never reckoned
here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.base.errors import CodedError
from danbiet.observatory import frame
from danbiet.office.duty import said
from danbiet.office.estimate_figure import KEY, Shown, figure, named
from danbiet.office.forms import WithdrawResultForm
from danbiet.people import policies
from danbiet.surveys import actions, queries
from danbiet.surveys.models import Result, ResultLine
from danbiet.units import queries as units

MOST = 100
MEASURE = "do"


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The results kept for the provinces of the person, newest first; Http404 for who may see none."""
    person: Any = request.user
    provinces = queries.provinces_of(person)
    if provinces is not None and not provinces:
        raise Http404
    rows = list(queries.visible_in(provinces)[:MOST])
    return render(request, "office/estimates.html", {"results": rows})


def _found(request: HttpRequest, public_id: str) -> Result:
    person: Any = request.user
    result = queries.visible_in(queries.provinces_of(person)).filter(public_id=public_id).first()
    if result is None:
        raise Http404
    return result


def _shown(request: HttpRequest, result: Result) -> tuple[Shown, list[ResultLine]]:
    """The result with the asked measure, and all its measures (without their figures where only one is shown)."""
    lines = list(result.lines.all() if len(result.domains) == 1 else result.lines.defer("cells"))
    if len(result.domains) == 1:
        return Shown(result, lines, _language()), lines
    asked = request.GET.get(MEASURE, "")
    line = next((one for one in lines if one.name == asked), lines[0])
    return Shown(result, [line], _language()), lines


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """A result: the table with intervals, the chart, what it was made by. POST withdraws it."""
    person: Any = request.user
    result = _found(request, public_id)
    form = WithdrawResultForm(request.POST or None)
    if request.method == "POST":
        actions.authorise(person, result.province)
        if form.is_valid():
            try:
                actions.withdraw(person, result, form.cleaned_data["reason"])
            except CodedError as error:
                form.add_error(None, said(error))
            else:
                return HttpResponseRedirect(reverse("office:estimate", args=[public_id]))
    shown, lines = _shown(request, result)
    language = _language()
    query = "" if shown.alone else "?" + urlencode({MEASURE: shown.lines[0].name})
    made = frame.Shown(KEY, figure(shown), reverse("office:estimate", args=[public_id]), language, query)
    context = {
        "result": result,
        "shown": made,
        "figure": made.figure,
        "measures": [] if shown.alone else [(one.name, named(one, language)) for one in lines],
        "chosen": shown.lines[0].name,
        "form": form,
        "may_withdraw": result.withdrawn_at is None and _may_withdraw(person, result),
        "seconds": round(result.seconds, 1),
        "rule": result.design.get("singletons", ""),
    }
    return render(request, "office/estimate.html", context, status=422 if form.errors else 200)


def _may_withdraw(person: Any, result: Result) -> bool:
    from danbiet.base import clock

    within = units.scopes([result.province_id], clock.today())[result.province_id]
    return policies.allowed(person, actions.KEEP, units=within, province=result.province_id)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, public_id: str, figure: str, form: str) -> HttpResponse:
    """The figure as CSV, XLSX, SVG or PNG."""
    if figure != KEY or form == "json":
        raise Http404
    from danbiet.office.estimate_figure import figure as drawn

    shown, _lines = _shown(request, _found(request, public_id))
    return frame.file_of(drawn(shown), KEY, form, _language())
