"""English is complete, in every room, and says the same values."""

import re

import polib
import pytest

from danbiet.pages import assets
from tests.pages import catalogues

FIELD = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
TAG = re.compile(r"</?\w+")


def fields(text):
    return sorted(a or b for a, b in FIELD.findall(text)), sorted(TAG.findall(text))


@pytest.mark.parametrize("room", catalogues.rooms())
def test_every_text_has_its_english_and_no_catalogue_keeps_what_is_gone(room):
    catalogue = polib.pofile(str(assets.catalogues()[room]))
    have = {entry.msgid for entry in catalogue if entry.translated() and "fuzzy" not in entry.flags}
    wanted = catalogues.wanted(room)
    assert wanted - have == set(), "without English"
    assert have - wanted == set(), "no longer used"


@pytest.mark.parametrize("room", catalogues.rooms())
def test_both_languages_name_the_same_values(room):
    for entry in polib.pofile(str(assets.catalogues()[room])):
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert fields(text) == fields(entry.msgid), entry.msgid


def test_a_text_has_one_english_in_all_rooms():
    said = {}
    for room, path in assets.catalogues().items():
        for entry in polib.pofile(str(path)):
            said.setdefault(entry.msgid, {})[room] = (entry.msgstr, *entry.msgstr_plural.values())
    assert {text: rooms for text, rooms in said.items() if len(set(rooms.values())) > 1} == {}


def test_the_words_of_a_template_and_of_code_are_found():
    assert "Việc của tôi" in catalogues.wanted("office")
    assert "%(total)s nhiệm vụ." in catalogues.wanted("portal")
    assert "quá hạn" in catalogues.wanted("duties")


def test_compiling_is_done_once_and_again_when_the_source_is_newer(tmp_path, monkeypatch):
    source = tmp_path / "room" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "đến hạn"\nmsgstr "due"\n'
    )
    monkeypatch.setattr(assets, "PACKAGE", tmp_path)
    (target,) = assets.build_translations()
    assert {entry.msgid: entry.msgstr for entry in polib.mofile(str(target))} == {"đến hạn": "due"}
    before = target.stat().st_mtime_ns
    assert assets.build_translations() == [target]
    assert target.stat().st_mtime_ns == before
    source.write_text(source.read_text().replace('"due"', '"fällig"'))
    import os

    os.utime(source, ns=(before + 10**9, before + 10**9))
    assets.build_translations()
    assert polib.mofile(str(target))[0].msgstr == "fällig"
