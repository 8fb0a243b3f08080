"""The simulated September of 2016: the example plan is read, proposed, approved; first programmes are issued."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import danbiet
from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.demo import chairs, editions, errors, publication
from danbiet.duties import actions as duties
from danbiet.duties.models import Duty
from danbiet.people import actions as people
from danbiet.people.models import Person
from danbiet.plans import actions as plans
from danbiet.plans import review
from danbiet.plans.models import Plan
from danbiet.units import loading, national
from danbiet.units import queries as units
from danbiet.units.models import Unit

TODAY = date(2016, 9, 30)
PROPOSED, APPROVED = date(2016, 9, 7), date(2016, 9, 9)
CA_MAU = "96"
LABEL = "Chương trình thực hiện (mô phỏng)"
# One unit in four has issued its programme in the first three weeks, well before the due day.
SHARE_DONE = 0.25
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the accounts to hand out, plans, and how many duties and documents there are."""

    accounts: list[tuple[str, str, str]]
    provinces: int
    duties: int
    documents: int


def example() -> Path:
    """The example plan in the source checkout. Raises CodedError DEMO-001 where there is none."""
    path = Path(danbiet.__file__).resolve().parents[2] / "examples" / "ke-hoach-vi-du.txt"
    if not path.is_file():
        raise CodedError(errors.NO_EXAMPLE, path=path.name)
    return path


def build(*, seed: int = 2016, count: int = 1, progress: Progress = lambda text: None) -> Built:
    """Build the demonstration in an empty, migrated database: Cà Mau, and ``count`` - 1 more provinces for load.

    The same seed gives the same units, documents, numbers and days; ids and passwords are always fresh.
    """
    others = [one for one in national.provinces(two_tier=False) if one[0] != CA_MAU]
    if not 1 <= count <= len(others) + 1:
        raise CodedError(errors.TOO_MANY, count=count, most=len(others) + 1)
    progress("Cà Mau")
    with clock.frozen(PROPOSED):
        loading.load_province(CA_MAU)
        province = units.province_by_code(CA_MAU, PROPOSED).unit
        persons, accounts = chairs.seat(province, PROPOSED)
    _adopt(CA_MAU, persons[chairs.PROPOSER], persons[chairs.LEADER])
    publication.open_results(persons[chairs.LEADER], province)
    commune = units.find_one(province, "xa khanh hoa", TODAY).unit_id
    publication.explain(persons[chairs.CHAIRMAN], commune, TODAY)
    with clock.frozen(PROPOSED):
        editions.build(people.operator())
    documents = first_programmes(province, random.Random(seed))  # noqa: S311 - a simulation
    for code, name in others[: count - 1]:
        progress(name)
        add_for_load(code)
    return Built(accounts, count, Duty.objects.count(), documents)


def add_for_load(code: str) -> Plan:
    """One more province of the national list, with the example plan adopted; nobody can log in to its accounts."""
    with clock.frozen(PROPOSED):
        loading.load_province(code)
        province = units.province_by_code(code, PROPOSED).unit
        proposer, approver = chairs.pair(province, code)
    return _adopt(code, proposer, approver)


def _adopt(code: str, proposer: Person, approver: Person) -> Plan:
    path = example()
    with clock.frozen(PROPOSED):
        decisions = review.load_file(path.with_suffix(".resolutions.yaml"))
        draft = plans.propose_file(proposer, path, code, decisions)
    with clock.frozen(APPROVED):
        plan, _ = plans.approve(approver, draft)
    return plan


def first_programmes(province: Unit, chance: random.Random) -> int:
    """Some units issue their programmes between the plan's arrival and the demonstration's day; how many did.

    A unit's own account attests it, as in life: the simulation gives each such unit one for the occasion.
    """
    rows = Duty.objects.filter(province=province, rule="plan-programme").select_related("unit", "province")
    owed = list(rows.order_by("unit__placements__path", "pk").distinct())
    # The communes a visitor logs in to stay open, so that there is something to do.
    kept = {
        units.find_one(province, "xa khanh hoa", TODAY).unit_id,
        units.find_one(province, "so noi vu", TODAY).unit_id,
    }
    done = 0
    for duty in owed:
        drawn, days, number = chance.random(), chance.randint(0, 10), chance.randint(10, 90)
        if drawn >= SHARE_DONE or duty.unit_id in kept:
            continue
        day = date(2016, 9, 19) + timedelta(days=days)
        with clock.frozen(day):
            officer = _officer(duty.unit_id)
            duties.attest(officer, duty, duties.Document(f"{number}/KH-UBND", day, LABEL))
        done += 1
    return done


def _officer(unit_id: int) -> Person:
    from danbiet.people.models import Role

    operator = people.operator()
    place = units.placement_of(unit_id, TODAY)
    name = f"Văn thư {place.name} (mô phỏng)" if place else "Văn thư (mô phỏng)"
    person = people.create_person(operator, username=f"vanthu.{unit_id}", name=name[:120])
    above = units.ancestors(place) if place else []
    people.grant(
        operator, person, Role.OFFICER, unit_id=unit_id, above=above, valid_from=chairs.SINCE, ground=chairs.GROUND
    )
    return person
