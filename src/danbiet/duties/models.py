"""The one concept of "must" (docs/decisions/0003, 0004)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.ids import new_public_id
from danbiet.pages.folding import FoldedField


class Force(models.TextChoices):
    """How binding it is (docs/decisions/0012): requested work is never overdue and never escalated."""

    ASSIGNED = "assigned", _("được giao")
    REQUESTED = "requested", _("đề nghị")
    COORDINATING = "coordinating", _("phối hợp")


class Duty(models.Model):
    """One unit, one subject, one period, a due time and a ground. It stores facts; its state is computed from them.

    ``rule`` is the key of a registered rule; ``subject`` the public id of what it is about (a plan, a task, a
    programme); ``period`` a period or occasion key, or the key of an event. ``due_at`` is the first moment after
    ``due_on`` in Vietnam. ``ground`` names the article of law or the row of the plan; ``explanation`` is the reckoning
    of the due day as ``law.deadline`` gives it.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="duties")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    words = FoldedField(sources=("title",))
    force = models.CharField(max_length=12, choices=Force.choices, default=Force.ASSIGNED)
    ground = models.CharField(max_length=300)
    starts_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    explanation = models.JSONField(default=dict)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_ground = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="inherited")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "unit", "subject", "period"], name="duties_duty_once"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("starts_on")), name="duties_duty_starts_before_due"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_at"], name="duties_duty_unit_due"),
            models.Index(fields=["province", "due_at"], name="duties_duty_province_due"),
            models.Index(fields=["subject", "rule", "period"], name="duties_duty_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """What shows that a duty was done; the first kind is an official document (number, date, file).

    Self-attested and revocable: withdrawing sets ``withdrawn_at`` and never deletes.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    words = FoldedField(sources=("number", "label"))
    document_date = models.DateField(null=True, blank=True)
    link = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT)
    received_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["duty", "withdrawn_at"], name="duties_evidence_duty")]

    def __str__(self) -> str:
        return self.label


class Explanation(models.Model):
    """What a unit says to the public of a duty, beside the fact it explains. Rows are only added; the newest stands.

    ``matter``: the key of the matter whose fact it explains; it is public only where that is. An empty text takes back
    what stood there.
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="explanations")
    matter = models.CharField(max_length=40)
    text = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["duty", "matter"], name="duties_explanation_duty")]

    def __str__(self) -> str:
        return self.text
