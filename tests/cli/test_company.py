"""What runs beside the server: started with it, started again when it falls over, gone when the server is gone."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from danbiet.cli import commands, company, main

ROOT = Path(__file__).resolve().parent.parent.parent
# Long enough for a slow machine; nothing waits for it where all is well.
PATIENCE = 60
# A companion that tells its process id and stays until it is told to stop; "stubborn" doesn't listen.
COMPANION = """
import os, signal, sys, threading
from danbiet.notices import process
parent, kind, pipe = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
stop = process.stop_event(parent)
if kind == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(pipe, f"{kind} {os.getpid()}\\n".encode())
threading.Event().wait() if kind == "stubborn" else stop.wait()
os.write(pipe, f"{kind} ended\\n".encode())
"""


@pytest.fixture
def pipe(monkeypatch):
    """What companions say, line by line; the companions are those of the test."""
    read, write = os.pipe()

    def start(words):
        arguments = [str(os.getpid()), *words, str(write)]
        return subprocess.Popen([sys.executable, "-c", COMPANION, *arguments], pass_fds=[write])

    monkeypatch.setattr(company.Company, "_start", staticmethod(start))
    monkeypatch.setattr(company, "FIRST_WAIT", 0.1)
    monkeypatch.setattr(company, "LOOK", 0.05)
    guard = threading.Timer(PATIENCE, os.write, (write, b"too late\n" * 9))
    guard.start()
    with os.fdopen(read) as lines:
        yield lines
        guard.cancel()
        os.close(write)


def test_each_is_told_to_stop_and_waited_for(pipe):
    with company.Company({"a": ("a",), "b": ("b",)}) as beside:
        said = dict(pipe.readline().split() for _ in range(2))
        assert {name: str(pid) for name, pid in beside.processes().items()} == said
    assert {pipe.readline(), pipe.readline()} == {"a ended\n", "b ended\n"}
    for pid in said.values():
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def test_what_falls_over_is_started_again(pipe, caplog):
    with company.Company({"a": ("a",)}) as beside:
        first = int(pipe.readline().split()[1])
        os.kill(first, signal.SIGKILL)
        second = int(pipe.readline().split()[1])
        assert second != first
        assert beside.processes() == {"a": second}
    assert "a ended with -9" in caplog.text


def test_what_does_not_listen_is_ended(pipe, monkeypatch):
    monkeypatch.setattr(company, "GRACE", 0.2)
    with company.Company({"a": ("stubborn",)}):
        pid = int(pipe.readline().split()[1])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_without_commands_nothing_runs():
    with company.Company({}) as beside:
        assert beside.processes() == {}


def test_a_companion_ends_when_its_server_was_killed():
    script = (
        "import os, sys, threading; from danbiet.cli import company;"
        "company.Company._start = staticmethod(lambda words: __import__('subprocess').Popen("
        "[sys.executable, '-c', sys.argv[1], str(os.getpid()), 'a', '1']));"
        "company.Company({'a': ('a',)}).__enter__(); threading.Event().wait()"
    )
    server = subprocess.Popen([sys.executable, "-c", script, COMPANION], cwd=ROOT, stdout=subprocess.PIPE)
    assert server.stdout.readline().startswith(b"a ")
    server.kill()
    rest, _ = server.communicate(timeout=PATIENCE)  # until the last holder of the pipe is gone
    assert rest == b"a ended\n"


def test_every_companion_is_a_command_that_ends_with_its_server():
    for words in commands.COMPANIONS.values():
        args = main.build_parser().parse_args([*words, "--with-parent", "1"])
        assert args.with_parent == 1


# --- the real thing --------------------------------------------------------------------------------------------------
@pytest.fixture
def served(tmp_path):
    """``danbiet serve`` on a migrated installation; yields a starter and the port."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment = {**kept, "DANBIET_HOME": str(tmp_path), "DANBIET_SECRET_KEY": "for this test"}
    danbiet = [sys.executable, "-m", "danbiet.cli.main"]
    subprocess.run([*danbiet, "manage", "migrate", "-v", "0"], env=environment, check=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def start(*words):
        command = [*danbiet, "serve", "--port", str(port), "--workers", "1", *words]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    return start


def children_of(pid):
    """Command lines of the processes that a process started."""
    found = subprocess.run(["ps", "-o", "args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [line for line in found.stdout.splitlines() if "danbiet.cli.main" in line]


def wait_for(process, text):
    """Read what a process says until it says ``text``."""
    guard = threading.Timer(PATIENCE, process.kill)
    guard.start()
    try:
        for line in process.stdout:
            if text in line:
                return
    finally:
        guard.cancel()
    pytest.fail(f"it never said {text!r}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("words", [(), ("--web-only",)])
def test_serve_runs_all_three_and_stops_them_cleanly(number, words, served):
    process = served(*words)
    wait_for(process, b"Started worker-1")
    beside = [line for line in children_of(process.pid) if " worker --with-parent" in line or " tick --every" in line]
    assert len(beside) == (0 if words else 2)
    process.send_signal(number)
    rest, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"Traceback" not in rest
