"""The provinces of published tables: the 63 until 30/6/2025, the 34 since, and which became part of which.

A name is looked up without marks, case, blanks, hyphens or the words for province and city; other spellings are data.
Nothing is guessed: what no entry says resolves to nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from danbiet.base.errors import CodedError
from danbiet.base.text import nfc, words
from danbiet.index import errors

if TYPE_CHECKING:
    from danbiet.law.strict import Table

__all__ = [
    "SETS", "Island", "Province", "by_code", "by_slug", "islands", "predecessors", "provinces", "resolve", "set_of",
    "successor",
]  # fmt: skip

SETS = ("63", "34")
FILE = Path(__file__).parent / "data" / "provinces.yaml"
# Until this year an edition is of the 63 provinces: the results of a year speak of the provinces of its fieldwork.
LAST_OF_63 = 2024
_AROUND = (("tinh",), ("thanh", "pho"), ("tp",), ("t", "p"), ("province",), ("city",))
# Older files write the Icelandic letter, which looks the same.
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})


@dataclass(frozen=True, slots=True)
class Province:
    """A province of a set. ``tile``: column and row on the schematic map; ``part_of``: code of today's province."""

    code: str
    province_set: str
    vi: str
    en: str
    slug: str
    tile: tuple[int, int]
    city: bool = False
    part_of: str = ""
    aka: tuple[str, ...] = ()

    def name(self, language: str = "vi") -> str:
        """The name in "vi" or "en"."""
        return self.en if language == "en" else self.vi

    def title(self, language: str = "vi") -> str:
        """The name with what it is: "tỉnh Cà Mau", "thành phố Cần Thơ"; "Ca Mau Province"."""
        if language == "en":
            return self.en if self.en.endswith(" City") else f"{self.en} {'City' if self.city else 'Province'}"
        return f"{'thành phố' if self.city else 'tỉnh'} {self.vi}"


@dataclass(frozen=True, slots=True)
class Island:
    """An archipelago every map shows as a labelled inset: its province's code and its tile in the set."""

    key: str
    vi: str
    en: str
    province: str
    tile: tuple[int, int]

    def name(self, language: str = "vi") -> str:
        """The name in "vi" or "en"."""
        return self.en if language == "en" else self.vi


def provinces(province_set: str) -> tuple[Province, ...]:
    """The provinces of the set "63" or "34" in order of their codes. KeyError for another set."""
    return _load(FILE).provinces[province_set]


def islands(province_set: str) -> tuple[Island, ...]:
    """Hoàng Sa and Trường Sa with their tiles on the map of a set."""
    return _load(FILE).islands[province_set]


def set_of(year: int) -> str:
    """The set a year's edition is of, where the edition itself doesn't say."""
    return "63" if year <= LAST_OF_63 else "34"


def by_code(code: str | int, province_set: str) -> Province:
    """The province of an official code, 1 or "01". CodedError IDX-012."""
    found = _load(FILE).codes[province_set].get(str(code).strip().zfill(2))
    if found is None:
        raise CodedError(errors.UNKNOWN_PROVINCE, code=code, province_set=province_set)
    return found


def by_slug(slug: str, province_set: str) -> Province | None:
    """The province of an address ("ca-mau"); None if there is none."""
    return _load(FILE).slugs[province_set].get(slug)


def resolve(text: str, province_set: str) -> Province | None:
    """The province a text names in a set; None if it names none.

    >>> resolve("TP. Cần Thơ ", "63").code, resolve("TINH DAK LAK", "34").code, resolve("Đà", "63")
    ('92', '66', None)
    """
    named = _load(FILE).names[province_set]
    return next((named[key] for key in _keys(text) if key in named), None)


def successor(code63: str) -> str:
    """The code of the province of 2025 that one of the 63 became part of. CodedError IDX-012."""
    return by_code(code63, "63").part_of


def predecessors(code34: str) -> tuple[str, ...]:
    """The codes of the 63 that make up a province of 2025, in order. CodedError IDX-012."""
    wanted = by_code(code34, "34").code
    return tuple(one.code for one in provinces("63") if one.part_of == wanted)


def _keys(text: str) -> Iterator[str]:
    """The keys a text may stand under: as written, then without the word for province or city before or after it."""
    found = words(text.translate(_ETH))
    yield "".join(found)
    for around in _AROUND:
        size = len(around)
        if len(found) > size and tuple(found[:size]) == around:
            yield "".join(found[size:])
        if len(found) > size and tuple(found[-size:]) == around:
            yield "".join(found[:-size])


def _unmarked(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return nfc("".join(letter for letter in bare if not unicodedata.combining(letter)))


@dataclass(frozen=True)
class _Loaded:
    provinces: dict[str, tuple[Province, ...]]
    islands: dict[str, tuple[Island, ...]]
    codes: dict[str, dict[str, Province]]
    slugs: dict[str, dict[str, Province]]
    names: dict[str, dict[str, Province]]


@cache
def _load(path: Path) -> _Loaded:
    from danbiet.law.strict import read

    file = read(path)
    file.only(("islands", "sets"))
    sets = file.table("sets")
    sets.only(SETS)
    found = {key: tuple(_province(row, key) for row in sets.tables(key)) for key in SETS}
    loaded = _Loaded(
        found, {key: tuple(_island(row, key) for row in file.tables("islands")) for key in SETS}, {}, {}, {}
    )
    for key, rows in found.items():
        tiles: dict[str, Province] = {}
        for table in (loaded.codes, loaded.slugs, loaded.names):
            table[key] = {}
        for one, row in zip(rows, sets.tables(key), strict=True):
            _put(loaded.codes[key], [one.code], one, row)
            _put(loaded.slugs[key], [one.slug], one, row)
            _put(loaded.names[key], {next(_keys(text)) for text in (one.vi, one.en, *one.aka)}, one, row)
            _put(tiles, [str(one.tile)], one, row)
    for one, row in zip(found["63"], sets.tables("63"), strict=True):
        if one.part_of not in loaded.codes["34"]:
            raise row.error(errors.UNKNOWN_PROVINCE, "to", code=one.part_of, province_set="34")
    return loaded


def _put(table: dict[str, Province], keys: list[str] | set[str], one: Province, row: Table) -> None:
    for key in keys:
        other = table.setdefault(key, one)
        if other is not one:
            raise row.error(
                errors.PROVINCES_CLASH, name=key, province_set=one.province_set, one=other.code, other=one.code
            )


def _province(row: Table, province_set: str) -> Province:
    old = province_set == "63"
    row.only(("code", "vi", "tile", *(("to",) if old else ())), ("en", "city", "aka"))
    vi = nfc(row.text("vi"))
    return Province(
        code=row.text("code"),
        province_set=province_set,
        vi=vi,
        en=row.text("en") if "en" in row else _unmarked(vi),
        slug="-".join(words(vi)),
        tile=_tile(row, "tile"),
        city=row.flag("city"),
        part_of=row.text("to") if old else row.text("code"),
        aka=tuple(row.texts("aka")) if "aka" in row else (),
    )


def _island(row: Table, province_set: str) -> Island:
    row.only(("key", "vi", "en", "province", "tiles"))
    tiles = row.table("tiles")
    tiles.only(SETS)
    return Island(row.text("key"), row.text("vi"), row.text("en"), row.text("province"), _tile(tiles, province_set))


def _tile(row: Table, name: str) -> tuple[int, int]:
    found = row.numbers(name)
    if len(found) != 2 or any(one != int(one) or one < 0 for one in found):
        raise row.wrong(name, "[cột, hàng]", "[column, row]")
    return int(found[0]), int(found[1])
