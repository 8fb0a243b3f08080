"""What is printed, in a real browser: one sheet on either paper, nothing cut off unsaid; other pages black on white."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.pages import assets, paper
from danbiet.plans.models import Task
from danbiet.units import queries
from danbiet.units.models import Placement
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import DAY, chromium
from tests.scenes import adopted_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
POINTS = 72 / 25.4
# Of the sheet's parts, how far what they hold goes beyond them.
OVERFLOW = """[...document.querySelectorAll('.sheet-body, .sheet-foot, .sheet-where, .sheet')]
    .map(one => Math.max(one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth))"""


@pytest.fixture
def scene(transactional_db, settings):
    """Cà Mau with an adopted plan, the clock of all threads standing at the scene's day."""
    assets.build_all()
    clock.freeze(DAY)
    settings.DEMONSTRATION = True
    yield adopted_ca_mau()
    clock.freeze(None)


def notices(scene):
    """Of the largest unit, a district, a commune and the unit with the longest name, every notice there is."""
    longest = max(Placement.objects.filter(queries.on_day(DAY)), key=lambda row: len(row.name))
    task = Task.objects.get(code="II.1").public_id
    found = {}
    units = {name: scene.units[name].unit.public_id for name in ("leader", "district", "commune", "home_affairs")}
    for name, unit in {**units, "longest": longest.unit.public_id}.items():
        found[name, "unit"] = reverse("portal:unit-sheet", args=[unit])
        if name in ("district", "commune", "home_affairs"):
            found[name, "plan"] = reverse("portal:unit-plan-sheet", args=[unit])
        if name in ("district", "commune"):
            found[name, "task"] = reverse("portal:unit-task-sheet", args=[unit, task])
    return found


def printed(page, **options):
    """The pages of the print: width and height in millimetres, text, colours of what is written."""
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True, **options))) as document:
        return [
            (
                round(one.width / POINTS),
                round(one.height / POINTS),
                one.extract_text(),
                {str(letter["non_stroking_color"]) for letter in one.chars},
            )
            for one in document.pages
        ]


BLACK = {"(0.0,)", "(0,)", "(0.0, 0.0, 0.0)", "(0, 0, 0)", "0"}


def test_a_notice_is_one_sheet_with_all_it_says(scene, live_server):
    with running(chromium()) as browser:
        visitor = Visitor(browser, live_server.url, DESK)
        for size in paper.SIZES.values():
            wide = int((size.width - 2 * size.margin) * 96 / 25.4)
            for (unit, face), path in notices(scene).items():
                page = visitor.open(f"{path}?kho={size.name}")
                ((width, height, text, colours),) = printed(page)
                where = (size.name, unit, face)
                assert (width, height) == (size.width, size.height), where
                assert colours <= BLACK, where
                assert "Dữ liệu mô phỏng, không phải thông báo thật." in text, where
                assert "Tính đến ngày 30/9/2016." in text, where
                assert "Ký tên, đóng dấu" in text, where
                assert "Trang đầu" not in text, where
                page.set_viewport_size({"width": wide, "height": 1000})
                page.emulate_media(media="print")
                assert max(page.evaluate(OVERFLOW)) <= 1, where
                page.emulate_media(media="null")
        assert visitor.complaints == []


def test_the_pages_of_the_wall_on_a_phone_and_at_a_desk(scene, live_server):
    commune = scene.units["commune"].unit.public_id
    paths = [reverse("portal:unit-sheet", args=[commune]), reverse("portal:unit-loudspeaker", args=[commune])]
    paths += [f"{paths[0]}?kho=a3", f"{paths[1]}?lang=en", paths[0]]
    found = {}
    with running(chromium()) as browser:
        for size in (PHONE, DESK):
            visitor = Visitor(browser, live_server.url, size, scripts=True)
            for number, path in enumerate(paths):
                visitor.open(path)
                found[number, size["width"]] = visitor.check()
            assert visitor.complaints == []
    assert {key: problems for key, problems in found.items() if problems} == {}


def test_every_page_prints_black_on_white_with_address_and_day(scene, live_server):
    paths = {
        "unit": reverse("portal:unit", args=[scene.units["commune"].unit.public_id]),
        "plan": reverse("portal:plan", args=[scene.plan.public_id]),
        "task": reverse("portal:task", args=[Task.objects.get(code="II.1").public_id]),
        "law": reverse("portal:law"),
    }
    with running(chromium()) as browser:
        visitor = Visitor(browser, live_server.url, DESK)
        for name, path in paths.items():
            pages = printed(visitor.open(path), format="A4")
            assert set().union(*(colours for *_, colours in pages)) <= BLACK, name
            text = "\n".join(one[2] for one in pages)
            assert f"{live_server.url}{path} · 30/9/2016" in text, name
            assert "Trang đầu" not in text, name
            if name == "task":
                assert "Xã Khánh Hòa" in text, "what is folded on the screen is open on paper"
            if name == "plan":
                assert "Tri thức công dân" in pages[0][2], "the first table begins on the first page"
