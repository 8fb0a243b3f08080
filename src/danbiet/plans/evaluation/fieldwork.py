"""When the people of an index were asked, and which editions lie before, over and after a plan's arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path

from danbiet.law import strict

Names = tuple[str, str]


class Side(StrEnum):
    """Where an edition's fieldwork lies, seen from the plan's arrival."""

    BEFORE = "before"
    OVER = "over"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which people were asked for one edition; ``verified``: read in that year's report."""

    year: int
    first: date
    last: date
    verified: bool

    def side(self, arrived: date) -> Side:
        """Before a plan that arrived afterwards; over it if people were being asked that day; else after it."""
        if self.last < arrived:
            return Side.BEFORE
        return Side.AFTER if self.first > arrived else Side.OVER


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """The windows of an index by year, and what is visited: ``communes`` in all, ``per_province`` in most provinces."""

    source: Names
    communes: int
    provinces: int
    per_province: int
    windows: dict[int, Window]

    def window(self, year: int) -> Window:
        """The window of a year; a year that isn't known has the months of the last known one, not verified."""
        known = self.windows.get(year)
        if known is not None:
            return known
        last = self.windows[max(self.windows)]
        return Window(year, last.first.replace(year=year), last.last.replace(year=year), False)


@cache
def fieldwork(index: str = "papi") -> Fieldwork:
    """What is known of an index's fieldwork (``data/fieldwork.yaml``). KeyError for an index that isn't there."""
    with resources.as_file(resources.files("danbiet.plans") / "data" / "fieldwork.yaml") as path:
        table = strict.read(Path(path))
    if index not in table:
        raise KeyError(index)
    row = table.table(index)
    row.only(("source", "communes", "provinces", "per_district", "districts", "windows"))
    source = row.labels("source")
    windows = {}
    for one in row.tables("windows"):
        one.only(("year", "first", "last", "verified"))
        year = int(one.written("year"))
        first, last = one.day("first").first, one.day("last").last
        windows[year] = Window(year, first, last, one.text("verified") == "yes")
    return Fieldwork(
        source=(source.vi, source.en),
        communes=int(row.written("communes")),
        provinces=int(row.written("provinces")),
        per_province=int(row.written("per_district")) * int(row.written("districts")),
        windows=windows,
    )


def sides(years: Sequence[int], plan_year: int, arrived: date | None, index: str = "papi") -> dict[int, Side]:
    """Each edition's side. Without a day of arrival the whole year of the plan counts as over it."""
    found = {}
    for year in years:
        if arrived is not None:
            found[year] = fieldwork(index).window(year).side(arrived)
        else:
            found[year] = Side.BEFORE if year < plan_year else Side.AFTER if year > plan_year else Side.OVER
    return found
