"""Scores reckoned anew: published test vectors, the real workbook, sums, rounding, missing cells, the clean mode."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.text import words
from danbiet.index import provinces
from danbiet.index.catalogue import framework, of_year
from danbiet.index.framework import Level
from danbiet.index.recomputing import Basis, Mode, differences, formula_for, recompute
from danbiet.index.tables import EditionTable
from tests.index import made_up

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
# papi.md 2.2, from the published province tables: (year, sub-dimension, indicators by number, score) of Hà Nội.
VECTORS = [
    (2023, "I.1", {1: 0.7452721, 2: 0.5819640}, 1.3239250),
    (2023, "III.2", {1: 0.1191448, 2: 0.1117213}, 0.4157090),
    (2023, "III.3", {1: 0.8979425, 2: 0.8597831}, 1.9601485),
    (2023, "IV.1", {1: 0.6757237, 2: 0.6131640, 3: 0.5104030}, 1.5994680),
    (2023, "IV.3", {1: 0.4035176, 2: 1.9845654}, 1.1504846),
    (2023, "VII.2", {1: 0.1883552, 2: 0.8071769, 3: 0.2936377}, 1.6225032),
    (2023, "VIII.2", {1: 0.7952626, 2: 0.9473649}, 2.9178019),
    (2023, "VIII.3", {3: 0.0561768}, 0.5028674),
    (2018, "III.2", {1: 0.1817717, 2: 0.1398124}, 0.8075523),
    (2018, "VIII.1", {1: 0.0452624, 2: 0.0080002, 3: 0.0132434}, 0.5997591),
    (2018, "VIII.2", {1: 0.4254992, 2: 0.5610633}, 2.7197657),
]
DIMENSIONS_2023 = (5.427534, 5.670747, 4.276000, 6.734771, 7.161109, 7.848581, 2.868811, 3.972751)
EXACT = {
    2018: {"I.1", "III.2", "III.3", "IV.1", "IV.3", "VII.1", "VII.2", "VII.3", "VIII.1", "VIII.2"},
    2019: {"I.1", "III.2", "III.3", "IV.1", "IV.3", "VII.2", "VII.3", "VIII.1", "VIII.2"},
    2022: {"I.1", "III.2", "III.3", "IV.1", "IV.3", "VII.2", "VII.3", "VIII.1", "VIII.2", "VIII.3"},
    2023: {"I.1", "III.2", "III.3", "IV.1", "IV.3", "VII.2", "VII.3", "VIII.2", "VIII.3"},
}
# The formulas nobody knows (papi.md 2.3).
UNKNOWN = {
    2018: {"IV.2", "IV.4", "V.1", "V.2", "V.3", "V.4"},
    2019: {"IV.2", "IV.4", "V.2", "V.3", "V.4", "VII.1", "VIII.3"},
    2022: {"IV.2", "IV.4", "VII.1"},
    2023: {"IV.2", "IV.4", "VII.1"},
}


def edition(year, values, codes=("01",)):
    """An edition of a year with the given columns."""
    return EditionTable("papi", year, 1, of_year("papi", year), "63", tuple(codes), values)


@pytest.mark.parametrize(("year", "code", "indicators", "score"), VECTORS)
def test_published_vectors(year, code, indicators, score):
    values = {f"{code}.{number}": (cell,) for number, cell in indicators.items()}
    made = recompute(edition(year, values | {code: (score,)}))[code]
    assert made.basis is Basis.FORMULA
    assert made.cells[0] == pytest.approx(score, abs=2e-7)
    assert abs(made.differences[0]) <= made.tolerance


def test_the_total_is_the_sum_of_the_dimensions():
    dimensions = {code: (cell,) for code, cell in zip(ROMAN, DIMENSIONS_2023, strict=True)}
    table = edition(2023, dimensions | {"total": (43.960304,)})
    assert recompute(table)["total"].cells[0] == pytest.approx(43.960304, abs=2e-6)
    assert differences(table) == []
    wrong = edition(2023, dimensions | {"total": (43.97,)})
    (found,) = differences(wrong)
    assert (found.code, found.province, found.published, found.basis) == ("total", "01", 43.97, Basis.SUM)
    assert found.recomputed == pytest.approx(43.960304, abs=2e-6)


def test_rounded_figures_are_not_held_against_more_decimals_than_they_have():
    whole = tuple(round(one, 2) for one in DIMENSIONS_2023)
    dimensions = {code: (cell,) for code, cell in zip(ROMAN, whole, strict=True)}
    total = round(sum(DIMENSIONS_2023), 2)
    assert sum(whole) != total
    assert differences(edition(2023, dimensions | {"total": (total,)})) == []
    assert [one.code for one in differences(edition(2023, dimensions | {"total": (total + 0.06,)}))] == ["total"]


def test_nothing_partial_is_summed():
    table = made_up.table(2015, missing=("96",), frame=of_year("papi", 2015))
    position = table.position("01")
    gap = dict(table.values)
    gap["II.2"] = tuple(None if at == position else cell for at, cell in enumerate(gap["II.2"]))
    made = recompute(replace(table, values=gap))
    assert made["II"].cells[position] is None
    assert made["II"].differences[position] is None
    assert made["II"].cells[table.position("96")] is None
    assert made["total"].cells[position] == pytest.approx(table.value("total", "01"))
    assert set(made) == {"total", *(one.code for one in table.framework.level(Level.DIMENSION))}
    assert differences(table) == []


def test_a_score_that_is_not_its_parts_is_found():
    table = made_up.table(2015, frame=of_year("papi", 2015))
    cells = list(table.values["II"])
    cells[table.position("96")] += 0.01
    found = differences(replace(table, values={**table.values, "II": tuple(cells)}))
    # The dimension isn't its parts, and the total isn't its dimensions any more.
    assert [(one.code, one.province) for one in found] == [("II", "96"), ("total", "96")]


def test_relative_items_run_over_the_provinces_of_the_year():
    values = {
        "VI.2.1": (0.5, 1.0, 2.0, None), "VI.2.2": (5.0, 10.0, 7.5, 5.0), "VI.2.3": (5.0, 1.0, 3.0, 3.0),
        "VI.2.4": (8.0, 0.0, 4.0, 4.0), "VI.2": (2.5, 0.6, 1.6, 1.0),
    }  # fmt: skip
    made = recompute(edition(2022, values, ("01", "02", "04", "06")))["VI.2"]
    assert made.cells[0] == pytest.approx(2.5)  # nearest and best in everything
    assert made.cells[1] == pytest.approx(0.25 + 0.5625 * (2.0 - 1.0) / 1.5)
    assert made.cells[2] == pytest.approx(0.25 + 0.5625 * (0 + 0.5 + 0.5 + 0.5))
    assert made.cells[3] is None
    assert not formula_for(framework("papi-2021").elements["VI.2"], 2022)[0].exact
    # Where all provinces are the same there is nothing to be nearest to.
    flat = recompute(edition(2022, values | {"VI.2.1": (1.0, 1.0, 1.0, 1.0)}, ("01", "02", "04", "06")))["VI.2"]
    assert flat.cells == (None,) * 4


def test_years_without_indicators_assume_the_formula_of_their_block():
    elements = framework("papi-2021").elements
    assert formula_for(elements["III.2"], 2021)[1] is Basis.ASSUMED
    assert formula_for(elements["III.2"], 2021)[0].terms[0].weight == 0.37125
    assert formula_for(elements["VIII.1"], 2021)[0].years == (2022,)
    assert formula_for(elements["VIII.1"], 2024)[0].years == (2023,)
    assert formula_for(elements["VII.1"], 2024) is None
    assert formula_for(framework("papi-2019").elements["III.2"], 2020)[0].terms[0].weight == 1.485
    # A difference to what is only assumed says nothing about the source.
    values = {"III.2.1": (0.2,), "III.2.2": (0.1,), "III.2": (1.9,)}
    assert recompute(edition(2024, values))["III.2"].basis is Basis.ASSUMED
    assert differences(edition(2024, values)) == []
    assert [one.code for one in differences(edition(2023, values))] == ["III.2"]


def test_what_counts_and_what_is_only_published():
    values = {f"IV.1.{number}": (0.5,) for number in range(1, 6)} | {"IV.1": (1.375,)}
    made = recompute(edition(2023, values))["IV.1"]
    assert made.left_out == ("IV.1.4", "IV.1.5")
    assert made.differences[0] == pytest.approx(0)


def test_the_clean_mode_says_what_the_labels_would_give():
    shares = {"III.3.1": (0.9,), "III.3.2": (0.8,), "III.3.3": (0.1,), "III.3": (0.22 + 0.99 * 1.7,)}
    quarter = {"III.2.1": (0.2,), "III.2.2": (0.1,), "III.2": (0.33 + 0.37125 * 0.3,)}
    serious = {f"IV.4.{number}": (0.5,) for number in range(1, 7)} | {"IV.4": (1.9,)}
    made = recompute(edition(2023, shares | quarter | serious), Mode.CLEAN)
    assert made["III.3"].cells[0] == pytest.approx(0.33 + 3.0 * (0.9 + 0.8) / 2)
    assert made["III.3"].left_out == ("III.3.3",)
    assert made["III.2"].cells[0] == pytest.approx(0.33 + 3.0 * 0.15)
    assert made["III.2"].basis is Basis.CLEAN
    # Signs nobody knows: the published score stands, and is said to.
    assert (made["IV.4"].basis, made["IV.4"].cells) == (Basis.KEPT, (1.9,))
    assert recompute(edition(2023, quarter), "clean").keys() == {"III.2"}
    with pytest.raises(ValueError, match="dirty"):
        recompute(edition(2023, quarter), "dirty")


def test_the_clean_mode_without_indicators_is_the_published_table():
    table = made_up.table(2015, frame=of_year("papi", 2015))
    made = recompute(table, Mode.CLEAN)
    assert all(made[one.code].basis is Basis.KEPT for one in table.framework.level(Level.SUB_DIMENSION))
    assert made["total"].cells == pytest.approx(table.values["total"])


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_clean_scores_stay_on_their_scale_and_are_best_at_the_best(data):
    year = data.draw(st.sampled_from((2018, 2019, 2022, 2023)))
    frame = of_year("papi", year)
    values = {}
    for one in frame.elements.values():
        if one.block(year) is None:
            continue
        low, high = one.low or 0.0, one.high or 10.0
        ends = (low, high) if one.sign != -1 else (high, low)
        cell = data.draw(st.floats(low, high))
        values[one.code] = (*ends, cell)
    made = recompute(edition(year, values, ("01", "02", "04")), Mode.CLEAN)
    for code, one in made.items():
        scale = frame.elements[code]
        assert all(cell is not None and scale.low - 0.1 <= cell <= scale.high + 0.1 for cell in one.cells)
        assert one.cells[0] - 1e-9 <= one.cells[2] <= one.cells[1] + 1e-9


# The published workbook, read as it stands by nothing but its labels.


@pytest.fixture(scope="module")
def published(request):
    """The four years with indicators, by year; only tests marked ``shared`` may ask for it."""
    from openpyxl import load_workbook

    folder = request.config.rootpath.parent / "shared"
    book = load_workbook(folder / "data" / "papi-2015-2023.xlsm", data_only=True)
    return {year: _edition(book[str(year)], year) for year in (2018, 2019, 2022, 2023)}


def _edition(sheet, year):
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = 2 if year < 2022 else 3
    names = rows[0] if year == 2018 else rows[1]
    codes = [provinces.resolve(str(name), "63").code for name in names[first:]]
    frame, values, parent = of_year("papi", year), {}, ""
    for row in rows[1:]:
        label = str(row[first - 2] or "").strip()
        number = re.match(r"(\d)\.(\d)\s*:", label)
        dimension = re.match(r"Chỉ số nội dung (\d)", label)
        if number:
            parent = code = f"{ROMAN[int(number[1]) - 1]}.{number[2]}"
        elif dimension:
            parent, code = "", ROMAN[int(dimension[1]) - 1]
        elif "không có trọng số)" in label and " - " not in label:
            code = "total"
        else:
            code = _indicator(frame, parent, label)
        if code:
            cells = (cell if isinstance(cell, float | int) else None for cell in row[first:])
            # A score of 0 means missing (papi.md 2.7).
            scored = code.count(".") < 2
            values[code] = tuple(None if scored and cell == 0 else cell for cell in cells)
    return EditionTable("papi", year, 1, frame, "63", tuple(codes), values)


def _indicator(frame, parent, label):
    wanted = _key(label)
    matches = (one.code for one in frame.children(parent) if wanted in {_key(name) for name in (one.vi, *one.aka)})
    return next(matches, "") if parent else ""


def _key(label):
    return " ".join(words(label.replace("(%)", "").replace("*", "")))


@pytest.mark.shared
@pytest.mark.parametrize("year", sorted(EXACT))
def test_every_row_of_the_published_sheets_is_an_element(published, year):
    table = published[year]
    expected = {code for code, one in table.framework.elements.items() if one.block(year) is not None}
    assert set(table.values) == expected
    assert len(table.provinces) == len(set(table.provinces)) == 63


@pytest.mark.shared
@pytest.mark.parametrize("year", sorted(EXACT))
def test_the_published_scores_of_all_provinces(published, year):
    table = published[year]
    made = recompute(table)
    parts = {one.code for one in table.framework.level(Level.SUB_DIMENSION)}
    assert parts - set(made) == UNKNOWN[year]
    found = {code for code in parts & set(made) if table.framework.elements[code].formula(year).exact}
    assert found == EXACT[year]
    for code in found:
        gaps = [abs(gap) for gap in made[code].differences if gap is not None]
        assert len(gaps) >= 61
        assert max(gaps) <= 2e-7
    # The one cell of four years that what it is made of doesn't give: two parts stored with two decimals.
    wrong = [(one.code, one.province) for one in differences(table)]
    assert wrong == ([("I", "01")] if year == 2022 else [])


@pytest.mark.shared
def test_what_the_clean_mode_changes(published):
    table = published[2023]
    made = recompute(table, Mode.CLEAN)
    position = table.position("01")
    # Four times the published weight, on the scale the label gives.
    assert made["III.2"].cells[position] == pytest.approx(0.33 + 1.5 * (0.1191448 + 0.1117213), abs=1e-6)
    kept = {code for code, one in made.items() if one.basis is Basis.KEPT}
    assert kept == {"IV.4", "VII.1"}
    assert made["total"].cells[table.position("22")] is None  # Quảng Ninh was not published
    assert made["total"].cells[position] != pytest.approx(43.960304, abs=0.1)
