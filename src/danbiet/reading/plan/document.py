"""What a document says of itself: number, date, issuer, title, signature, recipients, references."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danbiet.base.dates import office_day
from danbiet.reading.blocks import Line, Place
from danbiet.reading.plan import designations
from danbiet.reading.plan.doubts import doubt
from danbiet.reading.plan.draft import Document, Doubt, Named
from danbiet.reading.plan.folding import folded, key_of
from danbiet.reading.plan.references import read_references

_NUMBER = re.compile(r"[Ss]ố\s*:?\s*(\d{1,5})\s*/\s*(KH\s*-\s*[A-ZĐ][A-ZĐ.\-]*)")
_COMES_WITH = re.compile(r"kèm theo\s+(?:Kế hoạch|KẾ HOẠCH)\s+[Ss]ố", re.IGNORECASE)
_DATE = re.compile(r"ng[àa]y\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PLACE_DATE = re.compile(r"^\s*([^,]{2,40}),\s*ng[àa]y\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^(?:(TM|KT|TL|TUQ|Q)\.\s*)?((?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|ỦY BAN NHÂN DÂN.*?))"
    r"(?:\s+((?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC)))?$"
)
_TITLE_WORDS = re.compile(r"\b(?:NƠI NHẬN|ĐÃ KÝ|BẢNG|PHỤ LỤC|KẾ HOẠCH)\b")
_NAME = re.compile(r"^(?:(?:PGS|GS|TS|ThS|BS)\.?\s*)*\w+(?:\s+\w+){1,5}$")
# What follows a title: a section, a ground, a bracket that says what it comes with, an addressee.
_TITLE_ENDS = re.compile(
    r"^(?:[IVX]+(?:[.):/]|\s*[-–]\s)|Căn cứ|Thực hiện|Theo |Nhằm |Để |Kính gửi|\(|\d+\.|[-–+•])\s*"
    r"|^(?:PHẦN|Phần|CHƯƠNG|Chương)\s"
)
_SENTENCE_END = (".", ";", ":", "!", "?")
_PLACE = re.compile(r"\b(?:tỉnh|thành phố|TP\.)\s+\S", re.IGNORECASE)
LONGEST_TITLE_LINE = 120
_BULLET = re.compile(r"^[-–•+]\s*(?=\S)")
_PROVINCE = re.compile(r"(tỉnh|thành phố)\s+((?:[A-ZĐÀ-Ỹ]\w*(?:\s*-\s*)?\s?){1,4})")


@dataclass(slots=True)
class Head:
    """The document with what was doubtful about it."""

    document: Document
    doubts: list[Doubt] = field(default_factory=list)


def read_document(lines: list[Line], everything: list[Line], closing: str) -> Head:
    """Read the document's own data out of its paragraphs; ``everything``: those in its tables too."""
    doubts: list[Doubt] = []
    title_at, title = _title(lines)
    number, number_at, in_head = _number(lines, title_at)
    day = _date(lines, number_at, doubts)
    signer, signature = _signature(lines)
    if number and not in_head:
        doubts.append(doubt("READ-120", number_at, number=number, source=number_at.render()))
    for what, value in (("số", number), ("ngày", day), ("người ký", signer)):
        if value is None and not any(found.code == "READ-121" for found in doubts):
            doubts.append(doubt("READ-122", lines[0].at if lines else Place(), what=what))
    references = read_references(everything, number)
    recipients = _recipients(lines)
    for entry in recipients:
        pairs = designations.misread(entry.text) if entry.designation else []
        doubts += [doubt("READ-130", entry.at, wrong=wrong, right=right, count="") for wrong, right in pairs]
    document = Document(
        number=number,
        date=day,
        issuer=_issuer(lines, title, number),
        signer=signer,
        signature=signature,
        title=title,
        recipients=tuple(recipients),
        references=references,
        closing=closing,
        number_at=number_at,
        number_in_head=in_head,
    )
    return Head(document, doubts)


def _title(lines: list[Line]) -> tuple[int, str]:
    """Index and text of the abstract: what stands under "KẾ HOẠCH" until the first section."""
    for index, line in enumerate(lines):
        if key_of(line.text) == "ke hoach" or re.match(r"^KẾ HOẠCH\s+\S", line.text):
            rest = line.text[len("KẾ HOẠCH") :].strip() if key_of(line.text) != "ke hoach" else ""
            parts = [rest] if rest else []
            for following in lines[index + 1 : index + 6]:
                if _TITLE_ENDS.match(following.text) or len(following.text) > 400:
                    break
                if parts and not _unfinished(parts[-1], following):
                    break
                parts.append(following.text)
            return index, " ".join(parts)
    return -1, ""


def _unfinished(before: str, after: Line) -> bool:
    """Whether a title goes on: in mid-sentence, or in a further short line that ends as no sentence does."""
    if after.text[:1].islower() or before.endswith((",", " và")):
        return True
    return (
        len(after.text) <= LONGEST_TITLE_LINE
        and not before.endswith((*_SENTENCE_END, ")"))
        and not after.text.endswith(_SENTENCE_END)
    )


def _number(lines: list[Line], title_at: int) -> tuple[str | None, Place, bool]:
    """The document's own number: at its head, else where the annex says which plan it came with."""
    for index, line in enumerate(lines):
        match = _NUMBER.search(line.text)
        if match is None:
            continue
        symbol = re.sub(r"\s", "", match[2]).rstrip(".-")
        number = f"{match[1]}/{symbol}"
        if index <= max(title_at, 8):
            return number, line.at, True
        if _COMES_WITH.search(line.text):
            return number, line.at, False
    return None, Place(), True


def _date(lines: list[Line], number_at: Place, doubts: list[Doubt]) -> date | None:
    """The day at the head; held against the annex, where it says one."""
    head = next(((m, line) for line in lines if (m := _PLACE_DATE.match(line.text))), None)
    annex = next(((m, line) for line in lines if line.at == number_at and (m := _DATE.search(line.text))), None)
    if head is None and annex is None:
        return None
    days = {}
    for name, pair in (("head", head), ("annex", annex)):
        if pair is not None:
            match, line = pair
            try:
                days[name] = date(*(int(part) for part in match.groups()[-3:][::-1]))
            except ValueError:
                doubts.append(doubt("READ-121", line.at, text=match[0].strip()))
    if len(days) == 2 and days["head"] != days["annex"] and head is not None:
        facts: dict[str, Any] = {name: office_day(day) for name, day in days.items()}
        doubts.append(doubt("READ-123", head[1].at, **facts))
    return days.get("head") or days.get("annex")


def _issuer(lines: list[Line], title: str, number: str | None) -> str | None:
    """The issuing committee: as its name stands at the head, else by the symbol and the province of the title."""
    for index, line in enumerate(lines[:8]):
        if re.match(r"^(?:ỦY BAN NHÂN DÂN|UBND)\b", line.text, re.IGNORECASE) and len(line.text) < 80:
            following = lines[index + 1].text if index + 1 < len(lines) else ""
            whole = _PLACE.search(line.text) is None and _PLACE.match(following) and len(following) < 60
            return f"{line.text} {following}" if whole else line.text
    match = _PROVINCE.search(title)
    if match is None or number is None or "UBND" not in number:
        return None
    return f"Ủy ban nhân dân {match[1]} {match[2].strip()}"


def _signature(lines: list[Line]) -> tuple[str | None, dict[str, str]]:
    """The signer and how he signed: form (KT., TM., ...), on whose behalf, as what."""
    marks: list[tuple[int, re.Match[str]]] = []
    for index, line in enumerate(lines):
        match = _SIGNATURE.match(line.text.strip())
        if match and line.text.upper() == line.text:
            marks.append((index, match))
    if not marks:
        return None, {}
    block = [pair for pair in marks if pair[0] >= marks[-1][0] - 3]
    formal = next((match for _, match in block if match[1]), block[0][1])
    signature = {"form": f"{formal[1]}." if formal[1] else "", "on_behalf_of": formal[2] if formal[1] else ""}
    signature["position"] = block[-1][1][3] or block[-1][1][2]
    for line in lines[block[-1][0] + 1 : block[-1][0] + 8]:
        text = line.text.strip()
        named = text.istitle() or (
            text.upper() == text and not _SIGNATURE.match(text) and not _TITLE_WORDS.search(text)
        )
        if _NAME.match(text) and named and len(text) < 50:
            return text, signature
    return None, signature


def _recipients(lines: list[Line]) -> list[Named]:
    """The list under "Nơi nhận"."""
    start = next((i for i, line in enumerate(lines) if key_of(line.text).startswith("noi nhan")), None)
    if start is None:
        return []
    found: list[Named] = []
    rest = re.sub(r"^.*?n(?:hận|han)\s*:?\s*", "", lines[start].text, count=1, flags=re.IGNORECASE)
    listed = [Line(rest, lines[start].at)] if rest else []
    listed += lines[start + 1 :]
    bulleted = any(_BULLET.match(line.text) for line in listed[:3])
    for line in listed:
        if not (_BULLET.match(line.text) if bulleted else _is_recipient(line.text)):
            if found:
                break
            continue
        text = _BULLET.sub("", line.text).rstrip(" ;./")
        purpose = re.search(r"\(([^)]{1,20})\)\s*$", text)
        named = [entry for entry in designations.parse(text, line.at) if entry.designation]
        filing = key_of(text).startswith(("luu", "nc"))
        key = None if filing or not named else named[0].designation
        found.append(Named(text, key, line.at, purpose[1] if purpose else ""))
    return found


def _is_recipient(text: str) -> bool:
    """A line of a list that has no marks: short, and no heading."""
    return len(text) < 100 and (text.upper() != text or text.endswith(";"))


def places_of_ambiguity(lines: list[Line]) -> list[Doubt]:
    """ "Sau N ngày làm việc" can be read as within or as not before."""
    found = []
    for line in lines:
        source = folded(line.text)
        found += [
            doubt("READ-124", line.at, text=source.slice(match.start(), match.end()))
            for match in re.finditer(r"sau \d+ ngay(?: lam viec)?", source.key)
        ]
    return found
