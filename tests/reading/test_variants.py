"""Copies of a plan in other forms say the same: marks, line ends, pages, tables, columns, headings, file formats."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.reading import variants

from danbiet.reading import text_source, wrapping
from danbiet.reading.blocks import Table
from danbiet.reading.plan.read import read_bytes, read_plan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ke-hoach-vi-du.txt"
DOCX = EXAMPLE.with_suffix(".docx")
REAL = ROOT.parent / "shared" / "plan" / "ke-hoach-64-kh-ubnd-ca-mau-2016.txt"
TEXT = EXAMPLE.read_text("utf-8")
EXTRAS = [("Ghi chú", "như trên"), ("Sản phẩm", "Báo cáo"), ("Kinh phí", "Ngân sách tỉnh"),
          ("Lãnh đạo phụ trách", "Phó Chủ tịch")]  # fmt: skip
LETTERS = "abcdđeêghiklmnoôơpqrstuưvxyáàảãạếệốộứự"


@pytest.fixture(scope="module")
def plain():
    return variants.read(TEXT)


@pytest.fixture(scope="module")
def real():
    if not REAL.is_file():
        pytest.skip("needs ../shared/plan beside the checkout")
    text = REAL.read_text("utf-8")
    return text, variants.read(text)


def same(found, expected):
    """Part by part, so that a failure names the part and the task."""
    for code, task in expected["tasks"].items():
        assert found["tasks"].get(code) == task, code
    for part, value in expected.items():
        assert found[part] == value, part


def test_the_plain_copy_has_24_tasks_and_28_rows(plain):
    assert list(plain["tasks"]) == [
        f"{dimension}.{number}"
        for dimension, count in zip(("I", "II", "III", "IV", "V", "VI"), (4, 3, 3, 4, 6, 4), strict=True)
        for number in range(1, count + 1)
    ]
    assert [len(rows) for rows in plain["scores"]] == [28]


@pytest.mark.parametrize("name", variants.TEXTS)
def test_another_copy_says_the_same(plain, name):
    same(variants.read(variants.TEXTS[name](TEXT)), plain)


@pytest.mark.parametrize("name", variants.BYTES)
def test_another_encoding_says_the_same(plain, name):
    same(variants.read(variants.BYTES[name](TEXT)), plain)


@pytest.mark.parametrize("order", variants.ORDERS, ids=str)
def test_the_columns_of_the_tasks_in_any_order(plain, order):
    same(variants.read(variants.reorder(order)(TEXT)), plain)


@pytest.mark.parametrize("order", variants.SCORE_ORDERS, ids=str)
def test_the_columns_of_the_scores_in_any_order(plain, order):
    same(variants.read(variants.score_order(order)(TEXT)), plain)


@pytest.mark.parametrize(("title", "value"), EXTRAS)
@pytest.mark.parametrize("position", range(5))
def test_a_column_of_its_own_is_kept(plain, position, title, value):
    draft = read_bytes(variants.with_column(position, title, value)(TEXT).encode())
    same(variants.understood(draft), plain)
    assert draft.tasks[0].extra == {title: value}
    assert all(task.extra.get(title, "").startswith(value) for task in draft.tasks)


@pytest.mark.shared
@pytest.mark.parametrize("name", variants.TEXTS)
def test_another_copy_of_the_real_plan_says_the_same(real, name):
    text, expected = real
    same(variants.read(variants.TEXTS[name](text)), expected)


@pytest.mark.shared
@pytest.mark.parametrize("order", variants.ORDERS[::5], ids=str)
def test_the_columns_of_the_real_plan_in_another_order(real, order):
    text, expected = real
    same(variants.read(variants.reorder(order)(text)), expected)


LAYOUTS = ["pipes", "html", "html over lines", "html with spans", "lists as breaks", "one table"]
MARKS = ["nfd", "no mark-up", "comma scores", "character references", "crlf"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    layout=st.sampled_from(LAYOUTS),
    order=st.sampled_from(variants.ORDERS),
    wording=st.sampled_from(sorted(variants.WORDINGS)),
    mark=st.sampled_from(MARKS),
)
def test_several_differences_at_once(plain, layout, order, wording, mark):
    text = variants.reorder(order)(variants.headings(variants.WORDINGS[wording])(TEXT))
    if layout == "one table" and wording in ("short", "other", "numbered"):
        layout = "html"  # joined by the word "STT", which these headings don't have
    same(variants.read(variants.TEXTS[mark](variants.TEXTS[layout](text))), plain)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
@example(seed=87120)  # most pages' content columns misread, so that they outvote the two that can be read
def test_headings_misread_on_further_pages(plain, seed):
    """Up to three letters wrong in up to three headings of every page but the first."""
    same(variants.read(misread(TEXT, random.Random(seed))), plain)


def misread(text, chance):
    lines = text.split("\n")
    heads = [i for i, line in enumerate(lines) if i > variants.annex_start(lines) and line.startswith("STT\t")]
    for i in heads[1:]:
        cells = lines[i].split("\t")
        for column in chance.sample(range(1, 6), chance.randint(1, 3)):
            letters = list(cells[column])
            for place in chance.sample(range(len(letters)), chance.randint(1, 3)):
                letters[place] = chance.choice(LETTERS) if letters[place] != " " else " "
            cells[column] = "".join(letters)
        lines[i] = "\t".join(cells)
    return "\n".join(lines)


@settings(max_examples=40, deadline=None)
@given(width=st.integers(60, 150), paragraphs=st.lists(
    st.lists(st.sampled_from(["dân", "UBND", "- 2016", "hộ", "Sở", "báo cáo", "niêm yết", "(qua"]), min_size=25,
             max_size=120),
    min_size=12, max_size=16))  # fmt: skip
def test_a_paragraph_wrapped_at_any_width_is_whole_again(width, paragraphs):
    import textwrap

    texts = ["Trong " + " ".join(words) + " nhân dân" for words in paragraphs]
    lines = []
    for text in texts:
        lines += [*textwrap.wrap(text, width, break_on_hyphens=False), ""]
    numbers, found = wrapping.whole_lines(lines)
    assert [line for line in found if line] == texts
    assert all(lines[number - 1] == "" or found[i].startswith(lines[number - 1]) for i, number in enumerate(numbers))


def test_lines_that_are_paragraphs_stay_apart():
    lines = [f"Câu thứ {number} của văn bản dài ngắn khác nhau {'và thêm ' * (number % 7)}." for number in range(30)]
    assert wrapping.whole_lines(lines)[1] == lines
    bullets = [f"- Việc thứ {number} được ghi trên một dòng rất đều nhau và vừa đủ rộng" for number in range(30)]
    assert wrapping.whole_lines(bullets)[1] == bullets


def test_a_list_that_is_never_closed_takes_nothing_with_it():
    lines = ["1\tViệc\t<ul><li>một", *[f"{number}\tViệc\tmột\thai" for number in range(2, 600)]]
    assert wrapping.whole_lines(lines)[1] == lines


def test_places_are_those_of_the_file_though_lines_were_joined():
    plain = {task.code: task.at.line for task in read_bytes(TEXT.encode()).tasks}
    copy = variants.lists_broken(TEXT)
    lines = copy.split("\n")
    for task in read_bytes(copy.encode()).tasks:
        assert lines[task.at.line - 1].split("\t")[0] == TEXT.split("\n")[plain[task.code] - 1].split("\t")[0]
    assert [task.at.line for task in read_bytes(copy.encode()).tasks] != list(plain.values())


@pytest.mark.parametrize("line", ["a|b|c|d", "| a | b | c | d |", "a | b | c | d", "|a|b|c|d|", "a\tb\tc\td"])
def test_a_row_in_any_notation(line):
    (table,) = text_source.blocks_of(line)
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0].cells] == ["a", "b", "c", "d"]


def test_empty_cells_and_bars_in_pipes():
    (table,) = text_source.blocks_of("|||x \\| y|z||\n|---|---|---|---|---|\n|1|||4||")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "", "x | y", "z", ""], ["1", "", "", "4", ""]
    ]  # fmt: skip


def test_the_docx_says_the_same(plain):
    same(variants.understood(read_plan(DOCX)), plain)
