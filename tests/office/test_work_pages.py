"""The year's calendar, the units below, the text to paste, the leader's page and its letters: who, what, how many
queries."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from danbiet.base import clock
from danbiet.duties import actions, escalation
from danbiet.duties.models import Duty, Force
from danbiet.notices.models import Message
from danbiet.office import letters, year
from danbiet.people import actions as people
from danbiet.people import policies
from danbiet.people.models import Role
from danbiet.plans.models import OpenQuestion, Plan
from danbiet.units import queries as units
from danbiet.units.models import Contact, Placement
from tests.duties.facts import make_duty
from tests.scenes import propose_example

pytestmark = pytest.mark.django_db
# Three days after the programmes were due.
LATER = date(2016, 10, 24)


@pytest.fixture
def scene(ca_mau):
    """Cà Mau with a supervisor of the district, one of the province who sits at the home affairs department, an
    administrator of the commune, and the record's reader."""
    operator, day = ca_mau.people["operator"], date(2016, 1, 1)
    for person in ca_mau.people.values():
        policies.forget(person)
    seats = {
        "district_supervisor": [(Role.SUPERVISOR, ca_mau.units["district"])],
        "watch": [
            (Role.OFFICER, ca_mau.units["home_affairs"]),
            (Role.SUPERVISOR, units.placement_of(ca_mau.province, LATER)),
        ],
        "commune_administrator": [(Role.ADMINISTRATOR, ca_mau.units["commune"])],
        "auditor": [(Role.AUDITOR, None)],
    }
    ca_mau.extra = {}
    for name, roles in seats.items():
        person = people.create_person(operator, username=name, name=name)
        for role, place in roles:
            above = units.ancestors(place) if place else []
            people.grant(operator, person, role, unit_id=place and place.unit_id, above=above, valid_from=day)
        ca_mau.extra[name] = person
    return ca_mau


@pytest.fixture
def as_(scene):
    def log_in(who):
        client = Client()
        client.force_login({**scene.people, **scene.extra}[who])
        return client

    return log_in


def page(name, *args):
    return reverse(f"office:{name}", args=args)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def calendar_of(scene, unit="commune"):
    return page("year", scene.units[unit].unit.public_id)


# --- the year ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("commune", 200),
        ("commune_leader", 200),
        ("commune_administrator", 200),
        ("district_supervisor", 200),
        ("watch", 200),
        ("leader", 200),
        ("district", 404),
        ("neighbour", 404),
        ("operator", 404),
        ("auditor", 404),
    ],
)
def test_a_calendar_is_seen_by_the_unit_and_by_who_oversees_it(who, status, as_, scene):
    assert as_(who).get(calendar_of(scene)).status_code == status


def test_the_calendar_holds_the_units_duties_of_that_year_and_no_other(as_, scene):
    unit = scene.units["commune"].unit_id
    for wanted in (2016, 2017):
        text = text_of(as_("commune").get(calendar_of(scene), {"nam": wanted}))
        shown = set(re.findall(r"/van-phong/viec/([\w-]+)/", text))
        assert shown == set(Duty.objects.filter(unit=unit, due_on__year=wanted).values_list("public_id", flat=True))
    text = text_of(as_("commune").get(calendar_of(scene)))
    assert 'datetime="2016-10-21"' in text, "the current year unless another is asked for"
    assert "(được giao)" not in text, "as everything is, unless it says otherwise"


def test_the_calendar_marks_what_is_done_late_and_only_asked_for(as_, scene):
    make_duty(scene, period="a", due_on=date(2016, 9, 1), title="Việc đã trễ")
    make_duty(scene, period="b", force=Force.REQUESTED, due_on=date(2016, 9, 1), title="Việc được hỏi")
    make_duty(scene, period="c", fulfilled_at=clock.now(), title="Việc đã xong")
    text = text_of(as_("commune").get(calendar_of(scene)))
    for title, mark in (("Việc đã trễ", "quá hạn"), ("Việc đã xong", "đã làm")):
        assert re.search(rf'class="sign sign-\w+">(?:(?!</dd>).)*{mark}(?:(?!</dd>).)*{title}', text, re.DOTALL)
    assert re.search(r"Việc được hỏi</a> <span class=\"quiet\">\(đề nghị\)", text)
    assert not re.search(r"quá hạn(?:(?!</dd>).)*Việc được hỏi", text, re.DOTALL)


def test_days_off_stand_beside_the_days_that_are_due(as_, scene):
    make_duty(scene, period="t", due_on=date(2017, 1, 24))
    few = text_of(as_("commune").get(calendar_of(scene), {"nam": "2017"}))
    # Tết Đinh Dậu: 26/01 to 01/02/2017.
    january = few[few.index('id="thang-1"') : few.index('id="thang-2"')]
    assert {number for number in ("24", "25", "26", "27") if f'class="off">{number}<' in january} == {"26", "27"}
    assert 'class="due">24<' in january
    for number in range(year.MOST - 5):
        make_duty(scene, period=f"t{number}", due_on=date(2017, 1, 25))
    many = text_of(as_("commune").get(calendar_of(scene), {"nam": "2017"}))
    assert re.search(r"Nghỉ: .*26–27/1", many)


@pytest.mark.parametrize("asked", ["", "x", "99999", "²", "-1", "1"])
def test_no_sensible_year_is_the_current_one(asked, as_, scene):
    assert "Lịch năm 2016" in text_of(as_("commune").get(calendar_of(scene), {"nam": asked}))


def test_ones_own_calendar_has_a_short_address(as_, scene):
    assert as_("commune").get(page("year-own"))["Location"] == calendar_of(scene)
    assert as_("operator").get(page("year-own")).status_code == 404
    assert page("year-own") in text_of(as_("commune").get(page("my-work")))


def test_what_does_not_fit_the_sheet_is_counted(as_, scene):
    for number in range(year.MOST + 2):
        make_duty(scene, period=f"n{number}", due_on=date(2018, 12, 28))
    text = text_of(as_("commune").get(calendar_of(scene), {"nam": "2018"}))
    assert text.count("/van-phong/viec/") == year.MOST
    assert "Và 2 việc nữa không vừa tờ này." in text


# --- the units below -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["commune", "district", "operator", "auditor", "commune_administrator"])
def test_who_oversees_nothing_has_no_units_below(who, as_):
    for name in ("below", "message"):
        assert as_(who).get(page(name)).status_code == 404
    assert page("below") not in text_of(as_(who).get(page("my-work")))


def test_a_district_sees_its_communes_in_or_not_since_when_and_their_phone(as_, scene):
    neighbour = Duty.objects.get(unit=scene.units["neighbour"].unit_id, rule="plan-programme")
    actions.attest(scene.people["neighbour"], neighbour, actions.Document("1/KH", date(2016, 9, 29)))
    unit = scene.units["commune"].unit
    Contact.objects.create(unit=unit, channel="phone", value="000 123", valid_from=date(2016, 1, 1))
    with clock.frozen(LATER):
        text = text_of(as_("district_supervisor").get(page("below")))
    rows = re.findall(r"<tr><th scope=\"row\"><a href=\"/van-phong/viec.*?</tr>", text, re.DOTALL)
    named = {re.search(r">([^<]+)</a>", row)[1]: row for row in rows}
    assert "Xã Khánh Hòa" in named
    assert "Huyện U Minh" not in named
    assert "Phường 9" not in named
    late, done = named["Xã Khánh Hòa"], named["Xã Khánh Lâm"]
    assert "hạn 21/10/2016, đã qua 3 ngày" in late
    assert "000 123" in late
    assert f"don-vi={unit.public_id}" in late
    assert "nhận 30/9/2016" in done
    assert "chưa có số" in done
    assert "nhắc" not in done
    assert "Đã nhận của <strong>1/8</strong>" in text


def choose(client, **query):
    with clock.frozen(LATER):
        text = text_of(client.get(page("below"), query))
    return re.findall(r"<tr><th scope=\"row\"><a href=\"/van-phong/viec/[\w-]+/\">([^<]+)</a>", text)


def test_the_table_filters_sorts_and_pages_by_address(as_, scene):
    neighbour = Duty.objects.get(unit=scene.units["neighbour"].unit_id, rule="plan-programme")
    actions.attest(scene.people["neighbour"], neighbour, actions.Document("1/KH", date(2016, 9, 29)))
    client = as_("leader")
    assert len(choose(client)) == 50
    assert "Xã Khánh Lâm" in [name for n in "123" for name in choose(client, trang=n)]
    assert choose(client, **{"tinh-trang": "da-nhan"}) == ["Xã Khánh Lâm"]
    assert "Xã Khánh Lâm" not in choose(client, **{"tinh-trang": "chua"}, huyen=scene.units["district"].unit.public_id)
    assert len(choose(client, cap="district")) == 9
    communes = choose(client, huyen=scene.units["district"].unit.public_id, cap="commune", xep="ten")
    assert len(communes) == 8
    assert communes[0] == "Thị trấn U Minh"
    assert choose(client, huyen="khong-co", cap="x", xep="y", **{"tinh-trang": "z"}) == choose(client)


def test_one_may_look_at_any_occasion_below_and_at_no_other(as_, scene):
    client = as_("district_supervisor")
    report = f"plan-report.{scene.plan.public_id}.2016-4"
    assert "hạn 15/12/2016" in text_of(client.get(page("below"), {"dot": report}))
    assert client.get(page("below"), {"dot": "plan-consolidated.x.y"}).status_code == 200
    assert client.get(page("message"), {"dot": "plan-consolidated.x.y"}).status_code == 404
    assert client.get(page("message"), {"don-vi": scene.units["home_affairs"].unit.public_id}).status_code == 404


def test_the_message_is_of_what_presses_or_of_one_unit(as_, scene):
    programme = f"plan-programme.{scene.plan.public_id}.once"
    with clock.frozen(LATER):
        whole = text_of(as_("district_supervisor").get(page("message")))
        one = text_of(
            as_("district_supervisor").get(
                page("message"), {"dot": programme, "don-vi": scene.units["commune"].unit.public_id}
            )
        )
    assert "UBND huyện U Minh nhắc việc, tính đến ngày 24/10/2016" in whole
    assert "Xã Khánh Lâm" in whole
    assert "Xã Khánh Lâm" not in one
    assert "Lời nhắc để gửi qua Zalo: Xã Khánh Hòa" in one
    assert "readonly" in one
    assert "/van-phong/</textarea>" not in one, "no link where the installation doesn't know its own address"
    assert "Không có gì để nhắc" in text_of(as_("district_supervisor").get(page("message")))


def test_the_message_has_a_link_where_the_installation_knows_its_address(as_, scene, settings):
    settings.SITE_ADDRESS = "https://papi.example/"
    with clock.frozen(LATER):
        assert "https://papi.example/van-phong/" in text_of(as_("district_supervisor").get(page("message")))


def test_what_is_only_requested_is_asked_for_and_never_chased(as_, scene):
    request = Duty.objects.filter(force=Force.REQUESTED).first()
    key = f"{request.rule}.{request.subject}.{request.period}"
    with clock.frozen(date(2017, 2, 1)):
        table = text_of(as_("leader").get(page("below"), {"dot": key}))
        message = text_of(as_("leader").get(page("message"), {"dot": key}))
        pressing = text_of(as_("leader").get(page("message")))
    assert "Lời đề nghị để gửi qua Zalo" in table
    assert "việc này chỉ là đề nghị." in table
    sent = re.search(r"<textarea[^>]*>(.*?)</textarea>", message, re.DOTALL)[1]
    assert "trân trọng đề nghị" in sent
    assert "quá hạn" not in sent
    assert request.title not in pressing


# --- the leader ----------------------------------------------------------------------------------------------------


def leader_page(client, **query):
    with clock.frozen(LATER):
        return text_of(client.get(page("leader"), query))


@pytest.mark.parametrize("who", ["operator", "auditor", "commune_administrator"])
def test_who_has_no_leader_has_no_page(who, as_):
    assert as_(who).get(page("leader")).status_code == 404
    assert as_(who).get(page("letter")).status_code == 404


def test_at_most_five_decisions_the_most_pressing_first(as_, scene):
    Plan.objects.filter(pk=scene.plan.pk).update(number="14/KH-UBND")
    propose_example(scene)
    with clock.frozen(LATER):
        duty = Duty.objects.get(unit=scene.units["commune"].unit_id, rule="plan-programme")
        Message.objects.create(
            person=scene.people["leader"],
            kind=escalation.KIND,
            subject=duty.public_id,
            occasion=scene.province.public_id,
        )
    for number in range(3):
        OpenQuestion.objects.create(
            plan=scene.plan, code=f"X-{number}", message=f"Câu hỏi {number}?", owner=scene.province, due_on=LATER
        )
    text = leader_page(as_("leader"))
    found = re.findall(r"<li><p><strong>([^<]+)</strong>", text)
    assert found == [
        "Chỉ đạo việc quá hạn được báo cáo lên",
        "Duyệt hay trả lại dự thảo kế hoạch",
        *["Trả lời câu hỏi mở của kế hoạch"] * 2,
        "Ký công văn đôn đốc",
    ]
    assert "Còn 1 việc khác ít gấp hơn." in text, "the third question"
    assert "Xã Khánh Hòa; quá hạn 3 ngày" in text


def test_how_things_stand_is_one_sentence_about_his_units(as_, scene):
    text = leader_page(as_("district_supervisor"))
    assert re.search(r"Trong \d+ việc đang tính của 9 đơn vị: 0 đã xong, <strong>9 quá hạn</strong>", text)
    own = leader_page(as_("commune"))
    assert "Trong 4 việc đang tính của đơn vị: 0 đã xong, <strong>1 quá hạn</strong>" in own
    assert "Ký văn bản của đơn vị" in own
    assert "Công văn đôn đốc" not in own


def test_who_does_not_oversee_reads_nothing_of_the_units_below(as_, scene):
    """An officer of the district prints the page too; reports of others' lateness aren't his to see."""
    text = leader_page(as_("district"))
    assert "Khánh Hòa" not in text
    assert "Công văn đôn đốc" not in text
    with clock.frozen(LATER):
        assert as_("district").get(page("letter")).status_code == 404


def letter_of(client, **query):
    with clock.frozen(LATER):
        response = client.get(page("letter"), query)
    assert response.status_code == 200
    return response, Document(BytesIO(response.content))


def words(made):
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_the_letter_names_late_units_and_carries_the_code_of_the_page(as_, scene):
    make_duty(scene, period="ask", force=Force.REQUESTED, due_on=date(2016, 9, 1), title="Việc chỉ đề nghị")
    client = as_("district_supervisor")
    shown = leader_page(client)
    response, made = letter_of(client, ky="pct")
    text = words(made)
    code = made.sections[0].first_page_footer.paragraphs[0].text.removeprefix("Mã bản: ")
    assert code in shown
    assert code in response["Content-Disposition"]
    assert "Ủy ban nhân dân xã Khánh Hòa" in text
    assert "chưa nhận được văn bản của 8 đơn vị" in text
    assert "Thực hiện Kế hoạch số 15/KH-UBND ngày 06/9/2016" in text
    assert "Việc chỉ đề nghị" not in text
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in text
    assert "Số:          /UBND-…" in text
    for blame in ("vi phạm", "kiểm điểm", "phê bình"):
        assert blame not in text


def test_who_keeps_watch_for_the_committee_signs_by_order_under_its_name(as_, scene):
    _, made = letter_of(as_("watch"), ky="tl")
    text = words(made)
    assert "ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU" in text
    assert "TL. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ" in text
    assert "/UBND-…" in text
    assert "- Chủ tịch, các Phó Chủ tịch UBND tỉnh Cà Mau (b/c);" in text
    assert "PHỤ LỤC" in text, "many units stand on a page of their own"


def test_only_the_committees_own_offer_to_sign_by_order():
    committee = Placement(kind="district", level="district", form="huyện", name="Huyện U Minh")
    assert [one.key for one in letters.signings(committee, None)] == ["ct", "pct"]
    for kind, form, name, title in (
        ("office", "phòng", "Phòng Nội vụ", "Trưởng phòng Nội vụ"),
        ("agency", "sở", "Sở Nội vụ", "Giám đốc Sở Nội vụ"),
        ("agency", "văn phòng", "Văn phòng UBND tỉnh", "Chánh Văn phòng"),
        ("agency", "", "Ban Quản lý Khu kinh tế", "Thủ trưởng Ban Quản lý Khu kinh tế"),
    ):
        drafter = Placement(kind=kind, level="district", form=form, name=name)
        assert letters.signings(committee, drafter)[-1].lines == ("TL. Chủ tịch", title)
    agency = Placement(kind="agency", level="province", form="sở", name="Sở Y tế")
    assert [one.lines for one in letters.signings(agency, None)] == [("Giám đốc",), ("KT. Giám đốc", "Phó Giám đốc")]


def test_several_late_occasions_are_one_letter_each_and_one_for_all(as_, scene):
    make_duty(scene, period="other", due_on=date(2016, 9, 28), title="Việc khác")
    client = as_("district_supervisor")
    assert "Tất cả các việc quá hạn, một công văn chung" in leader_page(client)
    _, whole = letter_of(client)
    _, one = letter_of(client, dot=f"plan-programme.{scene.plan.public_id}.other")
    assert "Việc khác" in words(whole)
    assert "Xã Khánh Lâm".lower() in words(whole).lower()
    assert "khánh lâm" not in words(one).lower()
    assert "chưa nhận được văn bản của 1 đơn vị sau đây về việc: Việc khác:" in words(one)


def test_the_same_facts_make_the_same_version_the_next_hour(as_, scene):
    client = as_("district_supervisor")
    codes = [re.findall(r">(\w{4}-\w{4})<", leader_page(client)) for _ in range(2)]
    assert codes[0] == codes[1] != []


# --- what citizens are asked ---------------------------------------------------------------------------------------


def test_questions_stand_beside_a_report_a_plan_and_a_public_task(as_, scene):
    from danbiet.plans.models import Task

    report = Duty.objects.get(unit=scene.units["commune"].unit_id, rule="plan-report", period="2016-4")
    task = Task.objects.get(code="V.4", plan=scene.plan)
    said = "Không ai được chuẩn bị, gợi ý hay dặn dò người dân trả lời"
    client = as_("commune")
    for address in (
        page("duty", report.public_id),
        page("plan", scene.plan.public_id),
        reverse("portal:task", args=[task.public_id]),
    ):
        text = text_of(client.get(address))
        assert text.count(said) == 1, address
        assert "cần xác minh" in text
        assert "Ông/bà có hài lòng không?" in text


# --- all of them ---------------------------------------------------------------------------------------------------


def addresses(scene):
    programme = f"plan-programme.{scene.plan.public_id}.once"
    return [
        calendar_of(scene),
        page("below"),
        f"{page('below')}?dot={programme}&tinh-trang=chua&xep=muon&trang=2",
        page("message"),
        f"{page('message')}?dot={programme}",
        page("leader"),
        page("letter"),
    ]


@pytest.mark.parametrize("who", ["watch", "district_supervisor", "leader"])
def test_a_page_needs_at_most_twelve_queries(who, as_, scene, django_assert_max_num_queries):
    client = as_(who)
    with clock.frozen(LATER):
        for address in [*addresses(scene), page("my-work")]:
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200, address


def test_all_need_a_log_in_and_no_shared_cache_keeps_them(as_, scene, client):
    with clock.frozen(LATER):
        for address in addresses(scene):
            assert client.get(address)["Location"].startswith(page("login"))
            assert "no-store" in as_("leader").get(address)["Cache-Control"]
            assert as_("leader").post(address).status_code == 405


def test_english_is_whole(as_, scene):
    from tests.portal.test_pages import Vietnamese

    client = as_("watch")
    client.cookies["ngon_ngu"] = "en"
    request = Duty.objects.filter(force=Force.REQUESTED).first()
    asked = f"{page('below')}?dot={request.rule}.{request.subject}.{request.period}"
    with clock.frozen(LATER):
        for address in [*addresses(scene)[:-1], asked, page("my-work"), page("plan", scene.plan.public_id)]:
            parser = Vietnamese()
            parser.feed(text_of(client.get(address)))
            assert [one for one in parser.found if one != "Dân Biết"] == [], address
