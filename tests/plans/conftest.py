"""What the tests of plans share."""

import pytest
from django.db import transaction

from danbiet.base import clock
from tests.scenes import DAY, loaded_ca_mau


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Cà Mau with its people and no plan, for the tests of one module; the clock stands at 30/9/2016 at noon."""
    with clock.frozen(DAY), django_db_blocker.unblock(), transaction.atomic():
        yield loaded_ca_mau()
        transaction.set_rollback(True)
