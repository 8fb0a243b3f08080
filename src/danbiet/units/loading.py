"""Loading units in bulk: one transaction a province, nothing the second time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import transaction

from danbiet.base.text import fold
from danbiet.journal import canonical, recording
from danbiet.people import policies
from danbiet.people.models import Person
from danbiet.units import dataset, national
from danbiet.units.dataset import Key, Node, ProvinceData
from danbiet.units.models import OpenList, Placement, Succession, Unit, UnitRole, UnitSector

Made = dict[Key, Unit]


def load_province(code: str, *, actor: Person | None = None) -> Counter[str]:
    """Load a province through time, as far as it is known; how many units of each kind were made.

    Cà Mau (96) comes with the shipped data of 2016 and of today, its succession and Bạc Liêu's part; any other
    province as the national list has it until 30/6/2025. Loading again changes nothing. Raises CodedError PEO-001,
    UNIT-008.
    """
    _authorise(actor)
    with transaction.atomic():
        if code == "96":
            return _load_ca_mau(actor)
        if code == "95":
            return _write(dataset.bac_lieu(), actor)[1]
        name = next((name for one, name in national.provinces(two_tier=False) if one == code), "")
        committees = national.committees(code, two_tier=False)
        form = "thành phố" if name.startswith("Thành phố") else "tỉnh"
        data = dataset.province_data(code=code, form=form, name=name, committees=committees, table="bodies-2016.yaml")
        return _write(data, actor)[1]


def load_today(code: str, *, actor: Person | None = None) -> Counter[str]:
    """Load a province of the two-tier order (from 01/7/2025): Cà Mau as shipped, any other off the national list.

    Raises CodedError PEO-001, UNIT-008.
    """
    _authorise(actor)
    if code == "96":
        with transaction.atomic():
            return _write(dataset.ca_mau_2025(), actor)[1]
    name = next((name for one, name in national.provinces(two_tier=True) if one == code), "")
    committees = national.committees(code, two_tier=True)
    form = "thành phố" if name.startswith("Thành phố") else "tỉnh"
    data = dataset.province_data(code=code, form=form, name=name, committees=committees, table="bodies-2025.yaml")
    with transaction.atomic():
        return _write(data, actor)[1]


def _authorise(actor: Person | None) -> None:
    if actor is not None:
        policies.authorise(actor, "units.manage")


def _load_ca_mau(actor: Person | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    old: dict[str, Made] = {}
    for data in (dataset.ca_mau_2016(), dataset.bac_lieu()):
        made, number = _write(data, actor)
        old[data.nodes[0].code] = made
        counts += number
    new, number = _write(dataset.ca_mau_2025(), actor)
    counts += number
    if not counts:
        return counts
    _write_successions(old, new)
    return counts


def _write_successions(old: dict[str, Made], new: Made) -> None:
    ground = "NQ 202/2025/QH15; NQ 1655/NQ-UBTVQH15"
    lines = [
        Succession(
            predecessor=old[line.old_province][line.old],
            successor=new[line.new],
            day=dataset.TWO_TIER,
            share=line.share,
            ground=ground,
        )
        for line in dataset.successions_2025()
        if line.old in old[line.old_province]
    ]
    lines += [
        Succession(
            predecessor=old["96"][("32002", *body)],
            successor=old["96"][("32011", *body)],
            day=date(2024, 12, 1),
            share=1,
            ground="NQ 1252/NQ-UBTVQH15",
        )
        for body in dataset.FOLLOWED_WHOLE
    ]
    Succession.objects.bulk_create(lines, ignore_conflicts=True, batch_size=500)


def _write(data: ProvinceData, actor: Person | None) -> tuple[Made, Counter[str]]:
    root = data.nodes[0]
    known = Placement.objects.filter(kind="province", code=root.code, valid_from=root.valid_from).first()
    if known is not None:
        return _read_back(data, known), Counter()
    units = Unit.objects.bulk_create([Unit() for _ in data.nodes], batch_size=500)
    made = {node.key: unit for node, unit in zip(data.nodes, units, strict=True)}
    paths: dict[Key, str] = {}
    placements = []
    for node, unit in zip(data.nodes, units, strict=True):
        above = paths[node.parent] if node.parent else ""
        paths[node.key] = f"{above}{unit.pk:08d}"
        placements.append(_placement(node, unit, made, paths[node.key], units[0]))
    Placement.objects.bulk_create(placements, batch_size=500)
    _write_attributes(data.nodes, made)
    for row in data.open_lists:
        OpenList.objects.create(
            province=units[0],
            designation=row["designation"],
            expected=row["expected"],
            owner=made[(root.code, row["owner"])],
            note=row["note"],
        )
    _record(data.nodes, units[0], actor)
    return made, Counter(node.kind for node in data.nodes)


def _read_back(data: ProvinceData, root: Placement) -> Made:
    """The units of a data set that is there already, by parent and name (as loaded: on its first day)."""
    rows = Placement.objects.filter(province=root.unit_id, valid_from=root.valid_from).select_related("unit")
    there = {(row.parent_id, row.name): row.unit for row in rows}
    made: Made = {}
    for node in data.nodes:
        unit = there.get((made[node.parent].pk if node.parent in made else None, node.name))
        if unit is not None:
            made[node.key] = unit
    return made


def _placement(node: Node, unit: Unit, made: Made, path: str, province: Unit) -> Placement:
    return Placement(
        unit=unit,
        province=province,
        parent=made[node.parent] if node.parent else None,
        kind=node.kind,
        level=node.level,
        form=node.form,
        name=node.name,
        folded=fold(node.name),
        code=node.code,
        path=path,
        verified=node.verified,
        valid_from=node.valid_from,
        valid_to=node.valid_to,
    )


def _write_attributes(nodes: list[Node], made: Made) -> None:
    sectors = [
        UnitSector(unit=made[node.key], sector=sector, valid_from=node.valid_from, valid_to=node.valid_to)
        for node in nodes
        for sector in node.sectors
    ]
    UnitSector.objects.bulk_create(sectors, batch_size=500)
    roles = []
    for node in nodes:
        for role in node.roles:
            first, last, ground = node.valid_from, node.valid_to, ""
            if role == "feedback_focal_point" and "justice" in node.sectors and node.level == "province":
                # NĐ 92/2017: Sở Tư pháp until 24/9/2017, then the committee's office.
                last, ground = date(2017, 9, 24), "NĐ 48/2013/NĐ-CP"
            roles.append(UnitRole(unit=made[node.key], role=role, ground=ground, valid_from=first, valid_to=last))
    UnitRole.objects.bulk_create(roles, batch_size=500)
    offices = [node for node in nodes if node.kind == "agency" and "office" in node.sectors and node.valid_to]
    for node in offices:
        UnitRole.objects.create(
            unit=made[node.key],
            role="feedback_focal_point",
            ground="NĐ 92/2017/NĐ-CP",
            valid_from=date(2017, 9, 24) + timedelta(days=1),
            valid_to=node.valid_to,
        )


def _record(nodes: list[Node], province: Unit, actor: Person | None) -> None:
    facts = [[*node.key, node.kind, node.name, node.code] for node in nodes]
    recording.record(
        "units.load",
        chain=recording.chain_of(province.public_id),
        actor=actor.public_id if actor else recording.SYSTEM,
        subject=province.public_id,
        payload={"units": len(nodes), "digest": canonical.digest(facts), "from": nodes[0].valid_from},
    )
