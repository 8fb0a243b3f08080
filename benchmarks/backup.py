"""A backup of 34 provinces while others write, in the same run as the same writer left alone.

- the longest time a writer waits for a small journalled change while the backup is made, beside without one
- seconds and megabytes a second of the backup, its size beside the database's
- peak memory of the process that makes it
- seconds to check the archive and to restore it, journal verification included

SQLite in a folder of its own; with DATABASE_URL a database of its own on that PostgreSQL server, dropped afterwards.

    python benchmarks/backup.py [--provinces 34]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "danbiet_benchmark_backup"
# Stored files as an office has them: scans that don't compress.
FILES, BYTES = 400, 250_000


# --- the parts, each in a process of its own -------------------------------------------------------------------------
def prepare(provinces: int) -> dict[str, float]:
    """Provinces with the example plan adopted and its duties made, and stored files."""
    import io
    import random

    from django.core.management import call_command
    from django.db import transaction

    from danbiet.demo import province
    from danbiet.files.actions import store
    from danbiet.units import national

    call_command("migrate", interactive=False, verbosity=0)
    codes = [code for code, _ in national.provinces(two_tier=False)]
    for number, code in enumerate(codes[:provinces], 1):
        province.add_for_load(code)
        print(f"\rpreparing: {number} of {provinces} provinces", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    chance = random.Random(2016)
    with transaction.atomic():
        for number in range(FILES):
            store(io.BytesIO(b"%PDF-" + chance.randbytes(BYTES)), f"{number}.pdf", actor=None)
    return {"provinces": provinces, "bytes": database_size() + FILES * BYTES}


def database_size() -> int:
    """Bytes of the database."""
    from django.db import connection

    from danbiet.upkeep import engines

    return engines.of(connection).size(connection)


def backup() -> dict[str, float]:
    """What ``danbiet backup`` does."""
    from danbiet.upkeep import backing_up

    print("ready", flush=True)
    start = time.perf_counter()
    made = backing_up.make(Path(os.environ["BENCHMARK_ARCHIVE"]))
    seconds = time.perf_counter() - start
    assert not made.problems
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "peak": peak, "size": made.size, "rows": sum(made.manifest.counts.values())}


def restore() -> dict[str, float]:
    """What ``danbiet restore`` does."""
    from danbiet.upkeep import archive, restoring

    start = time.perf_counter()
    with archive.opened(Path(os.environ["BENCHMARK_ARCHIVE"])) as reader:
        done = restoring.restore(reader)
    assert not done.findings
    return {"seconds": time.perf_counter() - start}


def write() -> dict[str, float]:
    """Small journalled changes, one after the other, in the chains of all provinces, until told to stop."""
    from django.db import transaction

    from danbiet.journal import recording
    from danbiet.plans.models import Plan

    chains = [recording.chain_of(plan.province.public_id) for plan in Plan.objects.select_related("province")]
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    waits: list[float] = []
    print("ready", flush=True)
    while going:
        chain = chains[len(waits) % len(chains)]
        start = time.perf_counter()
        with transaction.atomic():
            recording.record("people.password", chain=chain, actor="system", subject="benchmark", payload={})
        waits.append(time.perf_counter() - start)
        # An officer's change now and then, not a second load.
        time.sleep(0.02)
    return {"writes": len(waits), "longest": max(waits), "median": sorted(waits)[len(waits) // 2]}


# --- the run ---------------------------------------------------------------------------------------------------------
@contextmanager
def installation(number: int) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own."""
    address = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="danbiet-bench-") as home:
        environment = {**os.environ, "DANBIET_HOME": home, "DANBIET_TODAY": "2016-09-30", "DANBIET_SECRET_KEY": "bench"}
        if not address.startswith("postgres"):
            environment.pop("DATABASE_URL", None)
            yield environment
            return
        import psycopg

        name = f"{DATABASE}_{number}"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
            try:
                yield {**environment, "DATABASE_URL": f"{address.rpartition('/')[0]}/{name}"}
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """One of the parts."""
    command = [sys.executable, str(Path(__file__).resolve()), *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def result(process: subprocess.Popen[str]) -> dict[str, float]:
    """What a part found; stops the run if it failed."""
    said, _ = process.communicate()
    if process.returncode:
        sys.exit(process.returncode)
    return json.loads(said.splitlines()[-1])


def disturbed(environment: dict[str, str]) -> tuple[dict[str, float], dict[str, float]]:
    """A backup with a writer beside it, from before its first byte to its last."""
    writing = start(environment, "write")
    assert writing.stdout is not None
    writing.stdout.readline()
    made = result(start(environment, "backup"))
    writing.send_signal(signal.SIGTERM)
    return made, result(writing)


def alone(environment: dict[str, str], seconds: float) -> dict[str, float]:
    """The same writer for as long with nobody beside it."""
    writing = start(environment, "write")
    assert writing.stdout is not None
    writing.stdout.readline()
    time.sleep(seconds)
    writing.send_signal(signal.SIGTERM)
    return result(writing)


def main() -> int:
    """Print waits, speed, size and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=["prepare", "backup", "restore", "write"])
    parser.add_argument("--provinces", type=int, default=34)
    args = parser.parse_args()
    if args.part:
        from danbiet.cli.main import setup_django

        setup_django()
        part = {"backup": backup, "restore": restore, "write": write}.get(args.part)
        print(json.dumps(part() if part else prepare(args.provinces)), flush=True)
        return 0
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    with tempfile.TemporaryDirectory(prefix="danbiet-bench-") as folder, installation(1) as environment:
        environment["BENCHMARK_ARCHIVE"] = str(Path(folder) / "backup.tar")
        prepared = result(start(environment, "prepare", "--provinces", str(args.provinces)))
        made, writer = disturbed(environment)
        left_alone = alone(environment, made["seconds"])
        with installation(2) as other:
            other["BENCHMARK_ARCHIVE"] = environment["BENCHMARK_ARCHIVE"]
            restored = result(start(other, "restore"))
    print(f"backup, {engine}: {args.provinces} provinces, {made['rows']:,.0f} rows, {FILES} files")
    print(
        f"backup: {made['seconds']:.1f} s for {prepared['bytes'] / 1e6:,.0f} MB of data,"
        f" read back included; the archive has {made['size'] / prepared['bytes']:.0%} of that"
    )
    print(f"backup: peak memory {made['peak'] / 1e6:,.0f} MB")
    print(
        f"backup: a writer beside it waited {writer['longest'] * 1e3:,.0f} ms at most, {writer['median'] * 1e3:,.1f} ms"
        f" in the median of {writer['writes']:,.0f} (goal: under 1,000); left alone {left_alone['longest'] * 1e3:,.0f}"
        f" and {left_alone['median'] * 1e3:,.1f}"
    )
    print(f"backup: checked, restored and its journal verified in {restored['seconds']:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
