"""The check against the stored editions: of a file, or of a draft that is in review."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from danbiet.base.errors import CodedError
from danbiet.index import provinces, queries
from danbiet.plans import checking_errors as codes
from danbiet.plans.score_check.checking import Check, check, years_needed
from danbiet.plans.score_check.noise import PublishedOrModelled
from danbiet.reading import source
from danbiet.reading.plan import stated
from danbiet.reading.plan.read import read_blocks, score_rows

if TYPE_CHECKING:
    from danbiet.plans.models import Draft
    from danbiet.reading.blocks import Block
    from danbiet.reading.plan.draft import PlanDraft, ScoreRow
    from danbiet.reading.plan.stated import Claim


def check_file(path: str | Path, province: str = "", *, index: str = queries.PAPI) -> Check:
    """Check a plan document that needs no row in the database. Raises CodedError READ-0xx, PLAN-120 to PLAN-122."""
    blocks = source.blocks_of(source.load(path), Path(path).name)
    draft = read_blocks(blocks, Path(path).name)
    return _check(score_rows(draft), blocks, draft, province, index)


def check_draft(draft: Draft, content: PlanDraft, *, index: str = queries.PAPI) -> Check:
    """Check a draft in review, as the decisions so far leave it. Raises CodedError PLAN-120 to PLAN-122.

    Its sentences are read from the text kept with it; a draft without one has its table alone.
    """
    text = getattr(draft, "text", None)
    blocks = stated.blocks_of(text.blocks) if text else []
    return _check(score_rows(content), blocks, content, "", index)


def _check(rows: list[ScoreRow], blocks: list[Block], draft: PlanDraft, province: str, index: str) -> Check:
    claims: Sequence[Claim] = stated.claims_of(blocks) if blocks else ()
    panel = queries.panel(index)
    needed = years_needed(rows, claims)
    tables = {one.year: one for one in panel if one.year in needed}
    among = stated.ranked_among(blocks)
    # A missing edition is said before a province that only it could know.
    known = needed and len(tables) == len(needed)
    code = province_of(draft, province, tables[needed[-1]].province_set) if known else ""
    return check(rows, claims, tables, code, noise=PublishedOrModelled(panel), ranked_among=among)


def province_of(draft: PlanDraft, text: str, province_set: str) -> str:
    """The code of the plan's province in a set: as asked for, else as its issuer or its title names it.

    Raises CodedError PLAN-121; IDX-012 for a code that isn't in the set.
    """
    if text.strip().isdecimal():
        return provinces.by_code(text, province_set).code
    document = draft.document
    for said in (text,) if text else (document.issuer or "", document.title):
        found = named_in(said, province_set)
        if found is not None:
            return found.code
    raise CodedError(codes.UNKNOWN_PROVINCE, text=text or document.issuer or document.title or "?")


def named_in(text: str, province_set: str) -> provinces.Province | None:
    """The province a text names: the whole of it, or the longest run of words after "tỉnh" or "thành phố"."""
    whole = provinces.resolve(text, province_set)
    if whole is not None:
        return whole
    words = text.replace(",", " ").split()
    for at, word in enumerate(words):
        if word.casefold() not in ("tỉnh", "phố"):
            continue
        for size in (5, 4, 3, 2, 1):
            found = provinces.resolve(" ".join(words[at + 1 : at + 1 + size]), province_set)
            if found is not None:
                return found
    return None
