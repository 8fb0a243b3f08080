"""Provinces: the official lists, the crosswalk of 2025, names however they are written, tiles."""

import importlib.util
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.base.text import words
from danbiet.index import provinces as subject
from danbiet.index.provinces import by_code, by_slug, islands, predecessors, provinces, resolve, set_of, successor
from danbiet.units import national


@pytest.mark.parametrize("province_set", subject.SETS)
def test_codes_and_names_are_the_official_ones(province_set):
    official = dict(national.provinces(province_set == "34"))
    official.setdefault("46", "")
    ours = {one.code: one for one in provinces(province_set)}
    assert ours.keys() == official.keys()
    assert len(ours) == int(province_set)
    for code, name in official.items():
        # The list writes Huế as the city it became on 1/1/2025; the 63 of published tables have Thừa Thiên Huế.
        assert resolve(name, province_set) is ours[code]
    cities = {code for code, name in official.items() if name.startswith("Thành phố")}
    assert {one.code for one in provinces(province_set) if one.city} == cities - (
        {"46"} if province_set == "63" else set()
    )


def test_the_crosswalk_is_the_units_rooms_own():
    origin = Path(importlib.util.find_spec("vietnamadminunits").origin)
    merged = json.loads((origin.parent / "data" / "converter_2025.json").read_text("utf-8"))["DICT_PROVINCE"]
    keys = {
        two_tier: {"".join(words(name)): code for code, name in national.provinces(two_tier)}
        for two_tier in (False, True)
    }
    expected = {keys[True][new]: {keys[False][old] for old in olds} for new, olds in merged.items()}
    assert {one.code: set(predecessors(one.code)) for one in provinces("34")} == expected
    assert sum(len(olds) == 1 for olds in expected.values()) == 11
    assert all(one.code in predecessors(successor(one.code)) for one in provinces("63"))


def test_codes_of_the_two_sets_differ():
    assert by_code("15", "63").vi == "Yên Bái"
    assert by_code(15, "34").vi == "Lào Cai"
    assert (successor("15"), successor("95"), by_code(1, "63").slug) == ("15", "96", "ha-noi")
    assert by_slug("thua-thien-hue", "63") is by_code("46", "63")
    assert by_slug("thua-thien-hue", "34") is None
    assert (set_of(2024), set_of(2025)) == ("63", "34")
    with pytest.raises(CodedError, match="IDX-012"):
        by_code("02", "34")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thua Thien-Hue", "46"), ("TT-Huế", "46"), ("Huế", "46"), ("TP Huế", "46"), ("Ba Ria-Vung Tau", "77"),
        ("BÀ RỊA – VŨNG TÀU", "77"), ("TP. Hồ Chí Minh", "79"), ("Ho Chi Minh City", "79"), ("TP.HCM", "79"),
        ("Dak Lak", "66"), ("Đăk Lăk", "66"), ("Đắc Lắc", "66"), ("DakLak", "66"), ("Ðắk Nông", "67"), ("Kontum", "62"),
        ("Hà Nội ", "01"), ("Bắc Cạn", "06"), ("Cà\u00a0Mau", "96"), ("tỉnh Thanh Hoá", "38"),
        ("Ca Mau Province", "96"),
    ],
)  # fmt: skip
def test_spellings(text, code):
    assert resolve(text, "63").code == code


@pytest.mark.parametrize(
    "text", ["", "Tỉnh", "Highest", "Điểm cao nhất", "Hà", "Sông Bé", "Vũng Tàu", "Cà Mau 2", "96"]
)
def test_what_no_entry_says_resolves_to_nothing(text):
    assert resolve(text, "63") is None


def test_a_province_that_is_no_more_has_no_name_in_the_new_set():
    lasting = {"".join(words(one.vi)) for one in provinces("34")} | {"thuathienhue"}
    gone = [one for one in provinces("63") if "".join(words(one.vi)) not in lasting]
    assert len(gone) == 63 - 34
    assert [one.vi for one in gone if resolve(one.vi, "34")] == []


WRAPS = ["{}", "Tỉnh {}", "THÀNH PHỐ {}", "TP. {}", "Tp {}", "{} province", "{}, tỉnh", "T.P {}"]


@settings(deadline=None)
@given(
    data=st.data(), province_set=st.sampled_from(subject.SETS), wrap=st.sampled_from(WRAPS),
    shape=st.sampled_from([str, str.upper, str.lower, str.title]), form=st.sampled_from(["NFC", "NFD", "bare"]),
)  # fmt: skip
def test_any_writing_of_a_name_finds_its_province(data, province_set, wrap, shape, form):
    one = data.draw(st.sampled_from(provinces(province_set)))
    name = shape(wrap.format(data.draw(st.sampled_from([one.vi, one.en, *one.aka]))))
    if form == "bare":
        decomposed = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
        name = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    else:
        name = unicodedata.normalize(form, name)
    assert resolve(f"  {name} ", province_set) is one


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_is_answered(text):
    found = resolve(text, "63")
    assert found is None or found in provinces("63")


@pytest.mark.parametrize("province_set", subject.SETS)
def test_the_tile_map(province_set):
    tiles = {one.code: one.tile for one in provinces(province_set)}
    insets = {one.key: one for one in islands(province_set)}
    assert insets.keys() == {"hoang-sa", "truong-sa"}
    assert [insets[key].province for key in ("hoang-sa", "truong-sa")] == ["48", "56"]
    assert insets["hoang-sa"].name("vi") == "Hoàng Sa"
    every = [*tiles.values(), *(one.tile for one in insets.values())]
    assert len(set(every)) == len(every)
    # Every province touches another, at an edge or a corner.
    for code, (column, row) in tiles.items():
        near = [
            other
            for other, tile in tiles.items()
            if other != code and max(abs(tile[0] - column), abs(tile[1] - row)) == 1
        ]
        assert near, code
    # The islands lie east of every province, the northern ones at the height of Đà Nẵng.
    assert min(one.tile[0] for one in insets.values()) > max(column for column, _ in tiles.values())
    assert abs(insets["hoang-sa"].tile[1] - tiles["48"][1]) <= 1
    assert tiles["96"][1] == max(row for _, row in tiles.values())
    assert tiles["04"][1] == 0


def test_titles():
    assert by_code("92", "63").title() == "thành phố Cần Thơ"
    assert by_code("96", "34").title("en") == "Ca Mau Province"
    assert by_code("79", "34").title("en") == "Ho Chi Minh City"
    assert by_code("66", "63").name("en") == "Dak Lak"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('code: "02"', 'code: "01"', "IDX-011"),
        ("tile: [3, 0]", "tile: [3, 3]", "IDX-011"),
        ("tile: [3, 0]", "tile: [3, 0.5]", "LAW-005"),
        ('vi: "Hà Giang"', 'vi: "Ha Noi"', "IDX-011"),
        ('to: "08"', 'to: "02"', "IDX-012"),
        ("tile: [3, 0]", "tyle: [3, 0]", "LAW-003"),
        ("city: true", "city: yes", "LAW-005"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_place(tmp_path, old, new, code):
    path = tmp_path / "provinces.yaml"
    path.write_text(subject.FILE.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(CodedError, match=code) as caught:
        subject._load(path)
    assert caught.value.at.startswith("provinces.yaml:")
