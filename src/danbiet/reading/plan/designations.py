"""Designations: "Cơ quan Nội vụ và Mặt trận Tổ quốc các cấp" into the bodies it names and their levels.

The parser walks the folded text from left to right. At each point the longest known phrase wins; "cơ quan", "sở" and
"phòng" open a list of sectors; levels said at the end of a list ("các cấp", "cấp tỉnh, cấp huyện") count for every body
in it that has none. What is left over is an unknown designation, never dropped.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from danbiet.reading.blocks import Place
from danbiet.reading.plan import repairing
from danbiet.reading.plan.draft import Named
from danbiet.reading.plan.folding import Folded, folded

LEVEL_ORDER = ("province", "district", "commune")
_LEVELS = (
    (r"cac cap", LEVEL_ORDER),
    (r"cac tuyen", LEVEL_ORDER),
    (r"tu tinh den co so", LEVEL_ORDER),
    (r"cap tinh", ("province",)),
    (r"cap huyen", ("district",)),
    (r"cap xa", ("commune",)),
    (r"tuyen tinh", ("province",)),
    (r"tuyen huyen", ("district",)),
    (r"(?:o )?cac huyen, (?:thi xa, )?thanh pho(?:(?: [a-z]+){1,3}(?= ?(?:[,;.)]|$)))?", ("district",)),
    (r"(?:o )?cac huyen va thanh pho", ("district",)),
    (r"(?:o )?cac xa, phuong, thi tran", ("commune",)),
    (r"(?:o )?cac xa, phuong", ("commune",)),
    (r"(?:cua )?tinh", ("province",)),
    (r"huyen", ("district",)),
    (r"xa", ("commune",)),
)
_LEVEL = [(re.compile(rf"{pattern}(?![a-z])"), levels) for pattern, levels in _LEVELS]
_OPENER = re.compile(r"(?:cac )?(?:co quan|nganh|so|phong)(?: chuyen mon)?(?=[ :])")
_PUNCTUATION = re.compile(r"[,;.:/&+()…\s-]+")
_FILLER = re.compile(
    r"(?:va(?= )|voi(?= )|cung(?= )(?! (?:co|cap)\b)"
    r"|phoi hop(?= )|cac don vi(?= )|lanh dao(?= )|thu truong(?= )|chu tich(?= )"
    r"|cac(?= |$)|cua(?= )|tren dia ban tinh|tren dia ban(?: tinh)?(?![a-z])|(?:co )?lien quan(?![a-z]))"
)
_WORD = re.compile(r"[^,;]+?(?=[,;]|$| va )")
# The words between designations, and those of levels.
_SMALL_WORDS = (
    "cac cap tinh huyen xa tuyen thanh pho thi xa thi tran phuong cua va voi cung co quan nganh so phong chuyen mon"
    " phoi hop don vi lanh dao thu truong chu tich tren dia ban lien quan o"
)
_FUZZY = 0.86
# A name of its own goes on to the next mark, "và" or body.
_TAIL = re.compile(r"[^,;]*?(?=[,;]|$| va | ubnd| uy ban | mat tran | so | cong ty )")
_FUZZY_SECTOR = 0.8


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body plans name."""

    key: str
    vi: str
    en: str
    fixed: str = ""
    each: bool = False
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases and sector names, longest first."""

    bodies: dict[str, Body]
    phrases: tuple[tuple[str, str], ...]
    sectors: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Found:
    """A body met in the text, its levels filled in as they come."""

    body: Body | None
    start: int
    end: int
    levels: list[str] = field(default_factory=list)
    opener: str = ""
    near: str = ""


@cache
def lexicon() -> Lexicon:
    """The words of designations, from ``data/designations.toml``."""
    source = (resources.files("danbiet.reading") / "data" / "designations.toml").read_text("utf-8")
    data: dict[str, dict[str, Any]] = tomllib.loads(source)
    bodies, phrases, sectors = {}, [], []
    for key, row in data.items():
        bodies[key] = Body(
            key, row["vi"], row["en"], row.get("fixed", ""), row.get("each", False), row.get("tail", False)
        )
        phrases += [(phrase, key) for phrase in row.get("phrases", ())]
        if "sector" in row:
            sectors += [(name, key) for name in (row["sector"], *row.get("others", ()))]
    by_length = sorted(phrases, key=lambda pair: -len(pair[0])), sorted(sectors, key=lambda pair: -len(pair[0]))
    return Lexicon(bodies, tuple(by_length[0]), tuple(by_length[1]))


def keys() -> dict[str, Body]:
    """All bodies by key, with their labels."""
    return lexicon().bodies


def label(designation: str, language: str = "vi") -> str:
    """What a designation key is called."""
    body, _, levels = designation.partition(".")
    known = lexicon().bodies.get(body)
    if known is None:
        return designation
    names = {
        "vi": {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã", "all": "các cấp",
               "province_district": "cấp tỉnh, cấp huyện", "district_commune": "cấp huyện, cấp xã"},
        "en": {"province": "of the province", "district": "of the districts", "commune": "of the communes",
               "all": "of all levels", "province_district": "of province and districts",
               "district_commune": "of districts and communes"},
    }[language]  # fmt: skip
    name = known.en if language == "en" else known.vi
    return name if known.fixed else f"{name} {names.get(levels, '')}".strip()


def parse(text: str, at: Place) -> list[Named]:
    """The designations of a cell in order; an unknown one has the key None."""
    source, found, _ = _understood(text)
    named = [entry for item in found for entry in _named(item, source, at)]
    return list(dict.fromkeys(named))


@lru_cache(maxsize=512)
def _understood(text: str) -> tuple[Folded, list[Found], bool]:
    """The designations of a text; where some are unknown, those of the one reading of its misread words under
    which all are known. The last value: whether that was needed."""
    source = folded(text)
    found = _walk(source)
    _spread_levels(found)
    if all(item.body is not None for item in found):
        return source, found, False
    sensible: dict[tuple[str, ...], tuple[Folded, list[Found]]] = {}
    for reading in repairing.readings(source, _words()):
        items = _walk(reading)
        _spread_levels(items)
        if items and all(item.body is not None and not item.near for item in items):
            keys = tuple(entry.designation or "" for item in items for entry in _named(item, reading, Place()))
            sensible.setdefault(keys, (reading, items))
    if len(sensible) != 1:
        return source, found, False
    return (*next(iter(sensible.values())), True)


@cache
def _words() -> frozenset[str]:
    known = lexicon()
    texts = [phrase for phrase, _ in (*known.phrases, *known.sectors)]
    return repairing.vocabulary([*texts, _SMALL_WORDS])


def _walk(source: Folded) -> list[Found]:
    """Read the folded text from left to right."""
    key, found, position, opener = source.key, [], 0, ""
    while position < len(key):
        if match := _PUNCTUATION.match(key, position):
            opener = "" if ";" in match[0] else opener
            position = match.end()
            continue
        item = _phrase(key, position) or _sector(key, position, opener)
        if item is not None:
            found.append(item)
            position, opener = item.end, item.opener or opener
            continue
        levels = _level(key, position)
        if levels is not None and found:
            position = _take_levels(found, levels, position)
            continue
        if match := _FILLER.match(key, position):
            position = match.end()
            continue
        match = _WORD.match(key, position)
        end = match.end() if match and match.end() > position else len(key)
        found.append(_unknown(key, position, end))
        position = end
    return found


def _boundary(key: str, end: int) -> bool:
    return end >= len(key) or not key[end].isalnum()


def _phrase(key: str, position: int) -> Found | None:
    known = lexicon()
    for phrase, body in known.phrases:
        if key.startswith(phrase, position) and _boundary(key, position + len(phrase)):
            end = position + len(phrase)
            if known.bodies[body].tail:
                rest = _TAIL.match(key, end)
                end = rest.end() if rest else end
            return Found(known.bodies[body], position, end)
    return None


def _sector(key: str, position: int, opener: str) -> Found | None:
    """A sector after "cơ quan", "sở", "phòng", or the next one in the list such a word opened."""
    start, begin = position, position
    match = _OPENER.match(key, position)
    if match:
        opener, begin = match[0].removeprefix("cac ").split()[0], match.end() + 1
        begin += len(key[begin:]) - len(key[begin:].lstrip())
        opener = "co quan" if opener in ("co", "nganh") else opener
    if not opener:
        return None
    inner = _phrase(key, begin) if match and opener == "co quan" else None
    if inner is not None:
        return Found(inner.body, start, inner.end, opener=opener)
    for name, body in lexicon().sectors:
        if key.startswith(name, begin) and _boundary(key, begin + len(name)):
            return _with_opener(Found(lexicon().bodies[body], start, begin + len(name), opener=opener))
    if match:
        return _near_sector(key, start, begin, opener)
    return None


def _with_opener(item: Found) -> Found:
    if item.opener == "so":
        item.levels = ["province"]
    elif item.opener == "phong":
        item.levels = ["district"]
    return item


def _near_sector(key: str, start: int, begin: int, opener: str) -> Found | None:
    """A sector misread by a letter or two: known, and the doubt says so."""
    match = _WORD.match(key, begin)
    if match is None:
        return None
    words = match[0].split()
    best: tuple[float, str, int] = (0.0, "", 0)
    for size in range(1, len(words) + 1):
        candidate = " ".join(words[:size])
        for name, body in lexicon().sectors:
            if not _letters_apart(candidate, name):
                continue
            ratio = SequenceMatcher(None, candidate, name, autojunk=False).ratio()
            if ratio > best[0] and min(len(candidate), len(name)) >= 5:
                best = (ratio, body, len(candidate))
    if best[0] < _FUZZY_SECTOR:
        return None
    return _with_opener(
        Found(lexicon().bodies[best[1]], start, begin + best[2], opener=opener, near=lexicon().bodies[best[1]].vi)
    )


def _letters_apart(one: str, other: str) -> bool:
    """Whether two names have the same words but for a letter each: "ngoai vu" isn't "noi vu" misread."""
    pairs = list(zip(one.split(), other.split(), strict=False))
    if len(one.split()) != len(other.split()):
        return False
    return all(repairing.apart(a, b, repairing.allowance(b)) for a, b in pairs)


def _unknown(key: str, position: int, end: int) -> Found:
    """What no phrase explains; the nearest phrase, if near enough, makes it a probable misreading."""
    text = key[position:end].strip()
    best: tuple[float, str] = (0.0, "")
    for phrase, name in lexicon().phrases:
        if abs(len(phrase) - len(text)) <= 3 and len(phrase) >= 8:
            ratio = SequenceMatcher(None, text, phrase, autojunk=False).ratio()
            best = max(best, (ratio, name))
    body = lexicon().bodies[best[1]] if best[0] >= _FUZZY else None
    return Found(body, position, end, near=body.vi if body else "")


def _level(key: str, position: int) -> tuple[int, tuple[str, ...]] | None:
    for pattern, levels in _LEVEL:
        match = pattern.match(key, position)
        if match:
            return match.end(), levels
    return None


def _take_levels(found: list[Found], levels: tuple[int, tuple[str, ...]], position: int) -> int:
    """Levels belong to the last body; a committee's next level is a designation of its own."""
    end, names = levels
    last = found[-1]
    if last.body is not None and last.body.each and last.levels:
        found.append(Found(last.body, position, end, list(names)))
    else:
        last.levels += [name for name in names if name not in last.levels]
        last.end = end
    return end


def _spread_levels(found: list[Found]) -> None:
    """Levels said once at the end count for the bodies before that have none."""
    spoken: list[str] = []
    for item in reversed(found):
        if item.body is None or item.body.fixed:
            spoken = [] if item.body is None else spoken
            continue
        if item.levels:
            spoken = item.levels if not item.body.each and item.opener not in ("so", "phong") else []
        elif spoken:
            item.levels = list(spoken)
        else:
            item.levels = list(LEVEL_ORDER)


def _named(item: Found, source: Folded, at: Place) -> list[Named]:
    text = source.slice(item.start, item.end).strip(" ,;.")
    if not text:
        return []
    if item.body is None:
        return [Named(text, None, at)]
    if item.body.fixed:
        return [Named(text, f"{item.body.key}.{item.body.fixed}", at)]
    levels = [level for level in LEVEL_ORDER if level in item.levels]
    if item.body.each and len(levels) > 1 and len(levels) < len(LEVEL_ORDER):
        return [Named(text, f"{item.body.key}.{level}", at) for level in levels]
    joined = "all" if len(levels) == len(LEVEL_ORDER) else "_".join(levels)
    return [Named(text, f"{item.body.key}.{joined}", at)]


def misread(text: str) -> list[tuple[str, str]]:
    """(as written, what it probably is) for designations known only by likeness."""
    source, found, repaired = _understood(text)
    if not repaired:
        return [(source.slice(item.start, item.end), item.near) for item in found if item.near]
    pairs = []
    for item in found:
        written = source.slice(item.start, item.end)
        # Another key than the words written would give: this is where a word was put right.
        if folded(written).key != source.key[item.start : item.end]:
            meant = [entry.designation or "" for entry in _named(item, source, Place())]
            pairs.append((written, ", ".join(map(label, meant))))
    return pairs
