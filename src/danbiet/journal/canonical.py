"""Canonical JSON and the hash of an entry.

Two programs that hold the same facts must get the same bytes: sorted keys, no white space, NFC, no floats
(languages write them differently), days and moments in ISO form.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.journal import errors

GENESIS = "0" * 64


def canonical(value: object) -> str:
    """``value`` as canonical JSON. Raises CodedError JRN-003 for a type that has no canonical form."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _letters(str(value))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise CodedError(errors.NOT_CANONICAL, kind=type(value).__name__)


def _letters(text: str) -> str:
    """NFC; half a surrogate pair (bytes of a foreign file name) has no bytes of its own in any encoding."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise CodedError(errors.NOT_CANONICAL, kind="surrogate")
    return nfc(text)


def _table(value: dict[object, object]) -> dict[str, object]:
    """Keys are text, and two that differ in their Unicode form only would be one: a fact would be lost."""
    table: dict[str, object] = {}
    for key, item in value.items():
        name = _letters(str(key)) if isinstance(key, str) else ""
        if not isinstance(key, str) or name in table:
            raise CodedError(errors.NOT_CANONICAL, kind=f"{type(key).__name__} {key!r}")
        table[name] = _plain(item)
    return table


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond, the form that enters the hash. Raises CodedError JRN-003 without a zone."""
    if at.tzinfo is None:
        raise CodedError(errors.NOT_CANONICAL, kind="naive datetime")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_hash(
    *, chain: str, seq: int, at: datetime, actor: str, action: str, subject: str, payload: str, previous: str
) -> str:
    """SHA-256 over the canonical JSON list of an entry's fields, so that no two entries share a form."""
    fields = [chain, seq, moment(at), actor, action, subject, payload, previous]
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def digest(rows: object) -> str:
    """SHA-256 over the canonical form of ``rows``: what stands in the one entry of bulk work."""
    return hashlib.sha256(canonical(rows).encode()).hexdigest()
