"""``danbiet index show``, ``compare``, ``diagnose`` and ``scenario``: questions to stored editions."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danbiet.index.tables import EditionTable


def register(index: Any) -> None:
    """Add the subcommands to the group ``index``."""
    show = _command(index, "show", run_show, "a province's year: scores, medians, ranks with their intervals, groups")
    show.add_argument("province", help="name or two-digit code")
    show.add_argument("year", metavar="YEAR")
    show.add_argument("--full", action="store_true", help="with --json: mean, ties, interval, where the error is from")
    compare = _command(index, "compare", run_compare, "provinces with each other, or a province's years")
    compare.add_argument(
        "provinces", nargs="+", metavar="PROVINCE", help="names or codes; the first against the others"
    )
    compare.add_argument("--years", nargs="+", required=True, metavar="YEAR", help="one, or several in a row")
    compare.add_argument("--element", action="append", metavar="CODE", help="total, I, I.1; all unless told")
    compare.add_argument("--normalised", action="store_true", help="bring scores to one scale where only that changed")
    compare.add_argument(
        "--correlation", type=float, default=0.0, metavar="R", help="of the errors, -1 to 1; independent unless told"
    )
    diagnose = _command(index, "diagnose", run_diagnose, "what is strong, what is weak, what moved, what is being done")
    diagnose.add_argument("province", help="name or two-digit code")
    diagnose.add_argument("year", metavar="YEAR")
    scenario = _command(index, "scenario", run_scenario, "what if; and what least reaches a target")
    scenario.add_argument("province", help="name or two-digit code")
    scenario.add_argument("year", metavar="YEAR")
    scenario.add_argument(
        "--set", action="append", default=[], metavar="CODE=VALUE", help="a score (I.1=1.5) or a percentile (I.1=p75)"
    )
    scenario.add_argument(
        "--reach",
        action="append",
        default=[],
        metavar="CODE=TARGET",
        help="a group (I=upper-middle), a rank (total=rank:10) or a score (I=5.6)",
    )


def _command(index: Any, name: str, run: Any, summary: str) -> Any:
    parser = index.add_parser(name, help=summary)
    parser.add_argument("--index", default="papi", metavar="KEY", help="papi unless told")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.set_defaults(run=run, needs_django=True)
    return parser


def language() -> str:
    """The reader's language, as the command line knows it."""
    import os

    return "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"


def edition_of(table: EditionTable) -> str:
    """An edition as ``danbiet index check`` takes it: year and revision."""
    return f"{table.year}/{table.revision}"


def province_of(text: str, table: EditionTable) -> str:
    """The code of a province by name or code, in the edition's set. CodedError IDX-200."""
    from danbiet.base.errors import CodedError
    from danbiet.index import provinces, refusals

    found = provinces.resolve(text, table.province_set)
    if found is not None:
        return found.code
    try:
        return provinces.by_code(text, table.province_set).code
    except CodedError:
        raise CodedError(refusals.UNKNOWN_PROVINCE, text=text, province_set=table.province_set) from None


def name_of(code: str, table: EditionTable) -> str:
    """The name of a province of the edition."""
    from danbiet.index import provinces

    return provinces.by_code(code, table.province_set).name(language())


def year_of(text: str) -> int:
    """A year as typed; CodedError IDX-210."""
    from danbiet.base.errors import CodedError
    from danbiet.index import refusals

    if not (text.isdecimal() and len(text) == 4):
        raise CodedError(refusals.NOT_A_YEAR, text=text)
    return int(text)


def edition(index: str, text: str | int) -> tuple[EditionTable, list[EditionTable]]:
    """The edition that counts for a year, and all that count. CodedError IDX-100, IDX-210."""
    from danbiet.index import queries

    year = year_of(str(text))

    panel = queries.panel(index)
    table = next((one for one in panel if one.year == year), None)
    return table if table is not None else queries.table(index, year), panel


def prepare(table: EditionTable, panel: list[EditionTable], codes: list[str] | None = None) -> None:
    """Simulate what will be asked for, with progress on the error stream where somebody watches."""
    import sys

    from rich.console import Console
    from rich.progress import track

    from danbiet.index import standing

    wanted = [one for one in standing.elements_of(table) if not codes or one.code in codes]
    watched = sys.stderr.isatty()
    label = f"{table.index} {table.year}"
    for one in track(wanted, label, console=Console(stderr=True), transient=True, disable=not watched):
        _ = standing.field(table, one.code, panel).rank_intervals


def say(found: dict[str, object]) -> int:
    """Print JSON on standard output."""
    import json

    print(json.dumps(found, ensure_ascii=False, indent=1))  # noqa: T201
    return 0


def _head(province: str, table: EditionTable) -> dict[str, object]:
    return {"province": name_of(province, table), "year": table.year, "edition": edition_of(table)}


def run_show(args: argparse.Namespace) -> int:
    """Print a province's year."""
    from danbiet.index import asking_tables, standing

    table, panel = edition(args.index, args.year)
    province = province_of(args.province, table)
    standing.place_of(table, province)
    prepare(table, panel)
    found = standing.standings(table, province, panel)
    if args.json:
        elements = [one.to_full_json() if args.full else one.to_json() for one in found]
        return say({**_head(province, table), "elements": elements})
    asking_tables.print_standings(found, table, name_of(province, table), panel)
    return 0


def run_compare(args: argparse.Namespace) -> int:
    """Print provinces against the first, or a province's years against the one before."""
    from itertools import pairwise

    from danbiet.base.errors import CodedError
    from danbiet.index import asking_tables, comparing, refusals

    years = sorted({year_of(text) for text in args.years})
    if (len(args.provinces) > 1) == (len(years) > 1):
        raise CodedError(refusals.TOO_FEW)
    tables = [edition(args.index, year) for year in years]
    table, panel = tables[0]
    codes = args.element
    pairs: list[dict[str, Any]] = []
    if len(args.provinces) > 1:
        first, *others = (province_of(text, table) for text in args.provinces)
        prepare(table, panel, codes)
        for other in others:
            found = comparing.between_provinces(table, first, other, codes, panel, correlation=args.correlation)
            pairs.append({"one": name_of(first, table), "other": name_of(other, table), "found": found})
    else:
        province = province_of(args.provinces[0], table)
        for (before, _panel), (after, _same) in pairwise(tables):
            found = comparing.between_years(
                before, after, province, codes, panel, normalised=args.normalised, correlation=args.correlation
            )
            pairs.append({"one": str(after.year), "other": str(before.year), "found": found})
    alone = codes is not None and len(codes) == 1 and len(pairs) == 1
    if alone and pairs[0]["found"][0].refusal is not None and pairs[0]["found"][0].difference is None:
        raise pairs[0]["found"][0].refusal
    if args.json:
        return say(
            {
                "index": args.index,
                "editions": [edition_of(one) for one, _panel in tables],
                "comparisons": [
                    {
                        "one": pair["one"],
                        "other": pair["other"],
                        "elements": [one.to_json(language()) for one in pair["found"]],
                    }
                    for pair in pairs
                ],
            }
        )
    for pair in pairs:
        asking_tables.print_differences(pair["found"], pair["one"], pair["other"])
    return 0


def run_diagnose(args: argparse.Namespace) -> int:
    """Print the diagnosis of a province's year with what is being done behind each element."""
    from danbiet.index import asking_tables, diagnosis

    table, panel = edition(args.index, args.year)
    province = province_of(args.province, table)
    prepare(table, panel)
    found = diagnosis.diagnose(table, province, panel)
    works = _works(province, table)
    if args.json:
        said = found.to_json(language())
        behind = {
            code: [
                {"code": one.code, "title": one.title, "lead": [unit.name for unit in one.lead], "source": one.source}
                for one in some
            ]
            for code, some in works.items()
        }
        return say({**_head(province, table), **said, "behind": behind})
    asking_tables.print_diagnosis(found, table, name_of(province, table), works)
    return 0


def _works(province: str, table: EditionTable) -> dict[str, list[Any]]:
    """What stands behind each element, of the province as this installation knows it; nothing where it doesn't."""
    from danbiet.base import clock
    from danbiet.base.text import fold
    from danbiet.index import behind, provinces
    from danbiet.units.models import Placement
    from danbiet.units.queries import PROVINCES

    name = fold(provinces.by_code(province, table.province_set).vi)
    rows = Placement.objects.filter(PROVINCES, folded__in=[f"tinh {name}", f"thanh pho {name}"])
    unit = rows.order_by("-valid_from").values_list("unit", flat=True).first()
    return behind.works(unit, clock.today(), table.framework, table.year) if unit is not None else {}


def run_scenario(args: argparse.Namespace) -> int:
    """Print where the province would stand, and the least change that reaches each target."""
    from danbiet.base.errors import CodedError
    from danbiet.index import asking_tables, reaching, refusals, scenarios

    settings = [scenarios.parse_setting(text) for text in args.set]
    targets = [reaching.parse_target(text) for text in args.reach]
    if not settings and not targets:
        raise CodedError(refusals.NOTHING_SET)
    table, panel = edition(args.index, args.year)
    province = province_of(args.province, table)
    found = scenarios.try_out(table, province, settings, panel) if settings else None
    ways = [reaching.least(table, province, target, panel) for target in targets]
    if args.json:
        said = found.to_json(language()) if found is not None else None
        return say({**_head(province, table), "scenario": said, "targets": [way.to_json(language()) for way in ways]})
    asking_tables.print_scenario(found, ways, table, name_of(province, table))
    return 0
