"""Somebody comes and goes in a real browser, on a phone and at a desk: invited, a second step, a slip, gone."""

import base64
import time
from datetime import date
from urllib.parse import urlparse

import pytest
from django.urls import reverse
from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.base import clock
from danbiet.pages import assets
from danbiet.people import actions
from danbiet.people.models import Person, Role
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import DAY, chromium
from tests.scenes import PASSWORD, adopted_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
NEW, NEWER = "bốn con vịt vàng 2016", "năm con gà trống 2016"


@pytest.fixture
def seconds(monkeypatch):
    """The machine's time as django-otp reads it, so that no walk waits for the next code."""
    found = [1_475_211_615.0]
    monkeypatch.setattr(time, "time", lambda: found[0])
    return found


@pytest.fixture
def scene(transactional_db):
    """Cà Mau with an adopted plan and an administrator at the commune; the clock of all threads stands."""
    assets.build_all()
    clock.freeze(DAY)
    found = adopted_ca_mau()
    operator, unit = found.people["operator"], found.units["commune"].unit_id
    person = actions.create_person(operator, username="admin", name="Trần Văn Quản", password=PASSWORD, check=False)
    actions.grant(operator, person, Role.ADMINISTRATOR, unit_id=unit, valid_from=date(2016, 1, 1))
    yield found
    clock.freeze(None)


def text_of_a_walk(text):
    """What a browser says because forms were refused."""
    return "422" in text


class Walk:
    """One screen's walk: visitors whose pages are looked at one after the other."""

    def __init__(self, browser, address, size, seconds):
        self.browser, self.address, self.size, self.seconds = browser, address, size, seconds
        self.found, self.visitors = {}, []

    def visitor(self):
        """Somebody new at the door."""
        self.visitors.append(Visitor(self.browser, self.address, self.size))
        return self.visitors[-1]

    def look(self, visitor, name):
        """What axe says of the page as it stands."""
        self.found[name, self.size["width"]] = visitor.check()

    def log_in(self, visitor, name, password):
        """Name and password."""
        page = visitor.open(reverse("office:login"))
        page.fill("#id_username", name)
        page.fill("#id_password", password)
        page.click("main button")
        return page

    def code(self, key):
        """What the phone shows, half a minute after it showed the last one."""
        self.seconds[0] += 30
        return f"{hotp(key, int(self.seconds[0] // 30)):06d}"


def invited(walk, admin):
    """The administrator invites; the slip's code."""
    page = admin.open(reverse("office:staff"))
    walk.look(admin, "staff")
    page.click("main a.button")
    page.fill("#id_name", "Nguyễn Thị Lan")
    page.click("main button")
    walk.look(admin, "invite, with errors")
    assert page.input_value("#id_name") == "Nguyễn Thị Lan", "nothing typed is lost"
    page.select_option("#id_role", Role.APPROVER.value)
    page.fill("#id_ground", "12/QĐ-UBND")
    page.fill("#id_decided_on", "01/9/2016")
    page.click("main button")
    walk.look(admin, "slip of an invitation")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    return page.inner_text("code.code")


def made(walk, visitor, code):
    """The invited types the code of her slip and makes her account."""
    page = visitor.open(reverse("office:enter-slip"))
    walk.look(visitor, "enter a slip")
    page.fill("#id_code", code.upper().replace("-", " "))
    page.click("main button")
    walk.look(visitor, "invitation")
    page.fill("#id_username", "lan.kh")
    page.fill("#id_password", NEW)
    page.fill("#id_again", NEW)
    page.click("main button")
    assert urlparse(page.url).path == reverse("office:my-work")


def secured(walk, visitor):
    """She sets her phone up; its secret and a recovery code."""
    page = visitor.open(reverse("office:second-step"))
    walk.look(visitor, "second step")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    page.click("summary")
    typed = page.inner_text("details code").replace(" ", "")
    page.fill("#id_code", "000 00")
    page.click("main form button")
    walk.look(visitor, "second step, with errors")
    key = base64.b32decode(typed)
    page.fill("#id_code", walk.code(key))
    page.click("main form button")
    walk.look(visitor, "recovery codes")
    assert TOTPDevice.objects.get(user__username="lan.kh").confirmed
    return key


def in_again(walk, visitor, password, key):
    """She logs in by both steps, from where no session is."""
    page = walk.log_in(visitor, "lan.kh", password)
    walk.look(visitor, "code of the second step")
    page.fill("#id_code", walk.code(key))
    page.click("main button")
    assert urlparse(page.url).path == reverse("office:my-work")


def delegated(walk, visitor, to):
    """She delegates for her leave and sees it on her account's page."""
    page = visitor.open(reverse("office:account"))
    walk.look(visitor, "account")
    page.click("text=Ủy quyền khi vắng mặt")
    page.select_option("#id_to", to.public_id)
    page.fill("#id_last", "05/10/2016")
    page.fill("#id_ground", "nghỉ phép")
    walk.look(visitor, "delegate")
    page.click("main form button")
    assert "nghỉ phép" in page.inner_text("main")
    walk.look(visitor, "account with a delegation")


def forgotten(walk, admin, visitor, lan, key):
    """Her password is forgotten: the administrator hands a slip over, she sets a new one and is in again."""
    visitor.open(reverse("office:forgotten"))
    walk.look(visitor, "forgotten")
    page = admin.open(reverse("office:person", args=[lan.public_id]))
    walk.look(admin, "person")
    page.click("text=Cấp phiếu đặt lại mật khẩu")
    walk.look(admin, "slip for a password")
    code = page.inner_text("code.code")
    page = visitor.open(reverse("office:reset", args=[code]))
    walk.look(visitor, "new password")
    page.fill("#id_password", NEWER)
    page.fill("#id_again", NEWER)
    page.click("main button")
    walk.look(visitor, "log-in after a new password")
    in_again(walk, visitor, NEWER, key)


def gone(walk, admin, visitor, lan):
    """Her roles pass on, she leaves; her session is over at once."""
    admin.open(reverse("office:hand-over", args=[lan.public_id]))
    walk.look(admin, "hand over")
    page = admin.open(reverse("office:leave", args=[lan.public_id]))
    page.fill("#id_ground", "15/QĐ-UBND")
    page.fill("#id_decided_on", "30/9/2016")
    walk.look(admin, "leave")
    page.click("main form button")
    assert "Tài khoản đã đóng" in page.inner_text("main")
    walk.look(admin, "person who left")
    assert urlparse(visitor.open(reverse("office:my-work")).url).path == reverse("office:login")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_somebody_comes_and_goes(size, scene, live_server, seconds):
    with running(chromium()) as browser:
        walk = Walk(browser, live_server.url, size, seconds)
        admin = walk.visitor()
        walk.log_in(admin, "admin", PASSWORD)
        code, first = invited(walk, admin), walk.visitor()
        made(walk, first, code)
        key = secured(walk, first)
        second = walk.visitor()
        in_again(walk, second, NEW, key)
        delegated(walk, second, scene.people["commune"])
        lan = Person.objects.get(username="lan.kh")
        third = walk.visitor()
        forgotten(walk, admin, third, lan, key)
        gone(walk, admin, third, lan)
        complaints = [text for one in walk.visitors for text in one.complaints if not text_of_a_walk(text)]
    assert complaints == []
    assert {key: problems for key, problems in walk.found.items() if problems} == {}
