"""What citizens will be asked about a task, in plain words: ``data/citizen_questions.yaml``, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from danbiet.law import Labels, strict
from danbiet.plans import errors
from danbiet.plans.models import Plan, Task

FILE = Path(__file__).with_name("data") / "citizen_questions.yaml"
# Sub-dimensions of each dimension in the frameworks of 2011 to 2017: 22 in all.
SIZES = {1: 4, 2: 3, 3: 3, 4: 4, 5: 4, 6: 4}
CODES = tuple(f"{dimension}.{n}" for dimension, size in SIZES.items() for n in range(1, size + 1))
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
QUESTIONS = range(2, 4)
_YEAR = re.compile(r"_(\d{4})$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A sub-dimension and what people are asked about it; ``verified``: the source was read, not remembered."""

    code: str
    name: Labels
    questions: tuple[Labels, ...]
    source: Labels
    verified: bool


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework of the index, up to its last year, with all its sub-dimensions by code."""

    key: str
    last_year: int
    asked: dict[str, Asked]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All frameworks, earliest first, and what the words are."""

    about: Labels
    frameworks: tuple[Framework, ...]

    def of_year(self, year: int) -> Framework | None:
        """The framework of an index year; None past the last one that is known."""
        return next((one for one in self.frameworks if year <= one.last_year), None)


def load(path: Path) -> Catalogue:
    """Read the file; every fault is a coded error at its place: LAW-001 to LAW-005, PLAN-060 to PLAN-063."""
    file = strict.read(path)
    file.only(("about", "sources", "frameworks", "sub_dimensions"))
    table = file.table("sources")
    sources = {name: table.labels(name) for name in table.nodes}
    shared = _entries(file.table("sub_dimensions"), sources)
    found = []
    for key, part in file.table("frameworks").items():
        part.only(("last_year", "own"))
        own = _entries(part.table("own"), sources)
        twice, both = sorted(own.keys() & shared.keys()), own | shared
        if twice:
            raise part.error(errors.ASKED_TWICE, "own", code=", ".join(twice))
        missing = [code for code in CODES if code not in both]
        if missing:
            raise part.error(errors.ASKED_MISSING, "own", framework=key, codes=", ".join(missing))
        year = part.written("last_year")
        if not re.fullmatch(r"20\d\d", year):
            raise part.wrong("last_year", "năm", "a year")
        found.append(Framework(key, int(year), {code: both[code] for code in CODES}))
    return Catalogue(file.labels("about"), tuple(sorted(found, key=lambda one: one.last_year)))


def _entries(table: strict.Table, sources: dict[str, Labels]) -> dict[str, Asked]:
    found = {}
    for code, row in table.items():
        if code not in CODES:
            raise table.error(errors.ASKED_UNKNOWN, code, code=code, known=f"{CODES[0]}–{CODES[-1]}")
        row.only(("name", "questions", "source", "verified"))
        source, verified = row.written("source"), row.written("verified")
        if source not in sources:
            raise row.wrong("source", ", ".join(sources), ", ".join(sources))
        if verified not in ("true", "false"):
            raise row.wrong("verified", "true/false", "true/false")
        questions = row.tables("questions")
        if len(questions) not in QUESTIONS:
            raise row.error(errors.ASKED_NUMBER, "questions", code=code, number=len(questions))
        texts = tuple(_labels(one) for one in questions)
        found[code] = Asked(code, row.labels("name"), texts, sources[source], verified == "true")
    return found


def _labels(table: strict.Table) -> Labels:
    table.only(("vi", "en"))
    return Labels(table.text("vi"), table.text("en"))


@cache
def catalogue() -> Catalogue:
    """The shipped questions."""
    return load(FILE)


def year_of(plan: Plan) -> int:
    """The last index year of the plan's score tables; the year before it was issued where it has none."""
    keys = {key for table in plan.score_tables for row in table.get("rows", []) for key in row.get("values", {})}
    years = [int(match[1]) for key in keys if (match := _YEAR.search(key))]
    return max(years, default=plan.issued_on.year - 1)


def of_task(plan: Plan, task: Task) -> list[Asked]:
    """What people are asked about the sub-dimensions a task names, or about all of its dimension; no query.

    Nothing where the framework of the plan isn't among those of 2011 to 2017.
    """
    framework = catalogue().of_year(year_of(plan))
    if framework is None or task.dimension not in ROMAN:
        return []
    dimension = ROMAN[task.dimension]
    named = [f"{dimension}.{code.rpartition('.')[2]}" for code in task.sub_dimensions]
    known = [framework.asked[code] for code in CODES if code in named]
    return known or [one for code, one in framework.asked.items() if code.startswith(f"{dimension}.")]


@dataclass(frozen=True, slots=True)
class Shown:
    """For a page: sub-dimensions by code, each with the tasks it belongs to."""

    rows: list[tuple[Asked, list[Task]]]

    @property
    def about(self) -> Labels:
        """What the words are."""
        return catalogue().about

    @property
    def sources(self) -> list[Labels]:
        """Where they are from, each once."""
        return list(dict.fromkeys(one.source for one, _ in self.rows))


def of_tasks(plan: Plan, tasks: Iterable[Task]) -> Shown | None:
    """The union over tasks of one plan; None where nothing is known; no query."""
    found: dict[str, tuple[Asked, list[Task]]] = {}
    for task in tasks:
        for one in of_task(plan, task):
            found.setdefault(one.code, (one, []))[1].append(task)
    return Shown([found[code] for code in CODES if code in found]) if found else None
