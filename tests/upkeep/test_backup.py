"""Backups and restoring on the engine of this run: whole or absent, verified, into the right place."""

import fcntl
import gzip
import hashlib
import json
import os
import resource
import sqlite3
import tarfile
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from danbiet.base.errors import CodedError
from danbiet.files.actions import path_of
from danbiet.journal import guards, verification
from danbiet.journal.models import Entry, Head
from danbiet.people import actions as people
from danbiet.people.models import Person
from danbiet.upkeep import archive, backing_up, restoring
from tests.places import Place
from tests.test_migrations import content
from tests.upkeep import tars
from tests.upkeep.conftest import PAPERS

pytestmark = pytest.mark.database
DATABASE = "database/danbiet.sqlite3.gz" if connection.vendor == "sqlite" else "database/people_person.copy.gz"
OURS = ("files", "people", "units", "duties", "plans")


@pytest.fixture(autouse=True)
def _unblocked(backed_up, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def restore(path, **options):
    with archive.opened(path) as reader:
        return restoring.restore(reader, **options)


def refused(path, **options):
    """The code of the refusal, and its text."""
    with pytest.raises(CodedError) as found:
        restore(path, **options)
    return found.value.code, str(found.value)


def untouched():
    """Nothing is in the current place."""
    return not connection.introspection.table_names() and not list((archive_home() / "files").rglob("*"))


def archive_home():
    from django.conf import settings

    return settings.HOME


# --- there and back --------------------------------------------------------------------------------------------------
def test_what_was_backed_up_is_there_again(backed_up, tmp_path):
    before, entries, heads = content(OURS), Entry.objects.count(), dict(Head.objects.values_list("chain", "hash"))
    with Place(tmp_path / "elsewhere"):
        done = restore(backed_up.archive)
        assert (done.findings, done.migrated, done.files, done.aside) == (
            [],
            [],
            len(PAPERS) + 1,
            None,
        )  # and the plan document
        assert content(OURS) == before
        assert [path_of(hashlib.sha256(one).hexdigest()).read_bytes() for one in PAPERS] == list(PAPERS)
        assert verification.verify() == []
        assert guards.installed(connection) == guards.names(connection)
        # The record says that it was restored, after what the archive holds and nothing else.
        assert Entry.objects.count() == entries + 1
        last = Entry.objects.get(hash=Head.objects.get(chain="system").hash)
        assert (last.action, last.previous) == ("upkeep.restore", heads["system"])
        assert json.loads(last.payload)["archive"] == backed_up.made.seal
        # Numbers go on where they stood.
        highest = max(Person.objects.values_list("pk", flat=True))
        assert people.create_person(people.operator(), username="new", name="New").pk > highest


def test_a_restored_installation_can_be_backed_up_and_restored_again(elsewhere, backed_up, tmp_path):
    restore(backed_up.archive)
    again = backing_up.make(tmp_path / "again.tar")
    assert again.manifest.installation == backed_up.made.manifest.installation != ""
    with Place(tmp_path / "third"):
        assert restore(again.path).findings == []


def test_an_archive_holds_no_session_and_no_key_unless_asked(backed_up, tmp_path, settings):
    with tarfile.open(backed_up.archive) as tar:
        assert not [name for name in tar.getnames() if "session" in name or "secret" in name]
    assert backed_up.made.manifest.counts.get("django_session", 0) == 0
    with_keys = backing_up.make(tmp_path / "keys.tar", with_secrets=True)
    text = tars.members(with_keys.path)["secrets.env"].decode()
    assert f"DANBIET_SECRET_KEY={settings.SECRET_KEY}\n" in text
    assert f"DANBIET_JOURNAL_KEY={settings.JOURNAL_KEY}\n" in text
    assert settings.JOURNAL_KEY.encode() not in backed_up.archive.read_bytes()
    for path in (backed_up.archive, with_keys.path):
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one file holds everything on SQLite only")
def test_no_session_is_left_between_the_rows_of_the_copy(backed_up):
    assert b"c29tZWJvZHk" not in gzip.decompress(tars.members(backed_up.archive)[DATABASE])  # "somebody"
    assert Person.objects.first().public_id.encode() in gzip.decompress(tars.members(backed_up.archive)[DATABASE])


def test_a_writer_neither_waits_nor_gets_in(backed_up, tmp_path, monkeypatch):
    """Written in the middle of the backup through another connection that refuses to wait."""
    other = connection.copy()
    if connection.vendor == "sqlite":
        other.settings_dict["OPTIONS"] = {**other.settings_dict["OPTIONS"], "timeout": 0}
    add, written = archive.Writer.add, []

    def add_while_writing(self, name, handle, **options):
        with other.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET lock_timeout = '50ms'")
            cursor.execute("UPDATE people_person SET name = %s WHERE username = 'district'", [f"during {len(written)}"])
        written.append(name)
        return add(self, name, handle, **options)

    monkeypatch.setattr(archive.Writer, "add", add_while_writing)
    made = backing_up.make(tmp_path / "during.tar")
    other.close()
    monkeypatch.undo()
    assert len(written) >= 3
    assert Person.objects.get(username="district").name.startswith("during")
    with Place(tmp_path / "elsewhere"):
        restore(made.path)
        assert Person.objects.get(username="district").name == "district"
    Person.objects.filter(username="district").update(name="district")


# --- whole or absent -------------------------------------------------------------------------------------------------
@contextmanager
def largest_file(size):
    """As if the disk were full after so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.99])
def test_a_disk_that_fills_leaves_no_half_archive(backed_up, tmp_path, share):
    size = int(backed_up.made.size * share)
    target = tmp_path / "backups" / "full.tar"
    before = backing_up.last()
    with largest_file(size), pytest.raises(CodedError) as found:
        backing_up.make(target)
    assert found.value.code == "UPK-001"
    assert str(target) in str(found.value)
    assert list(target.parent.iterdir()) == []
    assert backing_up.last() == before


def test_too_little_space_is_said_before_anything_is_written(backed_up, tmp_path, monkeypatch):
    monkeypatch.setattr("danbiet.upkeep.disk.free", lambda path: 1024)
    with pytest.raises(CodedError, match="UPK-002"):
        backing_up.make(tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_does_not_read_back_is_not_kept(backed_up, tmp_path, monkeypatch):
    def spoiled(self, manifest):
        self.members[next(iter(self.members))]["sha256"] = "0" * 64
        return finish(self, manifest)

    finish = archive.Writer.finish
    monkeypatch.setattr(archive.Writer, "finish", spoiled)
    with pytest.raises(CodedError, match="UPK-005"):
        backing_up.make(tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_backup_left_goes_and_what_another_is_doing_stays(backed_up, tmp_path):
    left, busy = tmp_path / ".danbiet-backup-left", tmp_path / ".danbiet-backup-busy"
    for folder in (left, busy):
        folder.mkdir()
        (folder / "archive.tar").write_bytes(b"half")
    descriptor = os.open(busy, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        backing_up.make(tmp_path / "backup.tar")
    finally:
        os.close(descriptor)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".danbiet-backup-busy", "backup.tar"]


def test_a_name_that_is_taken_is_refused(backed_up):
    before = backed_up.archive.read_bytes()
    with pytest.raises(CodedError, match="UPK-003"):
        backing_up.make(backed_up.archive)
    assert backed_up.archive.read_bytes() == before


def test_a_stored_file_that_is_gone_or_spoiled_is_named_and_the_rest_backed_up(backed_up, tmp_path):
    first, second = (path_of(hashlib.sha256(one).hexdigest()) for one in PAPERS)
    kept = second.read_bytes()
    first.rename(first.with_suffix(".away"))
    second.write_bytes(kept[:-1] + b"?")
    try:
        made = backing_up.make(tmp_path / "backup.tar")
    finally:
        first.with_suffix(".away").rename(first)
        second.write_bytes(kept)
    assert [error.code for error in made.problems] == ["UPK-016", "UPK-016"]
    assert sorted(made.manifest.missing) == sorted(path.name for path in (first, second))
    assert backing_up.last()["missing"] == 2
    with Place(tmp_path / "elsewhere"):
        assert restore(made.path).findings == []


# --- pruning ---------------------------------------------------------------------------------------------------------
def test_pruning_keeps_the_newest_of_this_installation_and_all_that_is_not_its_own(backed_up, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    others = {
        "danbiet-20150101-000000.tar": tars.with_manifest(
            backed_up.archive, tmp_path / "a.tar", lambda manifest: manifest.update(installation="0" * 64)
        ).read_bytes(),
        "danbiet-20150102-000000.tar": b"not an archive",
        "by-hand.tar": backed_up.archive.read_bytes(),
    }
    for name, data in others.items():
        (folder / name).write_bytes(data)
    made = [backing_up.make(folder, keep=2) for _ in range(4)]
    ours = sorted(path.name for path in folder.iterdir() if path.name not in others)
    assert ours == ["danbiet-20160930-120000-3.tar", "danbiet-20160930-120000-4.tar"]
    assert {name: (folder / name).read_bytes() for name in others} == others
    assert [path.name for path in made[3].pruned] == ["danbiet-20160930-120000-2.tar"]
    assert [error.code for error in made[3].problems] == ["UPK-020"]


def test_nothing_is_pruned_where_the_new_one_failed(backed_up, tmp_path):
    folder = tmp_path / "backups"
    first = backing_up.make(folder, keep=1)
    with largest_file(4_000), pytest.raises(CodedError):
        backing_up.make(folder, keep=1)
    assert list(folder.iterdir()) == [first.path]


@pytest.mark.parametrize("keep", [0, -1])
def test_keeping_needs_a_number_and_a_folder(backed_up, tmp_path, keep):
    with pytest.raises(CodedError, match="UPK-014"):
        backing_up.make(tmp_path, keep=keep)
    with pytest.raises(CodedError, match="UPK-014"):
        backing_up.make(backed_up.archive, keep=3)


# --- what isn't restored ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("which", ["database", "files"])
def test_damage_is_found_and_named_before_anything_is_touched(elsewhere, backed_up, tmp_path, which):
    name = DATABASE if which == "database" else next(n for n in tars.members(backed_up.archive) if n.startswith(which))
    code, said = refused(tars.flipped(backed_up.archive, tmp_path / "damaged.tar", name))
    assert (code, name in said) == ("UPK-005", True)
    assert untouched()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_an_archive_that_was_cut_off_is_refused(elsewhere, backed_up, tmp_path, share):
    cut = tmp_path / "cut.tar"
    data = backed_up.archive.read_bytes().rstrip(b"\0")
    cut.write_bytes(data[: int(len(data) * share)])
    assert refused(cut)[0] in ("UPK-004", "UPK-005", "UPK-006")
    assert untouched()


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/outside",
        "files/../../outside",
        "files/ab/cd/short",
        f"files/00/00/{'ab' * 32}",
        "danbiet.env",
        "database/x.sql",
    ],
)
def test_no_member_leads_out_of_the_data_folder(elsewhere, backed_up, tmp_path, name):
    made = tars.write(tmp_path / "made.tar", {name: b"x", **tars.members(backed_up.archive)})
    code, said = refused(made)
    assert (code, name[:30] in said) == ("UPK-007", True)
    assert untouched()


def test_links_doubles_and_what_is_not_listed_are_refused(elsewhere, backed_up, tmp_path):
    good = tars.members(backed_up.archive)
    link = tarfile.TarInfo(f"files/ab/ab/{'ab' * 32}")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    double = tarfile.TarInfo("manifest.json")
    unlisted = tarfile.TarInfo(f"files/ab/ab/{'ab' * 32}")
    for info in (link, double, unlisted):
        assert refused(tars.write(tmp_path / f"{id(info)}.tar", good, info))[0] == "UPK-007"
    assert untouched()


def test_a_listed_member_that_is_not_there_is_damage(elsewhere, backed_up, tmp_path):
    good = tars.members(backed_up.archive)
    name = next(name for name in good if name.startswith("files/"))
    del good[name]
    assert refused(tars.write(tmp_path / "less.tar", good))[0] == "UPK-005"


def test_what_is_no_archive_is_said_so(elsewhere, tmp_path):
    (tmp_path / "x.tar").write_bytes(b"hello")
    for path in (tmp_path / "x.tar", tmp_path / "none.tar", tmp_path):
        assert refused(path)[0] == "UPK-004"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.update(format=2, news={}), "UPK-008"),
        (lambda m: m["migrations"].append(["plans", "0099_later"]), "UPK-008"),
        (lambda m: m["migrations"].append(["room_of_later", "0001_initial"]), "UPK-008"),
        (lambda m: m.update(engine="oracle"), "UPK-009"),
        (lambda m: m.update(demonstration="2016-09-30"), "UPK-012"),
        (lambda m: m.pop("heads"), "UPK-005"),
        (lambda m: m.update(members=[]), "UPK-005"),
        (lambda m: m["counts"].update(people_person=0), "UPK-015"),
    ],
)
def test_what_does_not_fit_here_is_refused(elsewhere, backed_up, tmp_path, change, code):
    assert refused(tars.with_manifest(backed_up.archive, tmp_path / "other.tar", change))[0] == code
    assert not connection.introspection.table_names()


def test_a_real_archive_does_not_come_into_a_demonstration(elsewhere, backed_up, settings):
    settings.DEMONSTRATION = True
    assert refused(backed_up.archive)[0] == "UPK-012"


# --- in place of something -------------------------------------------------------------------------------------------
def test_data_that_are_there_are_replaced_only_when_asked_and_kept(elsewhere, backed_up):
    call_command("migrate", interactive=False, verbosity=0)
    people.create_person(people.operator(), username="before", name="Before")
    assert refused(backed_up.archive)[0] == "UPK-010"
    assert Person.objects.filter(username="before").exists()
    connection.close()
    done = restore(backed_up.archive, replace=True)
    assert not Person.objects.filter(username="before").exists()
    assert done.findings == []
    if connection.vendor == "sqlite":
        with sqlite3.connect(done.aside / "danbiet.sqlite3") as old:
            assert old.execute("SELECT count(*) FROM people_person WHERE username = 'before'").fetchone() == (1,)
    else:
        assert b"before" in gzip.decompress(tars.members(done.aside)[DATABASE])


def test_a_database_in_use_is_not_replaced(elsewhere, backed_up):
    call_command("migrate", interactive=False, verbosity=0)
    user = connection.copy()
    with user.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        try:
            assert refused(backed_up.archive, replace=True)[0] == "UPK-011"
        finally:
            user.close()
    assert Person.objects.count() == 0


def test_a_restoring_that_fails_leaves_the_old_data(elsewhere, backed_up, tmp_path):
    call_command("migrate", interactive=False, verbosity=0)
    people.create_person(people.operator(), username="before", name="Before")
    wrong = tars.with_manifest(backed_up.archive, tmp_path / "w.tar", lambda m: m["counts"].update(people_person=0))
    assert refused(wrong, replace=True)[0] == "UPK-015"
    assert Person.objects.filter(username="before").exists()
    assert guards.installed(connection) == guards.names(connection)


# --- the journal -----------------------------------------------------------------------------------------------------
def test_a_journal_that_ends_elsewhere_than_the_archive_says_is_reported(elsewhere, backed_up, tmp_path):
    def change(manifest):
        manifest["heads"]["system"] = [manifest["heads"]["system"][0] + 1, "f" * 64]

    done = restore(tars.with_manifest(backed_up.archive, tmp_path / "other.tar", change))
    assert [error.code for error in done.findings] == ["UPK-018"]


def test_an_altered_entry_is_reported_after_restoring(elsewhere, backed_up, tmp_path):
    restore(backed_up.archive)
    with guards.lifted(connection), transaction.atomic():
        Entry.objects.filter(chain="system", seq=2).update(subject="somebody else")
    spoiled = backing_up.make(tmp_path / "spoiled.tar")
    with Place(tmp_path / "third"):
        assert [error.code for error in restore(spoiled.path).findings] == ["JRN-101"]


def test_another_journal_key_is_said_with_what_to_do(elsewhere, backed_up, settings):
    settings.JOURNAL_KEY = "another"
    done = restore(backed_up.archive)
    assert [error.code for error in done.hints] == ["UPK-017"]
    assert done.findings == []


# --- upgrade with data -----------------------------------------------------------------------------------------------
def test_an_archive_of_an_older_state_is_migrated(elsewhere, backed_up, tmp_path):
    """As an older version left it: a room that did not exist yet, a step of the framework not taken."""
    restore(backed_up.archive)
    call_command("migrate", "notices", "zero", interactive=False, verbosity=0)
    call_command("migrate", "auth", "0011", interactive=False, verbosity=0)
    old = backing_up.make(tmp_path / "old.tar")
    before = content(OURS)
    assert ["auth", "0012_alter_user_first_name_max_length"] not in old.manifest.migrations
    with Place(tmp_path / "third"):
        done = restore(old.path)
        assert {"auth.0012_alter_user_first_name_max_length", "notices.0001_initial"} <= set(done.migrated)
        assert done.findings == []
        assert content(OURS) == before
        assert "notices_message" in connection.introspection.table_names()
        assert guards.installed(connection) == guards.names(connection)
