"""Writing messages, settling them, marking them read; how a person wants to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.ids import new_public_id
from danbiet.journal import recording
from danbiet.notices import errors, kinds
from danbiet.notices.models import Message, Preference
from danbiet.notices.settings import settings

if TYPE_CHECKING:
    from danbiet.people.models import Person

BATCH = 500


class Note(NamedTuple):
    """One message to write; see :class:`~danbiet.notices.models.Message`. ``data`` is shared, not copied."""

    person_id: int
    kind: str
    subject: str
    occasion: str
    data: dict[str, Any] = {}


def post(notes: Sequence[Note]) -> list[Note]:
    """Write messages in the transaction of what they tell of; those that are new.

    What a person has been told for the same occasion isn't told again, and an earlier message of the same kind about
    the same subject is settled. E-mail follows after the commit, with the next digest. Raises CodedError NOTE-001
    outside a transaction, NOTE-002 for an unregistered kind.
    """
    if not notes:
        return []
    for key in {note.kind for note in notes}:
        kinds.kind(key)
    if not transaction.get_connection().in_atomic_block:
        raise CodedError(errors.OUTSIDE_TRANSACTION, kind=notes[0].kind)
    now = clock.now()
    rows = [Message(public_id=new_public_id(), created_at=now, **note._asdict()) for note in notes]
    Message.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    ids = [row.public_id for row in rows]
    there = set(Message.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
    fresh = [note for row, note in zip(rows, notes, strict=True) if row.public_id in there]
    if fresh:
        _settle_earlier({note.subject for note in fresh})
    return fresh


def _settle_earlier(subjects: Iterable[str]) -> None:
    same = {name: OuterRef(name) for name in ("subject", "kind", "person")}
    newer = Message.objects.filter(pk__gt=OuterRef("pk"), **same)
    earlier = Message.objects.filter(Exists(newer), settled_at__isnull=True, subject__in=subjects)
    earlier.update(settled_at=clock.now())


def settle(subjects: Iterable[str], *kind_keys: str) -> int:
    """Nothing is to be told about these subjects any more; how many messages that were still open."""
    open_ones = Message.objects.filter(subject__in=list(subjects), kind__in=kind_keys, settled_at__isnull=True)
    return open_ones.update(settled_at=clock.now())


def settle_gone(*kind_keys: str, still: QuerySet[Any]) -> int:
    """Settle the messages of these kinds for which ``still`` (of ``OuterRef("subject")``) finds nothing; how many."""
    open_ones = Message.objects.filter(~Exists(still), kind__in=kind_keys, settled_at__isnull=True)
    return open_ones.update(settled_at=clock.now())


def mark_read(person: Person, messages: Sequence[Message]) -> int:
    """The person has seen these in the office; how many were new to him. No act of office, so not journalled."""
    own = Message.objects.filter(person=person, pk__in=[message.pk for message in messages], read_at__isnull=True)
    return own.update(read_at=clock.now())


def prefer(person: Person, *, email: bool, hour: time, language: str) -> Preference:
    """How the person wants to be told by e-mail; one's own only. Raises CodedError NOTE-003."""
    known = settings().hours
    if hour not in known:
        raise CodedError(errors.UNKNOWN_HOUR, hour=f"{hour:%H:%M}", known=", ".join(f"{one:%H:%M}" for one in known))
    with transaction.atomic():
        wanted = {"email": email, "hour": hour, "language": language}
        row, _ = Preference.objects.update_or_create(person=person, defaults=wanted)
        recording.record(
            "notices.prefer",
            chain=recording.SYSTEM,
            actor=person.public_id,
            subject=person.public_id,
            payload={**wanted, "hour": f"{hour:%H:%M}"},
        )
    return row
