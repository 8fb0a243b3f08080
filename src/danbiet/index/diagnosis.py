"""A province's year, read: how far from the median, from the group above, from the best, from its own past; what moved
the total; what is a strength or a weakness beyond noise.

A gap is the score minus what it is held against, so below 0 means behind. Its error joins the score's and,
of a cut, that of the cut itself (simulated). Strengths and weaknesses are judged all at once (Holm's step-down at 5 %),
since among some thirty sub-dimensions one or two differ from the median by chance alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from danbiet.base.errors import CodedError
from danbiet.index import comparing, standing
from danbiet.index.comparing import Difference, Verdict
from danbiet.index.framework import Element, Level
from danbiet.index.standing import LEVEL, Field, Standing
from danbiet.index.tables import Cells, EditionTable
from danbiet.stats.groups import FROM_BELOW, Group
from danbiet.stats.intervals import NORMAL, quantile_of

# Errors of cuts are standard deviations of draws: 2,000 give them to 2 %.
_CUT_DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A score minus a reference, with its noise. ``group``: whose cut; ``province``: whose score; ``year``: of when."""

    reference: float
    difference: float
    se: float | None
    low: float | None
    high: float | None
    level: float = LEVEL
    group: Group | None = None
    province: str = ""
    year: int | None = None

    @property
    def verdict(self) -> Verdict | None:
        """Above or below beyond noise, or unsure; None without errors."""
        if self.low is None or self.high is None:
            return None
        return Verdict.ABOVE if self.low > 0 else Verdict.BELOW if self.high < 0 else Verdict.UNSURE

    @property
    def chance(self) -> float | None:
        """The probability that the score behind the estimate is at or above the reference."""
        if self.se is None:
            return None
        return NORMAL.cdf(self.difference / self.se) if self.se else float(self.difference >= 0)

    def to_json(self) -> dict[str, object]:
        """For machines."""
        found: dict[str, object] = {
            "reference": self.reference,
            "difference": self.difference,
            "se": self.se,
            "low": self.low,
            "high": self.high,
            "verdict": None if self.verdict is None else str(self.verdict),
        }
        found |= {"group": str(self.group)} if self.group else {}
        found |= {"province": self.province} if self.province else {}
        return found | ({"year": self.year} if self.year else {})


@dataclass(frozen=True, slots=True)
class Line:
    """One element of the diagnosis; a gap that can't be told is None.

    ``above``: to the cut of the group above (None in the highest). ``past``: to the latest earlier year of the same
    comparability block; ``past_refusal``: why there is none. ``trail``: (year, score) of the block up to this year.
    ``moved``: the change since the edition before, refused across a break. ``firm``: what it is beyond noise and
    chance, strength (ABOVE the median) or weakness (BELOW); UNSURE otherwise.
    """

    standing: Standing
    median: Gap | None
    above: Gap | None
    best: Gap | None
    past: Gap | None
    past_refusal: CodedError | None
    trail: tuple[tuple[int, float], ...]
    moved: Difference | None
    firm: Verdict = Verdict.UNSURE

    @property
    def element(self) -> Element:
        """The element."""
        return self.standing.element

    @property
    def code(self) -> str:
        """Its code."""
        return self.standing.code

    @property
    def contribution(self) -> float | None:
        """What it added to the change of what it is part of; None where it can't be compared."""
        return self.moved.difference if self.moved is not None else None

    def to_json(self, language: str = "vi") -> dict[str, object]:
        """For machines."""
        gaps = {"median": self.median, "group": self.above, "best": self.best, "past": self.past}
        refusal = self.past_refusal
        return {
            **self.standing.to_full_json(),
            "gaps": {key: None if gap is None else gap.to_json() for key, gap in gaps.items()},
            "past_refused": None if refusal is None else {"code": refusal.code, "message": refusal.message(language)},
            "trail": [{"year": year, "score": score} for year, score in self.trail],
            "contribution": self.contribution,
            "firm": str(self.firm),
        }


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A province's year. ``before``: the year its changes are told from; None where there is no earlier one."""

    province: str
    year: int
    before: int | None
    lines: tuple[Line, ...]

    def of(self, level: Level) -> list[Line]:
        """The lines of a level in order."""
        return [one for one in self.lines if one.element.level is level]

    @property
    def total(self) -> Line | None:
        """The line of the total; None where the edition has none."""
        return next(iter(self.of(Level.TOTAL)), None)

    @property
    def strengths(self) -> list[Line]:
        """Sub-dimensions above the median beyond noise and chance, the surest first."""
        return self._firm(Verdict.ABOVE)

    @property
    def weaknesses(self) -> list[Line]:
        """Sub-dimensions below the median beyond noise and chance, the surest first."""
        return self._firm(Verdict.BELOW)

    def _firm(self, verdict: Verdict) -> list[Line]:
        found = [one for one in self.of(Level.SUB_DIMENSION) if one.firm is verdict]
        return sorted(found, key=lambda one: -_distance(one.median))

    @property
    def movers(self) -> list[Line]:
        """Sub-dimensions whose change can be told, from what lowered the total most to what raised it most."""
        found = [one for one in self.of(Level.SUB_DIMENSION) if one.contribution is not None]
        return sorted(found, key=lambda one: one.contribution or 0.0)

    @property
    def not_told(self) -> list[Line]:
        """Sub-dimensions whose change can't be told: new, rescaled, asked otherwise, or missing in a year."""
        return [one for one in self.of(Level.SUB_DIMENSION) if one.moved is not None and one.contribution is None]

    @property
    def told(self) -> float:
        """The sum of the changes that can be told: the part of the total's change they explain."""
        return sum(one.contribution or 0.0 for one in self.movers)

    def to_json(self, language: str = "vi") -> dict[str, object]:
        """For machines."""
        total = self.total
        moved = total.moved if total is not None else None
        return {
            "before": self.before,
            "elements": [one.to_json(language) for one in self.lines],
            "change": None if moved is None else moved.to_json(language),
            "contributions": {
                "told": self.told,
                "parts": {one.code: one.contribution for one in self.movers},
                "not_told": [
                    {"code": one.code, "why": one.moved.refusal.message(language)}
                    for one in self.not_told
                    if one.moved is not None and one.moved.refusal is not None
                ],
            },
            "strengths": [one.code for one in self.strengths],
            "weaknesses": [one.code for one in self.weaknesses],
        }


def diagnose(table: EditionTable, province: str, panel: Iterable[EditionTable] | None = None) -> Diagnosis:
    """A province's year against the others and its own past. ``panel``: the editions that count, in any order.

    Raises IDX-201 if the edition doesn't have the province.
    """
    place = standing.place_of(table, province)
    some = list(panel or ())
    earlier = sorted(
        (
            one
            for one in some
            if one.index == table.index
            and one.year < table.year
            and one.province_set == table.province_set
            and province in one.provinces
        ),
        key=lambda one: -one.year,
    )
    moved: dict[str, Difference] = {}
    if earlier:
        found = comparing.between_years(earlier[0], table, province, None, some, ranked=False)
        moved = {one.element.code: one for one in found}
    lines = []
    for element in standing.elements_of(table):
        field = standing.field(table, element.code, some)
        lines.append(_line(field, place, table, earlier, some, moved.get(element.code)))
    return Diagnosis(province, table.year, earlier[0].year if earlier else None, _firm(lines))


def _line(
    field: Field,
    place: int,
    now: EditionTable,
    earlier: Sequence[EditionTable],
    panel: Sequence[EditionTable],
    moved: Difference | None,
) -> Line:
    own = standing.standing_of(field, place)
    past, refusal, trail = _past(own, now, earlier, panel)
    if own.score is None:
        return Line(own, None, None, None, None, refusal, trail, moved)
    return Line(own, to_cut(field, own, 1), _above(field, own), _best(field, own), past, refusal, trail, moved)


def to_cut(field: Field, own: Standing, cut: int, group: Group | None = None) -> Gap | None:
    """The gap of a standing to a cut of its field (0, 1, 2: the 25th, 50th, 75th percentile); None without a score."""
    if own.score is None or not field.grouping.cuts:
        return None
    reference = field.grouping.cuts[cut]
    noise = cut_errors(field.values, field.errors.cells)
    se = None if own.se is None or noise is None else (own.se**2 + noise[cut] ** 2) ** 0.5
    return _gap(own.score, reference, se, group=group)


def _above(field: Field, own: Standing) -> Gap | None:
    """To the cut of the group above."""
    if own.group is None or own.group is Group.HIGH:
        return None
    above = FROM_BELOW[own.group.standing + 1]
    return to_cut(field, own, above.standing - 1, above)


def _best(field: Field, own: Standing) -> Gap | None:
    """To the best score of the year. What is best is partly luck too, which only its error shows."""
    known = [(value, at) for at, value in enumerate(field.values) if value is not None]
    if not known or own.score is None:
        return None
    best, at = max(known)
    province = field.provinces[at]
    if province == own.province:
        return Gap(best, 0.0, None, None, None, province=province)
    other = field.errors.cells[at]
    se = None if own.se is None or other is None else (own.se**2 + other**2) ** 0.5
    return _gap(own.score, best, se, province=province)


def _past(
    own: Standing, now: EditionTable, earlier: Sequence[EditionTable], panel: Sequence[EditionTable]
) -> tuple[Gap | None, CodedError | None, tuple[tuple[int, float], ...]]:
    """The latest earlier year that compares, or why none does; and all years of the block."""
    gap, refusal = None, None
    trail = [] if own.score is None else [(own.year, own.score)]
    for table in earlier:
        twin, why = comparing.earlier_twin(table, own.province, own.element, now)
        score = table.value(twin.code, own.province) if twin is not None else None
        if twin is None or score is None:
            refusal = refusal or why
            continue
        trail.append((table.year, score))
        if gap is None and own.score is not None:
            field = standing.field(table, twin.code, panel)
            se = field.errors.cells[table.position(own.province)]
            joint = None if own.se is None or se is None else (own.se**2 + se**2) ** 0.5
            gap = _gap(own.score, score, joint, year=table.year)
    return gap, None if gap is not None else refusal, tuple(sorted(trail))


def _gap(score: float, reference: float, se: float | None, **of: object) -> Gap:
    gap = score - reference
    if se is None:
        return Gap(reference, gap, None, None, None, **of)  # type: ignore[arg-type]
    reach = quantile_of(LEVEL) * se
    return Gap(reference, gap, se, gap - reach, gap + reach, **of)  # type: ignore[arg-type]


@lru_cache(maxsize=2_048)
def cut_errors(values: Cells, cells: Cells) -> tuple[float, float, float] | None:
    """How uncertain the three cuts themselves are: standard deviations over draws; None where an error is missing."""
    import numpy as np

    from danbiet.stats.simulation import draws

    pairs = [(value, se) for value, se in zip(values, cells, strict=True) if value is not None]
    if not pairs or any(se is None for _value, se in pairs):
        return None
    drawn = draws([value for value, _se in pairs], [se for _value, se in pairs], count=_CUT_DRAWS)
    found = np.percentile(drawn, (25, 50, 75), axis=1).std(axis=1)
    return float(found[0]), float(found[1]), float(found[2])


def _distance(gap: Gap | None) -> float:
    """How many standard errors away."""
    return abs(gap.difference) / gap.se if gap is not None and gap.se else 0.0


def _firm(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with what survives noise and chance: Holm's step-down over the sub-dimensions."""
    import dataclasses

    judged = [one for one in lines if one.element.level is Level.SUB_DIMENSION and one.median and one.median.se]
    firm: dict[str, Verdict] = {}
    left = len(judged)
    for one in sorted(judged, key=lambda one: -_distance(one.median)):
        if 2 * (1 - NORMAL.cdf(_distance(one.median))) > (1 - LEVEL) / left:
            break
        left -= 1
        firm[one.code] = Verdict.ABOVE if one.median and one.median.difference > 0 else Verdict.BELOW
    return tuple(dataclasses.replace(one, firm=firm.get(one.code, Verdict.UNSURE)) for one in lines)


def by_dimension(lines: Iterable[Line]) -> Mapping[str, list[Line]]:
    """Sub-dimensions under the code of their dimension."""
    found: dict[str, list[Line]] = {}
    for one in lines:
        if one.element.level is Level.SUB_DIMENSION:
            found.setdefault(one.element.parent, []).append(one)
    return found
