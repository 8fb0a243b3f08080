"""A 95 % interval holds the truth in 94 to 96 of 100 samples of the published kind of design; where clusters are few it
may not, and 1.96 errors to each side do not. 2,000 samples each, the same ones every time."""

import pytest

from danbiet.stats.survey.coverage import Plan, coverage
from danbiet.stats.survey.estimate import Interval

COUNTRY = {"strata": 126, "drawn": 2}


@pytest.mark.parametrize("share", [None, 0.5, 0.1])
def test_the_published_kind_of_design_covers_what_it_says(share):
    found = coverage(Plan(**COUNTRY, share=share), Interval.T if share is None else Interval.LOGIT)
    assert 0.94 <= found.covered <= 0.96
    assert found.df == 126
    assert found.se_ratio == pytest.approx(1, abs=0.05)


def test_ten_clusters_are_enough_for_a_scale():
    assert 0.94 <= coverage(Plan(1, 10), Interval.T).covered <= 0.96


def test_few_clusters_cover_less():
    rare = coverage(Plan(1, 2, share=0.02), Interval.LOGIT)
    assert rare.covered < 0.85
    assert rare.se_ratio < 0.9
    province = Plan(2, 2)
    assert coverage(province, Interval.NORMAL).covered < 0.9 < coverage(province, Interval.T).covered


def test_the_interval_of_a_province_is_wide_because_little_is_known():
    province, country = (coverage(Plan(strata, 2), Interval.T) for strata in (2, 126))
    assert province.df == 2
    assert province.width > 10 * country.width
