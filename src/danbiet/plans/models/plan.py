"""The adopted plan and its parts that aren't tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock
from danbiet.base.ids import new_public_id
from danbiet.pages.folding import FoldedField


class Plan(models.Model):
    """An adopted plan. In force from its date to ``ends_on`` (inclusive; open if empty) unless closed or replaced.

    ``reporting`` holds the reporting settings in force with their ground: days after the cut-off per level, days of
    transmission, the shortest first period (see ``data/reporting.yaml``).
    """

    public_id = models.CharField(max_length=11, unique=True, default=new_public_id, editable=False)
    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="plans")
    draft = models.OneToOneField("plans.Draft", on_delete=models.PROTECT, related_name="plan")
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=500)
    words = FoldedField(sources=("number", "title"))
    issuer = models.CharField(max_length=200)
    signer = models.CharField(max_length=120, blank=True)
    signature = models.JSONField(default=dict)
    recipients = models.JSONField(default=list)
    score_tables = models.JSONField(default=list)
    issued_on = models.DateField()
    arrives_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reporting = models.JSONField(default=dict)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    closed_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "number", "issued_on"], name="plans_plan_once"),
        ]
        indexes = [models.Index(fields=["province", "issued_on"], name="plans_plan_province")]

    def __str__(self) -> str:
        return self.number


class Change(models.Model):
    """A plan was amended, replaced, extended or closed."""

    class Kind(models.TextChoices):
        AMEND = "amend", _("sửa đổi, bổ sung")
        REPLACE = "replace", _("thay thế")
        EXTEND = "extend", _("gia hạn")
        CLOSE = "close", _("kết thúc")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    day = models.DateField()
    ground = models.CharField(max_length=300)
    draft = models.ForeignKey("plans.Draft", null=True, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class PlanReference(models.Model):
    """A document the plan refers to."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="references")
    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    text = models.TextField()
    words = FoldedField(sources=("number", "text"))
    place = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.number or self.text


class Objective(models.Model):
    """An objective, with the targets its text states (dimension, group, year)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    targets = models.JSONField(default=list)
    place = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class PlanText(models.Model):
    """A cause, requirement, solution or line on organisation, as written."""

    class Kind(models.TextChoices):
        CAUSE = "cause", _("nguyên nhân")
        REQUIREMENT = "requirement", _("yêu cầu")
        SOLUTION = "solution", _("giải pháp")
        ORGANISATION = "organisation", _("tổ chức thực hiện")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    position = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    facts = models.JSONField(default=dict)
    place = models.JSONField(default=dict)

    class Meta:
        ordering = ["kind", "position"]

    def __str__(self) -> str:
        return self.text
