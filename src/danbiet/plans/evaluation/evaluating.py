"""The whole evaluation of a plan's year for a province, from the editions that count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from danbiet.base.errors import CodedError
from danbiet.index import provinces
from danbiet.index.framework import Level
from danbiet.index.tables import EditionTable
from danbiet.plans import checking_errors as codes
from danbiet.plans.evaluation import statute
from danbiet.plans.evaluation.effect import detail, effect
from danbiet.plans.evaluation.fieldwork import Side, fieldwork, sides
from danbiet.plans.evaluation.outcome import outcome
from danbiet.plans.evaluation.result import Edition, Effect, Names, Reason, Result

Progress = Callable[[int, int], None]
ALL: Names = ("Mọi nội dung thành phần so sánh được", "All comparable sub-dimensions")
# Editions this long after the first one are told of too; later ones say little about one plan.
LATER = 2


def evaluate(
    panel: Sequence[EditionTable],
    province: str,
    year: int,
    *,
    arrived: date | None = None,
    communes: int = 0,
    progress: Progress | None = None,
) -> Result:
    """Evaluate the plan a province issued in ``year``.

    ``arrived``: the day it reached the units, which dates the effect; None: the whole year counts as its arrival.
    ``communes``: how many the province has. ``progress``: told (done, of). Raises CodedError PLAN-120 where the
    edition of the year before or of the year itself is missing, PLAN-121 where they don't know the province.
    """
    tables = {one.year: one for one in panel}
    missing = [str(one) for one in (year - 1, year) if one not in tables]
    if missing:
        raise CodedError(codes.MISSING_EDITION, years=", ".join(missing))
    if any(province not in tables[one].provinces for one in (year - 1, year)):
        raise CodedError(codes.UNKNOWN_PROVINCE, text=province)
    index, province_set = tables[year].index, tables[year].province_set
    # Provinces of another set are other provinces.
    tables = {key: one for key, one in tables.items() if one.province_set == province_set}
    side = sides(list(tables), year, arrived, index)
    reasons, effects, later = _effects(tables, side, province, progress)
    named = provinces.by_code(province, province_set)
    lines = statute.compare(tables[year - 1], tables[year], province, panel=panel)
    used = {one for found in (*effects, *later) for one in (*found.before, *found.after)} | {year - 1, year}
    known = fieldwork(index)
    return Result(
        index=index,
        province=province,
        province_set=province_set,
        province_name=(named.vi, named.en),
        year=year,
        arrived=arrived.isoformat() if arrived else "",
        editions=tuple(_edition(tables[one], side[one]) for one in sorted(used)),
        considered=tuple((one.year, one.digest) for one in panel),
        breaks=tuple(one.code for one in lines if not one.comparable),
        communes_visited=known.per_province,
        communes_here=communes,
        statute=lines,
        reasons=reasons,
        effects=effects,
        later=later,
        simulated=any(tables[one].simulated for one in used),
    )


def _effects(
    tables: dict[int, EditionTable], side: dict[int, Side], province: str, progress: Progress | None
) -> tuple[tuple[Reason, ...], tuple[Effect, ...], tuple[Effect, ...]]:
    """The effect in the first edition after, over all parts and by dimension; and over all parts in the next ones."""
    before = sorted(one for one in tables if side[one] is Side.BEFORE)
    after = sorted(one for one in tables if side[one] is Side.AFTER)
    if not after:
        return (Reason.NO_EDITION_AFTER,), (), ()
    main = outcome(tables, before, after[:1])
    if main is None:
        return (Reason.NOTHING_COMPARABLE,), (), ()
    effects = [effect(main, province, "total", ALL, progress=progress)]
    for one in tables[before[-1]].framework.level(Level.DIMENSION):
        found = outcome(tables, before, after[:1], dimension=one.code)
        if found is not None:
            effects.append(detail(found, province, one.code, (one.vi, one.en)))
    later = [
        detail(found, province, "total", ALL)
        for year in after[1 : 1 + LATER]
        if (found := outcome(tables, before, [year])) is not None
    ]
    return (), tuple(effects), tuple(later)


def _edition(table: EditionTable, side: Side) -> Edition:
    window = fieldwork(table.index).window(table.year)
    return Edition(
        year=table.year,
        revision=table.revision,
        digest=table.digest,
        source=table.source,
        framework=table.framework.key,
        side=side.value,
        first=window.first.isoformat(),
        last=window.last.isoformat(),
        verified=window.verified,
        simulated=table.simulated,
    )
