"""Simulated editions of the index for the demonstration: 2011 to 2017, 63 provinces, marked as simulated everywhere.

Nothing here is published. Each score is drawn from a seed around the example plan's medians: a province has a level
that lasts, each sub-dimension its own, each year some noise. Cà Mau's 2014 and 2015 are those of the example plan, so
that its score table can be held against them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

from danbiet.index import actions, catalogue, provinces
from danbiet.index.framework import Framework, Level
from danbiet.index.tables import Cells, EditionTable

if TYPE_CHECKING:
    from danbiet.people.models import Person

YEARS = range(2011, 2018)
# The last two have standard errors, as if their source printed them; 2014 lacks two provinces.
WITH_ERRORS = (2016, 2017)
MISSING = {2014: ("24", "87")}
CA_MAU = "96"
SOURCE = "Số liệu mô phỏng của bản trình diễn, không phải số liệu công bố"
# Of the example plan: the median of 2015, Cà Mau's score in 2014 and in 2015.
EXAMPLE: dict[str, tuple[float, float, float]] = {
    "I.1": (0.93, 0.95, 0.9),
    "I.2": (1.5, 1.52, 1.47),
    "I.3": (1.46, 1.49, 1.5),
    "I.4": (0.91, 0.98, 0.96),
    "II.1": (2.15, 2.2, 2.25),
    "II.2": (1.62, 1.7, 1.66),
    "II.3": (1.68, 1.68, 1.72),
    "III.1": (1.84, 1.8, 1.86),
    "III.2": (1.81, 1.82, 1.88),
    "III.3": (1.87, 1.9, 1.93),
    "IV.1": (1.5, 1.7, 1.6),
    "IV.2": (1.76, 1.85, 1.8),
    "IV.3": (0.95, 1.1, 1.05),
    "IV.4": (1.68, 1.72, 1.66),
    "V.1": (1.62, 1.6, 1.64),
    "V.2": (1.74, 1.66, 1.7),
    "V.3": (1.63, 1.58, 1.66),
    "V.4": (1.87, 1.88, 1.84),
    "VI.1": (1.85, 1.8, 1.95),
    "VI.2": (1.66, 1.64, 1.7),
    "VI.3": (1.75, 1.42, 1.45),
    "VI.4": (1.66, 1.7, 1.68),
}
# How far apart provinces, their sub-dimensions and years are, as shares of a sub-dimension's scale.
LASTING, OWN, NOISE, DRIFT = 0.025, 0.05, 0.03, 0.008
ERROR_TOTAL, ERROR_DIMENSION = 0.45, 0.12
_SEED = 2016


def build(actor: Person) -> list[EditionTable]:
    """Store the simulated editions; what was stored."""
    made = tables()
    actions.simulate(actor, made)
    return made


def tables(seed: int = _SEED) -> list[EditionTable]:
    """The editions in memory; the same seed gives the same."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    places = [one.code for one in provinces.provinces("63")]
    levels = {code: chance.gauss(0, LASTING) for code in places}
    own = {(code, part): chance.gauss(0, OWN) for code in places for part in EXAMPLE}
    return [_edition(year, chance, places, levels, own) for year in YEARS]


def _edition(
    year: int,
    chance: random.Random,
    places: list[str],
    levels: Mapping[str, float],
    own: Mapping[tuple[str, str], float],
) -> EditionTable:
    framework = catalogue.of_year("papi", year)
    scores: dict[str, list[float | None]] = {}
    for part in framework.level(Level.SUB_DIMENSION):
        low, high = part.low or 0.0, part.high or 1.0
        middle = (EXAMPLE[part.code][0] - low) / (high - low) + chance.gauss(0, DRIFT)
        cells = []
        for code in places:
            share = middle + levels[code] + own[code, part.code] + chance.gauss(0, NOISE)
            score = low + (high - low) * min(1.0, max(0.0, share))
            cells.append(None if code in MISSING.get(year, ()) else round(_known(code, part.code, year, score), 6))
        scores[part.code] = list(cells)
    values = _sums(framework, scores, len(places))
    return EditionTable(
        index=framework.index,
        year=year,
        revision=0,
        framework=framework,
        province_set="63",
        provinces=tuple(places),
        values=values,
        errors=_errors(framework, values, chance) if year in WITH_ERRORS else {},
        source=SOURCE,
        simulated=True,
    )


def _known(province: str, part: str, year: int, score: float) -> float:
    """Cà Mau's scores in the example plan, where it has them."""
    if province == CA_MAU and year in (2014, 2015):
        return EXAMPLE[part][year - 2013]
    return score


def _sums(framework: Framework, scores: Mapping[str, list[float | None]], count: int) -> dict[str, Cells]:
    """All scores in the framework's order, dimensions and total as the exact sums of their parts."""
    found: dict[str, Cells] = {code: tuple(cells) for code, cells in scores.items()}
    dimensions = framework.level(Level.DIMENSION)
    for one in dimensions:
        found[one.code] = _added([found[part.code] for part in framework.children(one.code)], count)
    found["total"] = _added([found[one.code] for one in dimensions], count)
    return {code: found[code] for code in framework.elements if code in found}


def _added(parts: list[Cells], count: int) -> Cells:
    cells: list[float | None] = []
    for at in range(count):
        present = [value for part in parts if (value := part[at]) is not None]
        cells.append(round(sum(present), 6) if len(present) == len(parts) else None)
    return tuple(cells)


def _errors(framework: Framework, values: Mapping[str, Cells], chance: random.Random) -> dict[str, Cells]:
    made: dict[str, Cells] = {}
    for code in ("total", *(one.code for one in framework.level(Level.DIMENSION))):
        usual = ERROR_TOTAL if code == "total" else ERROR_DIMENSION
        made[code] = tuple(
            None if value is None else round(usual * chance.uniform(0.5, 2.0), 6) for value in values[code]
        )
    return made
