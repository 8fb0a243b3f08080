"""When a task is done: continuous, yearly, on events, by another plan, or not said."""

from __future__ import annotations

import re

from danbiet.reading.plan.draft import Timing
from danbiet.reading.plan.folding import folded
from danbiet.reading.plan.repairing import apart

_CONTINUOUS = re.compile(
    r"thuong xuyen|lien tuc|(?:hang|moi) (?:ngay|tuan|thang|quy)"
    r"|(?:dinh ky )?(?:6|sau) thang(?: ?/ ?| )(?:1|01|mot)? ?lan"
)
_YEARLY = re.compile(r"(?:dinh ky )?(?:hang|moi) nam|(?:1|01|mot) lan(?: ?/ ?| moi | mot )nam|nam (?:1|01|mot) lan")
_EXTERNAL = re.compile(r"^theo (?:cac )?(?:ke hoach|chuong trinh|de an|huong dan|quy dinh|tien do|lo trinh)")
# A period named beside another is no event.
_PERIOD = re.compile(
    r"(?:dinh ky )?(?:(?:hang|moi) )?(?:nam|quy|thang|6 thang|sau thang)(?:(?:, | va )(?:nam|quy|6 thang))*"
)
LATEST_START, LONGEST_YEARLY = 12, 60
_EVENT = re.compile(r"(?:^|[ ,])(?:khi|sau khi|truoc|trong|nhan|qua|dot|cac dot|moi ky|sau)(?= )")
_LEAD_IN = re.compile(r"^(?:[\s,;.]|nhat la(?= )|dac biet la(?= )|va(?= )|trong do(?= ))+")
_SPLIT = re.compile(r"(?: va |; |, )(?=khi )")


def parse(text: str) -> Timing:
    """The timing a cell states; blank is "missing". Events are named as written."""
    source = folded(text)
    if not any(letter.isalnum() for letter in source.key):
        return Timing(text.strip(), "missing")
    for kind, pattern in (("continuous", _CONTINUOUS), ("yearly", _YEARLY)):
        match = pattern.search(source.key)
        if match and match.start() <= LATEST_START:
            return Timing(text, kind, _events(source.slice(match.end(), len(source.key))))
    if misread(text):
        return Timing(text, misread(text)[0][2])
    if _YEARLY.search(source.key) and len(source.key) <= LONGEST_YEARLY:
        # "Trước ngày 31/12 hằng năm"
        return Timing(text, "yearly")
    if _EXTERNAL.match(source.key):
        return Timing(text, "external")
    if _EVENT.search(source.key):
        return Timing(text, "event", _events(text))
    # A fixed day or span ("Quý IV năm 2016") is an event known by its date.
    return Timing(text, "event", (text.strip(" .;"),))


def misread(text: str) -> list[tuple[str, str, str]]:
    """A time whose first two words are those of a known one but for a letter each: as written, as meant, its kind."""
    source = folded(text)
    words = list(re.finditer(r"[a-z]+", source.key))[:2]
    if len(words) < 2:
        return []
    for meant, kind in (("thường xuyên", "continuous"), ("hằng năm", "yearly")):
        pairs = list(zip((match[0] for match in words), folded(meant).key.split(), strict=True))
        exact = all(one == other for one, other in pairs)
        if not exact and all(len(one) > 2 and apart(one, other, 1) for one, other in pairs):
            return [(source.slice(words[0].start(), words[1].end()), meant, kind)]
    return []


def _events(rest: str) -> tuple[str, ...]:
    source = folded(rest)
    start = _LEAD_IN.match(source.key)
    begin = start.end() if start else 0
    events: list[str] = []
    position = begin
    for match in [*_SPLIT.finditer(source.key, begin), None]:
        end = match.start() if match else len(source.key)
        piece = source.slice(position, end).strip(" ,;.")
        if piece and not _PERIOD.fullmatch(folded(piece).key):
            events.append(piece)
        position = match.end() if match else end
    return tuple(events)
