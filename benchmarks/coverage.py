"""How often a 95 % interval holds the truth, by design: 2,000 samples of each from a made-up population.

The first rows are the published kind of design over the whole country: 63 provinces, in each the capital district
(taken with certainty: its two communes are the clusters) and two districts drawn by size; 64 interviews in a district.
Then a single province of it, then designs of few clusters. "t" is what estimates do (shares: on the logit scale);
"normal" is 1.96 errors to each side, as most dashboards do.

The second table: what the rules for strata of one cluster cost, where 1 or 3 of 6 strata have only one.

    python benchmarks/coverage.py [--runs 2000]
"""

from __future__ import annotations

import argparse

from danbiet.stats.survey.coverage import Plan, coverage
from danbiet.stats.survey.design import Singletons
from danbiet.stats.survey.estimate import Interval

DESIGNS = [("country, 126 strata x 2", 126, 2), ("province, 2 strata x 2", 2, 2)]
DESIGNS += [(f"{drawn} clusters", 1, drawn) for drawn in (2, 3, 5, 10, 20, 40)]
KINDS = [("scale", None), ("half say yes", 0.5), ("one in ten", 0.1), ("one in fifty", 0.02)]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2000)
    runs = parser.parse_args().runs
    print(f"{runs} runs; share of 95 % intervals that hold the truth; half width; estimated error over true error")
    print(f"{'design':26}{'answers':14}{'df':>5}{'t':>8}{'normal':>8}{'width':>9}{'error':>7}")
    for label, strata, drawn in DESIGNS:
        for kind, share in KINDS:
            plan = Plan(strata, drawn, share=share)
            ours = coverage(plan, Interval.T if share is None else Interval.LOGIT, runs=runs)
            plain = coverage(plan, Interval.NORMAL, runs=runs)
            print(
                f"{label:26}{kind:14}{ours.df:5.0f}{ours.covered:8.1%}{plain.covered:8.1%}"
                f"{ours.width:9.3f}{ours.se_ratio:7.2f}"
            )
    print(f"\n{'6 strata x 2, scale':26}{'rule':14}{'df':>5}{'t':>8}{'':8}{'width':>9}{'error':>7}")
    for lone in (0, 1, 3):
        for rule in (Singletons.CERTAINTY, Singletons.AVERAGE, Singletons.CENTRE):
            found = coverage(Plan(6, 2, lone=lone), Interval.T, rule=rule, runs=runs)
            label = f"{lone} with a single cluster"
            print(
                f"{label:26}{rule:14}{found.df:5.0f}{found.covered:8.1%}{'':8}{found.width:9.3f}{found.se_ratio:7.2f}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
