"""What the rooms above register: kinds of message, and how the messages of a kind are said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from danbiet.base.errors import CodedError
from danbiet.notices import errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from danbiet.notices.models import Message


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the digest: its key, its heading and the shape of its sign."""

    key: str
    label: str | _StrPromise
    shape: str


# In the order in which they are read.
GROUPS = {
    group.key: group
    for group in (
        Group("late", _("Quá hạn"), "late"),
        Group("today", _("Đến hạn hôm nay"), "soon"),
        Group("decide", _("Chờ duyệt"), "soon"),
        Group("soon", _("Sắp đến hạn"), "open"),
        Group("question", _("Câu hỏi cần trả lời"), "open"),
        Group("reported", _("Báo cáo lên lãnh đạo"), "late"),
        Group("foretold", _("Sắp công khai về đơn vị"), "open"),
        Group("told", _("Để biết"), "open"),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it is read now, in the active language.

    ``group``: a key of :data:`GROUPS`; ``title``: the subject's own words; ``address``: the path of its page;
    ``due_on``: None where no day is set; ``unit``: whose it is; ``note``: what else is to be said, "" for nothing.
    """

    group: str
    title: str
    address: str
    due_on: date | None
    unit: str = ""
    note: str = ""


# The lines of those messages that still say something, by the message's primary key; a fixed number of queries.
Lines = Callable[[Sequence["Message"]], dict[int, Line]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message."""

    key: str
    lines: Lines


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; one registered again takes the place of the first."""
    _KINDS[kind.key] = kind


def kind(key: str) -> Kind:
    """A registered kind. Raises CodedError NOTE-002."""
    if key not in _KINDS:
        raise CodedError(errors.UNKNOWN_KIND, kind=key)
    return _KINDS[key]


def lines_of(messages: Sequence[Message]) -> dict[int, Line]:
    """The lines of messages of any kinds, by primary key; those that no longer say anything are missing."""
    found: dict[int, Line] = {}
    for key in dict.fromkeys(message.kind for message in messages):
        found |= kind(key).lines([message for message in messages if message.kind == key])
    return found
