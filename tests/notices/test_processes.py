"""Several processes on one installation, on the engine of this run: nothing twice, nothing lost after a kill."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from danbiet.base.ids import new_public_id

ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE = 60
ADDRESS = os.environ.get("DATABASE_URL", "")
pytestmark = [pytest.mark.database, pytest.mark.xdist_group("notices-processes")]


@contextmanager
def database():
    """The environment of a database of its own on this run's engine."""
    if not ADDRESS.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"danbiet_notices_{new_public_id().replace('-', '')}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{ADDRESS.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def start(tmp_path):
    """Starts a part of ``worker_process`` on a new installation."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    with database() as address:
        environment = {
            **kept,
            **address,
            "DANBIET_HOME": str(tmp_path),
            "DANBIET_TODAY": "2016-09-30",
            "DANBIET_SECRET_KEY": "for this test",
            "DANBIET_EMAIL_URL": f"filemail:///{tmp_path}/mail",
        }

        def run(*words):
            command = [sys.executable, "-m", "tests.notices.worker_process", *words]
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)

        yield run


def said(process):
    output, _ = process.communicate()
    assert process.returncode == 0
    return [json.loads(line) for line in output.splitlines()]


def test_two_at_once_double_nothing_and_a_kill_loses_nothing(start):
    assert said(start("prepare", str(PEOPLE))) == [PEOPLE]
    ticks = [start("tick"), start("tick")]
    assert sum(said(one)[0]["made"] for one in ticks) == PEOPLE, "two ticks count and record each message once"
    workers = [start("deliver"), start("deliver")]
    for worker in workers[:1]:
        for _ in range(3):
            worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    said(workers[1])
    said(start("overdue"))
    (found,) = said(start("check"))
    twice = found.pop("twice")
    assert found == {
        "letters": PEOPLE,
        "sent": PEOPLE,
        "left": PEOPLE,
        "messages": PEOPLE,
        "unmailed": 0,
        "recorded": PEOPLE,
        "findings": 0,
    }
    assert twice <= 1, "only what was on its way when its worker was killed"


def test_two_workers_send_each_letter_once(start):
    assert said(start("prepare", str(PEOPLE))) == [PEOPLE]
    said(start("tick"))
    workers = [start("deliver"), start("deliver")]
    shares = [said(worker) for worker in workers]
    assert sorted(len(set(one)) for one in shares) == sorted(len(one) for one in shares)
    assert not set(shares[0]) & set(shares[1])
    (found,) = said(start("check"))
    assert (found["sent"], found["left"], found["twice"], found["letters"]) == (PEOPLE, PEOPLE, 0, PEOPLE)
