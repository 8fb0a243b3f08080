"""A made-up population: provinces of districts, communes and villages, and how people there answer.

Every village has a chance of each answer, moved by what its province, district, commune and it itself are like (answers
to questions of one group move together, and all groups a little), by whether it is urban, and by the person: an outlook
on four levels that colours every answer, and the sex. Chances, not people, are kept, so what the population answers is
known exactly (:class:`Truth`) however large it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.survey.questionnaire import (
    NO,
    NOT_SELECTED,
    REFUSED,
    UNKNOWN,
    YES,
    Kind,
    Question,
    logit,
    questionnaire,
)  # fmt: skip

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]

LARGE, MEDIUM = ("01", "79"), ("38", "40", "82", "89")
PROVINCES = (
    "01", "02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19", "20", "22", "24", "25", "26", "27",
    "30", "31", "33", "34", "35", "36", "37", "38", "40", "42", "44", "45", "46", "48", "49", "51", "52", "54",
    "56", "58", "60", "62", "64", "66", "67", "68", "70", "72", "74", "75", "77", "79", "80", "82", "83", "84",
    "86", "87", "89", "91", "92", "93", "94", "95", "96",
)  # fmt: skip
"""Official codes of the 63 provinces until 2025, as in papi.org.vn's files; what is said of them here is made up."""

OUTLOOKS = np.array([-1.2, -0.4, 0.4, 1.2])
SEXES = np.array([0.5, -0.5])  # a001: 1, 2
GROUPS = 8
# How much districts, communes and villages of a province differ, in log odds.
SPREAD = {"province": 0.32, "item": 0.18, "district": 0.22, "commune": 0.18, "village": 0.25}
KM_STEP, KM_MOST, MINUTES_STEP, MINUTES_MOST, KM_SPREAD = 0.1, 20.0, 5.0, 120.0, 0.7


@dataclass(frozen=True, slots=True)
class Size:
    """A class of provinces: districts, how many are drawn beside the capital, interviews a village, people."""

    districts: int
    drawn: int
    interviews: int
    people: tuple[int, int]


def size_of(code: str) -> Size:
    """The class of a province (papi.md 3.1): large, medium or small."""
    if code in LARGE:
        return Size(28, 5, 24, (5_000_000, 7_500_000))
    if code in MEDIUM:
        return Size(21, 5, 16, (2_000_000, 3_600_000))
    return Size(11, 2, 16, (400_000, 1_900_000))


@dataclass(frozen=True, slots=True)
class Habits:
    """What is the same in all provinces, by column: log odds, how strongly groups, outlook, town and sex move it."""

    questions: tuple[Question, ...]
    columns: tuple[str, ...]
    of: Wholes
    base: Floats
    group: Wholes
    load: Floats
    outlook: Floats
    town: Floats
    sex: Floats


def habits(seed: int) -> Habits:
    """The habits of a seed."""
    questions = questionnaire()
    of = np.array([place for place, one in enumerate(questions) for _ in one.columns])
    rng = np.random.default_rng([seed, 1])
    plain = np.array([one.kind in (Kind.KM, Kind.MINUTES) for one in questions])[of]
    base = np.array([np.log(one.share) if plain_ else logit(one.share) for one, plain_ in _kinds(questions)])[of]
    n = len(of)
    return Habits(
        questions,
        tuple(name for one in questions for name in one.columns),
        of,
        base,
        np.array([one.group - 1 for one in questions])[of],
        rng.uniform(0.6, 1.4, n),
        np.where(plain, 0.0, rng.uniform(0.3, 0.7, n)),
        rng.normal(0, 0.25, n),
        np.where(plain, 0.0, rng.normal(0, 0.15, n)),
    )


def _kinds(questions: Sequence[Question]) -> list[tuple[Question, bool]]:
    return [(one, one.kind in (Kind.KM, Kind.MINUTES)) for one in questions]


@dataclass(frozen=True, slots=True)
class Frame:
    """A province's villages in order of communes and districts. ``communes``, ``villages``: where each district's
    communes and each commune's villages begin (one more at the end); the first of each is its seat, the first district
    the capital. ``odds``: villages x columns (log odds; of km and minutes the log of the median).
    """

    code: str
    size: Size
    communes: Wholes
    villages: Wholes
    people: Floats
    town: NDArray[np.bool_]
    odds: Floats

    def commune_people(self) -> Floats:
        """People of each commune."""
        return np.add.reduceat(self.people, self.villages[:-1])

    def district_people(self) -> Floats:
        """People of each district."""
        return np.add.reduceat(self.commune_people(), self.communes[:-1])


def frame(code: str, seed: int, shared: Habits) -> Frame:
    """The province of a code in the population of a seed."""
    rng = np.random.default_rng([seed, 2, int(code)])
    size = size_of(code)
    per_district = rng.integers(8, 20, size.districts)
    of_commune = np.repeat(np.arange(size.districts), per_district)
    per_commune = rng.integers(4, 13, len(of_commune))
    of_village = np.repeat(np.arange(len(of_commune)), per_commune)
    communes, villages = _starts(per_district), _starts(per_commune)
    seats = np.zeros(len(of_commune), dtype=bool)
    seats[communes[:-1]] = True
    town = seats | (rng.random(len(of_commune)) < np.where(of_commune == 0, 0.75, 0.1))
    people = rng.lognormal(0, 0.35, len(of_village)) * np.where(of_commune[of_village] == 0, 1.3, 1.0)
    people = np.round(people * rng.uniform(*size.people) / people.sum()) + 50
    shift = sum(
        (_effects(rng, n, SPREAD[level])[index] for level, n, index in (
            ("province", 1, np.zeros(len(of_village), dtype=np.int64)),
            ("district", size.districts, of_commune[of_village]),
            ("commune", len(of_commune), of_village),
            ("village", len(of_village), np.arange(len(of_village))),
        )),
        np.zeros((len(of_village), GROUPS)),
    )  # fmt: skip
    item = rng.normal(0, SPREAD["item"], len(shared.questions))[shared.of]
    odds = shared.base + item + shift[:, shared.group] * shared.load
    odds += np.where(town[of_village], 0.5, -0.5)[:, None] * shared.town
    return Frame(code, size, communes, villages, people, town[of_village], odds)


def _starts(counts: Wholes) -> Wholes:
    return np.concatenate([[0], np.cumsum(counts)])


def _effects(rng: np.random.Generator, n: int, spread: float) -> Floats:
    """Units x groups: what a unit is like, in part the same for all groups."""
    common, own = rng.normal(0, spread, (n, 1)), rng.normal(0, spread, (n, GROUPS))
    return np.asarray(0.6 * common + 0.8 * own)


def chances(odds: Floats) -> Floats:
    """Log odds as chances."""
    return np.asarray(1 / (1 + np.exp(-odds)))


@dataclass(frozen=True, slots=True)
class Truth:
    """What the whole population answers.

    ``people``: provinces x town (1, 2) x sex (1, 2). ``answers``: column -> its possible answers (888 and 999 among
    them; not asked is no answer) and how many people give each: provinces x town x sex x answers.
    """

    provinces: tuple[str, ...]
    people: Floats
    answers: Mapping[str, tuple[Floats, Floats]]


def truth(provinces: Sequence[str], seed: int) -> Truth:
    """The truth of a population; some 50 ms a province."""
    shared = habits(seed)
    people, answers = [], dict[str, tuple[Floats, list[Floats]]]()
    for code in provinces:
        found = frame(code, seed, shared)
        both = np.stack([found.people * found.town, found.people * ~found.town]) / 2
        people.append(both.sum(axis=1)[:, None].repeat(2, axis=1))
        for name, values, counts in _answers(found, shared, both):
            answers.setdefault(name, (values, []))[1].append(counts)
    stacked = {name: (values, np.stack(counts)) for name, (values, counts) in answers.items()}
    return Truth(tuple(provinces), np.stack(people), stacked)


def _answers(found: Frame, shared: Habits, both: Floats) -> Any:
    """Column, its answers, how many people give each (town x sex x answers)."""
    # Villages x sex x outlook: the chance that a question is asked, by its code and the answer that leads to others.
    led: dict[tuple[str, int], Floats] = {}
    everybody = np.ones((len(found.people), 2, len(OUTLOOKS)))
    for place, name in enumerate(shared.columns):
        one = shared.questions[shared.of[place]]
        asked = led[one.among, one.answered] if one.among else everybody
        if one.kind in (Kind.KM, Kind.MINUTES):
            values, spread = _distances(one.kind, found.odds[:, place])
            counts = np.einsum("tv,vk->tk", both, spread)[:, None, :].repeat(2, axis=1)
        else:
            odds = found.odds[:, place, None, None] + shared.outlook[place] * OUTLOOKS
            odds = odds + (shared.sex[place] * SEXES)[:, None]
            values, spread = _spread(one, chances(odds))
            counts = np.einsum("tv,vso,vsok->tsk", both, asked, spread, optimize=True) / len(OUTLOOKS)
        given = 1 - one.unknown - one.refused
        if one.kind is Kind.YES_NO:
            led[one.code, YES] = asked * given * spread[..., 0]
            led[one.code, NO] = asked * given * spread[..., 1]
        all_asked = counts.sum(axis=-1, keepdims=True)
        values = np.concatenate([values, [UNKNOWN, REFUSED]])
        yield name, values, np.concatenate([counts * given, all_asked * one.unknown, all_asked * one.refused], axis=-1)


def _spread(one: Question, chance: Floats) -> tuple[Floats, Floats]:
    """The answers of a question and the chance of each."""
    if one.kind is Kind.YES_NO:
        return np.array([YES, NO], dtype=float), np.stack([chance, 1 - chance], axis=-1)
    if one.kind is Kind.OPTIONS:
        return np.array([1, NOT_SELECTED], dtype=float), np.stack([chance, 1 - chance], axis=-1)
    from math import comb

    n = one.steps
    parts = [comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(n + 1)]
    return one.low + one.step * np.arange(n + 1, dtype=float), np.stack(parts, axis=-1)


def grid(kind: Kind) -> tuple[float, float]:
    """The step answers of km or minutes are rounded to, and the greatest."""
    return (KM_STEP, KM_MOST) if kind is Kind.KM else (MINUTES_STEP, MINUTES_MOST)


def _distances(kind: Kind, logs: Floats) -> tuple[Floats, Floats]:
    """Rounded distances and the chance of each in every village: a log-normal cut at the steps."""
    step, most = grid(kind)
    values = step * np.arange(1, round(most / step) + 1)
    edges = np.log(values[:-1] + step / 2)
    below = _normal((edges - logs[:, None]) / KM_SPREAD)
    below = np.concatenate([np.zeros((len(logs), 1)), below, np.ones((len(logs), 1))], axis=1)
    return np.round(values, 6), np.diff(below, axis=1)


def _normal(z: Floats) -> Floats:
    """The normal distribution function, by its error function (scipy is not needed for it)."""
    from math import erf, sqrt

    return np.asarray(np.vectorize(erf, otypes=[float])(z / sqrt(2)) / 2 + 0.5)
