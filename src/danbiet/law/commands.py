"""Subcommands of the law: what it says on a day, when something falls due, everything that is known."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table


def register(subparsers: Any) -> None:
    """Add ``law value``, ``law deadline`` and ``law list``."""
    law = subparsers.add_parser("law", help="what the law says on a day, and when things fall due")
    actions = law.add_subparsers(metavar="ACTION", required=True)

    value = actions.add_parser("value", help="one legal parameter on a day")
    value.add_argument("key", metavar="KEY", help="e.g. poor_households.posting.minimum")
    value.add_argument("--on", metavar="DAY", help="YYYY-MM-DD or DD/MM/YYYY; today unless told")
    value.set_defaults(run=run_value)

    deadline = actions.add_parser("deadline", help="when something falls due, explained day by day")
    deadline.add_argument("day", metavar="DAY", help="the day of the event, which isn't counted")
    deadline.add_argument("period", metavar="KEY|N[d|wd|m|y]", help="a parameter, or a length such as 20wd")
    deadline.add_argument("--on", metavar="DAY", help="the day whose law applies; the event's unless told")
    deadline.add_argument("--before", action="store_true", help="count backward: at least so long before the day")
    deadline.set_defaults(run=run_deadline)

    everything = actions.add_parser("list", help="every legal parameter")
    everything.set_defaults(run=run_list)
    for parser in (value, deadline, everything):
        parser.add_argument("--json", action="store_true", help="for machines")


def run_value(args: argparse.Namespace) -> int:
    """Print one value."""
    from danbiet import law
    from danbiet.base import clock

    found = law.value(args.key, on=_day(args.on) if args.on else clock.today())
    if args.json:
        return _print_json(found.to_json())
    language = _language()
    _print(f"[bold]{found.labels.said(language)}[/]: {_escaped(found.said(language))}")
    _print(_escaped(f"{found.article(language)}; {found.period(language)}; {found.origin(language)}"))
    if found.note:
        _print(_escaped(found.note.said(language)))
    for flagged, (vi, en) in ((found.to_verify, _TO_VERIFY), (found.beyond_known, _BEYOND)):
        if flagged:
            _print(f"[yellow]! {en if language == 'en' else vi}[/]")
    return 0


def run_deadline(args: argparse.Namespace) -> int:
    """Print a due day with its explanation."""
    from danbiet import law

    period = re.sub(r"^(\d+)\s*([a-z]+)$", r"\1 \2", args.period)
    on = _day(args.on) if args.on else None
    found = law.deadline(_day(args.day), period, on=on, direction="before" if args.before else "after")
    if args.json:
        return _print_json(found.to_json())
    lines = found.explanation.lines(_language())
    for line in lines:
        _print(_escaped(line))
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print every parameter with its values, marked where they are to be verified."""
    from danbiet import law

    if args.json:
        return _print_json([value.to_json() for parameter in law.parameters() for value in parameter.values])
    for section in law.catalogue():
        _console().print(_table(section))
    _print("? = " + (_TO_VERIFY[1] if _language() == "en" else _TO_VERIFY[0]))
    return 0


_TO_VERIFY = ("cần đối chiếu với văn bản chính thức", "to be checked against the official text")
_BEYOND = (
    "ngày hỏi vượt quá phần đã biết: đây là giá trị cuối cùng đã biết",
    "the day lies past what is known: this is the last known value",
)


def _table(section: Any) -> Table:
    from rich.table import Table

    language = _language()
    table = Table(title=section.labels.said(language), title_justify="left", expand=True)
    table.add_column("", overflow="fold", ratio=3)
    table.add_column("giá trị" if language == "vi" else "value", overflow="fold", ratio=2)
    table.add_column("từ – đến" if language == "vi" else "from – to", overflow="fold", ratio=2)
    table.add_column("căn cứ" if language == "vi" else "ground", overflow="fold", ratio=3)
    table.add_column("?", width=1)
    for parameter in section.parameters:
        for index, value in enumerate(parameter.values):
            name = f"{parameter.labels.said(language)}\n{parameter.key}" if index == 0 else ""
            cells = (name, value.said(language), value.period(language), value.article(language))
            table.add_row(*map(_escaped, cells), "?" if value.to_verify else "")
    return table


def _day(text: str) -> date:
    """A day as typed: 2016-09-09 or 09/09/2016; LAW-019 if it is none."""
    from datetime import date

    from danbiet.base.errors import CodedError
    from danbiet.law import errors

    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    iso = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso):
        try:
            return date.fromisoformat(iso)
        except ValueError:
            raise CodedError(errors.NOT_A_DAY, text=text) from None
    raise CodedError(errors.NOT_A_DAY, text=text)


def _language() -> str:
    """The reader's language, as the command line knows it."""
    import os

    return "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False)


def _print(text: str) -> None:
    _console().print(text)


def _print_json(value: object) -> int:
    import json
    import sys

    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return 0
