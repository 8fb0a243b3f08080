"""The official letter: what stands where, what stays blank, one face, a code of exactly this content."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from danbiet.base.errors import CodedError
from danbiet.documents.form import FONT, to_docx
from danbiet.documents.letter import Letter, Table, version

TABLE = Table(("TT", "Đơn vị", "Hạn"), (("1", "Ủy ban nhân dân xã Khánh Hòa", "21/10/2016"),), (12, 100, 53))
LETTER = Letter(
    organ=("Ủy ban nhân dân", "Huyện U Minh"),
    symbol="UBND-…",
    place="U Minh",
    about="đôn đốc báo cáo quý III",
    addressees=("Ủy ban nhân dân xã Khánh Hòa", "Ủy ban nhân dân xã Khánh Lâm"),
    body=("Ủy ban nhân dân huyện U Minh chưa nhận được:", TABLE, "Đề nghị gửi trước ngày ……./."),
    recipients=("Như trên;", "Lưu: VT."),
    signature=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
)


def opened(letter):
    return Document(BytesIO(to_docx(letter)))


def text_of(made):
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_the_parts_of_the_form_are_there():
    text = text_of(opened(LETTER))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN\nHUYỆN U MINH",
        "V/v đôn đốc báo cáo quý III",
        "Kính gửi:",
        "- Ủy ban nhân dân xã Khánh Lâm.",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    ):
        assert part in text


def test_number_and_day_are_blank():
    text = text_of(opened(LETTER))
    assert "Số:          /UBND-…" in text
    assert "U Minh, ngày        tháng        năm" in text


def test_the_page_is_a4_with_the_margins_of_the_decree():
    section = opened(LETTER).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    # NĐ 30/2020, Phụ lục I: 20-25 above and below, 30-35 left, 15-20 right.
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20


def test_every_run_and_the_defaults_name_times_new_roman_and_no_theme():
    with ZipFile(BytesIO(to_docx(LETTER))) as parts:
        written = [parts.read(name).decode() for name in parts.namelist() if name.startswith("word/")]
    document = next(text for text in written if "<w:body>" in text)
    assert document.count("<w:r>") == document.count(f'w:ascii="{FONT}"') > 10
    styles = next(text for text in written if "<w:docDefaults>" in text)
    defaults = styles[styles.index("<w:docDefaults>") : styles.index("</w:docDefaults>")]
    assert FONT in defaults
    assert "Theme" not in defaults


def test_the_version_stands_at_the_foot_of_every_page():
    section = opened(LETTER).sections[0]
    for footer in (section.first_page_footer, section.footer):
        assert footer.paragraphs[0].text == f"Mã bản: {version(LETTER)}"


def test_other_content_is_another_version():
    others = [replace(LETTER, about="x"), replace(LETTER, signature=("Chủ tịch",)), replace(LETTER, mark="m")]
    assert len({version(one) for one in (LETTER, *others)}) == 4


def test_what_is_simulated_says_so_on_every_page():
    section = opened(replace(LETTER, mark="DỮ LIỆU MÔ PHỎNG")).sections[0]
    for header in (section.first_page_header, section.header):
        assert "DỮ LIỆU MÔ PHỎNG" in header.paragraphs[0].text


def test_a_long_table_stands_on_a_page_of_its_own():
    made = opened(replace(LETTER, annex=TABLE, annex_title="Đơn vị chưa gửi"))
    (start,) = [one for one in made.paragraphs if one.paragraph_format.page_break_before]
    assert start.text == "PHỤ LỤC"
    assert "của Ủy ban nhân dân huyện U Minh)" in text_of(made)


@pytest.mark.parametrize("part", ["organ", "symbol", "place", "about", "addressees", "body", "recipients", "signature"])
def test_a_letter_that_lacks_a_part_is_refused(part):
    with pytest.raises(CodedError) as caught:
        to_docx(replace(LETTER, **{part: type(getattr(LETTER, part))()}))
    assert (caught.value.code, caught.value.values["missing"]) == ("DOC-001", part)


def test_a_ragged_table_is_refused():
    with pytest.raises(CodedError) as caught:
        to_docx(replace(LETTER, body=("x", replace(TABLE, rows=(("1", "a"),)))))
    assert caught.value.code == "DOC-002"
