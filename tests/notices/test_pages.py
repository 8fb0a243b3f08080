"""The page of messages, the count in the head, the settings; who sees what, in how many queries."""

import re
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from danbiet.base import clock
from danbiet.duties import reminders
from danbiet.journal.models import Entry
from danbiet.notices.models import Letter, Message, Preference
from tests.duties.facts import DAY, make_duty

pytestmark = pytest.mark.django_db
LIST, SETTINGS = "/van-phong/thong-bao/", "/van-phong/thong-bao/cai-dat/"


@pytest.fixture
def as_(scene):
    def log_in(who):
        client = Client()
        client.force_login(scene.people[who])
        return client

    return log_in


@pytest.fixture
def told(scene):
    """Three messages for the commune's officer: late, today, soon."""
    for group, due in {"late": date(2016, 9, 29), "today": DAY, "soon": date(2016, 10, 5)}.items():
        make_duty(scene, period=group, due_on=due)
    with clock.frozen(DAY):
        reminders.step()
    return scene


def text_of(response):
    return response.content.decode()


def head(text):
    return re.search(r"Thông báo(?: \((\d+) mới\))?</a></li>", text)[1]


def test_both_pages_ask_for_a_log_in(client, db):
    for address in (LIST, SETTINGS):
        assert client.get(address)["Location"] == f"{reverse('office:login')}?next={address}"


def test_the_page_groups_late_today_soon_and_links_to_each_duty(as_, told):
    text = text_of(as_("commune").get(LIST))
    captions = re.findall(r"<caption>(.*?) \((\d+)\)</caption>", text)
    assert captions == [("Quá hạn", "1"), ("Đến hạn hôm nay", "1"), ("Sắp đến hạn", "1")]
    assert set(re.findall(r"/van-phong/viec/([\w-]+)/", text)) == set(Message.objects.values_list("subject", flat=True))
    assert "<strong>1 việc quá hạn</strong>" in text
    assert text.count("Mới:") == 3


def test_the_head_counts_what_is_new_until_the_page_was_looked_at(as_, told):
    client = as_("commune")
    assert head(text_of(client.get(reverse("office:my-work")))) == "3"
    client.head(LIST)
    client.get(LIST, headers={"Sec-Purpose": "prefetch"})
    assert head(text_of(client.get(reverse("office:my-work")))) == "3", "nobody has seen it"
    assert head(text_of(client.get(LIST))) is None
    assert head(text_of(client.get(reverse("office:my-work")))) is None
    assert "Mới:" not in text_of(client.get(LIST))


@pytest.mark.parametrize("who", ["neighbour", "district", "home_affairs", "leader", "operator"])
def test_nobody_sees_what_another_is_told(who, as_, told):
    text = text_of(as_(who).get(LIST))
    assert "Không có gì cần nhắc." in text
    assert "/van-phong/viec/" not in text
    assert Message.objects.filter(read_at__isnull=False).count() == 0


def test_the_count_in_the_head_costs_no_query_of_its_own(as_, told, django_assert_num_queries):
    client = as_("operator")
    # The session; the account with its count; its roles. Nothing for the head.
    with django_assert_num_queries(3):
        client.get(reverse("office:my-work"))


def test_the_page_takes_the_same_few_queries_however_much_there_is(as_, scene, django_assert_max_num_queries):
    for number in range(60):
        make_duty(scene, period=f"p{number}", due_on=DAY)
    with clock.frozen(DAY):
        reminders.step()
    client = as_("commune")
    with django_assert_max_num_queries(12):
        text = text_of(client.get(LIST))
    assert head(text) == "10", "fifty a page"
    with django_assert_max_num_queries(12):
        assert text_of(client.get(LIST, {"trang": "2"})).count("/van-phong/viec/") == 10
    with django_assert_max_num_queries(12):
        client.get(SETTINGS)


def test_settings_are_kept_and_journalled(as_, scene):
    client = as_("commune")
    assert 'value="07:30" selected' in text_of(client.get(SETTINGS))
    answer = client.post(SETTINGS, {"email": "0", "hour": "13:30", "language": "en"})
    assert answer["Location"].startswith(SETTINGS)
    assert "Đã lưu." in text_of(client.get(answer["Location"]))
    row = Preference.objects.get()
    assert (row.person, row.email, row.hour, row.language) == (scene.people["commune"], False, time(13, 30), "en")
    entry = Entry.objects.get(action="notices.prefer")
    assert (entry.actor, entry.subject) == (row.person.public_id, row.person.public_id)
    assert 'value="13:30" selected' in text_of(client.get(SETTINGS))


@pytest.mark.parametrize(
    "change", [{"hour": "25:00"}, {"hour": ""}, {"email": "x"}, {"language": "km"}, {"hour": "22:00"}]
)
def test_wrong_settings_are_refused(change, as_, scene):
    form = {"email": "1", "hour": "07:30", "language": "vi"} | change
    assert as_("commune").post(SETTINGS, form).status_code == 422
    assert not Preference.objects.exists()


def test_the_page_says_what_keeps_e_mail_from_coming(as_, scene, settings):
    text = text_of(as_("commune").get(SETTINGS))
    assert "chưa nối với máy chủ thư" in text
    assert "chưa có địa chỉ thư" in text
    settings.EMAIL_READY = True
    person = scene.people["commune"]
    person.email = "can.bo@xa.example"
    person.save()
    Letter.objects.create(person=person, day=DAY, given_up_at=clock.now())
    text = text_of(as_("commune").get(SETTINGS))
    assert "chưa nối" not in text
    assert "can.bo@xa.example" in text
    assert "Thư ngày 30/9/2016 không gửi được" in text


def test_english_is_whole(as_, told):
    from tests.portal.test_pages import Vietnamese

    client = as_("commune")
    client.cookies["ngon_ngu"] = "en"
    for address in (LIST, SETTINGS):
        parser = Vietnamese()
        parser.feed(text_of(client.get(address)))
        assert [one for one in parser.found if one not in ("Dân Biết", "Tiếng Việt")] == [], address
