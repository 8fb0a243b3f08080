"""A DOCX given back with a comment at each doubt's place; its text and formatting are not touched."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.reading import errors, source
from danbiet.reading.blocks import Place
from danbiet.reading.docx_body import Reader
from danbiet.reading.docx_numbering import Numbering, W

if TYPE_CHECKING:
    from danbiet.reading.plan.draft import PlanDraft

AUTHOR, INITIALS = "Dân Biết", "DB"
_TEXTS = {
    "vi": ("phải giải quyết trước khi duyệt", "cần xem lại", "Gợi ý: {text}", "{count} chỗ trong văn bản"),
    "en": ("to be resolved before approval", "to be looked at", "Suggestion: {text}", "{count} places in the document"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """A comment to write: where, and its text (a line is a paragraph of the comment)."""

    at: Place
    text: str


def notes_of(draft: PlanDraft, language: str = "vi") -> list[Note]:
    """A note for each doubt of a draft, in its order: code and whether it blocks, message, suggestion."""
    from danbiet.reading.plan.doubts import wording

    blocking, open_, suggested, places = _TEXTS[language]
    notes = []
    for found in draft.doubts:
        message, suggestion = wording(found, language)
        lines = [f"{found.code}: {blocking if found.blocking else open_}", message]
        if len(found.places) > 1:
            lines[0] += f" ({places.format(count=len(found.places))})"
        if suggestion:
            lines.append(suggested.format(text=suggestion))
        notes.append(Note(found.at, "\n".join(lines)))
    return notes


def annotated(data: bytes, notes: Sequence[Note], name: str = "") -> bytes:
    """The DOCX with a comment for each note at its place; a note without one goes to the title. ``name``: for errors.

    Raises CodedError READ-018 for what isn't a DOCX, READ-002 to READ-005 for one that can't be read.
    """
    from docx import Document

    if not data.startswith(b"PK"):
        raise CodedError(errors.NOT_DOCX, at=name)
    # The limits and the refusal of entities, before anything else parses it.
    source.blocks_of(data, name)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
        reader = Reader(Numbering())
        reader.read(body)
        anchors = _Anchors(body, reader)
        moment = clock.now()
        for note in notes:
            comment = document.comments.add_comment(_printable(note.text), AUTHOR, INITIALS)
            comment._comment_elm.date = moment
            _mark(anchors.of(note.at), comment.comment_id)
        out = io.BytesIO()
        document.save(out)
    except (KeyError, ValueError, AttributeError, SyntaxError, TypeError, NotImplementedError, OSError) as error:
        # What python-docx and lxml raise of a package that has a body but lacks or breaks its other parts.
        raise CodedError(errors.BROKEN_DOCX, at=name, reason=type(error).__name__) from error
    return out.getvalue()


def _printable(text: str) -> str:
    """Text that XML can hold."""
    return "".join(letter if letter >= " " or letter == "\n" else " " for letter in text)


def write(path: str | Path, data: bytes, original: str | Path) -> None:
    """Write the annotated file in one step, never over its source. Raises CodedError READ-019, READ-020."""
    target = Path(path)
    refuse_source(target, original)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CodedError(errors.NOT_WRITTEN, path=target, reason=error.strerror or error) from error


def refuse_source(path: str | Path, original: str | Path) -> None:
    """Raise CodedError READ-019 if the two are one file, by whatever name."""
    one, other = Path(path), Path(original)
    if one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other)):
        raise CodedError(errors.SAME_FILE, path=original)


class _Anchors:
    """Places of the draft back to paragraphs of the document."""

    def __init__(self, body: Any, reader: Reader) -> None:
        self.reader = reader
        self.title = _title(body, reader)

    def of(self, at: Place) -> tuple[Any, Any]:
        """First and last paragraph of a place."""
        if at.paragraph in self.reader.elements:
            found = _outermost(self.reader.elements[at.paragraph])
            return found, found
        if at.table is not None and at.row is not None and at.column is not None:
            cell = self.reader.cells.get((at.table, at.row, at.column))
            return self._cell(cell) if cell is not None else self._row(at.table, at.row)
        if at.table is not None:
            return self._row(at.table, at.row or 1)
        return self.title, self.title

    def _cell(self, cell: Any) -> tuple[Any, Any]:
        """All of a cell: its own paragraphs, not those of a table inside it."""
        found = cell.findall(f"{W}p") or [_outermost(one) for one in cell.iter(f"{W}p")]
        filled = [one for one in found if _says(one)]
        return (filled[0], filled[-1]) if filled else (found[0], found[-1])

    def _row(self, table: int, row: int) -> tuple[Any, Any]:
        """A row is marked at its first cell with text: a range over several cells isn't shown alike everywhere."""
        own = [cell for (t, r, _), cell in sorted(self.reader.cells.items(), key=_by_place) if (t, r) == (table, row)]
        above = {id(cell) for (t, r, _), cell in self.reader.cells.items() if t == table and r == row - 1}
        # A merged cell stands at its first row only; where all are merged, that is where the row can be seen.
        chosen = next((cell for cell in own if _says(cell) and id(cell) not in above), None)
        chosen = chosen if chosen is not None else next((cell for cell in own if _says(cell)), own[0] if own else None)
        return self._cell(chosen) if chosen is not None else (self.title, self.title)


def _by_place(pair: tuple[tuple[int, int, int], Any]) -> tuple[int, int, int]:
    return pair[0]


def _title(body: Any, reader: Reader) -> Any:
    """The paragraph "KẾ HOẠCH", else the first with text, else the first; a new one in a document without any."""
    from danbiet.reading.plan.folding import key_of

    paragraphs = [_outermost(one) for one in reader.elements.values()]
    filled = [one for one in paragraphs if _says(one)]
    named = (one for one in filled if key_of("".join(one.itertext(f"{W}t"))).startswith("ke hoach"))
    return next(named, next(iter([*filled, *paragraphs]), None)) if paragraphs else body.add_p()


def _says(element: Any) -> bool:
    return any(text.strip() for text in element.itertext(f"{W}t"))


def _outermost(paragraph: Any) -> Any:
    """The paragraph a text box stands in: Word allows no comments inside one."""
    found = paragraph
    for parent in paragraph.iterancestors():
        if parent.tag in (f"{W}tc", f"{W}body"):
            break
        if parent.tag == f"{W}p":
            found = parent
    return found


def _mark(anchor: tuple[Any, Any], number: int) -> None:
    """The range from the first paragraph's beginning to the last one's end, and the reference behind it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    first, last = anchor
    made = {}
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        made[name] = OxmlElement(f"w:{name}")
        made[name].set(qn("w:id"), str(number))
    properties = first.find(qn("w:pPr"))
    first.insert(0 if properties is None else list(first).index(properties) + 1, made["commentRangeStart"])
    run = OxmlElement("w:r")
    run.append(made["commentReference"])
    last.extend([made["commentRangeEnd"], run])
