"""What a room's code and templates ask to have translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

from danbiet.pages.assets import PACKAGE

_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_STRING = r"""u?('''|\"\"\"|'|\")(.*?)\{}"""
_IN_TEMPLATE = re.compile(rf"n?gettext\(\s*{_STRING.format(1)}", re.DOTALL)


def rooms() -> list[str]:
    """Rooms that show text."""
    return sorted(path.name for path in PACKAGE.iterdir() if path.is_dir() and wanted(path.name))


def wanted(room: str) -> set[str]:
    """All message ids of a room."""
    found: set[str] = set()
    for path in sorted((PACKAGE / room).rglob("*.py")):
        found |= _in_python(path)
    for path in sorted((PACKAGE / room).rglob("*.html")):
        text = templatize(path.read_text("utf-8"), origin=str(path))
        found |= {match[2] for match in _IN_TEMPLATE.finditer(text)}
    return found - {""}


def _in_python(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in _CALLS and call.args]
    return {arg.value for call in named for arg in call.args[:2] if isinstance(arg, ast.Constant)}
