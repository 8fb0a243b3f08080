"""What a dated legal parameter is, and how it answers for a day."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from danbiet.base.errors import CodedError, ErrorCode
from danbiet.law import errors
from danbiet.law.quantities import Duration, Quantity
from danbiet.law.words import Labels, read_reference, write_day

__all__ = ["Kind", "Parameter", "Section", "Value"]

RECALLED = "recalled"
_SOURCE = Labels("ghi theo trí nhớ, chưa đối chiếu văn bản", "recalled, not yet compared with the text")
_YEARLY = re.compile(r"(?P<before>< )?(?P<month>\d\d)-(?P<day>\d\d)")
ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """The four kinds of parameters."""

    DURATION = "duration"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """What the law says from ``first_day`` to ``last_day`` (None: still in force).

    ``value`` is a :class:`Duration`, a :class:`Quantity`, the code of an option, or a text in both languages;
    ``extension`` is by how much the period may be extended, ``extension_times`` how often. ``reference`` names the
    article as the parameter file writes it, ``source`` where it was read. Not ``verified`` means: to be checked
    against the official text before anything hard depends on it. ``beyond_known`` means: the day asked about lies
    past what the file knows, and this is the last known value. ``precision`` says how exactly the source gives the
    first day: "day", "month" or "year".
    """

    key: str
    kind: Kind
    value: Quantity | Labels | str
    first_day: date
    last_day: date | None
    reference: str
    source: str
    verified: bool
    labels: Labels
    beyond_known: bool = False
    precision: str = "day"
    extension: Duration | None = None
    extension_times: int = 0
    note: Labels | None = None
    option: Labels | None = None

    @property
    def unit(self) -> str | None:
        """The unit's code, where there is one."""
        return self.value.unit if isinstance(self.value, Quantity) else None

    @property
    def to_verify(self) -> bool:
        """Whether it must still be checked against the official text."""
        return not self.verified

    @property
    def duration(self) -> Duration:
        """The length of time; LAW-014 if the parameter isn't one."""
        if isinstance(self.value, Duration):
            return self.value
        raise CodedError(errors.NOT_THAT_KIND, key=self.key, found=self.kind.value, wanted=Kind.DURATION.value)

    @property
    def number(self) -> Quantity:
        """The number with its unit; LAW-014 if the parameter isn't one."""
        if isinstance(self.value, Quantity) and not isinstance(self.value, Duration):
            return self.value
        raise CodedError(errors.NOT_THAT_KIND, key=self.key, found=self.kind.value, wanted=Kind.NUMBER.value)

    def in_year(self, year: int) -> date:
        """The day a yearly date falls on: "11-15" the day itself, "< 11-15" the last day before; LAW-014 otherwise."""
        match = _YEARLY.fullmatch(self.value.vi) if isinstance(self.value, Labels) else None
        if match is None:
            raise CodedError(errors.NOT_THAT_KIND, key=self.key, found=self.kind.value, wanted="yearly date")
        day = date(year, int(match["month"]), int(match["day"]))
        return day - ONE_DAY if match["before"] else day

    def said(self, language: str) -> str:
        """The value in words, with its extension."""
        if isinstance(self.value, Quantity):
            text = self.value.said(language)
            if self.extension is None:
                return text
            more = self.extension.said(language)
            times = f" × {self.extension_times}" if self.extension_times > 1 else ""
            return text + (f" (+ {more}{times})" if language == "en" else f" (gia hạn {more}{times})")
        if isinstance(self.value, Labels):
            return _yearly_said(self.value, language)
        return self.option.said(language) if self.option else self.value

    def article(self, language: str) -> str:
        """The reference written out in ``language``."""
        return read_reference(self.reference, language)

    def origin(self, language: str) -> str:
        """Where the value was read."""
        return _SOURCE.said(language) if self.source == RECALLED else self.source

    def period(self, language: str) -> str:
        """The days it holds, as exactly as the source gives the first."""
        length = {"day": 3, "month": 2, "year": 1}[self.precision]
        first = "-".join(self.first_day.isoformat().split("-")[:length])
        if self.precision == "day":
            first = write_day(self.first_day, language, weekday=False)
        last = write_day(self.last_day, language, weekday=False) if self.last_day else "…"
        return f"{first} – {last}"

    def to_json(self) -> dict[str, object]:
        """A form that JSON can hold; amounts that aren't whole are text."""
        shown: dict[str, object] = {"key": self.key, "kind": self.kind.value, "labels": self.labels._asdict()}
        if isinstance(self.value, Quantity):
            whole = [one if isinstance(one, int) else str(one) for one in (self.value.amount, *self.value.others)]
            upper = self.value.upper
            shown |= {"value": whole[0], "unit": self.value.unit, "comparison": self.value.comparison}
            shown |= {"upper": upper if upper is None or isinstance(upper, int) else str(upper), "others": whole[1:]}
        else:
            shown["value"] = self.value._asdict() if isinstance(self.value, Labels) else self.value
        return shown | {
            "said": {"vi": self.said("vi"), "en": self.said("en")},
            "extension": self.extension.said("en") if self.extension else None,
            "from": self.first_day.isoformat(),
            "precision": self.precision,
            "to": self.last_day.isoformat() if self.last_day else None,
            "reference": {"vi": self.article("vi"), "en": self.article("en")},
            "source": self.source,
            "verified": self.verified,
            "beyond_known": self.beyond_known,
            "note": self.note._asdict() if self.note else None,
        }


def _yearly_said(value: Labels, language: str) -> str:
    """A yearly date as people say it, any other text as it is."""
    match = _YEARLY.fullmatch(value.vi)
    if match is None:
        return value.said(language)
    before = {"vi": "trước ", "en": "before "}[language] if match["before"] else ""
    return f"{before}{match['day']}/{match['month']}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch of days on which there is no value, and the error that says why."""

    kind: ErrorCode
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Parameter:
    """All that is known of one parameter: its values in order of days, and the day it ended, if it did.

    A look-up is one bisection over ``days``: ``steps[i]`` holds from ``days[i]`` on.
    """

    key: str
    kind: Kind
    labels: Labels
    values: tuple[Value, ...]
    end: date | None
    known_to: date
    days: tuple[date, ...]
    steps: tuple[Value | Refusal, ...]

    @classmethod
    def of(cls, values: tuple[Value, ...], end: date | None, known_to: date) -> Parameter:
        """The parameter that has ``values`` (in order of days, not overlapping)."""
        steps: list[tuple[date, Value | Refusal]] = []
        for value, after in zip(values, [*values[1:], None], strict=True):
            steps.append((value.first_day, value))
            if after is not None:
                last = value.last_day or after.first_day - ONE_DAY
                if last + ONE_DAY < after.first_day:
                    gap = Refusal(errors.IN_A_GAP, last + ONE_DAY, after.first_day - ONE_DAY)
                    steps.append((gap.first, gap))
        final = values[-1]
        if end is not None:
            steps.append((end + ONE_DAY, Refusal(errors.ENDED, end + ONE_DAY, date.max)))
        else:
            known = final.last_day or max(known_to, final.first_day)
            steps.append((known + ONE_DAY, replace(final, beyond_known=True)))
        days, found = zip(*steps, strict=True)
        return cls(final.key, final.kind, final.labels, values, end, known_to, days, found)

    def on(self, day: date) -> Value:
        """The value on ``day``; LAW-011 before the first known day, LAW-012 after the end, LAW-013 in a gap."""
        index = bisect_right(self.days, day)
        step = self.steps[index - 1]
        if index and step.__class__ is Value:
            return step
        if not index:
            raise CodedError(errors.BEFORE_KNOWN, key=self.key, day=day.isoformat(), first=self.days[0].isoformat())
        assert isinstance(step, Refusal)  # noqa: S101 - the two kinds of steps
        if step.kind is errors.ENDED:
            raise CodedError(errors.ENDED, key=self.key, day=day.isoformat(), end=(step.first - ONE_DAY).isoformat())
        raise CodedError(
            errors.IN_A_GAP, key=self.key, day=day.isoformat(), first=step.first.isoformat(), last=step.last.isoformat()
        )

    @property
    def to_verify(self) -> bool:
        """Whether any of its values must still be checked."""
        return any(value.to_verify for value in self.values)


@dataclass(frozen=True, slots=True)
class Section:
    """The parameters of one file under its heading, for display."""

    name: str
    labels: Labels
    parameters: tuple[Parameter, ...]

    @property
    def to_verify(self) -> int:
        """How many of its values must still be checked."""
        return sum(value.to_verify for parameter in self.parameters for value in parameter.values)
