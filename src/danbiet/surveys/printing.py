"""Estimates on the command line: tables on standard output, progress on the error stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from danbiet.surveys.results import LEAST, PEOPLE, SHARE, Cell, Line, Made

if TYPE_CHECKING:
    from rich.table import Table

_WORDS = {
    "digest": ("Đọc tệp", "Reading the file"),
    "read": ("Đọc câu trả lời", "Reading the answers"),
    "estimate": ("Ước lượng", "Estimating"),
    "everybody": ("Tất cả", "Everybody"),
    "group": ("Nhóm", "Group"),
    "measure": ("Chỉ tiêu", "Measure"),
    "value": ("Ước lượng", "Estimate"),
    "interval": ("Khoảng tin cậy {level} %", "{level} % interval"),
    "error": ("Sai số chuẩn", "Standard error"),
    "n": ("Số người", "People"),
    "df": ("Bậc tự do", "Degrees of freedom"),
    "deff": ("Hệ số thiết kế", "Design effect"),
    "few": ("dưới 15 người", "fewer than 15"),
    "none": ("–", "–"),
    "simulated": ("Số liệu mô phỏng.", "Made-up data."),
    "said": (
        "{people} người trả lời; {engine}; {seconds} giây. Tầng một đơn vị: {singletons}.",
        "{people} respondents; {engine}; {seconds} s. Strata of one cluster: {singletons}.",
    ),
    "published": (
        "Theo công thức đã công bố; khoảng ±1,644965 sai số chuẩn như bản công bố, tức là 90 %.",
        "By the published formulas; intervals of ±1.644965 errors as published, which is 90 %.",
    ),
    "clean": (
        "Theo thang điểm và dấu đã tuyên bố, trọng số bằng nhau; không phải điểm PAPI.",
        "By declared scales and signs, equal weights; not a score of PAPI.",
    ),
    "error_after": ("Sau ± là sai số chuẩn.", "After ± stands the standard error."),
    "thin": (
        "Có chỉ tiêu dưới 15 người trả lời trong điểm của: {domains}.",
        "Indicators that fewer than 15 people answered are in the scores of: {domains}.",
    ),
    "absent": ("Không tính được: {codes}.", "Can't be made: {codes}."),
    "kept": ("Đã lưu: {name}. Xem ở trang ước lượng.", "Kept: {name}. See the page of estimates."),
    "generated": (
        "{people} người trả lời mô phỏng trong {name}.",
        "{people} made-up respondents in {name}.",
    ),
}


def said(key: str, language: str, **values: Any) -> str:
    """A sentence of the command."""
    return _WORDS[key][language == "en"].format(**values)


@contextmanager
def progress(language: str) -> Iterator[Callable[[str, int, int], None]]:
    """Tells the step that is done now, where somebody watches the error stream."""
    from rich.console import Console

    with Console(stderr=True).status("") as status:

        def tell(step: str, done: int, total: int) -> None:
            status.update(said(step, language) + (f" {done}/{total}" if total else ""))

        yield tell


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream, where somebody watches it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task(label)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def number(value: float | None, language: str, places: int = 4) -> str:
    """A figure in the reader's language; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.{places}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def written(cell: Cell, kind: str, language: str) -> tuple[str, str, str]:
    """A figure, its interval and its error; why there is none."""
    if cell.value is None:
        return said("few" if cell.n < LEAST else "none", language), "", ""
    places = 0 if kind == PEOPLE else 4 if kind == SHARE or abs(cell.value) < 100 else 1
    ends = [number(end, language, places) for end in (cell.low, cell.high)]
    return number(cell.value, language, places), " … ".join(ends), number(cell.se, language, places)


def show(made: Made, language: str, elements: Sequence[str] = ()) -> None:
    """Print a result: one measure by groups, or one group by measures; of an index the dimensions side by side."""
    from rich.console import Console

    console = Console()
    index = made.facts.get("index")
    chosen = [line for line in made.lines if line.name in elements] or list(made.lines)
    if len(made.domains) == 1:
        console.print(_one_group(made, chosen, language), highlight=False)
    elif index and not elements:
        console.print(_side_by_side(made, language), highlight=False)
        console.print(said("error_after", language), highlight=False)
    else:
        for line in chosen:
            console.print(_one_measure(made, line, language), highlight=False)
    notes = [said("simulated", language)] if made.simulated else []
    if index:
        notes.append(said(index["mode"], language))
        thin = [_label(made, place, language) for place in range(len(made.domains)) if _thin(made, place)]
        if thin:
            more = f" … (+{len(thin) - 8})" if len(thin) > 8 else ""
            notes.append(said("thin", language, domains=", ".join(thin[:8]) + more))
        if index["absent"]:
            notes.append(said("absent", language, codes=", ".join(index["absent"])))
    people, seconds = number(made.people, language, 0), number(made.seconds, language, 1)
    rule = made.design.get("singletons", "refuse")
    notes.append(said("said", language, people=people, engine=made.engine, seconds=seconds, singletons=rule))
    for note in notes:
        console.print(note, highlight=False, markup=False)


def _thin(made: Made, place: int) -> bool:
    return any(line.name == "total" and line.cells[place].thin for line in made.lines)


def _label(made: Made, place: int, language: str) -> str:
    return made.labels[place] or said("everybody", language)


def _table(title: str, columns: Sequence[tuple[str, bool]]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    made = Table(title=escape(title), title_justify="left")
    for label, numeric in columns:
        made.add_column(label, justify="right" if numeric else "left", overflow="fold")
    return made


def _heads(first: str, level: float, language: str) -> list[tuple[str, bool]]:
    words = [(said("value", language), True), (said("interval", language, level=f"{level * 100:g}"), True)]
    words += [(said(key, language), True) for key in ("error", "n", "df", "deff")]
    return [(first, False), *words]


def _cells(cell: Cell, kind: str, language: str) -> list[str]:
    df = "" if cell.df is None else str(cell.df)
    deff = "" if cell.deff is None else number(cell.deff, language, 2)
    return [*written(cell, kind, language), number(cell.n, language, 0), df, deff]


def _one_measure(made: Made, line: Line, language: str) -> Table:
    from rich.markup import escape

    label = line.label(language)
    title = label if label == line.name else f"{line.name} {label}"
    table = _table(title, _heads(said("group", language), made.level, language))
    for place, cell in enumerate(line.cells):
        table.add_row(escape(_label(made, place, language)), *_cells(cell, line.kind, language))
    return table


def _one_group(made: Made, lines: Sequence[Line], language: str) -> Table:
    from rich.markup import escape

    table = _table(_label(made, 0, language), _heads(said("measure", language), made.level, language))
    for line in lines:
        label = line.label(language)
        name = label if label == line.name else f"{line.name} {label}"
        table.add_row(escape(name), *_cells(line.cells[0], line.kind, language))
    return table


def _side_by_side(made: Made, language: str) -> Table:
    from rich.markup import escape

    lines = [line for line in made.lines if "." not in line.name]
    heads = [(said("group", language), False), *((line.name, True) for line in lines)]
    table = _table("", [*heads, (said("n", language), True)])
    for place in range(len(made.domains)):
        cells = [line.cells[place] for line in lines]
        row = [f"{number(cell.value, language, 2)}\n±{number(cell.se, language, 2)}" for cell in cells]
        table.add_row(escape(_label(made, place, language)), *row, number(cells[0].n if cells else 0, language, 0))
    return table


def kept(name: str, language: str) -> None:
    """Say that a result was kept."""
    print(said("kept", language, name=name))  # noqa: T201


def generated(people: int, name: str, language: str) -> None:
    """Say what was written."""
    print(said("generated", language, people=number(people, language, 0), name=name))  # noqa: T201
