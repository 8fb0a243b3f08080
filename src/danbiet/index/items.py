"""How answers become indicators: a questionnaire of a year, as data (``questionnaires/*.yaml``).

Codes of questions are re-used with another meaning from year to year, so a question is known by its year and code: a
file is for the years it names and no others. The form::

    index: papi
    years: [2022]
    questionnaire: simulated            # which questionnaire, where a year has several
    codes: {unknown: 888, refused: 999, unasked: -999999}     # optional: other codes than these
    indicators:                         # by the framework's codes; each has one of question, count, difference
      I.1.1: {question: d101a, values: {1: 1, 2: 0}, unknown: 0}
      V.1.1: {count: [d501a_opt1, d501a_opt2], among: {question: d501c, is: [1]}}
      VI.4.2: {difference: [d604a, d604b], range: [-2, 2]}
      VI.2.1: {question: d602a, median: true, range: [0, 5]}

``values``: what an answer counts (an answer that isn't named is missing); without it an answer counts itself.
``unknown``, ``refused``: what these count where they are answers, not gaps ("doesn't know of it" is a no). ``count``:
how many options are ticked; "not selected" is no gap there. ``among``: who is asked; others are out of the base.
``median``: the indicator is the median over people. ``range``: the scale of the clean mode where the framework declares
none, or one for other figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from danbiet.base.errors import CodedError
from danbiet.index import asking_errors
from danbiet.law import strict

__all__ = ["Item", "Questionnaire", "questionnaire", "questionnaires", "read"]

FOLDER = Path(__file__).parent / "questionnaires"
UNKNOWN, REFUSED, UNASKED = 888.0, 999.0, -999_999.0
_ITEM = ("question", "values", "unknown", "refused", "count", "difference", "among", "median", "range")


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator's answers. ``columns``: one, the options that are counted, or two of which the second is taken off.

    ``shares``: what it counts is 0 or 1, so that its mean is a share.
    """

    code: str
    columns: tuple[str, ...]
    kind: str = "question"
    values: Mapping[float, float] = field(default_factory=dict)
    counts: Mapping[float, float] = field(default_factory=dict)
    among: str = ""
    asked: tuple[float, ...] = ()
    median: bool = False
    scale: tuple[float, float] | None = None

    @property
    def shares(self) -> bool:
        """Whether every person counts 0 or 1."""
        counted = {*self.values.values(), *self.counts.values()}
        return self.kind == "question" and bool(self.values) and counted <= {0.0, 1.0}


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire: ``gaps`` are the codes that are no answers."""

    index: str
    key: str
    years: tuple[int, ...]
    gaps: tuple[float, ...]
    items: Mapping[str, Item]

    def columns(self) -> tuple[str, ...]:
        """The columns of a file that are read."""
        found = [name for item in self.items.values() for name in (*item.columns, item.among) if name]
        return tuple(dict.fromkeys(found))


def questionnaires(index: str = "papi") -> tuple[Questionnaire, ...]:
    """All that ship with the program."""
    return tuple(one for one in _load(FOLDER) if one.index == index)


def questionnaire(index: str, year: int, key: str = "") -> Questionnaire:
    """The questionnaire of a year, by its key where there are several. CodedError IDX-301."""
    found = [one for one in questionnaires(index) if year in one.years and key in ("", one.key)]
    if len(found) != 1:
        known = ", ".join(f"{one.key} ({', '.join(map(str, one.years))})" for one in questionnaires(index)) or "∅"
        raise CodedError(asking_errors.NO_QUESTIONNAIRE, index=index, year=year, known=known)
    return found[0]


@cache
def _load(folder: Path) -> tuple[Questionnaire, ...]:
    return tuple(read(path) for path in sorted(folder.glob("*.yaml")))


def read(path: Path) -> Questionnaire:
    """A file of this form. CodedError LAW-001 to LAW-005 with the line, or IDX-302 for an indicator nobody knows."""
    from danbiet.index import catalogue

    whole = strict.read(path)
    whole.only(("index", "years", "questionnaire", "indicators"), ("codes",))
    years = tuple(int(one) for one in whole.numbers("years"))
    codes = {"unknown": UNKNOWN, "refused": REFUSED, "unasked": UNASKED}
    if "codes" in whole:
        written = whole.table("codes")
        written.only((), tuple(codes))
        codes |= {name: written.number(name) for name in codes if name in written}
    elements = [catalogue.of_year(whole.text("index"), year).elements for year in years]
    items = {}
    for code, row in whole.table("indicators").items():
        if not all(code in known for known in elements):
            raise row.error(asking_errors.UNKNOWN_ITEM, code=code, years=", ".join(map(str, years)))
        items[code] = _item(code, row, codes)
    return Questionnaire(whole.text("index"), whole.text("questionnaire"), years, tuple(codes.values()), items)


def _item(code: str, row: strict.Table, codes: Mapping[str, float]) -> Item:
    row.only((), _ITEM)
    kinds = [name for name in ("question", "count", "difference") if name in row]
    if len(kinds) != 1:
        raise row.error(asking_errors.ONE_SOURCE, kinds[0] if kinds else "", code=code)
    kind = kinds[0]
    columns = (row.text(kind),) if kind == "question" else tuple(row.texts(kind))
    if kind == "difference" and len(columns) != 2:
        raise row.wrong(kind, "hai câu hỏi", "two questions")
    values = {}
    if "values" in row:
        table = row.table("values")
        values = {_number(name, table): table.number(name) for name in table.nodes}
    among: str = ""
    asked: tuple[float, ...] = ()
    if "among" in row:
        base = row.table("among")
        base.only(("question", "is"))
        among, asked = base.text("question"), tuple(base.numbers("is"))
    scale: tuple[float, float] | None = None
    if "range" in row:
        ends = row.numbers("range")
        if len(ends) != 2 or ends[0] >= ends[1]:
            raise row.wrong("range", "[thấp, cao]", "[low, high]")
        scale = (ends[0], ends[1])
    counts = {codes[name]: row.number(name) for name in ("unknown", "refused") if name in row}
    return Item(code, columns, kind, values, counts, among, asked, row.flag("median"), scale)


def _number(name: str, row: strict.Table) -> float:
    try:
        return float(name)
    except ValueError:
        raise row.wrong(name, "mã câu trả lời là số", "an answer's code, a number") from None
