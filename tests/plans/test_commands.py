"""``danbiet plan ...``: what the commands print and how they end."""

import json
from datetime import datetime

import pytest
from django.utils import translation

from danbiet.cli import main
from danbiet.duties.models import Duty
from danbiet.plans.models import Draft, Plan
from tests.plans.amended import example
from tests.scenes import EXAMPLES

pytestmark = pytest.mark.django_db
PLAN = EXAMPLES / "ke-hoach-vi-du.txt"
DECIDED = EXAMPLES / "ke-hoach-vi-du.resolutions.yaml"


@pytest.fixture
def run(loaded, capsys):
    """Runs ``danbiet plan ...``; (exit code, lines, errors)."""

    def call(*arguments):
        with translation.override("vi"):
            code = main.main(["plan", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err

    return call


@pytest.fixture
def adopted(run):
    """The example proposed and approved by command; the plan's id."""
    _, lines, _ = run("adopt", PLAN, "--province", 96, "--resolutions", DECIDED, "--as", "home_affairs")
    _, lines, _ = run("approve", lines[0], "--as", "leader")
    return lines[0]


def test_a_plan_is_proposed_by_the_operator_and_approved_by_the_leader(run):
    code, lines, _ = run("adopt", PLAN, "--province", "96", "--resolutions", DECIDED)
    draft = Draft.objects.get()
    assert (code, lines) == (0, [draft.public_id, "24 nhiệm vụ, 22 nghi vấn, còn 0 phải giải quyết"])
    assert draft.proposed_by.username == "operator"
    code, _, err = run("approve", draft.public_id)
    assert (code, err[:7]) == (2, "PEO-001")
    code, lines, _ = run("approve", draft.public_id, "--as", "leader")
    plan = Plan.objects.get()
    assert (code, lines[:2]) == (0, [plan.public_id, "5852 phân công"])
    assert lines[2].startswith(f"{Duty.objects.count()} nghĩa vụ mới: plan-consolidated 2, ")


def test_what_blocks_is_listed_and_holds_up_the_approval(run):
    code, lines, _ = run("adopt", PLAN, "--province", "96")
    assert code == 0
    assert lines[1] == "24 nhiệm vụ, 22 nghi vấn, còn 2 phải giải quyết"
    assert [line[:13] for line in lines[2:]] == ["  ! READ-112-", "  ! READ-110-"]
    code, _, err = run("approve", lines[0], "--as", "leader")
    assert (code, err[:8]) == (2, "PLAN-010")
    assert not Plan.objects.exists()


def test_the_list_shows_plans_and_waiting_drafts(run, adopted, tmp_path):
    other = tmp_path / "b.txt"
    other.write_bytes(example("20/KH-UBND", "ngày 15 tháng 02 năm 2017"))
    run("amend", adopted, other, "--province", "96", "--as", "home_affairs")
    code, lines, _ = run("list")
    assert code == 0
    assert lines[0].startswith(f"{adopted}  15/KH-UBND  06/9/2016  ")
    assert lines[1].split()[1:] == ["(dự", "thảo)", "b.txt"]


def test_a_plan_is_shown_in_words_and_as_json(run, adopted):
    code, lines, _ = run("show", adopted)
    assert code == 0
    assert lines[0].startswith("15/KH-UBND, 06/9/2016: ")
    assert len(lines) == 26
    assert lines[1].startswith("I.1    ")
    assert lines[-1] == f"{Duty.objects.count()} nghĩa vụ"
    code, lines, _ = run("show", adopted, "--json")
    found = json.loads("\n".join(lines))
    assert (code, found["id"], found["number"], found["date"]) == (0, adopted, "15/KH-UBND", "2016-09-06")
    assert len(found["tasks"]) == 24
    assert found["tasks"][0]["lead"] == [["committee.district", 9], ["committee.commune", 101]]
    assert found["duties"] == Duty.objects.count()


def test_the_resolutions_template_is_written_and_decides_nothing(run, tmp_path):
    out = tmp_path / "r.yaml"
    code, lines, _ = run("resolutions", PLAN, out)
    assert (code, lines) == (0, [f"{out}: 22 nghi vấn, 2 phải giải quyết"])
    assert run("adopt", PLAN, "--province", "96", "--resolutions", out)[1][1].endswith("còn 2 phải giải quyết")


def test_events_are_listed_and_declared(run, adopted):
    code, lines, _ = run("event", adopted)
    assert code == 0
    assert lines[0] == "index-published  công bố Chỉ số PAPI"
    declare = ("event", adopted, "index-published", "--on", "2017-04-04", "--ground", "CV 1", "--as", "leader")
    assert run(*declare)[:2] == (0, ["1 nghĩa vụ mới: plan-evaluation 1"])
    code, _, err = run(*declare)
    assert (code, err[:8]) == (2, "PLAN-022")


def test_a_plan_is_extended_and_closed(run, adopted):
    owed = Duty.objects.count()
    leader = ("--ground", "QĐ 1", "--as", "leader")
    assert run("extend", adopted, "--until", "2020-12-31", *leader)[0] == 0
    assert str(Plan.objects.get().ends_on) == "2020-12-31"
    code, lines, _ = run("close", adopted, *leader)
    assert (code, lines) == (0, [f"{owed} nghĩa vụ được đóng"])
    code, _, err = run("close", adopted, *leader)
    assert (code, err[:8]) == (2, "PLAN-018")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("adopt", "no-such-file.txt", "--province", "96"), "READ-0"),
        (("adopt", PLAN, "--province", "00"), "UNIT-001"),
        (("adopt", PLAN, "--province", "96", "--as", "nobody"), "PEO-003"),
        (("adopt", PLAN, "--province", "96", "--as", "commune"), "PEO-001"),
        (("adopt", PLAN, "--province", "96", "--resolutions", "no.yaml"), "PLAN-013"),
        (("adopt", DECIDED, "--province", "96"), "READ-0"),
        (("amend", "nothing", PLAN, "--province", "96"), "PLAN-002"),
        (("approve", "nothing"), "PLAN-001"),
        (("show", "nothing"), "PLAN-002"),
        (("event", "nothing"), "PLAN-002"),
        (("close", "nothing", "--ground", "x"), "PLAN-002"),
    ],
)
def test_bad_input_ends_with_2_and_stores_nothing(arguments, code, run):
    ended, _, err = run(*arguments)
    assert (ended, err[: len(code)]) == (2, code)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("until", ["31/12/2020", "2020-02-30", "2016-01-01"])
def test_a_bad_day_is_said(until, run, adopted):
    ended, _, err = run("extend", adopted, "--until", until, "--ground", "x", "--as", "leader")
    assert (ended, err[:8]) == (2, "PLAN-019")
    ended, _, err = run("event", adopted, "index-published", "--ground", "x", "--as", "leader")
    assert (ended, err[:8]) == (2, "PLAN-019")


def test_a_plan_whose_units_are_no_more_says_that_it_makes_no_duties(run):
    """Adopted ten years later, when the province has been merged: kept to be looked up."""
    from danbiet.base import clock

    with clock.frozen(datetime(2026, 7, 1, 9, tzinfo=clock.ZONE)):
        _, lines, _ = run("adopt", PLAN, "--province", "96", "--resolutions", DECIDED)
        code, lines, err = run("approve", lines[0], "--as", "leader")
    assert (code, err) == (0, "")
    assert lines[1:3] == ["5852 phân công", "0 nghĩa vụ mới: "]
    assert lines[3].startswith("Hôm nay không đơn vị nào của kế hoạch còn nghĩa vụ")
