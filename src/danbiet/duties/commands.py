"""``danbiet tick`` and ``danbiet duties``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, BinaryIO

from danbiet.base.dates import office_day

# A state's shape on a terminal.
SIGNS = {"done": "✓", "late": "!", "soon": "◔", "asked": "○", "none": "–", "open": "·"}


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    tick = subparsers.add_parser("tick", help="everything that time brings; may be run at any time")
    tick.add_argument("--every", type=float, metavar="SECONDS", help="again and again until stopped")
    tick.add_argument("--with-parent", type=int, metavar="PID", help="end when this process, which started it, ends")
    tick.set_defaults(run=run_tick, needs_django=True)
    duties = subparsers.add_parser("duties", help="duties of units").add_subparsers(required=True)
    listing = duties.add_parser("list", help="what a unit owes and did")
    listing.add_argument("unit", help="name (marks optional), code or id")
    listing.add_argument("--province", required=True, metavar="CODE")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list, needs_django=True)
    fulfil = duties.add_parser("fulfil", help="record an official document as evidence")
    fulfil.add_argument("duty", metavar="ID")
    fulfil.add_argument("--number", required=True)
    fulfil.add_argument("--date", required=True, metavar="DAY")
    fulfil.add_argument("--file")
    fulfil.add_argument("--as", dest="actor", metavar="USER")
    fulfil.set_defaults(run=run_fulfil, needs_django=True)
    withdraw = duties.add_parser("withdraw", help="take evidence back")
    withdraw.add_argument("evidence", metavar="ID")
    withdraw.add_argument("--reason", required=True)
    withdraw.add_argument("--as", dest="actor", metavar="USER")
    withdraw.set_defaults(run=run_withdraw, needs_django=True)


def run_tick(args: argparse.Namespace) -> int:
    """Run all steps and print what was done; with ``--every`` run them until SIGTERM or SIGINT."""
    from danbiet.duties.ticking import tick
    from danbiet.pages import health

    if args.every:
        from danbiet.notices import process

        process.repeat(tick, process.stop_event(args.with_parent), args.every, "tick")
        return 0
    for name, count in tick().items():
        print(f"{name}: {count}")  # noqa: T201
    health.beat("tick")
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print a unit's duties."""
    import json

    from danbiet.base import clock
    from danbiet.duties.queries import of_units
    from danbiet.duties.states import STATES
    from danbiet.units.queries import find_one, province_by_code

    today = clock.today()
    province = province_by_code(args.province, today)
    unit = find_one(province.unit, args.unit, today)
    rows = list(of_units([unit.unit_id], clock.now()))
    if args.json:
        fields = ("public_id", "rule", "period", "title", "force", "state", "ground")
        data = [{name: getattr(row, name) for name in fields} | {"due_on": str(row.due_on)} for row in rows]
        print(json.dumps(data, ensure_ascii=False))  # noqa: T201
        return 0
    print(unit.name)  # noqa: T201
    for row in rows:
        state = STATES[row.state]  # type: ignore[attr-defined]
        print(f"{SIGNS[state.shape]} {office_day(row.due_on)} {state.label} · {row.title} [{row.public_id}]")  # noqa: T201
    return 0


def run_fulfil(args: argparse.Namespace) -> int:
    """Record a document."""
    from django.db import transaction

    from danbiet.duties import actions
    from danbiet.files.actions import store
    from danbiet.people.actions import acting

    actor, duty, day = acting(args.actor), actions.find(args.duty), _day(args.date)
    with transaction.atomic():
        stored = None
        if args.file:
            stored = store(_content(Path(args.file)), Path(args.file).name, actor=actor)
        evidence = actions.attest(actor, duty, actions.Document(args.number, day, file=stored))
    print(evidence.public_id)  # noqa: T201
    return 0


def _content(path: Path) -> BinaryIO:
    import io

    from danbiet.base.errors import CodedError
    from danbiet.files import errors

    try:
        return io.BytesIO(path.read_bytes())
    except OSError as error:
        raise CodedError(errors.NOT_WRITTEN, name=path.name, reason=error.strerror or error) from error


def _day(text: str) -> Any:
    from datetime import date

    from danbiet.base.errors import CodedError
    from danbiet.duties import errors

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CodedError(errors.BAD_DOCUMENT, missing=f"«{text}» ≠ YYYY-MM-DD") from error


def run_withdraw(args: argparse.Namespace) -> int:
    """Withdraw evidence."""
    from danbiet.duties import actions
    from danbiet.people.actions import acting

    actions.withdraw(acting(args.actor), args.evidence, args.reason)
    return 0
