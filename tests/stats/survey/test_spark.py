"""The same expression on Spark: the same figures to 1e-12, in both forms."""

import pytest
from tests.stats.survey.test_truth import ADJUSTED, MEASURES, answers, designs

from danbiet.stats.survey.engine import connect
from danbiet.stats.survey.estimate import Form, estimate
from danbiet.stats.survey.measures import Combination

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    # Spark's own Python.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]
FIGURES = ("value", "se", "low", "high", "deff")


@pytest.fixture(scope="module")
def spark():
    with connect("spark://local[2]?spark.sql.shuffle.partitions=2") as engine:
        yield engine


@pytest.mark.parametrize("name", ["units", "certainty", "people", "raked"])
def test_equals_duckdb(name, spark):
    asked = [*MEASURES, Combination("both", {"rating": 2, "used": -1})]
    for form in (Form.WIDE,) if name in ADJUSTED else Form:
        options = {"by": ("province",), "least": 0, "form": form}
        ours = estimate(answers(), designs()[name], asked, engine=spark, **options)
        for found, truth in zip(ours, estimate(answers(), designs()[name], asked, **options), strict=True):
            assert (found.measure, found.domain, found.n, found.df) == (truth.measure, truth.domain, truth.n, truth.df)
            for figure in FIGURES:
                expected = getattr(truth, figure)
                close = None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-15)
                assert getattr(found, figure) == close, (found, figure)


def test_reads_csv_as_duckdb_does(spark, tmp_path):
    from tests.stats.survey.made_up import write

    write(tmp_path / "answers.csv")
    ours, truth = (
        estimate(tmp_path / "answers.csv", designs()["plain"], MEASURES, engine=engine, by=("province",))
        for engine in (spark, "duckdb://")
    )
    assert [found.domain for found in ours] == [found.domain for found in truth]
    assert [found.value for found in ours] == pytest.approx([found.value for found in truth], rel=1e-12)
