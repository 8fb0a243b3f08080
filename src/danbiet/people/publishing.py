"""Deciding what is public: the leader of the province decides, the supervisor may prepare; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import errors, gate, matters, policies
from danbiet.people.matters import Default, Matter
from danbiet.people.models import Person, Preparation, Publication

GROUND_LENGTH, REASON_LENGTH = 200, 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a decision is to say. ``from_day``: of an opening, the earliest possible where none is given; a closing
    always takes effect at once. ``reason``: needed only to close what law orders disclosed."""

    matter: str
    opens: bool
    ground: str = ""
    decided_on: date | None = None
    from_day: date | None = None
    reason: str = ""

    def columns(self) -> dict[str, Any]:
        """As the rows keep it."""
        kept = {**asdict(self), "ground": squeeze(self.ground)[:GROUND_LENGTH]}
        return {**kept, "reason": squeeze(self.reason)[:REASON_LENGTH]}


Listener = Callable[[Publication], None]
_LISTENERS: list[Listener] = []


def register_listener(told: Listener) -> None:
    """A room above is told, in the transaction, of an internal matter that will open: it tells the units."""
    if told not in _LISTENERS:
        _LISTENERS.append(told)


def prepare(actor: Person, province: int, wanted: Wanted, *, bodies: Sequence[int] = ()) -> Preparation:
    """Prepare a decision for the leader; an earlier preparation of the same matter waits no more.

    ``bodies``: ids of the bodies that follow the province's plan for it. Number and date may still be missing. Raises
    CodedError PEO-001, PUB-001 to PUB-008.
    """
    policies.authorise(actor, "publication.prepare", units=[province, *bodies], province=province)
    with transaction.atomic():
        unit = _lock(province)
        _check(province, wanted)
        _settle(province, wanted.matter)
        row = Preparation.objects.create(
            province=unit, prepared_by=actor, prepared_at=clock.now(), **wanted.columns()
        )  # fmt: skip
        _record("publication.prepare", actor, row)
    return row


def decide(
    actor: Person, province: int, wanted: Wanted, *, preparation: str = "", bodies: Sequence[int] = ()
) -> Publication:
    """Open or close a matter by a signed decision; ``preparation``: the public id of the one it follows.

    Opening an internal matter takes effect after the days in which the units see first, and they are told now; closing
    takes effect at once. ``bodies`` as in :func:`prepare`: who prepared it doesn't decide it. Raises CodedError
    PEO-001, PEO-002, PUB-001 to PUB-010.
    """
    policies.authorise(actor, "publication.decide", province=province)
    if not squeeze(wanted.ground) or wanted.decided_on is None:
        raise CodedError(errors.DECISION_MISSING)
    with transaction.atomic():
        unit = _lock(province)
        prepared = _prepared(actor, province, wanted, preparation, bodies) if preparation else None
        first = _check(province, wanted)
        row = Publication.objects.create(
            province=unit,
            decided_by=actor,
            recorded_at=clock.now(),
            preparation=prepared,
            **{**wanted.columns(), "from_day": first},
        )
        _settle(province, wanted.matter)
        if row.opens and matters.matter(row.matter).default is Default.INTERNAL:
            for told in _LISTENERS:
                told(row)
        _record("publication.decide", actor, row)
    return row


def _lock(province: int) -> Any:
    """The province's row, held so that two decisions at once come one after the other."""
    unit: Any = Publication._meta.get_field("province").related_model
    return unit.objects.select_for_update().get(pk=province)


def _prepared(actor: Person, province: int, wanted: Wanted, public_id: str, bodies: Sequence[int]) -> Preparation:
    row = Preparation.objects.filter(province=province, public_id=public_id, settled_at__isnull=True).first()
    if row is None or (row.matter, row.opens) != (wanted.matter, wanted.opens):
        raise CodedError(errors.SETTLED)
    day = row.prepared_at.astimezone(clock.ZONE).date()
    policies.refuse_own(
        row.prepared_by_id,
        actor,
        authored=policies.Part("publication.prepare", [province, *bodies], province, day),
        approving=policies.Part("publication.decide", (), province),
    )
    return row


def _check(province: int, wanted: Wanted) -> date:
    """The first day of what is wanted. Raises CodedError PUB-001 to PUB-008."""
    one = matters.matter(wanted.matter)
    today = clock.today()
    if one.default is Default.NEVER:
        raise CodedError(errors.NEVER_PUBLIC, matter=one.label)
    if one.default is Default.BESIDE:
        others = ", ".join(f"«{matters.matter(key).label}»" for key in one.needs)
        raise CodedError(errors.STANDS_BESIDE, matter=one.label, others=others)
    if wanted.decided_on is not None and wanted.decided_on > today:
        raise CodedError(errors.FUTURE_DECISION, day=office_day(wanted.decided_on))
    rows = list(gate.history(province).filter(matter=one.key))
    by = next((row for row in rows if row.from_day <= today), None)
    coming = gate.coming_of(rows, today)
    opened = by.opens if by else one.default is Default.LAW
    if wanted.opens:
        return _opening(one, wanted, opened, coming or by)
    if not opened and coming is None:
        raise CodedError(errors.CLOSED_ALREADY, matter=one.label)
    ordered = one.ordered(today)
    if ordered is not None and not squeeze(wanted.reason):
        raise CodedError(errors.LAW_ORDERS_IT, matter=one.label, article=ordered.article("vi"))
    return today


def _opening(one: Matter, wanted: Wanted, opened: bool, by: Publication | None) -> date:
    if opened or (by is not None and by.opens):
        ordered = one.ordered(clock.today())
        day = office_day(by.from_day) if by else (ordered.article("vi") if ordered else "")
        raise CodedError(errors.OPEN_ALREADY, matter=one.label, day=day)
    earliest = gate.earliest(one, clock.today())
    first = wanted.from_day or earliest
    if first < earliest:
        raise CodedError(
            errors.TOO_SOON, matter=one.label, earliest=office_day(earliest), day=office_day(first)
        )  # fmt: skip
    return first


def _settle(province: int, key: str) -> None:
    waiting = Preparation.objects.filter(province=province, matter=key, settled_at__isnull=True)
    waiting.update(settled_at=clock.now())


def _record(action: str, actor: Person, row: Preparation | Publication) -> None:
    payload = {
        "matter": row.matter,
        "opens": row.opens,
        "from": row.from_day,
        "ground": row.ground,
        "decided_on": row.decided_on,
        "reason": row.reason,
    }
    prepared = row.preparation if isinstance(row, Publication) else None
    recording.record(
        action,
        chain=recording.chain_of(row.province.public_id),
        actor=actor.public_id,
        subject=row.public_id,
        payload={**payload, "preparation": prepared.public_id} if prepared else payload,
    )
