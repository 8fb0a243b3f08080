"""The effect on one outcome, as ``stats/effects.py`` reckons and judges it, in the form that is stored.

A verdict is given for the whole alone: looking for one at every dimension would find some by chance. Of a dimension,
and of the years after the first, there is the difference in differences with its placebos.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from danbiet.plans.evaluation.outcome import Outcome
from danbiet.plans.evaluation.result import Effect, Estimate, Names, Placebo, Reason, Verdict, Without

if TYPE_CHECKING:
    from danbiet.stats.differences import Differences
    from danbiet.stats.panels import Panel
    from danbiet.stats.synthetic import SyntheticControl

# A mixture spreads small weights over many; those below aren't named.
LEAST_WEIGHT = 0.01
LEVEL = 0.95
Progress = Callable[[int, int], None]
Sums = dict[str, dict[int, float]]


def effect(outcome: Outcome, province: str, code: str, name: Names, *, progress: Progress | None = None) -> Effect:
    """Both methods on the whole, every province in turn as placebo, and the verdict. ``progress``: (done, of)."""
    from danbiet.stats import effects

    bare, sums = _bare(outcome, province, code, name)
    if not sums:
        return bare
    try:
        made = effects.evaluate(_panel(sums, outcome), province, outcome.after[0], level=LEVEL, progress=progress)
    except ValueError:
        return replace(bare, reasons=(Reason.FEW_PLACEBOS,))
    verdicts = {
        effects.Verdict.UP: Verdict.BETTER,
        effects.Verdict.DOWN: Verdict.WORSE,
        effects.Verdict.UNCLEAR: Verdict.CANT_TELL,
    }
    return replace(
        bare,
        verdict=verdicts[made.verdict],
        reasons=tuple(Reason(one.value) for one in made.reasons),
        did=_differences(made.differences, sums, province, outcome),
        synthetic=_synthetic(made.synthetic, outcome) if made.synthetic else None,
        without=_without(outcome, province),
    )


def detail(outcome: Outcome, province: str, code: str, name: Names) -> Effect:
    """The difference in differences alone, without a verdict."""
    from danbiet.stats.differences import difference_in_differences

    bare, sums = _bare(outcome, province, code, name)
    if not sums:
        return bare
    try:
        made = difference_in_differences(_panel(sums, outcome), province, outcome.after[0], level=LEVEL)
    except ValueError:
        return replace(bare, reasons=(Reason.FEW_PLACEBOS,))
    return replace(bare, did=_differences(made, sums, province, outcome))


def _bare(outcome: Outcome, province: str, code: str, name: Names) -> tuple[Effect, Sums]:
    """An effect with nothing reckoned yet, and the outcomes; none where the province itself lacks a figure."""
    there = province in outcome.provinces
    sums = outcome.sums() if there else {}
    means = [statistics.fmean(row[year] for year in outcome.before) for row in sums.values()]
    made = Effect(
        code=code,
        name=name,
        before=outcome.before,
        after=outcome.after,
        parts=outcome.parts,
        left_out=outcome.left_out,
        actual=tuple(sums[province][year] for year in outcome.years) if there else (),
        others=len(outcome.provinces) - there,
        incomplete=outcome.incomplete,
        spread=statistics.pstdev(means) if means else 0.0,
        verdict=Verdict.CANT_TELL,
        reasons=() if there else (Reason.INCOMPLETE,),
        did=None,
        synthetic=None,
        without=(),
    )
    return made, sums


def _panel(sums: Sums, outcome: Outcome) -> Panel:
    from danbiet.stats.panels import Panel

    return Panel.of(sums, outcome.years)


def _differences(made: Differences, sums: Sums, province: str, outcome: Outcome) -> Estimate:
    """The gap of a year is to what the province would have had if it had gone like the others on average."""
    others = [row for key, row in sums.items() if key != province]
    common = {year: statistics.fmean(row[year] for row in others) for year in outcome.years}
    own = sums[province]
    lift = statistics.fmean(own[year] - common[year] for year in outcome.before)
    counterfactual = tuple(common[year] + lift for year in outcome.years)
    n = len(made.placebos) + 1
    return Estimate(
        method="did",
        effect=made.estimate,
        as_large=round(made.p * n),
        n=n,
        p=made.p,
        p_gap=made.p,
        detectable=None if made.high is None else made.high - made.estimate,
        low=made.low,
        high=made.high,
        series=tuple(own[year] - one for year, one in zip(outcome.years, counterfactual, strict=True)),
        counterfactual=counterfactual,
        fit=None,
        fit_share=None,
        fit_place=None,
        weights=(),
        placebos=tuple(Placebo(key, value, None) for key, value in made.placebos.items()),
    )


def _synthetic(made: SyntheticControl, outcome: Outcome) -> Estimate:
    n = len(made.placebos) + 1
    weights = sorted(made.fit.weights.items(), key=lambda one: -one[1])
    return Estimate(
        method="synthetic",
        effect=made.fit.effect,
        as_large=round(made.p * n),
        n=n,
        p=made.p,
        p_gap=made.p_gap,
        detectable=None if made.high is None else made.high - made.fit.effect,
        low=made.low,
        high=made.high,
        series=tuple(made.fit.gaps[year] for year in outcome.years),
        counterfactual=tuple(made.fit.mixture[year] for year in outcome.years),
        fit=made.fit.rmspe_before,
        fit_share=made.fit_share,
        fit_place=1 + round(made.fit_place * n),
        weights=tuple((key, value) for key, value in weights if value >= LEAST_WEIGHT),
        placebos=tuple(
            Placebo(key, fit.effect, fit.rmspe_before, tuple(round(fit.gaps[year], 4) for year in outcome.years))
            for key, fit in made.placebos.items()
        ),
    )


def _without(outcome: Outcome, province: str) -> tuple[Without, ...]:
    """The difference in differences with each part left out in turn: whether one part alone makes the answer."""
    from danbiet.stats.differences import difference_in_differences

    found = []
    for part in outcome.parts if len(outcome.parts) > 1 else ():
        panel = _panel(outcome.sums(part.code), outcome)
        made = difference_in_differences(panel, province, outcome.after[0], level=LEVEL)
        n = len(made.placebos) + 1
        found.append(Without(part.code, made.estimate, round(made.p * n), n))
    return tuple(found)
