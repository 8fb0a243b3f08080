"""How published tables are read where they leave it open: the side of a cut, typical errors (data/conventions.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from danbiet.law import strict
from danbiet.stats.groups import Side

FILE = Path(__file__).with_name("data") / "conventions.yaml"


@dataclass(frozen=True, slots=True)
class Typical:
    """The root mean square of an element's published standard errors in a year, and the scale it stands on."""

    index: str
    year: int
    code: str
    error: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Conventions:
    """The file: sides by index and year, typical errors."""

    sides: dict[tuple[str, int], Side]
    errors: tuple[Typical, ...]


@cache
def conventions() -> Conventions:
    """The file, read once. CodedError LAW-001 to LAW-005 with the line if it is wrong."""
    return read(FILE)


def read(path: Path) -> Conventions:
    """A file of this form."""
    whole = strict.read(path)
    whole.only(("groups", "errors"))
    sides = {}
    for row in whole.tables("groups"):
        row.only(("index", "year", "side", "source"))
        if row.text("side") not in tuple(Side):
            raise row.wrong("side", "upper hoặc lower", "upper or lower")
        sides[row.text("index"), int(_number(row, "year"))] = Side(row.text("side"))
    errors = []
    for row in whole.tables("errors"):
        row.only(("index", "year", "code", "error", "low", "high", "source"))
        error, low, high = (_number(row, name) for name in ("error", "low", "high"))
        if error <= 0 or high <= low:
            raise row.wrong("error", "số dương trên một thang điểm", "a number above 0 on a scale")
        year = int(_number(row, "year"))
        errors.append(Typical(row.text("index"), year, row.text("code"), error, low, high, row.text("source")))
    return Conventions(sides, tuple(errors))


def _number(row: strict.Table, name: str) -> float:
    try:
        return float(row.written(name))
    except ValueError:
        raise row.wrong(name, "số", "a number") from None


def side_of(index: str, year: int) -> Side:
    """Where a score goes that equals a cut: as that year was published, else above the cut."""
    return conventions().sides.get((index, year), Side.UPPER)


def typical(index: str, code: str) -> list[Typical]:
    """The typical errors of an element, by year."""
    return [one for one in conventions().errors if (one.index, one.code) == (index, code)]
