"""Means of 100 indicators with linearised errors, side by side: this project on DuckDB (and Spark), R survey, svy.

The made-up survey: 63 provinces x 4 strata x 4 clusters x 16 people = 16,128 respondents; ten and a hundred times as
many clusters; half the indicators lack 3 % of their answers. Domains: the provinces, and five groups across clusters.

Each part runs in a process of its own, the second of two passes counts (the first is shown too: it imports, compiles
and warms caches). Ours reads the Parquet file in every pass and computes degrees of freedom, design effects and
intervals; svy and R have their data in memory before the clock starts; neither computes design effects, R no intervals.

Goals: 50 times as fast as R and 3 times as svy on 16,128 respondents by province; 1.6 million under 10 s and 2.5 GB, 20
times as fast as svy, by groups under 15 s; from 16 thousand to 1.6 million the time grows at most 8 times; every engine
gives the same figures.

    python benchmarks/estimation.py [--sizes 1,10,100] [--with r,svy,spark] [--folder F] [--indicators 100]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np

PROVINCES, STRATA, CLUSTERS, PEOPLE = 63, 4, 4, 16
BY = {"prov": "provinces", "grp": "groups"}
SPARK = "spark://local[2]?spark.sql.shuffle.partitions=8&spark.driver.memory=6g"
R_AT_MOST, SPARK_AT_MOST, SVY_AT_MOST = 1, 10, 100


def people(times: int, indicators: int, path: Path) -> None:
    """Write the survey as Parquet, in pieces of a province."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    draw = np.random.default_rng(20_110_101)
    clusters = CLUSTERS * times
    n = STRATA * clusters * PEOPLE
    writer = None
    for province in range(PROVINCES):
        stratum = np.repeat(np.arange(STRATA), clusters * PEOPLE) + province * STRATA
        columns = {
            "prov": pa.array([f"{province + 1:02d}"] * n),
            "stratum": stratum,
            "psu": np.arange(n) // PEOPLE + province * STRATA * clusters,
            "w": draw.uniform(0.5, 3, n),
            "grp": draw.integers(0, 5, n),
        }
        for k in range(indicators):
            x = draw.normal(size=n) + 0.3 * draw.normal(size=n // PEOPLE).repeat(PEOPLE)
            columns[f"x{k}"] = pa.array(x, mask=draw.random(n) < 0.03) if k % 2 else pa.array(x)
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


# --- the parts, each in a process of its own -------------------------------------------------------------------------
def ours(path: str, by: str, indicators: int, url: str) -> tuple[list[float], list[list[object]]]:
    """This project: two passes on an engine."""
    from danbiet.stats.survey.design import Design
    from danbiet.stats.survey.engine import connect
    from danbiet.stats.survey.estimate import estimate
    from danbiet.stats.survey.measures import Mean

    design = Design(strata="stratum", clusters="psu", weight="w")
    measures = [Mean(f"x{k}") for k in range(indicators)]
    seconds = []
    with ExitStack() as stack:
        engine = None
        for _ in range(2):
            begun = time.perf_counter()
            if url.startswith("spark") and engine is None:
                engine = stack.enter_context(connect(url))  # one session for both passes, started within the first
            found = estimate(path, design, measures, by=[by], engine=engine or url)
            seconds.append(time.perf_counter() - begun)
    return seconds, [[str(next(iter(f.domain.values()))), f.measure, f.value, f.se] for f in found]


def svy(path: str, by: str, indicators: int, _: str) -> tuple[list[float], list[list[object]]]:
    """svy, its data read before."""
    import warnings

    import polars
    import svy as package

    warnings.simplefilter("ignore")
    sample = package.Sample(polars.read_parquet(path), package.Design(stratum="stratum", psu="psu", wgt="w"))
    names, seconds, found = [f"x{k}" for k in range(indicators)], [], []
    for _pass in range(2):
        begun = time.perf_counter()
        found = sample.estimation.mean(names, by=by, drop_nulls=True)
        seconds.append(time.perf_counter() - begun)
        if seconds[0] > 60:
            break
    rows = []
    for name, result in zip(names, found, strict=True):
        rows.extend([str(row[by]), name, row["est"], row["se"]] for row in result.to_polars().to_dicts())
    return seconds, rows


def part(arguments: argparse.Namespace) -> int:
    """Run one part and print what it found."""
    run = {"ours": ours, "svy": svy}[arguments.part]
    seconds, rows = run(arguments.path, arguments.by, arguments.indicators, arguments.url)
    Path(arguments.out).write_text(json.dumps(rows))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))
    return 0


# --- side by side ----------------------------------------------------------------------------------------------------
class Bench:
    """Runs the parts, keeps their figures."""

    def __init__(self, folder: Path, indicators: int) -> None:
        self.folder, self.indicators = folder, indicators
        self.figures: dict[tuple[str, int, str], dict[tuple[str, str], tuple[float, float]]] = {}
        self.seconds: dict[tuple[str, int, str], float] = {}

    def path(self, times: int) -> Path:
        """The survey of a size, made once."""
        path = self.folder / f"people-{times}.parquet"
        if not path.exists():
            people(times, self.indicators, path)
        return path

    def run(self, name: str, times: int, by: str, url: str = "duckdb://") -> None:
        """One part in a process of its own."""
        out = self.folder / "found.json"
        if name == "R survey":
            seconds, memory = self.run_r(times, by, out)
        else:
            kind = "svy" if name == "svy" else "ours"
            command = [sys.executable, __file__, "--part", kind, "--path", str(self.path(times)), "--by", by]
            command += ["--indicators", str(self.indicators), "--url", url, "--out", str(out)]
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            if found.returncode:
                print(f"{name:14} failed: {found.stderr.strip().splitlines()[-1:]}")
                return
            told = json.loads(found.stdout.splitlines()[-1])
            seconds, memory = told["seconds"], told["memory"]
        rows = json.loads(out.read_text())
        key = (name, times, by)
        self.figures[key] = {(str(d).lstrip("0"), m): (value, se) for d, m, value, se in rows}
        self.seconds[key] = seconds[-1]
        first = f"{seconds[0]:8.2f}" if len(seconds) > 1 else " " * 8
        print(f"{name:14}{BY[by]:10}{first}{seconds[-1]:9.2f}{memory:9.0f}  {self.against(key)}", flush=True)

    def run_r(self, times: int, by: str, out: Path) -> tuple[list[float], float]:
        """R, from CSV because that is what it reads without further packages."""
        import pyarrow.csv as csv
        import pyarrow.parquet as pq

        table = self.folder / f"people-{times}.csv"
        if not table.exists():
            csv.write_csv(pq.read_table(self.path(times)), table)
        script, answer = Path(__file__).with_suffix(".R"), self.folder / "r.csv"
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        command = ["Rscript", str(script), str(table), by, str(self.indicators), str(answer)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        lines = [line.split(",") for line in answer.read_text().splitlines()[1:]]
        out.write_text(json.dumps([[d.strip(), m, float(value), float(se)] for d, m, value, se in lines]))
        return [float(said[1])], after / 1024 if after > before else float("nan")

    def against(self, key: tuple[str, int, str]) -> str:
        """How the seconds and the figures compare with ours on DuckDB."""
        name, times, by = key
        base = ("ours, DuckDB", times, by)
        if name == base[0] or base not in self.figures:
            return ""
        mine, other = self.figures[base], self.figures[key]
        if mine.keys() != other.keys():
            return f"{self.seconds[key] / self.seconds[base]:.1f}x ours; other domains"
        value = max(abs(mine[k][0] - other[k][0]) / max(abs(mine[k][1]), 1e-300) for k in mine)
        error = max(abs(mine[k][1] / other[k][1] - 1) for k in mine)
        times_ours = self.seconds[key] / self.seconds[base]
        return f"{times_ours:.1f}x ours; estimates differ by {value:.0e} errors, errors by {error:.0e}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1,10,100")
    parser.add_argument("--with", dest="others", default="r,svy,spark")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--indicators", type=int, default=100)
    for name in ("part", "path", "by", "url", "out"):
        parser.add_argument(f"--{name}", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        return part(arguments)
    others = arguments.others.split(",")
    with tempfile.TemporaryDirectory() as made:
        bench = Bench(arguments.folder or Path(made), arguments.indicators)
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for times in [int(size) for size in arguments.sizes.split(",")]:
            size = PROVINCES * STRATA * CLUSTERS * PEOPLE * times
            print(f"\n{size:,} respondents x {arguments.indicators} indicators")
            print(f"{'':14}{'by':10}{'first s':>8}{'second s':>9}{'MB':>9}")
            for by in BY:
                bench.run("ours, DuckDB", times, by)
                if "svy" in others and times <= SVY_AT_MOST:
                    bench.run("svy", times, by)
                if "r" in others and times <= R_AT_MOST and shutil.which("Rscript"):
                    bench.run("R survey", times, by)
                if "spark" in others and times <= SPARK_AT_MOST and shutil.which("java"):
                    bench.run("ours, Spark", times, by, SPARK)
        for by, label in BY.items():
            times = [
                bench.seconds[key]
                for key in (("ours, DuckDB", 1, by), ("ours, DuckDB", 100, by))
                if key in bench.seconds
            ]
            if len(times) == 2:
                print(f"\nfrom 16,128 to 1,612,800 respondents by {label}: {times[1] / times[0]:.1f} times the seconds")
        print(f"load after: {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
