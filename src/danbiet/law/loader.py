"""Parameter files into parameters, strictly: what isn't in the form is refused, with file, line and key.

The form of a file::

    about: {vi: ..., en: ...}
    known_to: 2026-07-23               # the day up to which the law was looked at
    parameters:
      posting.minimum:                 # the key is "<file>.posting.minimum"
        kind: duration                 # duration | number | choice | text
        label: {vi: ..., en: ...}
        options: {hands: {vi, en}}     # of a choice
        end: 2025-06-30                # last day in force, where it ended without a successor
        values:                        # in order of days; without `to` a value holds until the next
          - {from: 2012-07-01, to: ..., value: 30 d, extension: 15 d, extension_times: 1,
             article: "Luật 02/2011/QH13, Điều 28", source: ..., status: verified, note: {vi, en}}
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from danbiet.law import errors
from danbiet.law.dated import RECALLED, Kind, Parameter, Section, Value
from danbiet.law.quantities import Duration, Quantity
from danbiet.law.strict import Table, read
from danbiet.law.words import Labels, is_reference

__all__ = ["load"]

_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_REQUIRED = ("from", "value", "article", "source", "status")
_OPTIONAL = ("to", "extension", "extension_times", "note")


def load(path: Path) -> Section:
    """The parameters of one file; every fault is a coded error LAW-001 to LAW-009 or LAW-020 at its place."""
    file = read(path)
    file.only(("about", "known_to", "parameters"))
    known_to = file.day("known_to").last
    parameters = []
    for name, table in file.table("parameters").items():
        if not _KEY.fullmatch(name):
            raise file.table("parameters").wrong(name, "khóa chữ thường nối bằng dấu chấm", "a dotted lower-case key")
        table.only(("kind", "label", "values"), ("options", "end"))
        values = _values(table, f"{path.stem}.{name}")
        end = table.day("end").last if "end" in table else None
        parameters.append(Parameter.of(values, end, known_to))
    return Section(path.stem, file.labels("about"), tuple(parameters))


def _values(table: Table, key: str) -> tuple[Value, ...]:
    """The values of one parameter in order of days; open ones are closed by the next value or the end."""
    kind = _kind(table)
    options = (
        {name: table.table("options").labels(name) for name in table.table("options").nodes}
        if "options" in table
        else {}
    )
    rows = table.tables("values")
    values = [_value(row, key, kind, table.labels("label"), options) for row in rows]
    for row, before, after in zip(rows[1:], values, values[1:], strict=False):
        last = before.last_day or before.first_day
        if after.first_day <= last:
            raise row.error(errors.DATES_OVERLAP, "from", first=after.first_day.isoformat(), last=last.isoformat())
    return _closed(table, rows, values)


def _closed(table: Table, rows: list[Table], values: list[Value]) -> tuple[Value, ...]:
    """The values with their last days filled in: the day before the next one, or the parameter's end."""
    end = table.day("end").last if "end" in table else None
    closed: list[Value] = []
    following: list[Value | None] = [*values[1:], None]
    for row, value, after in zip(rows, values, following, strict=True):
        reaches = value.last_day or value.first_day
        if end is not None and reaches > end:
            raise row.error(errors.AFTER_END, first=value.first_day.isoformat(), end=end.isoformat())
        if value.last_day is None:
            closed.append(replace(value, last_day=after.first_day - timedelta(days=1) if after else end))
        else:
            closed.append(value)
    return tuple(closed)


def _kind(table: Table) -> Kind:
    try:
        kind = Kind(table.text("kind"))
    except ValueError:
        names = ", ".join(Kind)
        raise table.wrong("kind", f"một trong {names}", f"one of {names}") from None
    if (kind is Kind.CHOICE) != ("options" in table):
        fault = errors.MISSING_KEY if kind is Kind.CHOICE else errors.UNKNOWN_KEY
        raise table.error(fault, "options", **_options_fault(kind))
    return kind


def _options_fault(kind: Kind) -> dict[str, str]:
    return {"name": "options"} if kind is Kind.CHOICE else {"name": "options", "allowed": "kind: choice"}


def _value(row: Table, key: str, kind: Kind, labels: Labels, options: dict[str, Labels]) -> Value:
    row.only(_REQUIRED, _OPTIONAL)
    first = row.day("from")
    last = row.day("to").last if "to" in row else None
    if last is not None and first.first > last:
        raise row.error(errors.DATES_REVERSED, "to", first=first.first.isoformat(), last=last.isoformat())
    reference = row.text("article")
    if not is_reference(reference):
        raise row.wrong("article", "văn bản và điều («NĐ 59/2023/NĐ-CP, Điều 17»)", "an instrument and its article")
    found = _content(row, kind, options)
    extension, times = _extension(row, kind)
    return Value(
        key=key,
        kind=kind,
        value=found,
        first_day=first.first,
        last_day=last,
        reference=reference,
        source=row.text("source"),
        verified=_verified(row),
        labels=labels,
        precision=first.precision,
        extension=extension,
        extension_times=times,
        note=row.labels("note") if "note" in row else None,
        option=options.get(found) if isinstance(found, str) else None,
    )


def _content(row: Table, kind: Kind, options: dict[str, Labels]) -> Quantity | Labels | str:
    """The value itself, in the form its kind asks for."""
    if kind is Kind.TEXT:
        if row.nodes["value"].id == "mapping":
            return row.labels("value")
        return Labels(row.text("value"), row.text("value"))
    if kind is Kind.CHOICE:
        option = row.text("value")
        if option not in options:
            raise row.error(errors.UNKNOWN_OPTION, "value", option=option, options=", ".join(options))
        return option
    found = Quantity.parse(row.written("value"))
    if found is None or isinstance(found, Duration) != (kind is Kind.DURATION):
        if kind is Kind.DURATION:
            raise row.wrong("value", "thời hạn có đơn vị (30 d, 5 wd)", "a duration with its unit (30 d, 5 wd)")
        raise row.wrong("value", "số có đơn vị (> 50 percent)", "a number with its unit (> 50 percent)")
    return found


def _extension(row: Table, kind: Kind) -> tuple[Duration | None, int]:
    if "extension" not in row:
        if "extension_times" in row:
            raise row.error(errors.MISSING_KEY, "extension", name="extension")
        return None, 0
    found = Quantity.parse(row.written("extension"))
    if not isinstance(found, Duration) or kind is not Kind.DURATION:
        raise row.wrong("extension", "thời hạn gia hạn của một thời hạn", "a duration that extends a duration")
    times = row.written("extension_times") if "extension_times" in row else "1"
    if not times.isdecimal() or int(times) < 1:
        raise row.wrong("extension_times", "số lần (1 trở lên)", "a number of times (1 or more)")
    return found, int(times)


def _verified(row: Table) -> bool:
    status = row.text("status")
    if status not in ("verified", "to_verify"):
        raise row.wrong("status", "verified hoặc to_verify", "verified or to_verify")
    if status == "verified" and row.text("source") == RECALLED:
        raise row.error(errors.RECALLED_IS_UNVERIFIED, "source")
    return status == "verified"
