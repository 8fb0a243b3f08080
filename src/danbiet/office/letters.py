"""The chasing letter (công văn đôn đốc) of an organ about what hasn't come in: its words, who may sign it and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danbiet.base.dates import office_day
from danbiet.documents.letter import Letter, Table
from danbiet.duties.below import Line
from danbiet.units.models import COMMITTEES, Kind, Level, Placement

# More addressees are named by their kind, more rows stand on a page of their own.
ADDRESSEES, ROWS = 6, 12
# What the head of a body is called, by the body's form in law.
HEADS = {
    "sở": "Giám đốc",
    "phòng": "Trưởng phòng",
    "ban": "Trưởng ban",
    "văn phòng": "Chánh Văn phòng",
    "thanh tra": "Chánh Thanh tra",
    "chi cục": "Chi cục trưởng",
}
HEAD = "Thủ trưởng"
SIMULATED = "DỮ LIỆU MÔ PHỎNG, KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"


@dataclass(frozen=True, slots=True)
class Signing:
    """A way to sign: its key in the address, what the link says, the lines of the signature block."""

    key: str
    label: str | Promise
    lines: tuple[str, ...]


def lowered(name: str) -> str:
    """A unit's name inside a sentence: "xã Khánh Hòa", "thành phố Cà Mau"."""
    return f"{name[:1].lower()}{name[1:]}"


def formal(name: str, kind: str) -> str:
    """What a letter calls a unit: a district or commune by its committee."""
    return f"Ủy ban nhân dân {lowered(name)}" if kind in COMMITTEES else name


def head_of(place: Placement) -> str:
    """What the head of a body is called."""
    return HEADS.get(place.form.casefold(), HEAD)


def titled(place: Placement) -> str:
    """The head of a body with its name: "Giám đốc Sở Nội vụ", "Trưởng phòng Nội vụ", "Chánh Văn phòng"."""
    head = head_of(place)
    if head.casefold().endswith(place.form.casefold()) and place.form:
        return f"{head} {place.own_name}" if head.startswith("Trưởng") else head
    return f"{head} {place.name}"


def signings(place: Placement, drafter: Placement | None) -> list[Signing]:
    """How a letter of an organ may be signed.

    A body that keeps watch for the committee is no superior of its units: it signs by order (TL.), under the
    committee's name and number (``drafter``), never in its own.
    """
    if place.kind not in COMMITTEES:
        head = head_of(place)
        return [
            Signing("truong", _("Thủ trưởng ký"), (head,)),
            Signing("pho", _("Cấp phó ký thay"), (f"KT. {head}", f"Phó {head}")),
        ]
    found = [
        Signing("ct", _("Chủ tịch ký"), ("TM. Ủy ban nhân dân", "Chủ tịch")),
        Signing("pct", _("Phó Chủ tịch ký thay"), ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")),
    ]
    if drafter is not None:
        found.append(Signing("tl", _("Ký thừa lệnh Chủ tịch"), ("TL. Chủ tịch", titled(drafter))))
    return found


def chasing(
    place: Placement,
    lines: Sequence[Line],
    today: date,
    signing: Signing,
    *,
    above: Placement | None = None,
    simulated: bool = False,
) -> Letter:
    """The letter about late duties (at least one) as of a day, its number and day blank.

    ``above``: the committee an agency or office belongs to. Raises CodedError DOC-001 where there is nothing to chase.
    """
    committee = place.kind in COMMITTEES
    organ = formal(place.name, place.kind)
    several = len({line.duty.title for line in lines}) > 1
    content, apart = table(lines, several=several), len(lines) > ROWS
    where = "tại Phụ lục kèm theo" if apart else "sau đây"
    count = len({line.unit for line in lines})
    what = "về các việc đã đến hạn" if several else f"về việc: {lines[0].duty.title}" if lines else ""
    opening = (
        f"Thực hiện {grounds(lines)}, theo dõi đến hết ngày {office_day(today)}, {organ} chưa nhận được văn bản của "
        f"{count} đơn vị {where} {what}{'.' if apart else ':'}"
    )
    closing = (
        f"{organ} đề nghị thủ trưởng các đơn vị nêu trên hoàn thành và gửi văn bản trước ngày ……/……/………; nếu có khó "
        "khăn, vướng mắc, báo cáo rõ nguyên nhân và ngày hoàn thành để được hướng dẫn. Đơn vị đã gửi xin báo lại số, "
        "ngày văn bản để đối chiếu./."
    )
    return Letter(
        above="" if committee or above is None else formal(above.name, above.kind),
        organ=("Ủy ban nhân dân", place.name) if committee else (place.name,),
        symbol="UBND-…" if committee else "…-…",
        place=(place if committee or above is None else above).own_name,
        about=about(lines, several=several),
        addressees=addressees(lines),
        body=(opening, closing) if apart else (opening, content, closing),
        recipients=recipients(place, lines, signing),
        signature=signing.lines,
        annex=content if apart else None,
        annex_title="Đơn vị chưa gửi văn bản" if apart else "",
        mark=SIMULATED if simulated else "",
    )


def grounds(lines: Sequence[Line]) -> str:
    """The documents the duties stand on, each once: "Kế hoạch số 15/KH-UBND ngày 06/9/2016"."""
    return "; ".join(dict.fromkeys(line.duty.ground.split(",")[0] for line in lines))


def about(lines: Sequence[Line], *, several: bool) -> str:
    """What follows "V/v"."""
    if several or not lines:
        return "đôn đốc các việc đã đến hạn"
    title = lines[0].duty.title
    return f"đôn đốc: {title if len(title) <= 140 else title[:140].rsplit(' ', 1)[0] + '…'}"


def table(lines: Sequence[Line], *, several: bool) -> Table:
    """Units, what is missing where it differs, due days, days since."""
    rows = []
    head: tuple[str, ...] = ("TT", "Đơn vị", "Hạn", "Đã qua hạn (ngày)")
    widths: tuple[float, ...] = (12.0, 95.0, 30.0, 28.0)
    for number, line in enumerate(lines, 1):
        what = (line.duty.title,) if several else ()
        name = formal(line.name, line.kind)
        rows.append((str(number), name, *what, office_day(line.duty.due_on), str(line.late_days)))
    if several:
        head, widths = ("TT", "Đơn vị", "Việc", "Hạn", "Đã qua hạn (ngày)"), (10.0, 47.0, 64.0, 24.0, 20.0)
    middle = frozenset({0, len(head) - 2, len(head) - 1})
    return Table(head, tuple(rows), widths, middle)


def addressees(lines: Sequence[Line]) -> tuple[str, ...]:
    """The units by name, or by kind where they are many."""
    names = list(dict.fromkeys(formal(line.name, line.kind) for line in lines))
    if len(names) <= ADDRESSEES:
        return tuple(names)
    kinds = {line.kind for line in lines}
    rest = any(line.kind not in COMMITTEES for line in lines)
    found = ["Ủy ban nhân dân các huyện, thành phố"] if Kind.DISTRICT in kinds else []
    found += ["Ủy ban nhân dân các xã, phường, thị trấn"] if Kind.COMMUNE in kinds else []
    found += ["Các cơ quan, đơn vị"] if rest else []
    return tuple(f"{name} (theo danh sách)" for name in found)


def recipients(place: Placement, lines: Sequence[Line], signing: Signing) -> tuple[str, ...]:
    """Nơi nhận, the archive last."""
    found = ["Như trên;"]
    if signing.key == "tl":
        found.append(f"Chủ tịch, các Phó Chủ tịch UBND {lowered(place.name)} (b/c);")
    districts = any(line.kind == Kind.COMMUNE for line in lines) and place.level == Level.PROVINCE
    if districts and all(line.kind != Kind.DISTRICT for line in lines):
        found.append("UBND các huyện, thành phố (để chỉ đạo);")
    return (*found, "Lưu: VT.")
