"""Published workbooks of the index read into editions, each beside a plain load of the same file by openpyxl.

- seconds from the bytes to every edition with its findings, the median of some runs; over five seconds fails
- the same beside openpyxl's load of the values alone, which neither resolves a name nor checks a sum
- peak memory of reading

The workbooks aren't shipped: without them (beside the checkout in ../shared/data, or in --folder) it says so and ends.

    python benchmarks/import_workbooks.py [--folder FOLDER] [--runs 3]
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

FILES = ("papi-2011-2016.xlsx", "papi-2015-2023.xlsm")
MOST_SECONDS = 5.0


def seconds(call: Callable[[], object], runs: int) -> float:
    """The median time of a call."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> int:
    """Read, print, and fail where a workbook takes too long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    present = [args.folder / name for name in FILES if (args.folder / name).is_file()]
    if not present:
        print(f"skipped: the published workbooks aren't in {args.folder.name} (--folder)")
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danbiet.config.settings")
    import django

    django.setup()
    from openpyxl import load_workbook

    from danbiet.index.importing import read_file

    late = False
    for path in present:
        data = path.read_bytes()
        ours = seconds(lambda data=data, path=path: read_file(data, path.name), args.runs)
        plain = seconds(lambda data=data: load_workbook(io.BytesIO(data), data_only=True), args.runs)
        found = read_file(data, path.name)
        count = sum(len(one.findings) for one in found.editions)
        late = late or ours > MOST_SECONDS
        print(
            f"{path.name}: {ours:.2f} s for {len(found.editions)} editions and {count} findings; "
            f"openpyxl's load alone {plain:.2f} s (ratio {ours / plain:.2f})"
        )
    print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
