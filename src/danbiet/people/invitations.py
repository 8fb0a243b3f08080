"""Inviting somebody to a role: a link or a slip whose code is used once, by the person himself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.journal import recording
from danbiet.people import actions, codes, errors, letters, policies
from danbiet.people.models import Invitation, Person, Role

# state -> what may be done then -> the state after it. Anything else is refused.
EDGES: dict[str, dict[str, str]] = {
    "open": {"accept": "used", "withdraw": "withdrawn", "renew": "open"},
    "expired": {"withdraw": "withdrawn", "renew": "open"},
    "used": {},
    "withdrawn": {},
}


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is invited to: a role at a unit (``lineage``: its id and those above) by a decision."""

    role: Role
    lineage: Sequence[int]
    ground: str
    decided_on: date | None
    valid_from: date | None = None
    valid_to: date | None = None


# A code -> the address of its page, for the letter.
Address = Callable[[str], str]


def invite(
    actor: Person, name: str, seat: Seat, *, email: str = "", address: Address | None = None
) -> tuple[Invitation, str]:
    """Invite somebody; the invitation and its code, which nothing keeps. With an address a letter carries the link.

    Raises CodedError PEO-001, PEO-006, PEO-008, PEO-010, PEO-011, PEO-014.
    """
    actions.authorise_grant(actor, seat.role, seat.lineage)
    ground = squeeze(seat.ground)
    decided_on = actions.check_decision(ground, seat.decided_on)
    first = seat.valid_from or clock.today()
    actions.check_days(first, seat.valid_to)
    code, now = codes.new_code(), clock.now()
    with transaction.atomic():
        row = Invitation.objects.create(
            digest=codes.digest(code),
            name=squeeze(name),
            email=email.strip(),
            role=seat.role,
            unit_id=seat.lineage[0] if seat.lineage else None,
            ground=ground[:200],
            decided_on=decided_on,
            valid_from=first,
            valid_to=seat.valid_to,
            made_by=actor,
            made_at=now,
            expires_at=now + codes.INVITATION_LIVES,
        )
        facts = {"role": str(row.role), "unit": row.unit_id, "from": first, "to": row.valid_to, "ground": row.ground}
        _record("people.invite", actor, row, {**facts, "decided_on": row.decided_on}, {"name": row.name})
        _send(row, code, address)
    return row, code


def _send(row: Invitation, code: str, address: Address | None) -> None:
    if address is None:
        return
    subject = _("Dân Biết: lời mời nhận vai trò")
    text = _("Bạn được mời nhận vai trò «%(role)s» theo %(ground)s. Mở đường dẫn sau để đặt mật khẩu:")
    after = _("Đường dẫn chỉ dùng được một lần, trong 7 ngày.")
    body = f"{text % {'role': row.get_role_display(), 'ground': row.ground}}\n\n{address(code)}\n\n{after}\n"
    letters.send_after_commit(row.email, subject, body)


def _locked(row: Invitation, action: str) -> Invitation:
    """The row for a change; CodedError PEO-024 if its state allows it no more."""
    found = Invitation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    state = codes.state_of(found, clock.now())
    if action not in EDGES[state]:
        raise CodedError(errors.INVITATION_OVER, state=said(state))
    return found


def said(state: str) -> str:
    """A state in words."""
    words = {"open": _("đang chờ"), "used": _("đã nhận"), "withdrawn": _("đã thu hồi"), "expired": _("hết hạn")}
    return words[state]


def authorise(actor: Person, row: Invitation) -> None:
    """Raise CodedError PEO-001 unless ``actor`` manages the people of the invitation's unit."""
    known = policies.lineages([row.unit_id] if row.unit_id else [])
    policies.authorise(actor, "people.manage", units=known[row.unit_id] if row.unit_id else [])


def renew(actor: Person, row: Invitation, *, address: Address | None = None) -> str:
    """A new code in place of the old one, for a lost slip or one that expired. Raises CodedError PEO-001, PEO-024."""
    authorise(actor, row)
    code, now = codes.new_code(), clock.now()
    with transaction.atomic():
        found = _locked(row, "renew")
        found.digest, found.expires_at = codes.digest(code), now + codes.INVITATION_LIVES
        found.renewed_by = actor
        found.save(update_fields=["digest", "expires_at", "renewed_by"])
        _record("people.renew", actor, found, {}, {})
        _send(found, code, address)
    return code


def withdraw(actor: Person, row: Invitation) -> None:
    """Take an invitation back. Raises CodedError PEO-001, PEO-024."""
    authorise(actor, row)
    with transaction.atomic():
        found = _locked(row, "withdraw")
        found.withdrawn_at = clock.now()
        found.save(update_fields=["withdrawn_at"])
        _record("people.withdraw", actor, found, {}, {})


def find(code: str) -> Invitation:
    """The open invitation of a code. Raises CodedError PEO-020 to PEO-023."""
    rows = Invitation.objects.filter(digest=codes.digest(codes.plain(code)))
    return codes.opened(rows.select_related("unit", "made_by", "renewed_by").first())


def accept(code: str, username: str, password: str) -> Person:
    """The invited person makes his account and holds the role from its day on.

    Of two at once one is told that the code was used. Raises CodedError PEO-004, PEO-005, PEO-020 to PEO-023.
    """
    row = find(code)
    person = Person(username=username, name=row.name, email=row.email)
    actions.check_password(password, person)
    # Before the row is locked: it takes its time.
    person.set_password(password)
    policies.in_own_name()
    with transaction.atomic():
        found = _claim(row)
        actions.add_person(person, person)
        _seat(found, person)
    return person


def accept_as(person: Person, code: str) -> None:
    """Somebody with an account takes the role with it. Raises CodedError PEO-009, PEO-012, PEO-020 to PEO-023.

    Neither who invited nor who saw the code since, nor whom one of them stood in for: nobody gives himself a role.
    """
    row = find(code)
    known = policies.lineages([row.unit_id] if row.unit_id else [])
    for giver, when in ((row.made_by, row.made_at), (row.renewed_by, row.expires_at - codes.INVITATION_LIVES)):
        if giver is not None:
            lineage = known[row.unit_id] if row.unit_id else []
            actions.refuse_oneself(giver, person, lineage, on=when.astimezone(clock.ZONE).date())
    policies.in_own_name()
    with transaction.atomic():
        _seat(_claim(row), person)
    policies.forget(person)


def _claim(row: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).filter(pk=row.pk, digest=row.digest)
    return codes.opened(rows.first())


def _seat(row: Invitation, person: Person) -> None:
    membership = actions.add_membership(
        person,
        Role(row.role),
        row.unit_id,
        row.valid_from,
        valid_to=row.valid_to,
        ground=row.ground,
        decided_on=row.decided_on,
    )
    row.used_at, row.accepted_by = clock.now(), person
    row.save(update_fields=["used_at", "accepted_by"])
    _record("people.accept", person, row, {"person": person.public_id, "by": row.made_by.public_id}, {})
    actions.record_grant(row.made_by.public_id, membership)


def _record(action: str, actor: Person, row: Invitation, payload: dict[str, Any], personal: dict[str, str]) -> None:
    recording.record(
        action,
        chain=recording.SYSTEM,
        actor=actor.public_id,
        subject=row.public_id,
        payload=payload,
        personal=personal,
    )
