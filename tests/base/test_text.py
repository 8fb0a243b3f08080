"""Normal form and folding."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base.text import fold, nfc, squeeze

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ ")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Hoà Mỹ", "hoa my"),
        ("Hòa Mỹ", "hoa my"),
        (unicodedata.normalize("NFD", "Hoà  Mỹ"), "hoa my"),
        ("ĐẦM DƠI", "dam doi"),
        ("Thị trấn\u00a0Năm Căn ", "thi tran nam can"),
        ("Ủy ban Nhân dân", "uy ban nhan dan"),
    ],
)
def test_folds_to_one_key(written, key):
    assert fold(written) == key


@given(VIETNAMESE)
def test_folding_is_plain_ascii_and_stable(text):
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))


@given(st.text())
def test_normal_form_is_stable_and_squeezing_leaves_no_double_blank(text):
    assert nfc(nfc(text)) == nfc(text)
    assert "  " not in squeeze(text)
    assert squeeze(squeeze(text)) == squeeze(text)
