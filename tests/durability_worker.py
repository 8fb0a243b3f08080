"""What the durability test starts and kills: python -m tests.durability_worker prepare|attest|generate|check.

Every line printed is an acknowledgement, written after the commit. The installation is the one of the environment
(DANBIET_HOME, DATABASE_URL), with the product's own settings.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from itertools import islice

STEP = 5


def acknowledge(*words: object) -> None:
    """One line, in one write."""
    os.write(1, (json.dumps(words) + "\n").encode())


def prepare() -> None:
    """A migrated database with the example plan adopted and none of its duties made but the first hundred."""
    from django.core.management import call_command

    from danbiet.duties.making import Made
    from danbiet.plans import actions
    from tests.scenes import loaded_ca_mau, propose_example

    call_command("migrate", interactive=False, verbosity=0)
    scene = loaded_ca_mau()
    actions.generation.generate = lambda plan: Made()
    actions.approve(scene.people["leader"], propose_example(scene))
    make(islice(wanted(), 100))
    acknowledge("ready")


def wanted():
    """The duties of the only plan."""
    from danbiet.base import clock
    from danbiet.plans import generation
    from danbiet.plans.models import Plan

    plan, day = Plan.objects.select_related("province").get(), clock.today()
    circle = generation.reporting_circle(plan, day)
    return generation.wanted(plan, circle, generation.horizon(plan, day), day)


def make(rows) -> int:
    """Make some duties."""
    from danbiet.duties.making import materialise
    from danbiet.journal import recording
    from danbiet.plans.models import Plan

    province = Plan.objects.select_related("province").get().province
    return materialise(province.pk, recording.chain_of(province.public_id), rows).new


def generate() -> None:
    """Make the duties in small batches, from the last to the first, so that every round has something to do."""
    rows = list(wanted())[::-1]
    for start in range(0, len(rows), STEP):
        batch = rows[start : start + STEP]
        if make(batch):
            acknowledge("made", [[one.unit_id, *one.template[:3]] for one in batch])


def attest() -> None:
    """Record a document for one duty after the other."""
    from danbiet.base import clock
    from danbiet.duties import actions
    from danbiet.duties.models import Duty
    from danbiet.people.actions import operator
    from danbiet.people.models import Membership, Role

    person = operator()
    for duty in Duty.objects.filter(fulfilled_at__isnull=True).select_related("province").order_by("id"):
        Membership.objects.get_or_create(
            person=person, unit_id=duty.unit_id, role=Role.OFFICER, valid_from=clock.today()
        )
        person.__dict__.pop("_memberships", None)
        evidence = actions.attest(person, duty, actions.Document(f"{duty.pk}/CV", clock.today()))
        acknowledge("attested", duty.public_id, evidence.public_id)


def check() -> None:
    """Compare the database with the acknowledgements on standard input, then let time complete it."""
    from danbiet.duties import ticking
    from danbiet.duties.models import Duty, Evidence
    from danbiet.journal import verification
    from danbiet.journal.models import Entry

    acknowledged = [json.loads(line) for line in sys.stdin]
    rows = Duty.objects.values_list("unit", "rule", "subject", "period")
    there = {tuple(row) for row in rows}
    evidence = set(Evidence.objects.filter(duty__fulfilled_at__isnull=False).values_list("public_id", flat=True))
    lost = [line for line in acknowledged if line[0] == "attested" and line[2] not in evidence]
    lost += [line for line in acknowledged if line[0] == "made" and not {tuple(row) for row in line[1]} <= there]
    made = [json.loads(entry.payload)["count"] for entry in Entry.objects.filter(action="duties.make")]
    whole = {
        "lost": lost,
        "findings": [finding.error().render("en") for finding in verification.verify()],
        "rows without entry": len(there) - sum(made),
        "evidence without entry": Evidence.objects.count() - Entry.objects.filter(action="duties.fulfil").count(),
        "fulfilled without evidence": Duty.objects.filter(fulfilled_at__isnull=False, evidence=None).count(),
    }
    first, second = ticking.tick(), ticking.tick()
    keys = Counter(rows.all())
    after = {
        "completed": first["plans.made"] > 0,
        "nothing the second time": set(second.values()) == {0},
        "twice": [key for key, count in keys.items() if count > 1],
        "missing": [one.unit_id for one in wanted() if (one.unit_id, *one.template[:3]) not in keys],
        "findings after": [finding.error().render("en") for finding in verification.verify()],
    }
    acknowledge({**whole, **after})


if __name__ == "__main__":
    from danbiet.cli.main import setup_django

    setup_django()
    {"prepare": prepare, "attest": attest, "generate": generate, "check": check}[sys.argv[1]]()
