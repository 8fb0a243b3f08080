"""``danbiet index``: importing editions, showing and checking them. Rooms above add their own subcommands."""

from __future__ import annotations

from typing import Any

from danbiet.base.commandline import group
from danbiet.index import asking_commands, import_commands

HELP = "the index: published scores, how sure they are, what is wrong in their source"


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    index = group(subparsers, "index", HELP)
    import_commands.register(index)
    asking_commands.register(index)
