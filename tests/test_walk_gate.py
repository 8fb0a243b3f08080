"""A matter is opened: the leader decides, the commune sees it first and explains, people read it on its day."""

from datetime import date

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.pages import assets
from danbiet.people.models import Publication
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import DAY, chromium
from tests.duties.facts import make_duty
from tests.scenes import PASSWORD, adopted_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def scene(transactional_db, settings):
    """Cà Mau with an adopted plan, the clock of all threads standing at the scene's day; one duty is past its day."""
    assets.build_all()
    clock.freeze(DAY)
    settings.DEMONSTRATION = True
    found = adopted_ca_mau()
    make_duty(found, period="1", due_on=date(2016, 9, 20))
    yield found
    clock.freeze(None)


def log_in(visitor, who):
    page = visitor.open(reverse("office:login"))
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/van-phong/")
    return page


def test_a_matter_opens_and_nobody_is_surprised(scene, live_server):
    unit = reverse("portal:unit", args=[scene.units["commune"].unit.public_id])
    found = {}
    with running(chromium()) as browser:
        leader = Visitor(browser, live_server.url, DESK, scripts=False)
        page = log_in(leader, "leader")
        page.click("nav.nav >> text=Công khai")
        page.click("text=Ngày nhận và việc chưa nhận được sau hạn")
        page.fill("#id_ground", "12/QĐ-UBND")
        page.click("main button")
        assert page.input_value("#id_ground") == "12/QĐ-UBND", "nothing typed is lost"
        page.click(".summary a")
        page.fill("#id_decided_on", "29/9/2016")
        page.click("main button")
        assert "Từ 14/10/2016 sẽ công khai" in page.inner_text("main .notice")
        assert Publication.objects.get().from_day == date(2016, 10, 14)

        officer = Visitor(browser, live_server.url, PHONE, scripts=False)
        page = log_in(officer, "commune")
        page.click("nav.nav >> text=Thông báo")
        page.click("text=Ngày nhận và việc chưa nhận được sau hạn")
        assert "sẽ thấy từ 14/10/2016" in page.inner_text("h1")
        assert "chưa nhận được, sau hạn 10 ngày" in page.inner_text("article")
        page.click("table:below(#giai-thich) >> text=Việc để thử")
        page.fill("#id_text", "Bão số 4 làm đứt đường.")
        page.click("main button")
        assert "Bão số 4" in page.inner_text("main table")

        citizen = Visitor(browser, live_server.url, PHONE)
        assert "sau hạn" not in citizen.open(unit).inner_text("main")
        clock.freeze(date(2016, 10, 14))
        text = citizen.open(unit).inner_text("main")
        assert "chưa nhận được, sau hạn 24 ngày" in text
        assert "Bão số 4 làm đứt đường." in text
        citizen.page.click("text=Công khai những gì >> nth=0")
        assert "12/QĐ-UBND ngày 29/9/2016" in citizen.page.inner_text("main")
        found = [*leader.complaints, *officer.complaints, *citizen.complaints]
    assert [text for text in found if "422" not in text] == []


def test_the_pages_of_the_gate_on_a_phone_and_at_a_desk(scene, live_server):
    commune = scene.units["commune"].unit.public_id
    duty = scene.units["commune"].unit.duties.get(period="1").public_id
    preview = reverse("office:publication-preview", args=[commune])
    matter = [reverse("office:publication-matter", args=[key]) for key in ("lateness", "plan")]
    rounds = {
        None: [reverse("portal:unit", args=[commune]), reverse("portal:publication", args=["ca-mau"])],
        "leader": [reverse("office:publication"), *matter, f"{preview}?mo=lateness"],
        "commune": [reverse("office:publication"), matter[0], preview, reverse("office:explain", args=[duty])],
    }
    found = {}
    with running(chromium()) as browser:
        for size in (PHONE, DESK):
            for who, paths in rounds.items():
                visitor = Visitor(browser, live_server.url, size)
                if who:
                    log_in(visitor, who)
                for path in paths:
                    visitor.open(path)
                    found[who, path, size["width"]] = visitor.check()
                if who:
                    visitor.open(paths[-1] if who == "commune" else matter[0])
                    visitor.page.click("main button")
                    found[who, "errors", size["width"]] = visitor.check()
                assert [text for text in visitor.complaints if "422" not in text] == []
    assert {key: problems for key, problems in found.items() if problems} == {}
