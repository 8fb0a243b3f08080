"""A second oracle: svy's means, shares, totals and ratios by domain, with its degrees of freedom."""

import pytest
from tests.stats.survey.test_truth import PLAIN, answers

from danbiet.stats.survey.estimate import Interval, estimate
from danbiet.stats.survey.measures import Mean, Ratio, Total

pytestmark = [pytest.mark.svy, pytest.mark.filterwarnings("ignore")]


@pytest.mark.parametrize("by", ["province", "sex"])
def test_equals_svy(by):
    import polars
    import svy

    sample = svy.Sample(polars.DataFrame(answers()), svy.Design(stratum="stratum", psu="district", wgt="weight"))
    asked = {
        "rating": (Mean("rating"), lambda e: e.mean("rating", by=by, drop_nulls=True)),
        "used": (Mean("used"), lambda e: e.mean("used", by=by, drop_nulls=True)),
        "paid": (Total("paid"), lambda e: e.total("paid", by=by, drop_nulls=True)),
        "paid / visits": (Ratio("paid", "visits"), lambda e: e.ratio(y="paid", x="visits", by=by, drop_nulls=True)),
    }
    ours = estimate(answers(), PLAIN, [measure for measure, _ in asked.values()], by=[by], least=0, others=Interval.T)
    for name, (_, theirs) in asked.items():
        for row in theirs(sample.estimation).to_polars().to_dicts():
            found = ours.get(name, **{by: row[by]})
            assert (found.value, found.se) == pytest.approx((row["est"], row["se"]), rel=1e-9)
            assert (found.low, found.high) == pytest.approx((row["lci"], row["uci"]), rel=1e-9)
            assert (found.df, found.n) == (row["df"], row["n"])
