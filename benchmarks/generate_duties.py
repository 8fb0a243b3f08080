"""A year of duties for 34 provinces against ``bulk_create`` of the same rows, prebuilt, in the same run.

- rows per second of ``plans.generation.generate`` as a share of the rows per second of a plain ``bulk_create`` into the
  same table with the same constraints (the mean of one before and one after)
- peak memory of the generating process
- the longest time another process waits to write a small journalled change while duties are generated

SQLite in a folder of its own; with DATABASE_URL a database of its own on that PostgreSQL server, dropped afterwards.

    python benchmarks/generate_duties.py [--provinces 34]
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
from datetime import date
from pathlib import Path

DATABASE = "danbiet_benchmark"
# From the adoption in September 2016: the cut-offs of a year, with the yearly work of 2016 and 2017.
UNTIL = date(2017, 9, 14)


# --- the parts, each in a process of its own -------------------------------------------------------------------------
def prepare(provinces: int) -> dict[str, float]:
    """Provinces with the example plan adopted and no duties."""
    from django.core.management import call_command

    from danbiet.demo import province
    from danbiet.duties.making import Made
    from danbiet.plans import generation
    from danbiet.units import national

    call_command("migrate", interactive=False, verbosity=0)
    generation.generate = lambda plan: Made()
    codes = [code for code, _ in national.provinces(two_tier=False)]
    for number, code in enumerate(codes[:provinces], 1):
        province.add_for_load(code)
        print(f"\rpreparing: {number} of {provinces} provinces", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {"provinces": provinces}


def plans() -> list:
    """The adopted plans."""
    from danbiet.plans.models import Plan

    return list(Plan.objects.select_related("province").order_by("id"))


def prebuilt() -> list:
    """The rows a year of duties is, ready to be stored."""
    from danbiet.base import clock
    from danbiet.duties import making
    from danbiet.plans import generation

    rows, day = [], clock.today()
    for plan in plans():
        circle = generation.reporting_circle(plan, day)
        wanted = {(one.unit_id, *one.template[:3]): one for one in generation.wanted(plan, circle, UNTIL, day)}
        for one in wanted.values():
            row = making._duty(plan.province_id, one.template, clock.now())
            row.unit_id = one.unit_id
            rows.append(row)
    return rows


def empty() -> None:
    """No duties, and the engine's books in order."""
    from django.db import connection

    from danbiet.duties.models import Duty

    with connection.cursor() as cursor:
        # Past the framework, which would read the rows first and count as memory of what is measured.
        cursor.execute(f"DELETE FROM {Duty._meta.db_table}")
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def baseline() -> dict[str, float]:
    """A plain ``bulk_create`` in batches of the same size, each a transaction too."""
    from danbiet.duties.making import BATCH
    from danbiet.duties.models import Duty

    rows = prebuilt()
    empty()
    start = time.perf_counter()
    for first in range(0, len(rows), BATCH):
        Duty.objects.bulk_create(rows[first : first + BATCH])
    return {"rows": len(rows), "seconds": time.perf_counter() - start}


def generate() -> dict[str, float]:
    """What ``danbiet tick`` does, up to the end of the year, from an empty table."""
    from danbiet.plans import generation

    empty()
    found = plans()
    print("ready", flush=True)
    start = time.perf_counter()
    rows = sum(generation.generate(plan, until=UNTIL).new for plan in found)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"rows": rows, "seconds": seconds, "peak": peak}


def write() -> dict[str, float]:
    """Small journalled changes, one after the other, in the chains of all provinces, until told to stop."""
    from django.db import transaction

    from danbiet.journal import recording

    chains = [recording.chain_of(plan.province.public_id) for plan in plans()]
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    waits: list[float] = []
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
def installation() -> Iterator[dict[str, str]]:
    """The environment of an installation of its own."""
    address = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="danbiet-bench-") as home:
        environment = {**os.environ, "DANBIET_HOME": home, "DANBIET_TODAY": "2016-09-30", "DANBIET_SECRET_KEY": "bench"}
        if not address.startswith("postgres"):
            environment.pop("DATABASE_URL", None)
            yield environment
            return
        import psycopg

        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            server.execute(f"CREATE DATABASE {DATABASE}")
            try:
                yield {**environment, "DATABASE_URL": f"{address.rpartition('/')[0]}/{DATABASE}"}
            finally:
                server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


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
    """A generation with another writer beside it."""
    generating = start(environment, "generate")
    assert generating.stdout is not None
    generating.stdout.readline()
    writing = start(environment, "write")
    made = result(generating)
    writing.send_signal(signal.SIGTERM)
    return made, result(writing)


def main() -> int:
    """Print the ratio, the memory and the longest wait."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=["prepare", "baseline", "generate", "write"])
    parser.add_argument("--provinces", type=int, default=34)
    args = parser.parse_args()
    if args.part:
        from danbiet.cli.main import setup_django

        setup_django()
        part = {"baseline": baseline, "generate": generate, "write": write}.get(args.part)
        print(json.dumps(part() if part else prepare(args.provinces)), flush=True)
        return 0
    with installation() as environment:
        engine = "PostgreSQL" if "DATABASE_URL" in environment else "SQLite"
        result(start(environment, "prepare", "--provinces", str(args.provinces)))
        before = result(start(environment, "baseline"))
        ours = result(start(environment, "generate"))
        after = result(start(environment, "baseline"))
        beside, writer = disturbed(environment)
    assert ours["rows"] == before["rows"] == after["rows"] == beside["rows"]
    plain = 2 * ours["rows"] / (before["seconds"] + after["seconds"])
    speed = ours["rows"] / ours["seconds"]
    print(f"duties, {engine}: {ours['rows']:,.0f} rows of a year for {args.provinces} provinces")
    print(f"duties, plain bulk_create: {plain:,.0f} rows/s")
    print(f"duties, generated: {speed:,.0f} rows/s")
    print(f"duties: {speed / plain:.0%} of bulk_create's rows per second (goal: at least 60%)")
    print(f"duties: peak memory {ours['peak'] / 1e6:,.0f} MB (goal: under 1,000)")
    print(
        f"duties: another writer waited {writer['longest'] * 1e3:,.0f} ms at most, {writer['median'] * 1e3:,.0f} ms in"
        f" the median of {writer['writes']:,.0f} (goal: under 1,000)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
