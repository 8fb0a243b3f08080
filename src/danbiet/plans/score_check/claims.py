"""The sentences: counts of dimensions that rose or fell, totals, groups, ranks, changes, by the published figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from danbiet.index.framework import Element, comparable
from danbiet.plans import checking_errors as codes
from danbiet.plans.score_check.cells import agrees, cut_off
from danbiet.plans.score_check.figures import Figures
from danbiet.plans.score_check.finding import Finding, Weight, What
from danbiet.reading.plan.stated import Claim
from danbiet.stats.groups import Group

GROUPS = {
    "lowest": Group.LOW,
    "lower_middle": Group.LOWER_MIDDLE,
    "upper_middle": Group.UPPER_MIDDLE,
    "highest": Group.HIGH,
}
GROUP_NAMES = {
    Group.LOW: ("thấp", "low"),
    Group.LOWER_MIDDLE: ("trung bình thấp", "lower middle"),
    Group.UPPER_MIDDLE: ("trung bình cao", "upper middle"),
    Group.HIGH: ("cao", "high"),
}
TOTAL_NAMES = ("Tổng điểm", "The total")
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure a change is: ``beyond`` whether its interval leaves out 0. Of ranks, a positive change is a rise."""

    change: float
    low: float
    high: float
    level: float
    beyond: bool
    source: Names


class Noise(Protocol):
    """What the errors of two editions say of a change of score, and of rank."""

    def score(self, before: Figures, code_before: str, after: Figures, code: str) -> Sure | None:
        """The change of the score; None where no errors are known."""

    def rank(self, before: Figures, code_before: str, after: Figures, code: str) -> Sure | None:
        """The change of the rank; None where no errors are known."""


@dataclass
class Claims:
    """The claims of one plan against the editions by year; ``years``: those of its table, in order."""

    editions: Mapping[int, Figures]
    years: Sequence[int]
    noise: Noise | None = None

    def check(self, claim: Claim) -> list[Finding]:
        """What doesn't hold of a claim, and what holds only as a figure."""
        after = self.editions.get(self.year(claim))
        if after is None:
            return []
        checks: dict[str, Callable[[Claim, Figures], list[Finding]]] = {
            "total": self._total,
            "group": self._group,
            "count": self._count,
            "rank": self._rank,
            "change": self._change,
        }
        return checks[claim.kind](claim, after)

    def year(self, claim: Claim) -> int:
        """The year a claim is about: its own, else the last of the table, else the last edition."""
        return claim.year or (self.years[-1] if self.years else max(self.editions))

    def before(self, claim: Claim) -> int:
        """The year it compares with: its own, else the one before."""
        return claim.before or self.year(claim) - 1

    def _element(self, claim: Claim, figures: Figures) -> tuple[str, Names]:
        """The one dimension a sentence names; the total where it names none or several."""
        code = claim.dimensions[0] if len(claim.dimensions) == 1 else "total"
        element = figures.table.framework.elements.get(code)
        return code, TOTAL_NAMES if element is None or code == "total" else (element.vi, element.en)

    def _total(self, claim: Claim, after: Figures) -> list[Finding]:
        code, _names = self._element(claim, after)
        value, stated = after.score(code), claim.value or 0.0
        if value is None or agrees(stated, value, claim.decimals) or cut_off(stated, value, claim.decimals):
            return []
        right, year = round(value, claim.decimals), after.table.year
        parts = [after.score(one.code) for one in after.table.framework.children(code)]
        known = [round(part, claim.decimals) for part in parts if part is not None]
        if code == "total" and len(known) == len(parts) and abs(sum(known) - stated) < 1e-6:
            return [Finding(codes.TOTAL_OF_ROUNDED, code, year, What.CLAIM, stated, right, Weight.SLIGHT, claim.at)]
        return [Finding(codes.WRONG_TOTAL, code, year, What.CLAIM, claim.text, right, Weight.WRONG, claim.at)]

    def _group(self, claim: Claim, after: Figures) -> list[Finding]:
        found = []
        for code in claim.dimensions or ("total",):
            element = after.table.framework.elements.get(code)
            group = after.group(code)
            if group is None or group is GROUPS[claim.what]:
                continue
            names = TOTAL_NAMES if element is None or code == "total" else (element.vi, element.en)
            facts = {"name": names, "recomputed": GROUP_NAMES[group]}
            year, right = after.table.year, GROUP_NAMES[group][0]
            found.append(
                Finding(codes.WRONG_GROUP, code, year, What.CLAIM, claim.text, right, Weight.WRONG, claim.at, facts)
            )
        return found

    def _rank(self, claim: Claim, after: Figures) -> list[Finding]:
        code, names = self._element(claim, after)
        rank, stated = after.rank(code), int(claim.value or 0)
        n = len(after.known(code))
        if rank is None or (rank == stated and claim.of in (None, n)):
            return []
        facts = {"name": names, "n": n}
        weight = Weight.WRONG if rank != stated else Weight.NOTE
        return [
            Finding(codes.CLAIMED_RANK, code, after.table.year, What.CLAIM, claim.text, rank, weight, claim.at, facts)
        ]

    def _change(self, claim: Claim, after: Figures) -> list[Finding]:
        before = self.editions.get(self.before(claim))
        code, names = self._element(claim, after)
        if before is None:
            return []
        broken = self._broken(claim, before, after, code)
        if broken:
            return [broken]
        stated, by_rank = claim.value or 0.0, claim.what == "bac"
        figures = (before.rank, after.rank) if by_rank else (before.score, after.score)
        old, new = figures[0](code), figures[1](code)
        if old is None or new is None:
            return []
        change = float(old - new) if by_rank else new - old
        printed = round(new, claim.decimals) - round(old, claim.decimals)
        if by_rank and change == stated:
            return self._noisy(claim, before, after, [code])
        if not by_rank and (agrees(stated, change, claim.decimals) or agrees(stated, printed, claim.decimals)):
            return self._noisy(claim, before, after, [code])
        right = int(change) if by_rank else round(change, max(claim.decimals, 2))
        facts = {"name": names, "before": before.table.year}
        year = after.table.year
        return [Finding(codes.CLAIMED_CHANGE, code, year, What.CLAIM, claim.text, right, Weight.WRONG, claim.at, facts)]

    def _count(self, claim: Claim, after: Figures) -> list[Finding]:
        dimensions, year = after.dimensions, after.table.year
        found: list[Finding] = []
        if claim.of != len(dimensions):
            number = len(dimensions)
            found.append(
                Finding(codes.WRONG_NUMBER, "total", year, What.CLAIM, claim.text, number, Weight.WRONG, claim.at)
            )
        compared = claim.what.startswith(("tang", "giam"))
        before = self.editions.get(self.before(claim)) if compared else None
        if compared and before is None:
            return found
        if before is not None:
            breaks = [self._broken(claim, before, after, one.code) for one in dimensions]
            if any(breaks):
                return [*found, *(one for one in breaks if one)]
            readings = {name: self._moved(claim, before, after) for name in [_MOVED[claim.what]]}
        else:
            readings = _low_or_high(claim.what, after)
        counted = {name: len(members) for name, members in readings.items()}
        if int(claim.value or 0) not in counted.values():
            return [*found, self._not_borne_out(claim, year, counted, len(dimensions))]
        if before is not None:
            found += self._noisy(claim, before, after, next(iter(readings.values())))
        return found

    def _not_borne_out(self, claim: Claim, year: int, counted: Mapping[Names, int], of: int) -> Finding:
        pair = tuple("; ".join(f"{name[i]}: {count}/{of}" for name, count in counted.items()) for i in (0, 1))
        right = f"{next(iter(counted.values()))}/{of}"
        facts = {"readings": pair}
        return Finding(codes.WRONG_COUNT, "total", year, What.CLAIM, claim.text, right, Weight.WRONG, claim.at, facts)

    def _moved(self, claim: Claim, before: Figures, after: Figures) -> list[str]:
        """The dimensions that moved the way a claim says."""
        up, by_rank = claim.what.startswith("tang"), claim.what.endswith("thu hang")
        found = []
        for element in after.dimensions:
            old_code = _same(before, element).code
            old = before.rank(old_code) if by_rank else before.score(old_code)
            new = after.rank(element.code) if by_rank else after.score(element.code)
            if old is None or new is None:
                continue
            rise = old - new if by_rank else new - old
            if rise > 0 if up else rise < 0:
                found.append(element.code)
        return found

    def _broken(self, claim: Claim, before: Figures, after: Figures, code: str) -> Finding | None:
        """A comparison across a change of method."""
        element = after.table.framework.elements.get(code)
        years = (before.table.year, after.table.year)
        if element is None or comparable(_same(before, element), years[0], element, years[1]):
            return None
        facts = {"name": (element.vi, element.en), "before": years[0]}
        return Finding(codes.ACROSS_BREAK, code, years[1], What.CLAIM, claim.text, "", Weight.WRONG, claim.at, facts)

    def _noisy(self, claim: Claim, before: Figures, after: Figures, members: Sequence[str]) -> list[Finding]:
        """Those among the changes a claim tells of that the errors can't tell from none."""
        if self.noise is None:
            return []
        by_rank = claim.what.endswith("thu hang") or claim.what == "bac"
        ask = self.noise.rank if by_rank else self.noise.score
        found = []
        for code in members:
            element = after.table.framework.elements[code]
            sure = ask(before, _same(before, element).code, after, code)
            if sure is None or sure.beyond:
                continue
            unit = ("bậc", "places") if by_rank else ("điểm", "points")
            right = int(sure.change) if by_rank else round(sure.change, 2)
            facts = {
                "name": (element.vi, element.en),
                "before": before.table.year,
                "change": _pair(sure.change, unit, by_rank),
                "low": _pair(sure.low, unit, by_rank),
                "high": _pair(sure.high, unit, by_rank),
                "level": round(sure.level * 100),
                "source": sure.source,
            }
            year = after.table.year
            found.append(
                Finding(codes.WITHIN_NOISE, code, year, What.CLAIM, claim.text, right, Weight.NOISE, claim.at, facts)
            )
        return found


def _same(figures: Figures, element: Element) -> Element:
    """The element of another year's framework that measures the same; the one of its code where none does."""
    elements = figures.table.framework.elements
    by_concept = next((one for one in elements.values() if one.concept == element.concept), None)
    return by_concept or elements.get(element.code, element)


def _pair(value: float, unit: Names, whole: bool) -> Names:
    text = f"{value:+.0f}" if whole else f"{value:+.2f}"
    return f"{text.replace('.', ',')} {unit[0]}", f"{text} {unit[1]}"


_MOVED: dict[str, Names] = {
    "tang thu hang": ("số chỉ số tăng hạng", "dimensions that rose in rank"),
    "giam thu hang": ("số chỉ số giảm hạng", "dimensions that fell in rank"),
    "tang diem": ("số chỉ số tăng điểm", "dimensions whose score rose"),
    "giam diem": ("số chỉ số giảm điểm", "dimensions whose score fell"),
    "tang": ("số chỉ số tăng điểm", "dimensions whose score rose"),
    "giam": ("số chỉ số giảm điểm", "dimensions whose score fell"),
}


def _low_or_high(what: str, figures: Figures) -> dict[Names, list[str]]:
    """The dimensions that rank low (or high) under each way of reading it."""
    low = what.endswith("thap")
    found: dict[Names, list[str]] = {}
    shares: tuple[tuple[Names, float], ...] = (
        (("hạng ở nửa dưới", "in the lower half") if low else ("hạng ở nửa trên", "in the upper half"), 1 / 2),
        (
            ("hạng ở một phần ba cuối", "in the last third")
            if low
            else ("hạng ở một phần ba đầu", "in the first third"),
            2 / 3,
        ),
        (("hạng ở nhóm thấp", "in the low group") if low else ("hạng ở nhóm cao", "in the high group"), 3 / 4),
    )
    for names, share in shares:
        members = []
        for element in figures.dimensions:
            rank, n = figures.rank(element.code), len(figures.known(element.code))
            if rank is not None and (rank > n * share if low else rank <= n * (1 - share)):
                members.append(element.code)
        found[names] = members
    below = ("điểm dưới trung vị", "below the median") if low else ("điểm trên trung vị", "above the median")
    found[below] = [
        element.code
        for element in figures.dimensions
        if (score := figures.score(element.code)) is not None
        and (middle := figures.median(element.code)) is not None
        and (score < middle if low else score > middle)
    ]
    return found
