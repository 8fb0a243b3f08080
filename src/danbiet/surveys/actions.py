"""Keeping a result for a province, and withdrawing one that was wrong."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import policies
from danbiet.people.models import Person
from danbiet.surveys import errors
from danbiet.surveys.models import Result, ResultLine
from danbiet.surveys.results import LEAST, Made
from danbiet.units import queries as units
from danbiet.units.models import Unit

KEEP = "surveys.keep"


def authorise(person: Person, province: Unit) -> None:
    """Raise CodedError PEO-001 unless the person may keep and withdraw results of a province."""
    within = units.scopes([province.pk], clock.today())[province.pk]
    policies.authorise(person, KEEP, units=within, province=province.pk)


def keep(actor: Person, province: Unit, made: Made, title: str) -> Result:
    """Keep a result for a province's office. Raises CodedError PEO-001, SUR-008; ValueError for a figure that fewer
    than 15 people stand behind.
    """
    authorise(actor, province)
    name = squeeze(title)[:200]
    if not name:
        raise CodedError(errors.NO_TITLE)
    if any(cell.n < LEAST and cell.value is not None for line in made.lines for cell in line.cells):
        raise ValueError("a figure of fewer than 15 answers")
    with transaction.atomic():
        row = Result.objects.create(
            province=province,
            title=name,
            file=made.file[:255],
            digest=made.digest,
            people=made.people,
            simulated=made.simulated,
            design=dict(made.design),
            by=list(made.by),
            domains=[{"values": list(one), "label": said} for one, said in zip(made.domains, made.labels, strict=True)],
            level=made.level,
            # Addresses of machines and options aren't for a page.
            engine=urlsplit(made.engine).scheme,
            seconds=made.seconds,
            facts=dict(made.facts),
            kept_by=actor,
        )
        ResultLine.objects.bulk_create(
            ResultLine(
                result=row,
                position=position,
                name=line.name[:200],
                label_vi=line.label_vi[:300],
                label_en=line.label_en[:300],
                kind=line.kind,
                basis=line.basis,
                cells=[list(cell) for cell in line.cells],
            )
            for position, line in enumerate(made.lines)
        )
        facts = {"sha256": made.digest, "people": made.people, "lines": len(made.lines), "simulated": made.simulated}
        _record("surveys.keep", actor, row, facts)
    return row


def withdraw(actor: Person, result: Result, reason: str) -> Result:
    """Say that a result was wrong, and why; it stays, marked. Raises CodedError PEO-001, SUR-009, SUR-010."""
    authorise(actor, result.province)
    why = squeeze(reason)[:300]
    if not why:
        raise CodedError(errors.NO_REASON)
    with transaction.atomic():
        row = Result.objects.select_for_update().get(pk=result.pk)
        if row.withdrawn_at is not None:
            raise CodedError(errors.GONE)
        row.withdrawn_by, row.withdrawn_at, row.reason = actor, clock.now(), why
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
        _record("surveys.withdraw", actor, row, {"reason": why})
    return row


def _record(action: str, actor: Person, row: Result, payload: dict[str, object]) -> None:
    chain = recording.chain_of(row.province.public_id)
    recording.record(action, chain=chain, actor=actor.public_id, subject=row.public_id, payload=payload)
