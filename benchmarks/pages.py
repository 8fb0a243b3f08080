"""Pages against a bare Django page with a template and 50 rows, in the same process and run.

- requests per second of every public page, with and without the page cache, as a share of the bare page's
- the median time of public and officers' pages with 34 provinces over that with one
- queries of every page; bytes over the line of a first visit, fonts included (compressed as the server sends them)

    python benchmarks/pages.py [--provinces 34] [--rounds 200]
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

SOURCE = """<!doctype html><html lang="vi"><head><title>Bare</title></head><body><table>{% for row in rows %}
<tr><th scope="row"><a href="{% url "portal:unit" row.code %}">{{ row.name }}</a></th><td>{{ row.kind }}</td></tr>
{% endfor %}</table></body></html>"""
# What `django-admin startproject` puts there.
STANDARD = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def prepare() -> None:
    """A data folder of its own with an empty database and built assets."""
    home = tempfile.mkdtemp(prefix="danbiet-bench-")
    os.environ.update(DANBIET_HOME=home, DJANGO_SETTINGS_MODULE="danbiet.config.settings", DANBIET_TODAY="2016-09-30")
    import django

    django.setup()
    from danbiet.cli import installation

    installation.prepare_database()
    installation.prepare_assets()


def bare_page(request):
    """A bare Django page: one query, one template, 50 rows each with a link."""
    from django.http import HttpResponse
    from django.template import engines

    from danbiet.units.models import Placement

    template = engines["django"].from_string(SOURCE)
    return HttpResponse(template.render({"rows": Placement.objects.filter(kind="commune")[:50]}, request))


def timed(call, rounds: int) -> float:
    """The median seconds of a call."""
    for _ in range(5):
        call()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def public_addresses() -> dict[str, str]:
    """The addresses of the public pages of Cà Mau."""
    from django.urls import reverse

    from danbiet.plans.models import Plan, Task
    from danbiet.units import queries

    day = date(2016, 9, 30)
    province = queries.province_by_code("96", day).unit
    plan = Plan.objects.get(province=province)
    commune = queries.find_one(province, "xa khanh hoa", day)
    return {
        "home": reverse("portal:province", args=["ca-mau"]),
        "search": reverse("portal:search", args=["ca-mau"]) + "?q=khanh",
        "plan": reverse("portal:plan", args=[plan.public_id]),
        "task": reverse("portal:task", args=[Task.objects.get(plan=plan, code="V.4").public_id]),
        "unit": reverse("portal:unit", args=[commune.unit.public_id]),
    }


def office_addresses() -> dict[str, str]:
    """The addresses of the officers' pages."""
    from django.urls import reverse

    from danbiet.duties.models import Duty
    from danbiet.people.models import Person
    from danbiet.plans.models import Plan

    unit = Person.objects.get(username="khanhhoa").memberships.get().unit
    duty = Duty.objects.filter(unit=unit).order_by("due_on").first()
    plan = Plan.objects.get(province=duty.province)
    return {
        "my work": reverse("office:my-work"),
        "duty": reverse("office:duty", args=[duty.public_id]),
        "plans": reverse("office:plans"),
        "adopted plan": reverse("office:plan", args=[plan.public_id]),
        "year": reverse("office:year", args=[unit.public_id]),
        "leader": reverse("office:leader"),
    }


def clients():
    """An anonymous client and one logged in as the commune's officer."""
    from django.test import Client

    from danbiet.people.models import Person

    officer = Client(headers={"host": "localhost"})
    officer.force_login(Person.objects.get(username="khanhhoa"))
    return Client(headers={"host": "localhost"}), officer


def measure(rounds: int) -> dict[str, float]:
    """Median seconds of every page, drawn each time."""
    from django.test import override_settings

    anonymous, officer = clients()
    found = {}
    with override_settings(PAGE_CACHE=False):
        for name, address in public_addresses().items():
            found[name] = timed(lambda address=address: anonymous.get(address), rounds)
    for name, address in office_addresses().items():
        found[name] = timed(lambda address=address: officer.get(address), rounds)
    return found


def queries_of(client, address: str) -> int:
    """How many queries a page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def bare_seconds(rounds: int) -> float:
    """The median time of the bare page behind the standard middleware."""
    from django.test import Client, override_settings
    from django.urls import clear_url_caches, path

    from danbiet.config import urls

    urls.urlpatterns.append(path("bare/", bare_page))
    clear_url_caches()
    with override_settings(MIDDLEWARE=STANDARD):
        plain = Client(headers={"host": "localhost"})
        found = timed(lambda: plain.get("/bare/"), rounds)
    urls.urlpatterns.pop()
    clear_url_caches()
    return found


def print_shares(rounds: int) -> None:
    """Public and officers' pages beside the bare one, all called the same way."""
    from django.test import override_settings

    anonymous, officer = clients()
    bare = bare_seconds(rounds)
    print(f"bare page, 50 rows, standard middleware: {1 / bare:,.0f} requests/s; goal: a share of at least 0.33")
    print(f"{'page':14}{'queries':>9}{'drawn, share':>14}{'kept, share':>13}{'304, share':>12}")
    for name, address in public_addresses().items():
        with override_settings(PAGE_CACHE=False):
            count = queries_of(anonymous, address)
            drawn = timed(lambda address=address: anonymous.get(address), rounds)
        kept = timed(lambda address=address: anonymous.get(address), rounds)
        tag = anonymous.get(address)["ETag"]
        known = timed(lambda address=address, tag=tag: anonymous.get(address, headers={"if-none-match": tag}), rounds)
        print(f"{name:14}{count:9}{bare / drawn:14.2f}{bare / kept:13.2f}{bare / known:12.2f}")
    for name, address in office_addresses().items():
        drawn = timed(lambda address=address: officer.get(address), rounds)
        print(f"{name:14}{queries_of(officer, address):9}{bare / drawn:14.2f}")


def print_transfer() -> None:
    """Bytes of a first visit: the page and everything it loads, compressed as sent."""
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage

    anonymous, _ = clients()
    root = Path(settings.STATIC_ROOT)

    def sent(name: str) -> int:
        path = root / staticfiles_storage.stored_name(name)
        ready = [path.with_name(path.name + ending) for ending in (".br", ".gz")]
        return min(one.stat().st_size for one in [path, *ready] if one.exists())

    fonts = [f"pages/fonts/be-vietnam-pro-{weight}.woff2" for weight in (400, 600)]
    assets = sum(sent(name) for name in ["pages/danbiet.css", "pages/danbiet.svg", *fonts])
    for name, address in {**public_addresses(), "law": "/phap-luat/"}.items():
        body = len(gzip.compress(anonymous.get(address, headers={"accept-encoding": ""}).content, 6))
        print(f"{name:14}first visit {(body + assets) / 1000:6.1f} kB (goal < 100), again {body / 1000:5.1f} kB")


def main() -> int:
    """Print everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--provinces", type=int, default=34)
    parser.add_argument("--rounds", type=int, default=200)
    args = parser.parse_args()
    prepare()
    from danbiet.demo import province
    from danbiet.units import national

    province.build(count=1)
    print_shares(args.rounds)
    print_transfer()
    one = measure(args.rounds)
    for code, _ in [other for other in national.provinces(two_tier=False) if other[0] != "96"][: args.provinces - 1]:
        province.add_for_load(code)
    many = measure(args.rounds)
    print(f"median time with {args.provinces} provinces over one (goal <= 1.50):")
    for name, seconds in one.items():
        print(f"{name:14}{seconds * 1000:8.1f} ms -> {many[name] * 1000:6.1f} ms  {many[name] / seconds:5.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
