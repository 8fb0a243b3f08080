"""Public pages obey the publication table: what is closed isn't said, what opens is said from its day on."""

import re
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from danbiet.base import clock
from danbiet.duties import actions as duties
from danbiet.duties import explaining
from danbiet.duties.models import Duty
from danbiet.people import gate, policies, publishing
from danbiet.people.gate import Gate
from danbiet.people.publishing import Wanted
from danbiet.plans.models import Task
from danbiet.portal import asked
from danbiet.portal.asked import Facts, said_of
from danbiet.units.models import Contact, Unit
from tests.duties.facts import make_duty

pytestmark = pytest.mark.django_db
DAY = date(2016, 9, 30)
# Decided on 30/9/2016, so public ten working days later.
BEGINS = date(2016, 10, 14)
SIGNED = {"ground": "12/QĐ-UBND", "decided_on": date(2016, 9, 29)}
REASON = "Luật 104/2016/QH13, Điều 6"
MISSING = "chưa nhận được, sau hạn"


@pytest.fixture(autouse=True)
def _drawn_each_time(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def scene(ca_mau):
    for person in ca_mau.people.values():
        person.refresh_from_db()
        policies.forget(person)
    return ca_mau


@pytest.fixture
def decide(scene):
    def act(matter, *, opens=True, **named):
        reason = "" if opens else REASON
        wanted = Wanted(matter, opens=opens, reason=reason, **SIGNED, **named)
        return publishing.decide(scene.people["leader"], scene.province.pk, wanted)

    return act


@pytest.fixture
def page(scene, client):
    """The commune's page on a day."""

    def read(day=DAY, unit="commune"):
        with clock.frozen(day):
            response = client.get(reverse("portal:unit", args=[scene.units[unit].unit.public_id]))
        assert response.status_code == 200
        return response.content.decode()

    return read


def row_of(text, title):
    return next(row for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL) if title in row)


def test_by_default_a_page_says_what_is_asked_and_until_when_and_nothing_else(scene, page):
    for day in (DAY, date(2016, 10, 22), date(2017, 1, 20)):
        text = page(day)
        row = row_of(text, "Ban hành chương trình")
        assert "21/10/2016" in row
        assert "Kết quả" not in text
        assert "Trang này chưa công khai kết quả" in text
        for word in ("nhận", "văn bản", "muộn", "quá hạn", "sau hạn"):
            assert word not in row.replace("văn bản được dẫn", ""), word


def test_what_is_there_is_said_from_its_day_on(scene, page, decide):
    decide("there")
    programme = Duty.objects.get(unit=scene.units["commune"].unit_id, rule="plan-programme")
    with clock.frozen(date(2016, 10, 3)):
        document = duties.Document("77/KH-UBND", date(2016, 10, 1), "Trích yếu riêng")
        duties.attest(scene.people["commune"], programme, document)
    assert "77/KH-UBND" not in page(BEGINS - timedelta(days=1))
    text = page(BEGINS)
    row = row_of(text, "Ban hành chương trình")
    assert "Văn bản 77/KH-UBND ngày 01/10/2016" in row
    assert "03/10/2016" not in row, "when it came is another matter"
    assert "Trích yếu riêng" not in text
    assert "/tep/" not in text, "never the file"
    assert "chưa có văn bản nào ở đây" in row_of(text, "Báo cáo năm 2016")


def test_withdrawn_evidence_is_not_there(scene, page, decide):
    decide("there")
    programme = Duty.objects.get(unit=scene.units["commune"].unit_id, rule="plan-programme")
    with clock.frozen(date(2016, 10, 3)):
        evidence = duties.attest(
            scene.people["commune"], programme, duties.Document("77/KH-UBND", date(2016, 10, 1))
        )  # fmt: skip
        duties.withdraw(scene.people["commune"], evidence.public_id, "ghi nhầm")
    assert "77/KH-UBND" not in page(BEGINS)


def test_lateness_is_said_only_once_it_is_opened(scene, page, decide):
    late = date(2016, 10, 27)
    assert MISSING not in page(late)
    decide("lateness")
    assert MISSING not in page(BEGINS), "nothing is late that day"
    with clock.frozen(late):
        text = page(late)
    assert f"{MISSING} 6 ngày" in row_of(text, "Ban hành chương trình")
    assert text.count(MISSING) == 1
    with clock.frozen(late):
        decide("lateness", opens=False)
    assert MISSING not in page(late)


def test_while_lateness_is_closed_a_duty_past_its_day_reads_like_one_that_is_not(scene, page, decide):
    make_duty(scene, period="1", due_on=date(2016, 10, 20))
    decide("there")
    rows = {day: row_of(page(day), "Việc để thử") for day in (date(2016, 10, 19), date(2016, 12, 1))}
    assert len(set(rows.values())) == 1


def test_requested_work_is_never_late(scene, page, decide):
    make_duty(scene, period="1", due_on=date(2016, 10, 20), force="requested")
    decide("there")
    decide("lateness")
    row = row_of(page(date(2016, 12, 1)), "Việc để thử")
    assert "được đề nghị" in row
    assert "sau hạn" not in row
    assert "sign-late" not in row


def test_the_units_word_stands_beside_the_fact_it_explains(scene, page, decide):
    duty = make_duty(scene, period="1", due_on=date(2016, 9, 20))
    explaining.explain(scene.people["commune"], duty, "Bão số 4 làm đứt đường.")
    decide("there")
    assert "Bão số 4" not in page(BEGINS), "it explains a lateness nobody is told of"
    decide("lateness")
    row = row_of(page(BEGINS), "Việc để thử")
    assert "Bão số 4" in row
    assert f"{MISSING} 24 ngày" in row
    with clock.frozen(BEGINS):
        explaining.explain(scene.people["commune"], duty, "Đã gửi <b>bù</b>.")
    row = row_of(page(BEGINS), "Việc để thử")
    assert "Bão số 4" not in row
    assert "Đã gửi &lt;b&gt;bù&lt;/b&gt;." in row


def test_the_current_and_the_last_period_are_shown_and_no_earlier_one(scene, page):
    periods = [("2015-01-01", "2015-06-01"), ("2015-07-01", "2015-12-01"), ("2016-01-01", "2016-12-20")]
    for number, days in enumerate(periods):
        starts_on, due_on = map(date.fromisoformat, days)
        make_duty(scene, period=str(number), starts_on=starts_on, due_on=due_on)
    text = page()
    days = re.findall(r'<time datetime="([\d-]+)">', "".join(re.findall(r"<tr>.*?</tr>", text, re.DOTALL)))
    assert "2015-06-01" not in days
    assert {"2016-12-20", "2016-10-21"} <= set(days)


def test_a_page_that_opens_by_the_passing_of_a_day_is_another_page(scene, client, decide, settings):
    settings.PAGE_CACHE = True
    decide("lateness", from_day=date(2016, 10, 25))
    address = reverse("portal:unit", args=[scene.units["commune"].unit.public_id])
    tags = []
    for day in (date(2016, 10, 24), date(2016, 10, 25)):
        with clock.frozen(day):
            first = client.get(address)
            tags.append(first["ETag"])
            assert client.get(address, headers={"if-none-match": tags[-1]}).status_code == 304
            assert (MISSING in first.content.decode()) == (day.day == 25)
    assert tags[0] != tags[1]


def test_a_decision_and_a_word_change_the_page_at_once(scene, client, decide, settings):
    settings.PAGE_CACHE = True
    duty = make_duty(scene, period="1")
    address = reverse("portal:unit", args=[scene.units["commune"].unit.public_id])
    tags = [client.get(address)["ETag"]]
    explaining.explain(scene.people["commune"], duty, "Một lời.")
    tags.append(client.get(address)["ETag"])
    decide("asked", opens=False)
    response = client.get(address)
    assert len({*tags, response["ETag"]}) == 3
    assert "Việc được giao" not in response.content.decode()


def test_a_closed_plan_is_nowhere_to_be_read_or_found(scene, client, decide):
    task = Task.objects.get(code="I.4")
    pages = [
        reverse("portal:plan", args=[scene.plan.public_id]),
        reverse("portal:task", args=[task.public_id]),
        reverse("portal:plan-in-force", args=["ca-mau"]),
    ]
    search = reverse("portal:search", args=["ca-mau"])
    assert task.public_id in client.get(search, {"q": task.title}).content.decode()
    decide("plan", opens=False)
    for address in pages:
        response = client.get(address)
        assert response.status_code == 404, address
        assert "hiện không công khai" in response.content.decode()
        assert "ETag" not in response.headers
    for asked_for in (task.title, scene.plan.number, "58/KH-UBND"):
        for only in ("", "ke-hoach", "van-ban-dan"):
            text = client.get(search, {"q": asked_for, "loai": only}).content.decode()
            assert "/nhiem-vu/" not in text
            assert "/ke-hoach/" not in text.replace("/tinh/ca-mau/ke-hoach/", "")
            assert scene.plan.title not in text
    for address in (reverse("portal:home"), reverse("portal:unit", args=[scene.units["commune"].unit.public_id])):
        text = client.get(address).content.decode()
        assert task.title not in text
        assert scene.plan.title not in text
        assert "Theo quyết định nào" in text
    decide("plan")
    assert [client.get(address).status_code for address in pages] == [200, 200, 302]


def test_closed_contacts_are_not_shown(scene, page, decide):
    unit = scene.units["commune"].unit
    Contact.objects.create(unit=unit, channel="phone", value="0290 000 000", public=True, valid_from=DAY)
    Contact.objects.create(unit=unit, channel="phone", value="0290 111 111", public=False, valid_from=DAY)
    assert "0290 000 000" in page()
    decide("contacts", opens=False)
    assert "0290" not in page()


def test_what_is_public_and_by_whose_decision_is_public(scene, client, decide):
    address = reverse("portal:publication", args=["ca-mau"])
    assert "Chưa có quyết định nào" in client.get(address).content.decode()
    decide("there")
    decide("contacts", opens=False)
    text = client.get(address).content.decode()
    assert "sắp công khai" in text
    assert "từ 14/10/2016" in text
    assert "12/QĐ-UBND ngày 29/9/2016" in text
    assert f"đóng: {REASON}" in text
    assert "Luật 67/2006/QH11, Điều 28" in text
    assert "cần xác minh" in text
    assert scene.people["leader"].name not in re.sub(r"<[^>]+>", "", text), "the decision, not the person"
    with clock.frozen(BEGINS):
        text = client.get(address).content.decode()
    assert "sắp công khai" not in text


def test_a_preparation_is_not_public(scene, client):
    operator = scene.people["operator"]
    from danbiet.people import actions
    from danbiet.people.models import Role

    person = actions.create_person(operator, username="theo", name="Theo")
    actions.grant(operator, person, Role.SUPERVISOR, unit_id=scene.province.pk)
    publishing.prepare(person, scene.province.pk, Wanted("lateness", opens=True, ground="99/QĐ-CHO"))
    assert "99/QĐ-CHO" not in client.get(reverse("portal:publication", args=["ca-mau"])).content.decode()


@pytest.mark.parametrize("kind", ["unit", "publication", "home", "search", "plan"])
def test_with_everything_open_a_page_needs_at_most_four_queries(
    kind, scene, client, decide, django_assert_max_num_queries
):
    duty = make_duty(scene, period="1", due_on=date(2016, 9, 20))
    explaining.explain(scene.people["commune"], duty, "Một lời.")
    decide("there")
    decide("lateness")
    address = {
        "unit": reverse("portal:unit", args=[scene.units["commune"].unit.public_id]),
        "publication": reverse("portal:publication", args=["ca-mau"]),
        "home": reverse("portal:home"),
        "search": reverse("portal:search", args=["ca-mau"]) + "?q=khanh",
        "plan": reverse("portal:plan", args=[scene.plan.public_id]),
    }[kind]
    with clock.frozen(BEGINS), django_assert_max_num_queries(4):
        assert client.get(address).status_code == 200


def test_english_is_whole(scene, client, decide):
    from tests.portal.test_pages import Vietnamese

    for number, facts in enumerate(
        ({"due_on": date(2016, 9, 20)}, {"force": "requested"}, {"waived_at": clock.now()}, {})
    ):
        make_duty(scene, period=str(number), **facts)
    decide("there")
    decide("lateness")
    decide("contacts", opens=False)
    client.cookies["ngon_ngu"] = "en"
    for day in (DAY, BEGINS):
        for address in (
            reverse("portal:unit", args=[scene.units["commune"].unit.public_id]),
            reverse("portal:publication", args=["ca-mau"]),
        ):
            parser = Vietnamese()
            with clock.frozen(day):
                parser.feed(client.get(address).content.decode())
            # Symbols of laws stay as they are.
            rest = [text for text in parser.found if text != "Dân Biết" and not re.search(r"\d/", text)]
            assert rest == [], address


# --- what is said of a duty is a function of its facts, the gate and the day ------------------------------------------
DAYS = st.dates(date(2016, 9, 1), date(2017, 3, 1))
WORDS = st.text("abc", max_size=3)
FACTS = st.builds(
    Facts,
    title=st.just("Việc"),
    due_on=DAYS,
    requested=st.booleans(),
    waived=st.booleans(),
    number=WORDS,
    document_day=DAYS,
    fulfilled_on=st.none() | DAYS,
    on_there=WORDS,
    on_lateness=WORDS,
)
GATES = st.sets(st.sampled_from(["plan", "contacts", "asked", "there", "lateness"])).map(
    lambda keys: Gate(frozenset(keys))
)


@given(facts=FACTS, other=FACTS, opened=GATES, day=DAYS, later=DAYS)
def test_what_is_closed_makes_no_difference(facts, other, opened, day, later):
    """Two duties that agree on what is opened read the same, whatever else is true of them."""
    hidden = replace(other, title=facts.title, due_on=facts.due_on, requested=facts.requested)
    if opened["there"]:
        kept = ("waived", "number", "document_day", "on_there")
        hidden = replace(hidden, **{name: getattr(facts, name) for name in kept})
        # That something is there is said; when it came isn't.
        came = facts.fulfilled_on is not None
        hidden = replace(hidden, fulfilled_on=(other.fulfilled_on or later) if came else None)
    if opened["lateness"]:
        kept = ("waived", "fulfilled_on", "on_lateness")
        hidden, later = replace(hidden, **{name: getattr(facts, name) for name in kept}), day
    assert said_of(facts, opened, day) == said_of(hidden, opened, later)


@given(facts=FACTS, opened=GATES, day=DAYS)
def test_requested_or_waived_work_is_never_late_and_nothing_is_early_and_late(facts, opened, day):
    said = said_of(facts, opened, day)
    assert not (said.late_days and said.missing_days)
    if facts.requested or facts.waived or not opened["lateness"]:
        assert said.late_days == said.missing_days == 0
    if not opened["lateness"]:
        assert said.received_on is None
        assert said.explanation in ("", facts.on_there)
    if not opened["asked"]:
        assert asdict(said) == asdict(said_of(Facts(facts.title, facts.due_on, facts.requested), opened, day))


def test_the_units_of_the_gate_are_the_columns_of_every_page(scene):
    row = Unit.objects.annotate(**gate.columns("pk", DAY)).get(pk=scene.province.pk)
    assert gate.of_row(row) == gate.of_province(scene.province.pk, DAY)
    assert asked.PERIODS == 2
