"""The same seed gives the same facts; more provinces come for load."""

import pytest
from django.db import transaction

from danbiet.base import clock
from danbiet.demo import province
from danbiet.duties.models import Duty, Evidence
from danbiet.plans.models import Plan


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_facts():
    def facts(seed):
        with transaction.atomic(), clock.frozen(province.TODAY):
            province.build(seed=seed)
            rows = Evidence.objects.order_by("duty__unit__placements__folded", "number")
            found = list(rows.values_list("duty__unit__placements__folded", "number", "document_date"))
            transaction.set_rollback(True)
        return found

    first = facts(7)
    assert first == facts(7)
    assert first != facts(8)


@pytest.mark.django_db
def test_more_provinces_for_load_each_with_its_plan():
    with clock.frozen(province.TODAY):
        built = province.build(count=2)
        assert Plan.objects.values("province").distinct().count() == built.provinces == 2
        assert Duty.objects.values("province").distinct().count() == 2
