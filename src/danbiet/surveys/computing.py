"""Reckoning what is asked for. It takes seconds to minutes, so it is done by a command or a worker, never by a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.surveys import errors
from danbiet.surveys.asked import Asked, IndexAsked
from danbiet.surveys.results import Made, domain_label, lines_of, lines_of_index, plain

Progress = Callable[[str, int, int], None]
_CHUNK = 2**20


def columns_of(path: Path, engine: str) -> list[str]:
    """The columns of a file of answers. CodedError STA-110."""
    from danbiet.stats.survey import files
    from danbiet.stats.survey.engine import connect

    with connect(engine) as opened:
        return files.columns(path, opened)


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces; nothing where it can't be read (the estimate says why)."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as handle:
            while piece := handle.read(_CHUNK):
                found.update(piece)
    except OSError:
        return ""
    return found.hexdigest()


def compute(asked: Asked, progress: Progress | None = None) -> Made:
    """What a file of answers says. ``progress`` is told the steps: "digest", "read", "estimate".

    CodedError of the file and design (STA-1xx), of the index (IDX-3xx), SUR-003.
    """
    tell = progress or (lambda *_: None)
    tell("digest", 0, 0)
    sha256 = digest(asked.file)
    if asked.index is not None:
        return _index(asked, asked.index, sha256, tell)
    if not asked.measures:
        raise CodedError(errors.NOTHING_ASKED)
    return _plain(asked, sha256, tell)


def _plain(asked: Asked, sha256: str, tell: Progress) -> Made:
    from danbiet.stats.survey import files
    from danbiet.stats.survey.engine import connect
    from danbiet.stats.survey.estimate import estimate
    from danbiet.stats.survey.simulated import simulated

    with connect(asked.engine) as opened:
        tell("read", 0, 0)
        marked = simulated(asked.file, opened)
        tell("estimate", 0, 0)
        found = estimate(
            asked.file, asked.design, asked.measures, by=asked.by, engine=opened, answers=asked.answers,
            level=asked.level, progress=lambda done, total: tell("estimate", done, total),
        )  # fmt: skip
    labels = files.labels(asked.file)
    domains, lines = lines_of(found, asked.measures, labels.columns)
    missing = {f"{code:g}": reason.value for code, reason in asked.answers.codes.items()}
    facts = {"missing": missing, "interval": [str(one) for one in dict.fromkeys(f.rule.interval.value for f in found)]}
    return Made(
        asked.file.name, sha256, found.people, marked, _design(asked), found.by, tuple(domains),
        _labels(asked, domains), tuple(lines), asked.level, found.engine, found.seconds, facts,
    )  # fmt: skip


def _index(asked: Asked, wanted: IndexAsked, sha256: str, tell: Progress) -> Made:
    from danbiet.index.items import questionnaire, read
    from danbiet.index.respondents import estimate_index

    own = Path(wanted.questionnaire)
    by_file = own.suffix.lower() in (".yaml", ".yml")
    questions = read(own) if by_file else questionnaire(wanted.index, wanted.year, wanted.questionnaire)
    found = estimate_index(
        asked.file, asked.design, questions, wanted.year, by=asked.by, mode=wanted.mode, engine=asked.engine,
        anchors=wanted.anchors, level=asked.level, progress=tell,
    )  # fmt: skip
    domains, lines = lines_of_index(found)
    about = {
        "key": found.index, "year": found.year, "framework": found.framework.key, "mode": found.mode.value,
        "questionnaire": questions.key, "anchors": {code: list(ends) for code, ends in found.anchors.items()},
        "absent": list(found.absent),
    }  # fmt: skip
    return Made(
        asked.file.name, sha256, found.people, found.simulated, _design(asked), found.by, tuple(domains),
        _labels(asked, domains), tuple(lines), found.level, found.engine, found.seconds, {"index": about},
    )  # fmt: skip


def _labels(asked: Asked, domains: list[tuple[Any, ...]]) -> tuple[str, ...]:
    """The domains in words: by the command's labels, else the file's."""
    from danbiet.stats.survey import files

    of_file = files.labels(asked.file).values
    values = {name: {plain(value): text for value, text in found.items()} for name, found in of_file.items()}
    return tuple(domain_label(asked.by, one, {**values, **asked.labels}) for one in domains)


def _design(asked: Asked) -> dict[str, Any]:
    return {name: value for name, value in asdict(asked.design).items() if value not in (None, False)}
