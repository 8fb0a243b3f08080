"""``danbiet plan``: reading, proposing, approving and changing plans."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from danbiet.base.dates import office_day
from danbiet.plans import index_commands

if TYPE_CHECKING:
    from danbiet.duties.making import Made


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    plan = subparsers.add_parser("plan", help="plan documents and adopted plans").add_subparsers(required=True)
    read = plan.add_parser("read", help="read a plan document and say what is doubtful in it")
    read.add_argument("file", help="DOCX, PDF with a text layer, or plain text")
    read.add_argument("--json", action="store_true", help="the draft as danbiet.plan-draft/1")
    read.add_argument(
        "--annotate", metavar="OUT.docx", help="of a DOCX: write a copy with a comment at the place of each doubt"
    )
    read.set_defaults(run=run_read)
    template = plan.add_parser("resolutions", help="write a resolutions file with every doubt of a document")
    template.add_argument("file")
    template.add_argument("out")
    template.set_defaults(run=run_resolutions, needs_django=True)
    _register_proposals(plan)
    _register_sheets(plan)
    approve = plan.add_parser("approve", help="approve a draft and adopt it (a second person)")
    approve.add_argument("draft", metavar="ID")
    approve.add_argument("--as", dest="actor", metavar="USER")
    approve.set_defaults(run=run_approve, needs_django=True)
    listing = plan.add_parser("list", help="plans and waiting drafts")
    listing.set_defaults(run=run_list, needs_django=True)
    show = plan.add_parser("show", help="an adopted plan: tasks, assignments, duties")
    show.add_argument("plan", metavar="ID")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show, needs_django=True)
    _register_changes(plan)
    index_commands.register(subparsers)


def _register_proposals(plan: Any) -> None:
    adopt = plan.add_parser("adopt", help="propose a plan document for adoption")
    adopt.set_defaults(run=run_propose, needs_django=True, change="", plan="")
    amend = plan.add_parser("amend", help="propose a document that amends an adopted plan")
    amend.set_defaults(run=run_propose, needs_django=True, change="amend")
    replace = plan.add_parser("replace", help="propose a document that replaces an adopted plan")
    replace.set_defaults(run=run_propose, needs_django=True, change="replace")
    for parser in (amend, replace):
        parser.add_argument("plan", metavar="ID")
    for parser in (adopt, amend, replace):
        parser.add_argument("file")
        parser.add_argument("--province", required=True, metavar="CODE")
        parser.add_argument("--resolutions", metavar="FILE")
        parser.add_argument("--as", dest="actor", metavar="USER")


def _register_sheets(plan: Any) -> None:
    sheet = plan.add_parser("assignments", help="write a draft's spreadsheet of task x unit, to be confirmed")
    sheet.add_argument("draft", metavar="ID")
    sheet.add_argument("file", metavar="OUT.xlsx")
    sheet.set_defaults(run=run_assignments, needs_django=True)
    assign = plan.add_parser("assign", help="read the spreadsheet back; only what differs is decided")
    assign.add_argument("draft", metavar="ID")
    assign.add_argument("file", metavar="FILE.xlsx")
    assign.add_argument("--as", dest="actor", metavar="USER")
    assign.set_defaults(run=run_assign, needs_django=True)


def _register_changes(plan: Any) -> None:
    event = plan.add_parser("event", help="say that an event the plan names is on a day")
    event.add_argument("plan", metavar="ID")
    event.add_argument("key", nargs="?", help="left out: the events that can be declared")
    event.add_argument("--on", metavar="DAY")
    extend = plan.add_parser("extend", help="set a plan's last day")
    extend.add_argument("plan", metavar="ID")
    extend.add_argument("--until", metavar="DAY", help="left out: open")
    close = plan.add_parser("close", help="end a plan now")
    close.add_argument("plan", metavar="ID")
    for parser, run in ((event, run_event), (extend, run_extend), (close, run_close)):
        parser.add_argument("--ground", default="", help="number and date of the document that says so")
        parser.add_argument("--as", dest="actor", metavar="USER")
        parser.set_defaults(run=run, needs_django=True)


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _language() -> str:
    import os

    return "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"


def run_read(args: argparse.Namespace) -> int:
    """Read a document, and give it back with comments if asked; needs no database."""
    import json
    from pathlib import Path

    from danbiet.reading import source
    from danbiet.reading.plan import read_bytes

    if args.annotate:
        from danbiet.reading import annotate

        annotate.refuse_source(args.annotate, args.file)
    data = source.load(args.file)
    draft = read_bytes(data, Path(args.file).name)
    if args.annotate:
        notes = annotate.notes_of(draft, _language())
        annotate.write(args.annotate, annotate.annotated(data, notes, Path(args.file).name), args.file)
    if args.json:
        _say(json.dumps(draft.to_json(), ensure_ascii=False, indent=1))
        return 0
    from rich.console import Console

    from danbiet.reading.plan.show import print_plan

    print_plan(draft, Console(), _language())
    return 0


def run_resolutions(args: argparse.Namespace) -> int:
    """Write the template."""
    from pathlib import Path

    from danbiet.plans.review import template
    from danbiet.reading.plan import read_plan

    draft = read_plan(args.file)
    Path(args.out).write_text(template(draft), "utf-8")
    blocking = sum(1 for found in draft.doubts if found.blocking)
    _say(f"{args.out}: {len(draft.doubts)} nghi vấn, {blocking} phải giải quyết")
    return 0


def run_propose(args: argparse.Namespace) -> int:
    """Propose a document; prints the draft's id and what holds up its approval."""
    from danbiet.people.actions import acting
    from danbiet.plans import actions, changes, review
    from danbiet.reading.plan import PlanDraft

    actor = acting(args.actor)
    decisions = review.load_file(args.resolutions) if args.resolutions else {}
    plan = changes.find_plan(args.plan) if args.plan else None
    draft = actions.propose_file(actor, args.file, args.province, decisions, plan=plan, change=args.change)
    content = PlanDraft.from_json(draft.content)
    blocking = review.open_blocking(content, actions.overlay(draft))
    _say(draft.public_id)
    _say(f"{len(content.tasks)} nhiệm vụ, {len(content.doubts)} nghi vấn, còn {len(blocking)} phải giải quyết")
    for found in blocking:
        _say(f"  ! {review.doubt_id(found)} ({found.at.render()}): {found.message}")
    return 0


def run_assignments(args: argparse.Namespace) -> int:
    """Write the sheet. Raises CodedError PLAN-001, UNIT-006."""
    import io
    from pathlib import Path

    from danbiet.base.errors import CodedError
    from danbiet.plans import actions, assigning
    from danbiet.units import errors

    out = io.BytesIO()
    count = assigning.send(actions.find_draft(args.draft), out)
    try:
        Path(args.file).write_bytes(out.getvalue())
    except OSError as error:
        raise CodedError(errors.SHEET_UNREADABLE, at=args.file, reason=error.strerror or error) from error
    _say(f"{args.file}: {count} đơn vị")
    return 0


def run_assign(args: argparse.Namespace) -> int:
    """Take the filled sheet over; prints how many cells changed and of which tasks."""
    from pathlib import Path

    from danbiet.people.actions import acting
    from danbiet.plans import actions, assigning
    from danbiet.reading import source

    actor, draft = acting(args.actor), actions.find_draft(args.draft)
    taken = assigning.take(actor, draft, source.load(args.file), Path(args.file).name)
    _say(f"{taken.cells} ô thay đổi" + (f", nhiệm vụ {', '.join(taken.tasks)}" if taken.tasks else ""))
    return 0


def run_approve(args: argparse.Namespace) -> int:
    """Approve and adopt; prints the plan's id and what it yields."""
    from danbiet.people.actions import acting
    from danbiet.plans import actions
    from danbiet.plans.models import Assignment

    draft = actions.find_draft(args.draft)
    plan, made = actions.approve(acting(args.actor), draft)
    _say(plan.public_id)
    _say(f"{Assignment.objects.filter(task__plan=plan).count()} phân công")
    _made(made)
    if not made.wanted:
        # A plan of years ago, whose units are no more, is kept to be looked up.
        _say("Hôm nay không đơn vị nào của kế hoạch còn nghĩa vụ: kế hoạch đã hết hạn, hoặc các đơn vị đã kết thúc.")
    return 0


def _made(made: Made) -> None:
    _say(f"{made.new} nghĩa vụ mới: " + ", ".join(f"{rule} {count}" for rule, count in sorted(made.rules.items())))


def run_list(args: argparse.Namespace) -> int:
    """Print plans and drafts."""
    from danbiet.plans.models import Draft, Plan

    for plan in Plan.objects.order_by("issued_on"):
        _say(f"{plan.public_id}  {plan.number}  {office_day(plan.issued_on)}  {plan.title}")
    for draft in Draft.objects.filter(approval__isnull=True, withdrawn_at__isnull=True).defer("content"):
        _say(f"{draft.public_id}  (dự thảo)  {draft.source_name}")
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print an adopted plan."""
    import json

    from danbiet.base import clock
    from danbiet.duties.models import Duty
    from danbiet.plans import changes, queries

    plan = changes.find_plan(args.plan)
    views = queries.tasks_of(plan, max(clock.today(), plan.issued_on))
    duties = Duty.objects.filter(province=plan.province).count()
    if args.json:
        tasks = [
            {
                "code": view.task.code,
                "title": view.task.title,
                "timing": view.task.timing,
                "lead": [[one.designation, one.units] for one in view.lead],
                "coordinate": [[one.designation, one.units] for one in view.coordinate],
            }
            for view in views
        ]
        data = {"id": plan.public_id, "number": plan.number, "date": plan.issued_on.isoformat(), "tasks": tasks}
        _say(json.dumps({**data, "duties": duties}, ensure_ascii=False, indent=1))
        return 0
    _say(f"{plan.number}, {office_day(plan.issued_on)}: {plan.title}")
    for view in views:
        lead = "; ".join(f"{one.text} ({one.units})" for one in view.lead)
        _say(f"{view.task.code:6} {view.task.title[:70]} | {lead}")
    _say(f"{duties} nghĩa vụ")
    return 0


def _day(text: str) -> Any:
    from datetime import date

    from danbiet.base.errors import CodedError
    from danbiet.plans import errors

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CodedError(errors.BAD_DAY, day=text, reason="YYYY-MM-DD") from error


def run_event(args: argparse.Namespace) -> int:
    """Declare an event, or list those that can be."""
    from danbiet.people.actions import acting
    from danbiet.plans import changes

    plan = changes.find_plan(args.plan)
    if not args.key:
        for key, text in changes.events_of(plan).items():
            _say(f"{key}  {text}")
        return 0
    _, made = changes.declare_event(acting(args.actor), plan, args.key, _day(args.on or ""), args.ground)
    _made(made)
    return 0


def run_extend(args: argparse.Namespace) -> int:
    """Set the last day."""
    from danbiet.people.actions import acting
    from danbiet.plans import changes

    last = _day(args.until) if args.until else None
    _made(changes.extend(acting(args.actor), changes.find_plan(args.plan), last, args.ground))
    return 0


def run_close(args: argparse.Namespace) -> int:
    """Close."""
    from danbiet.people.actions import acting
    from danbiet.plans import changes

    count = changes.close(acting(args.actor), changes.find_plan(args.plan), args.ground)
    _say(f"{count} nghĩa vụ được đóng")
    return 0
