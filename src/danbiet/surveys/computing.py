"""Reckoning what is asked for. It takes seconds to minutes, so it is done by a command or a worker, never by a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.stats.survey.design import Design
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
    if asked.populations is not None:
        asked = replace(asked, design=adjusted(asked, *asked.populations), populations=None)
    if asked.index is not None:
        return _index(asked, asked.index, sha256, tell)
    if not asked.measures:
        raise CodedError(errors.NOTHING_ASKED)
    return _plain(asked, sha256, tell)


def adjusted(asked: Asked, cell: str, population: str) -> Design:
    """The design with weights brought to the populations that a column of the file holds.

    CodedError SUR-016, STA-101, STA-105, STA-113.
    """
    from danbiet.stats.survey import checks, expression, files
    from danbiet.stats.survey.answers import ALL
    from danbiet.stats.survey.engine import connect
    from danbiet.stats.survey.expression import Plan
    from danbiet.stats.survey.measures import Total, weighing
    from danbiet.stats.survey.weights import post_stratify

    with connect(asked.engine) as opened:
        table = files.people(asked.file, opened, [cell, population])
        checks.numbers(table, Plan(Design(), weighing((Total(population),)), (), ALL, False), opened)
        rows = table.mutate(cell_=table[cell].cast("string"), size_=expression.number(table, population, ALL, True))
        sizes = rows.group_by("cell_").aggregate(low_=rows["size_"].min(), high_=rows["size_"].max())
        found = opened.run(sizes.order_by("cell_")).to_pylist()
        for row in found:
            if row["low_"] != row["high_"]:
                ends = {"cell": row["cell_"], "low": row["low_"], "high": row["high_"]}
                raise CodedError(errors.TWO_POPULATIONS, column=cell, population=population, **ends)
        sized = {row["cell_"]: row["low_"] or 0.0 for row in found}
        return replace(asked.design, adjustment=post_stratify(asked.file, asked.design, cell, sized, engine=opened))


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
    found = {name: value for name, value in asdict(asked.design).items() if value not in (None, False)}
    adjustment = found.pop("adjustment", None)
    return (
        {**found, "weights": f"{asked.design.weights()} ({', '.join(adjustment['margins'][0])})"}
        if adjustment
        else found
    )
