"""What all tests share: markers by need, the flush that respects the journal, an account of skips at the end."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.utils import translation

from danbiet.base import clock
from danbiet.journal import guards

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2016, 9, 30)
SHARED = ROOT.parent / "shared"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "django_db_reset_sequences"}

_teardown = TransactionTestCase._fixture_teardown


def _teardown_without_guards(self):
    """A flush empties every table, the journal too: only a test database may, with its guards lifted."""
    with guards.lifted(connections["default"]):
        _teardown(self)


TransactionTestCase._fixture_teardown = _teardown_without_guards


def chromium() -> str | None:
    """A system Chromium."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


def module(name: str) -> bool:
    """Whether a package is installed."""
    return importlib.util.find_spec(name) is not None


@cache
def r_survey() -> bool:
    """Whether R is there with its package survey."""
    if not shutil.which("Rscript"):
        return False
    asked = "quit(status = !(requireNamespace('survey') && requireNamespace('jsonlite')))"
    return not subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode


OTHERS = (
    ("spark", lambda: module("pyspark") and shutil.which("java") is not None, "no pyspark and Java on this machine"),
    ("svy", lambda: module("svy"), "svy isn't installed (requirements/bench.txt)"),
    ("r", r_survey, "no R with survey and jsonlite on this machine"),
)


def pytest_collection_modifyitems(items):
    """Mark what uses the database; skip, saying why, what this machine can't run."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if "ca_mau" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("xdist_group"):
            # One worker builds the scene of a module, not both.
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the research folder isn't beside the checkout (../shared)"))
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
        for marker, found, reason in OTHERS:
            if item.get_closest_marker(marker) and not found():
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    """Say plainly what was skipped and why."""
    reasons = Counter(
        report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        for report in terminalreporter.stats.get("skipped", [])
    )
    for reason, count in reasons.items():
        terminalreporter.write_line(f"skipped {count}: {reason}")


@pytest.fixture(autouse=True)
def _language():
    """Each test begins in the source language, whatever the one before it asked a page for."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def shared_folder() -> Path:
    """The research folder beside the checkout."""
    return SHARED


@pytest.fixture(scope="module")
def ca_mau(django_db_setup, django_db_blocker):
    """Cà Mau of 2016 and of today with its people and the example plan adopted, for the tests of one module.

    Loaded once and rolled back after the module; the clock stands at 30/9/2016 at noon.
    """
    from tests.scenes import adopted_ca_mau

    with clock.frozen(DAY), django_db_blocker.unblock(), transaction.atomic():
        yield adopted_ca_mau()
        transaction.set_rollback(True)
