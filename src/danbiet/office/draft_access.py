"""Who sees which drafts: those who may propose or approve plans of the province; for everybody else there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.plans import actions, beside, conflicts, queries, review
from danbiet.plans.beside import BLOCKING, DECIDED, OPEN, Item
from danbiet.plans.models import Approval, Draft, Plan, Resolution
from danbiet.plans.review import Decision
from danbiet.reading.plan import PlanDraft
from danbiet.units import queries as units
from danbiet.units.models import Placement

PROPOSE, APPROVE = "plans.propose", "plans.approve"


def provinces_of(person: Any) -> list[int]:
    """Ids of the provinces where the person holds a role today; all for an auditor. At most two queries."""
    return _provinces(person, {Role.AUDITOR})


def _provinces(person: Any, everywhere: set[Role]) -> list[int]:
    if any(member.role in everywhere for member in policies.memberships(person)):
        return [place.unit_id for place in units.provinces(clock.today())]
    placed = units.placements_of(policies.unit_ids(person), clock.today())
    return list(dict.fromkeys(place.province_id for place in placed.values()))


def rights(person: Any) -> dict[int, set[str]]:
    """Province's id -> what the person may do with drafts there, where that is anything; at most two queries."""
    scopes = actions.scopes(_provinces(person, {Role.AUDITOR, Role.OPERATOR}))
    found = {
        province: {one for one in (PROPOSE, APPROVE) if policies.allowed(person, one, units=scope, province=province)}
        for province, scope in scopes.items()
    }
    return {province: permissions for province, permissions in found.items() if permissions}


def drafts_in(provinces: Iterable[int]) -> list[Draft]:
    """Drafts that wait in these provinces."""
    wanted = list(provinces)
    return queries.waiting_drafts(wanted) if wanted else []


def placed(provinces: list[int]) -> list[Placement]:
    """These provinces as they stand today, by name; one query."""
    return [place for place in units.provinces(clock.today()) if place.unit_id in set(provinces)]


@dataclass
class Held:
    """A draft in a reviewer's hands: what was decided, and what this person may do."""

    person: Any
    draft: Draft
    scope: list[int]
    rows: list[Resolution] = field(default_factory=list)

    @cached_property
    def content(self) -> PlanDraft:
        """What the reader made of the document."""
        return PlanDraft.from_json(self.draft.content)

    @cached_property
    def overlay(self) -> dict[str, Decision]:
        """The decisions in force."""
        return conflicts.in_force(self.rows)

    @cached_property
    def version(self) -> str:
        """What an approval would name now."""
        return review.version(self.draft.sha256, self.overlay)

    @cached_property
    def items(self) -> list[Item]:
        """Every doubt with its standing."""
        return beside.items_of(self.content, self.rows)

    def standing(self, standing: str) -> list[Item]:
        """The doubts of one standing, in order."""
        return [item for item in self.items if item.standing == standing]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many doubts of each standing, and in all."""
        found = {standing: len(self.standing(standing)) for standing in (BLOCKING, OPEN, DECIDED)}
        return {**found, "all": len(self.items)}

    @cached_property
    def approval(self) -> Approval | None:
        """The approval, if it was given."""
        return getattr(self.draft, "approval", None)

    @property
    def waits(self) -> bool:
        """Whether anything can still be decided about it."""
        return self.approval is None and self.draft.withdrawn_at is None

    def may(self, permission: str) -> bool:
        """Whether the person has the permission in this province."""
        return policies.allowed(self.person, permission, units=self.scope, province=self.draft.province_id)

    @property
    def may_decide(self) -> bool:
        """Whether the person decides doubts of it now."""
        return self.waits and self.may(PROPOSE)

    @cached_property
    def refusal(self) -> CodedError | None:
        """Why the person can't approve it, if it is for who he is: no such role, his own work or decisions."""
        try:
            actions.refuse_approver(self.person, self.draft, self.scope)
            actions.refuse_decider(self.person, self.draft, self.scope, self.rows)
        except CodedError as error:
            return error
        return None

    @cached_property
    def plan(self) -> Plan | None:
        """What came of it: the plan it became or changed."""
        if self.approval is None:
            return None
        return self.draft.amends if self.draft.change == "amend" else Plan.objects.filter(draft=self.draft).first()

    @property
    def title(self) -> str:
        """What the document calls itself, or its file's name."""
        return self.content.document.title or self.draft.source_name


def held(person: Any, public_id: str, *, text: bool = False) -> Held:
    """The draft, for who may propose or approve there; Http404 otherwise. ``text``: the document as it was read too."""
    related = ["province", "source", "proposed_by", "amends", "approval__approved_by", *(["text"] if text else [])]
    draft = Draft.objects.filter(public_id=public_id).select_related(*related).first()
    if draft is None:
        raise Http404
    found = Held(person, draft, actions.scope(draft.province))
    if not (found.may(PROPOSE) or found.may(APPROVE)):
        raise Http404
    found.rows = conflicts.history(draft)
    return found
