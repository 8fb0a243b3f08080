"""What is estimated: means, proportions, ratios, totals, and linear combinations of them.

A measure is two weighted sums: the mean of x is ``sum(w x) / sum(w)`` over those who answered, a ratio ``sum(w y) /
sum(w x)`` over those with both, a total ``sum(w x)`` alone. A combination adds measures up on the level of the persons'
linearised values, so that what correlates is counted: the error of an index isn't built from its dimensions' errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from danbiet.stats.survey.answers import Answers


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a column's answers. ``answers``: another rule for this column than for the rest."""

    column: str
    name: str = ""
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Proportion:
    """The share of the answers that are among ``values``. Its interval stays within 0 and 1."""

    column: str
    values: tuple[float | str, ...] = (1,)
    name: str = ""
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The population's sum of a column; with ``column=None`` the number of people (of the domain)."""

    column: str | None
    name: str = ""
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of two sums, over those who have both."""

    numerator: str
    denominator: str
    name: str = ""
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """``constant + sum of coefficient * measure``; the terms name other measures of the same call.

    It rests on the smallest n and the fewest degrees of freedom of its terms; it is suppressed where a term is.
    """

    name: str
    terms: Mapping[str, float]
    constant: float = 0.0


Base = Mean | Proportion | Total | Ratio
Measure = Base | Combination


def name_of(measure: Measure) -> str:
    """The name a measure's estimates carry: its own, or one made of its columns."""
    if measure.name:
        return measure.name
    if isinstance(measure, Ratio):
        return f"{measure.numerator} / {measure.denominator}"
    if isinstance(measure, Combination):
        raise ValueError("a combination needs a name")
    return measure.column or "N"


def columns_of(measure: Measure) -> tuple[str, ...]:
    """The columns a measure reads."""
    if isinstance(measure, Ratio):
        return (measure.numerator, measure.denominator)
    if isinstance(measure, Combination) or measure.column is None:
        return ()
    return (measure.column,)


@dataclass(frozen=True, slots=True)
class Weighing:
    """Combinations taken apart: which base measures each rests on, and with which coefficient."""

    base: tuple[Base, ...]
    combinations: tuple[tuple[str, float, tuple[tuple[int, float], ...]], ...]
    order: tuple[int, ...]
    """For each measure of the call its place among the base measures followed by the combinations."""


def weighing(measures: tuple[Measure, ...]) -> Weighing:
    """Base measures and combinations, combinations of combinations resolved.

    ValueError for a name given twice, a term that names no measure, or combinations in a circle.
    """
    named: dict[str, Measure] = {}
    for measure in measures:
        if name_of(measure) in named:
            raise ValueError(f"two measures are called {name_of(measure)!r}")
        named[name_of(measure)] = measure
    base = tuple(measure for measure in measures if not isinstance(measure, Combination))
    places = {name_of(measure): place for place, measure in enumerate(base)}

    def resolve(name: str, above: tuple[str, ...]) -> tuple[float, dict[int, float]]:
        if name in above:
            raise ValueError(f"combination {name!r} rests on itself")
        if name not in named:
            raise ValueError(f"combination {above[-1]!r} names {name!r}, which isn't among the measures")
        measure = named[name]
        if not isinstance(measure, Combination):
            return 0.0, {places[name]: 1.0}
        constant, out = measure.constant, dict[int, float]()
        for term, coefficient in measure.terms.items():
            below, parts = resolve(term, (*above, name))
            constant += coefficient * below
            for place, part in parts.items():
                out[place] = out.get(place, 0.0) + coefficient * part
        return constant, out

    combinations: list[tuple[str, float, tuple[tuple[int, float], ...]]] = []
    order: list[int] = []
    for measure in measures:
        if isinstance(measure, Combination):
            constant, parts = resolve(measure.name, ())
            order.append(len(base) + len(combinations))
            combinations.append((measure.name, constant, tuple(sorted(parts.items()))))
        else:
            order.append(places[name_of(measure)])
    return Weighing(base, tuple(combinations), tuple(order))
