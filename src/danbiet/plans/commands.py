"""``danbiet plan``: reading, proposing, approving and changing plans."""

from __future__ import annotations

import argparse
from typing import Any


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    plan = subparsers.add_parser("plan", help="plan documents and adopted plans").add_subparsers(required=True)
    read = plan.add_parser("read", help="read a plan document and say what is doubtful in it")
    read.add_argument("file")
    read.add_argument("--json", action="store_true", help="the draft as danbiet.plan-draft/1")
    read.set_defaults(run=run_read)


def run_read(args: argparse.Namespace) -> int:
    """Read a document; needs no database."""
    import json
    import os

    from danbiet.reading.plan import read_plan

    draft = read_plan(args.file)
    if args.json:
        print(json.dumps(draft.to_json(), ensure_ascii=False, indent=1))  # noqa: T201
        return 0
    from rich.console import Console

    from danbiet.reading.plan.show import print_plan

    language = "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"
    print_plan(draft, Console(), language)
    return 0
