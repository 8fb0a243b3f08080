"""The outbox: written with what it tells of, prepared at the person's hour, handed over at least once."""

import smtplib
from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.duties import actions as duties
from danbiet.duties import reminders
from danbiet.notices import actions, delivery, digest, errors, worker
from danbiet.notices.models import Letter, Message
from danbiet.notices.settings import settings as shipped
from tests.duties.facts import DAY, make_duty
from tests.notices.conftest import MORNING

pytestmark = pytest.mark.django_db


def at(day, hour=7, minute=30):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE)


# --- writing ---------------------------------------------------------------------------------------------------------
def test_a_message_goes_with_the_change_it_tells_of(scene):
    note = actions.Note(scene.people["commune"].pk, reminders.KIND, "k7m2q-9xw4c", "truoc-3")

    def change_that_fails():
        with transaction.atomic():
            actions.post([note])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert not Message.objects.exists()


def test_what_was_told_is_not_told_again(scene):
    note = actions.Note(scene.people["commune"].pk, reminders.KIND, "k7m2q-9xw4c", "truoc-3")
    assert actions.post([note]) == [note]
    assert actions.post([note]) == []
    assert actions.post([]) == []


def test_an_unknown_kind_is_refused(scene):
    with pytest.raises(CodedError) as raised:
        actions.post([actions.Note(scene.people["commune"].pk, "gossip", "x", "y")])
    assert raised.value.kind is errors.UNKNOWN_KIND


# --- one digest a day ------------------------------------------------------------------------------------------------
def test_one_letter_with_all_that_is_new_late_first(connected, tick_and_send):
    make_duty(connected, period="soon", due_on=date(2016, 10, 5))
    make_duty(connected, period="late", due_on=date(2016, 9, 29))
    make_duty(connected, period="today", due_on=DAY)
    assert tick_and_send().sent == 1
    (letter,) = mail.outbox
    assert letter.to == ["can.bo@xa.example"]
    assert letter.subject == "Dân Biết: 1 việc quá hạn, 1 việc hạn hôm nay, 1 việc sắp đến hạn"
    assert [letter.body.index(word) for word in ("Quá hạn:", "Đến hạn hôm nay:", "Sắp đến hạn:")] == sorted(
        letter.body.index(word) for word in ("Quá hạn:", "Đến hạn hôm nay:", "Sắp đến hạn:")
    )
    assert "30/9/2016" in letter.body
    assert letter.body.count("https://danbiet.example/van-phong/viec/") == 3
    html = letter.alternatives[0]
    assert html.mimetype == "text/html"
    assert html.content.count('href="https://danbiet.example/van-phong/viec/') == 3
    assert letter.extra_headers["Message-ID"].endswith("@danbiet.example>")
    assert tick_and_send().sent == 0, "once"
    assert Message.objects.filter(mailed_at__isnull=False).count() == 3


def test_a_day_without_content_sends_nothing(connected, tick_and_send):
    make_duty(connected, due_on=date(2016, 12, 1))
    assert not tick_and_send().any()
    assert not Letter.objects.exists()


def test_the_next_day_says_only_what_is_new(connected, tick_and_send):
    make_duty(connected, period="one", due_on=date(2016, 10, 5))
    tick_and_send()
    make_duty(connected, period="two", due_on=date(2016, 10, 6))
    tick_and_send(at(DAY, 15))
    assert len(mail.outbox) == 1, "one letter a day"
    tick_and_send(at(date(2016, 10, 3)))
    assert [letter.body.count("/viec/") for letter in mail.outbox] == [1, 1]


def test_what_comes_after_the_hour_of_an_empty_day_still_goes_that_day(connected, tick_and_send):
    tick_and_send()
    make_duty(connected, due_on=date(2016, 10, 5))
    assert tick_and_send(at(DAY, 10)).sent == 1


def test_what_was_done_between_tick_and_sending_is_not_sent(connected):
    done = make_duty(connected, period="done", due_on=date(2016, 10, 5))
    make_duty(connected, period="open", due_on=date(2016, 10, 5))
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
        duties.attest(connected.people["commune"], done, duties.Document("1/KH", DAY))
        assert worker.round_of_work().sent == 1
    assert done.public_id not in mail.outbox[0].body
    assert mail.outbox[0].body.count("/viec/") == 1


def test_a_letter_that_has_become_empty_is_not_sent(connected):
    done = make_duty(connected, due_on=date(2016, 10, 5))
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
        # Past the action, as a plan's change does it.
        type(done).objects.filter(pk=done.pk).update(superseded_at=clock.now())
        found = worker.round_of_work()
    assert (found.sent, found.empty) == (0, 1)
    assert mail.outbox == []
    assert Message.objects.get().settled_at is not None


def test_what_was_seen_in_the_office_is_not_sent(connected, tick_and_send):
    make_duty(connected, due_on=date(2016, 10, 5))
    with clock.frozen(at(DAY, 7, 5)):
        reminders.step()
        actions.mark_read(connected.people["commune"], list(Message.objects.all()))
    assert not tick_and_send().any()


# --- when ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (at(DAY, 7, 29), 0),
        (at(DAY, 7, 30), 1),
        (at(DAY, 20, 59), 1),
        (at(DAY, 21, 0), 0),
        (at(DAY, 23, 59), 0),
        (at(date(2016, 10, 1), 9), 0),  # a Saturday
        (at(date(2016, 9, 2), 9), 0),  # National Day
        (at(date(2019, 5, 4), 9), 1),  # a Saturday worked
    ],
)
def test_letters_leave_on_working_days_outside_the_quiet_hours(moment, sent, connected, tick_and_send):
    day = moment.astimezone(clock.ZONE).date()
    make_duty(connected, starts_on=date(2016, 1, 1), due_on=day + timedelta(days=1))
    assert tick_and_send(moment).sent == sent


def test_no_hour_one_can_choose_is_quiet():
    assert shipped().hour in shipped().hours
    assert not [hour for hour in shipped().hours if shipped().quiet(hour)]
    assert (shipped().quiet_from, shipped().quiet_to) == (time(21), time(7))
    assert all(shipped().ground[language] for language in ("vi", "en"))


def test_a_letter_left_over_waits_for_the_next_working_day_and_takes_the_new_along(connected, settings):
    make_duty(connected, period="one", due_on=date(2016, 10, 5))
    with clock.frozen(at(DAY, 20, 50)):
        reminders.step()
        digest.prepare()
    with clock.frozen(at(DAY, 21, 10)):
        assert not worker.round_of_work().any()
    with clock.frozen(at(date(2016, 10, 3))):
        make_duty(connected, period="two", due_on=date(2016, 10, 6))
        reminders.step()
        assert worker.round_of_work().sent == 1
        assert worker.round_of_work().sent == 0
    assert mail.outbox[0].body.count("/viec/") == 2


# --- how the person wants it -----------------------------------------------------------------------------------------
def test_the_hour_the_language_and_no_are_the_persons(connected, tick_and_send):
    make_duty(connected, due_on=date(2016, 10, 5))
    person = connected.people["commune"]
    actions.prefer(person, email=True, hour=time(13, 30), language="en")
    assert tick_and_send(at(DAY, 13, 29)).sent == 0
    assert tick_and_send(at(DAY, 13, 30)).sent == 1
    assert mail.outbox[0].subject == "Dân Biết: 1 due soon"
    assert "What to know on 30 September 2016" in mail.outbox[0].body
    assert '<html lang="en">' in mail.outbox[0].alternatives[0].content
    actions.prefer(person, email=False, hour=time(7, 30), language="vi")
    make_duty(connected, period="two", due_on=date(2016, 10, 6))
    assert not tick_and_send(at(date(2016, 10, 3))).any()


@pytest.mark.parametrize("lacking", ["address", "server", "account"])
def test_without_address_server_or_account_messages_show_in_the_office_only(
    lacking, connected, tick_and_send, settings
):
    person = connected.people["commune"]
    make_duty(connected, due_on=date(2016, 10, 5))
    with clock.frozen(MORNING):
        reminders.step()
    if lacking == "server":
        settings.EMAIL_READY = False
    else:
        person.email = "" if lacking == "address" else person.email
        person.is_active = lacking != "account"
        person.save()
    with clock.frozen(MORNING):
        assert not worker.round_of_work().any()
    assert not Letter.objects.exists()


def test_a_demonstration_says_so_and_sends_nothing(connected, tick_and_send, settings, monkeypatch):
    settings.DEMONSTRATION = True
    said = []
    real = digest.compose
    monkeypatch.setattr(digest, "compose", lambda *args: said.append(real(*args)) or said[-1])
    make_duty(connected, due_on=date(2016, 10, 5))
    tick_and_send()
    assert mail.outbox == []
    assert said[0].subject.startswith("[mô phỏng] ")
    assert "Dữ liệu mô phỏng" in said[0].body
    assert "Dữ liệu mô phỏng" in said[0].alternatives[0].content


def test_without_an_address_of_its_own_the_installation_writes_no_links(connected, tick_and_send, settings):
    settings.SITE_ADDRESS = ""
    make_duty(connected, due_on=date(2016, 10, 5))
    tick_and_send()
    assert "/van-phong/" not in mail.outbox[0].body
    assert "href" not in mail.outbox[0].alternatives[0].content


def test_words_of_a_document_are_text_in_the_html(connected, tick_and_send):
    duty = make_duty(connected, due_on=date(2016, 10, 5))
    type(duty).objects.filter(pk=duty.pk).update(title='<img src="x">')
    tick_and_send()
    assert "&lt;img" in mail.outbox[0].alternatives[0].content


# --- failing ---------------------------------------------------------------------------------------------------------
class Refusing:
    """A mail server that fails in a way the test chooses."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.sent = []

    def __call__(self, *args, **kwargs):
        return self

    def send_messages(self, messages):
        if self.errors:
            raise self.errors.pop(0)
        self.sent += messages
        return len(messages)

    def open(self):
        pass

    def close(self):
        pass


@pytest.fixture
def server(monkeypatch):
    def make(*errors):
        made = Refusing(*errors)
        monkeypatch.setattr(delivery, "outgoing", made)
        return made

    return make


def test_a_failure_is_tried_again_later_and_later_and_then_given_up(connected, server, caplog):
    make_duty(connected, due_on=date(2016, 10, 5))
    waits = shipped().backoff
    failing = server(*[smtplib.SMTPServerDisconnected("can.bo@xa.example") for _ in range(len(waits) + 1)])
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
    now = MORNING
    for number, wait in enumerate(waits, 1):
        Letter.objects.update(next_try_at=now)
        with clock.frozen(now):
            found = worker.round_of_work()
        letter = Letter.objects.get()
        assert (found.failed, letter.attempts, letter.next_try_at) == (1, number, now + wait)
    with clock.frozen(now):
        assert worker.round_of_work().failed == 0, "not before its time"
        Letter.objects.update(next_try_at=now)
        assert worker.round_of_work().given_up == 1
        assert delivery.status()["given up"] == [Letter.objects.get()]
    assert failing.sent == []
    assert Letter.objects.get().problem == "SMTPServerDisconnected"
    assert "given up" in caplog.text
    assert "can.bo" not in caplog.text, "no address in a log"
    assert Message.objects.get().mailed_at is None
    with clock.frozen(at(date(2016, 10, 3))):
        assert worker.round_of_work().sent == 1, "the next day's digest carries it"


def test_an_address_the_server_refuses_is_given_up_at_once(connected, server, caplog):
    make_duty(connected, due_on=date(2016, 10, 5))
    server(smtplib.SMTPRecipientsRefused({"can.bo@xa.example": (550, b"no such user can.bo@xa.example")}))
    with clock.frozen(MORNING):
        reminders.step()
        found = worker.round_of_work()
    assert (found.failed, found.given_up, found.unreachable) == (1, 1, False)
    assert Letter.objects.get().problem == "SMTPRecipientsRefused 550"
    assert "can.bo" not in caplog.text


def others_with_addresses(scene):
    for name in ("commune_leader", "neighbour"):
        scene.people[name].email = f"{name}@xa.example"
        scene.people[name].save()


def test_one_refused_letter_keeps_no_other_back(connected, server):
    others_with_addresses(connected)
    make_duty(connected, due_on=DAY)
    make_duty(connected, "neighbour", due_on=DAY)
    running = server(smtplib.SMTPRecipientsRefused({"x": (450, b"later")}))
    # Neither busy nor gone for good: that one waits, the server is there for the others.
    running.errors = [smtplib.SMTPRecipientsRefused({"x": (550, b"")})]
    with clock.frozen(MORNING):
        reminders.step()
        found = worker.round_of_work()
    assert (found.sent, found.failed) == (2, 1)


def test_a_server_that_is_away_costs_the_waiting_letters_no_attempt(connected, server):
    others_with_addresses(connected)
    make_duty(connected, due_on=DAY)
    make_duty(connected, "neighbour", due_on=DAY)
    server(TimeoutError())
    with clock.frozen(MORNING):
        reminders.step()
        found = worker.round_of_work()
        assert (found.failed, found.unreachable) == (1, True)
        assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 0, 1]
        assert not Letter.objects.filter(claimed_until__isnull=False).exists()
        assert worker.round_of_work().sent == 2


def test_what_was_claimed_by_a_worker_that_died_goes_out_after_the_lease(connected, server):
    make_duty(connected, due_on=date(2016, 10, 5))
    running = server()
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
        assert len(delivery.claim(20)) == 1
        assert worker.round_of_work().sent == 0, "held"
    with clock.frozen(MORNING + shipped().lease):
        assert worker.round_of_work().sent == 1
    assert len(running.sent) == 1


def test_a_kill_between_sending_and_marking_sends_the_same_letter_again(connected, server, monkeypatch):
    make_duty(connected, due_on=date(2016, 10, 5))
    running = server()
    with clock.frozen(MORNING):
        reminders.step()
        with monkeypatch.context() as killed:
            killed.setattr(delivery, "_finish", lambda *args, **kwargs: 1 / 0)
            killed.setattr(delivery, "_give_back", lambda letters: None)
            with pytest.raises(ZeroDivisionError):
                worker.round_of_work()
    with clock.frozen(MORNING + shipped().lease):
        worker.round_of_work()
    assert len({letter.extra_headers["Message-ID"] for letter in running.sent}) == 1
    assert len(running.sent) == 2, "at least once, and known as one"


def test_a_worker_told_to_stop_gives_back_what_it_holds(connected, server):
    make_duty(connected, due_on=DAY)
    server()
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
        assert not delivery.deliver(lambda: True).any()
    letter = Letter.objects.get()
    assert (letter.claimed_until, letter.attempts) == (None, 0)


def test_a_lease_that_has_run_out_is_not_used(connected, server, monkeypatch):
    make_duty(connected, due_on=DAY)
    running = server()
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
        monkeypatch.setattr(delivery, "_still_held", lambda letter: False)
        delivery.deliver()
    assert running.sent == []


def test_many_letters_take_few_queries_each(connected, server, django_assert_max_num_queries):
    others_with_addresses(connected)
    for number in range(5):
        make_duty(connected, period=f"p{number}", due_on=DAY)
        make_duty(connected, "neighbour", period=f"p{number}", due_on=DAY)
    server()
    with clock.frozen(MORNING):
        reminders.step()
        digest.prepare()
        with django_assert_max_num_queries(12 + 3 * 4):
            assert delivery.deliver().sent == 3


def test_the_open_letter_is_one_by_the_database(connected):
    person = connected.people["commune"]
    Letter.objects.create(person=person, day=DAY)
    from django.db.utils import IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(person=person, day=date(2016, 10, 3))
    assert connection.vendor in ("sqlite", "postgresql")
