"""Vietnamese text: normal form and folding for search.

Stored text is NFC. The folded form has no diacritics, ``đ`` as ``d``, lower case and single spaces, so that
"Hoà Mỹ", "Hòa Mỹ" (either way of placing the tone, either Unicode form) and "hoa my" are one key.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "nfc", "search_key", "squeeze", "words"]

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
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


def words(text: str) -> list[str]:
    """The words of ``text`` as search knows them: folded, without signs.

    >>> words("Số 64/KH-UBND")
    ['so', '64', 'kh', 'ubnd']
    """
    return _WORD.findall(fold(text))


def search_key(*texts: str) -> str:
    """What search looks through: the words of several texts, a full stop before, between and after them.

    No word holds a full stop, so that in ``key`` " ab" is a word that begins with "ab", ". ab" a text that does, and
    ". ab ." a text that is "ab". A text given twice stands once; no words at all are "".

    >>> search_key("64/KH-UBND", "Kế hoạch", "kế hoạch")
    '. 64 kh ubnd . ke hoach .'
    """
    parts = dict.fromkeys(" ".join(words(text)) for text in texts)
    parts.pop("", None)
    return f". {' . '.join(parts)} ." if parts else ""
