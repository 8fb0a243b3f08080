"""Which column of a table is what: by the meaning of its header, in any order, misread or not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from danbiet.reading.blocks import Cell, Row, Table
from danbiet.reading.plan.folding import key_of, likeness, says

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST_TITLE = 90
# "I.3" is the number of a task, not the numeral of a dimension.
_ROMAN = re.compile(r"^([IVX]+)(?=\s|$|[.)/-](?!\s*\d))")
# Asked in this order: "Đơn vị tham mưu, phối hợp" must not be taken for the lead.
_ASSIGNMENT = (
    ("coordinate", ("phoi hop", "tham muu", "don vi phoi hop")),
    ("lead", ("chu tri", "don vi chu tri", "co quan thuc hien", "don vi thuc hien", "phu trach",
              "trach nhiem thuc hien", "chiu trach nhiem", "don vi trach nhiem")),
    ("timing", ("thoi gian", "thoi han", "tien do", "thoi diem", "han hoan thanh", "ky han", "lo trinh")),
    ("actions", ("nhiem vu", "giai phap", "cong viec", "noi dung thuc hien", "bien phap", "hoat dong")),
    ("content", ("noi dung", "chi so", "linh vuc", "tieu chi")),
    ("number", ("stt", "tt", "so tt", "so thu tu")),
)  # fmt: skip
_BARE_YEAR = re.compile(r"^(?:nam |papi )*(?:19|20)\d{2}$")
_SCORES = (
    ("rank", ("thu hang", "xep hang", "hang")),
    ("median", ("trung vi",)),
    ("score", ("diem so", "diem", "ket qua")),
    ("name", ("chi so noi dung", "noi dung", "chi so", "ten chi so")),
    ("number", ("stt", "tt", "so tt")),
)


@dataclass(frozen=True, slots=True)
class Header:
    """The roles of a table's columns; "" is a column of the document's own, kept as extra."""

    roles: tuple[str, ...]
    titles: tuple[str, ...]
    rows: int = 1

    def index(self, role: str) -> int | None:
        """The first column of a role."""
        return self.roles.index(role) if role in self.roles else None


def roman(text: str) -> str:
    """The Roman numeral a cell begins with; "" if none."""
    match = _ROMAN.match(unicodedata.normalize("NFKC", text).strip().strip(".()"))
    return match[1] if match and match[1] in ROMAN else ""


def arabic(text: str) -> int | None:
    """The number a cell consists of ("3", "3.", "3)", "I.3", "1.3" -> 3)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(r"\(?(?:[IVX]+[.\-]|\d{1,2}\.)?\s*(\d{1,3})\s*[.)/-]?", plain)
    return int(match[1]) if match else None


def _role(text: str, vocabulary: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    if len(text) > LONGEST_TITLE or not key_of(text):
        return ""
    for role, phrases in vocabulary:
        if role == "number":
            if key_of(text) in phrases:
                return role
        elif says(text, *phrases):
            return role
    return ""


def _rank(text: str, role: str) -> int:
    phrases = dict(_ASSIGNMENT)[role]
    return next((index for index, phrase in enumerate(phrases) if says(text, phrase)), len(phrases))


def assignment_header(row: Row) -> Header | None:
    """The header of an assignment table, if the row is one: it names a lead and a coordinating unit or a time."""
    titles = tuple(cell.text for cell in row.cells)
    roles: list[str] = []
    for title in titles:
        role = _role(title, _ASSIGNMENT)
        if role in roles and role not in ("", "content"):
            # "Lãnh đạo phụ trách" beside "Đơn vị chủ trì": the plainer word names the column.
            before = roles.index(role)
            if _rank(title, role) < _rank(titles[before], role):
                roles[before] = ""
            else:
                role = ""
        roles.append(role)
    for index, cell in enumerate(row.cells):
        # A heading that spans two columns names both.
        if cell.merged and index and roles[index - 1] == "content":
            roles[index] = "content"
    named = set(roles)
    if "lead" in named and named & {"coordinate", "timing"} and named & {"actions", "content"}:
        return Header(tuple(roles), titles)
    return None


def two_row_header(row: Row, below: Row) -> Header | None:
    """A header whose second row parts one of its columns ("Đơn vị thực hiện" over "Chủ trì" and "Phối hợp")."""
    parts = [cell.text for cell in below.cells if cell.text]
    if assignment_header(below) is not None:
        # A heading by itself: the row above it is the last of a page.
        return None
    if not 2 <= len(parts) < len(row.cells) or len(below.cells) > len(row.cells) + 1:
        return None
    if not all(_role(text, _ASSIGNMENT) for text in parts):
        return None
    cells = [low if low.text else row.cell(i) for i, low in enumerate(below.cells)]
    made = assignment_header(Row((*cells, *row.cells[len(cells) :]), row.at))
    above = {_role(cell.text, _ASSIGNMENT) for cell in row.cells} - {""}
    return made if made and above and {_role(text, _ASSIGNMENT) for text in parts} - above else None


def header_again(row: Row, known: Header) -> Header | None:
    """The heading of a further page, though some of its words are misread beyond recognition."""
    made = assignment_header(row)
    titles = tuple(cell.text for cell in row.cells)
    pairs = [pair for pair in zip(titles, known.titles, strict=False) if all(pair)]
    alike = [len(one) <= LONGEST_TITLE and likeness(one, other) >= 0.6 for one, other in pairs]
    if made is None and (len(alike) < 3 or sum(alike) * 2 <= len(alike)):
        return None
    roles = list(made.roles if made else ("",) * len(titles))
    if abs(len(roles) - len(known.roles)) > 1:
        return made
    for index, role in enumerate(known.roles[: len(roles)]):
        if not roles[index] and titles[index] and role and (made is None or role not in made.roles):
            roles[index] = role
    return Header(tuple(roles), titles)


def completed(best: Header, met: list[Header]) -> Header:
    """``best`` with the columns that most pages misread and another page, otherwise the same, names."""
    roles, titles = list(best.roles), list(best.titles)
    for other in met:
        pairs = list(zip(roles, other.roles, strict=False))
        if len(other.roles) != len(roles) or any(one and two and one != two for one, two in pairs):
            continue
        for index, (own, named) in enumerate(pairs):
            if not own and named and named not in roles:
                roles[index], titles[index] = named, other.titles[index]
    return Header(tuple(roles), tuple(titles), best.rows)


def counts_columns(row: Row) -> bool:
    """Whether the row only numbers the columns: "(1) (2) (3)", "A B 1 2"."""
    texts = [cell.text.strip(" ()[]") for cell in row.cells if cell.text]
    numbers = [int(text) for text in texts if text.isdecimal()]
    plain = all(text.isdecimal() or re.fullmatch(r"[A-Ea-e]|\d{1,2}\s*=[\d+\-\s=()]*", text) for text in texts)
    return (
        len(texts) >= 3
        and plain
        and len(numbers) >= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """A column of the score table: "score", "median" or "rank" of a year."""

    kind: str
    year: int | None

    @property
    def name(self) -> str:
        """The key of its values, e.g. ``score_2015``."""
        return f"{self.kind}_{self.year}"


@dataclass(frozen=True, slots=True)
class ScoreHeader:
    """Columns of a score table by index, the columns of number and name, the number of provinces compared."""

    number: int
    name: int
    columns: dict[int, ScoreColumn]
    width: int
    provinces: int | None


def score_header(table: Table) -> tuple[ScoreHeader, int] | None:
    """The header of a score table and how many rows it takes (one, or two with the years below)."""
    for start in range(min(3, len(table.rows))):
        for depth in (2, 1):
            header = _score_header(table.rows[start : start + depth], depth)
            if header is not None:
                return header, start + depth
    return None


def _score_header(rows: tuple[Row, ...], depth: int) -> ScoreHeader | None:
    if len(rows) < depth or (depth == 2 and _has_values(rows[1])):
        return None
    low = _low(rows)
    width = max(len(rows[0].cells), len(low.cells))
    top = [rows[0].cell(i) for i in range(width)]
    below = [low.cell(i).text if depth == 2 else "" for i in range(width)]
    number = name = None
    columns: dict[int, ScoreColumn] = {}
    kind, text = "", ""
    for index in range(width):
        role = _role(top[index].text, _SCORES)
        if role in ("number", "name"):
            kind = ""
            number, name = (index, name) if role == "number" else (number, index)
        elif role:
            kind, text = role, top[index].text
        elif top[index].text:
            kind = ""
        if role not in ("number", "name") and kind and (role or below[index]):
            columns[index] = ScoreColumn(kind, _year(below[index]) or _year(text if role else "") or _year(text))
    kinds = {column.kind for column in columns.values()}
    if kinds and "score" not in kinds:
        # "Năm 2014", "Năm 2015" beside a median or a rank: a bare year is that year's score.
        bare = {i: cell.text for i, cell in enumerate(top) if i not in columns and _BARE_YEAR.match(key_of(cell.text))}
        columns |= {i: ScoreColumn("score", _year(text)) for i, text in bare.items()}
        kinds = {column.kind for column in columns.values()}
    if name is None or "score" not in kinds or not any(column.year for column in columns.values()):
        return None
    latest = max(column.year for column in columns.values() if column.year)
    filled = {i: c if c.year else ScoreColumn(c.kind, latest) for i, c in columns.items()}
    counted = re.search(r"(\d{2,3})\s*(?:tỉnh|thành|province)", " ".join(cell.text for cell in top))
    first = number if number is not None else name - 1
    return ScoreHeader(first, name, filled, width, int(counted[1]) if counted else None)


def _low(rows: tuple[Row, ...]) -> Row:
    """The row of years; moved right where a copy dropped the empty cells at its start."""
    low = rows[-1]
    if len(rows) < 2 or not _year(low.cell(0).text):
        return low
    front = next(
        (i for i, cell in enumerate(rows[0].cells) if _role(cell.text, _SCORES) not in ("", "number", "name")), 0
    )
    return Row((*(Cell(at=low.at) for _ in range(front)), *low.cells), low.at)


def _has_values(row: Row) -> bool:
    return any(roman(cell.text) or arabic(cell.text) is not None for cell in row.cells[:1])


def _year(text: str) -> int | None:
    match = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)
    return int(match[1]) if match else None
