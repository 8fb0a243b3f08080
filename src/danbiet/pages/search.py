"""The register of what the search box finds. A room registers a kind of thing; the pages ask all kinds of an area.

What is asked for is folded to words (no marks, no capitals, no signs). A row is found if its key holds every word, in
whatever order; of the last one the beginning is enough (``pages.folding`` keeps the keys). What is exactly that stands
first (the number of a document, the name of a unit), then what begins with it, then what holds the whole words, then
the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.db.models import BooleanField, Case, Func, IntegerField, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join

from danbiet.base.text import search_key, squeeze, words

PORTAL, OFFICE = "portal", "office"
# Letters of a question that are read, and words of it that are looked for.
LONGEST, MOST_WORDS = 200, 12
# Of each kind where several are found; of the only one, or the one that was chosen.
FEW, MANY = 5, 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: as typed, its words, and its key between full stops ("" where there is no word in it)."""

    text: str
    words: tuple[str, ...]
    key: str


@dataclass(slots=True)
class Scope:
    """Where a question looks: provinces (ids of units), the day, who asks (None: the public).

    ``closed``: the matters that aren't shown to the asker; kinds of such a matter find nothing.
    """

    provinces: tuple[int, ...]
    day: date
    person: Any = None
    closed: frozenset[str] = frozenset()
    _kept: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What several kinds need of the asker, read once for a question."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, its address, and a line on where it stands."""

    title: str
    address: str
    where: str = ""


# The question, where it looks, how many hits at most, best first. Only what this asker may see.
Find = Callable[[Asked, Scope, int], list[Hit]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is found: its key in addresses, its label above the hits; ``matter``: what it tells of."""

    area: str
    key: str
    label: str | Promise
    find: Find
    order: int
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A kind with the best of what was found of it.

    ``total``: how many were found, or, with ``beyond``, that there are more than so many. Counting them all would read
    every row a second time, and a person who gets fifty types another word.
    """

    kind: Kind
    hits: list[Hit]
    total: int
    beyond: bool

    @property
    def more(self) -> bool:
        """Whether not all that was found is shown."""
        return self.beyond or self.total > len(self.hits)


@dataclass(frozen=True, slots=True)
class Result:
    """What was found by kind (no group where nothing was), and the kinds that were searched."""

    groups: list[Group]
    searched: list[Kind]
    chosen: bool

    @property
    def total(self) -> int:
        """How many things were found; with ``beyond``, more than so many."""
        return sum(group.total for group in self.groups)

    @property
    def beyond(self) -> bool:
        """Whether there are more than were counted."""
        return any(group.beyond for group in self.groups)


_KINDS: dict[tuple[str, str], Kind] = {}


def register(area: str, key: str, label: str | Promise, find: Find, *, order: int, matter: str = "") -> None:
    """Let the portal's or the office's search find a kind of thing, the public only while ``matter`` is open."""
    _KINDS[area, key] = Kind(area, key, label, find, order, matter)


def kinds(area: str) -> list[Kind]:
    """The kinds of an area in their order."""
    return sorted((kind for kind in _KINDS.values() if kind.area == area), key=lambda kind: kind.order)


def ask(text: str) -> Asked:
    """What was typed, as a question."""
    typed = squeeze(text.replace("\x00", " "))[:LONGEST]
    found = words(typed)
    return Asked(typed, tuple(dict.fromkeys(found))[:MOST_WORDS], search_key(typed)[:-2])


def search(area: str, asked: Asked, scope: Scope, only: str = "") -> Result:
    """What is found; ``only``: the key of the one kind to search. Without a word nothing is asked of anybody."""
    shown = [kind for kind in kinds(area) if kind.matter not in scope.closed]
    chosen = [kind for kind in shown if kind.key == only]
    searched = chosen or shown
    answers = [(kind, kind.find(asked, scope, MANY + 1)) for kind in searched] if asked.words else []
    answers = [(kind, hits) for kind, hits in answers if hits]
    most = MANY if len(answers) == 1 else FEW
    groups = [Group(kind, hits[:most], min(len(hits), MANY), len(hits) > MANY) for kind, hits in answers]
    return Result(groups, searched, bool(chosen))


# --- for the rooms' functions -----------------------------------------------------------------------------------------
class _Like(Func):
    """Each part stands in one of the columns. One expression however many words: a page builds a dozen of these."""

    output_field = BooleanField()

    def __init__(self, parts: tuple[str, ...], *columns: str) -> None:
        self.parts = parts
        super().__init__(*(columns or ("words",)))

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The condition; words and full stops hold no sign that LIKE would read as its own."""
        columns = [compiler.compile(expression) for expression in self.get_source_expressions()]
        anywhere = " OR ".join(f"{column} LIKE %s" for column, _ in columns)
        given = [[*own, f"%{part}%"] for part in self.parts for _, own in columns]
        return " AND ".join(f"({anywhere})" for _ in self.parts), [one for row in given for one in row]


def holds(asked: Asked, *columns: str) -> Func:
    """Every word stands in one of the columns ("words" if none is named), the last at least as a beginning."""
    return _Like((*(f" {word} " for word in asked.words[:-1]), f" {asked.words[-1]}"), *columns)


def rank(asked: Asked, *columns: str) -> Case:
    """0 where a text of a column is what was asked, 1 where one begins with it, 2 where all words are whole, 3 else."""
    return Case(
        When(_Like((f"{asked.key} .",), *columns), then=Value(0)),
        When(_Like((asked.key,), *columns), then=Value(1)),
        When(_Like((f" {asked.words[-1]} ",), *columns), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


@cache
def _pattern(page: str) -> str:
    return reverse(page, args=["ID"])


def address(page: str, public_id: str) -> str:
    """The address of a thing's page ("portal:unit"); the pattern is resolved once, not for every hit."""
    return _pattern(page).replace("ID", public_id)


def where(parts: Iterable[Any]) -> str:
    """Where something stands: the parts that say something, in a line."""
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))
