"""The DOCX of a draft given back with each doubt, and what was decided about it, as a comment at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from danbiet.base.errors import CodedError
from danbiet.files import types
from danbiet.files.actions import opened
from danbiet.plans import beside, conflicts, errors
from danbiet.reading import annotate
from danbiet.reading.plan import PlanDraft

if TYPE_CHECKING:
    from danbiet.plans.beside import Item
    from danbiet.plans.models import Draft


def is_docx(draft: Draft) -> bool:
    """Whether the draft was proposed as a DOCX."""
    return draft.source is not None and draft.source.content_type == types.DOCX.content_type


def commented(draft: Draft) -> bytes:
    """The document with its comments. Raises CodedError PLAN-030 for a draft of another kind of file, FILE-009."""
    if draft.source is None or not is_docx(draft):
        raise CodedError(errors.NOT_DOCX)
    items = beside.items_of(PlanDraft.from_json(draft.content), conflicts.history(draft))
    notes = [annotate.Note(item.doubt.at, _note(item)) for item in items]
    with opened(draft.source) as file:
        return annotate.annotated(file.read(), notes, draft.source_name)


def _note(item: Item) -> str:
    """What a comment says: the doubt, its suggestion, the decision so far."""
    lines = [f"{item.doubt.code}: {item.message}", item.suggestion]
    if item.last is not None:
        decided = {"what": item.decided_words, "name": item.last.resolved_by.name}
        lines.append(_("Đã quyết định: %(what)s (%(name)s).") % decided)
    elif item.doubt.blocking:
        lines.append(_("Phải giải quyết trước khi duyệt."))
    return "\n".join(line for line in lines if line)
