"""The prose of a plan: causes, objectives, requirements, solutions, organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from danbiet.reading.blocks import Line
from danbiet.reading.plan import facts
from danbiet.reading.plan.columns import ROMAN
from danbiet.reading.plan.draft import Statement
from danbiet.reading.plan.folding import key_of, likeness, says

_LEVEL_1 = re.compile(r"^(?:(?:Phần|PHẦN|Mục|MỤC)\s+)?([IVX]+)(?:[.):/]|\s*[-–])\s+(\S.*)$")
_LEVEL_2 = re.compile(r"^(\d{1,2})[.)/]\s+(\S.*)$")
_BULLET = re.compile(r"^[-–•]\s*")
_SUB_BULLET = re.compile(r"^\+\s*")
_QUOTED = re.compile(r"[“\"«']\s*(.+?)\s*[”\"»']")
_SIGNED = re.compile(r"^(?:(?:TM|KT|TL|TUQ|Q)\. ?)?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|ỦY BAN NHÂN DÂN)")
_END = (".", ";", ":", "!", "?", "./.", "…", "”", '"', ",")
_SECTIONS = (
    ("causes", ("nguyen nhan",)),
    ("requirements", ("yeu cau",)),
    ("objectives", ("muc tieu", "muc dich")),
    ("solutions", ("nhiem vu va giai phap", "nhiem vu, giai phap", "nhiem vu giai phap", "noi dung thuc hien")),
    ("organisation", ("to chuc thuc hien",)),
    ("evaluation", ("danh gia ket qua", "danh gia thuc trang", "ket qua papi", "thuc trang")),
)


@dataclass(slots=True)
class Part:
    """A statement being collected."""

    lines: list[Line]
    number: int | None = None
    dimension: str = ""
    items: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Prose:
    """Statements by section, and the paragraphs of the evaluation (for its claims)."""

    parts: dict[str, list[Part]] = field(default_factory=dict)
    evaluation: list[Line] = field(default_factory=list)
    closing: str = ""
    seen: set[str] = field(default_factory=set)

    def statements(self, section: str) -> tuple[Statement, ...]:
        """The section's statements with the facts found in them."""
        return tuple(_statement(section, part) for part in self.parts.get(section, []))


def read_prose(lines: list[Line], dimensions: dict[str, str]) -> Prose:
    """Walk the paragraphs outside the tables; ``dimensions``: code -> name, to know which one a solution is for."""
    found = Prose()
    section, dimension = "", ""
    for line in lines:
        named = _section_of(line, section)
        if named:
            section, dimension = named, ""
            found.seen.add(named)
            continue
        if section == "solutions" and _is_heading(line):
            dimension = dimension_of(line.text, dimensions) or dimension
            continue
        if _ends(line, section):
            section = "end"
        if section == "evaluation" or (section == "" and not found.parts):
            found.evaluation.append(line)
        if section not in ("", "evaluation", "end"):
            _add(found, section, line, dimension)
            section = "end" if found.closing else section
    return found


def _ends(line: Line, section: str) -> bool:
    """The prose ends where the signature or the recipients begin."""
    if section != "organisation":
        return False
    return key_of(line.text).startswith("noi nhan") or bool(_SIGNED.match(line.text))


def _is_heading(line: Line) -> bool:
    text = line.text
    if _LEVEL_1.match(text) and text.upper() == text:
        return True
    match = _LEVEL_2.match(text)
    return line.heading or bool(match and len(text) < 120 and not text.endswith((".", ";", ",")))


def _section_of(line: Line, current: str) -> str:
    """The section a heading opens; "" for any other line."""
    numbered = _LEVEL_1.match(line.text) or _LEVEL_2.match(line.text)
    if not numbered or not _is_heading(line):
        return ""
    top = bool(_LEVEL_1.match(line.text)) and numbered[1] in ROMAN
    title = numbered[2]
    if not top and current in ("solutions", "organisation"):
        return ""
    for section, phrases in _SECTIONS:
        if section == "requirements" and says(title, "muc tieu", "muc dich"):
            continue
        if says(title, *(key_of(phrase) for phrase in phrases)):
            return section
    return ""


def dimension_of(text: str, dimensions: dict[str, str]) -> str:
    """The dimension a heading names in quotation marks, or as a whole; "" if none is near."""
    quoted = _QUOTED.search(text)
    name = quoted[1] if quoted else re.sub(r"^\d+[.)/]\s*(?:Đối với )?(?:nội dung)?\s*", "", text)
    best = max(dimensions, key=lambda code: likeness(dimensions[code], name), default="")
    return best if best and likeness(dimensions[best], name) >= 0.7 else ""


def _add(found: Prose, section: str, line: Line, dimension: str) -> None:
    parts = found.parts.setdefault(section, [])
    number = _LEVEL_2.match(line.text)
    if section == "organisation" and number:
        parts.append(Part([line], int(number[1])))
    elif _SUB_BULLET.match(line.text) and parts:
        parts[-1].items.append(_SUB_BULLET.sub("", line.text))
    elif _BULLET.match(line.text):
        if section == "organisation" and parts:
            parts[-1].items.append(_BULLET.sub("", line.text))
        else:
            parts.append(Part([line], None, dimension))
    elif parts and _goes_on(parts[-1], line):
        _append(parts[-1], line)
    elif section == "organisation" and parts:
        found.closing = line.text


def _goes_on(part: Part, line: Line) -> bool:
    """A paragraph that a turned page cut in two: no end before, no capital after."""
    before = part.items[-1] if part.items else part.lines[-1].text
    return not before.endswith(_END) and line.text[:1].islower()


def _append(part: Part, line: Line) -> None:
    if part.items:
        part.items[-1] = f"{part.items[-1]} {line.text}"
    else:
        part.lines.append(line)


def _statement(section: str, part: Part) -> Statement:
    text = " ".join(line.text for line in part.lines)
    text = _BULLET.sub("", text)
    if part.number is not None:
        text = _LEVEL_2.sub(r"\2", text)
    at = part.lines[0].at
    found: dict[str, object] = {}
    if section == "solutions":
        found = {"dimension": part.dimension or None}
    elif section == "objectives":
        found = {"targets": facts.targets(text)}
    elif section == "organisation":
        found = {"number": part.number, **facts.organisation(text, at)}
    return Statement(text, at, found, tuple(part.items))
