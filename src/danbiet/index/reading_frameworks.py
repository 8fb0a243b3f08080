"""A framework's file into elements, strictly: what isn't in the form is refused with file, line and key.

The form of ``papi-2018.yaml`` (the name is the framework's key: index, hyphen, first year)::

    index: papi
    extends: papi-2018                    # optional: its elements, with the changes below
    name: {vi: ..., en: ...}
    years: [2018]
    open: true                            # optional: goes on after the last year
    adds: false                           # optional: an element is the mean of its parts, not their sum
    source: ...
    drop: [V.2]                           # of the framework it extends: the element and all below it
    elements:                             # by code; of an extended framework only the keys that change
      I.1:
        concept: civic-knowledge          # what is measured, whatever its code
        vi: ...
        en: ...
        range: [0.25, 2.5]                # the declared scale, where there is one
        formulas:                         # years: this framework's and of those that extend it
          - years: [2018, 2019]
            constant: 0.25
            terms: {I.1.1: 0.375, I.1.2: [-0.375, 1, 4], I.1.3: [0.375, min, max]}
            tolerance: {2018: 0.05, 2019: 0.04}   # absent: exact
            outside: true                 # optional: it leaves the declared scale, as published
        scales: {2021: [0.33, 1.0725]}    # from a year on, what a score is normalised by, where that isn't the range
        breaks: {2018: {kind: method, vi: ..., en: ..., sure: false}}
        relative: true                    # optional: comparable with no other year
        years: [2023]                     # optional: only these of the framework's years
        sign: "+"                         # of an indicator: +, -, 0 (published, not scored) or ? (not known)
        unit: share                       # of an indicator
        aka: [...]                        # other labels in published tables
        note: {vi: ..., en: ...}
        verified: false                   # optional: recalled, not read

A term is a weight, or weight, low and high; low and high are 0 and 1, or the year's least and greatest province
(``min``, ``max``). A negative weight takes the indicator the other way round.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from danbiet.base.text import nfc
from danbiet.index import errors
from danbiet.index.framework import Break, BreakKind, Element, Formula, Level, Term
from danbiet.law.strict import Table, read

__all__ = ["TOTAL", "Draft", "order", "read_framework"]

TOTAL = "total"
# What a formula verified to the last digit of single precision leaves.
EXACT = 2.5e-7
# Declared scales are rounded: 0.33 to 3.33 for a third of 1 to 10.
ROUNDED = 0.021
SIGNS = {"+": 1, "-": -1, "0": 0, "?": None}
UNITS = ("share", "points", "percent", "thousand-vnd", "km", "minutes", "")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CODE = re.compile(rf"(?:{'|'.join(_ROMAN)})(?:\.[1-9]\d?){{0,2}}")
_CONCEPT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LEVELS = (Level.DIMENSION, Level.SUB_DIMENSION, Level.INDICATOR)
_REQUIRED = ("concept", "vi", "en")
_OPTIONAL = (
    "range", "formulas", "scales", "breaks", "relative", "years", "sign", "unit", "aka", "note", "verified",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A file as read: its head, its elements without comparability blocks, and where each stands."""

    index: str
    key: str
    years: tuple[int, ...]
    vi: str
    en: str
    source: str
    open: bool
    adds: bool
    elements: dict[str, Element]
    tables: dict[str, Table]
    head: Table


def order(code: str) -> tuple[int, ...]:
    """A key that puts the total first, then I, I.1, I.1.1, I.1.2, I.2, II."""
    if code == TOTAL:
        return ()
    first, *rest = code.split(".")
    return (_ROMAN.index(first) + 1, *(int(one) for one in rest))


def read_framework(path: Path, known: dict[Path, Draft] | None = None) -> Draft:
    """A framework's file with the one it extends merged in. Every fault is a coded error at its place.

    ``known``: files read before, which this one joins.
    """
    known = {} if known is None else known
    if path not in known:
        known[path] = _read(path, known)
    return known[path]


def _read(path: Path, known: dict[Path, Draft]) -> Draft:
    head = read(path)
    head.only(("index", "name", "years", "source", "elements"), ("extends", "open", "adds", "drop"))
    index = head.text("index")
    if not re.fullmatch(rf"{re.escape(index)}-\d{{4}}", path.stem):
        raise head.wrong("index", f"phần đầu của tên tệp «{path.name}»", f"what `{path.name}` begins with")
    years = _years(head)
    tables = _tables(head, path, known)
    elements = {code: _element(code, tables, years, head.flag("open")) for code in sorted(tables, key=order)}
    _unique(elements, tables)
    draft = Draft(
        index, path.stem, years, head.labels("name").vi, head.labels("name").en, head.text("source"),
        head.flag("open"), head.flag("adds", default=True), elements, tables, head,
    )  # fmt: skip
    _check_sums(draft)
    return draft


def _years(table: Table) -> tuple[int, ...]:
    found = table.numbers("years")
    whole = tuple(int(one) for one in found)
    if list(whole) != found or any(after <= before for before, after in pairwise(whole)):
        raise table.wrong("years", "các năm theo thứ tự", "years in order")
    return whole


def _tables(head: Table, path: Path, known: dict[Path, Draft]) -> dict[str, Table]:
    """The table of every element, those of an extended framework overlaid with the changes."""
    own = dict(head.table("elements").items())
    base: dict[str, Table] = {}
    if "extends" in head:
        key = head.text("extends")
        other = path.with_name(f"{key}.yaml")
        if not other.is_file():
            raise head.error(errors.UNKNOWN_FRAMEWORK, "extends", key=key, known=path.parent.name)
        base = dict(read_framework(other, known).tables)
        for code in head.texts("drop") if "drop" in head else []:
            if code not in base:
                raise head.error(errors.UNKNOWN_ELEMENT, "drop", code=code, base=key)
            base = {one: row for one, row in base.items() if one != code and not one.startswith(f"{code}.")}
    elif "drop" in head:
        raise head.error(errors.UNKNOWN_ELEMENT, "drop", code=head.texts("drop")[0], base="extends")
    for code, row in own.items():
        if code != TOTAL and not _CODE.fullmatch(code):
            raise head.table("elements").wrong(code, "mã (total, I, I.1, I.1.1)", "a code (total, I, I.1, I.1.1)")
        row.only(() if code in base else _REQUIRED, (*_REQUIRED, *_OPTIONAL))
        base[code] = _overlaid(base[code], row) if code in base else row
    for code, row in own.items():
        if code != TOTAL and _parent(code) not in base:
            raise row.error(errors.UNKNOWN_PARENT, code=code, parent=_parent(code))
    if TOTAL not in base:
        raise head.table("elements").error(errors.UNKNOWN_PARENT, code="I", parent=TOTAL)
    # Breaks and years are of one framework only.
    return {code: row if code in own else _without(row, "breaks", "years") for code, row in base.items()}


def _parent(code: str) -> str:
    return "" if code == TOTAL else code.rpartition(".")[0] or TOTAL


def _overlaid(below: Table, above: Table) -> Table:
    made = copy.copy(above)
    made.nodes = {**_without(below, "breaks", "years").nodes, **above.nodes}
    return made


def _without(table: Table, *names: str) -> Table:
    made = copy.copy(table)
    made.nodes = {name: node for name, node in table.nodes.items() if name not in names}
    return made


def _element(code: str, tables: dict[str, Table], years: tuple[int, ...], goes_on: bool) -> Element:
    row = tables[code]
    level = Level.TOTAL if code == TOTAL else _LEVELS[code.count(".")]
    if not _CONCEPT.fullmatch(row.text("concept")):
        raise row.wrong("concept", "chữ thường nối bằng gạch ngang", "lower-case words joined by hyphens")
    low, high = _pair(row, "range") if "range" in row else (None, None)
    own = _own_years(row, code, years)
    note = row.labels("note") if "note" in row else None
    return Element(
        code=code, level=level, concept=row.text("concept"), vi=nfc(row.text("vi")), en=row.text("en"),
        low=low, high=high, sign=_sign(row, level), parent=_parent(code), unit=_unit(row, level),
        blocks=dict.fromkeys(own, ""), formulas=_formulas(row, code, tables, years),
        aka=tuple(nfc(one) for one in row.texts("aka")) if "aka" in row else (),
        breaks=_breaks(row, code, own), scales=_scales(row), relative=row.flag("relative"),
        open=goes_on and own[-1] == years[-1], verified=row.flag("verified", default=True),
        note_vi=note.vi if note else "", note_en=note.en if note else "",
    )  # fmt: skip


def _own_years(row: Table, code: str, years: tuple[int, ...]) -> tuple[int, ...]:
    if "years" not in row:
        return years
    own = _years(row)
    for year in own:
        _inside(row, "years", code, year, years)
    return own


def _inside(row: Table, name: str, code: str, year: int, years: Iterable[int]) -> None:
    if year not in years:
        shown = ", ".join(str(one) for one in years)
        raise row.error(errors.YEAR_OUTSIDE, name, code=code, year=year, years=shown)


def _pair(row: Table, name: str) -> tuple[float, float]:
    found = row.numbers(name)
    if len(found) != 2 or found[0] >= found[1]:
        raise row.wrong(name, "[thấp, cao]", "[low, high]")
    return found[0], found[1]


def _sign(row: Table, level: Level) -> int | None:
    if "sign" not in row:
        return 1
    found = row.written("sign")
    if found not in SIGNS or level is not Level.INDICATOR:
        raise row.wrong("sign", "+, -, 0 hoặc ? của một chỉ tiêu", "+, -, 0 or ? of an indicator")
    return SIGNS[found]


def _unit(row: Table, level: Level) -> str:
    found = row.text("unit") if "unit" in row else ""
    if found not in UNITS or (found and level is not Level.INDICATOR):
        raise row.wrong("unit", f"một trong {', '.join(UNITS[:-1])}", f"one of {', '.join(UNITS[:-1])}")
    return found


def _scales(row: Table) -> dict[int, tuple[float, float]]:
    if "scales" not in row:
        return {}
    table = row.table("scales")
    return {_year(table, name): _pair(table, name) for name in table.nodes}


def _year(table: Table, name: str) -> int:
    if not re.fullmatch(r"\d{4}", name):
        raise table.wrong(name, "năm", "a year")
    return int(name)


def _breaks(row: Table, code: str, years: tuple[int, ...]) -> tuple[Break, ...]:
    found = []
    for name, one in row.table("breaks").items() if "breaks" in row else ():
        year = _year(row.table("breaks"), name)
        _inside(row.table("breaks"), name, code, year, years)
        one.only(("kind", "vi", "en"), ("sure",))
        kind = one.text("kind")
        if kind not in (BreakKind.METHOD, BreakKind.RESCALED):
            raise one.wrong("kind", "method hoặc rescaled", "method or rescaled")
        found.append(Break(year, BreakKind(kind), one.text("vi"), one.text("en"), one.flag("sure", default=True)))
    return tuple(sorted(found, key=lambda one: one.year))


def _formulas(row: Table, code: str, tables: dict[str, Table], years: tuple[int, ...]) -> tuple[Formula, ...]:
    """The formulas of an element, one for each tolerance; those of other years than the framework's left out."""
    found = []
    for one in row.tables("formulas") if "formulas" in row else []:
        one.only(("years", "constant", "terms"), ("tolerance", "outside"))
        terms = tuple(_term(one, name, code, tables) for name in one.table("terms").nodes)
        constant = one.number("constant")
        _check_scale(row, one, code, constant, terms)
        held = _years(one)
        for tolerance, of in _tolerances(one, code, held).items():
            kept = tuple(year for year in of if year in years)
            if kept:
                exact = "tolerance" not in one
                found.append(Formula(constant, terms, exact, EXACT if exact else tolerance, kept))
    return tuple(found)


def _tolerances(row: Table, code: str, years: tuple[int, ...]) -> dict[float, list[int]]:
    found: dict[float, list[int]] = {}
    if "tolerance" not in row:
        return {EXACT: list(years)}
    table = row.table("tolerance")
    for name in table.nodes:
        _inside(table, name, code, _year(table, name), years)
    table.only([str(year) for year in years])
    for year in years:
        found.setdefault(table.number(str(year)), []).append(year)
    return found


def _term(row: Table, name: str, code: str, tables: dict[str, Table]) -> Term:
    terms = row.table("terms")
    # Mostly an indicator of the sub-dimension itself; 8.1 of 2023 counts one that is printed under 8.3.
    if name not in tables or name.count(".") != 2:
        raise terms.error(errors.UNKNOWN_TERM, name, code=code, term=name)
    if terms.nodes[name].id != "sequence":
        weight = terms.number(name)
        return Term(name, abs(weight), reverse=weight < 0)
    if [str(one.value) for one in terms.nodes[name].value[1:]] == ["min", "max"]:
        weight = _weight(terms, name)
        return Term(name, abs(weight), reverse=weight < 0, relative=True)
    numbers = terms.numbers(name)
    if len(numbers) != 3 or numbers[1] >= numbers[2]:
        raise terms.wrong(name, "[trọng số, thấp, cao]", "[weight, low, high]")
    return Term(name, abs(numbers[0]), numbers[1], numbers[2], numbers[0] < 0)


def _weight(terms: Table, name: str) -> float:
    try:
        return float(str(terms.nodes[name].value[0].value))
    except ValueError:
        raise terms.wrong(name, "[trọng số, min, max]", "[weight, min, max]") from None


def _check_scale(row: Table, formula: Table, code: str, constant: float, terms: tuple[Term, ...]) -> None:
    """A formula with its indicators between their ends stays on the declared scale, unless it says otherwise."""
    low, high = _pair(row, "range")
    top = constant + sum(term.weight for term in terms)
    if not formula.flag("outside") and (constant < low - ROUNDED or top > high + ROUNDED):
        raise formula.error(
            errors.OUTSIDE_THE_SCALE, "terms", code=code, low=f"{constant:g}", high=f"{top:g}",
            stated=f"{low:g}-{high:g}",
        )  # fmt: skip


def _unique(elements: dict[str, Element], tables: dict[str, Table]) -> None:
    seen: dict[str, str] = {}
    for code, one in elements.items():
        other = seen.setdefault(one.concept, code)
        if other != code:
            raise tables[code].error(errors.CONCEPT_TWICE, "concept", code=code, other=other, concept=one.concept)


def _check_sums(draft: Draft) -> None:
    """The scales of an element's parts add up to its own (or each is its own, where it is their mean)."""
    for code, one in draft.elements.items():
        parts = [part for part in draft.elements.values() if part.parent == code and part.level is not Level.INDICATOR]
        if not parts or one.low is None or one.high is None:
            continue
        lows = [part.low for part in parts if part.low is not None]
        highs = [part.high for part in parts if part.high is not None]
        share = 1 if draft.adds else len(parts)
        low, high = sum(lows) / share, sum(highs) / share
        slack = ROUNDED * len(parts)
        if len(lows) < len(parts) or abs(low - one.low) > slack or abs(high - one.high) > slack:
            raise draft.tables[code].error(
                errors.PARTS_DO_NOT_ADD_UP, "range", code=code, stated=f"{one.low:g}-{one.high:g}",
                found=f"{low:g}-{high:g}",
            )  # fmt: skip
