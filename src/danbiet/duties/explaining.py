"""What the public may see of duties, and the unit's own word beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.errors import CodedError
from danbiet.base.text import squeeze
from danbiet.duties import actions, errors, states
from danbiet.duties.models import Duty, Explanation
from danbiet.journal import recording
from danbiet.people import matters, policies
from danbiet.people.matters import Default, Matter

if TYPE_CHECKING:
    from danbiet.people.models import Person

ASKED, THERE, LATENESS, EXPLANATION = "asked", "there", "lateness", "explanation"
LONGEST = 500


def register_matters() -> None:
    """What a public page may say of duties."""
    matters.register(
        Matter(
            ASKED,
            _("Việc được giao cho từng đơn vị"),
            Default.LAW,
            30,
            _("Tên việc và hạn, kỳ này và kỳ trước; việc được đề nghị ghi rõ là đề nghị"),
            law="publication.plan",
        ),
        Matter(
            THERE,
            _("Kết quả: văn bản đã ghi nhận"),
            Default.INTERNAL,
            40,
            _("Số và ngày của văn bản, không có tệp; việc chưa có văn bản thì ghi là chưa có"),
            needs=(ASKED,),
        ),
        Matter(
            LATENESS,
            _("Ngày nhận và việc chưa nhận được sau hạn"),
            Default.INTERNAL,
            50,
            _("Ngày nhận, số ngày sau hạn; việc được đề nghị không bao giờ bị coi là muộn"),
            needs=(ASKED,),
        ),
        Matter(
            EXPLANATION,
            _("Giải thích của đơn vị"),
            Default.BESIDE,
            60,
            _("Lời của chính đơn vị, đặt cạnh điều được nói về đơn vị"),
            needs=(THERE, LATENESS),
        ),
    )


def matter_of(duty: Duty) -> str:
    """What an explanation written now explains: that it is late, or what is there."""
    late = states.state_of(duty, clock.now()) in ("overdue", "done_late")
    return LATENESS if late else THERE


def explain(actor: Person, duty: Duty, text: str, *, read: str | None = None) -> Explanation:
    """The unit's word on a duty, which takes the place of its earlier one; an empty text takes that back.

    The same word again stays the entry it is. ``read``: what the writer saw (:func:`reading_of`). Raises CodedError
    PEO-001, DUTY-003 if the duty passed to another unit, DUTY-030, DUTY-031, DUTY-032 if what he saw isn't so any more.
    """
    said = squeeze(text)
    policies.authorise(actor, "duties.explain", units=actions.lineage(duty), province=duty.province_id)
    if len(said) > LONGEST:
        raise CodedError(errors.EXPLANATION_TOO_LONG, length=len(said), most=LONGEST)
    with transaction.atomic():
        row = Duty.objects.select_for_update(of=("self",)).select_related("province").get(pk=duty.pk)
        if row.superseded_at is not None:
            raise CodedError(errors.CLOSED, state=states.STATES["superseded"].label)
        matter, last = matter_of(row), newest(row)
        if last is not None and (last.text, last.matter) == (said, matter) and said:
            return last
        if read is not None and read != reading_of(matter, [last] if last else []):
            raise CodedError(errors.EXPLAINED_SINCE)
        if not said and not standing(row, matter):
            raise CodedError(errors.EXPLANATION_NEEDED)
        made = Explanation.objects.create(duty=row, matter=matter, text=said, written_by=actor, written_at=clock.now())
        recording.record(
            "duties.explain",
            chain=recording.chain_of(row.province.public_id),
            actor=actor.public_id,
            subject=row.public_id,
            payload={"explanation": made.public_id, "matter": matter, "text": said},
        )
    return made


def newest(duty: Duty) -> Explanation | None:
    """The last entry of a duty, whatever it explains; one query."""
    return duty.explanations.order_by("-pk").first()


def reading_of(matter: str, rows: Sequence[Explanation]) -> str:
    """What a writer has before him: the matter he explains and the newest entry, the first of ``rows``."""
    return f"{matter}:{rows[0].public_id if rows else ''}"


def standing(duty: Duty, matter: str) -> str:
    """What the unit says of a duty as to a matter, "" for nothing; one query."""
    last = duty.explanations.filter(matter=matter).order_by("-pk").first()
    return last.text if last else ""


def entries(duty: Duty) -> list[Explanation]:
    """All the unit has said of a duty, newest first; one query."""
    return list(duty.explanations.select_related("written_by").order_by("-pk"))
