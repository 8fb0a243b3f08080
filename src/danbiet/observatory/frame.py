"""The frame of the observatory: a page is declared once (route, template, context, figures), and has its address, its
cache, its figures' files and live charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter, reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from danbiet.index import queries
from danbiet.index.comparing import counterpart
from danbiet.index.framework import Element
from danbiet.index.tables import EditionTable
from danbiet.observatory import drawing, files
from danbiet.observatory.figures import Figure
from danbiet.observatory.sources import source_lines
from danbiet.observatory.whose import PARAMETER, Whose, whose
from danbiet.pages.caching import page_of_state
from danbiet.portal import scene
from danbiet.portal.scene import Scene
from danbiet.portal.views import closed

T = TypeVar("T")
# What the head of these pages leads to (danbiet.pages.navigation), beside the portal's own.
AREA = "index"
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
}


class IndexConverter:
    """ "chi-so" is PAPI, "chi-so-<key>" another index."""

    regex = "chi-so(?:-[a-z0-9-]+)?"

    def to_python(self, value: str) -> str:
        """The key of the index."""
        return value.removeprefix("chi-so").removeprefix("-") or queries.PAPI

    def to_url(self, value: str) -> str:
        """Its part of the address."""
        return "chi-so" if value == queries.PAPI else f"chi-so-{value}"


class ElementConverter:
    """The code of an element; "tong" is the total."""

    regex = r"tong|[IVX]{1,4}(?:\.\d{1,2}){0,2}"

    def to_python(self, value: str) -> str:
        """The code."""
        return "total" if value == "tong" else value

    def to_url(self, value: str) -> str:
        """Its part of the address."""
        return "tong" if value == "total" else value


register_converter(IndexConverter, "index")
register_converter(ElementConverter, "element")
PREFIX = "tinh/<slug:slug>/<index:index>/"


@dataclass
class Asked:
    """What a page was asked for: whose, which index, the address's other values (``values``), the language.

    ``once(make)`` gives the same answer to all figures of a page.
    """

    request: HttpRequest
    scene: Scene
    index: str
    values: Mapping[str, Any]
    name: str
    carries: tuple[str, ...] = ()
    _made: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def language(self) -> str:
        """ "vi" or "en"."""
        return "en" if get_language() == "en" else "vi"

    @cached_property
    def panel(self) -> list[EditionTable]:
        """The editions that count, one a year, in order of years; two queries at most."""
        return queries.panel(self.index)

    @cached_property
    def summaries(self) -> list[queries.Summary]:
        """All editions without their scores; one query."""
        return queries.summaries(self.index)

    @cached_property
    def table(self) -> EditionTable:
        """The edition of the year in the address, else of the last one; Http404 if there is none."""
        year = self.values.get("year", self.panel[-1].year if self.panel else None)
        found = next((one for one in self.panel if one.year == year), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def element(self) -> Element:
        """The element in the address, as the page's edition has it; Http404."""
        found = self.table.framework.elements.get(self.values.get("code", "total"))
        if found is None or found.code not in self.table.values:
            raise Http404
        return found

    @cached_property
    def province_name(self) -> str:
        """The name of the province whose scores are shown, in the reader's language."""
        return self.whose.province.name(self.language)

    @property
    def years(self) -> list[tuple[int, str, bool]]:
        """The years of this page: year, address of the same thing measured (whatever its code), whether it is shown."""
        found = []
        for table in self.panel:
            values = {**self.values, "year": table.year}
            if "code" in values:
                twin = counterpart(table.framework, self.element)
                if twin is None or twin.code not in table.values:
                    continue
                values["code"] = twin.code
            found.append((table.year, self.address(self.name, **values), table.year == self.table.year))
        return found

    @cached_property
    def whose(self) -> Whose:
        """The province whose scores are shown, in the set of :attr:`table`; Http404."""
        return whose(self.scene, self.table, self.request.GET.get(PARAMETER, ""))

    @property
    def query(self) -> str:
        """What the addresses of other pages carry on: the old province it was asked for."""
        found = self.request.GET.get(PARAMETER, "")
        return f"?{urlencode({PARAMETER: found})}" if found else ""

    @property
    def carried(self) -> str:
        """What the addresses of this page's files carry on: the same, and what its form asks for (``carries``)."""
        given = self.request.GET
        found = [(name, value) for name in (PARAMETER, *self.carries) for value in given.getlist(name)]
        return f"?{urlencode(found)}" if any(value for _name, value in found) else ""

    def source(self, table: EditionTable | None = None) -> tuple[str, ...]:
        """The lines under a figure that say where an edition (that of the page unless told) is from."""
        return source_lines(self.summaries, [table or self.table])

    def once(self, make: Callable[[Asked], T]) -> T:
        """What ``make`` gives for this page, made once."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    def address(self, name: str, **values: Any) -> str:
        """The address of a page of the same province and index."""
        return reverse(f"observatory:{name}", kwargs={"slug": self.scene.slug, "index": self.index, **values})

    @property
    def own_address(self) -> str:
        """The address of this page."""
        return self.address(self.name, **self.values)


Context = Callable[[Asked], Mapping[str, Any]]
Figures = Mapping[str, Callable[[Asked], Figure | None]]


@dataclass(frozen=True)
class Page:
    """A declared page. ``matter``: what the publication table must have open for it; ``carries``: its form's values."""

    name: str
    template: str
    context: Context
    figures: Figures
    matter: str = ""
    carries: tuple[str, ...] = ()

    def asked(self, request: HttpRequest, slug: str, index: str, values: Mapping[str, Any]) -> Asked:
        """What is asked of it; one query."""
        return Asked(request, scene.of_slug(slug), index, values, self.name, self.carries)

    def respond(self, asked: Asked, draw: Callable[[], HttpResponse]) -> HttpResponse:
        """``draw()``, kept as long as neither the province's journal nor the editions have moved; one query."""
        if self.matter and not asked.scene.gate[self.matter]:
            return closed(asked.request, asked.scene)
        state = f"{asked.scene.state} {queries.state(asked.index)}" if asked.scene.state else ""
        return page_of_state(asked.request, state, draw)

    def figure(self, asked: Asked, key: str) -> Figure:
        """One of its figures; Http404."""
        found = self.figures[key](asked) if key in self.figures else None
        if found is None:
            raise Http404
        return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in its page: its key and the addresses of its files."""

    key: str
    figure: Figure
    base: str
    language: str
    query: str = ""

    @property
    def drawn(self) -> bool:
        """Whether it has a chart (a template would call the function to find out)."""
        return self.figure.chart is not None

    @property
    def files(self) -> list[tuple[str, str]]:
        """Name and address of each file."""
        forms = ("csv", "xlsx", "svg", "png") if self.figure.chart else ("csv", "xlsx")
        return [(form.upper(), f"{self.base}hinh/{self.key}.{form}{self.query}") for form in forms]

    @property
    def live(self) -> str:
        """The address of the live chart."""
        return f"{self.base}hinh/{self.key}/{self.query}"

    @property
    def spec(self) -> str:
        """The address of what it is made from."""
        return f"{self.base}hinh/{self.key}.json{self.query}"


def shown(asked: Asked, key: str, figure: Figure) -> Shown:
    """A figure as its page shows it."""
    return Shown(key, figure, asked.own_address, asked.language, asked.carried)


def page(
    route: str,
    name: str,
    template: str,
    context: Context,
    figures: Figures | None = None,
    carries: tuple[str, ...] = (),
    *,
    matter: str = "",
) -> list[URLPattern]:
    """The addresses of a page, below a province and an index: the page itself (``name``), its figures' files
    (``name-file``) and its live charts (``name-live``).

    ``context(asked)`` gives what the template needs besides ``figures`` (key with "_" for "-" -> figure to be shown),
    ``asked`` and ``scene``; ``figures``: key -> function that makes it, None where there is nothing to draw;
    ``carries``: what the page's form asks for, in its address; ``matter``: the page is closed, files and all, unless
    the province has opened it.
    """
    declared = Page(name, template, context, figures or {}, matter, carries)

    @require_safe
    def view(request: HttpRequest, slug: str, index: str, **values: Any) -> HttpResponse:
        asked = declared.asked(request, slug, index, values)
        return declared.respond(asked, lambda: _drawn(declared, asked))

    @require_safe
    def file(request: HttpRequest, slug: str, index: str, figure: str, form: str, **values: Any) -> HttpResponse:
        asked = declared.asked(request, slug, index, values)
        return declared.respond(asked, lambda: _file(declared, asked, figure, form))

    @require_safe
    def live(request: HttpRequest, slug: str, index: str, figure: str, **values: Any) -> HttpResponse:
        asked = declared.asked(request, slug, index, values)
        return declared.respond(asked, lambda: _live(declared, asked, figure))

    found = [path(f"{PREFIX}{route}", view, name=name)]
    if figures:
        found.append(path(f"{PREFIX}{route}hinh/<slug:figure>.<slug:form>", file, name=f"{name}-file"))
        found.append(path(f"{PREFIX}{route}hinh/<slug:figure>/", live, name=f"{name}-live"))
    return found


def _drawn(declared: Page, asked: Asked) -> HttpResponse:
    context = {"asked": asked, "scene": asked.scene, **declared.context(asked)}
    found = ((key, make(asked)) for key, make in declared.figures.items())
    made = {key.replace("-", "_"): shown(asked, key, figure) for key, figure in found if figure is not None}
    return render(asked.request, declared.template, {**context, "figures": made})


def _live(declared: Page, asked: Asked, key: str) -> HttpResponse:
    figure = declared.figure(asked, key)
    if figure.chart is None:
        raise Http404
    context = {"asked": asked, "scene": asked.scene, "shown": shown(asked, key, figure)}
    return render(asked.request, "observatory/live.html", context)


def _file(declared: Page, asked: Asked, key: str, form: str) -> HttpResponse:
    """One view for all files of all figures."""
    return file_of(declared.figure(asked, key), key, form, asked.language)


def file_of(figure: Figure, key: str, form: str, language: str) -> HttpResponse:
    """A figure as a file (csv, xlsx, svg, png, json); Http404 for another form, or where there is no chart."""
    if form not in _TYPES or (form not in ("csv", "xlsx") and figure.chart is None):
        raise Http404
    if form == "json":
        return JsonResponse(drawing.live(figure, language))
    content: bytes
    if form in ("csv", "xlsx"):
        content = files.as_csv(figure) if form == "csv" else files.as_xlsx(figure)
    elif form == "svg":
        content = drawing.to_take_away(figure, language).encode()
    else:
        content = drawing.as_png(figure, language)
    stem = slugify(f"{figure.stem} {key}") + ("-mo-phong" if figure.simulated else "")
    return HttpResponse(
        content,
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{stem}.{form}"'},
    )
