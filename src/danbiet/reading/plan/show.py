"""A draft as tables a person likes to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from danbiet.base.dates import office_day
from danbiet.reading.plan.doubts import wording
from danbiet.reading.plan.draft import Named, PlanDraft, ScoreRow

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_TEXTS = {
    "vi": {
        "scores": "Bảng điểm",
        "tasks": "Bảng phân công: {count} nhiệm vụ",
        "doubts": "Nghi vấn: {count}, trong đó {blocking} phải giải quyết trước khi duyệt",
        "none": "Không có nghi vấn.",
        "columns": ("Mã", "Nội dung"),
        "task": ("Mã", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"),
        "doubt": ("", "Mã", "Vị trí", "Vấn đề", "Gợi ý"),
        "kinds": ("điểm", "trung vị", "hạng"),
        "facts": "Số {number} · ngày {date} · {issuer} · {form} {signer}",
        "counts": "{causes} nguyên nhân · {objectives} mục tiêu · {requirements} yêu cầu · {solutions} giải pháp · "
        "{organisation} điểm tổ chức thực hiện · {recipients} nơi nhận · {references} văn bản viện dẫn",
    },
    "en": {
        "scores": "Score table",
        "tasks": "Assignment table: {count} tasks",
        "doubts": "Doubts: {count}, {blocking} of them to be resolved before approval",
        "none": "No doubts.",
        "columns": ("Code", "Content"),
        "task": ("Code", "Task", "Lead", "Coordinate", "Time"),
        "doubt": ("", "Code", "Place", "What", "Suggestion"),
        "kinds": ("score", "median", "rank"),
        "facts": "No. {number} · of {date} · {issuer} · {form} {signer}",
        "counts": "{causes} causes · {objectives} objectives · {requirements} requirements · {solutions} solutions · "
        "{organisation} points on organisation · {recipients} recipients · {references} references",
    },
}


def print_plan(draft: PlanDraft, console: Console, language: str = "vi") -> None:
    """Print the draft: what it is, scores, tasks, doubts last, where the eye stays."""
    texts = _TEXTS[language]
    document = draft.document
    day = office_day(document.date) if document.date else "?"
    console.print(f"[bold]{document.title}[/bold]")
    console.print(
        str(texts["facts"]).format(
            number=document.number or "?",
            date=day,
            issuer=document.issuer or "?",
            form=document.signature.get("form", ""),
            signer=document.signer or "?",
        )
    )
    names = ("causes", "objectives", "requirements", "solutions", "organisation")
    counts = {name: len(getattr(draft, name)) for name in names}
    counts |= {"recipients": len(document.recipients), "references": len(document.references)}
    console.print(str(texts["counts"]).format(**counts))
    for rows in draft.score_tables:
        console.print(_scores(rows, language))
    console.print(_tasks(draft, language))
    console.print(_doubts(draft, language) if draft.doubts else texts["none"])


def _table(title: str, columns: Iterable[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _scores(rows: tuple[ScoreRow, ...], language: str) -> Table:
    texts = _TEXTS[language]
    keys = list(dict.fromkeys(key for row in rows for key in row.values))
    kinds = dict(zip(("score", "median", "rank"), texts["kinds"], strict=True))
    table = _table(str(texts["scores"]), texts["columns"])
    for key in keys:
        kind, _, year = key.partition("_")
        table.add_column(f"{kinds[kind]} {year}", justify="right", no_wrap=True)
    for row in rows:
        values = [_number(row.values.get(key), language) for key in keys]
        table.add_row(row.code, row.name, *values, style="bold" if row.level == "dimension" else "")
    return table


def _number(value: float | int | None, language: str) -> str:
    if value is None:
        return ""
    text = str(value) if isinstance(value, int) else f"{value:.2f}"
    return text.replace(".", ",") if language == "vi" else text


def _tasks(draft: PlanDraft, language: str) -> Table:
    texts = _TEXTS[language]
    table = _table(str(texts["tasks"]).format(count=len(draft.tasks)), texts["task"])
    for task in draft.tasks:
        table.add_row(task.code, task.title, _units(task.lead), _units(task.coordinate), task.timing.text or "–")
    return table


def _units(named: tuple[Named, ...]) -> str:
    return "\n".join(entry.text if entry.designation else f"{entry.text} (?)" for entry in named)


def _doubts(draft: PlanDraft, language: str) -> Table:
    texts = _TEXTS[language]
    blocking = sum(1 for found in draft.doubts if found.blocking)
    title = str(texts["doubts"]).format(count=len(draft.doubts), blocking=blocking)
    table = _table(title, texts["doubt"])
    for found in draft.doubts:
        message, suggestion = wording(found, language)
        sign = "!" if found.blocking else "·"
        table.add_row(sign, found.code, found.at.render(language), message, suggestion)
    return table
