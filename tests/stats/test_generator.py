"""Made-up microdata: the published design, weights that add up, answers that come back to the truth."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from danbiet.stats.survey import generator, population
from danbiet.stats.survey.questionnaire import Kind, questionnaire, read


@pytest.fixture(scope="module")
def whole():
    """The country once, as columns."""
    parts = list(generator.batches())
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


@pytest.fixture(scope="module")
def large():
    """Two provinces, thirty times over, and the truth of them."""
    parts = list(generator.batches(times=30, provinces=("01", "96")))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return columns, population.truth(("01", "96"), generator.SEED)


def test_the_sample_has_the_size_papi_publishes_for_its_design(whole):
    """207 districts, 414 communes, 828 villages, 13,632 interviews (papi.org.vn, how PAPI is carried out)."""
    assert [len(np.unique(whole[name])) for name in ("tinh", "huyen", "xa", "thon")] == [63, 207, 414, 828]
    assert len(whole["tinh"]) == generator.interviews() == 13_632
    per = {code: int((whole["tinh"] == code).sum()) for code in (1, 38, 96)}
    assert per == {1: 576, 38: 384, 96: 192}


def test_clusters_and_strata_are_what_the_design_says(whole):
    capital = whole["PSW_certainty"] == 1
    assert len(np.unique(whole["PSW_STRATA"])) == 126
    assert len(np.unique(whole["PSW_PSU"][capital])) == 63
    assert len(np.unique(whole["xa"][capital])) == 126
    for psu in np.unique(whole["PSW_PSU"]):
        assert len(np.unique(whole["PSW_STRATA"][whole["PSW_PSU"] == psu])) == 1


def test_weights_add_up_to_the_people_of_each_province(whole):
    for code in np.unique(whole["tinh"]):
        mine = whole["tinh"] == code
        # Chances proportional to size make the sum of the weights the same in every sample of a capital's part.
        assert whole["PSW_psweight"][mine].sum() == pytest.approx(whole["PSW_province_population"][mine][0], rel=1e-6)


def test_the_same_seed_gives_the_same_answers_and_another_sample_others(whole):
    first = next(generator.batches(provinces=("96",)))
    again = next(generator.batches(provinces=("96",)))
    other = next(generator.batches(provinces=("96",), sample=1))
    assert all(np.array_equal(first[name], again[name], equal_nan=True) for name in first)
    assert not np.array_equal(first["thon"], other["thon"])


def test_only_those_concerned_are_asked(whole):
    for one in questionnaire():
        for name in one.columns:
            asked = ~np.isnan(whole[name])
            expected = whole[one.among] == one.answered if one.among else np.ones(len(asked), dtype=bool)
            assert np.array_equal(asked, expected), name


def test_codes_stand_for_what_is_no_answer(whole):
    d305 = {one.code: one for one in questionnaire()}["d401a"]
    assert (d305.unknown, d305.refused) == (0.09, 0.03)
    assert np.mean(whole["d401a"] == 888) == pytest.approx(0.09, abs=0.015)
    assert np.mean(whole["d401a"] == 999) == pytest.approx(0.03, abs=0.01)
    assert set(np.unique(whole["d403b_opt1"])) == {1.0, -999_999.0}


def test_answers_come_back_to_the_truth_of_the_population(large):
    """Thirty samples of two provinces: means within what sampling leaves, for all kinds of question."""
    columns, truth = large
    off = []
    for place, code in enumerate((1, 96)):
        mine = columns["tinh"] == code
        weight = columns["PSW_psweight"][mine]
        for one in questionnaire():
            name = one.columns[0]
            values, counts = truth.answers[name]
            counts = counts[place].sum(axis=(0, 1))
            share = counts / counts.sum()
            expected, spread = (share * values).sum(), np.sqrt((share * values**2).sum() - (share * values).sum() ** 2)
            answers = columns[name][mine]
            asked = ~np.isnan(answers)
            found = (weight * np.nan_to_num(answers))[asked].sum() / weight[asked].sum()
            off.append((found - expected) / spread)
    off = np.array(off)
    assert np.abs(off.mean()) < 0.02
    assert np.abs(off).max() < 0.3


def test_truth_counts_everybody_once(large):
    _, truth = large
    for one in questionnaire():
        if one.among:
            continue
        _, counts = truth.answers[one.columns[0]]
        assert counts.sum(axis=-1) == pytest.approx(truth.people)


def test_files_say_that_they_are_simulated(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    provinces, steps = ("96",), []
    assert generator.write(tmp_path / "a.parquet", provinces=provinces, progress=lambda *at: steps.append(at)) == 192
    assert steps == [(192, 192)]
    assert generator.write(tmp_path / "a.csv", provinces=provinces, times=2) == 384
    table = parquet.read_table(tmp_path / "a.parquet")
    note = json.loads(table.schema.metadata[generator.METADATA])
    assert note["simulated"] is True
    assert note["interviews"] == 192
    with (tmp_path / "a.csv").open() as handle:
        rows = list(csv.DictReader(handle))
    assert {row["simulated"] for row in rows} == {"1"}
    assert {row["d102f"] for row in rows} >= {"", "1", "2"}
    assert table["d102f"].null_count > 0


def test_a_larger_load_has_clusters_of_its_own_and_the_same_people():
    once, thrice = (next(generator.batches(provinces=("96",), times=times)) for times in (1, 3))
    assert len(np.unique(thrice["PSW_PSU"])) == 3 * len(np.unique(once["PSW_PSU"]))
    assert thrice["PSW_psweight"].sum() == pytest.approx(once["PSW_psweight"].sum())


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("{code: a, group: 1, kind: yes_no, share: 1.5}", "share"),
        ("{code: a, group: 1, kind: guess, share: 0.5}", "kind"),
        ("{code: a, group: 1, kind: steps, share: 0.5, low: 3, high: 1}", "high"),
        ("{code: a, group: 1, kind: yes_no, share: 0.5, among: b}", "among"),
    ],
)
def test_a_wrong_questionnaire_is_refused_with_its_line(tmp_path, line, at):
    from danbiet.base.errors import CodedError

    file = tmp_path / "q.yaml"
    file.write_text(f"questions:\n  - {line}\n")
    with pytest.raises(CodedError) as caught:
        read(file)
    assert "q.yaml:2" in str(caught.value)
    assert at in str(caught.value)


def test_every_kind_of_question_is_there():
    assert {one.kind for one in questionnaire()} == set(Kind)
