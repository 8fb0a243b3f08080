"""Rank intervals kept in the data folder: an element of 63 provinces takes 0.1 s to simulate, and a page shows thirty.

Editions never change, so what was simulated for one holds for good; the key is all that the simulation was given.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.conf import settings

from danbiet import __version__
from danbiet.base.shelf import Shelf
from danbiet.index.tables import Cells

Ends = tuple[tuple[int | None, ...], tuple[int | None, ...]]
# Some 500 bytes an element, 40 elements a year.
MOST_BYTES = 16 * 2**20


@cache
def shelf() -> Shelf:
    """``ranks/`` in the data folder."""
    return Shelf(settings.HOME / "ranks", MOST_BYTES)


def rank_intervals(values: Cells, errors: Cells, count: int, level: float) -> Ends:
    """Better and worse ends of each province's rank interval, as ``stats.simulation`` has them."""
    given = json.dumps([__version__, values, errors, count, level])
    key = f"{hashlib.sha256(given.encode()).hexdigest()[:40]}.json"
    kept = shelf().get(key)
    if kept is not None:
        low, high = json.loads(kept)
        return tuple(low), tuple(high)
    from danbiet.stats.simulation import rank_intervals as simulate

    found = simulate(values, errors, count=count, level=level)
    ends: Ends = tuple(found.low), tuple(found.high)
    shelf().put(key, json.dumps(ends).encode())
    return ends
