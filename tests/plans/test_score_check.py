"""A plan's table and sentences against editions: made-up ones, changed in one place at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.index.framework import Level
from danbiet.plans.score_check import Weight, What, check
from danbiet.plans.score_check.cells import agrees, cut_off
from danbiet.plans.score_check.claims import Sure
from danbiet.plans.score_check.figures import Figures, decimals_of
from danbiet.reading.blocks import Line, Place
from danbiet.reading.plan.draft import ScoreRow
from danbiet.reading.plan.stated import claims_in
from tests.index import made_up

OURS = "96"
TABLES = {one.year: one for one in made_up.tables((2014, 2015))}
YEARS = (2014, 2015)


def printed(**changed):
    """The table a plan would print of our province, rounded to two decimals; ``changed``: V_2__score_2014=1.5."""
    rows = []
    for element in TABLES[2015].framework.elements.values():
        if element.level not in (Level.DIMENSION, Level.SUB_DIMENSION):
            continue
        values = {}
        for year in YEARS:
            figures = Figures(TABLES[year], OURS)
            values[f"score_{year}"] = round(figures.score(element.code), 2)
            values[f"rank_{year}"] = figures.rank(element.code) if element.level is Level.DIMENSION else None
        values["median_2015"] = round(Figures(TABLES[2015], OURS).median(element.code), 2)
        level = "dimension" if element.level is Level.DIMENSION else "sub_dimension"
        rows.append(ScoreRow(element.code, level, element.vi, values, Place(line=len(rows) + 1)))
    for key, value in changed.items():
        code, _, column = key.partition("__")
        row = next(one for one in rows if one.code == code.replace("_", "."))
        row.values[column] = value
    return rows


def found(rows=(), text="", **more):
    """(what, element, year) of every finding."""
    claims = claims_in(Line(text, Place(line=1))) if text else []
    return check(rows, claims, TABLES, OURS, **more)


def keys(result):
    return [(one.what.value, one.element, one.year) for one in result.findings]


def test_a_table_copied_right_has_no_finding():
    result = found(printed())
    assert keys(result) == []
    assert result.notes == ()
    # 28 rows with two scores and a median, six of them with two ranks.
    assert result.cells == 28 * 3 + 6 * 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"II__median_2015": 1.0}, ("median", "II", 2015)),
        ({"IV__rank_2014": 63}, ("rank", "IV", 2014)),
        ({"VI_4__score_2015": 0.3}, ("score", "VI.4", 2015)),
    ],
)
def test_a_changed_cell_is_found_with_what_is_right(change, expected):
    result = found(printed(**change))
    first = next(one for one in result.findings if (one.what.value, one.element, one.year) == expected)
    assert first.stated == next(iter(change.values()))
    right = printed()
    column = next(iter(change)).partition("__")[2]
    assert first.recomputed == next(row for row in right if row.code == expected[1]).values[column]
    assert first.weight is Weight.WRONG
    # Nothing else is found but the sum the cell is part of.
    assert set(keys(result)) <= {expected, ("sum", expected[1].split(".")[0], expected[2])}


def test_a_row_copied_from_the_one_above_is_called_that():
    rows = printed()
    above, row = (next(one for one in rows if one.code == code) for code in ("V.1", "V.2"))
    for year in YEARS:
        row.values[f"score_{year}"] = above.values[f"score_{year}"]
    result = found(rows)
    copied = [one for one in result.findings if one.code == "PLAN-102"]
    assert [(one.element, one.year, one.facts["other"]) for one in copied] == [
        ("V.2", 2014, "V.1"),
        ("V.2", 2015, "V.1"),
    ]
    assert "V.1" in copied[0].message()


def test_a_figure_cut_off_is_a_note_and_not_wrong():
    value = Figures(TABLES[2015], OURS).score("III.1")
    cut = int(value * 100) / 100
    result = found(printed(III_1__score_2015=cut if round(value, 2) != cut else round(value, 2)))
    assert not [one for one in result.findings if one.what is What.SCORE]


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 10), st.integers(1, 4))
def test_a_rounded_figure_holds_and_one_a_unit_off_does_not(value, decimals):
    unit = 10**-decimals
    assert agrees(round(value, decimals), value, decimals)
    assert not agrees(round(value, decimals) + 1.01 * unit, value, decimals)
    assert cut_off(int(value / unit) * unit, value, decimals) or int(value / unit) * unit > value


def test_a_last_zero_may_be_dropped():
    assert decimals_of([4.8, 0.95, None]) == 2
    assert decimals_of([]) == 0


def test_ranks_that_only_rounding_explains_are_told_apart():
    figures = Figures(TABLES[2015], OURS)
    # Another province a hair above ours: 0.001 below two decimals.
    place, own = TABLES[2015].position(OURS), figures.score("II")
    cells = list(TABLES[2015].values["II"])
    near = next(i for i, one in enumerate(cells) if one < own - 0.1 and i != place)
    cells[near] = round(own, 2) - 0.0049 if round(own, 2) - 0.0049 < own else own - 1e-4
    table = made_up.table(2015, frame=TABLES[2015].framework)
    table = type(table)(
        **{**{key: getattr(table, key) for key in table.__slots__}, "values": {**table.values, "II": tuple(cells)}}
    )
    rank = Figures(table, OURS).rank("II")
    rows = [ScoreRow("II", "dimension", "Nội dung II", {"score_2015": round(own, 2), "rank_2015": rank + 1}, Place())]
    result = check(rows, [], {2015: table}, OURS)
    assert [(one.code, one.weight, one.recomputed) for one in result.findings] == [("PLAN-105", Weight.SLIGHT, rank)]


def total(year):
    return Figures(TABLES[year], OURS).score("total")


def test_totals_groups_and_ranks_in_sentences():
    figures = Figures(TABLES[2015], OURS)
    text = f"Năm 2015 đạt {total(2015):.2f} điểm".replace(".", ",")
    assert keys(found(text=f"Chỉ số {text}")) == []
    wrong = found(text="Chỉ số năm 2015 đạt 11,11 điểm, xếp thứ 64/63").findings
    assert [(one.code, one.element) for one in wrong] == [("PLAN-108", "total"), ("PLAN-111", "total")]
    assert wrong[1].recomputed == figures.rank("total")
    names = {"low": "thấp", "lower-middle": "trung bình thấp", "upper-middle": "trung bình cao", "high": "cao nhất"}
    for key, name in names.items():
        holds = key == figures.group("total").value
        result = found(text=f"Năm 2015 xếp ở nhóm điểm {name}" if key != "high" else f"Năm 2015 xếp ở nhóm {name}")
        assert (not result.findings) is holds, key


def test_counts_are_counted_from_the_published_figures():
    before, after = (Figures(TABLES[year], OURS) for year in YEARS)
    rose = sum(after.rank(one.code) < before.rank(one.code) for one in after.dimensions)
    assert keys(found(text=f"Năm 2015 có 0{rose}/06 Chỉ số đã tăng thứ hạng so với năm 2014")) == []
    wrong = found(text=f"Năm 2015 có 0{(rose + 1) % 7}/06 Chỉ số đã tăng thứ hạng so với năm 2014").findings
    assert [(one.code, one.recomputed) for one in wrong] == [("PLAN-109", f"{rose}/6")]
    other = found(text=f"Năm 2015 có 0{rose}/08 Chỉ số đã tăng thứ hạng so với năm 2014").findings
    assert [one.code for one in other] == ["PLAN-114"]


class Flat:
    """Errors so large that no change stands out."""

    def score(self, before, code_before, after, code):
        return Sure(0.1, -1.0, 1.2, 0.95, False, ("ví dụ", "example"))

    rank = score


def test_a_right_count_of_changes_within_the_noise_names_each_dimension():
    before, after = (Figures(TABLES[year], OURS) for year in YEARS)
    fell = [one.code for one in after.dimensions if after.score(one.code) < before.score(one.code)]
    result = found(text=f"Năm 2015 có 0{len(fell)}/06 Chỉ số giảm điểm so với năm 2014", noise=Flat())
    assert [(one.code, one.element, one.weight) for one in result.findings] == [
        ("PLAN-113", code, Weight.NOISE) for code in fell
    ]
    assert all("-1,00" in one.message() and "-1.00" in one.message("en") for one in result.findings)


def test_changes_of_a_named_dimension():
    before, after = (Figures(TABLES[year], OURS) for year in YEARS)
    change = after.score("II") - before.score("II")
    word = "tăng" if change > 0 else "giảm"
    text = f"Năm 2015 công khai, minh bạch {word} {abs(change):.2f} điểm so với năm 2014".replace(".", ",")
    assert keys(found(text=text)) == []
    wrong = found(text="Năm 2015 công khai, minh bạch tăng 9,99 điểm so với năm 2014").findings
    assert [(one.code, one.element) for one in wrong] == [("PLAN-112", "II")]


def test_a_comparison_across_a_break_is_a_finding_of_its_own():
    blocks = {2014: "a", 2015: "b"}
    frame = TABLES[2015].framework
    elements = {
        code: type(one)(**{**{key: getattr(one, key) for key in one.__slots__}, "blocks": blocks})
        if one.level is Level.DIMENSION
        else one
        for code, one in frame.elements.items()
    }
    broken = type(frame)(**{**{key: getattr(frame, key) for key in frame.__slots__}, "elements": elements})
    tables = {year: made_up.table(year, frame=broken) for year in YEARS}
    claims = claims_in(Line("Năm 2015 có 03/06 Chỉ số giảm điểm so với năm 2014", Place()))
    result = check([], claims, tables, OURS)
    assert {one.code for one in result.findings} == {"PLAN-115"}
    assert len(result.findings) == 6


def test_fewer_provinces_than_the_head_says_is_a_note():
    tables = {
        year: made_up.table(year, missing=("24",) if year == 2014 else (), frame=TABLES[year].framework)
        for year in YEARS
    }
    rows = [ScoreRow("I", "dimension", "Nội dung I", {"rank_2014": Figures(tables[2014], OURS).rank("I")}, Place())]
    result = check(rows, [], tables, OURS, ranked_among=63)
    assert result.findings == ()
    assert [(one.code, one.year, one.stated, one.recomputed) for one in result.notes] == [("PLAN-117", 2014, 63, 62)]


def test_what_keeps_a_check_from_being_made():
    with pytest.raises(CodedError, match="PLAN-120"):
        check(printed(), [], {2015: TABLES[2015]}, OURS)
    with pytest.raises(CodedError, match="PLAN-122"):
        check([], [], TABLES, OURS)
    with pytest.raises(CodedError, match="PLAN-121"):
        check(printed(), [], TABLES, "00")


def test_a_row_the_framework_lacks_is_a_note():
    rows = [ScoreRow("IX", "dimension", "Quản trị vũ trụ", {"score_2015": 5.0}, Place())]
    result = check(rows, [], TABLES, OURS)
    assert result.findings == ()
    assert [one.code for one in result.notes] == ["PLAN-118"]


def test_the_json_form():
    made = found(printed(II__median_2015=1.0)).to_json("en")["findings"][0]
    assert set(made) >= {"code", "element", "year", "what", "stated", "recomputed", "message"}
    assert made["what"] == "median"
