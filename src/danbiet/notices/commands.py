"""``danbiet worker`` and ``danbiet notices``."""

from __future__ import annotations

import argparse
from typing import Any


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    worker = subparsers.add_parser("worker", help="send the digests by e-mail; runs until stopped")
    worker.add_argument("--once", action="store_true", help="do what waits and end")
    worker.add_argument("--with-parent", type=int, metavar="PID", help="end when this process, which started it, ends")
    worker.set_defaults(run=run_worker, needs_django=True)
    notices = subparsers.add_parser("notices", help="messages to people").add_subparsers(required=True)
    status = notices.add_parser("status", help="letters that wait, and those given up; exit code 1 if there are any")
    status.set_defaults(run=run_status, needs_django=True)


def run_worker(args: argparse.Namespace) -> int:
    """Work once, or until SIGTERM or SIGINT."""
    from danbiet.notices import process, worker

    if args.once:
        done = worker.round_of_work()
        print(f"sent: {done.sent}\nempty: {done.empty}\nfailed: {done.failed}\ngiven up: {done.given_up}")  # noqa: T201
        return 0
    worker.run(process.stop_event(args.with_parent))
    return 0


def run_status(args: argparse.Namespace) -> int:
    """Print how sending stands."""
    from django.conf import settings

    from danbiet.notices import delivery

    found = delivery.status()
    if not settings.EMAIL_READY:
        print("e-mail: off (DANBIET_EMAIL_URL is not set); messages show in the office only")  # noqa: T201
    for name in ("waiting", "failing", "sent today"):
        print(f"{name}: {found[name]}")  # noqa: T201
    print(f"given up: {len(found['given up'])}")  # noqa: T201
    for letter in found["given up"]:
        print(f"  {letter.public_id}\t{letter.day}\t{letter.attempts}\t{letter.problem}")  # noqa: T201
    return 1 if found["given up"] else 0
