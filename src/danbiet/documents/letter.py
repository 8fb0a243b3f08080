"""An official letter as typed content: what stands where, and the code of exactly this content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from danbiet.base.errors import CodedError
from danbiet.documents import errors

__all__ = ["Letter", "Table", "version"]

# Letters and figures that can't be taken for each other on paper.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, its rows, the width of each column in millimetres, and which columns stand in the middle."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    middle: frozenset[int] = frozenset()

    def check(self) -> None:
        """Raise CodedError DOC-002 unless every row has a cell for every column."""
        for number, row in enumerate((self.widths, *self.rows)):
            if len(row) != len(self.head):
                raise CodedError(errors.RAGGED, columns=len(self.head), row=number, cells=len(row))


@dataclass(frozen=True, slots=True)
class Letter:
    """A công văn.

    ``above``: the organ above, "" for none; ``organ``: the issuing organ, a line each; ``symbol``: what follows the
    blank number ("UBND-…"); ``place``: where it is issued; ``about``: what follows "V/v"; ``signature``: the lines of
    the signature block, the signer's title last; his name stays blank. ``annex``: a table on a page of its own.
    ``mark``: said at the head of every page (that it is simulated).
    """

    organ: tuple[str, ...]
    symbol: str
    place: str
    about: str
    addressees: tuple[str, ...]
    body: tuple[str | Table, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    above: str = ""
    annex: Table | None = None
    annex_title: str = ""
    mark: str = ""

    def check(self) -> None:
        """Raise CodedError DOC-001 for a part that is missing, DOC-002 for a table that isn't whole."""
        parts = ("organ", "symbol", "place", "about", "addressees", "body", "recipients", "signature")
        missing = [name for name in parts if not getattr(self, name)]
        if missing:
            raise CodedError(errors.INCOMPLETE, missing=", ".join(missing))
        for part in (*self.body, self.annex):
            if isinstance(part, Table):
                part.check()


def version(letter: Letter) -> str:
    """The code of this content, e.g. ``7KQ2-M9XW``: any other content has another one.

    >>> from dataclasses import replace
    >>> one = Letter(("A",), "B-…", "C", "d", ("E",), ("f",), ("G",), ("H",))
    >>> version(one) == version(replace(one)), version(one) == version(replace(one, about="x"))
    (True, False)
    """
    content = json.dumps(asdict(letter), ensure_ascii=False, sort_keys=True, default=sorted)
    number = int.from_bytes(hashlib.sha256(content.encode()).digest()[:8], "big")
    letters = ""
    for _ in range(8):
        number, index = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[index]
    return f"{letters[:4]}-{letters[4:]}"
