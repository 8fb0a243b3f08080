"""Folding that remembers where each letter came from, so that a match gives back the text as written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from danbiet.base.text import fold

_DASHES = dict.fromkeys(map(ord, "–—‑−"), "-")


@dataclass(frozen=True, slots=True)
class Folded:
    """``key`` is the folded text; ``origin[i]`` the index in the text that its letter ``i`` came from."""

    text: str
    key: str
    origin: tuple[int, ...]

    def slice(self, start: int, end: int) -> str:
        """The text as written behind key[start:end]."""
        if start >= end:
            return ""
        return self.text[self.origin[start] : self.origin[end - 1] + 1]


def folded(text: str) -> Folded:
    """Fold letter by letter: marks off, đ as d, dashes as hyphens, white space as single blanks."""
    letters: list[str] = []
    origin: list[int] = []
    for index, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                origin.append(index)
            continue
        plain = _plain(letter)
        letters.extend(plain)
        origin.extend([index] * len(plain))
    while letters and letters[-1] == " ":
        letters.pop()
        origin.pop()
    return Folded(text, "".join(letters), tuple(origin))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """A letter without marks, in lower case; a dash as a hyphen; nothing for a mark alone."""
    parts = unicodedata.normalize("NFD", letter.translate(_DASHES))
    return "".join("d" if part in "đĐ" else part.lower() for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """Folded text with punctuation dropped: what names are compared by."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())


@lru_cache(maxsize=8192)
def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, marks and punctuation ignored."""
    left, right = key_of(one), key_of(other)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    words = set(left.split()), set(right.split())
    overlap = 2 * len(words[0] & words[1]) / (len(words[0]) + len(words[1]))
    return max(SequenceMatcher(None, left, right, autojunk=False).ratio(), overlap * 0.98)


@lru_cache(maxsize=8192)
def says(text: str, *phrases: str, threshold: float = 0.84) -> bool:
    """Whether the folded text holds one of the folded phrases, up to a misread letter or two."""
    words = key_of(text).split()
    joined = f" {' '.join(words)} "
    return any(f" {phrase} " in joined or _nearly(words, phrase, threshold) for phrase in phrases)


def _nearly(words: list[str], phrase: str, threshold: float) -> bool:
    if len(phrase) < 6:
        return False
    size, letters = len(phrase.split()), frozenset(phrase)
    for start in range(max(1, len(words) - size + 1)):
        window = " ".join(words[start : start + size])
        # Each letter of the phrase that the window lacks is one that can't match: most windows end here.
        most = len(phrase) - len(letters.difference(window))
        if abs(len(window) - len(phrase)) > 2 or 2 * most < threshold * (len(window) + len(phrase)):
            continue
        matcher = SequenceMatcher(None, window, phrase, autojunk=False)
        if matcher.quick_ratio() >= threshold and matcher.ratio() >= threshold:
            return True
    return False
