"""Copies whose numbers are misread or lost, whose pages are cut elsewhere or that Word wrote in its own ways."""

import re
from pathlib import Path

import pytest
from tests.reading import copies, variants, word

from danbiet.reading import docx_source
from danbiet.reading.plan.read import read_bytes

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ke-hoach-vi-du.txt"
REAL = ROOT.parent / "shared" / "plan" / "ke-hoach-64-kh-ubnd-ca-mau-2016.txt"
PLANS = ["example", pytest.param("real", marks=pytest.mark.shared)]


@pytest.fixture(scope="module", params=PLANS)
def copied(request):
    """A plan's text and what it says."""
    path = EXAMPLE if request.param == "example" else REAL
    if not path.is_file():
        pytest.skip("needs ../shared/plan beside the checkout")
    text = path.read_text("utf-8")
    return text, variants.read(text)


def same(copy, expected):
    found = variants.read(copy)
    for code, task in expected["tasks"].items():
        assert found["tasks"].get(code) == task, code
    for part, value in expected.items():
        assert found[part] == value, part


def codes(copy):
    data = copy if isinstance(copy, bytes) else copy.encode()
    return [one.code for one in read_bytes(data).doubts]


@pytest.mark.parametrize("name", copies.TEXTS)
def test_another_copy_says_the_same(copied, name):
    text, expected = copied
    copy = copies.TEXTS[name](text)
    assert copy != text
    same(copy, expected)


TOGETHER = [
    ("a page for each row", "no empty lines"),  # the row of dimension V, wider than the heading right below it
    ("V: name and content in one cell", "numeral V lost"),
    ("V: content first", "lines stripped"),
    ("II read as 11", "numbers lost", "first heading lost"),
    ("1 read as I", "pages without heading", "V: two, then four"),
    ("numbers II.3", "heading: ĐV, TG", "one table"),
    ("stars for dashes", "no mark-up", "comma scores"),
]


@pytest.mark.parametrize("names", TOGETHER, ids=" + ".join)
def test_several_differences_at_once(copied, names):
    text, expected = copied
    for name in names:
        text = {**variants.TEXTS, **copies.TEXTS}[name](text)
    same(text, expected)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_without_a_mark_or_in_four_bytes(copied, encoding):
    text, expected = copied
    assert variants.understood(read_bytes(text.encode(encoding))) == expected


@pytest.mark.parametrize(
    "name", ["II read as 11", "III read as lll", "IV read as VI", "numeral II lost", "numeral V lost"]
)
def test_a_dimension_known_by_its_name_alone_is_doubted(copied, name):
    assert codes(copies.TEXTS[name](copied[0])).count("READ-142") == 1


def test_a_number_nobody_can_read_is_doubted_and_numbers_that_run_on_are_not(copied):
    text, _ = copied
    plain = codes(text).count("READ-118")
    assert codes(copies.TEXTS["1 read as l"](text)).count("READ-118") > plain
    assert codes(copies.TEXTS["numbers run on"](text)).count("READ-118") == plain
    assert codes(copies.TEXTS["V: lettered"](text)).count("READ-118") == plain


def test_columns_told_by_their_cells_are_doubted(copied):
    text, _ = copied
    assert codes(copies.TEXTS["heading: ĐV, TG"](text)).count("READ-133") == 1
    for name in ("no heading", "English headings"):
        doubts = read_bytes(copies.TEXTS[name](text).encode()).doubts
        assert [one.blocking for one in doubts if one.code == "READ-134"] == [True]


def test_years_of_another_edition(copied):
    text, expected = copied
    found = variants.read(re.sub("2014|2015", lambda year: str(int(year[0]) + 7), text))
    assert list(found["tasks"]) == list(expected["tasks"])
    for (rows,), (others,) in [(found["scores"], expected["scores"])]:
        for code, (_, _, values) in rows.items():
            assert [*values] == ["score_2021", "score_2022", "median_2022", "rank_2021", "rank_2022"]
            assert [*values.values()] == [*others[code][2].values()]


def test_two_score_tables_are_both_kept_and_held_against_each_other(copied):
    text, expected = copied
    lines = text.split("\n")
    table = [line for line in lines[: variants.annex_start(lines)] if variants.is_row(line)]
    at = next(i for i, line in enumerate(lines) if "Nguyên nhân" in line)
    twice = "\n".join([*lines[:at], *table, "", *lines[at:]])
    assert variants.read(twice)["scores"] == expected["scores"] * 2
    assert variants.read(twice)["tasks"] == expected["tasks"]
    assert "READ-109" not in codes(twice)
    other = "\n".join([*lines[:at], *(line.replace("0.95", "0.96") for line in table), "", *lines[at:]])
    assert "READ-109" in codes(other)


def test_a_row_lost_from_the_score_table_is_missed(copied):
    text, _ = copied
    lines = text.split("\n")
    start = variants.annex_start(lines)
    at = next(i for i, line in enumerate(lines[:start]) if line.startswith("3\tGiấy chứng nhận"))
    (one,) = [
        one for one in read_bytes("\n".join([*lines[:at], *lines[at + 1 :]]).encode()).doubts if one.code == "READ-108"
    ]
    assert one.facts == {"element": "V.3"}


def test_a_score_table_that_is_announced_and_missing(copied):
    text, expected = copied
    lines = text.split("\n")
    start = variants.annex_start(lines)
    without = "\n".join(line for i, line in enumerate(lines) if i > start or not variants.is_row(line))
    found = variants.read(without)
    assert found["scores"] == []
    assert {code: task["lead"] for code, task in found["tasks"].items()} == {
        code: task["lead"] for code, task in expected["tasks"].items()
    }
    assert codes(without).count("READ-125") == 1


@pytest.mark.parametrize("at_word", [3, 5, 8])
def test_a_title_in_two_lines_is_one(copied, at_word):
    text, expected = copied
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if "KẾ HOẠCH" in line and not variants.is_row(line))
    title = next(i for i in range(at + 1, len(lines)) if lines[i].strip())
    said = lines[title].split(" ")
    lines[title] = f"{' '.join(said[:at_word])}\n\n#### {' '.join(said[at_word:])}"
    assert variants.read("\n".join(lines))["document"] == expected["document"]


# Word's habits


def spanned(cells, is_heading):
    filled = [index for index, cell in enumerate(cells) if cell]
    if filled and filled[-1] <= 1 and not is_heading:
        return word.tr([word.tc(word.texts(cells[0])), word.tc(word.texts(cells[1]), '<w:gridSpan w:val="5"/>')])
    return word.plain_row(cells, is_heading)


def seven_columns(cells, is_heading):
    """Content over two columns of the grid, except where a dimension stands beside it."""
    if len(cells) >= 7 and cells[0] == "V":
        return word.plain_row(cells[:7], is_heading)
    six = [*cells, *[""] * 6][:6]
    front = [word.tc(word.texts(six[0])), word.tc(word.texts(six[1]), '<w:gridSpan w:val="2"/>')]
    return word.tr([*front, *(word.tc(word.texts(cell)) for cell in six[2:])])


def merged_down():
    """Number and content merged over the rows that go on with them."""

    def row(cells, is_heading):
        six = [*cells, *[""] * 6][: 7 if len(cells) >= 7 and cells[0] == "V" else 6]
        goes_on = not is_heading and not six[0] and not six[1]
        mark = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
        return word.tr([word.tc(word.texts(cell), mark if i < 2 else "") for i, cell in enumerate(six)])

    return row


def skipping(cells, is_heading):
    """Rows that go on leave out the cells before their first."""
    six = [*cells, *[""] * 6][: max(6, len(cells))]
    if not is_heading and not six[0] and not six[1]:
        return word.tr([word.tc(word.texts(cell)) for cell in six[2:6]], '<w:gridBefore w:val="2"/>')
    return word.plain_row(six, is_heading)


def counting(number):
    """Numbers counted by Word, dashes too."""

    def row(cells, is_heading):
        label = word.bare(cells[0])
        depth = 0 if re.fullmatch("[IVX]+", label) else 1 if label.isdecimal() else None
        first = word.tc(
            word.texts(cells[0]) if depth is None else [f"<w:p><w:pPr>{word.listed(depth, number)}</w:pPr></w:p>"]
        )
        rest = [word.tc([dashed(text) for text in word.texts(cell)]) for cell in cells[1:]]
        return word.tr([first, *rest])

    return row


def dashed(text):
    return word.p(text[2:], word.listed(0, 2)) if text.startswith("- ") else word.p(text)


def counted_paragraphs(text, is_heading):
    match = re.match(r"([IVX]+|\d)\. (.*)", text)
    if match and is_heading:
        return word.heading(match[2], True, word.listed(int(match[1].isdecimal()), 4))
    return dashed(text) if text.startswith("- ") else word.heading(text, is_heading)


def tracked(text, is_heading):
    if is_heading or len(text) < 60:
        return word.heading(text, is_heading)
    cut = text.index(" ", 30)
    return word.p(
        f"{word.run(text[:cut])}<w:ins>{word.run(text[cut : cut + 9])}</w:ins>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        f"<w:moveFrom>{word.run('chuyển đi')}</w:moveFrom>{word.run(text[cut + 9 :])}"
    )


def with_deleted_row(cells, is_heading):
    moved = [word.p(f"<w:moveFrom>{word.run(word.bare(cell) or '-')}</w:moveFrom>") for cell in cells]
    gone = word.tr([word.tc([paragraph]) for paragraph in moved], "<w:del/>")
    return word.plain_row(cells, is_heading) + ("" if is_heading or cells[0] != "1" else gone)


def nested(cells, is_heading):
    made = [word.tc(word.texts(cell)) for cell in cells]
    if cells[0] == "2" and not is_heading:
        inner = "".join(word.tr([word.tc([text])]) for text in word.texts(cells[2]))
        made[2] = word.tc([f"<w:tbl>{inner}</w:tbl>", "<w:p/>"])
    return word.tr(made)


def boxed(cells, is_heading):
    made = [word.tc(word.texts(cell)) for cell in cells]
    if cells[0] == "1" and not is_heading:
        made[2] = word.tc([word.box(word.texts(cells[2]))])
    return word.tr(made)


def broken(cells, is_heading):
    breaks = ["<w:r><w:br/></w:r>".join(map(word.run, word.texts(cell))) for cell in cells]
    return word.tr([word.tc([f"<w:p>{inner}</w:p>"]) for inner in breaks])


def odd_runs(text, is_heading):
    pieces = "<w:r><w:noBreakHyphen/></w:r>".join(word.run(piece) if piece else "" for piece in text.split("-"))
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr>{word.run('ẩn')[5:]}"
    return word.heading(f"{hidden}<w:hyperlink>{pieces}</w:hyperlink>", is_heading)


def wrapped(tag):
    return lambda text: word.packed(f"<w:{tag}>{word.body(text)}</w:{tag}>")


def own_numbers(text):
    made = word.body(text, row=counting(3), scores=counting(1))
    return word.packed(made, word.NUMBERING)


WORD = {
    "plain": lambda text: word.packed(word.body(text)),
    "a table for each page": lambda text: word.packed(word.body(text, joined=False)),
    "no styles": lambda text: word.packed(word.body(text, paragraph=lambda line, _: word.p(line))),
    "dimensions span": lambda text: word.packed(word.body(text, row=spanned)),
    "seven columns": lambda text: word.packed(word.body(text, row=seven_columns)),
    "merged down": lambda text: word.packed(word.body(text, row=merged_down())),
    "cells left out": lambda text: word.packed(word.body(text, row=skipping)),
    "numbers counted by Word": own_numbers,
    "headings counted by Word": lambda text: word.packed(
        word.body(text, paragraph=counted_paragraphs), word.NUMBERING),
    "tracked changes": lambda text: word.packed(word.body(text, paragraph=tracked)),
    "deleted rows": lambda text: word.packed(word.body(text, row=with_deleted_row)),
    "tables in cells": lambda text: word.packed(word.body(text, row=nested)),
    "text boxes in cells": lambda text: word.packed(word.body(text, row=boxed)),
    "breaks for paragraphs": lambda text: word.packed(word.body(text, row=broken)),
    "hidden text, hyphens, links": lambda text: word.packed(word.body(text, paragraph=odd_runs)),
    "content control": lambda text: word.packed(f"<w:sdt><w:sdtContent>{word.body(text)}</w:sdtContent></w:sdt>"),
    "custom mark-up": wrapped("customXml"),
    "strict": lambda text: word.packed(word.body(text), strict=True),
}  # fmt: skip


@pytest.mark.parametrize("habit", WORD)
def test_a_docx_of_words_own_habits_says_the_same(copied, habit):
    text, expected = copied
    if habit == "numbers counted by Word":
        text = re.sub(r"(?m)^<b>(VI) (.*)</b>$", r"\1\t\2\t\t\t\t", text)
    same(WORD[habit](text), expected)


def test_a_head_in_a_text_box_is_read(copied):
    text, _ = copied
    head = word.box(["ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU", "Số: 77/KH-UBND"])
    document = read_bytes(word.packed(head + word.body(text))).document
    assert (document.number, document.number_in_head, document.issuer) == (
        "77/KH-UBND", True, "ỦY BAN NHÂN DÂN TỈNH CÀ MAU"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [("upperRoman", 4, "IV"), ("lowerRoman", 9, "ix"), ("upperLetter", 3, "C"), ("lowerLetter", 2, "b"),
     ("decimalZero", 7, "07"), ("decimal", 12, "12"), ("none", 1, "")],
)  # fmt: skip
def test_numbers_in_the_forms_of_word(form, number, written):
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="{number}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1)"/></w:lvl>'
    lists = (
        f'<w:numbering {word.SPACES}><w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )
    source = f"<w:document {word.SPACES}><w:body>{word.p('Việc', word.listed(0, 1))}</w:body></w:document>"
    (line,) = docx_source.blocks_of(source.encode(), lists.encode())
    assert line.text == (f"{written}) Việc" if written else "Việc")


def test_a_list_of_a_style_counts_and_one_nobody_defines_has_dashes():
    styles = f'<w:styles {word.SPACES}><w:style w:styleId="L"><w:pPr>{word.listed(0, 4)}</w:pPr></w:style></w:styles>'
    lists = f"<w:numbering {word.SPACES}>{word.NUMBERING}</w:numbering>"
    inner = "".join(word.p(text, '<w:pStyle w:val="L"/>') for text in ("một", "hai")) + word.p("ba", word.listed(0, 99))
    source = f"<w:document {word.SPACES}><w:body>{inner}</w:body></w:document>"
    found = docx_source.blocks_of(source.encode(), lists.encode(), styles.encode())
    assert [line.text for line in found] == ["I. một", "II. hai", "- ba"]


def test_units_cut_by_a_page_are_not_a_further_task(copied):
    """Lead and coordination go on over the page as the actions do; the list that was open is closed by nobody."""
    text, expected = copied
    lines = text.split("\n")
    start = variants.annex_start(lines)
    head = next(line for line in lines[start:] if line.startswith("STT\t"))
    titles = head.split("\t")
    lead, actions = (next(i for i, one in enumerate(titles) if word in one) for word in ("chủ trì", "Nhiệm vụ"))
    rows = [(i, line.split("\t")) for i, line in enumerate(lines) if i > start and line[:1].isdecimal()]
    at, cells = next(
        (i, row) for i, row in rows if ", " in row[lead] and "<" not in row[actions] and len(row[actions]) > 60
    )
    first, rest = re.split(r"(?<=[,;]) ", cells[lead], maxsplit=1)
    cut = cells[actions].index(" ", len(cells[actions]) // 2)
    while not cells[actions][cut + 1].islower() or cells[actions][cut - 1] in ".,;:":
        cut = cells[actions].index(" ", cut + 1)
    upper, lower = list(cells), ["", *[""] * (len(cells) - 1)]
    upper[lead], lower[lead] = first, rest
    upper[actions], lower[actions] = f"<ul><li>{cells[actions][:cut]}", cells[actions][cut + 1 :]
    lines[at : at + 1] = ["\t".join(upper), "", head, "\t".join(lower)]
    same("\n".join(lines), expected)
