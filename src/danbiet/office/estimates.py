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
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.observatory import frame
from danbiet.office.duty import said
from danbiet.office.estimate_figure import KEY, Shown, figure, named
from danbiet.office.forms import WithdrawResultForm
from danbiet.office.year import shorten
from danbiet.people import policies
from danbiet.surveys import actions, queries
from danbiet.surveys.models import Result, ResultLine
from danbiet.surveys.results import plain
from danbiet.units import queries as units

MOST = 100
MEASURE = "do"
# Letters of a measure in the list one chooses from.
LONG = 90


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


def _shown(request: HttpRequest, result: Result) -> tuple[Shown, list[tuple[str, str]], str]:
    """The result with what is asked for, what may be asked for (name, label), and which of it this is."""
    asked, language, index = request.GET.get(MEASURE, ""), _language(), result.facts.get("index")
    if len(result.domains) > 1:
        lines = list(result.lines.defer("cells"))
        line = next((one for one in lines if one.name == asked), lines[0])
        return Shown(result, [line], language, _ours(result)), _options(lines, language), line.name
    lines = list(result.lines.all())
    if not index:
        return Shown(result, lines, language), [], ""
    # An index has some 150 elements: its dimensions first, then one dimension with all that is in it.
    dimensions = [one for one in lines if "." not in one.name and one.name != "total"]
    chosen = next((one.name for one in dimensions if one.name == asked), "")
    within = [one for one in lines if one.name == chosen or one.name.startswith(f"{chosen}.")]
    shown = within if chosen else [one for one in lines if "." not in one.name]
    return (
        Shown(result, shown or lines, language),
        [("", _("Tất cả nội dung")), *_options(dimensions, language)],
        chosen,
    )


def _options(lines: list[ResultLine], language: str) -> list[tuple[str, str]]:
    return [(one.name, shorten(named(one, language), LONG)) for one in lines]


def _ours(result: Result) -> str:
    """The label of the result's own province among the domains; "" where there is none."""
    if result.by != ["tinh"]:
        return ""
    place = units.placement_of(result.province, clock.today())
    code = place.code if place else ""
    return next((one["label"] for one in result.domains if plain(one["values"][0]).zfill(2) == code), "")


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
    shown, options, chosen = _shown(request, result)
    language = _language()
    query = f"?{urlencode({MEASURE: chosen})}" if chosen else ""
    made = frame.Shown(KEY, figure(shown), reverse("office:estimate", args=[public_id]), language, query)
    context = {
        "result": result,
        "shown": made,
        "figure": made.figure,
        "measures": options,
        "chosen": chosen,
        "heading": next((named(one, language) for one in shown.lines if one.name == chosen), ""),
        "form": form,
        "may_withdraw": result.withdrawn_at is None and _may_withdraw(person, result),
        "seconds": round(result.seconds, 1),
        "rule": result.design.get("singletons", ""),
    }
    return render(request, "office/estimate.html", context, status=422 if form.errors else 200)


def _may_withdraw(person: Any, result: Result) -> bool:
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

    shown, _options, _chosen = _shown(request, _found(request, public_id))
    return frame.file_of(drawn(shown), KEY, form, _language())
