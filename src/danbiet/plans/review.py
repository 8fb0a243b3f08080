"""Review as an overlay: ids of doubts, decisions about them and about who does what, the draft as it then reads."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from danbiet.base.errors import CodedError
from danbiet.base.ids import is_public_id
from danbiet.plans import errors
from danbiet.reading.blocks import Place
from danbiet.reading.plan.draft import Doubt, Named, PlanDraft, ScoreRow, Task, Timing
from danbiet.units import designations

TIMINGS = ("continuous", "yearly", "event", "external")
FORMS = ("timing", "designation", "question", "value", "accept", "dismiss")
MAX_BYTES = 2 * 1024 * 1024
# As wide as the narrowest column a value goes to.
MAX_VALUE = 60
Decision = dict[str, Any]
# A decision about the units of a task stands under "task:V.4": {"units": {public id of a unit: mark}}.
TASK = "task:"
# Leads (chủ trì), coordinates (phối hợp), has no part in it.
LEAD, COORDINATE, NONE = "C", "P", ""
MARKS = (LEAD, COORDINATE, NONE)
_DIMENSION = re.compile(r"[IVX]{1,5}")


def doubt_id(found: Doubt) -> str:
    """Stable within a document: the code and eight digits of a hash over place and message."""
    content = json.dumps([found.code, found.at.to_json(), found.message], ensure_ascii=False, sort_keys=True)
    return f"{found.code}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def doubts_by_id(draft: PlanDraft) -> dict[str, Doubt]:
    """All doubts of a draft."""
    return {doubt_id(found): found for found in draft.doubts}


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 of a draft's JSON form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def version(draft_hash: str, overlay: dict[str, Decision]) -> str:
    """What an approval names: the draft and the decisions in force."""
    text = json.dumps([draft_hash, overlay], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def load_file(path: str | Path) -> dict[str, Decision]:
    """Decisions from a YAML or JSON file. Raises CodedError PLAN-013 naming the file."""
    name = Path(path).name
    try:
        data = Path(path).read_bytes()
        if len(data) > MAX_BYTES:
            raise CodedError(errors.BAD_RESOLUTIONS, at=name, reason=f"> {MAX_BYTES} byte")
        content = YAML(typ="safe", pure=True).load(data.decode("utf-8-sig"))
    except OSError as error:
        raise CodedError(errors.BAD_RESOLUTIONS, at=name, reason=error.strerror or error) from error
    except (YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise CodedError(errors.BAD_RESOLUTIONS, at=name, reason=reason) from error
    if not isinstance(content, dict) or set(content) != {"resolutions"}:
        raise CodedError(errors.BAD_RESOLUTIONS, at=name, reason="resolutions: …")
    decisions = {} if content["resolutions"] is None else content["resolutions"]
    if not isinstance(decisions, dict):
        raise CodedError(errors.BAD_RESOLUTIONS, at=name, reason="resolutions: …")
    return {str(key): value for key, value in decisions.items() if value is not None}


def template(draft: PlanDraft) -> str:
    """A resolutions file with every doubt as a comment and an empty decision, blocking ones first."""
    lines = ["# Mỗi nghi vấn một quyết định; xem các dạng trong tài liệu. Để trống: chưa quyết định.", "resolutions:"]
    for key, found in doubts_by_id(draft).items():
        sign = "PHẢI GIẢI QUYẾT: " if found.blocking else ""
        lines += [f"  # {sign}{found.at.render()}: {found.message} {found.suggestion}", f"  {key}:"]
    return "\n".join(lines) + "\n"


def check(draft: PlanDraft, decisions: dict[str, Decision]) -> dict[str, Decision]:
    """Decisions in their stored form. Raises CodedError PLAN-014 for an unknown doubt, PLAN-015 for a bad decision."""
    known = doubts_by_id(draft)
    tasks = {task_key(task.code) for task in draft.tasks}
    checked: dict[str, Decision] = {}
    for key, decision in decisions.items():
        if key in tasks:
            checked[key] = _check_marks(key, decision)
        elif key in known:
            checked[key] = _check_one(key, decision, known[key])
        else:
            raise CodedError(errors.UNKNOWN_DOUBT, at=key, doubt=key)
    return checked


def task_key(code: str) -> str:
    """Under what a decision about the units of a task stands."""
    return f"{TASK}{code}"


def _check_marks(key: str, decision: Any) -> Decision:
    marks = decision.get("units") if isinstance(decision, dict) and set(decision) == {"units"} else None
    if not isinstance(marks, dict):
        raise CodedError(errors.BAD_DECISION, at=key, doubt=key, reason="units")
    for unit, mark in marks.items():
        if not isinstance(unit, str) or not is_public_id(unit) or mark not in MARKS:
            raise CodedError(errors.BAD_DECISION, at=key, doubt=key, reason=f"{unit}: {mark}")
    return {"units": dict(sorted(marks.items()))}


def _check_one(key: str, decision: Any, found: Doubt) -> Decision:
    def refuse(reason: str) -> CodedError:
        return CodedError(errors.BAD_DECISION, at=key, doubt=key, reason=reason)

    if not isinstance(decision, dict):
        raise refuse(str(decision))
    forms = [form for form in FORMS if form in decision]
    unknown = {str(name) for name in decision} - {*FORMS, "reason"}
    if len(forms) != 1 or unknown:
        raise refuse(", ".join(sorted(unknown)) or " / ".join(FORMS))
    form, value = forms[0], _check_value(forms[0], decision[forms[0]], found, refuse)
    return {form: value, **({"reason": str(decision["reason"])} if "reason" in decision else {})}


def _check_value(form: str, value: Any, found: Doubt, refuse: Any) -> Any:
    if form == "timing" and value not in TIMINGS:
        raise refuse(f"timing: {value}")
    if form == "designation":
        value = value if isinstance(value, list) else [value]
        bad = [one for one in value or [None] if not _is_designation(one)]
        if bad:
            raise refuse(f"designation: {bad[0]}")
    if form == "question":
        value = _check_question(value, refuse)
    if form == "value":
        value = value.isoformat() if isinstance(value, date) else str(value).strip()
        if not 0 < len(value) <= MAX_VALUE or not _fits(value, found):
            raise refuse(f"value: {value[:MAX_VALUE]}")
    if form == "accept" and value is not True:
        raise refuse(f"accept: {value}")
    if form == "dismiss":
        value = "" if value is None else str(value).strip()
        if not value:
            raise refuse("dismiss")
    return value


def takes_value(found: Doubt) -> bool:
    """Whether a value settles the doubt: number, day, signer, a cell of the score table, a task's dimension."""
    return found.code in ("READ-105", "READ-120", "READ-121", "READ-122", "READ-140")


def _fits(value: str, found: Doubt) -> bool:
    if asks_for_a_day(found):
        return _is_day(value)
    if found.code == "READ-105":
        return _number(value) is not None
    return found.code != "READ-140" or bool(_DIMENSION.fullmatch(value))


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def asks_for_a_day(found: Doubt) -> bool:
    """Whether the value that settles the doubt is a day."""
    return found.code == "READ-121" or found.facts.get("what") == "ngày"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_designation(key: object) -> bool:
    body, _, levels = str(key).partition(".")
    return body in designations.keys() and levels in designations.LEVELS  # noqa: SIM118


def _check_question(value: Any, refuse: Any) -> dict[str, str]:
    content = {} if value is True else value
    if not isinstance(content, dict) or set(content) - {"owner", "due_on"}:
        raise refuse(f"question: {value}")
    owner = content.get("owner", "home_affairs.province")
    if not _is_designation(owner):
        raise refuse(f"owner: {owner}")
    found = {"owner": str(owner)}
    if "due_on" in content:
        try:
            found["due_on"] = date.fromisoformat(str(content["due_on"])).isoformat()
        except ValueError:
            raise refuse(f"due_on: {content['due_on']}") from None
    return found


def open_blocking(draft: PlanDraft, overlay: dict[str, Decision]) -> list[Doubt]:
    """Blocking doubts without a decision that settles them."""
    return [found for key, found in doubts_by_id(draft).items() if found.blocking and key not in overlay]


@dataclass(frozen=True, slots=True)
class Question:
    """Something the plan leaves open: a doubt without decision, or one turned into a question."""

    doubt: Doubt
    owner: str = "home_affairs.province"
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The draft with the decisions applied, the questions that remain, and marks of units by code of the task."""

    draft: PlanDraft
    questions: tuple[Question, ...]
    marks: dict[str, dict[str, str]] = field(default_factory=dict)


def apply(draft: PlanDraft, overlay: dict[str, Decision]) -> Reviewed:
    """Read the draft with its decisions. What was decided away is gone from it; the stored draft stays as it was."""
    tasks = {task.code: task for task in draft.tasks}
    reviewed = draft
    questions: list[Question] = []
    for key, found in doubts_by_id(draft).items():
        decision = overlay.get(key)
        code = str(found.facts.get("element", ""))
        if decision is None:
            questions.append(Question(found))
        elif "question" in decision:
            due = decision["question"].get("due_on")
            day = date.fromisoformat(due) if due else None
            questions.append(Question(found, decision["question"]["owner"], day))
        elif "value" in decision and found.code == "READ-140" and code in tasks:
            tasks[code] = replace(tasks[code], dimension=decision["value"])
        elif "value" in decision:
            reviewed = _with_value(reviewed, found, decision["value"])
        elif ("timing" in decision or "designation" in decision) and code in tasks:
            tasks[code] = _with_decision(tasks[code], found, decision)
    reviewed = replace(reviewed, tasks=tuple(tasks[task.code] for task in draft.tasks))
    marks = {key.removeprefix(TASK): one["units"] for key, one in overlay.items() if one.get("units")}
    return Reviewed(reviewed, tuple(questions), marks)


def _with_value(draft: PlanDraft, found: Doubt, value: str) -> PlanDraft:
    document, what = draft.document, found.facts.get("what")
    if asks_for_a_day(found):
        document = replace(document, date=date.fromisoformat(value))
    elif found.code == "READ-120" or what == "số":
        document = replace(document, number=value)
    elif what == "người ký":
        document = replace(document, signer=value)
    elif found.code == "READ-105":
        return replace(draft, score_tables=tuple(_with_score(rows, found, value) for rows in draft.score_tables))
    return replace(draft, document=document)


def _with_score(rows: tuple[ScoreRow, ...], found: Doubt, value: str) -> tuple[ScoreRow, ...]:
    def at(row: ScoreRow) -> bool:
        return (row.at.table, row.at.row) == (found.at.table, found.at.row)

    column = str(found.facts.get("column", ""))
    return tuple(replace(row, values={**row.values, column: _number(value)}) if at(row) else row for row in rows)


def _with_decision(task: Task, found: Doubt, decision: Decision) -> Task:
    if "timing" in decision:
        return replace(task, timing=Timing(task.timing.text, decision["timing"], task.timing.events))
    keys = decision["designation"]
    if found.code == "READ-115":
        return replace(task, lead=tuple(Named(key, key, found.at) for key in keys))
    text = str(found.facts.get("text", ""))
    return replace(
        task,
        lead=tuple(_substitute(task.lead, text, found.at, keys)),
        coordinate=tuple(_substitute(task.coordinate, text, found.at, keys)),
    )


def _substitute(named: Iterable[Named], text: str, at: Place, keys: list[str]) -> list[Named]:
    found: list[Named] = []
    for entry in named:
        if entry.text == text and entry.at == at:
            found += [replace(entry, designation=key) for key in keys]
        else:
            found.append(entry)
    return found
