"""``danbiet index check-plan`` and ``danbiet index evaluate``: what joins a plan to the index."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from danbiet.base.commandline import group

if TYPE_CHECKING:
    from danbiet.plans.score_check import Check

GROUP_HELP = "the index: published scores, how sure they are, what is wrong in their source"
WEIGHTS = {
    "wrong": ("sai", "wrong"),
    "slight": ("lệch do làm tròn", "off by rounding"),
    "noise": ("trong sai số", "within the noise"),
    "note": ("lưu ý", "note"),
}


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    index = group(subparsers, "index", GROUP_HELP)
    check = index.add_parser("check-plan", help="hold a plan's score table and sentences against the stored editions")
    check.add_argument("file", help="DOCX, PDF with a text layer, or plain text")
    check.add_argument("--province", default="", metavar="NAME", help="name or code, where the document doesn't say it")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check_plan, needs_django=True)


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _language() -> str:
    import os

    return "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"


def run_check_plan(args: argparse.Namespace) -> int:
    """Print what a plan states of the index that doesn't hold, and what is worth knowing."""
    import json

    from rich.console import Console

    from danbiet.plans.score_check import running

    console = Console(stderr=True)
    with console.status("đối chiếu" if _language() == "vi" else "checking"):
        found = running.check_file(args.file, args.province)
    if args.json:
        _say(json.dumps(found.to_json(_language()), ensure_ascii=False, indent=1))
    else:
        _print_check(found)
    return 0


def _print_check(found: Check) -> None:
    from rich.console import Console
    from rich.table import Table

    english = _language() == "en"
    console = Console()
    years = ", ".join(str(one.year) for one in found.editions)
    lead = (
        f"{found.cells} cells and {found.claims} sentences held against the editions of {years}: "
        f"{len(found.findings)} findings."
        if english
        else f"Đã đối chiếu {found.cells} ô, {found.claims} câu với số liệu {years}: {len(found.findings)} phát hiện."
    )
    console.print(lead)
    table = Table("", "what" if english else "loại", "finding" if english else "phát hiện")
    for one in (*found.findings, *found.notes):
        table.add_row(
            one.code, WEIGHTS[one.weight.value][english], f"{one.message(_language())} {one.remedy(_language())}"
        )
    console.print(table)
