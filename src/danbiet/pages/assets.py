"""Building what pages need and the repository does not hold: the face, the script of live charts, the translations.

Every step may be repeated and is fast when nothing changed. It works in the installed package and in a source checkout.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from danbiet.pages import fonts

PACKAGE = Path(__file__).resolve().parent.parent


def build_all() -> None:
    """Build the translations of all rooms, the face and the live charts; then static files may be collected."""
    build_translations()
    build_fonts()
    build_charts()


def build_fonts(target: Path | None = None) -> list[Path]:
    """Build the face into ``target`` (the room's own static folder unless told); the paths of the files."""
    return fonts.build(target or PACKAGE / "pages" / "static" / "pages" / "fonts")


def build_charts(target: Path | None = None) -> Path:
    """Write the script of live charts into ``target`` (the observatory's static folder unless told), unless this
    version of Vega already did; the path of the file. A second and a half, no network."""
    from danbiet.documents import charts

    folder = target or PACKAGE / "observatory" / "static" / "observatory"
    path, stamp = folder / "vega.js", folder / ".vega.stamp"
    if path.is_file() and stamp.is_file() and stamp.read_text("ascii") == charts.bundle_version():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    # Written beside and moved over: another process may be serving the old one.
    descriptor, fresh = tempfile.mkstemp(dir=folder, prefix=".vega.", suffix=".new")
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(charts.bundle())
    Path(fresh).chmod(0o644)
    Path(fresh).replace(path)
    stamp.write_text(charts.bundle_version(), "ascii")
    return path


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
