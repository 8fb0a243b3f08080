"""What the label of a row says: that a dimension opens, or that a task stands there.

A numeral alone is not trusted: scans read II as 11, IV as VI, the figure 1 as I, and copies lose numerals altogether.
A dimension is known by its numeral and by its name; where they disagree the name decides and a doubt says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from danbiet.reading.blocks import Cell
from danbiet.reading.plan.columns import ROMAN, arabic, roman
from danbiet.reading.plan.facts import DIMENSION_NAMES
from danbiet.reading.plan.folding import likeness

NEAR, SURE = 0.8, 0.86
_ASIDE = re.compile(r"\s*\([^)]*\)\s*$")
_LIST_MARK = re.compile(r"[a-hđ]|[-–+•*]", re.IGNORECASE)

Names = Mapping[str, tuple[str, ...]]


def dimension_names(known: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The names dimensions go by: the document's own (code -> name), and the index's short ones."""
    codes = dict.fromkeys((*known, *DIMENSION_NAMES))
    return {code: (*((known[code],) if code in known else ()), *DIMENSION_NAMES.get(code, ())) for code in codes}


def named_dimension(text: str, names: Names, least: float = NEAR) -> str:
    """The dimension a text names; "" if none is near."""
    bare = _ASIDE.sub("", text)
    # What the dimension holds may stand behind a colon.
    for name in dict.fromkeys((bare, bare.partition(":")[0])):
        best = max(names, key=lambda code: _near(name, names[code]), default="")
        if best and _near(name, names[best]) >= least:
            return best
    return ""


def _near(text: str, names: tuple[str, ...]) -> float:
    return max((likeness(text, name) for name in names), default=0.0)


def heading_name(label: str, content: Cell) -> str:
    """The name in a row that only heads what follows: its content, or what stands after the numeral in one cell."""
    if content.text:
        return content.text
    rest = re.sub(r"^\S{1,4}[\s.:)-]+", "", label)
    return rest if rest != label else label


def numeral_of(label: str, content: Cell, filled: bool, opened: Mapping[str, str], names: Names) -> str:
    """The dimension a row opens or names again; "" if it is a row of its own. ``filled``: it holds work."""
    written = roman(label) or ("" if label else roman(content.text))
    by_name = named_dimension(heading_name(label, content), names, SURE if filled else NEAR)
    if filled and written:
        # The numeral of a dimension that is open already, with another name beside it, is a figure 1 misread.
        return "" if written in opened and by_name != written and content.text else written
    if filled and (not by_name or arabic(label) is not None or by_name in opened):
        return ""
    if written and (not by_name or by_name in opened):
        return written
    current = list(opened)[-1] if opened else ""
    return "" if by_name == current and not label else by_name


def numbered_as(label: str, content: Cell, numeral: str) -> bool:
    """Whether what is written as the row's number agrees with the dimension it was taken for."""
    if (roman(label) or roman(content.text)) == numeral:
        return True
    number = arabic(label)
    return number is not None and ROMAN[number - 1 : number] == (numeral,)


def illegible(label: str) -> bool:
    """A number that is none: not a figure, not the mark of a list."""
    plain = unicodedata.normalize("NFKC", label).strip(" .()")
    return bool(plain) and arabic(label) is None and not _LIST_MARK.fullmatch(plain)
