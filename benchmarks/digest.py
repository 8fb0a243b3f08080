"""A morning's digest for thousands of people against ``bulk_create`` of the same rows, prebuilt, in the same run.

- seconds from the tick that writes the messages to the last letter handed over (files take the place of a mail server)
- rows per second of the tick's step as a share of the rows per second of a plain ``bulk_create`` into the same tables
  with the same constraints (the mean of one before and one after)
- letters per second, each marked in a transaction of its own
- peak memory of the process

SQLite in a folder of its own; with DATABASE_URL a database of its own on that PostgreSQL server, dropped afterwards.

    python benchmarks/digest.py [--people 5000]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

DATABASE = "danbiet_benchmark_digest"
# One late, one due today, one soon, for everybody, on Friday 30/9/2016.
DUES = (date(2016, 9, 29), date(2016, 9, 30), date(2016, 10, 5))


# --- the parts, each in a process of its own -------------------------------------------------------------------------
def prepare(people: int) -> dict[str, float]:
    """So many officers, each at a commune of his own with three open duties, in as many provinces as it takes."""
    from django.core.management import call_command

    from danbiet.base import clock
    from danbiet.duties.models import Duty
    from danbiet.people.models import Membership, Person, Role
    from danbiet.units import national
    from danbiet.units.models import Placement, Unit

    call_command("migrate", interactive=False, verbosity=0)
    names = [name for _, name in national.provinces(two_tier=False)]
    provinces = Unit.objects.bulk_create(Unit() for _ in names)
    units = Unit.objects.bulk_create([Unit() for _ in range(people)], batch_size=500)
    home = {unit.pk: provinces[number % len(provinces)] for number, unit in enumerate(units)}
    first = date(2016, 1, 1)
    placements = [
        Placement(
            unit=unit,
            province=home[unit.pk],
            parent=home[unit.pk],
            kind="commune",
            level="commune",
            name=f"Xã số {number}",
            folded=f"xa so {number}",
            path=f"{home[unit.pk].pk:08d}{unit.pk:08d}",
            valid_from=first,
        )
        for number, unit in enumerate(units)
    ]
    Placement.objects.bulk_create(placements, batch_size=500)
    rows = [Person(username=f"p{n}", name=f"p{n}", email=f"p{n}@xa.example", password="!") for n in range(people)]
    Person.objects.bulk_create(rows, batch_size=500)
    seats = [
        Membership(person=one, unit=unit, role=Role.OFFICER, valid_from=first)
        for one, unit in zip(rows, units, strict=True)
    ]
    Membership.objects.bulk_create(seats, batch_size=500)
    title = "Báo cáo kết quả thực hiện Kế hoạch số 15/KH-UBND (quý III năm 2016)"
    owed = [
        Duty(
            province=home[unit.pk],
            unit=unit,
            rule="plan-report",
            subject="benchmark",
            period=str(due),
            title=title,
            ground="Kế hoạch số 15/KH-UBND ngày 06/9/2016",
            starts_on=first,
            due_on=due,
            due_at=clock.end_of_day(due),
        )
        for unit in units
        for due in DUES
    ]
    Duty.objects.bulk_create(owed, batch_size=500)
    return {"people": people}


def empty() -> None:
    """No messages and letters, and the engine's books in order."""
    from django.db import connection

    from danbiet.notices.models import Letter, Message

    with connection.cursor() as cursor:
        for model in (Message, Letter):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("VACUUM" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def prebuilt() -> tuple[list, list]:
    """The messages and the letters of the morning, ready to be stored."""
    from danbiet.base import clock
    from danbiet.duties.models import Duty
    from danbiet.notices.models import Letter, Message
    from danbiet.people.models import Person

    pairs = Duty.objects.order_by("pk").values_list("public_id", "unit__memberships__person")
    messages = [
        Message(person_id=person, kind="duty-reminder", subject=duty, occasion="truoc-3") for duty, person in pairs
    ]
    letters = [Letter(person_id=pk, day=clock.today()) for pk in Person.objects.values_list("pk", flat=True)]
    return messages, letters


def baseline() -> dict[str, float]:
    """A plain ``bulk_create`` in batches of the same size, each a transaction too."""
    from danbiet.notices.actions import BATCH
    from danbiet.notices.models import Letter, Message

    messages, letters = prebuilt()
    empty()
    start = time.perf_counter()
    for first in range(0, len(messages), BATCH):
        Message.objects.bulk_create(messages[first : first + BATCH])
    seconds = time.perf_counter() - start
    for first in range(0, len(letters), BATCH):
        Letter.objects.bulk_create(letters[first : first + BATCH])
    return {"rows": len(messages), "seconds": seconds, "all": time.perf_counter() - start}


def digest() -> dict[str, float]:
    """What the tick and the worker do on a morning, from empty tables."""
    from danbiet.duties import reminders
    from danbiet.notices import worker

    empty()
    start = time.perf_counter()
    rows = reminders.step()["made"]
    written = time.perf_counter()
    done = worker.round_of_work()
    sent = time.perf_counter()
    again = reminders.step()["made"] + worker.round_of_work().sent
    idle = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    seconds = {"seconds": written - start, "sending": sent - written, "idle": idle - sent}
    return {"rows": rows, "sent": done.sent, "again": again, "peak": peak, **seconds}


# --- the run ---------------------------------------------------------------------------------------------------------
@contextmanager
def installation() -> Iterator[dict[str, str]]:
    """The environment of an installation of its own."""
    address = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="danbiet-bench-") as home:
        environment = {
            **os.environ,
            "DANBIET_HOME": home,
            "DANBIET_TODAY": "2016-09-30",
            "DANBIET_SECRET_KEY": "bench",
            "DANBIET_ADDRESS": "https://danbiet.example",
            "DANBIET_EMAIL_URL": f"filemail:///{home}/mail",
        }
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


def run(environment: dict[str, str], *words: str) -> dict[str, float]:
    """What one of the parts found; stops the run if it failed."""
    command = [sys.executable, str(Path(__file__).resolve()), *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Print the seconds, the ratio and the memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=["prepare", "baseline", "digest"])
    parser.add_argument("--people", type=int, default=5000)
    args = parser.parse_args()
    if args.part:
        from danbiet.cli.main import setup_django

        setup_django()
        part = {"baseline": baseline, "digest": digest}.get(args.part)
        print(json.dumps(part() if part else prepare(args.people)), flush=True)
        return 0
    with installation() as environment:
        engine = "PostgreSQL" if "DATABASE_URL" in environment else "SQLite"
        run(environment, "prepare", "--people", str(args.people))
        before = run(environment, "baseline")
        ours = run(environment, "digest")
        after = run(environment, "baseline")
    assert ours["rows"] == before["rows"] == after["rows"]
    assert (ours["sent"], ours["again"]) == (args.people, 0)
    plain = 2 * ours["rows"] / (before["seconds"] + after["seconds"])
    speed = ours["rows"] / ours["seconds"]
    whole = ours["seconds"] + ours["sending"]
    print(
        f"digest, {engine}: {ours['rows']:,.0f} messages in {ours['sent']:,.0f} letters: {whole:.1f} s (goal: under 60)"
    )
    print(f"digest: {whole / ((before['all'] + after['all']) / 2):.1f} times as long as bulk_create of the same rows")
    print(
        f"digest, messages: plain bulk_create {plain:,.0f} rows/s, the tick's step {speed:,.0f} rows/s"
        f" ({speed / plain:.0%})"
    )
    print(
        f"digest, letters: {ours['sent'] / ours['sending']:,.0f} a second, composed, handed over and marked one by one"
    )
    print(f"digest: {ours['idle'] * 1e3:,.0f} ms for a tick's step and a worker's round with nothing to do")
    print(f"digest: peak memory {ours['peak'] / 1e6:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
