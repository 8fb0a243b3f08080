"""Frameworks as data: counts and scales as published, what may be compared over the years and why not, faults told."""

from itertools import pairwise

import pytest

from danbiet.base.errors import CodedError
from danbiet.index import catalogue
from danbiet.index.catalogue import Verdict, comparable_parts, comparison, framework, frameworks, of_year
from danbiet.index.framework import BreakKind, Level, comparable
from danbiet.index.reading_frameworks import order, read_framework

YEARS = range(2011, 2025)


def test_the_frameworks_of_papi():
    assert [one.key for one in frameworks()] == ["papi-2011", "papi-2016", "papi-2018", "papi-2019", "papi-2021"]
    # papi.md 1.1 and 1.4: dimensions, sub-dimensions, published indicator rows (2023 has two more than 2022).
    counts = {
        one.key: tuple(len(one.level(level)) for level in (Level.DIMENSION, Level.SUB_DIMENSION, Level.INDICATOR))
        for one in frameworks()
    }
    assert counts == {
        "papi-2011": (6, 22, 0), "papi-2016": (6, 22, 0), "papi-2018": (8, 28, 114), "papi-2019": (8, 29, 122),
        "papi-2021": (8, 28, 120),
    }  # fmt: skip
    assert all(of_year("papi", year).key == framework(of_year("papi", year).key).key for year in YEARS)
    assert sum(2022 in one.blocks for one in framework("papi-2021").level(Level.INDICATOR)) == 118
    assert "V.2" not in framework("papi-2021").elements
    assert framework("papi-2011").elements["total"].low == 6
    assert framework("papi-2018").elements["total"].low == 8  # labelled 10, which eight dimensions of 1-10 can't mean


@pytest.mark.parametrize("key", [one.key for one in frameworks()])
def test_every_framework_holds_together(key):
    one = framework(key)
    assert list(one.elements) == sorted(one.elements, key=order)
    assert one.children("total") == one.level(Level.DIMENSION)
    for element in one.elements.values():
        assert element.vi
        assert element.en
        assert set(element.blocks) <= set(one.years)
        assert element.level is Level.TOTAL or element.parent in one.elements
        for formula in element.formulas:
            assert all(term.code in one.elements for term in formula.terms)
            own = [term for term in formula.terms if one.elements[term.code].parent == element.code]
            assert all(one.elements[term.code].sign == (-1 if term.reverse else 1) for term in own)


def test_a_concept_keeps_its_name_when_its_code_changes():
    lists = [(year, *(one.code for one in of_year("papi", year).elements.values() if one.concept == "poverty-lists"))
             for year in (2015, 2017, 2018, 2023)]  # fmt: skip
    assert lists == [(2015, "II.1"), (2017, "II.1"), (2018, "II.2"), (2023, "II.2")]
    boards = [of_year("papi", year).elements[code].concept for year, code in ((2015, "III.2"), (2016, "III.3"))]
    assert boards == ["inspection-boards"] * 2
    assert of_year("papi", 2016).elements["III.2"].concept != of_year("papi", 2018).elements["III.2"].concept


# papi.md 1.1 and 2.4: where a year begins a block of its own.
BREAKS = {
    "I": {2016, 2018, 2019, 2021, 2022},
    "II": {2018},
    "III": {2016, 2018, 2021},
    "V": {2016, 2018, 2021},
    "I.1": {2016, 2019, 2022},
    "I.2": {2016, 2021},
    "IV.1": set(),
    "VI.1": set(),
    "VI.2": set(range(2018, 2025)),
    "VI.4": {2018, 2021},
    "VI": set(range(2018, 2025)),
    "total": {2016, *range(2018, 2025)},
    "VII.1": {2019},
    "VII.2": set(),
    "VII": {2019},
    "VIII.2": {2019},
    "VIII.3": {2020},
    "VIII.1": {2019, 2021, 2023},
    "VIII": {2019, 2020, 2021, 2023},
}


@pytest.mark.parametrize("code", BREAKS)
def test_blocks_of_papi(code):
    found = set()
    for before, after in pairwise(YEARS):
        one, other = (of_year("papi", year).elements.get(code) for year in (before, after))
        if one is not None and other is not None and not comparable(one, before, other, after):
            found.add(after)
    assert found == BREAKS[code]


def test_a_whole_is_comparable_only_where_all_its_parts_are():
    for year in YEARS:
        for other_year in range(2011, year):
            here, there = of_year("papi", year), of_year("papi", other_year)
            for one in [here.elements["total"], *here.level(Level.DIMENSION)]:
                if comparison(one.code, year, other_year).verdict is Verdict.COMPARABLE:
                    parts = [part for part in here.children(one.code) if part.level is not Level.INDICATOR]
                    assert all(comparison(p.code, year, other_year).verdict is Verdict.COMPARABLE for p in parts)
                    same = {part.concept for part in there.children(one.code)}
                    assert same == {part.concept for part in parts}


def test_why_scores_are_not_compared():
    quarter = comparison("III.2", 2022, 2019)
    assert quarter.verdict is Verdict.NORMALISED
    assert [(one.year, one.kind) for one in quarter.breaks] == [(2021, BreakKind.RESCALED)]
    assert "chia bốn" in quarter.breaks[0].reason("vi")
    assert "quarter" in quarter.breaks[0].reason("en")
    # Backwards in time is the same question.
    assert comparison("III.2", 2019, 2022) == quarter
    assert comparison("IV.1", 2023, 2011).verdict is Verdict.COMPARABLE
    assert comparison("VII.1", 2023, 2018).verdict is Verdict.REFUSED
    school = comparison("VI", 2023, 2022)
    assert [(one.kind, one.part) for one in school.breaks] == [(BreakKind.RELATIVE, "VI.2")]
    # What was not measured then can't be compared, and nothing broke.
    assert comparison("VII.1", 2018, 2017) == catalogue.Comparison(Verdict.REFUSED)
    # PAPI says II, IV and VI hold from 2015 to 2016; for the others that is only inferred.
    told = {code: comparison(code, 2016, 2015) for code in ("I", "II", "III", "IV", "V", "VI")}
    assert [code for code, one in told.items() if one.verdict is Verdict.COMPARABLE] == ["II", "IV", "VI"]
    assert not any(one.sure for one in told["I"].breaks)


def test_parts_that_can_be_compared_where_the_whole_can_not():
    pairs = comparable_parts("total", 2016, 2015)
    assert [one.code for one, _ in pairs] == [
        "II.1", "II.2", "II.3", "IV.1", "IV.2", "IV.3", "IV.4", "VI.1", "VI.2", "VI.3", "VI.4",
    ]  # fmt: skip
    assert [one.code for one, _ in comparable_parts("VI", 2023, 2022)] == ["VI.1", "VI.3", "VI.4"]
    assert comparable_parts("VI.2", 2023, 2022) == []


def test_scores_normalised_over_a_change_of_scale():
    before, after = (of_year("papi", year).elements["III.2"] for year in (2019, 2022))
    # The same two shares, 0.2 and 0.1, on the formulas of both years (papi.md 2.2).
    assert before.normalised(2019, 0.33 + 1.485 * 0.3) == pytest.approx(0.15)
    assert after.normalised(2022, 0.33 + 0.37125 * 0.3) == pytest.approx(0.15)
    lifted = [of_year("papi", year).elements["VI.4"] for year in (2019, 2022)]
    assert lifted[0].normalised(2019, 1.48) == pytest.approx(lifted[1].normalised(2022, 1.93))
    assert framework("papi-2018").elements["VI.2.1"].normalised(2018, 1.0) is None


def test_later_years_carry_the_last_framework_on_and_say_so():
    later = of_year("papi", 2031)
    assert later is framework("papi-2021")
    assert later.assumed(2031)
    assert not later.assumed(2024)
    assert comparison("IV.1", 2031, 2023).verdict is Verdict.COMPARABLE
    assert comparison("VI.2", 2031, 2030).breaks[0].kind is BreakKind.RELATIVE
    with pytest.raises(CodedError, match="IDX-002"):
        of_year("papi", 2010)
    with pytest.raises(CodedError, match="IDX-001"):
        framework("papi-2012")


def test_another_index_is_a_file_and_no_code():
    assert catalogue.indices() == ["dti", "papi", "sipas"]
    points = of_year("dti", 2023)
    assert [one.high for one in points.children("I")] == [100] * 5
    assert sum(one.high for one in points.children("total")) == points.elements["total"].high == 1000
    assert comparison("total", 2023, 2019, index="sipas").verdict is Verdict.REFUSED
    assert not of_year("sipas", 2019).elements["II"].verified
    assert frameworks("pci") == ()


SMALL = """\
index: tiny
name: {vi: Ví dụ, en: Example}
years: [2020, 2021]
source: made up
elements:
  total: {concept: total, vi: Tổng, en: Total, range: [1, 10]}
  I: {concept: one, vi: Một, en: One, range: [1, 10]}
  I.1:
    concept: part
    vi: Phần
    en: Part
    range: [1, 10]
    formulas:
      - {years: [2020, 2021], constant: 1, terms: {I.1.1: 6, I.1.2: [-3, 1, 4]}, tolerance: {2020: 0.1, 2021: 0.2}}
  I.1.1: {concept: a, vi: A, en: A, range: [0, 1], unit: share}
  I.1.2: {concept: b, vi: B, en: B, range: [1, 4], unit: points, sign: "-"}
"""


def test_a_framework_of_ones_own(tmp_path):
    path = tmp_path / "tiny-2020.yaml"
    path.write_text(SMALL, "utf-8")
    (one,) = catalogue._load("tiny", tmp_path)
    formulas = one.elements["I.1"].formulas
    assert [(formula.years, formula.tolerance, formula.exact) for formula in formulas] == [
        ((2020,), 0.1, False), ((2021,), 0.2, False),
    ]  # fmt: skip
    assert formulas[0].terms[1].reverse
    assert (formulas[0].terms[1].low, formulas[0].terms[1].high) == (1, 4)
    assert one.elements["I.1"].block(2022) is None  # it isn't open


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("source: made up", "sauce: made up", "LAW-003", "tiny-2020.yaml:4, sauce"),
        ("    en: Part\n", "    en: Part\n    en: Part\n", "LAW-002", "tiny-2020.yaml:12, elements.I.1.en"),
        ("    en: Part\n", "", "LAW-004", "elements.I.1"),
        ("  I.1.2: {", "  I.2.2: {", "IDX-004", "tiny-2020.yaml:16, elements.I.2.2"),
        ("  I.1.2: {", "  A.1.2: {", "LAW-005", "elements.A.1.2"),
        ("en: One, range: [1, 10]", "en: One, range: [1, 9]", "IDX-005", "elements.total.range"),
        ("I.1.2: [-3, 1, 4]", "I.1.3: [-3, 1, 4]", "IDX-006", "tiny-2020.yaml:14, elements.I.1.formulas.terms.I.1.3"),
        ("I.1.1: 6", "I.1.1: 7", "IDX-007", "elements.I.1.formulas.terms"),
        ("[-3, 1, 4]", "[x, min, max]", "LAW-005", "elements.I.1.formulas.terms.I.1.2"),
        ("[-3, 1, 4]", "{weight: 3}", "LAW-005", "elements.I.1.formulas.terms.I.1.2"),
        ("[-3, 1, 4]", "[-3, 1]", "LAW-005", "elements.I.1.formulas.terms.I.1.2"),
        ("I.1.1: 6", "I.1.1: six", "LAW-005", "elements.I.1.formulas.terms.I.1.1"),
        ("2021: 0.2", "2022: 0.2", "IDX-009", "elements.I.1.formulas.tolerance.2022"),
        (", 2021: 0.2", "", "LAW-004", "elements.I.1.formulas.tolerance"),
        ("concept: b", "concept: a", "IDX-010", "elements.I.1.2.concept"),
        ("concept: b", "concept: B b", "LAW-005", "elements.I.1.2.concept"),
        ("range: [1, 4]", "range: [4, 1]", "LAW-005", "elements.I.1.2.range"),
        ("range: [1, 4]", "range: [1, .inf]", "LAW-005", "elements.I.1.2.range"),
        ('sign: "-"', "sign: minus", "LAW-005", "elements.I.1.2.sign"),
        ("unit: points", "unit: parsecs", "LAW-005", "elements.I.1.2.unit"),
        ("years: [2020, 2021]\n", "years: [2021, 2020]\n", "LAW-005", "tiny-2020.yaml:3, years"),
        ("index: tiny", "index: other", "LAW-005", "tiny-2020.yaml:1, index"),
        ("source: made up", "source: made up\ndrop: [I]", "IDX-008", "tiny-2020.yaml:5, drop"),
        ("source: made up", "source: made up\nextends: tiny-2019", "IDX-001", "extends"),
        ("    vi: Phần\n", "    vi: X\n    breaks: {2019: {kind: method, vi: a, en: b}}\n", "IDX-009", "breaks.2019"),
        ("    vi: Phần\n", "    vi: Phần\n    breaks: {2020: {kind: odd, vi: a, en: b}}\n", "LAW-005", "2020.kind"),
        ("  total: {concept: total, vi: Tổng, en: Total, range: [1, 10]}\n", "", "IDX-004", "elements"),
        (SMALL, "[1, 2]", "LAW-005", "tiny-2020.yaml:1"),
        (SMALL, "index: {", "LAW-001", "tiny-2020.yaml"),
    ],
)  # fmt: skip
def test_a_fault_in_a_file_is_told_with_its_place(tmp_path, old, new, code, place):
    assert old in SMALL
    path = tmp_path / "tiny-2020.yaml"
    path.write_text(SMALL.replace(old, new, 1), "utf-8")
    with pytest.raises(CodedError, match=code) as caught:
        read_framework(path)
    assert place in caught.value.at


def test_a_year_belongs_to_one_framework(tmp_path):
    (tmp_path / "tiny-2020.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "tiny-2021.yaml").write_text(SMALL.replace("[2020, 2021]\n", "[2021, 2022]\n"), "utf-8")
    with pytest.raises(CodedError, match="IDX-003") as caught:
        catalogue._load("tiny", tmp_path)
    assert caught.value.at == "tiny-2021.yaml:3, years"
