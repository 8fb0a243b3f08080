"""Subcommands of one group that several rooms bring ("danbiet index …")."""

from __future__ import annotations

from typing import Any

_GROUPS = "danbiet_groups"


def group(subparsers: Any, name: str, summary: str) -> Any:
    """The subparsers of the command group ``name``, made by the first room that asks for it."""
    groups: dict[str, Any] = subparsers.__dict__.setdefault(_GROUPS, {})
    if name not in groups:
        groups[name] = subparsers.add_parser(name, help=summary).add_subparsers(metavar="COMMAND", required=True)
    return groups[name]
