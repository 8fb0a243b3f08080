"""The search box beside 34 provinces with a year of duties and documents: what real questions cost.

- milliseconds of the page, median and 95th percentile over all questions and rounds, for the public, a commune officer,
  the leader of the largest province and an auditor (all provinces); goal: under 100
- the same over the same page without a question
- seconds to fold all titles anew

SQLite in a folder of its own (``--home``: in that one, kept and used again); with DATABASE_URL a database of its own on
that PostgreSQL server, dropped afterwards.

    python benchmarks/search.py [--provinces 34] [--rounds 20] [--home FOLDER]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

DATABASE = "danbiet_benchmark_search"
TODAY = date(2016, 9, 30)
# From the adoption in September 2016: the reports of a year, with the yearly work of 2016 and 2017.
UNTIL = date(2017, 9, 14)
PUBLIC = [
    "khanh hoa",
    "Xã Khánh Hoà",
    "UBND xã Tân Ân Tây",
    "so noi vu",
    "phuong 1",
    "danh sách hộ nghèo",
    "58/KH-UBND",
    "ke hoach",
    "thu chi ngan sach",
    "xa",
    "khong co gi nhu vay",
]
OFFICE = [
    *PUBLIC,
    "bao cao nam 2016",
    "bao cao quy i khanh hoa",
    "chuong trinh thuc hien",
    "12/KH-UBND",
    "40 kh",
    "danh sach ho ngheo 2016",
    "ubnd",
]


def prepare(provinces: int) -> None:
    """The provinces with their adopted plan, a year of duties, and a document for every fourth of what is due first."""
    from django.db import connection

    from danbiet.cli import installation
    from danbiet.demo import province
    from danbiet.plans import generation
    from danbiet.plans.models import Plan

    installation.prepare_database()
    installation.prepare_assets()
    if not Plan.objects.exists():
        province.build(count=provinces, progress=lambda name: print(f"\rbuilding: {name:30}", end="", file=sys.stderr))
        for plan in Plan.objects.select_related("province"):
            generation.generate(plan, until=UNTIL)
        documents()
        print(file=sys.stderr)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What autovacuum does in the minutes after a load.
            cursor.execute("VACUUM ANALYZE")


def documents() -> None:
    """Issued programmes and reports as evidence, in bulk."""
    from danbiet.base import clock
    from danbiet.duties.models import Duty, Evidence
    from danbiet.people.models import Person

    person = Person.objects.order_by("pk").first()
    rows = Duty.objects.filter(fulfilled_at=None, rule__in=("plan-programme", "plan-report")).order_by("pk")
    made = []
    for number, (pk, title) in enumerate(rows.values_list("pk", "title").iterator()):
        if number % 4 == 0:
            day = TODAY - timedelta(days=number % 20)
            label = f"{title} (mô phỏng)"
            made.append(
                Evidence(
                    duty_id=pk,
                    kind="official-document",
                    label=label[:300],
                    number=f"{number % 97 + 1}/KH-UBND",
                    document_date=day,
                    recorded_by=person,
                )
            )
    Evidence.objects.bulk_create(made, batch_size=500)
    for first in range(0, len(made), 500):
        ids = [one.duty_id for one in made[first : first + 500]]
        Duty.objects.filter(pk__in=ids).update(fulfilled_at=clock.now())


def visitors() -> dict[str, tuple]:
    """Who asks -> a client, the address of his search page, his questions."""
    from django.db.models import Count
    from django.test import Client
    from django.urls import reverse

    from danbiet.duties.models import Duty
    from danbiet.people.models import Membership, Person, Role
    from danbiet.portal.scene import slug_of
    from danbiet.units import queries

    largest = Duty.objects.values_list("province").annotate(n=Count("pk")).order_by("-n")[0][0]
    leader = Membership.objects.filter(unit=largest, role=Role.APPROVER).select_related("person")[0].person
    named = {one.username: one for one in Person.objects.filter(username__in=["khanhhoa", "tinh.lanhdao", "kiemtoan"])}
    slug = slug_of(queries.placement_of(largest, TODAY).folded)
    found = {
        "public, Cà Mau": (None, reverse("portal:search", args=["ca-mau"]), PUBLIC),
        "public, largest": (None, reverse("portal:search", args=[slug]), PUBLIC),
    }
    persons = {
        "commune's officer": named["khanhhoa"],
        "leader, Cà Mau": named["tinh.lanhdao"],
        "leader, largest": leader,
        "auditor, all": named["kiemtoan"],
    }
    found |= {name: (person, reverse("office:search"), OFFICE) for name, person in persons.items()}
    clients = {}
    for name, (person, address, questions) in found.items():
        client = Client(headers={"host": "localhost"})
        if person is not None:
            client.force_login(person)
        clients[name] = (client, address, questions)
    return clients


def timed(call) -> float:
    """Milliseconds of a call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def measure(rounds: int) -> None:
    """Print the table."""
    from django.db import connection
    from django.test import override_settings
    from django.test.utils import CaptureQueriesContext

    print(f"{'who':20}{'queries':>8}{'median ms':>11}{'95 % ms':>9}{'worst ms':>10}{'ratio':>7}  slowest question")
    with override_settings(PAGE_CACHE=False):
        for name, (client, address, questions) in visitors().items():
            plain = statistics.median(timed(lambda c=client, a=address: c.get(a)) for _ in range(rounds + 3))
            times, worst, count = [], ("", 0.0), 0
            for question in questions:
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(address, {"q": question}).status_code == 200
                count = max(count, len(captured))
                own = [timed(lambda q=question, c=client, a=address: c.get(a, {"q": q})) for _ in range(rounds)]
                times += own
                worst = max(worst, (question, statistics.median(own)), key=lambda one: one[1])
            median, most = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            print(
                f"{name:20}{count:8}{median:11.1f}{most:9.1f}{max(times):10.1f}{median / plain:7.1f}  "
                f"«{worst[0]}» {worst[1]:.1f}"
            )


def rebuild() -> None:
    """Print how long folding everything anew takes, with every row differing and with none."""
    from danbiet.pages import folding

    for spoilt in (True, False):
        rows, start = 0, time.perf_counter()
        for model, column in folding.columns():
            if spoilt:
                model.objects.update(**{column.name: ""})
            rows += folding.rebuild(model, column)[0]
        seconds = time.perf_counter() - start
        print(f"rebuild, {'all' if spoilt else 'no'} rows differing: {rows:,} rows in {seconds:.1f} s")


@contextmanager
def installation(folder: str | None) -> Iterator[None]:
    """The environment of an installation of its own."""
    address = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="danbiet-bench-") as home:
        os.environ.update(DANBIET_HOME=folder or home, DANBIET_TODAY=TODAY.isoformat(), DANBIET_SECRET_KEY="bench")
        if not address.startswith("postgres"):
            os.environ.pop("DATABASE_URL", None)
            yield
            return
        import psycopg

        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {DATABASE}")
            os.environ["DATABASE_URL"] = f"{address.rpartition('/')[0]}/{DATABASE}"
            try:
                yield
            finally:
                server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def main() -> int:
    """Build or open the installation, print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provinces", type=int, default=34)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--home", type=Path)
    args = parser.parse_args()
    with installation(str(args.home.resolve()) if args.home else None):
        from danbiet.cli.main import setup_django

        setup_django()
        import logging

        logging.disable(logging.INFO)
        from django.db import connection

        prepare(args.provinces)
        from danbiet.duties.models import Duty, Evidence
        from danbiet.units.models import Placement

        print(
            f"{connection.vendor}: {args.provinces} provinces, {Placement.objects.count():,} units, "
            f"{Duty.objects.count():,} duties, {Evidence.objects.count():,} documents"
        )
        measure(args.rounds)
        rebuild()
    return 0


if __name__ == "__main__":
    sys.exit(main())
