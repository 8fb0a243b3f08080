"""A scene whose duties a test makes itself, with e-mail connected."""

from datetime import datetime

import pytest
from django.core import mail

from danbiet.base import clock
from danbiet.duties import reminders
from danbiet.duties.models import Duty
from danbiet.notices import worker
from danbiet.notices.models import Message
from danbiet.people import policies

MORNING = datetime(2016, 9, 30, 7, 30, tzinfo=clock.ZONE)


@pytest.fixture
def scene(ca_mau):
    """The scene without the duties of the plan and what its adoption tells, with the accounts as they were."""
    Duty.objects.update(waived_at=clock.now())
    Message.objects.all().delete()
    for person in ca_mau.people.values():
        person.refresh_from_db()
        policies.forget(person)
    return ca_mau


@pytest.fixture
def connected(settings, scene):
    """E-mail goes to the outbox of the test; the commune's officer has an address."""
    settings.EMAIL_READY = True
    settings.SITE_ADDRESS = "https://danbiet.example"
    settings.DEFAULT_FROM_EMAIL = "Dân Biết <khong-tra-loi@danbiet.example>"
    person = scene.people["commune"]
    person.email = "can.bo@xa.example"
    person.save()
    mail.outbox = []
    return scene


@pytest.fixture
def tick_and_send():
    """The step of reminders and one round of the worker at a moment; what was handed over."""

    def run(moment=MORNING):
        with clock.frozen(moment):
            reminders.step()
            return worker.round_of_work()

    return run
