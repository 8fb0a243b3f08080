"""A walk over the pages of the index in a real browser, on a phone and at a desk: axe, width, the live chart, paper."""

import re

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.index import standing
from danbiet.pages import assets
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import DAY, chromium
from tests.index import made_up
from tests.scenes import loaded_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
AT = {"slug": "ca-mau", "index": "papi"}


@pytest.fixture
def _editions(transactional_db, monkeypatch):
    """Cà Mau with made-up editions; the clock of all threads stands."""
    assets.build_all()
    clock.freeze(DAY)
    monkeypatch.setattr(standing, "DRAWS", 200)
    loaded_ca_mau()
    made_up.stored()
    yield
    standing._simulated.cache_clear()
    clock.freeze(None)


def address(name, **values):
    return reverse(f"observatory:{name}", kwargs={**AT, **values})


@pytest.mark.usefixtures("_editions")
def test_the_pages_of_the_index_on_a_phone_and_at_a_desk(live_server):
    pages = [
        address("year", year=2015),
        address("element", year=2015, code="I"),
        address("provinces", year=2015, code="total"),
        address("map", year=2015, code="total"),
        address("trend", code="I"),
        address("sources"),
    ]
    found = {}
    with running(chromium()) as browser:
        for size, drawn in ((PHONE, "phone"), (DESK, "desk")):
            visitor = Visitor(browser, live_server.url, size)
            for path in pages:
                page = visitor.open(path)
                found[path, drawn] = visitor.check()
                for one in page.query_selector_all(".drawing"):
                    assert one.is_visible() == (f"for-{drawn}" in one.get_attribute("class"))
            page = visitor.open(address("map-live", year=2015, code="total", figure="ban-do"))
            page.wait_for_selector("#bieu-do[data-live=yes]", timeout=20_000)
            assert page.locator(".live text", has_text="Trường Sa").count() == 1
            found["live", drawn] = visitor.check()
            # Nothing broke the policy, nothing failed.
            assert visitor.complaints == []
        plain = Visitor(browser, live_server.url, PHONE, scripts=False)
        page = plain.open(address("map-live", year=2015, code="total", figure="ban-do"))
        assert page.locator(".for-phone text", has_text="Trường Sa").is_visible()
        # On paper: the desk's drawing, black on white.
        page = plain.open(pages[0])
        page.emulate_media(media="print")
        assert page.locator(".for-desk svg").first.is_visible()
        assert page.locator(".take").first.is_hidden()
        ours = page.evaluate("getComputedStyle(document.querySelector('.for-desk svg [fill=\"#1f4e79\"]')).fill")
        assert re.sub(r"\s", "", ours) == "rgb(0,0,0)"
    assert {key: problems for key, problems in found.items() if problems} == {}
