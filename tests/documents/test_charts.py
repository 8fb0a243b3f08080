"""Charts: Vietnamese letters in SVG and PNG, a policy without inline style, kept by content within bounds."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.pages.test_look import TOKENS, contrast

from danbiet.base.errors import CodedError
from danbiet.base.shelf import Shelf
from danbiet.documents import chart_svg, charts
from danbiet.documents.chart_look import GROUPS, ON_GROUPS, OURS, PAPER

LETTERS = "Đắk Nông, Huế ế ộ ữ ẵ Ỹ Ừ"


def spec(text=LETTERS, value=2.5):
    return {
        "data": {"values": [{"a": text, "b": value}, {"a": "Cà Mau", "b": 1.25}]},
        "width": 300,
        "mark": "bar",
        "encoding": {
            "x": {"field": "b", "type": "quantitative"},
            "y": {"field": "a", "type": "nominal", "title": None},
        },
    }


@pytest.fixture(scope="module")
def drawing():
    return charts.svg(spec())


def test_a_drawing_has_the_letters_the_decimal_comma_and_the_face(drawing):
    text = "".join(ElementTree.fromstring(drawing).itertext())
    assert LETTERS in text
    assert "0,5" in text
    assert "0.5" in "".join(ElementTree.fromstring(charts.svg(spec(), language="en")).itertext())
    assert "Be Vietnam Pro" in drawing


def test_a_drawing_breaks_no_policy_and_has_no_small_text(drawing):
    assert not re.search(r"style=|<script|<style|\son\w+=|href|url\((?!#)", drawing)
    assert all(float(size) >= 14 for size in re.findall(r'font-size="([\d.]+)', drawing))
    assert re.search(r"\d\.\d\d", drawing) is None


def test_a_style_becomes_attributes_and_ids_keep_apart():
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><clipPath id="clip0"><rect width="9" '
        'height="9"/></clipPath></defs><g clip-path="url(#clip0)"><path d="M0.12,0h1" style="stroke: red;opacity: .5"/>'
        "</g></svg>"
    )
    found = chart_svg.cleaned(raw, "x")
    assert 'stroke="red"' in found
    assert 'opacity=".5"' in found
    assert "style" not in found
    assert "clip0" not in found
    assert found.count("x-2") == 2
    assert "M0.1,0h1" in found


def test_a_foreign_element_is_refused():
    with pytest.raises(CodedError, match="DOC-003"):
        chart_svg.cleaned('<svg xmlns="http://www.w3.org/2000/svg"><image href="x"/></svg>', "x")


def test_nothing_is_fetched_for_a_chart():
    with pytest.raises(ValueError, match=r"(?i)load|url|allowed"):
        charts.svg({**spec(), "data": {"url": "http://127.0.0.1:9/x.csv"}})


def ink(png):
    """How many pixels aren't paper, by a plain PNG reader."""
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(png)).convert("L").tobytes()
    return sum(value < 128 for value in picture)


def test_a_picture_has_the_letters_too():
    framed = charts.to_take_away(charts.svg(spec()), "Điểm của Huế", ["Nguồn: ví dụ."])
    assert "Điểm của Huế" in framed
    assert "Nguồn: ví dụ." in framed
    made = charts.png(framed)
    assert made.startswith(b"\x89PNG")
    # A letter that the face lacked would be an empty box or nothing at all: with marks there is more ink than without.
    bare = charts.png(
        charts.to_take_away(charts.svg(spec("Dak Nong, Hue e o u a Y U")), "Điểm của Huế", ["Nguồn: ví dụ."])
    )
    assert ink(made) > ink(bare)


def test_a_drawing_is_kept_by_content(tmp_path, monkeypatch):
    shelf = Shelf(tmp_path / "charts")
    first = charts.svg(spec(), shelf=shelf)
    with monkeypatch.context() as patched:
        patched.setattr(charts, "_engine", lambda: pytest.fail("drawn again"))
        assert charts.svg(spec(), shelf=shelf) == first
    assert charts.svg(spec(value=2.0), shelf=shelf) != first
    assert charts.svg(spec(), language="en", shelf=shelf) != first
    assert len(list((tmp_path / "charts").iterdir())) == 3


def test_colours_are_the_pages_and_the_groups_can_be_told_apart():
    assert TOKENS["ours"] == OURS
    assert all(contrast(ink, ground) >= 4.5 for ink, ground in zip(ON_GROUPS, GROUPS, strict=True))
    steps = [contrast(PAPER, ground) for ground in GROUPS]
    assert steps == sorted(steps)
    assert all(later / earlier > 1.3 for earlier, later in pairwise(steps))
