"""``danbiet index import`` and ``danbiet index check``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from danbiet.index.findings import Finding
    from danbiet.index.importing import ReadFile
    from danbiet.index.models import Edition
    from danbiet.index.recomputing import Difference

# Differences found by recomputing that are printed one by one; --json has them all.
_SHOWN = 40


def register(index: Any) -> None:
    """Add the subcommands to the group."""
    add = index.add_parser("import", help="read a published file (XLSX, XLSM, CSV) and say what is wrong in it")
    add.add_argument("file")
    add.add_argument("--accept", action="store_true", help="store its editions, as far as they can be trusted")
    add.add_argument("--hand-in", action="store_true", help="keep it for somebody to decide on the page")
    add.add_argument("--as", dest="actor", metavar="USER")
    add.add_argument("--json", action="store_true")
    add.set_defaults(run=run_import, needs_django=True)
    check = index.add_parser("check", help="what is wrong in an accepted edition; exit code 1 if anything is")
    check.add_argument("edition", metavar="EDITION", help="a year (2016), a year's revision (2016/2) or an id")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check, needs_django=True)


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _language() -> str:
    import os

    return "en" if os.environ.get("DANBIET_LANG") == "en" else "vi"


@contextmanager
def _status(text: str) -> Iterator[Any]:
    from rich.console import Console

    with Console(stderr=True).status(text) as status:
        yield status


def run_import(args: argparse.Namespace) -> int:
    """Read a file; store nothing unless told to, and then whole editions.

    Raises CodedError READ-010, READ-030 to READ-037; with --accept and --hand-in those of ``index.actions`` too.
    """
    from pathlib import Path

    from danbiet.index import actions
    from danbiet.people.actions import acting
    from danbiet.reading import scores

    data, name = scores.load(args.file), Path(args.file).name
    made: list[Edition] = []
    with _status(name):
        if args.accept or args.hand_in:
            actor = acting(args.actor)
            intake, found = actions.hand_in(actor, data, name)
            if args.accept:
                made = actions.accept(actor, intake)
        else:
            found = actions.look(data, name)
    language = _language()
    if args.json:
        _say(json.dumps(as_json(found, language), ensure_ascii=False, indent=1))
        return 0
    _print(found, language)
    if args.accept:
        _say(_word("accepted", language) + ", ".join(f"{one.year}/{one.revision}" for one in made))
    elif args.hand_in:
        _say(_word("waiting", language) + intake.public_id)
    else:
        _say(_word("nothing", language))
    return 0


_WORDS = {
    "accepted": ("Đã nhận: ", "Accepted: "),
    "waiting": ("Chờ người xem xét: ", "Waiting for somebody to decide: "),
    "nothing": (
        "Chưa lưu gì. Thêm --accept để nhận, hoặc --hand-in để người khác xem xét trên trang chỉ số.",
        "Nothing was stored. --accept stores it; --hand-in keeps it for somebody to decide on the index page.",
    ),
    "blocked": ("không nhận được", "can't be accepted"),
    "stored": ("đã có", "here already"),
    "fine": ("nhận được", "can be accepted"),
    "provinces": ("{count} tỉnh có điểm tổng", "{count} provinces with a total"),
    "missing": ("thiếu {names}", "missing {names}"),
    "more": ("… thêm {count} chỗ lệch (xem --json)", "… {count} more (see --json)"),
    "right": ("Không phát hiện điều gì sai.", "Nothing wrong was found."),
    "recomputed": ("tính lại được {value}, công bố {published}", "reckoned {value}, published {published}"),
}


def _word(key: str, language: str, **values: Any) -> str:
    return _WORDS[key][language == "en"].format(**values)


def as_json(found: ReadFile, language: str) -> dict[str, Any]:
    """A file's editions as ``--json`` prints them; what belongs to no edition stands with the first."""
    editions = [
        {
            "year": one.year,
            "provinces": one.provinces,
            "missing": list(one.missing),
            "findings": _listed(one.findings, language),
        }
        for one in found.editions
    ]
    if editions:
        editions[0]["findings"] = [*_listed(found.findings, language), *_listed(found.editions[0].findings, language)]
    return {"editions": editions}


def _listed(findings: Sequence[Finding], language: str) -> list[dict[str, str]]:
    return [
        {"code": one.code, "sheet": one.sheet, "cell": one.cell, "message": one.message(language)} for one in findings
    ]


def _print(found: ReadFile, language: str) -> None:
    for one in found.findings:
        _print_finding(one, language)
    for edition in found.editions:
        state = "stored" if edition.stored else "blocked" if edition.blocked else "fine"
        said = [_word("provinces", language, count=edition.provinces)]
        if edition.missing:
            said.append(_word("missing", language, names=", ".join(edition.missing)))
        _say(f"{edition.year} «{edition.sheet}»: {'; '.join(said)}: {_word(state, language)}")
        for one in edition.findings:
            _print_finding(one, language)


def _print_finding(one: Finding, language: str) -> None:
    sign = "!" if one.blocking else "-"
    _say(f"  {sign} {one.code} {one.place}: {one.message(language)}".replace(" :", ":"))


def run_check(args: argparse.Namespace) -> int:
    """What was found in an edition's source, and where recomputing it gives something else; 1 if anything is wrong.

    Raises CodedError IDX-100.
    """
    from danbiet.index import findings, queries, recomputing

    edition = queries.find(args.edition)
    kept = [findings.kept(*row) for row in queries.findings_of(edition)]
    with _status(f"{edition.index} {edition.year}"):
        table = queries.tables([edition])[0]
        differences = recomputing.differences(table)
    language = _language()
    wrong = bool(differences) or any(not one.notice for one in kept)
    if args.json:
        _say(json.dumps(_checked_json(edition, kept, differences, language), ensure_ascii=False, indent=1))
        return int(wrong)
    _say(f"{edition.index} {edition.year}/{edition.revision} {edition.framework} {edition.source}")
    for one in kept:
        _print_finding(one, language)
    for found in differences[:_SHOWN]:
        _say(f"  - {_difference(found, edition, language)}")
    if len(differences) > _SHOWN:
        _say(f"  {_word('more', language, count=len(differences) - _SHOWN)}")
    if not kept and not differences:
        _say(_word("right", language))
    return int(wrong)


def _difference(found: Difference, edition: Edition, language: str) -> str:
    from danbiet.index import provinces

    name = provinces.by_code(found.province, edition.province_set).name(language)
    said = _word("recomputed", language, value=f"{found.recomputed:.6f}", published=f"{found.published:.6f}")
    return f"{found.code} {name}: {said} (± {found.tolerance:g}, {found.basis.value})"


def _checked_json(
    edition: Edition, kept: Sequence[Finding], differences: Sequence[Difference], language: str
) -> dict[str, Any]:
    return {
        "edition": {
            "id": edition.public_id,
            "index": edition.index,
            "year": edition.year,
            "revision": edition.revision,
            "framework": edition.framework,
            "simulated": edition.simulated,
        },
        "findings": _listed(kept, language),
        "recomputed": [
            {
                "element": one.code,
                "province": one.province,
                "published": one.published,
                "recomputed": one.recomputed,
                "tolerance": one.tolerance,
                "basis": one.basis.value,
            }
            for one in differences
        ],
    }
