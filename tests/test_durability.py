"""Nothing acknowledged is lost: writers are killed under load at random points, on the engine of this run.

On SQLite with the product's own settings; on PostgreSQL in a durable cluster of its own, whose server is crashed too.
"""

import json
import os
import random
import selectors
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster import binaries, cluster

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
pytestmark = pytest.mark.database


@contextmanager
def engine():
    """(DATABASE_URL or nothing, what crashes the server) of this run's engine."""
    if not POSTGRESQL:
        yield {}, lambda: None
        return
    if binaries() is None:
        pytest.skip("PostgreSQL's initdb isn't on this machine")
    with cluster(durable=True) as running:

        def crash():
            running.stop("immediate")
            running.start()

        yield {"DATABASE_URL": running.url}, crash


@pytest.fixture
def installation(tmp_path):
    """Starts workers on a new installation; the second value crashes the database's server, where there is one."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    with engine() as (address, crash):
        environment = {
            **kept,
            **address,
            "DANBIET_HOME": str(tmp_path),
            "DANBIET_TODAY": "2016-09-30",
            "DANBIET_SECRET_KEY": "for this test",
        }

        def start(what, **streams):
            command = [sys.executable, "-m", "tests.durability_worker", what]
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, **streams)

        def ask(what, text=""):
            process = start(what, stdin=subprocess.PIPE)
            said, _ = process.communicate(text.encode())
            assert process.returncode == 0
            return json.loads(said.splitlines()[-1])

        yield start, ask, crash


def lines_until(processes, count):
    """What each of several processes says until each has spoken and all said ``count`` lines, or all have ended."""
    read = [b"" for _ in processes]
    with selectors.DefaultSelector() as waiting:
        for number, process in enumerate(processes):
            waiting.register(process.stdout, selectors.EVENT_READ, number)
        while waiting.get_map() and not (all(read) and sum(data.count(b"\n") for data in read) >= count):
            for key, _ in waiting.select():
                data = os.read(key.fd, 4096)
                read[key.data] += data
                if not data:
                    waiting.unregister(key.fileobj)
    return read


def killed_under_load(start, count):
    """The acknowledgements of two writers at once, killed after ``count`` of them."""
    workers = [start("attest"), start("generate")]
    try:
        read = lines_until(workers, count)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
    lines = []
    for worker, data in zip(workers, read, strict=True):
        # What was said between the last look and the kill counts too; half a line doesn't.
        lines += [line for line in (data + worker.stdout.read()).splitlines(keepends=True) if line.endswith(b"\n")]
        worker.stdout.close()
        worker.wait()
    return [json.loads(line) for line in lines]


def test_a_kill_at_any_moment_loses_nothing_acknowledged(installation):
    start, ask, crash = installation
    assert ask("prepare") == ["ready"]
    dice = random.Random(64)
    acknowledged = []
    for _ in range(ROUNDS):
        acknowledged += killed_under_load(start, dice.randint(3, 40))
        crash()
    assert {line[0] for line in acknowledged} == {"attested", "made"}
    (found,) = ask("check", "".join(json.dumps(line) + "\n" for line in acknowledged))
    assert found == {
        "lost": [],
        "findings": [],
        "rows without entry": 0,
        "evidence without entry": 0,
        "fulfilled without evidence": 0,
        "completed": True,
        "nothing the second time": True,
        "twice": [],
        "missing": [],
        "findings after": [],
    }
