"""The state of health: what everybody sees, what only who runs the installation sees, what is wrong when."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from danbiet.base import clock
from danbiet.journal import guards
from danbiet.pages import health
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.upkeep import backing_up, checks
from tests.scenes import DAY, PASSWORD

ADDRESS = "/suc-khoe/"


@pytest.fixture
def well(db, settings, tmp_path):
    """An installation with nothing wrong, of which a test spoils one thing."""
    settings.HOME = tmp_path
    with clock.frozen(DAY):
        backing_up.disk.write(tmp_path / backing_up.LAST, _last(clock.now()))
        for name in ("tick", "worker"):
            health.beat(name)
        yield tmp_path


def _last(at, missing=0):
    return f'{{"at": "{at.isoformat()}", "bytes": 1, "missing": {missing}}}'.encode()


def wrong():
    """The codes of what is wrong, by check."""
    return {answer.name: answer.error.code for answer in health.examine() if answer.error}


def test_nothing_is_wrong_with_what_is_well(well):
    assert wrong() == {}
    assert [answer.name for answer in health.examine()][:5] == ["database", "migrations", "journal", "disk", "backup"]


def test_a_backup_that_is_missing_old_or_lacks_files_shows(well, settings):
    last = well / backing_up.LAST
    last.write_bytes(_last(clock.now() - timedelta(hours=27)))
    assert wrong() == {"backup": "UPK-103"}
    last.write_bytes(_last(clock.now(), missing=2))
    assert wrong() == {"backup": "UPK-104"}
    last.unlink()
    assert wrong() == {"backup": "UPK-103"}
    settings.DEMONSTRATION = True
    assert wrong() == {}


def test_what_runs_beside_the_pages_is_missed_when_it_stops(well):
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert wrong() == {"tick": "PAGE-102", "worker": "PAGE-102"}
    (well / "beats" / "tick").write_text("no moment")
    assert wrong() == {"tick": "PAGE-102"}


def test_a_full_disk_shows(well, monkeypatch):
    monkeypatch.setattr("danbiet.upkeep.disk.free", lambda path: checks.LEAST_FREE - 1)
    assert wrong() == {"disk": "UPK-102"}


def test_a_step_that_was_not_taken_shows(well):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'plans'")
    assert wrong() == {"migrations": "UPK-101"}


def test_a_guard_that_is_gone_shows(well):
    with guards.lifted(connection):
        assert wrong() == {"journal": "JRN-201"}


def test_a_database_that_is_away_shows_and_stops_nothing(well, monkeypatch, client):
    def away(*args):
        raise OperationalError("could not connect to server at 10.0.0.5 for user danbiet")

    monkeypatch.setattr(type(connections["default"]), "cursor", away)
    found = wrong()
    answer = Client(headers={"cookie": "sessionid=abc"}, REMOTE_ADDR="203.0.113.7").get(ADDRESS)
    details = client.get(ADDRESS).content
    monkeypatch.undo()
    assert found == dict.fromkeys(("database", "migrations", "journal"), "PAGE-101")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
    assert b"PAGE-101" in details
    assert b"10.0.0.5" not in details


def test_a_room_adds_its_check(well, monkeypatch):
    monkeypatch.setattr(health, "_CHECKS", {})
    health.register("own", lambda: {"figure": 3})
    assert [(answer.name, answer.facts, answer.vital) for answer in health.examine()] == [("own", {"figure": 3}, False)]


# --- who sees what ---------------------------------------------------------------------------------------------------
def from_outside(**headers):
    return Client(REMOTE_ADDR="203.0.113.7", **headers)


def test_everybody_sees_whether_all_is_well_and_nothing_more(well):
    answer = from_outside().get(ADDRESS)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    (well / backing_up.LAST).unlink()
    answer = from_outside().get(ADDRESS)
    # Pages are served all the same.
    assert (answer.status_code, answer.json()) == (200, {"ok": False})


def test_it_is_never_kept_and_never_needs_more_than_ten_queries(well, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        answer = from_outside().get(ADDRESS)
    assert {"no-store", "no-cache", "private"} <= set(answer["Cache-Control"].replace(",", "").split())
    assert "ETag" not in answer
    assert from_outside().head(ADDRESS).status_code == 200
    assert from_outside().post(ADDRESS).status_code == 405


def test_the_machine_itself_sees_details_and_nobody_through_a_proxy(well, settings):
    (well / backing_up.LAST).unlink()
    details = Client().get(ADDRESS).json()["checks"]
    assert details["backup"]["code"] == "UPK-103"
    assert "danbiet backup" in details["backup"]["message"]
    assert details["database"] == {"ok": True, "engine": connection.vendor}
    for name in ("x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-proto", "via"):
        assert set(Client().get(ADDRESS, headers={name: "127.0.0.1"}).json()) == {"ok"}
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert set(Client().get(ADDRESS).json()) == {"ok"}


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.AUDITOR, True), (Role.OPERATOR, True), (Role.OFFICER, False), (None, False)]
)
def test_only_who_runs_or_audits_the_installation_sees_details_from_outside(well, role, sees):
    person = people.create_person(people.operator(), username="who", name="Who", password=PASSWORD, check=False)
    if role in (Role.AUDITOR, Role.OPERATOR):
        people.grant(people.operator(), person, role)
    client = from_outside()
    client.force_login(person, backend="danbiet.people.backends.PersonBackend")
    assert ("checks" in client.get(ADDRESS).json()) is sees


def test_a_monitor_on_the_machine_is_not_led_to_tls(well, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(ADDRESS).status_code == 200
    assert Client().get("/").status_code == 301


def test_a_beat_that_cannot_be_left_stops_no_work(settings, tmp_path):
    settings.HOME = tmp_path / "nowhere" / "at all"
    health.beat("tick")
    assert health.last_beat("tick") is None
