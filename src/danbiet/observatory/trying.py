"""The scenario page: what is set stands in the address, so that it can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError
from danbiet.index import reaching, scenarios, standing, wording
from danbiet.index.framework import Element, Level
from danbiet.index.reaching import LIKELY, Way
from danbiet.index.scenarios import Scenario
from danbiet.observatory import words
from danbiet.observatory.charts.gaps import before_after
from danbiet.observatory.figures import Cell, Column, Figure, Kind, Row, Table
from danbiet.observatory.frame import Asked
from danbiet.pages import writing
from danbiet.stats.groups import Group

# What the form asks for: elements and their values by position; a target's element, its group or "rank" or "score", and
# which rank or score.
WHAT, VALUE, AIM, AIMED, NUMBER, INDICATORS = "c", "v", "muc", "dich", "so", "chi-tieu"
CARRIES = (WHAT, VALUE, AIM, AIMED, NUMBER, INDICATORS)
RANK, SCORE = "rank", "score"
_ROWS, _MOST = 3, 40
_GROUPS = (Group.HIGH, Group.UPPER_MIDDLE, Group.LOWER_MIDDLE)


@dataclass
class Tried:
    """What came of what was asked for; ``refusals``: what couldn't be done, as messages."""

    scenario: Scenario | None = None
    way: Way | None = None
    refusals: list[str] = field(default_factory=list)


def tried(asked: Asked) -> Tried:
    """The scenario and the way to the target of the address. Http404 where the edition doesn't have the province."""
    found = Tried()
    table, province = asked.table, asked.whose.province.code
    if province not in table.provinces:
        raise Http404
    try:
        settings = [scenarios.parse_setting(f"{code}={value}") for code, value in _pairs(asked) if code and value]
        if settings:
            found.scenario = scenarios.try_out(table, province, settings, asked.panel)
    except CodedError as error:
        found.refusals.append(error.render(asked.language))
    aim, aimed, number = (asked.request.GET.get(name, "").strip() for name in (AIM, AIMED, NUMBER))
    aimed = {RANK: f"rank:{number}", SCORE: number}.get(aimed, aimed)
    if aim and aimed:
        try:
            found.way = reaching.least(table, province, reaching.parse_target(f"{aim}={aimed}"), asked.panel)
        except CodedError as error:
            found.refusals.append(error.render(asked.language))
    return found


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    given = asked.request.GET
    return list(zip(given.getlist(WHAT)[:_MOST], [one.strip() for one in given.getlist(VALUE)[:_MOST]], strict=False))


def context(asked: Asked) -> Mapping[str, Any]:
    """The form as filled, the effects in sentences, the ways to the target."""
    found = asked.once(tried)
    given = asked.request.GET
    rows = [pair for pair in _pairs(asked) if any(pair)]
    rows += [("", "")] * max(1, _ROWS - len(rows))
    return {
        "tried": found,
        "rows": [(number, code, value) for number, (code, value) in enumerate(rows, 1)],
        "choices": _choices(asked),
        "aims": _aims(asked),
        "aim": given.get(AIM, ""),
        "aimed": given.get(AIMED, ""),
        "number": given.get(NUMBER, ""),
        "goals": [
            *((str(one), _("nhóm %(group)s") % {"group": wording.group(one)}) for one in _GROUPS),
            (RANK, _("hạng (ghi số bên cạnh)")),
            (SCORE, _("điểm (ghi số bên cạnh)")),
        ],
        "with_indicators": INDICATORS in given,
        "indicators": bool(_indicators(asked)),
        "lead": _lead(found, asked),
        "way": _way(found.way),
        "diagnosis": asked.address("diagnosis", year=asked.table.year) + asked.query,
    }


def _lead(found: Tried, asked: Asked) -> str:
    """What the scenario comes to, in a sentence."""
    if found.scenario is None or not found.scenario.effects:
        return ""
    first = found.scenario.effects[0]
    facts = {
        "name": words.named(first.element),
        "before": words.figure(first.before.score),
        "after": words.figure(first.after.score),
        "moved": wording.signed(first.moved),
        "old": wording.rank(first.before),
        "new": wording.rank(first.after),
        "group": wording.group(first.after.group) if first.after.group else "–",
    }
    return (
        _("%(name)s: từ %(before)s thành %(after)s điểm (%(moved)s); hạng từ %(old)s thành %(new)s; nhóm %(group)s.")
        % facts
    )


def _indicators(asked: Asked) -> dict[str, list[Element]]:
    """Indicators that can be set, by sub-dimension: they count in a formula that is known for the year."""
    table = asked.table
    found: dict[str, list[Element]] = {}
    for part in standing.elements_of(table, (Level.SUB_DIMENSION,)):
        formula = part.formula(table.year)
        codes = {term.code for term in formula.terms if term.weight} if formula is not None else set()
        some = [one for one in table.framework.children(part.code) if one.code in codes and one.code in table.values]
        if some:
            found[part.code] = some
    return found


def _choices(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sub-dimensions by dimension, with their present scores; with their indicators where asked for."""
    table, province = asked.table, asked.whose.province.code
    wanted = {code for code, _value in _pairs(asked)}
    indicators = _indicators(asked)
    everything = INDICATORS in asked.request.GET
    found = []
    for dimension in table.framework.level(Level.DIMENSION):
        some: list[tuple[str, str]] = []
        for part in table.framework.children(dimension.code):
            if part.code in table.values:
                some.append((part.code, _labelled(asked, part, table.value(part.code, province))))
            shown = [one for one in indicators.get(part.code, ()) if everything or one.code in wanted]
            some += [(one.code, _labelled(asked, one, table.value(one.code, province))) for one in shown]
        if some:
            found.append((words.named(dimension), some))
    return found


def _labelled(asked: Asked, element: Element, score: float | None) -> str:
    score_said = words.figure(score) if score is not None else _("không công bố")
    if element.low is None or element.high is None:
        return f"{words.named(element)} ({score_said})"
    ends = "–".join(writing.figure(f"{end:g}", asked.language) for end in (element.low, element.high))
    return f"{words.named(element)} ({score_said}; {ends})"


def _aims(asked: Asked) -> list[tuple[str, str]]:
    shown = standing.elements_of(asked.table)
    return [(one.code, words.named(one)) for one in shown]


def _way(way: Way | None) -> dict[str, Any] | None:
    """The way to the target: its sentences and its steps."""
    if way is None:
        return None
    together = {one.element.code: one for one in way.together}
    steps = []
    for one in way.alone:
        other = together.get(one.element.code)
        steps.append(
            {
                "name": words.named(one.element),
                "before": words.figure(one.before),
                "alone": words.figure(one.after) if one.possible else "",
                "change": wording.signed(one.change),
                "said": wording.step(one),
                "together": words.figure(other.after if other else one.before),
                "added": wording.signed(other.change if other else 0.0),
            }
        )
    return {
        "said": wording.way(way),
        "likely": wording.likely(way, LIKELY) if way.likely is not None and not way.reached else "",
        "steps": steps,
        "seen": way.seen,
    }


def effects(asked: Asked) -> Figure:
    """Before and after of the total, dimensions and sub-dimensions that move."""
    found = asked.once(tried).scenario
    shown = found.effects if found is not None else ()
    drawn = [one for one in shown if one.element.level is Level.DIMENSION] or list(shown)
    lines = [
        {
            "name": words.named(one.element),
            "before": one.before.score,
            "after": one.after.score,
            "low": one.after.low,
            "high": one.after.high,
            "old_low": one.before.low,
            "old_high": one.before.high,
        }
        for one in drawn
    ]
    name, year = asked.province_name, asked.table.year
    return Figure(
        title=_("Trước và sau kịch bản: %(name)s năm %(year)s") % {"name": name, "year": year},
        table=Table(_columns(), tuple(_row(one.element, one.before, one.after) for one in shown)),
        sources=asked.source(),
        said=_("Điểm trước và sau của những chỉ số nội dung thay đổi, với khoảng tin cậy; số ở bảng bên dưới."),
        chart=(lambda size: before_after(size, lines, unit=_("điểm"), before=_("trước"), after=_("sau")))
        if lines
        else None,
        notes=wording.notes_of(found) if found is not None else (),
        method=wording.method_of(asked.table, [one.before for one in shown], asked.panel) if shown else (),
        open=True,
        simulated=asked.table.simulated,
        stem=f"{asked.index}-{year}-{asked.whose.province.slug}-kich-ban",
    )


def _columns() -> tuple[Column, ...]:
    level = {"level": words.level_word(standing.LEVEL)}
    return (
        Column(_("Chỉ số nội dung, nội dung thành phần")),
        Column(_("Điểm trước"), Kind.NUMBER),
        Column(_("Điểm sau"), Kind.NUMBER),
        Column(_("Khoảng %(level)s sau") % level, Kind.NUMBER),
        Column(_("Nhóm trước")),
        Column(_("Nhóm sau")),
        Column(_("Hạng trước (khoảng)")),
        Column(_("Hạng sau (khoảng)")),
    )


def _row(element: Element, before: standing.Standing, after: standing.Standing) -> Row:
    span: Cell = None if after.low is None or after.high is None else (after.low, after.high)
    groups = [words.group_word(one.group) if one.group else None for one in (before, after)]
    cells = (words.named(element), before.score, after.score, span, *groups, wording.rank(before), wording.rank(after))
    return Row(cells, total=element.level in (Level.TOTAL, Level.DIMENSION))
