"""A change against its noise, and contributions that add up."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.stats.change import change, contributions, smallest_told

parts = st.dictionaries(
    st.sampled_from(["I", "II", "III", "IV", "V", "VI"]), st.tuples(st.floats(1, 10), st.floats(1, 10))
)


def test_a_change_within_its_noise_is_none():
    """By hand: the standard error of the difference is sqrt(0.3² + 0.4²) = 0.5, 1.959964 of it 0.979982."""
    small, large = change(36.0, 36.9, 0.3, 0.4), change(36.0, 35.0, 0.3, 0.4)
    assert (small.difference, small.se) == pytest.approx((0.9, 0.5))
    assert (small.beyond_noise, large.beyond_noise) == (False, True)
    assert (large.low, large.high) == pytest.approx((-1.979982, -0.020018), abs=1e-6)
    assert smallest_told(0.3, 0.4) == pytest.approx(0.979982, abs=1e-6)


def test_errors_that_move_together_make_less_noise():
    assert change(36.0, 36.9, 0.4, 0.4, correlation=0.9).beyond_noise
    assert change(36.0, 36.9, 0.4, 0.4, correlation=1.0).se == 0
    with pytest.raises(ValueError, match="correlation"):
        change(36.0, 36.9, 0.4, 0.4, correlation=1.1)


@given(parts)
def test_contributions_add_up_to_the_change(pairs):
    before = {code: old for code, (old, _) in pairs.items()}
    after = {code: new for code, (_, new) in pairs.items()}
    found = contributions(before, after)
    assert found.total == math.fsum(part.difference for part in found)
    assert found.total == pytest.approx(math.fsum(after.values()) - math.fsum(before.values()), abs=1e-9)
    if found.total:
        assert math.fsum(part.share for part in found) == pytest.approx(1, rel=1e-6)


def test_weights_count():
    found = contributions({"I": 5.0, "II": 5.0}, {"I": 6.0, "II": 4.0}, {"I": 0.5})
    assert [part.difference for part in found] == [0.5, -1.0]
    assert (found.total, found.parts[1].share) == (-0.5, 2.0)


def test_a_missing_part_leaves_no_total():
    found = contributions({"I": 5.0, "II": None}, {"I": 6.0, "II": 4.0})
    assert (found.total, found.missing, found.parts[0].share) == (None, ("II",), None)


def test_other_parts_are_no_comparison():
    with pytest.raises(ValueError, match="VII"):
        contributions({"I": 5.0}, {"I": 6.0, "VII": 4.0})
