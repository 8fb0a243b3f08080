"""A code from the phone after the password (TOTP, django-otp), and recovery codes for the day the phone is gone."""

from __future__ import annotations

import io
import secrets
from base64 import b32encode
from datetime import date, timedelta
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.ids import new_public_id
from danbiet.journal import recording
from danbiet.people import actions, codes, errors, policies, resetting
from danbiet.people.models import Person, Role

ROLES = frozenset({Role.OPERATOR, Role.APPROVER, Role.ADMINISTRATOR})
RECOVERY_CODES = 10
DIGITS = 6
SALT = "danbiet.people.recovery"
# In the session: this log-in went through both steps.
VERIFIED = "second_step"


def devices(person: Any) -> Any:
    """The phones that count, of a person or of an outer query's."""
    return TOTPDevice.objects.filter(user=person, confirmed=True)


def of_account() -> Exists:
    """Whether an account has the second step; read with the account of every request."""
    return Exists(devices(OuterRef("pk")))


def has(person: Person) -> bool:
    """Whether the person's log-in takes a code; no query for the account of a request."""
    known: bool | None = getattr(person, "second_step", None)
    return bool(devices(person).exists()) if known is None else known


def required_from(person: Person) -> date | None:
    """The day from which the person needs the second step; None: his roles don't require it, or the house doesn't."""
    days: int | None = settings.SECOND_STEP_DAYS
    if days is None or settings.DEMONSTRATION:
        return None
    since = [member.valid_from for member in policies.memberships(person) if member.role in ROLES]
    if not since:
        return None
    made = person.created_at.astimezone(clock.ZONE).date()
    return max(made, min(since)) + timedelta(days=days)


def is_overdue(person: Person) -> bool:
    """Whether the person may do nothing more before the second step is set up."""
    if has(person):
        return False
    day = required_from(person)
    return day is not None and clock.today() >= day


def new_key() -> str:
    """A fresh secret, hexadecimal: 160 bits, as RFC 4226 recommends."""
    return secrets.token_hex(20)


def typed_key(key: str) -> str:
    """A secret as it is typed into a phone that can't scan: groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(text: str) -> bytes:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=5, border=4, light="#fff")
    return out.getvalue()


def key_address(person: Person, key: str) -> str:
    """What the phone reads off the QR code."""
    return str(TOTPDevice(user=person, key=key).config_url)


def set_up(person: Person, key: str | None, code: str) -> list[str]:
    """The person's phone shows the right code for a new secret: it counts from now on; the recovery codes.

    What was set up before is gone, other sessions end. Raises CodedError PEO-051, PEO-053.
    """
    if not key:
        raise CodedError(errors.NO_STEP)
    policies.in_own_name()
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        device = TOTPDevice.objects.create(user=locked, key=key, name="phone", confirmed=False)
        if not _well_formed(code) or verify_token(locked, device.persistent_id, _bare(code)) is None:
            raise CodedError(errors.WRONG_STEP_CODE)
        _clear(locked, but=device.pk)
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        found = _recovery_codes(locked)
        resetting.end_sessions(locked)
        _record("people.second_step", locked, locked)
    person.refresh_from_db(fields=["session_epoch"])
    person.second_step = True  # type: ignore[attr-defined]
    return found


def _recovery_codes(person: Person) -> list[str]:
    found = [new_public_id() for _ in range(RECOVERY_CODES)]
    device = StaticDevice.objects.create(user=person, name="recovery", confirmed=True)
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hidden(code)) for code in found)
    return found


def _hidden(code: str) -> str:
    """What is kept of a recovery code: as many letters of its keyed hash as the column takes.

    Keyed, because 50 random bits alone are found from a copy of the database in hours.
    """
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()[:16]


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _well_formed(text: str) -> bool:
    bare = _bare(text)
    return bare.isascii() and bare.isdigit() and len(bare) == DIGITS


def verify(person: Person, text: str) -> bool:
    """Whether this is the phone's code now or a recovery code; each opens once, wrong ones make the next wait."""
    device: Any
    if _well_formed(text):
        device, token = devices(person).first(), _bare(text)
    else:
        bare = _bare(text)
        device = StaticDevice.objects.filter(user=person, confirmed=True).first()
        token = _hidden(f"{bare[:5]}-{bare[5:]}")
    return device is not None and verify_token(person, device.persistent_id, token) is not None


def codes_left(person: Person) -> int:
    """How many recovery codes haven't been used."""
    return int(StaticToken.objects.filter(device__user=person).count())


def check_optional(person: Person) -> None:
    """Raise CodedError PEO-052 where the person's role requires the second step."""
    if required_from(person) is not None:
        raise CodedError(errors.STEP_IS_REQUIRED)


def turn_off(person: Person) -> None:
    """The person does without the second step again. Raises CodedError PEO-052 where his role requires it."""
    check_optional(person)
    policies.in_own_name()
    with transaction.atomic():
        _clear(person)
        _record(resetting.STEP_OFF, person, person)
    person.second_step = False  # type: ignore[attr-defined]


def take_off(actor: Person, person: Person) -> None:
    """Phone and recovery codes are lost: the password alone lets in until a new phone is set up; sessions end.

    Raises CodedError PEO-001, PEO-013; PEO-015 from whoever handed a slip to the same person these days.
    """
    actions.authorise_over(actor, person)
    if actor.pk == person.pk:
        raise CodedError(errors.OWN_ACCOUNT)
    if devices(person).exists() and resetting.slip_by(actor, person):
        raise CodedError(errors.TWO_PEOPLE, days=codes.SLIP_LIVES.days)
    with transaction.atomic():
        _clear(person)
        resetting.end_sessions(person)
        _record(resetting.STEP_OFF, actor, person)


def _clear(person: Person, but: int | None = None) -> None:
    TOTPDevice.objects.filter(user=person).exclude(pk=but).delete()
    StaticDevice.objects.filter(user=person).delete()


def _record(action: str, actor: Person, person: Person) -> None:
    recording.record(action, chain=recording.SYSTEM, actor=actor.public_id, subject=person.public_id, payload={})
