"""Rank intervals that were simulated once are read, not simulated again; other figures are another matter."""

import pytest

from danbiet.base.shelf import Shelf
from danbiet.index import kept
from danbiet.stats import simulation

VALUES, ERRORS = (1.0, 2.0, None, 2.5), (0.5, 0.5, None, 0.25)


def test_what_was_simulated_is_kept_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "shelf", lambda: Shelf(tmp_path))
    found = kept.rank_intervals(VALUES, ERRORS, 500, 0.95)
    made = simulation.rank_intervals(VALUES, ERRORS, count=500, level=0.95)
    assert found == (tuple(made.low), tuple(made.high))
    monkeypatch.setattr(simulation, "rank_intervals", lambda *_args, **_more: pytest.fail("simulated again"))
    assert kept.rank_intervals(VALUES, ERRORS, 500, 0.95) == found
    with pytest.raises(pytest.fail.Exception):
        kept.rank_intervals((1.0, 2.0, None, 2.6), ERRORS, 500, 0.95)
