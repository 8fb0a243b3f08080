"""Subcommands of the installation itself: init, demo, serve, assets, manage."""

from __future__ import annotations

import argparse
from typing import Any

from danbiet.cli import upkeep
from danbiet.cli.demonstration import run_demo

# Seconds between two ticks.
TICK = 300
COMPANIONS = {"worker": ("worker",), "tick": ("tick", "--every", str(TICK))}


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    init = subparsers.add_parser("init", help="prepare an empty installation: database, units, assets")
    init.add_argument("--province", metavar="CODE", help="official code of the province, e.g. 96")
    init.set_defaults(run=run_init)

    demo = subparsers.add_parser("demo", help="a simulated Cà Mau of September 2016, always labelled as such")
    demo.add_argument("--if-empty", action="store_true", help="keep a demonstration that is there")
    demo.add_argument("--reset", action="store_true", help="throw away the demonstration that is there")
    demo.add_argument("--seed", type=int, default=2016, help="the same seed gives the same facts")
    demo.add_argument("--provinces", type=int, default=1, metavar="N", help="so many provinces, for load")
    demo.set_defaults(run=run_demo)

    serve = subparsers.add_parser("serve", help="serve the pages, send what waits, do what time brings")
    serve.add_argument("--address", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2)
    serve.add_argument("--web-only", action="store_true", help="without the worker and the tick, which then run alone")
    serve.add_argument("--demonstration-in-public", action="store_true", help="let others than this machine in")
    serve.set_defaults(run=run_serve, needs_django=True)

    assets = subparsers.add_parser("assets", help="build translations, the page face and static files")
    assets.add_argument("--translations-only", action="store_true", help="what the command line itself needs")
    assets.add_argument("--in-package", action="store_true", help="all that lies beside the code; no data folder")
    assets.set_defaults(run=run_assets)

    manage = subparsers.add_parser("manage", help="Django's own commands", add_help=False)
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    manage.set_defaults(run=run_manage, needs_django=True)

    upkeep.register(subparsers)


def run_init(args: argparse.Namespace) -> int:
    """Prepare the data folder for real use."""
    from danbiet.base.errors import CodedError
    from danbiet.cli import errors, installation
    from danbiet.cli.main import setup_django

    folder = installation.home()
    if installation.is_demonstration(folder):
        raise CodedError(errors.HOME_IS_DEMONSTRATION, home=folder)
    installation.write_env(folder, {})
    setup_django()
    from rich.console import Console

    console = Console()
    with console.status("cơ sở dữ liệu"):
        installation.prepare_database()
    with console.status("giao diện"):
        installation.prepare_assets()
    from danbiet.people import actions

    actions.operator()
    if args.province:
        _load_province(args.province, console)
    console.print(f"Đã chuẩn bị hệ thống trong {folder}. Chạy «danbiet serve» để mở.")
    return 0


def _load_province(code: str, console: Any) -> None:
    from collections import Counter

    from danbiet.base import clock
    from danbiet.people import actions
    from danbiet.units import loading, queries
    from danbiet.units.models import Kind

    with console.status("đơn vị"):
        loading.load_province(code, actor=actions.operator())
    today = clock.today()
    province = queries.province_by_code(code, today)
    counts = Counter(queries.placements(province.unit_id, today).values_list("kind", flat=True))
    said = "; ".join(f"{number} {Kind(kind).label}" for kind, number in counts.items())
    console.print(f"{province.name} hôm nay: {said}")


def run_serve(args: argparse.Namespace) -> int:
    """Serve with granian, the worker and the tick beside it, until stopped (SIGTERM, SIGINT)."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    from danbiet.cli import installation
    from danbiet.cli.company import Company
    from danbiet.upkeep import safety

    safety.refuse_unsafe()
    if not args.demonstration_in_public:
        safety.refuse_public_demonstration(args.address)
    installation.require_prepared()
    installation.require_migrated()
    embedded = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    server = Granian(
        "danbiet.config.wsgi:application",
        address=args.address,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        # Threads don't help the embedded database and do help the other.
        blocking_threads=1 if embedded else 4,
        respawn_failed_workers=True,
        log_access=False,
    )
    print(f"Dân Biết: http://{args.address}:{args.port}/", flush=True)  # noqa: T201
    with Company({} if args.web_only else COMPANIONS):
        server.serve()
    return 0


def run_assets(args: argparse.Namespace) -> int:
    """Build what pages need."""
    from danbiet.cli import installation
    from danbiet.cli.main import setup_django
    from danbiet.pages import assets

    # Before Django loads: it caches the catalogues it finds.
    assets.build_translations()
    if args.in_package:
        # So that whoever serves afterwards need not write where the code lies.
        assets.build_fonts()
        assets.build_charts()
    elif not args.translations_only:
        setup_django()
        installation.prepare_assets()
    return 0


def run_manage(args: argparse.Namespace) -> int:
    """Pass the rest on to Django's management."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["danbiet manage", *args.arguments])
    return 0
