"""The publication table in the office: who sees which form, the preview as the public will see it, the unit's word."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties import explaining
from danbiet.duties.models import Explanation
from danbiet.people import actions as people
from danbiet.people import policies, publishing
from danbiet.people.models import Person, Preparation, Publication, Role
from danbiet.people.publishing import Wanted
from tests.duties.facts import make_duty
from tests.scenes import PASSWORD

pytestmark = pytest.mark.django_db
DAY, BEGINS = date(2016, 9, 30), date(2016, 10, 14)
SIGNED = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 29)}
FORM = {"opens": "1", "from_day": "20/10/2016", "ground": "12/QĐ-UBND", "decided_on": "29/9/2016"}
READERS = ("home_affairs", "district", "commune", "neighbour", "commune_leader")


@pytest.fixture
def scene(ca_mau):
    for person in ca_mau.people.values():
        person.refresh_from_db()
        policies.forget(person)
    operator = ca_mau.people["operator"]
    ca_mau.extra = {}
    for name, role, unit in (
        ("supervisor", Role.SUPERVISOR, ca_mau.province.pk),
        ("district_supervisor", Role.SUPERVISOR, ca_mau.units["district"].unit_id),
        ("administrator", Role.ADMINISTRATOR, ca_mau.province.pk),
        ("auditor", Role.AUDITOR, None),
    ):
        person = people.create_person(operator, username=name, name=name, password=PASSWORD, check=False)
        people.grant(operator, person, role, unit_id=unit, valid_from=date(2016, 1, 1))
        ca_mau.extra[name] = person
    return ca_mau


@pytest.fixture
def as_(scene):
    def log_in(who):
        client = Client()
        client.force_login(Person.objects.get(username=who))
        return client

    return log_in


@pytest.fixture
def decide(scene):
    def act(matter="lateness", **named):
        return publishing.decide(
            scene.people["leader"], scene.province.pk, Wanted(matter, **{"opens": True, **SIGNED, **named})
        )

    return act


def page(name, *args):
    return reverse(f"office:{name}", args=args)


def text_of(response):
    return response.content.decode()


TABLE, MATTER = page("publication"), page("publication-matter", "lateness")


def test_everything_asks_for_a_log_in_first(scene, client):
    duty = make_duty(scene)
    unit = scene.units["commune"].unit.public_id
    for address in (TABLE, MATTER, page("publication-preview", unit), page("explain", duty.public_id)):
        assert client.get(address)["Location"] == f"{page('login')}?next={address}"


@pytest.mark.parametrize("who", [*READERS, "leader", "supervisor", "district_supervisor", "administrator"])
def test_whoever_works_in_the_province_reads_the_table_and_few_see_a_form(who, as_):
    client = as_(who)
    text = text_of(client.get(TABLE))
    assert "Ngày nhận và việc chưa nhận được sau hạn" in text
    assert 'aria-current="page">Công khai</a>' in text
    form = "<form method" in text_of(client.get(MATTER)).split("<main")[1]
    # The home affairs department follows the plan for the province (plans.scope).
    assert form == (who in ("leader", "supervisor", "home_affairs"))


@pytest.mark.parametrize("who", ["operator", "auditor"])
def test_who_works_for_no_unit_has_no_table(who, as_):
    client = as_(who)
    assert client.get(TABLE).status_code == client.get(MATTER).status_code == 404
    assert 'href="/van-phong/cong-khai/"' not in text_of(client.get(page("my-work")))


@pytest.mark.parametrize("key", ["security", "explanation", "khong-co"])
def test_what_cannot_be_decided_has_no_page(key, as_):
    assert as_("leader").get(page("publication-matter", key)).status_code == 404


def test_the_leader_decides_with_number_and_date(as_):
    client = as_("leader")
    assert 'value="14/10/2016"' in text_of(client.get(MATTER))
    response = client.post(MATTER, FORM)
    assert response.status_code == 302
    row = Publication.objects.get()
    assert (row.from_day, row.ground, row.decided_on) == (date(2016, 10, 20), "12/QĐ-UBND", date(2016, 9, 29))
    text = text_of(client.get(response["Location"]))
    assert "Từ 20/10/2016 sẽ công khai: Ngày nhận" in text
    assert "leader" in text, "the office names who decided"
    assert "Ghi quyết định đóng" in text_of(client.get(MATTER))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ground": ""}, "Trường này là bắt buộc"),
        ({"decided_on": ""}, "Trường này là bắt buộc"),
        ({"from_day": "03/10/2016"}, "PUB-006"),
        ({"from_day": "hôm nay"}, "Ghi ngày dạng"),
        ({"decided_on": "01/10/2016"}, "PUB-008"),
        ({"preparation": "khong-co"}, "PUB-009"),
    ],
)
def test_a_wrong_form_comes_back_whole(change, said, as_):
    form = {**FORM, **change}
    response = as_("leader").post(MATTER, form)
    text = text_of(response)
    assert response.status_code == 422
    assert said in text
    for name in ("ground", "from_day", "decided_on"):
        assert not form[name] or f'value="{form[name]}"' in text
    assert not Publication.objects.exists()


def test_closing_what_law_orders_asks_for_the_article(as_):
    client, address = as_("leader"), page("publication-matter", "plan")
    form = {"opens": "0", "ground": "13/QĐ-UBND", "decided_on": "29/9/2016"}
    assert "Luật 67/2006/QH11, Điều 28" in text_of(client.get(address))
    assert client.post(address, form).status_code == 422
    assert client.post(address, {**form, "reason": "Luật 104/2016/QH13, Điều 6"}).status_code == 302
    assert Publication.objects.get().opens is False


def test_a_form_that_is_out_of_date_does_not_do_the_opposite(as_, decide):
    client = as_("leader")
    decide()
    response = client.post(MATTER, FORM)
    assert response.status_code == 422
    assert "PUB-004" in text_of(response)
    assert Publication.objects.count() == 1


def test_the_supervisor_prepares_and_the_leader_finds_it_filled_in(as_):
    form = {"opens": "1", "from_day": "25/10/2016", "ground": "", "decided_on": ""}
    assert as_("home_affairs").post(MATTER, form).status_code == 302
    assert not Publication.objects.exists()
    leader = as_("leader")
    assert "1 mục chờ lãnh đạo quyết định" in text_of(leader.get(TABLE))
    assert "đã chuẩn bị" not in text_of(as_("commune").get(TABLE))
    text = text_of(leader.get(MATTER))
    assert 'value="25/10/2016"' in text
    prepared = Preparation.objects.get().public_id
    assert f'name="preparation" value="{prepared}"' in text
    assert leader.post(MATTER, {**FORM, "preparation": prepared}).status_code == 302
    assert Publication.objects.get().preparation.public_id == prepared


@pytest.mark.parametrize("who", [name for name in READERS if name != "home_affairs"])
def test_nobody_else_decides_by_sending_a_form(who, as_):
    response = as_(who).post(MATTER, FORM)
    assert response.status_code == 403
    assert "PEO-001" in text_of(response)
    assert not Publication.objects.exists()
    assert not Preparation.objects.exists()


PREVIEWS = {
    "commune": {"commune"},
    "commune_leader": {"commune"},
    "neighbour": set(),
    "district": {"district"},
    "district_supervisor": {"district", "commune"},
    "leader": {"district", "commune", "home_affairs"},
    "supervisor": {"district", "commune", "home_affairs"},
    "home_affairs": {"home_affairs"},
    "administrator": set(),
    "operator": set(),
    "auditor": set(),
}


@pytest.mark.parametrize("who", PREVIEWS)
def test_a_unit_sees_its_own_preview_and_whoever_oversees_it_those_below(who, as_, scene):
    client = as_(who)
    for unit in ("commune", "district", "home_affairs"):
        response = client.get(page("publication-preview", scene.units[unit].unit.public_id))
        assert (response.status_code == 200) == (unit in PREVIEWS[who]), unit
    assert client.get(page("publication-preview", "khong-co")).status_code == 404


def inside(text):
    """What stands in the preview, or on the public page after its heading, apart from the links to print it."""
    body = re.search(r"<article[^>]*>(.*?)</article>", text, re.DOTALL)
    said = body[1] if body else text.split("</h1>")[1].split("</main>")[0]
    return " ".join(re.sub(r'<ul class="counts no-print">.*?</ul>', "", said, flags=re.DOTALL).split())


def test_the_preview_is_the_page_people_will_see(as_, scene, client, decide, settings):
    settings.PAGE_CACHE = False
    duty = make_duty(scene, period="1", due_on=date(2016, 9, 20))
    explaining.explain(scene.people["commune"], duty, "Bão số 4.")
    unit = scene.units["commune"].unit.public_id
    public, preview = reverse("portal:unit", args=[unit]), page("publication-preview", unit)
    officer = as_("commune")
    now = inside(text_of(client.get(public)))
    assert inside(text_of(officer.get(preview))) == now
    decide("there")
    decide("lateness", from_day=date(2016, 10, 20))
    text = text_of(officer.get(preview))
    assert "như người dân sẽ thấy từ 20/10/2016" in text
    assert "Bão số 4." in inside(text)
    assert "chưa nhận được, sau hạn 10 ngày" in inside(text)
    assert inside(text_of(client.get(public))) == now, "nobody else sees it yet"
    with clock.frozen(date(2016, 10, 20)):
        assert inside(text_of(officer.get(preview))) == inside(text_of(client.get(public))) != now


def test_a_matter_can_be_tried_before_it_is_decided(as_, scene):
    make_duty(scene, period="1", due_on=date(2016, 9, 20))
    address = page("publication-preview", scene.units["commune"].unit.public_id)
    text = text_of(as_("leader").get(address, {"mo": "lateness"}))
    assert "chưa nhận được, sau hạn 10 ngày" in inside(text)
    assert "Chưa có quyết định" in text
    for key in ("security", "khong-co", "plan"):
        assert "sau hạn" not in inside(text_of(as_("leader").get(address, {"mo": key})))


def test_the_unit_writes_its_word_and_takes_it_back(as_, scene):
    duty = make_duty(scene, due_on=date(2016, 9, 20))
    client, address = as_("commune"), page("explain", duty.public_id)
    assert "chỉ tên việc và hạn" in text_of(client.get(address))
    assert client.post(address, {"text": "Bão số 4."})["Location"] == address
    text = text_of(client.get(address))
    assert ">\nBão số 4.</textarea>" in text
    assert "Lời này chỉ hiện khi mục" in text
    assert client.post(address, {"text": ""}).status_code == 302
    assert "đã rút" in text_of(client.get(address))
    assert Explanation.objects.count() == 2


def test_who_writes_on_an_old_page_sees_the_other_word_and_keeps_his_own(as_, scene):
    duty = make_duty(scene, due_on=date(2016, 9, 20))
    address = page("explain", duty.public_id)
    read = re.search(r'name="read" value="([^"]+)"', text_of(as_("commune").get(address)))[1]
    assert read == "lateness:"
    assert as_("commune_leader").post(address, {"text": "Bão số 4.", "read": read}).status_code == 302
    refused = as_("commune").post(address, {"text": "Chờ ý kiến huyện.", "read": read})
    assert refused.status_code == 422
    text = text_of(refused)
    assert "DUTY-032" in text
    assert "Bão số 4." in text
    assert ">\nChờ ý kiến huyện.</textarea>" in text
    again = re.search(r'name="read" value="([^"]+)"', text)[1]
    assert as_("commune").post(address, {"text": "Chờ ý kiến huyện.", "read": again}).status_code == 302
    assert as_("commune").post(address, {"text": "Chờ ý kiến huyện.", "read": again}).status_code == 302
    assert Explanation.objects.count() == 2


@pytest.mark.parametrize(("text", "said"), [("", "DUTY-030"), ("x" * 501, "500")])
def test_a_wrong_word_comes_back(text, said, as_, scene):
    duty = make_duty(scene)
    response = as_("commune").post(page("explain", duty.public_id), {"text": text})
    assert response.status_code == 422
    assert said in text_of(response)
    assert text in text_of(response)


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("commune", 200, 302),
        ("commune_leader", 200, 302),
        ("leader", 200, 403),
        ("district_supervisor", 200, 403),
        ("neighbour", 404, 404),
        ("operator", 404, 404),
    ],
)
def test_who_reads_and_who_writes_the_units_word(who, reads, writes, as_, scene):
    duty = make_duty(scene)
    client, address = as_(who), page("explain", duty.public_id)
    response = client.get(address)
    assert response.status_code == reads
    assert ("<textarea" in text_of(response)) == (writes == 302)
    assert client.post(address, {"text": "Một lời."}).status_code == writes
    link = page("explain", duty.public_id)
    assert (link in text_of(client.get(page("duty", duty.public_id)))) == (writes == 302)


@pytest.mark.parametrize("who", ["leader", "supervisor", "home_affairs", "commune"])
def test_a_page_needs_at_most_twelve_queries(who, as_, scene, decide, django_assert_max_num_queries):
    duty = make_duty(scene, due_on=date(2016, 9, 20))
    explaining.explain(scene.people["commune"], duty, "Bão số 4.")
    decide("there")
    publishing.prepare(scene.extra["supervisor"], scene.province.pk, Wanted("lateness", opens=True))
    client = as_(who)
    unit = scene.units["commune" if who != "home_affairs" else who].unit.public_id
    addresses = [TABLE, MATTER, page("publication-preview", unit)]
    addresses += [page("explain", duty.public_id)] if who != "home_affairs" else []
    for address in addresses:
        with django_assert_max_num_queries(12):
            response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert not re.search(r"<script|style=", text_of(response))


def test_english_is_whole(as_, scene, decide):
    from tests.portal.test_pages import Vietnamese

    duty = make_duty(scene, due_on=date(2016, 9, 20))
    explaining.explain(scene.people["commune"], duty, "Bão số 4.")
    decide("there")
    decide("contacts", opens=False, reason="Luật 104/2016/QH13, Điều 6")
    publishing.prepare(scene.extra["supervisor"], scene.province.pk, Wanted("lateness", opens=True))
    unit = scene.units["commune"].unit.public_id
    preview = page("publication-preview", unit)
    common = [TABLE, MATTER, page("publication-matter", "plan"), preview, f"{preview}?mo=lateness"]
    for who in ("leader", "supervisor", "commune"):
        client = as_(who)
        client.cookies["ngon_ngu"] = "en"
        for address in [*common, page("explain", duty.public_id)]:
            parser = Vietnamese()
            parser.feed(text_of(client.get(address)))
            # Symbols of laws stay as they are.
            assert [one for one in parser.found if one != "Dân Biết" and not re.search(r"\d/", one)] == [], address
    client = as_("commune")
    client.cookies["ngon_ngu"] = "en"
    text = text_of(client.get(reverse("notices:list")))
    assert "Soon public about the unit" in text
