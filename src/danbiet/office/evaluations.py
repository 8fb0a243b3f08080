"""A plan's evaluation in the office: asked for, read before anybody outside reads it, signed or dissented from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.observatory import effects
from danbiet.observatory.frame import Shown
from danbiet.office.draft_access import provinces_of
from danbiet.office.duty import said
from danbiet.people import gate
from danbiet.plans import evaluations
from danbiet.plans.models import Evaluation, Opinion, Plan

MATTER = "evaluation"


class OpinionForm(forms.Form):
    """Signing, or dissenting with a remark."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Ý kiến"), choices=[("", _("chọn")), *Opinion.Kind.choices])
    remark = forms.CharField(
        label=_("Lời ghi"),
        max_length=evaluations.REMARK_LENGTH,
        required=False,
        help_text=_("Bắt buộc khi có ý kiến khác; hiện cùng đánh giá khi mục này được công khai."),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "vi"}),
    )


def _plan(request: HttpRequest, public_id: str) -> Plan:
    """The plan, for who reads the plans of its province; Http404 otherwise."""
    rows = Plan.objects.filter(public_id=public_id, province__in=provinces_of(request.user))
    found = rows.select_related("province").first()
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """The last evaluation and what was said of it; POST asks for one."""
    plan = _plan(request, public_id)
    if request.method == "POST":
        evaluations.request(request.user, plan)  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("office:evaluation", args=[plan.public_id]))
    return _page(request, plan)


@login_required
@never_cache
@require_POST
def opine(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an opinion on the evaluation that was read."""
    plan = _plan(request, public_id)
    last = evaluations.latest(plan)
    form = OpinionForm(request.POST)
    if last is None:
        raise Http404
    if form.is_valid():
        data = form.cleaned_data
        try:
            evaluations.opine(
                request.user,  # type: ignore[arg-type]
                last,
                Opinion.Kind(data["kind"]),
                data["remark"],
                read_digest=data["digest"],
            )
        except CodedError as error:
            if error.code.startswith("PEO-"):
                raise
            form.add_error("remark" if error.code == "PLAN-126" else None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:evaluation", args=[plan.public_id]))
    return _page(request, plan, form)


def _page(request: HttpRequest, plan: Plan, form: OpinionForm | None = None) -> HttpResponse:
    person: Any = request.user
    rows = list(Evaluation.objects.filter(plan=plan).select_related("plan").order_by("-pk")[:10])
    computed = [row for row in rows if row.digest]
    last = computed[0] if computed else None
    told = effects.told(last) if last is not None else None
    language = "en" if get_language() == "en" else "vi"
    figures = {}
    if told is not None:
        made = {
            "statute": effects.statute_of(told),
            "gap": effects.gap_of(told),
            "effects": effects.effects_of(told),
            "without": effects.without_of(told),
        }
        figures = {key: Shown(key, figure, "", language) for key, figure in made.items() if figure is not None}
    may_opine = told is not None and evaluations.may_opine(person, plan)
    context = {
        **(effects.words(told) if told is not None else {"told": None}),
        "plan": plan,
        "figures": figures,
        "waiting": any(row.computed_at is None for row in rows),
        "failure": rows[0].failure if rows and rows[0].computed_at else "",
        "may_request": evaluations.may_request(person, plan),
        "may_opine": may_opine,
        "form": form or (OpinionForm(initial={"digest": last.digest}) if may_opine and last else None),
        "public": gate.of_province(plan.province_id, clock.today())[MATTER],
        "history": last.opinions.select_related("given_by") if last is not None else (),
    }
    return render(request, "office/evaluation.html", context, status=422 if form is not None else 200)
