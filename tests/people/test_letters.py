"""Letters about an account: after the commit, aside from the answer, in the language of who asked, never kept."""

import threading

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import translation

from danbiet.people import letters, resetting


@pytest.fixture
def _ready(settings):
    settings.EMAIL_READY = True


@pytest.mark.parametrize(
    ("ready", "demonstration", "goes"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_letters_go_where_a_server_is_named_and_never_from_a_demonstration(ready, demonstration, goes, settings):
    settings.EMAIL_READY, settings.DEMONSTRATION = ready, demonstration
    assert letters.ready() is goes


@pytest.mark.usefixtures("db", "_ready")
def test_nothing_is_sent_for_what_was_rolled_back(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(letters, "aside", lambda work: work())
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            letters.send_after_commit("lan@x.vn", "x", "x")
            transaction.set_rollback(True)
        letters.send_after_commit("", "nobody to send it to", "x")
        letters.send_after_commit("mai@x.vn", "y", "y")
    assert [letter.to for letter in mail.outbox] == [["mai@x.vn"]]


def test_a_server_that_hangs_holds_no_answer_up(monkeypatch):
    hung, go, done = threading.Event(), threading.Event(), threading.Event()

    def send():
        hung.set()
        go.wait(10)
        done.set()

    letters.aside(send)
    assert hung.wait(10)
    assert not done.is_set(), "the call came back before the letter was gone"
    go.set()
    assert done.wait(10)


def test_a_database_that_fails_aside_is_said_without_a_name(monkeypatch, caplog):
    def fail():
        raise DatabaseError("officer@x.vn")

    monkeypatch.setattr(letters.connection, "close", lambda: None)
    letters._alone(fail)
    assert "DatabaseError" in caplog.text
    assert "officer@x.vn" not in caplog.text


@pytest.mark.usefixtures("_ready")
@pytest.mark.parametrize(("language", "said"), [("vi", "đặt lại mật khẩu"), ("en", "password")])
def test_a_letter_is_in_the_language_of_the_page(
    language, said, house, monkeypatch, django_capture_on_commit_callbacks
):
    waiting = []
    monkeypatch.setattr(letters, "aside", waiting.append)
    with translation.override(language):
        resetting.ask_aside("officer", "https://x.vn/{}".format)
    monkeypatch.setattr(letters, "aside", lambda work: work())
    with translation.override("vi" if language == "en" else "en"), django_capture_on_commit_callbacks(execute=True):
        waiting[0]()
    assert said in mail.outbox[0].subject
    assert "officer" in mail.outbox[0].body


def test_without_a_server_nothing_is_looked_up(house, django_assert_num_queries):
    with django_assert_num_queries(0):
        resetting.ask_aside("officer", str)
