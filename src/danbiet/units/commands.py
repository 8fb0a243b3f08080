"""``danbiet units``: loading, finding, what designations stand for, lists that wait."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danbiet.units.models import Placement, Unit


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    units = subparsers.add_parser("units", help="units through time").add_subparsers(required=True)
    load = units.add_parser("load", help="load a province's units")
    load.add_argument("code", metavar="CODE", help="official code of the province, e.g. 96")
    load.add_argument("--today", action="store_true", help="the province of the two-tier order (from 01/7/2025)")
    load.add_argument("--as", dest="actor", metavar="USER")
    load.set_defaults(run=run_load, needs_django=True)
    find = units.add_parser("find", help="units by name (marks may be left out), code or id")
    find.add_argument("text")
    find.set_defaults(run=run_find, needs_django=True)
    designation = units.add_parser("designation", help="which units a designation stands for, or what is to be asked")
    designation.add_argument("key", help="e.g. committee.commune")
    designation.set_defaults(run=run_designation, needs_django=True)
    for parser in (find, designation):
        parser.add_argument("--province", required=True, metavar="CODE")
        parser.add_argument("--on", metavar="DAY", help="today unless told")
    _register_lists(units)


def _register_lists(units: Any) -> None:
    lists = units.add_parser("open-list", help="lists of units that somebody must still supply")
    lists.add_argument("--province", metavar="CODE", help="left out: all provinces")
    lists.set_defaults(run=run_lists, needs_django=True)
    steps = lists.add_subparsers(metavar="STEP")
    export = steps.add_parser("export", help="write the list's spreadsheet for its owner to fill")
    export.add_argument("key", help="e.g. hospitals.any")
    export.add_argument("file", metavar="OUT.xlsx")
    export.set_defaults(run=run_export)
    read = steps.add_parser("read", help="read the filled spreadsheet back")
    read.add_argument("key")
    read.add_argument("file", metavar="FILE.xlsx")
    read.add_argument("--as", dest="actor", metavar="USER")
    read.set_defaults(run=run_read)
    for parser in (export, read):
        parser.add_argument("--province", required=True, metavar="CODE")


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _day(text: str | None) -> date:
    from danbiet.base import clock
    from danbiet.base.errors import CodedError
    from danbiet.units import errors

    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError as error:
        raise CodedError(errors.BAD_DAY, at="--on", text=text) from error


def _province(code: str, day: date) -> Unit:
    from danbiet.units import queries

    return queries.province_by_code(code, day).unit


def _line(row: Placement) -> str:
    return "  ".join(part for part in (row.unit.public_id, f"{row.code:5}" if row.code else "", row.name) if part)


def run_load(args: argparse.Namespace) -> int:
    """Load; prints how many units of each kind were made."""
    from danbiet.people.actions import acting
    from danbiet.units import loading
    from danbiet.units.models import Kind

    load = loading.load_today if args.today else loading.load_province
    counts = load(args.code, actor=acting(args.actor))
    for kind, number in sorted(counts.items()):
        _say(f"{Kind(kind).label}: {number}")
    if not counts:
        _say("Không có gì mới.")
    return 0


def run_find(args: argparse.Namespace) -> int:
    """Print matching units, best first. Raises CodedError UNIT-001, UNIT-004."""
    from danbiet.units import queries

    day = _day(args.on)
    province = _province(args.province, day)
    found = queries.search(province, args.text, day) or [queries.find_one(province, args.text, day)]
    above = queries.placements_of([row.parent_id for row in found if row.parent_id], day)
    for row in found:
        parent = above.get(row.parent_id or 0)
        _say(f"{_line(row)} ({parent.name})" if parent else _line(row))
    return 0


def run_designation(args: argparse.Namespace) -> int:
    """Print a designation's units, and its open questions with count and owner."""
    from danbiet.units import designations, queries

    day = _day(args.on)
    found = designations.resolve(args.key, day, _province(args.province, day))
    placed = queries.placements_of([row.unit_id for row in found.units], day)
    for row in found.units:
        _say(_line(placed[row.unit_id]))
    owners = queries.placements_of([one.owner for one in found.questions if one.owner], day)
    for one in found.questions:
        owner = owners[one.owner].name if one.owner in owners else "?"
        expected = "" if one.expected is None else f" {one.expected}"
        _say(f"? {one.reason}{expected} · {owner}")
    return 0


def run_lists(args: argparse.Namespace) -> int:
    """Print the open lists: designation, listed of expected, owner, whether still waiting."""
    from danbiet.base import clock
    from danbiet.units import lists, queries

    day = clock.today()
    provinces = [_province(args.province, day)] if args.province else [row.unit for row in queries.provinces(day)]
    for province in provinces:
        for one in lists.open_lists(province, day):
            expected = "?" if one.row.expected is None else one.row.expected
            state = "đã xác nhận" if one.row.confirmed_at else "đang chờ"
            owner = one.owner.name if one.owner else "?"
            _say(f"{one.row.designation}  {one.listed}/{expected}  {state}  {owner}  {one.row.note}".rstrip())
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the spreadsheet. Raises CodedError UNIT-005, UNIT-006."""
    import io

    from danbiet.base import clock
    from danbiet.base.errors import CodedError
    from danbiet.units import errors, lists

    waiting = lists.find(_province(args.province, clock.today()), args.key)
    out = io.BytesIO()
    count = lists.export(waiting, out)
    try:
        with open(args.file, "wb") as handle:
            handle.write(out.getvalue())
    except OSError as error:
        raise CodedError(errors.SHEET_UNREADABLE, at=args.file, reason=error.strerror or error) from error
    _say(f"{args.file}: {count} đơn vị")
    return 0


def run_read(args: argparse.Namespace) -> int:
    """Take the filled spreadsheet over."""
    from pathlib import Path

    from danbiet.base import clock
    from danbiet.people.actions import acting
    from danbiet.reading import source
    from danbiet.units import lists

    actor = acting(args.actor)
    waiting = lists.find(_province(args.province, clock.today()), args.key)
    done = lists.read(actor, waiting, source.load(args.file), Path(args.file).name)
    expected = "" if done.expected is None else f" (dự kiến {done.expected})"
    _say(f"{done.listed} đơn vị{expected}: {done.made} mới, {done.changed} thay đổi, {done.ended} ra khỏi danh sách")
    return 0
