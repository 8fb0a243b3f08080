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
    grant.add_argument("role")
    grant.add_argument("--unit", metavar="ID", help="the unit's public id")
    grant.add_argument("--ground", default="", help="the decision that says so")
    grant.add_argument("--as", dest="actor", metavar="USER")
    grant.set_defaults(run=run_grant, needs_django=True)
    listing = people.add_parser("list", help="the accounts and their roles today")
    listing.set_defaults(run=run_list, needs_django=True)


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


def run_grant(args: argparse.Namespace) -> int:
    """Give a role."""
    from django.apps import apps

    from danbiet.base.errors import CodedError
    from danbiet.people import actions, errors
    from danbiet.people.models import Role

    actor = actions.acting(args.actor)
    person = actions.acting(args.username)
    if args.role not in Role.values:
        raise CodedError(errors.UNKNOWN_ROLE, role=args.role, known=", ".join(Role.values))
    role = Role(args.role)
    unit = None
    if args.unit:
        # The room of units lies above this one: asked for by name.
        unit = apps.get_model("units", "Unit").objects.filter(public_id=args.unit).first()
        if unit is None:
            raise CodedError(errors.UNIT_NEEDED, role=role.label)
    actions.grant(actor, person, role, unit_id=unit.pk if unit else None, ground=args.ground)
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print accounts."""
    from danbiet.people import policies
    from danbiet.people.models import Person

    for person in Person.objects.order_by("username").prefetch_related("memberships"):
        roles = ", ".join(str(m.get_role_display()) for m in policies.memberships(person))
        print(f"{person.username}\t{person.name}\t{roles}")  # noqa: T201
    return 0
