"""The typed draft of a plan and its JSON form, ``danbiet.plan-draft/1``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danbiet.base.errors import CodedError
from danbiet.reading import errors
from danbiet.reading.blocks import Place

SCHEMA = "danbiet.plan-draft/1"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A designation as written with its key; the key is None where it is unknown."""

    text: str
    designation: str | None
    at: Place = field(default_factory=Place)
    purpose: str = ""

    def to_json(self) -> Json:
        """JSON form; ``purpose`` ("b/c") only for recipients."""
        data: Json = {"text": self.text, "designation": self.designation, "at": self.at.to_json()}
        return {**data, "purpose": self.purpose} if self.purpose else data

    @classmethod
    def from_json(cls, data: Json) -> Named:
        """The inverse."""
        return cls(data["text"], data["designation"], Place.from_json(data["at"]), data.get("purpose", ""))


@dataclass(frozen=True, slots=True)
class Reference:
    """A document the plan refers to, with every place that does."""

    kind: str
    number: str
    date: date | None
    text: str
    places: tuple[Place, ...]

    def to_json(self) -> Json:
        """JSON form."""
        return {
            "kind": self.kind,
            "number": self.number or None,
            "date": self.date.isoformat() if self.date else None,
            "text": self.text,
            "at": self.places[0].to_json(),
            "places": [place.to_json() for place in self.places],
        }

    @classmethod
    def from_json(cls, data: Json) -> Reference:
        """The inverse."""
        day = date.fromisoformat(data["date"]) if data["date"] else None
        places = tuple(Place.from_json(place) for place in data["places"])
        return cls(data["kind"], data["number"] or "", day, data["text"], places)


@dataclass(frozen=True, slots=True)
class Document:
    """What the document says of itself."""

    number: str | None
    date: date | None
    issuer: str | None
    signer: str | None
    signature: dict[str, str]
    title: str
    recipients: tuple[Named, ...]
    references: tuple[Reference, ...]
    closing: str = ""
    number_at: Place = field(default_factory=Place)
    number_in_head: bool = True

    def to_json(self) -> Json:
        """JSON form."""
        return {
            "number": self.number,
            "date": self.date.isoformat() if self.date else None,
            "issuer": self.issuer,
            "signer": self.signer,
            "signature": self.signature,
            "title": self.title,
            "recipients": [row.to_json() for row in self.recipients],
            "references": [row.to_json() for row in self.references],
            "closing": self.closing,
            "number_at": self.number_at.to_json(),
            "number_in_head": self.number_in_head,
        }

    @classmethod
    def from_json(cls, data: Json) -> Document:
        """The inverse."""
        return cls(
            number=data["number"],
            date=date.fromisoformat(data["date"]) if data["date"] else None,
            issuer=data["issuer"],
            signer=data["signer"],
            signature=dict(data["signature"]),
            title=data["title"],
            recipients=tuple(Named.from_json(row) for row in data["recipients"]),
            references=tuple(Reference.from_json(row) for row in data["references"]),
            closing=data["closing"],
            number_at=Place.from_json(data["number_at"]),
            number_in_head=data["number_in_head"],
        )


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of the score table; ``values``: "score_2015" and so on, None where the table has none."""

    code: str
    level: str
    name: str
    values: dict[str, float | int | None]
    at: Place

    def to_json(self) -> Json:
        """JSON form."""
        return {
            "code": self.code,
            "level": self.level,
            "name": self.name,
            "values": dict(self.values),
            "at": self.at.to_json(),
        }

    @classmethod
    def from_json(cls, data: Json) -> ScoreRow:
        """The inverse."""
        return cls(data["code"], data["level"], data["name"], dict(data["values"]), Place.from_json(data["at"]))


@dataclass(frozen=True, slots=True)
class Statement:
    """A cause, objective, requirement, solution or line on organisation, as written, with the facts found in it."""

    text: str
    at: Place
    facts: Json = field(default_factory=dict)
    items: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """JSON form: the facts stand beside the text."""
        return {"text": self.text, "at": self.at.to_json(), "items": list(self.items), **self.facts}

    @classmethod
    def from_json(cls, data: Json) -> Statement:
        """The inverse."""
        facts = {key: value for key, value in data.items() if key not in ("text", "at", "items")}
        return cls(data["text"], Place.from_json(data["at"]), facts, tuple(data["items"]))


@dataclass(frozen=True, slots=True)
class Timing:
    """When a task is done: kind continuous, yearly, event, external or missing, and the events named."""

    text: str
    kind: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the assignment table."""

    code: str
    dimension: str
    sub_dimensions: tuple[str, ...]
    title: str
    actions: tuple[str, ...]
    lead: tuple[Named, ...]
    coordinate: tuple[Named, ...]
    timing: Timing
    at: Place
    content: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> Json:
        """JSON form."""
        return {
            "code": self.code,
            "dimension": self.dimension,
            "sub_dimensions": list(self.sub_dimensions),
            "title": self.title,
            "actions": list(self.actions),
            "lead": [row.to_json() for row in self.lead],
            "coordinate": [row.to_json() for row in self.coordinate],
            "timing": {"text": self.timing.text, "kind": self.timing.kind, "events": list(self.timing.events)},
            "at": self.at.to_json(),
            "content": self.content,
            "extra": dict(self.extra),
        }

    @classmethod
    def from_json(cls, data: Json) -> Task:
        """The inverse."""
        timing = data["timing"]
        return cls(
            code=data["code"],
            dimension=data["dimension"],
            sub_dimensions=tuple(data["sub_dimensions"]),
            title=data["title"],
            actions=tuple(data["actions"]),
            lead=tuple(Named.from_json(row) for row in data["lead"]),
            coordinate=tuple(Named.from_json(row) for row in data["coordinate"]),
            timing=Timing(timing["text"], timing["kind"], tuple(timing["events"])),
            at=Place.from_json(data["at"]),
            content=data["content"],
            extra=dict(data["extra"]),
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something wrong or unclear: coded, placed, with a suggestion; blocking holds up adoption."""

    code: str
    at: Place
    message: str
    suggestion: str
    blocking: bool
    places: tuple[Place, ...] = ()
    facts: Json = field(default_factory=dict)

    def to_json(self) -> Json:
        """JSON form."""
        return {
            "code": self.code,
            "at": self.at.to_json(),
            "message": self.message,
            "suggestion": self.suggestion,
            "blocking": self.blocking,
            "places": [place.to_json() for place in self.places],
            "facts": self.facts,
        }

    @classmethod
    def from_json(cls, data: Json) -> Doubt:
        """The inverse."""
        places = tuple(Place.from_json(place) for place in data["places"])
        return cls(
            data["code"], Place.from_json(data["at"]), data["message"], data["suggestion"], data["blocking"],
            places, data["facts"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan document as it was understood."""

    document: Document
    score_tables: tuple[tuple[ScoreRow, ...], ...]
    causes: tuple[Statement, ...]
    objectives: tuple[Statement, ...]
    requirements: tuple[Statement, ...]
    solutions: tuple[Statement, ...]
    organisation: tuple[Statement, ...]
    tasks: tuple[Task, ...]
    doubts: tuple[Doubt, ...]

    def to_json(self) -> Json:
        """The form that is stored and printed."""
        statements = {
            name: [row.to_json() for row in getattr(self, name)]
            for name in ("causes", "objectives", "requirements", "solutions", "organisation")
        }
        return {
            "schema": SCHEMA,
            "document": self.document.to_json(),
            "score_tables": [{"rows": [row.to_json() for row in rows]} for rows in self.score_tables],
            **statements,
            "tasks": [task.to_json() for task in self.tasks],
            "doubts": [doubt.to_json() for doubt in self.doubts],
        }

    @classmethod
    def from_json(cls, data: Json) -> PlanDraft:
        """The inverse of :meth:`to_json`. Raises CodedError READ-011 for another schema."""
        if data.get("schema") != SCHEMA:
            raise CodedError(errors.FOREIGN_DRAFT, schema=data.get("schema"))
        tables = tuple(tuple(ScoreRow.from_json(row) for row in table["rows"]) for table in data["score_tables"])
        statements = {
            name: tuple(Statement.from_json(row) for row in data[name])
            for name in ("causes", "objectives", "requirements", "solutions", "organisation")
        }
        return cls(
            document=Document.from_json(data["document"]),
            score_tables=tables,
            tasks=tuple(Task.from_json(row) for row in data["tasks"]),
            doubts=tuple(Doubt.from_json(row) for row in data["doubts"]),
            **statements,
        )
