"""YAML 1.2 read strictly: every key expected and present once, every scalar of its type, every error with its place.

The file is read as nodes, not as values, so that a wrong key is reported with its line and no scalar is guessed at:
``off`` and ``07:00`` stay text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from danbiet.base.errors import CodedError, ErrorCode
from danbiet.law import errors
from danbiet.law.words import Labels

__all__ = ["DatedText", "Table", "read"]

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_STRING = "tag:yaml.org,2002:str"


class DatedText(NamedTuple):
    """A day as a source gives it: to the day, or only its month or year."""

    first: date
    last: date
    precision: str

    @classmethod
    def parse(cls, text: str) -> DatedText | None:
        """``2012-10-01`` (day), ``2012-10`` (month) or ``2012`` (year); None if it is no day.

        >>> DatedText.parse("2012-02").last
        datetime.date(2012, 2, 29)
        """
        match = _DAY.fullmatch(text)
        if match is None:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            first = date(year or 0, month or 1, day or 1)
            if day:
                return cls(first, first, "day")
            after = date(first.year + 1, 1, 1) if not month or month == 12 else date(first.year, month + 1, 1)
        except ValueError:
            return None
        return cls(first, after - timedelta(days=1), "month" if month else "year")


def read(path: Path) -> Table:
    """The table a YAML file holds; LAW-001 if the file isn't YAML, LAW-005 if it isn't one table."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="safe", pure=True)
    yaml.version = "1.2"
    try:
        node = yaml.compose(path.read_text("utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        at = path.name if line is None else f"{path.name}:{line + 1}"
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise CodedError(errors.UNREADABLE, at=at, reason=reason) from error
    return Table.of(node, path.name, "")


class Table:
    """One mapping of a file, with its place."""

    def __init__(self, node: Any, file: str, key: str) -> None:
        self.file, self.key, self.line = file, key, node.start_mark.line + 1
        self.nodes: dict[str, Any] = {}
        for name, value in node.value:
            text = str(name.value)
            if text in self.nodes:
                raise CodedError(errors.DUPLICATE_KEY, at=self._at(text, name), name=text)
            self.nodes[text] = value

    @classmethod
    def of(cls, node: Any, file: str, key: str) -> Table:
        """The mapping at ``node``; LAW-005 if it is something else."""
        if node is None or node.id != "mapping":
            line = 1 if node is None else node.start_mark.line + 1
            raise _wrong(f"{file}:{line}, {key}".rstrip(", "), key, "bảng khóa", "a table of keys", _shown(node))
        return cls(node, file, key)

    def _at(self, name: str, node: Any) -> str:
        return f"{self.file}:{node.start_mark.line + 1}, {self.path(name)}"

    def path(self, name: str) -> str:
        """The full name of one of this table's keys."""
        return f"{self.key}.{name}" if self.key else name

    def place(self, name: str = "") -> str:
        """Where this table, or one key of it, stands: file, line and key."""
        if name in self.nodes:
            return self._at(name, self.nodes[name])
        return f"{self.file}:{self.line}, {self.path(name) if name else self.key}".rstrip(", ")

    def error(self, kind: ErrorCode, name: str = "", /, **values: object) -> CodedError:
        """A coded error at this table or at one key of it."""
        return CodedError(kind, at=self.place(name), **values)

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse a key that isn't expected (LAW-003) and a table that lacks a required one (LAW-004)."""
        for name in self.nodes:
            if name not in required and name not in optional:
                raise self.error(errors.UNKNOWN_KEY, name, name=name, allowed=", ".join([*required, *optional]))
        for name in required:
            if name not in self.nodes:
                raise self.error(errors.MISSING_KEY, name, name=name)

    def __contains__(self, name: str) -> bool:
        return name in self.nodes

    def written(self, name: str) -> str:
        """A scalar exactly as written, whatever YAML would make of it."""
        node = self.nodes[name]
        if node.id != "scalar" or not str(node.value).strip():
            raise self.wrong(name, "một giá trị", "a single value")
        return str(node.value)

    def text(self, name: str) -> str:
        """A scalar that is text in YAML 1.2."""
        if self.nodes[name].id != "scalar" or self.nodes[name].tag != _STRING:
            raise self.wrong(name, "chữ", "text")
        return self.written(name)

    def day(self, name: str) -> DatedText:
        """A day, month or year."""
        found = DatedText.parse(self.written(name))
        if found is None:
            raise self.wrong(name, "ngày, tháng hoặc năm (2016-09-09, 2016-09, 2016)", "a day, month or year")
        return found

    def number(self, name: str) -> float:
        """A finite number."""
        try:
            return _number(self.written(name))
        except ValueError:
            raise self.wrong(name, "số", "a number") from None

    def whole(self, name: str) -> int:
        """A whole number."""
        try:
            return int(self.written(name))
        except ValueError:
            raise self.wrong(name, "số nguyên", "a whole number") from None

    def flag(self, name: str, default: bool = False) -> bool:
        """``true`` or ``false``; the default where the key is absent."""
        if name not in self:
            return default
        found = self.written(name)
        if found not in ("true", "false"):
            raise self.wrong(name, "true hoặc false", "true or false")
        return found == "true"

    def texts(self, name: str) -> list[str]:
        """A list of texts, at least one."""
        return [str(one.value) for one in self._list(name) if self._is_text(one, name)]

    def numbers(self, name: str) -> list[float]:
        """A list of finite numbers, at least one."""
        try:
            return [_number(str(one.value)) for one in self._list(name)]
        except ValueError:
            raise self.wrong(name, "danh sách số", "a list of numbers") from None

    def _list(self, name: str) -> list[Any]:
        node = self.nodes[name]
        if node.id != "sequence" or not node.value:
            raise self.wrong(name, "danh sách có ít nhất một giá trị", "a list of at least one value")
        return list(node.value)

    def _is_text(self, node: Any, name: str) -> bool:
        if node.id != "scalar" or node.tag != _STRING or not str(node.value).strip():
            raise self.wrong(name, "danh sách chữ", "a list of texts")
        return True

    def labels(self, name: str) -> Labels:
        """A text in both languages: ``{vi: ..., en: ...}``."""
        table = self.table(name)
        table.only(("vi", "en"))
        return Labels(table.text("vi"), table.text("en"))

    def table(self, name: str) -> Table:
        """A mapping below this one."""
        return Table.of(self.nodes[name], self.file, self.path(name))

    def tables(self, name: str) -> list[Table]:
        """A list of mappings, at least one."""
        node = self.nodes[name]
        if node.id != "sequence" or not node.value:
            raise self.wrong(name, "danh sách có ít nhất một dòng", "a list of at least one row")
        return [Table.of(one, self.file, self.path(name)) for one in node.value]

    def items(self) -> Iterator[tuple[str, Table]]:
        """The mappings below this one with their names."""
        for name in self.nodes:
            yield name, self.table(name)

    def wrong(self, name: str, expected_vi: str, expected_en: str) -> CodedError:
        """LAW-005 at one key."""
        return _wrong(self.place(name), name, expected_vi, expected_en, _shown(self.nodes[name]))


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _shown(node: Any) -> str:
    return "∅" if node is None else str(node.value)[:40] if node.id == "scalar" else str(node.id)


def _wrong(at: str, name: str, expected_vi: str, expected_en: str, found: str) -> CodedError:
    return CodedError(errors.WRONG_TYPE, at=at, name=name, expected=f"{expected_vi} / {expected_en}", found=found)
