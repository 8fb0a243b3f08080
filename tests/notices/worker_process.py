"""What the tests of several processes start: prepare N, deliver, overdue, tick, check.

The installation is the one of the environment, with the product's own settings; letters go to files.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path


def say(words: object) -> None:
    """One line, in one write."""
    os.write(1, (json.dumps(words) + "\n").encode())


def prepare(count: int) -> None:
    """A migrated database with ``count`` people, each with an address and a message about a late duty of its own."""
    from datetime import date

    from django.core.management import call_command
    from django.db import transaction

    from danbiet.base import clock
    from danbiet.duties.models import Duty
    from danbiet.people.models import Membership, Person, Role
    from danbiet.units import loading
    from danbiet.units.models import Placement

    call_command("migrate", interactive=False, verbosity=0)
    loading.load_province("96")
    rows = list(Placement.objects.filter(kind="commune", valid_to__isnull=False)[:count])
    with transaction.atomic():
        for number, row in enumerate(rows):
            person = Person.objects.create(username=f"p{number}", name="p", email=f"p{number}@xa.example")
            Membership.objects.create(
                person=person, unit_id=row.unit_id, role=Role.OFFICER, valid_from=date(2016, 1, 1)
            )
            due = date(2016, 9, 29)
            facts = {"rule": "plan-support", "subject": "s", "period": "p", "title": "t", "ground": "g"}
            Duty.objects.create(
                province_id=row.province_id,
                unit_id=row.unit_id,
                starts_on=due,
                due_on=due,
                due_at=clock.end_of_day(due),
                **facts,
            )
    say(len(rows))


def tick() -> None:
    """The step of reminders."""
    from danbiet.duties import reminders

    say(reminders.step())


def deliver() -> None:
    """Rounds of work until nothing is left; says each letter as it was marked."""
    from danbiet.notices import delivery, worker

    real = delivery._finish

    def finish(letter, content, *, empty):
        real(letter, content, empty=empty)
        say(letter.public_id)

    delivery._finish = finish
    worker.round_of_work()


def overdue() -> None:
    """A round after the lease of whoever was killed."""
    from danbiet.base import clock
    from danbiet.notices.settings import settings

    with clock.frozen(clock.now() + settings().lease):
        deliver()


def check() -> None:
    """How often each letter left, and what the database says."""
    from django.conf import settings

    from danbiet.journal import verification
    from danbiet.journal.models import Entry
    from danbiet.notices.models import Letter, Message

    files = Path(settings.EMAIL_FILE_PATH).glob("*.log") if Path(settings.EMAIL_FILE_PATH).is_dir() else ()
    text = "".join(path.read_text("utf-8") for path in files)
    left = Counter(line for line in text.splitlines() if line.startswith("Message-ID:"))
    say(
        {
            "letters": Letter.objects.count(),
            "sent": Letter.objects.filter(sent_at__isnull=False).count(),
            "left": len(left),
            "twice": sum(number - 1 for number in left.values()),
            "messages": Message.objects.count(),
            "unmailed": Message.objects.filter(mailed_at__isnull=True).count(),
            "recorded": sum(json.loads(one.payload)["count"] for one in Entry.objects.filter(action="duties.remind")),
            "findings": len(verification.verify()),
        }
    )


if __name__ == "__main__":
    from danbiet.cli.main import setup_django

    setup_django()
    parts = {"tick": tick, "deliver": deliver, "overdue": overdue, "check": check}
    parts[sys.argv[1]]() if sys.argv[1] != "prepare" else prepare(int(sys.argv[2]))
