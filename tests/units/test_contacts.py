"""A unit's telephone: who keeps it, from which day on, what the record says of it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal.models import Entry
from danbiet.people import actions as people
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.units import contacts, queries
from danbiet.units.models import Contact

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2016, 9, 30), date(2016, 10, 3)


@pytest.fixture
def scene(ca_mau):
    """Cà Mau with somebody who supervises the commune's district."""
    for person in ca_mau.people.values():
        policies.forget(person)
    person = people.create_person(ca_mau.people["operator"], username="watch", name="watch")
    district = ca_mau.units["district"].unit_id
    people.grant(ca_mau.people["operator"], person, Role.SUPERVISOR, unit_id=district, valid_from=date(2016, 1, 1))
    ca_mau.people["watch"] = person
    yield ca_mau
    del ca_mau.people["watch"]


def known(scene, day=DAY):
    unit = scene.units["commune"].unit_id
    return queries.phones([unit], day).get(unit, [])


@pytest.mark.parametrize(
    ("who", "may"),
    [("commune", True), ("commune_leader", True), ("watch", True), ("neighbour", False), ("leader", False)],
)
def test_the_unit_keeps_its_number_and_so_does_who_follows_it_up(who, may, scene):
    place = scene.units["commune"]
    address = reverse("office:contact", args=[place.unit.public_id])
    client = Client()
    client.force_login(scene.people[who])
    assert client.get(address).status_code == (200 if may else 404)
    answer = client.post(address, {"phone": " 0290  3831 234 "})
    assert answer.status_code == (302 if may else 404)
    assert known(scene) == (["0290 3831 234"] if may else [])


def test_a_new_number_ends_the_earlier_one_the_day_before(scene):
    person, place = scene.people["commune"], scene.units["commune"]
    contacts.set_phone(person, place, "0290 1")
    contacts.set_phone(person, place, "0290 2")
    assert known(scene) == ["0290 2"], "corrected on the same day"
    with clock.frozen(NEXT):
        contacts.set_phone(person, place, "0290 3")
        assert (known(scene, DAY), known(scene, NEXT)) == (["0290 2"], ["0290 3"])
        contacts.set_phone(person, place, "")
        assert known(scene, NEXT) == []
    assert not Contact.objects.filter(public=True).exists()


def test_the_record_says_that_it_changed_and_not_what_it_is(scene):
    for _ in range(2):
        contacts.set_phone(scene.people["commune"], scene.units["commune"], "0290 3831 234")
    (entry,) = Entry.objects.filter(action="units.phone")
    assert "3831" not in str(entry.payload)


@pytest.mark.parametrize("text", ["gọi anh Ba", "0", "0290 x", "1" * 61])
def test_what_is_no_number_comes_back_with_what_was_typed(text, scene):
    place = scene.units["commune"]
    client = Client()
    client.force_login(scene.people["commune"])
    answer = client.post(reverse("office:contact", args=[place.unit.public_id]), {"phone": text})
    assert answer.status_code == 422
    assert f'value="{text}"' in answer.content.decode()
    with pytest.raises(CodedError) as caught:
        contacts.set_phone(scene.people["commune"], place, text)
    assert caught.value.code == "UNIT-040"
    with pytest.raises(CodedError) as caught:
        contacts.set_phone(scene.people["neighbour"], place, "0290 1")
    assert caught.value.code == "PEO-001"
