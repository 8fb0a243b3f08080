"""What an evaluation found, typed, and its JSON form: what is stored, printed and drawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from danbiet.plans.evaluation.outcome import LeftOut, Part
from danbiet.plans.evaluation.statute import Line

SCHEMA = "danbiet.evaluation/1"
T = TypeVar("T")
Names = tuple[str, str]


class Verdict(StrEnum):
    """What may be said of the effect."""

    BETTER = "better"
    WORSE = "worse"
    CANT_TELL = "cant-tell"


class Reason(StrEnum):
    """Why nothing can be told: this room's reasons, then those of ``stats.effects.Reason`` under the same names."""

    NO_EDITION_AFTER = "no-edition-after"
    NOTHING_COMPARABLE = "nothing-comparable"
    INCOMPLETE = "incomplete"
    FEW_TIMES_BEFORE = "few-times-before"
    FEW_PLACEBOS = "few-placebos"
    BAD_FIT = "bad-fit"
    WITHIN_SCATTER_DIFFERENCES = "within-scatter-differences"
    WITHIN_SCATTER_SYNTHETIC = "within-scatter-synthetic"
    OPPOSITE = "opposite"
    NO_MIXTURE = "no-mixture"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition the evaluation rests on. ``side``: its fieldwork before, over or after the plan's arrival."""

    year: int
    revision: int
    digest: str
    source: str
    framework: str
    side: str
    first: str
    last: str
    verified: bool
    simulated: bool


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same computation for another province, on which the plan can't have worked."""

    province: str
    effect: float
    fit: float | None
    series: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """One method's answer, in points of the outcome.

    ``as_large``: of ``n`` provinces (this one included), how many differ at least as much; ``p`` = as_large / n. Of a
    synthetic province that is by how much worse it fits after than before; ``p_gap`` goes by the gap alone, among
    provinces that fit about as well. ``low``, ``high``: effects the placebos don't rule out; ``detectable``: an effect
    has to be larger to stand out at 5 %. ``fit``: how far the synthetic province was from the real one before (root
    mean square); ``fit_share``: that over the spread among provinces; ``fit_place``: its place among all, 1 the best.
    ``series``: the gap by year; ``counterfactual``: what it is a gap from.
    """

    method: str
    effect: float
    as_large: int
    n: int
    p: float
    p_gap: float
    detectable: float | None
    low: float | None
    high: float | None
    series: tuple[float, ...]
    counterfactual: tuple[float, ...]
    fit: float | None
    fit_share: float | None
    fit_place: int | None
    weights: tuple[tuple[str, float], ...]
    placebos: tuple[Placebo, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The difference in differences without one part."""

    code: str
    effect: float
    as_large: int
    n: int


@dataclass(frozen=True, slots=True)
class Effect:
    """An outcome and what the methods make of it. ``code``: "total" over all parts, or a dimension.

    ``spread``: the standard deviation of the outcome among provinces before the plan, to judge the fit by.
    """

    code: str
    name: Names
    before: tuple[int, ...]
    after: tuple[int, ...]
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    actual: tuple[float, ...]
    others: int
    incomplete: tuple[str, ...]
    spread: float
    verdict: Verdict
    reasons: tuple[Reason, ...]
    did: Estimate | None
    synthetic: Estimate | None
    without: tuple[Without, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole evaluation. ``statute``: the comparison the plan orders; ``effects``: the main first. ``considered``:
    year and digest of all editions there were, used or not.

    ``reasons``: why there is no effect at all. ``breaks``: codes of the elements whose method changed between the year
    before and the plan's year.
    """

    index: str
    province: str
    province_set: str
    province_name: Names
    year: int
    arrived: str
    editions: tuple[Edition, ...]
    considered: tuple[tuple[int, str], ...]
    breaks: tuple[str, ...]
    communes_visited: int
    communes_here: int
    statute: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    effects: tuple[Effect, ...]
    later: tuple[Effect, ...]
    simulated: bool

    @property
    def main(self) -> Effect | None:
        """The effect over everything that can be compared."""
        return self.effects[0] if self.effects else None

    @property
    def verdict(self) -> Verdict:
        """What may be said of the plan as a whole."""
        return self.main.verdict if self.main else Verdict.CANT_TELL

    def to_json(self) -> dict[str, Any]:
        """The form that is stored and printed."""
        return {"schema": SCHEMA, "verdict": self.verdict.value, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Result:
        """The inverse. ValueError for another schema."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"not {SCHEMA}: {data.get('schema')}")
        return _made(cls, data)


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of a result's JSON form: what an opinion names."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _made(kind: type[T], data: dict[str, Any]) -> T:
    hints = get_type_hints(kind)
    return kind(**{one.name: _read(hints[one.name], data[one.name]) for one in fields(kind)})  # type: ignore[arg-type]


def _read(hint: Any, value: Any) -> Any:
    """A value of JSON as its type has it: tuples of tuples, dataclasses, enums, or as it is."""
    options = [one for one in get_args(hint) if one is not type(None)]
    if value is None:
        return None
    if get_origin(hint) is tuple:
        inner = options[0] if len(options) == 2 and options[1] is Ellipsis else None
        return tuple(_read(inner or options[place], one) for place, one in enumerate(value))
    if get_origin(hint) is not None and options:
        return _read(options[0], value)
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return _made(hint, value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum | float) else value
