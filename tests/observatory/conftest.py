"""Editions for the pages: made-up ones of 2014 to 2016 and 2018, the last with indicators; a finding in the source."""

from dataclasses import replace

import pytest

from danbiet.index import catalogue, standing, storing
from danbiet.index.framework import Level
from danbiet.people import actions
from tests.index import made_up


def with_indicators(table):
    """The same edition with a score for every indicator: the share of its place among the provinces."""
    values = dict(table.values)
    for one in table.framework.level(Level.INDICATOR):
        low, high = (one.low, one.high) if one.low is not None and one.high is not None else (0, 150_000)
        size = len(table.provinces)
        values[one.code] = tuple(low + (high - low) * (place + 1) / (size + 1) for place in range(size))
    return replace(table, values=values)


def edition(year, **more):
    """A made-up edition of a year in its published framework, as if it had been published."""
    made = made_up.table(year, frame=catalogue.of_year("papi", year), **more)
    return replace(made, simulated=False, source="bang-chi-tieu.xlsx")


@pytest.fixture(autouse=True, scope="module")
def _few_draws():
    """Rank intervals from few simulations: the pages are looked at here, not the intervals."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(standing, "DRAWS", 200)
        yield
    standing._simulated.cache_clear()


@pytest.fixture(scope="module")
def observed(ca_mau):
    """Cà Mau with its plan, and editions."""
    operator = actions.operator()
    for year in (2014, 2015, 2016):
        made = edition(year, missing=("24",) if year == 2014 else ())
        found = [storing.Noted("IDX-100", f"{year}_PAPI", "B7", facts={"index": "papi", "year": year})]
        storing.write(made, operator, storing.Origin(f"{year}_PAPI", level_stated=0.95, level_found=0.9), found)
    storing.write(with_indicators(edition(2018, errors=True)), operator, storing.Origin("2018"))
    return ca_mau
