"""What a label of a line of figures says by its form alone: its number, its kind, weights, a confidence level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from danbiet.base.text import fold, squeeze
from danbiet.reading.scores.raw import Kind

# "1.1: Civic knowledge", "Chỉ số nội dung 1: ...", "Dimension 1: ...", "Phương sai (Chỉ số nội dung 1)".
_NUMBER = re.compile(r"^(?:(?:chi so )?noi dung |dimension )?(\d{1,2}(?:\.\d{1,2}){0,2}) ?[:.)]")
_INSIDE = re.compile(r"\((?:(?:chi so )?noi dung|dimension) (\d{1,2})\)")
_LEVEL = re.compile(r"(\d{2}(?:[.,]\d)?) ?%")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)|(?<=[a-z])(20[0-4]\d)(?=[a-z])")
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the labels of one line say together."""

    code: str
    kind: Kind
    weighted: bool | None
    level: float | None


def reading(labels: tuple[str, ...]) -> Reading:
    """What the labels of a line (one a language) say by their form.

    >>> reading(("Unweighted 95% CI Low",))
    Reading(code='', kind=<Kind.LOW: 'low'>, weighted=False, level=0.95)
    >>> reading(("Civic Knowledge", "1.1: Tri thức công dân")).code
    '1.1'
    """
    folded = [fold(one) for one in labels]
    code = next((match[1] for text in folded if (match := _NUMBER.match(text))), "")
    kind = next((found for text in folded if (found := _kind(text)) is not Kind.SCORE), Kind.SCORE)
    if code and kind is not Kind.VARIANCE:
        # A numbered label is an element's whatever its words are.
        kind = Kind.SCORE
    if kind is Kind.VARIANCE:
        code = next((match[1] for text in folded if (match := _INSIDE.search(text))), code)
    level = None
    if kind in (Kind.LOW, Kind.HIGH):
        level = next((_share(match[1]) for text in folded if (match := _LEVEL.search(text))), None)
    return Reading(code, kind, _weighted(folded), level)


def _share(text: str) -> float:
    return round(float(text.replace(",", ".")) / 100, 6)


def _kind(text: str) -> Kind:
    if "phuong sai" in text or re.search(r"\bvariance\b", text):
        return Kind.VARIANCE
    if "khoang tin cay" in text or re.search(r"\bci\b|confidence", text):
        if re.search(r"toi thieu|\blow|\bmin|duoi", text):
            return Kind.LOW
        if re.search(r"toi da|\bhigh|\bupper|\bmax|tren", text):
            return Kind.HIGH
    if re.search(r"\bsai so\b|standard error|\bs\.e\.", text):
        return Kind.ERROR
    if re.search(r"^so quan sat|^observations?\b|^co mau\b", text):
        return Kind.OBSERVATIONS
    return Kind.SCORE


def _weighted(folded: list[str]) -> bool | None:
    if any(re.search(r"khong (co )?trong so|un-?weighted", text) for text in folded):
        return False
    return True if any("co trong so" in text or "weighted" in text for text in folded) else None


def years(text: str) -> list[int]:
    """The years a text names, within a word too ("Un-weighted2015PAPI").

    >>> years("Chỉ số PAPI 2018"), years("PAPI-2015-2023"), years("Un-weighted2015PAPI")
    ([2018], [2015, 2023], [2015])
    """
    return [int(one or other) for one, other in _YEAR.findall(fold(text))]


def is_vietnamese(text: str) -> bool:
    """Whether a text has letters that English lacks."""
    return bool(_VIETNAMESE.search(text))


def ordered(texts: list[str]) -> tuple[str, ...]:
    """The different labels of a line: English first, Vietnamese last.

    >>> ordered(["1.1: Tri thức công dân", "Civic Knowledge "])
    ('Civic Knowledge', '1.1: Tri thức công dân')
    """
    found = list(dict.fromkeys(squeeze(text) for text in texts if text.strip()))
    return tuple(sorted(found, key=is_vietnamese))
