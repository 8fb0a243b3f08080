"""Writing the record."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.journal import canonical, errors

if TYPE_CHECKING:
    from danbiet.journal.models import Entry

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of action with what the record calls it."""

    name: str
    vi: str
    en: str


_ACTIONS: dict[str, Action] = {}


def register_action(name: str, *, vi: str, en: str) -> str:
    """Make ``name`` ("plans.adopt") known with its labels; returns the name. ValueError if taken by other labels."""
    action = Action(name, vi, en)
    if _ACTIONS.setdefault(name, action) != action:
        raise ValueError(f"the action {name} is registered twice")
    return name


def action_label(name: str, language: str = "vi") -> str:
    """What the record calls an action; its name where it is no longer known."""
    action = _ACTIONS.get(name)
    return name if action is None else (action.en if language == "en" else action.vi)


Mark = Callable[[str], Mapping[str, object]]
_MARKS: list[Mark] = []


def register_mark(found: Mark) -> None:
    """A room above adds facts about the actor (a public id) to every entry: on whose behalf he acts."""
    if found not in _MARKS:
        _MARKS.append(found)


def chain_of(province_public_id: str) -> str:
    """The chain of a province."""
    return f"province:{province_public_id}"


def record(
    action: str,
    *,
    chain: str,
    actor: str,
    subject: str,
    payload: Mapping[str, object],
    personal: dict[str, str] | None = None,
) -> Entry:
    """Append one entry, as the last step of the action's transaction.

    ``actor`` and ``subject`` are public ids; ``personal`` values enter the payload as keyed hashes and their clear text
    goes to the erasable table. The chain's head is locked here and not before, so writers wait for each other
    as briefly as possible. Raises CodedError JRN-001 outside a transaction, JRN-002 for an unregistered action,
    JRN-003.
    """
    from danbiet.journal.models import Entry, Head

    if not transaction.get_connection().in_atomic_block:
        raise CodedError(errors.OUTSIDE_TRANSACTION, action=action)
    if action not in _ACTIONS:
        raise CodedError(errors.UNKNOWN_ACTION, action=action)
    hidden = {key: _hide(value) for key, value in (personal or {}).items()}
    marks = {key: value for found in _MARKS for key, value in found(actor).items()}
    body = canonical.canonical({**payload, **hidden, **marks})
    Head.objects.get_or_create(chain=chain)
    head = Head.objects.select_for_update().get(chain=chain)
    fields: dict[str, Any] = {
        "chain": chain,
        "seq": head.seq + 1,
        "at": clock.now(),
        "actor": nfc(actor),
        "action": action,
        "subject": nfc(subject),
        "payload": body,
        "previous": head.hash,
    }
    entry = Entry.objects.create(**fields, hash=canonical.entry_hash(**fields))
    Head.objects.filter(pk=head.pk).update(seq=entry.seq, hash=entry.hash)
    return entry


def _hide(value: str) -> str:
    from danbiet.journal.models import PersonalValue

    text = nfc(value)
    key = hmac.new(settings.JOURNAL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    PersonalValue.objects.get_or_create(digest=key, defaults={"value": text})
    return f"hmac:{key}"


def reveal(hidden: str) -> str | None:
    """The clear text behind a keyed hash; None once it was erased."""
    from danbiet.journal.models import PersonalValue

    row = PersonalValue.objects.filter(digest=hidden.removeprefix("hmac:")).first()
    return row.value if row else None


def erase(value: str) -> bool:
    """Erase a personal value's clear text everywhere in the record; whether there was one. The chains stay valid."""
    from danbiet.journal.models import PersonalValue

    key = hmac.new(settings.JOURNAL_KEY.encode(), nfc(value).encode(), hashlib.sha256).hexdigest()
    return PersonalValue.objects.filter(digest=key).delete()[0] > 0
