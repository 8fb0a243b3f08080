"""Documents a plan refers to, by number and date or by name."""

from __future__ import annotations

import re
from datetime import date

from danbiet.reading.blocks import Line, Place
from danbiet.reading.plan.draft import Reference

_KINDS = (
    "Quyết định|Nghị quyết liên tịch|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư|Kế hoạch|Kết luận|Chỉ thị|"
    "Công văn|Chương trình|Báo cáo|Hướng dẫn|Quy định|Thông báo|Đề án|Luật|Pháp lệnh"
)
_NUMBERED = re.compile(
    rf"({_KINDS})\s+(?:số\s*:?\s*)?(\d{{1,5}}(?:-\d{{4}})?\s*[/-]\s*(?:\d{{4}}\s*/\s*)?[A-ZĐ]{{2,6}}(?:-[A-ZĐ0-9]{{2,12}})*"
    rf"(?:\s*/\s*[A-ZĐ]{{2,6}})?)"
    r"(?:\s+ngày\s+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|\s+ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4}))?"
)
_NAMED = re.compile(
    r"(Pháp lệnh|Luật)\s+((?:Thực hiện|Bầu cử|Phòng, chống|Khiếu nại|Tố cáo|Tiếp công dân|Đất đai|Ngân sách|Tổ chức|"
    r"Thanh tra|Cán bộ|Viên chức|Mặt trận|Đầu tư|Xây dựng|Hộ tịch|Công chứng|Bảo hiểm|Giáo dục)[^;.:()“”]*?)"
    r"(?=;|\.|:|\s+và\s+(?:Kế hoạch|các|những|Nghị|Quyết|tự)|\s+để\s|\s+theo\s|\s+trong\s|,\s+đặc biệt|"
    r"\s+năm\s+\d{4}|$)"
)


def read_references(lines: list[Line], own: str | None) -> tuple[Reference, ...]:
    """All documents referred to, each once with all its places; the document's own number is none."""
    found: dict[str, Reference] = {}
    for line in lines:
        for match in _NUMBERED.finditer(line.text):
            number = re.sub(r"\s", "", match[2])
            if number != own:
                _note(found, number, Reference(match[1], number, _day(match), match[0], (line.at,)))
        for match in _NAMED.finditer(line.text):
            name = match[2].strip(" ,")
            if len(name) <= 90:
                _note(
                    found,
                    f"{match[1]} {name}".casefold(),
                    Reference(match[1], "", None, f"{match[1]} {name}", (line.at,)),
                )
    return tuple(found.values())


def _note(found: dict[str, Reference], key: str, reference: Reference) -> None:
    known = found.get(key)
    if known is None:
        found[key] = reference
        return
    places: tuple[Place, ...] = tuple(dict.fromkeys((*known.places, *reference.places)))
    found[key] = Reference(known.kind, known.number, known.date or reference.date, known.text, places)


def _day(match: re.Match[str]) -> date | None:
    parts = [part for part in match.groups()[2:] if part]
    if len(parts) != 3:
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        # An impossible date of another document is that document's business: the reference stands without it.
        return None
