"""The page face: Be Vietnam Pro, cut down to Vietnamese and Latin, with figures of equal width added.

The face as it comes has proportional figures only, and a table of scores needs equal ones: each figure gets a copy of
one common width, reached by the OpenType feature ``tnum``. The licence (OFL 1.1, no reserved name) allows it.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

# Raised when the recipe below changes, so that fonts built before are built anew.
RECIPE = "1"
WEIGHTS = {"Regular": 400, "SemiBold": 600}
_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xFF),  # Latin-1 holds half of the Vietnamese letters
    (0x102, 0x103),
    (0x110, 0x111),
    (0x128, 0x129),
    (0x168, 0x169),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
)
_SINGLE = (0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AB, 0x2212, 0x2264, 0x2265)
FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def characters() -> list[int]:
    """The code points the subset keeps."""
    return [point for first, last in _RANGES for point in range(first, last + 1)] + list(_SINGLE)


def build(target: Path) -> list[Path]:
    """Write one woff2 a weight into ``target``, unless the same recipe already made it from the same source."""
    target.mkdir(parents=True, exist_ok=True)
    return [_build_one(target, style, weight) for style, weight in WEIGHTS.items()]


def _build_one(target: Path, style: str, weight: int) -> Path:
    source = resources.files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{style}.ttf"
    raw = source.read_bytes()
    digest = hashlib.sha256(RECIPE.encode() + raw).hexdigest()
    path, stamp = target / f"be-vietnam-pro-{weight}.woff2", target / f".be-vietnam-pro-{weight}.stamp"
    if path.is_file() and stamp.is_file() and stamp.read_text("ascii") == digest:
        return path
    fresh = path.with_suffix(".new")
    _cut(raw, fresh)
    fresh.replace(path)
    stamp.write_text(digest, "ascii")
    return path


def _cut(raw: bytes, path: Path) -> None:
    """Subset, add the figures of equal width, write as woff2."""
    from io import BytesIO

    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    # recalcTimestamp off: the same recipe gives the same bytes, so a cached copy in a browser stays good.
    font = TTFont(BytesIO(raw), recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    _equal_figures(font)
    lines = "\n".join(f"  sub {name} by {name}.tnum;" for name in FIGURES)
    addOpenTypeFeaturesFromString(font, f"feature tnum {{\n{lines}\n}} tnum;", tables=["GSUB"])
    font.flavor = "woff2"
    font.save(path)


def _equal_figures(font: object) -> None:
    """Add a copy of every figure, all as wide as the nought, each outline centred."""
    from copy import deepcopy

    glyphs, widths = font["glyf"], font["hmtx"].metrics  # type: ignore[index]
    common = widths["zero"][0]
    order = [*font.getGlyphOrder(), *(f"{name}.tnum" for name in FIGURES)]  # type: ignore[attr-defined]
    font.setGlyphOrder(order)  # type: ignore[attr-defined]
    for name in FIGURES:
        shift = (common - widths[name][0]) // 2
        glyph = deepcopy(glyphs[name])
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyphs)
        glyphs.glyphs[f"{name}.tnum"] = glyph
        widths[f"{name}.tnum"] = (common, widths[name][1] + shift)
