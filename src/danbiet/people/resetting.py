"""A new password for who has lost his: by a link to his address, or by a slip handed over in person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.journal import recording
from danbiet.journal.models import Entry
from danbiet.people import actions, codes, errors, letters, lockout, policies
from danbiet.people.models import Person, Reset

# Whoever asks for somebody else's letters again and again fills no inbox.
BETWEEN_LETTERS = timedelta(minutes=10)
STEP_OFF = "people.second_step_off"
# Accounts of one address that get a letter each.
MOST = 3


def ask_aside(name: str, address: Callable[[str], str]) -> None:
    """:func:`ask` aside from the answer, whose time so tells nothing of whether there is such an account."""
    language = get_language()

    def work() -> None:
        with override(language):
            ask(name, address)

    if letters.ready():
        letters.aside(work)


def ask(name: str, address: Callable[[str], str]) -> None:
    """Send a link to the account of a log-in name or an address, if there is one that can be reached.

    Says nothing about whether there is; ``address``: a code -> the address of its page.
    """
    text = name.strip()
    if not text or not letters.ready():
        return
    found = Person.objects.filter(Q(username=text) | Q(email__iexact=text), is_active=True).exclude(email="")
    for person in found.order_by("pk")[:MOST]:
        with transaction.atomic():
            _link(Person.objects.select_for_update().get(pk=person.pk), address)


def _link(person: Person, address: Callable[[str], str]) -> None:
    now = clock.now()
    fresh = Reset.objects.filter(person=person, made_by__isnull=True, made_at__gt=now - BETWEEN_LETTERS)
    if fresh.exists():
        return
    code = _issue(person, None, now + codes.LINK_LIVES)
    text = _("Có người xin đặt lại mật khẩu của tài khoản «%(name)s». Nếu là bạn, mở đường dẫn sau:")
    after = _("Đường dẫn chỉ dùng được một lần, trong 2 giờ. Nếu không phải bạn, bỏ qua thư này; mật khẩu không đổi.")
    body = f"{text % {'name': person.username}}\n\n{address(code)}\n\n{after}\n"
    letters.send_after_commit(person.email, _("Dân Biết: đặt lại mật khẩu"), body)
    policies.in_own_name()
    _record("people.link", person, person, {})


def slip(actor: Person, person: Person) -> str:
    """A code to hand over in person; from now on the old password lets nobody in, and all sessions end.

    The administrator sees the code and never a password. Raises CodedError PEO-001, PEO-003, PEO-013; PEO-015 from
    whoever took the second step off these days: alone he would come by the account.
    """
    actions.authorise_over(actor, person)
    if actor.pk == person.pk:
        raise CodedError(errors.OWN_ACCOUNT)
    if not person.is_active:
        raise CodedError(errors.UNKNOWN_PERSON, username=person.username)
    if _opened_by(actor, person):
        raise CodedError(errors.TWO_PEOPLE, days=codes.SLIP_LIVES.days)
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        actions.store_password(locked, None)
        code = _issue(locked, actor, clock.now() + codes.SLIP_LIVES)
        text = _("%(actor)s đã cấp phiếu đặt lại mật khẩu cho tài khoản «%(name)s» của bạn.")
        after = _("Mật khẩu cũ không dùng được nữa. Nếu bạn không yêu cầu, báo ngay cho lãnh đạo đơn vị.")
        body = f"{text % {'actor': actor.name, 'name': locked.username}}\n\n{after}\n"
        letters.send_after_commit(locked.email, _("Dân Biết: phiếu đặt lại mật khẩu"), body)
        _record("people.slip", actor, locked, {})
    return code


def slip_by(actor: Person, person: Person) -> bool:
    """Whether ``actor`` knows a code that opens the account, or opened it, these days."""
    rows = Reset.objects.filter(person=person, made_by=actor, made_at__gt=clock.now() - codes.SLIP_LIVES)
    return rows.exclude(used_at__isnull=True, withdrawn_at__isnull=False).exists()


def _opened_by(actor: Person, person: Person) -> bool:
    """Whether ``actor`` took the second step off the account these days and it has none since."""
    since = clock.now() - codes.SLIP_LIVES
    rows = Entry.objects.filter(subject=person.public_id, action=STEP_OFF, actor=actor.public_id, at__gt=since)
    return rows.exists() and not TOTPDevice.objects.filter(user=person, confirmed=True).exists()


def _issue(person: Person, actor: Person | None, expires: Any) -> str:
    """A code in place of all that are open."""
    code, now = codes.new_code(), clock.now()
    withdraw_open(person)
    Reset.objects.create(
        person=person, made_by=actor, digest=codes.digest(code), made_at=now, expires_at=expires
    )  # fmt: skip
    return code


def withdraw_open(person: Person) -> None:
    """No code of the person opens anything any more; inside the action's transaction."""
    Reset.objects.filter(person=person, used_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now()
    )  # fmt: skip


def find(code: str) -> Reset:
    """What a code opens. Raises CodedError PEO-020 to PEO-023."""
    rows = Reset.objects.filter(digest=codes.digest(codes.plain(code)))
    row = codes.opened(rows.select_related("person").first())
    if not row.person.is_active:
        raise CodedError(errors.CODE_WITHDRAWN)
    return row


def use(code: str, password: str) -> Person:
    """Set the new password; sessions end, a lock-out too. Raises CodedError PEO-005, PEO-020 to PEO-023."""
    row = find(code)
    actions.check_password(password, row.person)
    policies.in_own_name()
    with transaction.atomic():
        rows = Reset.objects.select_for_update(of=("self",)).filter(pk=row.pk)
        found = codes.opened(rows.select_related("person").first())
        found.used_at = clock.now()
        found.save(update_fields=["used_at"])
        actions.store_password(found.person, password)
        withdraw_open(found.person)
        _record("people.reset", found.person, found.person, {"slip": found.made_by_id is not None})
    lockout.forgive(found.person.username)
    return found.person


def end_sessions(person: Person) -> None:
    """Whoever is logged in to the account isn't any more; inside the action's transaction."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)


def _record(action: str, actor: Person, person: Person, payload: dict[str, Any]) -> None:
    recording.record(
        action, chain=recording.SYSTEM, actor=actor.public_id, subject=person.public_id, payload=payload
    )  # fmt: skip
