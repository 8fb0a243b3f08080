"""Run the tests: once on SQLite, then what uses the database again on a throw-away PostgreSQL, where it is found.

python tools/test.py [pytest arguments]
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.cluster import binaries, cluster  # noqa: E402


def pytest(*arguments: str, **environment: str) -> int:
    """Run pytest with two workers; its exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *arguments, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    """Both runs; the exit code of the first that failed."""
    print("Tests on SQLite", flush=True)
    code = pytest()
    if binaries() is None:
        print("Tests on PostgreSQL: skipped, no initdb found on this machine", flush=True)
        return code
    print("Tests on PostgreSQL", flush=True)
    with cluster() as running:
        second = pytest("-m", "database and not browser", DATABASE_URL=running.url)
    return code or second


if __name__ == "__main__":
    sys.exit(main())
