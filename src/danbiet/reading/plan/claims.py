"""Claims of the prose held against the table: "04/06 chỉ số xếp thứ hạng thấp", "đạt 35,83 điểm"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from danbiet.reading.blocks import Line
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Doubt, ScoreRow
from danbiet.reading.plan.folding import folded
from danbiet.reading.plan.stated import COUNT, TOTAL

Readings = dict[str, int]


def check_claims(lines: list[Line], rows: list[ScoreRow], provinces: int) -> list[Doubt]:
    """Claims that no stated reading bears out; those that hold raise nothing."""
    dimensions = [row for row in rows if row.level == "dimension"]
    years = sorted({int(name[6:]) for row in rows for name in row.values if name.startswith("score_")})
    if not dimensions or not years:
        return []
    found = []
    for line in lines:
        source = folded(line.text)
        for match in COUNT.finditer(source.key):
            readings = _readings(match[3], dimensions, years, provinces)
            if readings and int(match[1]) not in readings.values():
                text = "; ".join(f"{name}: {count}/{len(dimensions)}" for name, count in readings.items())
                claim = source.slice(match.start(), match.end())
                found.append(doubt("READ-103", line.at, claim=claim, readings=text))
        found += _totals(source.key, line, dimensions)
    return found


def _totals(key: str, line: Line, dimensions: list[ScoreRow]) -> list[Doubt]:
    found = []
    for match in TOTAL.finditer(key):
        values = [row.values.get(f"score_{match[1]}") for row in dimensions]
        if len(values) < 6 or any(value is None for value in values):
            continue
        total = sum((Decimal(str(value)) for value in values), Decimal())
        stated = Decimal(match[2].replace(",", "."))
        if abs(total - stated) > Decimal("0.005") * (len(values) + 1):
            facts: dict[str, Any] = {"stated": match[2].replace(".", ","), "sum": str(total).replace(".", ",")}
            found.append(doubt("READ-104", line.at, year=match[1], **facts))
    return found


def _readings(what: str, dimensions: list[ScoreRow], years: list[int], provinces: int) -> Readings:
    """How many dimensions the claim fits, under each way of reading it; empty if the table can't say."""
    last, before = years[-1], years[-2] if len(years) > 1 else None
    if what.startswith(("tang", "giam")) and before is None:
        return {}
    if what in ("tang thu hang", "giam thu hang"):
        sign = 1 if what.startswith("tang") else -1
        return _compared("thứ hạng", dimensions, f"rank_{before}", f"rank_{last}", sign)
    if what in ("tang diem", "giam diem", "tang", "giam"):
        sign = -1 if what.startswith("tang") else 1
        return _compared("điểm số", dimensions, f"score_{before}", f"score_{last}", sign)
    return _low_or_high(what, dimensions, last, provinces)


def _compared(name: str, rows: list[ScoreRow], old: str, new: str, sign: int) -> Readings:
    pairs = [(row.values.get(old), row.values.get(new)) for row in rows]
    if any(a is None or b is None for a, b in pairs):
        return {}
    return {
        f"so sánh {name} hai năm": sum(1 for a, b in pairs if a is not None and b is not None and (a - b) * sign > 0)
    }


def _low_or_high(what: str, rows: list[ScoreRow], year: int, provinces: int) -> Readings:
    """Low (or high): below the median score; in the lower half, third or quarter of the provinces."""
    low = what.endswith("thap")
    ranks = [row.values.get(f"rank_{year}") for row in rows]
    scores = [(row.values.get(f"score_{year}"), row.values.get(f"median_{year}")) for row in rows]
    found: Readings = {}
    known = [(score, median) for score, median in scores if score is not None and median is not None]
    if len(known) == len(rows):
        name = "điểm dưới trung vị" if low else "điểm trên trung vị"
        found[name] = sum(1 for score, median in known if (score < median if low else score > median))
    placed = [rank for rank in ranks if rank is not None]
    if len(placed) == len(rows):
        middle = (provinces + 1) / 2
        cuts = {
            "nửa dưới": middle,
            "nửa dưới kể cả vị trí giữa": middle - 0.5,
            "một phần ba cuối": provinces * 2 / 3,
            "một phần tư cuối": provinces * 3 / 4,
        }
        for name, cut in cuts.items():
            limit = cut if low else provinces + 1 - cut
            label = name if low else name.replace("dưới", "trên").replace("cuối", "đầu")
            found[f"hạng thuộc {label}"] = sum(1 for rank in placed if (rank > limit if low else rank < limit))
    return found
