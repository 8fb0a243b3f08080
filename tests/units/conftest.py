"""Cà Mau through time without people or plans, for the tests of one module; the clock stands at 30/9/2016."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from danbiet.base import clock
from danbiet.units import loading, queries
from tests.conftest import DAY


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """``old`` and ``new`` are the province's unit of 2016 and of today; ``counts`` what the loading said."""
    with clock.frozen(DAY), django_db_blocker.unblock(), transaction.atomic():
        counts = loading.load_province("96")
        yield SimpleNamespace(
            counts=counts,
            old=queries.province_by_code("96", DAY).unit,
            new=queries.province_by_code("96", loading.dataset.TWO_TIER).unit,
            other=queries.province_by_code("95", DAY).unit,
        )
        transaction.set_rollback(True)
