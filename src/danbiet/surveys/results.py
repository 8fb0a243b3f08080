"""What came out of an estimate: figures by measure and domain, and all one must know to judge them. No answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from danbiet.index import provinces
from danbiet.stats.survey.measures import Measure, Proportion, Total, name_of

if TYPE_CHECKING:
    from danbiet.index.respondents import IndexEstimate
    from danbiet.stats.survey.estimate import Estimates

LEAST = 15
Values = Mapping[str, Mapping[str, str]]
SHARE, PLAIN, PEOPLE, SCORE = "share", "plain", "people", "score"


class Cell(NamedTuple):
    """A figure; all but ``n`` are None where it is suppressed or there is none. ``thin``: what in it few answered."""

    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int
    df: int | None
    deff: float | None
    thin: tuple[str, ...] = ()

    @property
    def suppressed(self) -> bool:
        """Whether it isn't shown because too few answered."""
        return self.n < LEAST


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with a cell a domain. ``kind`` says how its figures are written, ``basis`` by which rule it is made."""

    name: str
    label_vi: str
    label_en: str
    kind: str
    cells: tuple[Cell, ...]
    basis: str = ""

    def label(self, language: str) -> str:
        """What is measured, in "vi" or "en"."""
        return self.label_en if language == "en" else self.label_vi


@dataclass(frozen=True, slots=True)
class Made:
    """A result. ``domains``: the values of ``by`` of each, ``labels``: the same in words; ``facts``: what else it was
    made by (of an index: which, year, mode, anchors, what the questionnaire doesn't cover).
    """

    file: str
    digest: str
    people: int
    simulated: bool
    design: Mapping[str, Any]
    by: tuple[str, ...]
    domains: tuple[tuple[Any, ...], ...]
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    level: float
    engine: str
    seconds: float
    facts: Mapping[str, Any]

    def to_json(self, language: str = "vi") -> dict[str, Any]:
        """For machines: one object a figure."""
        return {
            "file": {"name": self.file, "sha256": self.digest, "people": self.people},
            "simulated": self.simulated,
            "design": dict(self.design),
            "by": list(self.by),
            "level": self.level,
            "least": LEAST,
            "engine": self.engine,
            "seconds": round(self.seconds, 3),
            **self.facts,
            "estimates": list(self._figures(language)),
        }

    def _figures(self, language: str) -> Iterator[dict[str, Any]]:
        for place, domain in enumerate(self.domains):
            for line in self.lines:
                cell = line.cells[place]
                more = {"basis": line.basis, "thin": list(cell.thin)} if line.basis else {}
                yield {
                    "measure": line.name,
                    "label": line.label(language),
                    "domain": dict(zip(self.by, domain, strict=True)),
                    **({"group": self.labels[place]} if self.by else {}),
                    **{name: getattr(cell, name) for name in ("value", "se", "low", "high", "n", "df", "deff")},
                    "suppressed": cell.suppressed,
                    **more,
                }


def domain_label(by: Sequence[str], domain: Sequence[Any], values: Values) -> str:
    """A domain in words: values by their labels, a province by its name, else column and value.

    >>> domain_label(["tinh", "khuvuc"], [96, 1.0], {"khuvuc": {"1": "thành thị"}}), domain_label(["a"], [2], {})
    ('Cà Mau, thành thị', 'a 2')
    """
    return ", ".join(_said(column, value, values.get(column, {})) for column, value in zip(by, domain, strict=True))


def _said(column: str, value: Any, labels: Mapping[str, str]) -> str:
    text = plain(value)
    if text in labels:
        return labels[text]
    if column == "tinh":
        for one in provinces.provinces("63"):
            if one.code == text.zfill(2):
                return one.vi
    return f"{column} {text}"


def plain(value: Any) -> str:
    """A value as text, a whole number without its point."""
    whole = isinstance(value, float) and value == int(value)
    return str(int(value) if whole else value).strip()


def lines_of(
    found: Estimates, measures: Sequence[Measure], labels: Mapping[str, str]
) -> tuple[list[tuple[Any, ...]], list[Line]]:
    """The domains and lines of plain estimates; ``labels``: what a file says of its columns."""
    domains, cells = _collected(found.by, found)
    lines = []
    for one in measures:
        share, people = isinstance(one, Proportion), isinstance(one, Total)
        kind = SHARE if share else PEOPLE if people else PLAIN
        name = name_of(one)
        label = labels.get(name, name)
        lines.append(Line(name, label, label, kind, tuple(cells[name])))
    return domains, lines


def lines_of_index(found: IndexEstimate) -> tuple[list[tuple[Any, ...]], list[Line]]:
    """The domains and lines of an index."""
    domains, cells = _collected(found.by, found.scores)
    basis = {one.code: one.basis.value for one in found.scores}
    lines = []
    for code, column in cells.items():
        element = found.framework.elements[code]
        kind = SHARE if element.unit == "share" else SCORE
        lines.append(Line(code, element.vi, element.name("en"), kind, tuple(column), basis[code]))
    return domains, lines


def _collected(by: Sequence[str], figures: Any) -> tuple[list[tuple[Any, ...]], dict[str, list[Cell]]]:
    domains: dict[tuple[Any, ...], None] = {}
    cells: dict[str, list[Cell]] = {}
    for one in figures:
        domains[tuple(one.domain[name] for name in by)] = None
        thin = tuple(getattr(one, "thin", ()))
        name = getattr(one, "measure", None) or one.code
        cell = Cell(one.value, one.se, one.low, one.high, one.n, one.df, getattr(one, "deff", None), thin)
        if cell.suppressed:
            # Whatever the call allowed: below 15 answers nothing but their number is kept.
            cell = Cell(None, None, None, None, one.n, None, None, thin)
        cells.setdefault(name, []).append(cell)
    return list(domains), cells
