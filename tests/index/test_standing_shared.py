"""Standings on the published tables, held against what was reckoned from them independently (papi.md 6)."""

import statistics
from functools import cache

import pytest

from danbiet.index import diagnosis, importing, standing
from danbiet.index.uncertainty import Source

pytestmark = pytest.mark.shared


@cache
def read(folder):
    found = {}
    for name in ("papi-2011-2016.xlsx", "papi-2015-2023.xlsm"):
        for one in importing.read_file((folder / "data" / name).read_bytes(), name).editions:
            if not one.blocked:
                found.setdefault(one.year, one.table)
    return [found[year] for year in sorted(found)]


@pytest.fixture
def panel(shared_folder):
    return read(shared_folder)


def of(panel, year):
    return next(one for one in panel if one.year == year)


@pytest.mark.parametrize(("year", "width"), [(2019, 16), (2022, 19), (2023, 11)])
def test_the_middle_width_of_rank_intervals_is_the_published_one(panel, year, width):
    """Published errors, normal and independent, 20,000 draws: papi.md 6."""
    lows, highs = standing.field(of(panel, year), "total", panel).rank_intervals
    widths = [high - low for low, high in zip(lows, highs, strict=True) if low is not None]
    assert statistics.median(widths) == pytest.approx(width, abs=1.5)


def test_ca_mau_2016_has_a_modelled_error_that_says_so(panel):
    found = standing.standings(of(panel, 2016), "96", panel)[0]
    assert found.score == pytest.approx(34.2227, abs=1e-4)
    assert (found.n, found.rank) == (63, 55)
    assert found.se_source is Source.MODEL
    assert found.rank_low < 50 < found.rank_high


def test_three_provinces_of_2022_have_a_modelled_error_among_published_ones(panel):
    """SE 0 for Sóc Trăng, Bạc Liêu and Cà Mau means missing (papi.md 2.7)."""
    table = of(panel, 2022)
    sources = standing.field(table, "total", panel).errors.sources
    modelled = {code for code, one in zip(table.provinces, sources, strict=True) if one is Source.MODEL}
    assert modelled == {"94", "95", "96"}


def test_across_2016_only_dimensions_2_4_and_6_contribute(panel):
    found = diagnosis.diagnose(of(panel, 2016), "96", panel)
    assert {one.element.parent for one in found.movers} == {"II", "IV", "VI"}
    assert len(found.not_told) == 11
