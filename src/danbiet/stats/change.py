"""A change against its noise, and what each part contributes to the change of a sum."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from danbiet.stats.intervals import check_error, quantile_of


@dataclass(frozen=True, slots=True)
class Change:
    """A change with its standard error and interval.

    ``beyond_noise``: the interval excludes 0. ``correlation``: of the two errors, as assumed.
    """

    difference: float
    se: float
    low: float
    high: float
    beyond_noise: bool
    level: float
    correlation: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one part contributes: its change times its weight; ``share`` of the whole change, None if that is 0."""

    code: str
    before: float
    after: float
    difference: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Contributions:
    """The parts of a change in the order given.

    ``total`` is the sum of the parts' differences; None if a part is missing on either side (named in ``missing``):
    the change of a sum isn't told from some of its parts.
    """

    parts: tuple[Part, ...]
    total: float | None
    missing: tuple[str, ...]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)


def error_of_difference(se_a: float, se_b: float, correlation: float = 0.0) -> float:
    """The standard error of a difference of two estimates whose errors have a stated correlation (-1 to 1)."""
    if not -1 <= correlation <= 1:
        raise ValueError(f"a correlation is from -1 to 1, not {correlation}")
    square = check_error(se_a) ** 2 + check_error(se_b) ** 2 - 2 * correlation * se_a * se_b
    return math.sqrt(max(square, 0.0))


def change(
    before: float,
    after: float,
    se_before: float,
    se_after: float,
    *,
    correlation: float = 0.0,
    level: float = 0.95,
) -> Change:
    """The change from one estimate to another, with its noise.

    The samples of two years are drawn anew, so their errors are taken as independent unless a correlation is given.
    """
    difference = after - before
    se = error_of_difference(se_before, se_after, correlation)
    reach = quantile_of(level) * se
    return Change(difference, se, difference - reach, difference + reach, abs(difference) > reach, level, correlation)


def smallest_told(se_before: float, se_after: float, *, correlation: float = 0.0, level: float = 0.95) -> float:
    """The smallest change that would stand out from the noise: a difference above it has an interval without 0."""
    return quantile_of(level) * error_of_difference(se_before, se_after, correlation)


def contributions(
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
    weights: Mapping[str, float] | None = None,
) -> Contributions:
    """What each part contributes to the change of a (weighted) sum; the parts add up to it exactly.

    Parts come in the order of ``before``; both sides must name the same parts (ValueError otherwise: a comparison
    across other parts is none). A weight that isn't given is 1.
    """
    if set(before) != set(after):
        raise ValueError(f"other parts before and after: {sorted(set(before) ^ set(after))}")
    weights = weights or {}
    steps: list[tuple[str, float, float, float]] = []
    missing: list[str] = []
    for code, old in before.items():
        new = after[code]
        if old is None or new is None or math.isnan(old) or math.isnan(new):
            missing.append(code)
        else:
            steps.append((code, old, new, (new - old) * weights.get(code, 1.0)))
    whole = None if missing else math.fsum(step for *_, step in steps)
    parts = tuple(Part(code, old, new, step, step / whole if whole else None) for code, old, new, step in steps)
    return Contributions(parts, whole, tuple(missing))
