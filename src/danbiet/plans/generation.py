"""Which duties a plan yields, and when each falls due.

Reporting units owe four reports a year, the tasks standing inside; everybody in the reporting circle owes a programme
once; yearly tasks, money and publicity are one duty a year; events make duties when they are declared. Bodies that can
only be asked get one request a year. What units share is reckoned once (:class:`Template`), not per unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danbiet import law
from danbiet.base import clock
from danbiet.base.periods import Occasion, Period, PeriodKind
from danbiet.duties.making import Made, Template, Wanted, materialise
from danbiet.duties.models import Force
from danbiet.journal import recording
from danbiet.plans import wording
from danbiet.plans.models import Assignment, Plan, PlanText, Task
from danbiet.units import designations
from danbiet.units import queries as units
from danbiet.units.designations import Roster

REPORT, PROGRAMME, YEARLY = "plan-report", "plan-programme", "plan-yearly"
CONSOLIDATED, SUPPORT, REQUEST = "plan-consolidated", "plan-support", "plan-request"
EVALUATION, EVENT = "plan-evaluation", "plan-event"
# Owed because a task is given to the unit, and not for being one of those who report.
OF_ASSIGNMENTS = (YEARLY, REQUEST, EVENT)
# A run after a long silence makes what the silence left out, and no more than this of it.
LOOKING_BACK = timedelta(days=366)
# Who answers for a task, and how binding it is.
Leads = list[tuple[int, str]]
DEFAULT_CIRCLE = ("agencies.province", "committee.district", "committee.commune")


@dataclass(slots=True)
class Circle:
    """Who reports, by level, and who keeps watch over the plan, on a day."""

    levels: dict[str, list[int]]
    focal: list[int]
    roster: Roster

    @property
    def everyone(self) -> set[int]:
        """All reporting units."""
        return {unit for ids in self.levels.values() for unit in ids}


def reporting_circle(plan: Plan, day: date) -> Circle:
    """The units the plan asks for reports (its lines on organisation); the usual three groups if it is silent."""
    roster = designations.roster(plan.province, day)
    accountable = units.accountable_ids(roster.rows.values(), roster.rows)
    lines = plan.texts.filter(kind=PlanText.Kind.ORGANISATION)
    keys = [key for line in lines for report in line.facts.get("reports", []) for key in report["from"]]
    levels: dict[str, list[int]] = {"commune": [], "district": [], "province": []}
    for key in dict.fromkeys(keys or DEFAULT_CIRCLE):
        for row in designations.resolve_in(key, roster).units:
            unit = accountable[row.unit_id]
            level = roster.rows[unit].level
            if unit not in levels[level]:
                levels[level].append(unit)
    focal = sorted(unit for unit in roster.roles.get("plan_focal_point", set()) if unit in roster.rows)
    return Circle(levels, focal, roster)


def occasions(plan: Plan, until: date) -> Iterator[tuple[Occasion, date, law.ReportingWindow]]:
    """Reporting occasions of a plan with the first day each covers, up to the first whose cut-off lies past ``until``.

    The first begins the day after the plan arrived; one shorter than the shortest first period is left out.
    """
    occasion = Occasion(plan.arrives_on.year, (plan.arrives_on.month - 1) // 3 + 1)
    shortest = timedelta(days=plan.reporting["shortest_first_period"])
    while True:
        window = law.reporting_window(occasion)
        before = law.reporting_window(occasion.previous())
        start = max(before.cutoff, plan.arrives_on) + timedelta(days=1)
        ended = plan.ends_on is not None and start > plan.ends_on
        if ended:
            return
        if window.cutoff >= start and (
            start > plan.arrives_on + timedelta(days=1) or window.cutoff - start >= shortest
        ):
            yield occasion, start, window
            if window.cutoff > until:
                return
        occasion = occasion.next()


def horizon(plan: Plan, today: date) -> date:
    """The cut-off of the current occasion: rows are made for it and the next one."""
    for _, _, window in occasions(plan, today):
        last = law.deadline(window.cutoff, plan.reporting["consolidated"]).due
        if last >= today:
            return window.cutoff
    return today


def generate(plan: Plan, *, until: date | None = None, today: date | None = None) -> Made:
    """Make the plan's duties for the current and the next period (or up to ``until``); nothing the second time."""
    chain = recording.chain_of(plan.province.public_id)
    return materialise(plan.province_id, chain, current(plan, until=until, today=today))


def current(plan: Plan, *, until: date | None = None, today: date | None = None) -> Iterator[Wanted]:
    """What :func:`generate` makes sure of."""
    day = max(today or clock.today(), plan.arrives_on)
    if plan.closed_at is not None or plan.replaced_by_id is not None or (plan.ends_on and plan.ends_on < day):
        return
    yield from wanted(plan, reporting_circle(plan, day), until or horizon(plan, day), day)


class _Then:
    """Who was there at a moment: nobody owes anything from before he existed. What lies ahead goes by today."""

    def __init__(self, plan: Plan, circle: Circle, day: date) -> None:
        self.plan, self.day = plan, day
        self._circles = {day: circle}
        self._leads: dict[date, dict[Task, Leads]] = {}

    def circle(self, moment: date) -> Circle:
        """The reporting circle of a moment."""
        day = min(moment, self.day)
        if day not in self._circles:
            self._circles[day] = reporting_circle(self.plan, day)
        return self._circles[day]

    def leads(self, moment: date) -> dict[Task, Leads]:
        """The leading assignments of a moment, by task."""
        day = min(moment, self.day)
        if day not in self._leads:
            self._leads[day] = _leads(self.plan, day)
        return self._leads[day]


def wanted(plan: Plan, circle: Circle, until: date, day: date) -> Iterator[Wanted]:
    """All duties a plan wants up to a cut-off, each template reckoned once; of the past only the last year's.

    ``circle`` is the reporting circle of ``day``.
    """
    # Nor does anybody who has ended: what is open passes to the heir, nothing new is asked.
    return (one for one in _wanted(plan, circle, until, day) if one.unit_id in circle.roster.rows)


def _wanted(plan: Plan, circle: Circle, until: date, day: date) -> Iterator[Wanted]:
    then, oldest = _Then(plan, circle, day), day - LOOKING_BACK
    yield from _programme(plan, then, oldest)
    for occasion, start, window in occasions(plan, until):
        if window.cutoff >= oldest:
            yield from _reports(plan, then.circle(window.cutoff), occasion, start, window)
    for year in range(max(plan.arrives_on, oldest).year, until.year + 1):
        period = Period(year, PeriodKind.YEAR)
        if plan.ends_on is None or period.start <= plan.ends_on:
            yield from _yearly(plan, then, period)


def _programme(plan: Plan, then: _Then, oldest: date) -> Iterator[Wanted]:
    due = law.deadline(plan.arrives_on, plan.reporting["programme"])
    if due.due < oldest:
        return
    template = _template(plan, PROGRAMME, "once", plan.arrives_on, due)
    for unit in sorted(then.circle(due.due).everyone):
        yield Wanted(unit, template)


def _reports(
    plan: Plan, circle: Circle, occasion: Occasion, start: date, window: law.ReportingWindow
) -> Iterator[Wanted]:
    for level, ids in circle.levels.items():
        due = law.deadline(window.cutoff, plan.reporting["after_cutoff"][level])
        template = _template(plan, REPORT, occasion.key, start, due, window)
        for unit in ids:
            yield Wanted(unit, template)
    due = law.deadline(window.cutoff, plan.reporting["consolidated"])
    template = _template(plan, CONSOLIDATED, occasion.key, start, due, window)
    for unit in circle.focal:
        yield Wanted(unit, template)


def _yearly(plan: Plan, then: _Then, period: Period) -> Iterator[Wanted]:
    leads, circle = then.leads(period.end), then.circle(period.end)
    start = max(period.start, plan.arrives_on)
    last = law.deadline(period.end + timedelta(days=1), "1 wd", direction="before")
    for task in leads:
        if task.timing == Task.Timing.YEARLY:
            template = _template(plan, YEARLY, period.key, max(start, task.valid_from), last, task=task)
            for unit in sorted(_units(leads[task], Force.ASSIGNED)):
                yield Wanted(unit, template)
    request = _template(plan, REQUEST, period.key, start, last, force=Force.REQUESTED)
    asked = {unit for rows in leads.values() for unit in _units(rows, Force.REQUESTED)} | _asked(plan, circle)
    for unit in sorted(asked - circle.everyone):
        yield Wanted(unit, request)
    yield from _support(plan, circle, period, start, last)


def _support(plan: Plan, circle: Circle, period: Period, start: date, last: law.Deadline) -> Iterator[Wanted]:
    """Money and publicity: one duty a year for the agency that the plan gives them to."""
    for line in plan.texts.filter(kind=PlanText.Kind.ORGANISATION):
        for what in ("money", "publicity"):
            if not line.facts.get(what) or line.facts.get("requested"):
                continue
            keys = [actor["designation"] for actor in line.facts.get("actors", [])][:1]
            for key in keys:
                for row in designations.resolve_in(key, circle.roster).units:
                    yield Wanted(row.unit_id, _template(plan, SUPPORT, f"{period.key}-{what}", start, last))


def _leads(plan: Plan, day: date) -> dict[Task, Leads]:
    tasks = {task.pk: task for task in Task.objects.filter(units.on_day(day), plan=plan)}
    rows = Assignment.objects.filter(units.on_day(day), task__in=tasks, role=Assignment.Role.LEAD)
    found: dict[Task, Leads] = {task: [] for task in tasks.values()}
    for task, accountable, force in rows.values_list("task_id", "accountable_id", "force").distinct():
        found[tasks[task]].append((accountable, force))
    return found


def _units(rows: Leads, force: str) -> set[int]:
    return {accountable for accountable, one in rows if one == force}


def _asked(plan: Plan, circle: Circle) -> set[int]:
    """Bodies a line on organisation asks ("Đề nghị ...")."""
    found: set[int] = set()
    for line in plan.texts.filter(kind=PlanText.Kind.ORGANISATION):
        for actor in line.facts.get("actors", []) if line.facts.get("requested") else ():
            found |= {row.unit_id for row in designations.resolve_in(actor["designation"], circle.roster).units}
    return found


def _template(
    plan: Plan,
    rule: str,
    period: str,
    start: date,
    due: law.Deadline,
    window: law.ReportingWindow | None = None,
    *,
    task: Task | None = None,
    force: str = Force.ASSIGNED,
    subject: str = "",
) -> Template:
    explanation: dict[str, Any] = due.explanation.to_json()
    explanation["setting"] = plan.reporting["ground"]
    if window is not None:
        explanation["cutoff"] = window.cutoff.isoformat()
        explanation["cutoff_to_verify"] = window.to_verify
    if task is not None:
        explanation["task"] = task.code
    return Template(
        rule=rule,
        subject=subject or (task.public_id if task is not None else plan.public_id),
        period=period,
        title=wording.title(rule, period, plan.number, task.title if task is not None else "")[:300],
        ground=wording.ground(rule, plan.number, plan.issued_on, task.code if task is not None else ""),
        starts_on=min(start, due.due),
        due_on=due.due,
        force=force,
        explanation=explanation,
    )
