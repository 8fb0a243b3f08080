"""The publication table: who decides, from which day it holds, what a decision needs, and that nothing is lost."""

import json
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.people import actions, delegations, errors, gate, matters, policies, publishing
from danbiet.people.models import Membership, Person, Preparation, Publication, Role
from danbiet.people.policies import UNITLESS
from danbiet.people.publishing import Wanted
from danbiet.units.models import Unit

pytestmark = pytest.mark.django_db
TODAY = date(2016, 9, 30)
# Ten working days after Friday 30/9/2016: the two weeks that follow hold no day off.
EARLIEST = date(2016, 10, 14)
SIGNED = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 29)}
REASON = "Luật 104/2016/QH13, Điều 6"


def opening(matter="lateness", **named):
    return Wanted(matter, opens=True, **{**SIGNED, **named})


def closing(matter="lateness", **named):
    return Wanted(matter, opens=False, **{**SIGNED, **named})


@pytest.fixture
def hall(db):
    """A province and a body beside it, with somebody in each chair; noon of 30/9/2016."""
    with clock.frozen(TODAY):
        operator = actions.operator()
        province, body = Unit.objects.create(), Unit.objects.create()

        def seat(name, role, unit):
            person = actions.create_person(operator, username=name, name=name.title())
            actions.grant(operator, person, role, unit_id=unit and unit.pk, valid_from=date(2016, 1, 1))
            return Person.objects.get(pk=person.pk)

        class Hall:
            unit, beside = province.pk, body.pk
            leader = seat("leader", Role.APPROVER, province)
            supervisor = seat("supervisor", Role.SUPERVISOR, province)
            follower = seat("follower", Role.SUPERVISOR, body)
            seated = staticmethod(seat)

        Hall.operator = operator
        yield Hall


def shown(hall, day, key="lateness"):
    with clock.frozen(day):
        return gate.of_province(hall.unit, day).also(["asked"])[key]


@pytest.mark.parametrize(("role", "place"), list(product(Role, ("unit", "beside", "elsewhere", None))))
def test_the_leader_of_the_province_decides_the_supervisor_prepares_nobody_else(role, place, hall):
    if (place is None) != (role in UNITLESS):
        return
    unit = None if place is None else Unit.objects.create() if place == "elsewhere" else Unit(pk=getattr(hall, place))
    person = hall.seated(f"{role}.{place}", role, unit)
    for permission, act in (
        (role == Role.APPROVER and place == "unit", lambda: publishing.decide(person, hall.unit, opening())),
        (
            role == Role.SUPERVISOR and place in ("unit", "beside"),
            lambda: publishing.prepare(person, hall.unit, opening(), bodies=[hall.beside]),
        ),
    ):
        Publication.objects.all().delete()
        if permission:
            act()
        else:
            before = Entry.objects.count()
            with pytest.raises(CodedError) as raised:
                act()
            assert raised.value.code == "PEO-001"
            assert Entry.objects.count() == before


def test_the_operator_does_neither(hall):
    for act in (publishing.decide, publishing.prepare):
        with pytest.raises(CodedError) as raised:
            act(hall.operator, hall.unit, opening())
        assert raised.value.code == "PEO-001"


def test_what_law_orders_is_open_and_what_is_internal_is_closed_before_any_decision(hall):
    stands = {one.matter.key: one.shown for one in gate.table(hall.unit, TODAY)}
    assert {key for key, open_ in stands.items() if open_} == {"plan", "contacts", "asked"}
    assert {"security", "drafts", "check-drafts", "lateness", "there", "explanation"} <= stands.keys()
    for one in matters.matters():
        assert (one.ordered(TODAY) is not None) == (one.default == "law")


def test_an_internal_matter_opens_after_the_days_in_which_units_see_first(hall):
    row = publishing.decide(hall.leader, hall.unit, opening())
    assert row.from_day == EARLIEST
    assert not shown(hall, EARLIEST - timedelta(days=1))
    assert shown(hall, EARLIEST)
    assert shown(hall, date(2019, 1, 1))
    assert not shown(hall, TODAY)


@pytest.mark.parametrize(
    ("day", "refused"),
    [(TODAY, True), (EARLIEST - timedelta(days=1), True), (EARLIEST, False), (date(2017, 1, 3), False)],
)
def test_the_first_day_is_the_earliest_or_later(day, refused, hall):
    if not refused:
        assert publishing.decide(hall.leader, hall.unit, opening(from_day=day)).from_day == day
        return
    with pytest.raises(CodedError) as raised:
        publishing.decide(hall.leader, hall.unit, opening(from_day=day))
    assert raised.value.kind is errors.TOO_SOON
    assert "14/10/2016" in raised.value.message("vi")


def test_closing_takes_effect_at_once_also_on_what_has_not_begun(hall):
    publishing.decide(hall.leader, hall.unit, opening())
    publishing.decide(hall.leader, hall.unit, closing(from_day=date(2030, 1, 1)))
    assert not shown(hall, EARLIEST)
    with clock.frozen(date(2016, 10, 3)):
        again = publishing.decide(hall.leader, hall.unit, opening())
    assert again.from_day == date(2016, 10, 17)
    assert not shown(hall, date(2016, 10, 16))
    assert shown(hall, date(2016, 10, 17))
    with clock.frozen(date(2016, 11, 1)):
        publishing.decide(hall.leader, hall.unit, closing())
    assert shown(hall, date(2016, 10, 31)), "history stays as it was"
    assert not shown(hall, date(2016, 11, 1))


def test_what_law_orders_closes_only_by_an_article_and_opens_again_at_once(hall):
    for reason in ("", "   "):
        with pytest.raises(CodedError) as raised:
            publishing.decide(hall.leader, hall.unit, closing("plan", reason=reason))
        assert raised.value.kind is errors.LAW_ORDERS_IT
        assert "Luật 67/2006/QH11, Điều 28" in raised.value.message("vi")
    publishing.decide(hall.leader, hall.unit, closing("plan", reason=REASON))
    assert not shown(hall, TODAY, "plan")
    assert publishing.decide(hall.leader, hall.unit, opening("plan")).from_day == TODAY
    assert shown(hall, TODAY, "plan")


def test_what_needs_another_matter_is_not_shown_without_it(hall):
    publishing.decide(hall.leader, hall.unit, opening("there"))
    publishing.decide(hall.leader, hall.unit, closing("asked", reason=REASON))
    stands = gate.of_province(hall.unit, EARLIEST)
    assert "there" in stands.opened
    assert not stands["there"]
    assert not stands["explanation"]
    assert stands.also(["asked"])["explanation"]


STATES = {"closed": [], "coming": [True], "open": [True], "closed again": [True, False]}
EDGES = {("closed", True), ("coming", False), ("open", False), ("closed again", True)}


@pytest.mark.parametrize(("state", "opens"), list(product(STATES, (True, False))))
def test_every_listed_edge_passes_and_every_other_is_refused(state, opens, hall):
    for step in STATES[state]:
        publishing.decide(hall.leader, hall.unit, opening() if step else closing())
    with clock.frozen(EARLIEST if state == "open" else TODAY):
        wanted = opening() if opens else closing()
        if (state, opens) in EDGES:
            assert publishing.decide(hall.leader, hall.unit, wanted).opens is opens
        else:
            with pytest.raises(CodedError) as raised:
                publishing.decide(hall.leader, hall.unit, wanted)
            assert raised.value.kind is (errors.OPEN_ALREADY if opens else errors.CLOSED_ALREADY)


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        (opening("khong-co"), errors.UNKNOWN_MATTER),
        (opening("security"), errors.NEVER_PUBLIC),
        (opening("drafts"), errors.NEVER_PUBLIC),
        (opening("check-drafts"), errors.NEVER_PUBLIC),
        (opening("explanation"), errors.STANDS_BESIDE),
        (closing("explanation"), errors.STANDS_BESIDE),
        (opening(decided_on=date(2016, 10, 1)), errors.FUTURE_DECISION),
        (opening("plan"), errors.OPEN_ALREADY),
        (opening(ground=" "), errors.DECISION_MISSING),
        (opening(decided_on=None), errors.DECISION_MISSING),
    ],
)
def test_a_refusal_is_coded_and_leaves_nothing(wanted, kind, hall, refused):
    refused(kind, publishing.decide, hall.leader, hall.unit, wanted)
    assert not Publication.objects.exists()


def test_the_record_says_what_was_decided_by_whom(hall):
    row = publishing.decide(hall.leader, hall.unit, opening())
    entry = Entry.objects.get(action="publication.decide")
    assert (entry.actor, entry.subject) == (hall.leader.public_id, row.public_id)
    assert entry.chain == f"province:{Unit.objects.get(pk=hall.unit).public_id}"
    said = json.loads(entry.payload)
    assert (said["matter"], said["opens"], said["from"]) == ("lateness", True, "2016-10-14")
    assert (said["ground"], said["decided_on"]) == ("12/QĐ-UBND", "2016-09-29")


def test_rows_are_added_and_never_changed(hall):
    kept = []
    for wanted in (opening(), closing(), opening("there")):
        publishing.decide(hall.leader, hall.unit, wanted)
        rows = list(Publication.objects.order_by("pk").values())
        assert rows[: len(kept)] == kept
        kept = rows


def test_a_preparation_waits_until_it_is_decided_or_prepared_anew(hall):
    first = publishing.prepare(hall.supervisor, hall.unit, Wanted("lateness", opens=True))
    second = publishing.prepare(hall.supervisor, hall.unit, opening(from_day=date(2016, 10, 20)))
    assert gate.waiting_of(hall.unit)["lateness"] == second
    assert not shown(hall, date(2018, 1, 1)), "prepared is not decided"
    with pytest.raises(CodedError) as raised:
        publishing.decide(hall.leader, hall.unit, opening(), preparation=first.public_id)
    assert raised.value.kind is errors.SETTLED
    row = publishing.decide(hall.leader, hall.unit, opening(), preparation=second.public_id)
    assert row.preparation == second
    assert gate.waiting_of(hall.unit) == {}
    assert Preparation.objects.count() == 2
    assert json.loads(Entry.objects.get(action="publication.decide").payload)["preparation"] == second.public_id


def test_a_preparation_says_the_direction_that_is_decided(hall):
    publishing.decide(hall.leader, hall.unit, opening("there"))
    prepared = publishing.prepare(hall.supervisor, hall.unit, opening())
    with pytest.raises(CodedError) as raised:
        publishing.decide(hall.leader, hall.unit, closing("there"), preparation=prepared.public_id)
    assert raised.value.kind is errors.SETTLED


def test_whoever_prepared_it_does_not_decide_it_nor_through_a_delegate(hall):
    both = hall.seated("both", Role.SUPERVISOR, Unit(pk=hall.unit))
    actions.grant(hall.operator, both, Role.APPROVER, unit_id=hall.unit, valid_from=date(2016, 1, 1))
    prepared = publishing.prepare(both, hall.unit, opening())
    with pytest.raises(CodedError) as raised:
        publishing.decide(both, hall.unit, opening(), preparation=prepared.public_id)
    assert raised.value.kind is errors.OWN_WORK
    role = Membership.objects.get(person=both, role=Role.APPROVER)
    delegations.delegate(both, role, hall.supervisor, TODAY, date(2016, 10, 5), "nghỉ phép")
    delegate = Person.objects.get(pk=hall.supervisor.pk)
    with pytest.raises(CodedError) as raised:
        publishing.decide(delegate, hall.unit, opening(), preparation=prepared.public_id)
    assert raised.value.kind is errors.OWN_WORK
    assert publishing.decide(hall.leader, hall.unit, opening(), preparation=prepared.public_id)


def test_a_room_above_is_told_of_an_internal_opening_in_its_transaction(hall, monkeypatch):
    told = []
    monkeypatch.setattr(publishing, "_LISTENERS", [told.append])
    row = publishing.decide(hall.leader, hall.unit, opening())
    publishing.decide(hall.leader, hall.unit, closing())
    publishing.decide(hall.leader, hall.unit, closing("plan", reason=REASON))
    publishing.decide(hall.leader, hall.unit, opening("plan"))
    assert told == [row]

    def fails(row):
        raise RuntimeError

    monkeypatch.setattr(publishing, "_LISTENERS", [fails])
    with pytest.raises(RuntimeError):
        publishing.decide(hall.leader, hall.unit, opening())
    assert Publication.objects.count() == 4


def test_another_province_is_another_table(hall):
    other = Unit.objects.create()
    publishing.decide(hall.leader, hall.unit, opening())
    assert "lateness" not in gate.of_province(other.pk, EARLIEST).opened
    with pytest.raises(CodedError):
        publishing.decide(hall.leader, other.pk, opening())


STEPS = st.lists(
    st.tuples(st.sampled_from(["there", "lateness", "plan"]), st.booleans(), st.integers(0, 30), st.integers(0, 20)),
    max_size=8,
)


@pytest.mark.usefixtures("hall")
@settings(max_examples=40, deadline=None)
@given(steps=STEPS, looked=st.integers(-5, 200))
def test_the_gate_the_table_and_the_column_of_a_page_say_the_same_on_every_day(steps, looked):
    leader = Person.objects.get(username="leader")
    unit = Membership.objects.get(person=leader).unit_id
    Publication.objects.all().delete()
    said: dict[str, list[tuple[date, bool]]] = {}
    today = TODAY
    for key, opens, later, extra in steps:
        today += timedelta(days=later)
        with clock.frozen(today):
            first = gate.earliest(matters.matter(key), today) + timedelta(days=extra) if opens else None
            wanted = Wanted(key, opens, from_day=first, reason=REASON, **SIGNED)
            standing = next(one for one in gate.table(unit, today) if one.matter.key == key)
            if not (standing.may_open if opens else standing.may_close):
                continue
            row = publishing.decide(leader, unit, wanted)
        said.setdefault(key, []).append((row.from_day, opens))
    day = TODAY + timedelta(days=looked)
    expected = {"plan", "contacts", "asked"}
    for key, rows in said.items():
        begun = [opens for first, opens in rows if first <= day]
        if begun:
            (expected.add if begun[-1] else expected.discard)(key)
    by_row = gate.of_row(Unit.objects.annotate(**gate.columns("pk", day)).get(pk=unit))
    assert gate.of_province(unit, day).opened == by_row.opened == frozenset(expected)
    table = gate.table(unit, day)
    assert gate.of_table(table).opened == expected
    assert {one.matter.key for one in table if one.shown} == {
        one.key for one in matters.matters() if gate.Gate(frozenset(expected))[one.key]
    }
    policies.forget(leader)


def test_a_matter_is_registered_once():
    one = matters.matter("plan")
    matters.register(one)
    with pytest.raises(ValueError, match="twice"):
        matters.register(matters.Matter("plan", "khác", matters.Default.NEVER, 1))
