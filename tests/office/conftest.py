"""A phone that shows codes, and people who manage others, for the pages of accounts and people."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import hotp

from danbiet.people import actions, second_step
from danbiet.people.models import Membership, Person, Role
from tests.scenes import PASSWORD


class Phone:
    """Shows the codes of a secret by a clock of seconds since 1970."""

    def __init__(self, key, clock):
        self.key, self.clock = key, clock

    def shows(self):
        """The code of now."""
        return f"{hotp(bytes.fromhex(self.key), int(self.clock[0] // 30)):06d}"


@pytest.fixture
def seconds(monkeypatch):
    """The machine's time, by which django-otp counts: it stands still until moved."""
    found = [1_475_211_615.0]
    monkeypatch.setattr(time, "time", lambda: found[0])
    return found


@pytest.fixture
def phone_of(seconds):
    """Somebody's phone with the second step set up a minute ago, and the recovery codes."""

    def make(person):
        phone = Phone(second_step.new_key(), seconds)
        codes = second_step.set_up(person, phone.key, phone.shows())
        seconds[0] += 60
        return phone, codes

    return make


@pytest.fixture
def staffed(ca_mau):
    """Cà Mau with an administrator at the commune, at the district and at the neighbour, and an operator."""
    operator = ca_mau.people["operator"]

    class House:
        """People by name; ``client`` logs one in."""

        scene = ca_mau
        unit = ca_mau.units["commune"]

        def person(self, name):
            return Person.objects.get(username=name)

        def role(self, name):
            return Membership.objects.get(person__username=name, delegated_from=None, revoked_at=None)

        def client(self, name):
            client = Client()
            client.force_login(self.person(name))
            return client

    for name, key in (("admin", "commune"), ("admin_above", "district"), ("admin_beside", "neighbour")):
        place = ca_mau.units[key]
        person = actions.create_person(operator, username=name, name=name, password=PASSWORD, check=False)
        actions.grant(operator, person, Role.ADMINISTRATOR, unit_id=place.unit_id, valid_from=date(2016, 1, 1))
    vanhanh = actions.create_person(operator, username="vanhanh", name="Vận hành", password=PASSWORD, check=False)
    actions.grant(operator, vanhanh, Role.OPERATOR)
    return House()


@pytest.fixture
def page():
    """The address of an office page."""
    return lambda name, *args: reverse(f"office:{name}", args=args)


@pytest.fixture
def text_of():
    """The words of an answer."""
    return lambda response: response.content.decode()
