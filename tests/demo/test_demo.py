"""The demonstration: whole, labelled, the same by seed, nobody late; never mixed with a real installation."""

import os
import re
import stat
import subprocess
import sys
from datetime import date

import pytest

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.demo import chairs, errors, province
from danbiet.duties import queries
from danbiet.duties.models import Duty, Evidence, Explanation
from danbiet.journal.verification import verify
from danbiet.notices.models import Message
from danbiet.people.models import Person, Publication
from danbiet.plans.models import OpenQuestion, Plan, Task
from danbiet.units.queries import placements_of


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The demonstration with its usual seed, for this module."""
    from django.db import transaction

    with clock.frozen(province.TODAY), django_db_blocker.unblock(), transaction.atomic():
        yield province.build()
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestBuilt:
    """What stands in the database."""

    def test_the_example_went_through_reading_and_adoption(self, built):
        plan = Plan.objects.get()
        assert "ví dụ" in plan.title
        assert Task.objects.filter(plan=plan).count() == 24
        assert OpenQuestion.objects.exists()
        assert plan.draft.proposed_by.username == chairs.PROPOSER
        assert plan.draft.approval.approved_by.username == chairs.LEADER

    def test_nobody_is_late_and_some_have_begun(self, built):
        counted = queries.counts(Duty.objects.all(), clock.now())
        assert counted["overdue"] == counted["done_late"] == 0
        assert counted["done"] == built.documents
        assert 20 <= built.documents <= 45

    def test_every_document_says_that_it_is_simulated(self, built):
        assert set(Evidence.objects.values_list("label", flat=True)) == {province.LABEL}
        assert Evidence.objects.filter(received_at__gte=clock.end_of_day(province.TODAY)).count() == 0

    def test_every_chair_has_an_account_that_works_and_a_seat(self, built):
        assert [name for name, _, _ in built.accounts] == [chair.username for chair in chairs.CHAIRS]
        for name, secret, _ in built.accounts:
            person = Person.objects.get(username=name)
            assert person.check_password(secret)
            assert person.memberships.exists()
        units = placements_of(
            Person.objects.get(username="khanhhoa").memberships.values_list("unit", flat=True), province.TODAY
        )
        assert [place.name for place in units.values()] == ["Xã Khánh Hòa"]

    def test_the_simulated_registries_have_no_password(self, built):
        simulated = Person.objects.filter(username__startswith="vanthu.")
        assert simulated.count() == built.documents
        assert not any(person.has_usable_password() for person in simulated)

    def test_one_matter_is_open_by_a_simulated_decision_and_a_commune_explains(self, built, client):
        row = Publication.objects.get()
        assert (row.matter, row.opens, row.from_day) == ("there", True, date(2016, 9, 26))
        word = Explanation.objects.get()
        assert "mô phỏng" in row.ground
        assert "Mô phỏng" in word.text
        text = client.get(f"/don-vi/{word.duty.unit.public_id}/").content.decode()
        assert word.text in text
        assert "sau hạn" not in text
        assert not Message.objects.filter(kind="publication", settled_at=None).exists(), "what was foretold has come"

    def test_the_record_verifies(self, built):
        assert verify() == []


@pytest.mark.parametrize("count", [0, 64, 1000])
def test_a_number_of_provinces_that_cannot_be_is_refused(count):
    with pytest.raises(CodedError) as raised:
        province.build(count=count)
    assert raised.value.kind is errors.TOO_MANY


def test_without_the_example_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(province.danbiet, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    with pytest.raises(CodedError) as raised:
        province.example()
    assert raised.value.kind is errors.NO_EXAMPLE


def command(home, *arguments):
    """The command in a process and a data folder of its own, on its embedded database."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "DANBIET_HOME": str(home),
        "DANBIET_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "danbiet.config.settings",
    }
    started = [sys.executable, "-m", "danbiet.cli.main", *arguments]
    return subprocess.run(started, capture_output=True, text=True, env=environment, check=False)


def test_the_command_builds_once_prints_the_accounts_and_keeps_out_of_real_installations(tmp_path):
    home = tmp_path / "demo"
    first = command(home, "demo", "--if-empty")
    assert first.returncode == 0, first.stderr
    accounts = home / "demo-accounts.txt"
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "danbiet.env").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert re.search(r"^khanhhoa +\w{4}-\w{4}-\w{4}-\w{4}  ", first.stdout, re.MULTILINE)
    kept = accounts.read_text("utf-8")
    assert command(home, "demo", "--if-empty").stdout.endswith(kept)
    again = command(home, "demo")
    assert (again.returncode, again.stderr[:7]) == (2, "CLI-005")
    assert command(home, "init").stderr.startswith("CLI-002")
    assert command(home, "journal", "verify").returncode == 0


def test_a_real_installation_starts_empty_and_is_never_made_a_demonstration(tmp_path):
    home = tmp_path / "real"
    made = command(home, "init", "--province", "96")
    assert made.returncode == 0, made.stderr
    refused = command(home, "demo", "--reset")
    assert (refused.returncode, refused.stderr[:7]) == (2, "CLI-001")
    assert "DANBIET_DEMONSTRATION" not in (home / "danbiet.env").read_text("utf-8")
    listed = command(home, "plan", "list")
    assert (listed.returncode, listed.stdout) == (0, "")
    approve = command(home, "plan", "adopt", "examples/ke-hoach-vi-du.txt", "--province", "96")
    assert approve.returncode == 0, approve.stderr
    draft = approve.stdout.split("\n")[0]
    blocked = command(home, "plan", "approve", draft)
    assert (blocked.returncode, blocked.stderr[:7]) == (2, "PEO-001"), "the operator cannot approve"


def test_the_simulated_days_follow_one_another():
    assert province.PROPOSED < province.APPROVED < date(2016, 9, 19) < province.TODAY
