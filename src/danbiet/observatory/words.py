"""What pages of the index say of elements, groups, ranks and intervals."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danbiet.index.framework import Element, Level
from danbiet.index.standing import DRAWS, Field, Standing
from danbiet.observatory.figures import Cell, Missing
from danbiet.pages import writing
from danbiet.stats.groups import Group, Side


def language() -> str:
    """ "vi" or "en"."""
    return "en" if get_language() == "en" else "vi"


def figure(value: float | None, places: int = 2) -> str:
    """A figure in a sentence."""
    return writing.figure(value, language(), places)


def group_word(group: Group) -> str:
    """The name of a group."""
    return {
        Group.HIGH: _("Cao"),
        Group.UPPER_MIDDLE: _("Trung bình cao"),
        Group.LOWER_MIDDLE: _("Trung bình thấp"),
        Group.LOW: _("Thấp"),
    }[group]


def named(element: Element) -> str:
    """An element with its code: "I.2. Cơ hội tham gia"; the total by its name alone."""
    name = element.name(language())
    return name if element.level is Level.TOTAL else f"{element.code}. {name}"


def unit_of(element: Element) -> str:
    """What its scores are counted in, with their declared scale."""
    if element.low is None or element.high is None:
        return _("điểm")
    ends = [writing.figure(end, language()) for end in (f"{element.low:g}", f"{element.high:g}")]
    return _("điểm, thang %(low)s–%(high)s") % {"low": ends[0], "high": ends[1]}


def level_word(level: float) -> str:
    """0.95 as "95 %"."""
    return f"{writing.figure(level * 100, language(), 0)} %"


def score_cell(one: Standing) -> Cell:
    """A score, or that it wasn't published."""
    return Missing(_("không công bố")) if one.score is None else one.score


def rank_cells(one: Standing) -> tuple[Cell, Cell, Cell]:
    """Rank, interval of the rank, group."""
    if one.rank is None:
        return None, None, None
    ends = (one.rank_low, one.rank_high)
    span: Cell = Missing(_("chưa biết sai số")) if None in ends else ends  # type: ignore[assignment]
    return one.rank, span, group_word(one.group) if one.group else None


def stands(one: Standing, name: str) -> str:
    """One sentence on how things stand on an element."""
    facts = {"name": name, "year": one.year, "score": figure(one.score), "rank": one.rank, "n": one.n}
    if one.score is None:
        return _("Bộ số liệu năm %(year)s không có điểm của %(name)s.") % facts
    said = _("%(name)s năm %(year)s được %(score)s điểm, thứ %(rank)s trong %(n)s tỉnh có điểm") % facts
    if one.rank_low is not None and one.rank_high is not None:
        said += _(", nhưng sai số khảo sát cho phép từ thứ %(low)s đến thứ %(high)s") % {
            "low": one.rank_low,
            "high": one.rank_high,
        }
    if one.group is not None:
        said += _("; thuộc nhóm %(group)s") % {"group": group_word(one.group).lower()}
    return f"{said}."


def how_reckoned(fields: Iterable[Field]) -> tuple[str, ...]:
    """What one must know to read ranks and groups: how intervals and groups came about, where errors come from."""
    some = list(fields)
    if not some:
        return ()
    first = some[0]
    found = []
    if any(low is not None for one in some for low in one.rank_intervals[0]):
        found.append(
            _(
                "Khoảng hạng %(level)s: mô phỏng %(draws)s lần, sai số các tỉnh độc lập với nhau. Thứ hạng mà không có "
                "khoảng thì nói quá điều khảo sát biết."
            )
            % {"level": level_word(first.level), "draws": writing.figure(DRAWS, language(), 0)}
        )
    side = _("nhóm trên") if first.grouping.side is Side.UPPER else _("nhóm dưới")
    found.append(
        _("Bốn nhóm chia theo tứ phân vị (nội suy tuyến tính) của %(n)s tỉnh; điểm bằng đúng mốc thì vào %(side)s.")
        % {"n": first.n, "side": side}
    )
    said = dict.fromkeys(one.errors.said() for one in some)
    return (*found, *said)
