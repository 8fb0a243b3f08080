"""The index from people's answers: the truth of a made-up population, the formulas, the errors of sums."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("duckdb")

from danbiet.base.errors import CodedError
from danbiet.index import medians, preparing
from danbiet.index.framework import Level
from danbiet.index.items import questionnaire, read
from danbiet.index.recomputing import Basis, Mode, recompute
from danbiet.index.respondents import PUBLISHED_REACH, estimate_index
from danbiet.stats.survey import generator, population
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.engine import connect
from danbiet.stats.survey.estimate import estimate
from danbiet.stats.survey.measures import Mean

pytestmark = pytest.mark.xdist_group("respondents")
DESIGN = Design(**generator.DESIGN)
ASKED = questionnaire("papi", 2022)
FEW = ("38", "48", "96")
ANCHORS = {"VI.2.1": (0.4, 3.0), "VI.2.2": (5.0, 40.0)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("answers")


@pytest.fixture(scope="module")
def country(folder):
    """The country's sample and its index as published, by province."""
    path = folder / "country.parquet"
    generator.write(path)
    return path, estimate_index(path, DESIGN, ASKED, 2022)


@pytest.fixture(scope="module")
def many(folder):
    """A large sample of three provinces in the clean mode, and the truth of them."""
    path = folder / "many.parquet"
    generator.write(path, times=25, provinces=FEW)
    found = estimate_index(path, DESIGN, ASKED, 2022, mode=Mode.CLEAN)
    return path, found, population.truth(FEW, generator.SEED)


def true_value(item, truth, place):
    """An indicator's value in the whole population of a province."""

    def spread(name):
        values, counts = truth.answers[name]
        return values, counts[place].sum(axis=(0, 1))

    def mean(name):
        values, counts = spread(name)
        counted = {**item.values, **item.counts} if item.values else None
        total = people = 0.0
        for value, count in zip(values, counts, strict=True):
            if counted is None and value in ASKED.gaps and item.kind != "count":
                continue
            if counted is not None and value not in counted:
                continue
            worth = counted[value] if counted is not None else float(value == 1) if item.kind == "count" else value
            total, people = total + worth * count, people + count
        return total / people

    if item.median:
        values, counts = spread(item.columns[0])
        real = ~np.isin(values, ASKED.gaps)
        return values[real][np.searchsorted(np.cumsum(counts[real]) / counts[real].sum(), 0.5)]
    parts = [mean(name) for name in item.columns]
    return parts[0] - parts[1] if item.kind == "difference" else sum(parts)


def test_indicators_come_back_to_the_truth_within_their_intervals(many):
    _, found, truth = many
    inside, off = [], []
    for place, code in enumerate(FEW):
        for item in ASKED.items.values():
            score = found.get(item.code, tinh=int(code))
            expected = true_value(item, truth, place)
            inside.append(score.low - 1e-9 <= expected <= score.high + 1e-9)
            off.append((score.value - expected) / score.se)
    # Three provinces share their clusters among 118 items: the shares scatter more than 354 independent ones would.
    assert np.mean(inside) > 0.9
    assert np.sqrt(np.mean(np.square(off))) == pytest.approx(1.0, abs=0.3)


def test_sums_come_back_to_the_truth_within_their_intervals(many):
    """The framework's clean rule on true indicators against the estimate, for everything above them."""
    _, found, truth = many
    inside = []
    for place, code in enumerate(FEW):
        true = {item.code: true_value(item, truth, place) for item in ASKED.items.values()}
        for one in found.framework.level(Level.SUB_DIMENSION):
            rows = [row for row in found.framework.children(one.code) if row.block(2022) and row.sign]
            if not rows:
                continue
            units = []
            for row in rows:
                low, high = ASKED.items[row.code].scale or (row.low, row.high)
                share = (true[row.code] - low) / (high - low)
                units.append(share if row.sign > 0 else 1 - share)
            true[one.code] = one.low + (one.high - one.low) * sum(units) / len(units)
        for level in (Level.DIMENSION, Level.TOTAL):
            for one in found.framework.level(level):
                parts = [true[row.code] for row in found.framework.children(one.code) if row.code in true]
                true[one.code] = sum(parts)
        mine = [one for one in found.scores if one.domain["tinh"] == int(code) and one.level is not Level.INDICATOR]
        inside += [one.low <= true[one.code] <= one.high for one in mine]
    assert len(inside) == 3 * (28 + 8 + 1)
    assert np.mean(inside) > 0.88


def test_formulas_are_those_of_the_published_tables(country):
    """What the recomputation of published tables makes of the estimated indicators is what was estimated."""
    _, found = country
    table = found.table()
    assert table.simulated
    assert table.province_set == "63"
    assert len(table.provinces) == 63
    assert sum(table.observations) == 13_632
    compared = 0
    for code, one in recompute(table).items():
        if found.framework.elements[code].level is not Level.SUB_DIMENSION or code == "VI.2":
            continue
        # A thin indicator isn't shown, so that nothing can be reckoned from it.
        gaps = [gap for gap in one.differences if gap is not None]
        assert np.abs(gaps).max(initial=0) < 1e-9, code
        compared += len(gaps)
    assert compared > 1_000


def test_dimensions_correlate_so_the_totals_error_is_not_their_root_sum(country):
    """papi.md 3.3: the published ratio runs from 0.39 to 1.71; adding variances is wrong both ways."""
    _, found = country
    ratios = []
    for code in found.table().provinces:
        at = {one.code: one.se for one in found.scores if one.domain["tinh"] == int(code)}
        ratios.append(math.sqrt(sum(at[one.code] ** 2 for one in found.framework.level(Level.DIMENSION))) / at["total"])
    assert min(ratios) < 0.85
    assert max(ratios) > 1.2


def test_every_error_is_that_of_the_respondents_linearised_score(folder):
    """Each person's score by hand (numpy), put through the estimator as one column."""
    path = folder / "few.parquet"
    generator.write(path, times=2, provinces=FEW)
    found = estimate_index(path, DESIGN, ASKED, 2022, anchors=ANCHORS)
    with connect() as engine:
        ready = preparing.prepare(path, DESIGN, ASKED.items, ASKED.gaps, ("tinh",), engine)
        columns = {name: np.array(values, dtype=float) for name, values in engine.run(ready.table).to_pydict().items()}
    weight, n = columns["PSW_psweight"], len(columns["tinh"])
    scores = {"total": np.zeros(n)}
    for one in found.framework.level(Level.SUB_DIMENSION):
        formula = one.formula(2022)
        if formula is None:
            continue
        score = np.zeros(n)
        for code in FEW:
            mine = columns["tinh"] == int(code)
            score[mine] = formula.constant
            for term in formula.terms:
                low, high = ANCHORS[term.code] if term.relative else (term.low, term.high)
                x = columns[ready.names[term.code]]
                base = mine & ~np.isnan(x)
                mean = (weight * x)[base].sum() / weight[base].sum()
                slope = (-1 if term.reverse else 1) * term.weight / (high - low)
                score[mine] += slope * (mean - low) + (term.weight if term.reverse else 0)
                score[base] += weight[mine].sum() * slope * (x[base] - mean) / weight[base].sum()
        scores[one.code] = score
    whole = {**{name: columns[name] for name in DESIGN.columns()}, "tinh": columns["tinh"]}
    names = {code: f"s{place}" for place, code in enumerate(scores)}
    source = {**whole, **{names[code]: values for code, values in scores.items()}}
    source["both"] = scores["III.1"] + scores["V.3"] + scores["VI.2"]
    measures = [Mean(name) for name in names.values()] + [Mean("both")]
    by_hand = estimate(source, DESIGN, measures, by=("tinh",), deff=False)
    for code in scores:
        if code == "total":
            continue
        for province in FEW:
            mine, theirs = by_hand.get(names[code], tinh=float(province)), found.get(code, tinh=int(province))
            assert (mine.value, mine.se) == pytest.approx((theirs.value, theirs.se), rel=1e-9), code


def test_the_total_is_estimated_on_persons_not_on_dimensions(many):
    """Dimensions' scores of every person, added up: the estimator's error of that column is the total's."""
    path, found, _ = many
    with connect() as engine:
        ready = preparing.prepare(path, DESIGN, ASKED.items, ASKED.gaps, ("tinh",), engine)
        columns = {name: np.array(values, dtype=float) for name, values in engine.run(ready.table).to_pydict().items()}
    weight = columns["PSW_psweight"]
    total = np.zeros(len(weight))
    for one in found.framework.level(Level.SUB_DIMENSION):
        rows = [row for row in found.framework.children(one.code) if row.block(2022) and row.sign]
        for row in rows:
            low, high = ASKED.items[row.code].scale or (row.low, row.high)
            slope = row.sign * (one.high - one.low) / len(rows) / (high - low)
            x = columns[ready.names[row.code]]
            for code in FEW:
                mine = columns["tinh"] == int(code)
                base = mine & ~np.isnan(x)
                mean = (weight * x)[base].sum() / weight[base].sum()
                total[base] += weight[mine].sum() * slope * (x[base] - mean) / weight[base].sum()
    source = {**{name: columns[name] for name in DESIGN.columns()}, "tinh": columns["tinh"], "total": total}
    by_hand = estimate(source, DESIGN, [Mean("total")], by=("tinh",), deff=False)
    for code in FEW:
        assert by_hand.get("total", tinh=float(code)).se == pytest.approx(
            found.get("total", tinh=int(code)).se, rel=1e-9
        )


def test_intervals_as_published_are_1_644965_errors_wide(country):
    _, found = country
    score = found.get("total", tinh=1)
    assert score.high - score.value == pytest.approx(PUBLISHED_REACH * score.se)
    assert found.level == 0.90


def test_where_no_formula_is_known_the_clean_rule_stands_in_and_says_so(country):
    _, found = country
    bases = {one.code: one.basis for one in found.scores}
    assert {code for code, basis in bases.items() if basis is Basis.CLEAN} == {"IV.2", "IV.4", "VII.1"}
    assert bases["total"] is Basis.SUM
    assert found.absent == ()


def test_few_answers_show_no_indicator_and_are_named_above(country):
    _, found = country
    few = [one for one in found.scores if one.level is Level.INDICATOR and one.suppressed]
    assert few
    assert all(one.n < 15 and one.value is None for one in few)
    one = next(one for one in few if one.code == "III.1.8")
    above = found.get("III.1", **one.domain)
    assert above.value is not None
    assert "III.1.8" in above.thin
    assert "III.1.8" in found.get("total", **one.domain).thin


def test_a_domain_of_fewer_than_15_people_shows_nothing(folder, country):
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(country[0], filters=[("tinh", "in", [95, 96])])
    young = pc.if_else(pc.less(table["a002"], 20), 1, 2)
    found = estimate_index(table.append_column("young", young), DESIGN, ASKED, 2022, by=("young",), anchors=ANCHORS)
    few = [one for one in found.scores if one.domain["young"] == 1]
    assert found.get("total", young=1).n < 15
    assert {one.value for one in few} == {None}
    assert found.get("total", young=2).value is not None


def test_the_whole_country_and_cross_cutting_groups(country):
    path, by_province = country
    everybody = estimate_index(path, DESIGN, ASKED, 2022, by=())
    assert everybody.anchors == by_province.anchors
    assert everybody.get("total").n == 13_632
    assert everybody.get("total").se < np.median([one.se for one in by_province.scores if one.code == "total"])


def test_one_provinces_file_needs_the_published_anchors(folder):
    path = folder / "one.csv"
    generator.write(path, provinces=("96",))
    with pytest.raises(CodedError) as caught:
        estimate_index(path, DESIGN, ASKED, 2022)
    assert caught.value.code == "IDX-303"
    given = estimate_index(path, DESIGN, ASKED, 2022, anchors=ANCHORS)
    assert given.simulated
    assert given.get("total", tinh="96").value is not None
    assert given.table().provinces == ("96",)


@pytest.mark.parametrize(("change", "code"), [("text", "STA-105"), ("gone", "STA-101")])
def test_bad_files_are_refused_with_their_place(folder, change, code):
    path = folder / f"{change}.csv"
    generator.write(path, provinces=("96",))
    lines = path.read_text().splitlines()
    heads = lines[0].split(",")
    if change == "text":
        cells = lines[3].split(",")
        cells[heads.index('"d101a"')] = "có"
        lines[3] = ",".join(cells)
    elif change == "gone":
        lines[0] = lines[0].replace('"d101a"', '"d999z"')
    path.write_text("\n".join(lines))
    with pytest.raises(CodedError) as caught:
        estimate_index(path, DESIGN, ASKED, 2022, anchors=ANCHORS)
    assert caught.value.code == code
    if change == "text":
        assert "d101a" in str(caught.value)
        assert "3" in str(caught.value)


def test_capitals_as_lone_clusters_by_the_rule_chosen(folder, country):
    path, found = country
    plain = Design("PSW_STRATA", "PSW_PSU", "PSW_psweight", singletons=Singletons.CERTAINTY)
    sure = estimate_index(path, plain, ASKED, 2022)
    pairs = [(sure.get("total", **one.domain), one) for one in found.scores if one.code == "total"]
    assert all(one.value == pytest.approx(other.value) for one, other in pairs)
    assert all(one.se < other.se for one, other in pairs)


def test_a_medians_error_is_that_of_theory():
    """A normal sample: the median's error is sqrt(pi / 2) of the mean's (any textbook)."""
    n = 40_000
    x = np.random.default_rng(7).normal(10, 2, n)
    with connect() as engine:
        rows = medians.placed(_table(x), "x", engine)
        found = medians.medians(rows, "x_", (), engine)
        value = medians.linearised(rows, "x_", (), found, engine)
        z = np.array(engine.run(value)["x_"].to_pylist())
    assert found[()].value == pytest.approx(np.sort(x)[n // 2 - 1])
    assert z.mean() == pytest.approx(found[()].value)
    assert z.std() / math.sqrt(n) == pytest.approx(math.sqrt(math.pi / 2) * 2 / math.sqrt(n), rel=0.05)


def test_a_median_of_rounded_answers_has_an_error_and_one_of_equal_answers_none():
    with connect() as engine:
        rounded = medians.medians(
            medians.placed(_table([5, 5, 10, 10, 10, 15, 15, 20.0]), "r", engine), "x_", (), engine
        )
        same = medians.medians(medians.placed(_table([5.0] * 9), "s", engine), "x_", (), engine)
    assert rounded[()].value == 10
    assert rounded[()].density > 0
    assert same[()].density == 0


def _table(values):
    import pyarrow as pa

    return pa.table({"x_": np.asarray(values, dtype=float), "w_": np.ones(len(values))})


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("I.1.9: {question: a}", "I.1.9"),
        ("I.1.1: {median: true}", "I.1.1"),
        ("I.1.1: {difference: [a]}", "difference"),
        ("I.1.1: {question: a, values: {yes: 1}}", "values"),
        ("I.1.1: {question: a, range: [5, 1]}", "range"),
    ],
)
def test_a_wrong_questionnaire_is_refused_with_its_line(tmp_path, line, at):
    file = tmp_path / "q.yaml"
    file.write_text(f"index: papi\nyears: [2022]\nquestionnaire: a\nindicators:\n  {line}\n")
    with pytest.raises(CodedError) as caught:
        read(file)
    assert "q.yaml:5" in str(caught.value)
    assert at in str(caught.value)


def test_a_year_nobody_has_a_questionnaire_of():
    with pytest.raises(CodedError) as caught:
        questionnaire("papi", 2019)
    assert caught.value.code == "IDX-301"
    assert "2022" in str(caught.value)
