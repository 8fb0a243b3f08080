"""Tables of the command line for what is asked of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from danbiet.base.text import nfc
from danbiet.index import wording
from danbiet.index.asking_commands import language
from danbiet.index.comparing import Difference
from danbiet.index.diagnosis import Diagnosis, Gap
from danbiet.index.framework import Level
from danbiet.index.reaching import LIKELY, Way
from danbiet.index.scenarios import Scenario
from danbiet.index.standing import Standing
from danbiet.index.tables import EditionTable

if TYPE_CHECKING:
    from rich.table import Table


def _number(value: float | None, places: int = 2, *, signed: bool = False) -> str:
    """A figure, "–" where there is none."""
    return (wording.signed(value, places) if signed else wording.number(value, places)) or "–"


def _range(low: float | None, high: float | None, places: int = 2) -> str:
    return "–" if low is None or high is None else f"{_number(low, places)} … {_number(high, places)}"


def _table(title: str, columns: Iterable[tuple[str, bool]]) -> Table:
    from rich.table import Table

    made = Table(title=title, title_justify="left")
    for label, numeric in columns:
        made.add_column(label, justify="right" if numeric else "left", overflow="fold", min_width=None if label else 18)
    return made


def _print(*made: Any) -> None:
    from rich.console import Console

    console = Console()
    for one in made:
        console.print(one, highlight=False)


def _said(text: str) -> str:
    from rich.markup import escape

    return escape(nfc(text))


def _row(made: Table, level: Level, cells: Sequence[str]) -> None:
    made.add_row(*(_said(cell) for cell in cells), style="" if level is Level.SUB_DIMENSION else "bold")


def print_standings(
    found: Sequence[Standing], table: EditionTable, province: str, panel: Sequence[EditionTable]
) -> None:
    """A province's year."""
    columns = [
        ("", False), (_("Điểm"), True), (_("Trung vị"), True), (_("Hạng"), True), (_("Khoảng hạng 95 %"), True),
        ("n", True), (_("Nhóm"), False), (_("Sai số chuẩn"), True),
    ]  # fmt: skip
    made = _table(f"{province} · {table.index.upper()} {table.year}", columns)
    for one in found:
        tied = f"={one.rank}" if one.tied else str(one.rank or "–")
        ends = "–" if one.rank_low is None else f"{one.rank_low} … {one.rank_high}"
        group = "–" if one.group is None else str(wording.group(one.group))
        modelled = one.se_source is not None and one.se_source.modelled
        error = f"{'~' if modelled else ''}{_number(one.se, 3)}"
        name = f"{one.code} {one.name}" if one.code != "total" else one.name
        cells = [name, _number(one.score), _number(one.median), tied, ends, str(one.n), group, error]
        _row(made, one.element.level, cells)
    _print(made)
    if any(one.se_source is not None and one.se_source.modelled for one in found):
        _print(_said(_("~ sai số chuẩn theo mô hình, không phải số công bố.")))
    for text in wording.method_of(table, found, panel):
        _print(_said(text))
    if table.simulated:
        _print(_said(_("Số liệu mô phỏng, không phải điểm đã công bố.")))


def print_differences(found: Sequence[Difference], one: str, other: str) -> None:
    """Two provinces of a year, or two years of a province."""
    columns = [
        ("", False), (one, True), (other, True), (_("Chênh lệch"), True), (_("Khoảng 95 %"), True),
        (_("Xác suất cao hơn"), True), ("", False),
    ]  # fmt: skip
    made = _table(f"{one} – {other}", columns)
    for row in found:
        a = None if row.one is None else row.one.score
        b = None if row.other is None else row.other.score
        chance = "–" if row.probability is None else f"{_number(row.probability * 100, 0)} %"
        said = wording.verdict(row)
        name = (
            f"{row.element.code} {row.element.name(language())}"
            if row.element.code != "total"
            else row.element.name(language())
        )
        gap = _number(row.difference, signed=True)
        _row(made, row.element.level, [name, _number(a), _number(b), gap, _range(row.low, row.high), chance, said])
    _print(made, _said(wording.assumption(found)))
    for text in wording.refusals_of(found):
        _print(_said(text))


def _gap(gap: Gap | None) -> str:
    if gap is None:
        return "–"
    text = _number(gap.difference, signed=True)
    return text if gap.verdict is None or str(gap.verdict) == "unsure" else f"{text} *"


def print_diagnosis(found: Diagnosis, table: EditionTable, province: str, works: Mapping[str, Sequence[Any]]) -> None:
    """What is strong, weak, what moved, what stands behind."""
    columns = [
        ("", False), (_("Điểm"), True), (_("với trung vị"), True), (_("với nhóm trên"), True),
        (_("với tỉnh cao nhất"), True), (_("với năm trước"), True), (_("góp vào thay đổi"), True),
        (_("việc đang làm"), False),
    ]  # fmt: skip
    made = _table(f"{province} · {table.index.upper()} {table.year}", columns)
    for line in found.lines:
        own = line.standing
        name = f"{own.code} {own.name}" if own.code != "total" else own.name
        behind = "; ".join(one.code for one in works.get(own.code, ()))
        added = _number(line.contribution, signed=True) if own.element.level is Level.SUB_DIMENSION else ""
        gaps = [_gap(one) for one in (line.median, line.above, line.best, line.past)]
        _row(made, own.element.level, [name, _number(own.score), *gaps, added, behind])
    _print(made, _said(_("* chênh lệch vượt sai số ở mức 95 %, xét riêng từng ô.")))
    for text in wording.summary(found):
        _print(_said(text))


def print_scenario(found: Scenario | None, ways: Sequence[Way], table: EditionTable, province: str) -> None:
    """Before and after, and the least change to each target."""
    if found is not None:
        columns = [
            ("", False), (_("Điểm"), True), (_("sau"), True), (_("Nhóm"), False), (_("sau"), False),
            (_("Hạng"), True), (_("sau"), True),
        ]  # fmt: skip
        made = _table(f"{province} · {table.index.upper()} {table.year}", columns)
        for one in found.effects:
            sides = (one.before, one.after)
            groups = ["–" if side.group is None else str(wording.group(side.group)) for side in sides]
            ranks = [wording.rank(side) for side in sides]
            name = f"{one.element.code} {one.element.name(language())}"
            scores = [f"{_number(side.score)} ({_range(side.low, side.high)})" for side in sides]
            _row(made, one.element.level, [name, *scores, *groups, *ranks])
        _print(made)
        for text in wording.notes_of(found):
            _print(_said(text))
    for way in ways:
        _print(_said(wording.way(way)))
        if not way.change:
            continue
        made = _table(
            _("Từng nội dung một, hoặc cùng nhau"),
            [("", False), (_("Điểm"), True), (_("một mình"), True), ("", False), (_("cùng nhau"), True)],
        )
        together = {step.element.code: step for step in way.together}
        for step in way.alone:
            other = together.get(step.element.code)
            name = f"{step.element.code} {step.element.name(language())}"
            cells = [name, _number(step.before), _number(step.after), wording.step(step)]
            _row(made, Level.SUB_DIMENSION, [*cells, _number(other.after if other else step.before)])
        _print(made)
        if way.likely is not None:
            _print(_said(wording.likely(way, LIKELY)))
