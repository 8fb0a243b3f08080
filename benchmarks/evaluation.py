"""Did it work, for one province of 63: both effects with all placebos, beside pysyncon left to itself.

- seconds of the whole evaluation (difference in differences; synthetic control of every province); goal: under 60
- seconds of difference in differences alone, all placebos included
- milliseconds of a fit, and of pysyncon's own fit with its search for predictor weights, on the same provinces
- root mean squared gap before of both, in points

Scores are made up, of the size and noise of published ones: six years, of which the last is the one in question.

    python benchmarks/evaluation.py [--provinces 63] [--years 6] [--fits 3]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import warnings

import numpy as np

from danbiet.stats.effects import Panel, difference_in_differences, evaluate
from danbiet.stats.pysyncon_quietly import one_thread, synth


def made_up(provinces: int, years: int) -> Panel:
    """Provinces of different levels that move together, with noise."""
    chance = np.random.default_rng(3)
    outcomes = (
        chance.normal(36, 1.3, (provinces, 1))
        + chance.normal(0, 0.5, (1, years))
        + chance.normal(0, 0.6, (provinces, years))
    )
    return Panel(tuple(f"{place:02}" for place in range(provinces)), tuple(range(2017 - years, 2017)), outcomes)


def by_itself(panel: Panel, unit: str) -> tuple[float, float]:
    """Seconds and root mean squared gap of pysyncon's fit as it comes."""
    import pandas as pd

    place = panel.place(unit)
    others = pd.DataFrame(np.delete(panel.outcomes, place, axis=0)[:, :-1].T)
    own = pd.Series(panel.outcomes[place, :-1], name="treated")
    model = synth()()
    start = time.perf_counter()
    with warnings.catch_warnings(), one_thread():
        warnings.simplefilter("ignore")
        model.fit(X0=others, X1=own, Z0=others, Z1=own)
    return time.perf_counter() - start, float(np.sqrt(((own - others @ model.W) ** 2).mean()))


def main() -> int:
    """Print seconds and ratios."""
    parser = argparse.ArgumentParser(description="The effect on one province, with all placebos.")
    parser.add_argument("--provinces", type=int, default=63)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--fits", type=int, default=3, help="fits of pysyncon left to itself")
    asked = parser.parse_args()
    panel = made_up(asked.provinces, asked.years)
    synth()

    start = time.perf_counter()
    difference_in_differences(panel, "05", 2016)
    print(f"evaluation, difference in differences with all placebos: {time.perf_counter() - start:.3f} s")

    calls: list[int] = []
    start = time.perf_counter()
    found = evaluate(panel, "05", 2016, progress=lambda done, _: calls.append(done))
    whole = time.perf_counter() - start
    print(f"evaluation, both effects with all placebos: {whole:.1f} s, {len(calls)} fits, progress told each time")

    fit = whole / len(calls)
    theirs = [by_itself(panel, unit) for unit in panel.units[: asked.fits]]
    seconds = statistics.median(taken for taken, _ in theirs)
    assert found.synthetic is not None
    ours = [found.synthetic.placebos[unit].rmspe_before for unit in panel.units[: asked.fits]]
    print(f"evaluation, a fit: {fit * 1e3:.0f} ms; pysyncon with its own search: {seconds * 1e3:.0f} ms")
    print(f"evaluation: a fit is {seconds / fit:.0f} times as fast as pysyncon's own search")
    print(
        f"evaluation, gap before: {statistics.median(ours):.3f} points; "
        f"pysyncon's own search: {statistics.median(gap for _, gap in theirs):.3f} (it may fit noise exactly)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
