"""``danbiet people``: accounts and roles from the command line."""

from __future__ import annotations

import argparse
from typing import Any


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    people = subparsers.add_parser("people", help="accounts and roles").add_subparsers(required=True)
    add = people.add_parser("add", help="a new account; the password is read from the first line of input")
    add.add_argument("username")
    add.add_argument("--name", required=True)
    add.add_argument("--email", default="")
    add.add_argument("--as", dest="actor", metavar="USER")
    add.set_defaults(run=run_add, needs_django=True)
    grant = people.add_parser("grant", help="give an account a role at a unit")
    grant.add_argument("username")
    _place(grant)
    grant.set_defaults(run=run_grant, needs_django=True)
    invite = people.add_parser("invite", help="invite somebody to a role; prints the code, which works once")
    invite.add_argument("name")
    _place(invite)
    invite.add_argument("--email", default="")
    invite.set_defaults(run=run_invite, needs_django=True)
    over = people.add_parser("hand-over", help="move all roles at units from one account to another from a day")
    over.add_argument("giver")
    over.add_argument("taker")
    over.add_argument("--from", dest="day", required=True, type=_day, metavar="DAY")
    _decision(over)
    over.set_defaults(run=run_hand_over, needs_django=True)
    leave = people.add_parser("leave", help="end all roles and close the account")
    leave.add_argument("username")
    _decision(leave)
    leave.set_defaults(run=run_leave, needs_django=True)
    for name, told, run in (
        ("reset", "a slip for a new password; prints the code, which works once", run_reset),
        ("unlock", "let a locked-out account try again", run_unlock),
        ("take-off-step", "take the verification code off an account whose phone is lost", run_take_off_step),
    ):
        one = people.add_parser(name, help=told)
        one.add_argument("username")
        one.add_argument("--as", dest="actor", metavar="USER")
        one.set_defaults(run=run, needs_django=True)
    listing = people.add_parser("list", help="the accounts and their roles today")
    listing.set_defaults(run=run_list, needs_django=True)


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _decision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--decision", required=True, metavar="NUMBER", help="number of the decision that says so")
    parser.add_argument("--date", required=True, type=_day, metavar="DAY", help="its date, e.g. 2016-09-01")
    parser.add_argument("--as", dest="actor", metavar="USER")


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role")
    parser.add_argument("--unit", metavar="ID", help="the unit's public id")
    _decision(parser)


def run_add(args: argparse.Namespace) -> int:
    """Create an account."""
    import getpass
    import sys

    from danbiet.people import actions

    actor = actions.acting(args.actor)
    password = getpass.getpass("Mật khẩu: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    person = actions.create_person(
        actor, username=args.username, name=args.name, email=args.email, password=password or None
    )
    print(person.public_id)  # noqa: T201
    return 0


def _seat(args: argparse.Namespace) -> Any:
    """The role and the lineage of the unit that were named. Raises CodedError PEO-006, PEO-008."""
    from django.apps import apps

    from danbiet.base.errors import CodedError
    from danbiet.people import errors, policies
    from danbiet.people.models import Role

    if args.role not in Role.values:
        raise CodedError(errors.UNKNOWN_ROLE, role=args.role, known=", ".join(Role.values))
    role = Role(args.role)
    if not args.unit:
        return role, []
    # The room of units lies above this one: asked for by name.
    unit = apps.get_model("units", "Unit").objects.filter(public_id=args.unit).first()
    if unit is None:
        raise CodedError(errors.UNIT_NEEDED, role=role.label)
    return role, list(policies.lineages([unit.pk])[unit.pk])


def run_grant(args: argparse.Namespace) -> int:
    """Give a role."""
    from danbiet.people import actions

    actor, person = actions.acting(args.actor), actions.acting(args.username)
    role, lineage = _seat(args)
    unit_id = lineage[0] if lineage else None
    actions.grant(
        actor, person, role, unit_id=unit_id, above=lineage[1:], ground=args.decision, decided_on=args.date
    )  # fmt: skip
    return 0


def run_invite(args: argparse.Namespace) -> int:
    """Invite and print the code."""
    from danbiet.people import actions, invitations

    actor = actions.acting(args.actor)
    role, lineage = _seat(args)
    seat = invitations.Seat(role, lineage, args.decision, args.date)
    _, code = invitations.invite(actor, args.name, seat, email=args.email)
    print(code)  # noqa: T201
    return 0


def run_hand_over(args: argparse.Namespace) -> int:
    """Move roles."""
    from danbiet.people import actions, leaving

    actor = actions.acting(args.actor)
    giver, taker = actions.acting(args.giver), actions.acting(args.taker)
    for row in leaving.hand_over(actor, giver, taker, args.day, ground=args.decision, decided_on=args.date):
        print(f"{row.get_role_display()}\t{row.valid_from.isoformat()}")  # noqa: T201
    return 0


def run_leave(args: argparse.Namespace) -> int:
    """Close an account."""
    from danbiet.people import actions, leaving

    actor = actions.acting(args.actor)
    leaving.leave(actor, actions.acting(args.username), ground=args.decision, decided_on=args.date)
    return 0


def run_reset(args: argparse.Namespace) -> int:
    """Print the code of a slip."""
    from danbiet.people import actions, resetting

    print(resetting.slip(actions.acting(args.actor), actions.acting(args.username)))  # noqa: T201
    return 0


def run_unlock(args: argparse.Namespace) -> int:
    """Lift a lock-out."""
    from danbiet.people import actions, lockout

    lockout.lift(actions.acting(args.actor), actions.acting(args.username))
    return 0


def run_take_off_step(args: argparse.Namespace) -> int:
    """Take the second step off."""
    from danbiet.people import actions, second_step

    second_step.take_off(actions.acting(args.actor), actions.acting(args.username))
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print accounts."""
    from danbiet.people import policies
    from danbiet.people.models import Person

    for person in Person.objects.order_by("username").prefetch_related("memberships"):
        roles = ", ".join(str(m.get_role_display()) for m in policies.memberships(person))
        print(f"{person.username}\t{person.name}\t{roles}")  # noqa: T201
    return 0
