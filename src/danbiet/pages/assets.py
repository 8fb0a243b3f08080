"""Building what pages need and the repository does not hold: the face and the compiled translations.

Every step may be repeated and is fast when nothing changed. It works in the installed package and in a source checkout.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from danbiet.pages import fonts

PACKAGE = Path(__file__).resolve().parent.parent


def build_all() -> None:
    """Build the translations of all rooms and the face; then static files may be collected."""
    build_translations()
    build_fonts()


def build_fonts(target: Path | None = None) -> list[Path]:
    """Build the face into ``target`` (the room's own static folder unless told); the paths of the files."""
    return fonts.build(target or PACKAGE / "pages" / "static" / "pages" / "fonts")


def catalogues() -> dict[str, Path]:
    """Room -> its English catalogue, of the rooms that have one."""
    found = sorted(PACKAGE.glob("*/locale/en/LC_MESSAGES/django.po"))
    return {path.parents[3].name: path for path in found}


def build_translations() -> list[Path]:
    """Compile every room's catalogue beside its source where it is newer; the paths of the compiled ones."""
    return [_compile(source) for source in catalogues().values()]


def _compile(source: Path) -> Path:
    import polib

    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return target
    binary = polib.pofile(str(source), encoding="utf-8").to_binary()
    # Written beside and moved over: another process may be reading the old one.
    descriptor, fresh = tempfile.mkstemp(dir=target.parent, suffix=".new")
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(binary)
    Path(fresh).chmod(0o644)
    Path(fresh).replace(target)
    return target
