"""Walks through the pages in a real browser, on a phone and at a desk, with axe on every page."""

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties.models import Duty
from danbiet.pages import assets
from danbiet.plans.models import Task
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import DAY, chromium
from tests.scenes import PASSWORD, adopted_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def scene(transactional_db, settings):
    """Cà Mau with an adopted plan, the clock of all threads standing at the scene's day."""
    assets.build_all()
    clock.freeze(DAY)
    settings.DEMONSTRATION = True
    yield adopted_ca_mau()
    clock.freeze(None)


def public_pages(scene):
    return {
        "home": reverse("portal:home"),
        "search": reverse("portal:search", args=["ca-mau"]) + "?q=khanh",
        "plan": reverse("portal:plan", args=[scene.plan.public_id]),
        "task": reverse("portal:task", args=[Task.objects.get(code="V.4").public_id]),
        "unit": reverse("portal:unit", args=[scene.units["commune"].unit.public_id]),
        "law": reverse("portal:law"),
        "missing": "/khong-co-trang-nay/",
        "login": reverse("office:login"),
    }


def test_the_public_pages_on_a_phone_and_at_a_desk(scene, live_server):
    with running(chromium()) as browser:
        found = {}
        for size in (PHONE, DESK):
            visitor = Visitor(browser, live_server.url, size)
            for name, path in public_pages(scene).items():
                if name == "law" and size is DESK:
                    continue  # hundreds of rows of one kind, looked at once
                visitor.open(path)
                found[name, size["width"]] = visitor.check()
            assert [text for text in visitor.complaints if "404" not in text] == []
    assert {key: problems for key, problems in found.items() if problems} == {}


def test_an_officer_does_the_days_work_without_scripts_and_by_keyboard(scene, live_server):
    with running(chromium()) as browser:
        visitor = Visitor(browser, live_server.url, PHONE, scripts=False)
        page = visitor.open("/van-phong/")
        page.fill("#id_username", "commune")
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/van-phong/")
        assert "Dữ liệu mô phỏng" in page.inner_text(".today")
        page.click("a.button")
        page.fill("#id_number", "12/KH-UBND")
        page.fill("#id_day", "31/02/2016")
        page.click("main button")
        assert page.input_value("#id_number") == "12/KH-UBND", "nothing typed is lost"
        page.click(".summary a")
        page.fill("#id_day", "28/9/2016")
        page.click("main button")
        assert "đã làm" in page.inner_text(".lead")
        assert [text for text in visitor.complaints if "422" not in text] == []
    assert Duty.objects.filter(fulfilled_at__isnull=False, unit=scene.units["commune"].unit_id).count() == 1


def test_the_officers_pages_on_a_phone_and_at_a_desk(scene, live_server):
    duty = Duty.objects.filter(unit=scene.units["commune"].unit_id).order_by("due_on").first()
    paths = ["/van-phong/", "/van-phong/ke-hoach/", reverse("office:duty", args=[duty.public_id])]
    paths.append(reverse("office:plan", args=[scene.plan.public_id]))
    paths += [reverse("notices:list"), reverse("notices:settings")]
    found = {}
    with running(chromium()) as browser:
        for size in (PHONE, DESK):
            visitor = Visitor(browser, live_server.url, size)
            page = visitor.open(reverse("office:login"))
            page.fill("#id_username", "commune")
            page.fill("#id_password", PASSWORD)
            page.click("main button")
            for path in [*paths, "?lang=en", paths[2]]:
                visitor.open(path if path.startswith("/") else f"/van-phong/{path}")
                found[path, size["width"]] = visitor.check()
            page.click("main button")
            found["errors", size["width"]] = visitor.check()
            assert [text for text in visitor.complaints if "422" not in text] == []
    assert {key: problems for key, problems in found.items() if problems} == {}
