"""A short text to paste into a chat: who is expected to send what by when. In Vietnamese, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from danbiet.base.dates import office_day
from danbiet.duties.below import Line
from danbiet.duties.models import Force

# A chat message is read to its tenth line.
NAMES = 12


def text(
    lines: Sequence[Line],
    *,
    sender: str,
    today: date,
    parents: Mapping[int, str],
    address: str = "",
    simulated: bool = False,
) -> str:
    """The message about duties that haven't come in; "" where all have.

    ``sender``: the organ that asks; ``parents``: unit id -> name, for lists over several districts; ``address``: a
    link, "" where the installation doesn't know its own. What is only requested is worded as a request, never as late.
    """
    waiting = [line for line in lines if line.state.open and line.state.key != "waiting"]
    binding = [line for line in waiting if line.duty.force != Force.REQUESTED]
    asked = [line for line in waiting if line.duty.force == Force.REQUESTED]
    parts = ["[Dữ liệu mô phỏng]"] if simulated else []
    if binding:
        parts.append(f"{sender} nhắc việc, tính đến ngày {office_day(today)}:")
        parts += _groups(binding, today, parents)
        parts.append("Đơn vị đã gửi xin báo lại số, ngày văn bản để cập nhật; có vướng mắc xin cho biết sớm.")
    if asked:
        parts.append(f"{sender} trân trọng đề nghị quý cơ quan phối hợp:")
        parts += _groups(asked, today, parents)
        parts.append("Đây là đề nghị, không phải việc bắt buộc. Xin cảm ơn.")
    if not binding and not asked:
        return ""
    if address:
        parts.append(f"Xem việc và ghi văn bản đã gửi: {address}")
    return "\n".join(parts) + "\n"


def _groups(lines: Sequence[Line], today: date, parents: Mapping[int, str]) -> list[str]:
    def what(line: Line) -> tuple[date, str]:
        return line.duty.due_on, line.duty.title

    found = []
    for (due, title), rows in groupby(sorted(lines, key=what), key=what):
        held = list(rows)
        requested = held[0].duty.force == Force.REQUESTED
        found.append(f"- {title}{_when(due, today, requested=requested)}")
        found += _names(held, parents)
    return found


def _when(due: date, today: date, *, requested: bool) -> str:
    day = office_day(due)
    if requested:
        return f", nếu được xin gửi trước ngày {day}"
    late = (today - due) // timedelta(days=1)
    if late > 0:
        return f", hạn {day}, đã qua {late} ngày; chưa nhận được của:"
    return f", hạn {day}{' (hôm nay)' if late == 0 else ''}; chưa nhận được của:"


def _names(lines: Sequence[Line], parents: Mapping[int, str]) -> list[str]:
    """One line for a few units, one for each district where there are many; each unit once."""
    once = list({line.unit: line for line in lines}.values())
    if len(once) <= NAMES:
        return ["+ " + ", ".join(line.name for line in once)]
    found: dict[str, list[str]] = {}
    for line in once:
        found.setdefault(parents.get(line.parent or 0, ""), []).append(line.name)
    return [f"+ {parent}: {', '.join(names)}" if parent else f"+ {', '.join(names)}" for parent, names in found.items()]


def contacts(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """The telephone list of the units of some lines, one a line, and the names of those without a number."""
    once = {line.unit: line for line in lines}.values()
    known = [f"{line.name}: {', '.join(line.phones)}" for line in once if line.phones]
    return "\n".join(known), [line.name for line in once if not line.phones]
