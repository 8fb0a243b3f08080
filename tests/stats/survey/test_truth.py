"""Equal to R's ``survey`` on the made-up answers: estimate, error, n, degrees of freedom, design effect and interval of
every measure, domain and rule. The figures are R's own (r/truth.R, survey 4.1-1), the tolerance is 1e-9."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.stats.survey.made_up import columns

from danbiet.stats.survey.answers import Answers, Reason
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.engine import connect
from danbiet.stats.survey.estimate import Form, covariance, estimate
from danbiet.stats.survey.measures import Combination, Mean, Proportion, Ratio, Total
from danbiet.stats.survey.weights import post_stratify, rake

GOLDEN = Path(__file__).with_name("r") / "golden.json"
MEASURES = [
    Mean("rating"),
    Proportion("used", (1,)),
    Total("paid", "paid total"),
    Ratio("paid", "visits"),
    Ratio("rating", "visits"),
]
PLAIN = Design(strata="stratum", clusters="district", weight="weight")
LONE = replace(PLAIN, strata="lone")
SEXES, AGES = {"f": 21000, "m": 19000}, {"18-34": 16000, "35-54": 15000, "55+": 9000}
PEOPLE = Design(strata="stratum", weight="weight")


@cache
def golden():
    return {(row["design"], row["measure"], row["domain"]): row for row in json.loads(GOLDEN.read_text())}


@cache
def answers():
    return columns()


@pytest.fixture(scope="module")
def engine():
    with connect("duckdb://?threads=1") as opened:
        yield opened


@cache
def designs():
    """The designs of truth.R by its names."""
    data = answers()
    return {
        "plain": PLAIN,
        "no strata": Design(clusters="district", weight="weight"),
        "people": PEOPLE,
        "units": replace(PLAIN, fpc="units"),
        "certainty": replace(PLAIN, certainty="sure", next_stage="commune", singletons=Singletons.CERTAINTY),
        "lone certainty": replace(LONE, singletons=Singletons.CERTAINTY),
        "lone average": replace(LONE, singletons=Singletons.AVERAGE),
        "lone adjust": replace(LONE, singletons=Singletons.CENTRE),
        "post-stratified": replace(PLAIN, adjustment=post_stratify(data, PLAIN, "sex", SEXES)),
        "raked": replace(PLAIN, adjustment=rake(data, PLAIN, [("sex", SEXES), ("age", AGES)])),
        "people post-stratified": replace(PEOPLE, adjustment=post_stratify(data, PEOPLE, "sex", SEXES)),
    }


NAMES = sorted({name for name, _, _ in golden()})


def test_every_design_of_the_script_is_tested():
    assert set(NAMES) == set(designs())


ADJUSTED = {"post-stratified", "raked", "people post-stratified"}  # these have one form


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name in NAMES for form in Form if form is Form.WIDE or name not in ADJUSTED]
)
def test_equals_r(name, form, engine):
    design = designs()[name]
    for by in ((), ("province",), ("sex",)):
        for found in estimate(answers(), design, MEASURES, by=by, engine=engine, form=form, least=0):
            domain = "".join(f"{column}={value}" for column, value in found.domain.items())
            compare(found, golden()[name, found.measure, domain])


def compare(found, truth):
    """One figure with R's."""
    where = f"{truth['design']}, {truth['measure']}, {truth['domain']}"
    assert (found.n, found.df) == (truth["n"], truth["df"]), where
    assert found.value == pytest.approx(truth["value"], rel=1e-9), where
    assert found.se == pytest.approx(truth["se"], rel=1e-9, abs=1e-15), where
    for ours, theirs in ((found.deff, truth["deff"]), (found.low, truth["low"]), (found.high, truth["high"])):
        assert ours == (None if theirs is None else pytest.approx(theirs, rel=1e-9)), where


@pytest.mark.parametrize("form", Form)
def test_a_combination_over_different_answers_equals_r(form, engine):
    asked = [Mean("rating"), Mean("used"), Combination("both", {"rating": 2, "used": -3}, 1)]
    for by in ((), ("province",)):
        for found in estimate(answers(), PLAIN, asked, by=by, engine=engine, form=form):
            if found.measure == "both":
                domain = "".join(f"{column}={value}" for column, value in found.domain.items())
                truth = golden()["plain", "both", domain]
                assert found.value == pytest.approx(truth["value"], rel=1e-9)
                assert found.se == pytest.approx(truth["se"], rel=1e-9)


def test_codes_count_by_their_reason(engine):
    rule = Answers(
        {888: Reason.DONT_KNOW, 999: Reason.REFUSED, -999999: Reason.NOT_ASKED}, counts_as={Reason.DONT_KNOW: 0.0}
    )
    found = estimate(answers(), PLAIN, [Mean("coded", "recoded")], engine=engine, answers=rule)[0]
    truth = golden()["plain", "recoded", ""]
    assert (found.value, found.se) == pytest.approx((truth["value"], truth["se"]), rel=1e-9)
    assert found.n == truth["n"]


def test_covariances_equal_r(engine):
    names, found = covariance(answers(), PLAIN, [Mean("paid"), Mean("visits")], engine=engine)
    assert names == ("paid", "visits")
    for i in range(2):
        for j in range(2):
            truth = golden()["plain", f"covariance {i + 1} {j + 1}", ""]["value"]
            assert found[()][i][j] == pytest.approx(truth, rel=1e-9)


def test_weights_taken_as_fixed_have_the_new_estimate_and_the_old_kind_of_error(engine):
    counted = post_stratify(answers(), PLAIN, "sex", SEXES)
    fixed = replace(PLAIN, adjustment=replace(counted, counted=False))
    found = estimate(answers(), fixed, [Mean("paid")], engine=engine)[0]
    known = estimate(answers(), replace(PLAIN, adjustment=counted), [Mean("paid")], engine=engine)[0]
    assert found.value == pytest.approx(known.value, rel=1e-12)
    assert found.se != pytest.approx(known.se, rel=1e-6)
    factors = {cell: factor for (cell,), factor in counted.cells}
    data = dict(answers())
    data["new"] = [weight * factors[sex] for weight, sex in zip(data["weight"], data["sex"], strict=True)]
    by_hand = estimate(data, replace(PLAIN, weight="new"), [Mean("paid")], engine=engine)[0]
    assert found.se == pytest.approx(by_hand.se, rel=1e-12)
    assert (found.rule.weights, known.rule.weights) == ("fixed", "post-stratified")
