"""The real document of 2016, adopted: its assignments and duties counted by hand from the table and the roster."""

from collections import Counter
from datetime import date

import pytest

from danbiet.duties import queries, states
from danbiet.duties.models import Duty
from danbiet.plans import actions, review
from danbiet.plans.models import Assignment, OpenQuestion, Task
from danbiet.reading.plan.read import read_plan
from danbiet.units.queries import placements, placements_of
from tests.conftest import SHARED
from tests.scenes import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.shared]
REAL = SHARED / "plan" / "ke-hoach-64-kh-ubnd-ca-mau-2016.txt"
# The groups of Cà Mau in 2016: 9 districts, 101 communes, 19 provincial agencies.
D, C, A = 9, 101, 19
DC, ALL = D + C, 1 + D + C
# Task -> (leading, coordinating) as the table gives them; a unit that leads isn't counted again as coordinating.
TABLE = {
    "I.1": (DC, ALL + D + C),  # the Front; radio stations of districts and of communes
    "I.2": (DC, ALL + ALL),
    "I.3": (DC, ALL + ALL),
    "I.4": (DC, ALL + ALL),
    "II.1": (DC, ALL + ALL),
    "II.2": (DC, ALL),
    "II.3": (DC, ALL + ALL),
    "III.1": (DC, ALL),  # "các cơ quan có liên quan" is a question
    "III.2": (DC, ALL),
    "III.3": (DC, ALL + ALL + 1 + ALL),  # below the province finance and planning are one office, one desk
    "IV.1": (DC, 1 + D + ALL + ALL + 1 + D),  # no inspectorate in communes; land and building are one desk there
    "IV.2": (ALL + ALL, DC + 1 + D),
    "IV.3": (A + D, D + C + D),  # Sở Nội vụ and Thanh tra tỉnh lead already
    "IV.4": (DC, 1 + D + ALL),
    "V.1": (A + DC, DC),  # Sở Tư pháp leads already
    "V.2": (A + DC, DC),  # so does Văn phòng UBND tỉnh
    "V.3": (A + DC, 0),
    "V.4": (1, A - 1 + DC),
    "V.5": (A + DC, DC),
    "V.6": (A + DC, D),
    "VI.1": (D, 1 + D + 1 + D),  # hospitals are in no list yet
    "VI.2": (DC, 1 + D),  # nor are primary schools
    "VI.3": (3 + DC, 1),
    "VI.4": (DC, ALL),
}


@pytest.fixture(scope="module")
def scene(loaded):
    if not REAL.is_file():
        pytest.skip("needs ../shared/plan beside the checkout")
    decided = {
        key: {"timing": "continuous"} if found.code == "READ-110" else {"question": True}
        for key, found in review.doubts_by_id(read_plan(REAL)).items()
        if found.blocking
    }
    assert len(decided) == 3
    loaded.draft = actions.propose_file(loaded.people["home_affairs"], REAL, "96", decided)
    loaded.plan, loaded.extra["made"] = actions.approve(loaded.people["leader"], loaded.draft)
    return loaded


def test_every_row_of_the_table_stands_for_its_units(scene):
    found = {code: [0, 0] for code in Task.objects.values_list("code", flat=True)}
    for code, role in Assignment.objects.values_list("task__code", "role"):
        found[code][role == "coordinate"] += 1
    assert {code: tuple(pair) for code, pair in found.items()} == TABLE
    assert sum(map(sum, TABLE.values())) == Assignment.objects.count() == 5767


def test_the_groups_are_those_of_the_province(scene):
    kinds = Counter((row.kind, row.level) for row in placements(scene.province, date(2016, 9, 9)))
    assert kinds["district", "district"] == D
    assert kinds["commune", "commune"] == C
    for kind in ("front", "police"):
        assert sum(kinds[kind, level] for level in ("province", "district", "commune")) == ALL


def test_the_duties_of_its_first_month(scene):
    """129 reporting units owe a programme and two reports; the consolidated reports; yearly work; requests; support."""
    reporting = A + D + C
    expected = {
        ("plan-programme", "once"): reporting,
        ("plan-report", "2016-4"): reporting,
        ("plan-report", "2017-1"): reporting,
        ("plan-consolidated", "2016-4"): 1,
        ("plan-consolidated", "2017-1"): 1,
        ("plan-yearly", "2016-Y1"): DC + 1,  # II.2 of districts and communes, V.4 of Sở Nội vụ
        ("plan-request", "2016-Y1"): 2,  # the province's Front, the water company
        ("plan-support", "2016-Y1-money"): 1,
        ("plan-support", "2016-Y1-publicity"): 1,
    }
    assert Counter(Duty.objects.values_list("rule", "period")) == expected
    assert sum(expected.values()) == scene.extra["made"].new == 504


def test_each_commune_has_four_duties_and_none_is_late(scene):
    communes = placements(scene.province, DAY).filter(kind="commune").values_list("unit_id", flat=True)
    each = Counter(Duty.objects.filter(unit__in=communes).values_list("unit", flat=True))
    assert set(each.values()) == {4}
    assert len(each) == C
    counts = queries.counts(Duty.objects.all(), actions.clock.now())
    assert (counts["overdue"], counts["due_soon"], counts["requested"]) == (0, 0, 2)
    assert sum(counts[state] for state in states.STATES) == 504


def test_the_days_are_reckoned_from_the_arrival(scene):
    """Signed on Friday 9/9/2016, arrived after three working days; the programme thirty working days later."""
    assert scene.plan.arrives_on == date(2016, 9, 14)
    due = dict(Duty.objects.values_list("rule", "due_on").filter(rule="plan-programme"))
    assert due == {"plan-programme": date(2016, 10, 26)}
    assert Duty.objects.filter(starts_on__lte=scene.plan.arrives_on).exclude(period="once").count() == DC + 1 + 2 + 2


def test_requested_assignments_are_of_bodies_nobody_here_can_order(scene):
    rows = Assignment.objects.filter(force="requested").values_list("unit", "designation")
    kinds = Counter(row.kind for row in placements_of({unit for unit, _ in rows}, DAY).values())
    assert kinds == {"front": ALL, "police": ALL, "enterprise": 1, "agency": 1, "office": D}
    # The Front in nine tasks, the police in one, social insurance of province and districts, the water company.
    assert len(rows) == 9 * ALL + ALL + 1 + D + 1 == 1121


def test_what_it_leaves_open_has_an_owner_and_a_day(scene):
    rows = OpenQuestion.objects.filter(plan=scene.plan)
    assert rows.filter(code__startswith="UNIT-").count() == 3
    assert not rows.filter(owner=None).exists()
    assert not rows.filter(due_on=None).exists()
