"""Making rows: again changes nothing, each row once, each batch one transaction with one entry."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import making
from danbiet.duties.making import Template, Wanted, materialise
from danbiet.duties.models import Duty
from danbiet.journal import recording, verification
from danbiet.journal.models import Entry
from danbiet.units import queries as units
from tests.duties.facts import DAY, entries

pytestmark = pytest.mark.django_db


def template(period="p1", rule="plan-programme", **values):
    days = {"starts_on": date(2016, 9, 1), "due_on": date(2016, 10, 20)}
    return Template(rule, "making", period, "Việc", "Căn cứ", **(days | values))


@pytest.fixture
def make(ca_mau):
    chain = recording.chain_of(ca_mau.province.public_id)
    return lambda wanted: materialise(ca_mau.province.pk, chain, wanted)


@pytest.fixture
def many(ca_mau):
    """Ids of more units than a batch holds."""
    found = list(units.placements(ca_mau.province, DAY).order_by("unit_id").values_list("unit_id", flat=True))
    assert len(found) > 500
    return found


def rows():
    return Duty.objects.filter(subject="making")


def test_a_row_holds_what_the_template_says(make, many):
    shared = template(force="requested", explanation={"days": 3})
    made = make([Wanted(many[0], shared)])
    assert (made.wanted, made.new, made.rules) == (1, 1, {"plan-programme": 1})
    row = rows().get()
    assert (row.unit_id, row.period, row.force, row.explanation) == (many[0], "p1", "requested", {"days": 3})
    assert row.due_at == clock.end_of_day(date(2016, 10, 20))
    assert row.created_at == clock.now()
    assert len(row.public_id) == 11


def test_making_again_changes_nothing(make, many):
    wanted = [Wanted(unit, template(period)) for unit in many[:20] for period in ("p1", "p2")]
    assert make(wanted).new == 40
    before = (list(rows().order_by("id").values()), Entry.objects.count())
    again = make(reversed(wanted))
    assert (again.wanted, again.new, again.rules) == (40, 0, {})
    assert (list(rows().order_by("id").values()), Entry.objects.count()) == before


def test_what_is_missing_is_completed(make, many):
    wanted = [Wanted(unit, template()) for unit in many[:30]]
    make(wanted[5:15])
    assert make(wanted).new == 20
    assert rows().count() == 30


def test_duplicates_within_a_call_are_one_row(make, many):
    made = make([Wanted(many[0], template())] * 3 + [Wanted(many[1], template())] * 2)
    assert (made.wanted, made.new, rows().count()) == (5, 2, 2)


def test_duplicates_over_two_batches_are_one_row(make, many):
    wanted = [Wanted(unit, template()) for unit in many[: making.BATCH]]
    made = make([*wanted, *wanted[:10]])
    assert (made.new, rows().count()) == (making.BATCH, making.BATCH)


def test_each_of_unit_rule_subject_and_period_makes_another_duty(make, many):
    first = template()
    others = [first._replace(rule="plan-report"), first._replace(period="p2"), first]
    made = make([*(Wanted(many[0], one) for one in others), Wanted(many[1], first)])
    assert made.new == 4
    assert made.rules == {"plan-report": 1, "plan-programme": 3}


def test_each_batch_is_one_entry_with_its_count_and_digest(make, many):
    before = entries("duties.make")
    wanted = [Wanted(unit, template()) for unit in many]
    make(wanted)
    batches = -(-len(many) // making.BATCH)
    assert entries("duties.make") == before + batches
    payloads = [json.loads(row.payload) for row in Entry.objects.order_by("-id")[:batches]]
    assert sum(payload["count"] for payload in payloads) == len(many)
    assert len({payload["digest"] for payload in payloads}) == batches
    assert not verification.verify()


def test_a_batch_costs_a_fixed_number_of_queries(make, many, django_assert_max_num_queries):
    # However wide the rows: the two engines take different numbers of values a statement.
    with django_assert_max_num_queries(9):
        make(Wanted(unit, template()) for unit in many[:400])
    with django_assert_max_num_queries(1):
        make(Wanted(unit, template()) for unit in many[:400])


def test_what_another_run_made_in_the_meantime_is_no_error_and_not_counted(make, many, monkeypatch):
    wanted = [Wanted(unit, template()) for unit in many[:10]]
    make(wanted[:4])
    before = Entry.objects.count()
    # This run looked before the other one wrote.
    monkeypatch.setattr(making, "_missing", list)
    made = make(wanted)
    assert (made.new, made.rules, rows().count()) == (6, {"plan-programme": 6}, 10)
    assert json.loads(Entry.objects.latest("id").payload)["count"] == 6
    assert make(wanted).new == 0
    assert Entry.objects.count() == before + 1, "a run that made nothing leaves no entry"


def test_an_unregistered_rule_makes_nothing(make, many):
    with pytest.raises(CodedError) as refused:
        make([Wanted(many[0], template()), Wanted(many[1], template(rule="no-such-rule"))])
    assert refused.value.code == "DUTY-009"
    assert not rows().exists()


def test_a_duty_that_is_due_before_it_starts_is_refused_by_the_database(make, many):
    # Of what is wanted only a row that is there already is passed over in silence.
    wrong = Wanted(many[0], template(starts_on=date(2016, 10, 21)))
    with pytest.raises(IntegrityError, match="duties_duty_starts_before_due"), transaction.atomic():
        make([wrong])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), max_size=12), max_size=4))
def test_any_runs_in_any_order_leave_each_wanted_row_once(make, many, runs):
    rows().delete()
    wanted = set()
    for run in runs:
        fresh = len(set(run) - wanted)
        assert make([Wanted(many[unit], template(f"p{period}")) for unit, period in run]).new == fresh
        wanted |= set(run)
    found = [(many.index(unit), int(period[1:])) for unit, period in rows().values_list("unit_id", "period")]
    assert sorted(found) == sorted(wanted)
