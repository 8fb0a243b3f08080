"""The pages that are printed and followed by, in a real browser: axe on a phone and a desk, and what they print on."""

import re
from datetime import date

import pypdfium2
import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties import escalation
from danbiet.duties.models import Force
from danbiet.notices.models import Message
from danbiet.office import year
from danbiet.pages import assets
from danbiet.people import actions as people
from danbiet.people.models import Role
from danbiet.plans.models import OpenQuestion, Task
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import chromium
from tests.duties.facts import make_duty
from tests.scenes import PASSWORD, adopted_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
# Three days after the programmes were due.
LATER = date(2016, 10, 24)
LONG = "Niêm yết công khai, lấy ý kiến người dân và trả lời bằng văn bản về việc sử dụng đất trên địa bàn xã " * 3
# A4 in points, as PDF counts.
A4 = (595, 842)


@pytest.fixture
def scene(transactional_db, settings):
    """Cà Mau with an adopted plan and a supervisor of the district; the clock of all threads stands still."""
    assets.build_all()
    clock.freeze(LATER)
    settings.DEMONSTRATION = True
    made = adopted_ca_mau()
    operator = made.people["operator"]
    person = people.create_person(operator, username="watch", name="Theo dõi", password=PASSWORD, check=False)
    for place in (made.units["district"].unit_id, made.province.pk):
        people.grant(operator, person, Role.SUPERVISOR, unit_id=place, valid_from=date(2016, 1, 1))
    yield made
    clock.freeze(None)


def logged_in(browser, server, size, who, *, scripts=True):
    visitor = Visitor(browser, server.url, size, scripts=scripts)
    page = visitor.open(reverse("office:login"))
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/van-phong/")
    return visitor


def printed(visitor, path):
    """The printed page: how many sheets, their size in points, their text."""
    page = visitor.open(path)
    made = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = {tuple(round(side) for side in one.get_size()) for one in made}
    # In the order it was written, a column after the other.
    return len(made), sizes, "\n".join(one.get_textpage().get_text_range() for one in made)


def test_the_pages_on_a_phone_and_at_a_desk(scene, live_server):
    key = f"plan-programme.{scene.plan.public_id}.once"
    paths = {
        "year": reverse("office:year", args=[scene.units["commune"].unit.public_id]),
        "below": reverse("office:below"),
        "one district": f"{reverse('office:below')}?dot={key}&huyen={scene.units['district'].unit.public_id}",
        "message": f"{reverse('office:message')}?dot={key}",
        "leader": reverse("office:leader"),
        "contact": reverse("office:contact", args=[scene.units["commune"].unit.public_id]),
        "task": reverse("portal:task", args=[Task.objects.get(code="V.4").public_id]),
        "plan": reverse("office:plan", args=[scene.plan.public_id]),
        "english": reverse("office:leader") + "?lang=en",
    }
    found = {}
    with running(chromium()) as browser:
        for size in (PHONE, DESK):
            visitor = logged_in(browser, live_server, size, "watch")
            found["my work", size["width"]] = visitor.check()
            for name, path in paths.items():
                visitor.open(path)
                found[name, size["width"]] = visitor.check()
            assert visitor.complaints == []
    assert {key: problems for key, problems in found.items() if problems} == {}


def months(number):
    """Due days of a commune's year: every month has some, and the last working day of the year the rest."""
    spread = [date(2018, 1 + n % 12, 1 + (7 * n) % 28) for n in range(min(number, 15))]
    return [*spread, *[date(2018, 12, 28)] * (number - len(spread))]


@pytest.mark.parametrize("number", [0, 4, 15, 20, year.MOST, year.MOST + 5])
def test_the_year_prints_on_one_a4_with_up_to_forty_long_duties(number, scene, live_server):
    for index, day in enumerate(months(number)):
        force = Force.REQUESTED if index % 5 == 4 else Force.ASSIGNED
        make_duty(scene, period=f"n{index}", due_on=day, title=f"{index + 1}. {LONG}"[:300], force=force)
    path = reverse("office:year", args=[scene.units["commune"].unit.public_id])
    with running(chromium()) as browser:
        visitor = logged_in(browser, live_server, DESK, "commune")
        sheets, sizes, text = printed(visitor, f"{path}?nam=2018")
    assert (sheets, sizes) == (1, {A4[::-1]})
    assert "Lịch năm 2018: Xã Khánh Hòa" in text
    assert "Dữ liệu mô phỏng" in text
    assert len(set(re.findall(r"\b(\d+)\. Niêm", text))) == min(number, year.MOST), "none is lost"


@pytest.mark.parametrize("number", [4, 3 * 12, 4 * 12])
def test_a_full_year_of_months_fits_too(number, scene, live_server):
    """Four in every month: the fullest the twelve-month sheet may be, though more than the sheet takes."""
    for index in range(number):
        make_duty(scene, period=f"m{index}", due_on=date(2018, 1 + index % 12, 3 + index // 12), title=LONG[:300])
    path = reverse("office:year", args=[scene.units["commune"].unit.public_id])
    with running(chromium()) as browser:
        visitor = logged_in(browser, live_server, DESK, "commune")
        sheets, sizes, _ = printed(visitor, f"{path}?nam=2018")
    assert (sheets, sizes) == (1, {A4[::-1]})


def test_the_leaders_page_prints_on_one_a4_with_all_it_can_hold(scene, live_server):
    for number in range(7):
        OpenQuestion.objects.create(plan=scene.plan, code=f"X-{number}", message=LONG, owner=scene.province)
        late = make_duty(scene, period=f"l{number}", due_on=date(2016, 10, 3), title=LONG[:300])
        Message.objects.create(
            person=scene.people["leader"],
            kind=escalation.KIND,
            subject=late.public_id,
            occasion=scene.province.public_id,
        )
    with running(chromium()) as browser:
        visitor = logged_in(browser, live_server, DESK, "watch")
        address = f"{reverse('office:leader')}?don-vi={scene.province.public_id}"
        sheets, sizes, text = printed(visitor, address)
    assert (sheets, sizes) == (1, {A4})
    assert len(re.findall(r"^\d\. ", text, re.MULTILINE)) == 5
    assert "Ý kiến:" in text


def test_a_supervisor_finds_who_is_missing_copies_the_reminder_and_gets_the_letter_without_scripts(scene, live_server):
    with running(chromium()) as browser:
        visitor = logged_in(browser, live_server, PHONE, "watch", scripts=False)
        page = visitor.page
        page.click("main nav >> text=Đơn vị trực thuộc")
        assert "quá hạn" in page.inner_text(".lead")
        page.click("text=Quá hạn")
        page.click("a.button")
        assert "nhắc việc, tính đến ngày 24/10/2016" in page.input_value("#loi-nhac")
        page.click(".path a")
        page.go_back()
        visitor.open(reverse("office:leader"))
        with page.expect_download() as waited:
            page.click("text=Phó Chủ tịch ký thay")
        assert waited.value.suggested_filename.endswith(".docx")
        assert visitor.complaints == []
