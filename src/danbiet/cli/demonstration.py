"""``danbiet demo``: a data folder with the simulated province, its day frozen, its accounts written down."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

ACCOUNTS = "demo-accounts.txt"


def run_demo(args: argparse.Namespace) -> int:
    """Build the demonstration, or with ``--if-empty`` use the one that is there."""
    from danbiet.base.errors import CodedError
    from danbiet.cli import errors, installation
    from danbiet.cli.main import setup_django

    folder = installation.home()
    there = installation.read_env(folder)
    if there and not installation.is_demonstration(folder):
        raise CodedError(errors.HOME_IN_USE, home=folder)
    if args.reset:
        installation.empty(folder)
    # The day is that of demo.province.TODAY, which can't be imported before the settings read it.
    installation.write_env(folder, {"DANBIET_DEMONSTRATION": "true", "DANBIET_TODAY": "2016-09-30"})
    setup_django()
    from rich.console import Console

    console = Console()
    with console.status("cơ sở dữ liệu / database"):
        installation.prepare_database()
    with console.status("giao diện / assets"):
        installation.prepare_assets()
    if not _is_empty():
        if not args.if_empty:
            raise CodedError(errors.HOME_NOT_EMPTY, home=folder)
    else:
        _build(args, folder, console)
    show_accounts(folder)
    return 0


def _is_empty() -> bool:
    from danbiet.plans.models import Plan

    return not Plan.objects.exists()


def _build(args: argparse.Namespace, folder: Path, console: object) -> None:
    from django.db import transaction

    from danbiet.demo import province

    with console.status("") as status, transaction.atomic():  # type: ignore[attr-defined]
        # One transaction: a demonstration that was interrupted isn't there, and the next run builds it whole.
        built = province.build(
            seed=args.seed, count=args.provinces, progress=lambda name: status.update(f"mô phỏng / simulating: {name}")
        )
        _write_accounts(folder, built.accounts)
    console.print(  # type: ignore[attr-defined]
        f"Đã mô phỏng {built.provinces} tỉnh, {built.duties} nghĩa vụ, {built.documents} văn bản. "
        f"Simulated: {built.provinces} province(s), {built.duties} duties, {built.documents} documents."
    )


def _write_accounts(folder: Path, accounts: list[tuple[str, str, str]]) -> None:
    width = max(len(name) for name, _, _ in accounts)
    lines = [f"{name:{width}}  {secret}  {chair}" for name, secret, chair in accounts]
    descriptor = os.open(folder / ACCOUNTS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write("\n".join(lines) + "\n")


def show_accounts(folder: Path) -> None:
    """Print the accounts of the demonstration."""
    path = folder / ACCOUNTS
    if path.is_file():
        print(f"Tài khoản trình diễn / demonstration accounts ({path}):")  # noqa: T201
        print(path.read_text("utf-8"), end="", flush=True)  # noqa: T201
