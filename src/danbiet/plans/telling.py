"""Who must act on a plan is told: who approves a draft that is ready, who owns a question, who proposed what was
decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.notices import actions as notices
from danbiet.notices.kinds import Kind, Line
from danbiet.people.models import Membership, Role
from danbiet.plans.models import Draft, OpenQuestion
from danbiet.units import queries as units

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from danbiet.notices.models import Message
    from danbiet.people.models import Person

QUESTION, READY, CLOSED = "plan-question", "draft-ready", "draft-closed"
# Who answers for a unit that owns a question; often it is the body that keeps watch over the plan.
ANSWERERS = (Role.OFFICER, Role.APPROVER, Role.FRONT, Role.SUPERVISOR)
# How long what was decided about a draft stays among the messages.
KEPT = timedelta(days=14)
# So much of a question; all of it stands on its page.
LONG = 160
# As wide as the column of the occasion.
WIDTH = 40


def _seated(units_: Iterable[int], roles: Sequence[Role]) -> QuerySet[Membership]:
    held = Membership.objects.filter(units.on_day(clock.today()), unit__in=set(units_), role__in=roles)
    return held.filter(person__is_active=True, revoked_at__isnull=True)


# --- questions -----------------------------------------------------------------------------------------------------


def assigned(questions: Sequence[OpenQuestion]) -> None:
    """Tell the people of each question's owner, in the transaction that gives it to them; nobody else any more."""
    notices.settle([one.public_id for one in questions], QUESTION)
    owners = {one.owner_id for one in questions if one.owner_id is not None}
    people: dict[int, list[int]] = {}
    given = f"{clock.now():%Y%m%d%H%M%S}"
    seats = _seated(owners, ANSWERERS).order_by("person").values_list("unit", "person")
    for unit, person in dict.fromkeys(seats):
        people.setdefault(unit, []).append(person)
    notices.post(
        [
            notices.Note(person, QUESTION, one.public_id, f"{one.owner_id}-{given}")
            for one in questions
            for person in people.get(one.owner_id or 0, [])
        ]
    )


def answered(question: OpenQuestion) -> None:
    """There is nothing to ask any more."""
    notices.settle([question.public_id], QUESTION)


def _still_asked() -> QuerySet[OpenQuestion]:
    return OpenQuestion.objects.filter(
        answered_at__isnull=True, plan__closed_at__isnull=True, plan__replaced_by__isnull=True
    )


def question_lines(messages: Sequence[Message]) -> dict[int, Line]:
    """Questions as they are read now, while they are open. Two queries."""
    rows = _still_asked().filter(public_id__in={message.subject for message in messages}).select_related("plan")
    asked = {row.public_id: row for row in rows}
    names = units.placements_of({row.owner_id for row in asked.values() if row.owner_id}, clock.today())
    language = "en" if get_language() == "en" else "vi"
    found = {}
    for message in messages:
        row = asked.get(message.subject)
        if row is not None:
            owner = names.get(row.owner_id or 0)
            found[message.pk] = Line(
                group="question",
                title=Truncator(row.said(language)).chars(LONG),
                address=reverse("office:question", args=[row.public_id]),
                due_on=row.due_on,
                unit=owner.name if owner else "",
                note=_("câu hỏi mở của kế hoạch %(number)s") % {"number": row.plan.number},
            )
    return found


# --- drafts --------------------------------------------------------------------------------------------------------


def ready(actor: Person, draft: Draft, version: str) -> None:
    """Nothing holds the draft up any more: tell who may approve it, once for the version that became ready."""
    seats = _seated([draft.province_id], [Role.APPROVER]).exclude(delegator=draft.proposed_by_id)
    people = sorted(set(seats.values_list("person", flat=True)) - {draft.proposed_by_id, actor.pk})
    notices.post([notices.Note(person, READY, draft.public_id, version[:WIDTH]) for person in people])


def closed(actor: Person, draft: Draft, outcome: str) -> None:
    """Approved or withdrawn ("approved", "withdrawn"): nobody need approve it, and its proposer is told."""
    notices.settle([draft.public_id], READY)
    if draft.proposed_by_id != actor.pk:
        notices.post([notices.Note(draft.proposed_by_id, CLOSED, draft.public_id, outcome)])


def _waiting() -> QuerySet[Draft]:
    return Draft.objects.filter(withdrawn_at__isnull=True, approval__isnull=True)


def _recent() -> QuerySet[Draft]:
    since = clock.now() - KEPT
    return Draft.objects.filter(Q(withdrawn_at__gte=since) | Q(approval__approved_at__gte=since))


def _name(draft: Draft) -> str:
    return str(draft.title or draft.source_name)  # type: ignore[attr-defined]


def _drafts(rows: QuerySet[Draft], messages: Sequence[Message]) -> dict[str, Draft]:
    wanted = rows.filter(public_id__in={message.subject for message in messages})
    titled = wanted.annotate(title=F("content__document__title")).select_related("proposed_by").defer("content")
    return {row.public_id: row for row in titled}


def ready_lines(messages: Sequence[Message]) -> dict[int, Line]:
    """Drafts that wait for approval. One query."""
    found = _drafts(_waiting(), messages)
    return {
        message.pk: Line(
            group="decide",
            title=_name(found[message.subject]),
            address=reverse("office:draft-approve", args=[message.subject]),
            due_on=None,
            note=_("dự thảo kế hoạch không còn nghi vấn phải giải quyết, %(name)s trình")
            % {"name": found[message.subject].proposed_by.name},
        )
        for message in messages
        if message.subject in found
    }


def closed_lines(messages: Sequence[Message]) -> dict[int, Line]:
    """What became of one's drafts lately. One query."""
    found = _drafts(_recent(), messages)
    words = {"approved": _("dự thảo đã được duyệt"), "withdrawn": _("dự thảo đã được rút")}
    return {
        message.pk: Line(
            group="told",
            title=_name(found[message.subject]),
            address=reverse("office:draft", args=[message.subject]),
            due_on=None,
            note=words[message.occasion],
        )
        for message in messages
        if message.subject in found
    }


def step() -> dict[str, int]:
    """What time brings: who left the owner is no longer asked; what was decided long ago is no news."""
    subject, person = OuterRef("subject"), OuterRef("person")
    seated = units.on_day(clock.today(), "owner__memberships__") & Q(
        owner__memberships__person=person, owner__memberships__revoked_at__isnull=True
    )
    settled = notices.settle_gone(QUESTION, still=_still_asked().filter(seated, public_id=subject))
    settled += notices.settle_gone(READY, still=_waiting().filter(public_id=subject))
    return {"settled": settled + notices.settle_gone(CLOSED, still=_recent().filter(public_id=subject))}


KINDS = (Kind(QUESTION, question_lines), Kind(READY, ready_lines), Kind(CLOSED, closed_lines))
