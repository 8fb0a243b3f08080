"""Charts of the observatory: the first of a process, one drawn anew, one kept; their pages beside a bare page.

- seconds of the first chart of a process (altair, the engine and the face are loaded)
- each chart in HTML (both drawings, for phone and desk): drawn anew, kept by content (goal: under 100 ms), their ratio;
  bytes of the pair and what the line sees of them (gzip)
- each page drawn with its charts kept: milliseconds, queries (goal: at most 6), and its time over that of a bare Django
  page with 50 rows in the same process and run

Scores are those of the demonstration, which are simulated.

    python benchmarks/charts.py [--rounds 30]
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import time
from pathlib import Path

from pages import bare_seconds, prepare, queries_of

YEAR = 2016


def asked(name: str, **values: object) -> object:
    """What a page of Cà Mau is asked for."""
    from django.test import RequestFactory

    from danbiet.observatory.frame import Asked
    from danbiet.portal import scene

    return Asked(RequestFactory().get("/"), scene.of_slug("ca-mau"), "papi", values, name)


def figures() -> dict[str, object]:
    """One figure of each shape."""
    from danbiet.observatory import element, everybody, trends, year

    return {
        "dots": year.scores(asked("year", year=YEAR)),
        "line": element.place(asked("element", year=YEAR, code="I")),
        "strip": everybody.everybody(asked("provinces", year=YEAR, code="total")),
        "map": everybody.chart_map(asked("map", year=YEAR, code="total")),
        "trend": trends.through(asked("trend", code="I")),
    }


def addresses() -> dict[str, str]:
    """A page of each sort."""
    from django.urls import reverse

    def at(name: str, **values: object) -> str:
        return reverse(f"observatory:{name}", kwargs={"slug": "ca-mau", "index": "papi", **values})

    return {
        "year": at("year", year=YEAR),
        "element": at("element", year=YEAR, code="I"),
        "provinces": at("provinces", year=YEAR, code="total"),
        "map": at("map", year=YEAR, code="total"),
        "trend": at("trend", code="I"),
        "source": at("source", year=YEAR, revision=1),
    }


def seconds(call, rounds: int) -> float:
    """The median time of a call."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def print_charts(rounds: int) -> None:
    """Charts in HTML, drawn anew and kept."""
    from danbiet.observatory import drawing

    made = figures()
    start = time.perf_counter()
    drawing.in_page(made["dots"], "vi")
    print(f"first chart of a process, both drawings: {time.perf_counter() - start:.2f} s")
    print(f"{'chart':10}{'anew, ms':>10}{'kept, ms':>10}{'ratio':>8}{'bytes':>9}{'gzip':>8}   (goal: kept < 100 ms)")
    kept = drawing.shelf
    for name, figure in made.items():
        drawing.in_page(figure, "vi")
        drawing.shelf = lambda: None
        anew = seconds(lambda figure=figure: drawing.in_page(figure, "vi"), max(3, rounds // 6))
        drawing.shelf = kept
        warm = seconds(lambda figure=figure: drawing.in_page(figure, "vi"), rounds)
        body = drawing.in_page(figure, "vi").encode()
        small = len(gzip.compress(body, 6))
        print(f"{name:10}{anew * 1e3:10.1f}{warm * 1e3:10.2f}{anew / warm:8.0f}{len(body):9}{small:8}")
    size = sum(path.stat().st_size for path in Path(drawing.shelf().folder).iterdir())
    print(f"on disk: {size / 1000:.0f} kB of at most {drawing.shelf().most_bytes / 1e6:.0f} MB")


def print_pages(rounds: int) -> None:
    """Pages with their charts kept, beside a bare page."""
    from django.test import Client, override_settings

    client = Client(headers={"host": "localhost"})
    bare = bare_seconds(rounds)
    print(f"bare page, 50 rows: {bare * 1e3:.1f} ms")
    print(f"{'page':10}{'queries':>9}{'first, ms':>11}{'drawn, ms':>11}{'of bare':>9}{'kept, ms':>10}{'gzip, kB':>10}")
    for name, address in addresses().items():
        with override_settings(PAGE_CACHE=False):
            start = time.perf_counter()
            response = client.get(address)
            first = time.perf_counter() - start
            count = queries_of(client, address)
            drawn = seconds(lambda address=address: client.get(address), rounds)
        client.get(address)
        again = seconds(lambda address=address: client.get(address), rounds)
        sent = len(gzip.compress(response.content, 6)) / 1000
        times = f"{first * 1e3:11.0f}{drawn * 1e3:11.1f}{drawn / bare:9.1f}{again * 1e3:10.1f}"
        print(f"{name:10}{count:9}{times}{sent:10.1f}")


def main() -> int:
    """Print everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=30)
    args = parser.parse_args()
    prepare()
    from danbiet.demo import province

    province.build(count=1)
    print_charts(args.rounds)
    print_pages(args.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
