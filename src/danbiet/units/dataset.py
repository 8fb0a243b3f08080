"""Reading the shipped unit data into nodes, before anything touches the database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from danbiet.base.errors import CodedError
from danbiet.units import errors

Key = tuple[str, ...]
FIRST_KNOWN = date(2016, 1, 1)
TWO_TIER = date(2025, 7, 1)
# A committee's successor is followed by its Front and council.
FOLLOWED_WHOLE: tuple[Key, ...] = ((), ("front",), ("council",))


@dataclass(frozen=True, slots=True)
class Node:
    """A unit to be made: ``key`` identifies it within its province's data set."""

    key: Key
    parent: Key | None
    kind: str
    level: str
    form: str
    name: str
    code: str = ""
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    verified: bool = True
    valid_from: date = FIRST_KNOWN
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class ProvinceData:
    """A province's units in the order parents first, and its lists that somebody must still supply."""

    nodes: list[Node]
    open_lists: list[dict[str, Any]] = field(default_factory=list)


def text(name: str) -> str:
    """A shipped data file."""
    return (resources.files("danbiet.units") / "data" / name).read_text("utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """A shipped CSV."""
    return list(csv.DictReader(text(name).splitlines()))


@cache
def bodies(name: str) -> dict[str, Any]:
    """A shipped table of bodies. Raises CodedError UNIT-003 naming the file."""
    try:
        return dict(YAML(typ="safe", pure=True).load(text(name)))
    except YAMLError as error:
        raise CodedError(errors.BAD_DATA, at=name, reason=str(error).replace("\n", " ")) from error


def province_data(
    *, code: str, form: str, name: str, committees: list[dict[str, str]], table: str, valid_from: date | None = None
) -> ProvinceData:
    """A province's units: its committees (rows with level, code, parent, form, name) and the bodies beside them."""
    content = bodies(table)
    first = valid_from or content["valid_from"]
    last: date | None = content["valid_to"]
    of = {code: name[0].lower() + name[1:]}
    nodes = [Node((code,), None, "province", "province", form, name, code, (), (), True, first, last)]
    levels = {code: "province"}
    for row in committees:
        of[row["code"]] = row["name"][0].lower() + row["name"][1:]
        levels[row["code"]] = row["level"]
        nodes.append(
            Node(
                (row["code"],), (row["parent"],), row["level"], row["level"], row["form"], row["name"], row["code"],
                (), (), True, _day(row.get("valid_from"), first), _day(row.get("valid_to"), last),
            )
        )  # fmt: skip
    committees_only = list(nodes)
    for committee in committees_only:
        nodes.extend(_beside(committee, content.get(committee.level) or [], of[committee.code]))
    return ProvinceData(nodes, content["open_lists"])


def _day(value: str | None, default: Any) -> Any:
    return date.fromisoformat(value) if value else default


def _beside(committee: Node, templates: list[dict[str, Any]], of: str) -> Iterator[Node]:
    short = of.split(" ", 1)[1] if committee.level == "province" else of
    for body in templates:
        if body.get("only") not in (None, committee.form):
            continue
        parent = (*committee.key, body["parent"]) if "parent" in body else committee.key
        yield Node(
            key=(*committee.key, body["key"]),
            parent=parent,
            kind=body["kind"],
            level=committee.level,
            form=body["form"],
            name=body["name"].format(of=of, short=short),
            sectors=tuple(body.get("sectors", ())),
            roles=tuple(body.get("roles", ())),
            verified=bool(body.get("verified", False)),
            valid_from=committee.valid_from,
            valid_to=committee.valid_to,
        )


def ca_mau_2016() -> ProvinceData:
    """Cà Mau from the first known day to 30/6/2025; Phường 4 ended on 30/11/2024 (NQ 1252/NQ-UBTVQH15)."""
    committees = [
        {**row, "valid_to": "2024-11-30"} if row["code"] == "32002" else row for row in rows("ca-mau-2016.csv")
    ]
    return province_data(code="96", form="tỉnh", name="Tỉnh Cà Mau", committees=committees, table="bodies-2016.yaml")


def bac_lieu() -> ProvinceData:
    """Bạc Liêu until 30/6/2025, with the bodies of its time."""
    return province_data(
        code="95", form="tỉnh", name="Tỉnh Bạc Liêu", committees=rows("bac-lieu-2024.csv"), table="bodies-2016.yaml"
    )


def ca_mau_2025() -> ProvinceData:
    """Today's Cà Mau."""
    return province_data(
        code="96", form="tỉnh", name="Tỉnh Cà Mau", committees=rows("ca-mau-2025.csv"), table="bodies-2025.yaml"
    )


@dataclass(frozen=True, slots=True)
class Follows:
    """One line of succession: (province code, key) of 2016 to the key of 2025; share None = unknown."""

    old_province: str
    old: Key
    new: Key
    share: int | None


def successions_2025() -> list[Follows]:
    """Who followed whom on 2025-07-01: provinces, communes with their Front and council, provincial bodies."""
    found = [Follows(old, (old,), ("96",), 1) for old in ("96", "95")]
    for row in rows("successions-2025.csv"):
        share = 1 if row["share"] else None
        found += [
            Follows(row["old_province"], (row["old_code"], *body), (row["new_code"], *body), share)
            for body in FOLLOWED_WHOLE
        ]
    for body in bodies("bodies-2025.yaml")["province"]:
        for name in body.get("follows", ()):
            share = None if name.endswith("?") else 1
            old = name.rstrip("?")
            found += [Follows(province, (province, old), ("96", body["key"]), share) for province in ("96", "95")]
    return found
