"""The parameters of a folder, each file read when one of its keys is first asked for, and kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from danbiet.base.errors import CodedError
from danbiet.law import errors
from danbiet.law.dated import Parameter, Section, Value

__all__ = ["Register"]


class Register:
    """All parameters below ``folder``; a key's first word is the file's name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parameters: dict[str, Parameter] = {}
        self._sections: dict[str, Section] = {}

    def value(self, key: str, *, on: date) -> Value:
        """What the law says about ``key`` on the day ``on``.

        Past the last known day it is the last known value with ``beyond_known`` set. Raises LAW-010 for an unknown
        key, LAW-011 before the first known day, LAW-012 for a day after the parameter's end (a repealed rule must
        not be applied, so the answer is an error and not the old value), LAW-013 in a gap.
        """
        try:
            return self._parameters[key].on(on)
        except KeyError:
            return self.parameter(key).on(on)

    def parameter(self, key: str) -> Parameter:
        """All that is known of ``key``; LAW-010 if there is no such parameter."""
        if key not in self._parameters:
            name = key.partition(".")[0]
            if name in self._names():
                self._section(name)
        try:
            return self._parameters[key]
        except KeyError:
            raise CodedError(errors.UNKNOWN_PARAMETER, key=key, near=self._near(key)) from None

    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter, in the order of files and keys."""
        return tuple(parameter for section in self.catalogue() for parameter in section.parameters)

    def catalogue(self) -> tuple[Section, ...]:
        """Every parameter under the heading of its file, for display; each value says whether it is to be verified."""
        return tuple(self._section(name) for name in self._names())

    def _names(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.yaml"))

    def _section(self, name: str) -> Section:
        if name not in self._sections:
            from danbiet.law import loader

            section = loader.load(self.folder / f"{name}.yaml")
            self._parameters.update({parameter.key: parameter for parameter in section.parameters})
            self._sections[name] = section
        return self._sections[name]

    def _near(self, key: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(key, [parameter.key for parameter in self.parameters()], n=2)
        return f" ({', '.join(near)}?)" if near else ""
