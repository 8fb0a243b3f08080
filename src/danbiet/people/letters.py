"""Letters about an account, to its own address. The one place that sends them."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from functools import partial
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction

log = logging.getLogger("danbiet.people")


def ready() -> bool:
    """Whether letters go anywhere."""
    return bool(settings.EMAIL_READY) and not settings.DEMONSTRATION


def send_after_commit(to: str, subject: str, body: str) -> None:
    """Send once the transaction stands, aside from the answer: its time tells nothing of whether there was a letter.

    A letter about an account isn't kept: it holds a code. One that is lost is asked for again.
    """
    if to and ready():
        transaction.on_commit(partial(aside, partial(hand_over, EmailMessage(subject, body, None, [to]))))


def aside(work: Callable[[], None]) -> None:
    """Do something on a thread and a connection of its own; a letter takes at most EMAIL_TIMEOUT seconds a step."""
    Thread(target=_alone, args=[work], daemon=True).start()


def _alone(work: Callable[[], None]) -> None:
    try:
        work()
    except DatabaseError as error:
        log.warning("a letter about an account wasn't written: %s", type(error).__name__)
    finally:
        connection.close()


def hand_over(letter: EmailMessage) -> None:
    """Send now; a failure is logged by its kind, without an address."""
    try:
        letter.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("a letter about an account wasn't sent: %s", type(error).__name__)
