"""The record: canonical, chained, refused any change by the database, verified to the first wrong entry."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import nfc
from danbiet.cli import main
from danbiet.journal import canonical, errors, guards, recording, verification
from danbiet.journal.models import Entry, Head

recording.register_action("tests.act", vi="thử", en="tried")
KEYS = st.text(max_size=5).map(nfc)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def act(chain="system", subject="s", **payload):
    """One entry."""
    with transaction.atomic():
        return recording.record("tests.act", chain=chain, actor="a", subject=subject, payload=payload)


class TestCanonical:
    """The bytes that are hashed."""

    @given(st.dictionaries(KEYS, PLAIN, max_size=5))
    def test_the_order_of_keys_is_no_difference(self, value):
        assert canonical.canonical(value) == canonical.canonical(dict(reversed(value.items())))

    @given(PLAIN)
    def test_what_is_read_back_is_the_same_again(self, value):
        text = canonical.canonical(value)
        assert canonical.canonical(json.loads(text)) == text

    @given(st.text())
    def test_the_unicode_form_is_no_difference(self, text):
        forms = {canonical.canonical(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
        assert len(forms) == 1

    def test_days_and_moments_have_one_form(self):
        there = datetime(2016, 9, 9, 7, tzinfo=timezone(timedelta(hours=7)))
        assert canonical.canonical([date(2016, 9, 9), there]) == '["2016-09-09","2016-09-09T00:00:00.000000+00:00"]'
        assert canonical.moment(there) == canonical.moment(there.astimezone(UTC))

    @pytest.mark.parametrize(
        "value",
        [1.5, b"x", {1, 2}, object(), Decimal("1"), {1: "a"}, datetime(2016, 9, 9), "\udcff", {"\udcff": 1}],  # noqa: DTZ001
    )
    def test_what_has_no_form_is_refused(self, value):
        with pytest.raises(CodedError) as raised:
            canonical.canonical({"a": [value]})
        assert raised.value.kind is errors.NOT_CANONICAL

    def test_no_fact_is_lost_to_two_forms_of_one_key(self):
        forms = {unicodedata.normalize(form, "số liệu") for form in ("NFC", "NFD")}
        with pytest.raises(CodedError):
            canonical.canonical(dict.fromkeys(forms, 1))

    def test_golden_bytes(self):
        value = {"b": [True, None, 12], "a": {"đ": 'Hoà\n"x"'}, "c": date(2016, 9, 9)}
        assert canonical.canonical(value) == '{"a":{"đ":"Hoà\\n\\"x\\""},"b":[true,null,12],"c":"2016-09-09"}'
        # SHA-256 of "[]", as sha256sum says it.
        assert canonical.digest([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"

    def test_every_field_enters_the_hash(self):
        fields = {"chain": "c", "seq": 1, "at": clock.start_of_day(date(2016, 9, 9)), "actor": "a", "action": "x"}
        fields |= {"subject": "s", "payload": "{}", "previous": canonical.GENESIS}
        changed = {**fields, "seq": 2, "at": clock.start_of_day(date(2016, 9, 10))}
        changed = {key: changed[key] if key in ("seq", "at") else changed[key] + "x" for key in fields}
        hashes = {canonical.entry_hash(**{**fields, key: value}) for key, value in changed.items()}
        assert len(hashes | {canonical.entry_hash(**fields)}) == len(fields) + 1


@pytest.mark.django_db
class TestRecording:
    """Appending."""

    def test_entries_follow_one_another_in_their_chain(self):
        first, second, other = act(n=1), act(n=2), act("province:x", n=1)
        assert (first.seq, second.seq, other.seq) == (1, 2, 1)
        assert second.previous == first.hash
        assert first.previous == other.previous == canonical.GENESIS
        assert Head.objects.get(chain="system").hash == second.hash

    def test_an_unknown_action_is_refused(self):
        with pytest.raises(CodedError) as raised, transaction.atomic():
            recording.record("nobody.knows", chain="system", actor="a", subject="s", payload={})
        assert raised.value.kind is errors.UNKNOWN_ACTION

    def test_what_was_not_committed_is_not_there(self):
        act()
        with transaction.atomic():
            recording.record("tests.act", chain="system", actor="a", subject="s", payload={})
            transaction.set_rollback(True)
        assert Entry.objects.count() == 1
        assert verification.verify() == []

    def test_a_personal_value_can_be_erased_and_the_chain_stays_whole(self):
        with transaction.atomic():
            personal = {"name": "Một tên người"}
            entry = recording.record("tests.act", chain="system", actor="a", subject="s", payload={}, personal=personal)
        hidden = json.loads(entry.payload)["name"]
        assert "tên" not in entry.payload
        assert recording.reveal(hidden) == "Một tên người"
        assert recording.erase("Một tên người")
        assert recording.reveal(hidden) is None
        assert not recording.erase("Một tên người")
        assert verification.verify() == []

    def test_a_label_belongs_to_one_action(self):
        with pytest.raises(ValueError, match="twice"):
            recording.register_action("tests.act", vi="khác", en="other")
        assert recording.action_label("tests.act", "en") == "tried"
        assert recording.action_label("gone.action") == "gone.action"

    def test_history_has_the_newest_first(self):
        act(subject="k", n=1)
        act(subject="other")
        act(subject="k", n=2)
        assert [json.loads(entry.payload)["n"] for entry in verification.history("k")] == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(CodedError) as raised:
        recording.record("tests.act", chain="system", actor="a", subject="s", payload={})
    assert raised.value.kind is errors.OUTSIDE_TRANSACTION
    assert not Entry.objects.exists()


COLUMNS = "chain, seq, at, actor, action, subject, payload, previous, hash"
CHANGES = {
    "update": "UPDATE journal_entry SET payload = '{}'",
    "update of nothing visible": "UPDATE journal_entry SET seq = seq WHERE seq = 1",
    "delete": "DELETE FROM journal_entry WHERE seq = 2",
    "delete all": "DELETE FROM journal_entry",
}
ONLY_SQLITE = {
    "replace": f"REPLACE INTO journal_entry (id, {COLUMNS}) SELECT id, {COLUMNS} FROM journal_entry WHERE seq = 1",
    "replace by the other key": f"INSERT OR REPLACE INTO journal_entry ({COLUMNS})"
    f" SELECT {COLUMNS} FROM journal_entry WHERE seq = 1",
    "upsert": f"INSERT INTO journal_entry (id, {COLUMNS}) SELECT id, {COLUMNS} FROM journal_entry WHERE seq = 1"
    " ON CONFLICT (id) DO UPDATE SET payload = 'x'",
}
ONLY_POSTGRESQL = {
    "truncate": "TRUNCATE journal_entry",
    "truncate with the rest": "TRUNCATE journal_entry CASCADE",
    "upsert": f"INSERT INTO journal_entry (id, {COLUMNS}) SELECT id, {COLUMNS} FROM journal_entry WHERE seq = 1"
    " ON CONFLICT (id) DO UPDATE SET payload = 'x'",
}
STATEMENTS = {**CHANGES, **(ONLY_SQLITE if connection.vendor == "sqlite" else ONLY_POSTGRESQL)}


@pytest.mark.django_db
class TestGuards:
    """The database refuses, whoever asks."""

    @pytest.mark.parametrize("name", STATEMENTS)
    def test_no_statement_changes_the_record(self, name):
        act(n=1)
        act(n=2)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(STATEMENTS[name])
        assert Entry.objects.count() == 2
        assert verification.verify() == []

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
    @pytest.mark.parametrize("name", [name for name in ONLY_SQLITE if name.startswith("replace")])
    def test_a_program_without_our_settings_replaces_nothing(self, name):
        """Some other program opens the file: its connection fires no delete trigger for REPLACE."""
        act(n=1)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
            try:
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    cursor.execute(ONLY_SQLITE[name])
            finally:
                cursor.execute("PRAGMA recursive_triggers = ON")
        assert verification.verify() == []

    def test_models_are_refused_too(self):
        entry = act()
        entry.payload = "{}"
        for change in (entry.save, entry.delete, Entry.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_all_guards_are_there_and_a_missing_one_is_reported(self):
        assert guards.installed(connection) == guards.names(connection)
        assert guards.check_guards(None, ["default"]) == []
        name = sorted(guards.names(connection))[0]
        target = "" if connection.vendor == "sqlite" else " ON journal_entry"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{target}")
        found = guards.check_guards(None, ["default"])
        assert [one.id for one in found] == ["journal.W001"]
        assert name in found[0].msg
        guards.install(connection)
        assert guards.check_guards(None, ["default"]) == []

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL switches a trigger off")
    @pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
    def test_a_guard_that_was_switched_off_is_reported_and_put_back(self, how):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE journal_entry {how} journal_entry_no_change")
        assert [one.id for one in guards.check_guards(None, ["default"])] == ["journal.W001"]
        guards.install(connection)
        assert guards.check_guards(None, ["default"]) == []
        act()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CHANGES["delete all"])

    def test_a_role_is_granted_reading_and_appending_only(self):
        text = "; ".join(guards.grant_sql('app"x'))
        assert 'GRANT SELECT, INSERT ON journal_entry TO "app""x"' in text
        assert "UPDATE" not in text
        assert "DELETE" not in text


@pytest.mark.django_db(transaction=True)
def test_a_migration_puts_the_guards_back():
    """SQLite rebuilds a table to alter it and forgets its triggers."""
    with guards.lifted(connection):
        assert guards.installed(connection) == set()
        call_command("migrate", verbosity=0)
        assert guards.installed(connection) == guards.names(connection)


def tamper(sql, *values):
    """Change the record behind the guards' back, as somebody with the database in his hands could."""
    with guards.lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def rehash(entry):
    """Give an entry the hash its content asks for."""
    tamper("UPDATE journal_entry SET hash = %s WHERE id = %s", verification._hash_of(entry), entry.pk)


def forge(seq, previous):
    """An entry that fits its own number and predecessor."""
    entry = Entry(chain="system", seq=seq, at=clock.now(), actor="a", action="tests.act", subject="s", payload="{}")
    entry.previous = previous
    entry.hash = verification._hash_of(entry)
    entry.save(force_insert=True)
    return entry


@pytest.mark.django_db
class TestVerification:
    """The first altered, removed or inserted entry is named."""

    @pytest.fixture(autouse=True)
    def _five(self):
        self.entries = [act(n=n) for n in range(1, 6)]

    def first(self):
        (finding,) = verification.verify()
        return finding.kind, finding.seq

    def test_a_whole_chain(self):
        assert verification.verify() == []

    @pytest.mark.parametrize("column", ["payload", "actor", "subject", "action", "hash", "previous"])
    def test_an_altered_entry(self, column):
        tamper(f"UPDATE journal_entry SET {column} = 'x' WHERE seq IN (3, 4)")
        assert self.first() == (errors.ALTERED, 3)

    def test_an_altered_entry_that_was_given_a_fitting_hash(self):
        tamper("UPDATE journal_entry SET payload = '{}' WHERE seq = 3")
        rehash(Entry.objects.get(seq=3))
        assert self.first() == (errors.ALTERED, 3)

    def test_the_last_one_altered_with_a_fitting_hash(self):
        tamper("UPDATE journal_entry SET payload = '{}' WHERE seq = 5")
        rehash(Entry.objects.get(seq=5))
        assert self.first() == (errors.HEAD_DIFFERS, 5)

    @pytest.mark.parametrize("seq", [1, 3, 5])
    def test_a_removed_entry(self, seq):
        tamper("DELETE FROM journal_entry WHERE seq = %s", seq)
        assert self.first() == (errors.REMOVED, seq)

    def test_a_removed_entry_with_the_rest_numbered_anew(self):
        tamper("DELETE FROM journal_entry WHERE seq = 3")
        for seq in (4, 5):
            tamper("UPDATE journal_entry SET seq = %s WHERE seq = %s", seq - 1, seq)
        assert self.first() == (errors.REMOVED, 3)

    def test_an_inserted_entry_with_the_rest_numbered_anew(self):
        for seq in (5, 4, 3):
            tamper("UPDATE journal_entry SET seq = %s WHERE seq = %s", seq + 1, seq)
        forge(3, self.entries[1].hash)
        assert self.first() == (errors.INSERTED, 3)

    def test_an_entry_appended_past_the_head(self):
        forge(6, self.entries[-1].hash)
        assert self.first() == (errors.INSERTED, 6)

    def test_two_entries_swapped(self):
        for old, new in ((2, 99), (3, 2), (99, 3)):
            tamper("UPDATE journal_entry SET seq = %s WHERE seq = %s", new, old)
        assert self.first()[1] == 2

    def test_a_head_that_was_moved_or_is_gone(self):
        Head.objects.update(seq=9)
        assert self.first() == (errors.REMOVED, 6)
        Head.objects.update(seq=5, hash="0" * 64)
        assert self.first() == (errors.HEAD_DIFFERS, 5)
        Head.objects.all().delete()
        assert self.first() == (errors.HEAD_DIFFERS, 5)

    def test_a_chain_rewritten_from_the_start_shows_by_an_anchor_kept_outside(self):
        anchor = self.entries[3].hash
        assert verification.verify(anchor) == []
        tamper("DELETE FROM journal_entry")
        Head.objects.all().delete()
        for n in range(1, 6):
            act(forged=n)
        assert verification.verify() == []
        (finding,) = verification.verify(anchor)
        assert finding.kind is errors.ANCHOR_MISSING

    def test_an_anchor_past_what_is_wrong_isnt_called_missing(self):
        anchor = self.entries[3].hash
        tamper("UPDATE journal_entry SET payload = '{}' WHERE seq = 2")
        assert [one.kind for one in verification.verify(anchor)] == [errors.ALTERED]

    def test_every_chain_is_looked_at(self):
        act("province:x", n=1)
        tamper("UPDATE journal_entry SET payload = '{}' WHERE seq = 1")
        assert [(one.chain, one.seq) for one in verification.verify()] == [("province:x", 1), ("system", 1)]

    def test_the_command_says_it_and_ends_with_1(self, capsys):
        assert main.main(["journal", "verify"]) == 0
        assert main.main(["journal", "heads"]) == 0
        assert self.entries[-1].hash in capsys.readouterr().out
        tamper("UPDATE journal_entry SET payload = '{}' WHERE seq = 3")
        assert main.main(["journal", "verify", "--json"]) == 1
        found = json.loads(capsys.readouterr().out)
        assert found == {"whole": False, "findings": [{"code": errors.ALTERED.code, "chain": "system", "seq": 3}]}
        assert main.main(["journal", "verify", "--anchor", "f" * 64]) == 1
        assert main.main(["journal", "show", "s"]) == 0
        assert "thử [a]" in capsys.readouterr().out
        assert main.main(["journal", "grant", "app"]) == 0

    def test_progress_is_told_on_long_chains(self, monkeypatch):
        monkeypatch.setattr(verification, "_wrong", lambda *arguments: None)
        entry = self.entries[0]
        monkeypatch.setattr(verification, "_entries", lambda chain: iter([entry] * 2500))
        told = []
        verification.verify(progress=told.append)
        assert sum(told) == 2000
