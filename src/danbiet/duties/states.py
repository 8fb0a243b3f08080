"""The state of a duty, computed from its facts and the clock: one SQL expression and one Python twin.

Facts come before the clock: a superseded or waived duty is that whatever else happened; requested work is never
overdue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from danbiet.duties.models import Duty

DUE_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class State:
    """How a state is said and shown: a word, and a shape that ``pages`` draws. ``open``: work waits."""

    key: str
    label: str | _StrPromise
    shape: str
    open: bool


STATES = {
    state.key: state
    for state in (
        State("superseded", _("đã chuyển giao"), "none", False),
        State("waived", _("được miễn"), "none", False),
        State("done", _("đã làm"), "done", False),
        State("done_late", _("đã làm, muộn hạn"), "done", False),
        State("requested", _("đề nghị"), "asked", True),
        State("overdue", _("quá hạn"), "late", True),
        State("due_soon", _("sắp đến hạn"), "soon", True),
        State("waiting", _("chưa đến kỳ"), "open", True),
        State("open", _("trong hạn"), "open", True),
    )
}


def state_of(duty: Duty, now: datetime) -> str:
    """The key of a duty's state at a moment; the twin of :func:`with_state`."""
    if duty.superseded_at is not None:
        return "superseded"
    if duty.waived_at is not None:
        return "waived"
    if duty.fulfilled_at is not None:
        return "done" if duty.fulfilled_at < duty.due_at or duty.force == "requested" else "done_late"
    if duty.force == "requested":
        return "requested"
    if now >= duty.due_at:
        return "overdue"
    if now >= duty.due_at - DUE_SOON:
        return "due_soon"
    return "waiting" if duty.starts_on > _day(now) else "open"


def _day(now: datetime) -> date:
    return now.astimezone(clock.ZONE).date()


def with_state(queryset: QuerySet[Duty], now: datetime) -> QuerySet[Duty]:
    """Annotate ``state`` as of a moment, by one expression."""
    requested = Q(force="requested")
    in_time = Q(fulfilled_at__lt=F("due_at")) | requested
    return queryset.annotate(
        state=Case(
            When(superseded_at__isnull=False, then=Value("superseded")),
            When(waived_at__isnull=False, then=Value("waived")),
            When(Q(fulfilled_at__isnull=False) & in_time, then=Value("done")),
            When(fulfilled_at__isnull=False, then=Value("done_late")),
            When(requested, then=Value("requested")),
            When(due_at__lte=now, then=Value("overdue")),
            When(due_at__lte=now + DUE_SOON, then=Value("due_soon")),
            When(starts_on__gt=_day(now), then=Value("waiting")),
            default=Value("open"),
            output_field=CharField(),
        )
    )


def unfulfilled() -> Q:
    """Duties that still want something, whatever the clock says."""
    return Q(superseded_at__isnull=True, waived_at__isnull=True, fulfilled_at__isnull=True)
