"""The notices of a unit: the declarations from which its sheets for the wall and its loudspeaker texts come.

Three faces: ``unit`` (who it is, whom to ask, what it is given), ``unit-plan`` (its part of the plan with what is to be
done), ``unit-task`` (one task it leads). Another section joins a face through ``danbiet.pages.wall.register``; it gets
a :class:`Subject` (of a task: a :class:`TaskSubject`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, IntegerField, Min, Q, TextField, Value
from django.db.models.functions import Cast, Length
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danbiet.base.dates import office_day
from danbiet.pages import wall
from danbiet.pages.wall import Item, Line, Notice, Section, Theirs, line, theirs
from danbiet.plans.models import Assignment, Task
from danbiet.portal import asked, reading
from danbiet.portal.scene import Scene
from danbiet.units.models import Contact, Kind, Placement
from danbiet.units.models.unit import COMMITTEES
from danbiet.units.queries import ancestors, on_day

UNIT, PLAN, TASK = "unit", "unit-plan", "unit-task"
# Said of a task on paper; "continuous" goes without saying.
_TOLD = (Task.Timing.YEARLY, Task.Timing.EVENT)


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit today, as its notices speak of it. ``above``: names from the province down; ``contacts``: channel, value;
    ``lead`` and ``coordinate``: what plans in force give it. Each as far as the scene's gate opens it."""

    scene: Scene
    place: Placement
    whose: Line
    above: tuple[str, ...]
    contacts: tuple[tuple[str, str], ...]
    lead: tuple[reading.Work, ...]
    coordinate: tuple[reading.Work, ...]


@dataclass(frozen=True, slots=True)
class TaskSubject:
    """A task that a unit leads; ``partners``: designations that coordinate, as the plan writes them."""

    unit: Subject
    task: Task
    partners: tuple[str, ...]


def whose(place: Placement) -> Line:
    """Who speaks: "Ủy ban nhân dân xã Khánh Hòa", "Sở Nội vụ"."""
    if place.kind not in COMMITTEES:
        return theirs(place.name)
    return line(_("Ủy ban nhân dân %(name)s"), name=Theirs(place.name[:1].lower() + place.name[1:]))


def subject_of(own: Scene, place: Placement, *, work: bool = True) -> Subject:
    """What the notices of a unit are about; two queries, without its work one."""
    above, contacts = _around(place, own)
    found = reading.work_of(place.unit_id, own.day) if work and own.gate["plan"] else []
    contacts = contacts if own.gate["contacts"] else ()
    lead = tuple(row for row in found if row.role == reading.LEAD)
    coordinate = tuple(row for row in found if row.role == reading.COORDINATE)
    return Subject(own, place, whose(place), above, contacts, lead, coordinate)


def _around(place: Placement, own: Scene) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The names above a unit, province first, and its public contacts; one query."""

    def text(name: str) -> Cast:
        return Cast(name, TextField())

    names = (
        Placement.objects.filter(on_day(own.day), unit__in=ancestors(place))
        .annotate(
            sort=Length("path", output_field=IntegerField()),
            what=Value("above", output_field=CharField()),
            said=text("name"),
        )
        .order_by()
        .values_list("what", "sort", "said")
    )
    contacts = (
        Contact.objects.filter(on_day(own.day), unit=place.unit_id, public=True)
        .annotate(sort=Value(0, output_field=IntegerField()), what=Cast("channel", CharField()), said=text("value"))
        .order_by()
        .values_list("what", "sort", "said")
    )
    rows = sorted(names.union(contacts, all=True))
    return (
        tuple(said for what, _sort, said in rows if what == "above"),
        tuple((what, said) for what, _sort, said in rows if what != "above"),
    )


def task_subject(own: Scene, place: Placement, public_id: str) -> TaskSubject:
    """A task and who joins in it; three queries. Raises Http404 where the unit doesn't lead it."""
    task = Task.objects.filter(on_day(own.day), public_id=public_id).select_related("plan").first()
    if task is None or task.plan.province_id != own.province or not own.gate["plan"]:
        raise Http404
    mine = Q(unit=place.unit_id) | Q(accountable=place.unit_id)
    rows = list(
        Assignment.objects.filter(on_day(own.day), task=task)
        .values("role", "text")
        .annotate(first=Min("pk"), mine=Count("pk", filter=mine))
        .order_by("first")
    )
    if not any(row["mine"] for row in rows if row["role"] == reading.LEAD):
        raise Http404
    partners = dict.fromkeys(row["text"] for row in rows if row["role"] == reading.COORDINATE)
    return TaskSubject(subject_of(own, place, work=False), task, tuple(partners))


def _notice(face: str, about: Subject, address: str, what: Line, sentence: Line, source: Line, subject: Any) -> Notice:
    return Notice(
        above=line("%(names)s", names=Theirs(", ".join(about.above))) if about.above else Line(()),
        whose=about.whose,
        what=what,
        sentence=sentence,
        sections=wall.sections(face, subject),
        source=source,
        day=about.scene.day,
        address=address,
        ask=_ask(about),
        simulated=settings.DEMONSTRATION,
    )


def notice(face: str, own: Scene, place: Placement, task: str, absolute: Any) -> tuple[Notice, Subject]:
    """The notice of one face and the unit it is of; ``absolute`` makes a path a whole address. At most two queries
    besides those of sections that others registered, three for a task."""
    page = reverse("portal:unit", args=[place.unit.public_id])
    if face == TASK:
        found = task_subject(own, place, task)
        page = reverse("portal:task", args=[found.task.public_id])
        return _task_notice(found, absolute(page)), found.unit
    about = subject_of(own, place)
    numbers = tuple(dict.fromkeys(row.number for row in (*about.lead, *about.coordinate)))
    plans = line(_("Kế hoạch %(number)s"), number=Theirs(", ".join(numbers)))
    source = line(_("Nguồn: %(plan)s."), plan=plans) if numbers else line(_("Nguồn: danh mục đơn vị của tỉnh."))
    what = line(_("Việc được giao và nơi hỏi"))
    if face == PLAN:
        if not numbers:
            raise Http404
        what = line(_("Phần việc trong %(plan)s"), plan=plans)
    return _notice(face, about, absolute(page), what, _stand(about), source, about), about


def _stand(about: Subject) -> Line:
    if not about.scene.gate["plan"]:
        return line(_("Kế hoạch của tỉnh hiện không công khai trên trang này."))
    if not about.lead and not about.coordinate:
        return line(_("Kế hoạch đang thực hiện không giao nhiệm vụ nào cho đơn vị này."))
    return line(
        _("Được giao chủ trì %(lead)s nhiệm vụ, phối hợp %(coordinate)s nhiệm vụ."),
        lead=len(about.lead),
        coordinate=len(about.coordinate),
    )


def _ask(about: Subject) -> Line:
    phones = [value for channel, value in about.contacts if channel == "phone"]
    commune = about.place.kind == Kind.COMMUNE
    template = _("Hỏi trưởng ấp, khóm, thôn, tổ dân phố hoặc %(whose)s.") if commune else _("Hỏi %(whose)s.")
    asked = line(template, whose=about.whose)
    if not phones:
        return asked
    return line(_("%(asked)s Điện thoại: %(phone)s."), asked=asked, phone=Theirs(", ".join(phones)))


def _task_notice(found: TaskSubject, address: str) -> Notice:
    task = found.task
    plan = line(_("Kế hoạch %(number)s"), number=Theirs(task.plan.number))
    timing = Task.Timing(task.timing).label
    sentence = line(_("%(plan)s giao đơn vị chủ trì việc này. Thời gian: %(timing)s."), plan=plan, timing=timing)
    source = line(_("Nguồn: %(plan)s."), plan=plan)
    return _notice(TASK, found.unit, address, theirs(task.title), sentence, source, found)


def _title(row: reading.Work) -> Line:
    if row.timing not in _TOLD:
        return theirs(row.title)
    return line("%(title)s (%(timing)s)", title=Theirs(row.title), timing=Task.Timing(row.timing).label)


def _doings(row: reading.Work) -> Line | None:
    """What is to be done, without the title where the first action begins with it."""
    parts = [text.strip().rstrip(".;") for text in row.actions]
    if parts and parts[0].startswith(row.title):
        parts[0] = parts[0].removeprefix(row.title).strip(" .:;,")
    said = "; ".join(text[:1].lower() + text[1:] for text in parts if text)
    return theirs(said) if said else None


def _contacts(about: Subject) -> Section:
    """How the unit is reached, besides the telephone that stands with whom to ask."""
    names = {"address": _("Trụ sở"), "email": _("Thư điện tử")}
    items = [Item(line(names[what]), theirs(value)) for what, value in about.contacts if what in names]
    return Section(line(_("Nơi liên hệ")), tuple(items))


def _led(about: Subject, *, detailed: bool) -> Section:
    total = len(about.lead)
    heading = ngettext("Đơn vị chủ trì %(total)s nhiệm vụ", "Đơn vị chủ trì %(total)s nhiệm vụ", total)
    items = tuple(Item(_title(row), detail=_doings(row) if detailed else None) for row in about.lead)
    return Section(line(heading, total=total), items)


def _joined(about: Subject) -> Section:
    total = len(about.coordinate)
    heading = ngettext("Đơn vị phối hợp %(total)s nhiệm vụ", "Đơn vị phối hợp %(total)s nhiệm vụ", total)
    return Section(line(heading, total=total), tuple(Item(_title(row)) for row in about.coordinate))


def _asked(about: Subject) -> Section:
    """What is asked of the unit and what is there, as its page says it; one query."""
    gate = about.scene.gate
    rows = asked.of_unit(about.place.unit_id, about.scene.day) if gate["asked"] else []
    heading = _("Việc được giao và kết quả") if gate["there"] or gate["lateness"] else _("Việc được giao")
    return Section(line(heading), tuple(_duty(one) for one in asked.all_said(rows, gate, about.scene.day)))


def _duty(said: asked.Said) -> Item:
    parts = [line(_("hạn %(day)s"), day=office_day(said.due_on, get_language() or "vi"))]
    if said.requested:
        parts.append(line(_("được đề nghị")))
    if said.there == "document":
        parts.append(line(_("văn bản %(number)s"), number=Theirs(said.number)))
    elif said.there == "recorded":
        parts.append(line(_("đã ghi nhận")))
    elif said.there == "waived":
        parts.append(line(_("được miễn")))
    elif said.missing_days:
        parts.append(line(_("chưa nhận được")))
    template = "; ".join(f"%(p{number})s" for number in range(len(parts)))
    value = line(template, **{f"p{number}": part for number, part in enumerate(parts)})
    explained = line(_("Đơn vị giải thích: %(text)s"), text=Theirs(said.explanation)) if said.explanation else None
    return Item(theirs(said.title), value, detail=explained)


def _to_do(found: TaskSubject) -> Section:
    return Section(line(_("Việc phải làm")), tuple(Item(theirs(text.rstrip(" ;"))) for text in found.task.actions))


def _partners(found: TaskSubject) -> Section:
    return Section(line(_("Phối hợp")), tuple(Item(theirs(text)) for text in found.partners))


def register() -> None:
    """The sections of the three faces; called once, when the room loads."""
    wall.register(UNIT, _contacts, order=10)
    wall.register(UNIT, _asked, order=30)
    wall.register(UNIT, lambda about: _led(about, detailed=False), order=50)
    wall.register(UNIT, _joined, order=60)
    wall.register(PLAN, lambda about: _led(about, detailed=True), order=50)
    wall.register(PLAN, _joined, order=60)
    wall.register(TASK, _to_do, order=50)
    wall.register(TASK, _partners, order=60)
