"""``danbiet index check-plan`` and ``danbiet index evaluate``: what joins a plan to the index."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from danbiet.base.commandline import group

if TYPE_CHECKING:
    from datetime import date

    from danbiet.index.tables import EditionTable
    from danbiet.plans.evaluation.result import Result
    from danbiet.plans.models import Plan
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
    evaluate = index.add_parser("evaluate", help="did a province's plan work? the statute's comparison, and the effect")
    evaluate.add_argument("province", help="name or two-digit code")
    evaluate.add_argument("--from", dest="year", required=True, metavar="YEAR", help="year of the plan")
    evaluate.add_argument("--arrived", default="", metavar="DAY", help="the day it arrived; else its adopted plan's")
    evaluate.add_argument("--index", default="papi", metavar="KEY")
    evaluate.add_argument("--store", action="store_true", help="keep it with the adopted plan, to be signed")
    evaluate.add_argument("--as", dest="actor", metavar="USER", help="who asks for it, with --store")
    evaluate.add_argument("--json", action="store_true")
    evaluate.set_defaults(run=run_evaluate, needs_django=True)


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
    if found.simulated:
        console.print(
            "[bold]Simulated data: these aren't published figures.[/]" if english else "[bold]Số liệu mô phỏng.[/]"
        )
    console.print(lead)
    table = Table("", "what" if english else "loại", "finding" if english else "phát hiện")
    for one in (*found.findings, *found.notes):
        table.add_row(
            one.code, WEIGHTS[one.weight.value][english], f"{one.message(_language())} {one.remedy(_language())}"
        )
    console.print(table)


def run_evaluate(args: argparse.Namespace) -> int:
    """Print the statute's comparison and, apart from it, the effect; ``--store`` keeps it with the plan."""
    import json

    from rich.console import Console
    from rich.progress import Progress

    from danbiet.index import queries
    from danbiet.index.asking_commands import year_of
    from danbiet.plans.evaluation.evaluating import evaluate

    year, arrived = year_of(args.year), _day(args.arrived)
    panel = queries.panel(args.index)
    code, plan = _province(args.province, panel, year)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("giả lập" if _language() == "vi" else "placebos", total=None)
        told = lambda done, of: progress.update(bar, completed=done, total=of)  # noqa: E731
        if args.store:
            result = _stored(args, plan, year, told)
        else:
            found = plan if plan is not None and plan.issued_on.year == year else None
            result = evaluate(
                panel,
                code,
                year,
                arrived=arrived or (found.arrives_on if found else None),
                communes=_communes(found),
                progress=told,
            )
    if args.json:
        _say(json.dumps({**_sentences(result), **result.to_json()}, ensure_ascii=False, indent=1))
    else:
        _print_evaluation(result)
    return 0


def _day(text: str) -> date | None:
    """A day as ISO or as offices write it. Raises CodedError PLAN-123."""
    from datetime import date, datetime

    from danbiet.base.errors import CodedError
    from danbiet.plans import checking_errors as codes

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        raise CodedError(codes.BAD_DAY, text=text) from None


def _province(text: str, panel: list[EditionTable], year: int) -> tuple[str, Plan | None]:
    """The province's code in the year's set, and its plan of that year if one is adopted here."""
    from danbiet.base.errors import CodedError
    from danbiet.index import provinces
    from danbiet.plans import checking_errors as codes
    from danbiet.plans.models import Plan

    table = next((one for one in panel if one.year == year), None)
    if table is None:
        raise CodedError(codes.MISSING_EDITION, years=year)
    found = (
        provinces.by_code(text, table.province_set)
        if text.strip().isdecimal()
        else provinces.resolve(text, table.province_set)
    )
    if found is None:
        raise CodedError(codes.UNKNOWN_PROVINCE, text=text)
    rows = Plan.objects.filter(issued_on__year=year, province__placements__code=found.code)
    rows = rows.filter(province__placements__kind="province").select_related("province").distinct()
    return found.code, rows.order_by("-issued_on", "-pk").first()


def _communes(plan: Plan | None) -> int:
    from danbiet.plans import evaluations

    return evaluations.communes_of(plan) if plan is not None else 0


def _stored(args: argparse.Namespace, plan: Plan | None, year: int, told: Any) -> Result:
    """Ask for an evaluation of the adopted plan and compute it at once. Raises CodedError PLAN-002, PLAN-120."""
    from danbiet.base.errors import CodedError
    from danbiet.people.actions import acting
    from danbiet.plans import checking_errors as codes
    from danbiet.plans import evaluations
    from danbiet.plans.evaluation.result import Result

    if plan is None:
        raise CodedError(codes.NO_PLAN_OF_YEAR, province=args.province, year=year)
    row = evaluations.compute(evaluations.request(acting(args.actor), plan, args.index), told)
    if not row.digest:
        raise CodedError(codes.NOT_EVALUATED, reason=row.failure)
    return Result.from_json(row.content)


def _sentences(result: Result) -> dict[str, Any]:
    """What is said of it, in the language of the command line."""
    from django.utils import translation

    from danbiet.plans.evaluation import telling

    with translation.override(_language()):
        return {"sentence": telling.sentence(result), "first": telling.first(result)}


def _print_evaluation(result: Result) -> None:
    from django.utils import translation
    from rich.console import Console
    from rich.table import Table

    from danbiet.plans.evaluation import telling
    from danbiet.plans.evaluation.telling import named, points, span

    console = Console()
    english = _language() == "en"
    with translation.override(_language()):
        for line in telling.first(result):
            console.print(f"- {line}")
        heads = ("", str(result.year - 1), str(result.year), "±", "")
        table = Table(*heads, title="The statute's comparison" if english else "So sánh theo kế hoạch yêu cầu")
        for one in result.statute:
            change = points(one.change, sign=True) if one.change is not None else "–"
            known = one.low is not None and one.high is not None
            between = f"{points(one.low, sign=True)} … {points(one.high, sign=True)}" if known else ""  # type: ignore[arg-type]
            scores = (points(value) if value is not None else "–" for value in (one.before, one.after))
            table.add_row(f"{one.code} {named(one.name)}", *scores, change, between)
        console.print(table)
        effects = Table("", "", "±", "n", title="The effect" if english else "Tác động")
        for effect in (*result.effects, *result.later):
            for made in (effect.did, effect.synthetic):
                if made is not None:
                    years = f"{span(effect.before)} → {span(effect.after)}"
                    row = (f"{named(effect.name)} ({made.method})", years, points(made.effect, sign=True))
                    effects.add_row(*row, f"{made.as_large}/{made.n}")
        console.print(effects)
        console.print(telling.sentence(result))
        for line in telling.caveats(result.main) if result.main else ():
            console.print(f"- {line}")
