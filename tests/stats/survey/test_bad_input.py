"""What people hand in: each mistake has a code, and says where it is."""

import csv

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from danbiet.base.errors import CodedError
from danbiet.stats.survey import files
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.engine import connect
from danbiet.stats.survey.estimate import Form, estimate
from danbiet.stats.survey.measures import Combination, Mean, Proportion, Ratio, Total
from danbiet.stats.survey.weights import post_stratify, rake

DESIGN = Design(strata="stratum", clusters="cluster", weight="weight")


def rows(**changes):
    """Forty people of two strata with two clusters each; ``changes`` are (row, value) by column."""
    data = {
        "stratum": [str(k // 20) for k in range(40)],
        "cluster": [k // 10 for k in range(40)],
        "weight": [1.0 + k % 3 for k in range(40)],
        "x": [float(k % 7) for k in range(40)],
        "sex": ["fm"[k % 2] for k in range(40)],
    }
    for name, (row, value) in changes.items():
        data[name][row] = value
    return data


def written(tmp_path, data):
    """The data as CSV."""
    path = tmp_path / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(data)
        writer.writerows(zip(*data.values(), strict=True))
    return path


def refused(source, design=DESIGN, measures=None, **options):
    """The error an estimate ends with."""
    with pytest.raises(CodedError) as caught:
        estimate(source, design, measures or [Mean("x")], **options)
    return caught.value


def test_an_unknown_column_is_named_with_those_there_are(tmp_path):
    for source in (rows(), written(tmp_path, rows())):
        error = refused(source, measures=[Mean("X")])
        assert (error.kind.code, error.values["column"]) == ("STA-101", "X")
        assert "stratum, cluster, weight, x" in str(error)
        assert refused(source, by=["province"]).values["column"] == "province"
        assert refused(source, Design(weight="w")).values["column"] == "w"


def test_text_in_numbers_has_its_row_and_column(tmp_path):
    error = refused(written(tmp_path, rows(x=(16, "bảy"))))
    assert (error.kind.code, error.at, error.values["text"]) == ("STA-105", "dòng 17, cột x", "bảy")
    assert refused(written(tmp_path, rows(weight=(3, "1,5")))).at == "dòng 4, cột weight"
    # Not wrong where it isn't read as a number, nor where it stands for no answer.
    path = written(tmp_path, rows(x=(16, "NA"), sex=(1, "bảy")))
    assert estimate(path, DESIGN, [Mean("x"), Proportion("sex", ("f",))])[0].n == 39


def test_weights_are_there_and_not_negative(tmp_path):
    error = refused(rows(weight=(4, -2.0)))
    assert (error.kind.code, error.at, error.values["weight"]) == ("STA-102", "dòng 5, cột weight", -2.0)
    for nothing in (None, float("nan")):
        assert (refused(rows(weight=(7, nothing))).kind.code, refused(rows(weight=(7, nothing))).at) == (
            "STA-103",
            "dòng 8, cột weight",
        )
    assert refused(rows(stratum=(2, None))).at == "dòng 3, cột stratum"
    assert refused(written(tmp_path, rows(cluster=(9, "")))).at == "dòng 10, cột cluster"
    assert refused(rows(weight=(11, float("inf")))).kind.code == "STA-109"
    assert estimate(rows(weight=(4, 0.0)), DESIGN, [Mean("x")])[0].n == 39


def test_a_cluster_in_two_strata_is_an_error_or_two_clusters_by_choice():
    data = rows(stratum=(0, "1"))
    error = refused(data)
    assert (error.kind.code, error.values["cluster"]) == ("STA-104", 0)
    assert (error.values["first"], error.values["second"]) == ("0", "1")
    nested = Design(strata="stratum", clusters="cluster", weight="weight", nested=True)
    assert estimate(data, nested, [Mean("x")])[0].df == 3


def test_an_empty_domain(tmp_path):
    data = rows()
    data["sex"] = [None] * 40
    assert refused(pa.table(data), by=["sex"]).kind.code == "STA-106"
    path = tmp_path / "empty.csv"
    path.write_text("stratum,cluster,weight,x\n", encoding="utf-8")
    assert refused(path).kind.code == "STA-106"


def test_a_single_cluster_needs_a_rule():
    data = rows()
    data["stratum"] = ["0" if k < 30 else "1" for k in range(40)]
    error = refused(data)
    assert (error.kind.code, error.values["count"], error.values["strata"]) == ("STA-107", 1, "1")
    for rule in Singletons:
        if rule is not Singletons.REFUSE:
            design = Design(strata="stratum", clusters="cluster", weight="weight", singletons=rule)
            assert estimate(data, design, [Mean("x")])[0].rule.singletons is rule


def test_populations_of_units_are_numbers_of_units():
    design = Design(strata="stratum", clusters="cluster", weight="weight", fpc="units")
    for units, low in ((0.1, 0.1), (1, 1)):
        error = refused({**rows(), "units": [units] * 40}, design)
        assert (error.kind.code, error.values["low"], error.values["clusters"]) == ("STA-108", low, 2)
    two = [5 + (k == 3) for k in range(40)]
    assert refused({**rows(), "units": two}, design).values["high"] == 6
    # Everybody was asked: no error from sampling.
    assert estimate({**rows(), "units": [2] * 40}, design, [Mean("x")])[0].se == 0


@pytest.mark.parametrize("form", Form)
def test_not_a_number_is_no_answer_and_infinite_is_an_error(form):
    error = refused(rows(x=(5, float("inf"))), form=form)
    assert (error.kind.code, error.at) == ("STA-109", "dòng 6, cột x")
    assert (
        estimate({**rows(), "x": np.array(rows(x=(5, float("nan")))["x"])}, DESIGN, [Mean("x")], form=form)[0].n == 39
    )


def test_few_answers_are_not_shown():
    data = rows()
    data["x"] = [value if k % 3 == 0 else None for k, value in enumerate(data["x"])]
    found = estimate(data, DESIGN, [Mean("x"), Combination("twice", {"x": 2})])
    assert [(figure.n, figure.suppressed, figure.value, figure.se) for figure in found] == [(14, True, None, None)] * 2
    shown = estimate(data, DESIGN, [Mean("x")], least=14)[0]
    assert not shown.suppressed
    assert shown.value is not None


def test_without_degrees_of_freedom_there_is_no_interval():
    data = {**rows(), "stratum": [str(k // 10) for k in range(40)]}
    design = Design(strata="stratum", clusters="cluster", weight="weight", singletons=Singletons.CENTRE)
    found = estimate(data, design, [Mean("x")])[0]
    assert (found.df, found.low, found.high) == (0, None, None)
    assert found.se > 0
    # A share of all or nobody has no interval either: the formula would say that it is certain.
    all_of_them = estimate(rows(), DESIGN, [Proportion("sex", ("f", "m"))])[0]
    assert (all_of_them.value, all_of_them.low) == (1, None)


def test_measures_that_make_no_sense():
    for measures, said in (
        ([], "no measures"),
        ([Mean("x"), Mean("x")], "two measures"),
        ([Combination("a", {"b": 1})], "names 'b'"),
        ([Combination("a", {"b": 1}), Combination("b", {"a": 1})], "rests on itself"),
    ):
        with pytest.raises(ValueError, match=said):
            estimate(rows(), DESIGN, measures)
    with pytest.raises(ValueError, match="given together"):
        Design(clusters="cluster", certainty="sure")


def test_files_that_are_none(tmp_path):
    assert refused(tmp_path / "none.csv").kind.code == "STA-110"
    for name in ("people.xls", "people.parquet", "people.dta", "people.sav"):
        path = tmp_path / name
        path.write_bytes(b"\xd0\xcf\x11\xe0 not that")
        assert refused(path).kind.code == "STA-110", name
    for url in ("mysql://here", "duckdb:///nowhere/there.duckdb", "duckdb://?memory_limit=much"):
        assert refused(rows(), engine=url).kind.code == "STA-111"


def test_populations_name_the_groups_of_the_sample():
    for populations, code in (
        ({"f": 10}, "STA-113"),
        ({"f": 10, "m": 0}, "STA-113"),
        ({"f": 1, "m": 1, "x": 1}, "STA-115"),
    ):
        with pytest.raises(CodedError) as caught:
            post_stratify(rows(), DESIGN, "sex", populations)
        assert caught.value.kind.code == code
    with pytest.raises(CodedError) as caught:
        rake(rows(), DESIGN, [("sex", {"f": 10, "m": 10}), ("stratum", {"0": 10, "1": 20})])
    assert caught.value.kind.code == "STA-114"
    with pytest.raises(CodedError) as caught:
        post_stratify(rows(sex=(3, None)), DESIGN, "sex", {"f": 10, "m": 10})
    assert (caught.value.kind.code, caught.value.at) == ("STA-103", "dòng 4, cột sex")


def test_every_kind_of_file_gives_the_same(tmp_path):
    import pandas as pd

    data = rows(x=(16, None), sex=(2, None))
    frame = pd.DataFrame(data)
    asked = [Mean("x"), Proportion("sex", ("f",)), Ratio("x", "weight"), Total(None, "people")]
    expected = estimate(data, DESIGN, asked, least=0)
    pq.write_table(pa.table(data), tmp_path / "a.parquet")
    labels = {"column_labels": {"x": "Mức hài lòng"}, "variable_value_labels": {"x": {0.0: "không", 6.0: "rất"}}}
    pyreadstat.write_dta(frame, str(tmp_path / "a.dta"), **labels)
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), **labels)
    for path in (written(tmp_path, data), *(tmp_path / f"a.{kind}" for kind in ("parquet", "dta", "sav"))):
        for found, truth in zip(estimate(path, DESIGN, asked, least=0), expected, strict=True):
            assert (found.n, found.df) == (truth.n, truth.df), path
            assert (found.value, found.se) == pytest.approx((truth.value, truth.se), rel=1e-12), path
    found = files.labels(tmp_path / "a.sav")
    assert (found.columns["x"], found.values["x"]) == ("Mức hài lòng", {0.0: "không", 6.0: "rất"})
    assert files.labels(tmp_path / "a.parquet") == files.Labels()


@pytest.mark.parametrize("form", Form)
def test_a_parquet_file_that_says_it_has_no_gaps_gives_the_same(tmp_path, form):
    data = {**rows(), "y": [float(k % 5) for k in range(40)], "z": [None, *range(39)]}
    asked = [Mean("x"), Mean("y"), Mean("z"), Combination("both", {"x": 1, "z": -1})]
    pq.write_table(pa.table(data), tmp_path / "a.parquet")
    with connect() as engine:
        assert files.complete(tmp_path / "a.parquet", engine) == set(data) - {"z"}
    found = estimate(tmp_path / "a.parquet", DESIGN, asked, form=form)
    for ours, truth in zip(found, estimate(data, DESIGN, asked, form=form), strict=True):
        assert (ours.n, ours.df) == (truth.n, truth.df)
        assert (ours.value, ours.se) == pytest.approx((truth.value, truth.se), rel=1e-12)
        assert ours.deff == (None if truth.deff is None else pytest.approx(truth.deff, rel=1e-12))
    # "Not a number" is no gap to Parquet, but no answer either.
    data["x"][3] = float("nan")
    pq.write_table(pa.table(data), tmp_path / "b.parquet")
    assert estimate(tmp_path / "b.parquet", DESIGN, asked, form=form)[0].n == 39
    data["weight"][7] = float("nan")
    pq.write_table(pa.table(data), tmp_path / "c.parquet")
    assert refused(tmp_path / "c.parquet", form=form).at == "dòng 8, cột weight"


def test_a_table_of_an_engine_is_a_source(tmp_path):
    import duckdb

    with duckdb.connect(str(tmp_path / "kept.duckdb")) as connection:
        connection.register("given", pa.table(rows()))
        connection.execute("CREATE TABLE people AS FROM given")
    found = estimate(files.Stored("people"), DESIGN, [Mean("x")], engine=f"duckdb://{tmp_path / 'kept.duckdb'}")
    assert found[0].value == estimate(rows(), DESIGN, [Mean("x")])[0].value


def test_a_file_larger_than_memory_is_slower_not_fatal(tmp_path):
    """Twelve measures of 400,000 people, 38 MB of doubles and 130,000 clusters of three: within 40 MB."""
    n, path = 400_000, tmp_path / "large.parquet"
    with connect() as engine:
        values = ", ".join(f"hash(r * {k + 3}) % 100000 / 1000.0 AS x{k}" for k in range(12))
        engine.execute(
            f"COPY (SELECT r % 50 AS stratum, r % 50 + 50 * (r // 150) AS cluster, 1 + r % 3 AS weight, {values} "
            f"FROM range({n}) t(r)) TO '{path}' (FORMAT parquet)"
        )
    asked = [Mean(f"x{k}") for k in range(12)]
    free = estimate(path, DESIGN, asked)
    tight = estimate(path, DESIGN, asked, engine="duckdb://?memory_limit=40MB&threads=1", form=Form.LATE)
    assert n == free[0].n
    for found, truth in zip(tight, free, strict=True):
        assert (found.value, found.se) == pytest.approx((truth.value, truth.se), rel=1e-11)
    error = refused(path, measures=asked, engine="duckdb://?memory_limit=4MB&threads=1", form=Form.LATE)
    assert error.kind.code == "STA-112"
