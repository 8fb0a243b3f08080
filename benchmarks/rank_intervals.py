"""Rank intervals of 63 provinces by simulation beside a plain numpy loop and scipy's ranks, in the same run.

- seconds of 20,000 draws, with independent errors, one common correlation, and a full matrix; goal: under 0.5
- the same draws ranked one row at a time (``argsort`` in a Python loop, then ``numpy.percentile``)
- the same with ``scipy.stats.rankdata`` over all rows at once
- the largest memory each takes beside what was there (tracemalloc)

Scores and errors are made up, of the size of published ones. Each way must find the same intervals.

    python benchmarks/rank_intervals.py [--draws 20000] [--provinces 63]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from scipy.stats import rankdata

from danbiet.stats.simulation import draws, rank_intervals

LEVELS = [2.5, 97.5]
REPEATS = 5
Ends = list[list[int]]


def timed(name: str, function: Callable[[], Ends], repeats: int = REPEATS) -> tuple[float, Ends]:
    """Print the median seconds and the memory of a way; its seconds and what it found."""
    found = function()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    function()
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    median = statistics.median(seconds)
    print(f"rank intervals, {name}: {median:.3f} s, {megabytes:.0f} MB")
    return median, found


def main() -> int:
    """Print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(description="Rank intervals by simulation.")
    parser.add_argument("--draws", type=int, default=20_000)
    parser.add_argument("--provinces", type=int, default=63)
    asked = parser.parse_args()
    chance = np.random.default_rng(1)
    scores = chance.normal(42.4, 1.9, asked.provinces).tolist()
    errors = chance.gamma(2, 0.3, asked.provinces).tolist()
    matrix = np.full((asked.provinces, asked.provinces), 0.3) + 0.7 * np.eye(asked.provinces)

    def ours(correlation: object = None) -> Ends:
        found = rank_intervals(scores, errors, count=asked.draws, correlation=correlation)
        return [list(found.low), list(found.high)]

    def loop() -> Ends:
        drawn = draws(scores, errors, count=asked.draws)
        ranks = np.empty(drawn.shape, dtype=np.int64)
        for line, row in enumerate(drawn):
            ranks[line, np.argsort(-row)] = np.arange(1, len(row) + 1)
        return np.percentile(ranks, LEVELS, axis=0, method="inverted_cdf").tolist()

    def scipys() -> Ends:
        ranks = rankdata(-draws(scores, errors, count=asked.draws), "min", axis=1)
        return np.percentile(ranks, LEVELS, axis=0, method="inverted_cdf").tolist()

    seconds, found = timed("ours, independent errors", ours)
    timed("ours, one common correlation", lambda: ours(0.3))
    timed("ours, a full matrix", lambda: ours(matrix))
    for name, function in (("a loop over draws", loop), ("scipy's ranks of all rows", scipys)):
        theirs, same = timed(name, function, 3)
        # numpy's end may be one rank further in where a whole number of draws lies beyond it
        assert np.abs(np.array(found) - np.array(same)).max() <= 1, name
        print(f"rank intervals: {theirs / seconds:.1f} times as fast as {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
