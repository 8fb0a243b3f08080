"""The second week of December 2016 in Cà Mau: the demonstration's chairs, three months later; reports are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from danbiet.base import clock
from danbiet.demo import chairs, province
from danbiet.duties import actions as duties
from danbiet.duties.models import Duty
from danbiet.people import actions as people
from danbiet.people.models import Person, Role
from danbiet.units import queries as units
from danbiet.units.models import Unit
from tests.scenes import PASSWORD

# A commune's report of the year is due on Thursday the 15th, its district's on the 20th, a department's on the 23rd.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2016, 12, day) for day in range(12, 17))
SPECIALIST, DISTRICT, COMMUNE, LEADER = chairs.PROPOSER, "uminh", "khanhhoa", chairs.LEADER
# Who else sits in the district: a commune that will be late, and the leader who is told of one that stays so.
LATE_COMMUNE, DISTRICT_LEADER = "khanhlam", "uminh.chutich"
OUT = "xa khanh tien"
PHONES = ("0290 3863 101", "0290 3863 102", "0290 3863 103")


@dataclass(slots=True)
class Week:
    """The province and who is in it."""

    province: Unit
    late: str
    out: str


def at(day: date, hour: int) -> None:
    """Set the clock of the whole process."""
    clock.freeze(datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE))


def begun() -> Week:
    """Monday: every programme is there, some reports too; everybody has the tests' password."""
    province.build()
    root = units.province_by_code(province.CA_MAU, MONDAY).unit
    operator = people.operator()
    places = {name: units.find_one(root, name, MONDAY) for name in ("xa khanh lam", "huyen u minh", "so noi vu", OUT)}
    _seat(operator, LATE_COMMUNE, "Công chức Văn phòng - thống kê xã Khánh Lâm", Role.OFFICER, places["xa khanh lam"])
    _seat(operator, DISTRICT_LEADER, "Chủ tịch UBND huyện U Minh", Role.APPROVER, places["huyen u minh"])
    specialist = Person.objects.get(username=SPECIALIST)
    _role(operator, specialist, Role.ADMINISTRATOR, places["so noi vu"])
    _sent(root, "plan-programme", "once", date(2016, 10, 19), lambda place: True)
    # On Monday the communes of every district but U Minh have begun to report.
    district = places["huyen u minh"]
    _sent(root, "plan-report", "2016-4", date(2016, 12, 9), lambda place: place.parent_id != district.unit_id, every=3)
    Person.objects.update(password=make_password(PASSWORD))
    late, out = places["xa khanh lam"], places[OUT]
    return Week(root, late.unit.public_id, out.unit.public_id)


def reported(week: Week, day: date, *, keep: tuple[str, ...] = ()) -> None:
    """By a day all communes of the province have reported, but for some (by public id)."""
    _sent(week.province, "plan-report", "2016-4", day, lambda place: place.unit.public_id not in keep)


def _seat(operator: Person, username: str, name: str, role: Role, place) -> None:
    person = people.create_person(operator, username=username, name=name, password=PASSWORD, check=False)
    _role(operator, person, role, place)


def _role(operator: Person, person: Person, role: Role, place) -> None:
    above = units.ancestors(place)
    people.grant(operator, person, role, unit_id=place.unit_id, above=above, valid_from=date(2016, 1, 1))


def _sent(root: Unit, rule: str, period: str, day: date, whose, *, every: int = 1) -> None:
    """The open duties of communes (every second or third of them) are met on a day, by a registry's account each."""
    rows = Duty.objects.filter(province=root, rule=rule, period=period, fulfilled_at=None).select_related("unit")
    owed = list(rows.select_related("province").order_by("pk"))
    placed = units.placements_of([duty.unit_id for duty in owed], day)
    chosen = [duty for duty in owed if (rule == "plan-programme" or placed[duty.unit_id].kind == "commune")]
    chosen = [duty for duty in chosen if whose(placed[duty.unit_id])][::every]
    operator = people.operator()
    with clock.frozen(day):
        for number, duty in enumerate(chosen, 20):
            place, name = placed[duty.unit_id], f"registry.{duty.unit_id}"
            person = Person.objects.filter(username=name).first()
            if person is None:
                said = f"Văn thư {place.name} (mô phỏng)"
                person = people.create_person(operator, username=name, name=said, password=PASSWORD, check=False)
                _role(operator, person, Role.OFFICER, place)
            kind = "KH" if rule == "plan-programme" else "BC"
            duties.attest(person, duty, duties.Document(f"{number}/{kind}-UBND", day, "Mô phỏng"))
