"""An open question of a plan: what is asked, what was answered; answering it, giving it to another unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.office.draft_access import provinces_of
from danbiet.office.draft_forms import designation_labels
from danbiet.office.duty import said
from danbiet.office.question_forms import AnswerForm, OwnerForm
from danbiet.people import policies
from danbiet.plans import actions, meant, questions
from danbiet.plans.models import Answer, OpenQuestion
from danbiet.reading.blocks import Place
from danbiet.units import queries as units


@dataclass(slots=True)
class Asked:
    """A question in a reader's hands: the province's bodies, who owns it, its answers, the last one last."""

    person: Any
    question: OpenQuestion
    scope: list[int]
    answers: list[Answer]
    # Of the units that are named, by public id, as far as they exist today.
    names: dict[str, str]

    def may(self, permission: str) -> bool:
        """Whether the reader may answer or reassign it, now."""
        plan = self.question.plan
        runs = plan.closed_at is None and plan.replaced_by_id is None
        return runs and questions.may(self.person, permission, self.question, self.scope)

    @property
    def owner(self) -> str:
        """The name of the unit that answers; "" where there is none."""
        unit = self.question.owner
        return self.names.get(unit.public_id, "") if unit else ""

    @property
    def last(self) -> Answer | None:
        """The answer that stands."""
        return self.answers[-1] if self.answers else None


def asked(person: Any, public_id: str) -> Asked:
    """The question, for who reads the plans of its province; Http404 otherwise."""
    try:
        found = questions.find_question(public_id)
    except CodedError as error:
        raise Http404 from error
    province = found.plan.province_id
    if province not in provinces_of(person):
        raise Http404
    rows = list(found.answers.select_related("answered_by"))
    named = {unit for row in rows for unit in row.units} | ({found.owner.public_id} if found.owner else set())
    return Asked(person, found, actions.scope(found.plan.province), rows, units.names_of(named, clock.today()))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is asked and what was answered; the form for who may answer. A second answer corrects the first."""
    found = asked(request.user, public_id)
    if request.method == "POST":
        # Who may not is told so, and not what his form lacks.
        within = questions.within(found.question, found.scope)
        policies.authorise(
            found.person, questions.PERMISSION, units=within, province=found.question.plan.province_id
        )  # fmt: skip
    last = found.last
    first = {"corrects": last.public_id, "text": last.text} if last else {}
    who = meant.asks_who(found.question)
    province = found.question.plan.province_id
    form = AnswerForm(request.POST or None, initial=first, province=province, who=who)
    if request.method == "POST" and form.is_valid():
        try:
            questions.answer(found.person, found.question, form.cleaned_data["text"], **form.given())
        except CodedError as error:
            form.add_error(None, said(error))
            found = asked(request.user, public_id)
            if found.last:
                # What was typed stays; sent once more it corrects the answer that the page now shows.
                form.data = {**form.data.dict(), "corrects": found.last.public_id}  # type: ignore[attr-defined]
        else:
            return HttpResponseRedirect(f"{reverse('office:question', args=[public_id])}?da-ghi=1")
    context = {**_context(found, who=who), "form": form, "saved": "da-ghi" in request.GET}
    return render(request, "office/question.html", context, status=422 if form.errors else 200)


def _context(found: Asked, *, who: bool) -> dict[str, Any]:
    question, language = found.question, "en" if get_language() == "en" else "vi"
    labels = designation_labels() if who else {}
    return {
        "asked": found,
        "question": question,
        "plan": question.plan,
        "owner": found.owner,
        "place": Place.from_json(question.place).render(language) if question.place else "",
        "meant": labels.get(question.designation, question.designation),
        "mentions": meant.mentions(question) if who else [],
        "answers": [
            (row, labels.get(row.designation, row.designation), [found.names.get(unit, unit) for unit in row.units])
            for row in reversed(found.answers)
        ],
        "labels": labels.values(),
        "may_answer": found.may(questions.PERMISSION),
        "may_reassign": found.last is None and found.may(questions.REASSIGN),
    }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an open question to another unit, or another day; Http404 for who may not."""
    found = asked(request.user, public_id)
    question = found.question
    if not found.may(questions.REASSIGN):
        raise Http404
    first = {"owner": found.owner, "due_on": question.due_on}
    form = OwnerForm(request.POST or None, initial=first, province=question.plan.province_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            questions.reassign(found.person, question, data["owner"][0].unit.public_id, data["due_on"])
        except CodedError as error:
            form.add_error("due_on" if error.code == "PLAN-019" else None, said(error))
        else:
            return HttpResponseRedirect(reverse("office:question", args=[public_id]))
    context = {"question": question, "plan": question.plan, "owner": found.owner, "form": form}
    return render(request, "office/question_owner.html", context, status=422 if form.errors else 200)
