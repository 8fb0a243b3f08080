"""Did it work? Difference in differences and synthetic control side by side, and a verdict that may be "can't tell".

The verdict is cautious on purpose: it says up or down only if there are enough times before, the mixture fits, both
ways agree on the direction and both find the unit among the most extreme of all units, to which nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from danbiet.stats.differences import Differences, difference_in_differences
from danbiet.stats.panels import Panel
from danbiet.stats.synthetic import Fit, Progress, SyntheticControl, synthetic_control

__all__ = [
    "Differences",
    "Evaluation",
    "Fit",
    "Panel",
    "Reason",
    "Rules",
    "SyntheticControl",
    "Verdict",
    "difference_in_differences",
    "evaluate",
    "judge",
    "synthetic_control",
]


class Verdict(StrEnum):
    """What may be said."""

    UP = "up"
    DOWN = "down"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """Why nothing may be said. All that apply are given."""

    FEW_TIMES_BEFORE = "few-times-before"
    FEW_PLACEBOS = "few-placebos"
    BAD_FIT = "bad-fit"
    WITHIN_SCATTER_DIFFERENCES = "within-scatter-differences"  # others moved as much, by difference in differences
    WITHIN_SCATTER_SYNTHETIC = "within-scatter-synthetic"  # others moved as much, by synthetic control
    OPPOSITE = "opposite"  # the two ways point in opposite directions
    NO_MIXTURE = "no-mixture"  # synthetic control couldn't be reckoned at all


@dataclass(frozen=True, slots=True)
class Rules:
    """When a verdict is given. ``alpha``: the largest p. ``least_before``: times before. ``worst_share``: the largest
    RMSPE before, in standard deviations between units; ``worst_place``: the largest share of units that fit better.
    """

    alpha: float = 0.05
    least_before: int = 4
    worst_share: float = 0.5
    worst_place: float = 0.9


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Both effects and what may be said of them. ``synthetic`` is None if it couldn't be reckoned."""

    unit: str
    first: int
    differences: Differences
    synthetic: SyntheticControl | None
    verdict: Verdict
    reasons: tuple[Reason, ...]
    rules: Rules


def judge(
    differences: Differences, synthetic: SyntheticControl | None, rules: Rules | None = None
) -> tuple[Verdict, tuple[Reason, ...]]:
    """What may be said of the two effects, and if nothing, every reason for that."""
    rules = rules or Rules()
    reasons = []
    before = differences.before if synthetic is None else synthetic.before
    if len(before) < rules.least_before:
        reasons.append(Reason.FEW_TIMES_BEFORE)
    placebos = len(differences.placebos) if synthetic is None else len(synthetic.placebos)
    if 1 / (placebos + 1) > rules.alpha:
        reasons.append(Reason.FEW_PLACEBOS)
    if differences.p > rules.alpha:
        reasons.append(Reason.WITHIN_SCATTER_DIFFERENCES)
    if synthetic is None:
        reasons.append(Reason.NO_MIXTURE)
    else:
        if synthetic.fit_share > rules.worst_share or synthetic.fit_place > rules.worst_place:
            reasons.append(Reason.BAD_FIT)
        if max(synthetic.p, synthetic.p_gap) > rules.alpha:
            reasons.append(Reason.WITHIN_SCATTER_SYNTHETIC)
        if (synthetic.fit.effect > 0) != (differences.estimate > 0):
            reasons.append(Reason.OPPOSITE)
    if reasons:
        return Verdict.UNCLEAR, tuple(reasons)
    return (Verdict.UP if differences.estimate > 0 else Verdict.DOWN), ()


def evaluate(
    panel: Panel,
    unit: str,
    first: int,
    *,
    level: float = 0.95,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Both effects on a unit from a time on, with all placebos, and the verdict.

    KeyError for an unknown unit; ValueError where there is nothing to compare (see ``difference_in_differences``).
    Where only the mixture can't be made (too few times before or donors), the verdict is unclear and says so.
    """
    rules = rules or Rules()
    differences = difference_in_differences(panel, unit, first, level=level)
    try:
        synthetic = synthetic_control(panel, unit, first, level=level, progress=progress)
    except ValueError:
        synthetic = None
    verdict, reasons = judge(differences, synthetic, rules)
    return Evaluation(unit, first, differences, synthetic, verdict, reasons, rules)
