"""A PDF's pages as words and table cells with their places, read in a process of its own under limits.

A PDF can ask for any amount of time and memory (streams that unpack without end, forms that draw themselves), and its
reader has no bounds. So ``pages_of`` starts this module as a process with a limit on both and takes what it says.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from danbiet.base.errors import CodedError, registered
from danbiet.reading import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES = 150
MAX_SIDE = 5_000.0  # points; A0 has 3,370
MAX_WORDS = 6_000  # on a page
MAX_RULES = 20_000  # on a page
MAX_STREAMS = 20_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMORY = 1024 * 1024 * 1024
SECONDS = 60
_STEP = 256 * 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# What the process needs to find Python and this package; no keys and passwords.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box: left, top, right, bottom in points from the page's upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page: words in any order, the cells of each ruled table, whether it shows a picture, which fonts it names."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    tables: tuple[tuple[Box, ...], ...] = ()
    picture: bool = False
    fonts: tuple[str, ...] = ()


def pages_of(data: bytes) -> list[Page]:
    """The pages of a PDF. Raises CodedError READ-013 to READ-016."""
    command = [sys.executable, "-P", "-m", "danbiet.reading.pdf_pages"]
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=False, timeout=SECONDS, env=environment
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise CodedError(errors.SLOW_PDF, seconds=SECONDS) from error
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        # It was stopped from outside: by the limit of its processor time, of its memory, or by the system.
        if -done.returncode == _XCPU:
            raise CodedError(errors.SLOW_PDF, seconds=SECONDS) from error
        raise CodedError(errors.UNSAFE_PDF, reason=f"{done.returncode}") from error
    if "code" in said:
        raise CodedError(registered()[said["code"]], **said["values"])
    return [_page(one) for one in said["pages"]]


_XCPU = 24


def _page(said: dict[str, Any]) -> Page:
    words = tuple(Word(*word) for word in said["words"])
    tables = tuple(tuple((b[0], b[1], b[2], b[3]) for b in table) for table in said["tables"])
    return Page(said["number"], said["width"], said["height"], words, tables, said["picture"], tuple(said["fonts"]))


def read(data: bytes) -> list[Page]:
    """What the process does: limits first, then the pages. Raises CodedError READ-013 to READ-015."""
    check_streams(data)
    import logging

    logging.disable(logging.CRITICAL)
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    try:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            _count_pages(opened.doc)
            pages = [_read_page(page) for page in opened.pages]
    except CodedError:
        raise
    except (MemoryError, RecursionError) as error:
        raise CodedError(errors.UNSAFE_PDF, reason=type(error).__name__) from error
    except Exception as error:  # the reader lets anything through that a broken file makes of it
        causes = [error, error.__cause__, error.__context__, *error.args]
        if any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in causes):
            raise CodedError(errors.ENCRYPTED_PDF) from error
        if any(isinstance(cause, (MemoryError, RecursionError)) for cause in causes):
            raise CodedError(errors.UNSAFE_PDF, reason=type(error).__name__) from error
        raise CodedError(errors.BROKEN_PDF, reason=type(error).__name__) from error
    if not pages:
        raise CodedError(errors.BROKEN_PDF, reason="0 trang/pages")
    return pages


def check_streams(data: bytes) -> None:
    """Unpack each stream step by step, keeping nothing: the reader would do it whole. Raises CodedError READ-015."""
    view, total = memoryview(data), 0
    for count, match in enumerate(_STREAM.finditer(data), 1):
        if count > MAX_STREAMS:
            raise CodedError(errors.UNSAFE_PDF, reason=f"> {MAX_STREAMS} stream")
        head = data[max(0, match.start() - 600) : match.start()].rsplit(b"obj", 1)[-1]
        if b"/Image" in head or b"/Fl" not in head:
            continue  # pictures aren't unpacked; what isn't deflated is no larger than the file
        for size in _unpacked(view[match.end() :]):
            total += size
            if total > MAX_UNPACKED:
                raise CodedError(errors.UNSAFE_PDF, reason=f"> {MAX_UNPACKED // 1024 // 1024} MB")


def _unpacked(packed: memoryview) -> Iterator[int]:
    unpacker = zlib.decompressobj()
    waiting: bytes | memoryview = packed[:_STEP]
    at = len(waiting)
    try:
        while waiting and not unpacker.eof:
            yield len(unpacker.decompress(waiting, _STEP))
            waiting = unpacker.unconsumed_tail
            if not waiting:
                waiting = packed[at : at + _STEP]
                at += len(waiting)
    except zlib.error:
        return


def _count_pages(document: Any) -> None:
    from pdfminer.pdfpage import PDFPage

    for count, page in enumerate(PDFPage.create_pages(document), 1):
        if count > MAX_PAGES:
            raise CodedError(errors.UNSAFE_PDF, reason=f"> {MAX_PAGES} trang/pages")
        x0, y0, x1, y1 = (float(value) for value in page.mediabox)
        if not (0 < abs(x1 - x0) <= MAX_SIDE and 0 < abs(y1 - y0) <= MAX_SIDE):
            raise CodedError(errors.UNSAFE_PDF, reason=f"{abs(x1 - x0):.0f} x {abs(y1 - y0):.0f} pt")


def _read_page(page: Any) -> Page:
    # Bold letters are sometimes printed twice, a hair apart.
    plain = page.dedupe_chars(tolerance=1)
    words = plain.extract_words(x_tolerance_ratio=0.15, y_tolerance=3, keep_blank_chars=False)
    if len(words) > MAX_WORDS:
        raise CodedError(errors.UNSAFE_PDF, reason=f"{len(words)} chữ/words, trang/page {page.page_number}")
    rules = page.edges
    if len(rules) > MAX_RULES:
        raise CodedError(errors.UNSAFE_PDF, reason=f"{len(rules)} đường/lines, trang/page {page.page_number}")
    tables: list[tuple[Box, ...]] = []
    if rules:
        ends = _open_ends(rules)
        seen = page.find_tables({"explicit_horizontal_lines": ends} if ends else None)
        tables = [tuple(sorted({_rounded(cell) for cell in table.cells}, key=lambda b: (b[1], b[0]))) for table in seen]
    area = float(page.width * page.height)
    covered = sum((one["x1"] - one["x0"]) * (one["bottom"] - one["top"]) for one in page.images)
    fonts = tuple(sorted({str(char["fontname"]) for char in page.chars}))
    # What stands beyond the paper isn't printed on it.
    made = [Word(*_rounded((w["x0"], w["top"], w["x1"], w["bottom"])), w["text"]) for w in words]
    found = Page(
        page.page_number,
        float(page.width),
        float(page.height),
        tuple(word for word in made if 0 <= word.middle <= page.height and word.x1 > 0 and word.x0 < page.width),
        tuple(tables),
        covered > area / 4,
        fonts,
    )
    page.close()
    return found


def _rounded(box: tuple[float, float, float, float]) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def _open_ends(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row that the page's end cuts is often left open: lines across where three or more lines down end alike."""
    down = [one for one in rules if one["orientation"] == "v" and one["bottom"] - one["top"] > 3]
    across = [one for one in rules if one["orientation"] == "h"]
    found: list[dict[str, Any]] = []
    for side in ("top", "bottom"):
        groups: dict[int, list[dict[str, Any]]] = {}
        for one in down:
            groups.setdefault(round(one[side] / 3), []).append(one)
        for group in groups.values():
            x0, x1 = min(one["x0"] for one in group), max(one["x1"] for one in group)
            y = min(one[side] for one in group)
            drawn = sum(
                one["x1"] - one["x0"]
                for one in across
                if abs(one["top"] - y) <= 4 and one["x0"] < x1 and one["x1"] > x0
            )
            columns = len({round(one["x0"] / 3) for one in group})
            if columns >= 3 and drawn < (x1 - x0) / 2:
                line = {"object_type": "line", "x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0}
                found.append(line)
    return found


def main() -> int:
    """Read a PDF from the standard input and say its pages, or why not, as JSON."""
    _limit_self()
    try:
        said: dict[str, Any] = {"pages": [_said(page) for page in read(sys.stdin.buffer.read())]}
    except CodedError as error:
        said = {"code": error.code, "values": error.values}
    sys.stdout.write(json.dumps(said))
    return 0


def _said(page: Page) -> dict[str, Any]:
    return {**asdict(page), "words": [[w.x0, w.top, w.x1, w.bottom, w.text] for w in page.words]}


def _limit_self() -> None:
    """Bounds that hold whatever the reader does; not every system has them, the time limit outside always does."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
