"""What a plan's prose states of the index in figures: counts, totals, groups, ranks, changes; nothing is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from danbiet.reading.blocks import Block, Cell, Line, Place, Row, Table
from danbiet.reading.plan.assignments import read_assignments
from danbiet.reading.plan.columns import score_header
from danbiet.reading.plan.facts import DIMENSION_NAMES, GROUPS
from danbiet.reading.plan.folding import Folded, folded
from danbiet.reading.plan.scores import read_scores
from danbiet.reading.plan.sections import read_prose

# "04/06 Chỉ số đã tăng thứ hạng".
COUNT = re.compile(
    r"(\d{1,2})/(\d{1,2}) chi so (?:noi dung )?(?:(?:da|xep|dat|bi|co) )*"
    r"(tang thu hang|giam thu hang|tang diem|giam diem|thu hang thap|thu hang cao|tang|giam)"
)
# "năm 2015 đạt 35,83 điểm".
TOTAL = re.compile(r"nam (20\d{2}) dat (\d{1,2}[.,]\d{1,4}) diem")
# "xếp ở nhóm đạt điểm trung bình cao".
_GROUP = re.compile(r"(?:xep|nam|thuoc|dung|dat|o)\b[^.;,]{0,30}?\b(?:nhom|muc)\b[^.;,]{0,40}")
# "xếp thứ 25/63", "đứng thứ hạng 25", "xếp hạng 25 trên 63".
_RANK = re.compile(
    r"(?:xep|dung|dat|o)(?: o)? (?:thu hang|hang thu|vi tri thu|vi thu|vi tri|thu|hang) "
    r"(\d{1,2})\b(?:(?: ?/ ?| tren )(\d{2}))?"
)
# "tăng 9 bậc", "giảm 0,60 điểm".
_CHANGE = re.compile(r"\b(tang|giam) (\d{1,2}(?:[.,]\d{1,4})?) (bac|diem|hang|vi tri)\b(?! (?:phan tram|%))")
_YEAR = re.compile(r"nam (20\d{2})")
_AGAINST = re.compile(r"so voi (?:nam )?(20\d{2})")
_CLAUSE = re.compile(r"(?<=[;])\s+|(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure the prose states. ``kind``: "count", "total", "group", "rank" or "change".

    ``what``: what is counted ("tang thu hang" and so on, folded), the group's key, or "bac" / "diem" of a change, which
    is negative for a fall. ``dimensions``: the codes named in the same sentence; empty: the total. ``of``: how many
    dimensions, or provinces. ``year``: the last one named before it (None: none); ``before``: the year it compares
    with.
    """

    kind: str
    text: str
    at: Place
    year: int | None = None
    before: int | None = None
    dimensions: tuple[str, ...] = ()
    what: str = ""
    value: float | None = None
    decimals: int = 0
    of: int | None = None


def claims_of(blocks: list[Block]) -> list[Claim]:
    """All figures stated in the paragraphs that say how the last index went, in order of the text."""
    return [claim for line in evaluation_of(blocks) for claim in claims_in(line)]


def evaluation_of(blocks: list[Block]) -> list[Line]:
    """The paragraphs of the evaluation: before the causes, outside of the plan's tables."""
    scores = read_scores(blocks)
    named = {row.code: row.name for row in scores.rows() if row.level == "dimension"}
    rest = [block for i, block in enumerate(blocks) if i not in scores.used]
    used = read_assignments(rest, named).used
    lines = [block for i, block in enumerate(rest) if i not in used and isinstance(block, Line)]
    return read_prose(lines, named).evaluation


def claims_in(line: Line) -> list[Claim]:
    """The figures stated in one paragraph."""
    found: list[Claim] = []
    year: int | None = None
    for sentence in _CLAUSE.split(line.text):
        source = folded(sentence)
        years = [int(match[1]) for match in _YEAR.finditer(source.key)]
        against = _AGAINST.search(source.key)
        before = int(against[1]) if against else None
        own = [one for one in years if one != before]
        year = own[0] if own else year
        codes = tuple(code for code, names in DIMENSION_NAMES.items() if any(name in source.key for name in names))
        for make in (_totals, _groups, _counts, _ranks, _changes):
            found += make(source, line.at, year, before, codes)
    return found


def _totals(source: Folded, at: Place, year: int | None, before: int | None, codes: tuple[str, ...]) -> list[Claim]:
    return [
        Claim("total", source.slice(*match.span()), at, int(match[1]), before, codes, "", *_figure(match[2]))
        for match in TOTAL.finditer(source.key)
    ]


def _groups(source: Folded, at: Place, year: int | None, before: int | None, codes: tuple[str, ...]) -> list[Claim]:
    found = []
    for match in _GROUP.finditer(source.key):
        group = next((name for name, pattern in GROUPS if re.search(pattern, match[0])), None)
        if group:
            found.append(Claim("group", source.slice(*match.span()).strip(), at, year, before, codes, group))
    return found


def _counts(source: Folded, at: Place, year: int | None, before: int | None, codes: tuple[str, ...]) -> list[Claim]:
    found = []
    for match in COUNT.finditer(source.key):
        text = source.slice(*match.span())
        found.append(Claim("count", text, at, year, before, (), match[3], float(match[1]), 0, int(match[2])))
    return found


def _ranks(source: Folded, at: Place, year: int | None, before: int | None, codes: tuple[str, ...]) -> list[Claim]:
    found = []
    for match in _RANK.finditer(source.key):
        of = int(match[2]) if match[2] else None
        text = source.slice(*match.span())
        found.append(Claim("rank", text, at, year, before, codes, "", float(match[1]), 0, of))
    return found


def _changes(source: Folded, at: Place, year: int | None, before: int | None, codes: tuple[str, ...]) -> list[Claim]:
    found = []
    for match in _CHANGE.finditer(source.key):
        value, decimals = _figure(match[2])
        what = "diem" if match[3] == "diem" else "bac"
        signed = value if match[1] == "tang" else -value
        found.append(Claim("change", source.slice(*match.span()), at, year, before, codes, what, signed, decimals))
    return found


def _figure(text: str) -> tuple[float, int]:
    """A printed figure and how many decimals it has."""
    plain = text.replace(",", ".")
    return float(plain), len(plain.partition(".")[2])


def blocks_of(rows: Rows) -> list[Block]:
    """A document as it was stored (``blocks.to_json``), for reading it again; a cell that only continues is empty."""
    found: list[Block] = []
    for row in rows:
        at = Place.from_json(row["at"])
        if "rows" not in row:
            found.append(Line(row["text"], at, row.get("heading", False)))
            continue
        found.append(Table(tuple(Row(tuple(_cells(one)), Place.from_json(one["at"])) for one in row["rows"]), at))
    return found


def _cells(row: dict[str, Any]) -> list[Cell]:
    at = Place.from_json(row["at"])
    return [
        Cell(at=at, merged=True) if lines is None else Cell(tuple(Line(text, at) for text in lines), at)
        for lines in row["cells"]
    ]


def ranked_among(blocks: list[Block]) -> int | None:
    """How many provinces a score table's head says the ranks are among; None where it says nothing."""
    heads = (score_header(block) for block in blocks if isinstance(block, Table))
    return next((made[0].provinces for made in heads if made and made[0].provinces), None)
