"""Difference in differences and synthetic control: against statsmodels and by construction; the cautious verdict."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from danbiet.stats.effects import (
    Panel,
    Reason,
    Rules,
    Verdict,
    difference_in_differences,
    evaluate,
    judge,
    synthetic_control,
)
from danbiet.stats.panels import rank_p, reach_of

GAPS = {
    "a": {1: 5.0, 2: 5.4, 3: 5.2, 4: 6.1},
    "b": {1: 4.1, 2: 4.3, 3: 4.9, 4: 5.0},
    "c": {1: 6.0, 2: None, 3: 6.2, 4: 6.4},
    "d": {1: 3.9, 2: 4.4, 3: 4.0},
}
STATSMODELS = {"a": 0.0636363636, "b": 0.5, "c": -0.3564102564, "d": -0.4384615385}


def panel(units=24, times=8, seed=1, noise=0.3):
    """Units of different levels that move together, with noise; times from 1."""
    chance = np.random.default_rng(seed)
    levels, moves = chance.normal(36, 1.5, (units, 1)), chance.normal(0, 0.4, (1, times))
    outcomes = levels + moves + chance.normal(0, noise, (units, times))
    return Panel(tuple(f"{unit:02}" for unit in range(units)), tuple(range(1, times + 1)), outcomes)


def with_effect(before, unit, first, size):
    outcomes = before.outcomes.copy()
    outcomes[before.place(unit), [time >= first for time in before.times]] += size
    return replace(before, outcomes=outcomes)


@pytest.fixture(scope="module")
def moved():
    """A unit in the middle of the others, moved by 3 points from time 7 on."""
    still = panel()
    unit = still.units[int(np.argsort(still.outcomes.mean(axis=1))[12])]
    return unit, evaluate(with_effect(still, unit, 7, 3.0), unit, 7)


def test_two_by_two_by_hand():
    """(7 - 4) - (5 - 3) = 1."""
    found = difference_in_differences(Panel.of({"a": {1: 4.0, 2: 7.0}, "b": {1: 3.0, 2: 5.0}}), "a", 2)
    assert found.estimate == pytest.approx(1.0)
    assert (found.low, found.p, found.placebos) == (None, 1.0, {"b": pytest.approx(-1.0)})


def test_a_panel_with_gaps_is_statsmodels():
    """statsmodels 0.14, ols("y ~ d + C(u) + C(t)"), for each unit as the one."""
    found = difference_in_differences(Panel.of(GAPS), "a", 3)
    assert found.estimate == pytest.approx(STATSMODELS["a"], abs=1e-9)
    assert found.placebos == pytest.approx({unit: STATSMODELS[unit] for unit in "bcd"}, abs=1e-9)
    assert (found.cells, found.before, found.after, found.without) == (14, (1, 2), (3, 4), ())


@given(arrays(np.float64, (6, 5), elements=st.floats(1, 10)), st.floats(-3, 3))
def test_difference_in_differences_finds_what_was_added(outcomes, size):
    still = Panel(tuple("abcdef"), (1, 2, 3, 4, 5), outcomes)
    added = difference_in_differences(with_effect(still, "c", 4, size), "c", 4).estimate
    assert added - difference_in_differences(still, "c", 4).estimate == pytest.approx(size, abs=1e-9)
    of_means = outcomes[:, 3:].mean(axis=1) - outcomes[:, :3].mean(axis=1)
    by_hand = of_means[2] - np.delete(of_means, 2).mean()
    assert difference_in_differences(still, "c", 4).estimate == pytest.approx(by_hand, abs=1e-9)


def test_a_unit_without_before_can_not_be_judged():
    cells = {**GAPS, "e": {3: 4.0, 4: 4.2}}
    assert difference_in_differences(Panel.of(cells), "a", 3).without == ("e",)
    with pytest.raises(ValueError, match="no outcome before"):
        difference_in_differences(Panel.of(cells), "e", 3)


def test_the_interval_is_what_the_rank_test_does_not_reject():
    placebos = [float(size) for size in range(1, 40)]
    reach = reach_of(placebos, 0.95)
    assert reach == 38.0
    assert rank_p(reach, placebos) > 0.05 - 1e-9 >= rank_p(reach + 0.001, placebos) - 1e-9
    assert reach_of(placebos[:18], 0.95) is None


def test_p_is_spread_evenly_where_nothing_happened():
    """Each unit of a panel in turn has another rank, so p takes every value once."""
    still = panel(units=20, times=5)
    p = sorted(difference_in_differences(still, unit, 5).p for unit in still.units)
    assert p == pytest.approx([place / 20 for place in range(1, 21)])
    few = still.select(still.units[:7])
    p = sorted(synthetic_control(few, unit, 5).p for unit in few.units)
    assert p == pytest.approx([place / 7 for place in range(1, 8)])


def test_a_mixture_of_others_is_found_exactly():
    """One unit is 0.3 and 0.7 of two others at every time: more times than donors, so no other mixture is it."""
    others = panel(units=6, times=12).outcomes
    mine = 0.3 * others[1] + 0.7 * others[4]
    mine[10:] += 2.0
    whole = Panel(tuple("abcdefg"), tuple(range(1, 13)), np.vstack([others, mine]))
    found = synthetic_control(whole, "g", 11, ridge=0)
    assert found.fit.rmspe_before < 0.02
    assert found.fit.weights["b"] == pytest.approx(0.3, abs=0.03)
    assert found.fit.weights["e"] == pytest.approx(0.7, abs=0.03)
    assert found.fit.effect == pytest.approx(2.0, abs=0.05)
    assert sum(found.fit.weights.values()) == pytest.approx(1)


def test_a_known_effect_is_found(moved):
    unit, found = moved
    assert found.verdict is Verdict.UP
    assert found.reasons == ()
    assert found.differences.estimate == pytest.approx(3.0, abs=0.5)
    assert found.synthetic.fit.effect == pytest.approx(3.0, abs=0.6)
    assert found.synthetic.p == pytest.approx(1 / 24)
    assert found.synthetic.p_gap == pytest.approx(1 / (24 - len(found.synthetic.excluded)))
    assert found.synthetic.low < 3.0 < found.synthetic.high
    assert found.synthetic.low > 0
    assert set(found.synthetic.fit.gaps) == set(range(1, 9))
    assert unit not in found.synthetic.placebos


def test_a_fall_is_down(moved):
    _, found = moved
    differences = replace(found.differences, estimate=-3.0)
    synthetic = replace(found.synthetic, fit=replace(found.synthetic.fit, effect=-3.0))
    assert judge(differences, synthetic) == (Verdict.DOWN, ())


@pytest.mark.parametrize(
    ("differences", "synthetic", "rules", "reason"),
    [
        ({"p": 0.2}, {}, {}, Reason.WITHIN_SCATTER_DIFFERENCES),
        ({}, {"p": 0.2}, {}, Reason.WITHIN_SCATTER_SYNTHETIC),
        ({}, {"p_gap": 0.2}, {}, Reason.WITHIN_SCATTER_SYNTHETIC),
        ({}, {"fit_share": 0.6}, {}, Reason.BAD_FIT),
        ({}, {"fit_place": 0.95}, {}, Reason.BAD_FIT),
        ({}, {"before": (1, 2, 3)}, {}, Reason.FEW_TIMES_BEFORE),
        ({"estimate": -3.0}, {}, {}, Reason.OPPOSITE),
        ({}, {}, {"alpha": 0.01}, Reason.FEW_PLACEBOS),
    ],
)
def test_each_doubt_alone_is_enough_not_to_tell(moved, differences, synthetic, rules, reason):
    _, found = moved
    verdict, reasons = judge(
        replace(found.differences, **differences), replace(found.synthetic, **synthetic), Rules(**rules)
    )
    assert verdict is Verdict.UNCLEAR
    assert reason in reasons


def test_nothing_happened_nothing_is_told(moved):
    unit, _ = moved
    found = evaluate(panel(), unit, 7)
    assert found.verdict is Verdict.UNCLEAR
    assert Reason.WITHIN_SCATTER_SYNTHETIC in found.reasons


def test_one_time_before_is_no_mixture():
    found = evaluate(panel(units=5, times=3).select(times=(1, 3)), "00", 3)
    assert (found.synthetic, found.verdict) == (None, Verdict.UNCLEAR)
    assert {Reason.NO_MIXTURE, Reason.FEW_TIMES_BEFORE} <= set(found.reasons)


def test_gaps_are_left_out_and_said():
    whole = panel(units=6, times=6)
    outcomes = whole.outcomes.copy()
    outcomes[0, 2] = outcomes[3, 4] = math.nan
    seen = []
    found = synthetic_control(
        replace(whole, outcomes=outcomes), "00", 6, progress=lambda done, of: seen.append((done, of))
    )
    assert (found.times_left_out, found.left_out, found.before) == ((3,), ("03",), (1, 2, 4, 5))
    assert seen == [(done, 5) for done in range(1, 6)]
    assert "03" not in found.fit.weights


def test_the_same_panel_gives_the_same_weights():
    once, again = (synthetic_control(panel(units=6, times=5), "00", 5) for _ in range(2))
    assert once == again


def test_units_that_are_all_equal_have_an_even_mixture():
    found = synthetic_control(Panel(("a", "b", "c"), (1, 2, 3), np.full((3, 3), 5.0)), "a", 3)
    assert found.fit.weights == {"b": 0.5, "c": 0.5}
    assert (found.fit.effect, found.p) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("units", "times", "outcomes"),
    [
        (("a",), (1, 2), [[1.0]]),
        (("a", "a"), (1,), [[1.0], [2.0]]),
        (("a",), (2, 1), [[1.0, 2.0]]),
        (("a",), (1, 2), [[1.0, math.inf]]),
    ],
)
def test_what_is_no_panel_is_refused(units, times, outcomes):
    with pytest.raises(ValueError):  # noqa: PT011 - each case has its own words
        Panel(units, times, np.array(outcomes))


def test_what_can_not_be_compared_is_refused():
    small = panel(units=4, times=4)
    with pytest.raises(KeyError):
        evaluate(small, "99", 3)
    for first in (1, 9):
        with pytest.raises(ValueError, match="no time before"):
            evaluate(small, "00", first)
    with pytest.raises(ValueError, match="no other unit"):
        difference_in_differences(small.select(["00"]), "00", 3)
    with pytest.raises(ValueError, match="two donors"):
        synthetic_control(small.select(["00", "01"]), "00", 3)
    with pytest.raises(ValueError, match="ridge"):
        synthetic_control(small, "00", 3, ridge=-1)


def test_plots_stay_out(tmp_path):
    """A first import in a clean process: no display, no warning, nothing in the home folder, nothing left set."""
    script = (
        "import os\nfrom danbiet.stats.pysyncon_quietly import synth\nsynth()\nimport matplotlib\n"
        "print(matplotlib.get_backend().lower(), 'MPLBACKEND' in os.environ, 'MPLCONFIGDIR' in os.environ)"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "DISPLAY", "XDG"))}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=kept | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["agg", "False", "False"]
    assert list(tmp_path.iterdir()) == []
