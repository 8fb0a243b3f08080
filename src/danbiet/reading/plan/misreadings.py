"""Probable misreadings of a scan: phrases of the domain with other marks, known confusions, foreign letters, headers.

Only phrases are looked for, never single common words, and the text itself is left alone.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources

from danbiet.reading.blocks import Line, Place
from danbiet.reading.plan.assignments import Assignments
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Doubt
from danbiet.reading.plan.folding import Folded, folded, key_of

_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)
# Not Vietnamese: letters outside Latin (a scan's Chinese, Cyrillic or Greek guesses), a PDF's letters without a code.
_FOREIGN = re.compile(
    r"\S*(?:\(cid:\d+\)|[\ufffd\ue000-\uf8ff\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\S*"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it should read; ``both``: more than one syllable may differ; ``never``: words of their own."""

    text: str
    key: str
    both: bool
    never: tuple[str, ...]


@cache
def _vocabulary() -> tuple[tuple[Phrase, ...], tuple[tuple[str, str], ...]]:
    source = (resources.files("danbiet.reading") / "data" / "misreadings.toml").read_text("utf-8")
    data = tomllib.loads(source)
    phrases = tuple(
        Phrase(row["text"], folded(row["text"]).key, row.get("both", False), tuple(row.get("not", ())))
        for row in data["phrase"]
    )
    return phrases, tuple((row["text"], row["right"]) for row in data["wrong"])


def check_readings(lines: list[Line], tables: Assignments) -> list[Doubt]:
    """All probable misreadings; the same one in many places is one doubt."""
    heads = {_cell(cell.at) for _, row in tables.headers for cell in row.cells}
    met: dict[tuple[str, str], list[Place]] = {}
    spelled: dict[str, str] = {}
    for line in lines:
        for wrong, right in _in_line(folded(line.text)) if _cell(line.at) not in heads else ():
            met.setdefault((wrong.casefold(), right), []).append(line.at)
            spelled.setdefault(wrong.casefold(), wrong)
    found = []
    for (key, right), places in met.items():
        wrong = spelled[key]
        count = f" ({len(places)} chỗ)" if len(places) > 1 else ""
        found.append(doubt("READ-130", places[0], tuple(places), wrong=wrong, right=right, count=count))
    return [*found, *_foreign(lines), *_headers(tables)]


def _cell(at: Place) -> tuple[int, int | None, int | None] | None:
    """The cell a place lies in, whatever else is known of it; None for one outside of tables."""
    return (at.table, at.row, at.column) if at.table is not None else None


def _in_line(source: Folded) -> list[tuple[str, str]]:
    phrases, known = _vocabulary()
    found = []
    for phrase in phrases:
        if phrase.key not in source.key:
            continue
        for match in re.finditer(rf"(?<![a-z]){re.escape(phrase.key)}(?![a-z])", source.key):
            written = source.slice(match.start(), match.end())
            if _differs(written, phrase) and not _excused(source, match, phrase):
                found.append((written, phrase.text))
    lowered = source.text.casefold()
    for wrong, right in known:
        if re.search(rf"(?<!\w){re.escape(wrong)}(?!\w)", lowered):
            found.append((wrong, right))
    return found


def _differs(written: str, phrase: Phrase) -> bool:
    """Whether the marks differ in one syllable (in any number, if the phrase says so)."""
    pairs = list(zip(_WORDS.findall(written), _WORDS.findall(phrase.text), strict=False))
    wrong = sum(1 for one, other in pairs if _marks(one) != _marks(other))
    return wrong > 0 and (phrase.both or wrong == 1)


def _marks(word: str) -> tuple[str, tuple[str, ...]]:
    """A syllable's letters and marks without where the tone sits, so that "hoà" is "hòa"."""
    parts = unicodedata.normalize("NFD", word.casefold().replace("đ", "d\u0335"))
    letters = "".join(part for part in parts if not unicodedata.combining(part))
    return letters, tuple(sorted(part for part in parts if unicodedata.combining(part)))


def _excused(source: Folded, match: re.Match[str], phrase: Phrase) -> bool:
    """Words of their own; "tinh" that begins "tinh thần", "tinh giản", "tinh gọn"."""
    start = match.start()
    for word in phrase.never:
        end = start + len(folded(word).key)
        if source.slice(start, min(end, len(source.key))).casefold() == word:
            return True
    following = source.key[match.end() : match.end() + 6].strip()
    return phrase.key.endswith("tinh") and following.startswith(("than", "gian", "gon", "hoa", "te", "nhu"))


def _foreign(lines: list[Line]) -> list[Doubt]:
    phrases, _ = _vocabulary()
    found = []
    for line in lines:
        for match in _FOREIGN.finditer(line.text):
            key = folded(re.sub(r"[^\x00-\u024f\u1e00-\u1eff]", "", match[0])).key
            near = [phrase.text for phrase in phrases if key and phrase.key.startswith(f"{key} ")]
            hint = f"Nên đọc là «{near[0]}»." if near else "Đối chiếu với bản giấy."
            found.append(doubt("READ-132", line.at, wrong=match[0], hint=hint))
    return found


def _headers(tables: Assignments) -> list[Doubt]:
    """Headings repeated over pages: what most pages say is right, the others are misread."""
    found = []
    roles = dict.fromkeys(role for header, _ in tables.headers for role in header.roles if role)
    for role in roles:
        texts = []
        for header, row in tables.headers:
            index = header.index(role)
            if index is not None:
                texts.append((header.titles[index], row.cell(index).at))
        votes = Counter(key_of(text) for text, _ in texts)
        if len(texts) < 3 or len(votes) < 2:
            continue
        (winner, most), (_, second) = votes.most_common(2)
        if most <= second:
            continue
        right = next(text for text, _ in texts if key_of(text) == winner)
        found += [doubt("READ-131", at, text=text, right=right) for text, at in texts if key_of(text) != winner]
    return found
