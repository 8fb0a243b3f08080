"""Who works in the demonstration: chairs, not people, each with an account and a random password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from danbiet.people import actions
from danbiet.people.models import Person, Role
from danbiet.units import queries as units
from danbiet.units.models import Unit

SINCE = date(2016, 1, 1)
GROUND = "Mô phỏng"
_LETTERS = "abcdefghjkmnpqrstwxyz23456789"


@dataclass(frozen=True, slots=True)
class Seat:
    """A role at the unit whose name is searched for; None: over the installation."""

    role: Role
    unit: str | None


@dataclass(frozen=True, slots=True)
class Chair:
    """An account: log-in name, what the person is, and the seats."""

    username: str
    name: str
    seats: tuple[Seat, ...]


CHAIRS = (
    Chair("tinh.lanhdao", "Lãnh đạo UBND tỉnh", (Seat(Role.APPROVER, "tinh ca mau"),)),
    Chair(
        "sonoivu",
        "Chuyên viên Sở Nội vụ",
        (Seat(Role.OFFICER, "so noi vu"), Seat(Role.SUPERVISOR, "tinh ca mau")),
    ),
    Chair("sotaichinh", "Chuyên viên Sở Tài chính", (Seat(Role.OFFICER, "so tai chinh"),)),
    Chair(
        "uminh",
        "Chuyên viên Phòng Nội vụ huyện U Minh",
        (Seat(Role.OFFICER, "huyen u minh"), Seat(Role.SUPERVISOR, "huyen u minh")),
    ),
    Chair("khanhhoa", "Công chức Văn phòng - thống kê xã Khánh Hòa", (Seat(Role.OFFICER, "xa khanh hoa"),)),
    Chair("khanhhoa.chutich", "Chủ tịch UBND xã Khánh Hòa", (Seat(Role.APPROVER, "xa khanh hoa"),)),
    Chair("quantri", "Quản trị tài khoản, Văn phòng UBND tỉnh", (Seat(Role.ADMINISTRATOR, "tinh ca mau"),)),
    Chair("mattran", "Ban Thường trực Mặt trận Tổ quốc tỉnh", (Seat(Role.FRONT, "uy ban mat tran to quoc"),)),
    Chair("kiemtoan", "Người xem nhật ký", (Seat(Role.AUDITOR, None),)),
)
LEADER, PROPOSER, CHAIRMAN = "tinh.lanhdao", "sonoivu", "khanhhoa.chutich"


def password() -> str:
    """A random password that can be typed from paper: four groups of four, about 78 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def seat(province: Unit, day: date) -> tuple[dict[str, Person], list[tuple[str, str, str]]]:
    """Make the accounts of Cà Mau: persons by log-in name, and (name, password, chair) to hand out."""
    operator = actions.operator()
    persons, accounts = {}, []
    for chair in CHAIRS:
        secret = password()
        person = actions.create_person(operator, username=chair.username, name=chair.name, password=secret)
        for one in chair.seats:
            _grant(operator, person, one, province, day)
        persons[chair.username] = person
        accounts.append((chair.username, secret, chair.name))
    return persons, accounts


def _grant(operator: Person, person: Person, one: Seat, province: Unit, day: date) -> None:
    if one.unit is None:
        actions.grant(operator, person, one.role, valid_from=SINCE, ground=GROUND)
        return
    place = units.find_one(province, one.unit, day)
    above = units.ancestors(place)
    actions.grant(operator, person, one.role, unit_id=place.unit_id, above=above, valid_from=SINCE, ground=GROUND)


def pair(province: Unit, code: str) -> tuple[Person, Person]:
    """Proposer and approver of a province that is there for load only; nobody can log in to them."""
    operator = actions.operator()
    made = []
    for what, name, role in (("noivu", "Sở Nội vụ", Role.SUPERVISOR), ("lanhdao", "Lãnh đạo tỉnh", Role.APPROVER)):
        person = actions.create_person(operator, username=f"{what}.{code}", name=f"{name} ({code})")
        actions.grant(operator, person, role, unit_id=province.pk, valid_from=SINCE, ground=GROUND)
        made.append(person)
    return made[0], made[1]
