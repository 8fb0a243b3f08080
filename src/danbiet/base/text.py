"""Vietnamese text: normal form and folding for search.

Stored text is NFC. The folded form has no diacritics, ``đ`` as ``d``, lower case and single spaces, so that
"Hoà Mỹ", "Hòa Mỹ" (either way of placing the tone, either Unicode form) and "hoa my" are one key.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "nfc", "squeeze"]

_SPACE = re.compile(r"\s+")
_STROKE = str.maketrans({"đ": "d", "Đ": "D"})


def nfc(text: str) -> str:
    """``text`` in Unicode normal form C, the form everything is stored in."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """``text`` in NFC with runs of white space (non-breaking too) as one blank, trimmed."""
    return _SPACE.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """The search key of ``text``.

    >>> fold("UBND xã Hoà Mỹ"), fold("Đầm  Dơi")
    ('ubnd xa hoa my', 'dam doi')
    """
    bare = unicodedata.normalize("NFD", text.translate(_STROKE))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return squeeze(bare).casefold()
