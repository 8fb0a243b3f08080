"""When a task is done: continuous, yearly, on events, by another plan, or not said."""

from __future__ import annotations

import re

from danbiet.reading.plan.draft import Timing
from danbiet.reading.plan.folding import folded

_CONTINUOUS = re.compile(r"thuong xuyen|lien tuc|hang ngay|hang thang|hang quy")
_YEARLY = re.compile(r"(?:hang|hang|moi) nam|dinh ky hang nam|nam mot lan")
_EXTERNAL = re.compile(r"^theo (?:cac )?(?:ke hoach|chuong trinh|de an|huong dan|quy dinh|tien do)")
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
        if match and match.start() <= 12:
            return Timing(text, kind, _events(source.slice(match.end(), len(source.key))))
    if _EXTERNAL.match(source.key):
        return Timing(text, "external")
    if _EVENT.search(source.key):
        return Timing(text, "event", _events(text))
    # A fixed day or span ("Quý IV năm 2016") is an event known by its date.
    return Timing(text, "event", (text.strip(" .;"),))


def _events(rest: str) -> tuple[str, ...]:
    source = folded(rest)
    start = _LEAD_IN.match(source.key)
    begin = start.end() if start else 0
    events: list[str] = []
    position = begin
    for match in [*_SPLIT.finditer(source.key, begin), None]:
        end = match.start() if match else len(source.key)
        piece = source.slice(position, end).strip(" ,;.")
        if piece:
            events.append(piece)
        position = match.end() if match else end
    return tuple(events)
