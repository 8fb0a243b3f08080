"""An installation with a province, an adopted plan and stored files, and its backup; once for a module's tests."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from danbiet.base import clock
from danbiet.files.actions import store
from danbiet.upkeep import backing_up
from tests.places import Place
from tests.scenes import DAY, adopted_ca_mau

PAPERS = (b"%PDF-1.4 one\n", b"%PDF-1.4 two, a little longer\n")


@dataclass
class Installation:
    """Where it lies, its backup, and what is known of the moment it was made."""

    place: Place
    archive: Path
    made: backing_up.Made


@pytest.fixture(scope="module")
def backed_up(django_db_setup, django_db_blocker, tmp_path_factory):
    """The installation is current for the whole module; tests that restore go to a place of their own."""
    folder = tmp_path_factory.mktemp("whole")
    with django_db_blocker.unblock(), clock.frozen(DAY), Place(folder / "home") as place:
        call_command("migrate", interactive=False, verbosity=0)
        scene = adopted_ca_mau()
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session["who"] = "somebody"
        session.save()
        with transaction.atomic():
            for number, content in enumerate(PAPERS):
                store(io.BytesIO(content), f"{number}.pdf", actor=scene.people["operator"])
        made = backing_up.make(folder / "backup.tar")
        yield Installation(place, made.path, made)


@pytest.fixture
def elsewhere(backed_up, tmp_path):
    """An empty installation beside it."""
    with Place(tmp_path / "elsewhere") as place:
        yield place
