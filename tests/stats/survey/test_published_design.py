"""Equal to R's ``survey`` on the whole published design: 13,632 made-up interviews, capitals taken with certainty,
conditional questions, codes that are no answers. The figures are R's own (r/papi.R, survey 4.1-1)."""

import json
from pathlib import Path

import numpy as np
import pytest

from danbiet.stats.survey import generator
from danbiet.stats.survey.answers import QUESTIONNAIRE
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.engine import connect
from danbiet.stats.survey.estimate import estimate
from danbiet.stats.survey.measures import Mean

GOLDEN = json.loads((Path(__file__).with_name("r") / "papi.json").read_text())
QUESTIONS = sorted({row["measure"] for row in GOLDEN})
DESIGN = Design(**generator.DESIGN, singletons=Singletons.CERTAINTY)


@pytest.fixture(scope="module")
def found():
    """Every question by every grouping of the script, by (question, column, its value)."""
    needed = [*generator.DESIGN.values(), "tinh", "khuvuc", *QUESTIONS]
    made = list(generator.batches())
    people = {name: np.concatenate([batch[name] for batch in made]) for name in needed}
    figures = {}
    with connect("duckdb://?threads=1") as engine:
        for by in ((), ("tinh",), ("khuvuc",)):
            asked = [Mean(one) for one in QUESTIONS]
            for one in estimate(
                people, DESIGN, asked, by=by, engine=engine, answers=QUESTIONNAIRE, least=0, deff=False
            ):
                (column, value) = next(iter(one.domain.items()), ("", ""))
                figures[one.measure, column, str(value)] = one
    return figures


def test_all_of_the_script_is_there(found):
    assert set(found) == {(row["measure"], row["by"], row["level"]) for row in GOLDEN}


@pytest.mark.parametrize("question", QUESTIONS)
def test_equals_r(question, found):
    wrong = []
    for row in GOLDEN:
        if row["measure"] != question:
            continue
        ours = found[question, row["by"], row["level"]]
        same = (ours.n, ours.df) == (row["n"], row["df"])
        if not (same and (ours.value, ours.se) == pytest.approx((row["value"], row["se"]), rel=1e-9)):
            wrong.append((row, ours))
    assert wrong == []
