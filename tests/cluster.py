"""A throw-away PostgreSQL cluster: made, started, stopped and removed by the run that needs it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl; None where PostgreSQL's server isn't installed."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return folders[0].parent if folders else None


def _account() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then run it as an account of its own, or as nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A running cluster; ``url`` is its DATABASE_URL."""

    def __init__(self, folder: Path, tools: Path, *, durable: bool = False) -> None:
        self.folder, self.tools, self.account = folder, tools, _account()
        self.port = _free_port()
        self.url = f"postgres://danbiet@127.0.0.1:{self.port}/postgres"
        self.options = "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"

    def run(self, tool: str, *arguments: str) -> None:
        """Run one of PostgreSQL's tools; a failure says what it said."""
        done = subprocess.run(
            [self.tools / tool, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            **self.account,
        )
        if done.returncode:
            raise RuntimeError(f"{tool}: {done.stdout}{done.stderr}")

    def create(self) -> None:
        """Make the cluster's files."""
        if self.account:
            os.chown(self.folder, self.account["user"], self.account["group"])
        arguments = ["-D", "data", "-U", "danbiet", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        self.run("initdb", *arguments)

    def start(self) -> None:
        """Start and wait until it answers."""
        # Tests roll back what they store: autovacuum would find the tables empty and the planner believe it.
        settings = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories= -c autovacuum=off"
        settings += self.options
        self.run("pg_ctl", "-D", "data", "-w", "-t", "60", "-l", "log", "-o", settings, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop; ``immediate`` is a crash."""
        self.run("pg_ctl", "-D", "data", "-w", "-m", mode, "stop")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster for the length of the block. RuntimeError where the binaries are missing."""
    tools = binaries()
    if tools is None:
        raise RuntimeError("PostgreSQL's initdb isn't on this machine")
    folder = Path(tempfile.mkdtemp(prefix="danbiet-pg-"))
    made = Cluster(folder, tools, durable=durable)
    try:
        made.create()
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
