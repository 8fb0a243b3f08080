"""Codes given away once: short enough to be typed from a slip, kept as keyed hashes only."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from django.utils.crypto import salted_hmac

from danbiet.base import clock
from danbiet.base.dates import office_day
from danbiet.base.errors import CodedError
from danbiet.base.ids import ALPHABET
from danbiet.people import errors
from danbiet.people.models import OneTime

if TYPE_CHECKING:
    from datetime import datetime

Row = TypeVar("Row", bound=OneTime)
# Three groups of four letters without look-alikes, 58 bits: nobody guesses one of a few hundred in the days it lives.
GROUPS, LETTERS = 3, 4
SALT = "danbiet.people.code"
INVITATION_LIVES = timedelta(days=7)
SLIP_LIVES = timedelta(days=3)
LINK_LIVES = timedelta(hours=2)


def new_code() -> str:
    """A fresh code such as ``k7m2-q9xw-4c3d``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))


def plain(text: str) -> str:
    """What was typed, in the form of a code: spaces, strokes and capitals don't matter; empty if it can't be one."""
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    if len(letters) != GROUPS * LETTERS or not set(letters) <= set(ALPHABET):
        return ""
    return "-".join(letters[start : start + LETTERS] for start in range(0, len(letters), LETTERS))


def digest(code: str) -> str:
    """The keyed hash under which a code is kept: a copy of the database alone opens nothing."""
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()


def state_of(row: OneTime, now: datetime) -> str:
    """ "used", "withdrawn", "expired" or "open"."""
    if row.used_at is not None:
        return "used"
    if row.withdrawn_at is not None:
        return "withdrawn"
    return "expired" if now >= row.expires_at else "open"


def opened(row: Row | None) -> Row:
    """The row, if its code opens something now. Raises CodedError PEO-020 to PEO-023."""
    if row is None:
        raise CodedError(errors.UNKNOWN_CODE)
    state = state_of(row, clock.now())
    if state == "used":
        raise CodedError(errors.CODE_USED)
    if state == "withdrawn":
        raise CodedError(errors.CODE_WITHDRAWN)
    if state == "expired":
        raise CodedError(errors.CODE_EXPIRED, day=office_day(row.expires_at.astimezone(clock.ZONE).date()))
    return row
