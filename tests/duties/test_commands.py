"""``danbiet tick`` and ``danbiet duties``: what they print and how they end."""

import json
from datetime import date

import pytest
from django.utils import translation

from danbiet.cli import main
from danbiet.duties.models import Duty
from tests.duties.facts import make_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(ca_mau, capsys):
    """Runs ``danbiet ...``; (exit code, output, errors)."""

    def call(*arguments):
        with translation.override("vi"):
            code = main.main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_tick_says_what_was_done(run):
    assert run("tick")[0] == 0
    code, out, _ = run("tick")
    lines = out.splitlines()
    assert (code, {line.rpartition(": ")[2] for line in lines}) == (0, {"0"})
    assert {"succession.inherited: 0", "plans.made: 0", "reminders.made: 0"} <= set(lines)


def test_the_list_shows_each_duty_with_its_day_state_and_id(run, ca_mau):
    unit = ca_mau.units["commune"].unit_id
    duty = make_duty(ca_mau, due_on=date(2016, 9, 29))
    code, out, _ = run("duties", "list", "xa khanh hoa", "--province", "96")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Xã Khánh Hòa"
    assert len(lines) == 1 + Duty.objects.filter(unit=unit).count()
    assert f"! 29/9/2016 quá hạn · Việc để thử [{duty.public_id}]" in lines


def test_the_list_as_json(run, ca_mau):
    code, out, _ = run("duties", "list", ca_mau.units["commune"].unit.public_id, "--province", "96", "--json")
    found = json.loads(out)
    assert code == 0
    assert {row["rule"] for row in found} == {"plan-programme", "plan-report", "plan-yearly"}
    programme = next(row for row in found if row["rule"] == "plan-programme")
    assert (programme["due_on"], programme["state"], programme["force"]) == ("2016-10-21", "open", "assigned")


def test_a_document_is_recorded_and_withdrawn(run, ca_mau, tmp_path):
    duty = make_duty(ca_mau)
    paper = tmp_path / "ke-hoach.txt"
    paper.write_text("Kế hoạch của xã\n", "utf-8")
    arguments = ("duties", "fulfil", duty.public_id, "--number", "12/KH", "--date", "2016-09-28", "--as", "commune")
    code, out, _ = run(*arguments, "--file", paper)
    evidence = duty.evidence.get()
    assert (code, out.strip()) == (0, evidence.public_id)
    assert evidence.file.name == "ke-hoach.txt"
    assert run(*arguments)[0] == 2
    withdrawn = ("duties", "withdraw", evidence.public_id, "--reason", "Ghi nhầm", "--as", "commune")
    assert run(*withdrawn)[0] == 0
    code, _, err = run(*withdrawn)
    assert (code, err[:8]) == (2, "DUTY-005")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"--date": "28/9/2016"}, "DUTY-007"),
        ({"--date": "2016-13-01"}, "DUTY-007"),
        ({"--date": "2016-10-01"}, "DUTY-008"),
        ({"--number": " "}, "DUTY-007"),
        ({"--file": "no-such-file.pdf"}, "FILE-007"),
        ({"--as": "nobody"}, "PEO-003"),
        ({"--as": "neighbour"}, "PEO-001"),
    ],
)
def test_bad_input_ends_with_2_and_stores_nothing(change, code, run, ca_mau):
    duty = make_duty(ca_mau)
    options = {"--number": "12/KH", "--date": "2016-09-28", "--as": "commune"} | change
    ended, _, err = run("duties", "fulfil", duty.public_id, *(word for pair in options.items() for word in pair))
    assert (ended, err[: len(code)]) == (2, code)
    assert not duty.evidence.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("duties", "list", "xa khong co that", "--province", "96"), "UNIT-004"),
        (("duties", "list", "xa khanh hoa", "--province", "00"), "UNIT-001"),
        (("duties", "fulfil", "nothing", "--number", "1", "--date", "2016-09-28"), "DUTY-001"),
        (("duties", "withdraw", "nothing", "--reason", "x"), "DUTY-004"),
    ],
)
def test_what_is_unknown_is_said(arguments, code, run):
    ended, _, err = run(*arguments)
    assert (ended, err[: len(code)]) == (2, code)
