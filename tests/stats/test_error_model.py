"""The model of standard errors: what it rests on, how far off it is, and that it says so."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stats.published import ROWS, cells, row

from danbiet.stats.error_model import PublishedError, Rule, check_split, fit, split

DIMENSIONS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def made_up(lasting: float, years=(2019, 2022, 2023), units=60):
    """Errors of one common size with sampling noise; ``lasting`` is how much of a unit's size stays with it."""
    chance = random.Random(5)
    size = {str(unit): math.exp(chance.gauss(0, 1) * lasting) for unit in range(units)}
    return [
        PublishedError(year, unit, "total", 0.5 * own * math.sqrt(chance.gammavariate(2, 0.5)))
        for year in years
        for unit, own in size.items()
    ]


def test_what_is_pooled_is_the_variance():
    model = fit([PublishedError(2019, "01", "I", 3.0), PublishedError(2019, "02", "I", 4.0)])
    found = model.predict("I", "01")
    assert found.se == pytest.approx(math.sqrt(12.5))
    assert (found.rule, found.years, model.codes) == (Rule.POOLED, (2019,), ("I",))
    assert not model.checks["I"].across_years


def test_a_year_weighs_the_same_whatever_its_units():
    few = [PublishedError(2022, "01", "total", 2.0)]
    many = [PublishedError(2019, str(unit), "total", 1.0) for unit in range(60)]
    model = fit(few + many)
    assert model.predict("total").se == pytest.approx(math.sqrt(2.5))
    assert model.checks["total"].levels == pytest.approx({2019: 2.0, 2022: 0.5})


def test_history_counts_where_it_lasts():
    lasting, noise = fit(made_up(1.0)), fit(made_up(0.0))
    assert lasting.checks["total"].lag < math.inf
    assert lasting.checks["total"].loss < lasting.checks["total"].loss_without
    assert lasting.predict("total", "1").rule is Rule.HISTORY
    of_one_size = [noise.predict("total", str(unit)).se for unit in range(60)]
    of_their_own = [lasting.predict("total", str(unit)).se for unit in range(60)]
    assert max(of_one_size) / min(of_one_size) < 2 < max(of_their_own) / min(of_their_own)


def test_mean_variance_is_kept():
    model = fit(made_up(1.0))
    squares = [model.predict("total", str(unit)).se ** 2 for unit in range(60)]
    assert sum(squares) / 60 == pytest.approx(model.predict("total").se ** 2)


def test_a_unit_without_history_is_predicted_too():
    model = fit(made_up(1.0))
    assert 0 < model.predict("total", "nobody").se < 2 * model.predict("total").se


def test_a_published_zero_is_missing():
    model = fit([PublishedError(2022, "96", "total", 0.0), PublishedError(2022, "01", "total", 0.5)])
    assert model.predict("total", "96").se == pytest.approx(0.5)
    with pytest.raises(ValueError, match="no published error"):
        fit([PublishedError(2022, "96", "total", 0.0)])
    with pytest.raises(ValueError, match="no standard error"):
        fit([PublishedError(2022, "96", "total", -1.0)])


def test_a_code_that_never_had_an_error_is_not_made_up():
    with pytest.raises(KeyError):
        fit(made_up(0.0)).predict("I.1")


def test_a_total_of_fewer_parts_is_surer():
    errors = [PublishedError(2019, "01", code, 1.0) for code in DIMENSIONS] + [PublishedError(2019, "01", "total", 4.0)]
    found = fit(errors).predict_whole("total", DIMENSIONS[:6])
    assert found.se == pytest.approx(4.0 * math.sqrt(6 / 8))
    assert found.rule is Rule.SCALED


@given(st.dictionaries(st.text(max_size=3), st.floats(0.01, 2), min_size=1, max_size=5), st.floats(0.01, 2))
def test_errors_of_parts_add_up_in_squares(spreads, whole):
    parts = split(whole, spreads)
    assert math.fsum(part.se**2 for part in parts.values()) == pytest.approx(whole**2)
    assert {part.rule for part in parts.values()} == {Rule.SPLIT}


@pytest.mark.parametrize("spreads", [{}, {"I.1": 0.0}, {"I.1": -1.0, "I.2": 1.0}])
def test_no_rule_without_a_spread(spreads):
    with pytest.raises(ValueError, match="spreads"):
        split(0.1, spreads)


@pytest.mark.shared
def test_published_errors(shared_folder):
    """The figures in the module's account: pooled root mean squares, the check, the rule for parts one level up."""
    errors = [
        PublishedError(int(year), str(unit), "total", se)
        for year in ROWS
        for unit, se in enumerate(row(shared_folder, year, "se"))
        if se
    ]
    spreads = {}
    for code, place in zip(DIMENSIONS, ROWS["2019"]["variances"], strict=True):
        errors += [
            PublishedError(2019, str(unit), code, math.sqrt(variance))
            for unit, variance in enumerate(cells(shared_folder, "2019", place))
            if variance
        ]
        scores = cells(shared_folder, "2019", place - 1)
        middle = sum(scores) / 63
        spreads[code] = math.sqrt(sum((score - middle) ** 2 for score in scores) / 63)
    model = fit(errors)
    check = model.checks["total"]
    assert model.predict("total").se == pytest.approx(0.71, abs=0.005)
    assert (check.years, check.lag) == ((2019, 2022, 2023), 3.0)
    assert (check.loss, check.loss_without, check.half) == pytest.approx((0.84, 0.90, 1.91), abs=0.005)
    dimensions = {code: model.predict(code).se for code in DIMENSIONS}
    assert [round(se, 3) for se in dimensions.values()] == [0.123, 0.134, 0.164, 0.199, 0.058, 0.077, 0.163, 0.173]
    of_2019 = math.sqrt(sum(se**2 for se in row(shared_folder, "2019", "se")) / 63)
    assert check_split(of_2019, spreads, dimensions) == pytest.approx(1.55, abs=0.01)
