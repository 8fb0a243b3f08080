"""``danbiet journal``: verify, heads, show, grant."""

from __future__ import annotations

import argparse
from typing import Any


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    journal = subparsers.add_parser("journal", help="the append-only record").add_subparsers(required=True)
    verify = journal.add_parser("verify", help="is every chain whole? (exit code 1 if not)")
    verify.add_argument("--anchor", default="", metavar="HASH", help="a head hash kept outside, e.g. off a document")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run_verify, needs_django=True)
    heads = journal.add_parser("heads", help="the head hashes, to be kept outside")
    heads.add_argument("--json", action="store_true")
    heads.set_defaults(run=run_heads, needs_django=True)
    show = journal.add_parser("show", help="what happened to a subject")
    show.add_argument("subject", metavar="ID")
    show.set_defaults(run=run_show, needs_django=True)
    grant = journal.add_parser("grant", help="PostgreSQL: statements that let a role only read and append")
    grant.add_argument("role")
    grant.set_defaults(run=run_grant, needs_django=True)


def run_verify(args: argparse.Namespace) -> int:
    """Verify all chains; 1 if something was found."""
    import json

    from django.utils.translation import get_language
    from rich.console import Console
    from rich.progress import Progress

    from danbiet.journal.models import Entry
    from danbiet.journal.verification import verify

    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("nhật ký", total=Entry.objects.count())
        findings = verify(args.anchor, lambda count: progress.advance(task, count))
    language = get_language() or "vi"
    texts = [finding.error().render(language) for finding in findings]
    if args.json:
        rows = [{"code": f.kind.code, "chain": f.chain, "seq": f.seq} for f in findings]
        print(json.dumps({"whole": not findings, "findings": rows}))  # noqa: T201
    else:
        Console().print("\n".join(texts) or "Nhật ký nguyên vẹn.", highlight=False, markup=False)
    return 1 if findings else 0


def run_heads(args: argparse.Namespace) -> int:
    """Print the heads."""
    import json

    from danbiet.journal.models import Head

    rows = [{"chain": head.chain, "seq": head.seq, "hash": head.hash} for head in Head.objects.order_by("chain")]
    lines = [json.dumps(rows)] if args.json else [f"{row['chain']} {row['seq']} {row['hash']}" for row in rows]
    print("\n".join(lines))  # noqa: T201
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print a subject's entries, newest first."""
    from django.utils.translation import get_language

    from danbiet.base import clock
    from danbiet.journal.recording import action_label
    from danbiet.journal.verification import history

    for entry in history(args.subject):
        at = entry.at.astimezone(clock.ZONE).strftime("%d/%m/%Y %H:%M")
        label = action_label(entry.action, get_language() or "vi")
        print(f"{at} {label} [{entry.actor}] {entry.payload}")  # noqa: T201
    return 0


def run_grant(args: argparse.Namespace) -> int:
    """Print the statements."""
    from danbiet.journal.guards import grant_sql

    print(";\n".join(grant_sql(args.role)) + ";")  # noqa: T201
    return 0
