"""Handing in a published file, accepting its editions, refusing it; nothing is an edition before a person says so."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.files.actions import opened, store
from danbiet.index import findings, importing, queries, storing
from danbiet.index.importing import PAPI, ReadEdition, ReadFile
from danbiet.index.models import Edition, Intake
from danbiet.journal import recording
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import queries as units

if TYPE_CHECKING:
    from danbiet.files.models import StoredFile
    from danbiet.index.tables import EditionTable
    from danbiet.people.models import Person

IMPORT, ACCEPT = "index.import", "index.accept"
# A file as it was read beside the editions of the moment; another look at the page needn't read it again.
_MOST = 4
_READ: OrderedDict[tuple[str, str, str], ReadFile] = OrderedDict()
_LOCK = Lock()


def may(person: Person, permission: str) -> bool:
    """Whether the person may import (or accept) index editions: by a role for a whole province, or over the
    installation. At most two queries.
    """
    return _by(person, permission) is not None


def _by(person: Person, permission: str) -> tuple[int | None, list[int]] | None:
    if policies.allowed(person, permission):
        return None, []
    held = policies.unit_ids(person, (Role.SUPERVISOR, Role.APPROVER))
    if not held:
        return None
    day = clock.today()
    provinces = dict.fromkeys(place.province_id for place in units.placements_of(held, day).values())
    for province, within in units.scopes(provinces, day).items():
        if policies.allowed(person, permission, units=within, province=province):
            return province, within
    return None


def authorise(person: Person, permission: str) -> None:
    """Raise CodedError PEO-001 unless the person may; what follows is recorded in the capacity he has."""
    province, within = _by(person, permission) or (None, [])
    policies.authorise(person, permission, units=within, province=province)


def may_see_file(person: Person, sha256: str) -> bool:
    """Whether a stored file was handed in here and the person may import or accept."""
    return Intake.objects.filter(file__sha256=sha256).exists() and may(person, IMPORT)


def look(data: bytes, name: str, index: str = PAPI, source: str = "") -> ReadFile:
    """What a file holds beside the editions stored now; read once for every file and state of the editions.

    Raises CodedError READ-030 to READ-037.
    """
    key = (hashlib.sha256(data).hexdigest(), queries.state(index), f"{name}\n{source}")
    with _LOCK:
        found = _READ.get(key)
    if found is None:
        stored = queries.tables(Edition.objects.filter(index=index).order_by("-year", "-revision"))
        found = importing.read_file(data, name, stored=stored, index=index, source=source)
    with _LOCK:
        _READ[key] = found
        _READ.move_to_end(key)
        while len(_READ) > _MOST:
            _READ.popitem(last=False)
    return found


def look_at(intake: Intake) -> ReadFile:
    """What a handed-in file holds, read by its hash. Raises CodedError FILE-009, IDX-107, READ-030 to READ-037."""
    return look(_bytes(intake.file), intake.file.name)


def _bytes(stored: StoredFile) -> bytes:
    with opened(stored) as handle:
        data = handle.read()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise CodedError(findings.DAMAGED, name=stored.name)
    return data


def find(public_id: str) -> Intake:
    """A handed-in file. Raises CodedError IDX-101."""
    found = Intake.objects.select_related("file", "handed_in_by", "decided_by").filter(public_id=public_id).first()
    if found is None:
        raise CodedError(findings.UNKNOWN_INTAKE, public_id=public_id)
    return found


def hand_in(actor: Person, data: bytes, name: str) -> tuple[Intake, ReadFile]:
    """Keep a published file for a person to decide about, and what it holds; one that waits already is that one.

    Nothing is kept of a file that can't be read. Raises CodedError PEO-001, READ-030 to READ-037, FILE-001 to FILE-007.
    """
    authorise(actor, IMPORT)
    found = look(data, name)
    with transaction.atomic():
        stored = store(io.BytesIO(data), name, actor=actor, tables=True)
        waiting = Intake.objects.filter(file=stored, state=Intake.State.WAITING).first()
        if waiting is not None:
            return waiting, found
        intake = Intake.objects.create(file=stored, handed_in_by=actor)
        payload = {"sha256": stored.sha256, "years": [one.year for one in found.editions]}
        _record("index.hand-in", actor, intake, payload)
    return intake, found


def accept(
    actor: Person, intake: Intake, chosen: Sequence[str] | None = None, *, seen: str | None = None
) -> list[Edition]:
    """Store editions of a handed-in file whole, each beside what is stored for its year; all of them or none.

    ``chosen``: keys of editions (``ReadEdition.key``), None for all that can be accepted. ``seen``: the state of the
    editions (``queries.state``) the person looked at; whoever comes second is told. Raises CodedError PEO-001, IDX-102
    to IDX-105, IDX-107, READ-030 to READ-037, FILE-009.
    """
    authorise(actor, ACCEPT)
    before = queries.state() if seen is None else seen
    found = look_at(intake)
    wanted = _wanted(found, chosen)
    try:
        with transaction.atomic():
            row = _waiting(intake)
            if queries.state() != before:
                raise CodedError(findings.STORED_SINCE, years=_years(wanted))
            made = [_stored(actor, row, one) for one in wanted]
            _decide(row, actor, Intake.State.ACCEPTED)
            _record("index.accept", actor, row, {"sha256": row.file.sha256, "editions": [_facts(one) for one in made]})
    except IntegrityError as error:
        raise CodedError(findings.STORED_SINCE, years=_years(wanted)) from error
    return made


def _wanted(found: ReadFile, chosen: Sequence[str] | None) -> list[ReadEdition]:
    offered = {one.key: one for one in found.editions if one.acceptable}
    if chosen is None:
        wanted = list(offered.values())
    else:
        unknown = [key for key in chosen if key not in offered]
        if unknown:
            raise CodedError(findings.CHOICE, years=", ".join(key[:60] for key in unknown))
        wanted = [offered[key] for key in dict.fromkeys(chosen)]
    if not wanted:
        raise CodedError(findings.NOTHING_TO_ACCEPT, years=_years(found.editions))
    return wanted


def _years(editions: Sequence[ReadEdition]) -> str:
    return ", ".join(str(one.year) for one in editions)


def _waiting(intake: Intake) -> Intake:
    """The intake, held by this transaction. Raises CodedError IDX-102."""
    row = Intake.objects.select_for_update().select_related("file").get(pk=intake.pk)
    if row.state != Intake.State.WAITING:
        day = office_day(row.decided_at.astimezone(clock.ZONE).date()) if row.decided_at else "–"
        raise CodedError(findings.DECIDED, state=row.get_state_display(), day=day)
    return row


def _stored(actor: Person, intake: Intake, read: ReadEdition) -> Edition:
    if read.table is None:
        raise CodedError(findings.CHOICE, years=read.key)
    origin = replace(read.origin, file=intake.file)
    noted = [storing.Noted(one.code, one.sheet, one.cell, one.element, one.facts) for one in read.findings]
    return storing.write(read.table, actor, origin, noted)


def _facts(edition: Edition) -> dict[str, object]:
    return {
        "edition": edition.public_id,
        "year": edition.year,
        "revision": edition.revision,
        "framework": edition.framework,
        "digest": edition.digest,
    }


def refuse(actor: Person, intake: Intake, reason: str) -> Intake:
    """Say that a file isn't accepted, and why. Raises CodedError PEO-001, IDX-102, IDX-106."""
    authorise(actor, ACCEPT)
    why = squeeze(reason)[:300]
    if not why:
        raise CodedError(findings.REASON_NEEDED)
    with transaction.atomic():
        row = _waiting(intake)
        _decide(row, actor, Intake.State.REFUSED, why)
        _record("index.refuse", actor, row, {"sha256": row.file.sha256, "reason": why})
    return row


def simulate(actor: Person, tables: Sequence[EditionTable]) -> list[Edition]:
    """Store made-up editions of the demonstration, marked as such; inside its transaction.

    Raises CodedError PEO-001; ValueError for an edition that isn't marked as simulated.
    """
    authorise(actor, IMPORT)
    if not all(one.simulated for one in tables):
        raise ValueError("only editions marked as simulated are stored without a file")
    with transaction.atomic():
        made = [storing.write(one, actor) for one in tables]
        recording.record(
            "index.simulate",
            chain=recording.SYSTEM,
            actor=actor.public_id,
            subject=actor.public_id,
            payload={"editions": [_facts(one) for one in made]},
        )
    return made


def _decide(row: Intake, actor: Person, state: Intake.State, reason: str = "") -> None:
    row.state, row.decided_by, row.decided_at, row.reason = state, actor, clock.now(), reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _record(action: str, actor: Person, intake: Intake, payload: Mapping[str, object]) -> None:
    recording.record(action, chain=recording.SYSTEM, actor=actor.public_id, subject=intake.public_id, payload=payload)
