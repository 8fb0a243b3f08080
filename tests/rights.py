"""Who walks through the addresses of the project, and what stands at their ends: the cast of ``test_rights.py``.

The target is a commune. Every role is held at it, above it (its district), at the province's committee, below it (a
body of the commune), beside it (another commune), at the plan's focal point and in another province; by a delegate;
until yesterday and from tomorrow. Two roles are over the installation, one account has none, and somebody isn't logged
in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from danbiet.base import clock
from danbiet.duties import actions as duties
from danbiet.duties.models import Duty
from danbiet.index import actions as index
from danbiet.index import catalogue
from danbiet.journal.models import Entry, Head
from danbiet.people import actions, delegations, invitations, resetting
from danbiet.people.models import Invitation, Membership, Person, Role
from danbiet.plans import actions as plans
from danbiet.plans import questions, review, suggestions
from danbiet.plans.evaluation.evaluating import evaluate
from danbiet.plans.evaluation.result import digest_of
from danbiet.plans.models import Evaluation, OpenQuestion, Task
from danbiet.reading.plan import PlanDraft
from danbiet.units import queries
from tests.index import made_up
from tests.index.workbooks import edition, tidy
from tests.plans.amended import example
from tests.scenes import DAY, EXAMPLES, PASSWORD, Scene
from tests.surveys import made_results

UNIT_ROLES = (Role.ADMINISTRATOR, Role.OFFICER, Role.APPROVER, Role.SUPERVISOR, Role.INSPECTOR, Role.FRONT)
PLACES = ("own", "above", "province", "below", "beside", "focal", "elsewhere")
SINCE = date(2016, 1, 1)
# Not held today.
OTHER_DAYS = {"yesterday": DAY - timedelta(days=1), "tomorrow": DAY + timedelta(days=1)}

Chair = tuple[str, str]
Chairs = frozenset[Chair]
# In place of chairs: who isn't logged in too; every account.
EVERYBODY, ACCOUNTS = frozenset({("", "everybody")}), frozenset({("", "account")})
OPERATOR, AUDITOR = frozenset({("operator", "installation")}), frozenset({("auditor", "installation")})
NOBODY: Chairs = frozenset()


def chairs(roles: str, places: str) -> Chairs:
    """Each of some roles at each of some places, as words: ``chairs("officer front", "own")``."""
    return frozenset(product(roles.split(), places.split()))


ALL_ROLES = " ".join(UNIT_ROLES)


@dataclass(slots=True)
class Walker:
    """Somebody with a browser, by the chairs he sits in today (or another day)."""

    name: str
    sits: Chairs
    person: Person | None
    client: Client = field(default_factory=Client)

    def may(self, allowed: Chairs) -> bool:
        """Whether one of the chairs is among the allowed."""
        return allowed == EVERYBODY or (self.person is not None and (allowed == ACCOUNTS or bool(self.sits & allowed)))


@dataclass(slots=True)
class World:
    """The walkers and what the addresses lead to."""

    scene: Scene
    walkers: list[Walker]
    found: dict[str, Any]

    def at(self, name: str) -> Any:
        """A thing of the world, or the word after "="."""
        return name[1:] if name.startswith("=") else self.found[name]

    def walkers_of(self, line: Line) -> list[Walker]:
        """Who walks to an address: everybody; to a public page that is only read, each role from one place."""
        if line.login or line.post is not None:
            return self.walkers
        return [walker for walker in self.walkers if "@" not in walker.name or walker.name.endswith("@own")]


Sends = Callable[[World, Walker], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """An address: who may read it, who may send to it, what everybody else is answered."""

    name: str
    # What stands in the address: names of things of the world, or a word as it is ("=csv").
    args: tuple[str, ...] = ()
    # None: the address isn't read, or nothing is sent to it (405).
    get: Chairs | None = NOBODY
    post: Chairs | None = None
    sends: Sends | None = None
    login: bool = True
    opened: int = 200
    done: int = 302
    # Who sees the page and may not send: ``refused``; who doesn't see it: ``hidden``.
    sees: Chairs = NOBODY
    refused: int = 422
    hidden: int = 404
    # The answer to every account, of an address for who isn't logged in.
    inside: int | None = None
    # What is sent is in the record.
    records: bool = True
    query: str = ""

    def expected(self, method: str, walker: Walker) -> int:
        """The status this walker is owed."""
        if self.login and walker.person is None:
            return 302
        if self.inside is not None and walker.person is not None:
            return self.inside
        allowed = self.get if method == "GET" else self.post
        if allowed is None:
            return 405
        if walker.may(allowed):
            return self.opened if method == "GET" else self.done
        seen = self.sees | (self.get or NOBODY)
        return self.refused if method == "POST" and walker.may(seen) else self.hidden

    def allows(self, walker: Walker) -> bool:
        """Whether what this walker sends changes anything."""
        return (
            self.post is not None
            and walker.may(self.post)
            and self.inside is None
            and (walker.person is not None or not self.login)
        )


def state() -> tuple[Any, ...]:
    """What a refusal must leave as it is: the head of every chain, and what isn't in the record."""
    heads = sorted(Head.objects.values_list("chain", "seq", "hash"))
    counted = [kind.objects.count() for kind in (Entry, Person, Membership, Invitation, Duty)]
    return (*heads, *counted)


def walk(world: World, line: Line, walker: Walker, method: str) -> tuple[int, bool]:
    """The status of the answer, and whether anything changed; the world is as before afterwards."""
    address = reverse(line.name, args=[world.at(name) for name in line.args]) + line.query.format(**world.found)
    kept = SimpleCookie(walker.client.cookies)
    sends = line.sends(world, walker) if method == "POST" and line.sends else {}
    try:
        with transaction.atomic():
            before = state() if method == "POST" else ()
            call = walker.client.get if method == "GET" else walker.client.post
            status = call(address, sends).status_code
            changed = method == "POST" and state() != before
            transaction.set_rollback(True)
    finally:
        walker.client.cookies = kept
    return status, changed


def addresses() -> set[str]:
    """The names of all addresses of the project, as its resolver has them."""

    def below(resolver: Any, space: str) -> set[str]:
        found = set()
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                found |= below(pattern, inner)
            else:
                found.add(f"{space}{pattern.name or pattern.pattern}")
        return found

    return below(get_resolver(), "")


def people_the_stage(scene: Scene) -> World:
    """All walkers and all things, in the scene's province."""
    commune = scene.units["commune"]
    today = {
        "own": commune.unit_id,
        "above": scene.units["district"].unit_id,
        "province": scene.province.pk,
        "below": queries.children(commune.unit_id, DAY)[0].unit_id,
        "beside": scene.units["neighbour"].unit_id,
        "focal": scene.units["home_affairs"].unit_id,
        "elsewhere": queries.province_by_code("95", DAY).unit_id,
    }
    operator = scene.people["operator"]

    def seated(
        name: str, role: Role, unit: int | None, first: date = date(2016, 1, 1), last: date | None = None
    ) -> Any:
        person = actions.create_person(operator, username=name, name=name, password=PASSWORD, check=False)
        actions.grant(operator, person, role, unit_id=unit, valid_from=first, valid_to=last)
        return person

    found = {}
    for role, place in product(UNIT_ROLES, PLACES):
        found[f"{role}@{place}"] = (seated(f"{role}-{place}", role, today[place]), chairs(role, place))
    for role in UNIT_ROLES:
        own, last, first = today["own"], OTHER_DAYS["yesterday"], OTHER_DAYS["tomorrow"]
        found[f"{role}@yesterday"] = (seated(f"{role}-y", role, own, last=last), chairs(role, "yesterday"))
        found[f"{role}@tomorrow"] = (seated(f"{role}-t", role, own, first=first), chairs(role, "tomorrow"))
        base = Role.OFFICER if role == Role.FRONT else Role.FRONT
        delegate = seated(f"{role}-d", base, own)
        giver = found[f"{role}@own"][0]
        held = Membership.objects.get(person=giver)
        delegations.delegate(giver, held, delegate, DAY, DAY + timedelta(days=9), "nghỉ phép")
        found[f"{role}@delegate"] = (delegate, chairs(f"{role} {base}", "own"))
    found["operator"] = (seated("operator-w", Role.OPERATOR, None), OPERATOR)
    found["auditor"] = (seated("auditor-w", Role.AUDITOR, None), AUDITOR)
    nobody = actions.create_person(operator, username="none-w", name="none", password=PASSWORD, check=False)
    found["none"] = (nobody, NOBODY)
    walkers = [Walker(name, sits, Person.objects.get(pk=one.pk)) for name, (one, sits) in found.items()]
    for walker in walkers:
        walker.client.force_login(walker.person)
    walkers.append(Walker("anonymous", NOBODY, None))
    return World(scene, walkers, _things(scene, today, seated))


def _things(scene: Scene, today: dict[str, int], seated: Callable[..., Any]) -> dict[str, Any]:
    """What the addresses lead to: all of it the commune's."""
    operator, officer = scene.people["operator"], scene.people["commune"]
    commune = scene.units["commune"]
    own = Duty.objects.filter(unit=commune.unit_id).order_by("due_on", "pk")
    programme, report, late = own.get(rule="plan-programme"), own.filter(rule="plan-report")[0], own.last()
    _make_late(late)
    upload = SimpleUploadedFile("ke hoach.pdf", b"%PDF-1.4 an example")
    evidence = duties.attest(officer, programme, duties.Document("1/KH-UBND", date(2016, 9, 28)), upload=upload)
    seat = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 1)}
    lineage = queries.lineage(commune)
    invitation, _ = invitations.invite(operator, "Lan", invitations.Seat(Role.INSPECTOR, lineage, **seat))
    elsewhere = queries.children(today["above"], DAY)[0]
    _, code = invitations.invite(
        operator, "Mai", invitations.Seat(Role.INSPECTOR, queries.lineage(elsewhere), **seat)
    )  # fmt: skip
    deputy = seated("deputy", Role.OFFICER, commune.unit_id)
    leader = Person.objects.get(pk=scene.people["commune_leader"].pk)
    role = Membership.objects.get(person=leader)
    question = OpenQuestion.objects.filter(plan=scene.plan, code="READ-101").get()
    questions.reassign(scene.people["home_affairs"], question, commune.unit.public_id, date(2016, 11, 1))
    delegation = delegations.delegate(leader, role, deputy, DAY, DAY + timedelta(days=9), "nghỉ phép")
    return {
        **_drafts(scene),
        **_editions(scene),
        "estimate": made_results.kept(scene.people["home_affairs"], scene.province).public_id,
        "evaluated": _evaluation(scene),
        "slug": "ca-mau",
        "plan": scene.plan.public_id,
        "question": question.public_id,
        "neighbour": scene.units["neighbour"].unit.public_id,
        "task": Task.objects.get(code="V.4").public_id,
        "led": Task.objects.get(code="II.1").public_id,
        "province": scene.province.public_id,
        "matter": "lateness",
        "unit": commune.unit.public_id,
        "above": scene.units["district"].unit.public_id,
        "duty": report.public_id,
        "late": late.public_id,
        "evidence": evidence.public_id,
        "file": evidence.file.sha256,
        "invitation": invitation.public_id,
        "invited": code,
        "reset": resetting.slip(operator, deputy),
        "moi": "moi",
        "person": officer.public_id,
        "taker": leader.public_id,
        "role": Membership.objects.get(person=officer).public_id,
        "delegation": delegation.public_id,
    }


def _editions(scene: Scene) -> dict[str, Any]:
    """The index: made-up editions, what addresses of its pages and figures hold; a file that waits."""
    last = made_up.stored()[-1]
    intake, _ = index.hand_in(scene.people["leader"], tidy([edition(2016)]), "vi-du.csv")
    return {
        "papi": "papi",
        "year": last.year,
        "revision": last.revision,
        "intake": intake.public_id,
        "editions": index.queries.state(),
    }


def _evaluation(scene: Scene) -> str:
    """An evaluation of the plan, computed where no edition lies after it; the digest an opinion names."""
    years = range(2011, 2017)
    panel = [made_up.table(year, frame=catalogue.of_year("papi", year)) for year in years]
    content = evaluate(panel, "96", 2016, arrived=DAY).to_json()
    rows = Evaluation.objects.create(
        plan=scene.plan,
        index="papi",
        year=2016,
        content=content,
        digest=digest_of(content),
        requested_by=scene.people["home_affairs"],
        computed_at=clock.now(),
    )
    return rows.digest


def _drafts(scene: Scene) -> dict[str, Any]:
    """A draft that can be approved, with one of its doubts; one of a DOCX."""
    person = scene.people["home_affairs"]
    ready = plans.propose(person, example("16/KH-UBND", "ngày 20 tháng 9 năm 2016"), "ke-hoach.txt", "96")
    doubts = review.doubts_by_id(PlanDraft.from_json(ready.content))
    decisions = {key: suggestions.suggested(one) or {"dismiss": "đúng như bản giấy"} for key, one in doubts.items()}
    plans.resolve(person, ready, decisions)
    docx = EXAMPLES / "ke-hoach-vi-du.docx"
    sent = plans.propose(person, docx.read_bytes(), docx.name, "96", plan=scene.plan, change="replace")
    return {
        "draft": ready.public_id,
        "doubt": next(iter(doubts)),
        "version": plans.version(ready),
        "docx": sent.public_id,
    }


def _make_late(duty: Duty) -> None:
    day = DAY - timedelta(days=9)
    Duty.objects.filter(pk=duty.pk).update(starts_on=SINCE, due_on=day, due_at=duty.due_at - (duty.due_on - day))


def delegating(world: World, walker: Walker) -> dict[str, Any]:
    """One's own role to somebody of the same unit who has another."""
    row = Membership.objects.filter(person=walker.person, delegated_from=None).first()
    if row is None or row.unit_id is None:
        return {"role": "x", "to": "x", "first": "01/10/2016", "last": "02/10/2016", "ground": "x"}
    others = Membership.objects.filter(unit=row.unit_id, delegated_from=None, valid_to=None, valid_from__lt=DAY)
    to = others.exclude(role=row.role).exclude(person=walker.person).order_by("pk").first()
    days = {"first": "25/10/2016", "last": "30/10/2016"}
    return {"role": row.public_id, "to": to.person.public_id, **days, "ground": "nghỉ phép"}
