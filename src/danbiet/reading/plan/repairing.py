"""Words of a designation that a scan misread by a letter, put right where only one reading makes sense of the whole.

A word nobody uses in designations is held against those that are used; the text stays as written, only what it stands
for is told from the words put right, and the caller says so in a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from math import prod

from danbiet.reading.plan.folding import Folded

_WORD = re.compile(r"[a-z0-9]+")
MOST_WORDS, MOST_READINGS = 4, 48
# A long word may have two letters wrong.
LONG = 7


def vocabulary(phrases: Iterable[str]) -> frozenset[str]:
    """The words of folded phrases."""
    return frozenset(word for phrase in phrases for word in _WORD.findall(phrase))


def readings(source: Folded, known: frozenset[str]) -> Iterator[Folded]:
    """The text with every word that isn't known put right, in every way it can be; none where a word can't be."""
    words = [match for match in _WORD.finditer(source.key) if match[0] not in known and not match[0].isdecimal()]
    if not 0 < len(words) <= MOST_WORDS:
        return
    choices = [_candidates(match[0], known) for match in words]
    if prod(map(len, choices)) > MOST_READINGS:
        # So much can be anything that nothing follows.
        return
    for chosen in product(*choices):
        yield _replaced(source, words, chosen)


@lru_cache(maxsize=512)
def _candidates(word: str, known: frozenset[str]) -> list[str]:
    near = sorted(one for one in known if one[:1].isalpha() and apart(word, one, allowance(word)))
    halves = [f"{word[:i]} {word[i:]}" for i in range(2, len(word) - 1) if word[:i] in known and word[i:] in known]
    return near + halves


def allowance(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 2 if len(word) >= LONG else 1


def apart(one: str, other: str, most: int) -> bool:
    """Whether two words are at most ``most`` letters apart (changed, lost or added), and share a letter."""
    if abs(len(one) - len(other)) > most or not set(one) & set(other):
        return False
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return row[-1] <= most


def _replaced(source: Folded, words: list[re.Match[str]], chosen: tuple[str, ...]) -> Folded:
    """The folded text with other words, whose letters still know where they came from."""
    letters: list[str] = []
    origin: list[int] = []
    position = 0
    for match, word in zip(words, chosen, strict=True):
        letters.append(source.key[position : match.start()])
        origin.extend(source.origin[position : match.start()])
        own = source.origin[match.start() : match.end()]
        letters.append(word)
        # The first and the last letter keep the ends of the word as written.
        origin.extend([*(own[min(i, len(own) - 1)] for i in range(len(word) - 1)), own[-1]])
        position = match.end()
    letters.append(source.key[position:])
    origin.extend(source.origin[position:])
    return Folded(source.text, "".join(letters), tuple(origin))
