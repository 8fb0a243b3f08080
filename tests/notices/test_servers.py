"""Mail servers that are silent or away, on a real socket: nobody waits for long, no other letter is kept back."""

import socket

import pytest

from danbiet.base import clock
from danbiet.duties import reminders
from danbiet.notices import worker
from danbiet.notices.models import Letter
from tests.duties.facts import DAY, make_duty
from tests.notices.conftest import MORNING
from tests.notices.smtp import serving

pytestmark = pytest.mark.django_db
PEOPLE = ("commune", "commune_leader", "neighbour")


@pytest.fixture
def three(connected, settings):
    """Three people with a letter each; the product's own way of sending, with little patience."""
    for name in PEOPLE:
        connected.people[name].email = f"{name}@xa.example"
        connected.people[name].save()
    make_duty(connected, due_on=DAY)
    make_duty(connected, "neighbour", due_on=DAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 0.2
    with clock.frozen(MORNING):
        reminders.step()
    return settings


def send(settings, port):
    settings.EMAIL_PORT = port
    with clock.frozen(MORNING):
        return worker.round_of_work()


def test_letters_go_over_one_connection(three):
    with serving() as server:
        assert send(three, server.port).sent == 3
        assert sorted(server.letters) == [f"<{name}@xa.example>" for name in sorted(PEOPLE)]
        assert server.connections == 1


@pytest.mark.parametrize("silent_at", ["", "ehlo", "data"])
def test_a_server_that_never_answers_is_left_and_nobody_loses_a_turn(silent_at, three):
    with serving(silent_at) as server:
        found = send(three, server.port)
    assert (found.sent, found.failed, found.unreachable) == (0, 1, True)
    assert Letter.objects.get(attempts=1).problem in ("TimeoutError", "SMTPServerDisconnected")
    with serving() as server:
        assert send(three, server.port).sent == 2


def test_one_address_the_server_chokes_on_keeps_no_other_back(three):
    with serving("neighbour@") as server:
        rounds = [send(three, server.port) for _ in range(3)]
    assert sum(one.sent for one in rounds) == 2
    assert sum(one.failed for one in rounds) == 1


def test_a_server_that_is_away(three):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    found = send(three, port)
    assert (found.sent, found.failed, found.unreachable) == (0, 1, True)
    assert Letter.objects.get(attempts=1).problem == "ConnectionRefusedError"
