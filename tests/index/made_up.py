"""Small made-up editions for tests: 63 provinces, six dimensions of 22 sub-dimensions, no indicators.

Nothing here is published: every score is drawn from a seed. A province has a level of its own that lasts, a sub-
dimension a middle and a spread, a year some noise; dimensions and the total are the exact sums of their parts. The
same seed and year give the same table on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from danbiet.index.framework import Element, Framework, Level
from danbiet.index.tables import Cells, EditionTable

# The two-digit codes of the 63 provinces before July 2025, as the General Statistics Office numbers them.
PROVINCES = tuple(
    f"{code:02}"
    for code in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42,
        44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86,
        87, 89, 91, 92, 93, 94, 95, 96,
    )
)  # fmt: skip
YEARS = (2011, 2012, 2013, 2014, 2015)
# Sub-dimensions of each dimension; their scales are those of the published framework until 2015.
PARTS = {"I": 4, "II": 3, "III": 3, "IV": 4, "V": 4, "VI": 4}
SCALES = {3: (0.33, 3.33), 4: (0.25, 2.5)}
SEED = 20160


def framework(years: Sequence[int] = YEARS, key: str = "made-up") -> Framework:
    """A framework of six dimensions in one comparability block."""
    elements = {"total": Element("total", Level.TOTAL, "total", "Tổng", "Total", 6, 60, blocks=_blocks(years))}
    for dimension, count in PARTS.items():
        elements[dimension] = _element(dimension, Level.DIMENSION, "total", (1.0, 10.0), years)
        for number in range(1, count + 1):
            code = f"{dimension}.{number}"
            elements[code] = _element(code, Level.SUB_DIMENSION, dimension, SCALES[count], years)
    return Framework("papi", key, tuple(years), "Khung ví dụ", "Example framework", "made up", elements)


def _element(code: str, level: Level, parent: str, scale: tuple[float, float], years: Sequence[int]) -> Element:
    low, high = scale
    name = "Nội dung" if level is Level.DIMENSION else "Nội dung thành phần"
    english = "Dimension" if level is Level.DIMENSION else "Sub-dimension"
    return Element(
        code, level, f"made-up-{code}", f"{name} {code}", f"{english} {code}", low, high,
        parent=parent, blocks=_blocks(years),
    )  # fmt: skip


def _blocks(years: Sequence[int]) -> dict[int, str]:
    return dict.fromkeys(years, "a")


def table(
    year: int = 2015,
    *,
    errors: bool = False,
    missing: Sequence[str] = (),
    seed: int = SEED,
    frame: Framework | None = None,
    provinces: Sequence[str] = PROVINCES,
    changed: Mapping[tuple[str, str], float] | None = None,
) -> EditionTable:
    """An edition in memory. ``errors``: with standard errors of the total and the dimensions; ``missing``: provinces
    without any score; ``changed``: (sub-dimension, province) -> what is added to its score.
    """
    frame = frame or framework()
    parts = frame.level(Level.SUB_DIMENSION)
    lasting = random.Random(f"{seed}")
    middles = {one.code: lasting.uniform(0.45, 0.65) for one in parts}
    levels = {code: lasting.gauss(0, 0.05) for code in sorted(set(PROVINCES) | set(provinces))}
    own = {(code, one.code): lasting.gauss(0, 0.05) for code in levels for one in parts}
    noise = random.Random(f"{seed}-{year}")
    values: dict[str, list[float | None]] = {code: [] for code in frame.elements if _scored(frame, code)}
    for province in provinces:
        scores: dict[str, float | None] = {}
        for one in parts:
            assert one.low is not None
            assert one.high is not None
            share = middles[one.code] + levels[province] + own[province, one.code] + noise.gauss(0, 0.04)
            score = one.low + (one.high - one.low) * min(1.0, max(0.0, share))
            score += (changed or {}).get((one.code, province), 0.0)
            scores[one.code] = None if province in missing else round(score, 6)
        for dimension in frame.level(Level.DIMENSION):
            scores[dimension.code] = _sum(scores[part.code] for part in frame.children(dimension.code))
        scores["total"] = _sum(scores[dimension.code] for dimension in frame.level(Level.DIMENSION))
        for code, cells in values.items():
            cells.append(scores[code])
    cells = {code: tuple(found) for code, found in values.items()}
    return EditionTable(
        index=frame.index,
        year=year,
        revision=1,
        framework=frame,
        province_set="63",
        provinces=tuple(provinces),
        values=cells,
        errors=_errors(cells, frame, noise) if errors else {},
        observations=tuple(None if province in missing else 200.0 for province in provinces) if errors else (),
        source="made up",
        simulated=True,
    )


def tables(
    years: Sequence[int] = YEARS, *, with_errors: Sequence[int] = (2014, 2015), **more: Any
) -> list[EditionTable]:
    """Editions of several years with the same lasting differences; the later ones with standard errors."""
    frame = more.pop("frame", None) or framework(years)
    return [table(year, errors=year in with_errors, frame=frame, **more) for year in years]


def _scored(frame: Framework, code: str) -> bool:
    return frame.elements[code].level is not Level.INDICATOR


def _sum(parts: Any) -> float | None:
    found = list(parts)
    return None if any(one is None for one in found) else round(sum(found), 6)


def _errors(values: Mapping[str, Cells], frame: Framework, noise: random.Random) -> dict[str, Cells]:
    codes = ["total", *(one.code for one in frame.level(Level.DIMENSION))]
    return {
        code: tuple(
            None if value is None else round((0.45 if code == "total" else 0.12) * noise.uniform(0.5, 2.0), 6)
            for value in values[code]
        )
        for code in codes
    }


def stored(made: Sequence[EditionTable] | None = None) -> list[EditionTable]:
    """Editions put straight into the database by the operator, as the tests' starting point; needs ``db``.

    Without an argument those of :data:`YEARS` in the published frameworks of their years.
    """
    from danbiet.index import catalogue, queries, storing
    from danbiet.people import actions

    made = made or [table(year, errors=year >= 2014, frame=catalogue.of_year("papi", year)) for year in YEARS]
    return queries.tables([storing.write(one, actions.operator()) for one in made])
