"""The face: every Vietnamese letter, figures of one width, small files."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from danbiet.pages import assets, fonts

TONES = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Both weights, built once."""
    return assets.build_fonts(tmp_path_factory.mktemp("fonts"))


def test_every_vietnamese_letter_is_there_in_both_weights(built):
    assert len(built) == len(fonts.WEIGHTS) == 2
    for path in built:
        known = TTFont(BytesIO(path.read_bytes())).getBestCmap()
        assert {letter for letter in TONES + TONES.upper() if ord(letter) not in known} == set()
        assert {sign for sign in "0123456789.,;:!?()«»“”–…₫%/" if ord(sign) not in known} == set()


def test_figures_have_one_width_when_asked_for(built):
    for path in built:
        font = TTFont(BytesIO(path.read_bytes()))
        table, widths, cmap = font["GSUB"].table, font["hmtx"].metrics, font.getBestCmap()
        (record,) = [one for one in table.FeatureList.FeatureRecord if one.FeatureTag == "tnum"]
        mapping = {}
        for index in record.Feature.LookupListIndex:
            for part in table.LookupList.Lookup[index].SubTable:
                mapping |= part.mapping
        assert len({widths[cmap[ord(figure)]][0] for figure in "0123456789"}) > 1, "proportional as they come"
        assert len({widths[mapping[cmap[ord(figure)]]][0] for figure in "0123456789"}) == 1


def test_both_weights_together_are_small(built):
    assert sum(path.stat().st_size for path in built) < 40_000


def test_building_again_changes_nothing(built):
    before = [path.stat().st_mtime_ns for path in built]
    assert [path.stat().st_mtime_ns for path in assets.build_fonts(built[0].parent)] == before
