"""Migrations on a populated database of this run's engine: again, back and forth, from nothing; the record guarded."""

import hashlib
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from danbiet.base import clock
from danbiet.journal import guards, verification
from danbiet.plans.models import Plan
from tests.scenes import DAY, adopted_ca_mau

ROOMS = [config.label for config in apps.get_app_configs() if config.name.startswith("danbiet.")]
pytestmark = pytest.mark.database


class Elsewhere:
    """The default connection led to a database of its own, and back to the run's."""

    def __init__(self, folder):
        self.name = (
            str(folder / "own.sqlite3") if connection.vendor == "sqlite" else f"own_{connection.settings_dict['NAME']}"
        )

    def __enter__(self):
        self._execute(f'CREATE DATABASE "{self.name}"')
        self.kept = (connection.connection, connection.settings_dict["NAME"])
        connection.connection, connection.settings_dict["NAME"] = None, self.name

    def __exit__(self, *error):
        if connection.connection is not None:
            connection.connection.close()
        connection.connection, connection.settings_dict["NAME"] = self.kept
        self._execute(f'DROP DATABASE "{self.name}"')

    def _execute(self, statement):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.fixture(scope="module")
def populated(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database migrated from nothing, with Cà Mau and the example plan committed in it."""
    with django_db_blocker.unblock(), clock.frozen(DAY), Elsewhere(tmp_path_factory.mktemp("own")):
        migrate()
        yield adopted_ca_mau()


@pytest.fixture(autouse=True)
def _unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def migrate(*arguments):
    call_command("migrate", *arguments, interactive=False, verbosity=0)


def pending():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def content(rooms=tuple(ROOMS)):
    """Every table's rows as a digest, by table."""
    found = {}
    for room in rooms:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            digest = hashlib.sha256()
            for row in model.objects.order_by("pk").values_list().iterator():
                digest.update(repr(row).encode())
            found[model._meta.db_table] = (model.objects.count(), digest.hexdigest())
    return found


def guarded():
    return guards.installed(connection) == guards.names(connection) and not guards.check_guards(None, ["default"])


@pytest.mark.django_db
def test_the_models_ask_for_no_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_a_populated_database_has_nothing_left_to_migrate(populated):
    assert pending() == []
    assert guarded()
    assert content()["plans_assignment"][0] == 5852


def test_migrating_again_changes_nothing(populated):
    before = content()
    migrate()
    assert content() == before
    assert guarded()
    assert verification.verify() == []


def test_migrating_puts_back_a_guard_that_is_gone(populated):
    for name in guards.names(connection):
        with connection.cursor() as cursor:
            on = "" if connection.vendor == "sqlite" else f" ON {guards.TABLE}"
            cursor.execute(f"DROP TRIGGER {name}{on}")
    assert guards.installed(connection) == set()
    assert guards.check_guards(None, ["default"])
    migrate()
    assert guarded()


def test_a_rebuilt_table_keeps_its_rows_and_gets_its_guards_back(populated):
    """Altering a column rebuilds the table on SQLite, without its triggers."""
    from danbiet.journal.models import Entry

    before = content(["journal"])
    old = Entry._meta.get_field("action")
    new = old.clone()
    new.max_length = 61
    new.set_attributes_from_name("action")
    new.model = Entry
    for one, other in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(Entry, one, other, strict=False)
        migrate()
        assert guarded()
    assert content(["journal"]) == before
    assert verification.verify() == []


def steps_after_the_first():
    """(room, the migration before, the migration) of everything that isn't a room's first."""
    loader = MigrationExecutor(connection).loader
    for room in ROOMS:
        names = sorted(name for label, name in loader.disk_migrations if label == room)
        yield from ((room, before, name) for before, name in pairwise(names))


def test_every_later_step_can_be_taken_back_and_again_without_loss(populated):
    before = {table: count for table, (count, _) in content().items()}
    for room, previous, name in steps_after_the_first():
        migrate(room, previous)
        migrate(room, name)
        migrate()
        assert {table: count for table, (count, _) in content().items()} == before, (room, name)
    assert pending() == []
    assert guarded()


def test_a_room_taken_out_and_put_back_leaves_the_others_as_they_were(populated):
    """The last test on the populated database: the plans' rows are gone after it, and only they."""
    others = [room for room in ROOMS if room not in ("plans", "office", "portal", "demo")]
    before = content(others)
    migrate("plans", "zero")
    assert "plans_plan" not in connection.introspection.table_names()
    assert content(others) == before
    migrate()
    assert pending() == []
    assert not Plan.objects.exists()
    assert content(others) == before
    assert guarded()
    assert verification.verify() == []


def test_all_rooms_can_be_taken_back_to_nothing_and_built_again(populated):
    for room in ROOMS[::-1]:
        if any(label == room for label, _ in MigrationExecutor(connection).loader.disk_migrations):
            migrate(room, "zero")
    tables = connection.introspection.table_names()
    assert not [name for name in tables if name.split("_")[0] in ROOMS]
    migrate()
    assert pending() == []
    assert guarded()
    with clock.frozen(DAY):
        assert adopted_ca_mau().plan is not None
    assert verification.verify() == []
