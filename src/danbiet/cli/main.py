"""The command ``danbiet``: finds the rooms' subcommands, runs one, answers errors in the reader's language.

Exit codes: 0 done, 1 found something wrong (a check), 2 could not be done (the message says what to do).
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from danbiet import __version__
from danbiet.base.errors import LANGUAGES, CodedError

# Rooms that bring subcommands: each has commands.py with register(subparsers). Importing them is cheap by rule;
# Django and the rest load inside the handlers.
ROOMS = ("law", "index", "surveys", "plans", "duties", "units", "notices", "people", "journal", "pages", "cli")


def language() -> str:
    """The language of messages: ``DANBIET_LANG`` ("vi" or "en"), Vietnamese unless told."""
    wanted = os.environ.get("DANBIET_LANG", "vi")
    return wanted if wanted in LANGUAGES else "vi"


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command with every room's part."""
    parser = argparse.ArgumentParser(
        prog="danbiet",
        description="Dân Biết: kế hoạch của tỉnh thành việc của từng đơn vị. "
        "The province's plan as duties of its units.",
    )
    parser.add_argument("--version", action="version", version=f"danbiet {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for room in ROOMS:
        importlib.import_module(f"danbiet.{room}.commands").register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    args = build_parser().parse_args(argv)
    try:
        if getattr(args, "needs_django", False):
            setup_django()
        result = args.run(args)
    except CodedError as error:
        print(error.render(language()), file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (``| head``): nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        found = _unprepared(error)
        if found is None:
            raise
        print(found.render(language()), file=sys.stderr)  # noqa: T201
        return 2
    return int(result or 0)


def _unprepared(error: Exception) -> CodedError | None:
    """What to tell of a database error whose cause is that there is no database, nothing in it, or an older version."""
    if "django.db" not in sys.modules:
        return None
    from django.db import DatabaseError

    from danbiet.cli import installation

    if not isinstance(error, DatabaseError):
        return None
    try:
        installation.require_prepared()
        installation.require_migrated()
    except CodedError as found:
        return found
    return None


def setup_django() -> None:
    """Load the rooms with the installation's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danbiet.config.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


if __name__ == "__main__":
    sys.exit(main())
