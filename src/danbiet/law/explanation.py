"""Why a day is the due day: the days counted, the days skipped and for which reason, the articles, the doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from danbiet.law.quantities import Duration
from danbiet.law.words import Labels, read_reference, write_day

__all__ = ["CountedDay", "Explanation", "Ground", "Run"]

SCHEMA = "danbiet.deadline/1"


class CountedDay(NamedTuple):
    """One day of the reckoning: its number if it counts, otherwise why it doesn't."""

    day: date
    number: int | None
    reason: Labels | None


class Run(NamedTuple):
    """Neighbouring days of one sort: numbered ``number`` and on if they count, otherwise off for ``reason``.

    In a reckoning backward ``first`` is the later day. ``rolled`` marks the days passed over because the period's
    last day was a day of rest.
    """

    first: date
    last: date
    number: int | None
    reason: Labels | None
    rolled: bool = False

    def days(self) -> Iterator[CountedDay]:
        """The days one by one."""
        step = timedelta(days=1 if self.first <= self.last else -1)
        for index in range(abs((self.last - self.first).days) + 1):
            number = None if self.number is None else self.number + index
            yield CountedDay(self.first + index * step, number, self.reason)

    def said(self, language: str) -> str:
        """The run on one line."""
        span = write_day(self.first, language)
        if self.first != self.last:
            span += f" – {write_day(self.last, language)}"
        if self.number is not None:
            last = self.number + abs((self.last - self.first).days)
            numbers = str(self.number) if last == self.number else f"{self.number}–{last}"
            return f"{numbers}: {span}"
        skipped = {
            (False, False): "nghỉ, không tính",
            (False, True): "ngày cuối rơi vào ngày nghỉ",
            (True, False): "off, not counted",
            (True, True): "the last day is a day of rest",
        }[language == "en", self.rolled]
        return f"–: {span}: {self.reason.said(language) if self.reason else ''} ({skipped})"


class Ground(NamedTuple):
    """An article the reckoning stands on, for what, and whether it is still to be verified."""

    what: Labels
    reference: str
    to_verify: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How ``due`` follows from ``event`` and a duration.

    ``key`` is the legal parameter, empty for a duration given as such. ``direction`` is "after" or "before".
    ``forecast`` means that a day of the reckoning lies in a year whose calendar isn't official;
    ``beyond_known`` that a value was the last known one. Kept as JSON with a duty: see :meth:`to_json`.
    """

    event: date
    duration: Duration
    direction: str
    due: date
    runs: tuple[Run, ...]
    grounds: tuple[Ground, ...]
    key: str = ""
    labels: Labels | None = None
    forecast: bool = False
    beyond_known: bool = False

    @property
    def to_verify(self) -> bool:
        """Whether an article it stands on is still to be checked."""
        return any(ground.to_verify for ground in self.grounds)

    def days(self) -> Iterator[CountedDay]:
        """Every day from the event (not counted) to the due day."""
        for run in self.runs:
            yield from run.days()

    def lines(self, language: str) -> list[str]:
        """The explanation for a reader of ``language``, one statement a line."""
        english = language == "en"
        label = f"{self.labels.said(language)}: " if self.labels else ""
        way = {"after": ("kể từ", "from"), "before": ("trước", "before")}[self.direction][english]
        head = f"{label}{self.duration.said(language)} {way} {write_day(self.event, language)}"
        head += " (that day isn't counted)" if english else " (không tính ngày này)"
        due = ("Due on " if english else "Hạn: ") + write_day(self.due, language)
        return [head, *(run.said(language) for run in self.runs), due, *self._doubts(language)]

    def _doubts(self, language: str) -> list[str]:
        english = language == "en"
        mark = " [to verify]" if english else " [cần đối chiếu]"
        lines = [
            f"{one.what.said(language)}: {read_reference(one.reference, language)}{mark if one.to_verify else ''}"
            for one in self.grounds
        ]
        if self.beyond_known:
            lines.append(
                "The day lies past what is known of the law: the last known value was applied."
                if english
                else "Ngày này vượt quá phần pháp luật đã biết: áp dụng giá trị cuối cùng đã biết."
            )
        if self.forecast:
            lines.append(
                "Some of these days lie in a year whose calendar of days off hasn't been checked."
                if english
                else "Một số ngày thuộc năm mà lịch nghỉ chưa được đối chiếu chính thức."
            )
        return lines

    def render(self, language: str = "vi") -> str:
        """The explanation as text."""
        return "\n".join(self.lines(language))

    def to_json(self) -> dict[str, Any]:
        """What a duty stores; :meth:`from_json` reads it back."""
        return {
            "schema": SCHEMA,
            "event": self.event.isoformat(),
            "amount": _written(self.duration),
            "direction": self.direction,
            "due": self.due.isoformat(),
            "runs": [
                {
                    "first": run.first.isoformat(),
                    "last": run.last.isoformat(),
                    "number": run.number,
                    "reason": run.reason._asdict() if run.reason else None,
                    "rolled": run.rolled,
                }
                for run in self.runs
            ],
            "grounds": [
                {"what": one.what._asdict(), "reference": one.reference, "to_verify": one.to_verify}
                for one in self.grounds
            ],
            "key": self.key,
            "labels": self.labels._asdict() if self.labels else None,
            "to_verify": self.to_verify,
            "forecast": self.forecast,
            "beyond_known": self.beyond_known,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Explanation:
        """The explanation that :meth:`to_json` stored."""
        return cls(
            event=date.fromisoformat(stored["event"]),
            duration=Duration.of(stored["amount"]),
            direction=stored["direction"],
            due=date.fromisoformat(stored["due"]),
            runs=tuple(
                Run(
                    date.fromisoformat(run["first"]),
                    date.fromisoformat(run["last"]),
                    run["number"],
                    Labels(**run["reason"]) if run["reason"] else None,
                    run["rolled"],
                )
                for run in stored["runs"]
            ),
            grounds=tuple(
                Ground(Labels(**one["what"]), one["reference"], one["to_verify"]) for one in stored["grounds"]
            ),
            key=stored["key"],
            labels=Labels(**stored["labels"]) if stored["labels"] else None,
            forecast=stored["forecast"],
            beyond_known=stored["beyond_known"],
        )


def _written(duration: Duration) -> str:
    """The duration in the form :meth:`Duration.of` reads."""
    return f"{duration.comparison} {duration.amount} {duration.unit}".strip()
