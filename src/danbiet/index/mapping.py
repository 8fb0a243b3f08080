"""Which line of a published table is which element of the framework, and which of its names is which province."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from danbiet.base.errors import ErrorCode
from danbiet.base.text import fold
from danbiet.index import findings, provinces
from danbiet.index.findings import Finding
from danbiet.index.framework import Element, Framework, Level
from danbiet.reading.scores.raw import Kind, Line, RawSheet

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CODE = re.compile(rf"(?:{'|'.join(ROMAN)})(?:\.\d{{1,2}}){{0,2}}")
_NUMBERED = re.compile(r"^(?:(?:chi so )?noi dung |dimension )?\d{1,2}(?:\.\d{1,2}){0,2} ?[:.)] ?")
_ASIDE = re.compile(r"\(%\)|\*|\(\*\)|%")
_SIGNS = re.compile(r"[^\w]+")
_SHORT = {"cnqsd": "chung nhan quyen su dung", "tdp": "to dan pho"}
_SUMMARY = re.compile(
    r"^(highest|lowest|maximum|minimum|max|min|mean|median|average|national.*|"
    r"(diem )?(cao|thap) nhat|(diem )?trung (binh|vi).*|ca nuoc|toan quoc|tong( cong)?)$"
)
_HIGHEST = re.compile(r"^(highest|maximum|max|(diem )?cao nhat)$")
# Published tables number the row of the best scores 999.
_NO_PROVINCE = "999"
# Labels of one thing share at least this much of the shorter one's words.
_ALIKE = 0.6
_CLOSE = 0.85


@dataclass(slots=True)
class Mapped:
    """A sheet with its lines as elements and its names as provinces.

    ``columns``: position in the sheet -> province's code, in order; ``summary``: position of the row of best scores.
    ``errors``: lines of standard errors (or variances) by element; ``bounds``: lines of interval ends.
    """

    sheet: RawSheet
    framework: Framework
    province_set: str
    columns: dict[int, str] = field(default_factory=dict)
    highest: int = -1
    lines: dict[str, Line] = field(default_factory=dict)
    errors: dict[str, Line] = field(default_factory=dict)
    lows: dict[str, Line] = field(default_factory=dict)
    highs: dict[str, Line] = field(default_factory=dict)
    observations: Line | None = None
    findings: list[Finding] = field(default_factory=list)

    def note(self, kind: ErrorCode, cell: str = "", element: str = "", /, **facts: object) -> None:
        """Add a finding of this sheet."""
        self.findings.append(Finding(kind, self.sheet.name, cell, element, facts))


def in_force(framework: Framework, year: int) -> dict[str, Element]:
    """The elements a framework has in a year."""
    return {code: one for code, one in framework.elements.items() if not one.blocks or one.block(year) is not None}


def is_province(text: str) -> bool:
    """Whether a text names a province of either set."""
    return any(provinces.resolve(text, one) is not None for one in provinces.SETS)


def mapped(sheet: RawSheet, framework: Framework, frameworks: Sequence[Framework]) -> Mapped:
    """A raw sheet with its names resolved, as far as they can be; what can't is a finding."""
    found = Mapped(sheet, framework, _set_of(sheet))
    _provinces(found)
    _Lines(found, frameworks).read()
    return found


def _set_of(sheet: RawSheet) -> str:
    counted = {one: sum(_resolve(names.names, one) is not None for names in sheet.provinces) for one in provinces.SETS}
    usual = provinces.set_of(sheet.year)
    return max(counted, key=lambda one: (counted[one], one == usual))


def _resolve(names: Iterable[str], province_set: str) -> provinces.Province | None:
    return next((found for name in names if (found := provinces.resolve(name, province_set)) is not None), None)


def _provinces(found: Mapped) -> None:
    sheet = found.sheet
    numbers = {one.code.lstrip("0"): one for one in provinces.provinces("63")} if found.province_set == "63" else {}
    seen: dict[str, int] = {}
    for position, one in enumerate(sheet.provinces):
        place = _resolve(one.names, found.province_set)
        if place is None:
            _no_province(found, position)
            continue
        other = numbers.get(one.number.lstrip("0"))
        if other is not None and other.code != place.code:
            found.note(findings.NUMBER_DIFFERS, one.cell, name=one.name, number=one.number, other=other.vi)
        if place.code in seen:
            before = seen[place.code]
            same = all(line.values[position] == line.values[before] for line in sheet.lines)
            kind = findings.PROVINCE_REPEATED if same else findings.PROVINCE_TWICE
            facts = {} if same else {"first": sheet.provinces[before].cell}
            found.note(kind, one.cell, name=place.vi, **facts)
            continue
        seen[place.code] = position
        found.columns[position] = place.code


def _no_province(found: Mapped, position: int) -> None:
    one = found.sheet.provinces[position]
    names = [fold(name) for name in one.names]
    if one.number == _NO_PROVINCE or any(_SUMMARY.match(name) for name in names):
        found.note(findings.SUMMARY_ROW, one.cell, name=one.name)
        if any(_HIGHEST.match(name) for name in names):
            found.highest = position
        return
    found.note(findings.UNKNOWN_PROVINCE, one.cell, name=one.name[:80])


def roman(number: str) -> str:
    """The code of an element by the number its label begins with.

    >>> roman("2"), roman("2.3"), roman("99")
    ('II', 'II.3', '99')
    """
    first, dot, rest = number.partition(".")
    return (ROMAN[int(first) - 1] if 0 < int(first) <= len(ROMAN) else first) + dot + rest


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """A label without its number, marks and signs: what is compared.

    >>> plain("1.1: Tri thức công dân*"), plain("Chỉ số nội dung 2: Công khai")
    ('tri thuc cong dan', 'cong khai')
    """
    text = _NUMBERED.sub("", fold(label).strip())
    words = _SIGNS.sub(" ", _ASIDE.sub(" ", text)).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@lru_cache(maxsize=4096)
def _names(element_names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for name in element_names if (text := plain(name))))


def names_of(element: Element) -> tuple[str, ...]:
    """All names of an element as they are compared."""
    return _names((element.vi, element.en, *element.aka))


def alike(labels: Sequence[str], element: Element) -> bool:
    """Whether a label means an element: the same words, or most of the shorter one's words."""
    for label in labels:
        mine = plain(label)
        for name in names_of(element):
            if mine == name:
                return True
            a, b = set(mine.split()), set(name.split())
            if a and b and len(a & b) / min(len(a), len(b)) >= _ALIKE:
                return True
    return False


class _Lines:
    """The lines of a sheet, read from the top: an indicator's label means one of the sub-dimension above it."""

    def __init__(self, found: Mapped, frameworks: Sequence[Framework]) -> None:
        self.found = found
        self.year = found.sheet.year
        self.elements = in_force(found.framework, self.year)
        # The nearest first: a label of the frame before or after is the likeliest mistake.
        self.others = sorted(
            (one for one in frameworks if one.key != found.framework.key), key=lambda one: abs(one.years[0] - self.year)
        )
        self.named: dict[str, list[str]] = {}
        for code, one in self.elements.items():
            if one.level is not Level.INDICATOR:
                for name in names_of(one):
                    self.named.setdefault(name, []).append(code)
        self.below: dict[str, list[Element]] = {}
        for one in self.elements.values():
            if one.level is Level.INDICATOR:
                self.below.setdefault(one.parent, []).append(one)
        self.part = ""
        self.last = ""
        self.weighted = False

    def read(self) -> None:
        """Give every line its element."""
        for line in self.found.sheet.lines:
            if line.kind is Kind.SCORE:
                self._score(line)
            elif line.kind is Kind.OBSERVATIONS:
                self.found.observations = self.found.observations or line
            else:
                self._beside(line)
        self._absent()

    def _score(self, line: Line) -> None:
        if self._is_total(line):
            if line.weighted:
                self.last, self.weighted = "", True
                self.found.note(findings.WEIGHTED, line.cell)
                return
            self._keep("total", line)
            return
        code = self._element(line)
        if code is None:
            return
        if self.elements[code].level is Level.SUB_DIMENSION:
            self.part = code
        elif self.elements[code].level is Level.DIMENSION:
            self.part = ""
        self._keep(code, line)

    def _keep(self, code: str, line: Line) -> None:
        self.last, self.weighted = code, False
        before = self.found.lines.setdefault(code, line)
        if before is not line:
            self.found.note(findings.ELEMENT_TWICE, line.cell, code, element=code, first=before.cell)

    def _is_total(self, line: Line) -> bool:
        if line.code:
            return False
        index = self.found.framework.index
        for label in line.labels:
            text = fold(label).strip()
            if text == "total" or plain(label) in names_of(self.elements["total"]):
                return True
            if index in text and (line.weighted is not None or "tong hop" in text or "score" in text):
                return True
        return False

    def _element(self, line: Line) -> str | None:
        exact = next((label for label in line.labels if _CODE.fullmatch(label) and label in self.elements), None)
        if exact is not None:
            return exact
        if line.code:
            return self._numbered(line)
        return self._by_name(line)

    def _numbered(self, line: Line) -> str | None:
        code = roman(line.code)
        bare = all(not plain(label) for label in line.labels)
        element = self.elements.get(code)
        if element is None:
            other = self._other(code, line)
            if other is not None:
                self.found.note(findings.FOREIGN_ELEMENT, line.cell, label=line.label[:100], other=other.key)
            else:
                self._unknown(line)
            self.part = code if "." in code else ""
            return None
        if not bare and not alike(line.labels, element):
            other = self._other(code, line)
            facts = {"label": line.label[:100], "element": code, "name": element.vi}
            if other is not None:
                self.found.note(findings.FOREIGN_LABEL, line.cell, code, other=other.key, **facts)
            else:
                self.found.note(findings.UNLIKE_LABEL, line.cell, code, **facts)
        return code

    def _other(self, code: str, line: Line) -> Framework | None:
        """Another framework whose element of this code has the label's name."""
        for one in self.others:
            element = one.elements.get(code)
            if element is not None and alike(line.labels, element):
                return one
        return None

    def _by_name(self, line: Line) -> str | None:
        texts = [plain(label) for label in line.labels]
        inside = self.below.get(self.part, [])
        for one in inside:
            if one.code not in self.found.lines and any(text in names_of(one) for text in texts):
                return one.code
        for text in texts:
            codes = [code for code in self.named.get(text, ()) if code not in self.found.lines]
            if codes:
                return codes[0]
        best = max(
            ((_closeness(texts, one), one.code) for one in inside if one.code not in self.found.lines),
            default=(0.0, ""),
        )
        if best[0] >= _CLOSE:
            return best[1]
        self._unknown(line)
        return None

    def _unknown(self, line: Line) -> None:
        key = self.found.framework.key
        self.found.note(findings.UNKNOWN_LABEL, line.cell, label=line.label[:100], framework=key)

    def _beside(self, line: Line) -> None:
        """A line of errors or interval ends: of the element its label numbers, else of the score before it."""
        code = self.last
        if line.code and line.kind is Kind.VARIANCE:
            code = roman(line.code)
        elif line.labels and _CODE.fullmatch(line.label):
            code = line.label
        elif line.label == "total":
            code = "total"
        if not code or self.weighted or line.weighted:
            return
        kept = {Kind.LOW: self.found.lows, Kind.HIGH: self.found.highs}.get(line.kind, self.found.errors)
        kept.setdefault(code, line)

    def _absent(self) -> None:
        for level, kind in (
            (Level.DIMENSION, findings.DIMENSION_ABSENT),
            (Level.SUB_DIMENSION, findings.PART_ABSENT),
        ):
            missing = [
                code for code, one in self.elements.items() if one.level is level and code not in self.found.lines
            ]
            if missing:
                self.found.note(kind, elements=", ".join(missing))


def _closeness(texts: Iterable[str], element: Element) -> float:
    return max((SequenceMatcher(None, text, name).ratio() for text in texts for name in names_of(element)), default=0.0)
