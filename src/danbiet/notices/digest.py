"""The digest: who gets one today, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danbiet.base import clock
from danbiet.law import calendar
from danbiet.notices.kinds import lines_of
from danbiet.notices.models import Letter, Message, Preference
from danbiet.notices.queries import CURRENT, UNREAD, Filled, Row, grouped, in_order
from danbiet.notices.settings import settings
from danbiet.pages import writing
from danbiet.people.models import Person

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

BATCH = 500
UNMAILED = UNREAD & Q(mailed_at__isnull=True)


def open_hours(now: datetime) -> bool:
    """Whether e-mail may leave now: a working day of state agencies, outside the quiet hours."""
    local = now.astimezone(clock.ZONE)
    return calendar.is_working_day(local.date()) and not settings().quiet(local.time())


def prepare() -> int:
    """An envelope for everybody whose hour has come and who has something new to read; how many.

    At most one open letter a person and at most one letter a day; idempotent, in short transactions. Nothing where the
    installation has no mail server, on days of rest and in the quiet hours.
    """
    now = clock.now()
    if not django_settings.EMAIL_READY or not open_hours(now):
        return 0
    people = list(_awaiting(now).values_list("pk", flat=True))
    today, made = clock.today(), 0
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        rows = [Letter(person_id=pk, day=today, created_at=now, next_try_at=now) for pk in batch]
        with transaction.atomic():
            Letter.objects.bulk_create(rows, ignore_conflicts=True)
        made += len(rows)
    return made


def _awaiting(now: datetime) -> QuerySet[Person]:
    local, usual = now.astimezone(clock.ZONE), settings().hour
    wants = Q(notice_preference__email=True, notice_preference__hour__lte=local.time())
    if usual <= local.time():
        wants |= Q(notice_preference__isnull=True)
    mine = Letter.objects.filter(person=OuterRef("pk"))
    had = mine.filter(Letter.OPEN | Q(day=local.date()) | Q(sent_at__gte=clock.start_of_day(local.date())))
    new = Message.objects.filter(UNMAILED, person=OuterRef("pk"))
    return Person.objects.filter(wants, Exists(new), ~Exists(had), is_active=True).exclude(email="").order_by("pk")


@dataclass(slots=True)
class Content:
    """What a letter says when it is sent: rows by group, and the messages that have nothing to say any more."""

    language: str
    rows: list[Row] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def contents(letters: Sequence[Letter]) -> dict[int, Content]:
    """What each letter says now, by its primary key; a fixed number of queries for each of the two languages."""
    people = [letter.person_id for letter in letters]
    languages = dict(Preference.objects.filter(person__in=people).values_list("person", "language"))
    messages = Message.objects.filter(CURRENT, UNMAILED, person__in=people).order_by("pk")
    by_person: dict[int, list[Message]] = {}
    for message in messages:
        by_person.setdefault(message.person_id, []).append(message)
    found: dict[int, Content] = {}
    for code, _name in django_settings.LANGUAGES:
        chosen = [one for one in letters if languages.get(one.person_id, django_settings.LANGUAGE_CODE) == code]
        theirs = [message for letter in chosen for message in by_person.get(letter.person_id, [])]
        with translation.override(code):
            lines = lines_of(theirs)
        for letter in chosen:
            own = by_person.get(letter.person_id, [])
            gone = [message.pk for message in own if message.pk not in lines]
            found[letter.pk] = Content(code, in_order(own, lines), gone)
    return found


def compose(letter: Letter, content: Content, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The e-mail of a letter, in its reader's language.

    Its Message-ID is the letter's: what is sent twice is known as one.
    """
    with translation.override(content.language):
        groups = grouped(content.rows)
        html = render_to_string("notices/digest.html", _context(letter, content, groups))
        host = django_settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
        mail = EmailMultiAlternatives(
            subject=subject(groups),
            body=plain(letter, content, groups),
            to=[letter.person.email],
            connection=connection,
            headers={"Message-ID": f"<{letter.public_id}@{host}>", "Auto-Submitted": "auto-generated"},
        )
    mail.attach_alternative(html, "text/html")
    return mail


def subject(groups: Sequence[Filled]) -> str:
    """One line that says how things stand; no names, since subjects show on locked screens."""
    said = []
    for shelf in groups:
        number = len(shelf.rows)
        said.append(
            {
                "late": ngettext("%(n)s việc quá hạn", "%(n)s việc quá hạn", number),
                "today": ngettext("%(n)s việc hạn hôm nay", "%(n)s việc hạn hôm nay", number),
                "soon": ngettext("%(n)s việc sắp đến hạn", "%(n)s việc sắp đến hạn", number),
                "decide": ngettext("%(n)s dự thảo chờ duyệt", "%(n)s dự thảo chờ duyệt", number),
                "question": ngettext("%(n)s câu hỏi cần trả lời", "%(n)s câu hỏi cần trả lời", number),
                "reported": ngettext("%(n)s việc được báo cáo", "%(n)s việc được báo cáo", number),
                "foretold": ngettext("%(n)s mục sắp công khai", "%(n)s mục sắp công khai", number),
                "told": ngettext("%(n)s việc để biết", "%(n)s việc để biết", number),
            }[shelf.group.key]
            % {"n": number}
        )
    simulated = _("[mô phỏng]") + " " if django_settings.DEMONSTRATION else ""
    return f"{simulated}Dân Biết: {', '.join(said)}"


def absolute(path: str) -> str:
    """A link for an e-mail; "" where the installation doesn't know its own address."""
    base = django_settings.SITE_ADDRESS.rstrip("/")
    return f"{base}{path}" if base else ""


def _context(letter: Letter, content: Content, groups: Sequence[Filled]) -> dict[str, object]:
    linked = [(shelf.group.label, [(row.line, absolute(row.line.address)) for row in shelf.rows]) for shelf in groups]
    return {
        "letter": letter,
        "language": content.language,
        "groups": linked,
        "demonstration": django_settings.DEMONSTRATION,
        "work": absolute(reverse("office:my-work")),
        "settings": absolute(reverse("notices:settings")),
    }


def plain(letter: Letter, content: Content, groups: Sequence[Filled]) -> str:
    """The text of the e-mail for readers without HTML."""
    lines = [_("Việc cần biết ngày %(day)s") % {"day": writing.day(letter.day, content.language)}]
    if django_settings.DEMONSTRATION:
        lines += ["", _("Dữ liệu mô phỏng. Không dùng để đánh giá đơn vị nào.")]
    for shelf in groups:
        lines += ["", f"{shelf.group.label}:"]
        for row in shelf.rows:
            lines += [f"- {_said(row, content.language)}"]
            address = absolute(row.line.address)
            lines += [f"  {address}"] if address else []
    lines += ["", _("Thư này chỉ nêu việc mới cần nhắc. Toàn bộ việc còn phải làm có ở trang «Việc của tôi».")]
    work = absolute(reverse("office:my-work"))
    lines += [work] if work else []
    choose = absolute(reverse("notices:settings"))
    lines += [_("Đổi giờ nhận hoặc ngừng nhận thư: %(address)s") % {"address": choose}] if choose else []
    return "\n".join(lines) + "\n"


def _said(row: Row, language: str) -> str:
    line = row.line
    due = _("hạn %(day)s") % {"day": writing.day(line.due_on, language)} if line.due_on else ""
    return "; ".join(part for part in (line.title, line.unit, due, line.note) if part)
