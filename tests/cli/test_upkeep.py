"""The commands that keep an installation alive, as an operator types them."""

import contextlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# On SQLite: what differs on PostgreSQL is tested in tests/upkeep.
OURS = ("DANBIET_", "DATABASE_URL", "DJANGO")


class Machine:
    """Runs ``danbiet`` with a data folder of its own."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *words, home="home", limit=None, **environment):
        """The finished command."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        command = [sys.executable, "-m", "danbiet.cli.main", *(word.format(folder=self.folder) for word in words)]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**kept, "DANBIET_HOME": str(self.folder / home), "DANBIET_LANG": "en", **environment},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=None if limit is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )

    def env(self, home):
        """The lines of a home's danbiet.env."""
        return dict(line.split("=", 1) for line in (self.folder / home / "danbiet.env").read_text().splitlines())


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """An installation for real use, without units, backed up with its keys."""
    made = Machine(tmp_path_factory.mktemp("machine"))
    assert made.run("init").returncode == 0
    done = made.run("backup", "{folder}/keys.tar", "--with-secrets")
    assert done.returncode == 0, done.stderr
    assert "HOLDS the secret keys" in done.stdout
    return made


def test_a_backup_is_made_checked_and_restored_with_its_keys(machine):
    done = machine.run("backup", "{folder}/plain.tar")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The secret keys aren't in it" in done.stdout
    checked = machine.run("backup", "--verify", "{folder}/plain.tar", home="none")
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, "The backup is whole.")
    assert not (machine.folder / "none").exists()
    restored = machine.run("restore", "{folder}/keys.tar", "--with-secrets", home="second")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "The journal is whole" in restored.stdout
    assert machine.env("second") == machine.env("home")
    assert (machine.folder / "second" / "danbiet.env").stat().st_mode & 0o777 == 0o600
    assert machine.run("journal", "verify", home="second").returncode == 0


def test_without_the_keys_the_operator_is_told_what_to_do(machine):
    machine.run("backup", "{folder}/bare.tar")
    restored = machine.run("restore", "{folder}/bare.tar", home="third")
    assert restored.returncode == 0
    assert restored.stderr.startswith("UPK-017")
    assert machine.env("third")["DANBIET_JOURNAL_KEY"] != machine.env("home")["DANBIET_JOURNAL_KEY"]
    refused = machine.run("restore", "{folder}/bare.tar", "--with-secrets", home="fourth")
    assert (refused.returncode, refused.stderr[:7]) == (2, "UPK-019")
    assert not (machine.folder / "fourth").exists()


def test_the_label_of_a_demonstration_comes_with_it(machine):
    values = {"DANBIET_DEMONSTRATION": "true", "DANBIET_TODAY": "2016-09-30"}
    (machine.folder / "show").mkdir()
    machine.run("manage", "migrate", "-v0", home="show", **values)
    done = machine.run("backup", "{folder}/show.tar", home="show", **values)
    assert done.returncode == 0, done.stderr
    assert "Simulated data" in done.stdout
    assert machine.run("restore", "{folder}/show.tar", home="shown").returncode == 0
    assert values.items() <= machine.env("shown").items()
    refused = machine.run("restore", "{folder}/show.tar", "--replace")
    assert (refused.returncode, refused.stderr[:7]) == (2, "UPK-012")


def test_a_disk_that_is_full_is_said_and_leaves_nothing(machine):
    done = machine.run("backup", "{folder}/full/full.tar", limit=60_000)
    assert done.returncode == 2
    assert done.stderr.startswith("UPK-001")
    assert "full.tar" in done.stderr
    assert list((machine.folder / "full").iterdir()) == []


def test_a_killed_backup_leaves_no_archive(machine):
    """Stopped when the first bytes are there, as by a power cut; the next run clears up."""
    folder = machine.folder / "killed"
    folder.mkdir()
    script = (
        "import os, signal\n"
        "from danbiet.upkeep import archive\n"
        "archive.Writer.finish = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"from danbiet.cli.main import main\nmain(['backup', {str(folder / 'one.tar')!r}])\n"
    )
    environment = {**os.environ, "DANBIET_HOME": str(machine.folder / "home")}
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert [path.suffix for path in folder.iterdir()] != [".tar"]
    assert machine.run("backup", str(folder / "two.tar")).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["two.tar"]


def test_health_and_check_say_what_is_wrong_by_their_exit_code(machine):
    health = machine.run("health", "--json")
    said = json.loads(health.stdout)
    assert health.returncode == 1
    assert said["checks"]["database"] == {"ok": True, "engine": "sqlite"}
    assert said["checks"]["tick"] == {"ok": False, "code": "PAGE-102"}
    assert "! tick: PAGE-102" in machine.run("health").stdout
    check = machine.run("check")
    assert check.returncode == 1
    assert {"UPK-203", "UPK-204", "UPK-208"} <= {line[:7] for line in check.stdout.splitlines()}


def test_nothing_unsafe_is_served(machine):
    demonstration = {"DANBIET_DEMONSTRATION": "true"}
    public = machine.run("serve", "--address", "0.0.0.0", "--port", "1", **demonstration)
    assert (public.returncode, public.stderr[:7]) == (2, "UPK-211")
    debug = machine.run("serve", "--port", "1", DANBIET_DEBUG="true")
    assert (debug.returncode, debug.stderr[:7]) == (2, "UPK-202")
    keyless = machine.run("serve", "--port", "1", home="nothing")
    assert (keyless.returncode, keyless.stderr[:7]) == (2, "UPK-201")
    application = [sys.executable, "-c", "import danbiet.config.wsgi"]
    environment = {"PATH": os.environ["PATH"], "DANBIET_HOME": str(machine.folder / "nothing")}
    done = subprocess.run(application, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "UPK-201" in done.stderr


def test_rights_are_printed_for_the_database_to_run(machine):
    printed = machine.run("grants", "danbiet_app")
    assert printed.returncode == 0
    assert 'GRANT SELECT, INSERT ON journal_entry TO "danbiet_app";' in printed.stdout.splitlines()
    assert machine.run("grants", "danbiet_app", "--apply").stderr.startswith("UPK-213")


def test_an_older_database_is_named_and_migrated_though_it_lacks_a_guard_that_came_since(machine):
    back = machine.run("manage", "migrate", "people", "0001")
    assert back.returncode == 0, back.stderr
    with contextlib.closing(sqlite3.connect(machine.folder / "home" / "danbiet.sqlite3")) as database:
        database.execute("DROP TRIGGER journal_entry_no_replace")
    for words in (("serve", "--port", "1"), ("tick",)):
        refused = machine.run(*words)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("UPK-101: 2 migration(s) aren't applied, the first is people.0002")
    migrated = machine.run("manage", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    assert machine.run("tick").returncode == 0
    said = json.loads(machine.run("health", "--json").stdout)["checks"]
    assert said["migrations"]["ok"]
    assert said["journal"]["ok"]
