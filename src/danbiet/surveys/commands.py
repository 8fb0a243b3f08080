"""``danbiet estimate`` and ``danbiet generate``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danbiet.surveys.asked import Asked
    from danbiet.surveys.results import Made


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    one = subparsers.add_parser("estimate", help="what people's answers say, with the error of the sample's design")
    one.add_argument("file", help="answers: CSV, Parquet, Stata, SPSS")
    one.add_argument("--design", required=True, metavar="DESIGN", help="papi, or strata=…,clusters=…,weight=…[,…]")
    one.add_argument("--by", default="", metavar="COLUMN[,COLUMN]", help="the groups; everybody unless told")
    one.add_argument(
        "--measure", action="append", default=[], metavar="MEASURE",
        help="mean:x, share:x=1|2, ratio:x/y, total:x, people; “ as name” names it",
    )  # fmt: skip
    one.add_argument("--missing", default="none", metavar="CODES", help="codes that are no answers: papi, or 888=0,999")
    one.add_argument(
        "--post-stratify", default="", metavar="COLUMN=COLUMN",
        help="bring weights to known populations: tinh=PSW_province_population",
    )  # fmt: skip
    one.add_argument("--index", metavar="KEY", help="an index instead of single measures, for instance papi")
    one.add_argument("--year", type=int, help="of the index")
    one.add_argument("--questionnaire", default="", metavar="KEY|FILE", help="how answers become its indicators")
    one.add_argument("--mode", choices=("published", "clean"), default="published", help="published unless told")
    one.add_argument("--anchor", action="append", default=[], metavar="CODE=LOW:HIGH", help="of a relative indicator")
    one.add_argument("--element", action="append", default=[], metavar="CODE", help="print these with their intervals")
    one.add_argument(
        "--label", action="append", default=[], metavar="COLUMN=VALUE:NAME,…", help="what groups are called"
    )
    one.add_argument("--level", type=float, default=0.95, help="of the intervals; 0.95 unless told")
    one.add_argument("--engine", default="duckdb://", metavar="URL", help="duckdb:// (the default) or spark://…")
    one.add_argument("--json", action="store_true", help="for machines")
    one.add_argument("--keep", action="store_true", dest="needs_django", help="keep the result for the office's page")
    one.add_argument("--title", default="", help="with --keep: what the page calls it")
    one.add_argument("--province", default="", metavar="CODE", help="with --keep: whose result it is")
    one.add_argument("--as", dest="actor", metavar="USER", help="with --keep: who keeps it")
    one.set_defaults(run=run_estimate)
    made = subparsers.add_parser("generate", help="made-up answers with PAPI's published design and a known truth")
    made.add_argument("file", help="*.parquet or *.csv")
    made.add_argument("--times", type=int, default=1, metavar="N", help="the sample so many times over, for load")
    made.add_argument("--seed", type=int, default=None, help="of the population")
    made.add_argument("--sample", type=int, default=0, help="another sample of the same population")
    made.add_argument("--province", action="append", default=[], metavar="CODE", help="only these; all 63 unless told")
    made.set_defaults(run=run_generate)


def _language() -> str:
    import os

    return "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"


def asked_of(args: argparse.Namespace) -> Asked:
    """The arguments as typed values. CodedError SUR-001 to SUR-006, STA-110."""
    from pathlib import Path

    from danbiet.base.errors import CodedError
    from danbiet.stats.intervals import check_level
    from danbiet.surveys import asked, computing, errors

    try:
        check_level(args.level)
    except ValueError as error:
        raise CodedError(errors.BAD_LEVEL, level=args.level) from error
    path = Path(args.file)
    columns = computing.columns_of(path, args.engine) if "papi" in args.design.split(",") else []
    index = None
    if args.index:
        if args.year is None:
            raise CodedError(errors.NO_YEAR, index=args.index)
        index = asked.IndexAsked(args.index, args.year, args.questionnaire, args.mode, asked.anchors(args.anchor))
    elif not args.measure:
        raise CodedError(errors.NOTHING_ASKED)
    return asked.Asked(
        path,
        asked.design(args.design, columns),
        tuple(one.strip() for one in args.by.split(",") if one.strip()),
        asked.measures(args.measure),
        index,
        asked.codes(args.missing),
        args.level,
        args.engine,
        asked.labels(args.label),
        asked.populations(args.post_stratify),
    )


def run_estimate(args: argparse.Namespace) -> int:
    """Estimate, print, and keep the result if told to."""
    import json

    from danbiet.surveys import printing

    if args.needs_django:
        place = _place(args)
    language = _language()
    with printing.progress(language) as tell:
        from danbiet.surveys import computing

        made = computing.compute(asked_of(args), tell)
    kept = _keep(args, place, made) if args.needs_django else ""
    if args.json:
        found = made.to_json(language)
        print(json.dumps({**found, **({"kept": kept} if kept else {})}, ensure_ascii=False, indent=1))  # noqa: T201
        return 0
    printing.show(made, language, args.element)
    if kept:
        printing.kept(kept, language)
    return 0


def _place(args: argparse.Namespace) -> Any:
    """The actor and the province, before anything is reckoned. CodedError PEO-001, PEO-003, UNIT-001, SUR-008."""
    from danbiet.base import clock
    from danbiet.base.errors import CodedError
    from danbiet.people.actions import acting
    from danbiet.surveys import actions, errors
    from danbiet.units import queries

    if not args.title.strip():
        raise CodedError(errors.NO_TITLE)
    actor = acting(args.actor)
    unit = queries.province_by_code(args.province, clock.today()).unit
    actions.authorise(actor, unit)
    return actor, unit


def _keep(args: argparse.Namespace, place: Any, made: Made) -> str:
    from danbiet.surveys import actions

    actor, unit = place
    return str(actions.keep(actor, unit, made, args.title).public_id)


def run_generate(args: argparse.Namespace) -> int:
    """Write made-up answers. CodedError SUR-011 (there is such a file), SUR-012."""
    from pathlib import Path

    from danbiet.base.errors import CodedError
    from danbiet.stats.survey import generator, population
    from danbiet.surveys import errors, printing

    path = Path(args.file)
    if path.exists():
        raise CodedError(errors.EXISTS, file=args.file)
    codes = tuple(one.zfill(2) for one in args.province) or tuple(population.PROVINCES)
    for code in codes:
        if code not in population.PROVINCES:
            raise CodedError(errors.BAD_PROVINCE, code=code)
    seed = generator.SEED if args.seed is None else args.seed
    with printing.bar(path.name) as move:
        made = generator.write(path, seed, sample=args.sample, times=max(1, args.times), provinces=codes, progress=move)
    printing.generated(made, path.name, _language())
    return 0
