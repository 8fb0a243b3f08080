"""Made-up microdata with PAPI's published design, from a population whose answers are known (:mod:`.population`).

Strata of provinces by size; in each the capital district with certainty and 2 (in medium and large provinces 5) more
with chances proportional to size; in each district its seat commune and one more, in each commune its seat village and
one more; 16 people a village, 24 in the two large provinces: 207 districts, 414 communes, 828 villages, 13,632
interviews (the index's own account of its design). Districts are drawn without replacement, systematically in random
order. Permanent residents, no replacements, nobody unreachable.

``times`` draws the whole sample so many times over, each with clusters of its own and a share of the weight: the load
grows, the truth stays. Rows are made a few thousand at a time whatever the number. Files say that they are simulated:
in Parquet's metadata and, as CSV has none, in the column ``simulated``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from danbiet.stats.survey.population import (
    KM_SPREAD,
    OUTLOOKS,
    PROVINCES,
    SEXES,
    Floats,
    Frame,
    Habits,
    Wholes,
    chances,
    frame,
    grid,
    habits,
)  # fmt: skip
from danbiet.stats.survey.questionnaire import NO, NOT_SELECTED, REFUSED, UNKNOWN, YES, Kind, Question, questionnaire
from danbiet.stats.survey.simulated import METADATA

SEED = 20160930
ROWS = 16_384  # made at a time, some 50 MB
GROUP_ROWS = 65_536  # a row group of a Parquet file
DESIGN = {
    "strata": "PSW_STRATA", "clusters": "PSW_PSU", "weight": "PSW_psweight",
    "certainty": "PSW_certainty", "next_stage": "xa",
}  # fmt: skip
"""What a design of these columns is called with. Without the last two, a capital is a stratum of one cluster."""

# Columns that aren't whole numbers: the weight and the distances.
REAL = frozenset({DESIGN["weight"], *(one.code for one in questionnaire() if one.kind is Kind.KM)})

Columns = dict[str, NDArray[Any]]
Progress = Callable[[int, int], None]


def interviews(provinces: Sequence[str] = PROVINCES, times: int = 1) -> int:
    """How many people are asked."""
    from danbiet.stats.survey.population import size_of

    return times * sum((1 + size_of(code).drawn) * 4 * size_of(code).interviews for code in provinces)


def batches(
    seed: int = SEED, *, sample: int = 0, times: int = 1, provinces: Sequence[str] = PROVINCES
) -> Iterator[Columns]:
    """The answers, province by province. ``seed`` makes the population, ``sample`` draws another sample from it.

    A question that wasn't asked is NaN. Columns: ``idcode0`` (the interview), ``tinh``, ``huyen``, ``xa``, ``thon``,
    ``khuvuc`` (1 town, 2 country), ``a001`` (sex: 1 man, 2 woman), ``a002`` (age), the design's, ``simulated``, then
    the questions.
    """
    shared = habits(seed)
    done = 0
    for code in provinces:
        found = frame(code, seed, shared)
        each = interviews([code])
        most = max(1, ROWS // each)
        for start in range(0, times, most):
            rng = np.random.default_rng([seed, 3, int(code), sample, start])
            made = _province(found, shared, rng, start, min(most, times - start), times)
            made["idcode0"] += done
            done += len(made["idcode0"])
            yield made


def _province(found: Frame, shared: Habits, rng: np.random.Generator, start: int, rounds: int, times: int) -> Columns:
    villages, weights = _drawn(found, rng, rounds)
    per = found.size.interviews
    drawn = 1 + found.size.drawn
    village = np.repeat(villages.ravel(), per)
    weight = np.repeat(weights.ravel(), per) * found.people[village] / per / times
    commune = np.searchsorted(found.villages, village, side="right") - 1
    district = np.searchsorted(found.communes, commune, side="right") - 1
    around = np.repeat(np.arange(start, start + rounds), drawn * 4 * per)
    n, tinh = len(village), int(found.code)
    sex = rng.integers(0, 2, n)
    base = (around * 100 + tinh) * 100
    columns: Columns = {
        "idcode0": np.arange(1, n + 1),
        "tinh": np.full(n, tinh),
        "huyen": base + district,
        "xa": (base + district) * 1000 + commune,
        "thon": ((base + district) * 1000 + commune) * 10_000 + village,
        "khuvuc": np.where(found.town[village], 1, 2),
        "a001": sex + 1,
        "a002": rng.integers(18, 71, n),
        "PSW_psweight": weight,
        "PSW_PSU": base + district,
        "PSW_STRATA": tinh * 10 + np.where(district == 0, 1, 2),
        "PSW_certainty": (district == 0).astype(np.int64),
        "PSW_province_population": np.full(n, int(found.people.sum())),
        "simulated": np.ones(n, dtype=np.int64),
    }
    odds = found.odds[village] + OUTLOOKS[rng.integers(0, len(OUTLOOKS), n), None] * shared.outlook
    odds += SEXES[sex, None] * shared.sex
    return columns | _answered(odds, shared, rng)


def _drawn(found: Frame, rng: np.random.Generator, rounds: int) -> tuple[Wholes, Floats]:
    """Villages drawn (rounds x districts x communes x villages) and one over the chance of each."""
    sizes = found.district_people()
    others, chance = _systematic(sizes[1:], found.size.drawn, rounds, rng)
    districts = np.concatenate([np.zeros((rounds, 1), dtype=np.int64), others + 1], axis=1)
    weight = np.concatenate([np.ones((rounds, 1)), 1 / chance], axis=1)
    communes, more = _seat_and_one(found.commune_people(), found.communes, districts, rng)
    weight = weight[..., None] * more
    villages, more = _seat_and_one(found.people, found.villages, communes, rng)
    return villages, weight[..., None] * more


def _systematic(sizes: Floats, n: int, rounds: int, rng: np.random.Generator) -> tuple[Wholes, Floats]:
    """``n`` different units a round with chances proportional to size, in random order, and those chances."""
    chance = sizes * n / sizes.sum()
    # None may be taken for sure: those that would are given almost that, the rest share what is left.
    while (chance > 0.95).any():
        big = chance > 0.95 - 1e-9
        chance = np.where(big, 0.95, chance * (n - 0.95 * big.sum()) / chance[~big].sum())
    order = np.argsort(rng.random((rounds, len(sizes))), axis=1)
    ends = np.cumsum(chance[order], axis=1)
    points = rng.random((rounds, 1)) + np.arange(n)
    place = (ends[:, None, :] <= points[:, :, None]).sum(axis=2).clip(max=len(sizes) - 1)
    picked = np.take_along_axis(order, place, axis=1)
    return picked, chance[picked]


def _seat_and_one(people: Floats, starts: Wholes, units: Wholes, rng: np.random.Generator) -> tuple[Wholes, Floats]:
    """For each unit its seat and one more part with a chance proportional to size; one over the chances."""
    ends = np.concatenate([[0.0], np.cumsum(people)])
    first = starts[units]
    low, high = ends[first + 1], ends[starts[units + 1]]
    point = low + rng.random(units.shape) * (high - low)
    other = (np.searchsorted(ends, point, side="right") - 1).clip(first + 1, starts[units + 1] - 1)
    return np.stack([first, other], axis=-1), np.stack([np.ones(units.shape), (high - low) / people[other]], axis=-1)


def _answered(odds: Floats, shared: Habits, rng: np.random.Generator) -> Columns:
    """The answers of people with these odds, a column a question; NaN where it wasn't asked."""
    out: Columns = {}
    for place, name in enumerate(shared.columns):
        one = shared.questions[shared.of[place]]
        answer = _one(one, odds[:, place], rng)
        if one.unknown or one.refused:
            luck = rng.random(len(answer))
            answer = np.where(luck < one.unknown, UNKNOWN, answer)
            answer = np.where(luck > 1 - one.refused, REFUSED, answer)
        if one.among:
            answer = np.where(out[one.among] == one.answered, answer, np.nan)
        out[name] = answer
    return out


def _one(one: Question, odds: Floats, rng: np.random.Generator) -> Floats:
    n = len(odds)
    if one.kind in (Kind.KM, Kind.MINUTES):
        step, most = grid(one.kind)
        far = np.exp(odds + KM_SPREAD * rng.standard_normal(n))
        return np.asarray(np.round((np.floor(far / step + 0.5) * step).clip(step, most), 6))
    chance = chances(odds)
    if one.kind is Kind.STEPS:
        return np.asarray(one.low + one.step * rng.binomial(one.steps, chance), dtype=float)
    no = NO if one.kind is Kind.YES_NO else NOT_SELECTED
    return np.where(rng.random(n) < chance, float(YES), float(no))


def about(seed: int, sample: int, times: int, provinces: Sequence[str]) -> dict[str, Any]:
    """What a file says of itself."""
    return {
        "simulated": True,
        "what": "Made-up answers to a made-up questionnaire; no person, province or published figure behind them.",
        "seed": seed, "sample": sample, "times": times, "provinces": len(provinces),
        "interviews": interviews(provinces, times), "design": DESIGN,
    }  # fmt: skip


def write(
    path: Path, seed: int = SEED, *, sample: int = 0, times: int = 1, provinces: Sequence[str] = PROVINCES,
    progress: Progress | None = None,
) -> int:  # fmt: skip
    """Write the answers as Parquet or, by the name's ending, as CSV; returns how many. Memory is bounded."""
    import pyarrow as pa

    total, done = interviews(provinces, times), 0
    writer: Any = None
    kept: list[Any] = []
    note = json.dumps(about(seed, sample, times, provinces)).encode()
    try:
        for made in batches(seed, sample=sample, times=times, provinces=provinces):
            batch = pa.RecordBatch.from_arrays(
                [_array(values, name in REAL) for name, values in made.items()], names=list(made)
            )
            writer = writer or _writer(path, batch.schema.with_metadata({METADATA: note}))
            kept.append(batch)
            done += batch.num_rows
            if sum(one.num_rows for one in kept) >= GROUP_ROWS or done == total:
                writer.write_table(pa.Table.from_batches(kept).combine_chunks())
                kept = []
            if progress:
                progress(done, total)
    finally:
        if writer is not None:
            writer.close()
    return done


def _writer(path: Path, schema: Any) -> Any:
    if path.suffix.lower() == ".csv":
        from pyarrow import csv

        return csv.CSVWriter(str(path), schema)
    from pyarrow import parquet

    return parquet.ParquetWriter(str(path), schema, compression="zstd")


def _array(values: NDArray[Any], real: bool) -> Any:
    """Answers as whole numbers where they are, a gap where a question wasn't asked."""
    import pyarrow as pa

    if values.dtype.kind != "f":
        return pa.array(values)
    if real:
        return pa.array(values, from_pandas=True)
    gaps = np.isnan(values)
    return pa.array(np.where(gaps, 0, values).astype(np.int32), mask=gaps)
