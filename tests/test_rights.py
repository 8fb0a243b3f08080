"""Every address of the project, walked by every role in every relation to the unit it is about.

A new address fails :func:`test_every_address_is_declared` until it has a line in ``TABLE``:

    Line("office:thing", ("duty",), get=SEES, post=FULFILS, sends=document)

says: the address with the world's ``duty`` in it (``tests/rights.py`` makes the things; add yours to ``_things``) is
read by the chairs ``SEES`` and sent to by ``FULFILS``. Who is not among them is answered ``hidden`` (404), who may read
and not send ``refused`` (422); ``post=None`` means nothing is sent there (405), ``get=None`` that it isn't read.
``login=False`` for pages without a log-in. ``sends`` makes what an honest form would send, so that whoever may is
answered ``done`` and a line in the record follows (``records=False`` where none does); for all others the record must
stand still. Say who may from what the permission is for, by role and place; don't copy what the page answers. A new
permission gets a line in ``PERMISSIONS``.
"""

from __future__ import annotations

from itertools import product

import pytest

from danbiet.people import policies
from danbiet.people.models import Role
from tests.rights import (
    ACCOUNTS,
    ALL_ROLES,
    AUDITOR,
    EVERYBODY,
    NOBODY,
    OPERATOR,
    PLACES,
    UNIT_ROLES,
    Line,
    addresses,
    chairs,
    delegating,
    people_the_stage,
    walk,
)
from tests.scenes import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("rights")]

HERE = chairs(ALL_ROLES, "own above province below beside focal")
HOLDERS = HERE | chairs(ALL_ROLES, "elsewhere")
WILL_HOLD = HOLDERS | chairs(ALL_ROLES, "tomorrow")
# A unit's work is seen at the unit, and above it by whoever oversees, leads or inspects.
SEES = chairs(ALL_ROLES, "own") | chairs("supervisor approver inspector", "above province")
FULFILS = chairs("officer approver front", "own")
ESCALATES = chairs("supervisor", "above province")
# The unit's own word is its officers' and its leader's, not the Front's.
CALLS = chairs("officer approver administrator front", "own") | chairs("supervisor", "own above province")
EXPLAINS = chairs("officer approver", "own")
# A draft is of the province: of who may propose there; a new one is proposed wherever that may be.
PROPOSES = chairs("supervisor approver", "province focal") | OPERATOR
PROPOSES_SOMEWHERE = PROPOSES | chairs("supervisor approver", "elsewhere")
APPROVES = chairs("approver", "province")
# Asking for an evaluation says nothing; signing it does.
EVALUATES = chairs("supervisor approver", "province focal")
# Published figures are of the whole country: whoever keeps watch over a plan or leads in any province decides.
PLANS = chairs("supervisor approver", "province focal")
IMPORTS_HERE = PLANS | OPERATOR
ACCEPTS = chairs("supervisor approver", "province focal elsewhere")
IMPORTS = ACCEPTS | OPERATOR
# The unit that owns a question answers it, or who keeps watch over the plan; the latter gives it to another.
ANSWERS = chairs("officer approver front supervisor", "own") | chairs("supervisor approver", "province focal")
REASSIGNS = chairs("supervisor", "province focal")
OVERSEERS, EVERYWHERE = "supervisor approver inspector", "own above province below beside focal elsewhere"
PREPARES, DECIDES = chairs("supervisor", "province focal"), chairs("approver", "province")
# What people answered is personal: results go to who oversees, leads or inspects the province, and to the auditor.
ESTIMATES_HERE = chairs(OVERSEERS, "province focal") | AUDITOR
ESTIMATES = ESTIMATES_HERE | chairs(OVERSEERS, "elsewhere")
# An administrator manages people at his unit and below; the operator everywhere.
MANAGES = chairs("administrator", "own above province") | OPERATOR

METHODS = ("GET", "POST")
NEW = "năm con gà trống 2016"


def fixed(**values):
    """The same for everybody; a value in braces is a thing of the world."""
    return lambda world, walker: {key: text.format(**world.found) for key, text in values.items()}


document = fixed(number="12/BC-UBND", day="28/9/2016")
decision = {"ground": "12/QĐ-UBND", "decided_on": "01/9/2016"}
new_password = {"password": NEW, "again": NEW}


def accepting(world, walker):
    """Who has an account takes the role with it."""
    return {"username": "nguoi.moi", **new_password} if walker.person is None else {}


def public(name, *args, **more):
    """A page for everybody, that is only read."""
    return Line(name, args, get=EVERYBODY, login=False, **more)


def ours(name, *args, **more):
    """A page of the office that every account reads, in its own rights."""
    return Line(name, args, get=ACCOUNTS, **more)


def observed(name, *args, figure="", query=""):
    """A page of the observatory; ``figure``: the key of a figure that has a chart; ``query``: what is asked of it."""
    found = [public(f"observatory:{name}", *args, query=query)]
    if figure:
        found.append(public(f"observatory:{name}-file", *args, f"={figure}", "=csv", query=query))
        found.append(public(f"observatory:{name}-live", *args, f"={figure}", query=query))
    return found


TABLE = [
    # the public face
    public("portal:home"),
    public("portal:province", "slug"),
    public("portal:search", "slug", query="?q=khanh"),
    public("portal:units", "slug", opened=301),
    public("portal:plan-in-force", "slug", opened=302),
    public("portal:plan", "plan"),
    public("portal:task", "task"),
    public("portal:unit", "unit"),
    public("portal:unit-sheet", "unit"),
    public("portal:unit-loudspeaker", "unit"),
    public("portal:unit-text", "unit"),
    public("portal:unit-plan-sheet", "unit"),
    public("portal:unit-plan-loudspeaker", "unit"),
    public("portal:unit-plan-text", "unit"),
    public("portal:unit-task-sheet", "unit", "led"),
    public("portal:unit-task-loudspeaker", "unit", "led"),
    public("portal:unit-task-text", "unit", "led"),
    public("portal:publication", "slug"),
    public("portal:law"),
    # the index
    public("observatory:home", "slug", "papi", opened=302),
    *observed("year", "slug", "papi", "year", figure="diem"),
    *observed("element", "slug", "papi", "year", "=I", figure="vi-tri"),
    *observed("provinces", "slug", "papi", "year", "=total", figure="cac-tinh"),
    *observed("map", "slug", "papi", "year", "=total", figure="ban-do"),
    *observed("trend", "slug", "papi", "=total", figure="xu-huong"),
    *observed("compare", "slug", "papi", figure="so-sanh-1", query="?voi=ha-noi"),
    *observed("diagnosis", "slug", "papi", "year", figure="khoang-cach"),
    *observed("scenario", "slug", "papi", "year", figure="truoc-sau", query="?c=I.1&v=p75"),
    *observed("sources", "slug", "papi"),
    *observed("source", "slug", "papi", "year", "revision"),
    *observed("goals", "slug", "papi", figure="distance"),
    # Nobody has opened the evaluation here.
    Line("observatory:effects", ("slug", "papi"), login=False),
    Line("observatory:effects-file", ("slug", "papi", "=gap", "=csv"), login=False),
    Line("observatory:effects-live", ("slug", "papi", "=gap"), login=False),
    public("upkeep:health"),
    # coming in
    public("office:login", post=EVERYBODY, sends=fixed(username="x", password="x"), done=200, inside=302),
    public("office:login-code", opened=302, post=EVERYBODY, sends=fixed(code="123456"), records=False),
    Line("office:logout", get=None, post=EVERYBODY, login=False, records=False),
    public("office:invitation", "invited", post=EVERYBODY, sends=accepting),
    public("office:enter-slip", post=EVERYBODY, sends=fixed(code="{invited}"), records=False),
    public("office:forgotten", post=EVERYBODY, sends=fixed(name="x"), done=200, records=False),
    public("office:reset", "reset", post=EVERYBODY, sends=fixed(**new_password)),
    ours("office:slip-picture", "moi", "invited"),
    # one's own
    ours("office:my-work"),
    ours("office:search", query="?q=khanh"),
    ours("office:plans"),
    ours("office:account"),
    ours("office:password", post=ACCOUNTS, sends=fixed(current=PASSWORD, **new_password)),
    ours("office:second-step", post=NOBODY, sends=fixed(code="12345")),
    Line("office:second-step-picture"),
    ours("office:second-step-off", post=ACCOUNTS, sends=fixed(current=PASSWORD)),
    # A role that begins tomorrow is delegated for later days.
    Line("office:delegate", get=WILL_HOLD, post=WILL_HOLD, sends=delegating, hidden=422),
    ours("notices:list"),
    ours("notices:settings", post=ACCOUNTS, sends=fixed(email="0", hour="07:30", language="vi")),
    # a unit's work
    Line("office:plan", ("plan",), get=HERE | AUDITOR),
    Line("office:evaluation", ("plan",), get=HERE | AUDITOR, post=EVALUATES, refused=403),
    Line(
        "office:evaluation-opinion",
        ("plan",),
        get=None,
        post=APPROVES,
        sees=HERE | AUDITOR,
        refused=403,
        sends=fixed(digest="{evaluated}", kind="dissents", remark="Chưa thuyết phục."),
    ),
    Line("office:question", ("question",), get=HERE | AUDITOR, post=ANSWERS, sends=fixed(text="Đúng"), refused=403),
    Line(
        "office:question-owner",
        ("question",),
        get=REASSIGNS,
        post=REASSIGNS,
        sends=fixed(owner="{neighbour}", due_on="01/12/2016"),
    ),
    Line("office:duty", ("duty",), get=SEES, post=FULFILS, sends=document),
    Line("office:withdraw", ("evidence",), get=SEES, post=FULFILS, sends=fixed(reason="ghi nhầm số")),
    Line("office:escalate", ("late",), get=None, sees=SEES, post=ESCALATES, sends=fixed(level="{above}"), refused=403),
    # a plan before it is signed; a file is needed for a new one and for a sheet
    Line(
        "office:draft-new",
        get=PROPOSES_SOMEWHERE,
        post=PROPOSES_SOMEWHERE,
        sends=fixed(change=""),
        done=422,
        records=False,
    ),
    Line("office:draft", ("draft",), get=PROPOSES),
    Line(
        "office:draft-doubt",
        ("draft", "doubt"),
        get=PROPOSES,
        post=PROPOSES,
        sends=fixed(form="accept", version="{version}"),
    ),
    Line(
        "office:draft-follow",
        ("draft",),
        get=None,
        post=PROPOSES,
        sends=fixed(doubt="{doubt}", version="{version}"),
    ),
    Line("office:draft-decisions", ("draft",), get=PROPOSES),
    Line("office:draft-reads", ("draft",), get=PROPOSES),
    Line(
        "office:draft-questions",
        ("draft",),
        get=PROPOSES,
        post=PROPOSES,
        sends=fixed(doubt="{doubt}", version="{version}", owner="home_affairs.province"),
    ),
    Line(
        "office:draft-assign",
        ("draft",),
        get=PROPOSES,
        post=PROPOSES,
        sends=fixed(other=""),
        done=422,
        records=False,
    ),
    Line("office:draft-sheet", ("draft",), get=PROPOSES),
    Line("office:draft-comments", ("docx",), get=PROPOSES),
    Line("office:draft-approve", ("draft",), get=APPROVES, post=APPROVES, sends=fixed(version="{version}")),
    Line("office:draft-withdraw", ("draft",), get=PROPOSES, post=PROPOSES, sends=fixed(reason="chờ ý kiến")),
    # published files of the index; a file is needed to hand one in
    Line("office:index", get=IMPORTS),
    Line("office:index-new", get=IMPORTS, post=IMPORTS, done=422, records=False),
    Line(
        "office:index-file",
        ("intake",),
        get=IMPORTS,
        post=ACCEPTS,
        sends=fixed(edition="2016:vi-du", seen="{editions}"),
        refused=403,
    ),
    Line("office:estimates", get=ESTIMATES),
    Line(
        "office:estimate",
        ("estimate",),
        get=ESTIMATES_HERE,
        post=PREPARES,
        sends=fixed(reason="nhầm quyền số"),
        refused=403,
    ),
    Line("office:estimate-file", ("estimate", "=uoc-luong", "=csv"), get=ESTIMATES_HERE),
    Line("office:index-refuse", ("intake",), get=ACCEPTS, post=ACCEPTS, sends=fixed(reason="không rõ nguồn")),
    # one's units: the year, the units below, the leader's page
    Line("office:year-own", get=HOLDERS, opened=302),
    Line("office:year", ("unit",), get=SEES),
    Line("office:contact", ("unit",), get=CALLS, post=CALLS, sends=fixed(phone="0290 3831 234")),
    Line("office:below", get=chairs(OVERSEERS, EVERYWHERE)),
    Line("office:message", get=chairs(OVERSEERS, "above province"), query="?don-vi={unit}"),
    Line("office:leader", get=chairs("approver supervisor officer", "own"), query="?don-vi={unit}"),
    Line("office:letter", get=chairs("approver supervisor", "above"), query="?don-vi={above}"),
    # what is public: everybody with a role in the province reads its table
    Line("office:publication", get=HERE, query="?tinh={province}"),
    Line(
        "office:publication-matter",
        ("matter",),
        get=HERE,
        post=PREPARES | DECIDES,
        query="?tinh={province}",
        sends=fixed(opens="1", ground="12/QĐ-UBND", decided_on="29/9/2016"),
        refused=403,
    ),
    Line("office:publication-preview", ("unit",), get=SEES),
    Line("office:explain", ("duty",), get=SEES, post=EXPLAINS, sends=fixed(text="Đang chờ số liệu"), refused=403),
    Line("files:download", ("file",), get=SEES, hidden=403),
    # a unit's people
    Line("office:staff", get=MANAGES, query="?don-vi={unit}"),
    Line(
        "office:invite",
        get=MANAGES,
        post=MANAGES,
        query="?don-vi={unit}",
        sends=fixed(name="Lan", role="officer", **decision),
        done=200,
    ),
    Line("office:renew-invitation", ("invitation",), get=None, post=MANAGES, done=200),
    Line("office:withdraw-invitation", ("invitation",), get=None, post=MANAGES),
    Line("office:person", ("person",), get=MANAGES),
    Line("office:slip", ("person",), get=None, post=MANAGES, done=200),
    Line("office:unlock", ("person",), get=None, post=MANAGES),
    Line("office:take-off-step", ("person",), get=None, post=MANAGES),
    Line("office:end-role", ("person", "role"), get=None, post=MANAGES),
    Line("office:end-delegation", ("delegation",), get=None, post=MANAGES),
    Line(
        "office:hand-over",
        ("person",),
        get=MANAGES,
        post=MANAGES,
        sends=fixed(taker="{taker}", day="01/10/2016", **decision),
    ),
    Line("office:leave", ("person",), get=MANAGES, post=MANAGES, sends=fixed(**decision)),
]

# permission -> who has it; "province" is the province's committee, "focal" the body beside it that plans for it.
PERMISSIONS = {
    "plans.propose": chairs("supervisor approver", "province focal") | OPERATOR,
    "plans.approve": chairs("approver", "province"),
    "plans.manage": chairs("approver", "province"),
    # Asked with the province's committee as the owner.
    "plans.evaluate": EVALUATES,
    "plans.sign-evaluation": APPROVES,
    "plans.answer": chairs("officer approver front", "province") | chairs("supervisor approver", "province focal"),
    "plans.reassign": REASSIGNS,
    "plans.see": chairs(ALL_ROLES, "province focal") | AUDITOR,
    "duties.see": SEES,
    "duties.fulfil": FULFILS,
    "duties.withdraw": FULFILS,
    "duties.waive": chairs("approver supervisor", "above province"),
    "duties.escalate": ESCALATES,
    "duties.explain": EXPLAINS,
    "units.contact": CALLS,
    "publication.prepare": PREPARES,
    "publication.decide": DECIDES,
    "index.import": IMPORTS_HERE,
    "index.accept": PLANS,
    "surveys.keep": PREPARES | OPERATOR,
    "surveys.see": ESTIMATES_HERE,
    "units.manage": chairs("supervisor", "province focal") | OPERATOR,
    "people.manage": MANAGES,
    "health.see": OPERATOR | AUDITOR,
    "journal.read": chairs("inspector", "province focal") | AUDITOR,
}
# Asked of the province, with its committee and the focal point; all others of a unit and those above it.
OF_THE_PROVINCE = {
    key for key in PERMISSIONS if key.startswith(("plans.", "journal.", "publication.", "index.", "surveys."))
}
OF_THE_PROVINCE |= {"units.manage"}


@pytest.fixture(scope="module")
def world(ca_mau):
    """The walkers and the things; made once."""
    return people_the_stage(ca_mau)


def test_every_address_is_declared():
    declared = [line.name for line in TABLE]
    assert sorted(declared) == sorted(addresses()), "each address has one line in TABLE, each line an address"


@pytest.mark.parametrize("line", TABLE, ids=[line.name for line in TABLE])
def test_an_address_answers_each_as_declared(line, world, record_property):
    wrong = []
    for walker, method in product(world.walkers_of(line), METHODS):
        status, changed = walk(world, line, walker, method)
        owed = line.expected(method, walker)
        if status != owed:
            wrong.append(f"{walker.name} {method}: {status}, declared {owed}")
        if method == "POST" and changed != (line.records and line.allows(walker)):
            wrong.append(f"{walker.name} {method}: {'something' if changed else 'nothing'} changed")
    record_property("combinations", len(METHODS) * len(world.walkers_of(line)))
    assert wrong == []


def test_the_walk_is_as_large_as_it_should_be(world, record_property):
    # Six roles at the places, until yesterday, from tomorrow, delegated; operator, auditor, no role, not logged in.
    assert len(world.walkers) == 6 * (len(PLACES) + 3) + 4
    combinations = sum(len(METHODS) * len(world.walkers_of(line)) for line in TABLE)
    record_property("combinations of address, person and method", combinations)
    asked = len(PERMISSIONS) * (len(world.walkers) - 1)
    record_property("combinations of permission and person", asked)
    told = f"{len(TABLE)} addresses, {len(world.walkers)} people, GET and POST: {combinations} combinations"
    print(f"{told}; {len(PERMISSIONS)} permissions: {asked}")  # noqa: T201


def test_every_permission_is_declared():
    assert set(PERMISSIONS) == set(policies.PERMISSIONS)


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_a_permission_is_held_as_declared(permission, world):
    units = world.scene.units
    province = world.scene.province.pk
    lineage = [units["commune"].unit_id, units["district"].unit_id, province]
    asked = [province, units["home_affairs"].unit_id] if permission in OF_THE_PROVINCE else lineage
    held = {
        walker.name: policies.allowed(walker.person, permission, units=asked, province=province)
        for walker in world.walkers
        if walker.person is not None
    }
    assert held == {
        walker.name: walker.may(PERMISSIONS[permission]) for walker in world.walkers if walker.person is not None
    }


def test_the_operator_reads_and_decides_nothing_of_a_unit(world):
    operator = next(walker for walker in world.walkers if walker.name == "operator")
    may = {line.name for line in TABLE if line.get and operator.may(line.get) and line.get != EVERYBODY}
    own = {line.name for line in TABLE if line.get == ACCOUNTS}
    of_people = {"office:staff", "office:invite", "office:person", "office:hand-over", "office:leave"}
    # He prepares a plan where nobody else can yet; approving is another's.
    # He brings published files of the index; accepting them is another's.
    of_plans = {line.name for line in TABLE if ":draft" in line.name and line.get == PROPOSES} | {"office:draft-new"}
    assert may - own == of_people | of_plans | {"office:index", "office:index-new", "office:index-file"}
    assert {key for key, who in PERMISSIONS.items() if operator.may(who)} == {
        "plans.propose",
        "index.import",
        "surveys.keep",
        "units.manage",
        "people.manage",
        "health.see",
    }


def test_the_cast_holds_every_role():
    assert {*UNIT_ROLES, Role.OPERATOR, Role.AUDITOR} == set(Role)
