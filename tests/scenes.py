"""What tests of several rooms stand on: a province with people in their chairs and an adopted plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from danbiet.people import actions as people
from danbiet.people.models import Person, Role
from danbiet.plans import actions as plans
from danbiet.plans import review
from danbiet.plans.models import Draft, Plan
from danbiet.units import loading, queries
from danbiet.units.models import Placement, Unit
from tests.snapshot import kept

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DAY = date(2016, 9, 30)
PASSWORD = "mot mat khau de thu 2016"
CHAIRS = {
    "leader": (Role.APPROVER, "tinh ca mau"),
    "home_affairs": (Role.SUPERVISOR, "so noi vu"),
    "district": (Role.OFFICER, "huyen u minh"),
    "commune": (Role.OFFICER, "xa khanh hoa"),
    "neighbour": (Role.OFFICER, "xa khanh lam"),
    "commune_leader": (Role.APPROVER, "xa khanh hoa"),
}


@dataclass(slots=True)
class Scene:
    """A loaded province: its unit, who sits where, and (if adopted) the plan and its draft."""

    province: Unit
    people: dict[str, Person]
    units: dict[str, Placement]
    draft: Draft | None = None
    plan: Plan | None = None
    extra: dict[str, object] = field(default_factory=dict)


@kept
def loaded_ca_mau() -> Scene:
    """Cà Mau with one person in each chair of :data:`CHAIRS`; no plan."""
    loading.load_province("96")
    province = queries.province_by_code("96", DAY).unit
    operator = people.operator()
    persons, units = {"operator": operator}, {}
    for key, (role, name) in CHAIRS.items():
        place = queries.search(province, name, DAY, limit=1)[0]
        person = people.create_person(operator, username=key, name=key, password=PASSWORD, check=False)
        above = queries.ancestors(place)
        people.grant(operator, person, role, unit_id=place.unit_id, above=above, valid_from=date(2016, 1, 1))
        persons[key], units[key] = person, place
    return Scene(province, persons, units)


def propose_example(scene: Scene, name: str = "ke-hoach-vi-du.txt", *, resolved: bool = True) -> Draft:
    """The example plan proposed by the home affairs department."""
    decisions = review.load_file(EXAMPLES / "ke-hoach-vi-du.resolutions.yaml") if resolved else {}
    return plans.propose_file(scene.people["home_affairs"], EXAMPLES / name, "96", decisions)


@kept
def adopted_ca_mau() -> Scene:
    """Cà Mau with the example plan adopted and its duties made."""
    scene = loaded_ca_mau()
    scene.draft = propose_example(scene)
    scene.plan, _ = plans.approve(scene.people["leader"], scene.draft)
    return scene
