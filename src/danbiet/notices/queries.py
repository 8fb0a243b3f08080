"""Reading messages; a person reads his own only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from danbiet.notices.kinds import GROUPS, Group, Line, lines_of
from danbiet.notices.models import Message, Preference

if TYPE_CHECKING:
    from danbiet.people.models import Person

CURRENT = Q(settled_at__isnull=True)
UNREAD = CURRENT & Q(read_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A message and how it is read now."""

    message: Message
    line: Line


@dataclass(slots=True)
class Filled:
    """A group of the digest with its rows, by due day."""

    group: Group
    rows: list[Row] = field(default_factory=list)


def current(person: Person) -> list[Row]:
    """What the person is being told, in the order of reading; one query and those of the kinds."""
    messages = list(Message.objects.filter(CURRENT, person=person).order_by("pk"))
    return in_order(messages, lines_of(messages))


def in_order(messages: Sequence[Message], lines: dict[int, Line]) -> list[Row]:
    """The messages that have a line, by group and due day."""
    keys = list(GROUPS)
    rows = [Row(message, lines[message.pk]) for message in messages if message.pk in lines]
    return sorted(rows, key=lambda row: (keys.index(row.line.group), row.line.due_on or date.max, row.message.pk))


def grouped(rows: Sequence[Row]) -> list[Filled]:
    """Rows in order, by group; groups without rows are left out."""
    shelves = [Filled(group, [row for row in rows if row.line.group == key]) for key, group in GROUPS.items()]
    return [shelf for shelf in shelves if shelf.rows]


def unread_of_account() -> Coalesce:
    """For an account's query: how many unread messages it has."""
    mine = Message.objects.filter(UNREAD, person=OuterRef("pk")).order_by().values("person")
    counted = mine.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def preference_of(person: Person) -> Preference:
    """How the person wants to be told; the usual (not stored) for whoever never said."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)
