"""Stored files: by content, checked before they are kept, given to whom a room lets see them."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base.errors import CodedError
from danbiet.files import actions, errors, types
from danbiet.files.models import StoredFile

PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def packed(members, *, compression=zipfile.ZIP_DEFLATED, encrypted=False):
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    data = out.getvalue()
    if encrypted:  # the flag in the central directory is what readers go by
        at = data.index(b"PK\x01\x02") + 8
        data = data[:at] + b"\x01" + data[at + 1 :]
    return data


DOCX = packed({"word/document.xml": "<w/>", "[Content_Types].xml": "<t/>"})
ACCEPTED = [
    ("báo cáo.pdf", PDF, types.PDF),
    ("ảnh.PNG", PNG, types.PNG),
    ("anh.jpeg", b"\xff\xd8\xff\xe0", types.JPEG),
    ("ke hoach.docx", DOCX, types.DOCX),
    ("bang.xlsx", packed({"xl/workbook.xml": "<w/>"}), types.XLSX),
    ("van ban.odt", packed({"mimetype": types.ODT.content_type, "content.xml": "<o/>"}), types.ODT),
    ("ghi chu.txt", "Xã Khánh Hòa".encode(), types.TEXT),
    ("ghi chu.md", "Xã".encode("utf-16"), types.TEXT),
]
REFUSED = [
    ("rong.pdf", b"", errors.EMPTY),
    ("to.pdf", PDF + b"0" * types.MAX_BYTES, errors.TOO_LARGE),
    ("may.exe", b"MZ\x90\x00\x00", errors.UNKNOWN_TYPE),
    ("trang.html", b"<script>alert(1)</script>", errors.UNKNOWN_TYPE),
    ("anh.svg", b"<svg xmlns='x'/>", errors.UNKNOWN_TYPE),
    ("nhi phan.txt", b"\x00\x01\x02" * 9, errors.UNKNOWN_TYPE),
    ("anh.pdf", PNG, errors.WRONG_EXTENSION),
    ("van ban.docx", PDF, errors.WRONG_EXTENSION),
    ("la.zip", packed({"a.txt": "a"}), errors.UNKNOWN_TYPE),
    ("hong.docx", b"PK\x03\x04 broken", errors.UNSAFE_ARCHIVE),
    ("bom.docx", packed({"word/document.xml": "0" * 60_000_000}), errors.UNSAFE_ARCHIVE),
    ("nhieu.docx", packed({f"{i}": "" for i in range(types.MAX_ENTRIES + 1)}), errors.UNSAFE_ARCHIVE),
    ("khoa.docx", packed({"word/document.xml": "<w/>"}, encrypted=True), errors.UNSAFE_ARCHIVE),
    ("lenh.docx", packed({"word/document.xml": "<w/>", "word/vbaProject.bin": "x"}), errors.MACROS),
]


@pytest.mark.parametrize(("name", "content", "kind"), ACCEPTED, ids=[one[0] for one in ACCEPTED])
def test_a_document_is_known_by_its_content(name, content, kind):
    assert types.recognise(io.BytesIO(content), name) is kind


@pytest.mark.parametrize(("name", "content", "kind"), REFUSED, ids=[one[0] for one in REFUSED])
def test_anything_else_is_refused_with_its_name(name, content, kind):
    with pytest.raises(CodedError) as raised:
        types.recognise(io.BytesIO(content), name)
    assert raised.value.kind is kind
    assert name in raised.value.message("vi")


@given(st.binary(max_size=300), st.sampled_from([".pdf", ".docx", ".txt", ".xlsx", ".png", ".exe", ""]))
def test_no_bytes_break_the_recognition(content, ending):
    name = f"a{ending}"
    try:
        found = types.recognise(io.BytesIO(content), name).extensions
    except CodedError as error:
        found = (error.code,)
    assert name.endswith(found) or found[0].startswith("FILE-")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Báo cáo.docx", "Báo cáo.docx"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("...", "tep"),
        ("", "tep"),
    ],
)
def test_a_name_is_made_safe(given_name, kept):
    assert actions.clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_is_long_or_leads_anywhere(name):
    found = actions.clean_name(name)
    assert 0 < len(found) <= 120
    assert not set(found) & set('/\\"<>|*?\n\r\x00')


@pytest.mark.django_db
class TestStoring:
    """Keeping and giving."""

    def test_the_same_bytes_are_kept_once(self):
        with transaction.atomic():
            first = actions.store(io.BytesIO(PDF), "a.pdf", actor=None)
            again = actions.store(io.BytesIO(PDF), "b.pdf", actor=None)
        assert first == again
        path = actions.path_of(first.sha256)
        assert path.read_bytes() == PDF
        assert [one for one in Path(path.parents[2]).rglob("*") if one.is_file()] == [path]
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0

    def test_a_file_that_was_cut_short_is_written_again(self):
        stored = actions.store(io.BytesIO(PDF), "a.pdf", actor=None)
        actions.path_of(stored.sha256).write_bytes(b"%PD")
        actions.store(io.BytesIO(PDF), "a.pdf", actor=None)
        assert actions.path_of(stored.sha256).read_bytes() == PDF

    def test_a_full_disk_is_said_and_leaves_nothing(self, monkeypatch, settings):
        def full(descriptor):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(actions.os, "fsync", full)
        with pytest.raises(CodedError) as raised:
            actions.store(io.BytesIO(PDF), "a.pdf", actor=None)
        assert raised.value.kind is errors.NOT_WRITTEN
        assert list(Path(settings.MEDIA_ROOT).iterdir()) == []
        assert not StoredFile.objects.exists()

    def test_a_refused_file_leaves_nothing(self, settings):
        with pytest.raises(CodedError):
            actions.store(io.BytesIO(b"MZ"), "a.exe", actor=None)
        assert not Path(settings.MEDIA_ROOT).exists()

    def test_nobody_sees_a_file_that_no_room_shows_him(self, monkeypatch):
        stored = actions.store(io.BytesIO(PDF), "a.pdf", actor=None)
        monkeypatch.setattr(actions, "_ACCESS", [])
        assert not actions.may_see(object(), stored)
        actions.register_access(lambda person, file: person == "hers")
        assert actions.may_see("hers", stored)
        assert not actions.may_see("his", stored)

    def test_a_file_that_is_gone_from_the_disk_is_named(self):
        stored = actions.store(io.BytesIO(PDF), "a.pdf", actor=None)
        with actions.opened(stored) as file:
            assert file.read() == PDF
        actions.path_of(stored.sha256).unlink()
        with pytest.raises(CodedError) as raised:
            actions.opened(stored)
        assert (raised.value.kind, raised.value.values["name"]) == (errors.GONE, "a.pdf")
