"""Public identifiers: short, random, unguessable, readable aloud.

Ten characters of an alphabet without look-alikes (no 0/o, 1/l/i, u/v), 29**10 values (about 48 bits), written
in two groups: ``k7m2q-9xw4c``.
"""

from __future__ import annotations

import secrets

__all__ = ["ALPHABET", "is_public_id", "new_public_id"]

ALPHABET = "23456789abcdefghjkmnpqrstwxyz"
_LENGTH = 10


def new_public_id() -> str:
    """A fresh identifier such as ``k7m2q-9xw4c``."""
    # One number instead of ten: a year's duties need tens of thousands.
    number, letters = secrets.randbelow(len(ALPHABET) ** _LENGTH), ""
    for _ in range(_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters += ALPHABET[index]
    return f"{letters[:5]}-{letters[5:]}"


def is_public_id(text: str) -> bool:
    """Whether ``text`` has the form of a public identifier."""
    head, dash, tail = text.partition("-")
    return dash == "-" and len(head) == len(tail) == _LENGTH // 2 and set(head + tail) <= set(ALPHABET)
