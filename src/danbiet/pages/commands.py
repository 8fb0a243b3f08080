"""``danbiet search rebuild``: fill anew what search looks through."""

from __future__ import annotations

import argparse
from typing import Any


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    search = subparsers.add_parser("search", help="what the search box looks through").add_subparsers(required=True)
    rebuild = search.add_parser("rebuild", help="fold all titles, names and numbers anew; safe at any time")
    rebuild.set_defaults(run=run_rebuild, needs_django=True)


def run_rebuild(args: argparse.Namespace) -> int:
    """Rebuild every folded column; prints rows read and rows that differed."""
    from danbiet.pages import folding

    for model, field in folding.columns():
        read, mended = folding.rebuild(model, field)
        print(f"{model._meta.label}.{field.name}: {read}, {mended} đã sửa / mended", flush=True)  # noqa: T201
    return 0
