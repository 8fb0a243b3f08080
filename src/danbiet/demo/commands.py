"""Subcommands of the room."""

from typing import Any


def register(subparsers: Any) -> None:
    """Add the subcommands."""
