"""A file of scores, told by its content, into raw sheets."""

from __future__ import annotations

from pathlib import Path, PurePath

from danbiet.base.errors import CodedError
from danbiet.reading import errors as reading
from danbiet.reading import source
from danbiet.reading.scores import errors, labels, tidy, xlsx
from danbiet.reading.scores.axis import IsProvince
from danbiet.reading.scores.grid import Book
from danbiet.reading.scores.raw import Doubt, Kind, RawBook, RawSheet
from danbiet.reading.scores.recognise import recognise

MAX_BYTES = 20 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A sheet more of whose figures are formulas is made of another one.
_COMPUTED = 0.5
# Published figures are single-precision: two prints of one figure agree this far.
_SAME = 1e-3


def read(data: bytes, name: str, is_province: IsProvince) -> RawBook:
    """All tables of scores of a file.

    ``is_province`` tells a province's name, so that the table is found whichever way it lies and wherever it begins.
    Raises CodedError READ-030 to READ-037, at the file's name.
    """
    try:
        return _read(data, name, is_province)
    except CodedError as error:
        at = f"{PurePath(name).name} {error.at}".strip()
        raise CodedError(error.kind, at=at, **error.values) from error


def load(path: str | Path) -> bytes:
    """The bytes of a file within the size limit. Raises CodedError READ-010, READ-031."""
    try:
        return source.load(path)
    except CodedError as error:
        if error.kind is not reading.TOO_LARGE:
            raise
        raise CodedError(errors.TOO_LARGE, at=error.at, **error.values) from error


def _read(data: bytes, name: str, is_province: IsProvince) -> RawBook:
    if not data.strip():
        raise CodedError(errors.EMPTY)
    if len(data) > MAX_BYTES:
        raise CodedError(errors.TOO_LARGE, size=-(-len(data) // _MEGABYTE), limit=MAX_BYTES // _MEGABYTE)
    if data.startswith(_CFB):
        raise CodedError(errors.ENCRYPTED)
    if data.startswith(b"PK"):
        return _of_book(xlsx.book_of(data), name, is_province)
    rows = tidy.rows_of(_decoded(data))
    columns = tidy.columns_of(rows)
    title = PurePath(name).stem[:60]
    if columns is None:
        return _of_book(Book([tidy.grid_of(rows, title)]), name, is_province)
    sheets = tidy.sheets_of(rows, columns, title)
    if not sheets:
        raise CodedError(errors.EMPTY)
    return RawBook(tuple(sheets))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and text.strip():
            return text
    raise CodedError(errors.NOT_A_TABLE)


def _of_book(book: Book, name: str, is_province: IsProvince) -> RawBook:
    doubts = [Doubt(errors.MACRO)] if book.macros else []
    if not any(grid.values or grid.uncached for grid in book.grids):
        raise CodedError(errors.EMPTY)
    said = labels.years(PurePath(name).stem)
    fallback = said[0] if len(said) == 1 and len(book.grids) == 1 else None
    sheets: list[RawSheet] = []
    computed: list[RawSheet] = []
    for grid in book.grids:
        found = recognise(grid, is_province, fallback)
        doubts.extend(found.doubts)
        if found.sheet is not None:
            (computed if found.formulas > _COMPUTED else sheets).append(found.sheet)
    for sheet in computed:
        source = next((one for one in sheets if one.year == sheet.year), None)
        if source is None:
            # Nothing else holds the year: the values stored with the formulas are what there is.
            sheets.append(sheet)
        else:
            doubts.append(Doubt(errors.DERIVED, sheet.name, facts={"source": source.name}))
            doubts.extend(_differing(sheet, source))
    if not sheets:
        raise CodedError(errors.NO_SCORES, sheets=", ".join(grid.name for grid in book.grids)[:200])
    order = [grid.name for grid in book.grids]
    sheets.sort(key=lambda sheet: order.index(sheet.name))
    return RawBook(tuple(sheets), tuple(doubts))


def _differing(sheet: RawSheet, source: RawSheet) -> list[Doubt]:
    """Which lines of a computed sheet don't say what their source says."""
    known = {line.code: line for line in source.lines if line.code and line.kind is Kind.SCORE}
    places = {one.name: position for position, one in enumerate(source.provinces)}
    doubts = []
    for line in sheet.lines:
        original = known.get(line.code)
        if original is None:
            continue
        wrong = []
        for position, province in enumerate(sheet.provinces):
            if province.name not in places:
                continue
            value, there = line.values[position], original.values[places[province.name]]
            if value is not None and there is not None and abs(value - there) > _SAME:
                wrong.append((position, value, there))
        if wrong:
            position, value, there = wrong[0]
            facts = {
                "text": line.label[:80],
                "source": source.name,
                "count": len(wrong),
                "first": f"{value:.4f}",
                "second": f"{there:.4f}",
            }
            doubts.append(Doubt(errors.DIFFERS, sheet.name, sheet.place(line, position), facts))
    return doubts
