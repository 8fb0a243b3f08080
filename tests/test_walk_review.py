"""A draft walked from the upload to the approval in a real browser: a specialist at a desk and on a phone, then the
leader; without scripts, with axe on every page, each click counted."""

import pytest
from django.urls import reverse

from danbiet.base import clock
from danbiet.pages import assets
from danbiet.plans.models import Approval, Draft, Plan, Resolution
from tests.browser import DESK, PHONE, Visitor, running
from tests.conftest import DAY, chromium
from tests.scenes import EXAMPLES, PASSWORD, loaded_ca_mau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def scene(transactional_db, settings):
    """Cà Mau with its people, the clock of all threads standing at the scene's day."""
    assets.build_all()
    clock.freeze(DAY)
    settings.DEMONSTRATION = True
    yield loaded_ca_mau()
    clock.freeze(None)


def log_in(visitor, who):
    page = visitor.open(reverse("office:login"))
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    return page


def test_from_the_upload_to_the_approval(scene, live_server):
    clicks = 0
    with running(chromium()) as browser:
        desk = Visitor(browser, live_server.url, DESK, scripts=False)
        page = log_in(desk, "home_affairs")

        def click(where, on=page):
            nonlocal clicks
            clicks += 1
            on.click(where)

        click("text=Kế hoạch")
        click("text=Trình dự thảo kế hoạch")
        page.set_input_files("#id_file", EXAMPLES / "ke-hoach-vi-du.docx")
        click("main button[type=submit]")
        assert "2 phải giải quyết trước khi duyệt" in page.inner_text(".lead")
        address = page.url.removeprefix(live_server.url)

        # What holds it up: the next one opens by itself.
        click(".next a.button")
        click("article:target form.decide:has(select) button")
        assert page.url.split("#")[1].startswith("READ-112")
        click("article:target form.one button")
        assert not page.query_selector(".doubt-blocking")
        assert "Chờ người thứ hai" in page.inner_text(".next")
        assert desk.complaints == []

        # The second person, on a phone: one page to read, one button.
        phone = Visitor(browser, live_server.url, PHONE, scripts=False)
        other = log_in(phone, "leader")
        phone.open(address)
        click(".next a.button", other)
        assert "Mã phiên bản" in other.inner_text("main")
        click("main form button[type=submit]", other)
        plan = Plan.objects.get()
        assert other.url.endswith(reverse("office:plan", args=[plan.public_id]) + "?da-duyet=1")
        assert phone.complaints == []
    assert clicks == 8
    assert Approval.objects.get().approved_by == scene.people["leader"]


def test_a_mistake_and_a_colleague_in_the_way_lose_nothing_typed(scene, live_server):
    with running(chromium()) as browser:
        visitor = Visitor(browser, live_server.url, PHONE, scripts=False)
        page = log_in(visitor, "home_affairs")
        visitor.open(reverse("office:draft-new"))
        page.set_input_files("#id_file", EXAMPLES / "ke-hoach-vi-du.txt")
        page.click("main button[type=submit]")
        address = page.url.removeprefix(live_server.url)
        where = "article[id^=READ-112]"
        page.fill(f"{where} input[name=designation]", "Sở Không Có")
        page.click(f"{where} form:has(input[name=designation]) button")
        assert "không có trong danh sách" in page.inner_text(".summary")
        assert page.input_value("input[name=designation]") == "Sở Không Có"
        page.fill("input[name=designation]", "Cơ quan tư pháp cấp tỉnh")

        colleague = Visitor(browser, live_server.url, DESK, scripts=False)
        other = log_in(colleague, "leader")
        colleague.open(address)
        other.click(f"{where} form.one button")
        page.click("form:has(input[name=designation]) button")
        assert "PLAN-023" in page.inner_text(".summary")
        assert page.input_value("input[name=designation]") == "Cơ quan tư pháp cấp tỉnh"
        page.click("form:has(input[name=designation]) button")
        assert page.url.startswith(f"{live_server.url}{address}")
        assert [text for text in visitor.complaints if "422" not in text] == []
    assert Resolution.objects.latest("id").decision == {"designation": ["justice.province"]}


def test_every_page_of_a_draft_on_a_phone_and_at_a_desk(scene, live_server):
    found = {}
    with running(chromium()) as browser:
        for size in (DESK, PHONE):
            visitor = Visitor(browser, live_server.url, size)
            page = log_in(visitor, "leader")
            if size is DESK:
                visitor.open(reverse("office:draft-new"))
                found["new", size["width"]] = visitor.check()
                page.click("main button[type=submit]")
                found["new, empty", size["width"]] = visitor.check()
                page.set_input_files("#id_file", EXAMPLES / "ke-hoach-vi-du.docx")
                page.click("main button[type=submit]")
                page.click(".doubt-open form.one button")
            draft = Draft.objects.get()
            key = next(iter(_keys(draft)))
            names = ("reads", "assign", "questions", "decisions", "approve", "withdraw")
            pages = [reverse("office:draft", args=[draft.public_id]), "?xem=da-quyet-dinh"]
            pages += [reverse(f"office:draft-{name}", args=[draft.public_id]) for name in names]
            pages += [reverse("office:draft-doubt", args=[draft.public_id, key]), reverse("office:plans")]
            for path in pages:
                visitor.open(path if path.startswith("/") else f"{pages[0]}{path}")
                found[path, size["width"]] = visitor.check()
            visitor.open(pages[-2])
            page.click("form.decide:has(input[name=reason]) button")
            found["errors", size["width"]] = visitor.check()
            assert [text for text in visitor.complaints if "422" not in text] == []
    assert {key: problems for key, problems in found.items() if problems} == {}


def _keys(draft):
    from danbiet.plans import review
    from danbiet.reading.plan import PlanDraft

    return review.doubts_by_id(PlanDraft.from_json(draft.content))
