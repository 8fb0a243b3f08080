"""What a command asks for, as text, into typed values; what can't be read is refused with how it is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from danbiet.base.errors import CodedError
from danbiet.stats.survey.answers import ALL, QUESTIONNAIRE, Answers, Reason
from danbiet.stats.survey.design import Design, Singletons
from danbiet.stats.survey.measures import Mean, Measure, Proportion, Ratio, Total, name_of
from danbiet.surveys import errors

# The design columns of PAPI's own files (research notes on PAPI, 3.2).
PAPI = {"strata": "PSW_STRATA", "clusters": "PSW_PSU", "weight": "PSW_psweight"}
# The generator's files say besides which districts were taken for sure, and what is below them.
PAPI_SURE = {"certainty": "PSW_certainty", "next_stage": "xa"}
_COLUMNS = ("strata", "clusters", "weight", "fpc", "certainty", "next_stage")
_CODES = {888.0: Reason.DONT_KNOW, 999.0: Reason.REFUSED}


@dataclass(frozen=True, slots=True)
class IndexAsked:
    """An index: which, of which year, by which questionnaire (a key or a file), in which mode, between what."""

    index: str
    year: int
    questionnaire: str = ""
    mode: str = "published"
    anchors: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be estimated from a file, for which domains, on which engine."""

    file: Path
    design: Design
    by: tuple[str, ...]
    measures: tuple[Measure, ...] = ()
    index: IndexAsked | None = None
    answers: Answers = ALL
    level: float = 0.95
    engine: str = "duckdb://"
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    populations: tuple[str, str] | None = None
    """Post-stratification: the column of the cells, and the one that holds each cell's population."""


def design(text: str, columns: Sequence[str] = ()) -> Design:
    """A design: "papi", "strata=a,clusters=b,weight=c", or "papi,singletons=average". CodedError SUR-002.

    ``columns``: those of the file; "papi" takes the units taken for sure from them where the file names any.
    """
    values: dict[str, str] = {}
    flags: dict[str, object] = {}
    for part in (one.strip() for one in text.split(",") if one.strip()):
        name, equals, value = (one.strip() for one in part.partition("="))
        if name == "papi" and not equals:
            values |= PAPI
            if set(PAPI_SURE.values()) <= set(columns):
                values |= PAPI_SURE
        elif name == "nested" and not equals:
            flags["nested"] = True
        elif name == "singletons" and value in tuple(Singletons):
            flags["singletons"] = Singletons(value)
        elif name in _COLUMNS and value:
            values[name] = value
        else:
            raise CodedError(errors.BAD_DESIGN, text=part, why=", ".join((*_COLUMNS, "nested", "singletons")))
    try:
        return Design(**values, **flags)  # type: ignore[arg-type]
    except ValueError as error:
        raise CodedError(errors.BAD_DESIGN, text=text, why=str(error)) from error


def measure(text: str) -> Measure:
    """A measure: "mean:x", "share:x=1|2", "ratio:x/y", "total:x", "people"; " as name" names it. CodedError SUR-001."""
    asked, _, label = (one.strip() for one in text.partition(" as "))
    kind, _, rest = (one.strip() for one in asked.partition(":"))
    made: Measure | None = None
    if kind == "people" and not rest:
        made = Total(None, label or "people")
    elif kind == "mean" and rest:
        made = Mean(rest, label or rest)
    elif kind == "total" and rest:
        made = Total(rest, label or f"total {rest}")
    elif kind == "ratio":
        first, _, second = (one.strip() for one in rest.partition("/"))
        if first and second:
            made = Ratio(first, second, label)
    elif kind == "share":
        column, _, chosen = (one.strip() for one in rest.partition("="))
        values = tuple(_value(one.strip()) for one in (chosen or "1").split("|"))
        if column and "" not in values:
            # Numbers and words aren't mixed: words are looked for as they are written.
            if not all(isinstance(one, float) for one in values):
                values = tuple(one.strip() for one in chosen.split("|"))
            made = Proportion(column, values, label or f"{column} = {chosen or '1'}")
    if made is None:
        raise CodedError(errors.BAD_MEASURE, text=text)
    return made


def measures(texts: Sequence[str]) -> tuple[Measure, ...]:
    """Measures in order, one that is asked for twice once. CodedError SUR-001."""
    found = [measure(text) for text in texts]
    return tuple({name_of(one): one for one in found}.values())


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def codes(text: str) -> Answers:
    """Which codes are no answers: "papi", "none", "888,999" or "888=0,999" (888 counts as 0). CodedError SUR-004."""
    if text == "papi":
        return QUESTIONNAIRE
    if text == "none":
        return ALL
    found: dict[float, Reason] = {}
    counts: dict[Reason, float] = {}
    for part in text.split(","):
        code, equals, worth = (one.strip() for one in part.partition("="))
        number = _value(code)
        if not isinstance(number, float) or not math.isfinite(number):
            raise CodedError(errors.BAD_CODES, text=part)
        found[number] = _CODES.get(number, Reason.NOT_ASKED)
        if equals:
            value = _value(worth)
            if not isinstance(value, float) or not math.isfinite(value):
                raise CodedError(errors.BAD_CODES, text=part)
            counts[found[number]] = value
    return Answers(found, counts)


def anchors(texts: Sequence[str]) -> dict[str, tuple[float, float]]:
    """What relative items are set between: "VI.2.1=0.4:3". CodedError SUR-005."""
    found = {}
    for text in texts:
        code, _, ends = text.partition("=")
        low, _, high = (_value(one.strip()) for one in ends.partition(":"))
        if not code.strip() or not isinstance(low, float) or not isinstance(high, float) or not low < high:
            raise CodedError(errors.BAD_ANCHOR, text=text)
        found[code.strip()] = (low, high)
    return found


def labels(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """What the values of columns are called: "khuvuc=1:thành thị,2:nông thôn". CodedError SUR-014."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        column, _, rest = text.partition("=")
        for one in rest.split(","):
            value, _, name = (part.strip() for part in one.partition(":"))
            if not column.strip() or not value or not name:
                raise CodedError(errors.BAD_LABEL, text=text)
            found.setdefault(column.strip(), {})[value] = name
    return found


def populations(text: str) -> tuple[str, str] | None:
    """Weights brought to known populations: "tinh=PSW_province_population"; None for nothing. CodedError SUR-015."""
    if not text:
        return None
    cell, _, population = (one.strip() for one in text.partition("="))
    if not cell or not population:
        raise CodedError(errors.BAD_POPULATIONS, text=text)
    return cell, population
