"""What refuses to start, what a deployment check lists, and the rights of the role that serves."""

import pytest
from django.db import ProgrammingError, connection, transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal import guards
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.people.models import Person
from danbiet.upkeep import backing_up, roles, safety
from tests.scenes import DAY

ROLE = "danbiet_app_of_a_test"
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="rights of roles exist on PostgreSQL only")


@pytest.fixture
def safe(db, settings, tmp_path, monkeypatch):
    """An installation with nothing unsafe, of which a test spoils one thing."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "danbiet.env").write_text("")
    settings.HOME = folder
    settings.SECRET_KEY_GIVEN = settings.JOURNAL_KEY_GIVEN = settings.SECURE = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["papi.camau.example"]
    settings.SITE_ADDRESS = "https://papi.camau.example"
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(safety, "_of_health", list)
    if connection.vendor == "postgresql":
        # The tests' own role owns everything.
        monkeypatch.setattr(safety, "_MAY_CHANGE", "SELECT current_user, false WHERE %s <> ''")
    with clock.frozen(DAY):
        yield folder


def codes():
    return [error.code for error in safety.findings()]


def test_a_safe_deployment_has_nothing_to_say(safe):
    assert codes() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"SECRET_KEY_GIVEN": False}, "UPK-201"),
        ({"DEBUG": True}, "UPK-202"),
        ({"SECURE": False}, "UPK-203"),
        ({"ALLOWED_HOSTS": ["*"]}, "UPK-204"),
        ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}, "UPK-204"),
        ({"JOURNAL_KEY_GIVEN": False}, "UPK-205"),
        ({"SITE_ADDRESS": ""}, "UPK-208"),
        ({"DEMONSTRATION": True}, "UPK-210"),
        ({"SECURE_PROXY_SSL_HEADER": None}, "UPK-214"),
    ],
)
def test_each_unsafe_setting_is_listed_with_its_remedy(safe, settings, changed, code):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert codes() == [code]
    (error,) = safety.findings()
    assert error.remedy("vi")


def test_what_others_on_the_machine_can_read_is_listed(safe):
    (safe / "danbiet.env").chmod(0o644)
    assert codes() == []
    safe.chmod(0o755)
    assert codes() == ["UPK-206", "UPK-206"]
    (safe / "danbiet.env").chmod(0o600)
    assert [str(error) for error in safety.findings()] == [
        f"UPK-206: Other accounts of the machine can read {safe}. Run `chmod 700 {safe}`."
    ]


def test_running_as_root_is_listed(safe, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert codes() == ["UPK-209"]


def test_what_is_unwell_is_unsafe_too(safe, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert backing_up.last() is None
    assert "UPK-103" in codes()


def test_a_failing_check_of_the_framework_is_listed(safe):
    with guards.lifted(connection):
        assert set(codes()) <= {"UPK-212"}


def test_nothing_starts_without_a_key_and_nothing_real_with_debug(settings):
    settings.SECRET_KEY_GIVEN, settings.DEBUG, settings.DEMONSTRATION = False, False, True
    with pytest.raises(CodedError, match="UPK-201"):
        safety.refuse_unsafe()
    settings.SECRET_KEY_GIVEN, settings.DEBUG = True, True
    safety.refuse_unsafe()
    settings.DEMONSTRATION = False
    with pytest.raises(CodedError, match="UPK-202"):
        safety.refuse_unsafe()
    settings.DEBUG = False
    safety.refuse_unsafe()


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.4", "papi.camau.example", ""])
def test_a_demonstration_stays_on_this_machine(settings, address):
    settings.DEMONSTRATION = True
    with pytest.raises(CodedError, match="UPK-211"):
        safety.refuse_public_demonstration(address)
    settings.DEMONSTRATION = False
    safety.refuse_public_demonstration(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_a_demonstration_is_shown_on_this_machine(settings, address):
    settings.DEMONSTRATION = True
    safety.refuse_public_demonstration(address)


# --- rights ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def app_role(transactional_db):
    """A role with the rights to serve, its statements run; the session is that role."""
    operator = people.operator()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE}")
    roles.apply(ROLE)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id serial PRIMARY KEY)")
        cursor.execute(f"SET ROLE {ROLE}")
    yield operator
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DROP TABLE later")
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@postgresql
@pytest.mark.xdist_group("roles of the cluster")
def test_the_role_that_serves_works_and_can_alter_neither_record_nor_table(app_role):
    person = people.create_person(app_role, username="new", name="New")
    people.set_password(person, "mot mat khau dai 2016")
    assert Person.objects.get(username="new").check_password("mot mat khau dai 2016")
    assert Entry.objects.filter(subject=person.public_id).count() == 2
    run("INSERT INTO later DEFAULT VALUES")
    for forbidden in (
        "UPDATE journal_entry SET subject = ''",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_entry_no_change ON journal_entry",
        "ALTER TABLE people_person ADD COLUMN more integer",
        "DELETE FROM django_migrations",
        "CREATE TABLE own (id integer)",
    ):
        with pytest.raises(ProgrammingError):
            run(forbidden)


@postgresql
@pytest.mark.xdist_group("roles of the cluster")
def test_a_role_that_could_alter_the_record_is_listed(app_role):
    assert "UPK-207" not in codes()
    run("RESET ROLE")
    assert "UPK-207" in codes()
    run(f"SET ROLE {ROLE}")


@postgresql
@pytest.mark.xdist_group("roles of the cluster")
def test_the_role_that_serves_can_back_up(app_role, tmp_path, settings):
    settings.HOME = tmp_path
    with clock.frozen(DAY):
        made = backing_up.make(tmp_path / "backup.tar")
    assert made.manifest.counts["people_person"] == Person.objects.count()
    assert made.manifest.sequences["people_person_id_seq"] >= 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the refusal is for SQLite")
def test_rights_of_roles_are_for_postgresql(db):
    with pytest.raises(CodedError, match="UPK-213"):
        roles.apply(ROLE)
    assert 'TO "a""b"' in roles.statements('a"b')[0]
