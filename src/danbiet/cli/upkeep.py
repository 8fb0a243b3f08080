"""``danbiet backup``, ``restore``, ``health``, ``check``, ``grants``: keeping an installation alive."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danbiet.base.errors import CodedError
    from danbiet.upkeep.archive import Reader


def register(subparsers: Any) -> None:
    """Add the subcommands."""
    backup = subparsers.add_parser("backup", help="back up database and files while people work")
    backup.add_argument(
        "target", metavar="FILE|FOLDER", help="a new file, or a folder in which it is named by the hour"
    )
    backup.add_argument("--verify", action="store_true", help="only check the backup FILE, byte by byte")
    backup.add_argument("--with-secrets", action="store_true", help="the secret keys too; keep it like a password")
    backup.add_argument("--keep", type=int, metavar="N", help="then remove all but the newest N of the folder")
    backup.set_defaults(run=run_backup)

    restore = subparsers.add_parser("restore", help="put a backup in place, migrate it, verify its journal")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="in place of the data that are there, which go aside")
    restore.add_argument("--with-secrets", action="store_true", help="take the secret keys from the backup")
    restore.set_defaults(run=run_restore)

    health = subparsers.add_parser("health", help="is the installation well? (exit code 1 if not)")
    health.add_argument("--json", action="store_true")
    health.set_defaults(run=run_health, needs_django=True)
    check = subparsers.add_parser("check", help="what is unsafe about this deployment (exit code 1 if anything)")
    check.set_defaults(run=run_check, needs_django=True)
    grants = subparsers.add_parser("grants", help="PostgreSQL: what lets a role serve and not alter the record")
    grants.add_argument("role")
    grants.add_argument("--apply", action="store_true", help="run the statements instead of printing them")
    grants.set_defaults(run=run_grants, needs_django=True)


def run_backup(args: argparse.Namespace) -> int:
    """Make a backup or check one; 1 if it lacks something."""
    from danbiet.cli import installation
    from danbiet.cli.main import language, setup_django

    setup_django()
    from danbiet.upkeep import archive, backing_up, telling

    target = Path(args.target)
    if args.verify:
        with archive.opened(target) as reader:
            _check(reader)
            _say(telling.of_verification(reader.manifest, reader.seal, language()))
        return 0
    installation.require_prepared()
    made = backing_up.make(target, with_secrets=args.with_secrets, keep=args.keep)
    _say(telling.of_backup(made, language()))
    return _complain(made.problems)


def run_restore(args: argparse.Namespace) -> int:
    """Restore a backup; 1 if the journal isn't whole afterwards."""
    from danbiet.cli.main import language, setup_django
    from danbiet.upkeep import archive

    with archive.opened(Path(args.file)) as reader:
        # A new home gets its settings from the archive before anything reads them.
        _prepare_home(reader, args.with_secrets)
        setup_django()
        from danbiet.cli import installation
        from danbiet.upkeep import restoring, telling

        done = restoring.restore(reader, replace=args.replace)
        installation.prepare_assets()
    _say(telling.of_restoring(done, language()))
    code = _complain(done.findings)
    _complain(done.hints)
    return code


def _prepare_home(reader: Reader, with_secrets: bool) -> None:
    """The keys of a home that has none: the archive's if asked for; the label of a demonstration always."""
    from danbiet.base.errors import CodedError
    from danbiet.cli import installation
    from danbiet.upkeep import archive, errors

    if with_secrets and archive.SECRETS not in reader.infos:
        raise CodedError(errors.NO_SECRETS, at=reader.path.name)
    folder = installation.home()
    if "DANBIET_SECRET_KEY" in installation.read_env(folder):
        return
    _check(reader)
    values = {}
    if reader.manifest.demonstration:
        values["DANBIET_DEMONSTRATION"] = "true"
        if reader.manifest.demonstration != "true":
            values["DANBIET_TODAY"] = reader.manifest.demonstration
    if with_secrets:
        lines = reader.content(archive.SECRETS).decode("utf-8").splitlines()
        known = {"DANBIET_SECRET_KEY", "DANBIET_JOURNAL_KEY"}
        values |= {name: value for name, _, value in (line.partition("=") for line in lines) if name in known}
    installation.write_env(folder, values)


def run_health(args: argparse.Namespace) -> int:
    """Print the checks; 1 if one fails."""
    import json

    from danbiet.cli.main import language
    from danbiet.pages import health

    answers = health.examine()
    if args.json:
        rows = {a.name: {"ok": a.ok, **(a.facts if a.error is None else {"code": a.error.code})} for a in answers}
        print(json.dumps({"ok": all(a.ok for a in answers), "checks": rows}))  # noqa: T201
    for answer in [] if args.json else answers:
        said = ", ".join(f"{name} {value}" for name, value in answer.facts.items())
        sign = "✓" if answer.ok else "!"
        print(f"{sign} {answer.name}: {said if answer.error is None else answer.error.render(language())}")  # noqa: T201
    return 0 if all(answer.ok for answer in answers) else 1


def run_check(args: argparse.Namespace) -> int:
    """Print what is unsafe; 1 if anything is."""
    from danbiet.cli.main import language
    from danbiet.upkeep import safety, telling

    found = safety.findings()
    _say([error.render(language()) for error in found] or [telling.all_safe()])
    return 1 if found else 0


def run_grants(args: argparse.Namespace) -> int:
    """Print or run the statements."""
    from danbiet.upkeep import roles

    if args.apply:
        roles.apply(args.role)
    else:
        _say([f"{statement};" for statement in roles.statements(args.role)])
    return 0


def _check(reader: Reader) -> None:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(reader.path.name, total=sum(one["size"] for one in reader.manifest.members.values()))
        reader.check(lambda count: progress.advance(task, count))


def _say(lines: list[str]) -> None:
    print("\n".join(lines), flush=True)  # noqa: T201


def _complain(found: list[CodedError]) -> int:
    from danbiet.cli.main import language

    for error in found:
        print(error.render(language()), file=sys.stderr)  # noqa: T201
    return 1 if found else 0
