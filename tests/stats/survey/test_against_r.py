"""Against R itself, where it is installed: its ``api`` data sets (schools of California; they belong to its package and
aren't kept here), and that the golden values are what R says of the made-up answers today."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.stats.survey.made_up import write
from tests.stats.survey.test_truth import GOLDEN

from danbiet.stats.survey.design import Design
from danbiet.stats.survey.estimate import Form, estimate
from danbiet.stats.survey.measures import Mean, Ratio, Total
from danbiet.stats.survey.weights import post_stratify, rake

pytestmark = pytest.mark.r
SCRIPTS = Path(__file__).with_name("r")
DESIGNS = {
    "apisrs": Design(weight="pw", fpc="fpc"),
    "apistrat": Design(strata="stype", weight="pw", fpc="fpc"),
    "apiclus1": Design(clusters="dnum", weight="pw", fpc="fpc"),
    "apiclus2": Design(clusters="dnum", weight="pw"),
}
MEASURES = [
    Mean("api00"),
    Total("growth", "growth total"),
    Total("enroll", "enroll total"),
    Ratio("api.stu", "enroll"),
]
TYPES, WIDE = {"E": 4421, "H": 755, "M": 1018}, {"No": 1072, "Yes": 5122}


def rscript(*arguments: object) -> None:
    """Run a script of R."""
    subprocess.run(["Rscript", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """The data sets' folder, and R's estimates by design, measure and type of school."""
    folder = tmp_path_factory.mktemp("api")
    rscript(SCRIPTS / "api.R", folder)
    rows = json.loads((folder / "api.json").read_text())
    return folder, {(row["design"], row["measure"], row["domain"]): row for row in rows}


def compare(found, truth):
    """One figure with R's."""
    assert found.value == pytest.approx(truth["value"], rel=1e-9)
    assert found.se == pytest.approx(truth["se"], rel=1e-9)
    assert found.df == truth["df"]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", DESIGNS)
def test_equals_r_on_its_own_data(api, name, form):
    folder, truth = api
    for by in ((), ("stype",)):
        for found in estimate(folder / f"{name}.csv", DESIGNS[name], MEASURES, by=by, form=form, least=0):
            compare(found, truth[name, found.measure, str(found.domain.get("stype", ""))])


def test_known_populations_equal_r_on_its_own_data(api):
    folder, truth = api
    path, design = folder / "apiclus1.csv", DESIGNS["apiclus1"]
    for name, factors in (
        ("post-stratified", post_stratify(path, design, "stype", TYPES)),
        ("raked", rake(path, design, [("stype", TYPES), ("sch.wide", WIDE)])),
    ):
        found = estimate(path, replace(design, adjustment=factors), [Mean("api00")])[0]
        compare(found, truth[name, "api00", ""])


def test_the_golden_values_are_what_r_says(tmp_path):
    write(tmp_path / "answers.csv")
    rscript(SCRIPTS / "truth.R", tmp_path / "answers.csv", tmp_path / "golden.json")
    for now, kept in zip(
        json.loads((tmp_path / "golden.json").read_text()), json.loads(GOLDEN.read_text()), strict=True
    ):
        assert now["design"] == kept["design"]
        for figure in ("value", "se", "df", "deff"):
            expected = kept[figure]
            assert now[figure] == (None if expected is None else pytest.approx(expected, rel=1e-12))
