"""Handing letters over to the mail server: claimed with a lease, at least once, retried, given up with a mark."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q

from danbiet.base import clock
from danbiet.base.ids import new_public_id
from danbiet.notices import digest
from danbiet.notices.models import Letter, Message
from danbiet.notices.settings import settings

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger("danbiet.notices")
# What fails for this letter and not for the next: ValueError is an address or a header that can't be written.
LETTERS_OWN = (ValueError, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


@dataclass(slots=True)
class Delivered:
    """What a round did with letters."""

    sent: int = 0
    empty: int = 0
    failed: int = 0
    given_up: int = 0
    unreachable: bool = False

    def any(self) -> bool:
        """Whether anything happened."""
        return bool(self.sent or self.empty or self.failed or self.given_up)


def claim(limit: int) -> list[Letter]:
    """Take open letters whose time has come, for the length of the lease; nobody else takes them meanwhile.

    PostgreSQL skips rows that another worker is taking; SQLite takes its write lock at BEGIN, so the second comes after
    the first. The condition in the update holds on both.
    """
    now, token = clock.now(), new_public_id()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    with transaction.atomic():
        ready = Letter.objects.select_for_update(skip_locked=True).filter(Letter.OPEN, free, next_try_at__lte=now)
        ids = list(ready.order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])
        Letter.objects.filter(Letter.OPEN, free, pk__in=ids).update(
            claim=token, claimed_until=now + settings().lease, attempts=F("attempts") + 1
        )
    return list(Letter.objects.filter(claim=token).select_related("person").order_by("next_try_at", "pk"))


def deliver(stopping: Callable[[], bool] = lambda: False) -> Delivered:
    """One round: claim a batch and hand it over; nothing on days of rest and in the quiet hours."""
    done = Delivered()
    if not digest.open_hours(clock.now()):
        return done
    letters = claim(settings().batch)
    if not letters:
        return done
    contents = digest.contents(letters)
    connection = outgoing()
    waiting = list(letters)
    try:
        while waiting and not stopping() and _still_held(waiting[0]):
            letter = waiting.pop(0)
            reached = _hand_over(letter, contents[letter.pk], connection, done)
            if not reached:
                # The server, not the letter: the others keep their turn and aren't made to wait for it one by one.
                done.unreachable = True
                break
    finally:
        _close(connection)
        _give_back(waiting)
    return done


def outgoing() -> BaseEmailBackend:
    """Where letters go: a demonstration sends nothing anywhere, whatever its settings say."""
    backend = NOWHERE if django_settings.DEMONSTRATION else None
    connection: BaseEmailBackend = get_connection(backend)
    return connection


def _still_held(letter: Letter) -> bool:
    return letter.claimed_until is not None and clock.now() < letter.claimed_until


def _hand_over(letter: Letter, content: digest.Content, connection: BaseEmailBackend, done: Delivered) -> bool:
    """Send one letter; whether the server could be reached."""
    if not content.rows or not letter.person.is_active or not letter.person.email:
        _finish(letter, content, empty=True)
        done.empty += 1
        return True
    try:
        # One connection for all: opened here, it stays open from letter to letter.
        connection.open()
        digest.compose(letter, content, connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _close(connection)
        done.failed += 1
        done.given_up += _postpone(letter, _named(error), for_good=_refused(error))
        return isinstance(error, LETTERS_OWN)
    _finish(letter, content, empty=False)
    done.sent += 1
    return True


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        log.info("the mail server went away before it was taken leave of")


def _refused(error: Exception) -> bool:
    """Whether the server says that this address will never do."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return False


def _named(error: Exception) -> str:
    """The kind of a failure, without the address or the words of the server, which may name one."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((one for one, _ in error.recipients.values()), None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _finish(letter: Letter, content: digest.Content, *, empty: bool) -> None:
    """The letter is done; what it said is marked with it, in one transaction."""
    now = clock.now()
    with transaction.atomic():
        closed: dict[str, Any] = {"empty_at" if empty else "sent_at": now, "claimed_until": None, "problem": ""}
        Letter.objects.filter(Letter.OPEN, pk=letter.pk).update(**closed)
        if not empty:
            Message.objects.filter(pk__in=[row.message.pk for row in content.rows]).update(mailed_at=now)
        if content.gone:
            Message.objects.filter(pk__in=content.gone, settled_at__isnull=True).update(settled_at=now)


def _postpone(letter: Letter, problem: str, *, for_good: bool) -> bool:
    """Try again later, or give up with a mark; whether it was given up."""
    waits, now = settings().backoff, clock.now()
    over = for_good or letter.attempts > len(waits)
    after: dict[str, Any] = {"claimed_until": None, "problem": problem[:60]}
    if over:
        after["given_up_at"] = now
    else:
        after["next_try_at"] = now + waits[letter.attempts - 1]
    Letter.objects.filter(Letter.OPEN, pk=letter.pk, claim=letter.claim).update(**after)
    log.warning("letter %s: %s, %s", letter.public_id, problem, "given up" if over else "will be tried again")
    return over


def _give_back(letters: list[Letter]) -> None:
    """Those that weren't tried are free again and have lost no attempt."""
    ids = [letter.pk for letter in letters]
    if ids:
        mine = Letter.objects.filter(Letter.OPEN, pk__in=ids, claim=letters[0].claim)
        mine.update(claimed_until=None, attempts=F("attempts") - 1)


def status() -> dict[str, Any]:
    """For the operator: letters waiting, tried in vain, sent today, and those given up, newest first."""
    waiting = Letter.objects.filter(Letter.OPEN)
    return {
        "waiting": waiting.count(),
        "failing": waiting.exclude(problem="").count(),
        "sent today": Letter.objects.filter(sent_at__gte=clock.start_of_day(clock.today())).count(),
        "given up": list(Letter.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")[:100]),
    }
