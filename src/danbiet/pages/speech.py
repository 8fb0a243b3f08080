"""The loudspeaker text of a notice: sentences to be read aloud, what matters said once more at the end."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.pages import writing
from danbiet.pages.speaking import ordinal, spoken, syllables
from danbiet.pages.wall import Item, Line, Notice, Section, line

# Slow and clear, as over a loudspeaker out of doors; a choice of this product, said beside the text.
PER_MINUTE = 130
# Details are read as long as the whole stays under this; items beyond a number are left to the sheet on the wall.
MOST_MINUTES, MOST_ITEMS = 10, 30


@dataclass(frozen=True, slots=True)
class Speech:
    """Paragraphs to be read, how many syllables, and how many minutes (to half a minute, upwards)."""

    paragraphs: tuple[Line, ...]
    syllables: int

    @property
    def minutes(self) -> float:
        """How long the reading takes, about."""
        return ceil(self.syllables / PER_MINUTE * 2) / 2

    @property
    def text(self) -> str:
        """As plain text, a blank line between paragraphs."""
        return "\n\n".join(str(one) for one in self.paragraphs) + "\n"


def _said(text: Line) -> Line:
    """A line as it is read. The English is there to be understood, not to be read aloud: it stays as written."""
    return text if get_language() == "en" else Line(((spoken(str(text)), False),))


def _sentence(text: Line) -> Line:
    """A line as a sentence: a capital first, a full stop last."""
    pieces = [piece for piece in text.pieces if piece[0]]
    if not pieces:
        return text
    first, theirs = pieces[0]
    pieces[0] = (first[:1].upper() + first[1:], theirs)
    last, theirs = pieces[-1]
    last = last.rstrip(" ;,:")
    pieces[-1] = (last if last.endswith((".", "!", "?", "…")) else f"{last}.", theirs)
    return Line(tuple(pieces))


def _lower(text: Line) -> Line:
    """Without the full stop that a sentence after it would double."""
    pieces = list(text.pieces)
    if pieces:
        pieces[-1] = (pieces[-1][0].rstrip(" .;,"), pieces[-1][1])
    return Line(tuple(pieces))


def speech(notice: Notice) -> Speech:
    """The text in the language in force; details are left out where it would take too long."""
    whole = _made(notice, detailed=True)
    return whole if whole.minutes <= MOST_MINUTES else _made(notice, detailed=False)


def _made(notice: Notice, *, detailed: bool) -> Speech:
    day = writing.day(notice.day, "en" if get_language() == "en" else "vi")
    said = [line(_("Kính thưa bà con. Sau đây là thông báo của %(whose)s."), whose=notice.whose)]
    if notice.simulated:
        said.append(line(_("Đây là dữ liệu mô phỏng để thử, không phải thông báo thật.")))
    said.append(line(_("Nội dung: %(what)s. Tình hình tính đến ngày %(day)s."), what=_lower(notice.what), day=day))
    said.append(notice.sentence)
    for section in notice.sections:
        said += _section(section, detailed=detailed)
    again = _("Xin nhắc lại ý chính: %(whose)s; %(what)s. %(sentence)s")
    said.append(line(again, whose=notice.whose, what=_lower(notice.what), sentence=notice.sentence))
    if notice.ask:
        said.append(notice.ask)
    said.append(line(_("%(source)s Bà con xem đầy đủ ở tờ thông báo dán tại bảng tin."), source=notice.source))
    if notice.simulated:
        said.append(line(_("Xin nhắc lại: đây là dữ liệu mô phỏng.")))
    said.append(line(_("Thông báo đến đây là hết. Xin cảm ơn bà con đã lắng nghe.")))
    paragraphs = tuple(_sentence(_said(one)) for one in said if one)
    return Speech(paragraphs, sum(syllables(str(one)) for one in paragraphs))


def _section(section: Section, *, detailed: bool) -> list[Line]:
    """The heading and each item as a sentence of its own, numbered where there are several of a list."""
    said = [line("%(heading)s.", heading=_lower(section.heading))]
    read, rest = section.items[:MOST_ITEMS], section.items[MOST_ITEMS:]
    numbered = len(section.items) > 1 and not section.tabular
    for number, item in enumerate(read, 1):
        text = _item(item, detailed=detailed)
        said.append(
            line(_("Thứ %(ordinal)s: %(text)s."), ordinal=_ordinal(number), text=_lower(text)) if numbered else text
        )
    if rest:
        said.append(line(_("Còn %(total)s dòng nữa ghi ở tờ thông báo."), total=len(rest)))
    return said


def _item(item: Item, *, detailed: bool) -> Line:
    more = item.value if item.value is not None else (item.detail if detailed else None)
    return line("%(text)s: %(more)s", text=item.text, more=_lower(more)) if more else item.text


def _ordinal(number: int) -> str:
    return str(number) if get_language() == "en" else ordinal(number)
