"""``danbiet people``: each command by whom it is done, what it refuses, what it prints."""

import io

import pytest

from danbiet.cli import main
from danbiet.journal.models import Entry
from danbiet.people import invitations, resetting, second_step
from danbiet.people.models import Invitation, Membership, Person, Role
from danbiet.units.models import Unit

DECISION = ["--decision", "12/QĐ-UBND", "--date", "2016-09-01"]


@pytest.fixture
def run(house, capsys):
    """The result of a command: its exit code, what it printed, what it complained of."""

    def call(*arguments):
        capsys.readouterr()
        code = main.main(["people", *arguments])
        said = capsys.readouterr()
        return code, said.out.strip(), said.err

    return call


@pytest.fixture
def unit(house):
    """The public id of the house's unit."""
    return Unit.objects.get(pk=house.unit).public_id


def test_a_command_acts_as_whoever_is_named_and_only_as_he_may(run, house, unit):
    by = ["--as", "administrator"]
    code, out, _ = run("invite", "Lan", "officer", "--unit", unit, *DECISION, *by)
    assert code == 0
    assert invitations.find(out).made_by == house.administrator
    for who, wanted in (("leader", "PEO-001"), ("nobody", "PEO-003")):
        code, out, err = run("invite", "Lan", "officer", "--unit", unit, *DECISION, "--as", who)
        assert (code, out) == (2, "")
        assert wanted in err
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["grant", "officer", "king", *DECISION], "PEO-008"),
        (["grant", "officer", "officer", *DECISION], "PEO-006"),
        (["grant", "officer", "officer", "--unit", "khong-co", *DECISION], "PEO-006"),
        (["grant", "nobody", "auditor", *DECISION], "PEO-003"),
        (["grant", "officer", "auditor", *DECISION, "--as", "administrator"], "PEO-001"),
        (["grant", "officer", "auditor", "--decision", "1/QĐ", "--date", "2016-10-01"], "PEO-014"),
        (["hand-over", "leader", "leader", "--from", "2016-10-01", *DECISION], "PEO-041"),
        (["hand-over", "leader", "officer", "--from", "2016-09-29", *DECISION], "PEO-034"),
        (["leave", "nobody", *DECISION], "PEO-003"),
        (["reset", "stranger", "--as", "administrator"], "PEO-001"),
        (["reset", "administrator", "--as", "administrator"], "PEO-013"),
        (["unlock", "stranger", "--as", "administrator"], "PEO-001"),
        (["take-off-step", "stranger", "--as", "administrator"], "PEO-001"),
        (["invite", "Lan", "operator", *DECISION, "--as", "administrator"], "PEO-001"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(arguments, code, run, house):
    before = Entry.objects.count(), Membership.objects.count(), Invitation.objects.count()
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert code in err
    assert (Entry.objects.count(), Membership.objects.count(), Invitation.objects.count()) == before


@pytest.mark.parametrize("left_out", ["--decision", "--date"])
@pytest.mark.parametrize("command", ["grant officer auditor", "invite Lan auditor", "leave officer"])
def test_no_role_without_a_decision(command, left_out, run):
    at = DECISION.index(left_out)
    with pytest.raises(SystemExit):
        run(*command.split(), *DECISION[:at], *DECISION[at + 2 :])


def test_an_account_is_made_with_a_password_from_the_input_or_none(run, monkeypatch):
    for typed, status in (("bốn con vịt vàng 2016\n", 0), ("ngan\n", 2), ("", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        name = f"moi{len(typed)}"
        code, out, err = run("add", name, "--name", "Người mới", "--email", "moi@x.vn")
        assert code == status, err
        if code == 0:
            person = Person.objects.get(username=name)
            assert (out, person.email) == (person.public_id, "moi@x.vn")
            assert person.has_usable_password() is bool(typed)
    assert not Person.objects.filter(username="moi5").exists()


def test_a_role_is_given_handed_over_and_listed(run, house, unit):
    assert run("grant", "stranger", "supervisor", "--unit", unit, *DECISION)[0] == 0
    assert house.stranger.memberships.filter(role=Role.SUPERVISOR, ground="12/QĐ-UBND").exists()
    code, out, _ = run("hand-over", "leader", "officer", "--from", "2016-10-01", *DECISION)
    assert (code, out) == (0, "Lãnh đạo duyệt\t2016-10-01")
    code, out, _ = run("list")
    assert "stranger\tStranger\tCán bộ, Theo dõi, đôn đốc" in out
    assert run("leave", "leader", *DECISION)[0] == 0
    assert not house.fresh("leader").is_active


def test_a_slip_is_printed_and_opens_once(run, house):
    code, out, _ = run("reset", "officer", "--as", "administrator")
    assert code == 0
    assert resetting.find(out).person == house.officer
    assert not house.fresh("officer").has_usable_password()
    assert run("unlock", "officer")[0] == 0


def test_the_second_step_comes_off_by_another_than_who_gave_the_slip(run, house):
    second_step.TOTPDevice.objects.create(user=house.officer, key=second_step.new_key(), confirmed=True)
    assert run("reset", "officer", "--as", "administrator")[0] == 0
    code, _, err = run("take-off-step", "officer", "--as", "administrator")
    assert code == 2
    assert "PEO-015" in err
    assert run("take-off-step", "officer")[0] == 0
    assert not second_step.has(house.fresh("officer"))
